-- What happens to a ticket beside its states: clocks, records, who sees what of it.
\ir prepare.psql
select no_plan();

-- the clock starts when the citizen was answered, however late the form was sent
create temporary table late as select pg_temp.call_of('demo_agent3') as call;
update hotline.call set answered_at = '2026-03-02 10:00+08' where id = (select call from late);
create temporary table filed as select (pg_temp.ask('demo_agent3', pg_temp.submit('dispatch', pg_temp.form(), call))::jsonb ->> 'ticket')::bigint as id from late;
select is((select concat_ws(' ', accepted_at at time zone 'Asia/Shanghai', due_at at time zone 'Asia/Shanghai') from hotline.ticket t where t.id = filed.id),
          '2026-03-02 10:00:00 2026-03-09 17:30:00', 'accepted when the call was answered, due five working days later') from filed;

-- a return without ground gains no time, another unit gets its own clock
create temporary table r as select pg_temp.ticket('returned') as id;
update hotline.ticket set due_at = '2026-03-09 17:30+08', accepted_at = '2026-03-02 10:00+08' where id = (select id from r);
select is(pg_temp.act('demo_lead', pg_temp.step(id, 'uphold')), 'ok', 'upheld') from r;
select is((select due_at from hotline.ticket t where t.id = r.id), '2026-03-09 17:30+08'::timestamptz, 'an upheld return keeps the deadline') from r;
create temporary table d as select pg_temp.ticket('handling') as id;
update hotline.ticket set due_at = '2026-03-09 17:30+08', accepted_at = '2026-03-02 10:00+08', dispatched_at = '2026-03-02 10:05+08' where id = (select id from d);
select is(pg_temp.act('demo_unit', pg_temp.step(id, 'talk')), 'ok', 'the first unit talks') from d;
select is(pg_temp.act('demo_unit', pg_temp.step(id, 'ask_extension')), 'extension_too_late', 'after the deadline no extension') from d;
update hotline.ticket set due_at = now() + interval '1 day' where id = (select id from d);
select is(pg_temp.act('demo_unit', pg_temp.step(id, 'ask_extension')), 'ok', 'before it, one') from d;
select is(pg_temp.ask('demo_lead', format('select extension_waits from api.ticket where id = %s', id)), 'true', 'which waits') from d;
select is(pg_temp.act('demo_lead', pg_temp.step(id, 'redispatch')), 'ok', 'a ticket with the wrong unit goes to another, from handling') from d;
select is((select concat_ws(' ', state, unit_id = pg_temp.unit('HB'), handler_id, t.due_at = w.due_at, extension_waits)
           from hotline.ticket t, hotline.deadline(now(), 5) w where t.id = d.id), 'dispatched t t f', 'with a new clock, nobody handling it, no extension') from d;
update hotline.person set unit_id = pg_temp.unit('HB') where login = 'demo_unit2';
select is(pg_temp.act('demo_unit2', pg_temp.step(id, 'receive')), 'ok', 'the other unit accepts') from d;
select is(pg_temp.act('demo_unit2', pg_temp.step(id, 'finish')), 'communication_missing', 'the first unit''s talk is not the second''s') from d;
select is(pg_temp.act('demo_lead', format('select api.ticket_redispatch(gen_random_uuid(), %s, %s, ''x'')', id, pg_temp.unit('SW'))), 'ok', 'and on') from d;
update hotline.unit set enabled = false where code = 'RL';
select is(pg_temp.act('demo_lead', format('select api.ticket_redispatch(gen_random_uuid(), %s, %s, ''x'')', id, pg_temp.unit('RL'))), 'unit_disabled unit_id', 'not to a unit that takes none') from d;

