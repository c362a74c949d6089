#!/bin/sh
# Whoever has been idle longest is rung first; a call that needs a skill goes to who has it, and by rule to others.
. tests/switch/switch.sh

for number in 1001 1002 1003 1004; do phone $number quick; done
here 1001 1002 1003
for call in $(seq 10 29); do
    ring 138000200$call 60
    until_true 10 '[ "$(q "select state from hotline.call where phone = '"'138000200$call'"'")" = ended ]'
    record "$(q "select p.number from hotline.call c join hotline.person p on p.id = c.agent_id where c.phone = '138000200$call'")"
done
want 'twenty calls are shared' "select string_agg(n::text, ' ' order by n) from (select count(*) as n from hotline.call
    where phone like '138000200%' group by agent_id) a" '6 7 7'
want 'nobody waits for longer than the others take' "select max(c.place - c.before) from (select row_number() over (order by id) as place,
    lag(row_number, 1, 0::bigint) over (partition by agent_id order by id) as before from
    (select id, agent_id, row_number() over (order by id) from hotline.call where phone like '138000200%') x) c" 3

admin people add --login agent1002 --skills dialect
admin overflow add --skill dialect --to-skill '' --after-seconds 4
tell switch 'queue reload rules' >/dev/null
here 1001 1002
ring 13800021001 30 dialect
want 'a dialect call goes to who speaks it' "$(call_of 13800021001)" 'ended answered 1002'
want 'and is known as one' "select skill from hotline.call where phone = '13800021001'" dialect
here 1001
ring 13800021002 30 dialect
want_still 'nobody who speaks it is there: it waits' "$(call_of 13800021002)" 'waiting' 2
want 'after the seconds of the rule others are rung' "$(call_of 13800021002)" 'ended answered 1001'
want 'not before' "select waited between interval '4 s' and interval '7 s' from hotline.call where phone = '13800021002'" t
here 1001 1002
phone 1002 silent
ring 13800021003 30 dialect
want 'who speaks it is rung first' "$(call_of 13800021003)" 'waiting rings 1002'
want 'nothing was unclear' 'select count(*) from hotline.switch_trouble' 0
done_testing
