-- The ticket form: checking what was typed, and every way out of it.

-- in: the way out and the form as typed: a flat JSON object of texts by field name.
-- Refuses the first field at fault, in the order in which they stand in the form.
create or replace function hotline.check_form(p_way text, p_form jsonb) returns void
language plpgsql stable set search_path = pg_catalog, pg_temp as $$
declare
    v_bad record;
begin
    for v_bad in select f.field, f.max_length, char_length(p_form ->> f.field) as length
                 from hotline.form_field f
                 where char_length(p_form ->> f.field) > f.max_length loop
        perform hotline.refuse('field_too_long', v_bad.field,
            jsonb_build_object('length', v_bad.length, 'limit', v_bad.max_length));
    end loop;
    for v_bad in select n.field from hotline.form_need n
                 join unnest(array['phone', 'citizen_name', 'area_id', 'address', 'category_id', 'kind',
                     'urgency', 'title', 'body', 'answer', 'explanation', 'way_to_go', 'transfer_to',
                     'unit_id']) with ordinality o(field, n) using (field)
                 where n.way = p_way and hotline.blank(p_form ->> n.field)
                 order by o.n loop
        perform hotline.refuse('field_missing', v_bad.field);
    end loop;
    if coalesce(p_form ->> 'kind', '') not in ('', 'consult', 'demand', 'complaint', 'report',
                                               'suggestion', 'praise') then
        perform hotline.refuse('field_bad', 'kind');
    elsif coalesce(p_form ->> 'gender', '') not in ('', 'female', 'male') then
        perform hotline.refuse('field_bad', 'gender');
    end if;
end
$$;

-- in: the text of an id field. out: the id, null when empty; refuses field_bad unless a row of the
-- (internal, fixed) table has it and is enabled.
create or replace function hotline.form_reference(p_form jsonb, p_field text, p_table regclass)
returns bigint language plpgsql stable set search_path = pg_catalog, pg_temp as $$
declare
    v_text text := nullif(btrim(p_form ->> p_field), '');
    v_id   bigint;
begin
    if v_text is null then
        return null;
    elsif v_text !~ '^[0-9]{1,18}$' then
        perform hotline.refuse('field_bad', p_field);
    end if;
    execute format('select id from %s where id = $1 and enabled', p_table) into v_id using v_text::bigint;
    if v_id is null then
        perform hotline.refuse(case p_field when 'unit_id' then 'unit_disabled' else 'field_bad' end, p_field);
    end if;
    return v_id;
end
$$;

-- The urgency follows from the category's standard, raised by words of danger; another one needs a
-- recorded reason.
create or replace function hotline.form_urgency(p_form jsonb, p_category bigint) returns text
language plpgsql stable set search_path = pg_catalog, pg_temp as $$
declare
    v_raised   record := hotline.raised_standard(hotline.category_urgency(p_category),
                                                 concat_ws(E'\n', p_form ->> 'title', p_form ->> 'body'));
    v_standard text := v_raised.urgency;
    v_urgency  text := coalesce(nullif(p_form ->> 'urgency', ''), v_standard);
begin
    if not exists (select from hotline.urgency_standard where urgency = v_urgency) then
        perform hotline.refuse('field_bad', 'urgency');
    elsif v_urgency <> v_standard and p_category is not null
          and hotline.blank(p_form ->> 'urgency_reason') then
        if v_raised.word <> '' then
            perform hotline.refuse('danger_reason_missing', 'urgency_reason',
                                   jsonb_build_object('standard', v_standard, 'word', v_raised.word));
        end if;
        perform hotline.refuse('urgency_reason_missing', 'urgency_reason',
                               jsonb_build_object('standard', v_standard));
    end if;
    return v_urgency;
end
$$;

-- out: a call, locked, that this person answered, or missed and now rung back by this person, and that has no
-- record yet.
create or replace function hotline.call_for_record(p_me hotline.person, p_call bigint) returns hotline.call
language plpgsql set search_path = pg_catalog, pg_temp as $$
declare
    v_call hotline.call;
begin
    select * into v_call from hotline.call where id = p_call for update;
    if v_call.agent_id is distinct from p_me.id
       and not exists (select from hotline.callback c where c.kind = 'missed' and c.call_id = p_call
                       and (c.claimed_by = p_me.id or exists (select from hotline.callback_attempt a
                                                              where a.callback_id = c.id and a.person_id = p_me.id))) then
        perform hotline.refuse('not_your_call');
    elsif hotline.call_has_record(p_call) then
        perform hotline.refuse('call_has_record');
    end if;
    return v_call;
