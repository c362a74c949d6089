#!/bin/sh
# What taking a call costs: WAITING (20,000) calls wait, every tenth marked, some of one who gave up, every fifth needs
# a skill; CLIENTS (4) agents take the next one of theirs for SECONDS (8). The bare limit is the same queue
# without anything around it: one update of the first row that nobody has. Each take pays for making its agent ready
# again, too. A line for each figure: bench NAME VALUE UNIT. Run beside a server: build/tests/server tests/bench/queue.sh
set -eu
WAITING=${WAITING:-20000}
CLIENTS=${CLIENTS:-4}
SECONDS_EACH=${SECONDS_EACH:-8}
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
q() { psql -X -q -At -v ON_ERROR_STOP=1 "$@"; }
pgbench=$(command -v pgbench || ls /usr/lib/postgresql/*/bin/pgbench | tail -1)

q -c "create table public.bare (id bigint primary key, state text not null, priority smallint, queued_at timestamptz, agent bigint);
    insert into public.bare select i, 'waiting', case when i % 10 = 0 then 2 when i % 10 = 1 then 1 else 0 end, now() - i * interval '1 ms', null
    from generate_series(1, 10 * $WAITING) i;
    create index on public.bare (priority desc, queued_at, id) where state = 'waiting';
    grant select, update on public.bare to public;
    create function public.ready() returns void language sql security definer as
        \$\$ update hotline.agent_state set state = 'ready', call_id = null from hotline.person p where p.id = person_id and p.login = session_user \$\$;
    insert into hotline.agent_state (person_id, state) select id, 'ready' from hotline.person where role = 'agent'
        on conflict (person_id) do update set state = 'ready';
    insert into hotline.call (phone, phone_masked, priority, skill, queued_at)
    select '', '', case when i % 10 = 0 then 2 when i % 10 = 1 then 1 else 0 end, case when i % 5 = 3 then 'enterprise' end,
           now() - i * interval '1 ms' from generate_series(1, $WAITING) i" 
q -c "vacuum analyze public.bare" -c "vacuum analyze hotline.call"
echo "update public.bare set state = 'talking', agent = 1 where id = (select id from public.bare where state = 'waiting'
    order by priority desc, queued_at, id for update skip locked limit 1);" > "$folder/bare.sql"
echo "begin; select public.ready(); select api.call_take(gen_random_uuid()); commit;" > "$folder/take.sql"

# run NAME: all clients at once, each with a login of its own; prints the sum of their transactions in a second
run() {
    for n in $(seq 2 $((CLIENTS + 1))); do
        PGOPTIONS= "$pgbench" -n -U "demo_agent$n" -f "$folder/$1.sql" -T "$SECONDS_EACH" 2>"$folder/$1.err.$n" >"$folder/$1.$n" &
    done
    wait
    awk '/^tps/ { sum += $3 } END { printf "%d", sum }' "$folder/$1".[0-9]*
}
bare=$(run bare)
take=$(run take)
echo "bench take_bare $bare a second"
echo "bench take $take a second"
echo "bench take_share $(awk "BEGIN { printf \"%.2f\", $take / $bare }") of the bare limit"
q -c "drop table public.bare" -c "drop function public.ready()"
