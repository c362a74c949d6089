-- Setting a centre up: what each kind of row does, twice, and what it refuses; who may; the log.
\ir prepare.psql
select no_plan();

-- Rows of a kind, given as the administrator, with lines counted as in a file below its header.
create function pg_temp.rows(p_rows jsonb) returns jsonb language sql as $$
    select jsonb_agg(value || jsonb_build_object('_line', n + 1)) from jsonb_array_elements(p_rows) with ordinality r (value, n)
$$;
create function pg_temp.import(p_kind text, p_rows jsonb, p_strict boolean default false, p_login text default 'demo_admin')
returns jsonb language sql as $$
    select pg_temp.ask(p_login, format('select api.admin_import(gen_random_uuid(), %L, %L, %L)', p_kind, pg_temp.rows(p_rows), p_strict))::jsonb
$$;
-- One row as "outcome", or "code field" when it is refused.
create function pg_temp.one(p_kind text, p_row jsonb) returns text language sql as $$
    select case when r ->> 'outcome' = 'refused' then concat_ws(' ', r ->> 'code', r ->> 'field') else r ->> 'outcome' end
    from (select pg_temp.import(p_kind, jsonb_build_array(p_row)) -> 0) t (r)
$$;

-- All of a kind as it is listed.
create function pg_temp.all_of(p_kind text) returns setof jsonb language plpgsql as $$
begin
    perform set_config('session_authorization', 'demo_admin', true);
    return query select l::jsonb from api.admin_list(p_kind) l;
    reset session authorization;
end
$$;

-- each kind: added or changed, then unchanged
select is(pg_temp.one(kind, row), want, kind || ' ' || want) || E'\n'
       || is(pg_temp.one(kind, row), 'unchanged', kind || ' again') from (values
    ('areas', '{"code": "Z", "parent": "QL", "name": "新区"}'::jsonb, 'added'),
    ('units', '{"code": "ZU", "name": "新局", "kind": "township", "area": "Z"}', 'added'),
    ('categories', '{"code": "99", "name": "新类", "urgency": "urgent"}', 'added'),
    ('people', '{"login": "adm_wang", "name": "王", "number": "8801", "role": "unit", "unit": "ZU", "skills": "a,b、c", "shift": "早班"}', 'added'),
    ('calendar', '{"day": "2031/1/1", "working": "休", "note": "元旦"}', 'added'),
    ('standards', '{"urgency": "urgent", "working_days": "2"}', 'changed'),
    ('numbers', '{"number": "96000", "name": "供水", "kind": "utility"}', 'added'),
    ('settings', '{"key": "return_limit", "value": "3"}', 'changed')) v (kind, row, want);
select is((select skills::text from hotline.person where login = 'adm_wang'), '{a,b,c}', 'skills by any of the usual separators');

