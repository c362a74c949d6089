-- The team lead's board: how the figures are kept. How they are read is in 81_board_read.sql.

-- Here and below plpgsql, which keeps its plans, where a language sql function would be planned at each call.

-- in: a moment. out: the beginning of its quarter-hour; a day of any time zone begins with one.
create or replace function hotline.quarter_of(p_at timestamptz) returns timestamptz
language plpgsql immutable set search_path = pg_catalog, pg_temp as $$
begin
    return date_bin(interval '15 minutes', p_at, timestamptz '2000-01-01 00:00+00');
end
$$;

-- What calls add to the quarter-hours, by the terms of the domain: a call that waits has not asked in vain yet, and
-- counts when it is answered or given up, in the quarter-hour in which it entered the queue. Messages are no calls.
-- in: 1 to add them, -1 to take them away.
create or replace function hotline.call_share(p_call hotline.call, p_sign integer) returns hotline.call_quarter
language plpgsql immutable set search_path = pg_catalog, pg_temp as $$
declare
    v_sign integer := p_sign * (p_call.channel = 'call')::integer;
begin
    return (hotline.quarter_of(p_call.queued_at), 0::smallint,
            v_sign * (p_call.state <> 'waiting')::integer::bigint,
            v_sign * (p_call.answered_at is not null)::integer::bigint,
            v_sign * coalesce(hotline.call_waited(p_call) <= interval '15 seconds', false)::integer::bigint,
            v_sign * coalesce(hotline.call_waited(p_call), interval '0'));
end
$$;

-- The same of tickets: what is no draft was accepted, in the quarter-hour of its acceptance.
create or replace function hotline.ticket_share(p_ticket hotline.ticket, p_sign integer) returns hotline.ticket_quarter
language plpgsql immutable set search_path = pg_catalog, pg_temp as $$
begin
    return (hotline.quarter_of(p_ticket.accepted_at), coalesce(p_ticket.area_id, 0),
            p_sign * (p_ticket.state <> 'draft')::integer::bigint,
            p_sign * (p_ticket.state <> 'draft' and p_ticket.dispatched_at is not null)::integer::bigint,
            p_sign * (p_ticket.state <> 'draft' and p_ticket.dispatched_at is not null and p_ticket.misdirected)::integer::bigint);
end
$$;

-- Adds shares to the quarter-hours; those that come to nothing touch no row. In the order of the key, so that
-- two who write several never wait for each other in a circle.
create or replace function hotline.add_call_shares(p_shares hotline.call_quarter[]) returns void
language plpgsql set search_path = pg_catalog, pg_temp as $$
begin
    insert into hotline.call_quarter as q
    select s.at, s.share, sum(s.asked), sum(s.answered), sum(s.within_15), sum(s.waited) from unnest(p_shares) s group by s.at, s.share
    having (sum(s.asked), sum(s.answered), sum(s.within_15), sum(s.waited)) <> (0, 0, 0, interval '0') order by s.at, s.share
    on conflict (at, share) do update set asked = q.asked + excluded.asked, answered = q.answered + excluded.answered,
        within_15 = q.within_15 + excluded.within_15, waited = q.waited + excluded.waited;
end
$$;
create or replace function hotline.add_ticket_shares(p_shares hotline.ticket_quarter[]) returns void
language plpgsql set search_path = pg_catalog, pg_temp as $$
begin
    insert into hotline.ticket_quarter as q
    select s.at, s.area_id, sum(s.tickets), sum(s.dispatched), sum(s.misdirected) from unnest(p_shares) s group by s.at, s.area_id
    having (sum(s.tickets), sum(s.dispatched), sum(s.misdirected)) <> (0, 0, 0) order by s.at, s.area_id
    on conflict (at, area_id) do update set tickets = q.tickets + excluded.tickets,
        dispatched = q.dispatched + excluded.dispatched, misdirected = q.misdirected + excluded.misdirected;
end
$$;

-- After each statement that writes calls or tickets, whichever it is. Neither is ever deleted.
create or replace function hotline.count_calls() returns trigger
language plpgsql security definer set search_path = pg_catalog, pg_temp as $$
begin
    perform hotline.add_call_shares(array(select hotline.call_share(n, 1) from new_rows n));
    return null;
