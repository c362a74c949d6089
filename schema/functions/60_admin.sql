-- Setting a centre up: people, units, areas, categories, calendar, standards, numbers, settings,
-- by rows with natural keys, so that the same file can be imported again without harm.

-- A person's PostgreSQL role: made when missing, given exactly its group right, enabled or not.
-- in: verifier: the password as the client hashed it (SCRAM-SHA-256$…), or null to leave it.
-- Refuses login_exists for a role that this centre has not enrolled: it belongs to somebody else.
create or replace function hotline.set_account(p_login text, p_role text, p_enabled boolean, p_verifier text,
    p_enrolled boolean)
returns void language plpgsql security definer set search_path = pg_catalog, pg_temp as $$
declare
    v_exists boolean := exists (select from pg_roles where rolname = p_login);
    v_group  text;
begin
    if p_role not in ('agent', 'lead', 'unit', 'admin', 'switch')
       or p_verifier is not null and p_verifier !~ '^SCRAM-SHA-256\$' then
        perform hotline.refuse('field_bad', 'password');
    elsif v_exists and not p_enrolled then
        perform hotline.refuse('login_exists', 'login');
    elsif not v_exists then
        execute format('create role %I', p_login);
    end if;
    execute format('alter role %I %s', p_login, case when p_enabled then 'login' else 'nologin' end);
    if p_verifier is not null then
        execute format('alter role %I password %L', p_login, p_verifier);
    end if;
    foreach v_group in array array['agent', 'lead', 'unit', 'admin', 'switch'] loop
        if v_group = p_role then
            execute format('grant %I to %I', 'hotline_' || v_group, p_login);
        elsif exists (select from pg_auth_members m where m.roleid = ('hotline_' || v_group)::regrole
                      and m.member = p_login::regrole) then
            execute format('revoke %I from %I', 'hotline_' || v_group, p_login);
        end if;
    end loop;
end
$$;
alter function hotline.set_account(text, text, boolean, text, boolean) owner to hotline_accounts;
grant execute on function hotline.set_account(text, text, boolean, text, boolean) to hotline_owner;
grant execute on function hotline.refuse(text, text, jsonb) to hotline_accounts;
grant select on hotline.refusal to hotline_accounts;

-- in: a field of a row and the code it may hold. out: the id it stands for, null when empty;
-- refuses field_bad when there is no such code.
create or replace function hotline.row_reference(p_row jsonb, p_field text, p_table regclass)
returns bigint language plpgsql stable set search_path = pg_catalog, pg_temp as $$
declare
    v_code text := nullif(btrim(p_row ->> p_field), '');
    v_id   bigint;
begin
    if v_code is not null then
        execute format('select id from %s where code = $1', p_table) into v_id using v_code;
        if v_id is null then
            perform hotline.refuse('field_bad', p_field);
        end if;
    end if;
    return v_id;
end
$$;

-- out: the text of a field that must be there; refuses field_missing.
create or replace function hotline.row_text(p_row jsonb, p_field text) returns text
language plpgsql stable set search_path = pg_catalog, pg_temp as $$
begin
    if btrim(coalesce(p_row ->> p_field, '')) = '' then
        perform hotline.refuse('field_missing', p_field);
    end if;
    return btrim(p_row ->> p_field);
end
$$;

-- out: is the row's entry to be in use? Empty means yes; no, false, 0 and 否 mean no.
create or replace function hotline.row_enabled(p_row jsonb) returns boolean
language sql immutable set search_path = pg_catalog, pg_temp as $$
    select lower(btrim(coalesce(p_row ->> 'enabled', ''))) not in ('no', 'false', '0', '否')
$$;

-- Each of these brings one row in. out: added, changed, unchanged.
create or replace function hotline.import_area(p_row jsonb) returns text
language plpgsql set search_path = pg_catalog, pg_temp as $$
declare
    v_old hotline.area;
    v_new hotline.area;
begin
    select * into v_old from hotline.area where code = hotline.row_text(p_row, 'code');
    insert into hotline.area as a (code, parent_id, name, enabled)
    values (hotline.row_text(p_row, 'code'), hotline.row_reference(p_row, 'parent', 'hotline.area'),
            hotline.row_text(p_row, 'name'), hotline.row_enabled(p_row))
    on conflict (code) do update set parent_id = excluded.parent_id, name = excluded.name, enabled = excluded.enabled
    returning * into v_new;
    return hotline.import_outcome(to_jsonb(v_old), to_jsonb(v_new));
