-- Reassign (转派): a lead gives many tickets away, to agents or to units, all or none; the last one can be undone
-- for a moment.

-- in: what kind of receivers (agents, units; owners: an agent as the asker sees the work of), and one of them.
-- out: how many open tickets they carry, how many of those are due today and how many overdue.
create or replace function hotline.carried(p_kind text, p_id bigint, out open bigint, out today bigint, out overdue bigint)
language sql stable set search_path = pg_catalog, pg_temp as $$
    select count(*), count(*) filter (where t.waits and t.due_at >= d.from_at and t.due_at < d.until_at),
           count(*) filter (where t.waits and t.due_at < now())
    from api.today() d,
         (select due_at, state in ('dispatched', 'handling', 'returned') as waits from hotline.ticket
          where p_kind = 'units' and unit_id = p_id and closed_at is null and state in ('dispatched', 'handling')
          union all
          select due_at, state in ('dispatched', 'handling', 'returned') from hotline.ticket
          where p_kind <> 'units' and owner_id = p_id and closed_at is null
            and (p_kind = 'agents' or hotline.my_areas() is null or area_id is null or area_id = any (hotline.my_areas()))) t
$$;

-- out: who can be given tickets (agents, units), or whose can be given away (owners: who left or was disabled too).
create or replace function hotline.receivers(p_kind text) returns table (id bigint, name text)
language sql stable set search_path = pg_catalog, pg_temp as $$
    select p.id, p.number || ' ' || p.name from hotline.person p where p_kind = 'agents' and p.role = 'agent' and p.enabled
    union all
    select p.id, p.number || ' ' || p.name from hotline.person p where p_kind = 'owners' and p.role in ('agent', 'lead')
    union all
    select u.id, u.name from hotline.unit u where p_kind = 'units' and u.enabled
$$;

-- A page of what each carries now, before more is given, by name. in: agents, units or owners (who carry nothing are not
-- among them); the name and id of the last row before, or nulls. Counts no more than the page.
-- out: today, overdue: of those that wait for work; state, present: of a person.
create function api.reassign_loads(p_kind text, p_after_name text default null, p_after_id bigint default null, p_limit integer default 50)
returns table (id bigint, name text, open bigint, today bigint, overdue bigint, state text, present boolean)
language sql stable security definer set search_path = pg_catalog, pg_temp as $$
    with here as materialized (select person_id from hotline.people_holding(hotline.presence_class()) where p_kind <> 'units')
    select r.id, r.name, c.open, c.today, c.overdue,
           case when p_kind = 'units' then '' else coalesce(s.state, 'offline') end, h.person_id is not null
    from (select r.id, r.name from hotline.me(), hotline.receivers(p_kind) r
          where p_after_id is null or (r.name, r.id) > (p_after_name, p_after_id) order by r.name, r.id offset 0) r
    cross join lateral hotline.carried(p_kind, r.id) c
    left join hotline.agent_state s on s.person_id = r.id and p_kind <> 'units'
    left join here h on h.person_id = r.id
    where p_kind <> 'owners' or c.open > 0
    order by r.name, r.id limit least(greatest(p_limit, 0), 200)
$$;

-- How a number of tickets is shared out: evenly, and who carries least gets what is over.
-- in: as in api.reassign. out: a row for each receiver, place 1 carries least.
create or replace function hotline.shares(p_kind text, p_to bigint[], p_count integer)
returns table (id bigint, name text, place bigint, gets bigint)
language sql stable set search_path = pg_catalog, pg_temp as $$
    select o.id, o.name, o.place, p_count / count(*) over () + case when o.place <= p_count % count(*) over () then 1 else 0 end
    from (select r.id, r.name, row_number() over (order by c.open, r.id) as place
          from hotline.receivers(p_kind) r cross join lateral hotline.carried(p_kind, r.id) c
          where r.id = any (p_to)) o
$$;

-- What each would get, to be shown before it is done.
create function api.reassign_preview(p_kind text, p_to bigint[], p_count integer)
returns table (id bigint, name text, gets bigint)
language sql stable security definer set search_path = pg_catalog, pg_temp as $$
    select s.id, s.name, s.gets from hotline.me(), hotline.shares(p_kind, p_to, p_count) s order by s.place
$$;

