-- What a real switch wrote in every situation of tests/switch/cases (tests/switch/situations): telephones that ring in vain, are
-- busy, hand on or speak in three, callers who hide their number, queues that let go, a switch that was killed, a database that
-- was away. As rows of another day: what they say of the calls.
\ir prepare.psql
select no_plan();
set local timezone = 'Asia/Shanghai';
insert into hotline.person (login, name, number, role)
select 'switch_agent' || n, '坐席' || n, n::text, 'agent' from generate_series(1001, 1004) n
where not exists (select from hotline.person where number = n::text);
update hotline.setting set value = 'UTC' where key = 'switch_timezone';

create temporary table log (like switch.queue_log);
create temporary table channel (like switch.cel);
create temporary table record (like switch.cdr);
\copy log from 'tests/switch/situations/queue_log.csv' csv header
\copy channel from 'tests/switch/situations/cel.csv' csv header
\copy record from 'tests/switch/situations/cdr.csv' csv header
grant select on log, channel, record to public;
create function pg_temp.play(p_order text) returns text language sql as $$
    select string_agg(pg_temp.act('demo_switch', q), ' ') from unnest(array[
        'insert into switch.queue_log (time, callid, queuename, agent, event, data1, data2, data3, data4, data5)
         select time::timestamp - interval ''1 day'', case callid when ''NONE'' then callid else ''past/'' || callid end, queuename, agent, event,
                data1, data2, data3, data4, data5 from log where callid <> ''REALTIME'' order by ' || p_order,
        'insert into switch.cel (eventtype, eventtime, cid_num, exten, context, channame, appname, appdata, uniqueid, linkedid, peer, extra)
         select eventtype, eventtime::timestamp - interval ''1 day'', cid_num, exten, context, channame, appname, appdata, ''past/'' || uniqueid,
                ''past/'' || linkedid, peer, extra from channel order by ' || p_order]) q
$$;
create function pg_temp.call(p_phone text) returns text language sql as $$
    select string_agg(concat_ws(' ', c.state, c.outcome, p.number), ', ' order by c.queued_at) from hotline.call c left join hotline.person p on p.id = c.agent_id
    where c.phone = p_phone and c.switch_ref like 'past/%'
$$;
create function pg_temp.legs(p_phone text) returns text language sql as $$
    select pg_temp.ask('demo_lead', format('select string_agg(concat_ws('':'', kind, party, extract(epoch from ended_at - answered_at)::integer), '' ''
        order by started_at, kind) from api.call_legs(%s)', id)) from hotline.call where phone = p_phone and switch_ref like 'past/%'
$$;

select is(pg_temp.play('id'), 'ok ok', 'in order');
create temporary table situation (phone text, want text, name text);
insert into situation values
    ('13800010001', 'ended answered 1001', 'the agent hangs up'),
    ('13800010002', 'ended answered 1001', 'the caller hangs up, after waiting for the end of after-call work'),
    ('13800010003', 'abandoned abandoned', 'nobody is there'),
    ('13800010004', 'abandoned abandoned', 'gives up while it rings'),
    ('13800010005', 'abandoned timed_out', 'the queue lets go'),
    ('13800010006', 'ended answered 1001', 'two telephones rang in vain'),
    ('13800010007', 'abandoned abandoned', 'the only telephone is busy'),
    ('', 'ended answered 1001, abandoned abandoned, ended answered 1001', 'numbers that are hidden or none'),
    ('138', 'ended answered 1001', 'a number with bytes that are no text'),
    ('13800021002', 'ended answered 1001', 'overflow'),
    ('13800030001', 'ended transferred 1001', 'handed on by the telephone'),
    ('13800030002', 'ended transferred 1001', 'handed on by the switch'),
    ('13800030003', 'ended transferred 1001', 'handed on after speaking'),
    ('13800030004', 'ended answered 1001', 'three speak'),
    ('13800040001', 'ended answered 1001', 'talked when the switch was killed'),
    ('13800040002', 'abandoned abandoned', 'waited when the switch was killed'),
    ('13800040004', 'ended answered 1001', 'ended while the database was away: the agent was connected again'),
    ('13800040005', 'waiting', 'gave up while the database was away');
select is(pg_temp.call(phone), want, name) from situation;
select is((select string_agg(number || ':' || seconds, ' ' order by at) from hotline.missed_ring where callid = (select switch_ref from hotline.call where phone = '13800010006' and switch_ref like 'past/%')),
          '1002:3 1001:3', 'the rings in vain are kept');
select is((select skill from hotline.call where phone = '13800021002' and switch_ref like 'past/%'), 'dialect', 'the queue says what is needed');
select is((select count(*) from hotline.call where phone like '138000200%' and state = 'ended' and switch_ref like 'past/%'), 20::bigint, 'twenty calls were shared');
select is((select string_agg(distinct n::text, ' ') from (select count(*) as n from hotline.call where phone like '138000200%' and switch_ref like 'past/%' group by agent_id) x),
          '6 7', 'evenly');
select is(pg_temp.legs('13800010001'), 'caller:138****0001:5 agent:1001:4', 'legs: an agent''s telephone is known by its channel''s name');
select ok(pg_temp.legs(p) like 'caller:138****' || right(p, 4) || ':% agent:1001:% other:119:%', 'legs: ' || p) from unnest(array['13800030001', '13800030002', '13800030003', '13800030004']) p;
select is((select string_agg(distinct why, ', ') from hotline.switch_trouble), 'the number is none', 'nothing else was unclear');

-- once more, in another order: the same
select is(pg_temp.play('md5(id::text)'), 'ok ok', 'once more, shuffled');
select is(pg_temp.call(phone), want, 'again: ' || name) from situation;

-- what the switch writes today
create function pg_temp.channel(p_event text, p_channel text, p_exten text, p_call text, p_app text default '') returns text language sql as $$
    select pg_temp.act('demo_switch', format('insert into switch.cel (eventtype, eventtime, channame, exten, appname, uniqueid, linkedid) values (%L, %L, %L, %L, %L, %L, %L)',
        p_event, clock_timestamp()::text, p_channel, p_exten, p_app, p_channel, p_call))
$$;
select is(hotline.channel_number(c), n, coalesce(c, 'null')) from (values ('PJSIP/1001-0000002a', '1001'), ('PJSIP/town-0000002a', null), ('PJSIP/1001', '1001'),
    ('SIP/1001-0000002a', null), ('', null), (null, null), ('PJSIP/-00000001', null), ('PJS', null)) v (c, n);
update hotline.setting set value = 'Local/{number}@agents/n' where key = 'switch_interface';
select is(hotline.channel_number('Local/1001@agents-0000002a;1'), '1001', 'a Local channel');
update hotline.setting set value = 'PJSIP/{number}' where key = 'switch_interface';
select 'did ' || pg_temp.act('demo_switch', format('insert into switch.queue_log (time, callid, queuename, agent, event, data2, data3) values (%L, %L, %L, %L, %L, %L, %L)',
    clock_timestamp()::text, 'now/1', '12345', 'NONE', 'ENTERQUEUE', '13800060001', '1'));
select 'did ' || pg_temp.channel('CHAN_START', 'PJSIP/1001-0000002a', 's', 'now/1');
select is((select number from hotline.call c join hotline.person p on p.id = c.ringing_id where switch_ref = 'now/1'), '1001', 'a telephone without an extension rings');
select 'did ' || pg_temp.channel('CHAN_START', 'PJSIP/town-0000002b', 's', 'now/1');
select 'did ' || pg_temp.channel('HANGUP', 'PJSIP/town-0000002b', '119', 'now/1', 'AppDial');
select is((select party from hotline.call_leg where uniqueid = 'PJSIP/town-0000002b'), '119', 'who was rung and did not answer is a leg too');

-- rows that were never written
create function pg_temp.minutes_ago(p_minutes integer, p_call text, p_agent text, p_event text, p_data text[]) returns text language sql as $$
    select pg_temp.act('demo_switch', format('insert into switch.queue_log (time, callid, queuename, agent, event, data1, data2, data3) values (%L, %L, %L, %L, %L, %L, %L, %L)',
        (clock_timestamp() - p_minutes * interval '1 minute')::text, p_call, '12345', p_agent, p_event, p_data[1], p_data[2], p_data[3]))
$$;
select 'did ' || pg_temp.minutes_ago(m, c, a, e, d) from (values
    (9, 'gap/1', 'NONE', 'ENTERQUEUE', '{"",13800070001,1}'::text[]), (8, 'gap/1', '1002', 'CONNECT', '{60,x,1}'), (7, 'gap/2', 'NONE', 'ENTERQUEUE', '{"",13800070002,1}'),
    (6, 'gap/3', 'NONE', 'ENTERQUEUE', '{"",13800070003,2}')) v (m, c, a, e, d);
select is((select string_agg(state, ' ' order by switch_ref) from hotline.call where switch_ref like 'gap/%'), 'talking waiting waiting', 'one talks, two wait');
select 'did ' || pg_temp.minutes_ago(5, 'gap/2', '1002', 'CONNECT', '{120,x,1}');
select is((select string_agg(state, ' ' order by switch_ref) from hotline.call where switch_ref like 'gap/%'), 'ended talking waiting', 'who is connected again had ended');
select 'did ' || pg_temp.minutes_ago(0, 'gap/4', 'NONE', 'ENTERQUEUE', '{"",13800070004,2}');
select is((select state from hotline.call where switch_ref = 'gap/3'), 'waiting', 'somebody waits before who is the second');
select 'did ' || pg_temp.minutes_ago(0, 'gap/5', 'NONE', 'ENTERQUEUE', '{"",13800070005,1}');
select is((select string_agg(state, ' ' order by switch_ref) from hotline.call where switch_ref in ('gap/3', 'gap/4')), 'abandoned waiting',
          'but not before who is the first, a moment aside');
select is((select missed_calls from hotline.callback where phone = '13800070003'), 1, 'and is called back');
select 'did ' || pg_temp.minutes_ago(4, 'gap/1', '1002', 'COMPLETECALLER', '{60,90,1}');
select 'did ' || pg_temp.minutes_ago(6, 'gap/1', '1002', 'COMPLETECALLER', '{60,90,1}');
select is((select date_trunc('minute', clock_timestamp() - ended_at) from hotline.call where switch_ref = 'gap/1'), interval '6 minutes', 'what a row tells after all, holds');

-- a clock of another zone
update hotline.setting set value = 'Asia/Tokyo' where key = 'switch_timezone';
select 'did ' || pg_temp.act('demo_switch', format('insert into switch.queue_log (time, callid, queuename, agent, event, data2) values (%L, %L, %L, %L, %L, %L)',
    to_char(clock_timestamp() at time zone 'UTC', 'YYYY-MM-DD HH24:MI:SS.US'), extract(epoch from clock_timestamp())::bigint || '.' || n, '12345', 'NONE', 'ENTERQUEUE', '1380008000' || n))
from generate_series(1, 3) n;
select is((select count(*) from hotline.switch_trouble where why like '%switch_timezone%'), 1::bigint, 'a clock of another zone is listed, once');
select is(hotline.switch_seconds(t), n, t) from (values ('8', 8), ('2.506556', 2), ('0.000000', 0), ('-1', null), ('', null), ('1e9', null), ('99999999', null), (null, null)) v (t, n);

-- the switch's login finds its tables without their schema, in this database; who is no switch any more does not
create function pg_temp.path(p_login text) returns text language sql as $$
    select array_to_string(s.setconfig, ' ') from pg_db_role_setting s join pg_roles r on r.oid = s.setrole join pg_database d on d.oid = s.setdatabase
    where r.rolname = p_login and d.datname = current_database()
$$;
select is(hotline.keep_account('test_pbx', 'switch', true, null, false), true, 'a login for a switch');
select is(pg_temp.path('test_pbx'), 'search_path=switch', 'finds its tables');
select is(hotline.keep_account('test_pbx', 'switch', true, null, true), false, 'once is enough');
select is(hotline.keep_account('test_pbx', 'agent', true, null, true), true, 'made an agent');
select is(pg_temp.path('test_pbx'), null, 'it does not');
select * from finish();
rollback;
