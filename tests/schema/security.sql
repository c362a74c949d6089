-- Who may what: grants, row security, what nobody may.
\ir prepare.psql
select no_plan();

\set rights `cat tests/schema/expected/api_right.txt`
select is((select string_agg(function || ' ' || roles, E'\n' order by function) from
           (select function, string_agg(role, ' ' order by role) as roles from hotline.api_right group by function) r),
          :'rights', 'the rights are the ones that were reviewed');
\set tables `cat tests/schema/expected/table_right.txt`
select is((select string_agg(line, E'\n' order by line) from
           (select concat_ws(' ', grantee, table_schema || '.' || table_name, string_agg(privilege_type, ',' order by privilege_type)) as line
            from information_schema.role_table_grants where table_schema in ('hotline', 'api')
              and grantee not in ('hotline_owner', 'hotline_audit', 'postgres') group by grantee, table_schema, table_name) t),
          :'tables', 'and so are the rights on tables');
select is_empty($$select p.proname from pg_proc p where pronamespace = 'api'::regnamespace
                  and proname not in (select function from hotline.api_right)$$, 'every api function has its rights');
select is_empty($$select function from hotline.api_right where function not in
                  (select proname from pg_proc where pronamespace = 'api'::regnamespace)$$, 'no right without a function');
select is(has_function_privilege(r.role, p.oid, 'execute'),
          exists (select from hotline.api_right a where a.function = p.proname and a.role = r.role), p.proname || ' by ' || r.role)
from pg_proc p cross join unnest(array['hotline_agent', 'hotline_lead', 'hotline_unit', 'hotline_admin', 'hotline_switch']) r (role)
where p.pronamespace = 'api'::regnamespace order by p.proname, r.role;
select is_empty($$select proname from pg_proc where pronamespace in ('api'::regnamespace, 'hotline'::regnamespace)
                  and has_function_privilege('public', oid, 'execute')$$, 'nothing is open to everybody');
select is_empty($$select proname from pg_proc where pronamespace in ('api'::regnamespace, 'hotline'::regnamespace)
                  and not coalesce(proconfig @> array['search_path=pg_catalog, pg_temp'], false)
                  and proname <> 'event_is_append_only'$$, 'every function has a fixed search path');
select is_empty($$select rolname from pg_roles where rolname like 'hotline%' and (rolsuper or rolcanlogin or rolbypassrls)$$, 'no product role is superuser, logs in, or passes row security');
select is_empty($$select rolname from pg_roles where rolname like 'hotline%' and rolcreaterole and rolname <> 'hotline_accounts'$$, 'one role creates logins');
select is_empty($$select schemaname from pg_tables where tableowner = 'hotline_accounts'$$, 'and owns no table');

-- nobody reaches past api
select is(pg_temp.act(login, 'select * from hotline.ticket'), '42501', login || ' cannot name a table')
from unnest(array['demo_agent', 'demo_lead', 'demo_unit', 'demo_admin', 'demo_switch']) login;
select is(pg_temp.act('demo_agent', 'select phone from api.ticket'), '42703', 'no view has the number');
select isnt(pg_temp.act('demo_agent', 'update api.ticket set title = ''x'''), 'ok', 'views are for reading');
select isnt(pg_temp.act('demo_agent', 'delete from api.timeline'), 'ok', 'the timeline too');

-- rows: whose tickets one sees
create temporary table mine as select pg_temp.ticket('dispatched') as id;
create temporary table secret as select (pg_temp.ask('demo_agent', pg_temp.submit('dispatch', pg_temp.form('{"confidential": "true"}')))::jsonb ->> 'ticket')::bigint as id;
select is(pg_temp.ask(login, format('select count(*) from api.ticket where id = %s', id)), want, login || ' sees ' || want)
from mine, (values ('demo_agent2', '1'), ('demo_lead', '1'), ('demo_unit', '1'), ('demo_unit2', '0'), ('demo_admin', '1'), ('demo_lead2', '1')) v (login, want);
update hotline.person set district_id = (select id from hotline.area where code = 'QL02') where login = 'demo_lead2';
select is(pg_temp.ask('demo_lead2', format('select count(*) from api.ticket where id = %s', id)), '0', 'a lead sees the own district only') from mine;
select is(pg_temp.act('demo_lead2', pg_temp.step(id, 'urge')), 'not_found', 'and does nothing elsewhere') from mine;
select is(pg_temp.ask('demo_unit2', format('select count(*) from api.timeline where ticket_id = %s', id)), '0', 'nor its timeline') from mine;
select is(pg_temp.ask('demo_unit', format('select citizen_name || phone_masked from api.ticket where id = %s', id)), '', 'a confidential citizen has no name for the unit') from secret;
select is(pg_temp.ask('demo_agent2', format('select citizen_name from api.ticket where id = %s', id)), '王女士', 'but for the desk') from secret;
select is(pg_temp.act('demo_unit', format('select api.phone_unmask(gen_random_uuid(), %s, null, ''x'')', id)), 'not_found', 'nor a number') from secret;
select is(pg_temp.act('demo_unit', format('select api.phone_unmask(gen_random_uuid(), %s, null, '''')', id)), 'reason_missing reason', 'a number only with a reason') from mine;
select is(pg_temp.ask('demo_unit', format('select api.phone_unmask(gen_random_uuid(), %s, null, ''联系'')', id)), '{"phone": "13812341111"}', 'then in full') from mine;
select is((select reason from hotline.event where action = 'unmask' and ticket_id = mine.id), '联系', 'and recorded') from mine;

-- strangers and the disabled
create role demo_stranger login;
grant hotline_agent to demo_stranger;
select is(pg_temp.act('demo_stranger', 'select * from api.me()'), 'not_enrolled', 'a login without a person');
select is(pg_temp.ask('demo_stranger', 'select count(*) from api.ticket'), '0', 'sees nothing');
update hotline.person set enabled = false where login = 'demo_agent2';
select is(pg_temp.act('demo_agent2', 'select * from api.me()'), 'disabled', 'a disabled person');
select is(pg_temp.ask('demo_agent2', 'select count(*) from api.ticket'), '0', 'sees nothing');

-- every refusal is used, and every one used exists
select is_empty($$select code from hotline.refusal r where not exists (select from pg_proc where pronamespace in ('api'::regnamespace, 'hotline'::regnamespace)
                  and prosrc ~ ('''' || r.code || ''''))$$, 'no refusal that nothing gives');
select is_empty($$select m[1] from pg_proc, regexp_matches(prosrc, 'hotline\.refuse\(''([a-z_]+)''', 'g') m
                  where pronamespace in ('api'::regnamespace, 'hotline'::regnamespace) and m[1] not in (select code from hotline.refusal)$$, 'no refusal without its sentence');

select * from finish();
rollback;
