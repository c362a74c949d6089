-- One matter, one ticket: a caller joins a ticket that is open (并单); a lead merges tickets, and undoes it.

-- out: how many said it: the ticket's citizen, those who joined, and those of the tickets merged into it.
create or replace function hotline.voices(p_ticket bigint) returns bigint
language sql stable set search_path = pg_catalog, pg_temp as $$
    with recursive one as (select p_ticket as id union all
                           select t.id from hotline.ticket t join one on t.merged_into = one.id)
    select count(*) + (select count(*) from hotline.ticket_voice v where v.ticket_id in (select id from one)) from one
$$;

-- The caller becomes one more voice of an open ticket: no second dispatch goes out, the call has its
-- record, and the caller is to be told the result too.
-- in: the call that the caller is in, or null; the form as it is typed so far: citizen_name, gender, phone,
-- confidential, and the body, kept as the note. out: {"ticket", "number", "state", "voices"}.
-- Refuses not_found, not_in_state, field_missing phone, and what a call's record does.
create function api.ticket_join(p_request uuid, p_ticket bigint, p_call bigint, p_form jsonb)
returns jsonb language plpgsql security definer set search_path = pg_catalog, pg_temp as $$
declare
    v_answer jsonb := hotline.request_answer(p_request, 'ticket_join', jsonb_build_array(p_ticket, p_call, p_form));
    v_me     hotline.person := hotline.me();
    v_ticket hotline.ticket;
    v_call   hotline.call;
    v_phone  text;
begin
    if v_answer is not null then
        return v_answer;
    end if;
    v_ticket := hotline.begin_step(p_ticket, 'join', '');
    perform hotline.check_form('join', p_form);
    if p_call is not null then
        v_call := hotline.call_for_record(v_me, p_call);
    end if;
    v_phone := coalesce(nullif(hotline.clean_phone(p_form ->> 'phone'), ''), v_call.phone, '');
    if v_phone = '' and p_call is null then
        perform hotline.refuse('field_missing', 'phone');
    end if;
    insert into hotline.ticket_voice (ticket_id, call_id, taken_by, citizen_name, gender, phone, phone_masked, confidential, note)
    values (p_ticket, p_call, v_me.id, btrim(coalesce(p_form ->> 'citizen_name', '')), coalesce(p_form ->> 'gender', ''),
            v_phone, hotline.mask_phone(v_phone), coalesce(p_form ->> 'confidential', '') = 'true', coalesce(p_form ->> 'body', ''));
    update hotline.ticket set version = version + 1 where id = p_ticket;
    -- the event is the call's too; the body may name a confidential caller and stays with the voice
    perform hotline.record_event(p_ticket, p_call, 'join', v_ticket.state, v_ticket.state);
    perform pg_notify('hotline_ticket', p_ticket::text);
    perform hotline.after_record(v_me, p_call);
    return hotline.request_done(p_request, jsonb_build_object('ticket', p_ticket, 'number', v_ticket.number,
        'state', v_ticket.state, 'voices', hotline.voices(p_ticket)));
end
$$;

-- The further voices of a ticket, those of tickets merged into it among them, the first ones first.
-- out: numbers are masked; a confidential caller has neither name, number nor words for the unit. channel: the name of the one
-- that brings the answer back, '' for none.
create function api.ticket_voices(p_ticket bigint)
returns table (voice bigint, ticket_id bigint, call_id bigint, at timestamptz, citizen_name text, phone_masked text,
               note text, told_at timestamptz, merged boolean, channel text)
language sql stable security definer set search_path = pg_catalog, pg_temp as $$
    with recursive one as (
        select t.id, 0 as depth from hotline.me() m, hotline.ticket t where t.id = p_ticket and hotline.may_see(t)
        union all select t.id, depth + 1 from hotline.ticket t join one on t.merged_into = one.id
    ), said as (
        select v.id, v.ticket_id, v.call_id, v.at, v.citizen_name, v.phone_masked, v.note, v.told_at, v.confidential, one.depth > 0 as merged
        from hotline.ticket_voice v join one on one.id = v.ticket_id
        union all
        select null, t.id, t.call_id, t.accepted_at, t.citizen_name, t.phone_masked, t.body, null, t.confidential, true
        from hotline.ticket t join one on one.id = t.id and one.depth > 0
    )
    select s.id, s.ticket_id, s.call_id, s.at, case when h.hidden then '' else s.citizen_name end,
           case when h.hidden then '' else s.phone_masked end, case when h.hidden then '' else s.note end, s.told_at, s.merged,
           coalesce((select n.name from hotline.intake i join hotline.channel n on n.code = i.channel where i.call_id = s.call_id and n.replies), '')
    from said s cross join lateral (select s.confidential and hotline.my_role() = 'unit' as hidden) h
    order by s.at, s.id
$$;

-- A voice was told the result, once the unit has finished. in: the words for who came by another channel, which brings them; ''
-- when they were told otherwise. out: {"voice", "told_at"}; telling twice is no error.
create function api.ticket_voice_told(p_request uuid, p_voice bigint, p_text text default '')
returns jsonb language plpgsql security definer set search_path = pg_catalog, pg_temp as $$
declare
    v_answer jsonb := hotline.request_answer(p_request, 'ticket_voice_told', jsonb_build_array(p_voice, p_text));
    v_voice  hotline.ticket_voice;
    v_ticket hotline.ticket;
