-- Reminders: which matters of a person are open now follows from the state of the work; which of them were shown
-- is in hotline.reminder, so that each reminds a person once, whatever terminals, clients and clocks do.
-- callback_due    a call back that I promised or claimed is due; one that was promised by somebody who is not
--                 here concerns everybody on shift
-- deadline_near   a ticket of my unit, mine or nobody's, is about to miss its deadline, or has
-- ticket_assigned a ticket was dispatched to my unit and is not accepted
-- ticket_returned a unit returned a ticket of my area and I am to decide

create or replace function hotline.microseconds(p_at timestamptz) returns bigint
language sql immutable set search_path = pg_catalog, pg_temp as $$ select (extract(epoch from p_at) * 1000000)::bigint $$;

-- The callbacks that somebody owes by name. in: a span of time (its beginning excluded). out: those due in it that were
-- promised or are claimed; holder: whose they are: who claimed it as long as the claim holds, else who promised
-- it; reminds: a claim that was made when it was due already needs no reminder.
create or replace function hotline.callbacks_held(p_from timestamptz, p_until timestamptz)
returns table (id bigint, ticket_id bigint, area_id bigint, due_at timestamptz, person_id bigint, holder bigint, reminds boolean)
language sql volatile set search_path = pg_catalog, pg_temp as $$
    select c.id, c.ticket_id, c.area_id, c.due_at, c.person_id,
           case when h.holds then c.claimed_by else c.person_id end, not h.holds or c.due_at > c.claimed_at
    from hotline.callback c
    cross join lateral (select case when c.claimed_by is null then false else hotline.claim_holds(c) end as holds offset 0) h
    where c.closed_at is null and c.rank = 1 and c.due_at > p_from and c.due_at <= p_until
    union all
    select c.id, c.ticket_id, c.area_id, c.due_at, null, c.claimed_by, true
    from hotline.callback c
    where c.closed_at is null and c.rank > 1 and c.claimed_by is not null and c.due_at > p_from and c.due_at <= p_until
      and c.due_at > c.claimed_at and hotline.claim_holds(c)
$$;

-- in: an agent or lead. out: whether what others promised and left concerns them: they are on shift.
create or replace function hotline.on_shift(p_me hotline.person) returns boolean
language sql stable set search_path = pg_catalog, pg_temp as $$
    select p_me.role in ('agent', 'lead')
           and exists (select from hotline.agent_state where person_id = p_me.id and state <> 'offline')
$$;

-- in: an agent or lead. out: who is here: null when no promise of others is due in the span, or it is not theirs to know.
create or replace function hotline.others_here(p_me hotline.person, p_from timestamptz, p_until timestamptz) returns bigint[]
language sql volatile set search_path = pg_catalog, pg_temp as $$
    select case when exists (select from hotline.callback c where c.closed_at is null and c.rank = 1 and c.due_at > p_from
                             and c.due_at <= p_until and (c.person_id <> p_me.id or c.claimed_by <> p_me.id))
                then array(select person_id from hotline.people_holding(hotline.presence_class())) end
$$;

-- The callbacks that are a person's to make, due in a span of time: see callback_due above. Of what others left the 200
-- longest due: the next come up as these are made, and the list of callbacks shows all.
create or replace function hotline.callbacks_of(p_me hotline.person, p_from timestamptz, p_until timestamptz)
returns table (id bigint, ticket_id bigint, due_at timestamptz) language plpgsql volatile set search_path = pg_catalog, pg_temp as $$
#variable_conflict use_column
declare
    v_here  bigint[] := case when hotline.on_shift(p_me) then hotline.others_here(p_me, p_from, p_until) end;
    v_areas bigint[] := case when p_me.role = 'lead' then hotline.my_areas() end;
begin
    return query
        with held as materialized (select * from hotline.callbacks_held(p_from, p_until))
        select h.id, h.ticket_id, h.due_at from held h where h.holder = p_me.id and h.reminds
        union all
        (select h.id, h.ticket_id, h.due_at from held h
         where v_here is not null and h.holder <> p_me.id and h.holder <> all (v_here)
           and (v_areas is null or h.area_id is null or h.area_id = any (v_areas))
         order by h.due_at, h.id limit 200);
end
$$;

-- When what others hold may become a person's to make. out: the next promise to become due, or claim to run out; in a
-- minute while a due one is with another who is here: nobody tells of their going. Null: nothing of the kind.
create or replace function hotline.others_next(p_me hotline.person, p_now timestamptz) returns timestamptz
language plpgsql volatile set search_path = pg_catalog, pg_temp as $$
declare
    v_claim interval := make_interval(mins => hotline.setting_value('claim_minutes')::integer);
    v_shift boolean := hotline.on_shift(p_me);
    v_here  bigint[];
    v_next  timestamptz;
