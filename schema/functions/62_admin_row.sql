-- One row of each kind. in: texts by column name. out: added, changed, unchanged, enabled, disabled.

create or replace function hotline.import_outcome(p_old jsonb, p_new jsonb) returns text
language sql immutable set search_path = pg_catalog, pg_temp as $$
    select case when p_old is null then 'added'
                when p_old = p_new then 'unchanged'
                when p_old - 'enabled' = p_new - 'enabled'
                then case when p_new -> 'enabled' = 'true' then 'enabled' else 'disabled' end
                else 'changed' end
$$;

-- Under a parent that is not below oneself; refuses field_bad.
create or replace function hotline.check_parent(p_table regclass, p_id bigint, p_parent bigint)
returns void language plpgsql stable set search_path = pg_catalog, pg_temp as $$
declare
    v_loop boolean;
begin
    execute format('with recursive up as (select id, parent_id from %1$s where id = $2 union
                    select t.id, t.parent_id from %1$s t join up on t.id = up.parent_id)
                    select exists (select from up where id = $1)', p_table) into v_loop using p_id, p_parent;
    if v_loop then
        perform hotline.refuse('field_bad', 'parent');
    end if;
end
$$;

-- The paths of what lies below an entry that was renamed or moved: the triggers write them.
create or replace function hotline.rewrite_below(p_table regclass, p_id bigint) returns void
language plpgsql set search_path = pg_catalog, pg_temp as $$
declare
    v_child bigint;
begin
    for v_child in execute format('select id from %s where parent_id = $1', p_table) using p_id loop
        execute format('update %s set parent_id = parent_id where id = $1', p_table) using v_child;
        perform hotline.rewrite_below(p_table, v_child);
    end loop;
end
$$;

create or replace function hotline.import_area(p_row jsonb) returns text
language plpgsql set search_path = pg_catalog, pg_temp as $$
declare
    v_code text := hotline.row_text(p_row, 'code', null, 40);
    v_old  hotline.area;
    v_new  hotline.area;
begin
    select * into v_old from hotline.area where code = v_code;
    insert into hotline.area (code, parent_id, name, enabled)
    values (v_code, hotline.row_reference(p_row, 'parent', 'hotline.area', v_old.parent_id),
            hotline.row_text(p_row, 'name', v_old.name, 60),
            hotline.row_boolean(p_row, 'enabled', coalesce(v_old.enabled, true)))
    on conflict (code) do update set parent_id = excluded.parent_id, name = excluded.name, enabled = excluded.enabled
    returning * into v_new;
    if v_old.path <> v_new.path or v_old.parent_id is distinct from v_new.parent_id then
        perform hotline.check_parent('hotline.area', v_new.id, v_new.parent_id);
        perform hotline.rewrite_below('hotline.area', v_new.id);
    end if;
    return hotline.import_outcome(case when v_old.id is not null then to_jsonb(v_old) end, to_jsonb(v_new));
end
$$;

create or replace function hotline.import_unit(p_row jsonb) returns text
language plpgsql set search_path = pg_catalog, pg_temp as $$
declare
    v_code text := hotline.row_text(p_row, 'code', null, 40);
    v_old  hotline.unit;
    v_new  hotline.unit;
begin
    select * into v_old from hotline.unit where code = v_code;
    insert into hotline.unit (code, name, kind, area_id, superior_id, enabled)
    values (v_code, hotline.row_text(p_row, 'name', v_old.name, 60),
            hotline.row_choice(jsonb_build_object('kind', nullif(btrim(p_row ->> 'kind'), '')), 'kind',
                               coalesce(v_old.kind, 'department'), '{department,district,township,enterprise}'),
            hotline.row_reference(p_row, 'area', 'hotline.area', v_old.area_id),
            hotline.row_reference(p_row, 'superior', 'hotline.unit', v_old.superior_id),
            hotline.row_boolean(p_row, 'enabled', coalesce(v_old.enabled, true)))
    on conflict (code) do update set name = excluded.name, kind = excluded.kind, area_id = excluded.area_id,
                                     superior_id = excluded.superior_id, enabled = excluded.enabled
    returning * into v_new;
    return hotline.import_outcome(case when v_old.id is not null then to_jsonb(v_old) end, to_jsonb(v_new));