-- Refuses tickets with their numbers, and who acted on them last: the first three in words, all as ids.
create or replace function hotline.refuse_tickets(p_code text, p_tickets bigint[]) returns void
language plpgsql stable set search_path = pg_catalog, pg_temp as $$
begin
    perform hotline.refuse(p_code, '', jsonb_build_object('count', cardinality(p_tickets), 'tickets', to_jsonb(p_tickets), 'numbers',
        (select string_agg(x.said, ', ' order by x.n) || case when cardinality(p_tickets) > 3 then ' …' else '' end
         from (select i.n, case when t.id is null then '?' else t.number || coalesce(' (' || e.who || ')', '') end as said
               from unnest(p_tickets[:3]) with ordinality i (id, n)
               left join hotline.ticket t on t.id = i.id and hotline.may_see(t)
               left join lateral (select who from hotline.event where ticket_id = t.id and who <> '' order by id desc limit 1) e on true) x)));
end
$$;

-- The tickets, locked, as the lead saw them. Refuses tickets_changed and tickets_unfit with their ids.
create or replace function hotline.hold_tickets(p_tickets bigint[], p_versions integer[], p_action text) returns void
language plpgsql set search_path = pg_catalog, pg_temp as $$
declare
    v_me    hotline.person := hotline.me();
    v_areas bigint[] := hotline.my_areas();
    v_bad   bigint[];
begin
    -- in the order of their ids: two leads who give the same ones away wait, and do not meet
    perform from hotline.ticket where id = any (p_tickets) order by id for update;
    v_bad := array(select s.id from unnest(p_tickets, p_versions) s (id, version) left join hotline.ticket t on t.id = s.id
                   where t.version is distinct from s.version or not hotline.sees(v_me, v_areas, t) order by s.id);
    if v_bad <> '{}' then
        perform hotline.refuse_tickets('tickets_changed', v_bad);
    end if;
    v_bad := array(select t.id from hotline.ticket t where t.id = any (p_tickets) and not exists (
                       select from hotline.transition x where x.machine = 'ticket' and x.action = p_action
                       and x.from_state = t.state and v_me.role = any (x.actors)) order by t.id);
    if v_bad <> '{}' then
        perform hotline.refuse_tickets('tickets_unfit', v_bad);
    end if;
end
$$;

-- Writes down who gets which ticket. Those that lie there already stay as they are and are not written down.
create or replace function hotline.share_out(p_id bigint, p_tickets bigint[], p_kind text, p_to bigint[]) returns void
language sql set search_path = pg_catalog, pg_temp as $$
    insert into hotline.reassignment_ticket (reassignment_id, ticket_id, from_id, to_id, version, before)
    select p_id, t.id, t.from_id, s.id, t.version + 1, case p_kind when 'units' then
        jsonb_build_object('state', t.state, 'unit_id', t.unit_id, 'handler_id', t.handler_id, 'received_at', t.received_at,
            'dispatched_at', t.dispatched_at, 'working_days', t.working_days, 'due_at', t.due_at, 'due_known', t.due_known,
            'clock_from', t.clock_from, 'units', t.units, 'binding', t.binding, 'misdirected', t.misdirected,
            'extension_waits', t.extension_waits,
            'co_unit', (select to_jsonb(c) from hotline.ticket_co_unit c where c.ticket_id = t.id and c.unit_id = s.id),
            'extension', (select to_jsonb(e) from hotline.extension e where e.ticket_id = t.id and e.decided_at is null))
        else '{}' end
    from (select t.*, case p_kind when 'units' then t.unit_id else t.owner_id end as from_id,
                 row_number() over (order by t.due_at, t.id) as n
          from hotline.ticket t where t.id = any (p_tickets)) t
    join (select *, count(*) over () as receivers from hotline.shares(p_kind, p_to, cardinality(p_tickets))) s
         on s.place = (t.n - 1) % s.receivers + 1
    where s.id <> t.from_id
$$;

-- A line of the timeline for each promise that was given to another or back: of its ticket or call, or of none.
create or replace function hotline.record_promises(p_done hotline.reassignment, p_action text, p_undone boolean) returns void
language sql set search_path = pg_catalog, pg_temp as $$
    insert into hotline.event (ticket_id, call_id, person_id, who, role, action, reason, data)
    select c.ticket_id, c.call_id, w.person_id, w.who, w.role, p_action, p_done.reason,
           jsonb_build_object('callback', c.id, 'to', p.number || ' ' || p.name)
    from hotline.who_acts() w cross join hotline.reassignment_callback r
    join hotline.callback c on c.id = r.callback_id join hotline.person p on p.id = c.person_id
    where r.reassignment_id = p_done.id and r.undone = p_undone
$$;

