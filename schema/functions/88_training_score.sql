-- What a drill is worth: each item of the scenario's rubric against what is in the database.

-- The record that the trainee made of a drill's call: how (an action of the form, join or urge), and its ticket: of a caller
-- who joined another's only what the voice says, none for an urging.
create or replace function hotline.drill_record(p_drill hotline.drill, out way text, out ticket hotline.ticket)
language plpgsql stable set search_path = pg_catalog, pg_temp as $$
begin
    select e.action into way from hotline.event e
    where e.person_id = p_drill.person_id
      and (e.call_id = p_drill.call_id and e.action in ('dispatch', 'answer', 'decline', 'transfer', 'silent', 'abusive', 'save', 'join', 'urge'))
    order by e.id desc limit 1;
    select t.* into ticket from hotline.ticket t where t.call_id = p_drill.call_id order by t.id desc limit 1;
    if way = 'join' then
        select v.citizen_name, v.phone, v.confidential, v.note into ticket.citizen_name, ticket.phone, ticket.confidential, ticket.body
        from hotline.ticket_voice v where v.call_id = p_drill.call_id;
    end if;
end
$$;

-- What a fact is looked for in. in: the ticket; its field, or any.
create or replace function hotline.ticket_says(p_ticket hotline.ticket, p_field text) returns text
language sql stable set search_path = pg_catalog, pg_temp as $$
    select case p_field
        when 'address' then concat_ws(' ', (select path from hotline.area where id = p_ticket.area_id), p_ticket.address)
        when 'citizen_name' then p_ticket.citizen_name
        when 'phone' then p_ticket.phone
        when 'area_id' then (select path from hotline.area where id = p_ticket.area_id)
        when 'title' then p_ticket.title
        when 'body' then p_ticket.body
        when 'confidential' then case when p_ticket.confidential then '是 保密' else '否' end
        else concat_ws(' ', p_ticket.title, p_ticket.body, (select path from hotline.area where id = p_ticket.area_id), p_ticket.address,
                       p_ticket.closing_note) end
$$;

-- in: what is written; the ways of saying one thing. out: is one of them told?
create or replace function hotline.any_told(p_text text, p_meant jsonb) returns boolean
language sql stable set search_path = pg_catalog, pg_temp as $$
    select coalesce(max(hotline.text_told(p_text, m)), 0) >= hotline.told_enough() from jsonb_array_elements_text(p_meant) m
$$;

-- The plain items: what was chosen beside what was expected. out: share: 1 right, 0.5 half right, 0.
create or replace function hotline.score_choices(p_drill hotline.drill, p_expect jsonb)
returns table (item text, share double precision, got text, expected text)
language plpgsql stable set search_path = pg_catalog, pg_temp as $$
declare
    v_way    text;
    v_ticket hotline.ticket;
    v_wanted bigint := hotline.category_named(p_expect ->> 'category');
begin
    select r.way into v_way from hotline.drill_record(p_drill) r;
    select (r.ticket).* into v_ticket from hotline.drill_record(p_drill) r;
    return query
    select 'way', (v_way is not distinct from p_expect ->> 'way')::integer::double precision, coalesce(v_way, ''), p_expect ->> 'way'
    union all
    select 'category', case when v_ticket.category_id = v_wanted then 1
                            when split_part(g.path, ' / ', 1) = split_part(w.path, ' / ', 1) then 0.5 else 0 end, coalesce(g.path, ''), coalesce(w.path, '')
    from (select 1) one left join hotline.category g on g.id = v_ticket.category_id left join hotline.category w on w.id = v_wanted
    union all
    select 'kind', coalesce(v_ticket.kind = p_expect ->> 'kind', false)::integer, coalesce(v_ticket.kind, ''), p_expect ->> 'kind'
    union all
    select 'urgency', coalesce(v_ticket.urgency = p_expect ->> 'urgency', false)::integer, coalesce(v_ticket.urgency, ''), p_expect ->> 'urgency'
    union all
    select 'unit', coalesce(g.code = p_expect ->> 'unit', false)::integer, coalesce(g.name, ''), coalesce(w.name, '')
    from (select 1) one left join hotline.unit g on g.id = v_ticket.unit_id left join hotline.unit w on w.code = p_expect ->> 'unit'
    union all
    select 'article', exists (select from hotline.article_use u join hotline.article a on a.id = u.article_id
                              where u.ticket_id = v_ticket.id and a.key = p_expect ->> 'article')::integer,
           coalesce((select string_agg(a.title, '、') from hotline.article_use u join hotline.article a on a.id = u.article_id where u.ticket_id = v_ticket.id), ''),
           coalesce((select a.title from hotline.article a where a.key = p_expect ->> 'article'), '')
    union all
    select 'transfer_to', coalesce(v_ticket.transfer_to = p_expect ->> 'transfer_to', false)::integer, coalesce(v_ticket.transfer_to, ''), p_expect ->> 'transfer_to';