end
$$;

-- A new ticket with nothing in it but who took it, from which call, when: a message's clock runs from its receiving.
-- The number is the day
-- and the last six digits of the id.
create or replace function hotline.new_ticket(p_me hotline.person, p_call bigint) returns hotline.ticket
language plpgsql set search_path = pg_catalog, pg_temp as $$
declare
    v_call   hotline.call;
    v_id     bigint := nextval(pg_get_serial_sequence('hotline.ticket', 'id'));
    v_ticket hotline.ticket;
begin
    if p_call is not null then
        v_call := hotline.call_for_record(p_me, p_call);
    end if;
    insert into hotline.ticket (id, number, call_id, channel, state, accepted_by, accepted_at,
                                phone, phone_masked)
    overriding system value
    values (v_id, to_char(now() at time zone hotline.setting_value('timezone'), 'YYYYMMDD')
                  || lpad((v_id % 1000000)::text, 6, '0'),
            p_call, coalesce(v_call.channel, 'counter'), 'draft', p_me.id,
            case when v_call.channel <> 'call' then v_call.queued_at else coalesce(v_call.answered_at, clock_timestamp()) end,
            coalesce(v_call.phone, ''), coalesce(v_call.phone_masked, ''))
    returning * into v_ticket;
    return v_ticket;
end
$$;

-- Writes the form's fields into the ticket. An empty phone keeps the number of the call.
create or replace function hotline.fill_ticket(p_ticket hotline.ticket, p_form jsonb)
returns hotline.ticket language plpgsql set search_path = pg_catalog, pg_temp as $$
declare
    v_phone    text := coalesce(nullif(hotline.clean_phone(p_form ->> 'phone'), ''), p_ticket.phone);
    v_category bigint := hotline.form_reference(p_form, 'category_id', 'hotline.category');
begin
    update hotline.ticket set
        citizen_name = btrim(coalesce(p_form ->> 'citizen_name', '')),
        gender = coalesce(p_form ->> 'gender', ''),
        phone = v_phone, phone_masked = hotline.mask_phone(v_phone),
        confidential = coalesce(p_form ->> 'confidential', '') = 'true',
        area_id = hotline.form_reference(p_form, 'area_id', 'hotline.area'),
        address = btrim(coalesce(p_form ->> 'address', '')),
        category_id = v_category,
        kind = coalesce(p_form ->> 'kind', ''),
        urgency = hotline.form_urgency(p_form, v_category),
        urgency_reason = btrim(coalesce(p_form ->> 'urgency_reason', '')),
        title = btrim(coalesce(p_form ->> 'title', '')),
        body = coalesce(p_form ->> 'body', ''),
        unit_id = hotline.form_reference(p_form, 'unit_id', 'hotline.unit')
    where id = p_ticket.id returning * into p_ticket;
    return p_ticket;
end
$$;

-- How a way that closes at once is recorded.
create or replace function hotline.close_from_form(p_ticket bigint, p_way text, p_form jsonb) returns void
language sql set search_path = pg_catalog, pg_temp as $$
    update hotline.ticket set
        state = 'closed', closed_at = clock_timestamp(),
        closing = case p_way when 'answer' then 'answered' when 'decline' then 'not_accepted'
                             when 'transfer' then 'transferred' else p_way end,
        closing_note = case p_way when 'answer' then p_form ->> 'answer'
                                  when 'decline' then (p_form ->> 'explanation') || E'\n' || (p_form ->> 'way_to_go')
                                  else coalesce(p_form ->> 'reason', '') end,
        transfer_to = case p_way when 'transfer' then p_form ->> 'transfer_to' end,
        unit_id = null
    where id = p_ticket
$$;

