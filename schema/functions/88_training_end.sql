-- How a drill ends: its call and tickets are over with it, and what it was worth is written down.

-- The call of a drill that ends: it rings no longer; the line of who still talks is free, and so is the trainee, whose
-- record is made or not wanted any more.
create or replace function hotline.drill_hang_up(p_drill hotline.drill) returns void
language sql set search_path = pg_catalog, pg_temp as $$
    update hotline.call set ended_at = clock_timestamp(), state = case state when 'waiting' then 'abandoned' else 'ended' end
    where id = p_drill.call_id and state in ('waiting', 'talking');
    update hotline.agent_state set state = 'ready', since = clock_timestamp(), reason = '', call_id = null
    where person_id = p_drill.person_id and call_id = p_drill.call_id and state in ('talking', 'after_call');
    select pg_notify('hotline_agent', p_drill.person_id::text), pg_notify('hotline_call', p_drill.call_id::text) where p_drill.call_id is not null
$$;

-- The tickets of a drill that ends are nobody's work: those that were set out, and the one that was made. Played again, the
-- scenario would find its own last time's among the similar ones.
create or replace function hotline.drill_put_away(p_drill hotline.drill) returns void
language plpgsql set search_path = pg_catalog, pg_temp as $$
declare
    v_tickets bigint[] := array(select id from hotline.ticket where closed_at is null
        and (call_id = p_drill.call_id or id in (select ticket_id from hotline.drill_ticket where drill_id = p_drill.id)) order by id for update);
begin
    update hotline.callback set closed_at = clock_timestamp(), closing = 'withdrawn', claimed_by = null, claimed_at = null
    where closed_at is null and ticket_id = any (v_tickets);
    perform hotline.drop_extensions(v_tickets);
    perform hotline.record_dispatch(v_tickets, 'merged', null);
    update hotline.ticket set state = 'closed', closed_at = clock_timestamp(), closing = 'unreachable', closing_note = '练习结束。', version = version + 1
    where id = any (v_tickets);
    perform pg_notify('hotline_ticket', '0'), pg_notify('hotline_callback', '0') where v_tickets <> '{}';
end
$$;

-- A drill is over, and its result is written down as it is now. in: the state it ends in. What ended before stays.
create or replace function hotline.drill_end(p_drill hotline.drill, p_state text) returns void
language plpgsql set search_path = pg_catalog, pg_temp as $$
declare
    v_scenario hotline.scenario;
    v_items    jsonb;
begin
    update hotline.drill set state = p_state, ended_at = clock_timestamp() where id = p_drill.id and ended_at is null returning * into p_drill;
    if p_drill.id is null then
        return;
    end if;
    select * into v_scenario from hotline.scenario where code = p_drill.scenario;
    v_items := hotline.drill_items(p_drill, v_scenario.content);
    insert into hotline.training_result (id, person_id, scenario, title, role, flow, level, category, state, points, hints, seconds, speed,
                                         in_shift, started_at, ended_at, items, typing)
    values (p_drill.id, p_drill.person_id, v_scenario.code, v_scenario.title, v_scenario.role, v_scenario.flow, v_scenario.level,
            v_scenario.category, p_drill.state,
            greatest(0, (select sum((i ->> 'points')::numeric) from jsonb_array_elements(v_items) i) - hotline.hint_cost(v_scenario.content, p_drill.hints)::numeric),
            p_drill.hints, hotline.drill_seconds(p_drill), p_drill.speed, p_drill.shift_id is not null, p_drill.started_at, p_drill.ended_at,
            v_items, p_drill.typing);
    perform hotline.drill_put_away(p_drill);
    perform hotline.drill_hang_up(p_drill);
    perform pg_notify('hotline_training', p_drill.id::text);
end
$$;

-- Gives up what a trainee has under way. in: the trainee; of a shift alone those whom nobody has answered yet.
create or replace function hotline.drills_drop(p_person bigint, p_unanswered boolean default false) returns void
language plpgsql set search_path = pg_catalog, pg_temp as $$
declare
    v_drill hotline.drill;
begin
    for v_drill in select * from hotline.drill where person_id = p_person and ended_at is null order by started_at for update loop
        if not p_unanswered then
            perform hotline.drill_end(v_drill, 'dropped');
        elsif v_drill.shift_id is not null and v_drill.state in ('staged', 'waiting') then
            perform from hotline.call where id = v_drill.call_id and state <> 'waiting' for update;
            perform hotline.drill_end(v_drill, 'dropped') where not found;
        end if;
    end loop;
