#!/bin/sh
# Calls that are handed on, and talks of three.
. tests/switch/switch.sh

phone 119 answer 9
for way in refer:13800030001 blind:13800030002 attended:13800030003; do
    number=${way#*:} way=${way%:*}
    here 1001
    phone 1001 "$way"
    ring "$number" 60
    want "$way: the agent talks" "$(call_of "$number")" 'talking 1001'
    want "$way: the call is handed on" "$(call_of "$number")" 'ended transferred 1001' 20
    want "$way: the agent is free for after-call work" "$(agent 1001)" 'after_call'
    want_as lead2001 "$way: who it went to is a leg" "$(legs_of "$number")" \
        "caller:138****${number#1380003}:answered:ended agent:1001:answered:ended other:119:answered:ended" 20
done

here 1001
phone 1001 three
phone 119 answer 9
ring 13800030004 22
want 'three: the agent talks' "$(call_of 13800030004)" 'talking 1001'
happens 'three speak together' "tell switch 'bridge show all' | grep -q ' 3 *basic'" 30
want_as lead2001 'all are legs' "$(legs_of 13800030004)" \
    'caller:138****0004:answered:ended agent:1001:answered:ended other:119:answered:ended' 40
want 'it stays one call, answered' "$(call_of 13800030004)" 'ended answered 1001'
want 'as the switch says' "$(log_of 13800030004)" 'ENTERQUEUE CONNECT:1001 COMPLETECALLER:1001'
want 'nothing was unclear' 'select count(*) from hotline.switch_trouble' 0
done_testing
