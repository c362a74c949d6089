-- What a step needs: each need unmet is refused with its own code, and met it is done.
\ir prepare.psql
select no_plan();

create temporary table t as select pg_temp.ticket('handling') as id;
select is(pg_temp.act('demo_unit', pg_temp.step(id, 'finish')), 'communication_missing', 'no finish without communication') from t;
select is(pg_temp.act('demo_unit', pg_temp.step(id, 'talk')), 'ok', 'communication') from t;
select is(pg_temp.act('demo_unit', pg_temp.step(id, 'finish')), 'feedback_missing', 'no finish without feedback') from t;
select is(pg_temp.act('demo_unit', pg_temp.step(id, 'tell')), 'ok', 'feedback') from t;
select is(pg_temp.act('demo_unit2', pg_temp.step(id, 'finish')), 'not_found', 'another unit does not see it') from t;
select is(pg_temp.act('demo_unit', pg_temp.step(id, 'finish')), 'ok', 'finish') from t;
select is(pg_temp.act('demo_agent', pg_temp.claiming(pg_temp.callback_of(id), format('select api.callback_rate(gen_random_uuid(), %s, ''yes'', ''no'', ''no'', '''')', pg_temp.callback_of(id)))), 'reason_missing reason', 'dissatisfied: with the reason') from t;
select is(pg_temp.act('demo_agent', pg_temp.claiming(pg_temp.callback_of(id), format('select api.callback_rate(gen_random_uuid(), %s, ''yes'', '''', ''no'', ''x'')', pg_temp.callback_of(id)))), 'field_missing solved', 'all three answers') from t;
select is(pg_temp.act('demo_agent', pg_temp.step(id, 'ring_back')), 'ok', 'not reached: stays') from t;
select is(pg_temp.act('demo_agent', pg_temp.step(id, 'rate')), 'ok', 'rated') from t;
select is((select closing from hotline.ticket where id = t.id), 'rated', 'and closed') from t;
select is(pg_temp.act('demo_agent2', pg_temp.step(id, 'rate')), 'callback_closed', 'one matter, one rating') from t;

-- returns: reason, time, bound, binding decision
create temporary table r as select pg_temp.ticket('dispatched') as id;
select is(pg_temp.act('demo_unit', pg_temp.step(id, 'return', '')), 'reason_missing reason', 'a return needs a reason') from r;
select is(pg_temp.act('demo_unit', pg_temp.step(id, 'return')), 'ok', 'first return') from r;
select is(pg_temp.act('demo_lead', format('select api.ticket_redispatch(gen_random_uuid(), %s, %s, ''再派'')', id, pg_temp.unit())), 'ok', 'dispatched again') from r;
select is(pg_temp.act('demo_unit', pg_temp.step(id, 'return')), 'ok', 'second return') from r;
select is(pg_temp.act('demo_lead', format('select api.ticket_redispatch(gen_random_uuid(), %s, %s, ''定'')', id, pg_temp.unit())), 'ok', 'the lead decides') from r;
select is(pg_temp.act('demo_unit', pg_temp.step(id, 'return')), 'return_binding', 'after the bound it binds') from r;
create temporary table u as select pg_temp.ticket('returned') as id;
select is(pg_temp.act('demo_lead', pg_temp.step(id, 'uphold')), 'ok', 'upheld') from u;
select is(pg_temp.act('demo_unit', pg_temp.step(id, 'return')), 'return_binding', 'an upheld ticket is kept') from u;
create temporary table l as select pg_temp.ticket('dispatched') as id;
update hotline.ticket set dispatched_at = now() - interval '20 days' where id = (select id from l);
select is(pg_temp.act('demo_unit', pg_temp.step(id, 'return')), 'return_too_late', 'a return has its time') from l;

