-- Scenarios: what they name must exist; setting out the tickets that are there when one begins.

-- out: the category without further ones below that has this name, or this end of a path ("上级 / 末级"); null: none, or several.
create or replace function hotline.scenario_category(p_name text) returns bigint
language sql stable set search_path = pg_catalog, pg_temp as $$
    select case when count(*) = 1 then min(id) end from hotline.category c
    where enabled and not exists (select from hotline.category b where b.parent_id = c.id and b.enabled)
      and (name = p_name or path = p_name or right(path, char_length(p_name) + 3) = ' / ' || p_name)
$$;

-- What a scenario names and the database does not have. in: a scenario's content.
-- out: path: where it stands (expect.category, given.1.unit …); value: what it says.
create or replace function hotline.scenario_faults(p_content jsonb) returns table (path text, value text)
language sql stable set search_path = pg_catalog, pg_temp as $$
    with named (path, kind, value) as (
        select 'expect.' || e.key, case e.key when 'transfer_to' then 'number' else e.key end, e.value #>> '{}'
        from jsonb_each(coalesce(p_content -> 'expect', '{}')) e where e.key in ('category', 'unit', 'article', 'transfer_to')
        union all select 'caller.area', 'area', p_content #>> '{caller,area}'
        union all select format('given.%s.%s', g.n, e.key), e.key, e.value #>> '{}'
        from jsonb_array_elements(coalesce(p_content -> 'given', '[]')) with ordinality g (given, n), jsonb_each(g.given) e
        where e.key in ('category', 'unit', 'area', 'agent')
        union all select format('expect.steps.%s.unit', s.n), 'unit', s.step ->> 'unit'
        from jsonb_array_elements(coalesce(p_content #> '{expect,steps}', '[]')) with ordinality s (step, n)
        union all select format('traps.%s.forbid.%s.unit', t.n, f.n), 'unit', f.forbid ->> 'unit'
        from jsonb_array_elements(coalesce(p_content -> 'traps', '[]')) with ordinality t (trap, n),
             jsonb_array_elements(t.trap -> 'forbid') with ordinality f (forbid, n)
        union all select 'explain.article', 'article', p_content #>> '{explain,article}'
    )
    select n.path, n.value from named n
    where n.value is not null and case n.kind
        when 'category' then hotline.scenario_category(n.value) is null
        when 'unit' then not exists (select from hotline.unit u where u.code = n.value and u.enabled)
        when 'area' then not exists (select from hotline.area a where a.code = n.value and a.enabled)
        when 'article' then not exists (select from hotline.article a where a.key = n.value and a.state = 'published')
        when 'number' then not exists (select from hotline.transfer_number t where t.number = n.value and t.enabled)
        when 'agent' then not exists (select from hotline.person p where p.number = n.value and p.role = 'agent' and p.enabled) end
$$;

-- Takes the scenarios of the files in, as they are now; those that are no longer among them are put away.
-- in: their contents. Refused (scenario_bad) when one names what is not there. For the training database's owner.
create or replace function hotline.scenarios_take(p_contents jsonb) returns integer
language plpgsql security definer set search_path = pg_catalog, pg_temp as $$
declare
    v_bad record;
    -- what is there already word for word was looked at then: a start takes no time for it
    v_new jsonb := (select coalesce(jsonb_agg(c), '[]') from jsonb_array_elements(p_contents) c
                    where not exists (select from hotline.scenario s where s.code = c ->> 'code' and s.content = c and s.enabled));
begin
    perform hotline.check_training();
    for v_bad in select c ->> 'code' as code, f.path, f.value
                 from jsonb_array_elements(v_new) c, hotline.scenario_faults(c) f loop
        perform hotline.refuse('scenario_bad', '', jsonb_build_object('code', v_bad.code, 'path', v_bad.path, 'value', v_bad.value));
    end loop;
    insert into hotline.scenario (code, role, flow, level, title, category, content)
    select c ->> 'code', c ->> 'role', c ->> 'flow', (c ->> 'level')::integer, c ->> 'title',
           coalesce(split_part((select path from hotline.category where id = hotline.scenario_category(
               coalesce(c #>> '{expect,category}', c #>> '{given,0,category}'))), ' / ', 1), ''), c
    from jsonb_array_elements(v_new) c
    on conflict (code) do update set role = excluded.role, flow = excluded.flow, level = excluded.level, title = excluded.title,
        category = excluded.category, content = excluded.content, enabled = true;
    update hotline.scenario set enabled = false
    where code not in (select c ->> 'code' from jsonb_array_elements(p_contents) c);
    return jsonb_array_length(p_contents);
end
$$;

-- One ticket that is there when a drill begins, as far as the scenario says. in: the trainee; one entry of given.
-- out: its id. It came two hours ago from another agent; what had to happen on its way stands in its timeline (of several
-- returns the last).
create or replace function hotline.stage_ticket(p_me hotline.person, p_given jsonb) returns bigint
language plpgsql set search_path = pg_catalog, pg_temp as $$
declare
    v_id     bigint := nextval(pg_get_serial_sequence('hotline.ticket', 'id'));
    v_agent  hotline.person;
    v_unit   hotline.unit;
    v_hand   bigint;
    v_state  text := coalesce(p_given ->> 'state', 'dispatched');
    v_at     timestamptz := clock_timestamp() - interval '2 hours';
    v_urgent text;
    v_due    record;
    v_days   integer;
    v_cat    bigint := hotline.scenario_category(p_given ->> 'category');
begin
    select * into v_agent from hotline.person where role = 'agent' and enabled and id <> p_me.id
    order by (number = p_given ->> 'agent') desc nulls last, id limit 1;
    select * into v_unit from hotline.unit where code = p_given ->> 'unit';
    select id into v_hand from hotline.person where unit_id = v_unit.id and enabled order by (id = p_me.id) desc, id limit 1;
    v_urgent := coalesce(p_given ->> 'urgency', hotline.category_urgency(v_cat), 'general');
    select working_days into v_days from hotline.urgency_standard where urgency = v_urgent;
    select * into v_due from hotline.deadline(v_at, v_days);
    insert into hotline.ticket (id, number, state, channel, accepted_by, accepted_at, citizen_name, phone, phone_masked, area_id, address,
        category_id, kind, urgency, title, body, unit_id, handler_id, dispatched_at, received_at, working_days, due_at, due_known,
        returns, misdirected, result, finished_at, units)
    overriding system value
    values (v_id, to_char(now() at time zone hotline.setting_value('timezone'), 'YYYYMMDD') || lpad((v_id % 1000000)::text, 6, '0'),
        v_state, 'counter', v_agent.id, v_at, coalesce(p_given ->> 'name', ''), coalesce(p_given ->> 'phone', ''),
        hotline.mask_phone(coalesce(p_given ->> 'phone', '')), (select id from hotline.area where code = p_given ->> 'area'),
        coalesce(p_given ->> 'address', ''), v_cat, coalesce(p_given ->> 'kind', 'complaint'), v_urgent, p_given ->> 'title',
        coalesce(p_given ->> 'body', ''), v_unit.id, case when v_state in ('handling', 'finished') then v_hand end, v_at,
        case when v_state in ('handling', 'finished') then v_at + interval '10 minutes' end, v_days, v_due.due_at, v_due.calendar_known,
        case when v_state = 'returned' then coalesce((p_given ->> 'returns')::integer, 1) else 0 end, v_state = 'returned',
        case when v_state = 'finished' then coalesce(p_given ->> 'result', '') else '' end,
        case when v_state = 'finished' then v_at + interval '90 minutes' end, 1);
    insert into hotline.dispatch (ticket_id, unit_id, category_id, action, at, ended_at, outcome, on_time)
    values (v_id, v_unit.id, v_cat, 'dispatch', v_at,
        case v_state when 'returned' then v_at + interval '1 hour' when 'finished' then v_at + interval '90 minutes' end,
        case v_state when 'returned' then 'returned' when 'finished' then 'finished' end, case when v_state = 'finished' then true end);
    insert into hotline.event (ticket_id, at, person_id, who, role, action, from_state, to_state, reason, data)
    select v_id, v_at + e.later, e.person, coalesce(p.number || ' ' || p.name, ''), coalesce(p.role, ''), e.action, e.from_state, e.to_state,
           e.reason, e.data
    from (values (1, interval '0', v_agent.id, 'dispatch', 'none', 'dispatched', '', jsonb_build_object('unit', v_unit.name, 'due_at', v_due.due_at)),
        (2, interval '10 minutes', v_hand, 'receive', 'dispatched', 'handling', '', '{}'),
        (3, interval '30 minutes', v_hand, 'communicate', 'handling', 'handling', '已与诉求人联系。', '{"means": "telephone"}'),
        (4, interval '80 minutes', v_hand, 'feed_back', 'handling', 'handling', coalesce(p_given ->> 'result', ''), '{"means": "telephone"}'),
        (5, interval '90 minutes', v_hand, 'finish', 'handling', 'finished', coalesce(p_given ->> 'result', ''), '{}'),
        (6, interval '1 hour', v_hand, 'return', 'dispatched', 'returned', coalesce(p_given ->> 'reason', ''), '{}'),
        (7, interval '1 hour', v_hand, 'ask_extension', 'handling', 'handling', coalesce(p_given ->> 'reason', ''),
            jsonb_build_object('days', p_given -> 'days'))) e (n, later, person, action, from_state, to_state, reason, data)
    left join hotline.person p on p.id = e.person
    where e.n = 1 or (e.n = 2 and v_state in ('handling', 'finished')) or (e.n in (3, 4, 5) and v_state = 'finished')
       or (e.n = 6 and v_state = 'returned') or (e.n = 7 and v_state = 'handling' and p_given ? 'days') order by e.n;
    perform hotline.stage_beside(v_id, p_given, v_unit.id, v_hand);
    perform pg_notify('hotline_ticket', v_id::text);
    return v_id;
end
$$;

-- What belongs to a staged ticket: the talk and the result told, the extension that is asked for, the callback that is owed.
create or replace function hotline.stage_beside(p_ticket bigint, p_given jsonb, p_unit bigint, p_hand bigint) returns void
language plpgsql set search_path = pg_catalog, pg_temp as $$
declare
    v_ticket hotline.ticket;
begin
    select * into v_ticket from hotline.ticket where id = p_ticket;
    if v_ticket.state = 'finished' then
        insert into hotline.communication (ticket_id, unit_id, person_id, at, means, text)
        values (p_ticket, p_unit, coalesce(p_hand, v_ticket.accepted_by), v_ticket.accepted_at + interval '30 minutes', 'telephone', '已与诉求人联系。');
        insert into hotline.feedback (ticket_id, unit_id, person_id, at, means, text)
        values (p_ticket, p_unit, coalesce(p_hand, v_ticket.accepted_by), v_ticket.accepted_at + interval '80 minutes', 'telephone', v_ticket.result);
        perform hotline.callback_owe(v_ticket);
    elsif v_ticket.state = 'handling' and p_given ? 'days' then
        insert into hotline.extension (ticket_id, asked_by, asked_at, working_days, reason)
        values (p_ticket, coalesce(p_hand, v_ticket.accepted_by), v_ticket.accepted_at + interval '1 hour', (p_given ->> 'days')::integer,
                coalesce(p_given ->> 'reason', ''));
        update hotline.ticket set extension_waits = true where id = p_ticket;
    end if;
end
$$;

-- Begins a scenario: its tickets are there, its caller will ring. One at a time; what was begun before is given up.
-- in: how fast, times life (0.5 … 1000). out: {"drill", "tickets": [ids]}. Refuses not_training, not_found, in_shift, field_bad.
create function api.drill_begin(p_request uuid, p_scenario text, p_speed double precision default 1)
returns jsonb language plpgsql security definer set search_path = pg_catalog, pg_temp as $$
declare
    v_answer   jsonb := hotline.request_answer(p_request, 'drill_begin', jsonb_build_array(p_scenario, p_speed));
    v_me       hotline.person := hotline.me();
    v_scenario hotline.scenario;
begin
    if v_answer is not null then
        return v_answer;
    end if;
    perform hotline.check_training();
    perform hotline.refuse('field_bad', 'speed') where p_speed is null or p_speed not between 0.5 and 1000;
    select * into v_scenario from hotline.scenario where code = p_scenario and role = v_me.role and enabled;
    if v_scenario.code is null then
        perform hotline.refuse('not_found');
    elsif exists (select from hotline.training_shift where person_id = v_me.id and ended_at is null) then
        perform hotline.refuse('in_shift');
    end if;
    perform hotline.drills_drop(v_me.id);
    return hotline.request_done(p_request, hotline.drill_set_out(v_me, v_scenario, p_speed, null));
end
$$;

-- What drills that are over left behind is put away, and its numbers are forgotten: the same scenario once more finds only what
-- is its own, and its caller rings for the first time.
create or replace function hotline.drills_put_away() returns void
language plpgsql set search_path = pg_catalog, pg_temp as $$
declare
    v_calls   bigint[] := array(select call_id from hotline.drill where ended_at is not null and call_id is not null);
    v_tickets bigint[] := array(select t.ticket_id from hotline.drill d join hotline.drill_ticket t on t.drill_id = d.id where d.ended_at is not null
                                union select id from hotline.ticket where call_id = any (v_calls));
begin
    update hotline.callback set closed_at = now(), closing = 'withdrawn', claimed_by = null, claimed_at = null
    where closed_at is null and (ticket_id = any (v_tickets) or call_id = any (v_calls));
    update hotline.call set phone = '', phone_masked = '' where id = any (v_calls) and phone <> '';
    update hotline.ticket set phone = '', phone_masked = '', state = 'closed', closed_at = coalesce(closed_at, now()), extension_waits = false,
        closing = coalesce(closing, 'answered')
    where id = any (v_tickets) and (closed_at is null or phone <> '');
    if found then
        perform pg_notify('hotline_ticket', '');
    end if;
end
$$;

-- A drill with its tickets. in: the shift it belongs to, or null. out: {"drill", "tickets"}.
create or replace function hotline.drill_set_out(p_me hotline.person, p_scenario hotline.scenario, p_speed double precision, p_shift bigint)
returns jsonb language plpgsql set search_path = pg_catalog, pg_temp as $$
declare
    v_drill   uuid;
    v_tickets bigint[];
begin
    if p_me.role = 'unit' then
        update hotline.person set unit_id = coalesce((select id from hotline.unit where code = p_scenario.content #>> '{given,0,unit}'), unit_id)
        where id = p_me.id returning * into p_me;
        perform pg_notify('hotline_agent', p_me.id::text);
    end if;
    perform hotline.drills_put_away();
    insert into hotline.drill (scenario, person_id, shift_id, speed) values (p_scenario.code, p_me.id, p_shift, p_speed) returning id into v_drill;
    with staged as (
        insert into hotline.drill_ticket (drill_id, place, ticket_id)
        select v_drill, g.n, hotline.stage_ticket(p_me, g.given)
        from jsonb_array_elements(coalesce(p_scenario.content -> 'given', '[]')) with ordinality g (given, n) order by g.n
        returning place, ticket_id
    )
    select array_agg(ticket_id order by place) into v_tickets from staged;
    return jsonb_build_object('drill', v_drill, 'tickets', coalesce(to_jsonb(v_tickets), '[]'));
end
$$;
