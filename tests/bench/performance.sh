#!/bin/sh
# What the performance sheet of a month costs: TICKETS (1,000,000) tickets of a year, with what the units did and the
# citizens said. Run beside a server: build/tests/server tests/bench/performance.sh
set -eu
TICKETS=${TICKETS:-1000000}
q() { psql -X -q -At -v ON_ERROR_STOP=1 "$@"; }

q -c "select setseed(0.5)" -c "create temporary table made as
    select i, timestamptz '2025-01-01' + r * interval '365 days' as at, random() as a, random() as b, random() as c,
           (array['consult', 'demand', 'complaint', 'report', 'suggestion', 'praise'])[1 + (random() * 5)::int] as kind,
           u.ids[1 + (random() * (cardinality(u.ids) - 1))::int] as unit_id, r.ids[1 + (random() * (cardinality(r.ids) - 1))::int] as area_id
    from (select row_number() over (order by r) as i, r from (select random() as r from generate_series(1, $TICKETS)) r) i, (select array_agg(id) as ids from hotline.unit) u, (select array_agg(id) as ids from hotline.area) r" \
  -c "insert into hotline.ticket (id, number, state, accepted_by, accepted_at, area_id, kind, title, body, unit_id, dispatched_at, due_at, working_days, returns,
                                  finished_at, closed_at, closing, demand) overriding system value
    select 1000000 + i, 'P' || i, 'closed', p.id, at, area_id, kind, '标题', repeat('市民反映的内容', 20), unit_id, at, at + interval '7 days', 5,
           (a < 0.05)::int, at + b * interval '8 days', at + b * interval '8 days' + interval '1 day', 'rated', case when c < 0.01 then 'marked' else 'plain' end
    from made, (select id from hotline.person where login = 'demo_agent') p" \
  -c "insert into hotline.dispatch (ticket_id, unit_id, action, at, ended_at, outcome) select 1000000 + i, unit_id, 'dispatch', at, at, case when a < 0.05 then 'returned' else 'finished' end from made" \
  -c "insert into hotline.communication (ticket_id, unit_id, person_id, at, means, text)
    select 1000000 + i, unit_id, p.id, at + b * interval '7 days', 'telephone', '已沟通' from made, (select id from hotline.person where login = 'demo_unit') p where a < 0.98" \
  -c "insert into hotline.citizen_rating (ticket_id, person_id, at, responded, solved, satisfied)
    select 1000000 + i, p.id, at + b * interval '8 days' + interval '1 day', 'yes', case when c < 0.9 then 'yes' else 'no' end, case when c < 0.9 then 'yes' else 'no' end
    from made, (select id from hotline.person where login = 'demo_agent') p where a < 0.9" \
  -c "insert into hotline.extension (ticket_id, asked_by, asked_at, working_days, reason, decided_by, decided_at, granted)
    select 1000000 + i, p.id, at, 5, '理由', p.id, at, true from made, (select id from hotline.person where login = 'demo_lead') p where c < 0.05" \
  -c "insert into hotline.callback (kind, ticket_id, phone, phone_masked, created_at, due_at, attempts)
    select 'satisfaction', 1000000 + i, '1', '1', at + b * interval '8 days', at + b * interval '8 days', 1 from made" \
  -c "insert into hotline.quality_review (ticket_id, round, unit_id, why_drawn, state, rated_at)
    select 1000000 + i, 1, unit_id, 'sample', 'rated', at + b * interval '8 days' + interval '2 days' from made where c < 0.05" \
  -c "insert into hotline.quality_rating (review_id, place, person_id, timely, complete, recorded, genuine)
    select v.id, 1, p.id, 'yes', 'yes', 'yes', 'yes' from hotline.quality_review v, (select id from hotline.person where login = 'demo_lead') p" \
  -c "vacuum analyze"
echo "bench performance_tickets $(q -c "select count(*) from hotline.ticket") rows"
# each once to warm, then the middle of five: a month of all units for a lead of the city, of one unit for itself
sheet() {
    q -c "create temporary table took (ms double precision)" -c "grant all on took to public" -c "set session authorization $2" -c "do \$\$
    declare v_begun timestamptz;
    begin
        for i in 0..5 loop
            v_begun := clock_timestamp();
            perform * from api.performance('2025-06-01', '2025-07-01');
            insert into took select extract(epoch from clock_timestamp() - v_begun) * 1000 where i > 0;
        end loop;
    end \$\$" -c "select 'bench $1 ' || round(percentile_cont(0.5) within group (order by ms)::numeric) || ' ms' from took"
}
sheet performance_month_all demo_lead
sheet performance_month_unit demo_unit