-- what is refused, and at which field
select is(pg_temp.one(kind, row), want, kind || ': ' || want || ' ' || row) from (values
    ('areas', '{"name": "x"}'::jsonb, 'field_missing code'),
    ('areas', '{"code": "Y"}', 'field_missing name'),
    ('areas', '{"code": "Y", "name": "x", "parent": "nowhere"}', 'field_bad parent'),
    ('areas', '{"code": "QL", "name": "x", "parent": "QL0101"}', 'field_bad parent'),
    ('areas', '{"code": "QL", "parent": "QL"}', 'field_bad parent'),
    ('areas', jsonb_build_object('code', 'Y', 'name', repeat('长', 61)), 'field_too_long name'),
    ('areas', jsonb_build_object('code', 'Y', 'name', E'a\x1b[2Jb'), 'field_bad name'),
    ('areas', jsonb_build_object('code', 'Y', 'name', U&'a\202Eb'), 'field_bad name'),
    ('areas', '{"code": "Y", "name": "x", "enabled": "vielleicht"}', 'field_bad enabled'),
    ('units', '{"code": "Y", "name": "x", "kind": "circus"}', 'field_bad kind'),
    ('units', '{"code": "Y", "name": "x", "area": "nowhere"}', 'field_bad area'),
    ('categories', '{"code": "Y", "name": "x", "urgency": "soon"}', 'field_bad urgency'),
    ('categories', '{"code": "Y", "name": "x", "parent": "010101"}', 'field_bad parent'),
    ('people', '{"login": "adm_x", "name": "x", "number": "1"}', 'field_missing role'),
    ('people', '{"login": "adm_x", "name": "x", "number": "1", "role": "king"}', 'field_bad role'),
    ('people', '{"login": "adm_x", "name": "x", "number": "1", "role": "unit"}', 'field_missing unit'),
    ('people', '{"login": "adm_x", "name": "x", "number": "1", "role": "agent", "unit": "CG"}', 'field_bad unit'),
    ('people', '{"login": "adm_x", "name": "x", "number": "8801", "role": "agent"}', 'field_taken number'),
    ('people', '{"login": "adm_x", "name": "x", "number": "1", "role": "lead", "district": "nowhere"}', 'field_bad district'),
    ('people', '{"login": "Adm", "name": "x", "number": "1", "role": "agent"}', 'field_bad login'),
    ('people', '{"login": "a\"; drop role x", "name": "x", "number": "1", "role": "agent"}', 'field_bad login'),
    ('people', '{"login": "pg_x", "name": "x", "number": "1", "role": "agent"}', 'field_bad login'),
    ('people', '{"login": "public", "name": "x", "number": "1", "role": "agent"}', 'field_bad login'),
    ('people', '{"login": "hotline_owner", "name": "x", "number": "1", "role": "agent"}', 'field_bad login'),
    ('people', '{"login": "postgres", "name": "x", "number": "1", "role": "admin"}', 'login_exists login'),
    ('people', '{"login": "adm_x", "name": "x", "number": "1", "role": "agent", "verifier": "clear"}', 'field_bad password'),
    ('people', '{"login": "adm_x", "name": "x", "number": "1", "role": "agent", "verifier": "SCRAM-SHA-256$x"}', 'field_bad password'),
    ('calendar', '{"day": "2031-02-30", "working": "no"}', 'field_bad day'),
    ('calendar', '{"day": "tomorrow", "working": "no"}', 'field_bad day'),
    ('calendar', '{"day": "2031-02-01"}', 'field_missing working'),
    ('standards', '{"urgency": "soon", "working_days": "1"}', 'field_bad urgency'),
    ('standards', '{"urgency": "urgent", "working_days": "0"}', 'field_bad working_days'),
    ('standards', '{"urgency": "urgent", "working_days": "9999999999"}', 'field_bad working_days'),
    ('numbers', '{"number": "abc", "name": "x", "kind": "utility"}', 'phone_bad number'),
    ('numbers', '{"number": "96001", "name": "x", "kind": "other"}', 'field_bad kind'),
    ('settings', '{"key": "colour", "value": "red"}', 'field_bad key'),
    ('settings', '{"key": "work_end", "value": "08:00"}', 'field_bad value'),
    ('settings', '{"key": "work_end", "value": "late"}', 'field_bad value'),
    ('settings', '{"key": "timezone", "value": "Mars/Base"}', 'field_bad value'),
    ('settings', '{"key": "return_limit", "value": "many"}', 'field_bad value')) v (kind, row, want);
select is_empty($$select from pg_roles where rolname in ('adm_x', 'pg_x', 'public')$$, 'a refused person leaves no role');

-- parents may come later; a column that is not there leaves what is there
select is(pg_temp.import('areas', '[{"code": "Z11", "parent": "Z1", "name": "三"}, {"code": "Z1", "parent": "Z", "name": "二"}]') @> '[{"line": 2, "key": "Z11", "outcome": "added"}, {"line": 3, "key": "Z1", "outcome": "added"}]', true, 'a child before its parent, in the order of the lines');
select is(pg_temp.one('areas', '{"code": "Z1", "name": "贰"}'), 'changed', 'renamed');
select is((select path from hotline.area where code = 'Z11'), '新区 / 贰 / 三', 'paths below follow');
select is(pg_temp.one('areas', '{"code": "Z", "enabled": "no"}'), 'disabled', 'out of use');
select is(pg_temp.one('areas', '{"code": "Z", "parent": "QL", "name": "新区"}'), 'unchanged', 'the first file again does not bring it back');
select is(pg_temp.one('areas', '{"code": "Z", "enabled": "是"}'), 'enabled', 'this does');
select is(pg_temp.one('people', '{"login": "adm_wang", "role": "agent"}'), 'changed', 'another role');
select is((select unit_id is null and shift = '早班' from hotline.person where login = 'adm_wang'), true, 'without the unit, with the shift');
select is((select string_agg(g.rolname, ' ') from pg_auth_members m join pg_roles g on g.oid = m.roleid join pg_roles p on p.oid = m.member where p.rolname = 'adm_wang'), 'hotline_agent', 'holds the right of the new role alone');

-- one bad row
select is(pg_temp.import('areas', '[{"code": "Y1", "name": "好"}, {"code": "Y2"}]') -> 1 ->> 'line', '3', 'the bad line is named');
select is((select count(*) from hotline.area where code = 'Y1'), 1::bigint, 'the rest goes in');
select is(jsonb_path_query_array(pg_temp.import('areas', '[{"code": "Y3", "name": "好"}, {"code": "Y4"}]', true), '$[*].line'), '[3]', 'strict: the bad line is named');
select is((select count(*) from hotline.area where code = 'Y3'), 0::bigint, 'and nothing is done');
select is(pg_temp.act('demo_admin', $$select api.admin_import(gen_random_uuid(), 'areas', '[{"code": "Y5", "nmae": "x"}]')$$), 'column_unknown nmae', 'a misspelt column is no empty one');
select is(pg_temp.act('demo_admin', $$select api.admin_import(gen_random_uuid(), 'areas', '[{"code": "Y5", "verifier": "x"}]')$$), 'column_unknown verifier', 'people alone have passwords');

