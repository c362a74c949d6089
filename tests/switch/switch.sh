# Functions of the tests with a real switch: it and the town's telephones, agents, and what is wanted, as TAP. Sourced by
# run.sh, which begins and ends it all, and by each case.
SWITCH_LOGIN=test_switch
SWITCH_PASSWORD=of-this-run
SIP_PORT=${SIP_PORT:-25060}

# ---- the switch and the town, which are Asterisk in a folder of their own

q() { psql -X -q -At -v ON_ERROR_STOP=1 -c "$1"; }
asterisk() {
    if [ -n "$ASTERISK_ROOT" ]; then chroot "$ASTERISK_ROOT" asterisk "$@"; else /usr/sbin/asterisk "$@"; fi
}
# tell switch|town COMMAND: at its console
tell() { asterisk -C "$SWITCH_FOLDER/$1/asterisk.conf" -rx "$2" 2>&1 | sed 's/\x1b\[[0-9;]*m//g'; }
# start switch|town: returns when it takes calls. Its clock is at UTC, which the centre is told (switch_timezone).
start() {
    (TZ=UTC; export TZ; unset PGPASSWORD PGOPTIONS; asterisk -f -C "$SWITCH_FOLDER/$1/asterisk.conf" >/dev/null 2>&1 &)
    until_true 30 "tell $1 'core waitfullybooted' | grep -q 'fully booted'" || { echo "# $1 did not start"; return 1; }
}
pid_of() { cat "$ASTERISK_ROOT$SWITCH_FOLDER/$1/run/asterisk.pid" 2>/dev/null || true; }
# stop switch|town SIGNAL
stop() {
    pid=$(pid_of "$1")
    [ -n "$pid" ] || return 0
    kill -"$2" "$pid" 2>/dev/null || return 0
    until_true 10 "! kill -0 $pid 2>/dev/null" || kill -KILL "$pid"
    rm -f "$ASTERISK_ROOT$SWITCH_FOLDER/$1/run/asterisk.pid" "$ASTERISK_ROOT$SWITCH_FOLDER/$1/run/asterisk.ctl"
}
# until_true SECONDS COMMAND: tries it ten times a second
until_true() {
    tries=$(($1 * 10))
    until eval "$2"; do
        tries=$((tries - 1))
        [ "$tries" -gt 0 ] || return 1
        sleep 0.1
    done
}
switch_begin() {
    folder=$(mktemp -d "$ASTERISK_ROOT/tmp/hotline-switch-XXXXXX")
    SWITCH_FOLDER=${folder#"$ASTERISK_ROOT"}
    export SWITCH_FOLDER PGDATABASE=hotline_switch
    cp -r tests/switch/etc/* "$folder"
    for place in switch town; do
        mkdir -p "$folder/$place/run/outgoing" "$folder/$place/run/keys"
        sed -i "s|@FOLDER@|$SWITCH_FOLDER|; s|@HOST@|127.0.0.1|; s|@PORT@|$PGPORT|; s|@DATABASE@|$PGDATABASE|
            s|@LOGIN@|$SWITCH_LOGIN|; s|@PASSWORD@|$SWITCH_PASSWORD|; s|@SIP@|$SIP_PORT|; s|@TOWN@|$((SIP_PORT + 1))|
            s|@RTP@|$((SIP_PORT + $([ $place = town ] && echo 1000 || echo 500)))|
            s|@RTPEND@|$((SIP_PORT + $([ $place = town ] && echo 1400 || echo 900)))|" "$folder/$place"/*.conf
    done
    createdb "$PGDATABASE"
    $HOTLINE schema apply >/dev/null
    {
        echo login,name,number,role,skills,password
        echo "$SWITCH_LOGIN,交换机,9000,switch,,$SWITCH_PASSWORD"
        for number in 1001 1002 1003 1004; do echo "agent$number,坐席$number,$number,agent,,$SWITCH_PASSWORD"; done
        echo "lead2001,班长2001,2001,lead,,$SWITCH_PASSWORD"
    } > "$folder/people.csv"
    admin people import "$folder/people.csv" --strict
    admin settings add --key switch_timezone --value UTC
    start town
    start switch
}
switch_end() {
    stop switch KILL
    stop town KILL
    rm -rf "$ASTERISK_ROOT$SWITCH_FOLDER"
}
# switch_capture FOLDER: what the switch wrote, in its own columns; not what a case read in from its file
switch_capture() {
    mkdir -p "$1"
    for table in "queue_log where time like '%-%'" cel cdr; do
        q "copy (select * from switch.$table order by id) to stdout csv header" > "$1/${table%% *}.csv"
    done
}

# ---- agents and telephones

# admin ...: hotline admin, which speaks only when it refuses
admin() { said=$($HOTLINE admin "$@" 2>&1) || { echo "$said" | sed 's/^/# /'; return 1; }; }

# as LOGIN SQL: asked by a person
as() { PGUSER=$1 PGPASSWORD=$SWITCH_PASSWORD psql -X -q -At -v ON_ERROR_STOP=1 -c "$2"; }
# here NUMBER ...: these agents are ready, all others have gone
here() {
    q "update hotline.agent_state set state = 'offline', call_id = null, reason = '', since = clock_timestamp()"
    for one in "$@"; do ready "$one"; done
}
ready() { as "agent$1" "select api.agent_set(gen_random_uuid(), 'ready')" >/dev/null; }
# record NUMBER: the agent makes the shortest record of the call of just now, and is ready
record() {
    as "agent$1" "select api.ticket_submit(gen_random_uuid(), 'silent', null, s.call_id, '{}') from
        (select call_id from api.agents() where number = '$1') s" >/dev/null
}
# phone NUMBER answer|quick|silent|busy|refer|blind|attended|three [SECONDS]: what a telephone does when it rings
phone() {
    tell town "dialplan set global DO_$1 $2" >/dev/null
    tell town "dialplan set global TALK_$1 ${3:-60}" >/dev/null
}
# ring NUMBER SECONDS [EXTENSION]: that number rings the switch and stays on the line for so long
ring() {
    spool=$ASTERISK_ROOT$SWITCH_FOLDER/town/run
    file=$(mktemp "$spool/call.XXXXXX")
    printf '%s\n' "Channel: PJSIP/${3:-12345}@switch" "CallerID: <$1>" 'Application: Wait' "Data: $2" 'WaitTime: 60' > "$file"
    mv "$file" "$spool/outgoing/"
}

# ---- what is asked of the database

# call_of NUMBER: the newest call of that number: its state, outcome, agent, at whose telephone it rings
call_of() {
    echo "select concat_ws(' ', c.state, c.outcome, p.number, 'rings ' || r.number) from hotline.call c
        left join hotline.person p on p.id = c.agent_id left join hotline.person r on r.id = c.ringing_id
        where c.phone = '$1' order by c.id desc limit 1"
}
# agent NUMBER: the state and its reason
agent() {
    echo "select concat_ws(' ', s.state, nullif(s.reason, '')) from hotline.agent_state s join hotline.person p on p.id = s.person_id
        where p.number = '$1'"
}
# log_of NUMBER: the events of its newest call
log_of() {
    echo "select string_agg(concat_ws(':', l.event, nullif(l.agent, 'NONE')), ' ' order by l.id) from switch.queue_log l
        where l.callid = (select switch_ref from hotline.call where phone = '$1' order by id desc limit 1)"
}
# callbacks NUMBER: what is owed to it
callbacks() { echo "select string_agg(kind || ' ' || missed_calls, ', ' order by id) from hotline.callback where phone = '$1' and closed_at is null"; }
# legs_of NUMBER: the legs of its newest call, asked of the lead
legs_of() {
    echo "select string_agg(concat_ws(':', l.kind, l.party, case when l.answered_at is not null then 'answered' end,
                                     case when l.ended_at is not null then 'ended' end), ' ' order by l.started_at, l.kind)
          from api.call_legs($(q "select coalesce(max(id), 0) from hotline.call where phone = '$1'")) l"
}

# ---- TAP

n=0
failed=0
# want NAME SQL EXPECTED [SECONDS]: that the answer becomes this
want() { want_as "$PGUSER" "$@"; }
# want_as LOGIN NAME SQL EXPECTED [SECONDS]: asked by a person
want_as() {
    asker=$1 name=$2 sql=$3 wanted=$4
    n=$((n + 1))
    until_true "${5:-10}" 'got=$(ask 2>&1); [ "$got" = "$wanted" ]' && echo "ok $n - $name" && return
    failed=1
    echo "not ok $n - $name"
    printf '%s\n' "got:    $got" "wanted: $wanted" | sed 's/^/# /'
}
ask() { if [ "$asker" = "$PGUSER" ]; then q "$sql"; else as "$asker" "$sql"; fi; }
# want_still NAME SQL EXPECTED SECONDS: that the answer becomes this, and stays it for so long
want_still() {
    want "$1" "$2" "$3"
    until_true "$4" 'got=$(ask 2>&1); [ "$got" != "$wanted" ]' || return 0
    failed=1
    n=$((n + 1))
    echo "not ok $n - no more after a while: $name"
    echo "# became: $got"
}
# happens NAME COMMAND [SECONDS]: that the command succeeds before long
happens() {
    n=$((n + 1))
    until_true "${3:-10}" "$2" && echo "ok $n - $1" && return
    failed=1
    echo "not ok $n - $1"
}
done_testing() {
    echo "1..$n"
    exit $failed
}
