-- Setting a centre up: people, units, areas, categories, calendar, standards, numbers, the dispatch
-- catalogue, words of danger, settings,
-- by rows with natural keys, so that the same file can be imported again without harm.

-- The kinds: the row's function, the field that names it, its table, the columns in their order.
delete from hotline.import_kind;
insert into hotline.import_kind (kind, function, key, relation, columns) values
    ('areas',      'import_area',     'code',    'area',             '{code,parent,name,enabled}'),
    ('units',      'import_unit',     'code',    'unit',             '{code,name,kind,area,superior,enabled}'),
    ('categories', 'import_category', 'code',    'category',         '{code,parent,name,urgency,enabled}'),
    ('people',     'import_person',   'login',   'person',
     '{login,name,number,role,unit,district,shift,skills,channel,enabled}'),
    ('calendar',   'import_day',      'day',     'calendar_day',     '{day,working,note}'),
    ('standards',  'import_standard', 'urgency', 'urgency_standard', '{urgency,working_days}'),
    ('numbers',    'import_number',   'number',  'transfer_number',  '{number,name,kind,enabled}'),
    ('catalogue',  'import_catalogue', 'category', 'catalogue',      '{category,area,unit}'),
    ('dangers',    'import_danger',   'word',    'danger_word',      '{word,urgency,number,enabled}'),
    ('settings',   'import_setting',  'key',     'setting',          '{key,value,meaning}'),
    ('synonyms',   'import_synonym',  'word',    'synonym',          '{word,means,enabled}'),
    ('skills',     'import_skill',    'code',    'skill',            '{code,name,kind,enabled}'),
    ('overflow',   'import_overflow', 'skill',   'overflow_rule',    '{skill,to_skill,after_seconds}'),
    ('channels',   'import_channel',  'code',    'channel',          '{code,name,answer_seconds,skill,replies,enabled}'),
    ('marked',     'import_marked',   'number',  'marked_number',    '{number,reason,until,enabled}'),
    ('breaks',     'import_break',    'code',    'break_reason',     '{code,name,place,enabled}'),
    ('questions',  'import_question', 'form',    'quality_question', '{form,n,question,points,name}');

-- May this session set the centre up? Administrators, and who installed it (before there are any).
create or replace function hotline.may_administer() returns boolean
language sql stable security definer set search_path = pg_catalog, pg_temp as $$
    select coalesce(hotline.my_role() = 'admin', false)
           or (select rolsuper from pg_roles where rolname = session_user)
           or pg_has_role(session_user, 'hotline_owner', 'member')
$$;

-- request_answer for who may administer: the installer is no person of the centre and stands as 0.
create or replace function hotline.admin_answer(p_request uuid, p_function text, p_params jsonb) returns jsonb
language plpgsql set search_path = pg_catalog, pg_temp as $$
begin
    if not hotline.may_administer() then
        perform hotline.refuse('not_your_role');
    end if;
    return hotline.request_of(p_request, coalesce(hotline.my_id(), 0), p_function, p_params);
end
$$;

-- out: the kind of that name; refuses field_bad.
create or replace function hotline.import_kind_of(p_kind text) returns hotline.import_kind
language plpgsql stable set search_path = pg_catalog, pg_temp as $$
declare
    v_kind hotline.import_kind;
begin
    select * into v_kind from hotline.import_kind where kind = p_kind;
    if v_kind.kind is null then
        perform hotline.refuse('field_bad', 'kind');
    end if;
    return v_kind;
end
$$;

-- One row, on its own: what refuses it does not hold the others up.
-- out: {"line", "key", "outcome", and when refused "code", "field", "message", "state", "values"}
create or replace function hotline.import_row(p_kind hotline.import_kind, p_row jsonb) returns jsonb
language plpgsql set search_path = pg_catalog, pg_temp as $$
declare
    v_outcome text;
    v_code    text;
    v_field   text;
    v_message text;
    v_values  text;
    v_key     text := coalesce(p_row ->> p_kind.key, '');
begin
    execute format('select hotline.%I($1)', p_kind.function) into v_outcome using p_row;
    if v_outcome <> 'unchanged' then
        insert into hotline.admin_log (kind, key, outcome, data)
        values (p_kind.kind, btrim(v_key), v_outcome, p_row - '{_line,verifier,initial_verifier}'::text[]);
    end if;
    return jsonb_build_object('line', p_row -> '_line', 'key', v_key, 'outcome', v_outcome);