end
$$;

create or replace function hotline.import_outcome(p_old jsonb, p_new jsonb) returns text
language sql immutable set search_path = pg_catalog, pg_temp as $$
    select case when p_old is null or p_old = 'null' or p_old ->> 'code' is null and p_old ->> 'login' is null
                     and p_old ->> 'day' is null and p_old ->> 'urgency' is null and p_old ->> 'number' is null
                     and p_old ->> 'key' is null then 'added'
                when p_old = p_new then 'unchanged' else 'changed' end
$$;

create or replace function hotline.import_unit(p_row jsonb) returns text
language plpgsql set search_path = pg_catalog, pg_temp as $$
declare
    v_old hotline.unit;
    v_new hotline.unit;
begin
    select * into v_old from hotline.unit where code = hotline.row_text(p_row, 'code');
    insert into hotline.unit (code, name, kind, area_id, enabled)
    values (hotline.row_text(p_row, 'code'), hotline.row_text(p_row, 'name'),
            coalesce(nullif(p_row ->> 'kind', ''), 'department'),
            hotline.row_reference(p_row, 'area', 'hotline.area'), hotline.row_enabled(p_row))
    on conflict (code) do update set name = excluded.name, kind = excluded.kind, area_id = excluded.area_id,
                                     enabled = excluded.enabled
    returning * into v_new;
    return hotline.import_outcome(to_jsonb(v_old), to_jsonb(v_new));
end
$$;

create or replace function hotline.import_category(p_row jsonb) returns text
language plpgsql set search_path = pg_catalog, pg_temp as $$
declare
    v_old hotline.category;
    v_new hotline.category;
begin
    select * into v_old from hotline.category where code = hotline.row_text(p_row, 'code');
    insert into hotline.category (code, parent_id, name, default_urgency, enabled)
    values (hotline.row_text(p_row, 'code'), hotline.row_reference(p_row, 'parent', 'hotline.category'),
            hotline.row_text(p_row, 'name'), nullif(btrim(p_row ->> 'urgency'), ''), hotline.row_enabled(p_row))
    on conflict (code) do update set parent_id = excluded.parent_id, name = excluded.name,
                                     default_urgency = excluded.default_urgency, enabled = excluded.enabled
    returning * into v_new;
    return hotline.import_outcome(to_jsonb(v_old), to_jsonb(v_new));
end
$$;

create or replace function hotline.import_person(p_row jsonb) returns text
language plpgsql set search_path = pg_catalog, pg_temp as $$
declare
    v_login text := hotline.row_text(p_row, 'login');
    v_old   hotline.person;
    v_new   hotline.person;
begin
    if v_login !~ '^[a-z_][a-z0-9_]{0,62}$' then
        perform hotline.refuse('field_bad', 'login');
    end if;
    select * into v_old from hotline.person where login = v_login;
    insert into hotline.person (login, name, number, role, unit_id, district_id, shift, skills, enabled)
    values (v_login, hotline.row_text(p_row, 'name'), hotline.row_text(p_row, 'number'),
            hotline.row_text(p_row, 'role'), hotline.row_reference(p_row, 'unit', 'hotline.unit'),
            hotline.row_reference(p_row, 'district', 'hotline.area'), coalesce(p_row ->> 'shift', ''),
            string_to_array(coalesce(p_row ->> 'skills', ''), ' '), hotline.row_enabled(p_row))
    on conflict (login) do update set name = excluded.name, number = excluded.number, role = excluded.role,
        unit_id = excluded.unit_id, district_id = excluded.district_id, shift = excluded.shift,
        skills = excluded.skills, enabled = excluded.enabled
    returning * into v_new;
    perform hotline.set_account(v_login, v_new.role, v_new.enabled, nullif(p_row ->> 'verifier', ''),
                                v_old.id is not null);
    return case when nullif(p_row ->> 'verifier', '') is not null and v_old.id is not null then 'changed'
                else hotline.import_outcome(to_jsonb(v_old), to_jsonb(v_new)) end;
end
$$;

-- A day that differs from the plain week; its year counts as known from then on.
create or replace function hotline.import_day(p_row jsonb) returns text
language plpgsql set search_path = pg_catalog, pg_temp as $$
declare
    v_day  date := hotline.row_text(p_row, 'day')::date;
    v_old  hotline.calendar_day;
    v_new  hotline.calendar_day;
