-- What a trainee has learned, what comes next, and what the centre's leads see of it.

-- From how many points on something is known.
create or replace function hotline.mastered() returns double precision
language sql immutable set search_path = pg_catalog, pg_temp as $$ select 80.0 $$;

-- Where a scenario stands with somebody: Leitner's boxes (So lernt man lernen, 1972). Each time it is mastered it goes up a
-- box, of five; else it is back in the first. It is due again 1, 2, 4, 8, 16 days after. box 0: never played.
create or replace function hotline.training_boxes(p_person bigint)
returns table (scenario text, played integer, best double precision, last double precision, last_at timestamptz, box integer, due_at timestamptz)
language sql stable set search_path = pg_catalog, pg_temp as $$
    with played as (
        select r.scenario, r.points, r.ended_at,
               count(*) filter (where r.points < hotline.mastered()) over (partition by r.scenario order by r.ended_at desc, r.id) as failed_since
        from hotline.training_result r where r.person_id = p_person and r.state <> 'dropped'
    ), boxed as (
        select p.scenario, count(*)::integer as played, max(p.points) as best, (array_agg(p.points order by p.ended_at desc))[1] as last,
               max(p.ended_at) as last_at, least(5, 1 + count(*) filter (where p.failed_since = 0))::integer as box
        from played p group by p.scenario
    )
    select b.*, b.last_at + make_interval(days => (2 ^ (b.box - 1))::integer) from boxed b
$$;

-- The scenarios of one's role. out: rank: in which order to practise: what is due, then what is new, easy before hard, in
-- each the categories of first level first in which one is weakest; then what is not due yet.
create function api.scenarios()
returns table (code text, title text, flow text, level integer, category text, played integer, best double precision,
               last double precision, box integer, due_at timestamptz, rank bigint)
language sql stable security definer set search_path = pg_catalog, pg_temp as $$
    with mine as materialized (
        select m.id, m.role from hotline.me() m
    ), boxed as materialized (
        select b.* from mine m, hotline.training_boxes(m.id) b
    ), weak as materialized (
        select r.category, avg(r.points) as mean from hotline.training_result r, mine m where r.person_id = m.id and r.state <> 'dropped' group by r.category
    )
    select s.code, s.title, s.flow, s.level, s.category, coalesce(b.played, 0), b.best, b.last, coalesce(b.box, 0), b.due_at,
           row_number() over (order by case when b.due_at <= now() then 0 when b.box is null then 1 else 2 end,
                                       case when b.box is null then s.level end nulls first, w.mean nulls last, b.due_at, s.level, s.code)
    from mine m join hotline.scenario s on s.role = m.role and s.enabled
    left join boxed b on b.scenario = s.code
    left join weak w on w.category = s.category
    order by 11
$$;

-- One's drill under way, or none. out: also the tickets that were set out, the hints given and there, what the trainee is told to do ('': nothing), the shift's end.
create function api.drill_now()
returns table (drill uuid, scenario text, title text, flow text, state text, call_id bigint, tickets bigint[], hints integer,
               hints_there integer, task text, in_shift boolean, shift_ends_at timestamptz, waiting integer)
language sql stable security definer set search_path = pg_catalog, pg_temp as $$
    select d.id, s.code, s.title, s.flow, d.state, d.call_id,
           array(select t.ticket_id from hotline.drill_ticket t where t.drill_id = d.id order by t.place),
           d.hints, coalesce(jsonb_array_length(s.content -> 'hints'), 0), coalesce(s.content ->> 'task', ''), h.id is not null, h.ends_at,
           (select count(*)::integer from hotline.drill o where o.person_id = m.id and o.state = 'waiting')
    from hotline.me() m
    left join hotline.my_drill() d on d.id is not null
    left join hotline.scenario s on s.code = d.scenario
    left join hotline.training_shift h on h.person_id = m.id and h.ended_at is null
    where d.id is not null or h.id is not null
$$;

-- Somebody's results, as far as the session's person may see them: one's own (null), and a lead's of an agent whom one leads.
create or replace function hotline.trained(p_person bigint) returns setof hotline.training_result
language sql stable set search_path = pg_catalog, pg_temp as $$
    select r.* from hotline.me() m, hotline.training_result r
    where r.person_id = coalesce(p_person, m.id)
      and (r.person_id = m.id or (m.role in ('lead', 'admin') and r.person_id in (select l.person_id from hotline.led_people() l)))
