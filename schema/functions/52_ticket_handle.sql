-- Handling by the unit, and the lead's word on returns and extensions.

-- A step that needs nothing but perhaps a reason.
-- in: receive 签收, return 退单, urge 催办, uphold. out: {"ticket", "state", "version"}.
create function api.ticket_step(p_request uuid, p_ticket bigint, p_action text, p_reason text,
    p_version integer default null)
returns jsonb language plpgsql security definer set search_path = pg_catalog, pg_temp as $$
declare
    v_answer jsonb := hotline.request_answer(p_request, 'ticket_step', jsonb_build_array(p_ticket, p_action, p_reason, p_version));
    v_ticket hotline.ticket;
begin
    if v_answer is not null then
        return v_answer;
    end if;
    if p_action is null or p_action not in ('receive', 'urge', 'uphold', 'return') then
        perform hotline.refuse('field_bad', 'action');
    end if;
    v_ticket := hotline.begin_step(p_ticket, p_action, p_reason, p_version);
    if p_action = 'receive' then
        update hotline.ticket set handler_id = hotline.my_id(), received_at = clock_timestamp()
        where id = p_ticket;
    elsif p_action = 'uphold' then
        update hotline.ticket set binding = true where id = p_ticket;
    elsif p_action = 'return' then
        update hotline.ticket set returns = returns + 1 where id = p_ticket;
    end if;
    return hotline.finish_step(p_request, v_ticket, p_action, p_reason);
end
$$;

-- Moves the ticket, answers the request.
create or replace function hotline.finish_step(p_request uuid, p_ticket hotline.ticket, p_action text,
    p_reason text, p_data jsonb default '{}')
returns jsonb language plpgsql set search_path = pg_catalog, pg_temp as $$
begin
    p_ticket := hotline.move_ticket(p_ticket.id,
        hotline.transition_for('ticket', p_action, p_ticket.state), p_reason, p_data);
    return hotline.request_done(p_request, jsonb_build_object('ticket', p_ticket.id,
        'state', p_ticket.state, 'version', p_ticket.version, 'due_at', p_ticket.due_at));
end
$$;

-- Refuses a means of talking that is not one of those known, and a text that is missing or too long.
create or replace function hotline.check_talk(p_means text, p_text text) returns void
language plpgsql stable set search_path = pg_catalog, pg_temp as $$
begin
    if coalesce(p_means, '') not in ('telephone', 'visit', 'message', 'meeting') then
        perform hotline.refuse('field_bad', 'means');
    elsif hotline.blank(p_text) then
        perform hotline.refuse('field_missing', 'text');
    end if;
    perform hotline.check_length(p_text, 'text', 2000);
end
$$;

-- The citizen was talked with while the ticket is handled (沟通): by the unit, or by the desk for a unit
-- that does not know a confidential citizen. in: means telephone, visit, message, meeting; what was said.
create function api.ticket_communicate(p_request uuid, p_ticket bigint, p_means text, p_text text)
returns jsonb language plpgsql security definer set search_path = pg_catalog, pg_temp as $$
declare
    v_answer jsonb := hotline.request_answer(p_request, 'ticket_communicate', jsonb_build_array(p_ticket, p_means, p_text));
    v_ticket hotline.ticket;
begin
    if v_answer is not null then
        return v_answer;
    end if;
    v_ticket := hotline.begin_step(p_ticket, 'communicate', '');
    perform hotline.check_talk(p_means, p_text);
    -- a co-handling unit's talk is its own: it does not stand for the lead unit's
    insert into hotline.communication (ticket_id, unit_id, person_id, means, text)
    values (p_ticket, coalesce(hotline.my_unit(), v_ticket.unit_id), hotline.my_id(), p_means, p_text);
    return hotline.finish_step(p_request, v_ticket, 'communicate', p_text, jsonb_build_object('means', p_means));
end
$$;

-- The citizen was told the result (反馈), by the unit or the desk.
create function api.ticket_feed_back(p_request uuid, p_ticket bigint, p_means text, p_text text)
returns jsonb language plpgsql security definer set search_path = pg_catalog, pg_temp as $$
declare
    v_answer jsonb := hotline.request_answer(p_request, 'ticket_feed_back', jsonb_build_array(p_ticket, p_means, p_text));
    v_ticket hotline.ticket;
begin
    if v_answer is not null then
        return v_answer;
    end if;
    v_ticket := hotline.begin_step(p_ticket, 'feed_back', '');
    perform hotline.check_talk(p_means, p_text);
    insert into hotline.feedback (ticket_id, unit_id, person_id, means, text)
    values (p_ticket, v_ticket.unit_id, hotline.my_id(), p_means, p_text);
    return hotline.finish_step(p_request, v_ticket, 'feed_back', p_text, jsonb_build_object('means', p_means));
end
$$;

-- The unit reports the result (办结). Refused without communication and feedback.
create function api.ticket_finish(p_request uuid, p_ticket bigint, p_result text,
    p_version integer default null)
returns jsonb language plpgsql security definer set search_path = pg_catalog, pg_temp as $$
declare
    v_answer jsonb := hotline.request_answer(p_request, 'ticket_finish', jsonb_build_array(p_ticket, p_result, p_version));
    v_ticket hotline.ticket;
begin
    if v_answer is not null then
        return v_answer;
    end if;
    v_ticket := hotline.begin_step(p_ticket, 'finish', '', p_version);
    perform hotline.check_talk('telephone', p_result);
    update hotline.ticket set result = p_result where id = p_ticket;
    return hotline.finish_step(p_request, v_ticket, 'finish', p_result);
