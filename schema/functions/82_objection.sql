-- The lead's desk: a returned ticket is judged (退单审核) and dispatched again (二次派单), units handle it beside the
-- lead unit (协办), the catalogue is mended there and then, what is open is supervised or escalated (督办·提级).

-- The open tickets that the asker's unit co-handles, for the list's filter "co".
create function api.co_tickets() returns bigint[]
language sql stable security definer set search_path = pg_catalog, pg_temp as $$
    select array(select t.id from hotline.ticket_co_unit c join hotline.ticket t on t.id = c.ticket_id and t.closed_at is null
                 where c.unit_id = (hotline.me()).unit_id)
$$;

-- Puts the co-handling units in the place of those there were. Refuses co_unit_bad and unit_disabled at the field.
create or replace function hotline.set_co_units(p_ticket bigint, p_lead bigint, p_units bigint[]) returns void
language plpgsql set search_path = pg_catalog, pg_temp as $$
declare
    v_field text;
    v_unit  bigint;
    v_taken bigint[] := array[p_lead];
begin
    for v_field, v_unit in select 'co_unit' || coalesce(nullif(n, 1)::text, ''), u
                           from unnest(p_units) with ordinality x (u, n) where u is not null order by n loop
        if not exists (select from hotline.unit where id = v_unit and enabled) then
            perform hotline.refuse('unit_disabled', v_field);
        elsif v_unit = any (v_taken) then
            perform hotline.refuse('co_unit_bad', v_field);
        end if;
        v_taken := v_taken || v_unit;
    end loop;
    delete from hotline.ticket_co_unit where ticket_id = p_ticket and unit_id <> all (v_taken[2:]);
    insert into hotline.ticket_co_unit (ticket_id, unit_id, added_by)
    select p_ticket, u, hotline.my_id() from unnest(v_taken[2:]) u on conflict do nothing;
end
$$;

-- The lead dispatches a ticket again (二次派单): one that was returned, or one that lies with the wrong unit; with up to
-- three units that co-handle it. Once the bound of returns is reached the decision binds: the unit may not return it.
-- Refuses unit_disabled, co_unit_bad at the field, and what every step does.
create function api.ticket_redispatch(p_request uuid, p_ticket bigint, p_unit bigint, p_reason text,
    p_version integer default null, p_co_unit bigint default null, p_co_unit2 bigint default null, p_co_unit3 bigint default null)
returns jsonb language plpgsql security definer set search_path = pg_catalog, pg_temp as $$
declare
    v_answer jsonb := hotline.request_answer(p_request, 'ticket_redispatch', jsonb_build_array(p_ticket, p_unit, p_reason,
                                             p_version, p_co_unit, p_co_unit2, p_co_unit3));
    v_ticket hotline.ticket;
begin
    if v_answer is not null then
        return v_answer;
    end if;
    v_ticket := hotline.begin_step(p_ticket, 'redispatch', p_reason, p_version);
    if not exists (select from hotline.unit where id = p_unit and enabled) then
        perform hotline.refuse('unit_disabled', 'unit_id');
    end if;
    perform hotline.set_co_units(p_ticket, p_unit, array[p_co_unit, p_co_unit2, p_co_unit3]);
    update hotline.ticket set unit_id = p_unit,
        binding = returns >= hotline.return_limit()
    where id = p_ticket;
    return hotline.finish_step(p_request, v_ticket, 'redispatch', p_reason, jsonb_strip_nulls(jsonb_build_object(
        'unit', (select name from hotline.unit where id = p_unit),
        'co_units', (select string_agg(u.name, '、' order by u.id) from hotline.ticket_co_unit c
                     join hotline.unit u on u.id = c.unit_id where c.ticket_id = p_ticket))));
end
$$;

-- A co-handling unit says what it did: its part of the result, which the lead unit and everybody sees. Said again it
-- takes the place of what was said; the timeline keeps both.
create function api.ticket_contribute(p_request uuid, p_ticket bigint, p_text text)
returns jsonb language plpgsql security definer set search_path = pg_catalog, pg_temp as $$
declare
    v_answer jsonb := hotline.request_answer(p_request, 'ticket_contribute', jsonb_build_array(p_ticket, p_text));
    v_ticket hotline.ticket;
begin
    if v_answer is not null then
        return v_answer;
    end if;
    v_ticket := hotline.begin_step(p_ticket, 'contribute', '');
    if hotline.blank(p_text) then
        perform hotline.refuse('field_missing', 'text');
    end if;
    perform hotline.check_length(p_text, 'text', 2000);
    update hotline.ticket_co_unit set part = p_text, part_at = clock_timestamp()
    where ticket_id = p_ticket and unit_id = hotline.my_unit();
    return hotline.finish_step(p_request, v_ticket, 'contribute', p_text,
        jsonb_build_object('unit', (select name from hotline.unit where id = hotline.my_unit())));
end
$$;

