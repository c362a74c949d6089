#!/bin/sh
# The switch is killed, and the database stopped, in the middle of calls.
. tests/switch/switch.sh

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
done_testing
