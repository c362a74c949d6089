#!/bin/sh
# What the board costs: 1,500 agents, CALLS (200,000) calls and as many spells of today, TICKETS (1,000,000) tickets,
# of which 60,000 are open and 150,000 of today. Run beside a server: build/tests/server tests/bench/board.sh
set -eu
CALLS=${CALLS:-200000}
TICKETS=${TICKETS:-1000000}
q() { psql -X -q -At -v ON_ERROR_STOP=1 "$@"; }
now() { date +%s.%N; }
since() { echo "$(now) $1" | awk '{ printf "%.1f", $1 - $2 }'; }

q -c "insert into hotline.person (login, name, number, role) select 'bench' || i, '坐席' || i, 'B' || i, 'agent' from generate_series(1, 1500) i" \
  -c "insert into hotline.agent_state (person_id, state, since)
      select id, (array['talking', 'talking', 'ready', 'after_call', 'break', 'offline'])[1 + id % 6], now() - id * interval '1 second'
      from hotline.person where number like 'B%'" \
  -c "create schema bench" -c "create table bench.agent as select id, row_number() over (order by id) - 1 as n from hotline.person where number like 'B%'" \
  -c "create function bench.moment(i bigint, of bigint) returns timestamptz language sql as \$\$
      select hotline.day_start() + (now() - hotline.day_start()) * i / of \$\$" \
  -c "create table bench.took (what text, ms double precision)" -c "grant usage on schema bench to public" -c "grant all on bench.took to public"
begun=$(now)
q -c "insert into hotline.call (phone, phone_masked, state, queued_at, answered_at, ended_at, agent_id, area_id)
      select '138' || lpad(i::text, 8, '0'), '138****0000', case when i % 12 = 0 then 'abandoned' else 'ended' end, at,
             case when i % 12 > 0 then at + (i % 40) * interval '1 s' end, at + interval '3 min', case when i % 12 > 0 then a.id end, g.ids[1 + i % 24]
      from generate_series(1, $CALLS) i, lateral (select bench.moment(i, $CALLS) as at) m, bench.agent a, (select array_agg(id) as ids from hotline.area) g
      where a.n = i % 1500" \
  -c "insert into hotline.call (phone, phone_masked, queued_at) select '139', '139****0000', now() - i * interval '1 s' from generate_series(1, 120) i" \
  -c "insert into hotline.agent_spell (person_id, state, from_at, to_at)
      select a.id, (array['talking', 'after_call', 'ready'])[1 + i % 3], bench.moment(i, 3 * $CALLS), bench.moment(i, 3 * $CALLS) + interval '40 s'
      from generate_series(1, 3 * $CALLS) i, bench.agent a where a.n = (i / 3) % 1500"
echo "bench calls_and_spells_stored $(since "$begun") s"
begun=$(now)
q -c "insert into hotline.ticket (number, state, accepted_by, accepted_at, area_id, kind, title, unit_id, dispatched_at, due_at, misdirected, closed_at, closing)
      select 'B' || i, case when i % 50 < 3 then 'handling' else 'closed' end, a.id,
             case when i % 20 < 3 then bench.moment(i, $TICKETS) else now() - (i % 365 + 2) * interval '1 day' end,
             g.ids[1 + i % 24], 'complaint', '工单' || i, 1, now(), now() + (i % 800 - 400) * interval '1 hour', i % 13 = 0,
             case when i % 50 < 3 then null else now() end, case when i % 50 < 3 then null else 'rated' end
      from generate_series(1, $TICKETS) i, bench.agent a, (select array_agg(id) as ids from hotline.area) g where a.n = i % 1500"
echo "bench tickets_stored_counted $(since "$begun") s"
q -c "vacuum (analyze) hotline.ticket" -c "vacuum (analyze) hotline.call" -c "vacuum (analyze) hotline.agent_spell" -c "vacuum (analyze) hotline.call_quarter" \
  -c "vacuum (analyze) hotline.ticket_quarter"  -c "analyze"

# each 200 times by the city's lead and a district's, in one session as the workstation has it
q -c "update hotline.person set district_id = (select id from hotline.area where code = 'QL01') where login = 'demo_lead2'" \
  -c "create function bench.take(p_what text, p_sql text) returns void language plpgsql as \$\$
declare
    v_begun timestamptz;
begin
    for i in 1 .. 200 loop
        v_begun := clock_timestamp();
        execute p_sql;
        insert into bench.took values (p_what, extract(epoch from clock_timestamp() - v_begun) * 1000);
    end loop;
end \$\$"
for login in demo_lead demo_lead2; do
    q -c "set session authorization $login" \
      -c "select bench.take('queue_figures', 'select api.queue_figures()'), bench.take('board_figures', 'select api.board_figures()'),
                 bench.take('board_quarters', 'select count(*) from api.board_quarters(8)'), bench.take('board_queue', 'select count(*) from api.board_queue()'),
                 bench.take('board_agents', 'select count(*) from api.board_agents(''on_shift'')'),
                 bench.take('board_agents_200', 'select count(*) from api.board_agents(''all'', null, null, null, 200)'),
                 bench.take('board_agents_late', 'select count(*) from api.board_agents(''late_tickets'')'),
                 bench.take('board_agent_day', 'select count(*) from api.board_agent_day((select max(id) from api.board_agents(''talking'')))')" >/dev/null
done
# what the counting adds to taking a call and to a step of a ticket
q -c "select bench.take('count_call', format('update hotline.call set answered_at = clock_timestamp(), state = ''talking'' where id = %s', max(id))) from hotline.call" \
  -c "select bench.take('count_ticket', format('update hotline.ticket set misdirected = not misdirected where id = %s', max(id))) from hotline.ticket" \
  -c "alter table hotline.call disable trigger user" -c "alter table hotline.ticket disable trigger user" \
  -c "select bench.take('write_call', format('update hotline.call set answered_at = clock_timestamp(), state = ''talking'' where id = %s', max(id))) from hotline.call" \
  -c "select bench.take('write_ticket', format('update hotline.ticket set misdirected = not misdirected where id = %s', max(id))) from hotline.ticket" >/dev/null
q -c "select 'bench ' || what || '_p' || p || ' ' || round(percentile_cont(p / 100.0) within group (order by ms)::numeric, 2) || ' ms'
      from bench.took, unnest(array[50, 95]) p group by what, p order by what, p"
