-- Reading the board: agents, queue, figures, for leads and administrators.

-- The open tickets that an agent answers for: this view alone says whose they are.
drop view if exists hotline.agent_ticket;
create view hotline.agent_ticket as
select t.owner_id as person_id, t.id, t.number, t.title, t.state, t.area_id, t.due_at,
       t.state in ('dispatched', 'handling', 'returned') as at_work
from hotline.ticket t where t.closed_at is null and t.due_at is not null;
alter view hotline.agent_ticket owner to hotline_owner;

-- out: the agents and leads that the asker may see: of a lead with a district those of that district and those
-- of none, else all.
create or replace function hotline.board_people() returns setof hotline.person
language sql stable set search_path = pg_catalog, pg_temp as $$
    with mine as materialized (select m.role, hotline.my_areas() as areas from hotline.me() m)
    select p.* from mine m, hotline.person p
    where p.enabled and p.role in ('agent', 'lead')
      and (m.role = 'admin' or m.role = 'lead' and (m.areas is null or p.district_id is null or p.district_id = any (m.areas)))
$$;

-- The order of the states on the board, and what an agent without a state is in.
create or replace function hotline.state_rank(p_state text) returns smallint
language sql immutable set search_path = pg_catalog, pg_temp as $$
    select array_position(array['after_call', 'talking', 'writing', 'ready', 'break', 'offline'], p_state)::smallint
$$;

-- A page of the agents, by key: by state, in each who is longest in it first.
-- in: filter: on_shift (all but offline), all, a state, after_call_long (beyond the setting after_call_limit),
-- late_tickets (with tickets overdue); the key of the last row of the page before, or nulls: its rank, its
-- since in microseconds since 1970 (0: none) and its id; how many rows (at most 200).
-- out: call: the number and area of the call one is in; too_long_at: when after-call work is beyond the limit (null:
-- not in it); tickets of theirs that are open, at work and due today, at work and overdue (as in the ticket list);
-- after_call_seconds: the mean of today's after-call work that is over (null: none); missed_rings: how often today the telephone
-- rang in vain. Of a lead's own districts.
create function api.board_agents(p_filter text, p_after_rank integer default null, p_after_since bigint default null,
    p_after_id bigint default null, p_limit integer default 50)
returns table (id bigint, rank smallint, number text, name text, shift text, skills text, state text, since timestamptz, reason text,
               call text, too_long_at timestamptz, open integer, due integer, overdue integer, after_call_seconds double precision,
               missed_rings integer)
language plpgsql stable security definer set search_path = pg_catalog, pg_temp as $$
#variable_conflict use_column
declare
    v_areas bigint[] := hotline.my_areas();
    v_today timestamptz := hotline.day_start();
    v_limit interval := hotline.setting_value('after_call_limit')::integer * interval '1 second';
    v_after timestamptz := timestamptz 'epoch' + p_after_since * interval '1 microsecond';
begin
    if p_filter not in ('on_shift', 'all', 'after_call_long', 'late_tickets') and hotline.state_rank(p_filter) is null then
        raise exception 'no filter of agents %', p_filter using errcode = 'invalid_parameter_value';
    end if;
    return query
    with agent as (
        select p.id, p.number, p.name, p.shift, p.skills, coalesce(s.state, 'offline') as state, s.since, s.reason, s.call_id
        from hotline.board_people() p left join hotline.agent_state s on s.person_id = p.id
    ), page as (
        select a.*, r.rank from agent a cross join lateral (select hotline.state_rank(a.state) as rank) r
        where case p_filter when 'all' then true when 'on_shift' then a.state <> 'offline'
                  when 'after_call_long' then a.state = 'after_call' and a.since < now() - v_limit
                  when 'late_tickets' then exists (select from hotline.agent_ticket t where t.person_id = a.id and t.at_work
                           and t.due_at < now() and (v_areas is null or t.area_id is null or t.area_id = any (v_areas)))
                  else a.state = p_filter end
          and (p_after_id is null or (r.rank, coalesce(a.since, 'epoch'), a.id) > (p_after_rank, v_after, p_after_id))
        order by r.rank, coalesce(a.since, 'epoch'), a.id limit least(greatest(p_limit, 0), 200)
    )
    select a.id, a.rank, a.number, a.name, a.shift, array_to_string(a.skills, ' '), a.state, a.since, hotline.reason_text(a.reason),
           coalesce(c.phone_masked || ' ' || coalesce(area.name, ''), ''),
           case when a.state = 'after_call' then a.since + v_limit end, t.open, t.due, t.overdue, w.seconds,
           (select count(*)::integer from hotline.missed_ring r where r.number = a.number and r.at >= v_today)
    from page a
    left join hotline.call c on c.id = a.call_id and a.state in ('talking', 'after_call', 'writing')
    left join hotline.area area on area.id = c.area_id
    cross join lateral (
        select count(*)::integer as open,
               (count(*) filter (where t.at_work and t.due_at >= v_today and t.due_at < v_today + interval '1 day'))::integer as due,
               (count(*) filter (where t.at_work and t.due_at < now()))::integer as overdue
        from hotline.agent_ticket t
        where t.person_id = a.id and (v_areas is null or t.area_id is null or t.area_id = any (v_areas))) t
    cross join lateral (
        select extract(epoch from avg(s.to_at - s.from_at))::double precision as seconds from hotline.agent_spell s
        where s.person_id = a.id and s.state = 'after_call' and s.from_at >= v_today) w
    order by a.rank, coalesce(a.since, 'epoch'), a.id;
end
$$;

