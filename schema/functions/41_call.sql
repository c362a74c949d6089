-- Calls: arrive, wait, are taken by exactly one agent, end.

-- out: is this, without its blanks, a telephone number?
create or replace function hotline.is_phone(p_phone text) returns boolean
language sql immutable set search_path = pg_catalog, pg_temp as $$
    select coalesce(regexp_replace(p_phone, '[[:space:]]', '', 'g') ~ '^\+?[0-9][0-9-]{1,18}[0-9]$', false)
$$;

-- in: a number as an agent gives it. out: it without blanks; refuses phone_bad unless it is empty.
create or replace function hotline.clean_phone(p_phone text, p_field text default 'phone') returns text
language plpgsql stable set search_path = pg_catalog, pg_temp as $$
declare
    v_phone text := regexp_replace(coalesce(p_phone, ''), '[[:space:]]', '', 'g');
begin
    if v_phone <> '' and not hotline.is_phone(v_phone) then
        perform hotline.refuse('phone_bad', p_field);
    end if;
    return v_phone;
end
$$;

-- in: a phone_key. out: how often this number called within 30 days (counted up to 1,000), how often it
-- gave up within one, and how many of its tickets are open. A withheld number is nobody's.
create or replace function hotline.caller_history(p_key text, out month_calls integer,
    out abandoned_today integer, out open_tickets integer)
language sql stable set search_path = pg_catalog, pg_temp as $$
    select count(*)::integer,
           (count(*) filter (where state = 'abandoned' and queued_at > now() - interval '1 day'))::integer,
           (select count(*)::integer from (select from hotline.ticket t where t.phone_key = p_key and p_key <> ''
                                           and t.closed_at is null and t.state <> 'draft' limit 1000) open)
    from (select state, queued_at from hotline.call
          where phone_key = p_key and phone_key <> '' and queued_at > now() - interval '30 days'
          order by queued_at desc limit 1000) recent
$$;

-- A call enters the queue. in: the switch's own id of the call (null: none), the caller's number,
-- the area and a note that the switch knows, and the skill that is needed. out: {"call": id}; the same switch id is
-- the same call. Nobody is kept out: a number that is withheld or is none becomes '', an unknown area or skill null.
create function api.call_arrive(p_request uuid, p_phone text, p_switch_ref text default null,
    p_area_id bigint default null, p_note text default '', p_skill text default null)
returns jsonb language plpgsql security definer set search_path = pg_catalog, pg_temp as $$
declare
    v_answer jsonb := hotline.request_answer(p_request, 'call_arrive', jsonb_build_array(p_phone, p_switch_ref, p_area_id, p_note, p_skill));
    v_phone  text := case when hotline.is_phone(p_phone) then hotline.clean_phone(p_phone) else '' end;
    v_id     bigint;
begin
    if v_answer is not null then
        return v_answer;
    end if;
    insert into hotline.call (switch_ref, phone, phone_masked, area_id, note, skill, priority)
    values (p_switch_ref, v_phone, hotline.mask_phone(v_phone),
            (select id from hotline.area where id = p_area_id), left(coalesce(p_note, ''), 200),
            (select code from hotline.skill where code = p_skill and enabled), hotline.call_priority(hotline.phone_key(v_phone)))
    on conflict (switch_ref) do nothing returning id into v_id;
    if v_id is null then
        select id into v_id from hotline.call where switch_ref = p_switch_ref;
    end if;
    perform pg_notify('hotline_call', v_id::text);
    return hotline.request_done(p_request, jsonb_build_object('call', v_id));
end
$$;

-- A line of what is said. out: {"n": its number in the call}.
create function api.call_say(p_request uuid, p_call bigint, p_speaker text, p_text text)
returns jsonb language plpgsql security definer set search_path = pg_catalog, pg_temp as $$
declare
    v_answer jsonb := hotline.request_answer(p_request, 'call_say', jsonb_build_array(p_call, p_speaker, p_text));
    v_n      integer;
begin
    if v_answer is not null then
        return v_answer;
    end if;
    perform from hotline.call where id = p_call and state = 'talking' for update;
    if not found then
        perform hotline.refuse('call_gone');
    end if;
    select coalesce(max(n), 0) + 1 into v_n from hotline.call_line where call_id = p_call;
    insert into hotline.call_line (call_id, n, speaker, text) values (p_call, v_n, p_speaker, left(p_text, 500));
    perform pg_notify('hotline_call', p_call::text);
    return hotline.request_done(p_request, jsonb_build_object('n', v_n));
end
$$;

