-- Callbacks: what is owed, when, to whom it falls, and what comes of it.
\ir prepare.psql
select no_plan();
set local timezone = 'Asia/Shanghai';
-- nobody is connected in here: whoever claims is there, until the test says otherwise
create temporary table here as select id from hotline.person;
grant select on here to public;
create or replace function hotline.present(p_person bigint) returns boolean language plpgsql as $$
begin return exists (select from pg_temp.here where id = p_person); end $$;
-- the tests run at any hour
update hotline.setting set value = '00:00' where key in ('quiet_from', 'quiet_until');

create function pg_temp.as_json(p_login text, p_sql text) returns jsonb language sql as $$ select pg_temp.ask(p_login, p_sql)::jsonb $$;
create function pg_temp.claim(p_id bigint) returns text language sql as $$ select format('select api.callback_claim(gen_random_uuid(), %L)', p_id) $$;
create function pg_temp.attempt(p_id bigint, p_outcome text default 'no_answer') returns text language sql as
$$ select format('select api.callback_attempt(gen_random_uuid(), %L, %L, '''')', p_id, p_outcome) $$;
create function pg_temp.ring(p_id bigint, p_outcome text default 'no_answer') returns text language sql as $$ select pg_temp.claiming(p_id, pg_temp.attempt(p_id, p_outcome)) $$;
create function pg_temp.miss(p_phone text) returns void language plpgsql as $$
declare
    v_call bigint := (pg_temp.as_json('demo_switch', format('select api.call_arrive(gen_random_uuid(), %L)', p_phone)) ->> 'call')::bigint;
begin
    perform pg_temp.ask('demo_switch', format('select api.call_end(gen_random_uuid(), %s)', v_call));
end $$;

-- quiet hours: over midnight, within a day, none; and where the clock jumps
update hotline.setting set value = '21:00' where key = 'quiet_from';
update hotline.setting set value = '08:00' where key = 'quiet_until';
select is(hotline.calling_time(said::timestamptz), meant::timestamptz, said) from (values
    ('2026-11-25 20:59:59', '2026-11-25 20:59:59'), ('2026-11-25 21:00', '2026-11-26 08:00'), ('2026-11-25 23:59', '2026-11-26 08:00'),
    ('2026-11-26 00:00', '2026-11-26 08:00'), ('2026-11-26 07:59', '2026-11-26 08:00'), ('2026-11-26 08:00', '2026-11-26 08:00')) v (said, meant);
update hotline.setting set value = 'Europe/Berlin' where key = 'timezone';
select is(hotline.calling_time(said::timestamptz), meant::timestamptz, said) from (values
    ('2026-03-28 22:00+01', '2026-03-29 08:00+02'), ('2026-10-24 22:00+02', '2026-10-25 08:00+01')) v (said, meant);
update hotline.setting set value = 'Asia/Shanghai' where key = 'timezone';
update hotline.setting set value = '12:00' where key = 'quiet_from';
update hotline.setting set value = '14:00' where key = 'quiet_until';
select is(hotline.calling_time('2026-11-25 13:00'), '2026-11-25 14:00', 'a rest at noon');
select is(hotline.calling_time('2026-11-25 23:00'), '2026-11-25 23:00', 'and none at night');

-- times as they are said, on Wednesday 2026-11-25 at 10:00
select is(hotline.time_meant(said, '2026-11-25 10:00'), meant::timestamp, said) from (values
    ('10:30', '2026-11-25 10:30'), ('9:30', '2026-11-26 09:30'), ('下午3点', '2026-11-25 15:00'), ('15点半', '2026-11-25 15:30'),
    ('明天10:00', '2026-11-26 10:00'), ('后天 上午9点', '2026-11-27 09:00'), ('tomorrow 8:15', '2026-11-26 08:15'),
    ('周四 10:00', '2026-11-26 10:00'), ('周四10点', '2026-11-26 10:00'), ('thu 10:00', '2026-11-26 10:00'), ('星期三 11:00', '2026-11-25 11:00'), ('周三 9:00', '2026-12-02 09:00'),
    ('周一 9:00', '2026-11-30 09:00'), ('下周四 10:00', '2026-12-03 10:00'), ('周日 10:00', '2026-11-29 10:00'), ('sun 10:00', '2026-11-29 10:00'),
    ('11-26 9:30', '2026-11-26 09:30'), ('11月26日 9点30分', '2026-11-26 09:30'), ('2026-12-01 14:00', '2026-12-01 14:00'), ('1-5 9:00', '2027-01-05 09:00'),
    ('2个小时后', '2026-11-25 12:00'), ('两小时后', '2026-11-25 12:00'), ('半小时后', '2026-11-25 10:30'), ('半个小时后', '2026-11-25 10:30'), ('大后天 9:00', '2026-11-28 09:00'),
    ('本周五 9:00', '2026-11-27 09:00'), ('这周五下午三点', '2026-11-27 15:00'), ('10点5分', '2026-11-25 10:05'), ('明天十一点半', '2026-11-26 11:30'), ('十二点', '2026-11-25 12:00'), ('3pm', '2026-11-25 15:00'), ('thu 9am', '2026-11-26 09:00'),
    ('+30m', '2026-11-25 10:30'), ('2小时后', '2026-11-25 12:00'), ('1天后', '2026-11-26 10:00'), ('１０：３０', '2026-11-25 10:30'), (' 10:30 ', '2026-11-25 10:30'), ('中午1点', '2026-11-25 13:00'), ('明天中午12点', '2026-11-26 12:00'), ('晚上12点', null),
    ('明天', null), ('', null), ('25:00', null), ('10:75', null), ('2-30 9:00', null), ('尽快', null), ('回头10:00', null)) v (said, meant);
update hotline.setting set value = '00:00' where key in ('quiet_from', 'quiet_until');

-- a finished ticket owes its citizen a question, once
create temporary table f as select pg_temp.ticket('finished') as ticket;
alter table f add id bigint;
update f set id = pg_temp.callback_of(ticket);
select is((select concat_ws(' ', kind, phone_masked, citizen_name, attempts, due_at <= now() + interval '1 minute') from hotline.callback c where c.id = f.id),
    'satisfaction 138****1111 王女士 0 t', 'owed at once') from f;

-- claims
select is(pg_temp.ask('demo_agent', pg_temp.claim(id)), format('{"phone": "13812341111", "callback": %s}', id), 'who claims sees the number') from f;
select is(pg_temp.act('demo_agent2', pg_temp.claim(id)), 'callback_claimed', 'two never ring the same citizen') from f;
select is(pg_temp.act('demo_agent2', pg_temp.attempt(id), true), 'callback_claimed', 'nor does another record it') from f;
select is(pg_temp.ask('demo_agent2', format('select claimed_by from api.callback_list(''all'') where id = %s', id)), '1003 张敏', 'the list says who') from f;
select is(pg_temp.act('demo_agent', pg_temp.claim(id)), 'ok', 'claiming again is no error') from f;
select is(pg_temp.act('demo_unit', pg_temp.claim(id)), '42501', 'a unit rings nobody from here') from f;
select is((select count(*) from hotline.event e where e.ticket_id = f.ticket and action = 'claim' and who = '1003 张敏'), 2::bigint, 'who saw the number stands in the timeline') from f;
delete from pg_temp.here where id = (select id from hotline.person where login = 'demo_agent');
select is(pg_temp.act('demo_agent2', pg_temp.claim(id)), 'ok', 'a claim lapses when its holder is gone') from f;
select is(pg_temp.act('demo_agent2', 'select api.agent_set(gen_random_uuid(), ''ready'')'), 'ok', 'on shift');
select is(pg_temp.act('demo_agent2', 'select api.agent_set(gen_random_uuid(), ''leave'')'), 'ok', 'and off');
select is((select claimed_by from hotline.callback c where c.id = f.id), null, 'who leaves the shift gives it back') from f;
select is(pg_temp.act('demo_agent2', pg_temp.claim(id)), 'ok', 'claimed') from f;
update hotline.callback set claimed_at = now() - interval '31 minutes' where id = (select id from f);
select is(pg_temp.act('demo_agent3', pg_temp.claim(id), true), 'ok', 'a claim has its time') from f;
select is(pg_temp.act('demo_agent3', format('select api.callback_release(gen_random_uuid(), %s)', id)), 'ok', 'giving back what one does not have') from f;
select isnt((select claimed_by from hotline.callback c where c.id = f.id), null, 'does nothing') from f;
select is(pg_temp.act('demo_agent2', format('select api.callback_release(gen_random_uuid(), %s)', id)), 'ok', 'given back') from f;
select is((select claimed_by from hotline.callback c where c.id = f.id), null, 'it is anybody''s') from f;
insert into here select id from hotline.person where login = 'demo_agent';
update hotline.setting set value = to_char((now() at time zone 'Asia/Shanghai') - interval '1 hour', 'HH24:MI') where key = 'quiet_from';
update hotline.setting set value = to_char((now() at time zone 'Asia/Shanghai') + interval '1 hour', 'HH24:MI') where key = 'quiet_until';
select is(pg_temp.act('demo_agent', pg_temp.claim(id)), 'quiet_hours', 'nobody is rung in the quiet hours') from f;
update hotline.setting set value = '00:00' where key in ('quiet_from', 'quiet_until');

select is(pg_temp.ask('demo_agent', format('select api.callback_claim(''11111111-1111-4111-8111-111111111111'', %s) ->> ''phone''', id)), '13812341111', 'claimed') from f;
update hotline.callback set claimed_at = now() - interval '31 minutes' where id = (select id from f);
select is(pg_temp.ask('demo_agent', format('select api.callback_claim(''11111111-1111-4111-8111-111111111111'', %s) ->> ''phone''', id)), '', 'asked again after its time, the number is not told') from f;
select is(pg_temp.act('demo_agent', format('select api.callback_release(gen_random_uuid(), %s)', id)), 'ok', 'given back') from f;