end
$$;

-- The unit asks for more working days (延期), before the deadline and within the wall.
create function api.ticket_ask_extension(p_request uuid, p_ticket bigint, p_days integer, p_reason text)
returns jsonb language plpgsql security definer set search_path = pg_catalog, pg_temp as $$
declare
    v_answer jsonb := hotline.request_answer(p_request, 'ticket_ask_extension', jsonb_build_array(p_ticket, p_days, p_reason));
    v_ticket hotline.ticket;
    v_wall   integer := hotline.setting_value('extension_wall_days')::integer;
begin
    if v_answer is not null then
        return v_answer;
    end if;
    v_ticket := hotline.begin_step(p_ticket, 'ask_extension', p_reason);
    if p_days is null or p_days < 1 then
        perform hotline.refuse('field_bad', 'days');
    elsif v_ticket.working_days + p_days::bigint > v_wall then
        perform hotline.refuse('extension_wall', 'days',
                               jsonb_build_object('days', v_ticket.working_days + p_days::bigint, 'wall', v_wall));
    end if;
    update hotline.ticket set extension_waits = true where id = p_ticket;
    insert into hotline.extension (ticket_id, asked_by, working_days, reason)
    values (p_ticket, hotline.my_id(), p_days, p_reason);
    return hotline.finish_step(p_request, v_ticket, 'ask_extension', p_reason, jsonb_build_object('days', p_days));
end
$$;

-- The lead grants or denies the extension that waits; the reason stands in the timeline.
create function api.ticket_decide_extension(p_request uuid, p_ticket bigint, p_granted boolean, p_reason text,
    p_version integer default null)
returns jsonb language plpgsql security definer set search_path = pg_catalog, pg_temp as $$
declare
    v_answer jsonb := hotline.request_answer(p_request, 'ticket_decide_extension', jsonb_build_array(p_ticket, p_granted, p_reason, p_version));
    v_action text := case when p_granted then 'grant_extension' else 'deny_extension' end;
    v_ticket hotline.ticket;
    v_days   integer;
begin
    if v_answer is not null then
        return v_answer;
    end if;
    v_ticket := hotline.begin_step(p_ticket, v_action, p_reason, p_version);
    update hotline.extension set decided_by = hotline.my_id(), decided_at = clock_timestamp(),
                                 granted = p_granted, answer = p_reason
    where ticket_id = p_ticket and decided_at is null returning working_days into v_days;
    update hotline.ticket set extension_waits = false where id = p_ticket;
    if p_granted then
        update hotline.ticket t set working_days = t.working_days + v_days, due_at = d.due_at,
                                    due_known = d.calendar_known
        from hotline.deadline(hotline.clock_start(v_ticket), v_ticket.working_days + v_days) d
        where t.id = p_ticket;
    end if;
    return hotline.finish_step(p_request, v_ticket, v_action, p_reason, jsonb_build_object('days', v_days));
end
$$;

-- out: the moment from which the ticket's limit is counted: acceptance, or when its clock last started anew.
create or replace function hotline.clock_start(p_ticket hotline.ticket) returns timestamptz
language sql stable set search_path = pg_catalog, pg_temp as $$
    select coalesce(p_ticket.clock_from, p_ticket.accepted_at)
$$;

-- The extension that waits for a lead's word. out: what was asked, by whom and why; the working days and the deadline
-- that the ticket would have with it, and the wall; nothing: none waits, or the ticket is not to be seen.
create function api.extension_asked(p_ticket bigint)
returns table (days integer, reason text, asked_by text, asked_at timestamptz, all_days integer, wall integer, due_at timestamptz)
language sql stable security definer set search_path = pg_catalog, pg_temp as $$
    select e.working_days, e.reason, p.number || ' ' || p.name, e.asked_at, t.working_days + e.working_days,
           hotline.setting_value('extension_wall_days')::integer, d.due_at
    from hotline.me() m join hotline.ticket t on t.id = p_ticket and hotline.may_see(t)
    join hotline.extension e on e.ticket_id = t.id and e.decided_at is null
    join hotline.person p on p.id = e.asked_by
    cross join lateral hotline.deadline(hotline.clock_start(t), t.working_days + e.working_days) d
$$;

-- A year's calendar has come: deadlines that were counted by weekends alone are counted again.
create or replace function hotline.recount_deadlines() returns void
language plpgsql set search_path = pg_catalog, pg_temp as $$
declare
    v_ticket hotline.ticket;
    v_due    record;
begin
    for v_ticket in select * from hotline.ticket where closed_at is null and not due_known for update loop
        select * into v_due from hotline.deadline(hotline.clock_start(v_ticket), v_ticket.working_days);
        update hotline.ticket set due_at = v_due.due_at, due_known = v_due.calendar_known, version = version + 1
        where id = v_ticket.id;
        perform hotline.record_event(v_ticket.id, null, 'recount', v_ticket.state, v_ticket.state, '',
                                     jsonb_build_object('due_at', v_due.due_at));
        perform pg_notify('hotline_ticket', v_ticket.id::text);
    end loop;
end
$$;

-- out: the returns from which on a lead's second dispatch binds.
create or replace function hotline.return_limit() returns integer
language sql stable set search_path = pg_catalog, pg_temp as $$ select hotline.setting_value('return_limit')::integer $$;
