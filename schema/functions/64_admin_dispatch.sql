-- The dispatch catalogue and the words of danger as rows that an administrator brings in.

-- The catalogue names a unit for a category in an area (null: everything, everywhere). out: added, changed, unchanged.
create or replace function hotline.set_catalogue(p_category bigint, p_area bigint, p_unit bigint) returns text
language plpgsql set search_path = pg_catalog, pg_temp as $$
declare
    v_old bigint := (select unit_id from hotline.catalogue
                     where category_id is not distinct from p_category and area_id is not distinct from p_area);
begin
    if v_old = p_unit then
        return 'unchanged';
    end if;
    insert into hotline.catalogue (category_id, area_id, unit_id) values (p_category, p_area, p_unit)
    on conflict (category_id, area_id) do update set unit_id = excluded.unit_id, changed_at = clock_timestamp();
    return case when v_old is null then 'added' else 'changed' end;
end
$$;

-- category and area empty: for everything, everywhere. An entry without a unit is taken out.
create or replace function hotline.import_catalogue(p_row jsonb) returns text
language plpgsql set search_path = pg_catalog, pg_temp as $$
declare
    v_category bigint := hotline.row_reference(p_row, 'category', 'hotline.category', null);
    v_area     bigint := hotline.row_reference(p_row, 'area', 'hotline.area', null);
    v_unit     bigint := hotline.row_reference(p_row, 'unit', 'hotline.unit', null);
    v_old      hotline.catalogue;
begin
    select * into v_old from hotline.catalogue
    where category_id is not distinct from v_category and area_id is not distinct from v_area;
    if v_unit is null and not p_row ? 'unit' then
        perform hotline.refuse('field_missing', 'unit');
    elsif v_unit is null and v_old.id is null then
        return 'unchanged';
    elsif v_unit is null then
        delete from hotline.catalogue where id = v_old.id;
        return 'disabled';
    end if;
    return hotline.set_catalogue(v_category, v_area, v_unit);
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