exception
    when sqlstate 'HL001' then
        get stacked diagnostics v_code = constraint_name, v_field = column_name, v_message = message_text,
                                v_values = pg_exception_detail;
        return jsonb_build_object('line', p_row -> '_line', 'key', v_key, 'outcome', 'refused', 'code', v_code,
                                  'field', v_field, 'message', v_message, 'state', 'HL001', 'values', v_values);
    when integrity_constraint_violation then
        -- a tree deeper than its table allows, or the same entry brought in by two at once
        get stacked diagnostics v_code = constraint_name, v_message = message_text;
        return jsonb_build_object('line', p_row -> '_line', 'key', v_key, 'outcome', 'refused', 'code', 'field_bad',
            'field', case v_code when 'category_level' then 'parent' else p_kind.key end,
            'message', (select sentence from hotline.refusal where code = 'field_bad'), 'state', 'HL001', 'values', '{}');
end
$$;

-- All rows. Those that name a parent which is not there yet wait for the next round, as long as a
-- round brings any in. out: import_row's results in the order of the lines.
create or replace function hotline.import_rows(p_kind hotline.import_kind, p_rows jsonb) returns jsonb
language plpgsql set search_path = pg_catalog, pg_temp as $$
declare
    v_waiting jsonb[] := array(select value from jsonb_array_elements(p_rows));
    v_left    jsonb[];
    v_results jsonb[] := '{}';
    v_last    boolean := false;
    v_row     jsonb;
    v_result  jsonb;
begin
    loop
        v_left := '{}';
        foreach v_row in array v_waiting loop
            v_result := hotline.import_row(p_kind, v_row);
            if v_result ->> 'field' = 'parent' and not v_last then
                v_left := v_left || v_row;
            else
                v_results := v_results || v_result;
            end if;
        end loop;
        exit when v_left = '{}';
        v_last := cardinality(v_left) = cardinality(v_waiting);
        v_waiting := v_left;
    end loop;
    return coalesce((select jsonb_agg(r order by (r ->> 'line')::integer) from unnest(v_results) r), '[]');
end
$$;

-- Brings rows in. in: a kind; rows: array of flat objects of texts by column name, with "_line" (and
-- of people "verifier" or "initial_verifier"); strict: one bad row and nothing is done. Rows may name
-- parents that come later. out: array of import_row's results; of a strict import that was not done,
-- the refused ones. Refuses column_unknown. The same rows again change nothing.
create function api.admin_import(p_request uuid, p_kind text, p_rows jsonb, p_strict boolean default false)
returns jsonb language plpgsql security definer set search_path = pg_catalog, pg_temp as $$
declare
    v_answer  jsonb := hotline.admin_answer(p_request, 'admin_import', jsonb_build_array(p_kind, p_rows, p_strict));
    v_kind    hotline.import_kind := hotline.import_kind_of(p_kind);
    v_own     text[] := '{_line}' || case when p_kind = 'people' then '{verifier,initial_verifier}'::text[] end;
    v_unknown text;
    v_code    text;
begin
    if v_answer is not null then
        return v_answer;
    end if;
    select k into v_unknown from jsonb_array_elements(p_rows) r, jsonb_object_keys(r) k
    where k <> all (v_kind.columns || v_own) limit 1;
    if v_unknown is not null then
        perform hotline.refuse('column_unknown', v_unknown, jsonb_build_object(
            'column', v_unknown, 'columns', array_to_string(v_kind.columns, ', ')));
    end if;
    -- one at a time: two imports of the same rows would meet in PostgreSQL's own tables
    perform pg_advisory_xact_lock(hashtext('hotline.admin_import'));
    begin
        v_answer := hotline.import_rows(v_kind, p_rows);
        if p_strict and v_answer @> '[{"outcome": "refused"}]' then
            perform hotline.refuse('import_refused');
        end if;
    exception when sqlstate 'HL001' then
        get stacked diagnostics v_code = constraint_name;
        if v_code <> 'import_refused' then
            raise;
        end if;
        v_answer := (select jsonb_agg(r) from jsonb_array_elements(v_answer) r where r ->> 'outcome' = 'refused');
    end;
    if p_kind = 'calendar' then
        perform hotline.recount_deadlines();
    end if;
    perform pg_notify('hotline_reference', p_kind);
    return hotline.request_done(p_request, v_answer);
end
$$;