-- Sends the form out by one of its ways.
-- in: way: save (put aside 暂存), dispatch 派单, answer 直办, decline 不予受理, transfer 转接, silent,
-- abusive; the draft that is gone on with or null; the call it belongs to or null; the form, and in its
-- field "suggestion" what was suggested beside it (hotline.record_suggestion).
-- out: {"ticket", "number", "state", "due_at", "due_known"}. Refusals name the field at fault.
create function api.ticket_submit(p_request uuid, p_way text, p_ticket bigint, p_call bigint, p_form jsonb)
returns jsonb language plpgsql security definer set search_path = pg_catalog, pg_temp as $$
declare
    v_answer jsonb := hotline.request_answer(p_request, 'ticket_submit', jsonb_build_array(p_way, p_ticket, p_call, p_form));
    v_me     hotline.person := hotline.me();
    v_ticket hotline.ticket;
    v_step   hotline.transition;
begin
    if v_answer is not null then
        return v_answer;
    end if;
    -- the ways out of the form are what may be done with a ticket that is not there yet
    if not exists (select from hotline.transition where machine = 'ticket' and from_state = 'none'
                                                    and action = p_way) then
        perform hotline.refuse('field_bad', 'way');
    end if;
    select * into v_ticket from hotline.ticket where id = p_ticket for update;
    if p_ticket is not null and v_ticket.id is null then
        perform hotline.refuse('not_found');
    end if;
    v_step := hotline.transition_for('ticket', p_way, coalesce(v_ticket.state, 'none'));
    if 'own' = any (v_step.needs) and hotline.unmet(v_ticket, 'own') is not null then
        perform hotline.refuse('given_away', '', jsonb_build_object('who', g.owner)) from api.ticket_given(p_ticket) g;
        perform hotline.refuse('not_yours');
    elsif v_ticket.id is not null and not hotline.may_see(v_ticket) then
        perform hotline.refuse('not_found');
    elsif v_ticket.id is null then
        v_ticket := hotline.new_ticket(v_me, p_call);
    elsif p_call is not null and v_ticket.call_id is null then
        v_ticket.call_id := (hotline.call_for_record(v_me, p_call)).id;
        update hotline.ticket set call_id = v_ticket.call_id where id = v_ticket.id;
    end if;
    -- whom the channel answers is reached without a number
    perform hotline.check_form(p_way, p_form || case when coalesce(p_form ->> 'phone', '') = '' then jsonb_build_object('phone',
        case when v_ticket.phone = '' and hotline.answered_by_channel(v_ticket.call_id) then v_ticket.channel else v_ticket.phone end) else '{}' end);
    if p_way = 'transfer' and not exists (select from hotline.transfer_number
                                          where number = p_form ->> 'transfer_to' and enabled) then
        perform hotline.refuse('field_bad', 'transfer_to');
    end if;
    v_ticket := hotline.fill_ticket(v_ticket, p_form);
    if p_way = 'dispatch' and exists (select from hotline.category where parent_id = v_ticket.category_id and enabled) then
        perform hotline.refuse('category_not_leaf', 'category_id');
    end if;
    if p_way = 'dispatch' then
        perform hotline.record_suggestion(v_ticket, p_form ->> 'suggestion');
    end if;
    perform hotline.record_form_articles(v_ticket.id, p_way, p_form);
    if v_step.to_state = 'closed' then
        perform hotline.close_from_form(v_ticket.id, p_way, p_form);
    end if;
    v_ticket := hotline.move_ticket(v_ticket.id, v_step, coalesce(p_form ->> 'reason', ''),
        jsonb_strip_nulls(jsonb_build_object('unit', (select name from hotline.unit where id = v_ticket.unit_id
                                                                       and v_step.to_state = 'dispatched'),
            'transfer_to', p_form ->> 'transfer_to', 'urgency_reason', nullif(v_ticket.urgency_reason, ''))));
    perform hotline.after_record(v_me, v_ticket.call_id);
    perform hotline.callback_recorded(v_ticket.call_id);
    return hotline.request_done(p_request, jsonb_build_object('ticket', v_ticket.id,
        'number', v_ticket.number, 'state', v_ticket.state, 'due_at', v_ticket.due_at,
        'due_known', v_ticket.due_known));
end
$$;

-- With its record made, an ended call's after-call work is over, and so is a message.
create or replace function hotline.after_record(p_me hotline.person, p_call bigint) returns void
language plpgsql set search_path = pg_catalog, pg_temp as $$
begin
    perform hotline.message_filed(p_call);
    if exists (select from hotline.agent_state s join hotline.call c on c.id = s.call_id
               where s.person_id = p_me.id and s.state in ('after_call', 'writing') and c.id = p_call) then
        perform hotline.agent_free(p_me.id, p_call);
    end if;
end
$$;