-- A lead watches an open ticket (supervise 督办), or raises it to its unit's superior (escalate 提级; the unit keeps it
-- where there is none, and it binds): marked, with the shorter clock. What is finished is asked at the callback.
-- in: supervise or escalate, the reason. out: as every step. Refuses callback_asks_rating.
create function api.ticket_supervise(p_request uuid, p_ticket bigint, p_action text, p_reason text, p_version integer default null)
returns jsonb language plpgsql security definer set search_path = pg_catalog, pg_temp as $$
declare
    v_answer jsonb := hotline.request_answer(p_request, 'ticket_supervise', jsonb_build_array(p_ticket, p_action, p_reason, p_version));
    v_ticket hotline.ticket;
begin
    if v_answer is not null then
        return v_answer;
    elsif coalesce(p_action, '') not in ('supervise', 'escalate') then
        perform hotline.refuse('field_bad', 'action');
    end if;
    v_ticket := hotline.begin_step(p_ticket, p_action, p_reason, p_version);
    if v_ticket.state = 'finished' then
        perform hotline.refuse('callback_asks_rating');
    elsif p_action = 'supervise' then
        update hotline.ticket set supervised = true where id = p_ticket;
    else
        update hotline.ticket set escalated = true, binding = true, unit_id = hotline.superior(unit_id) where id = p_ticket;
    end if;
    return hotline.finish_step(p_request, v_ticket, p_action, p_reason, jsonb_strip_nulls(jsonb_build_object('unit',
        (select u.name from hotline.ticket t join hotline.unit u on u.id = t.unit_id where t.id = p_ticket and p_action = 'escalate'))));
end
$$;

-- out: is p_above the entry p_id of a tree, or one of its ancestors? null above: everything.
create or replace function hotline.covers(p_tree regclass, p_above bigint, p_id bigint) returns boolean
language plpgsql stable set search_path = pg_catalog, pg_temp as $$
declare
    v_covers boolean;
begin
    execute format('with recursive up as (select id, parent_id from %1$s where id = $2
                    union all select t.id, t.parent_id from %1$s t join up on t.id = up.parent_id)
                    select $1 is null or exists (select from up where id = $1)', p_tree) into v_covers using p_above, p_id;
    return v_covers;
end
$$;

