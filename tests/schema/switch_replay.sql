-- Forty calls as a real switch wrote them (tests/switch/capture): in order, shuffled, backwards, doubled and with holes they
-- become the same calls; what cannot be read never stops the switch, and is listed.
\ir prepare.psql
select no_plan();
set local timezone = 'Asia/Shanghai';
insert into hotline.person (login, name, number, role)
select 'switch_agent' || n, '坐席' || n, n::text, 'agent' from generate_series(1001, 1004) n
where not exists (select from hotline.person where number = n::text);

create temporary table log (like switch.queue_log);
create temporary table channel (like switch.cel);
\copy log from 'tests/switch/capture/queue_log.csv' csv header
\copy channel from 'tests/switch/capture/cel.csv' csv header
grant select on log, channel to public;

-- Plays the rows as the switch's own login does, each play as another day's calls of their own. in: how many days before the
-- capture's; the order; how many times each row; which rows of the log are left out.
create function pg_temp.play(p_day integer, p_order text, p_times integer default 1, p_but text default 'false') returns void language plpgsql as $$
declare
    v_name text := format('%L || ', 'day' || p_day || '/');
    v_time text := format('(%%s::timestamp - interval ''%s days'')::text', p_day);
begin
    perform pg_temp.act('demo_switch', format(
        'insert into switch.queue_log (time, callid, queuename, agent, event, data1, data2, data3, data4, data5)
         select %s, case when callid in (''NONE'', ''REALTIME'') then callid else %s callid end, queuename, agent, event, data1, data2, data3, data4, data5
         from log cross join generate_series(1, %s) g where not (%s) order by %s',
        format(v_time, 'time'), v_name, p_times, p_but, p_order));
    perform pg_temp.act('demo_switch', format(
        'insert into switch.cel (eventtype, eventtime, cid_num, exten, context, channame, appname, appdata, uniqueid, linkedid, peer, extra)
         select eventtype, %s, cid_num, exten, context, channame, appname, appdata, %s uniqueid, %s linkedid, peer, extra
         from channel cross join generate_series(1, %s) g order by %s',
        format(v_time, 'eventtime'), v_name, v_name, p_times, p_order));
