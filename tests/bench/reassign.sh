#!/bin/sh
# What giving 1,000 tickets away costs, to 20 agents and to 10 units, and undoing it, among OPEN (60,000) open tickets
# while four agents turn pages and urge: reassign_1000_… is the call's time as its lead feels it, and fails beyond
# a second.
# Run beside a server: build/tests/server tests/bench/reassign.sh
set -eu
OPEN=${OPEN:-60000}
q() { psql -X -q -At -v ON_ERROR_STOP=1 "$@"; }
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT

q -c "insert into hotline.ticket (number, state, accepted_by, accepted_at, area_id, kind, title, body, unit_id, dispatched_at, due_at, working_days)
    select 'R' || i, case i % 3 when 0 then 'handling' else 'dispatched' end, p.ids[1 + i % cardinality(p.ids)], now() - random() * interval '9 days',
           (select min(id) from hotline.area), 'complaint', '工单' || i, '内容' || i, u.ids[1 + i % cardinality(u.ids)], now(), now() + random() * interval '5 days', 5
    from generate_series(1, $OPEN) i, (select array_agg(id) as ids from hotline.person where role = 'agent') p,
         (select array_agg(id) as ids from hotline.unit where enabled) u" -c "analyze hotline.ticket"

# at work meanwhile, until the folder's sign is gone
touch "$folder/shift"
for login in demo_agent demo_agent2 demo_agent3 demo_agent4; do
    while [ -e "$folder/shift" ]; do
        echo "select count(*) from api.ticket_list('overdue'); select count(*) from api.my_work();"
        echo "select api.ticket_step(gen_random_uuid(), (select id from api.ticket_list('open', p_limit => 200) order by random() limit 1), 'urge', '催');"
    done | PGUSER=$login psql -X -q -At >/dev/null 2>&1 &
done

# reassign KIND RECEIVERS: five times, other tickets each time; the middle one counts
reassign() {
    q -c "create temporary table took (what text, ms double precision)" -c "grant all on took to public" -c "set session authorization demo_lead" -c "do \$\$
    declare
        v_begun timestamptz;
        v_answer jsonb;
        v_ids bigint[];
        v_versions integer[];
        v_to bigint[] := array(select id from api.reassign_loads('$1') order by id limit $2);
    begin
        for i in 0..4 loop
            select array_agg(id), array_agg(version) into v_ids, v_versions
            from (select id, version from api.ticket where number like 'R%' and state <> 'closed' order by id desc offset i * 1000 limit 1000) t;
            begin
                v_begun := clock_timestamp();
                v_answer := api.reassign(gen_random_uuid(), v_ids, v_versions, '$1', v_to, '性能测试');
                insert into took values ('reassign', extract(epoch from clock_timestamp() - v_begun) * 1000);
            exception when sqlstate 'HL001' then
                continue; -- urged just now: a lead would send again
            end;
            v_begun := clock_timestamp();
            perform api.reassign_undo(gen_random_uuid(), (v_answer ->> 'reassignment')::bigint);
            insert into took values ('reassign_undo', extract(epoch from clock_timestamp() - v_begun) * 1000);
        end loop;
    end \$\$" -c "select 'bench ' || what || '_1000_$1 ' || round(percentile_cont(0.5) within group (order by ms)::numeric) || ' ms' from took group by what order by what"
}
{ reassign agents 20; reassign units 10; } | tee "$folder/took"
rm "$folder/shift"
wait
awk '$2 ~ /^reassign_1000/ && $3 > 1000 { print "reassign: " $2 " took " $3 " ms, more than a second" > "/dev/stderr"; late = 1 } END { exit late }' "$folder/took"
