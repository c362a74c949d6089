#!/bin/sh
# The page schema/CHANNELS.md, as TAP: its examples are run one after the other, and say what it says that they say.
cd "$(dirname "$0")/.." || exit 1
page=$PWD/schema/CHANNELS.md
folder=$(mktemp -d)
PGDATABASE=channels_$$
export PGDATABASE
psql -X -q -d postgres -c "create database $PGDATABASE template hotline" || exit 1
trap 'psql -X -q -d postgres -c "drop database $PGDATABASE"; rm -rf "$folder"' EXIT
cd "$folder" || exit 1

# block KIND N: the n-th block of that kind
block() {
    awk -v kind="\`\`\`$1" -v n="$2" '/^```/ { inside = !inside && $0 == kind; at += inside; next } inside && at == n' "$page"
}
# as LOGIN SQL: the first value
as() {
    PGUSER=$1 psql -X -q -At -v ON_ERROR_STOP=1 -c "$2"
}
# the first example sets the login for those after it; between the first and the second example: an agent takes it, the unit handles it
handle() {
    as demo_agent "select api.agent_set(gen_random_uuid(), 'ready')"
    call=$(as demo_agent "select api.call_take(gen_random_uuid()) ->> 'call'")
    ticket=$(as demo_agent "select api.ticket_submit(gen_random_uuid(), 'dispatch', null, $call, jsonb_build_object(
        'area_id', (select id::text from api.areas() where code = 'QL0101'), 'kind', 'complaint', 'title', '夜间烧烤噪音', 'body', '很吵',
        'category_id', (select id::text from api.categories() where name = '噪音污染' and leaf limit 1),
        'unit_id', (select id::text from api.units() where code = 'CG'))) ->> 'ticket'")
    for step in "ticket_step(gen_random_uuid(), $ticket, 'receive', '')" \
        "ticket_communicate(gen_random_uuid(), $ticket, 'telephone', '已联系')" \
        "ticket_feed_back(gen_random_uuid(), $ticket, 'message', '烧烤摊已取缔,列入夜间巡查。')" \
        "ticket_finish(gen_random_uuid(), $ticket, '已取缔')"; do
        as demo_unit "select api.$step"
    done
}
bad=0
for n in 1 2 3; do
    [ $n = 2 ] && handle > handled
    block sh $n > example
    block output $n > wanted
    PGUSER=demo_web sh example > said 2>&1
    if [ -s example ] && diff wanted said > differs; then
        echo "ok $n - example $n"
    else
        echo "not ok $n - example $n"
        sed 's/^/# /' differs
        bad=1
    fi
done
# names SQL: those that the page does not explain
names() {
    as postgres "$1" | while read -r name; do grep -q "\`$name\`" "$page" || echo "$name"; done
}
missing=$(names "select what from hotline.news_rule union select unnest(array['accepted', 'joined', 'urged'])
                 union select key from hotline.demand_key
                 union select distinct m[1] from pg_proc, regexp_matches(prosrc, 'hotline\.refuse\(''([a-z_]+)''', 'g') m
                       where proname in ('gateway_text', 'demand_value', 'demand_read', 'received_time', 'check_demand', 'demand_once', 'rated_before')
                             and m[1] <> 'not_in_state'")
if [ -z "$missing" ]; then
    echo "ok 4 - every field, refusal and kind of news is explained"
else
    echo "not ok 4 - every field, refusal and kind of news is explained"
    echo "$missing" | sed 's/^/# /'
    bad=1
fi
echo "1..4"
exit $bad