-- extensions: before the deadline, one at a time, within the wall
create temporary table x as select pg_temp.ticket('handling') as id;
select is(pg_temp.act('demo_unit', pg_temp.step(id, 'ask_extension', '')), 'reason_missing reason', 'an extension needs a reason') from x;
select is(pg_temp.act('demo_unit', format('select api.ticket_ask_extension(gen_random_uuid(), %s, 26, ''x'')', id)), 'extension_wall days', '5 + 26 is beyond the wall of 30') from x;
select is(pg_temp.act('demo_unit', format('select api.ticket_ask_extension(gen_random_uuid(), %s, 0, ''x'')', id)), 'field_bad days', 'no days') from x;
select is(pg_temp.act('demo_unit', pg_temp.step(id, 'ask_extension')), 'ok', 'asked') from x;
select is(pg_temp.act('demo_unit', pg_temp.step(id, 'ask_extension')), 'extension_pending', 'one at a time') from x;
select is(pg_temp.act('demo_lead', pg_temp.step(id, 'grant_extension')), 'ok', 'granted') from x;
select is((select t.due_at from hotline.ticket t where t.id = x.id), (select d.due_at from hotline.ticket t, hotline.deadline(t.accepted_at, 10) d where t.id = x.id), 'and the deadline is of 10 days from acceptance') from x;
update hotline.ticket set due_at = now() - interval '1 minute' where id = (select id from x);
select is(pg_temp.act('demo_unit', pg_temp.step(id, 'ask_extension')), 'extension_too_late', 'not after the deadline') from x;

-- the version a person saw
create temporary table v as select pg_temp.ticket('dispatched') as id;
select is(pg_temp.act('demo_unit', format('select api.ticket_step(gen_random_uuid(), %s, ''receive'', '''', 1)', id)), 'changed_meanwhile', 'it was changed meanwhile') from v;
select is(pg_temp.act('demo_unit', format('select api.ticket_step(gen_random_uuid(), %s, ''receive'', '''', %s)', id, (select version from hotline.ticket where ticket.id = v.id))), 'ok', 'the version that is there') from v;

-- a timeline holds all of it, in order
select results_eq(format('select action from hotline.event where ticket_id = %s order by id', (select id from t)),
    array['dispatch', 'receive', 'communicate', 'feed_back', 'finish', 'claim', 'ring_back', 'claim', 'rate'], 'the whole history, in order');
select throws_ok('update hotline.event set reason = ''x''', 'HL001', null, 'nobody changes the timeline');
select throws_ok('delete from hotline.event', 'HL001', null, 'nobody deletes from it');
select throws_ok('truncate hotline.event', 'HL001', null, 'nobody empties it');
set role hotline_owner;
select throws_ok('update hotline.event set reason = ''x''', '42501', null, 'the owner''s own role has no right to') ;
reset role;

-- acting once
create temporary table q as select gen_random_uuid() as id;
create temporary table first as select pg_temp.ask('demo_agent', format('select api.ticket_submit(%L, ''dispatch'', null, null, %L)', id, pg_temp.form())) as answer from q;
select is(pg_temp.ask('demo_agent', format('select api.ticket_submit(%L, ''dispatch'', null, null, %L)', id, pg_temp.form())), (select answer from first), 'the same request answers the same') from q;
select is((select count(*) from hotline.event e where e.ticket_id = (select (answer::jsonb ->> 'ticket')::bigint from first)), 1::bigint, 'and acts once');
select is(pg_temp.act('demo_agent2', format('select api.ticket_submit(%L, ''dispatch'', null, null, %L)', id, pg_temp.form())), 'request_reused', 'another person''s request') from q;
select is(pg_temp.act('demo_agent', format('select api.agent_set(%L, ''ready'')', id)), 'request_reused', 'another function''s request') from q;
create temporary table again as select gen_random_uuid() as id;
select is(pg_temp.act('demo_agent', format('select api.ticket_submit(%L, ''dispatch'', null, null, %L)', id, pg_temp.form('{"title": ""}'))), 'field_missing title', 'a request that is refused') from again;
select is(pg_temp.act('demo_agent', format('select api.ticket_submit(%L, ''dispatch'', null, null, %L)', id, pg_temp.form())), 'ok', 'may be sent again, mended') from again;

select * from finish();
rollback;
