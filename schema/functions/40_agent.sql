-- Agents: ready 示闲, break 示忙, talking 通话, after_call 话后整理, writing 文字受理.

-- An agent is in this state from now on, whatever was before: what the telephone says is a fact. in: why, and the call it is
-- about (null: the one of before).
create or replace function hotline.agent_put(p_person bigint, p_state text, p_reason text default '', p_call bigint default null) returns void
language plpgsql set search_path = pg_catalog, pg_temp as $$
begin
    insert into hotline.agent_state (person_id) values (p_person) on conflict do nothing;
    update hotline.agent_state
    set state = p_state, since = clock_timestamp(), reason = coalesce(p_reason, ''),
        call_id = case when p_state in ('talking', 'after_call', 'writing') then coalesce(p_call, call_id) end
    where person_id = p_person;
    perform pg_notify('hotline_agent', p_person::text);
end
$$;

-- in: an agent, an action of the machine agent, why, and the call it is about.
-- out: the new state. Must be called by functions that hold the right to do it.
create or replace function hotline.agent_step(p_person bigint, p_action text, p_reason text default '',
    p_call bigint default null)
returns text language plpgsql set search_path = pg_catalog, pg_temp as $$
declare
    v_old  hotline.agent_state;
    v_step hotline.transition;
begin
    select * into v_old from hotline.agent_state where person_id = p_person for update;
    if not found then
        insert into hotline.agent_state (person_id) values (p_person) on conflict do nothing;
        select * into v_old from hotline.agent_state where person_id = p_person for update;
    end if;
    v_step := hotline.transition_for('agent', p_action, v_old.state);
    if 'call_record' = any (v_step.needs) and v_old.call_id is not null
       and not hotline.call_has_record(v_old.call_id) then
        perform hotline.refuse('call_without_record');
    end if;
    -- who goes without its record leaves a message to the others
    perform hotline.message_back(v_old.call_id) where v_old.state = 'writing' and v_step.to_state = 'offline'
        and not hotline.call_has_record(v_old.call_id);
    perform hotline.agent_put(p_person, v_step.to_state, p_reason, p_call);
    if v_step.to_state = 'offline' then
        perform hotline.callback_leave(p_person);
    end if;
    return v_step.to_state;
end
$$;

-- every answered call leaves a record: a ticket of any kind, a voice more of one, or the urging of one.
create or replace function hotline.call_has_record(p_call bigint) returns boolean
language sql stable set search_path = pg_catalog, pg_temp as $$
    select exists (select from hotline.ticket where call_id = p_call)
           or exists (select from hotline.ticket_voice where call_id = p_call)
           or exists (select from hotline.event where call_id = p_call and action = 'urge')
$$;

-- With its record made, a call that has ended keeps its agent no longer: ready again. After an abusive one a break is offered
-- first, so the next call waits for the agent's word.
create or replace function hotline.agent_free(p_person bigint, p_call bigint) returns void
language plpgsql set search_path = pg_catalog, pg_temp as $$
declare
    v_state text := (select state from hotline.agent_state where person_id = p_person);
begin
    if not exists (select from hotline.ticket t join hotline.call c on c.id = t.call_id
                   where t.call_id = p_call and t.closing = 'abusive' and c.channel = 'call') then
        perform hotline.agent_put(p_person, 'ready');
    elsif v_state = 'after_call' then
        update hotline.agent_state set reason = 'abused' where person_id = p_person;
        perform pg_notify('hotline_agent', p_person::text);
    else
        perform hotline.agent_put(p_person, 'after_call', 'abused', p_call);
    end if;
end
$$;

-- The reasons for a break that can be chosen, in the order of their digits.
create function api.break_reasons() returns table (code text, name text)
language sql stable security definer set search_path = pg_catalog, pg_temp as $$
    select b.code, b.name from hotline.me(), hotline.break_reason b where b.enabled order by b.place, b.code limit 9
$$;

-- A row of hotline admin: a reason for a break.
create or replace function hotline.import_break(p_row jsonb) returns text
language plpgsql set search_path = pg_catalog, pg_temp as $$
declare
    v_code text := hotline.row_text(p_row, 'code', null, 20);
    v_old  hotline.break_reason;
    v_new  hotline.break_reason;
begin
    select * into v_old from hotline.break_reason where code = v_code;
    insert into hotline.break_reason (code, name, place, enabled)
    values (v_code, hotline.row_text(p_row, 'name', v_old.name, 10), hotline.row_integer(p_row, 'place', coalesce(v_old.place, 9), 1, 99),
            hotline.row_boolean(p_row, 'enabled', coalesce(v_old.enabled, true)))
    on conflict (code) do update set name = excluded.name, place = excluded.place, enabled = excluded.enabled returning * into v_new;
    return hotline.import_outcome(case when v_old.code is not null then to_jsonb(v_old) end, to_jsonb(v_new));
end
$$;

-- in: ready, break or leave, and why: of a break the code or name of a reason, '' for none. out: {"state": …}. Asking for the
-- state one is in is no error; a break is given its reason that way.
create function api.agent_set(p_request uuid, p_action text, p_reason text default '')
returns jsonb language plpgsql security definer set search_path = pg_catalog, pg_temp as $$
declare
    v_answer jsonb := hotline.request_answer(p_request, 'agent_set', jsonb_build_array(p_action, p_reason));
    v_me     hotline.person := hotline.me();
    v_state  text := (select state from hotline.agent_state where person_id = v_me.id);
    v_reason text := coalesce(p_reason, '');
begin
    if v_answer is not null then
        return v_answer;
    end if;
    if p_action not in ('ready', 'break', 'leave') then
        perform hotline.refuse('field_bad', 'action');
    end if;
    if p_action = 'break' and v_reason <> '' then
        select code into v_reason from hotline.break_reason where enabled and v_reason in (code, name) order by code = v_reason desc limit 1;
        if not found then
            perform hotline.refuse('field_bad', 'reason');
        end if;
    end if;
    if v_state is distinct from (case p_action when 'leave' then 'offline' else p_action end) then
        v_state := hotline.agent_step(v_me.id, p_action, v_reason);
    elsif p_action = 'break' and v_reason <> '' then
        update hotline.agent_state set reason = v_reason where person_id = v_me.id;
        perform pg_notify('hotline_agent', v_me.id::text);
    end if;
    return hotline.request_done(p_request, jsonb_build_object('state', v_state));
end
$$;

-- The agents of the shift with what they do now: for leads, and for the queue screen's head.
create function api.agents()
returns table (id bigint, name text, number text, role text, shift text, state text,
               since timestamptz, reason text, call_id bigint)
language sql stable security definer set search_path = pg_catalog, pg_temp as $$
    select p.id, p.name, p.number, p.role, p.shift, coalesce(s.state, 'offline'), s.since,
           hotline.reason_text(s.reason), s.call_id
    from hotline.me() m, hotline.person p left join hotline.agent_state s on s.person_id = p.id
    where p.enabled and p.role in ('agent', 'lead') order by p.number
$$;
