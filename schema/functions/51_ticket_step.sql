-- What moves a ticket: one function applies a transition, one tells which needs are unmet.

-- out: does the asker's unit handle this ticket beside its lead unit?
create or replace function hotline.co_handles(p_ticket bigint) returns boolean
language sql stable set search_path = pg_catalog, pg_temp as $$
    select exists (select from hotline.ticket_co_unit where ticket_id = p_ticket and unit_id = hotline.my_unit())
$$;

-- out: the code of the refusal that a need of a transition gives for this ticket now; null when met.
create or replace function hotline.unmet(p_ticket hotline.ticket, p_need text) returns text
language sql stable set search_path = pg_catalog, pg_temp as $$
    select case p_need
        -- a draft whose agent is gone would be lost: leads may go on with it
        when 'own' then case when p_ticket.accepted_by <> hotline.my_id() and hotline.my_role() <> 'lead'
            then 'not_yours' end
        when 'unit' then case when p_ticket.unit_id is distinct from hotline.my_unit() then 'not_your_unit' end
        when 'unit_or_desk' then case when hotline.my_role() = 'unit'
            and p_ticket.unit_id is distinct from hotline.my_unit() then 'not_your_unit' end
        -- a unit does not know a confidential citizen: the desk talks for it
        when 'unit_or_confidential' then case
            when hotline.my_role() <> 'unit' and not p_ticket.confidential then 'unit_must_talk'
            when hotline.my_role() = 'unit' and p_ticket.unit_id is distinct from hotline.my_unit()
                 and not hotline.co_handles(p_ticket.id) then 'not_your_unit' end
        when 'co_unit' then case when not hotline.co_handles(p_ticket.id) then 'not_co_unit' end
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
-- out: the deadline; null: this step does not touch the clock.
create or replace function hotline.start_clock(p_ticket hotline.ticket, p_step hotline.transition) returns timestamptz
language plpgsql set search_path = pg_catalog, pg_temp as $$
declare
    v_days integer := hotline.clock_days(p_ticket);
    v_from timestamptz := case when p_ticket.dispatched_at is null then p_ticket.accepted_at else now() end;
    v_due  record;
begin
    if p_step.action not in ('dispatch', 'redispatch', 'reopen', 'supervise', 'escalate') then
        return null;
    end if;
    if hotline.dispatches(p_step) then
        update hotline.ticket set dispatched_at = clock_timestamp() where id = p_ticket.id;
    end if;
    select * into v_due from hotline.deadline(v_from, v_days);
    if p_step.action in ('supervise', 'escalate') and p_step.from_state <> 'finished' and p_ticket.due_at <= v_due.due_at then
        return p_ticket.due_at;
    end if;
    update hotline.ticket set working_days = v_days, due_at = v_due.due_at, due_known = v_due.calendar_known,
        clock_from = nullif(v_from, p_ticket.accepted_at) where id = p_ticket.id;
    return v_due.due_at;
end
$$;

-- out: does this step bring the ticket to a unit, be it the same one again?
create or replace function hotline.dispatches(p_step hotline.transition) returns boolean
language sql immutable set search_path = pg_catalog, pg_temp as $$
    select p_step.to_state = 'dispatched' and (p_step.from_state <> 'dispatched' or p_step.action in ('redispatch', 'escalate'))
$$;

-- The stays at units: one ends when the ticket leaves the unit, one begins when it comes to one. A lead unit is no
-- co-handler any more. in: the ticket as it is after the step.
create or replace function hotline.record_dispatch(p_ticket hotline.ticket, p_step hotline.transition) returns void
language plpgsql set search_path = pg_catalog, pg_temp as $$
begin
    if hotline.dispatches(p_step) or p_step.to_state not in ('dispatched', 'handling') then
        update hotline.dispatch set ended_at = clock_timestamp(), on_time = clock_timestamp() <= p_ticket.due_at,
            outcome = case p_step.to_state when 'returned' then 'returned' when 'finished' then 'finished'
                                           when 'closed' then 'merged' else 'moved' end
        where ticket_id = p_ticket.id and ended_at is null;
    end if;
    if hotline.dispatches(p_step) then
        insert into hotline.dispatch (ticket_id, unit_id, category_id) values (p_ticket.id, p_ticket.unit_id, p_ticket.category_id);
        delete from hotline.ticket_co_unit where ticket_id = p_ticket.id and unit_id = p_ticket.unit_id;
        update hotline.ticket set units = (select count(distinct d.unit_id) from hotline.dispatch d where d.ticket_id = p_ticket.id)
        where id = p_ticket.id;
    end if;