begin
    if v_answer is not null then
        return v_answer;
    end if;
    select * into v_voice from hotline.ticket_voice where id = p_voice for update;
    select * into v_ticket from hotline.ticket where id = v_voice.ticket_id;
    if v_ticket.id is null or not hotline.may_see(v_ticket) then
        perform hotline.refuse('not_found');
    elsif v_ticket.finished_at is null then
        perform hotline.refuse('not_in_state', '', jsonb_build_object('state', v_ticket.state));
    end if;
    perform hotline.check_length(p_text, 'text', 2000);
    if v_voice.told_at is null then
        update hotline.ticket_voice set told_at = clock_timestamp(), told_by = hotline.my_id() where id = p_voice
        returning * into v_voice;
        perform hotline.record_event(v_ticket.id, v_voice.call_id, 'tell_voice', v_ticket.state, v_ticket.state, btrim(coalesce(p_text, '')));
    end if;
    return hotline.request_done(p_request, jsonb_build_object('voice', p_voice, 'told_at', v_voice.told_at));
end
$$;

-- A lead merges a ticket into another that goes on: it closes and points there, its citizen is one of the
-- other's voices, both timelines say so. in: the number of the other, and the reason.
-- out: {"ticket", "into", "state", "voices"}.
-- Refuses merge_into_closed, field_bad into (itself), and what every step does.
create function api.ticket_merge(p_request uuid, p_ticket bigint, p_into text, p_reason text, p_version integer default null)
returns jsonb language plpgsql security definer set search_path = pg_catalog, pg_temp as $$
declare
    v_answer jsonb := hotline.request_answer(p_request, 'ticket_merge', jsonb_build_array(p_ticket, p_into, p_reason, p_version));
    v_ticket hotline.ticket;
    v_into   hotline.ticket;
    v_other  bigint := (select id from hotline.ticket where number = btrim(p_into));
begin
    if v_answer is not null then
        return v_answer;
    elsif hotline.blank(p_into) then
        perform hotline.refuse('field_missing', 'into');
    elsif p_ticket = v_other then
        perform hotline.refuse('field_bad', 'into');
    end if;
    -- both in the order of their ids: two leads who merge crosswise wait, and do not meet
    perform from hotline.ticket where id in (p_ticket, v_other) order by id for update;
    v_ticket := hotline.begin_step(p_ticket, 'merge', p_reason, p_version);
    select * into v_into from hotline.ticket where id = v_other;
    if v_into.id is null or not hotline.may_see(v_into) then
        perform hotline.refuse('not_found', 'into');
    elsif v_into.closed_at is not null or v_into.state = 'draft' then
        perform hotline.refuse('merge_into_closed', 'into');
    end if;
    perform hotline.move_merged(v_ticket, v_other, p_reason, v_into.number);
    update hotline.ticket set version = version + 1 where id = v_other;
    perform hotline.record_event(v_other, null, 'merge', v_into.state, v_into.state, p_reason,
                                 jsonb_build_object('merged', v_ticket.number));
    perform pg_notify('hotline_ticket', v_other::text);
    return hotline.request_done(p_request, jsonb_build_object('ticket', p_ticket, 'into', v_other, 'state', 'closed',
                                                              'voices', hotline.voices(v_other)));
end
$$;

create or replace function hotline.move_merged(p_ticket hotline.ticket, p_into bigint, p_reason text, p_number text) returns void
language plpgsql set search_path = pg_catalog, pg_temp as $$
declare
    v_step hotline.transition := hotline.transition_for('ticket', 'merge', p_ticket.state);
begin
    -- closed in one go: the table lets no ticket be merged and open
    update hotline.ticket set state = v_step.to_state, closed_at = clock_timestamp(), closing = 'merged', merged_into = p_into
    where id = p_ticket.id;
    perform hotline.move_ticket(p_ticket.id, v_step, p_reason, jsonb_build_object('into', p_number));
end
$$;

-- A merging is undone: the ticket goes back to its unit. Both timelines keep what was.
create function api.ticket_unmerge(p_request uuid, p_ticket bigint, p_reason text, p_version integer default null)
returns jsonb language plpgsql security definer set search_path = pg_catalog, pg_temp as $$
declare
    v_answer jsonb := hotline.request_answer(p_request, 'ticket_unmerge', jsonb_build_array(p_ticket, p_reason, p_version));
    v_ticket hotline.ticket;
    v_into   hotline.ticket;
begin
    if v_answer is not null then
        return v_answer;
    end if;
    v_ticket := hotline.begin_step(p_ticket, 'unmerge', p_reason, p_version);
    select * into v_into from hotline.ticket where id = v_ticket.merged_into;
    update hotline.ticket set state = 'dispatched', closed_at = null, closing = null, merged_into = null where id = p_ticket;
    perform hotline.record_event(v_into.id, null, 'unmerge', v_into.state, v_into.state, p_reason,
                                 jsonb_build_object('merged', v_ticket.number));
    perform pg_notify('hotline_ticket', v_into.id::text);
    return hotline.finish_step(p_request, v_ticket, 'unmerge', p_reason, jsonb_build_object('into', v_into.number));
end
$$;