begin
    select * into v_old from hotline.calendar_day where day = v_day;
    insert into hotline.calendar_day (day, working, note)
    values (v_day, lower(hotline.row_text(p_row, 'working')) in ('yes', 'true', '1', '是'), coalesce(p_row ->> 'note', ''))
    on conflict (day) do update set working = excluded.working, note = excluded.note returning * into v_new;
    insert into hotline.calendar_year (year, source) values (extract(year from v_day)::integer, 'imported')
    on conflict do nothing;
    return hotline.import_outcome(to_jsonb(v_old), to_jsonb(v_new));
end
$$;

create or replace function hotline.import_standard(p_row jsonb) returns text
language plpgsql set search_path = pg_catalog, pg_temp as $$
declare
    v_old hotline.urgency_standard;
    v_new hotline.urgency_standard;
begin
    select * into v_old from hotline.urgency_standard where urgency = hotline.row_text(p_row, 'urgency');
    update hotline.urgency_standard set working_days = hotline.row_text(p_row, 'working_days')::integer
    where urgency = p_row ->> 'urgency' returning * into v_new;
    if v_new.urgency is null then
        perform hotline.refuse('field_bad', 'urgency');
    end if;
    return hotline.import_outcome(to_jsonb(v_old), to_jsonb(v_new));
end
$$;

create or replace function hotline.import_number(p_row jsonb) returns text
language plpgsql set search_path = pg_catalog, pg_temp as $$
declare
    v_old hotline.transfer_number;
    v_new hotline.transfer_number;
begin
    select * into v_old from hotline.transfer_number where number = hotline.row_text(p_row, 'number');
    insert into hotline.transfer_number (number, name, kind, enabled)
    values (hotline.clean_phone(p_row ->> 'number', 'number'), hotline.row_text(p_row, 'name'),
            hotline.row_text(p_row, 'kind'), hotline.row_enabled(p_row))
    on conflict (number) do update set name = excluded.name, kind = excluded.kind, enabled = excluded.enabled
    returning * into v_new;
    return hotline.import_outcome(to_jsonb(v_old), to_jsonb(v_new));
end
$$;

create or replace function hotline.import_setting(p_row jsonb) returns text
language plpgsql set search_path = pg_catalog, pg_temp as $$
declare
    v_old hotline.setting;
    v_new hotline.setting;
begin
    select * into v_old from hotline.setting where key = hotline.row_text(p_row, 'key');
    update hotline.setting set value = hotline.row_text(p_row, 'value') where key = p_row ->> 'key'
    returning * into v_new;
    if v_new.key is null then
        perform hotline.refuse('field_bad', 'key');
    end if;
    perform * from hotline.deadline(now(), 1);
    return hotline.import_outcome(to_jsonb(v_old), to_jsonb(v_new));
end
$$;

-- The kinds that can be imported: the row's function, the field that names it, its table.
delete from hotline.import_kind;
insert into hotline.import_kind (kind, function, key, relation) values
    ('areas', 'import_area', 'code', 'area'), ('units', 'import_unit', 'code', 'unit'),
    ('categories', 'import_category', 'code', 'category'), ('people', 'import_person', 'login', 'person'),
    ('calendar', 'import_day', 'day', 'calendar_day'), ('standards', 'import_standard', 'urgency', 'urgency_standard'),
    ('numbers', 'import_number', 'number', 'transfer_number'), ('settings', 'import_setting', 'key', 'setting');

-- One row, on its own: what refuses it does not hold the others up.
-- out: {"line", "key", "outcome", "code", "field", "message", "values"}
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
        values (p_kind.kind, v_key, v_outcome, p_row - 'verifier');
    end if;
    return jsonb_build_object('line', p_row -> '_line', 'key', v_key, 'outcome', v_outcome);
exception when others then
    get stacked diagnostics v_code = constraint_name, v_field = column_name, v_message = message_text,
                            v_values = pg_exception_detail;
    return jsonb_build_object('line', p_row -> '_line', 'key', v_key, 'outcome', 'refused', 'code', v_code,
                              'field', v_field, 'message', v_message, 'state', sqlstate,
                              'values', case when sqlstate = 'HL001' then v_values else '' end);
end
$$;