end
$$;
create function pg_temp.figures(p_day integer) returns text language sql as $$
    select pg_temp.ask('demo_lead', format('select concat_ws('' '', asked, answered, abandoned, answer_rate, round(mean_wait::numeric, 4))
        from api.call_figures(%L, %L)', timestamptz '2026-11-24 11:51:00Z' - p_day * interval '1 day', timestamptz '2026-11-24 11:55:00Z' - p_day * interval '1 day'))
$$;
create function pg_temp.per_agent(p_day integer) returns text language sql as $$
    select string_agg(number || ':' || n, ' ' order by number)
    from (select p.number, count(*) as n from hotline.call c join hotline.person p on p.id = c.agent_id
          where c.switch_ref like format('day%s/%%', p_day) group by p.number) a
$$;
create function pg_temp.calls(p_day integer) returns text language sql as $$
    select md5(string_agg(concat_ws('|', substr(c.switch_ref, strpos(c.switch_ref, '/')), c.phone, c.state, c.outcome, c.waited,
               c.queued_at + p_day * interval '1 day', c.answered_at + p_day * interval '1 day', c.ended_at + p_day * interval '1 day', c.agent_id,
               c.ringing_id, c.skill), E'\n' order by c.switch_ref))
    from hotline.call c where c.switch_ref like format('day%s/%%', p_day)
$$;
create function pg_temp.legs(p_day integer) returns text language sql as $$
    select md5(string_agg(concat_ws('|', substr(l.uniqueid, strpos(l.uniqueid, '/')), substr(l.linkedid, strpos(l.linkedid, '/')), l.channel, l.party, l.is_queue,
               l.started_at + p_day * interval '1 day', l.answered_at + p_day * interval '1 day', l.ended_at + p_day * interval '1 day'), E'\n' order by l.uniqueid))
    from hotline.call_leg l where l.uniqueid like format('day%s/%%', p_day)
$$;
create temporary table expected as
select (select count(*) from log where event = 'ENTERQUEUE') || ' ' || (select count(*) from log where event = 'CONNECT') || ' '
       || (select count(*) from log where event = 'ABANDON') || ' 0.65 ' || (select round(avg(data1::integer), 4) from log where event = 'CONNECT') as figures,
       (select string_agg(agent || ':' || n, ' ' order by agent) from (select agent, count(*) as n from log where event = 'CONNECT' group by agent) a) as per_agent;
select is(figures, '40 26 14 0.65 10.6154', 'the capture says: forty asked, 26 were answered, 14 gave up') from expected;
-- the switch's clock was at UTC
update hotline.setting set value = 'UTC' where key = 'switch_timezone';

-- in order
select pg_temp.play(1, 'id');
select is(pg_temp.figures(1), figures, 'in order: forty, 26, 14, 65 %, and the mean of the waits that the switch counted') from expected;
select is(pg_temp.per_agent(1), per_agent, 'to each agent the calls that the capture says') from expected;
select is((select concat_ws(' ', sum(asked), sum(answered), round((extract(epoch from sum(waited)) / sum(answered))::numeric, 4)) from hotline.call_quarter
           where at between '2026-11-23 11:45Z' and '2026-11-23 12:00Z'), '40 26 10.6154', 'the board counts the same');
select is((select count(*) from hotline.switch_trouble), 0::bigint, 'nothing was unclear');
select is((select count(*) from hotline.call where by_switch and state in ('waiting', 'talking')), 0::bigint, 'all are over');
select is((select count(*) from hotline.call c where c.by_switch and (select count(*) from hotline.event e where e.call_id = c.id and e.action = 'take') > 1), 0::bigint, 'each was taken once');
select is((select count(*) from hotline.agent_state where person_id in (select id from hotline.person where login like 'switch_agent%')), 0::bigint,
          'what happened on another day moves no agent');
select is((select count(*) from hotline.callback where kind = 'missed' and call_id in (select id from hotline.call where by_switch)), 0::bigint, 'and owes no callback today');
select is(pg_temp.ask('demo_lead', format('select string_agg(concat_ws('':'', kind, party, answered_at is not null), '' '' order by started_at, kind) from api.call_legs(%s)', id)),
          'caller:138****1001:t agent:1003:t', 'caller and agent are its legs') from hotline.call where switch_ref = 'day1/1795521080.1';

-- in any order the same calls, to the last column
select pg_temp.play(2, 'id desc');
select is(pg_temp.calls(2), pg_temp.calls(1), 'backwards');
select pg_temp.play(3, 'md5(id::text || $$3$$)');
select is(pg_temp.calls(3), pg_temp.calls(1), 'shuffled');
select pg_temp.play(4, 'md5(id::text || $$4$$)');
select is(pg_temp.calls(4), pg_temp.calls(1), 'shuffled in another way');
select pg_temp.play(5, 'id', 2);
select is(pg_temp.calls(5), pg_temp.calls(1), 'doubled');
select pg_temp.play(6, 'md5(g::text || id::text)', 3);
select is(pg_temp.calls(6), pg_temp.calls(1), 'tripled and shuffled');
select is(pg_temp.figures(d), figures, format('play %s: the figures', d)) from expected, generate_series(2, 6) d;
select is(pg_temp.legs(d), pg_temp.legs(1), format('play %s: the legs', d)) from generate_series(2, 6) d;
select is((select concat_ws(' ', sum(asked), sum(answered), round((extract(epoch from sum(waited)) / sum(answered))::numeric, 4)) from hotline.call_quarter
           where at between '2026-11-18 11:45Z' and '2026-11-18 12:00Z'), '40 26 10.6154', 'the board counts a tripled and shuffled log once');

-- holes: no call is lost as long as one row tells of it, and what is known is right
select pg_temp.play(7, 'id', 1, 'event = $$ENTERQUEUE$$');
select is(pg_temp.figures(7), figures, 'no call was seen entering: each is there all the same') from expected;
select is((select count(*) from hotline.call where switch_ref like 'day7/%' and phone <> ''), 0::bigint, 'only its number is not known');
select pg_temp.play(8, 'id', 1, 'event = $$CONNECT$$');
select is(pg_temp.figures(8), figures, 'no connect was written: its end tells of it') from expected;
select is(pg_temp.per_agent(8), per_agent, 'and by whom') from expected;
select pg_temp.play(9, 'id', 1, 'event like $$COMPLETE%$$');
select is(pg_temp.figures(9), figures, 'no end was written: asked and answered are the same') from expected;
select is((select count(*) from hotline.call where switch_ref like 'day9/%' and state = 'talking'), 4::bigint, 'who was connected again had ended; the last of each agent is talked still, as far as anybody knows');
select 'did ' || pg_temp.act('demo_switch', $$insert into switch.queue_log (time, callid, queuename, agent, event) values ('2026-11-15 11:56:00', 'NONE', 'NONE', 'NONE', 'QUEUESTART')$$);
select is((select count(*) from hotline.call where switch_ref like 'day9/%' and state = 'ended'), 26::bigint, 'until the switch starts anew');
select pg_temp.play(10, 'id', 1, 'event = $$ABANDON$$');
select is((select count(*) from hotline.call where switch_ref like 'day10/%' and state = 'waiting'), 14::bigint, 'who gave up without a row waits still');

-- garbage
select is(hotline.switch_time(t), at::timestamptz, coalesce(t, 'null')) from (values
    ('2026-11-24 11:51:20.723940', '2026-11-24 11:51:20.72394Z'), ('2026-11-24 11:51:20+08', '2026-11-24 11:51:20+08'),
    ('2026-11-24T11:51:20Z', '2026-11-24 11:51:20Z'), ('2026-11-24 11:51:20.5+0800', '2026-11-24 11:51:20.5+08'), ('1795521080', '2026-11-24 11:51:20Z'),
    ('1795521080.25', '2026-11-24 11:51:20.25Z'), ('', null), (null, null), ('yesterday noon', null), ('infinity', null), ('99999999999999999', null),
    ('2026-13-45 99:99:99', null)) v (t, at);
create function pg_temp.row(p_time text, p_call text, p_agent text, p_event text, p_data text[] default '{}') returns text language sql as $$
    select pg_temp.act('demo_switch', format('insert into switch.queue_log (time, callid, queuename, agent, event, data1, data2, data3) values (%L, %L, %L, %L, %L, %L, %L, %L)',
        p_time, p_call, '12345', p_agent, p_event, p_data[1], p_data[2], p_data[3]))
$$;
select is(pg_temp.row(t, c, a, e, array[d1, d2, d3]), 'ok', format('the switch is not stopped by %s %s %s %s', t, c, left(a, 10), e)) from (values
    ('no time', 'odd/1', 'NONE', 'ENTERQUEUE', '', '13800000001', '1'), (null, 'odd/2', 'NONE', 'ENTERQUEUE', '', 'sip:evil', '1'),
    ('2026-11-24 11:51:20', null, 'NONE', 'ENTERQUEUE', '', '1', '1'), ('2026-11-24 11:51:20', 'odd/3', 'nobody', 'CONNECT', 'soon', '', ''),
    ('2026-11-24 11:51:20', 'odd/4', '1001', 'COMPLETEAGENT', '-1', '99999999999999999999', ''), ('2026-11-24 11:51:20', 'odd/5', 'NONE', 'NEWEVENT', '', '', ''),
    ('2026-11-24 11:51:20', 'odd/6', 'NONE', null, '', '', ''), (null, null, null, null, null, null, null),
    ('2026-11-24 11:51:20', 'odd/7', repeat('x', 10000), 'RINGNOANSWER', '1000', '', ''), ('2026-11-24 11:51:20', 'odd/8', 'NONE', 'ABANDON', '1', '1', '')) v (t, c, a, e, d1, d2, d3);
select is((select string_agg(switch_ref || ':' || state, ' ' order by switch_ref) from hotline.call where switch_ref like 'odd/%'),
          'odd/1:waiting odd/2:waiting odd/3:talking odd/4:ended odd/8:abandoned', 'what names a call is a call');
select is((select count(*) from hotline.switch_trouble), 8::bigint, 'what was unclear is listed');
select is(pg_temp.act('demo_switch', format('insert into switch.cel (eventtype, eventtime, uniqueid) values (%L, %L, %L)', e, t, u)), 'ok', format('nor by the channel event %s %s %s', e, t, u))
from (values ('CHAN_START', 'no time', 'x'), ('HANGUP', null, null), (null, null, null), ('ANSWER', '2026-11-24 11:51:20', '')) v (e, t, u);
select is(pg_temp.act('demo_switch', $$insert into switch.cdr (calldate, userfield) values (null, repeat('callback:', 1000))$$), 'ok', 'nor by a record');
select is(pg_temp.ask('demo_lead', 'select count(*) from api.switch_trouble()')::integer, (select count(*)::integer from hotline.switch_trouble), 'a lead reads the list');

-- the switch may do just this
select is(pg_temp.act('demo_switch', q), '42501', q) from unnest(array['select * from switch.queue_log', 'delete from switch.cel', 'update switch.cdr set src = $$1$$',
    'select * from hotline.call', 'select api.call_figures(now(), now())']) q;
select is(pg_temp.act('demo_switch', q), 'ok', q) from unnest(array['select * from switch.queues', 'select * from switch.queue_members', 'select * from switch.queue_rules']) q;
select is(pg_temp.act(l, 'insert into switch.queue_log (event) values ($$ENTERQUEUE$$)'), '42501', l || ' is no switch') from unnest(array['demo_agent', 'demo_lead', 'demo_unit', 'demo_admin']) l;

-- today's calls: agents, queue and callbacks follow
create function pg_temp.now_row(p_call text, p_agent text, p_event text, variadic p_data text[] default '{}') returns text language sql as $$
    select pg_temp.row(to_char(clock_timestamp() at time zone 'UTC', 'YYYY-MM-DD HH24:MI:SS.US'), p_call, p_agent, p_event, p_data)
$$;
create function pg_temp.rings(p_call text, p_agent text, p_event text) returns text language sql as $$
    select pg_temp.act('demo_switch', format('insert into switch.cel (eventtype, eventtime, exten, uniqueid, linkedid) values (%L, %L, %L, %L, %L)',
        p_event, to_char(clock_timestamp() at time zone 'UTC', 'YYYY-MM-DD HH24:MI:SS.US'), p_agent, p_call || '/' || p_agent, p_call))
$$;
create function pg_temp.agent(p_login text default 'demo_agent') returns text language sql as $$
    select concat_ws(' ', s.state, c.switch_ref, nullif(s.reason, '')) from hotline.agent_state s join hotline.person p on p.id = s.person_id
    left join hotline.call c on c.id = s.call_id where p.login = p_login
$$;
create function pg_temp.members() returns text language sql as $$
    select coalesce(string_agg(membername || case paused when 0 then '' else '-' end, ' ' order by membername), '') from switch.queue_members where queue_name = '12345'
$$;
update hotline.agent_state set state = 'offline', call_id = null;
select is(pg_temp.members(), '', 'nobody is signed on: nobody is rung');
select 'did ' || pg_temp.act('demo_agent', $$select api.agent_set(gen_random_uuid(), 'ready')$$);
select 'did ' || pg_temp.act('demo_agent2', $$select api.agent_set(gen_random_uuid(), 'break')$$);
select is(pg_temp.members(), '1003 1004-', 'who is ready is rung, who is on a break is a member that is paused');
select 'did ' || pg_temp.now_row('now/1', 'NONE', 'ENTERQUEUE', '', '13800009999', '1');
select 'did ' || pg_temp.rings('now/1', '1003', 'CHAN_START');
select is((select number from hotline.call c join hotline.person p on p.id = c.ringing_id where switch_ref = 'now/1'), '1003', 'it rings at 1003');
select 'did ' || pg_temp.now_row('now/1', '1003', 'CONNECT', '2', 'now/1/1003', '2');
select is(pg_temp.agent(), 'talking now/1', 'picked up: the agent talks');
select is(pg_temp.members(), '1003- 1004-', 'and is not rung');
select 'did ' || pg_temp.now_row('now/1', '1003', 'COMPLETECALLER', '2', '1', '1');
select is(pg_temp.agent(), 'after_call now/1', 'the caller hangs up: after-call work');
select is(pg_temp.members(), '1003- 1004-', 'and still not rung');
select 'did ' || pg_temp.act('demo_agent', format('select api.ticket_submit(gen_random_uuid(), ''silent'', null, %s, ''{}'')', id)) from hotline.call where switch_ref = 'now/1';
select is(pg_temp.agent(), 'ready', 'its record is made: ready again');
select is(pg_temp.members(), '1003 1004-', 'and rung again');
select 'did ' || pg_temp.now_row('now/2', 'NONE', 'ENTERQUEUE', '', '13800008888', '1');
select 'did ' || pg_temp.rings('now/2', '1003', 'CHAN_START');
select 'did ' || pg_temp.now_row('now/2', '1003', 'RINGNOANSWER', '15000');
select is(pg_temp.agent(), 'break missed_ring', 'who does not pick up is set aside');
select is((select count(*) from hotline.message m join hotline.person p on p.id = m.to_id where p.login = 'demo_agent' and m.code = 'missed_ring'), 1::bigint, 'and told');
select is((select ringing_id from hotline.call where switch_ref = 'now/2'), null, 'it rings no more');
select 'did ' || pg_temp.now_row('now/2', 'NONE', 'EXITWITHTIMEOUT', '1', '1', '60');
select is((select concat_ws(' ', state, outcome) from hotline.call where switch_ref = 'now/2'), 'abandoned timed_out', 'let go by the queue''s time');
select 'did ' || pg_temp.now_row('now/3', 'NONE', 'ABANDON', '1', '1', '5');
select is((select string_agg(missed_calls::text, ' ') from hotline.callback where kind = 'missed' and phone = '13800008888'), '1', 'who was let go is called back, once');
select 'did ' || pg_temp.now_row('now/3', 'NONE', 'ENTERQUEUE', '', '13800007777', '1');
select is((select count(*) from hotline.callback where kind = 'missed' and phone = '13800007777'), 1::bigint, 'also one whose number comes after its end');
select 'did ' || pg_temp.now_row('now/3', 'NONE', 'ABANDON', '1', '1', '5');
select is((select missed_calls from hotline.callback where kind = 'missed' and phone = '13800007777'), 1, 'once');
-- a dialect call: its queue rings who speaks it, and by the rule the others after a while
select 'did ' || pg_temp.act('demo_agent', $$select api.agent_set(gen_random_uuid(), 'ready')$$);
update hotline.person set skills = '{dialect}' where login = 'demo_agent2';
select is((select string_agg(membername || ':' || penalty, ' ' order by membername) from switch.queue_members where queue_name = 'dialect'), '1003:2 1004:1', 'who speaks the dialect comes first');
select is((select string_agg(time || '<' || max_penalty, ' ' order by time) from switch.queue_rules where rule_name = 'dialect'), '0<1 120<2', 'the others after the rule''s two minutes');
select * from finish();
rollback;
