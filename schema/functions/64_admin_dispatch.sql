-- The dispatch catalogue and the words of danger as rows that an administrator brings in.

-- The catalogue names a unit for a category in an area (null: everything, everywhere), or no unit of its own any more
-- (null: the next wider entry holds). Who shows forms or waiting tickets hears of it.
-- out: added, changed, disabled, unchanged.
create or replace function hotline.set_catalogue(p_category bigint, p_area bigint, p_unit bigint) returns text
language plpgsql set search_path = pg_catalog, pg_temp as $$
declare
    v_old bigint := (select unit_id from hotline.catalogue
                     where category_id is not distinct from p_category and area_id is not distinct from p_area);
begin
    if v_old is not distinct from p_unit then
        return 'unchanged';
    end if;
    insert into hotline.catalogue (category_id, area_id, unit_id) values (p_category, p_area, p_unit)
    on conflict (category_id, area_id) do update set unit_id = excluded.unit_id, changed_at = clock_timestamp();
    perform pg_notify('hotline_reference', 'catalogue'), pg_notify('hotline_ticket', '0');
    return case when p_unit is null then 'disabled' when v_old is null then 'added' else 'changed' end;
end
$$;

-- category and area empty: for everything, everywhere. An entry without a unit is taken out.
create or replace function hotline.import_catalogue(p_row jsonb) returns text
language plpgsql set search_path = pg_catalog, pg_temp as $$
begin
    if not p_row ? 'unit' then
        perform hotline.refuse('field_missing', 'unit');
    end if;
    return hotline.set_catalogue(hotline.row_reference(p_row, 'category', 'hotline.category', null),
                                 hotline.row_reference(p_row, 'area', 'hotline.area', null),
                                 hotline.row_reference(p_row, 'unit', 'hotline.unit', null));
end
$$;

create or replace function hotline.import_danger(p_row jsonb) returns text
language plpgsql set search_path = pg_catalog, pg_temp as $$
declare
    v_word    text := hotline.row_text(p_row, 'word', null, 20);
    v_old     hotline.danger_word;
    v_new     hotline.danger_word;
    v_urgency text;
    v_number  text;
begin
    select * into v_old from hotline.danger_word where word = v_word;
    v_urgency := hotline.row_value(p_row, 'urgency', coalesce(v_old.urgency, 'urgent'), 1000);
    v_number := nullif(hotline.row_value(p_row, 'number', v_old.number, 1000), '');
    if char_length(v_word) < 2 then
        perform hotline.refuse('field_bad', 'word');
    elsif v_urgency not in (select urgency from hotline.urgency_standard) then
        perform hotline.refuse('field_bad', 'urgency');
    elsif v_number not in (select number from hotline.transfer_number) then
        perform hotline.refuse('field_bad', 'number');
    end if;
    insert into hotline.danger_word (word, urgency, number, enabled)
    values (v_word, v_urgency, v_number, hotline.row_boolean(p_row, 'enabled', coalesce(v_old.enabled, true)))
    on conflict (word) do update set urgency = excluded.urgency, number = excluded.number, enabled = excluded.enabled
    returning * into v_new;
    return hotline.import_outcome(case when v_old.word is not null then to_jsonb(v_old) end, to_jsonb(v_new));
end
$$;
