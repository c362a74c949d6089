-- What a drill is worth: each item of the scenario's rubric against what is in the database.

-- The record that the trainee made of a drill's call: how (an action of the form, join or urge), and its ticket. A call has
-- one record: what was put aside counts only when nothing else followed; who joined or urged wrote a voice, or a reason,
-- which stand for the ticket's texts.
create or replace function hotline.drill_record(p_drill hotline.drill, out way text, out ticket hotline.ticket)
language plpgsql stable set search_path = pg_catalog, pg_temp as $$
declare
    v_event hotline.event;
begin
    select e.* into v_event from hotline.event e
    where e.person_id = p_drill.person_id and e.call_id = p_drill.call_id
      and e.action in ('dispatch', 'answer', 'decline', 'transfer', 'silent', 'abusive', 'save', 'join', 'urge')
    order by (e.action = 'save'), e.id limit 1;
    way := v_event.action;
    select t.* into ticket from hotline.ticket t where t.call_id = p_drill.call_id order by t.id desc limit 1;
    if way = 'join' then
        select v.citizen_name, v.phone, v.confidential, v.note into ticket.citizen_name, ticket.phone, ticket.confidential, ticket.body
        from hotline.ticket_voice v where v.call_id = p_drill.call_id order by v.id desc limit 1;
    elsif way = 'urge' then
        ticket.body := v_event.reason;
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
        else concat_ws(' ', p_ticket.title, p_ticket.body, (select path from hotline.area where id = p_ticket.area_id), p_ticket.address,
                       p_ticket.closing_note) end
$$;

-- in: what is written; the ways of saying one thing. out: is one of them told?
create or replace function hotline.any_told(p_text text, p_meant jsonb) returns boolean
language sql stable set search_path = pg_catalog, pg_temp as $$
    select coalesce(max(hotline.text_told(p_text, m)), 0) >= hotline.told_enough() from jsonb_array_elements_text(p_meant) m
$$;

-- out: is a fact of the scenario in the ticket? What is confidential is marked, whatever the words.
create or replace function hotline.fact_told(p_ticket hotline.ticket, p_fact jsonb) returns boolean
language sql stable set search_path = pg_catalog, pg_temp as $$
    select case p_fact ->> 'field'
        when 'confidential' then coalesce(p_ticket.confidential, false) <> (coalesce(p_fact #>> '{text,0}', '') in ('否', '不', '不保密', 'no'))
        else hotline.any_told(coalesce(hotline.ticket_says(p_ticket, coalesce(p_fact ->> 'field', 'any')), ''), p_fact -> 'text') end
$$;

-- The plain items: what was chosen beside what was expected. out: share: 1 right, 0.5 half right, 0.
create or replace function hotline.score_choices(p_drill hotline.drill, p_expect jsonb)
returns table (item text, share double precision, got text, expected text)
language plpgsql stable set search_path = pg_catalog, pg_temp as $$
declare
    v_way    text;
    v_ticket hotline.ticket;
    v_wanted bigint := hotline.scenario_category(p_expect ->> 'category');
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
    -- without a category nobody has thought of it
    select 'urgency', coalesce(v_ticket.category_id is not null and v_ticket.urgency = p_expect ->> 'urgency', false)::integer, coalesce(v_ticket.urgency, ''), p_expect ->> 'urgency'
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
    v_way    text;
    v_ticket hotline.ticket;
begin
    select r.way into v_way from hotline.drill_record(p_drill) r;
    select (r.ticket).* into v_ticket from hotline.drill_record(p_drill) r;
    return query
    select 'facts', v_way is not null and hotline.fact_told(v_ticket, f),
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

-- What the trainee said and wrote in a drill: lines, the ticket's texts, the reasons of steps; in one way of writing.
create or replace function hotline.drill_words(p_drill hotline.drill, p_ticket hotline.ticket) returns text
language sql stable set search_path = pg_catalog, pg_temp as $$
    select hotline.search_normal(concat_ws(E'\n', p_ticket.title, p_ticket.body, p_ticket.closing_note,
        (select string_agg(l.text, E'\n') from hotline.drill_line l where l.drill_id = p_drill.id and l.speaker = 'agent'),
        (select string_agg(e.reason, E'\n') from hotline.event e join hotline.drill_ticket d on d.ticket_id = e.ticket_id
         where d.drill_id = p_drill.id and e.person_id = p_drill.person_id and e.at >= p_drill.started_at)))
$$;

-- Which traps the trainee went into. in: the drill and its scenario. out: one row a trap.
create or replace function hotline.score_traps(p_drill hotline.drill, p_content jsonb)
returns table (broken boolean, what text)
language plpgsql stable set search_path = pg_catalog, pg_temp as $$
declare
    v_way    text;
    v_ticket hotline.ticket;
    v_words  text;
begin
    select r.way into v_way from hotline.drill_record(p_drill) r;
    select (r.ticket).* into v_ticket from hotline.drill_record(p_drill) r;
    v_words := hotline.drill_words(p_drill, v_ticket);
    return query
    select bool_or(coalesce(
               f ->> 'way' = v_way
               or f ->> 'urgency' = v_ticket.urgency
               or f ->> 'unit' = (select code from hotline.unit where id = v_ticket.unit_id)
               or exists (select from hotline.drill_line l where l.drill_id = p_drill.id and l.speaker = 'agent' and f ->> 'say' = any (l.utterances))
               or exists (select from jsonb_array_elements_text(f -> 'words') w where strpos(v_words, hotline.search_normal(w)) > 0)
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

-- The share of the time's points: all within the limit, none from twice the limit on, evenly between; null: there was none.
create or replace function hotline.time_share(p_seconds double precision, p_limit double precision) returns double precision
language sql immutable strict set search_path = pg_catalog, pg_temp as $$ select greatest(0, least(1, 2 - p_seconds / nullif(p_limit, 0))) $$;

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