end
$$;

create or replace function hotline.import_category(p_row jsonb) returns text
language plpgsql set search_path = pg_catalog, pg_temp as $$
declare
    v_code    text := hotline.row_text(p_row, 'code', null, 40);
    v_urgency text;
    v_old     hotline.category;
    v_new     hotline.category;
begin
    select * into v_old from hotline.category where code = v_code;
    v_urgency := nullif(hotline.row_value(p_row, 'urgency', v_old.default_urgency, 1000), '');
    if v_urgency not in (select urgency from hotline.urgency_standard) then
        perform hotline.refuse('field_bad', 'urgency');
    end if;
    insert into hotline.category (code, parent_id, name, default_urgency, enabled)
    values (v_code, hotline.row_reference(p_row, 'parent', 'hotline.category', v_old.parent_id),
            hotline.row_text(p_row, 'name', v_old.name, 60), v_urgency,
            hotline.row_boolean(p_row, 'enabled', coalesce(v_old.enabled, true)))
    on conflict (code) do update set parent_id = excluded.parent_id, name = excluded.name,
                                     default_urgency = excluded.default_urgency, enabled = excluded.enabled
    returning * into v_new;
    if v_old.path <> v_new.path or v_old.parent_id is distinct from v_new.parent_id then
        perform hotline.check_parent('hotline.category', v_new.id, v_new.parent_id);
        perform hotline.rewrite_below('hotline.category', v_new.id);
    end if;
    return hotline.import_outcome(case when v_old.id is not null then to_jsonb(v_old) end, to_jsonb(v_new));
end
$$;

-- What a row makes of a person; refuses what cannot stand, and what would lock the asker out.
create or replace function hotline.row_person(p_row jsonb, p_old hotline.person) returns hotline.person
language plpgsql stable set search_path = pg_catalog, pg_temp as $$
declare
    v_new hotline.person := p_old;
begin
    v_new.name := hotline.row_text(p_row, 'name', p_old.name, 40);
    v_new.number := hotline.row_text(p_row, 'number', p_old.number, 20);
    v_new.role := hotline.row_choice(p_row, 'role', p_old.role, '{agent,lead,unit,admin,switch,channel}');
    v_new.unit_id := hotline.row_reference(p_row, 'unit', 'hotline.unit',
                                           case when v_new.role = 'unit' then p_old.unit_id end);
    v_new.district_id := hotline.row_reference(p_row, 'district', 'hotline.area', p_old.district_id);
    v_new.channel := nullif(hotline.row_value(p_row, 'channel', case when v_new.role = 'channel' then p_old.channel end, 20), '');
    v_new.shift := hotline.row_value(p_row, 'shift', p_old.shift, 20);
    v_new.skills := array_remove(regexp_split_to_array(
        hotline.row_value(p_row, 'skills', array_to_string(p_old.skills, ' '), 200), '[[:space:],;,、;]+'), '');
    -- what somebody has already stays, known or not
    if v_new.role in ('agent', 'lead') and v_new.skills is distinct from coalesce(p_old.skills, '{}') then
        v_new.skills := hotline.skill_codes(array_to_string(v_new.skills, ' '));
    end if;
    v_new.enabled := hotline.row_boolean(p_row, 'enabled', coalesce(p_old.enabled, true));
    if (v_new.role = 'unit') <> (v_new.unit_id is not null) then
        perform hotline.refuse(case when v_new.role = 'unit' then 'field_missing' else 'field_bad' end, 'unit');
    elsif (v_new.role = 'channel') <> (v_new.channel is not null) then
        perform hotline.refuse(case when v_new.role = 'channel' then 'field_missing' else 'field_bad' end, 'channel');
    elsif v_new.channel = 'call' or v_new.channel not in (select code from hotline.channel) then
        perform hotline.refuse('field_bad', 'channel');
    elsif exists (select from hotline.person where number = v_new.number and login <> v_new.login) then
        perform hotline.refuse('field_taken', 'number');
    elsif p_old.id = hotline.my_id() and (v_new.role <> p_old.role or not v_new.enabled) then
        perform hotline.refuse('yourself', case when v_new.role <> p_old.role then 'role' else 'enabled' end);
    end if;
    return v_new;