-- What is there, by kind: an object a row, with the columns in which it can be imported.
create function api.admin_list(p_kind text) returns setof json
language plpgsql stable security definer set search_path = pg_catalog, pg_temp as $$
begin
    if not hotline.may_administer() then
        perform hotline.refuse('not_your_role');
    end if;
    perform hotline.import_kind_of(p_kind);
    return query execute format('select row_to_json(l) from (%s) l', case p_kind
        when 'areas' then $q$select a.code, coalesce(p.code, '') as parent, a.name, hotline.yes_no(a.enabled) as enabled
            from hotline.area a left join hotline.area p on p.id = a.parent_id order by a.code$q$
        when 'units' then $q$select u.code, u.name, u.kind, coalesce(a.code, '') as area,
            coalesce(s.code, '') as superior, hotline.yes_no(u.enabled) as enabled
            from hotline.unit u left join hotline.area a on a.id = u.area_id left join hotline.unit s on s.id = u.superior_id order by u.code$q$
        when 'categories' then $q$select c.code, coalesce(p.code, '') as parent, c.name,
            coalesce(c.default_urgency, '') as urgency, hotline.yes_no(c.enabled) as enabled
            from hotline.category c left join hotline.category p on p.id = c.parent_id order by c.code$q$
        when 'people' then $q$select p.login, p.name, p.number, p.role, coalesce(u.code, '') as unit,
            coalesce(a.code, '') as district, p.shift, array_to_string(p.skills, ' ') as skills, coalesce(p.channel, '') as channel,
            hotline.yes_no(p.enabled) as enabled from hotline.person p left join hotline.unit u on u.id = p.unit_id
            left join hotline.area a on a.id = p.district_id order by p.number$q$
        when 'calendar' then 'select day, hotline.yes_no(working) as working, note from hotline.calendar_day order by day'
        when 'standards' then 'select urgency, working_days::text from hotline.urgency_standard order by rank'
        when 'numbers' then $q$select number, name, kind, hotline.yes_no(enabled) as enabled
            from hotline.transfer_number order by kind, number$q$
        when 'catalogue' then $q$select coalesce(c.code, '') as category, coalesce(a.code, '') as area, u.code as unit
            from hotline.catalogue e join hotline.unit u on u.id = e.unit_id left join hotline.category c on c.id = e.category_id
            left join hotline.area a on a.id = e.area_id order by c.code nulls first, a.code nulls first$q$
        when 'dangers' then $q$select word, urgency, coalesce(number, '') as number, hotline.yes_no(enabled) as enabled
            from hotline.danger_word order by number, word$q$
        when 'synonyms' then $q$select word, array_to_string(means, ' ') as means, hotline.yes_no(enabled) as enabled
            from hotline.synonym order by word$q$
        when 'skills' then 'select code, name, kind, hotline.yes_no(enabled) as enabled from hotline.skill order by code'
        when 'overflow' then $q$select skill, coalesce(to_skill, '') as to_skill, after_seconds::text
            from hotline.overflow_rule order by skill, after_seconds$q$
        when 'channels' then $q$select code, name, answer_seconds::text, coalesce(skill, '') as skill, hotline.yes_no(replies) as replies,
            hotline.yes_no(enabled) as enabled from hotline.channel where code <> 'call' order by code$q$
        when 'marked' then $q$select number, reason, coalesce(until::text, '') as until, hotline.yes_no(enabled) as enabled
            from hotline.marked_number order by phone_key$q$
        when 'breaks' then 'select code, name, place::text, hotline.yes_no(enabled) as enabled from hotline.break_reason order by place, code'
        when 'questions' then $q$select f.code as form, q.n::text, q.question, q.points::text, f.name
            from hotline.quality_question q join hotline.quality_form f on f.id = q.form_id order by f.code, q.n$q$
        else 'select key, value, meaning from hotline.setting order by key' end);
end
$$;

create or replace function hotline.yes_no(p_value boolean) returns text
language sql immutable set search_path = pg_catalog, pg_temp as $$
    select case when p_value then 'yes' else 'no' end
$$;

-- Takes an entry out of use, or back into it. in: a kind that has "enabled", the entry's key.
-- out: {"key", "outcome": enabled, disabled, unchanged}; refuses not_found and what import_row does.
create function api.admin_enable(p_request uuid, p_kind text, p_key text, p_enabled boolean)
returns jsonb language plpgsql security definer set search_path = pg_catalog, pg_temp as $$
declare
    v_answer  jsonb := hotline.admin_answer(p_request, 'admin_enable', jsonb_build_array(p_kind, p_key, p_enabled));
    v_kind    hotline.import_kind := hotline.import_kind_of(p_kind);
    v_row     jsonb;
    v_there   boolean;
    v_outcome text;
begin
    if v_answer is not null then
        return v_answer;
    elsif not 'enabled' = any (v_kind.columns) then
        perform hotline.refuse('field_bad', 'kind');
    end if;
    execute format('select exists (select from hotline.%I where %I = $1)', v_kind.relation, v_kind.key)
        into v_there using p_key;
    if not v_there then
        perform hotline.refuse('not_found', v_kind.key);
    end if;
    v_row := jsonb_build_object(v_kind.key, p_key, 'enabled', hotline.yes_no(p_enabled));
    execute format('select hotline.%I($1)', v_kind.function) into v_outcome using v_row;
    if v_outcome <> 'unchanged' then
        insert into hotline.admin_log (kind, key, outcome, data) values (p_kind, p_key, v_outcome, v_row);
        perform pg_notify('hotline_reference', p_kind);
    end if;
    return hotline.request_done(p_request, jsonb_build_object('key', p_key, 'outcome', v_outcome));
end
$$;
