-- The callback after a ticket is finished: the citizen's own rating closes it, or sends it back.

-- Refuses answers that are missing, and a choice of what is to be done that does not fit them.
create or replace function hotline.check_rating(p_responded text, p_solved text, p_satisfied text, p_reason text,
    p_follow_up text, p_follow_up_reason text)
returns void language plpgsql stable set search_path = pg_catalog, pg_temp as $$
declare
    v_field text;
begin
    for v_field in select a.field from (values (p_responded, 'responded'), (p_solved, 'solved'), (p_satisfied, 'satisfied'))
                   a (given, field) where coalesce(a.given, '') not in ('yes', 'partly', 'no') loop
        perform hotline.refuse('field_missing', v_field);
    end loop;
    if 'no' in (p_responded, p_solved, p_satisfied) and hotline.blank(p_reason) then
        perform hotline.refuse('reason_missing', 'reason');
    elsif p_solved = 'no' and coalesce(p_follow_up, '') = '' then
        perform hotline.refuse('follow_up_missing', 'follow_up');
    elsif coalesce(p_follow_up, '') not in ('', 'reopen', 'supervise', 'escalate', 'explain') then
        perform hotline.refuse('field_bad', 'follow_up');
    elsif coalesce(p_follow_up, '') <> '' and p_solved = 'yes' and p_satisfied = 'yes' then
        perform hotline.refuse('follow_up_needless', 'follow_up');
    elsif coalesce(p_follow_up, '') <> '' and hotline.blank(p_follow_up_reason) then
        perform hotline.refuse('reason_missing', 'follow_up_reason');
    end if;
    perform hotline.check_length(p_follow_up_reason, 'follow_up_reason', 500);
end
$$;

-- out: the unit that a ticket of this unit is escalated to: its superior, or itself where it has none.
create or replace function hotline.superior(p_unit bigint) returns bigint
language sql stable set search_path = pg_catalog, pg_temp as $$
    select coalesce((select s.id from hotline.unit u join hotline.unit s on s.id = u.superior_id and s.enabled
                     where u.id = p_unit), p_unit)
$$;

-- What was not solved is handled again: a new round, with the marks and the unit that the choice asks for.
create or replace function hotline.next_round(p_ticket bigint, p_follow_up text) returns void
language sql set search_path = pg_catalog, pg_temp as $$
    update hotline.ticket t set round = round + 1, binding = true,
        supervised = supervised or p_follow_up = 'supervise', escalated = escalated or p_follow_up = 'escalate',
        result = '', unit_id = case when p_follow_up = 'escalate' then hotline.superior(t.unit_id) else t.unit_id end
    where id = p_ticket
$$;

-- The citizen's rating, asked at the callback. One matter, one rating (of its last round); who handled it may
-- not record it. in: responded, solved, satisfied: yes, partly or no each; the citizen's reason, needed when one
-- is no; follow_up, needed when it is not solved: reopen (to the same unit), supervise 督办, escalate 提级 or
-- explain (it closes), and why. out: {"ticket", "state", "due_at", "unit"}.
create function api.callback_rate(p_request uuid, p_callback bigint, p_responded text, p_solved text, p_satisfied text,
    p_reason text, p_follow_up text default '', p_follow_up_reason text default '')
returns jsonb language plpgsql security definer set search_path = pg_catalog, pg_temp as $$
declare
    v_answer   jsonb := hotline.request_answer(p_request, 'callback_rate', jsonb_build_array(p_callback, p_responded, p_solved,
                                               p_satisfied, p_reason, p_follow_up, p_follow_up_reason));
    v_callback hotline.callback;
    v_ticket   hotline.ticket;
    v_action   text := case when coalesce(p_follow_up, '') in ('', 'explain') then 'rate' else p_follow_up end;
begin
    if v_answer is not null then
        return v_answer;
    end if;
    v_callback := hotline.begin_callback(p_callback);
    if v_callback.kind <> 'satisfaction' then
        perform hotline.refuse('field_bad', 'callback');
    end if;
    perform hotline.check_rating(p_responded, p_solved, p_satisfied, p_reason, p_follow_up, p_follow_up_reason);
    v_ticket := hotline.begin_step(v_callback.ticket_id, v_action, p_follow_up_reason);
    perform hotline.check_length(p_reason, 'reason', 500);
    insert into hotline.citizen_rating (ticket_id, round, person_id, responded, solved, satisfied, reason, follow_up)
    values (v_ticket.id, v_ticket.round, hotline.my_id(), p_responded, p_solved, p_satisfied, coalesce(p_reason, ''),
            coalesce(p_follow_up, ''));
    if v_action <> 'rate' then
        perform hotline.next_round(v_ticket.id, v_action);
    end if;
    perform hotline.callback_rung(v_callback, hotline.my_id(), 'reached', '', 'reached');
    v_ticket := hotline.move_ticket(v_ticket.id, hotline.transition_for('ticket', v_action, v_ticket.state),
        concat_ws(E'\n', nullif(btrim(p_reason), ''), nullif(btrim(p_follow_up_reason), '')),
        jsonb_strip_nulls(jsonb_build_object('responded', p_responded, 'solved', p_solved, 'satisfied', p_satisfied,
            'unit', (select name from hotline.unit where id = v_ticket.unit_id and v_action = 'escalate'))));
    return hotline.request_done(p_request, jsonb_build_object('ticket', v_ticket.id, 'state', v_ticket.state,
        'due_at', v_ticket.due_at, 'unit', (select name from hotline.unit where id = v_ticket.unit_id)));
end
$$;

-- A citizen's number in full. It is masked everywhere else; asking for it leaves a record with the
-- reason in the timeline. in: a ticket or a call of one's own, exactly one of them.
create function api.phone_unmask(p_request uuid, p_ticket bigint, p_call bigint, p_reason text)
returns jsonb language plpgsql security definer set search_path = pg_catalog, pg_temp as $$
declare
    v_answer jsonb := hotline.request_answer(p_request, 'phone_unmask', jsonb_build_array(p_ticket, p_call, p_reason));
    v_phone  text;
begin
    if num_nonnulls(p_ticket, p_call) <> 1 then
        perform hotline.refuse('not_found');
    elsif v_answer is not null then
        return jsonb_build_object('phone', hotline.full_phone(p_ticket, p_call));
    elsif hotline.blank(p_reason) then
        perform hotline.refuse('reason_missing', 'reason');
    end if;
    v_phone := hotline.full_phone(p_ticket, p_call);
    perform hotline.record_event(p_ticket, p_call, 'unmask', null, null, p_reason);
    perform hotline.request_done(p_request, '{}');
    return jsonb_build_object('phone', v_phone);
end
$$;

create or replace function hotline.full_phone(p_ticket bigint, p_call bigint) returns text
language plpgsql stable set search_path = pg_catalog, pg_temp as $$
declare
    v_phone text;
begin
    select t.phone into v_phone from hotline.ticket t where t.id = p_ticket and hotline.may_see(t)
        and not (t.confidential and hotline.my_role() = 'unit');
    if v_phone is null then
        select c.phone into v_phone from hotline.call c
        where c.id = p_call and (c.agent_id = hotline.my_id() or hotline.my_role() = 'lead');
    end if;
    if v_phone is null then
        perform hotline.refuse('not_found');
    end if;
    return v_phone;
end
$$;
