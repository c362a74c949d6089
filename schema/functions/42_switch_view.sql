-- What the switch reads: its queues, and in each the agents it may ring. A change holds from the next ring on.

-- The overflow rules of each skill in the order of their time, from 1.
create or replace view hotline.overflow_place as
select r.skill, r.to_skill, r.after_seconds, row_number() over (partition by r.skill order by r.after_seconds, r.to_skill)::integer as place
from hotline.overflow_rule r;
alter view hotline.overflow_place owner to hotline_owner;

-- The queues: one for calls that need no skill, one for each skill. n: its number in queue_members.uniqueid.
create or replace view hotline.switch_queue as
select value as name, null::text as skill, 0 as n from hotline.setting where key = 'switch_queue'
union all select code, code, row_number() over (order by code)::integer from hotline.skill where enabled;
alter view hotline.switch_queue owner to hotline_owner;

-- Asterisk's realtime queues. leastrecent: the agent whose last call is longest ago is rung first, so that no ready agent starves.
-- A view's tables are read with its owner's right, a function in it with the reader's: so these ask hotline.setting itself.
create or replace view switch.queues as
select q.name, 'leastrecent'::text as strategy, (select value from hotline.setting where key = 'switch_ring_seconds')::integer as timeout,
       1 as retry, 0 as wrapuptime, 'no'::text as ringinuse, 'yes'::text as joinempty, 'no'::text as leavewhenempty,
       'no'::text as autopause, 0 as maxlen, 1 as weight, coalesce(q.skill, '') as defaultrule
from hotline.switch_queue q;

-- Whom each queue rings. In the queue of a skill, who has it comes first (penalty 1), then those to whom its calls overflow by
-- rule (penalty 2 and more, in the rules' order; switch.queue_rules lets them be rung after the rule's seconds). From 1, for to
-- Asterisk a highest penalty of 0 is none. paused: not ready.
create or replace view switch.queue_members as
select (p.id * 1000 + q.n)::integer as uniqueid, p.number as membername, q.name as queue_name, i.interface, i.interface as state_interface,
       m.penalty, (s.state <> 'ready')::integer as paused, coalesce(nullif(s.reason, ''), s.state) as reason_paused, 'no'::text as ringinuse
from hotline.person p
join hotline.agent_state s on s.person_id = p.id and s.state <> 'offline'
cross join hotline.switch_queue q
cross join lateral (select replace(value, '{number}', p.number) as interface from hotline.setting where key = 'switch_interface') i
cross join lateral (
    select case when q.skill is null then 0 when q.skill = any (p.skills) then 1
                else (select min(r.place) + 1 from hotline.overflow_place r where r.skill = q.skill and (r.to_skill is null or r.to_skill = any (p.skills))) end as penalty
) m
where p.enabled and p.role in ('agent', 'lead') and m.penalty is not null;

-- Asterisk's realtime queue rules: from so many seconds on members of this penalty are rung too. It reads them when it starts
-- and at its command `queue reload rules`.
create or replace view switch.queue_rules as
select r.skill as rule_name, r.after_seconds as time, 0 as min_penalty, r.place + 1 as max_penalty from hotline.overflow_place r
union all select code, 0, 0, 1 from hotline.skill where enabled;

alter view switch.queues owner to hotline_owner;
alter view switch.queue_members owner to hotline_owner;
alter view switch.queue_rules owner to hotline_owner;
grant select on switch.queues, switch.queue_members, switch.queue_rules to hotline_switch;

-- What of the switch's log could not be understood, the newest first.
create function api.switch_trouble(p_limit integer default 100)
returns table (id bigint, at timestamptz, source text, why text, line text)
language sql stable security definer set search_path = pg_catalog, pg_temp as $$
    select t.id, t.at, t.source, t.why, t.row::text from hotline.switch_trouble t, hotline.me() m
    where m.role in ('lead', 'admin') order by t.id desc limit least(greatest(p_limit, 0), 1000)
$$;