-- attempts: again by itself, a bounded number of times
select is(pg_temp.act('demo_agent', pg_temp.attempt(id)), 'callback_not_claimed', 'nobody records a ringing that was not taken on') from f;
select is(pg_temp.act('demo_agent', pg_temp.ring(id, 'later')), 'field_bad outcome', 'an outcome is one of four') from f;
select is(pg_temp.act('demo_agent', pg_temp.ring(id)), 'ok', 'no answer') from f;
select is(pg_temp.act('demo_agent', pg_temp.attempt(id)), 'callback_not_claimed', 'one ringing, one outcome') from f;
select is((select concat_ws(' ', attempts, closing, date_trunc('hour', due_at - now() + interval '10 minutes')) from hotline.callback c where c.id = f.id), '1 02:00:00', 'due again in two hours') from f;
select is(pg_temp.ask('demo_agent', format('select count(*) from api.callback_list(''due'') where id = %s', id)), '0', 'and not before') from f;
select is(pg_temp.act('demo_agent', pg_temp.ring(id)), 'ok', 'no answer') from f;
select is(pg_temp.act('demo_agent', pg_temp.ring(id)), 'ok', 'no answer') from f;
select is((select concat_ws(' ', c.closing, t.state, t.closing) from hotline.callback c join hotline.ticket t on t.id = c.ticket_id where c.id = f.id), 'unreachable closed unreachable', 'the third closes it') from f;
select is(pg_temp.ask('demo_agent', format('select string_agg(outcome, '' '') from api.callback_attempts(%s)', id)), 'no_answer no_answer no_answer', 'with the record') from f;
select is(pg_temp.act('demo_agent', pg_temp.attempt(id)), 'callback_closed', 'it is done') from f;
create temporary table ended as select outcome, pg_temp.ticket('finished') as ticket from unnest(array['refused', 'wrong_number']) outcome;
select is(pg_temp.act('demo_agent', pg_temp.ring(pg_temp.callback_of(ticket), outcome)), 'ok', outcome) from ended;
select is((select t.closing from hotline.ticket t where t.id = ticket), case outcome when 'refused' then 'refused' else 'unreachable' end, outcome || ' ends it at once') from ended;