-- May this session set the centre up? Administrators, and who installed it (before there are any).
create or replace function hotline.may_administer() returns boolean
language sql stable security definer set search_path = pg_catalog, pg_temp as $$
    select hotline.my_role() = 'admin' or (select rolsuper from pg_roles where rolname = session_user)
           or pg_has_role(session_user, 'hotline_owner', 'member')
$$;

-- Brings rows in. in: a kind; rows: array of flat objects of texts by column name, with "_line";
-- strict: one bad row and nothing is done. Rows may name parents that come later in the array.
-- out: array of import_row's results. The same rows again change nothing.
create function api.admin_import(p_request uuid, p_kind text, p_rows jsonb, p_strict boolean default false)
returns jsonb language plpgsql security definer set search_path = pg_catalog, pg_temp as $$
declare
    v_kind    hotline.import_kind;
    v_waiting jsonb := p_rows;
    v_left    jsonb;
    v_results jsonb := '[]';
    v_row     jsonb;
    v_result  jsonb;
begin
    if not coalesce(hotline.may_administer(), false) then
        perform hotline.refuse('not_your_role');
    end if;
    select * into v_kind from hotline.import_kind where kind = p_kind;
    if v_kind.kind is null then
        perform hotline.refuse('field_bad', 'kind');
    end if;
    loop
        v_left := '[]';
        for v_row in select value from jsonb_array_elements(v_waiting) loop
            v_result := hotline.import_row(v_kind, v_row);
            if v_result ->> 'field' = 'parent' then
                v_left := v_left || v_row;
            else
                v_results := v_results || v_result;
            end if;
        end loop;
        exit when v_left = '[]' or jsonb_array_length(v_left) = jsonb_array_length(v_waiting);
        v_waiting := v_left;
    end loop;
    for v_row in select value from jsonb_array_elements(v_left) loop
        v_results := v_results || hotline.import_row(v_kind, v_row);
    end loop;
    if p_strict and v_results @> '[{"outcome": "refused"}]' then
        perform hotline.refuse('import_refused', '', jsonb_build_object('rows', v_results));
    end if;
    perform pg_notify('hotline_reference', p_kind);
    return v_results;
end
$$;

-- What is there, by kind: one JSON object a row.
create function api.admin_list(p_kind text) returns setof jsonb
language plpgsql stable security definer set search_path = pg_catalog, pg_temp as $$
declare
    v_kind hotline.import_kind;
begin
    if not coalesce(hotline.may_administer(), false) then
        perform hotline.refuse('not_your_role');
    end if;
    select * into v_kind from hotline.import_kind where kind = p_kind;
    if v_kind.kind is null then
        perform hotline.refuse('field_bad', 'kind');
    end if;
    return query execute format('select to_jsonb(t) from hotline.%I t order by %I', v_kind.relation, v_kind.key);
end
$$;

-- Takes an entry out of use, or back into it. in: a kind that has "enabled", the entry's key.
-- out: {"key", "outcome": enabled, disabled, unchanged}; refuses not_found.
create function api.admin_enable(p_request uuid, p_kind text, p_key text, p_enabled boolean)
returns jsonb language plpgsql security definer set search_path = pg_catalog, pg_temp as $$
declare
    v_kind hotline.import_kind;
    v_was  boolean;
    v_word text := case when p_enabled then 'enabled' else 'disabled' end;
begin
    if not coalesce(hotline.may_administer(), false) then
        perform hotline.refuse('not_your_role');
    end if;
    select * into v_kind from hotline.import_kind
    where kind = p_kind and kind in ('people', 'units', 'areas', 'categories', 'numbers');
    if v_kind.kind is null then
        perform hotline.refuse('field_bad', 'kind');
    end if;
    execute format('select enabled from hotline.%I where %I = $1 for update', v_kind.relation, v_kind.key)
        into v_was using p_key;
    if v_was is null then
        perform hotline.refuse('not_found');
    elsif v_was = p_enabled then
        return jsonb_build_object('key', p_key, 'outcome', 'unchanged');
    end if;
    execute format('update hotline.%I set enabled = $2 where %I = $1', v_kind.relation, v_kind.key)
        using p_key, p_enabled;
    if p_kind = 'people' then
        perform hotline.set_account(p_key, role, p_enabled, null, true) from hotline.person where login = p_key;
    end if;
    insert into hotline.admin_log (kind, key, outcome) values (p_kind, p_key, v_word);
    perform pg_notify('hotline_reference', p_kind);
    return jsonb_build_object('key', p_key, 'outcome', v_word);
end
$$;