end
$$;

-- Applies a transition whose needs are checked: state, clocks, timeline and news, all or nothing.
create or replace function hotline.move_ticket(p_ticket bigint, p_step hotline.transition, p_reason text,
    p_data jsonb default '{}')
returns hotline.ticket language plpgsql set search_path = pg_catalog, pg_temp as $$
declare
    v_ticket hotline.ticket;
    v_due    timestamptz;
begin
    select * into v_ticket from hotline.ticket where id = p_ticket;
    v_due := hotline.start_clock(v_ticket, p_step);
    if v_due is not null then
        p_data := p_data || jsonb_build_object('due_at', v_due);
    end if;
    if p_step.to_state in ('dispatched', 'returned') and p_step.action <> 'urge' then
        update hotline.ticket set handler_id = null, received_at = null where id = p_ticket;
    end if;
    if p_step.from_state = 'handling' and p_step.to_state <> 'handling' then
        delete from hotline.extension where ticket_id = p_ticket and decided_at is null;
        update hotline.ticket set extension_waits = false where id = p_ticket;
    end if;
    update hotline.ticket set
        state = p_step.to_state, version = version + 1,
        finished_at = case when p_step.to_state = 'finished' then coalesce(finished_at, clock_timestamp())
                           when p_step.to_state = 'closed' then finished_at end,
        closed_at = case when p_step.to_state = 'closed' then clock_timestamp() end,
        closing = case when p_step.to_state = 'closed' then coalesce(closing,
                       case when p_step.action <> 'give_up' then 'rated' when p_data ->> 'outcome' = 'refused' then 'refused'
                            else 'unreachable' end) end
    where id = p_ticket returning * into v_ticket;
    perform hotline.record_dispatch(v_ticket, p_step);
    perform hotline.record_event(p_ticket, v_ticket.call_id, p_step.action, p_step.from_state,
                                 p_step.to_state, p_reason, p_data);
    perform pg_notify('hotline_ticket', p_ticket::text);
    if p_step.action = 'finish' then
        perform hotline.callback_owe(v_ticket);
    end if;
    return v_ticket;
end
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

-- The same rule as row security, for functions that run as the owner.
create or replace function hotline.may_see(p_ticket hotline.ticket) returns boolean
language sql stable set search_path = pg_catalog, pg_temp as $$
    -- a ticket without a unit is no unit's: null would be neither seen nor refused
    select case hotline.my_role()
        when 'unit' then (coalesce(p_ticket.unit_id = hotline.my_unit(), false) or hotline.co_handles(p_ticket.id))
                         and p_ticket.state <> 'draft'
        when 'agent' then p_ticket.state <> 'draft' or p_ticket.accepted_by = hotline.my_id()
        when 'lead' then hotline.my_areas() is null or p_ticket.area_id is null
                         or p_ticket.area_id = any (hotline.my_areas())
        when 'admin' then p_ticket.state <> 'draft'
        else false end
$$;

-- What may be done with this ticket now, by the one who asks: the client shows it and repeats no rule.
-- out: each action of the role in the ticket's state; allowed, else the sentence of the first unmet
-- need. What only the lead unit does is no action of a co-handling one, and the other way round.
create function api.ticket_actions(p_ticket bigint)
returns table (action text, allowed boolean, needs_reason boolean, refusal text)
language sql stable security definer set search_path = pg_catalog, pg_temp as $$
    select x.action, u.code is null, x.needs_reason, coalesce(r.sentence, '')
    from hotline.me() m
    join hotline.ticket t on t.id = p_ticket and hotline.may_see(t)
    join hotline.transition x on x.machine = 'ticket' and x.from_state = t.state and m.role = any (x.actors)
    left join lateral (select code from unnest(x.needs) with ordinality n(need, i)
                       cross join lateral hotline.unmet(t, need) code
                       where code is not null order by i limit 1) u on true
    left join hotline.refusal r on r.code = u.code
    where u.code is null or u.code not in ('not_your_unit', 'not_co_unit')
    order by x.action
$$;