end
$$;
-- A call that goes on: what its quarter-hour gains by that is added to a share that nobody else is writing to, or to a
-- new one, so that agents who take calls at the same moment do not wait for each other's commit.
create or replace function hotline.count_call_again() returns trigger
language plpgsql security definer set search_path = pg_catalog, pg_temp as $$
declare
    v_old   hotline.call_quarter := hotline.call_share(old, -1);
    v_new   hotline.call_quarter := hotline.call_share(new, 1);
    v_share smallint;
begin
    if v_old.at <> v_new.at then
        perform hotline.add_call_shares(array[v_old, v_new]);
        return null;
    end if;
    select q.share into v_share from hotline.call_quarter q where q.at = v_new.at for update skip locked limit 1;
    insert into hotline.call_quarter as q
    values (v_new.at, coalesce(v_share, floor(random() * 32768)::smallint), v_old.asked + v_new.asked, v_old.answered + v_new.answered,
            v_old.within_15 + v_new.within_15, v_old.waited + v_new.waited)
    on conflict (at, share) do update set asked = q.asked + excluded.asked, answered = q.answered + excluded.answered,
        within_15 = q.within_15 + excluded.within_15, waited = q.waited + excluded.waited;
    return null;
end
$$;
create or replace function hotline.count_tickets() returns trigger
language plpgsql security definer set search_path = pg_catalog, pg_temp as $$
begin
    if tg_op = 'INSERT' then
        perform hotline.add_ticket_shares(array(select hotline.ticket_share(n, 1) from new_rows n));
    else
        perform hotline.add_ticket_shares(array(select hotline.ticket_share(o, -1) from old_rows o
                                                union all select hotline.ticket_share(n, 1) from new_rows n));
    end if;
    return null;
end
$$;
create or replace trigger call_counted_in after insert on hotline.call
    referencing new table as new_rows for each statement execute function hotline.count_calls();
create or replace trigger call_counted_again after update of state, answered_at, queued_at on hotline.call
    for each row when ((old.state = 'waiting', old.answered_at, old.queued_at) is distinct from (new.state = 'waiting', new.answered_at, new.queued_at))
    execute function hotline.count_call_again();
create or replace trigger ticket_counted_in after insert on hotline.ticket
    referencing new table as new_rows for each statement execute function hotline.count_tickets();
create or replace trigger ticket_counted_again after update on hotline.ticket
    referencing old table as old_rows new table as new_rows for each statement execute function hotline.count_tickets();

-- what was there before there were figures; the triggers above keep writers out until this is done
select hotline.add_call_shares(array_agg(hotline.call_share(c, 1))) from hotline.call c
where not exists (select from hotline.call_quarter) group by c.queued_at::date;
select hotline.add_ticket_shares(array_agg(hotline.ticket_share(t, 1))) from hotline.ticket t
where not exists (select from hotline.ticket_quarter) group by t.accepted_at::date;

-- A spell that ends is written down, whoever ended it.
create or replace function hotline.end_spell() returns trigger
language plpgsql security definer set search_path = pg_catalog, pg_temp as $$
begin
    insert into hotline.agent_spell (person_id, state, from_at, to_at, reason, call_id)
    values (old.person_id, old.state, old.since, greatest(new.since, old.since), old.reason,
            case when old.state in ('talking', 'after_call', 'writing') then old.call_id end);
    return null;
end
$$;
create or replace trigger agent_spell_ends after update on hotline.agent_state
    for each row when (old.state <> 'offline' and old.state <> new.state)
    execute function hotline.end_spell();

-- The tickets of the quarter-hours from one moment until another, of some areas (null: all) and of none.
create or replace function hotline.tickets_counted(p_from timestamptz, p_until timestamptz, p_areas bigint[], out tickets integer,
    out dispatched integer, out precise integer)
language sql stable set search_path = pg_catalog, pg_temp as $$
    select coalesce(sum(tickets), 0)::integer, coalesce(sum(dispatched), 0)::integer, coalesce(sum(dispatched - misdirected), 0)::integer
    from hotline.ticket_quarter where at >= p_from and at < p_until and (p_areas is null or area_id = 0 or area_id = any (p_areas))
$$;
