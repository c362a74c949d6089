-- The switch's queue log becomes calls. Nothing raises an error to the switch: what cannot be understood is kept and listed.

-- in: a time as the switch writes it: seconds since 1970, or a date and time, with a zone or without one (then in the
-- switch's, setting switch_timezone). out: null when it is none.
create or replace function hotline.switch_time(p_text text) returns timestamptz
language plpgsql stable set search_path = pg_catalog, pg_temp as $$
declare
    v_zone text := coalesce(nullif(hotline.setting_value('switch_timezone'), ''), hotline.setting_value('timezone'));
    v_text text := btrim(coalesce(p_text, ''));
    v_at   timestamptz;
begin
    if v_text ~ '^[0-9]{9,11}([.][0-9]{1,9})?$' then
        return to_timestamp(v_text::double precision);
    elsif v_text ~ '([zZ]|[+-][0-9]{2}(:?[0-9]{2})?)$' and v_text ~ '[0-9]:[0-9]' then
        v_at := v_text::timestamptz;
    elsif v_text <> '' then
        v_at := v_text::timestamp at time zone v_zone;
    end if;
    return case when isfinite(v_at) then v_at end;
exception when data_exception then
    return null;
end
$$;

-- in: a number of seconds as the switch writes it (call records: with a fraction). out: whole seconds; null when it is none, or absurd.
create or replace function hotline.switch_seconds(p_text text) returns integer
language sql immutable set search_path = pg_catalog, pg_temp as $$
    select case when p_text ~ '^[0-9]{1,7}([.][0-9]*)?$' then split_part(p_text, '.', 1)::integer end
$$;

-- What could not be understood.
create or replace function hotline.switch_doubt(p_source text, p_why text, p_row jsonb) returns void
language sql set search_path = pg_catalog, pg_temp as $$
    insert into hotline.switch_trouble (source, why, row) values (p_source, left(p_why, 300), p_row)
$$;

-- A call's id begins with the second in which its channel began: when the log's time is half an hour and more from it, the zone
-- is wrong, and what happens now would be taken for another day's. Listed once an hour. in: as logged; a time read from it.
create or replace function hotline.switch_clock(p_row switch.queue_log, p_at timestamptz) returns void
language plpgsql set search_path = pg_catalog, pg_temp as $$
declare
    c_why     text := 'the time is not that of the call''s own id: setting switch_timezone must be the zone of the switch''s clock';
    v_seconds text := substring(p_row.callid from '^(?:[^/]*-)?([0-9]{9,11})[.][0-9]+$');
begin
    if abs(extract(epoch from p_at) - v_seconds::numeric) > 1800
       and not exists (select from hotline.switch_trouble where why = c_why and at > clock_timestamp() - interval '1 hour') then
        perform hotline.switch_doubt('queue_log', c_why, to_jsonb(p_row));
    end if;
end
$$;

-- The events of the log, and what they mean for a call. What is no call's is not listed as trouble.
create or replace function hotline.switch_kind(p_event text) returns text
language sql immutable set search_path = pg_catalog, pg_temp as $$
    select case
        when p_event = 'ENTERQUEUE' then 'enter'
        when p_event = 'CONNECT' then 'connect'
        when p_event in ('COMPLETEAGENT', 'COMPLETECALLER', 'BLINDTRANSFER', 'ATTENDEDTRANSFER', 'TRANSFER', 'AGENTDUMP') then 'complete'
        when p_event = 'ABANDON' then 'abandon'
        when p_event in ('EXITWITHTIMEOUT', 'EXITWITHKEY', 'EXITEMPTY') then 'timeout'
        when p_event = 'RINGNOANSWER' then 'missed_ring'
        when p_event = 'RINGCANCELED' then 'ring_over'
        when p_event = 'QUEUESTART' then 'restart'
        when p_event in ('CONFIGRELOAD', 'ADDMEMBER', 'REMOVEMEMBER', 'PAUSE', 'UNPAUSE', 'PAUSEALL', 'UNPAUSEALL', 'PENALTY', 'MEMBERPENALTY',
                         'RINGINUSE', 'AGENTLOGIN', 'AGENTLOGOFF', 'AGENTCALLBACKLOGIN', 'AGENTCALLBACKLOGOFF', 'DID', 'INFO', 'SYSCOMPAT') then 'none'
        end
$$;

-- One row of the log as one row of switch_event; the same again changes nothing, of two that differ the earlier stays.
-- Transfers name talk and wait in other places (queue log of Asterisk 16 and later).
create or replace function hotline.switch_note(p_kind text, p_at timestamptz, p_row switch.queue_log) returns void
language sql set search_path = pg_catalog, pg_temp as $$
    insert into hotline.switch_event as e (callid, kind, at, agent, waited, talked, number, queue, detail)
    select p_row.callid, p_kind, p_at, case when p_row.agent in ('NONE', '') then '' else coalesce(p_row.agent, '') end,
           case when p_kind = 'connect' or p_row.event like 'COMPLETE%' then hotline.switch_seconds(p_row.data1)
                when p_kind in ('abandon', 'timeout') then hotline.switch_seconds(p_row.data3)
                when p_row.event = 'ATTENDEDTRANSFER' and p_row.data1 = 'LINK' then hotline.switch_seconds(p_row.data4)
                when p_row.event in ('BLINDTRANSFER', 'ATTENDEDTRANSFER') then hotline.switch_seconds(p_row.data3) end,
           case when p_row.event like 'COMPLETE%' then hotline.switch_seconds(p_row.data2)
                when p_row.event = 'ATTENDEDTRANSFER' and p_row.data1 = 'LINK' then hotline.switch_seconds(p_row.data5)
                when p_row.event in ('BLINDTRANSFER', 'ATTENDEDTRANSFER') then hotline.switch_seconds(p_row.data4) end,
           case when p_kind = 'enter' and hotline.is_phone(p_row.data2) then hotline.clean_phone(p_row.data2) else '' end,
           coalesce(p_row.queuename, ''), p_row.event
    on conflict (callid, kind) do update set at = excluded.at, agent = excluded.agent, waited = excluded.waited, talked = excluded.talked,
        number = excluded.number, queue = excluded.queue, detail = excluded.detail
    where (excluded.at, excluded.detail) < (e.at, e.detail)
$$;

-- What the events of a call say together. answered wins over abandoned: a telephone was picked up.
create or replace function hotline.switch_says(p_callid text, out queued_at timestamptz, out answered_at timestamptz, out ended_at timestamptz,
    out waited integer, out agent text, out number text, out queue text, out outcome text)
language sql stable set search_path = pg_catalog, pg_temp as $$
    select coalesce(n.at, c.at - make_interval(secs => coalesce(c.waited, 0)),
                    d.at - make_interval(secs => coalesce(d.talked, 0) + coalesce(d.waited, 0)), x.at - make_interval(secs => coalesce(x.waited, 0))),
           coalesce(c.at, d.at - make_interval(secs => coalesce(d.talked, 0))),
           coalesce(d.at, case when c.at is null then x.at end),
           coalesce(c.waited, d.waited), coalesce(nullif(c.agent, ''), d.agent, ''), coalesce(n.number, ''),
           coalesce(nullif(n.queue, ''), nullif(c.queue, ''), nullif(d.queue, ''), x.queue, ''),
           coalesce(case when d.detail like '%TRANSFER' then 'transferred' when d.at is not null then 'answered' end,
                    case when c.at is null then case x.kind when 'timeout' then 'timed_out' when 'abandon' then 'abandoned' end end)
    from (select) one
    left join hotline.switch_event n on n.callid = p_callid and n.kind = 'enter'
    left join hotline.switch_event c on c.callid = p_callid and c.kind = 'connect'
    left join hotline.switch_event d on d.callid = p_callid and d.kind = 'complete'
    left join lateral (select * from hotline.switch_event e where e.callid = p_callid and e.kind in ('abandon', 'timeout')
                       order by e.at, e.kind limit 1) x on true
$$;

-- The skill that a queue asks for: the queue is named after it.
create or replace function hotline.queue_skill(p_queue text) returns text
language sql stable set search_path = pg_catalog, pg_temp as $$
    select code from hotline.skill where code = p_queue and enabled
$$;

-- Makes the call what its events say, and lets happen what comes of that. However they come, in the end it is the same.
create or replace function hotline.switch_call(p_callid text) returns void
language plpgsql set search_path = pg_catalog, pg_temp as $$
declare
    v_says  record := hotline.switch_says(p_callid);
    v_call  hotline.call;
    v_agent bigint := (select id from hotline.person where number = v_says.agent and v_says.agent <> '');
    v_queued timestamptz := least(v_says.queued_at, v_says.answered_at, v_says.ended_at);
begin
    insert into hotline.call (switch_ref, phone, phone_masked, skill, priority, queued_at, by_switch)
    values (p_callid, v_says.number, hotline.mask_phone(v_says.number), hotline.queue_skill(v_says.queue),
            hotline.call_priority(hotline.phone_key(v_says.number)), v_queued, true)
    on conflict (switch_ref) do nothing;
    select * into v_call from hotline.call where switch_ref = p_callid for no key update;
    -- what is known better by now
    if (v_call.queued_at, v_call.phone) is distinct from (v_queued, coalesce(nullif(v_says.number, ''), v_call.phone)) then
        update hotline.call set queued_at = v_queued, skill = hotline.queue_skill(v_says.queue),
            phone = coalesce(nullif(v_says.number, ''), phone), phone_masked = hotline.mask_phone(coalesce(nullif(v_says.number, ''), phone))
        where id = v_call.id returning * into v_call;
    end if;
    if v_says.answered_at is not null and v_call.state in ('waiting', 'abandoned') then
        perform hotline.call_connected(v_call, v_agent, v_says.answered_at, make_interval(secs => v_says.waited));
    elsif v_says.answered_at is not null and (v_call.answered_at, v_call.waited, v_call.agent_id)
          is distinct from (v_says.answered_at, make_interval(secs => v_says.waited), coalesce(v_agent, v_call.agent_id)) then
        update hotline.call set answered_at = v_says.answered_at, waited = make_interval(secs => v_says.waited), agent_id = coalesce(v_agent, agent_id)
        where id = v_call.id;
    end if;
    select * into v_call from hotline.call where id = v_call.id;
    if v_says.ended_at is not null and v_call.state in ('waiting', 'talking') then
        v_call := hotline.call_over(v_call, case when v_says.answered_at is null then 'abandoned' else 'ended' end,
                                    case when v_says.answered_at is null then 'abandon' else 'hang_up' end, v_says.ended_at);
    elsif v_says.ended_at <> v_call.ended_at and v_call.state in ('ended', 'abandoned') then
        update hotline.call set ended_at = v_says.ended_at, state = case when v_says.answered_at is null then 'abandoned' else 'ended' end
        where id = v_call.id returning * into v_call;
    end if;
    update hotline.call set outcome = v_says.outcome where id = v_call.id and outcome is distinct from v_says.outcome;
    perform hotline.call_missed(v_call);
    perform pg_notify('hotline_call', v_call.id::text);
end
$$;

-- An agent's telephone rang and was not picked up: the agent is set aside, visibly, until ready again. Once, however often it
-- is told.
create or replace function hotline.switch_missed_ring(p_at timestamptz, p_row switch.queue_log) returns void
language plpgsql set search_path = pg_catalog, pg_temp as $$
declare
    v_person bigint;
begin
    insert into hotline.missed_ring (callid, number, at, seconds)
    values (p_row.callid, coalesce(p_row.agent, ''), p_at, hotline.switch_seconds(p_row.data1) / 1000) on conflict do nothing;
    if not found then
        return;
    end if;
    perform hotline.switch_ring_over(p_row.callid, p_row.agent);
    select s.person_id into v_person from hotline.person p join hotline.agent_state s on s.person_id = p.id
    where p.number = p_row.agent and s.state = 'ready' and s.since <= p_at and hotline.happens_now(p_at);
    if found then
        perform hotline.agent_put(v_person, 'break', 'missed_ring');
        perform hotline.tell(array[v_person], 'missed_ring', '{}');
    end if;
end
$$;

-- A telephone rings no longer.
create or replace function hotline.switch_ring_over(p_callid text, p_agent text) returns void
language plpgsql set search_path = pg_catalog, pg_temp as $$
begin
    update hotline.call c set ringing_id = null, ringing_since = null from hotline.person p
    where c.switch_ref = p_callid and c.ringing_id = p.id and p.number = p_agent;
    perform pg_notify('hotline_call', '') where found;
end
$$;

-- A call is over that no row says so of: as of this moment, until a row tells of an earlier one. in: the call; what shows it.
create or replace function hotline.switch_over(p_call hotline.call, p_at timestamptz, p_detail text) returns void
language plpgsql set search_path = pg_catalog, pg_temp as $$
begin
    insert into hotline.switch_event (callid, kind, at, detail)
    values (p_call.switch_ref, case p_call.state when 'waiting' then 'abandon' else 'complete' end, p_at, p_detail) on conflict do nothing;
    perform hotline.switch_call(p_call.switch_ref);
end
$$;

-- The switch has started anew: what it had been talking or queueing before is over.
create or replace function hotline.switch_restarted(p_at timestamptz) returns void
language sql set search_path = pg_catalog, pg_temp as $$
    select hotline.switch_over(c, p_at, 'QUEUESTART') from hotline.call c where by_switch and state in ('waiting', 'talking') and queued_at < p_at order by id
$$;

-- Rows that were never written (the database was away): an agent who is connected has ended the call of before; where a caller
-- enters at the head of a queue, who waited there has gone. Not so behind a caller who may have been let in first, nor of those
-- who came within the last minute: the switch lets go of a caller a moment before it says why. A call that somebody is just
-- changing is none of these.
create or replace function hotline.switch_gap(p_kind text, p_at timestamptz, p_row switch.queue_log) returns void
language plpgsql set search_path = pg_catalog, pg_temp as $$
declare
    v_agent bigint;
    v_call  hotline.call;
begin
    if p_kind = 'connect' then
        select id into v_agent from hotline.person where number = p_row.agent;
        for v_call in select * from hotline.call where agent_id = v_agent and state = 'talking' and by_switch and answered_at < p_at
                      and switch_ref <> p_row.callid for no key update skip locked loop
            perform hotline.switch_over(v_call, p_at, 'GAP');
        end loop;
    elsif p_kind = 'enter' and p_row.data3 = '1' and exists (select from hotline.call where switch_ref = p_row.callid and priority = 0) then
        for v_call in select c.* from hotline.call c join hotline.switch_event e on e.callid = c.switch_ref and e.kind = 'enter'
                      where c.state = 'waiting' and c.ringing_id is null and c.queued_at < p_at - interval '1 minute' and c.switch_ref <> p_row.callid
                        and e.queue = p_row.queuename for no key update of c skip locked loop
            perform hotline.switch_over(v_call, p_at, 'GAP');
        end loop;
    end if;
end
$$;

-- One row of the log.
create or replace function hotline.switch_logged(p_row switch.queue_log) returns void
language plpgsql set search_path = pg_catalog, pg_temp as $$
declare
    v_kind text := hotline.switch_kind(p_row.event);
    v_at   timestamptz := hotline.switch_time(p_row.time);
begin
    if v_kind = 'none' then
        return;
    elsif v_kind is null then
        perform hotline.switch_doubt('queue_log', 'an event that is not known', to_jsonb(p_row));
        return;
    elsif v_kind <> 'restart' and coalesce(p_row.callid, '') in ('', 'NONE', 'REALTIME') then
        perform hotline.switch_doubt('queue_log', 'no call is named', to_jsonb(p_row));
        return;
    elsif v_at is null then
        perform hotline.switch_doubt('queue_log', 'the time is none; now is taken', to_jsonb(p_row));
        v_at := clock_timestamp();
    elsif v_kind = 'enter' and coalesce(p_row.data2, '') <> '' and not hotline.is_phone(p_row.data2) then
        perform hotline.switch_doubt('queue_log', 'the number is none', to_jsonb(p_row));
    elsif v_kind in ('connect', 'complete', 'missed_ring') and not exists (select from hotline.person where number = p_row.agent) then
        perform hotline.switch_doubt('queue_log', 'the agent is not known', to_jsonb(p_row));
    end if;
    perform hotline.switch_clock(p_row, v_at) where v_kind = 'enter';
    case v_kind
        when 'restart' then perform hotline.switch_restarted(v_at);
        when 'missed_ring' then perform hotline.switch_missed_ring(v_at, p_row);
        when 'ring_over' then perform hotline.switch_ring_over(p_row.callid, p_row.agent);
        else
            -- the call before its events: so do all who change it; its key stays, for spells of agents that name it
            perform from hotline.call where switch_ref = p_row.callid for no key update;
            perform hotline.switch_note(v_kind, v_at, p_row);
            perform hotline.switch_call(p_row.callid);
            perform hotline.switch_gap(v_kind, v_at, p_row) where v_kind in ('enter', 'connect');
    end case;
end
$$;

create or replace function hotline.on_queue_log() returns trigger
language plpgsql security definer set search_path = pg_catalog, pg_temp as $$
begin
    begin
        perform hotline.switch_logged(new);
    exception when deadlock_detected or serialization_failure then
        -- the other one has gone on by now
        perform hotline.switch_logged(new);
    end;
    return null;
exception when others then
    perform hotline.switch_doubt('queue_log', sqlerrm, to_jsonb(new));
    return null;
end
$$;
create or replace trigger queue_log_read after insert on switch.queue_log for each row execute function hotline.on_queue_log();