end
$$;

-- Facts, utterances and steps: of several things each counts the same. out: one row a thing.
create or replace function hotline.score_parts(p_drill hotline.drill, p_content jsonb)
returns table (item text, got boolean, what text)
language plpgsql stable set search_path = pg_catalog, pg_temp as $$
declare
    v_ticket hotline.ticket;
begin
    select (r.ticket).* into v_ticket from hotline.drill_record(p_drill) r;
    return query
    select 'facts', hotline.any_told(coalesce(hotline.ticket_says(v_ticket, coalesce(f ->> 'field', 'any')), ''), f -> 'text'),
           format('%s:%s', f ->> 'name', f #>> '{text,0}')
    from jsonb_array_elements(coalesce(p_content -> 'facts', '[]')) f
    union all
    select 'tone', exists (select from hotline.drill_line l where l.drill_id = p_drill.id and l.speaker = 'agent' and u.code = any (l.utterances)), u.name
    from jsonb_array_elements_text(coalesce(p_content -> 'tone', '[]')) s join hotline.utterance u on u.code = s
    union all
    select 'steps', exists (
               select from hotline.event e join hotline.drill_ticket d on d.ticket_id = e.ticket_id
               where d.drill_id = p_drill.id and d.place = coalesce((s ->> 'ticket')::integer, 1) and e.person_id = p_drill.person_id
                 and e.at >= p_drill.started_at and e.action = s ->> 'action'
                 and (s ->> 'unit' is null or e.data ->> 'unit' = (select name from hotline.unit where code = s ->> 'unit'))
                 and (s -> 'reason' is null or hotline.any_told(e.reason, s -> 'reason'))
                 and (s -> 'data' is null or e.data @> (s -> 'data'))),
           concat_ws(' ', coalesce(s ->> 'ticket', '1'), s ->> 'action', (select name from hotline.unit where code = s ->> 'unit'), s #>> '{reason,0}')
    from jsonb_array_elements(coalesce(p_content #> '{expect,steps}', '[]')) s;
end
$$;

-- Which traps the trainee went into. in: the drill and its scenario. out: one row a trap.
create or replace function hotline.score_traps(p_drill hotline.drill, p_content jsonb)
returns table (broken boolean, what text)
language plpgsql stable set search_path = pg_catalog, pg_temp as $$
declare
    v_way    text;
    v_ticket hotline.ticket;
begin
    select r.way into v_way from hotline.drill_record(p_drill) r;
    select (r.ticket).* into v_ticket from hotline.drill_record(p_drill) r;
    return query
    select bool_or(coalesce(
               f ->> 'way' = v_way
               or f ->> 'urgency' = v_ticket.urgency
               or f ->> 'unit' = (select code from hotline.unit where id = v_ticket.unit_id)
               or exists (select from hotline.drill_line l where l.drill_id = p_drill.id and l.speaker = 'agent'
                          and (f ->> 'say' = any (l.utterances) or exists (select from jsonb_array_elements_text(f -> 'words') w where strpos(l.text, w) > 0)))
               or exists (select from jsonb_array_elements_text(f -> 'words') w where strpos(concat_ws(' ', v_ticket.title, v_ticket.body), w) > 0)
               or exists (select from hotline.event e where e.person_id = p_drill.person_id and e.at >= p_drill.started_at and e.action = f ->> 'action'
                          and (e.call_id = p_drill.call_id or e.ticket_id = v_ticket.id
                               or e.ticket_id in (select d.ticket_id from hotline.drill_ticket d where d.drill_id = p_drill.id))), false)),
           t.trap ->> 'text'
    from jsonb_array_elements(coalesce(p_content -> 'traps', '[]')) with ordinality t (trap, n),
         jsonb_array_elements(t.trap -> 'forbid') f
    group by t.n, t.trap order by t.n;
end
$$;

-- How long the trainee took, in seconds of life; null: nothing began.
create or replace function hotline.drill_seconds(p_drill hotline.drill) returns double precision
language sql stable set search_path = pg_catalog, pg_temp as $$
    select extract(epoch from coalesce(p_drill.ended_at, clock_timestamp())
                              - case when p_drill.call_id is null then coalesce(p_drill.talking_at, p_drill.started_at) else p_drill.talking_at end) * p_drill.speed
$$;

-- The share of the time's points: all within the limit, none from twice the limit on, evenly between.
create or replace function hotline.time_share(p_seconds double precision, p_limit double precision) returns double precision
language sql immutable set search_path = pg_catalog, pg_temp as $$ select greatest(0, least(1, 2 - p_seconds / p_limit)) $$;

-- The items of a drill in the rubric's order. A drill whose call was missed or that was given up has no points; with
-- none of the things done, time counts for nothing.
-- out: [{"item", "points", "out_of", "got", "expected", "parts": [{"what", "got"}]}]; of time, got and expected are seconds.
create or replace function hotline.drill_items(p_drill hotline.drill, p_content jsonb) returns jsonb
language sql stable set search_path = pg_catalog, pg_temp as $$
    with rubric as (
        select r.key as item, r.value::text::double precision as out_of, o.n
        from jsonb_each(p_content -> 'rubric') r
        join unnest(array['way', 'category', 'kind', 'urgency', 'unit', 'article', 'transfer_to', 'facts', 'tone', 'steps', 'time', 'rules'])
             with ordinality o (item, n) on o.item = r.key
    ), part as materialized (
        select * from hotline.score_parts(p_drill, p_content)
    ), trap as materialized (
        select * from hotline.score_traps(p_drill, p_content)
    ), scored as (
        select c.item, c.share, c.got, c.expected, null::jsonb as parts from hotline.score_choices(p_drill, p_content -> 'expect') c
        union all
        select p.item, avg(p.got::integer), format('%s/%s', count(*) filter (where p.got), count(*)), '', jsonb_agg(jsonb_build_object('what', p.what, 'got', p.got))
        from part p group by p.item
        union all
        select 'rules', 1 - avg(t.broken::integer), format('%s/%s', count(*) filter (where not t.broken), count(*)), '',
               jsonb_agg(jsonb_build_object('what', t.what, 'got', not t.broken))
        from trap t having count(*) > 0
        union all
        select 'time', hotline.time_share(hotline.drill_seconds(p_drill), (p_content ->> 'limit')::double precision),
               round(hotline.drill_seconds(p_drill))::text, p_content ->> 'limit', null
    ), counted as (
        select r.n, r.item, r.out_of, s.got, s.expected, s.parts,
               case when p_drill.state in ('missed', 'dropped') then 0 else coalesce(s.share, 0) end * r.out_of as points
        from rubric r left join scored s on s.item = r.item
    ), earned as (
        select coalesce(sum(points) filter (where item not in ('time', 'rules')), 0) > 0 as something from counted
    )
    select jsonb_agg(jsonb_strip_nulls(jsonb_build_object('item', c.item, 'out_of', c.out_of,
        'points', round((case when e.something then c.points else 0 end)::numeric, 1), 'got', c.got, 'expected', c.expected, 'parts', c.parts)) order by c.n)
    from counted c, earned e
$$;

-- What the hints cost that were given.
create or replace function hotline.hint_cost(p_content jsonb, p_given integer) returns double precision
language sql immutable set search_path = pg_catalog, pg_temp as $$
    select coalesce(sum((h.hint ->> 'cost')::double precision), 0)
    from jsonb_array_elements(coalesce(p_content -> 'hints', '[]')) with ordinality h (hint, n) where h.n <= p_given
$$;

-- A drill is over: its call too, its result is written down; a trainee who gives it up owes no record of its call.
-- in: the state it ends in. What ended before stays.
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
    -- the phone rings no longer; a call that is talked is the trainee's to end, when something came of it
    update hotline.call set state = 'abandoned', ended_at = clock_timestamp() where id = p_drill.call_id and state = 'waiting';
    if p_state = 'dropped' then
        update hotline.call set state = 'ended', ended_at = clock_timestamp() where id = p_drill.call_id and state = 'talking';
        update hotline.agent_state set state = 'ready', since = clock_timestamp(), reason = '', call_id = null
        where person_id = p_drill.person_id and call_id = p_drill.call_id;
        perform pg_notify('hotline_agent', p_drill.person_id::text);
    end if;
    perform pg_notify('hotline_call', p_drill.call_id::text) where p_drill.call_id is not null;
    select * into v_scenario from hotline.scenario where code = p_drill.scenario;
    v_items := hotline.drill_items(p_drill, v_scenario.content);
    insert into hotline.training_result (id, person_id, scenario, title, role, flow, level, category, state, points, hints, seconds, speed,
                                         in_shift, started_at, ended_at, items, typing)
    values (p_drill.id, p_drill.person_id, v_scenario.code, v_scenario.title, v_scenario.role, v_scenario.flow, v_scenario.level,
            v_scenario.category, p_drill.state,
            greatest(0, (select sum((i ->> 'points')::double precision) from jsonb_array_elements(v_items) i) - hotline.hint_cost(v_scenario.content, p_drill.hints)),
            p_drill.hints, hotline.drill_seconds(p_drill), p_drill.speed, p_drill.shift_id is not null, p_drill.started_at, p_drill.ended_at,
            v_items, p_drill.typing);
    perform pg_notify('hotline_training', p_drill.id::text);
end
$$;

-- The trainee says that a drill is finished (done), or gives it up (dropped). in: the drill.
-- out: {"drill", "state"}. Refuses not_found, field_bad, call_without_record (an answered call leaves a record), not_begun
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
    perform hotline.refuse('field_bad', 'state') where p_state not in ('done', 'dropped');
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

-- A hint, the next one; each costs points. out: {"hint", "cost", "left"}. Refuses not_found when no drill is under way or no hint is left.
create function api.drill_hint(p_request uuid)
returns jsonb language plpgsql security definer set search_path = pg_catalog, pg_temp as $$
declare
    v_answer jsonb := hotline.request_answer(p_request, 'drill_hint', '[]');
    v_drill  hotline.drill := hotline.my_drill();
    v_hints  jsonb;
begin
    if v_answer is not null then
        return v_answer;
    end if;
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

-- How the form of a call was typed: [{"field", "seconds", "typing", "keys"}]. Nothing when the call is no drill's.
create function api.drill_typed(p_request uuid, p_call bigint, p_fields jsonb)
returns jsonb language plpgsql security definer set search_path = pg_catalog, pg_temp as $$
declare
    v_answer jsonb := hotline.request_answer(p_request, 'drill_typed', jsonb_build_array(p_call, p_fields));
begin
    if v_answer is not null then
        return v_answer;
    end if;
    update hotline.drill set typing = p_fields where call_id = p_call and person_id = hotline.my_id();
    update hotline.training_result r set typing = p_fields from hotline.drill d
    where d.call_id = p_call and r.id = d.id and d.person_id = hotline.my_id();
    return hotline.request_done(p_request, '{}');
end
$$;
