-- The telephone's figures over a period, by the definitions of GB/T 33358-2016 and the hotline's own terms:
--   asked: calls that asked for a person; a call that still waits has not asked in vain yet
--   answer rate 接通率: answered / asked; within 15 s: answered within 15 s / asked; abandonment: given up by the caller or let go
--   by the queue's time / asked; mean wait 平均等待: of the answered, from the queue to the answer, as the switch counted
--   talk 通话, after-call work 话后整理: the mean of an agent's spells of these; occupancy 工时利用率: time in both, and with messages / time signed on

-- The time of agents in each state between two moments, the spell they are in included. out: one row an agent.
create or replace function hotline.agent_time(p_from timestamptz, p_until timestamptz)
returns table (person_id bigint, talks integer, talk interval, after_calls integer, after_call interval, writing interval, signed_on interval)
language sql stable set search_path = pg_catalog, pg_temp as $$
    select s.person_id, count(*) filter (where s.state = 'talking')::integer, coalesce(sum(x.span) filter (where s.state = 'talking'), interval '0'),
           count(*) filter (where s.state = 'after_call')::integer, coalesce(sum(x.span) filter (where s.state = 'after_call'), interval '0'),
           coalesce(sum(x.span) filter (where s.state = 'writing'), interval '0'), sum(x.span)
    from (select person_id, state, from_at, to_at from hotline.agent_spell where from_at < p_until and to_at > p_from
          union all select person_id, state, since, greatest(since, clock_timestamp()) from hotline.agent_state where state <> 'offline' and since < p_until) s
    cross join lateral (select least(s.to_at, p_until) - greatest(s.from_at, p_from) as span) x
    where x.span > interval '0' group by s.person_id
$$;

-- out: one row for the centre in a period: counts, and seconds; null: a mean of nothing.
create function api.call_figures(p_from timestamptz, p_until timestamptz, out asked integer, out answered integer, out abandoned integer,
    out timed_out integer, out within_15 integer, out answer_rate double precision, out mean_wait double precision, out mean_talk double precision,
    out mean_after_call double precision, out occupancy double precision, out missed_rings integer)
language sql stable security definer set search_path = pg_catalog, pg_temp as $$
    select c.asked, c.answered, c.abandoned, c.timed_out, c.within_15, c.answered::double precision / nullif(c.asked, 0), c.mean_wait,
           extract(epoch from t.talk) / nullif(t.talks, 0), extract(epoch from t.after_call) / nullif(t.after_calls, 0),
           extract(epoch from t.talk + t.after_call + t.writing) / nullif(extract(epoch from t.signed_on), 0),
           (select count(*)::integer from hotline.missed_ring r where r.at >= p_from and r.at < p_until)
    from hotline.me() m
    cross join lateral (
        select count(*) filter (where state <> 'waiting')::integer as asked, count(*) filter (where answered_at is not null)::integer as answered,
               count(*) filter (where state = 'abandoned' and outcome is distinct from 'timed_out')::integer as abandoned,
               count(*) filter (where outcome = 'timed_out')::integer as timed_out,
               count(*) filter (where hotline.call_waited(k) <= interval '15 seconds')::integer as within_15,
               extract(epoch from avg(hotline.call_waited(k)))::double precision as mean_wait
        from hotline.call k where k.channel = 'call' and k.queued_at >= p_from and k.queued_at < p_until) c
    cross join lateral (
        select sum(a.talks)::integer as talks, sum(a.talk) as talk, sum(a.after_calls)::integer as after_calls, sum(a.after_call) as after_call, sum(a.writing) as writing,
               sum(a.signed_on) as signed_on from hotline.agent_time(p_from, p_until) a) t
    where m.role in ('lead', 'admin')
$$;

-- The same of each agent whom the asker sees on the board. out: occupancy: null: not signed on in that time.
create function api.call_figures_agents(p_from timestamptz, p_until timestamptz)
returns table (number text, name text, answered integer, mean_talk double precision, mean_after_call double precision, occupancy double precision,
               signed_on double precision, missed_rings integer)
language sql stable security definer set search_path = pg_catalog, pg_temp as $$
    select p.number, p.name, coalesce(c.answered, 0), extract(epoch from t.talk) / nullif(t.talks, 0),
           extract(epoch from t.after_call) / nullif(t.after_calls, 0),
           extract(epoch from t.talk + t.after_call + t.writing) / nullif(extract(epoch from t.signed_on), 0), coalesce(extract(epoch from t.signed_on), 0),
           coalesce(r.missed, 0)
    from hotline.board_people() p
    left join (select agent_id, count(*)::integer as answered from hotline.call where channel = 'call' and queued_at >= p_from and queued_at < p_until and answered_at is not null
               group by agent_id) c on c.agent_id = p.id
    left join hotline.agent_time(p_from, p_until) t on t.person_id = p.id
    left join (select k.number, count(*)::integer as missed from hotline.missed_ring k where k.at >= p_from and k.at < p_until group by k.number) r
           on r.number = p.number
    where c.answered is not null or t.person_id is not null or r.missed is not null order by p.number
$$;