-- extensions end as they were decided
create temporary table x as select pg_temp.ticket('handling') as id, pg_temp.ticket('handling') as other;
select is(pg_temp.act('demo_unit', pg_temp.step(id, 'ask_extension')), 'ok', 'asked') from x;
select is(pg_temp.act('demo_lead', pg_temp.step(id, 'deny_extension')), 'ok', 'denied') from x;
select is((select concat_ws(' ', e.granted, t.working_days, t.extension_waits) from hotline.extension e join hotline.ticket t on t.id = e.ticket_id where t.id = x.id), 'f 5 f', 'stays at five days') from x;
select is(pg_temp.act('demo_unit', format('select api.ticket_ask_extension(gen_random_uuid(), %s, 2147483647, ''x'')', id)), 'extension_wall days', 'two thousand million days are beyond the wall') from x;
select is(pg_temp.act('demo_unit', pg_temp.step(other, 'ask_extension')), 'ok', 'asked') from x;
select is(pg_temp.act('demo_unit', pg_temp.step(other, 'return')), 'ok', 'then returned') from x;
select is((select extension_waits or exists (select from hotline.extension e where e.ticket_id = t.id and e.decided_at is null) from hotline.ticket t where t.id = x.other), false, 'a return ends the asking') from x;

-- finished and closed at their time
create temporary table f as select pg_temp.ticket('finished') as id;
select isnt((select finished_at from hotline.ticket t where t.id = f.id), null, 'finishing is dated') from f;

-- a citizen who cannot be reached
select is(pg_temp.act('demo_agent', pg_temp.step(id, 'ring_back')), 'ok', 'rung') from f, generate_series(1, 2);
select is((select state from hotline.ticket t where t.id = f.id), 'finished', 'nobody is given up at once') from f;
select is(pg_temp.act('demo_agent', pg_temp.step(id, 'ring_back')), 'ok', 'three attempts on record: closed') from f;
select is((select concat_ws(' ', state, closing) from hotline.ticket t where t.id = f.id), 'closed unreachable', 'as what it is, without a rating') from f;
select is((select count(*) from hotline.citizen_rating c where c.ticket_id = f.id), 0::bigint, 'nobody rated it') from f;
create temporary table own as select pg_temp.ticket('finished') as id;
update hotline.ticket set handler_id = (select id from hotline.person where login = 'demo_agent') where id = (select id from own);
select is(pg_temp.act('demo_agent', pg_temp.step(id, 'rate')), 'rater_is_handler', 'who handled it does not rate it') from own;

-- a confidential citizen: the unit does not know whom to ring, the desk does
create temporary table secret as select (pg_temp.ask('demo_agent', pg_temp.submit('dispatch', pg_temp.form('{"confidential": "true"}')))::jsonb ->> 'ticket')::bigint as id;
select is(pg_temp.act('demo_unit', pg_temp.step(id, 'receive')), 'ok', 'the unit accepts') from secret;
select is(pg_temp.act('demo_agent', pg_temp.step(id, 'communicate')), 'ok', 'the desk talks') from secret;
select is(pg_temp.act('demo_agent', pg_temp.step(id, 'feed_back')), 'ok', 'and tells') from secret;
select is(pg_temp.act('demo_unit', pg_temp.step(id, 'finish')), 'ok', 'the unit finishes') from secret;

-- the draft of an agent who is gone
create temporary table left_draft as select pg_temp.ticket('draft') as id;
select is(pg_temp.ask('demo_lead', format('select count(*) from api.ticket_list(''drafts'') where id = %s', id)), '1', 'a lead sees it') from left_draft;
select is(pg_temp.ask('demo_agent2', format('select count(*) from api.ticket_list(''drafts'') where id = %s', id)), '0', 'another agent does not') from left_draft;
select is(pg_temp.ask('demo_lead', format('select value from api.ticket_form(%s) where field = ''title''', id)), '夜间噪音', 'reads it') from left_draft;
select is(pg_temp.act('demo_lead', pg_temp.submit('dispatch', pg_temp.form(), null, id)), 'ok', 'and dispatches it') from left_draft;
select is((select who from hotline.event e where e.ticket_id = left_draft.id and action = 'dispatch'), (select number || ' ' || name from hotline.person where login = 'demo_lead'), 'as the one who did') from left_draft;

-- a draft that is gone on with during a call is the call's record
create temporary table joined as select pg_temp.ticket('draft') as id, pg_temp.call_of('demo_agent') as call;
select is(pg_temp.act('demo_agent', pg_temp.submit('dispatch', pg_temp.form(), call, id)), 'ok', 'filed during the call') from joined;
select is((select call_id from hotline.ticket t where t.id = joined.id), call, 'it is the call''s record') from joined;

