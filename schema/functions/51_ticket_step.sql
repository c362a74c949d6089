-- What moves a ticket: one function applies a transition, one tells which needs are unmet.

-- out: does the unit handle this ticket beside its lead unit?
create or replace function hotline.co_handles(p_ticket bigint, p_unit bigint) returns boolean
language sql stable set search_path = pg_catalog, pg_temp as $$
    select exists (select from hotline.ticket_co_unit where ticket_id = p_ticket and unit_id = p_unit)
$$;

-- out: the code of the refusal that a need of a transition gives for this ticket now; null when met.
create or replace function hotline.unmet(p_ticket hotline.ticket, p_need text) returns text
language sql stable set search_path = pg_catalog, pg_temp as $$
    select case p_need
        -- a draft whose agent is gone would be lost: leads may go on with it
        when 'own' then case when p_ticket.owner_id <> hotline.my_id() and hotline.my_role() <> 'lead'
            then 'not_yours' end
        when 'unit' then case when p_ticket.unit_id is distinct from hotline.my_unit() then 'not_your_unit' end
        when 'unit_or_desk' then case when hotline.my_role() = 'unit'
            and p_ticket.unit_id is distinct from hotline.my_unit() then 'not_your_unit' end
        -- a unit does not know a confidential citizen: the desk talks for it
        when 'unit_or_confidential' then case
            when hotline.my_role() <> 'unit' and not p_ticket.confidential then 'unit_must_talk'
            when hotline.my_role() = 'unit' and p_ticket.unit_id is distinct from hotline.my_unit()
                 and not hotline.co_handles(p_ticket.id, hotline.my_unit()) then 'not_your_unit' end
        when 'co_unit' then case when not hotline.co_handles(p_ticket.id, hotline.my_unit()) then 'not_co_unit' end
        when 'communication' then case when not exists (
            select from hotline.communication c where c.ticket_id = p_ticket.id
            and c.unit_id = p_ticket.unit_id and c.at >= p_ticket.dispatched_at) then 'communication_missing' end
        when 'feedback' then case when not exists (
            select from hotline.feedback f where f.ticket_id = p_ticket.id
            and f.unit_id = p_ticket.unit_id and f.at >= p_ticket.dispatched_at) then 'feedback_missing' end
        when 'return_open' then case
            when p_ticket.binding then 'return_binding'
            when now() > (select due_at from hotline.deadline(p_ticket.dispatched_at,
                          hotline.setting_value('return_working_days')::integer)) then 'return_too_late' end
        when 'before_deadline' then case when now() > p_ticket.due_at then 'extension_too_late' end
        when 'no_pending_extension' then case when p_ticket.extension_waits then 'extension_pending' end
        when 'pending_extension' then case when not p_ticket.extension_waits then 'extension_none' end
        when 'merged' then case when p_ticket.merged_into is null then 'not_merged' end
        when 'not_handler' then case when p_ticket.handler_id = hotline.my_id()
            or exists (select from hotline.communication c where c.ticket_id = p_ticket.id and c.person_id = hotline.my_id())
            then 'rater_is_handler' end
        else 'not_in_state' end
$$;

-- out: the working days that a ticket is given: its urgency's, or fewer when it is supervised or escalated.
create or replace function hotline.clock_days(p_ticket hotline.ticket) returns integer
language sql stable set search_path = pg_catalog, pg_temp as $$
    select least(s.working_days, case when p_ticket.supervised then hotline.setting_value('supervised_days')::integer end,
                 case when p_ticket.escalated then hotline.setting_value('escalated_days')::integer end)
    from hotline.urgency_standard s where s.urgency = p_ticket.urgency
$$;

-- The clock starts at acceptance, and anew when the ticket goes to another unit or is handled again because it
-- was not solved; an upheld return keeps it, so that returning without ground gains no time. What is supervised or
-- escalated while it is open gets the shorter one, counted from now, and never a later end than it had.
-- in: the tickets before the step; whether it brings them to a unit, and whether it only shortens.
create or replace function hotline.start_clock(p_tickets bigint[], p_dispatches boolean, p_shortens boolean) returns void
language sql set search_path = pg_catalog, pg_temp as $$
    update hotline.ticket t set
        dispatched_at = case when p_dispatches then clock_timestamp() else t.dispatched_at end,
        working_days = case when k.keeps then t.working_days else x.days end,
        due_at = case when k.keeps then t.due_at else x.due_at end,
        due_known = case when k.keeps then t.due_known else x.calendar_known end,
        clock_from = case when k.keeps then t.clock_from else nullif(x.begins, t.accepted_at) end
    from (select c.ids, c.begins, c.days, d.due_at, d.calendar_known
          from (select array_agg(t.id) as ids, case when t.dispatched_at is null then t.accepted_at else now() end as begins,
                       hotline.clock_days(t) as days
                from hotline.ticket t where t.id = any (p_tickets) group by 2, 3) c
          cross join lateral hotline.deadline(c.begins, c.days) d) x
    cross join lateral unnest(x.ids) i (id)
    join hotline.ticket o on o.id = i.id
    cross join lateral (select p_shortens and o.due_at <= x.due_at as keeps) k
    where t.id = i.id
