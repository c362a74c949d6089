-- Callbacks: what the centre owes a citizen, who rings, what came of it.

-- out: the first moment from p_at on at which citizens may be rung: p_at, or the end of the quiet hours.
create or replace function hotline.calling_time(p_at timestamptz) returns timestamptz
language plpgsql stable set search_path = pg_catalog, pg_temp as $$
declare
    v_zone  text := hotline.setting_value('timezone');
    v_from  time := hotline.setting_value('quiet_from')::time;
    v_until time := hotline.setting_value('quiet_until')::time;
    v_local timestamp := p_at at time zone v_zone;
    v_time  time := v_local::time;
begin
    if v_from > v_until and v_time >= v_from then
        return (v_local::date + 1 + v_until) at time zone v_zone;
    elsif v_time < v_until and (v_from > v_until or v_time >= v_from) then
        return (v_local::date + v_until) at time zone v_zone;
    end if;
    return p_at;
end
$$;

-- A finished ticket owes its citizen the question whether it is well (回访). Whom the channel can ask is rung later.
create or replace function hotline.callback_owe(p_ticket hotline.ticket) returns void
language plpgsql set search_path = pg_catalog, pg_temp as $$
declare
    v_id bigint;
begin
    insert into hotline.callback (kind, ticket_id, citizen_name, phone, phone_masked, area_id, due_at)
    values ('satisfaction', p_ticket.id, p_ticket.citizen_name, p_ticket.phone, p_ticket.phone_masked, p_ticket.area_id,
            hotline.calling_time(clock_timestamp() + case when hotline.answered_by_channel(p_ticket.call_id)
                                 then hotline.setting_value('channel_rating_hours')::integer else 0 end * interval '1 hour'))
    on conflict do nothing returning id into v_id;
    perform pg_notify('hotline_callback', v_id::text) where v_id is not null;
end
$$;

-- A call that nobody answered is owed (漏接回拨), once for a number. A withheld number cannot be rung. Who is just
-- ringing writes the record of the call that was missed then: it stays the same.
create or replace function hotline.callback_missed(p_call hotline.call) returns void
language plpgsql set search_path = pg_catalog, pg_temp as $$
declare
    v_id bigint;
begin
    if p_call.phone_key = '' then
        return;
    end if;
    insert into hotline.callback as c (kind, call_id, phone, phone_masked, area_id, note, due_at, missed_calls)
    values ('missed', p_call.id, p_call.phone, p_call.phone_masked, p_call.area_id, p_call.note,
            hotline.calling_time(clock_timestamp()), 1)
    on conflict (phone_key) where kind = 'missed' and closed_at is null
    do update set call_id = case when c.claimed_by is null then excluded.call_id else c.call_id end, missed_calls = c.missed_calls + 1
    returning id into v_id;
    perform pg_notify('hotline_callback', v_id::text);
end
$$;

-- Who was missed and is answered now is not rung any more.
create or replace function hotline.callback_called_in(p_call hotline.call) returns void
language plpgsql set search_path = pg_catalog, pg_temp as $$
declare
    v_id bigint;
begin
    if p_call.phone_key = '' then
        return;
    end if;
    -- looked for first: hardly any call has one, and an update costs more than to look
    select id into v_id from hotline.callback
    where phone_key = p_call.phone_key and phone_key <> '' and kind = 'missed' and closed_at is null for update;
    if found then
        update hotline.callback set closed_at = clock_timestamp(), closing = 'called_in', claimed_by = null, claimed_at = null where id = v_id;
        perform hotline.record_event(null, p_call.id, 'called_in', null, null, '', jsonb_build_object('callback', v_id));
        perform pg_notify('hotline_callback', v_id::text);
    end if;
end
$$;

-- out: does its claim still hold? It lapses with its time, and when nobody of its holder's is connected.
create or replace function hotline.claim_holds(p_callback hotline.callback) returns boolean
language sql stable set search_path = pg_catalog, pg_temp as $$
    select p_callback.claimed_by is not null
           and p_callback.claimed_at > now() - hotline.setting_value('claim_minutes')::integer * interval '1 minute'
           and hotline.present(p_callback.claimed_by)
$$;

-- Who leaves the shift gives the claims back.
create or replace function hotline.callback_leave(p_person bigint) returns void
language sql set search_path = pg_catalog, pg_temp as $$
    with given_back as (
        update hotline.callback set claimed_by = null, claimed_at = null
        where claimed_by = p_person and closed_at is null returning id
    )
    select pg_notify('hotline_callback', id::text) from given_back