-- a year is known by its two fixed days
select is((select count(*) from hotline.calendar_year where year = 2031), 0::bigint, 'one day is no calendar');
select is(pg_temp.one('calendar', '{"day": "2031-10-01", "working": "no"}'), 'added', 'National Day too');
select is((select count(*) from hotline.calendar_year where year = 2031), 1::bigint, 'makes it known');

-- taking out of use
select is(pg_temp.act('demo_admin', format($$select api.admin_enable(gen_random_uuid(), %L, %L, false)$$, kind, key)), want, kind || ' ' || key || ': ' || want)
from (values ('units', 'ZU', 'ok'), ('people', 'adm_wang', 'ok'), ('numbers', '96000', 'ok'), ('categories', '99', 'ok'), ('areas', 'Z', 'ok'),
             ('people', 'nobody', 'not_found login'), ('people', 'demo_admin', 'yourself enabled'), ('calendar', '2031-01-01', 'field_bad kind'), ('circus', 'x', 'field_bad kind')) v (kind, key, want);
select is((select rolcanlogin from pg_roles where rolname = 'adm_wang'), false, 'a disabled person cannot log in');
select is(pg_temp.one('people', '{"login": "demo_admin", "role": "lead"}'), 'yourself role', 'nobody takes the own right away');
select is(pg_temp.ask('demo_agent2', $$select api.agent_set(gen_random_uuid(), 'ready')$$)::jsonb ->> 'state', 'ready', 'an agent is ready');
select is(pg_temp.one('people', '{"login": "demo_agent2", "enabled": "no"}'), 'disabled', 'and disabled');
select is((select state from hotline.agent_state s join hotline.person p on p.id = s.person_id where p.login = 'demo_agent2'), 'offline', 'takes no calls any more');

-- roles that are not ours to touch
create role adm_other createdb;
create role adm_known login;
select is(pg_temp.one('people', '{"login": "adm_known", "name": "x", "number": "8805", "role": "agent"}'), 'login_exists login', 'a role of somebody else');
select is(pg_temp.one('people', '{"login": "adm_chen", "name": "陈", "number": "8806", "role": "agent"}'), 'added', 'one of ours');
alter role adm_chen createdb;
select is(pg_temp.one('people', '{"login": "adm_chen", "role": "lead"}'), 'login_exists login', 'that was given more than a person may have');
alter role adm_chen nocreatedb;
drop role adm_chen;
select is(pg_temp.one('people', '{"login": "adm_chen"}'), 'changed', 'a role that was dropped is made again');

-- sent twice
create temporary table sent as select gen_random_uuid() as id;
create temporary table answer as select pg_temp.ask(login, format($$select api.admin_import(%L, 'areas', '[{"code": "Y6", "name": "一次", "_line": 2}]')$$, id)) as text from sent, (values ('demo_admin'), ('demo_admin')) v (login);
select is((select count(distinct text) from answer), 1::bigint, 'the same answer');
select matches((select min(text) from answer), '"added"', 'of the first time');
select is(pg_temp.act('demo_lead', format($$select api.admin_import(%L, 'areas', '[]')$$, id)), '42501', 'not for another role') from sent;
select is(pg_temp.act(login, $$select api.admin_list('people')$$), '42501', login || ' may not even look') from unnest(array['demo_agent', 'demo_lead', 'demo_unit', 'demo_switch']) login;

-- what is listed can be brought in again
select is_empty(format($$select r from jsonb_array_elements(pg_temp.import(%L, (select jsonb_agg(l) from (select pg_temp.all_of(%L)) t (l)))) r where r ->> 'outcome' <> 'unchanged'$$, kind, kind), kind || ' as listed are unchanged')
from unnest(array['areas', 'units', 'categories', 'people', 'calendar', 'standards', 'numbers', 'settings']) kind;

-- the log
select is((select string_agg(outcome, ' ' order by id) from hotline.admin_log where kind = 'areas' and key = 'Z'), 'added disabled enabled disabled', 'what was done stands in the log');
select is((select distinct login from hotline.admin_log where key = 'Z'), 'demo_admin', 'by whom');
select throws_ok('delete from hotline.admin_log', 'HL001', null, 'for good');
select throws_ok('update hotline.admin_log set login = ''x''', 'HL001', null, 'as it was');

-- the account function is a narrow door
select is((select proowner::regrole::text from pg_proc where proname = 'keep_account'), 'hotline_accounts', 'it belongs to the role that makes logins');
select is(has_function_privilege(role, 'hotline.keep_account(text, text, boolean, text, boolean)', 'execute'), false, role || ' may not use it')
from unnest(array['hotline_agent', 'hotline_lead', 'hotline_unit', 'hotline_admin', 'hotline_switch']) role;
select is((select string_agg(proname, ' ' order by proname) from pg_proc where proowner = 'hotline_accounts'::regrole and prosecdef), 'close_terminals keep_account', 'and is one of two: the other ends agents'' sessions');

select * from finish();
rollback;