$$;

-- Results, the newest first. in: whose (null: one's own); how many.
create function api.training_results(p_person bigint default null, p_limit integer default 200)
returns table (id uuid, scenario text, title text, flow text, level integer, category text, state text, points double precision,
               hints integer, seconds integer, in_shift boolean, ended_at timestamptz)
language sql stable security definer set search_path = pg_catalog, pg_temp as $$
    select r.id, r.scenario, r.title, r.flow, r.level, r.category, r.state, r.points, r.hints, r.seconds, r.in_shift, r.ended_at
    from hotline.trained(p_person) r
    order by r.ended_at desc, r.id limit least(greatest(p_limit, 0), 1000)
$$;

-- A result with what explains it. in: its id; of one's own, or (leads) of an agent whom one leads.
-- out: items as they were scored; hint_cost: as the scenario says, or where it is not known here, what is missing from the items' sum;
-- the scenario's explanation, where it is known here: why, its source, the article.
create function api.training_result(p_id uuid, out id uuid, out title text, out who text, out state text, out points double precision,
    out hints integer, out hint_cost double precision, out seconds integer, out items jsonb, out typing jsonb, out why text, out source text, out article_id bigint,
    out article text, out ended_at timestamptz, out call_id bigint)
language sql stable security definer set search_path = pg_catalog, pg_temp as $$
    select r.id, r.title, p.number || ' ' || p.name, r.state, r.points, r.hints,
           case when s.code is not null then hotline.hint_cost(s.content, r.hints)
                else greatest(0, (select sum((i ->> 'points')::double precision) from jsonb_array_elements(r.items) i) - r.points) end, r.seconds, r.items, r.typing,
           coalesce(s.content #>> '{explain,text}', ''), coalesce(s.content #>> '{explain,source}', ''), a.id, coalesce(a.title, ''), r.ended_at, d.call_id
    from hotline.me() m join hotline.training_result r on r.id = p_id join hotline.person p on p.id = r.person_id
    left join hotline.scenario s on s.code = r.scenario
    left join hotline.drill d on d.id = r.id
    left join hotline.article a on a.key = coalesce(s.content #>> '{explain,article}', s.content #>> '{expect,article}')
    where r.person_id = m.id or (m.role in ('lead', 'admin') and r.person_id in (select l.person_id from hotline.led_people() l))
$$;

-- Weak spots: by category of first level, the weakest first. in: whose; null: one's own.
create function api.training_weak(p_person bigint default null)
returns table (category text, played integer, mean double precision, last double precision, lost text)
language sql stable security definer set search_path = pg_catalog, pg_temp as $$
    with result as (
        select * from hotline.trained(p_person) where state <> 'dropped'
    ), lost as (
        select r.category, i ->> 'item' as item, sum((i ->> 'out_of')::double precision - (i ->> 'points')::double precision) as lost
        from result r, jsonb_array_elements(r.items) i group by 1, 2
    )
    select r.category, count(*)::integer, avg(r.points), (array_agg(r.points order by r.ended_at desc))[1],
           coalesce((select string_agg(l.item, ' ' order by l.lost desc)
                     from (select * from lost o where o.category = r.category and o.lost > 0 order by o.lost desc limit 2) l), '')
    from result r group by r.category order by avg(r.points), r.category
$$;

-- For leads: the agents' training. out: one row an agent whom one leads and who has trained.
create function api.training_of_agents()
returns table (person_id bigint, number text, name text, played integer, scenarios integer, mastered integer, mean double precision,
               recent double precision, weakest text, last_at timestamptz)
language sql stable security definer set search_path = pg_catalog, pg_temp as $$
    with led as materialized (
        select p.id, p.number, p.name from hotline.led_people() l join hotline.person p on p.id = l.person_id
    ), result as materialized (
        select r.* from hotline.training_result r join led l on l.id = r.person_id where r.state <> 'dropped'
    )
    select l.id, l.number, l.name, count(*)::integer, count(distinct r.scenario)::integer,
           count(distinct r.scenario) filter (where r.points >= hotline.mastered())::integer, avg(r.points),
           avg(r.points) filter (where r.ended_at > now() - interval '14 days'),
           (select w.category from result w where w.person_id = l.id group by w.category order by avg(w.points), w.category limit 1), max(r.ended_at)
    from led l join result r on r.person_id = l.id group by l.id, l.number, l.name order by l.number
$$;