end
$$;

-- "verifier" sets the password; "initial_verifier" only that of a person who is new.
create or replace function hotline.import_person(p_row jsonb) returns text
language plpgsql set search_path = pg_catalog, pg_temp as $$
declare
    v_login   text := hotline.row_text(p_row, 'login', null, 63);
    v_old     hotline.person;
    v_new     hotline.person;
    v_account boolean;
    v_outcome text;
begin
    select * into v_old from hotline.person where login = v_login for update;
    v_new := v_old;
    v_new.login := v_login;
    v_new := hotline.row_person(p_row, v_new);
    v_account := hotline.keep_account(v_login, v_new.role, v_new.enabled, coalesce(p_row ->> 'verifier',
        case when v_old.id is null then p_row ->> 'initial_verifier' end), v_old.id is not null);
    if v_old.id is null then
        insert into hotline.person (login, name, number, role, unit_id, district_id, shift, skills, channel, enabled)
        values (v_login, v_new.name, v_new.number, v_new.role, v_new.unit_id, v_new.district_id, v_new.shift,
                v_new.skills, v_new.channel, v_new.enabled);
        return 'added';
    end if;
    update hotline.person set name = v_new.name, number = v_new.number, role = v_new.role, unit_id = v_new.unit_id,
        district_id = v_new.district_id, shift = v_new.shift, skills = v_new.skills, channel = v_new.channel, enabled = v_new.enabled
    where id = v_old.id;
    if not v_new.enabled or v_new.role <> v_old.role then
        perform hotline.leave_shift(v_old.id);
    end if;
    v_outcome := hotline.import_outcome(to_jsonb(v_old), to_jsonb(v_new));
    return case when v_outcome = 'unchanged' and v_account then 'changed' else v_outcome end;
end
$$;

-- Who is disabled or given another role takes no calls any more; a call that is going on is finished, a message waits again.
create or replace function hotline.leave_shift(p_person bigint) returns void
language plpgsql set search_path = pg_catalog, pg_temp as $$
begin
    perform hotline.message_back(call_id) from hotline.agent_state
    where person_id = p_person and state = 'writing' and not hotline.call_has_record(call_id);
    update hotline.agent_state set state = 'offline', since = clock_timestamp(), reason = '', call_id = null
    where person_id = p_person and state in ('ready', 'break', 'writing');
    if found then
        perform pg_notify('hotline_agent', p_person::text);
    end if;
end
$$;

-- A day that differs from the plain week. Its year counts as known when the two days that are in
-- every notice, January 1 and October 1, are there: one day alone is not a calendar.
create or replace function hotline.import_day(p_row jsonb) returns text
language plpgsql set search_path = pg_catalog, pg_temp as $$
declare
    v_day  date := hotline.row_day(p_row, 'day');
    v_year integer := extract(year from v_day)::integer;
    v_old  hotline.calendar_day;
    v_new  hotline.calendar_day;