-- An agent takes a call, or a message of another channel. in: the one that rings, or null for the next one that is
-- the agent's (hotline.next_call).
-- Two who press at once: one gets it, the other is refused call_taken {who}.
-- out: {"call": id}; refuses not_ready, already_talking, call_taken, call_gone, no_call_waiting, and as hotline.check_offered.
create function api.call_take(p_request uuid, p_call bigint default null)
returns jsonb language plpgsql security definer set search_path = pg_catalog, pg_temp as $$
declare
    v_me     hotline.person := hotline.me();
    v_answer jsonb := hotline.request_of(p_request, v_me.id, 'call_take', jsonb_build_array(p_call));
    v_state  text;
    v_call   hotline.call;
begin
    if v_answer is not null then
        return v_answer;
    end if;
    select state into v_state from hotline.agent_state where person_id = v_me.id for update;
    if v_state = 'talking' then
        perform hotline.refuse('already_talking');
    elsif v_state is distinct from 'ready' then
        perform hotline.refuse('not_ready');
    end if;
    if p_call is null then
        v_call := hotline.next_call(v_me.id);
    else
        select * into v_call from hotline.call where id = p_call and state = 'waiting'
        for update skip locked;
    end if;
    if v_call.id is null then
        perform hotline.refuse_gone_call(p_call);
    elsif p_call is not null then
        perform hotline.check_offered(v_call, v_me);
    end if;
    if v_call.channel = 'call' then
        perform hotline.transition_for('call', 'take', 'waiting'), hotline.transition_for('agent', 'talk', v_state);
        perform hotline.call_connected(v_call, v_me.id, clock_timestamp(), null);
    else
        perform hotline.transition_for('call', 'accept', 'waiting'), hotline.transition_for('agent', 'accept', v_state);
        perform hotline.message_taken(v_call, v_me.id);
    end if;
    return hotline.request_done(p_request, jsonb_build_object('call', v_call.id));
end
$$;

-- out: how long an answered call waited, as the switch counted or by the clock; null: it was not answered.
create or replace function hotline.call_waited(p_call hotline.call) returns interval
language sql immutable set search_path = pg_catalog, pg_temp as $$
    select case when p_call.answered_at is not null then coalesce(p_call.waited, p_call.answered_at - p_call.queued_at) end
$$;

-- A call and an agent are connected, by hand or by the switch: both from here on. in: the call, locked; when; how long it
-- waited as the switch counted (null: by the clock).
create or replace function hotline.call_connected(p_call hotline.call, p_agent bigint, p_at timestamptz, p_waited interval) returns void
language plpgsql set search_path = pg_catalog, pg_temp as $$
begin
    perform hotline.agent_put(p_agent, 'talking', '', p_call.id) where p_agent is not null and hotline.happens_now(p_at);
    perform hotline.record_event(null, p_call.id, 'take', 'waiting', 'talking', '',
                                 coalesce((select jsonb_build_object('agent', number || ' ' || name) from hotline.person
                                           where id = p_agent and p_call.by_switch), '{}'));
    perform hotline.callback_called_in(p_call);
    -- last: it counts the call, and others count theirs in the same place
    update hotline.call set state = 'talking', answered_at = p_at, ended_at = null, waited = p_waited, agent_id = p_agent,
        ringing_id = null, ringing_since = null
    where id = p_call.id;
    perform pg_notify('hotline_call', p_call.id::text);
end
$$;

-- A call is over, by hand or by the switch. in: the call, locked; the state and the action that lead there; when.
-- out: the call as it is now. Its agent is released when it has its record, else after-call work begins; who was not
-- answered is owed a callback, once.
create or replace function hotline.call_over(p_call hotline.call, p_state text, p_action text, p_at timestamptz) returns hotline.call
language plpgsql set search_path = pg_catalog, pg_temp as $$
begin
    perform from hotline.agent_state s where s.person_id = p_call.agent_id and s.call_id = p_call.id and s.state = 'talking';
    if found and hotline.call_has_record(p_call.id) then
        perform hotline.agent_free(p_call.agent_id, p_call.id);
    elsif found then
        perform hotline.agent_put(p_call.agent_id, 'after_call', '', p_call.id);
    end if;
    perform hotline.record_event(null, p_call.id, p_action, case p_action when 'hang_up' then 'talking' else 'waiting' end, p_state);
    update hotline.call set state = p_state, ended_at = p_at, ringing_id = null, ringing_since = null where id = p_call.id returning * into p_call;
    perform hotline.call_missed(p_call);
    perform pg_notify('hotline_call', p_call.id::text);
    return p_call;
end
$$;

