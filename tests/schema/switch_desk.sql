-- The desk beside a telephone: what rings where, what is refused in words, breaks, missed rings, callbacks dialled by a code.
\ir prepare.psql
select no_plan();
create function pg_temp.id_of(p_login text) returns bigint language sql as $$ select id from hotline.person where login = p_login $$;
create function pg_temp.state_of(p_login text) returns text language sql as
$$ select concat_ws(' ', state, nullif(reason, '')) from hotline.agent_state where person_id = pg_temp.id_of(p_login) $$;
-- the switch writes (what it says is written, not ok: that would be read as a test's): its log, a channel event, a call record
create function pg_temp.log(p_callid text, p_agent text, p_event text, p_1 text default '', p_2 text default '', p_3 text default '') returns text language sql as $$
    select replace(pg_temp.act('demo_switch', format('insert into switch.queue_log (time, callid, queuename, agent, event, data1, data2, data3) values (%L, %L, ''12345'', %L, %L, %L, %L, %L)',
        to_char(clock_timestamp() at time zone 'UTC', 'YYYY-MM-DD HH24:MI:SS.US') || '+00', p_callid, p_agent, p_event, p_1, p_2, p_3)), 'ok', 'written') $$;
create function pg_temp.channel(p_type text, p_uniqueid text, p_linkedid text, p_exten text, p_app text default '') returns text language sql as $$
    select replace(pg_temp.act('demo_switch', format('insert into switch.cel (eventtype, eventtime, exten, uniqueid, linkedid, appname) values (%L, %L, %L, %L, %L, %L)',
        p_type, extract(epoch from clock_timestamp())::text, p_exten, p_uniqueid, p_linkedid, p_app)), 'ok', 'written') $$;
create function pg_temp.record(p_uniqueid text, p_userfield text, p_disposition text, p_src text default '1003', p_at text default null, p_billsec text default '0') returns text language sql as $$
    select replace(pg_temp.act('demo_switch', format('insert into switch.cdr (calldate, src, disposition, duration, billsec, uniqueid, userfield) values (%L, %L, %L, %L, %L, %L, %L)',
        coalesce(p_at, to_char(clock_timestamp() at time zone 'UTC', 'YYYY-MM-DD HH24:MI:SS') || '+00'), p_src, p_disposition, p_billsec, p_billsec, p_uniqueid, p_userfield)), 'ok', 'written') $$;
create function pg_temp.waiting(p_login text, p_phone text) returns text language sql as $$
    select pg_temp.ask(p_login, format('select concat_ws('' '', case when offered_at is null then ''no'' when offered_at <= now() + interval ''1 s'' then ''offered'' else ''later'' end, by_switch, rings_with)
        from api.calls_waiting() where phone_masked = %L', hotline.mask_phone(p_phone))) $$;
create function pg_temp.enter(p_callid text, p_phone text) returns bigint language plpgsql as $$
begin
    perform pg_temp.log(p_callid, 'NONE', 'ENTERQUEUE', '', p_phone, '1'), pg_temp.channel('APP_START', p_callid, p_callid, '12345', 'Queue');
    return (select id from hotline.call where switch_ref = p_callid);
end $$;

-- what rings, and where
select pg_temp.ask(login, 'select api.agent_set(gen_random_uuid(), ''ready'')') from unnest(array['demo_agent', 'demo_agent2']) login;
create temporary table c as select pg_temp.enter('100.1', '13700000001') as rung, pg_temp.enter('100.2', '13700000002') as waits,
    (pg_temp.ask('demo_switch', 'select api.call_arrive(gen_random_uuid(), ''13700000003'')')::jsonb ->> 'call')::bigint as by_hand;
select is(pg_temp.waiting('demo_agent', '13700000001'), 'no t ', 'a call of the switch is shown and not offered');
select is(pg_temp.waiting('demo_agent', '13700000003'), 'offered f ', 'one without a switch is offered as ever');
select is(pg_temp.channel('CHAN_START', '100.9', '100.1', '1003'), 'written', 'the telephone of 1003 rings');
select is(pg_temp.waiting('demo_agent', '13700000001'), 'offered t 1003 张敏', 'it is offered to whom it rings with');
select is(pg_temp.waiting('demo_agent2', '13700000001'), 'no t 1003 张敏', 'the other sees with whom');
select is(pg_temp.waiting('demo_lead', '13700000001'), 'no t 1003 张敏', 'so does the lead');
select is(pg_temp.act('demo_agent', format('select api.call_take(gen_random_uuid(), %s)', rung)), 'pick_up', 'it is picked up, not taken') from c;
select is(pg_temp.act('demo_agent2', format('select api.call_take(gen_random_uuid(), %s)', rung)), 'rings_at', 'it rings elsewhere') from c;
select is(pg_temp.act('demo_agent2', format('select api.call_take(gen_random_uuid(), %s)', waits)), 'switch_rings', 'it will ring by itself') from c;
select is(pg_temp.ask('demo_agent2', 'select api.call_take(gen_random_uuid()) ->> ''call'''), by_hand::text, 'the next one by hand is the one without a switch, though it came last') from c;
select is(pg_temp.act('demo_agent', 'select api.call_take(gen_random_uuid())', true), 'no_call_waiting', 'then none is left to be taken');

-- connected, hung up
select pg_temp.log('100.1', '1003', 'CONNECT', '4', 'PJSIP/1003-1', '2');
select is(pg_temp.state_of('demo_agent') || ' ' || (select state from hotline.call where id = rung), 'talking talking', 'the connect is the talk') from c;
select is(pg_temp.waiting('demo_agent', '13700000001'), null, 'and rings no more');
select is(pg_temp.act('demo_agent', format('select api.call_end(gen_random_uuid(), %s)', rung)), 'hang_up_telephone', 'a telephone is hung up by hand') from c;
select is(pg_temp.act('demo_agent2', format('select api.call_end(gen_random_uuid(), %s, true)', rung)), 'not_your_call', 'nobody says so of another''s') from c;
select is(pg_temp.act('demo_agent', format('select api.call_end(gen_random_uuid(), %s, true)', rung), true), 'ok', 'who has, and nothing came of it, says so') from c;
select is(pg_temp.ask('demo_agent', 'select too_long_at::text from api.me()'), null, 'no after-call clock in a call');
select pg_temp.log('100.1', '1003', 'COMPLETECALLER', '4', '65', '1');
select is(pg_temp.state_of('demo_agent'), 'after_call', 'then after-call work');
select is(pg_temp.ask('demo_agent', 'select too_long_at - since from api.me()'), '00:03:00', 'which has its limit');

-- after an abusive call a break is offered before the next one rings
select is(pg_temp.act('demo_agent', pg_temp.submit('abusive', '{}', rung)), 'ok', 'abusive') from c;
select is(pg_temp.state_of('demo_agent'), 'after_call abused', 'no call comes before the agent says so');
select is((select paused::text || reason_paused from switch.queue_members where membername = '1003' limit 1), '1abused', 'nor rings');
select is(pg_temp.act('demo_agent', 'select api.agent_set(gen_random_uuid(), ''ready'')', true), 'ok', 'on with it');
select is(pg_temp.act('demo_agent', 'select api.agent_set(gen_random_uuid(), ''break'')'), 'ok', 'or a break');
select is(pg_temp.state_of('demo_agent'), 'break', 'at once');
create temporary table t as select pg_temp.call_of('demo_agent3', '13700000004') as id;
select is(pg_temp.act('demo_agent3', pg_temp.submit('abusive', '{}', id)), 'ok', 'filed while the caller still shouts') from t;
select pg_temp.ask('demo_switch', format('select api.call_end(gen_random_uuid(), %s)', id)) from t;
select is(pg_temp.state_of('demo_agent3'), 'after_call abused', 'offered when it ends');

-- breaks have reasons
select is(pg_temp.ask('demo_agent', 'select string_agg(code || name, '' '') from api.break_reasons()'), 'rest小休 meal用餐 training培训 meeting会议 recover平复情绪', 'the reasons in the order of their digits');
select is(pg_temp.act('demo_agent', 'select api.agent_set(gen_random_uuid(), ''break'', ''meal'')'), 'ok', 'said after the break has begun');
select is(pg_temp.ask('demo_agent', 'select state || reason from api.me()'), 'break用餐', 'in the centre''s words');
select is(pg_temp.ask('demo_lead', format('select state || reason from api.board_agents(''break'') where id = %s', pg_temp.id_of('demo_agent'))), 'break用餐', 'on the board');
select is(pg_temp.act('demo_agent', 'select api.agent_set(gen_random_uuid(), ''break'', ''逛街'')'), 'field_bad reason', 'one of those there are');
select is(pg_temp.act('demo_agent', 'select api.agent_set(gen_random_uuid(), ''ready'')'), 'ok', 'back');
select is((select state || reason from hotline.agent_spell where person_id = pg_temp.id_of('demo_agent') order by id desc limit 1), 'breakmeal', 'the spell keeps why');
select is(pg_temp.ask('demo_lead', format('select string_agg(text, '','') from api.board_agent_day(%s) where kind = ''spell'' and state = ''break''', pg_temp.id_of('demo_agent'))), '用餐', 'so does the day');
select is(pg_temp.ask('demo_admin', 'select api.admin_import(gen_random_uuid(), ''breaks'', ''[{"code": "nurse", "name": "哺乳", "place": "2"}, {"code": "meal", "enabled": "no"}]'') #>> ''{1,outcome}'''), 'disabled', 'the administrator''s list');
select is(pg_temp.ask('demo_agent', 'select string_agg(name, '' '') from api.break_reasons()'), '小休 哺乳 培训 会议 平复情绪', 'is what is offered');
select is(pg_temp.ask('demo_admin', 'select api.admin_import(gen_random_uuid(), ''breaks'', ''[{"code": "missed_ring", "name": "x", "place": "1"}]'') #>> ''{0,outcome}'''), 'refused', 'but for the centre''s own codes');

-- a telephone that rings in vain
select pg_temp.channel('CHAN_START', '100.8', '100.2', '1003');
select is(pg_temp.waiting('demo_agent', '13700000002'), 'offered t 1003 张敏', 'it rings');
select pg_temp.log('100.2', '1003', 'RINGNOANSWER', '20000') from generate_series(1, 2);
select is(pg_temp.state_of('demo_agent'), 'break missed_ring', 'sets aside');
select is(pg_temp.waiting('demo_agent', '13700000002'), 'no t ', 'rings no more');
select is(pg_temp.ask('demo_agent', 'select count(*) from api.messages() where code = ''missed_ring'''), '1', 'told once');
select is(pg_temp.ask('demo_agent', 'select reason from api.me()'), 'missed_ring', 'by its code, for the client''s words');
select is(pg_temp.ask('demo_lead', format('select reason || missed_rings from api.board_agents(''break'') where id = %s', pg_temp.id_of('demo_agent'))), 'missed_ring2', 'counted on the board');

-- legs: a hand-over that the switch knows stands there once, with its times; one that the form alone knows stands there too
select pg_temp.enter('200.1', '13700000007');
select pg_temp.ask('demo_agent', 'select api.agent_set(gen_random_uuid(), ''ready'')');
select pg_temp.log('200.1', '1003', 'CONNECT', '3', 'PJSIP/1003-2', '2');
create temporary table l as select id from hotline.call where switch_ref = '200.1';
select is(pg_temp.act('demo_agent', pg_temp.submit('transfer', pg_temp.form('{"transfer_to": "119"}'), id)), 'ok', 'handed to 119') from l;
select is(pg_temp.ask('demo_agent', format('select string_agg(kind || party || (answered_at is not null), '' '') from api.call_legs(%s) where kind = ''other''', id)), 'other119false', 'by the form') from l;
select pg_temp.channel(e, '200.2', '200.1', '119') from unnest(array['CHAN_START', 'ANSWER']) with ordinality e (e, n) order by n;
select pg_temp.channel('CHAN_START', '200.1', '200.1', '12345');
select is(pg_temp.ask('demo_agent', format('select string_agg(kind || party || (answered_at is not null), '' '') from api.call_legs(%s) where kind = ''other''', id)), 'other119true', 'by the switch, once') from l;
select is(pg_temp.ask('demo_agent2', format('select count(*) from api.call_legs(%s)', id)), '0', 'not another agent''s') from l;
select pg_temp.log('200.1', '1003', 'COMPLETEAGENT', '3', '30', '1');
select is(pg_temp.state_of('demo_agent'), 'ready', 'with its record made, ready');

-- callbacks by a code
update hotline.setting set value = '00:00' where key in ('quiet_from', 'quiet_until');
create function pg_temp.owed(p_phone text) returns bigint language plpgsql as $$
begin
    perform pg_temp.ask('demo_switch', format('select api.call_end(gen_random_uuid(), (api.call_arrive(gen_random_uuid(), %L) ->> ''call'')::bigint)', p_phone));
    return (select id from hotline.callback where phone = p_phone and closed_at is null);
end $$;
create function pg_temp.claim(p_login text, p_id bigint) returns text language sql as $$ select pg_temp.ask(p_login, format('select api.callback_claim(gen_random_uuid(), %s) ->> ''phone''', p_id)) $$;
create function pg_temp.stands(p_id bigint) returns text language sql as $$
    select concat_ws(' ', attempts, closing, case when claimed_by is null then 'free' else 'held' end,
        (select string_agg(concat_ws('.', outcome, ring is not null, (select number from hotline.person where id = person_id)), ',' order by id) from hotline.callback_attempt where callback_id = p_id))
    from hotline.callback where id = p_id $$;
-- who claims is here
create or replace function hotline.present(p_person bigint) returns boolean language sql as $$ select true $$;
create temporary table b as select pg_temp.owed('1380000010' || n) as id, n from generate_series(1, 8) n;
select is(pg_temp.claim('demo_agent', id), '13800000101', 'without a switch the number is shown') from b where n = 1;
select is(pg_temp.ask('demo_switch', 'select count(*) from switch.dial'), '0', 'and nothing is dialled by a code');
select is(pg_temp.ask('demo_admin', 'select api.admin_import(gen_random_uuid(), ''settings'', ''[{"key": "switch_dial", "value": "kein Code"}, {"key": "switch_dial", "value": "*55"}]'') #>> ''{1,outcome}'''), 'changed', 'the code is set');
select is(pg_temp.claim('demo_agent', id), '', 'with one it stays masked') from b where n = 1;
select is((select string_agg(action, ' ' order by e.id) from hotline.event e join hotline.callback k on k.call_id = e.call_id where k.id = b.id and action like 'claim%'), 'claim claim_dial', 'and the timeline says so') from b where n = 1;
select is(pg_temp.ask('demo_agent', format('select dial from api.callback_read(%s)', id)), '*55' || id, 'its holder is told what to dial') from b where n = 1;
select is(pg_temp.ask('demo_agent2', format('select dial from api.callback_read(%s)', id)), '', 'nobody else') from b where n = 1;
select is(pg_temp.ask('demo_switch', format('select concat_ws('' '', number, callback, agent) from switch.dial where code = ''*55%s''', id)), '13800000101 ' || id || ' 1003', 'the switch is told whom to ring, and from where') from b where n = 1;
select is(pg_temp.ask('demo_switch', format('select count(*) from switch.dial where code = ''*55%s''', id)), '0', 'not of one that nobody has taken on') from b where n = 2;
select is(pg_temp.act('demo_agent', 'select * from switch.dial'), '42501', 'and nobody but the switch');
update hotline.setting set value = to_char((now() + case key when 'quiet_until' then 1 else -1 end * interval '1 hour') at time zone 'Asia/Shanghai', 'HH24:MI') where key in ('quiet_from', 'quiet_until');
select is(pg_temp.ask('demo_switch', 'select count(*) from switch.dial'), '0', 'nor within the quiet hours');
update hotline.setting set value = '00:00' where key in ('quiet_from', 'quiet_until');

select is(pg_temp.record('300.1', 'callback:' || id, 'NO ANSWER'), 'written', 'it rang in vain') from b where n = 1;
select is(pg_temp.stands(id), '1 free no_answer.t.1003', 'an attempt of who dialled') from b where n = 1;
select pg_temp.record('300.1', 'callback:' || id, d) from b, unnest(array['NO ANSWER', 'ANSWERED']) d where n = 1;
select is(pg_temp.stands(id), '1 free no_answer.t.1003', 'told twice it is one') from b where n = 1;
select is(pg_temp.ask('demo_agent', format('select string_agg(concat_ws('' '', who, outcome, ring), '','') from api.callback_attempts(%s)', id)), '1003 张敏 no_answer no_answer', 'and stands on the callback') from b where n = 1;

select pg_temp.claim('demo_agent', id), pg_temp.record('300.2', 'callback:' || id, 'ANSWERED', '1003', null, '125') from b where n = 2;
select is(pg_temp.stands(id), '0 held', 'who was answered goes on holding it') from b where n = 2;
select is(pg_temp.ask('demo_agent', format('select concat_ws('' '', who, outcome, ring, seconds) from api.callback_attempts(%s)', id)), '1003 张敏  answered 125', 'the ring is noted') from b where n = 2;
select is(pg_temp.act('demo_agent', format('select api.callback_reached(gen_random_uuid(), %s, ''已答复'')', id)), 'ok', 'and what was said is recorded') from b where n = 2;

select pg_temp.claim('demo_agent', id), pg_temp.act('demo_agent', format('select api.callback_attempt(gen_random_uuid(), %s, ''no_answer'', '''')', id)),
    pg_temp.record('300.3', 'callback:' || id, 'BUSY') from b where n = 3;
select is(pg_temp.stands(id), '1 free no_answer.f.1003', 'what was recorded by hand is not counted again') from b where n = 3;
select pg_temp.claim('demo_agent', id), pg_temp.record('300.4', 'callback:' || id, 'BUSY', '1004') from b where n = 4;
select is(pg_temp.stands(id), '0 held', 'another''s telephone is not its holder''s') from b where n = 4;
select pg_temp.record('300.5', 'callback:' || id, 'BUSY', '1003', '2020-01-01 10:00:00+00') from b where n = 4;
select is(pg_temp.stands(id), '0 held', 'a record read in again long afterwards counts nothing') from b where n = 4;
select pg_temp.claim('demo_agent', id), pg_temp.record('31' || i || '.1', 'callback:' || id, 'NO ANSWER') from b, generate_series(1, 3) i where n = 5;
select is(pg_temp.stands(id), '3 unreachable free no_answer.t.1003,no_answer.t.1003,no_answer.t.1003', 'three in vain close it') from b where n = 5;
update hotline.callback set attempts = 2 where id = (select id from b where n = 6);
select pg_temp.claim('demo_agent', id), pg_temp.record('300.6', 'callback:' || id, d) from b, unnest(array['FAILED']) d where n = 6;
select is(pg_temp.stands(id), '3 free no_answer.t.1003', 'a line that failed closes nothing') from b where n = 6;
-- of a finished ticket: its timeline, its end
create temporary table f as select pg_temp.ticket('finished') as id;
select pg_temp.claim('demo_agent', pg_temp.callback_of(id)), pg_temp.record('300.7', 'callback:' || pg_temp.callback_of(id), 'NO ANSWER') from f;
select is((select concat_ws(' ', action, who, data ->> 'agent', data ->> 'outcome') from hotline.event where ticket_id = f.id order by id desc limit 1), 'ring_back 9900 交换机 1003 张敏 no_answer', 'the ticket''s timeline says who rang') from f;
update hotline.callback set attempts = 2 where ticket_id = (select id from f);
select pg_temp.claim('demo_agent', pg_temp.callback_of(id)), pg_temp.record('300.8', 'callback:' || pg_temp.callback_of(id), 'NO ANSWER') from f;
select is((select state || ' ' || closing from hotline.ticket where id = f.id), 'closed unreachable', 'the last one closes the ticket') from f;

-- garbage raises no error, is kept, and moves nothing
select pg_temp.claim('demo_agent', id) from b where n = 7;
create temporary table trouble as select coalesce(max(id), 0) as id from hotline.switch_trouble;
select is(pg_temp.record(u, f, d, '1003', at), 'written', 'no error: ' || concat_ws('|', u, f, d, at))
from b, lateral (values ('400.1', 'callback:abc', 'BUSY', null), ('400.2', 'callback:99999999999999999999', 'BUSY', null), ('400.3', 'callback:999999', 'BUSY', null),
    ('', 'callback:' || b.id, 'BUSY', null), (null, 'callback:' || b.id, 'BUSY', null), ('400.4', 'callback:' || b.id, 'DANCING', null), ('400.5', 'callback:' || b.id, null, null),
    ('400.6', '', 'BUSY', null), ('400.7', null, 'BUSY', null), ('400.8', 'callback:', 'BUSY', null), ('400.9', 'hello', 'BUSY', 'no time')) g (u, f, d, at) where n = 7;
select is(pg_temp.stands(id), '0 held', 'nothing has moved') from b where n = 7;
select is((select string_agg(why, ';' order by t.id) from hotline.switch_trouble t, trouble where t.id > trouble.id and source = 'cdr'),
    'there is no such callback;there is no such callback;there is no such callback;no channel is named;no channel is named;a disposition that is not known;a disposition that is not known;there is no such callback', 'each is listed');
select is(pg_temp.record('400.10', 'callback:' || id, ' busy ', '1003', 'gestern'), 'written', 'a time that is none') from b where n = 7;
select is(pg_temp.stands(id), '1 free no_answer.t.1003', 'is now') from b where n = 7;
select * from finish();
rollback;
