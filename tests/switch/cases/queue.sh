#!/bin/sh
# Calls arrive, ring, are talked, end; nobody is lost who was not answered; who does not pick up is set aside.
. tests/switch/switch.sh

here 1001
phone 1001 answer 3
ring 13800010001 60
want 'it waits and rings at the agent' "$(call_of 13800010001)" 'waiting rings 1001'
want 'picked up: talking with that agent' "$(call_of 13800010001)" 'talking 1001'
want 'the agent talks' "$(agent 1001)" 'talking'
want 'the agent hangs up' "$(call_of 13800010001)" 'ended answered 1001'
want 'after-call work begins' "$(agent 1001)" 'after_call'
want 'as the switch says' "$(log_of 13800010001)" 'ENTERQUEUE CONNECT:1001 COMPLETEAGENT:1001'
want 'the record is there' "select concat_ws(' ', src, dst, lastapp, disposition) from switch.cdr where src = '13800010001'" \
    '13800010001 12345 Queue ANSWERED'
want_as lead2001 'caller and agent are its legs' "$(legs_of 13800010001)" 'caller:138****0001:answered:ended agent:1001:answered:ended'

phone 1001 answer
ring 13800010002 20
want_still 'who is in after-call work is not rung' "$(call_of 13800010002)" 'waiting' 3
record 1001
want 'whose record is made is ready, and rung' "$(call_of 13800010002)" 'talking 1001'
want 'the caller hangs up' "$(call_of 13800010002)" 'ended answered 1001' 25
want 'as the switch says' "$(log_of 13800010002)" 'ENTERQUEUE CONNECT:1001 COMPLETECALLER:1001'

here
ring 13800010003 3
want 'nobody is there: it waits' "$(call_of 13800010003)" 'waiting'
want 'and gives up' "$(call_of 13800010003)" 'abandoned abandoned'
want 'a callback is owed' "$(callbacks 13800010003)" 'missed 1'

here 1001
phone 1001 silent
ring 13800010004 3
want 'it rings' "$(call_of 13800010004)" 'waiting rings 1001'
want 'and gives up while it rings' "$(call_of 13800010004)" 'abandoned abandoned'
want 'for which the agent is not to blame' "$(agent 1001)" 'ready'
want 'as the switch says' "$(log_of 13800010004)" 'ENTERQUEUE RINGCANCELED:1001 ABANDON'

ring 13800010005 60 brief
want 'the queue lets go after its time' "$(call_of 13800010005)" 'abandoned timed_out'
want 'a callback is owed' "$(callbacks 13800010005)" 'missed 1'

admin settings add --key switch_ring_seconds --value 3
here 1001 1002
phone 1002 silent
ring 13800010006 20
want 'one telephone rings in vain, then the other' "$(log_of 13800010006)" 'ENTERQUEUE RINGNOANSWER:1002 RINGNOANSWER:1001'
want 'one agent is set aside' "$(agent 1001)" 'break missed_ring'
want 'the other too' "$(agent 1002)" 'break missed_ring'
want_still 'neither is rung again' "$(call_of 13800010006)" 'waiting' 4
phone 1001 answer
ready 1001
want 'until ready' "$(call_of 13800010006)" 'talking 1001'
want 'the caller hangs up' "$(call_of 13800010006)" 'ended answered 1001' 20

here 1002
phone 1002 busy
ring 13800010007 4
want 'a telephone that is busy rings nobody' "$(log_of 13800010007)" 'ENTERQUEUE RINGNOANSWER:1002 ABANDON'
want 'whose agent is set aside' "$(agent 1002)" 'break missed_ring'
admin settings add --key switch_ring_seconds --value 20

here 1001
phone 1001 answer 2
ring '' 30
want 'who hides the number is a call as any' "select concat_ws(' ', state, outcome) from hotline.call where phone = ''" 'ended answered'
want 'its number is nobody'"'"'s' "select phone_masked from hotline.call where phone = ''" ''
here
ring '' 2
want 'and may give up' "select string_agg(concat_ws(' ', state, outcome), ', ' order by id) from hotline.call where phone = ''" \
    'ended answered, abandoned abandoned'
want 'without a number no callback' "$(callbacks '')" ''
want 'nothing was unclear' 'select count(*) from hotline.switch_trouble' 0
done_testing
