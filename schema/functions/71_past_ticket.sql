-- Tickets of another system, brought in for learning and analysis.

-- in: what somebody else calls a category: a name, a path, or a code. out: ours, the highest of that
-- name; null when we have none.
create or replace function hotline.category_named(p_name text) returns bigint
language sql stable set search_path = pg_catalog, pg_temp as $$
    select id from hotline.category where p_name <> '' and (name = p_name or path = p_name or code = p_name)
    order by level, code limit 1
$$;
create or replace function hotline.unit_named(p_name text) returns bigint
language sql stable set search_path = pg_catalog, pg_temp as $$
    select id from hotline.unit where p_name <> '' and (name = p_name or code = p_name) order by code limit 1
$$;
create or replace function hotline.area_named(p_name text) returns bigint
language sql stable set search_path = pg_catalog, pg_temp as $$
    select id from hotline.area where p_name <> '' and (name = p_name or path = p_name or code = p_name)
    order by path, code limit 1
$$;

-- in: a time as systems and spreadsheets write it: 2019-10-01, 2019/10/1 9:05, 2019-10-01T09:05:00+08,
-- in the centre's zone when it names none. out: null for an empty one; refuses field_bad.
create or replace function hotline.past_time(p_text text) returns timestamptz
language plpgsql stable set search_path = pg_catalog, pg_temp as $$
declare
    v_text text := translate(p_text, '年月/日T', '---  ');
begin
    if p_text is null or p_text = '' then
        return null;
    elsif p_text !~ '^[0-9]{4}[-/年][0-9]{1,2}[-/月][0-9]{1,2}日?([T ]*[0-9]{1,2}:[0-9]{2}(:[0-9]{2}([.][0-9]+)?)? ?(Z|[+-][0-9]{2}(:?[0-9]{2})?)?)?$' then
        perform hotline.refuse('field_bad', 'time');
    end if;
    return case when v_text ~ ':.*(Z|[+-][0-9:]+)$' then v_text::timestamptz
                else v_text::timestamp at time zone hotline.setting_value('timezone') end;
exception when datetime_field_overflow or invalid_datetime_format then
    perform hotline.refuse('field_bad', 'time');
end
$$;

-- in: the code of a standard, or its word; 特急 is urgent too. out: null for an empty one.
create or replace function hotline.past_urgency(p_text text) returns text
language plpgsql stable set search_path = pg_catalog, pg_temp as $$
declare
    v_code text := case p_text when '紧急' then 'urgent' when '特急' then 'urgent' when '一般' then 'general'
                               when '普通' then 'general' when '复杂' then 'complex' else p_text end;
begin
    if v_code <> '' and not exists (select from hotline.urgency_standard where urgency = v_code) then
        perform hotline.refuse('field_bad', 'urgency');
    end if;
    return nullif(v_code, '');
end
$$;

-- in: likes and dislikes as they came. out: null for an empty one.
create or replace function hotline.past_count(p_row jsonb, p_field text) returns integer
language plpgsql immutable set search_path = pg_catalog, pg_temp as $$
begin
    if coalesce(p_row ->> p_field, '') = '' then
        return null;
    elsif p_row ->> p_field !~ '^[0-9]{1,9}$' then
        perform hotline.refuse('field_bad', p_field);
    end if;
    return (p_row ->> p_field)::integer;
end
$$;

-- What a row makes of a past ticket; refuses what cannot stand, at its field.
create or replace function hotline.row_past(p_source text, p_row jsonb) returns hotline.past_ticket
language plpgsql stable set search_path = pg_catalog, pg_temp as $$
declare
    v_new hotline.past_ticket;
    v_bad record;
begin
    select f.field, f.most into v_bad
    from (values ('id', 100), ('title', 500), ('body', 20000), ('text', 20000), ('category', 200), ('unit', 200),
                 ('area', 200), ('phone', 40), ('user', 100)) f (field, most)
    where char_length(p_row ->> f.field) > f.most limit 1;
    if v_bad.field is not null then
        perform hotline.refuse('field_too_long', v_bad.field, jsonb_build_object(
            'length', char_length(p_row ->> v_bad.field), 'limit', v_bad.most));
    end if;
    v_new.source := p_source;
    v_new.title := coalesce(p_row ->> 'title', '');
    v_new.body := concat_ws(E'\n', nullif(p_row ->> 'body', ''), nullif(p_row ->> 'text', ''));
    v_new.ref := p_row ->> 'id';
    if v_new.ref = '' then
        perform hotline.refuse('field_missing', 'id');
    elsif hotline.blank(v_new.title || v_new.body) then
        perform hotline.refuse('field_missing', case when p_row ? 'text' then 'text' else 'body' end);
    end if;
    v_new.told_at := hotline.past_time(p_row ->> 'time');
    v_new.urgency := hotline.past_urgency(p_row ->> 'urgency');
    v_new.likes := hotline.past_count(p_row, 'likes');
    v_new.dislikes := hotline.past_count(p_row, 'dislikes');
    v_new.category := coalesce(p_row ->> 'category', '');
    v_new.unit := coalesce(p_row ->> 'unit', '');
    v_new.area := coalesce(p_row ->> 'area', '');
    v_new.phone := coalesce(p_row ->> 'phone', '');
    v_new.citizen := coalesce(p_row ->> 'user', '');
    v_new.ref := coalesce(v_new.ref, md5(concat_ws(E'\n', v_new.title, v_new.body, p_row ->> 'time', v_new.citizen)));
    return v_new;