-- Who was not answered is owed a callback, once, as soon as the number is known.
create or replace function hotline.call_missed(p_call hotline.call) returns void
language plpgsql set search_path = pg_catalog, pg_temp as $$
begin
    if p_call.state = 'abandoned' and p_call.phone_key <> '' then
        update hotline.call set missed_told = true where id = p_call.id and not missed_told;
        if not found then
            return;
        end if;
        perform hotline.callback_missed(p_call) where hotline.happens_now(p_call.ended_at);
    end if;
end
$$;

-- out: is this of today's work? What is told of later than an hour (a log that is read in again) moves nobody and owes nothing.
create or replace function hotline.happens_now(p_at timestamptz) returns boolean
language sql volatile set search_path = pg_catalog, pg_temp as $$
    select p_at between clock_timestamp() - interval '1 hour' and clock_timestamp() + interval '5 minutes'
$$;

-- Why a call cannot be had: taken by whom, hung up, or none was waiting.
create or replace function hotline.refuse_gone_call(p_call bigint) returns void
language plpgsql set search_path = pg_catalog, pg_temp as $$
declare
    v_who text;
    v_state text;
begin
    if p_call is null then
        perform hotline.refuse('no_call_waiting');
    end if;
    -- somebody is just taking it: wait for that to be known
    perform from hotline.call where id = p_call for share;
    select c.state, p.number || ' ' || p.name into v_state, v_who
    from hotline.call c left join hotline.person p on p.id = c.agent_id where c.id = p_call;
    if v_state is null then
        perform hotline.refuse('not_found');
    elsif v_who is not null then
        perform hotline.refuse('call_taken', '', jsonb_build_object('who', v_who));
    end if;
    perform hotline.refuse('call_gone');
end
$$;

-- The call ends: by the agent who talks, or by the switch when the caller hangs up.
-- A call that nobody answered is abandoned. A call at a telephone ends where it is hung up, and the switch tells so: refuses
-- hang_up_telephone, unless p_hung_up: the agent says that it is, and nothing came of it.
-- out: {"state": …}; ending it twice is no error.
create function api.call_end(p_request uuid, p_call bigint, p_hung_up boolean default false)
returns jsonb language plpgsql security definer set search_path = pg_catalog, pg_temp as $$
declare
    v_answer jsonb := hotline.request_answer(p_request, 'call_end', jsonb_build_array(p_call, p_hung_up));
    v_me     hotline.person := hotline.me();
    v_call   hotline.call;
    v_step   hotline.transition;
begin
    if v_answer is not null then
        return v_answer;
    end if;
    select * into v_call from hotline.call where id = p_call for update;
    if v_call.id is null then
        perform hotline.refuse('not_found');
    elsif v_me.role <> 'switch' and v_call.agent_id is distinct from v_me.id then
        perform hotline.refuse('not_your_call');
    elsif v_call.by_switch and v_call.state = 'talking' and v_me.role <> 'switch' and not coalesce(p_hung_up, false) then
        perform hotline.refuse('hang_up_telephone');
    elsif v_call.channel <> 'call' then
        perform hotline.refuse('message_no_call');
    end if;
    if v_call.state in ('waiting', 'talking') then
        v_step := hotline.transition_for('call', case v_call.state when 'waiting' then 'abandon'
                                                                   else 'hang_up' end, v_call.state);
        v_call := hotline.call_over(v_call, v_step.to_state, v_step.action, clock_timestamp());
    end if;
    return hotline.request_done(p_request, jsonb_build_object('state', v_call.state));
end
$$;

-- The calls of the quarter-hours from one moment until another.
create or replace function hotline.calls_counted(p_from timestamptz, p_until timestamptz, out asked integer, out answered integer,
    out within_15 integer, out mean_wait_seconds double precision)
language sql stable set search_path = pg_catalog, pg_temp as $$
    select coalesce(sum(asked), 0)::integer, coalesce(sum(answered), 0)::integer, coalesce(sum(within_15), 0)::integer,
           extract(epoch from sum(waited)) / nullif(sum(answered), 0)
    from hotline.call_quarter where at >= p_from and at < p_until
$$;

-- The messages that were received from one moment until another. due: answered, or their channel's limit is over; in_time:
-- answered within it. What waits and is not late has not waited in vain yet.
create or replace function hotline.messages_counted(p_from timestamptz, p_until timestamptz, out received integer, out due integer,
    out in_time integer)
language sql stable set search_path = pg_catalog, pg_temp as $$
    select count(*)::integer, (count(*) filter (where answered_at is not null or hotline.answer_by(queued_at, answer_seconds) < now()))::integer,
           (count(*) filter (where answered_at <= hotline.answer_by(queued_at, answer_seconds)))::integer
    from hotline.call where channel <> 'call' and queued_at >= p_from and queued_at < p_until