-- the rating, and what is done when it was not solved
create function pg_temp.rate(p_ticket bigint, p_solved text, p_satisfied text, p_reason text, p_follow_up text default '', p_why text default '') returns text language sql as $$
    select pg_temp.claiming(pg_temp.callback_of(p_ticket), format('select api.callback_rate(gen_random_uuid(), %L, ''yes'', %L, %L, %L, %L, %L)', pg_temp.callback_of(p_ticket), p_solved, p_satisfied, p_reason, p_follow_up, p_why)) $$;
create temporary table r as select follow_up, pg_temp.ticket('finished') as ticket from unnest(array['reopen', 'supervise', 'escalate', 'explain']) follow_up;
select is(pg_temp.act('demo_agent', pg_temp.rate(ticket, 'no', 'no', '没解决')), 'follow_up_missing follow_up', 'not solved: something is done') from r where follow_up = 'reopen';
select is(pg_temp.act('demo_agent', pg_temp.rate(ticket, 'no', 'no', '没解决', 'forget', 'x')), 'field_bad follow_up', 'one of four things') from r where follow_up = 'reopen';
select is(pg_temp.act('demo_agent', pg_temp.rate(ticket, 'no', 'no', '没解决', follow_up, '　')), 'reason_missing follow_up_reason', 'with its reason') from r;
select is(pg_temp.act('demo_agent', pg_temp.rate(ticket, 'yes', 'yes', '', follow_up, 'x')), 'follow_up_needless follow_up', 'what is well is closed') from r;
update hotline.unit set superior_id = pg_temp.unit('HB') where id = pg_temp.unit();
select is(pg_temp.act('demo_agent', pg_temp.rate(ticket, 'no', 'no', '没解决', follow_up, '再办')), 'ok', follow_up) from r;
select results_eq('select r.follow_up, t.state, t.round, t.supervised, t.escalated, u.code, t.finished_at is null, t.working_days from r join hotline.ticket t on t.id = r.ticket join hotline.unit u on u.id = t.unit_id order by 1',
    $$values ('escalate', 'dispatched', 2, false, true, 'HB', true, 1), ('explain', 'closed', 1, false, false, 'CG', false, 5),
             ('reopen', 'dispatched', 2, false, false, 'CG', true, 5), ('supervise', 'dispatched', 2, true, false, 'CG', true, 2)$$, 'each goes its way');
