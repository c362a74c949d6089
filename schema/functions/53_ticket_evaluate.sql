-- The callback after a ticket is finished: the citizen's own rating closes it.

-- in: responded, solved, satisfied: yes, partly or no each; the reason is needed when one is no.
-- One matter, one rating; who handled it may not record it.
create function api.ticket_rate(p_request uuid, p_ticket bigint, p_responded text, p_solved text,
    p_satisfied text, p_reason text, p_version integer default null)
returns jsonb language plpgsql security definer set search_path = pg_catalog, pg_temp as $$
declare
    v_answer jsonb := hotline.request_answer(p_request, 'ticket_rate', jsonb_build_array(p_ticket, p_responded, p_solved, p_satisfied, p_reason, p_version));
    v_ticket hotline.ticket;
begin
    if v_answer is not null then
        return v_answer;
    end if;
    v_ticket := hotline.begin_step(p_ticket, 'rate', p_reason, p_version);
    if coalesce(p_responded, '') not in ('yes', 'partly', 'no') then
        perform hotline.refuse('field_missing', 'responded');
    elsif coalesce(p_solved, '') not in ('yes', 'partly', 'no') then
        perform hotline.refuse('field_missing', 'solved');
    elsif coalesce(p_satisfied, '') not in ('yes', 'partly', 'no') then
        perform hotline.refuse('field_missing', 'satisfied');
    elsif 'no' in (p_responded, p_solved, p_satisfied) and hotline.blank(p_reason) then
        perform hotline.refuse('reason_missing', 'reason');
    end if;
    insert into hotline.citizen_rating (ticket_id, person_id, responded, solved, satisfied, reason)
    values (p_ticket, hotline.my_id(), p_responded, p_solved, p_satisfied, coalesce(p_reason, ''));
    return hotline.finish_step(p_request, v_ticket, 'rate', p_reason,
        jsonb_build_object('responded', p_responded, 'solved', p_solved, 'satisfied', p_satisfied));
end
$$;

-- The citizen was rung and not reached. in: no_answer, refused or wrong_number, and a note.
create function api.ticket_ring_back(p_request uuid, p_ticket bigint, p_outcome text, p_note text)
returns jsonb language plpgsql security definer set search_path = pg_catalog, pg_temp as $$
declare
    v_answer jsonb := hotline.request_answer(p_request, 'ticket_ring_back', jsonb_build_array(p_ticket, p_outcome, p_note));
    v_ticket hotline.ticket;
begin
    if v_answer is not null then
        return v_answer;
    end if;
    v_ticket := hotline.begin_step(p_ticket, 'ring_back', p_note);
    if coalesce(p_outcome, '') not in ('no_answer', 'refused', 'wrong_number') then
        perform hotline.refuse('field_bad', 'outcome');
    end if;
    return hotline.finish_step(p_request, v_ticket, 'ring_back', p_note, jsonb_build_object('outcome', p_outcome));
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
