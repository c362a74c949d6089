-- The list of reviews: pages by key that hold each row once, whose cost does not grow with what waits.
\ir prepare.psql
select no_plan();

create temporary table many as
with made as (
    insert into hotline.ticket (number, state, accepted_by, accepted_at, unit_id, due_at, working_days, title, closed_at, closing, finished_at, area_id)
    select 'R' || i, 'closed', (select id from hotline.person where login = 'demo_agent'), now(), pg_temp.unit(), now(), 5, '测试' || i, now(), 'rated', now(),
           -- the far district's are few and the newest
           case when i > 29700 then (select id from hotline.area where code = 'QL0201') when i % 1000 = 0 then null else pg_temp.area() end
    from generate_series(1, 30000) i returning id, area_id, substr(number, 2)::integer as i)
select * from made;
insert into hotline.quality_review (ticket_id, round, unit_id, area_id, why_drawn, drawn_at)
select id, 1, pg_temp.unit(), area_id, 'sample', now() - interval '1 day' + i / 7 * interval '1 second' from many;
insert into hotline.demand_review (ticket_id, area_id, unreasonable, asked_by, asked_at, reason)
select id, area_id, true, (select id from hotline.person where login = 'demo_unit'), now() - interval '1 day' + i / 7 * interval '1 second', '理由' from many where i % 300 = 0;
analyze hotline.ticket; analyze hotline.quality_review; analyze hotline.demand_review;
update hotline.person set district_id = (select id from hotline.area where code = 'QL02') where login = 'demo_lead2';

-- all pages, as a person sees them
create function pg_temp.pages(p_login text, p_most integer) returns bigint[] language plpgsql as $$
declare
    v_all bigint[] := '{}'; v_page bigint[]; v_at timestamptz;
begin
    perform set_config('session_authorization', p_login, true);
    loop
        select array_agg(id order by n), (array_agg(at order by n desc))[1] into v_page, v_at from (select id, at, row_number() over () as n
            from api.review_list(200, (extract(epoch from v_at) * 1000000)::bigint, v_all[cardinality(v_all)])) r;
        exit when v_page is null or cardinality(v_all) >= p_most;
        v_all := v_all || v_page;
    end loop;
    reset session authorization;
    return v_all;
end
$$;
create temporary view waits as
select v.id, v.drawn_at as at, v.area_id from hotline.quality_review v where state = 'waiting'
union all select -id, asked_at, area_id from hotline.demand_review where decided_at is null;
select is(pg_temp.pages('demo_lead', 4000), (select array_agg(id) from (select id from waits order by at, id limit 4000) x), 'a lead pages through what waits: each once, the oldest first');
select is(pg_temp.pages('demo_lead2', 100000), (select array_agg(w.id order by at, w.id) from waits w left join hotline.area a on a.id = w.area_id where area_id is null or a.code like 'QL02%'),
          'a lead of a district through the district''s, and what has no area');
select is(pg_temp.ask(login, 'select count from api.my_work() where filter = ''review'''), '200', login || ' is told of 200') from unnest(array['demo_lead', 'demo_lead2']) login;

-- what a page and the count read
create function pg_temp.touched(p_login text, p_sql text) returns bigint language plpgsql as $$
declare
    v_read constant text := 'select sum(seq_tup_read + coalesce(idx_tup_fetch, 0))::bigint from pg_stat_xact_all_tables where relname in (''ticket'', ''quality_review'', ''demand_review'')';
    v_before bigint; v_after bigint;
begin
    execute v_read into v_before;
    perform set_config('session_authorization', p_login, true);
    execute p_sql;
    reset session authorization;
    execute v_read into v_after;
    return v_after - v_before;
end
$$;
select cmp_ok(pg_temp.touched(login, sql), '<', 2500::bigint, format('%s: %s reads its own rows', login, sql))
from unnest(array['demo_lead', 'demo_lead2']) login, unnest(array['select * from api.review_list(200)', 'select api.review_count()']) sql;

-- a unit's own, the newest first
update hotline.quality_review set state = 'rated', rated_at = drawn_at where ticket_id in (select id from many where i <= 1000);
create temporary table own as select id, rated_at from hotline.quality_review where state = 'rated' and unit_id = pg_temp.unit();
select is(pg_temp.pages('demo_unit', 100000), (select array_agg(id order by rated_at desc, id desc) from own), 'a unit pages through its own, the newest first');

select * from finish();
rollback;