select is((select t.due_at from hotline.ticket t where t.id = ticket), (select due_at from hotline.deadline(now(), case follow_up when 'reopen' then 5 when 'supervise' then 2 else 1 end)), follow_up || ': the clock starts anew') from r where follow_up <> 'explain';
select is((select reason from hotline.event e where e.ticket_id = ticket and action in (follow_up, 'rate')), E'没解决\n再办', follow_up || ': both reasons are kept') from r;
select is((select concat_ws(' ', solved, follow_up) from hotline.citizen_rating c where c.ticket_id = r.ticket), 'no ' || follow_up, follow_up || ': so is the rating') from r;
-- the second round has its own talk and its own rating
create temporary table again as select ticket from r where follow_up = 'reopen';
select is(pg_temp.act('demo_unit', pg_temp.step(ticket, 'return')), 'return_binding', 'the same unit cannot send it on') from again;
select is(pg_temp.act('demo_unit', pg_temp.step(ticket, 'receive')), 'ok', 'accepted again') from again;
select is(pg_temp.act('demo_unit', pg_temp.step(ticket, 'finish')), 'communication_missing', 'the talk of the first round does not count') from again;
select is(pg_temp.act('demo_unit', pg_temp.step(ticket, step)), 'ok', step) from again, unnest(array['talk', 'tell', 'finish']) step;
select is(pg_temp.act('demo_agent', pg_temp.rate(ticket, 'yes', 'yes', '')), 'ok', 'asked again') from again;
select is((select string_agg(round || solved, ' ' order by round) from hotline.citizen_rating c where c.ticket_id = again.ticket), '1no 2yes', 'each round has its rating') from again;
create temporary table extended as select ticket from r where follow_up = 'supervise';
update hotline.ticket set accepted_at = accepted_at - interval '40 days' where id = (select ticket from extended);
select is(pg_temp.act(login, pg_temp.step(ticket, step)), 'ok', step) from extended, (values ('demo_unit', 'receive'), ('demo_unit', 'ask_extension'), ('demo_lead', 'grant_extension')) v (login, step);
select is((select t.due_at from hotline.ticket t where t.id = ticket), (select due_at from hotline.deadline(now(), 7)), 'more days are counted from where the clock started anew') from extended;
create temporary table desk as select (pg_temp.as_json('demo_agent', pg_temp.submit('dispatch', pg_temp.form('{"confidential": "true"}'))) ->> 'ticket')::bigint as ticket;
select is(pg_temp.act(case step when 'talk' then 'demo_agent' when 'tell' then 'demo_agent' else 'demo_unit' end, pg_temp.step(ticket, step)), 'ok', step)
from desk, unnest(array['receive', 'talk', 'tell', 'finish']) step;
select is(pg_temp.act('demo_agent', pg_temp.claim(pg_temp.callback_of(ticket))), 'rater_is_handler', 'who talked for the unit does not ring') from desk;
select is(pg_temp.act('demo_agent', pg_temp.step(ticket, 'rate')), 'rater_is_handler', 'who talked for the unit does not rate it') from desk;
select is(pg_temp.act('demo_agent2', pg_temp.step(ticket, 'rate')), 'ok', 'another does') from desk;

