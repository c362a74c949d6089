-- Acting once. Every function that writes begins with request_answer and ends with request_done.

-- in: the client's UUID and the function's name.
-- out: null when this is the first time (go on and act), else the answer that was given then.
-- A request that failed left nothing behind and may be sent again.
create or replace function hotline.request_answer(p_request uuid, p_function text) returns jsonb
language plpgsql set search_path = pg_catalog, pg_temp as $$
declare
    v_me  hotline.person := hotline.me();
    v_old hotline.request;
begin
    insert into hotline.request (id, person_id, function) values (p_request, v_me.id, p_function)
    on conflict (id) do nothing;
    if found then
        return null;
    end if;
    select * into v_old from hotline.request where id = p_request;
    if v_old.person_id <> v_me.id or v_old.function <> p_function then
        perform hotline.refuse('request_reused');
    end if;
    return v_old.answer;
end
$$;

create or replace function hotline.request_done(p_request uuid, p_answer jsonb) returns jsonb
language sql set search_path = pg_catalog, pg_temp as $$
    update hotline.request set answer = p_answer where id = p_request returning answer
$$;

-- A line of the timeline. in: what happened to which ticket or call, and why; the person is the
-- session's. The record is never changed afterwards.
create or replace function hotline.record_event(p_ticket bigint, p_call bigint, p_action text,
    p_from text, p_to text, p_reason text default '', p_data jsonb default '{}')
returns void language sql set search_path = pg_catalog, pg_temp as $$
    insert into hotline.event (ticket_id, call_id, person_id, action, from_state, to_state, reason, data)
    values (p_ticket, p_call, hotline.my_id(), p_action, p_from, p_to, coalesce(p_reason, ''), p_data)
$$;
