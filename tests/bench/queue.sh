#!/bin/sh
# What taking a call costs: WAITING (20,000) calls wait, every tenth marked, some of one who gave up, every fifth needs
# a skill; CLIENTS (8 64) agents take the next one of theirs for SECONDS_EACH (5). The bare limit is the same queue
# without anything around it, not even a record of who took it: one update of the first row that nobody has. Each take
# pays for making its agent ready again, too. take_alone_ms: one take within the server, without the way to it and without
# its commit. A line for each figure: bench NAME VALUE UNIT. Run beside a server: build/tests/server tests/bench/queue.sh
set -eu
WAITING=${WAITING:-20000}
CLIENTS=${CLIENTS:-8 64}
SECONDS_EACH=${SECONDS_EACH:-5}
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
q() { psql -X -q -At -v ON_ERROR_STOP=1 "$@"; }
pgbench=$(command -v pgbench || ls /usr/lib/postgresql/*/bin/pgbench | tail -1)

q -c "create table public.bare (id bigint primary key, state text not null, priority smallint, queued_at timestamptz, agent bigint);
    create index on public.bare (priority desc, queued_at, id) where state = 'waiting';
    grant select, update on public.bare to public;
    create function public.ready() returns void language plpgsql security definer as
        \$\$ begin update hotline.agent_state set state = 'ready', call_id = null
                   where person_id = (select id from hotline.person where login = session_user); end \$\$;
    do \$\$ begin for n in 1..64 loop execute format('create role bench_agent%s login in role hotline_agent', n); end loop; end \$\$;
    insert into hotline.person (login, name, number, role, skills)
    select 'bench_agent' || i, '坐席' || i, (5000 + i)::text, 'agent', case i % 4 when 0 then '{enterprise}' else '{}' end::text[] from generate_series(1, 64) i;
    insert into hotline.agent_state (person_id, state) select id, 'ready' from hotline.person where login like 'bench%'"
echo "update public.bare set state = 'talking', agent = 1 where id = (select id from public.bare where state = 'waiting'
    order by priority desc, queued_at, id for update skip locked limit 1);" > "$folder/bare"
echo "select public.ready() \\; select api.call_take(gen_random_uuid());" > "$folder/take"

# both queues anew
fill() {
    q -c "truncate public.bare; insert into public.bare
            select i, 'waiting', case when i % 10 = 0 then 2 when i % 10 = 1 then 1 else 0 end, now() - i * interval '1 ms', null
            from generate_series(1, 10 * $WAITING) i;
        update hotline.call set state = 'abandoned' where state = 'waiting';
        insert into hotline.call (phone, phone_masked, priority, skill, queued_at)
        select '13' || lpad((i * 104729 % 1000000000)::text, 9, '0'), '', case when i % 10 = 0 then 2 when i % 10 = 1 then 1 else 0 end,
               case when i % 5 = 3 then 'enterprise' end, now() - i * interval '1 ms' from generate_series(1, $WAITING) i;
        update hotline.agent_state set state = 'ready', call_id = null where state <> 'ready'"
    q -c "vacuum analyze public.bare" -c "vacuum analyze hotline.call" -c "vacuum hotline.agent_state" -c checkpoint
}
# run NAME CLIENTS: transactions in a second; each client is an agent of its own
run() {
    { echo '\set n :client_id + 1'; printf 'set session authorization bench_agent:n \\; '; cat "$folder/$1"; } > "$folder/script"
    PGOPTIONS= "$pgbench" -n -c "$2" -j 2 -f "$folder/script" -T "$SECONDS_EACH" 2>"$folder/error" | awk '/^tps/ { printf "%d", $3 }'
}
for clients in $CLIENTS; do
    fill
    bare=$(run bare "$clients")
    take=$(run take "$clients")
    echo "bench take_bare_$clients $bare a second"
    echo "bench take_$clients $take a second"
    echo "bench take_share_$clients $(awk "BEGIN { printf \"%.2f\", $take / $bare }") of the bare limit"
done
fill
for n in 1 2 3 4 5; do
    q -c begin -c "set local session authorization bench_agent1" -c "do \$\$
    declare
        v_begun timestamptz;
    begin
        for i in 1..220 loop
            v_begun := case i when 21 then clock_timestamp() else v_begun end;
            perform public.ready();
            perform api.call_take(gen_random_uuid());
        end loop;
        perform set_config('bench.ms', round(extract(epoch from clock_timestamp() - v_begun)::numeric * 5, 3)::text, false);
    end \$\$" -c "select current_setting('bench.ms')" -c rollback
done | sort -n | head -1 | sed 's/.*/bench take_alone_ms & ms/'