-- The open promises of an agent go along: with their ticket, the others evenly.
create or replace function hotline.give_promises(p_id bigint, p_of bigint, p_to bigint[]) returns void
language sql set search_path = pg_catalog, pg_temp as $$
    insert into hotline.reassignment_callback (reassignment_id, callback_id, from_id, to_id)
    select p_id, c.id, p_of, coalesce(r.to_id, s.id)
    from (select h.*, row_number() over (order by h.due_at, h.id) as n
          from (select * from hotline.callback where person_id = p_of and kind = 'promised' and closed_at is null
                  and (hotline.my_areas() is null or area_id is null or area_id = any (hotline.my_areas())) for update) h) c
    join (select *, count(*) over () as receivers from hotline.shares('agents', p_to, 0)) s on s.place = (c.n - 1) % s.receivers + 1
    left join hotline.reassignment_ticket r on r.reassignment_id = p_id and r.ticket_id = c.ticket_id
    where coalesce(r.to_id, s.id) <> p_of;
    update hotline.callback c set person_id = r.to_id
    from hotline.reassignment_callback r where r.reassignment_id = p_id and r.callback_id = c.id;
    select hotline.record_promises(d, 'give_promise', false) from hotline.reassignment d where d.id = p_id;
    select pg_notify('hotline_callback', '0') where exists (select from hotline.reassignment_callback where reassignment_id = p_id)
$$;

-- Others follow the tickets now: no state and no clock changes.
create or replace function hotline.give_to_agents(p_id bigint, p_reason text) returns void
language sql set search_path = pg_catalog, pg_temp as $$
    update hotline.ticket t set owner_id = r.to_id, version = r.version
    from hotline.reassignment_ticket r where r.reassignment_id = p_id and r.ticket_id = t.id;
    insert into hotline.event (ticket_id, call_id, person_id, who, role, action, from_state, to_state, reason, data)
    select t.id, t.call_id, w.person_id, w.who, w.role, 'reassign', t.state, t.state, p_reason,
           jsonb_build_object('from', f.number || ' ' || f.name, 'to', o.number || ' ' || o.name)
    from hotline.who_acts() w cross join hotline.reassignment_ticket r join hotline.ticket t on t.id = r.ticket_id
    join hotline.person f on f.id = r.from_id join hotline.person o on o.id = r.to_id
    where r.reassignment_id = p_id
$$;

-- A second dispatch of many, by the rules of one (move_ticket).
create or replace function hotline.give_to_units(p_id bigint, p_reason text) returns void
language plpgsql set search_path = pg_catalog, pg_temp as $$
declare
    v_all bigint[] := array(select ticket_id from hotline.reassignment_ticket where reassignment_id = p_id);
begin
    perform hotline.start_clock(v_all, true, false);
    perform hotline.drop_extensions(v_all);
    update hotline.ticket t set unit_id = r.to_id, binding = t.returns >= l.returns, state = x.to_state, handler_id = null,
                                received_at = null, misdirected = true, version = r.version
    from hotline.return_limit() l (returns), hotline.reassignment_ticket r
    join hotline.transition x on x.machine = 'ticket' and x.action = 'redispatch' and x.from_state = r.before ->> 'state'
    where r.reassignment_id = p_id and r.ticket_id = t.id;
    perform hotline.record_dispatch(v_all, 'moved', 'redispatch');
    insert into hotline.event (ticket_id, call_id, person_id, who, role, action, from_state, to_state, reason, data)
    select t.id, t.call_id, w.person_id, w.who, w.role, 'redispatch', r.before ->> 'state', t.state, p_reason,
           jsonb_build_object('unit', u.name, 'due_at', t.due_at)
    from hotline.who_acts() w cross join hotline.reassignment_ticket r join hotline.ticket t on t.id = r.ticket_id join hotline.unit u on u.id = r.to_id
    where r.reassignment_id = p_id;
end
$$;

-- in: a person or a unit. out: who is told: the person, or all people of the unit; not the one who does it.
create or replace function hotline.people_of(p_kind text, p_id bigint) returns bigint[]
language sql stable set search_path = pg_catalog, pg_temp as $$
    select array(select id from hotline.person
                 where enabled and id <> hotline.my_id() and case p_kind when 'units' then unit_id = p_id else id = p_id end)
$$;

-- Tells both sides, each once with the count. in: the reassignment, and the codes of the sentences for those who had
-- the tickets and for those who have them now; of what was undone alone, or of all.
create or replace function hotline.tell_sides(p_done hotline.reassignment, p_taken text, p_given text, p_undone boolean) returns void
language plpgsql set search_path = pg_catalog, pg_temp as $$
declare
    v_side record;