-- what says nothing is no reason, no talk, no result
create temporary table empty as select pg_temp.ticket('handling') as id, blank from unnest(array['　', E'\t\n', U&'\00A0\200B\FEFF ', '']) blank;
select is(pg_temp.act('demo_unit', pg_temp.step(id, 'return', blank)), 'reason_missing reason', 'no reason') from empty;
select is(pg_temp.act('demo_unit', format('select api.ticket_communicate(gen_random_uuid(), %s, ''telephone'', %L)', id, blank)), 'field_missing text', 'no talk') from empty;
select is(pg_temp.act('demo_agent', pg_temp.submit('dispatch', pg_temp.form(jsonb_build_object('title', blank)))), 'field_missing title', 'no title') from empty;

-- what a way out says stands in the record
create temporary table said as select way, (pg_temp.ask('demo_agent', pg_temp.submit(way, pg_temp.form('{"reason": "反复拨打", "urgency": "urgent", "urgency_reason": "有老人"}')))::jsonb ->> 'ticket')::bigint as id
from unnest(array['abusive', 'silent', 'dispatch']) way;
select is((select closing_note from hotline.ticket t where t.id = said.id), '反复拨打', way || ': the note is kept') from said where way <> 'dispatch';
select is((select data ->> 'urgency_reason' from hotline.event e where e.ticket_id = said.id), '有老人', 'the reason of another urgency stands in the timeline') from said where way = 'dispatch';

-- who did it keeps the name of then
update hotline.person set number = '9999', name = '别人' where login = 'demo_agent';
select is(pg_temp.ask('demo_agent2', format('select who from api.timeline where ticket_id = %s', id)), '1003 张敏', 'the timeline is not rewritten by a new name') from said where way = 'dispatch';

-- what the form may name
select is(pg_temp.act('demo_agent2', pg_temp.submit('dispatch', pg_temp.form(jsonb_build_object('category_id', (select id from hotline.category where level = 1 order by code limit 1)::text)))), 'category_not_leaf category_id', 'a category of the last level');
update hotline.area set enabled = false where code = 'QL0102';
update hotline.category set enabled = false where id = pg_temp.category('燃气供应');
select is(pg_temp.act('demo_agent2', pg_temp.submit('dispatch', pg_temp.form(jsonb_build_object('area_id', (select id from hotline.area where code = 'QL0102')::text)))), 'field_bad area_id', 'no area that is out of use');
select is(pg_temp.act('demo_agent2', pg_temp.submit('dispatch', pg_temp.form(jsonb_build_object('category_id', pg_temp.category('燃气供应')::text)))), 'field_bad category_id', 'no category that is out of use');
select is(pg_temp.act('demo_agent2', pg_temp.submit('dispatch', pg_temp.form(jsonb_build_object('unit_id', pg_temp.unit('RL')::text)))), 'unit_disabled unit_id', 'no unit that takes none');

-- the version that was read
create temporary table v as select pg_temp.ticket('returned') as id;
select is(pg_temp.act('demo_lead', format('select api.ticket_redispatch(gen_random_uuid(), %s, %s, ''x'', 1)', id, pg_temp.unit('HB'))), 'changed_meanwhile', 'a lead decides on what was read') from v;

-- the next year's calendar mends deadlines that were counted without it
create temporary table n as select pg_temp.ticket('handling') as id;
update hotline.ticket set accepted_at = '2026-12-28 10:00+08', due_at = '2027-01-04 17:30+08', due_known = false where id = (select id from n);
select is(pg_temp.act('demo_admin', $$select api.admin_import(gen_random_uuid(), 'calendar', '[{"day": "2027-01-01", "working": "no", "note": "元旦"}, {"day": "2027-10-01", "working": "no"}]')$$), 'ok', 'the calendar of 2027');
select is((select concat_ws(' ', due_at at time zone 'Asia/Shanghai', due_known) from hotline.ticket t where t.id = n.id), '2027-01-05 17:30:00 t', 'New Year is counted now') from n;
select is((select count(*) from hotline.event e where e.ticket_id = n.id and action = 'recount'), 1::bigint, 'and the timeline says so') from n;

select * from finish();
rollback;
