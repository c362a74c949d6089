-- Similar open tickets: the same matter at the same place, not long ago.

-- out: the pairs of neighbouring characters of a text, each once.
create or replace function hotline.text_pairs(p_text text) returns text[]
language sql immutable set search_path = pg_catalog, pg_temp as $$
    select coalesce(array_agg(distinct pair), '{}')
    from unnest((hotline.gram_places(left(p_text, 2500))).pairs) pair where pair is not null
$$;

create or replace function hotline.keep_pairs() returns trigger
language plpgsql set search_path = pg_catalog, pg_temp as $$
begin
    new.pairs := case when new.state not in ('draft', 'closed')
                      then hotline.text_pairs(concat_ws(' ', new.title, new.body, new.address)) end;
    return new;
end
$$;
create or replace trigger ticket_pairs_insert before insert on hotline.ticket
    for each row execute function hotline.keep_pairs();
create or replace trigger ticket_pairs_update before update of title, body, address, state on hotline.ticket
    for each row when ((old.title, old.body, old.address, old.state in ('draft', 'closed'))
        is distinct from (new.title, new.body, new.address, new.state in ('draft', 'closed')))
    execute function hotline.keep_pairs();
-- those that were open before there were pairs
update hotline.ticket set pairs = hotline.text_pairs(concat_ws(' ', title, body, address))
where pairs is null and state not in ('draft', 'closed');

-- Counts anew how rare each pair is, among the newest tickets. out: {"tickets": looked at}.
create function api.pairs_count(p_request uuid)
returns jsonb language plpgsql security definer set search_path = pg_catalog, pg_temp as $$
declare
    v_answer jsonb := hotline.admin_answer(p_request, 'pairs_count', '[]');
begin
    if v_answer is not null then
        return v_answer;
    end if;
    delete from hotline.pair_count;
    with looked_at as materialized (
        select coalesce(pairs, hotline.text_pairs(concat_ws(' ', title, body, address))) as pairs
        from hotline.ticket where state <> 'draft' order by id desc limit 20000
    )
    insert into hotline.pair_count (pair, tickets)
    select pair, count(*) from looked_at, unnest(pairs) pair group by pair having count(*) > 1
    union all select '', count(*) from looked_at;
    analyze hotline.pair_count;
    return hotline.request_done(p_request, jsonb_build_object('tickets', (select tickets from hotline.pair_count where pair = '')));
end
$$;

-- What is like what is typed. in: title and body; the area or null; the address or ''; how many.
-- out: open tickets, the likest first: likeness 0…1, of which words count 6, the place 3 and the time 1 part in ten;
-- words: the rarest that both have; same_area, and place: how alike the addresses are (null: not both have
-- one); voices: how many said it. Those with little in common, or plainly elsewhere, are left out.
-- The rarest pairs of the text choose up to 200 tickets by index, newest first; these are measured. Reading all of
-- some thousand tickets looks cheaper to the planner and takes five times as long: it unpacks every ticket's pairs.
create function api.similar_tickets(p_text text, p_area bigint default null, p_address text default '', p_limit integer default 5)
returns table (id bigint, number text, state text, title text, area text, address text, unit text,
               accepted_at timestamptz, likeness double precision, words text, same_area boolean,
               place double precision, voices bigint)
language plpgsql stable security definer set search_path = pg_catalog, pg_temp set plan_cache_mode = force_generic_plan
set enable_seqscan = off as $$
#variable_conflict use_column
declare
    v_me    hotline.person := hotline.me();
    v_areas bigint[] := case when v_me.role = 'lead' and v_me.district_id is not null then hotline.my_areas() end;
    v_there text[] := hotline.text_pairs(p_address);
    v_all   text[] := hotline.text_pairs(concat_ws(' ', p_text, p_address));
    v_seen  integer := coalesce((select tickets from hotline.pair_count where pair = ''), 1);
    v_rare  text[];
    v_pairs text[];
    v_worth double precision[];
    v_whole double precision;
begin
    -- worth: the square of a pair's rarity; rare: the first that are in at most a few thousand open tickets together
    select array_agg(w.pair order by w.tickets), array_agg(w.worth order by w.tickets), sum(w.worth),
           array_agg(w.pair order by w.tickets) filter (where w.n <= 3 or w.n <= 12 and w.running <= v_seen * 0.05)
    into v_pairs, v_worth, v_whole, v_rare
    from (select p.pair, coalesce(c.tickets, 1) as tickets, ln(1 + v_seen::double precision / coalesce(c.tickets, 1)) ^ 2 as worth,
                 row_number() over (order by coalesce(c.tickets, 1), p.pair) as n,
                 sum(coalesce(c.tickets, 1)) over (order by coalesce(c.tickets, 1), p.pair) as running
          from unnest(v_all) p (pair) left join hotline.pair_count c on c.pair = p.pair) w;
    return query
    with chosen as materialized (
        -- offset 0: the pairs' index finds them; walking all tickets from the newest would pass the closed ones
        select * from (select t.id, t.pairs, t.area_id, t.address, t.accepted_at from hotline.ticket t
                       where t.pairs && v_rare offset 0) t
        where v_areas is null or t.area_id is null or t.area_id = any (v_areas)
        order by t.id desc limit 200
    ), common as (
        select c.id, sum(w.worth) as worth, (array_agg(w.pair order by w.worth desc))[1:4] as words
        from chosen c cross join lateral unnest(c.pairs) p (pair) join unnest(v_pairs, v_worth) w (pair, worth) on w.pair = p.pair
        group by c.id
    ), measured as (
        -- the length of the other text is guessed by its number of pairs: their worth is not looked up
        select c.id, least(1, m.worth / sqrt(v_whole * cardinality(c.pairs) * v_whole / cardinality(v_pairs))) as words_alike,
               m.words, c.area_id is not distinct from p_area and p_area is not null as same_area,
               case when v_there <> '{}' and c.address <> '' then
                   (select count(*) from unnest(v_there) a (pair) where a.pair = any (hotline.text_pairs(c.address)))::double precision
                   / greatest(1, cardinality(v_there)) end as place,
               exp(- extract(epoch from now() - c.accepted_at) / 86400 / 14)::double precision as fresh
        from chosen c join common m on m.id = c.id
    ), judged as (
        select m.*, 0.6 * m.words_alike + 0.1 * m.fresh
                    + 0.3 * coalesce(m.place, case when m.same_area then 0.5 else 0 end) as likeness
        from measured m
        where m.words_alike >= 0.2 and (p_area is null or m.same_area or coalesce(m.place, 0) >= 0.5)
    )
    select t.id, t.number, t.state, t.title, coalesce(a.path, ''), t.address, coalesce(u.name, ''), t.accepted_at,
           j.likeness, array_to_string(j.words, ' '), j.same_area, j.place, hotline.voices(t.id)
    from judged j join hotline.ticket t on t.id = j.id
    left join hotline.area a on a.id = t.area_id left join hotline.unit u on u.id = t.unit_id
    where v_me.role in ('agent', 'lead') and j.likeness >= 0.3
    order by j.likeness desc, t.id desc limit least(greatest(p_limit, 0), 20);
end
$$;