end
$$;

-- The trainee says that a drill is finished (done), or gives it up (dropped). in: the drill.
-- out: {"drill", "state"}. Refuses not_training, not_found, field_bad, call_without_record (an answered call leaves a record), not_begun
-- (nobody was talked with, nothing was done).
create function api.drill_finish(p_request uuid, p_drill uuid, p_state text)
returns jsonb language plpgsql security definer set search_path = pg_catalog, pg_temp as $$
declare
    v_answer jsonb := hotline.request_answer(p_request, 'drill_finish', jsonb_build_array(p_drill, p_state));
    v_drill  hotline.drill;
begin
    if v_answer is not null then
        return v_answer;
    end if;
    perform hotline.check_training();
    perform hotline.refuse('field_bad', 'state') where coalesce(p_state, '') not in ('done', 'dropped');
    select * into v_drill from hotline.drill where id = p_drill and person_id = hotline.my_id() for update;
    perform hotline.refuse('not_found') where v_drill.id is null;
    if p_state = 'done' and v_drill.ended_at is null then
        perform hotline.refuse('not_begun') where v_drill.state = 'waiting'
            or (v_drill.state = 'staged' and exists (select from hotline.scenario where code = v_drill.scenario and content ? 'caller'));
        perform hotline.refuse('call_without_record') where v_drill.call_id is not null and not hotline.call_has_record(v_drill.call_id);
    end if;
    perform hotline.drill_end(v_drill, p_state);
    return hotline.request_done(p_request, jsonb_build_object('drill', p_drill, 'state', (select state from hotline.drill where id = p_drill)));
end
$$;

-- A hint, the next one; each costs points. out: {"hint", "cost", "left"}. Refuses not_training, no_drill
-- when none is under way, no_hint when none is left.
create function api.drill_hint(p_request uuid)
returns jsonb language plpgsql security definer set search_path = pg_catalog, pg_temp as $$
declare
    v_answer jsonb := hotline.request_answer(p_request, 'drill_hint', '[]');
    v_drill  hotline.drill;
    v_hints  jsonb;
begin
    if v_answer is not null then
        return v_answer;
    end if;
    perform hotline.check_training();
    select * into v_drill from hotline.drill where id = (hotline.my_drill()).id and ended_at is null for update;
    perform hotline.refuse('no_drill') where v_drill.id is null;
    select coalesce(content -> 'hints', '[]') into v_hints from hotline.scenario where code = v_drill.scenario;
    perform hotline.refuse('no_hint') where v_drill.hints >= jsonb_array_length(v_hints);
    update hotline.drill set hints = hints + 1 where id = v_drill.id;
    return hotline.request_done(p_request, jsonb_build_object('hint', v_hints -> v_drill.hints ->> 'text',
        'cost', v_hints -> v_drill.hints -> 'cost', 'left', jsonb_array_length(v_hints) - v_drill.hints - 1));
end
$$;

-- out: the session's drill that is under way, the one that is talked in first; null: none.
create or replace function hotline.my_drill() returns hotline.drill
language sql stable set search_path = pg_catalog, pg_temp as $$
    select d.* from hotline.drill d where d.person_id = hotline.my_id() and d.ended_at is null
    order by (d.state in ('talking', 'closing')) desc, d.started_at limit 1
$$;

-- How the form of a call was typed: [{"field", "seconds", "keys"}]. Nothing when the call is no drill's. Refuses not_training,
-- field_bad.
create function api.drill_typed(p_request uuid, p_call bigint, p_fields jsonb)
returns jsonb language plpgsql security definer set search_path = pg_catalog, pg_temp as $$
declare
    v_answer jsonb := hotline.request_answer(p_request, 'drill_typed', jsonb_build_array(p_call, p_fields));
begin
    if v_answer is not null then
        return v_answer;
    end if;
    perform hotline.check_training();
    perform hotline.refuse('field_bad', 'fields') where jsonb_typeof(p_fields) is distinct from 'array' or pg_column_size(p_fields) > 16000;
    update hotline.drill set typing = p_fields where call_id = p_call and person_id = hotline.my_id();
    update hotline.training_result r set typing = p_fields from hotline.drill d
    where d.call_id = p_call and r.id = d.id and d.person_id = hotline.my_id();
    return hotline.request_done(p_request, '{}');
end
$$;