$$;

-- The head of the queue screen: the queue now, and today's figures as domain terms define them; messages apart from calls:
-- how many wait, were received today, of them were answered or are late, and were answered within their channel's limit.
create function api.queue_figures(out waiting integer, out longest_since timestamptz, out answered integer,
    out asked integer, out mean_wait_seconds double precision, out within_15 integer,
    out agents_ready integer, out agents_talking integer, out alert_seconds integer, out messages_waiting integer, out messages integer,
    out messages_due integer, out messages_in_time integer)
language sql stable security definer set search_path = pg_catalog, pg_temp as $$
    select (select count(*)::integer from hotline.call where state = 'waiting' and channel = 'call'),
           (select min(queued_at) from hotline.call where state = 'waiting' and channel = 'call'),
           today.answered, today.asked, today.mean_wait_seconds, today.within_15,
           (select count(*)::integer from hotline.agent_state where state = 'ready'),
           (select count(*)::integer from hotline.agent_state where state = 'talking'),
           hotline.setting_value('queue_alert_seconds')::integer,
           (select count(*)::integer from hotline.call where state = 'waiting' and channel <> 'call'), message.received, message.due, message.in_time
    from hotline.me() cross join lateral hotline.calls_counted(hotline.day_start(), 'infinity') today
    cross join lateral hotline.messages_counted(hotline.day_start(), 'infinity') message
$$;

-- The call an agent is in (or has just ended): head line of screen pop and form.
create function api.call_detail(p_call bigint, out id bigint, out state text, out phone_masked text,
    out area_id bigint, out area text, out note text, out queued_at timestamptz,
    out answered_at timestamptz, out ended_at timestamptz, out agent text, out month_calls integer,
    out abandoned_today integer, out has_record boolean, out channel text, out channel_name text, out answer_by timestamptz)
language sql stable security definer set search_path = pg_catalog, pg_temp as $$
    select c.id, c.state, c.phone_masked, c.area_id, coalesce(a.path, ''), c.note, c.queued_at,
           c.answered_at, c.ended_at, p.number || ' ' || p.name,
           h.month_calls, h.abandoned_today, hotline.call_has_record(c.id), c.channel, n.name,
           hotline.answer_by(c.queued_at, c.answer_seconds)
    from hotline.me() m, hotline.call c cross join lateral hotline.caller_history(c.phone_key) h
    left join hotline.area a on a.id = c.area_id left join hotline.person p on p.id = c.agent_id
    left join hotline.channel n on n.code = c.channel
    where c.id = p_call and m.role in ('agent', 'lead', 'admin')
$$;

-- Screen pop: what this number said before. out: its tickets, open ones first, then the newest.
create function api.call_history(p_call bigint, p_limit integer default 20)
returns table (ticket_id bigint, number text, state text, kind text, title text, unit text,
               accepted_at timestamptz, due_at timestamptz, closing text)
language sql stable security definer set search_path = pg_catalog, pg_temp as $$
    select t.id, t.number, t.state, t.kind, t.title, coalesce(u.name, ''), t.accepted_at, t.due_at, t.closing
    from hotline.me() m, hotline.call c
    join hotline.ticket t on t.phone_key = c.phone_key and c.phone_key <> '' and t.call_id is distinct from c.id
    left join hotline.unit u on u.id = t.unit_id
    where c.id = p_call and m.role in ('agent', 'lead') and t.state <> 'draft'
    order by (t.closed_at is not null), t.id desc limit least(greatest(p_limit, 0), 100)
$$;

-- out: the lines said after line p_after.
create function api.call_lines(p_call bigint, p_after integer default 0)
returns table (n integer, speaker text, said_at timestamptz, text text)
language sql stable security definer set search_path = pg_catalog, pg_temp as $$
    select l.n, l.speaker, l.said_at, l.text
    from hotline.me() m, hotline.call_line l join hotline.call c on c.id = l.call_id
    where l.call_id = p_call and l.n > p_after and (c.agent_id = m.id or m.role in ('lead', 'switch'))
    order by l.n
$$;

-- For the switch's side: the calls that are not over, with their state.
create function api.calls_live()
returns table (id bigint, switch_ref text, state text, queued_at timestamptz, answered_at timestamptz)
language sql stable security definer set search_path = pg_catalog, pg_temp as $$
    select c.id, c.switch_ref, c.state, c.queued_at, c.answered_at from hotline.call c, hotline.me() m
    where c.state in ('waiting', 'talking') and c.channel = 'call' and m.role = 'switch'
$$;
