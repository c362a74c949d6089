#!/bin/sh
# An agent dials a callback by its code: the switch looks up what it stands for, and writes what became of it.
. tests/switch/switch.sh

here
ring 13800050001 2
want 'who gave up' "$(call_of 13800050001)" 'abandoned abandoned'
want 'is owed a callback' "$(callbacks 13800050001)" 'missed 1'
id=$(q "select id from hotline.callback where phone = '13800050001'")
# what may be dialled is decided elsewhere: here it is this one, by this agent
q "create or replace view switch.dial as select '*55$id'::text as code, '13800050001'::text as number, '$id'::text as callback, '1001'::text as agent;
   grant select on switch.dial to hotline_switch"
records() { echo "select string_agg(concat_ws(' ', src, dst, disposition, billsec::numeric > 1), ', ' order by id) from switch.cdr where userfield = 'callback:$id'"; }

phone 13800050001 answer 2
ring 1001 30 "*55$id"
want 'the citizen is rung and answers' "$(records)" "1001 *55$id ANSWERED t" 20
phone 13800050001 busy
ring 1001 30 "*55$id"
want 'is busy' "$(records)" "1001 *55$id ANSWERED t, 1001 *55$id BUSY f" 20
phone 13800050001 silent
ring 1001 3 "*55$id"
want_still 'a telephone rings' "select count(*) from switch.cel where eventtype = 'CHAN_START' and exten = '*55$id'" 3 2
tell town 'channel request hangup all' >/dev/null
want 'nobody answers' "$(records)" "1001 *55$id ANSWERED t, 1001 *55$id BUSY f, 1001 *55$id NO ANSWER f" 20

# codes of nobody, and of somebody else
for who in "1001 *55999" "1002 *55$id"; do
    ring "${who% *}" 5 "${who#* }"
    want "$who is dialled in vain" "select string_agg(eventtype, ' ' order by id) from switch.cel where linkedid =
        (select max(linkedid) from switch.cel where cid_num = '${who% *}' and exten = '${who#* }')" 'CHAN_START HANGUP CHAN_END'
done
want 'and is no record of a callback' "$(records)" "1001 *55$id ANSWERED t, 1001 *55$id BUSY f, 1001 *55$id NO ANSWER f"
want 'nothing was unclear' 'select count(*) from hotline.switch_trouble' 0
done_testing
