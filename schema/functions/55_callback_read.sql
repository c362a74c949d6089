-- Reading callbacks: the list of what is owed, and one of them.

-- A page of callbacks, by key: promises first, then who was missed, then the ratings, each by its time.
-- in: filter: due (to be rung now), all (open), satisfaction, promised, missed, own (promised or claimed by the
-- asker), closed (newest first); the key of the last row of the page before, or nulls: its rank, its time (due_at; of
-- closed ones closed_at) in microseconds since 1970 and its id; how many rows (at most 200).
-- out: claimed_by: who is ringing now ('' for nobody), claimed: it is the asker. An unknown filter is 22023.
create function api.callback_list(p_filter text, p_after_rank integer default null, p_after_at bigint default null,
    p_after_id bigint default null, p_limit integer default 50)
returns table (id bigint, rank smallint, kind text, ticket_id bigint, number text, title text, unit text, citizen_name text,
               phone_masked text, area text, note text, due_at timestamptz, attempts integer, missed_calls integer,
               claimed_by text, claimed boolean, closing text, closed_at timestamptz)
language plpgsql stable security definer set search_path = pg_catalog, pg_temp as $$
#variable_conflict use_column
declare
    v_me    hotline.person := hotline.me();
    v_areas bigint[] := case v_me.role when 'lead' then hotline.my_areas() end;
    v_done  boolean := p_filter = 'closed';
    v_order text := case when v_done then 'c.closed_at desc, c.id desc' else 'c.rank, c.due_at, c.id' end;
    v_where text := case p_filter
        when 'due'    then 'c.closed_at is null and c.due_at <= now()'
        when 'all'    then 'c.closed_at is null'
        when 'own'    then 'c.closed_at is null and (c.person_id = $1 or c.claimed_by = $1)'
        when 'closed' then 'c.closed_at is not null'
        when 'promised' then 'c.closed_at is null and c.rank = 1'
        when 'missed' then 'c.closed_at is null and c.rank = 2'
        when 'satisfaction' then 'c.closed_at is null and c.rank = 3' end;
begin
    if v_where is null then
        raise exception 'no callback filter %', p_filter using errcode = 'invalid_parameter_value';
    elsif v_me.role not in ('agent', 'lead') then
        return;
    end if;
    if v_areas is not null then
        v_where := v_where || ' and (c.area_id = any ($5) or c.area_id is null)';
    end if;
    if p_after_id is not null then
        v_where := v_where || case when v_done then ' and (c.closed_at, c.id) < ($2, $3)' else ' and (c.rank, c.due_at, c.id) > ($6, $2, $3)' end;
    end if;
    return query execute
        'select c.id, c.rank, c.kind, c.ticket_id, coalesce(t.number, ''''), coalesce(t.title, ''''), coalesce(u.name, ''''),
                c.citizen_name, c.phone_masked, coalesce(a.path, ''''), c.note, c.due_at, c.attempts, c.missed_calls,
                case when h.holds then p.number || '' '' || p.name else '''' end, h.holds and c.claimed_by = $1,
                coalesce(c.closing, ''''), c.closed_at
         from (select c.* from hotline.callback c where ' || v_where || ' order by ' || v_order || ' limit $4) c
         cross join lateral (select coalesce(hotline.claim_holds(c), false) as holds) h
         left join hotline.ticket t on t.id = c.ticket_id left join hotline.unit u on u.id = t.unit_id
         left join hotline.area a on a.id = c.area_id left join hotline.person p on p.id = c.claimed_by
         order by ' || v_order
        using v_me.id, timestamptz 'epoch' + p_after_at * interval '1 microsecond', p_after_id,
              least(greatest(p_limit, 0), 200), v_areas, p_after_rank::smallint;
end
$$;

-- One callback. out: as in the list, with the call that was missed (0: none), who promised it, and calls_from: the
-- end of the quiet hours when they are now (null: citizens may be rung); dial: with a switch, what the asker who has taken it
-- on dials at the own telephone ('': nothing).
create function api.callback_read(p_callback bigint)
returns table (id bigint, kind text, ticket_id bigint, call_id bigint, citizen_name text, phone_masked text, area text,
               note text, promised_by text, due_at timestamptz, attempts integer, attempts_most integer, missed_calls integer,
               claimed_by text, claimed boolean, closing text, closed_at timestamptz, calls_from timestamptz, dial text)
language sql stable security definer set search_path = pg_catalog, pg_temp as $$
    select c.id, c.kind, c.ticket_id, c.call_id, c.citizen_name, c.phone_masked, coalesce(a.path, ''), c.note,
           coalesce(o.number || ' ' || o.name, ''), c.due_at, c.attempts, hotline.setting_value('ring_back_attempts')::integer,
           c.missed_calls, case when h.holds then p.number || ' ' || p.name else '' end, h.holds and c.claimed_by = m.id,
           coalesce(c.closing, ''), c.closed_at, nullif(hotline.calling_time(now()), now()),
           case when h.holds and c.claimed_by = m.id and c.closed_at is null then hotline.dial_code(c.id) else '' end
    from hotline.me() m, hotline.callback c
    cross join lateral (select coalesce(hotline.claim_holds(c), false) as holds) h
    left join hotline.area a on a.id = c.area_id
    left join hotline.person p on p.id = c.claimed_by left join hotline.person o on o.id = c.person_id
    where c.id = p_callback and hotline.may_see_callback(c)
$$;

-- The ringings so far, oldest first. out: outcome and note as recorded ('': the switch told of it, and nobody recorded more);
-- ring: what the switch told ('': nothing), seconds: for how long was talked.
create function api.callback_attempts(p_callback bigint)
returns table (at timestamptz, who text, outcome text, note text, ring text, seconds integer)
language sql stable security definer set search_path = pg_catalog, pg_temp as $$
    select coalesce(x.at, r.at), coalesce(p.number || ' ' || p.name, ''), coalesce(x.outcome, ''), coalesce(x.note, ''), coalesce(r.outcome, ''),
           coalesce(r.seconds, 0)
    from (select * from hotline.callback_attempt where callback_id = p_callback) x
    full join (select * from hotline.callback_ring where callback_id = p_callback) r on r.uniqueid = x.ring
    left join hotline.person p on p.id = coalesce(x.person_id, r.person_id)
    where exists (select from hotline.me(), hotline.callback c where c.id = p_callback and hotline.may_see_callback(c))
    order by 1
$$;

-- The open callback about a ticket: the asking for the rating first. Null: none.
create function api.callback_of_ticket(p_ticket bigint) returns bigint
language sql stable security definer set search_path = pg_catalog, pg_temp as $$
    select c.id from hotline.me(), hotline.callback c
    where c.ticket_id = p_ticket and c.closed_at is null and hotline.may_see_callback(c)
    order by c.kind <> 'satisfaction', c.due_at, c.id limit 1
$$;
