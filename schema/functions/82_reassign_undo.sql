-- Undoing a reassignment, and what an agent sees whose ticket was given away.

-- Puts back what of the tickets was changed. in: those to put back, locked, with nothing happened to them since.
create or replace function hotline.give_back(p_done hotline.reassignment, p_tickets bigint[]) returns void
language plpgsql set search_path = pg_catalog, pg_temp as $$
begin
    if p_done.kind = 'units' then
        update hotline.ticket t set state = b.state, unit_id = b.unit_id, handler_id = b.handler_id, received_at = b.received_at,
            dispatched_at = b.dispatched_at, working_days = b.working_days, due_at = b.due_at, due_known = b.due_known,
            clock_from = b.clock_from, units = b.units, binding = b.binding, misdirected = b.misdirected, extension_waits = b.extension_waits, version = t.version + 1
        from hotline.reassignment_ticket r
        cross join lateral jsonb_populate_record(null::hotline.ticket, r.before) b
        where r.reassignment_id = p_done.id and r.ticket_id = t.id and t.id = any (p_tickets);
        -- nothing has happened since: the last stay of each is the one that is undone, and the one that it ended goes on
        delete from hotline.dispatch where id in (select max(id) from hotline.dispatch where ticket_id = any (p_tickets) group by ticket_id);
        update hotline.dispatch set ended_at = null, outcome = null
        where id in (select max(id) from hotline.dispatch where ticket_id = any (p_tickets) group by ticket_id) and outcome = 'moved';
        insert into hotline.ticket_co_unit
        select c.* from hotline.reassignment_ticket r cross join lateral jsonb_populate_record(null::hotline.ticket_co_unit, r.before -> 'co_unit') c
        where r.reassignment_id = p_done.id and r.ticket_id = any (p_tickets) and jsonb_typeof(r.before -> 'co_unit') = 'object';
        insert into hotline.extension (ticket_id, asked_by, asked_at, working_days, reason)
        select e.ticket_id, e.asked_by, e.asked_at, e.working_days, e.reason
        from hotline.reassignment_ticket r cross join lateral jsonb_populate_record(null::hotline.extension, r.before -> 'extension') e
        where r.reassignment_id = p_done.id and r.ticket_id = any (p_tickets) and jsonb_typeof(r.before -> 'extension') = 'object';
    else
        update hotline.ticket t set owner_id = r.from_id, version = t.version + 1
        from hotline.reassignment_ticket r where r.reassignment_id = p_done.id and r.ticket_id = t.id and t.id = any (p_tickets);
    end if;
    insert into hotline.event (ticket_id, call_id, person_id, who, role, action, from_state, to_state, reason, data)
    select t.id, t.call_id, w.person_id, w.who, w.role, case p_done.kind when 'units' then 'undo_redispatch' else 'undo_reassign' end,
        case p_done.kind when 'units' then 'dispatched' else t.state end, t.state, p_done.reason,
        case p_done.kind when 'units' then jsonb_build_object('unit', u.name) else jsonb_build_object('to', p.number || ' ' || p.name) end
    from hotline.who_acts() w cross join hotline.reassignment_ticket r join hotline.ticket t on t.id = r.ticket_id
    left join hotline.person p on p.id = r.from_id left join hotline.unit u on u.id = r.from_id
    where r.reassignment_id = p_done.id and t.id = any (p_tickets);
end
$$;

-- The promises go back, unless somebody has rung meanwhile.
create or replace function hotline.promises_back(p_done hotline.reassignment) returns void
language sql set search_path = pg_catalog, pg_temp as $$
    with back as (
        update hotline.callback c set person_id = r.from_id
        from hotline.reassignment_callback r
        where r.reassignment_id = p_done.id and r.callback_id = c.id and c.person_id = r.to_id and c.closed_at is null and c.claimed_by is null
          and not exists (select from hotline.callback_attempt a where a.callback_id = c.id
                          and a.at > p_done.at)
        returning c.id
    )
    update hotline.reassignment_callback set undone = true
    where reassignment_id = p_done.id and callback_id in (select id from back);
    select hotline.record_promises(p_done, 'give_promise', true);
    select pg_notify('hotline_callback', '0') where exists (select from hotline.reassignment_callback where reassignment_id = p_done.id and undone)
$$;

-- Takes the session's own reassignment back, for a moment after it. What has moved on since stays, and is named.
-- out: {"undone": tickets given back, "stayed": how many are not, "numbers": theirs (at most three)}.
-- Refuses not_found, undone_already, undo_too_late {seconds}.
create function api.reassign_undo(p_request uuid, p_reassignment bigint)
returns jsonb language plpgsql security definer set search_path = pg_catalog, pg_temp as $$
declare
    v_answer  jsonb := hotline.request_answer(p_request, 'reassign_undo', jsonb_build_array(p_reassignment));
    v_seconds integer := hotline.setting_value('reassign_undo_seconds')::integer;
    v_done    hotline.reassignment;
    v_back    bigint[];
begin
    if v_answer is not null then
        return v_answer;
    end if;
    select * into v_done from hotline.reassignment where id = p_reassignment and person_id = hotline.my_id() for update;
    if v_done.id is null then
        perform hotline.refuse('not_found');
    elsif v_done.undone_at is not null then
        perform hotline.refuse('undone_already');
    elsif clock_timestamp() > v_done.at + v_seconds * interval '1 second' then
        perform hotline.refuse('undo_too_late', '', jsonb_build_object('seconds', v_seconds));
    end if;
    perform from hotline.ticket t join hotline.reassignment_ticket r on r.ticket_id = t.id
    where r.reassignment_id = v_done.id order by t.id for update of t;
    v_back := array(select t.id from hotline.ticket t join hotline.reassignment_ticket r on r.ticket_id = t.id
                    where r.reassignment_id = v_done.id and t.version = r.version);
    perform hotline.give_back(v_done, v_back);
    update hotline.reassignment_ticket set undone = true where reassignment_id = v_done.id and ticket_id = any (v_back);
    update hotline.reassignment set undone_at = clock_timestamp() where id = v_done.id;
    perform hotline.promises_back(v_done);
    perform hotline.tell_sides(v_done, 'given_back', 'taken_back', true);
    perform pg_notify('hotline_ticket', '0');
    return hotline.request_done(p_request, (
        select jsonb_build_object('undone', cardinality(v_back), 'stayed', count(*),
                                  'numbers', coalesce(string_agg(t.number, ', ' order by t.id) filter (where x.n <= 3), ''))
        from (select ticket_id, row_number() over (order by ticket_id) as n from hotline.reassignment_ticket
              where reassignment_id = v_done.id and not undone) x
        join hotline.ticket t on t.id = x.ticket_id));
end
$$;

-- A ticket that the asker followed and cannot go on with, because it was given to another.
-- out: a row with who has it now, who gave it and why; none: it is theirs, or never was.
create function api.ticket_given(p_ticket bigint)
returns table (owner text, given_by text, reason text)
language sql stable security definer set search_path = pg_catalog, pg_temp as $$
    select o.number || ' ' || o.name, g.number || ' ' || g.name, d.reason
    from hotline.me() m
    join hotline.ticket t on t.id = p_ticket and hotline.unmet(t, 'own') is not null
    join hotline.reassignment_ticket r on r.ticket_id = t.id and r.from_id = m.id and not r.undone
    join hotline.reassignment d on d.id = r.reassignment_id and d.kind = 'agents'
    join hotline.person o on o.id = t.owner_id join hotline.person g on g.id = d.person_id
    order by d.id desc limit 1
$$;