$$;

-- They are handled no more: an extension that waits for a decision falls.
create or replace function hotline.drop_extensions(p_tickets bigint[]) returns void
language sql set search_path = pg_catalog, pg_temp as $$
    delete from hotline.extension where ticket_id = any (p_tickets) and decided_at is null;
    update hotline.ticket set extension_waits = false where id = any (p_tickets) and extension_waits
$$;

-- out: does this step bring the ticket to a unit, be it the same one again?
create or replace function hotline.dispatches(p_step hotline.transition) returns boolean
language sql immutable set search_path = pg_catalog, pg_temp as $$
    select p_step.to_state = 'dispatched' and (p_step.from_state <> 'dispatched' or p_step.action in ('redispatch', 'escalate'))
$$;

-- The stays at units: one ends when the ticket leaves the unit, one begins when it comes to one. A lead unit is no
-- co-handler any more. in: the tickets as they are after the step; how the stay ended, where there was one; the action
-- that brings them to a unit (null: none does).
create or replace function hotline.record_dispatch(p_tickets bigint[], p_outcome text, p_action text) returns void
language sql set search_path = pg_catalog, pg_temp as $$
    update hotline.dispatch d set ended_at = clock_timestamp(), outcome = p_outcome,
        on_time = case when p_outcome = 'finished' then clock_timestamp() <= t.due_at end
    from hotline.ticket t where t.id = any (p_tickets) and d.ticket_id = t.id and d.ended_at is null;
    insert into hotline.dispatch (ticket_id, unit_id, category_id, action)
    select id, unit_id, category_id, p_action from hotline.ticket where id = any (p_tickets) and p_action is not null order by id;
    delete from hotline.ticket_co_unit c using hotline.ticket t
    where t.id = any (p_tickets) and c.ticket_id = t.id and c.unit_id = t.unit_id and p_action is not null;
    update hotline.ticket t set units = n.units
    from (select ticket_id, count(distinct unit_id) as units from hotline.dispatch where ticket_id = any (p_tickets) group by 1) n
    where t.id = n.ticket_id and t.units <> n.units and p_action is not null
$$;

-- out: how a step ends the ticket's stay at its unit, if it is at one (hotline.dispatch.outcome); null: it stays or is nowhere.
create or replace function hotline.ends_stay(p_step hotline.transition) returns text
language sql immutable set search_path = pg_catalog, pg_temp as $$
    select case when hotline.dispatches(p_step) then 'moved' when p_step.to_state = 'closed' then 'merged'
                when p_step.to_state in ('returned', 'finished') then p_step.to_state end
$$;

-- Applies a transition whose needs are checked: state, clocks, timeline and news, all or nothing.
create or replace function hotline.move_ticket(p_ticket bigint, p_step hotline.transition, p_reason text,
    p_data jsonb default '{}')
returns hotline.ticket language plpgsql set search_path = pg_catalog, pg_temp as $$
declare
    v_ticket hotline.ticket;
    v_call   bigint;
begin
    if p_step.action in ('dispatch', 'redispatch', 'reopen', 'supervise', 'escalate') then
        perform hotline.start_clock(array[p_ticket], hotline.dispatches(p_step),
                                    p_step.action in ('supervise', 'escalate') and p_step.from_state <> 'finished');
        p_data := p_data || jsonb_build_object('due_at', (select due_at from hotline.ticket where id = p_ticket));
    end if;
    if p_step.to_state in ('dispatched', 'returned') and p_step.action <> 'urge' then
        update hotline.ticket set handler_id = null, received_at = null where id = p_ticket;
    end if;
    if p_step.from_state = 'handling' and p_step.to_state <> 'handling' then
        perform hotline.drop_extensions(array[p_ticket]);
    end if;
    update hotline.ticket set
        state = p_step.to_state, version = version + 1,
        misdirected = misdirected or p_step.action in ('return', 'redispatch'),
        finished_at = case when p_step.to_state = 'finished' then coalesce(finished_at, clock_timestamp())
                           when p_step.to_state = 'closed' then finished_at end,
        closed_at = case when p_step.to_state = 'closed' then clock_timestamp() end,
        closing = case when p_step.to_state = 'closed' then coalesce(closing,
                       case when p_step.action <> 'give_up' then 'rated' when p_data ->> 'outcome' = 'refused' then 'refused'
                            else 'unreachable' end) end
    where id = p_ticket returning * into v_ticket;
    v_call := case when p_step.action = 'urge' then hotline.urging_call(v_ticket) end;
    perform hotline.record_event(p_ticket, coalesce(v_call, v_ticket.call_id), p_step.action, p_step.from_state,
                                 p_step.to_state, p_reason, p_data);
    perform hotline.after_record(hotline.me(), v_call), pg_notify('hotline_call', v_call::text) where v_call is not null;
    perform pg_notify('hotline_ticket', p_ticket::text);
    if p_step.action = 'finish' then
        perform hotline.callback_owe(v_ticket);
    end if;
    perform hotline.review_draw(v_ticket) where p_step.from_state = 'finished' and p_step.to_state <> 'finished';
    perform hotline.record_dispatch(array[p_ticket], hotline.ends_stay(p_step), case when hotline.dispatches(p_step) then p_step.action end)
    where hotline.ends_stay(p_step) is not null;
    return v_ticket;
