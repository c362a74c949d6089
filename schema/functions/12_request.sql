-- Acting once. Every function that writes begins with request_answer and ends with request_done.

-- in: the client's UUID, who asks, the function's name and all that it was given.
-- out: null when this is the first time (go on and act), else the answer that was given then;
-- refuses request_reused when the UUID was used by somebody else or for something else.
-- A request that failed left nothing behind and may be sent again.
create or replace function hotline.request_of(p_request uuid, p_person bigint, p_function text, p_params jsonb)
returns jsonb language plpgsql set search_path = pg_catalog, pg_temp as $$
declare
    v_params bytea := sha256(convert_to(p_params::text, 'UTF8'));
    v_old    hotline.request;
begin
    insert into hotline.request (id, person_id, function, params)
    values (p_request, p_person, p_function, v_params) on conflict (id) do nothing;
    if found then
        return null;
    end if;
    select * into v_old from hotline.request where id = p_request;
    if (v_old.person_id, v_old.function, v_old.params) is distinct from (p_person, p_function, v_params) then
        perform hotline.refuse('request_reused');
    end if;
    return v_old.answer;
end
$$;

-- The same for a person of the centre.
create or replace function hotline.request_answer(p_request uuid, p_function text, p_params jsonb)
returns jsonb language plpgsql set search_path = pg_catalog, pg_temp as $$
declare
    v_me hotline.person := hotline.me();
begin
    return hotline.request_of(p_request, v_me.id, p_function, p_params);
end
$$;

create or replace function hotline.request_done(p_request uuid, p_answer jsonb) returns jsonb
language plpgsql set search_path = pg_catalog, pg_temp as $$
begin
    update hotline.request set answer = p_answer where id = p_request;
    return p_answer;
end
$$;

-- out: the session's person as the record names them.
create or replace function hotline.who_acts(out person_id bigint, out who text, out role text)
language plpgsql stable set search_path = pg_catalog, pg_temp as $$
begin
    select p.id, p.number || ' ' || p.name, p.role into person_id, who, role
    from hotline.person p where p.login = session_user and p.enabled;
    who := coalesce(who, '');
    role := coalesce(role, '');
end
$$;

-- A line of the timeline. in: what happened to which ticket or call, and why; the person is the
-- session's, written down as known now. The record is never changed afterwards.
create or replace function hotline.record_event(p_ticket bigint, p_call bigint, p_action text,
    p_from text, p_to text, p_reason text default '', p_data jsonb default '{}')
returns void language plpgsql set search_path = pg_catalog, pg_temp as $$
declare
    v_who record := hotline.who_acts();
begin
    insert into hotline.event (ticket_id, call_id, person_id, who, role, action, from_state, to_state, reason, data)
    values (p_ticket, p_call, v_who.person_id, v_who.who, v_who.role, p_action, p_from, p_to, coalesce(p_reason, ''), p_data);
end
$$;
