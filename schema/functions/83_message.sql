-- Messages: a line on a person's status bar, until it is read.

-- Tells people something: one row each, one notification for all.
-- in: whom (each once; nulls are passed over); a code of hotline.notice and what fills its braces; the ticket it
-- is about, or null. It is from the session's person. An unknown code is a programming error and raises.
create or replace function hotline.tell(p_people bigint[], p_code text, p_values jsonb default '{}', p_ticket bigint default null)
returns void language plpgsql set search_path = pg_catalog, pg_temp as $$
declare
    v_people bigint[];
begin
    if not exists (select from hotline.notice where code = p_code) then
        raise exception 'notice % is not in hotline.notice', p_code;
    end if;
    v_people := array(select distinct p from unnest(p_people) p where p is not null);
    if v_people = '{}' then
        return;
    end if;
    insert into hotline.message (to_id, from_id, code, data, ticket_id)
    select p, hotline.my_id(), p_code, p_values, p_ticket from unnest(v_people) p;
    perform pg_notify('hotline_message', case cardinality(v_people) when 1 then v_people[1]::text else '' end);
end
$$;

-- The session's messages: those not seen first, then the newest (at most 200 rows).
-- out: sender: number and name, '' for the system; sentence and data: the notice's; number: the ticket's.
create function api.messages(p_limit integer default 50)
returns table (id bigint, sender text, code text, sentence text, data jsonb, ticket_id bigint, number text,
               at timestamptz, seen_at timestamptz)
language sql stable security definer set search_path = pg_catalog, pg_temp as $$
    select m.id, coalesce(p.number || ' ' || p.name, ''), m.code, coalesce(n.sentence, m.code), m.data, m.ticket_id,
           coalesce(t.number, ''), m.at, m.seen_at
    from (with me as (select id from hotline.me())
          (select m.* from me, hotline.message m where m.to_id = me.id and m.seen_at is null
           order by m.id desc limit least(greatest(p_limit, 0), 200))
          union all
          (select m.* from me, hotline.message m where m.to_id = me.id and m.seen_at is not null
           order by m.id desc limit least(greatest(p_limit, 0), 200))
          limit least(greatest(p_limit, 0), 200)) m
    left join hotline.notice n on n.code = m.code
    left join hotline.person p on p.id = m.from_id left join hotline.ticket t on t.id = m.ticket_id
    order by m.seen_at is not null, m.id desc
$$;

-- The session's person has read a message; the other terminals of the person hear of it.
-- out: {"message": id}; again is no error. Refuses not_found for another's.
create function api.message_seen(p_request uuid, p_message bigint)
returns jsonb language plpgsql security definer set search_path = pg_catalog, pg_temp as $$
declare
    v_answer jsonb := hotline.request_answer(p_request, 'message_seen', jsonb_build_array(p_message));
    v_me     hotline.person := hotline.me();
    v_seen   timestamptz;
begin
    if v_answer is not null then
        return v_answer;
    end if;
    select seen_at into v_seen from hotline.message where id = p_message and to_id = v_me.id for update;
    if not found then
        perform hotline.refuse('not_found');
    elsif v_seen is null then
        update hotline.message set seen_at = clock_timestamp() where id = p_message;
        perform pg_notify('hotline_message', v_me.id::text);
    end if;
    return hotline.request_done(p_request, jsonb_build_object('message', p_message));
end
$$;
