-- The transition table: as reviewed, and obeyed for every state, action and role.
\ir prepare.psql
select no_plan();

\set expected `cat tests/schema/expected/transition.txt`
select is((select string_agg(concat_ws(' ', machine, action, from_state, '->', to_state, actors, needs,
                             case when needs_reason then 'reason' end), E'\n' order by machine, from_state, action)
           from hotline.transition), :'expected', 'the transition table is the one that was reviewed');

-- every state x action x role: done when the table has it, else refused with the right code
create temporary table sample as select state, pg_temp.ticket(state) as id
    from unnest(array['none', 'draft', 'dispatched', 'handling', 'returned', 'finished', 'closed']) state;
create temporary table trial as
select s.state, a.action, p.role, p.login,
       case when p.role = 'unit' and a.action = any ('{save,answer,decline,transfer,silent,abusive,dispatch,grant_extension,deny_extension,redispatch,rate,ring_back,give_up,reopen,supervise,escalate,join,merge,unmerge,reassign,mend}') then '42501'
            when p.role = 'admin' and a.action not in ('reassign', 'redispatch') then '42501'
            when p.role <> 'unit' and a.action = any ('{finish,ask_extension,contribute}') then '42501'
            when p.role = 'agent' and a.action = any ('{grant_extension,deny_extension,redispatch,merge,unmerge,reassign,mend}') then '42501'
            when p.role = 'agent' and a.action in ('supervise', 'escalate') and s.state <> 'finished' then '42501'
            when not exists (select from hotline.transition t where t.machine = 'ticket' and t.action = a.action and p.role = any (t.actors)) then 'not_your_role'
            when a.action = any ('{rate,ring_back,give_up,reopen}') and s.state <> 'finished'
                then case s.state when 'closed' then 'callback_closed' else 'not_found' end
            when not exists (select from hotline.transition t where t.machine = 'ticket' and t.action = a.action and t.from_state = s.state)
                then case a.action when 'reassign' then 'tickets_unfit' else 'not_in_state' end
            when a.action = 'finish' then 'communication_missing'
            when a.action = 'communicate' and p.role <> 'unit' then 'unit_must_talk'
            when a.action = 'unmerge' then 'not_merged'
            when a.action = 'contribute' then 'not_co_unit'
            when a.action in ('grant_extension', 'deny_extension') then 'extension_none'
            else 'ok' end as want,
       s.id
from sample s
cross join (select distinct action from hotline.transition where machine = 'ticket') a
cross join (values ('agent', 'demo_agent'), ('lead', 'demo_lead'), ('unit', 'demo_unit'), ('admin', 'demo_admin')) p (role, login)
-- a form without a ticket is new; steps need one
where s.state <> 'none' or a.action in (select action from hotline.transition where from_state = 'none');
-- another's draft is not to be seen: it does not exist for the others
update trial set want = 'not_found' where state = 'draft' and role = 'unit' and want not in ('42501')
    and action not in (select action from hotline.transition where from_state = 'none');
select is(pg_temp.act(login, pg_temp.step(id, action), true), want, format('%s %s by %s', state, action, role))
from trial order by state, action, role;

select is(pg_temp.act('demo_admin', 'select api.call_take(gen_random_uuid())'), '42501', 'the administrator takes no calls');