begin
    select * into v_old from hotline.calendar_day where day = v_day;
    insert into hotline.calendar_day (day, working, note)
    values (v_day, hotline.row_boolean(p_row, 'working', v_old.working), hotline.row_value(p_row, 'note', v_old.note, 100))
    on conflict (day) do update set working = excluded.working, note = excluded.note returning * into v_new;
    insert into hotline.calendar_year (year, source)
    select v_year, 'imported' where 2 = (select count(*) from hotline.calendar_day
                                         where day in (make_date(v_year, 1, 1), make_date(v_year, 10, 1)))
    on conflict do nothing;
    return hotline.import_outcome(case when v_old.day is not null then to_jsonb(v_old) end, to_jsonb(v_new));
end
$$;

create or replace function hotline.import_standard(p_row jsonb) returns text
language plpgsql set search_path = pg_catalog, pg_temp as $$
declare
    v_urgency text := hotline.row_text(p_row, 'urgency', null, 1000);
    v_old     hotline.urgency_standard;
    v_new     hotline.urgency_standard;
begin
    select * into v_old from hotline.urgency_standard where urgency = v_urgency;
    if v_old.urgency is null then
        perform hotline.refuse('field_bad', 'urgency');
    end if;
    update hotline.urgency_standard
    set working_days = hotline.row_integer(p_row, 'working_days', v_old.working_days, 1, 250)
    where urgency = v_urgency returning * into v_new;
    return hotline.import_outcome(to_jsonb(v_old), to_jsonb(v_new));
end
$$;

create or replace function hotline.import_number(p_row jsonb) returns text
language plpgsql set search_path = pg_catalog, pg_temp as $$
declare
    v_number text := hotline.clean_phone(hotline.row_text(p_row, 'number', null, 1000), 'number');
    v_old    hotline.transfer_number;
    v_new    hotline.transfer_number;
begin
    select * into v_old from hotline.transfer_number where number = v_number;
    insert into hotline.transfer_number (number, name, kind, enabled)
    values (v_number, hotline.row_text(p_row, 'name', v_old.name, 60),
            hotline.row_choice(p_row, 'kind', v_old.kind, '{emergency,utility}'),
            hotline.row_boolean(p_row, 'enabled', coalesce(v_old.enabled, true)))
    on conflict (number) do update set name = excluded.name, kind = excluded.kind, enabled = excluded.enabled
    returning * into v_new;
    return hotline.import_outcome(case when v_old.number is not null then to_jsonb(v_old) end, to_jsonb(v_new));
end
$$;

-- A setting's value must be one that the rules can work with.
create or replace function hotline.import_setting(p_row jsonb) returns text
language plpgsql set search_path = pg_catalog, pg_temp as $$
declare
    v_key   text := hotline.row_text(p_row, 'key', null, 1000);
    v_old   hotline.setting;
    v_value text;
begin
    select * into v_old from hotline.setting where key = v_key;
    if v_old.key is null then
        perform hotline.refuse('field_bad', 'key');
    end if;
    v_value := case when v_key in ('switch_timezone', 'switch_dial') then hotline.row_value(p_row, 'value', v_old.value, 60)
                    else hotline.row_text(p_row, 'value', v_old.value, 60) end;
    if v_key in ('work_start', 'work_end') and v_value !~ '^([01][0-9]|2[0-3]):[0-5][0-9]$'
       or (v_key = 'timezone' or v_key = 'switch_timezone' and v_value <> '') and v_value not in (select name from pg_timezone_names)
       or v_key = 'switch_dial' and v_value !~ '^([*#0-9]{1,8})?$'
       or v_key ~ '_share$' and v_value !~ '^(0(\.[0-9]{1,6})?|1(\.0{1,6})?)$'
       or v_key ~ '_(days|limit|attempts|hours|minutes|seconds)$' and v_value !~ '^[1-9][0-9]{0,2}$' then
        perform hotline.refuse('field_bad', 'value');
    end if;
    update hotline.setting set value = v_value where key = v_key;
    if hotline.setting_value('work_start') >= hotline.setting_value('work_end') then
        perform hotline.refuse('field_bad', 'value');
    end if;
    return case when v_value = v_old.value then 'unchanged' else 'changed' end;
end
$$;