-- The catalogue was wrong: the lead mends it with the returned ticket in sight. What waits, is filled in or is dispatched
-- next is suggested by it from now on. in: a category and an area that the ticket is of (null: everything, everywhere),
-- the unit, the reason. out: as every step, and "waiting": how many tickets that wait have a new suggestion by it.
-- Refuses field_bad, unit_disabled, catalogue_same, catalogue_not_yours (a lead of one district mends that one's).
create function api.catalogue_mend(p_request uuid, p_ticket bigint, p_category bigint, p_area bigint, p_unit bigint,
    p_reason text, p_version integer default null)
returns jsonb language plpgsql security definer set search_path = pg_catalog, pg_temp as $$
declare
    v_answer  jsonb := hotline.request_answer(p_request, 'catalogue_mend', jsonb_build_array(p_ticket, p_category, p_area, p_unit, p_reason, p_version));
    v_ticket  hotline.ticket;
    v_outcome text;
    v_data    jsonb;
begin
    if v_answer is not null then
        return v_answer;
    end if;
    v_ticket := hotline.begin_step(p_ticket, 'mend', p_reason, p_version);
    if not hotline.covers('hotline.category', p_category, v_ticket.category_id) then
        perform hotline.refuse('field_bad', 'category_id');
    elsif not hotline.covers('hotline.area', p_area, v_ticket.area_id) then
        perform hotline.refuse('field_bad', 'area_id');
    elsif hotline.my_areas() is not null and (p_area is null or p_area <> all (hotline.my_areas())) then
        perform hotline.refuse('catalogue_not_yours', 'area_id');
    elsif not exists (select from hotline.unit where id = p_unit and enabled) then
        perform hotline.refuse('unit_disabled', 'unit_id');
    end if;
    v_outcome := hotline.set_catalogue(p_category, p_area, p_unit);
    if v_outcome = 'unchanged' then
        perform hotline.refuse('catalogue_same', 'unit_id');
    end if;
    v_data := jsonb_build_object('unit', (select name from hotline.unit where id = p_unit),
                                 'category', coalesce((select path from hotline.category where id = p_category), ''),
                                 'area', coalesce((select path from hotline.area where id = p_area), ''));
    insert into hotline.admin_log (kind, key, outcome, data)
    values ('catalogue', coalesce((select code from hotline.category where id = p_category), ''), v_outcome,
            v_data || jsonb_build_object('ticket', v_ticket.number, 'reason', p_reason));
    v_answer := hotline.finish_step(p_request, v_ticket, 'mend', p_reason, v_data);
    return hotline.request_done(p_request, v_answer || jsonb_build_object('waiting', hotline.waiting_mended(v_ticket.category_id)));
end
$$;

-- out: the tickets of a category that wait (returned, put aside) and that the catalogue would now send elsewhere.
create or replace function hotline.waiting_mended(p_category bigint) returns bigint
language sql stable set search_path = pg_catalog, pg_temp as $$
    select count(*) from hotline.ticket t
    where t.closed_at is null and t.state in ('returned', 'draft') and t.category_id = p_category
      and hotline.mended(t.category_id, t.area_id, t.unit_id, case t.state when 'draft' then t.accepted_at else t.dispatched_at end)
$$;

-- What a lead judges an objection by: the unit's reason and who gave it, whether the next decision binds, what the
-- catalogue says (entry_unit '': no entry), and with which category and area a mending begins (null: all of them; a lead
-- of one district begins with that). Nothing for a ticket that is not to be seen.
create function api.objection(p_ticket bigint)
returns table (reason text, returned_by text, returned_at timestamptz, binds boolean, entry_category text, entry_area text,
               entry_unit text, entry_since timestamptz, mended boolean, mend_category bigint, mend_area bigint)
language sql stable security definer set search_path = pg_catalog, pg_temp as $$
    select coalesce(r.reason, ''), coalesce(r.who, ''), r.at, t.returns >= hotline.return_limit(),
           coalesce(c.path, ''), coalesce(a.path, ''), coalesce(u.name, ''), e.changed_at,
           hotline.mended(t.category_id, t.area_id, t.unit_id, t.dispatched_at),
           coalesce(e.category_id, t.category_id), coalesce(e.area_id, m.district_id)
    from hotline.me() m join hotline.ticket t on t.id = p_ticket and m.role in ('lead', 'admin') and hotline.may_see(t)
    cross join lateral hotline.nearest_entry(t.category_id, t.area_id) n
    left join hotline.catalogue e on e.id = n.entry
    left join hotline.category c on c.id = e.category_id left join hotline.area a on a.id = e.area_id
    left join hotline.unit u on u.id = e.unit_id
    left join lateral (select x.reason, x.who, x.at from hotline.event x where x.ticket_id = t.id and x.action = 'return'
                       order by x.id desc limit 1) r on true
$$;

-- The units of an objection, with what catalogue and learned weights say (api.suggest_unit) and what each did with this
-- category within a year. out: place 0 the unit where the ticket is, 1 to 3 the others that are suggested, the likeliest
-- first; tried: the ticket was there before.
create function api.objection_units(p_ticket bigint)
returns table (place bigint, unit_id bigint, unit text, share double precision, source text, words text,
               dispatched bigint, returned bigint, finished bigint, on_time bigint, tried boolean)
language sql stable security definer set search_path = pg_catalog, pg_temp as $$
    with asked as materialized (
        select t.* from hotline.me() m join hotline.ticket t on t.id = p_ticket and m.role in ('lead', 'admin') and hotline.may_see(t)
    ), suggested as materialized (
        select s.* from asked a cross join lateral api.suggest_unit(a.category_id, a.area_id, concat_ws(E'\n', a.title, a.body), 4) s
    ), listed as (
        select 0::bigint as place, a.unit_id, coalesce(s.share, 0) as share, coalesce(s.source, '') as source, coalesce(s.words, '') as words
        from asked a left join suggested s on s.unit_id = a.unit_id where a.unit_id is not null
        union all
        (select row_number() over (order by s.place), s.unit_id, s.share, s.source, s.words
         from suggested s where s.unit_id is distinct from (select a.unit_id from asked a) order by s.place limit 3)
    )
    select l.place, l.unit_id, u.name, l.share, l.source, l.words, r.dispatched, r.returned, r.finished, r.on_time,
           exists (select from hotline.dispatch d where d.ticket_id = p_ticket and d.unit_id = l.unit_id)
    from listed l join hotline.unit u on u.id = l.unit_id
    cross join lateral (
        select count(*) as dispatched, count(*) filter (where d.outcome = 'returned') as returned,
               count(*) filter (where d.outcome = 'finished') as finished,
               count(*) filter (where d.outcome = 'finished' and d.on_time) as on_time
        from hotline.dispatch d where d.unit_id = l.unit_id and d.category_id = (select a.category_id from asked a)
                                  and d.at > now() - interval '1 year') r
    order by l.place
$$;

-- Where the ticket has been, the first unit first; outcome '': it is there still.
create function api.objection_dispatches(p_ticket bigint)
returns table (unit text, at timestamptz, ended_at timestamptz, outcome text)
language sql stable security definer set search_path = pg_catalog, pg_temp as $$
    select u.name, d.at, d.ended_at, coalesce(d.outcome, '')
    from hotline.me() m join hotline.ticket t on t.id = p_ticket and m.role in ('lead', 'admin') and hotline.may_see(t)
    join hotline.dispatch d on d.ticket_id = t.id join hotline.unit u on u.id = d.unit_id
    order by d.id
$$;
