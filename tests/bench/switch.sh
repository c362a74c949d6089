#!/bin/sh
# What the switch's log costs: SWITCHES (2) connections write whole calls (enter, ring, connect, complete, each a transaction of its
# own, with the channel events between) for SECONDS_EACH (8), CALLS_BEFORE (20,000) calls being there already. Beside it the same
# rows into tables without triggers. A line for each figure: bench NAME VALUE UNIT. Run beside a server: build/tests/server
# tests/bench/switch.sh
set -eu
SWITCHES=${SWITCHES:-2}
SECONDS_EACH=${SECONDS_EACH:-8}
CALLS_BEFORE=${CALLS_BEFORE:-20000}
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
q() { psql -X -q -At -v ON_ERROR_STOP=1 "$@"; }
pgbench=$(command -v pgbench || ls /usr/lib/postgresql/*/bin/pgbench | tail -1)

q -c "create schema bare; create table bare.queue_log (like switch.queue_log including all); create table bare.cel (like switch.cel including all);
    grant usage on schema bare to public; grant insert on bare.queue_log, bare.cel to public;
    insert into hotline.call (switch_ref, phone, phone_masked, state, queued_at, answered_at, ended_at, by_switch)
    select 'before/' || i, '139' || i, '****', 'ended', now() - i * interval '1 s', now() - i * interval '1 s', now() - i * interval '1 s', true
    from generate_series(1, $CALLS_BEFORE) i" -c "vacuum analyze hotline.call"
for schema in bare switch; do
    now="to_char(clock_timestamp() at time zone 'UTC', 'YYYY-MM-DD HH24:MI:SS.US') || '+00'"
    log="insert into $schema.queue_log (time, callid, queuename, agent, event, data1, data2, data3) values ($now, '$schema/:client_id/:call', '12345',"
    cel="insert into $schema.cel (eventtype, eventtime, exten, uniqueid, linkedid) values"
    cat > "$folder/$schema.sql" <<SQL
\\set call random(1, 1000000000)
\\set agent random(1003, 1014)
$log 'NONE', 'ENTERQUEUE', '', '13800001111', '1');
$cel ('CHAN_START', $now, ':agent', '$schema/:client_id/:call/a', '$schema/:client_id/:call');
$log ':agent', 'CONNECT', '2', '', '');
$log ':agent', 'COMPLETECALLER', '2', '9', '1');
$cel ('HANGUP', $now, '', '$schema/:client_id/:call/a', '$schema/:client_id/:call');
SQL
    "$pgbench" -n -U demo_switch -c "$SWITCHES" -j "$SWITCHES" -f "$folder/$schema.sql" -T "$SECONDS_EACH" > "$folder/$schema.out" 2>"$folder/$schema.err"
    awk -v name="$schema" '/^tps/ { printf "bench switch_events_%s %d a second\n", name, $3 * 5 }' "$folder/$schema.out"
done
awk '/^tps/ { t[FILENAME ~ /bare/] = $3 } END { printf "bench switch_share %.2f of the bare tables\n", t[0] / t[1] }' "$folder/switch.out" "$folder/bare.out"
q -c "select 'bench switch_trouble ' || count(*) || ' rows not understood' from hotline.switch_trouble" -c "drop schema bare cascade"