begin
    if p_me.role not in ('agent', 'lead') then
        return null;
    end if;
    select least((select min(c.due_at) from hotline.callback c
                  where c.closed_at is null and c.rank = 1 and c.due_at > p_now and (v_shift or c.person_id = p_me.id)),
                 (select min(greatest(c.due_at, c.claimed_at + v_claim)) from hotline.callback c
                  where c.closed_at is null and c.rank = 1 and c.claimed_by is not null and c.claimed_at + v_claim > p_now
                    and (v_shift or c.person_id = p_me.id)))
    into v_next;
    v_here := hotline.others_here(p_me, '-infinity', p_now);
    if v_here is not null and exists (select from hotline.callbacks_held('-infinity', p_now) h
                                      where h.holder <> p_me.id and h.holder = any (v_here) and (v_shift or h.person_id = p_me.id)) then
        v_next := least(v_next, p_now + interval '1 minute');
    end if;
    return v_next;
end
$$;

-- The matters of a person. in: a span of time (its beginning excluded). out: those that begin to remind in it:
-- kind, what it is about, which time, the ticket (null: none), its deadline, and the moment.
create or replace function hotline.reminder_matters(p_me hotline.person, p_from timestamptz, p_until timestamptz)
returns table (kind text, subject_id bigint, episode bigint, ticket_id bigint, due_at timestamptz, opens_at timestamptz)
language plpgsql volatile set search_path = pg_catalog, pg_temp as $$
declare
    v_warn  interval := make_interval(hours => hotline.setting_value('deadline_warn_hours')::integer);
    v_areas bigint[];
begin
    if p_me.role = 'unit' then
        return query
            select 'ticket_assigned', t.id, hotline.microseconds(t.dispatched_at), t.id, t.due_at, t.dispatched_at
            from hotline.ticket t
            where t.closed_at is null and t.unit_id = p_me.unit_id and t.state = 'dispatched'
              and t.dispatched_at > p_from and t.dispatched_at <= p_until
            union all
            select 'deadline_near', t.id, hotline.microseconds(t.due_at), t.id, t.due_at, t.due_at - v_warn
            from hotline.ticket t
            where t.closed_at is null and t.unit_id = p_me.unit_id and t.state in ('dispatched', 'handling')
              and (t.handler_id is null or t.handler_id = p_me.id)
              and t.due_at > p_from + v_warn and t.due_at <= p_until + v_warn;
    end if;
    if p_me.role = 'lead' then
        v_areas := hotline.my_areas();
        return query
            select 'ticket_returned', t.id, t.returns::bigint, t.id, t.due_at, t.dispatched_at
            from hotline.ticket t
            where t.closed_at is null and t.state = 'returned'
              and (v_areas is null or t.area_id is null or t.area_id = any (v_areas))
              and t.dispatched_at > p_from and t.dispatched_at <= p_until;
    end if;
    if p_me.role in ('agent', 'lead') then
        return query
            select 'callback_due', c.id, hotline.microseconds(c.due_at), c.ticket_id, c.due_at, c.due_at
            from hotline.callbacks_of(p_me, p_from, p_until) c;
    end if;
end
$$;

-- out: whether a person is not to be disturbed now: an agent but while ready, a lead in a call, after it and on
-- a break. What waits stands on the status line all the same, and reminds when this is over.
create or replace function hotline.not_to_be_disturbed(p_me hotline.person) returns boolean
language sql stable set search_path = pg_catalog, pg_temp as $$
    select case p_me.role when 'agent' then s.state is distinct from 'ready'
                          when 'lead' then coalesce(s.state in ('talking', 'after_call', 'writing', 'break'), false)
                          else false end
    from (values (p_me.id)) m (id) left join hotline.agent_state s on s.person_id = m.id
$$;

-- out: whether this session is the one terminal of its person that rings: the first that asked, and when that
-- is gone the next that asks. A lock of the class that another login holds does not keep it from ringing.
create or replace function hotline.take_bell(p_me hotline.person) returns boolean
language sql volatile set search_path = pg_catalog, pg_temp as $$
    select pg_try_advisory_lock(hotline.bell_class(), p_me.id::integer)
           or not exists (select from hotline.people_holding(hotline.bell_class()) where person_id = p_me.id)
$$;

-- What waits for the asker. Asked on each new link, on news, and again after next_seconds.
-- out: bell: this session is the one that rings; quiet: it is not to ring now; next_seconds: until something more
-- becomes due by the server's clock (a day at most; a minute while another session is to ring, which may be gone
-- by then); and for each kind that has open matters a row: how many,
-- and the first of them (those that have not reminded yet come first): its subject, its ticket and number
-- (null: none), its deadline. fresh: the matters to remind of now, "subject@episode" with blanks between,
-- 200 at most: to be given to reminder_fired when that is done.
-- Without open matters: one row whose kind is null.
create function api.reminders()
returns table (bell boolean, quiet boolean, next_seconds double precision, kind text, count integer,
               subject_id bigint, ticket_id bigint, number text, due_at timestamptz, fresh text)
