-- A demand from another channel with an agent: taken by the same key as a call, but nobody is on the line. It is over when
-- it has its record.

-- An agent has it from here on. in: the demand, locked.
create or replace function hotline.message_taken(p_call hotline.call, p_agent bigint) returns void
language plpgsql set search_path = pg_catalog, pg_temp as $$
begin
    update hotline.call set state = 'talking', answered_at = clock_timestamp(), agent_id = p_agent where id = p_call.id;
    perform hotline.agent_put(p_agent, 'writing', '', p_call.id);
    perform hotline.record_event(null, p_call.id, 'accept', 'waiting', 'talking');
    perform pg_notify('hotline_call', p_call.id::text);
end
$$;

-- It has its record: it is over.
create or replace function hotline.message_filed(p_call bigint) returns void
language plpgsql set search_path = pg_catalog, pg_temp as $$
begin
    update hotline.call set state = 'ended', ended_at = clock_timestamp() where id = p_call and channel <> 'call' and state = 'talking';
    if found then
        perform hotline.record_event(null, p_call, 'file', 'talking', 'ended');
        perform pg_notify('hotline_call', p_call::text);
    end if;
end
$$;

-- Its agent is gone without a record: it waits again, in its old place.
create or replace function hotline.message_back(p_call bigint) returns void
language plpgsql set search_path = pg_catalog, pg_temp as $$
begin
    update hotline.call set state = 'waiting', answered_at = null, agent_id = null where id = p_call and channel <> 'call' and state = 'talking';
    if found then
        perform hotline.record_event(null, p_call, 'give_back', 'talking', 'waiting');
        perform pg_notify('hotline_call', p_call::text);
    end if;
end
$$;

-- out: does the channel of this call bring answers to the citizen, so that no number is needed?
create or replace function hotline.answered_by_channel(p_call bigint) returns boolean
language sql stable set search_path = pg_catalog, pg_temp as $$
    select exists (select from hotline.intake i join hotline.channel n on n.code = i.channel where i.call_id = p_call and n.replies)
$$;

-- What was handed in, for the form and beside it. in: a demand of one's own, or for a lead any that was taken.
-- out: as in the ticket form (fields: citizen_name, address, title, body, confidential, kind), and contact: how the citizen
-- wants to be answered, category: as the channel calls it, text: the citizen's own words.
create function api.call_intake(p_call bigint) returns table (field text, value text)
language sql stable security definer set search_path = pg_catalog, pg_temp as $$
    select f.field, d.value
    from hotline.me() m join hotline.call c on c.id = p_call and (c.agent_id = m.id or m.role = 'lead')
    join hotline.intake i on i.call_id = c.id
    cross join lateral jsonb_each_text(i.demand) d
    join hotline.demand_key k on k.key = d.key
    cross join lateral unnest(array[k.field, case when k.key in ('contact', 'category', 'text') then k.key end]) f (field)
    where f.field is not null and f.field <> 'phone' and not (k.type = 'boolean' and d.value <> 'true')
    order by k.key, f.field
$$;
