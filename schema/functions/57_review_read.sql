-- Reading reviews: what may be done now, the page of a list by key, how many wait.

-- What the asker may do now with a ticket's review (which: as hotline.review_for) and with the mark of its demand, as
-- api.ticket_actions tells it.
drop function if exists hotline.evaluation_actions(bigint);
create or replace function hotline.evaluation_actions(p_ticket bigint, p_review bigint)
returns table (action text, code text, needs_reason boolean)
language sql stable set search_path = pg_catalog, pg_temp as $$
    select x.action, (select c from unnest(x.needs) with ordinality n (need, i)
                      cross join lateral hotline.review_unmet(v, need) c where c is not null order by i limit 1), x.needs_reason
    from hotline.transition x cross join lateral hotline.review_for(p_ticket, p_review, x.action) v
    where x.machine = 'review' and x.from_state = v.state and hotline.my_role() = any (x.actors)
    union all
    select x.action, hotline.demand_unmet(t, x.needs), x.needs_reason
    from hotline.ticket t join hotline.transition x on x.machine = 'demand' and x.from_state = t.demand and hotline.my_role() = any (x.actors)
    where t.id = p_ticket and hotline.may_see(t) and (x.action <> 'demand_ask' or hotline.demand_open(t))
$$;

-- The keys of the rows after one that wait for a lead: samples to rate, objections to decide (not to one's own
-- marks), unreasonable demands to review (not one's own asking). in: the lead's areas, null: all; the last key.
-- out: id as in api.review_list. It touches no more rows than it gives, but of a district so many per area.
create or replace function hotline.reviews_waiting(p_me bigint, p_areas bigint[], p_at timestamptz, p_id bigint, p_limit integer)
returns table (id bigint, at timestamptz)
language sql stable set search_path = pg_catalog, pg_temp as $$
    select k.id, k.at
    from ((select v.id, coalesce(v.rated_at, v.drawn_at) as at from hotline.quality_review v
           where p_areas is null and v.state in ('waiting', 'objected') and (coalesce(v.rated_at, v.drawn_at), v.id) > (p_at, p_id)
             and not (v.state = 'objected' and exists (select from hotline.quality_rating q where q.review_id = v.id and q.person_id = p_me))
           order by coalesce(v.rated_at, v.drawn_at), v.id limit p_limit)
          union all
          select a.id, a.at from unnest(p_areas || 0::bigint) area cross join lateral (
              select v.id, coalesce(v.rated_at, v.drawn_at) as at from hotline.quality_review v
              where coalesce(v.area_id, 0) = area and v.state in ('waiting', 'objected') and (coalesce(v.rated_at, v.drawn_at), v.id) > (p_at, p_id)
                and not (v.state = 'objected' and exists (select from hotline.quality_rating q where q.review_id = v.id and q.person_id = p_me))
              order by coalesce(v.rated_at, v.drawn_at), v.id limit p_limit) a
          where p_areas is not null
          union all
          (select -d.id, d.asked_at from hotline.demand_review d
           where d.decided_at is null and d.asked_by <> p_me and (d.asked_at, -d.id) > (p_at, p_id)
             and (p_areas is null or d.area_id is null or d.area_id = any (p_areas))
           order by d.asked_at, -d.id limit p_limit)) k
    order by k.at, k.id limit p_limit
$$;

-- How many reviews wait for this lead, counted up to 200.
create function api.review_count() returns integer
language sql stable security definer set search_path = pg_catalog, pg_temp as $$
    select count(*)::integer from hotline.me() m
    cross join lateral hotline.reviews_waiting(m.id, case when m.district_id is not null then hotline.my_areas() end, '-infinity', 0, 200)
    where m.role = 'lead'
$$;

-- A page, by key, of what a unit sees of the reviews of its work, the newest first; of a lead what waits for this
-- lead (reviews_waiting), the oldest first. in: how many rows (at most 200), the last row's time in microseconds
-- since 1970 and its id, or nulls.
-- out: id: the review's; of a demand less than 0; why sample, dissatisfied or demand; state waiting, rated, objected,
-- decided, or mark_asked, unmark_asked; the citizen's rating of the round; the marks that stand; open_until: until
-- when the unit may object.
create function api.review_list(p_limit integer default 100, p_after_at bigint default null, p_after_id bigint default null)
returns table (id bigint, ticket_id bigint, round integer, number text, title text, unit text, kind text, why text, state text,
    at timestamptz, responded text, solved text, satisfied text, rating_reason text, timely text, timely_reason text, complete text,
    complete_reason text, recorded text, recorded_reason text, genuine text, genuine_reason text, open_until timestamptz,
    objection text, outcome text, decision text)
language plpgsql stable security definer set search_path = pg_catalog, pg_temp as $$
#variable_conflict use_column
declare
    v_me    hotline.person := hotline.me();
    v_limit integer := least(greatest(p_limit, 0), 200);
    v_after timestamptz := timestamptz 'epoch' + p_after_at * interval '1 microsecond';
    v_keys  bigint[];
begin
    if v_me.role = 'lead' then
        select array_agg(k.id order by k.at, k.id) into v_keys from hotline.reviews_waiting(v_me.id, case when v_me.district_id is not null
            then hotline.my_areas() end, coalesce(v_after, '-infinity'), coalesce(p_after_id, 0), v_limit) k;
    else
        select array_agg(k.id order by k.rated_at desc, k.id desc) into v_keys from (
            select v.id, v.rated_at from hotline.quality_review v
            where v.unit_id = v_me.unit_id and v.rated_at is not null
              and (v.rated_at, v.id) < (coalesce(v_after, 'infinity'), coalesce(p_after_id, 0))
            order by v.rated_at desc, v.id desc limit v_limit) k;
    end if;
    return query
    with listed as (
        select v.id, v.ticket_id, v.round, v.unit_id, v.why_drawn as why, v.state, v.rated_at, v.objection, v.outcome, v.decision,
               coalesce(v.rated_at, v.drawn_at) as at
        from unnest(v_keys) k join hotline.quality_review v on v.id = k
        union all
        select -d.id, d.ticket_id, t.round, t.unit_id, 'demand', t.demand, null, d.reason, null, '', d.asked_at
        from unnest(v_keys) k join hotline.demand_review d on d.id = -k join hotline.ticket t on t.id = d.ticket_id
    )
    select l.id, l.ticket_id, l.round, t.number, t.title, coalesce(u.name, ''), t.kind, l.why, l.state, l.at,
           coalesce(r.responded, ''), coalesce(r.solved, ''), coalesce(r.satisfied, ''), coalesce(r.reason, ''),
           coalesce(q.timely, ''), coalesce(q.timely_reason, ''), coalesce(q.complete, ''), coalesce(q.complete_reason, ''),
           coalesce(q.recorded, ''), coalesce(q.recorded_reason, ''), coalesce(q.genuine, ''), coalesce(q.genuine_reason, ''),
           case when l.state = 'rated' then (hotline.deadline(l.rated_at, hotline.setting_value('objection_days')::integer)).due_at end,
           l.objection, coalesce(l.outcome, ''), l.decision
    from unnest(v_keys) with ordinality k (id, place) join listed l on l.id = k.id
    join hotline.ticket t on t.id = l.ticket_id left join hotline.unit u on u.id = l.unit_id
    left join hotline.citizen_rating r on r.ticket_id = l.ticket_id and r.round = l.round
    left join lateral (select * from hotline.quality_rating q where q.review_id = l.id order by q.place desc limit 1) q on true
    order by k.place;
end
$$;