-- calls and agents
select is(pg_temp.act('demo_agent3', 'select api.call_take(gen_random_uuid())'), 'not_ready', 'a call is taken by a ready agent only');
select is(pg_temp.act('demo_agent3', 'select api.agent_set(gen_random_uuid(), ''ready'')'), 'ok', 'offline to ready');
select is(pg_temp.act('demo_agent3', 'select api.agent_set(gen_random_uuid(), ''ready'')'), 'ok', 'ready again is no error');
select is(pg_temp.act('demo_agent3', 'select api.agent_set(gen_random_uuid(), ''talk'')'), 'field_bad action', 'talking cannot be set by hand');
select is(pg_temp.act('demo_agent3', 'select api.call_take(gen_random_uuid())'), 'no_call_waiting', 'nothing to take');
create temporary table talk as select pg_temp.call_of('demo_agent3') as id;
select is(pg_temp.act('demo_agent3', 'select api.call_take(gen_random_uuid())'), 'already_talking', 'one call at a time');
select is(pg_temp.act('demo_agent3', 'select api.agent_set(gen_random_uuid(), ''break'')'), 'not_in_state', 'no break in a call');
select is(pg_temp.act('demo_agent4', format('select api.call_end(gen_random_uuid(), %s)', id)), 'not_your_call', 'only one''s own call') from talk;
select is(pg_temp.act('demo_agent3', format('select api.call_end(gen_random_uuid(), %s)', id)), 'ok', 'hang up') from talk;
select is(pg_temp.ask('demo_agent3', 'select state from api.me()'), 'after_call', 'then after-call work');
select is(pg_temp.act('demo_agent3', 'select api.agent_set(gen_random_uuid(), ''ready'')'), 'call_without_record', 'every answered call leaves a record');
select is(pg_temp.act('demo_agent3', pg_temp.submit('silent', '{}', id)), 'ok', 'a silent call is a record') from talk;
select is(pg_temp.ask('demo_agent3', 'select state from api.me()'), 'ready', 'with the record made, ready again');
select is(pg_temp.act('demo_agent3', pg_temp.submit('silent', '{}', id)), 'call_has_record', 'one record a call') from talk;
select is(pg_temp.act('demo_agent4', 'select api.agent_set(gen_random_uuid(), ''ready'')'), 'ok', 'the other goes ready');
select is(pg_temp.act('demo_agent4', format('select api.call_take(gen_random_uuid(), %s)', id)), 'call_taken', 'a call that somebody has') from talk;
select is(pg_temp.act('demo_agent4', 'select api.call_take(gen_random_uuid(), 999999999)'), 'not_found', 'a call that is none');
create temporary table gone as select (pg_temp.ask('demo_switch', 'select api.call_arrive(gen_random_uuid(), ''13700000000'')')::jsonb ->> 'call')::bigint as id;
select is(pg_temp.ask('demo_switch', format('select api.call_end(gen_random_uuid(), %s)', id)), '{"state": "abandoned"}', 'a caller gives up') from gone;
select is(pg_temp.act('demo_agent4', format('select api.call_take(gen_random_uuid(), %s)', id)), 'call_gone', 'and cannot be taken') from gone;

-- nobody slips out of after-call work, or is kept out of the queue
create temporary table slip as select pg_temp.call_of('demo_agent5') as id;
select is(pg_temp.act('demo_agent5', format('select api.call_end(gen_random_uuid(), %s)', id)), 'ok', 'a call ends') from slip;
select is(pg_temp.act('demo_agent5', 'select api.agent_set(gen_random_uuid(), ''leave'')'), 'call_without_record', 'going home needs the record too');
create temporary table hidden as
select number, (pg_temp.ask('demo_switch', format('select api.call_arrive(gen_random_uuid(), %L, null, 999999)', number))::jsonb ->> 'call')::bigint as id
from unnest(array['', null, 'anonymous', 'abc; drop']) number;
select is((select array_agg(phone || '.' || phone_masked || '.' || state) from hotline.call where call.id in (select id from hidden)),
          array_fill('..waiting'::text, array[4]), 'callers without a number wait like everybody');
select is(pg_temp.ask('demo_agent', 'select sum(month_calls + open_tickets) from api.calls_waiting() where phone_masked = '''''), '0', 'and are not one another');
select is((select count(distinct id) from (select (pg_temp.ask('demo_switch', 'select api.call_arrive(gen_random_uuid(), ''13700000009'', ''switch-1'')')::jsonb ->> 'call')::bigint as id
           from generate_series(1, 2)) twice), 1::bigint, 'the same call of the switch is one call');

-- no step of handling is a way out of the form
select is(pg_temp.act(p.login, pg_temp.submit(a.action, pg_temp.form(), null, s.id), true),
          case when a.action not in (select action from hotline.transition where from_state = 'none') then 'field_bad way'
               when s.state = 'draft' then 'ok' else 'not_in_state' end, format('%s as a way by %s in %s', a.action, p.login, s.state))
from sample s, (select distinct action from hotline.transition where machine = 'ticket') a, (values ('demo_agent'), ('demo_lead')) p (login)
where s.state <> 'none';

select * from finish();
rollback;
