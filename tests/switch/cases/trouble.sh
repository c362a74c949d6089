#!/bin/sh
# Numbers that are none; the switch is killed, and the database stopped, in the middle of calls.
. tests/switch/switch.sh
newest() { echo "select concat_ws(' ', c.state, c.outcome, '<' || c.phone || '>') from hotline.call c order by id desc limit 1"; }

here 1001
phone 1001 answer 1
ring "$(printf "x'\\377138")" 30
want 'bytes that are no text are cut off by the dialplan' "$(newest)" 'ended answered <138>'
record 1001
ring "o'evil" 30 raw
want 'a number that is none is a call all the same' "$(newest)" 'ended answered <>'
want 'and listed' "select string_agg(why, ', ') from hotline.switch_trouble" 'the number is none'

phone 1001 answer
here 1001
ring 13800040001 60
want 'one talks' "$(call_of 13800040001)" 'talking 1001'
ring 13800040002 60
want 'one waits' "$(call_of 13800040002)" 'waiting'
stop switch KILL
start switch
want 'the switch starts anew: the talk is over' "$(call_of 13800040001)" 'ended answered 1001'
want 'the agent is released' "$(agent 1001)" 'after_call'
want 'who waited has been cut off' "$(call_of 13800040002)" 'abandoned abandoned'
want 'and is owed a callback' "$(callbacks 13800040002)" 'missed 1'
here 1001
ring 13800040003 5
want 'the next call is as any' "$(call_of 13800040003)" 'talking 1001'
want 'to its end' "$(call_of 13800040003)" 'ended answered 1001'

here 1001
phone 1001 answer 4
ring 13800040004 30
want 'one talks' "$(call_of 13800040004)" 'talking 1001'
ring 13800040005 3
want 'one waits' "$(call_of 13800040005)" 'waiting'
since=$(($(date +%s) + 1)) # what was written in this second has reached the database
pg_ctlcluster "$PGVERSION" regress stop -m fast
until_true 20 'tell switch "core show channels" | grep -q "^0 active calls"'
pg_ctlcluster "$PGVERSION" regress start
want 'the switch went on; of what happened it wrote nothing' "$(log_of 13800040004)" 'ENTERQUEUE CONNECT:1001' 30
want 'the agent talks on, as far as the database knows' "$(agent 1001)" 'talking'
as agent1001 "select api.call_end(gen_random_uuid(), call_id, true) from api.agents() where number = '1001'" >/dev/null
want 'and ends it by hand' "$(agent 1001)" 'after_call'
record 1001
ring 13800040006 30
want 'the switch has found the database again' "$(call_of 13800040006)" 'talking 1001'
want 'to the end' "$(call_of 13800040006)" 'ended answered 1001'
want 'who gave up meanwhile waits still, as far as the database knows' "$(call_of 13800040005)" 'waiting'
awk -F'|' -v OFS='|' -v since="$since" '$1 >= since { NF = 10; print }' "$ASTERISK_ROOT$SWITCH_FOLDER/switch/run/queue_log" | PGUSER=$SWITCH_LOGIN \
    PGPASSWORD=$SWITCH_PASSWORD psql -X -q -c "\\copy queue_log (time, callid, queuename, agent, event, data1, data2, data3, data4, data5) from stdin csv delimiter '|'"
want 'until what the switch wrote into its file meanwhile is read in' "$(call_of 13800040005)" 'abandoned abandoned'
want 'a callback is owed' "$(callbacks 13800040005)" 'missed 1'
want 'the talk ended as the file says' "$(log_of 13800040004)" 'ENTERQUEUE CONNECT:1001 COMPLETEAGENT:1001'
want 'what had been known stays' "$(call_of 13800040006)" 'ended answered 1001'
done_testing