end
$$;

-- out: the call in which the session's person is asked to urge this ticket: the one they are in or have just ended, when
-- its number is the ticket's or one of its voices'. null: none; or it has its record.
create or replace function hotline.urging_call(p_ticket hotline.ticket) returns bigint
language sql stable set search_path = pg_catalog, pg_temp as $$
    select c.id from hotline.agent_state s join hotline.call c on c.id = s.call_id
    where s.person_id = hotline.my_id() and c.phone_key <> '' and not hotline.call_has_record(c.id)
      and (c.phone_key = p_ticket.phone_key
           or exists (select from hotline.ticket_voice v where v.ticket_id = p_ticket.id and hotline.phone_key(v.phone) = c.phone_key))
$$;

-- Opens a ticket for an action: locks it, looks up the transition, checks reason and needs.
-- in: the version the person saw, or null; refuses changed_meanwhile when it is another now.
-- out: the locked ticket; the transition is found again by transition_for.
create or replace function hotline.begin_step(p_ticket bigint, p_action text, p_reason text,
    p_version integer default null)
returns hotline.ticket language plpgsql set search_path = pg_catalog, pg_temp as $$
declare
    v_ticket hotline.ticket;
    v_step   hotline.transition;
    v_need   text;
    v_code   text;
begin
    select * into v_ticket from hotline.ticket t where t.id = p_ticket for update;
    if v_ticket.id is null or not hotline.may_see(v_ticket) then
        perform hotline.refuse('not_found');
    elsif p_version is not null and p_version <> v_ticket.version then
        perform hotline.refuse('changed_meanwhile');
    end if;
    v_step := hotline.transition_for('ticket', p_action, v_ticket.state);
    foreach v_need in array v_step.needs loop
        v_code := hotline.unmet(v_ticket, v_need);
        if v_code is not null then
            perform hotline.refuse(v_code);
        end if;
    end loop;
    if v_step.needs_reason and hotline.blank(p_reason) then
        perform hotline.refuse('reason_missing', 'reason');
    end if;
    perform hotline.check_length(p_reason, 'reason', 500);
    return v_ticket;
end
$$;

-- The same rule as row security, for functions that run as the owner. in: who asks, and the areas a lead
-- answers for (null: all).
create or replace function hotline.sees(p_me hotline.person, p_areas bigint[], p_ticket hotline.ticket) returns boolean
language sql stable set search_path = pg_catalog, pg_temp as $$
    -- a ticket without a unit is no unit's: null would be neither seen nor refused
    select case p_me.role
        when 'unit' then (coalesce(p_ticket.unit_id = p_me.unit_id, false) or hotline.co_handles(p_ticket.id, p_me.unit_id))
                         and p_ticket.state <> 'draft'
        when 'agent' then p_ticket.state <> 'draft' or p_ticket.owner_id = p_me.id
        when 'lead' then p_areas is null or p_ticket.area_id is null or p_ticket.area_id = any (p_areas)
        when 'admin' then true
        else false end
$$;

-- The same for the session's person, one ticket.
create or replace function hotline.may_see(p_ticket hotline.ticket) returns boolean
language sql stable set search_path = pg_catalog, pg_temp as $$
    select coalesce((select hotline.sees(p, case p.role when 'lead' then hotline.my_areas() end, p_ticket)
                     from hotline.person p where p.login = session_user and p.enabled), false)
$$;

-- What may be done with this ticket now, by the one who asks: the client shows it and repeats no rule.
-- in: the ticket; which of its reviews is meant (null: the newest of which something can be done).
-- out: each action of the role in the ticket's state, on its review and on its demand's mark; allowed, else the
-- sentence of the first unmet need. What only the lead unit does is no action of a co-handling one, and the other way
-- round.
create function api.ticket_actions(p_ticket bigint, p_review bigint default null)
returns table (action text, allowed boolean, needs_reason boolean, refusal text)
language plpgsql stable security definer set search_path = pg_catalog, pg_temp as $$
#variable_conflict use_column
begin
    return query
    with may as (
        select x.action, x.needs_reason, (select c from unnest(x.needs) with ordinality n (need, i)
                                          cross join lateral hotline.unmet(t, need) c where c is not null order by i limit 1) as code
        from hotline.me() m
        join hotline.ticket t on t.id = p_ticket and hotline.may_see(t)
        join hotline.transition x on x.machine = 'ticket' and x.from_state = t.state and m.role = any (x.actors)
        union all
        select v.action, v.needs_reason, v.code from hotline.evaluation_actions(p_ticket, p_review) v
    )
    select a.action, a.code is null, a.needs_reason, coalesce(r.sentence, '')
    from may a left join hotline.refusal r on r.code = a.code
    where a.code is null or a.code not in ('not_your_unit', 'not_co_unit')
    order by a.action;
end
$$;