$$;

-- The same rule for callbacks as for tickets: the desk sees all, a lead those of the own districts.
create or replace function hotline.may_see_callback(p_callback hotline.callback) returns boolean
language sql stable set search_path = pg_catalog, pg_temp as $$
    select case hotline.my_role() when 'agent' then true
        when 'lead' then hotline.my_areas() is null or p_callback.area_id is null
                         or p_callback.area_id = any (hotline.my_areas())
        else false end
$$;

-- Opens a callback for an action: locks it, and refuses when it is closed or another holds it; with p_mine also when
-- the asker has not taken it on (one's own claim counts until another has it, for a talk may be long).
-- The ticket is locked before it, as every step of a ticket does.
create or replace function hotline.begin_callback(p_callback bigint, p_mine boolean default true) returns hotline.callback
language plpgsql set search_path = pg_catalog, pg_temp as $$
declare
    v_callback hotline.callback;
begin
    perform from hotline.ticket t join hotline.callback c on c.ticket_id = t.id where c.id = p_callback for update of t;
    select * into v_callback from hotline.callback where id = p_callback for update;
    if v_callback.id is null or not hotline.may_see_callback(v_callback) then
        perform hotline.refuse('not_found');
    elsif v_callback.closed_at is not null then
        perform hotline.refuse('callback_closed');
    elsif v_callback.claimed_by <> hotline.my_id() and hotline.claim_holds(v_callback) then
        perform hotline.refuse('callback_claimed', '', jsonb_build_object('who',
            (select number || ' ' || name from hotline.person where id = v_callback.claimed_by)));
    elsif p_mine and v_callback.claimed_by is distinct from hotline.my_id() then
        perform hotline.refuse('callback_not_claimed');
    end if;
    return v_callback;
end
$$;

-- One agent takes a callback on: the others leave it alone. Not within the quiet hours.
-- out: {"callback", "phone"}: the number in full, to be dialled; who saw it stands in the timeline. With a switch it is dialled
-- by a code (api.callback_read) and stays masked: ''.
-- Refuses callback_claimed {who}, callback_closed, quiet_hours {from, until}.
create function api.callback_claim(p_request uuid, p_callback bigint)
returns jsonb language plpgsql security definer set search_path = pg_catalog, pg_temp as $$
declare
    v_answer   jsonb := hotline.request_answer(p_request, 'callback_claim', jsonb_build_array(p_callback));
    v_callback hotline.callback;
begin
    if v_answer is null then
        if hotline.calling_time(now()) > now() then
            perform hotline.refuse('quiet_hours', '', jsonb_build_object('from', hotline.setting_value('quiet_from'),
                                                                         'until', hotline.setting_value('quiet_until')));
        end if;
        v_callback := hotline.begin_callback(p_callback, false);
        -- who may not record what the citizen says does not ring
        perform hotline.begin_step(v_callback.ticket_id, 'ring_back', '') where v_callback.kind = 'satisfaction';
        update hotline.callback set claimed_by = hotline.my_id(), claimed_at = clock_timestamp() where id = p_callback;
        perform hotline.record_event(v_callback.ticket_id, v_callback.call_id,
                                     case hotline.dial_code(p_callback) when '' then 'claim' else 'claim_dial' end, null, null, '',
                                     jsonb_build_object('callback', p_callback));
        perform pg_notify('hotline_callback', p_callback::text);
        perform hotline.request_done(p_request, '{}');
    end if;
    select * into v_callback from hotline.callback where id = p_callback;
    return jsonb_build_object('callback', p_callback,
                              'phone', case when v_callback.claimed_by = hotline.my_id() and hotline.claim_holds(v_callback)
                                                 and hotline.dial_code(p_callback) = ''
                                            then v_callback.phone else '' end);
end
$$;

-- Gives a callback back without having rung.
create function api.callback_release(p_request uuid, p_callback bigint)
returns jsonb language plpgsql security definer set search_path = pg_catalog, pg_temp as $$
declare
    v_answer jsonb := hotline.request_answer(p_request, 'callback_release', jsonb_build_array(p_callback));
begin
    if v_answer is not null then
        return v_answer;
    end if;
    update hotline.callback set claimed_by = null, claimed_at = null
    where id = p_callback and claimed_by = hotline.my_id() and closed_at is null;
    if found then
        perform pg_notify('hotline_callback', p_callback::text);
    end if;
    return hotline.request_done(p_request, jsonb_build_object('callback', p_callback));
end
$$;

drop function if exists hotline.callback_rung(hotline.callback, text, text, text);

-- Records a ringing and closes the callback, or says when it is due again.
-- in: who rang; closing null: rung again later; the switch's record of it (null: by hand). out: {"callback", "due_at", "closing"}.
create or replace function hotline.callback_rung(p_callback hotline.callback, p_person bigint, p_outcome text, p_note text, p_closing text,
    p_ring text default null)
returns jsonb language plpgsql set search_path = pg_catalog, pg_temp as $$
begin
    insert into hotline.callback_attempt (callback_id, person_id, outcome, note, ring)
    values (p_callback.id, p_person, p_outcome, coalesce(p_note, ''), p_ring);
    update hotline.callback set attempts = attempts + 1, claimed_by = null, claimed_at = null,
        closed_at = case when p_closing is not null then clock_timestamp() end, closing = p_closing,
        due_at = case when p_closing is null then hotline.calling_time(clock_timestamp()
                          + hotline.setting_value('ring_back_again_hours')::numeric * interval '1 hour') else due_at end
    where id = p_callback.id returning * into p_callback;
    perform pg_notify('hotline_callback', p_callback.id::text);
    return jsonb_build_object('callback', p_callback.id, 'due_at', p_callback.due_at, 'closing', p_callback.closing);
end
$$;

-- out: what a ringing without success leads to: null (again later), unreachable (a wrong number at once, else
-- when the bound is reached), refused (who does not want to be rung is not rung again).
create or replace function hotline.attempt_closing(p_callback hotline.callback, p_outcome text) returns text
language sql stable set search_path = pg_catalog, pg_temp as $$
    select case when p_outcome = 'refused' then 'refused'
                when p_outcome = 'wrong_number' or p_callback.attempts + 1 >= hotline.setting_value('ring_back_attempts')::integer
                then 'unreachable' end
$$;

-- A ringing without success, by hand or by the switch: both from here on. in: the callback, locked with its ticket; who rang;
-- closing: hotline.attempt_closing's; the switch's record of it (null: by hand). out: as hotline.callback_rung.
create or replace function hotline.callback_not_reached(p_callback hotline.callback, p_person bigint, p_outcome text, p_note text,
    p_closing text, p_ring text default null)
returns jsonb language plpgsql set search_path = pg_catalog, pg_temp as $$
declare
    v_data jsonb := jsonb_build_object('outcome', p_outcome)
                    || coalesce((select jsonb_build_object('agent', number || ' ' || name) from hotline.person where id = p_person and p_ring is not null), '{}');
    v_step hotline.transition;
begin
    if p_callback.kind = 'satisfaction' then
        select s.* into strict v_step from hotline.transition s join hotline.ticket t on t.id = p_callback.ticket_id and t.state = s.from_state
        where s.machine = 'ticket' and s.action = case when p_closing is null then 'ring_back' else 'give_up' end;
        perform hotline.move_ticket(p_callback.ticket_id, v_step, p_note, v_data);
    else
        perform hotline.record_event(p_callback.ticket_id, p_callback.call_id, 'ring_back', null, null, p_note, v_data);
    end if;
    return hotline.callback_rung(p_callback, p_person, p_outcome, p_note, p_closing, p_ring);
end
$$;

-- The citizen was rung and not reached. in: outcome no_answer, refused or wrong_number; a note. It is due again by
-- itself, a bounded number of times; then it is closed, and its ticket with it.
-- out: {"callback", "due_at", "closing"}.
create function api.callback_attempt(p_request uuid, p_callback bigint, p_outcome text, p_note text)
returns jsonb language plpgsql security definer set search_path = pg_catalog, pg_temp as $$
declare
    v_answer   jsonb := hotline.request_answer(p_request, 'callback_attempt', jsonb_build_array(p_callback, p_outcome, p_note));
    v_callback hotline.callback;
    v_closing  text;
begin
    if v_answer is not null then
        return v_answer;
    end if;
    v_callback := hotline.begin_callback(p_callback);
    if coalesce(p_outcome, '') not in ('no_answer', 'refused', 'wrong_number') then
        perform hotline.refuse('field_bad', 'outcome');
    end if;
    perform hotline.check_length(p_note, 'reason', 500);
    v_closing := hotline.attempt_closing(v_callback, p_outcome);
    perform hotline.begin_step(v_callback.ticket_id, case when v_closing is null then 'ring_back' else 'give_up' end, p_note)
    where v_callback.kind = 'satisfaction';
    return hotline.request_done(p_request, hotline.callback_not_reached(v_callback, hotline.my_id(), p_outcome, p_note, v_closing));
end
$$;

-- A promise was kept, or a missed caller was reached: with what was said. A finished ticket's citizen is asked
-- for the rating instead (callback_rate).
create function api.callback_reached(p_request uuid, p_callback bigint, p_note text)
returns jsonb language plpgsql security definer set search_path = pg_catalog, pg_temp as $$
declare
    v_answer   jsonb := hotline.request_answer(p_request, 'callback_reached', jsonb_build_array(p_callback, p_note));
    v_callback hotline.callback;
begin
    if v_answer is not null then
        return v_answer;
    end if;
    v_callback := hotline.begin_callback(p_callback);
    if v_callback.kind = 'satisfaction' then
        perform hotline.refuse('callback_asks_rating');
    elsif hotline.blank(p_note) then
        perform hotline.refuse('field_missing', 'text');
    end if;
    perform hotline.check_length(p_note, 'text', 500);
    perform hotline.record_event(v_callback.ticket_id, v_callback.call_id, 'rung', null, null, p_note);
    return hotline.request_done(p_request, hotline.callback_rung(v_callback, hotline.my_id(), 'reached', p_note, 'reached'));
end
$$;

-- A missed caller's matter has its record: that closes the callback, too.
create or replace function hotline.callback_recorded(p_call bigint) returns void
language plpgsql set search_path = pg_catalog, pg_temp as $$
declare
    v_callback hotline.callback;
begin
    select * into v_callback from hotline.callback where kind = 'missed' and call_id = p_call and closed_at is null
        and claimed_by = hotline.my_id() for update;
    if found then
        perform hotline.callback_rung(v_callback, hotline.my_id(), 'reached', '', 'reached');
    end if;
end
$$;

-- An agent promises to ring (预约回拨). in: the ticket or the call it is about, or neither and then the number;
-- when, as people say it (hotline.time_meant); what about. out: {"callback", "due_at"}.
-- Refuses time_unclear, time_past, quiet_hours at the field "when".
create function api.callback_promise(p_request uuid, p_ticket bigint, p_call bigint, p_phone text, p_citizen_name text,
    p_when text, p_note text)
returns jsonb language plpgsql security definer set search_path = pg_catalog, pg_temp as $$
declare
    v_answer jsonb := hotline.request_answer(p_request, 'callback_promise', jsonb_build_array(p_ticket, p_call, p_phone, p_citizen_name, p_when, p_note));
    v_due    timestamptz;
    v_id     bigint;
    v_about  record;
begin
    if v_answer is not null then
        return v_answer;
    end if;
    v_due := hotline.promised_time(p_when);
    if hotline.blank(p_note) then
        perform hotline.refuse('field_missing', 'text');
    end if;
    perform hotline.check_length(p_note, 'text', 500);
    select coalesce(nullif(hotline.clean_phone(p_phone), ''), t.phone, c.phone, '') as phone,
           coalesce(nullif(btrim(left(p_citizen_name, 40)), ''), t.citizen_name, '') as citizen_name,
           coalesce(t.area_id, c.area_id) as area_id, t.id as ticket_id, c.id as call_id into v_about
    from (select) one
    left join hotline.ticket t on t.id = p_ticket and hotline.may_see(t)
    left join hotline.call c on c.id = p_call and c.agent_id = hotline.my_id();
    if (v_about.ticket_id, v_about.call_id) is distinct from (p_ticket, p_call) then
        perform hotline.refuse('not_found');
    elsif v_about.phone = '' then
        perform hotline.refuse('field_missing', 'phone');
    end if;
    insert into hotline.callback (kind, ticket_id, call_id, citizen_name, phone, phone_masked, area_id, note, person_id, due_at)
    values ('promised', p_ticket, p_call, v_about.citizen_name, v_about.phone, hotline.mask_phone(v_about.phone),
            v_about.area_id, p_note, hotline.my_id(), v_due)
    returning id into v_id;
    perform hotline.record_event(p_ticket, p_call, 'promise', null, null, p_note, jsonb_build_object('due_at', v_due));
    perform pg_notify('hotline_callback', v_id::text);
    return hotline.request_done(p_request, jsonb_build_object('callback', v_id, 'due_at', v_due));
end
$$;