begin
    for v_side in
        with moved as (select from_id, to_id, ticket_id, 1 as tickets, 0 as promises from hotline.reassignment_ticket
                       where reassignment_id = p_done.id and undone = p_undone
                       union all
                       select from_id, to_id, null, 0, 1 from hotline.reassignment_callback
                       where reassignment_id = p_done.id and undone = p_undone)
        select x.code, x.id, sum(m.tickets) as tickets, sum(m.promises) as promises, min(m.ticket_id) as ticket,
               string_agg(distinct case p_done.kind when 'units' then u.name else p.number || ' ' || p.name end, ', ') as others
        from moved m
        cross join lateral (values (p_taken, m.from_id, m.to_id), (p_given, m.to_id, m.from_id)) x (code, id, other)
        left join hotline.person p on p.id = x.other left join hotline.unit u on u.id = x.other
        group by x.code, x.id
    loop
        perform hotline.tell(hotline.people_of(p_done.kind, v_side.id), v_side.code, jsonb_build_object('count', v_side.tickets,
            'promises', v_side.promises, 'others', v_side.others, 'reason', p_done.reason),
            case when v_side.tickets = 1 then v_side.ticket end);
    end loop;
end
$$;

-- Gives tickets away, evenly or to one, all or none.
-- in: the tickets and the versions that the lead saw; kind agents (others follow them) or units (second dispatch);
-- to whom; why; p_of: all of this agent's is given away, the open promises too (to agents), or null.
-- out: {"reassignment", "count": given, "stayed": were there already, "promises", "shares": "name count, …", "seconds":
-- within which it can be undone}.
-- Refuses field_missing and field_bad at "to", reason_missing, field_too_long, and with {"count", "numbers", "tickets"}:
-- tickets_changed (another version, or not to be seen), tickets_unfit (their state does not allow it).
create function api.reassign(p_request uuid, p_tickets bigint[], p_versions integer[], p_kind text, p_to bigint[],
    p_reason text, p_of bigint default null)
returns jsonb language plpgsql security definer set search_path = pg_catalog, pg_temp as $$
declare
    v_answer jsonb := hotline.request_answer(p_request, 'reassign', jsonb_build_array(p_tickets, p_versions, p_kind, p_to, p_reason, p_of));
    v_done   hotline.reassignment;
begin
    if v_answer is not null then
        return v_answer;
    elsif p_kind is null or p_kind not in ('agents', 'units') then
        perform hotline.refuse('field_bad', 'kind');
    elsif coalesce(cardinality(p_to), 0) = 0 then
        perform hotline.refuse('field_missing', 'to');
    elsif exists (select from unnest(p_to) x (id) where x.id is null or x.id not in (select id from hotline.receivers(p_kind))) then
        perform hotline.refuse(case p_kind when 'units' then 'unit_disabled' else 'field_bad' end, 'to');
    elsif hotline.blank(p_reason) then
        perform hotline.refuse('reason_missing', 'reason');
    end if;
    perform hotline.check_length(p_reason, 'reason', 500);
    perform hotline.hold_tickets(p_tickets, p_versions, case p_kind when 'units' then 'redispatch' else 'reassign' end);
    insert into hotline.reassignment (person_id, kind, of_id, reason) values (hotline.my_id(), p_kind, p_of, p_reason)
    returning * into v_done;
    perform hotline.share_out(v_done.id, p_tickets, p_kind, p_to);
    if p_kind = 'units' then
        perform hotline.give_to_units(v_done.id, p_reason);
    else
        perform hotline.give_to_agents(v_done.id, p_reason);
    end if;
    if p_kind = 'agents' and p_of is not null then
        perform hotline.give_promises(v_done.id, p_of, p_to);
    end if;
    perform hotline.tell_sides(v_done, 'taken_from_' || p_kind, 'given_to_' || p_kind, false);
    -- one for all: the screens read again what they show
    perform pg_notify('hotline_ticket', '0');
    return hotline.request_done(p_request, hotline.reassigned(v_done, p_tickets));
end
$$;

-- What was done, as api.reassign answers it.
create or replace function hotline.reassigned(p_done hotline.reassignment, p_tickets bigint[]) returns jsonb
language sql stable set search_path = pg_catalog, pg_temp as $$
    select jsonb_build_object('reassignment', p_done.id, 'count', coalesce(sum(x.count), 0)::integer,
        'stayed', cardinality(p_tickets) - coalesce(sum(x.count), 0)::integer,
        'promises', (select count(*) from hotline.reassignment_callback c where c.reassignment_id = p_done.id),
        'shares', coalesce(string_agg(r.name || ' ' || x.count, ', ' order by x.count desc, r.id), ''),
        'seconds', hotline.setting_value('reassign_undo_seconds')::integer)
    from (select to_id, count(*) from hotline.reassignment_ticket where reassignment_id = p_done.id group by to_id) x
    join hotline.receivers(p_done.kind) r on r.id = x.to_id
$$;