-- missed calls
select pg_temp.miss('13700007777') from generate_series(1, 5);
create temporary table m as select id from hotline.callback where phone_key = '13700007777';
select is((select string_agg(kind || ' ' || missed_calls, ',') from hotline.callback where phone_key = '13700007777'), 'missed 5', 'five missed calls of one number are one callback');
select pg_temp.miss('');
select is((select count(*) from hotline.callback where phone_key = ''), 0::bigint, 'a number that is withheld cannot be rung');
select is(pg_temp.act('demo_agent', pg_temp.claim(id)), 'ok', 'claimed') from m;
create temporary table rings as select pg_temp.call_of('demo_agent4', '+86 137 0000 7777') as call;
select is((select closing from hotline.callback c where c.id = m.id), 'called_in', 'who calls again and is answered is not rung') from m;
select pg_temp.miss('13700008888');
create temporary table n as select id, call_id from hotline.callback where phone_key = '13700008888';
select is(pg_temp.act('demo_agent', pg_temp.submit('dispatch', pg_temp.form(), call_id), true), 'not_your_call', 'who has not claimed it records nothing') from n;
select is(pg_temp.act('demo_agent', pg_temp.claiming(id, format('select api.callback_rate(gen_random_uuid(), %s, ''yes'', ''yes'', ''yes'', '''')', id))), 'field_bad callback', 'a missed caller is not asked for a rating') from n;
select is(pg_temp.act('demo_agent', pg_temp.claim(id)), 'ok', 'claimed') from n;
select pg_temp.miss('13700008888');
select is(pg_temp.act('demo_agent', pg_temp.submit('dispatch', pg_temp.form('{"phone": ""}'), call_id)), 'ok', 'and the caller''s matter is recorded, though missed again meanwhile') from n;
select is((select concat_ws(' ', c.closing, t.phone) from hotline.callback c join hotline.ticket t on t.call_id = c.call_id where c.id = n.id), 'reached 13700008888', 'with the number of the missed call; that closes it') from n;
select pg_temp.miss('13700009999');
select is(pg_temp.act('demo_agent', pg_temp.claiming(c.id, format('select api.callback_reached(gen_random_uuid(), %s, %L)', c.id, v.note))), want, want)
from hotline.callback c, (values (1, '', 'field_missing text'), (2, '已解答', 'ok'), (3, '已解答', 'callback_closed')) v (n, note, want)
where phone_key = '13700009999' order by n;

-- promises
create temporary table talking as select pg_temp.call_of('demo_agent5', '13600001111') as call;
create function pg_temp.promise(p_call bigint, p_when text, p_note text default '告知进展', p_phone text default '') returns text language sql as $$
    select format('select api.callback_promise(gen_random_uuid(), null, %L, %L, '''', %L, %L)', p_call, p_phone, p_when, p_note) $$;
select is(pg_temp.act('demo_agent5', pg_temp.promise(call, said)), want, said) from talking, (values ('尽快', 'time_unclear when'), ('', 'field_missing when'), ('2020-01-01 10:00', 'time_past when')) v (said, want);
select is(pg_temp.act('demo_agent5', pg_temp.promise(call, '明天10:00', '')), 'field_missing text', 'a promise of something') from talking;
select is(pg_temp.act('demo_agent5', pg_temp.promise(null, '明天10:00')), 'field_missing phone', 'to somebody');
select is(pg_temp.act('demo_agent', pg_temp.promise(call, '明天10:00', '告知进展', '13600001111')), 'not_found', 'another''s call') from talking;
select is(pg_temp.act('demo_agent', pg_temp.promise(0, '明天10:00', '告知进展', '13600001111')), 'not_found', 'no call');
update hotline.setting set value = '21:00' where key = 'quiet_from';
update hotline.setting set value = '08:00' where key = 'quiet_until';
select is(pg_temp.act('demo_agent5', pg_temp.promise(call, '明天22:00')), 'quiet_hours when', 'not at night') from talking;
select is(pg_temp.act('demo_agent5', pg_temp.promise(call, '明天10:00')), 'ok', 'promised') from talking;
select is((select concat_ws(' ', kind, phone, c.note, due_at = (now() at time zone 'Asia/Shanghai')::date + 1 + time '10:00', p.login) from hotline.callback c join hotline.person p on p.id = c.person_id where c.call_id = talking.call),
    'promised 13600001111 告知进展 t demo_agent5', 'to the number of the call, by the one who gave it') from talking;
update hotline.setting set value = '00:00' where key in ('quiet_from', 'quiet_until');
select is(pg_temp.ask('demo_agent5', 'select count(*) from api.callback_list(''own'')'), '1', 'among mine');
select is(pg_temp.ask('demo_agent5', 'select count(*) from api.callback_list(''due'') where kind = ''promised'''), '0', 'not due yet');

-- who sees what: a lead the own districts', nobody else but the desk any
create temporary table seen as select pg_temp.ticket('finished') as ticket;
select is((select count(*) from hotline.callback where closed_at is null and area_id is not null) > 0, true, 'there is something to see');
update hotline.person set district_id = (select id from hotline.area where code = 'QL02') where login = 'demo_lead';
select is(pg_temp.ask('demo_lead', 'select count(*) from api.callback_list(''all'') where area like ''东湖区%'''), '0', 'a lead of another district');
select is(pg_temp.act('demo_unit', 'select api.callback_list(''all'')'), '42501', 'no unit');

-- pages, by key: each once, promises first
create function pg_temp.pages(p_login text, p_filter text, p_size integer) returns bigint[] language plpgsql as $$
declare
    v_all bigint[] := '{}';
    v_last record;
    v_page record;
begin
    select null::bigint as id, null::integer as rank, null::timestamptz as due_at into v_last;
    loop
        select array_agg(id) as ids, (array_agg(to_jsonb(l)))[count(*)] as last into v_page
        from jsonb_to_recordset(pg_temp.as_json(p_login, format('select jsonb_agg(l) from api.callback_list(%L, %L, %L, %L, %s) l', p_filter,
            v_last.rank, (extract(epoch from v_last.due_at) * 1000000)::bigint, v_last.id, p_size))) as l (id bigint, rank integer, due_at timestamptz);
        exit when v_page.ids is null;
        v_all := v_all || v_page.ids;
        select * into v_last from jsonb_to_record(v_page.last) as r (id bigint, rank integer, due_at timestamptz);
    end loop;
    return v_all;
end $$;
insert into hotline.callback (kind, call_id, person_id, ticket_id, phone, phone_masked, due_at)
select kind, (select min(id) from hotline.call), 1, null, '1370000' || lpad(i::text, 4, '0'), '', now() + (i % 7 - 3) * interval '1 hour'
from generate_series(1, 40) i, unnest(array['promised', 'missed']) kind;
select is(pg_temp.pages('demo_agent2', 'all', 7), (select array_agg(id order by case kind when 'promised' then 1 when 'missed' then 2 else 3 end, due_at, id)
    from hotline.callback where closed_at is null), 'each once, promises first, then who was missed, then the ratings');
select is(pg_temp.ask('demo_agent2', 'select count(*) from api.callback_list(''due'', p_limit => 200) where due_at > now()'), '0', 'what is due is due');
select throws_ok('select api.callback_list(''nonsense'')', null, null, 'no such filter');

select * from finish();
rollback;