-- What one agent has open, and did today.
-- out: first the open tickets (kind open), by deadline (at); then the day, newest first: spells (spell; until_at null:
-- it goes on; text: the call's number and area, or the reason) and tickets accepted (ticket). Of tickets those that
-- the asker may see. Nothing of an agent whom the asker does not see.
create function api.board_agent_day(p_person bigint)
returns table (kind text, at timestamptz, until_at timestamptz, state text, text text, ticket_id bigint)
language sql stable security definer set search_path = pg_catalog, pg_temp as $$
    with mine as materialized (
        select hotline.my_areas() as areas, hotline.day_start() as today
    ), agent as materialized (
        select p.id, s.state, s.since, s.reason, s.call_id from hotline.board_people() p
        left join hotline.agent_state s on s.person_id = p.id where p.id = p_person
    ), spell as (
        select s.state, s.from_at, s.to_at, s.reason, s.call_id from mine, agent a join hotline.agent_spell s on s.person_id = a.id
        where s.from_at >= mine.today
        union all
        select a.state, a.since, null, a.reason, case when a.state in ('talking', 'after_call', 'writing') then a.call_id end
        from agent a where a.state <> 'offline'
    )
    (select 'open', o.due_at, null::timestamptz, o.state, o.number || ' ' || o.title, o.id
     from mine, agent a join hotline.agent_ticket o on o.person_id = a.id
     where mine.areas is null or o.area_id is null or o.area_id = any (mine.areas) order by o.due_at, o.id limit 200)
    union all
    (select d.* from (
        select 'spell' as kind, s.from_at as at, s.to_at, s.state,
               coalesce(c.phone_masked || ' ' || coalesce(area.name, ''), hotline.reason_text(s.reason)), null::bigint
        from spell s left join hotline.call c on c.id = s.call_id left join hotline.area area on area.id = c.area_id
        union all
        select 'ticket', t.accepted_at, null, t.state, t.number || ' ' || t.title, t.id
        from mine, agent a join hotline.ticket t on t.accepted_by = a.id
        where t.accepted_at >= mine.today and t.state <> 'draft'
          and (mine.areas is null or t.area_id is null or t.area_id = any (mine.areas))) d
     order by d.at desc limit 400)
$$;

-- The waiting calls, longest first: one queue for the centre. Without what a screen pop tells of the number.
create function api.board_queue(p_limit integer default 500)
returns table (id bigint, phone_masked text, area text, queued_at timestamptz, note text)
language sql stable security definer set search_path = pg_catalog, pg_temp as $$
    select c.id, c.phone_masked, coalesce(a.path, ''), c.queued_at, c.note
    from hotline.me(), (select c.* from hotline.call c where c.state = 'waiting' and c.channel = 'call'
                        order by c.queued_at, c.id limit least(greatest(p_limit, 0), 1000)) c
    left join hotline.area a on a.id = c.area_id order by c.queued_at, c.id
$$;

-- The quarter-hours that have begun in the last hours (at most 24), the newest last, also those in which nothing was.
-- out: asked, answered, within_15, mean_wait_seconds: of the calls that entered the queue in it (null: no call was
-- answered); tickets: accepted in it, dispatched: of those, precise: of those never returned nor dispatched again.
-- Calls are the centre's, tickets those of the asker's districts. Not cut at midnight: shifts are not either.
create function api.board_quarters(p_hours integer default 8)
returns table (at timestamptz, asked integer, answered integer, within_15 integer, mean_wait_seconds double precision,
               tickets integer, dispatched integer, precise integer)
language sql stable security definer set search_path = pg_catalog, pg_temp as $$
    with mine as materialized (select hotline.my_areas() as areas from hotline.me())
    select q.at, c.asked, c.answered, c.within_15, c.mean_wait_seconds, t.tickets, t.dispatched, t.precise
    from mine
    cross join generate_series(hotline.quarter_of(now()) - (least(greatest(p_hours, 1), 24) * 4 - 1) * interval '15 minutes',
                               hotline.quarter_of(now()), interval '15 minutes') q (at)
    cross join lateral hotline.calls_counted(q.at, q.at + interval '15 minutes') c
    cross join lateral hotline.tickets_counted(q.at, q.at + interval '15 minutes', mine.areas) t
    order by q.at
$$;

-- The shift now, and today so far: the queue, agents of the asker's by state, and the figures of the quarter-hours
-- of today summed.
create function api.board_figures(out waiting integer, out longest_since timestamptz, out ready integer, out talking integer,
    out after_call integer, out on_break integer, out asked integer, out answered integer, out within_15 integer,
    out mean_wait_seconds double precision, out tickets integer, out dispatched integer, out precise integer)
language sql stable security definer set search_path = pg_catalog, pg_temp as $$
    select (select count(*)::integer from hotline.call where state = 'waiting' and channel = 'call'),
           (select min(queued_at) from hotline.call where state = 'waiting' and channel = 'call'),
           a.ready, a.talking, a.after_call, a.on_break, c.asked, c.answered, c.within_15, c.mean_wait_seconds,
           t.tickets, t.dispatched, t.precise
    from hotline.me()
    cross join (select (count(*) filter (where s.state = 'ready'))::integer as ready,
                       (count(*) filter (where s.state = 'talking'))::integer as talking,
                       (count(*) filter (where s.state = 'after_call'))::integer as after_call,
                       (count(*) filter (where s.state = 'break'))::integer as on_break
                from hotline.board_people() p join hotline.agent_state s on s.person_id = p.id) a
    cross join lateral hotline.calls_counted(hotline.day_start(), 'infinity') c
    cross join lateral hotline.tickets_counted(hotline.day_start(), 'infinity', hotline.my_areas()) t
$$;