language plpgsql volatile security definer set search_path = pg_catalog, pg_temp as $$
#variable_conflict use_column
declare
    v_me    hotline.person := hotline.me();
    v_now   timestamptz := clock_timestamp();
    v_day   timestamptz := v_now + interval '24 hours';
    v_next  timestamptz;
    v_bell  boolean := hotline.take_bell(v_me);
    v_quiet boolean := hotline.not_to_be_disturbed(v_me);
begin
    select least(v_day, (select min(m.opens_at) from hotline.reminder_matters(v_me, v_now, v_day) m),
                 (select min(r.snoozed_until) from hotline.reminder r where r.person_id = v_me.id and r.snoozed_until > v_now),
                 hotline.others_next(v_me, v_now))
    into v_next;
    return query
        with open as materialized (
            select m.*, f.fresh, row_number() over (partition by m.kind order by f.fresh desc, m.due_at, m.subject_id) as place
            from hotline.reminder_matters(v_me, '-infinity', v_now) m
            left join hotline.reminder r on r.person_id = v_me.id and r.kind = m.kind and r.subject_id = m.subject_id
            cross join lateral (select r.person_id is null or r.episode <> m.episode
                                       or coalesce(r.snoozed_until <= v_now, false) as fresh) f)
        select v_bell, v_quiet, extract(epoch from case when not (v_bell or v_quiet) and exists (select from open where fresh)
                                                        then least(v_next, v_now + interval '1 minute') else v_next end - v_now)::double precision,
               o.kind, g.count, o.subject_id, o.ticket_id, t.number, o.due_at, g.fresh
        from (values (1)) always
        left join open o on o.place = 1
        left join (select kind, count(*)::integer as count,
                          coalesce(string_agg(subject_id || '@' || episode, ' ' order by place)
                                   filter (where fresh and place <= 200), '') as fresh
                   from open group by kind) g on g.kind = o.kind
        left join hotline.ticket t on t.id = o.ticket_id
        order by o.kind;
end
$$;

-- Matters that are over are forgotten; what only a clock that was set back makes not yet due is not over.
create or replace function hotline.forget_reminders(p_me hotline.person) returns void
language sql volatile set search_path = pg_catalog, pg_temp as $$
    with open as materialized (select m.kind, m.subject_id from hotline.reminder_matters(p_me, '-infinity', 'infinity') m)
    delete from hotline.reminder r
    where r.person_id = p_me.id
      and not exists (select from open o where o.kind = r.kind and o.subject_id = r.subject_id)
$$;

-- The person was reminded. in: the kind, and what api.reminders called fresh. out: {"fired": how many}.
-- What is not theirs, or came another time meanwhile, is left out.
create function api.reminder_fired(p_request uuid, p_kind text, p_fresh text)
returns jsonb language plpgsql security definer set search_path = pg_catalog, pg_temp as $$
declare
    v_answer jsonb := hotline.request_answer(p_request, 'reminder_fired', jsonb_build_array(p_kind, p_fresh));
    v_me     hotline.person := hotline.me();
    v_fired  integer;
begin
    if v_answer is not null then
        return v_answer;
    end if;
    perform hotline.forget_reminders(v_me);
    insert into hotline.reminder (person_id, kind, subject_id, episode)
    select v_me.id, m.kind, m.subject_id, m.episode
    from hotline.reminder_matters(v_me, '-infinity', clock_timestamp()) m
    where m.kind = p_kind and m.subject_id || '@' || m.episode = any (string_to_array(p_fresh, ' '))
    on conflict (person_id, kind, subject_id)
        do update set episode = excluded.episode, fired_at = excluded.fired_at, snoozed_until = null;
    get diagnostics v_fired = row_count;
    return hotline.request_done(p_request, jsonb_build_object('fired', v_fired));
end
$$;

-- Puts the open matters of a kind off. in: the kind, minutes (1 to 1440). out: {"snoozed": how many}; refuses field_bad.
create function api.reminder_snooze(p_request uuid, p_kind text, p_minutes integer)
returns jsonb language plpgsql security definer set search_path = pg_catalog, pg_temp as $$
declare
    v_answer jsonb := hotline.request_answer(p_request, 'reminder_snooze', jsonb_build_array(p_kind, p_minutes));
    v_me     hotline.person := hotline.me();
    v_now    timestamptz := clock_timestamp();
    v_count  integer;
begin
    if v_answer is not null then
        return v_answer;
    end if;
    if coalesce(p_minutes, 0) not between 1 and 1440 then
        perform hotline.refuse('field_bad', 'minutes');
    end if;
    perform hotline.forget_reminders(v_me);
    insert into hotline.reminder (person_id, kind, subject_id, episode, snoozed_until)
    select v_me.id, m.kind, m.subject_id, m.episode, v_now + make_interval(mins => p_minutes)
    from hotline.reminder_matters(v_me, '-infinity', v_now) m where m.kind = p_kind
    on conflict (person_id, kind, subject_id)
        do update set episode = excluded.episode, snoozed_until = excluded.snoozed_until;
    get diagnostics v_count = row_count;
    return hotline.request_done(p_request, jsonb_build_object('snoozed', v_count));
end
$$;