end
$$;

-- Names become entries of the centre, once for each name.
create or replace function hotline.resolve_past(p_source text) returns void
language sql set search_path = pg_catalog, pg_temp as $$
    update hotline.past_ticket t set category_id = n.id
    from (select name, hotline.category_named(name) as id from
          (select distinct category as name from hotline.past_ticket where source = p_source) d) n
    where t.source = p_source and t.category = n.name and t.category_id is distinct from n.id;
    update hotline.past_ticket t set unit_id = n.id
    from (select name, hotline.unit_named(name) as id from
          (select distinct unit as name from hotline.past_ticket where source = p_source) d) n
    where t.source = p_source and t.unit = n.name and t.unit_id is distinct from n.id;
    update hotline.past_ticket t set area_id = n.id
    from (select name, hotline.area_named(name) as id from
          (select distinct area as name from hotline.past_ticket where source = p_source) d) n
    where t.source = p_source and t.area = n.name and t.area_id is distinct from n.id;
$$;

-- One row, on its own. out: added, changed or unchanged.
create or replace function hotline.import_past(p_new hotline.past_ticket) returns text
language plpgsql set search_path = pg_catalog, pg_temp as $$
declare
    v_added boolean;
begin
    insert into hotline.past_ticket (source, ref, title, body, category, unit, area, told_at, urgency, phone, citizen,
                                     likes, dislikes)
    values (p_new.source, p_new.ref, p_new.title, p_new.body, p_new.category, p_new.unit, p_new.area, p_new.told_at,
            p_new.urgency, p_new.phone, p_new.citizen, p_new.likes, p_new.dislikes)
    on conflict (source, ref) do update set title = excluded.title, body = excluded.body, category = excluded.category,
        unit = excluded.unit, area = excluded.area, told_at = excluded.told_at, urgency = excluded.urgency,
        phone = excluded.phone, citizen = excluded.citizen, likes = excluded.likes, dislikes = excluded.dislikes
    where (past_ticket.title, past_ticket.body, past_ticket.category, past_ticket.unit, past_ticket.area,
           past_ticket.told_at, past_ticket.urgency, past_ticket.phone, past_ticket.citizen, past_ticket.likes,
           past_ticket.dislikes)
          is distinct from (excluded.title, excluded.body, excluded.category, excluded.unit, excluded.area,
           excluded.told_at, excluded.urgency, excluded.phone, excluded.citizen, excluded.likes, excluded.dislikes)
    returning xmax = 0 into v_added;
    return case v_added when true then 'added' when false then 'changed' else 'unchanged' end;
end
$$;

-- Brings a part of a file in; the caller's transaction says whether a refused row undoes the rest.
-- in: the name of the source, within which id is the key; rows: flat objects of texts by column (id, title,
-- body, text, category, unit, area, time, urgency, phone, user, likes, dislikes) with "_line". Without a
-- column id the key is a digest of what was said, when and by whom.
-- out: {"added", "changed", "unchanged", "refused": [{"line", "code", "field", "message", "values"}]}.
-- Refuses not_your_role, field_missing source.
create function api.past_import(p_request uuid, p_source text, p_rows jsonb)
returns jsonb language plpgsql security definer set search_path = pg_catalog, pg_temp as $$
declare
    v_answer  jsonb := hotline.admin_answer(p_request, 'past_import', jsonb_build_array(p_source, p_rows));
    v_counts  jsonb := '{"added": 0, "changed": 0, "unchanged": 0}';
    v_refused jsonb[] := '{}';
    v_row     jsonb;
    v_outcome text;
    v_code text; v_field text; v_message text; v_values text;
begin
    if v_answer is not null then
        return v_answer;
    elsif hotline.blank(p_source) then
        perform hotline.refuse('field_missing', 'source');
    end if;
    for v_row in select value from jsonb_array_elements(p_rows) loop
        begin
            v_outcome := hotline.import_past(hotline.row_past(p_source, v_row));
            v_counts := jsonb_set(v_counts, array[v_outcome], to_jsonb((v_counts ->> v_outcome)::integer + 1));
        exception when sqlstate 'HL001' then
            get stacked diagnostics v_code = constraint_name, v_field = column_name, v_message = message_text,
                                    v_values = pg_exception_detail;
            v_refused := v_refused || jsonb_build_object('line', v_row -> '_line', 'code', v_code, 'field', v_field,
                                                         'message', v_message, 'values', v_values);
        end;
    end loop;
    return hotline.request_done(p_request, v_counts || jsonb_build_object('refused', to_jsonb(v_refused)));
end
$$;

-- The end of an import: names become entries, the planner gets to know the new rows.
-- out: {"tickets": how many the source has now}.
create function api.past_imported(p_request uuid, p_source text)
returns jsonb language plpgsql security definer set search_path = pg_catalog, pg_temp as $$
declare
    v_answer jsonb := hotline.admin_answer(p_request, 'past_imported', jsonb_build_array(p_source));
begin
    if v_answer is not null then
        return v_answer;
    end if;
    perform hotline.resolve_past(p_source);
    analyze hotline.past_ticket;
    return hotline.request_done(p_request, jsonb_build_object(
        'tickets', (select count(*) from hotline.past_ticket where source = p_source)));
end
$$;
