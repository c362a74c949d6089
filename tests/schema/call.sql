-- Calls: what is known of a number, whose words and numbers one may read, today's figures.
\ir prepare.psql
select no_plan();

-- one citizen, however the number is written
select is(hotline.phone_key(number), want, 'looked up as ' || want)
from (values ('138 1234 9999', '13812349999'), ('+8613812349999', '13812349999'), ('008613812349999', '13812349999'),
             ('0731-8888 1111', '073188881111'), ('86123', '86123'), ('', '')) v (number, want);
create temporary table before as
select (pg_temp.ask('demo_agent', pg_temp.submit('dispatch', pg_temp.form('{"phone": "13812349999"}')))::jsonb ->> 'ticket')::bigint as id;
select isnt(pg_temp.ask('demo_agent', pg_temp.submit('save', pg_temp.form('{"phone": "13812349999"}'))), null, 'a draft of the same number');
create temporary table c as select pg_temp.call_of('demo_agent3', '+8613812349999') as id;
select is(pg_temp.ask('demo_agent3', format('select array_agg(ticket_id) from api.call_history(%s)', c.id)), format('{%s}', before.id), 'the earlier ticket, not another agent''s draft') from c, before;
select is(pg_temp.ask('demo_agent3', format('select month_calls from api.call_detail(%s)', id)), '1', 'this month''s calls') from c;

-- words and numbers of a call
select is(pg_temp.act('demo_switch', format('select api.call_say(gen_random_uuid(), %s, ''citizen'', ''你好'')', id)), 'ok', 'the citizen speaks') from c;
select is(pg_temp.ask('demo_agent3', format('select string_agg(text, '' '') from api.call_lines(%s)', id)), '你好', 'the agent reads it') from c;
select is(pg_temp.ask('demo_agent4', format('select count(*) from api.call_lines(%s)', id)), '0', 'another agent does not') from c;
select is(pg_temp.act('demo_agent4', format('select api.phone_unmask(gen_random_uuid(), null, %s, ''x'')', id)), 'not_found', 'nor the number') from c;
select is(pg_temp.act('demo_agent4', format('select api.phone_unmask(gen_random_uuid(), %s, %s, ''x'')', before.id, c.id)), 'not_found', 'one thing at a time') from c, before;
select is(pg_temp.act('demo_unit2', format('select api.phone_unmask(gen_random_uuid(), %s, null, ''x'')', id)), 'not_found', 'another unit''s ticket') from before;
create temporary table u as select gen_random_uuid() as id;
select is(pg_temp.ask('demo_agent3', format('select api.phone_unmask(%L, null, %s, ''回拨'')', u.id, c.id)), '{"phone": "+8613812349999"}', 'one''s own, with its reason') from u, c;
select is(pg_temp.ask('demo_agent3', format('select api.phone_unmask(%L, null, %s, ''回拨'')', u.id, c.id)), '{"phone": "+8613812349999"}', 'sent again: the same') from u, c;
select is((select count(*) from hotline.event e where e.call_id = c.id and action = 'unmask'), 1::bigint, 'recorded once') from c;
select is(pg_temp.act('demo_agent3', format('select api.phone_unmask(%L, %s, null, ''回拨'')', u.id, before.id)), 'request_reused', 'one record opens one number') from u, before;

-- a request number is for one thing
create temporary table q as select gen_random_uuid() as id, pg_temp.ticket('dispatched') as one, pg_temp.ticket('dispatched') as two;
select is(pg_temp.act('demo_unit', format('select api.ticket_step(%L, %s, ''receive'', '''')', id, one)), 'ok', 'accepted') from q;
select is(pg_temp.act('demo_unit', format('select api.ticket_step(%L, %s, ''receive'', '''')', id, two)), 'request_reused', 'not another ticket by the same request') from q;

-- today's figures
delete from hotline.call_line;
update hotline.call set queued_at = now() - interval '2 days', answered_at = now() - interval '2 days';
insert into hotline.call (phone, phone_masked, state, queued_at, answered_at)
select '139', '****', case when s is null then 'abandoned' else 'ended' end, t.from_at + interval '1 second', t.from_at + (s + 1) * interval '1 second'
from unnest(array[5, 15, 20, 100, null]) s, (select date_trunc('day', now() at time zone 'Asia/Shanghai') at time zone 'Asia/Shanghai' as from_at) t;
select is(pg_temp.ask('demo_agent', 'select concat_ws('' '', asked, answered, within_15, mean_wait_seconds) from api.queue_figures()'), '5 4 2 35', 'five asked for a person, four were answered, two within 15 s, 35 s on the mean');

-- deadlines of another age, strangers, settings that rules cannot work with
select is(pg_temp.ask('demo_agent', format('select due_at from api.deadline_preview(''urgent'', %s)', at)), null, 'no deadline from ' || at)
from unnest(array[9223372036854775807, -9223372036854775807, 8000000000000001, -2208988800000000]) at;
select is(pg_temp.ask('demo_agent', format('select due_at from api.deadline_preview(''general'', %s)', (extract(epoch from at) * 1000000)::bigint)),
          (select due_at::text from hotline.deadline(at, 5)), 'counted from the moment of the answer')
from (select now() - interval '3 days' as at) m;
create role demo_stranger login;
grant hotline_agent to demo_stranger;
select is(pg_temp.act('demo_stranger', q), 'not_enrolled', q || ' of a stranger')
from unnest(array['select api.queue_figures()', 'select api.today()', 'select * from api.deadline_preview(''urgent'')']) q;
select is(pg_temp.ask('demo_admin', format('select api.admin_import(gen_random_uuid(), ''settings'', ''[{"key": "%s", "value": "0"}]'') #>> ''{0,field}''', key)), 'value', key || ' of 0')
from unnest(array['return_working_days', 'return_limit', 'extension_wall_days', 'ring_back_attempts']) key;
select is(pg_temp.ask('demo_admin', 'select api.admin_import(gen_random_uuid(), ''people'', ''[{"login": "demo_agent2", "verifier": "SCRAM-SHA-256$1:AA==$AA==:AA=="}]'') #>> ''{0,field}'''), 'password', 'a verifier that would be taken for a password');

-- nobody drops the timeline
set role hotline_owner;
select throws_ok('drop table hotline.event cascade', '42501', null, 'the owner''s own role cannot drop it');
select throws_ok('drop table hotline.admin_log cascade', '42501', null, 'nor the administrators'' log');
reset role;

select * from finish();
rollback;
