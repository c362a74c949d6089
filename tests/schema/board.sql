-- The board: every figure counted by hand, now and by quarter-hour; whose agents and tickets a lead sees; spells.
\ir prepare.psql
select no_plan();

-- a day without others' calls and tickets; the moments below are within today whatever the hour
delete from hotline.call_quarter;
delete from hotline.ticket_quarter;
create temporary table q as
select hotline.quarter_of(hotline.day_start() + (now() - hotline.day_start()) / 2) as at, hotline.quarter_of(now()) as newest;
select is(hotline.quarter_of(timestamptz '2027-01-31 10:29:59.9+08'), '2027-01-31 10:15:00+08', 'the quarter-hour of a moment');

-- calls: five asked for a person in the newest quarter-hour, four were answered, after 5, 15, 20 and 100 s
create function pg_temp.calls(p_at timestamptz, variadic p_waits integer[]) returns void language sql as $$
    insert into hotline.call (phone, phone_masked, state, queued_at, answered_at)
    select '139', '****', case when s is null then 'abandoned' else 'ended' end, p_at, p_at + s * interval '1 second' from unnest(p_waits) s
$$;
create function pg_temp.quarter(p_at timestamptz, p_login text default 'demo_lead') returns text language sql as $$
    select pg_temp.ask(p_login, format('select concat_ws('' '', asked, answered, within_15, coalesce(mean_wait_seconds::text, ''-''), tickets, dispatched, precise)
                                        from api.board_quarters(24) where at = %L', p_at))
$$;
create function pg_temp.now_figures(p_login text default 'demo_lead') returns text language sql as $$
    select pg_temp.ask(p_login, 'select concat_ws('' '', asked, answered, within_15, coalesce(mean_wait_seconds::text, ''-''), tickets, dispatched, precise) from api.board_figures()')
$$;
select is(pg_temp.quarter(newest), '0 0 0 - 0 0 0', 'nothing yet, and no mean of nothing') from q;
select pg_temp.calls(newest + interval '1 second', 5, 15, 20, 100, null) from q;
select pg_temp.calls(at, 10) from q;
select is(pg_temp.quarter(newest), case when at = newest then '6 5 3 30 0 0 0' else '5 4 2 35 0 0 0' end, 'counted in their quarter-hour') from q;
select is(pg_temp.now_figures(), '6 5 3 30 0 0 0', 'and today: six asked, five answered, three within 15 s, 30 s on the mean');
select is(pg_temp.ask('demo_agent', 'select concat_ws('' '', asked, answered, within_15, mean_wait_seconds) from api.queue_figures()'), '6 5 3 30', 'the agents'' own head says the same');

-- a call that waits has not asked in vain; it counts where it entered the queue, when it is answered or given up
select pg_temp.ask('demo_switch', 'select api.call_arrive(gen_random_uuid(), ''13800000001'')');
select pg_temp.ask('demo_switch', 'select api.call_arrive(gen_random_uuid(), ''13800000002'')');
update hotline.call set queued_at = (select newest from q) - interval '40 minutes' where phone = '13800000001';
select is(pg_temp.ask('demo_lead', 'select string_agg(phone_masked, '' '') from api.board_queue()'), '138****0001 138****0002', 'who waits, longest first');
select is(pg_temp.ask('demo_lead', 'select concat_ws('' '', waiting, longest_since = (select min(queued_at) from api.board_queue()), asked) from api.board_figures()'), '2 t 6', 'two wait, and have not counted');
select pg_temp.ask('demo_agent', 'select api.agent_set(gen_random_uuid(), ''ready'')');
select pg_temp.ask('demo_agent', format('select api.call_take(gen_random_uuid(), %s)', id)) from hotline.call where phone = '13800000001';
select is(pg_temp.ask('demo_lead', format('select concat_ws('' '', asked, answered, within_15) from api.board_quarters(24) where at = %L', newest - interval '45 minutes')),
          case when at = newest - interval '45 minutes' then '2 2 1' else '1 1 0' end, 'answered late: in the quarter-hour in which it came') from q;
select pg_temp.ask('demo_switch', format('select api.call_end(gen_random_uuid(), %s)', id)) from hotline.call where phone = '13800000002';
select is(pg_temp.ask('demo_lead', format('select concat_ws('' '', asked, answered) from api.board_quarters(24) where at = %L', hotline.quarter_of(queued_at))),
          case when at = newest then '7 5' else '6 4' end, 'given up: asked, not answered') from q, hotline.call where phone = '13800000002';

-- what is kept is what a count of the calls themselves gives
select results_eq('select at, sum(asked)::bigint, sum(answered)::bigint, sum(within_15)::bigint, sum(waited) from hotline.call_quarter group by at having sum(asked) > 0 order by at',
    'select hotline.quarter_of(queued_at), count(*) filter (where state <> ''waiting''), count(answered_at),
            count(*) filter (where answered_at - queued_at <= interval ''15 s''), coalesce(sum(answered_at - queued_at), interval ''0'')
     from hotline.call group by 1 order by 1', 'nothing is lost or counted twice');

-- tickets: in the quarter-hour of their acceptance; precise is what was never returned nor dispatched again
create temporary table t as select pg_temp.ticket('dispatched') as good, pg_temp.ticket('returned') as returned, pg_temp.ticket('dispatched') as again,
    pg_temp.ticket('draft') as draft;
select is(pg_temp.ask('demo_lead', 'select concat_ws('' '', tickets, dispatched, precise) from api.board_figures()'), '3 3 2', 'three dispatched, one returned, a draft is none');
select is(pg_temp.act('demo_lead', pg_temp.step(again, 'redispatch')), 'ok', 'dispatched again') from t;
select is(pg_temp.act('demo_agent', pg_temp.submit('answer')), 'ok', 'and one answered directly');
select is(pg_temp.ask('demo_lead', 'select concat_ws('' '', tickets, dispatched, precise) from api.board_figures()'), '4 3 1', 'four tickets, of three dispatched one precisely');
select is(pg_temp.act('demo_lead', pg_temp.step(returned, 'uphold')), 'ok', 'sent back to its unit') from t;
select is(pg_temp.act('demo_unit', pg_temp.step(returned, 'return')), 'return_binding', 'where it stays') from t;
select is(pg_temp.ask('demo_lead', 'select sum(precise) from api.board_quarters(1)'), '1', 'a return stays one');
select is(pg_temp.act('demo_agent', pg_temp.submit('dispatch', pg_temp.form(), null, draft)), 'ok', 'the draft goes out') from t;
select is(pg_temp.ask('demo_lead', format('select concat_ws('' '', tickets, dispatched, precise) from api.board_quarters(24) where at = %L', hotline.quarter_of(accepted_at))), '5 4 2', 'all of this quarter-hour')
from hotline.ticket, t where id = t.draft;
select results_eq('select at, sum(tickets)::bigint, sum(dispatched)::bigint, sum(dispatched - misdirected)::bigint from hotline.ticket_quarter group by at having sum(tickets) > 0 order by at',
    'select hotline.quarter_of(accepted_at), count(*), count(dispatched_at), count(dispatched_at) filter (where not exists (select from hotline.event e
            where e.ticket_id = ticket.id and e.action in (''return'', ''redispatch''))) from hotline.ticket where state <> ''draft'' group by 1 order by 1', 'as the timeline tells it');

-- spells: one is written when it ends, whoever ends it
create function pg_temp.since(p_login text, p_span interval) returns void language sql as $$
    update hotline.agent_state set since = now() - p_span where person_id = (select id from hotline.person where login = p_login)
$$;
create function pg_temp.row_of(p_login text, p_columns text, p_by text default 'demo_lead', p_filter text default 'all') returns text language sql as $$
    select pg_temp.ask(p_by, format('select concat_ws('' '', %s) from api.board_agents(%L, null, null, null, 200) where number = %L', p_columns, p_filter, number))
    from hotline.person where login = p_login
$$;
select is((select string_agg(s.state, ' ' order by s.id) from hotline.agent_spell s join hotline.person p on p.id = s.person_id where login = 'demo_agent'), 'ready', 'ready ended with the call that was taken');
select is(pg_temp.row_of('demo_agent', 'state, call, coalesce(after_call_seconds::text, ''-'')'), 'talking 138****0001  -', 'in a call, with its number; no after-call work yet');
select is(pg_temp.act('demo_agent', format('select api.call_end(gen_random_uuid(), %s)', id)), 'ok', 'the call ends') from hotline.call where phone = '13800000001';
select pg_temp.since('demo_agent', interval '40 s');
select pg_temp.ask('demo_agent', pg_temp.submit('silent', pg_temp.form(), id)) from hotline.call where phone = '13800000001';
select is(pg_temp.row_of('demo_agent', 'state, call, after_call_seconds between 40 and 50'), 'ready  t', 'its record ends the after-call work, 40 s');
insert into hotline.agent_spell (person_id, state, from_at, to_at)
select id, state, greatest(now() - interval '1 hour', hotline.day_start()) - before, greatest(now() - interval '1 hour', hotline.day_start()) - before + span
from hotline.person, (values ('after_call', interval '0', interval '20 s'), ('after_call', interval '1 day', interval '1 hour'), ('talking', interval '0', interval '9 min')) v (state, before, span)
where login = 'demo_agent';
select is(pg_temp.row_of('demo_agent', 'round(after_call_seconds)'), '30', 'the mean of today''s after-call spells: 40 and 20 s, neither yesterday''s nor talks');
select throws_ok('update hotline.agent_spell set state = ''ready''', 'HL001', null, 'a spell is not changed afterwards');

-- after-call work that is too long by the setting
select pg_temp.ask('demo_admin', 'select api.admin_import(gen_random_uuid(), ''settings'', ''[{"key": "after_call_limit", "value": "60"}]'')');
select pg_temp.call_of('demo_agent2');
select pg_temp.ask('demo_agent2', 'select api.call_end(gen_random_uuid(), call_id) from api.me()');
select is(pg_temp.row_of('demo_agent2', 'state, too_long_at = since + interval ''60 s'''), 'after_call t', 'when it will be too long');
select is(pg_temp.row_of('demo_agent2', 'state', 'demo_lead', 'after_call_long'), null, 'not yet');
select pg_temp.since('demo_agent2', interval '61 s');
select is(pg_temp.row_of('demo_agent2', 'state', 'demo_lead', 'after_call_long'), 'after_call', 'now it is');

-- tickets of an agent: open, due today, overdue; finished ones are open but nothing that is late
create function pg_temp.agents_ticket(p_login text, p_state text, p_due timestamptz, p_area text default 'QL0101') returns void language sql as $$
    insert into hotline.ticket (number, state, accepted_by, area_id, unit_id, due_at, working_days, title, finished_at, closed_at, closing)
    select 'B' || (random() * 1e12)::bigint, p_state, (select id from hotline.person where login = p_login), (select id from hotline.area where code = p_area), pg_temp.unit(),
           p_due, 5, '测试', case when p_state = 'finished' then now() end, case when p_state = 'closed' then now() end, case when p_state = 'closed' then 'rated' end
$$;
select pg_temp.agents_ticket('demo_agent3', state, due)
from (values ('handling', hotline.day_start() + interval '1 day - 1 us'), ('dispatched', now() - interval '3 days'), ('returned', now() - interval '2 days'),
             ('handling', now() + interval '9 days'), ('finished', now() - interval '5 days'), ('closed', now() - interval '5 days')) v (state, due);
select is(pg_temp.row_of('demo_agent3', 'open, due, overdue'), '5 1 2', 'five open, one due today, two overdue');
select is(pg_temp.ask('demo_lead', 'select string_agg(number, '' '') from api.board_agents(''late_tickets'')'), '1005', 'who has tickets overdue');
select is(pg_temp.ask('demo_lead', format('select concat_ws('' '', count(*), count(*) filter (where kind = ''open''), min(at)) from api.board_agent_day(%s)', id)),
          (select concat_ws(' ', 5 + 6, 5, min(due_at)) from hotline.ticket t where t.accepted_by = p.id and closed_at is null), 'the day: five open, six accepted')
from hotline.person p where login = 'demo_agent3';
select is(pg_temp.ask('demo_lead', format('select string_agg(state, '' '' order by at) from api.board_agent_day(%s) where kind = ''spell'' and (until_at is null or until_at - at > interval ''30 s'')', id)),
          'talking after_call ready', 'and what an agent was in, the spell that goes on too') from hotline.person where login = 'demo_agent';

-- order and pages: after-call work, talking, ready, break, offline, who is longest in it first
select pg_temp.ask(login, 'select api.agent_set(gen_random_uuid(), ''break'', ''用餐'')') from unnest(array['demo_agent5', 'demo_agent6']) login;
select pg_temp.since('demo_agent5', interval '1 hour');
select is(pg_temp.ask('demo_lead', 'select string_agg(number || '' '' || state, '', '') from api.board_agents(''on_shift'')'),
          '1004 after_call, 1003 ready, 1007 break, 1008 break', 'on the shift, in order');
select is(pg_temp.row_of('demo_agent5', 'reason'), '用餐', 'why on a break');
create function pg_temp.pages(p_size integer) returns text language plpgsql as $$
declare
    v_all text; v_row record; v_rank integer; v_since bigint; v_id bigint;
begin
    perform set_config('session_authorization', 'demo_lead', true);
    loop
        select string_agg(number, ' ' order by n) as numbers, count(*) as n into v_row from (select *, row_number() over () as n
            from api.board_agents('all', v_rank, v_since, v_id, p_size)) r;
        exit when v_row.n = 0;
        v_all := concat_ws(' ', v_all, v_row.numbers);
        select rank, (extract(epoch from coalesce(since, 'epoch')) * 1000000)::bigint, id into v_rank, v_since, v_id from api.board_agents('all', null, null, null, 200)
        where number = right(v_row.numbers, 4);
    end loop;
    reset session authorization;
    return v_all;
exception when others then
    reset session authorization;
    raise;
end
$$;
select is(pg_temp.pages(3), pg_temp.pages(200), 'page by page each once, in the same order');
select is(pg_temp.act('demo_lead', 'select * from api.board_agents(''unheard-of'')'), '22023', 'an unknown filter');

-- a lead of one district: the agents of it and those of none, tickets of its areas; the queue is the centre's
update hotline.person set district_id = (select id from hotline.area where code = 'QL02') where login in ('demo_lead2', 'demo_agent5');
update hotline.person set district_id = (select id from hotline.area where code = 'QL01') where login = 'demo_agent6';
select is(pg_temp.ask(login, 'select string_agg(number, '' '' order by number) from api.board_agents(''break'')'), want, login || ' sees ' || want)
from (values ('demo_lead', '1007 1008'), ('demo_admin', '1007 1008'), ('demo_lead2', '1007')) v (login, want);
select is(pg_temp.ask(login, 'select on_break from api.board_figures()'), want, login || ' counts ' || want)
from (values ('demo_lead', '2'), ('demo_lead2', '1'), ('demo_admin', '2')) v (login, want);
select is(pg_temp.ask('demo_lead2', format('select count(*) from api.board_agent_day(%s)', id)), '0', 'nothing of another district''s agent') from hotline.person where login = 'demo_agent6';
select isnt(pg_temp.ask('demo_lead', format('select count(*) from api.board_agent_day(%s)', id)), '0', 'the city''s lead reads it') from hotline.person where login = 'demo_agent6';
select pg_temp.agents_ticket('demo_agent3', 'handling', now() - interval '1 day', 'QL0201');
select is(pg_temp.row_of('demo_agent3', 'open, due, overdue', 'demo_lead2'), '1 0 1', 'of an agent without a district the tickets of the own areas');
select is(pg_temp.ask('demo_lead2', format('select count(*) from api.board_agent_day(%s) where kind <> ''spell''', id)), '2', 'and only those in the day') from hotline.person where login = 'demo_agent3';
select is(pg_temp.ask(login, 'select tickets from api.board_figures()'), want, login || '''s tickets of today: ' || want)
from (values ('demo_lead2', '1'), ('demo_lead', '13'), ('demo_admin', '13')) v (login, want);
select is(pg_temp.ask('demo_lead2', 'select asked from api.board_figures()'), pg_temp.ask('demo_lead', 'select asked from api.board_figures()'), 'calls are the centre''s');

-- whose it is to see
select is(pg_temp.act(login, format('select * from api.%s', f)), '42501', f || ' is not for ' || login)
from unnest(array['demo_agent', 'demo_unit', 'demo_switch']) login,
     unnest(array['board_agents(''all'')', 'board_agent_day(1)', 'board_queue()', 'board_figures()', 'board_quarters()']) f;

select * from finish();
rollback;
