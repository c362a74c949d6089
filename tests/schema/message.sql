-- Messages: to whom, from whom, seen by whom.
\ir prepare.psql
select no_plan();
create function pg_temp.id_of(p_login text) returns bigint language sql as $$ select id from hotline.person where login = p_login $$;
create function pg_temp.seen(p_message bigint) returns text language sql as $$ select format('select api.message_seen(gen_random_uuid(), %s)', p_message) $$;
create temporary table t as select pg_temp.ticket('dispatched') as id;

select hotline.tell(array[pg_temp.id_of('demo_agent'), pg_temp.id_of('demo_agent2'), pg_temp.id_of('demo_agent'), null], 'said', '{"text": "早"}');
select hotline.tell(array[pg_temp.id_of('demo_agent')], 'said', '{"text": "看工单"}', id) from t;
select hotline.tell('{}', 'said');
select is((select count(*) from hotline.message), 3::bigint, 'one row for each person, once');
select throws_ok($$select hotline.tell(array[1], 'unheard_of')$$, 'P0001', null, 'a code has its sentence');
select is(pg_temp.ask(login, 'select string_agg(data ->> ''text'', '' '') from api.messages()'), want, login || ' reads the own ones')
from (values ('demo_agent', '看工单 早'), ('demo_agent2', '早'), ('demo_unit', null), ('demo_lead', null), ('demo_admin', null)) v (login, want);
select is(pg_temp.act('demo_switch', 'select * from api.messages()'), '42501', 'the switch has no status bar');
select is(pg_temp.ask('demo_agent', 'select concat_ws(''|'', nullif(sender, ''''), sentence, number, seen_at is null) from api.messages(1)'),
    (select '{text}|' || number || '|t' from hotline.ticket join t using (id)), 'nobody''s: the system; about its ticket');

create temporary table m as select id, to_id from hotline.message where ticket_id is not null;
select is(pg_temp.act('demo_agent2', pg_temp.seen(id)), 'not_found', 'another''s message') from m;
select is(pg_temp.act('demo_agent', pg_temp.seen(id)), 'ok', 'read') from m;
create temporary table first_seen as select seen_at from hotline.message join m using (id);
select is(pg_temp.act('demo_agent', pg_temp.seen(id)), 'ok', 'read at the other terminal too') from m;
select is((select seen_at from hotline.message join m using (id)), (select seen_at from first_seen), 'that changes nothing');
select is(pg_temp.ask('demo_agent', 'select string_agg(data ->> ''text'', '' '') from api.messages()'), '早 看工单', 'what is not read comes first');
select hotline.tell(array[pg_temp.id_of('demo_agent')], 'said', jsonb_build_object('text', n)) from generate_series(1, 250) n;
select is(pg_temp.ask('demo_agent', 'select count(*) || '' '' || min(data ->> ''text'') from api.messages(1000)'), '200 100', 'a bounded number, the newest');

select * from finish();
rollback;
