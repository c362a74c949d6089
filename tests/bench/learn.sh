#!/bin/sh
# What suggesting, learning and finding similar tickets cost: 10,000 made tickets of 7 matters, 22 finer ones in
# each, are brought in and learned, by root alone and then by leaf and unit too; OPEN (60,000) tickets are open,
# CLOSED (940,000) more are stored. Run beside a server: build/tests/server tests/bench/learn.sh
set -eu
HOTLINE=${HOTLINE:-build/hotline}
OPEN=${OPEN:-60000}
CLOSED=${CLOSED:-940000}
q() { psql -X -q -At -v ON_ERROR_STOP=1 "$@"; }
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
now() { date +%s.%N; }
since() { echo "$(now) $1" | awk '{ printf "%.2f", $1 - $2 }'; }

# words of one's own for each matter and each finer one, some shared by all, in texts of some 250 characters
q -c "select setseed(0.5)" -c "create table public.made as
    with leaf as (
        select row_number() over (order by place, root) - 1 as n, root, path, unit
        from (select r.name as root, c.path, u.name as unit, row_number() over (partition by r.n order by c.code) as place
              from unnest(array['城乡建设','劳动和社会保障','教育文体','商贸旅游','环境保护','卫生计生','交通运输'])
                   with ordinality r (name, n)
              join hotline.category c on c.level = 3 and split_part(c.path, ' / ', 1) = r.name
              join (select name, row_number() over (order by code) - 1 as n, count(*) over () as units from hotline.unit) u
                   on u.n = c.id % u.units) c
        where place <= 22
    )
    select i as id, string_agg(chr(case when d.dice < 0.15 then 19968 + (i % 7) * 700 + (random() * 150)::int
                                        when d.dice < 0.25 then 20120 + (i % 7) * 700 + (i % 154) / 7 * 25 + (random() * 25)::int
                                        else 30000 + (power(random(), 3) * 2500)::int end), '') as text, l.root, l.path, l.unit
    from generate_series(1, 10000) i join leaf l on l.n = i % 154, generate_series(1, 250) c,
         lateral (select random() as dice where c > 0) d
    group by i, l.root, l.path, l.unit"
q -c "copy (select id, text, root as category from public.made) to stdout with csv header" > "$folder/roots.csv"
q -c "copy (select id, text, path as category, unit from public.made) to stdout with csv header" > "$folder/leaves.csv"
q -c "drop table public.made"
begun=$(now)
"$HOTLINE" import tickets "$folder/roots.csv" --source bench >/dev/null
echo "bench import_10000 $(since "$begun") s"
begun=$(now)
"$HOTLINE" learn >/dev/null
echo "bench learn_10000_roots $(since "$begun") s"
"$HOTLINE" import tickets "$folder/leaves.csv" --source bench >/dev/null
begun=$(now)
"$HOTLINE" learn >/dev/null
echo "bench learn_10000_roots_leaves_units $(since "$begun") s"
q -c "select 'bench learned_' || model || ' ' || count(*) || ' labels' from hotline.learned_label group by model order by model"

# the closed ones are the older ones
q -c "insert into hotline.ticket (number, state, accepted_by, accepted_at, area_id, kind, title, body, unit_id, closed_at, closing)
    select 'C' || i, 'closed', (select id from hotline.person where login = 'demo_agent'), now() - interval '1 year',
           (select min(id) from hotline.area), 'complaint', t.title, t.body, (select min(id) from hotline.unit), now(), 'rated'
    from (select left(body, 20) as title, left(body, 250) as body, row_number() over () as r
          from hotline.past_ticket where source = 'bench' limit 100) t,
         generate_series(1, ceil($CLOSED / 100.0)::int) n, lateral (select n * 100 + t.r as i) u"
q -c "select setseed(0.5)" -c "insert into hotline.ticket (number, state, accepted_by, accepted_at, area_id, address, category_id, kind,
        title, body, unit_id, dispatched_at, due_at, working_days)
    select 'B' || i, 'dispatched', p.id, now() - random() * interval '30 days', a.ids[1 + (random() * 23)::int],
           s.names[1 + (random() * 19)::int] || (random() * 300)::int || '号', c.id, 'complaint', left(t.title, 60), t.body, u.id, now(), now() + interval '5 days', 5
    from (select row_number() over () as i, left(body, 20) as title, left(body, 250) as body
          from hotline.past_ticket, generate_series(1, ceil($OPEN / 10000.0)::int) where source = 'bench' limit $OPEN) t,
         (select id from hotline.person where login = 'demo_agent') p, (select id from hotline.category where code = '040203') c,
         (select id from hotline.unit where code = 'CG') u, (select array_agg(id) as ids from hotline.area) a,
         (select array['文昌路','建设路','人民路','滨江路','丽景小区','阳光花园','翠湖名苑','东塘新村','金水湾','和平里','幸福里','桃源居',
                       '科技园','渡口村','石桥村','竹溪村','湖滨路','朝阳路','南门街','白马巷'] as names) s" \
  -c "analyze hotline.ticket" -c "select api.pairs_count(gen_random_uuid())" >/dev/null
echo "bench tickets_stored $(q -c "select count(*) from hotline.ticket") rows"

# each asked of 200 texts, by an agent, in one session as the workstation has it
q -c "create temporary table asked as select left(body, 250) as body, row_number() over () as n from hotline.past_ticket where source = 'bench' order by id limit 200" \
  -c "create temporary table took (what text, ms double precision)" \
  -c "grant all on asked, took to public" -c "set session authorization demo_agent" -c "do \$\$
declare
    v record;
    v_begun timestamptz;
    v_category bigint := (select id from api.categories() where code = '040203');
    v_area bigint := (select id from api.areas() order by id offset 3 limit 1);
begin
    for v in select * from asked loop
        v_begun := clock_timestamp();
        perform * from api.suggest(v.body);
        insert into took values ('suggest', extract(epoch from clock_timestamp() - v_begun) * 1000);
        v_begun := clock_timestamp();
        perform * from api.suggest_unit(v_category, v_area, v.body);
        insert into took values ('suggest_unit', extract(epoch from clock_timestamp() - v_begun) * 1000);
        v_begun := clock_timestamp();
        perform * from api.similar_tickets(v.body, v_area, '文昌路12号');
        insert into took values ('similar', extract(epoch from clock_timestamp() - v_begun) * 1000);
    end loop;
end \$\$" -c "select 'bench ' || what || '_p' || p || ' ' || round(percentile_cont(p / 100.0) within group (order by ms)::numeric, 1) || ' ms'
    from took, unnest(array[50, 95]) p group by what, p order by what, p"
