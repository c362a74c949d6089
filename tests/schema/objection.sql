-- The lead's desk: judging a return, dispatching again with co-handlers, mending the catalogue, supervising; who may.
\ir prepare.psql
select no_plan();

update hotline.person set district_id = (select id from hotline.area where code = 'QL02') where login = 'demo_lead2';
create function pg_temp.state(p_id bigint) returns text language sql as
$$ select concat_ws(' ', t.state, u.code, t.returns, t.binding, t.units) from hotline.ticket t join hotline.unit u on u.id = t.unit_id where t.id = p_id $$;
create function pg_temp.again(p_id bigint, p_unit text, p_co text[] default '{}', p_reason text default '职责所在') returns text language sql as
$$ select format('select api.ticket_redispatch(gen_random_uuid(), %s, %s, %L, null, %L, %L, %L)', p_id, pg_temp.unit(p_unit), p_reason,
                 pg_temp.unit(p_co[1]), pg_temp.unit(p_co[2]), pg_temp.unit(p_co[3])) $$;
create function pg_temp.mend(p_id bigint, p_unit text, p_category bigint default pg_temp.category(), p_area text default null, p_reason text default '目录有误') returns text language sql as
$$ select format('select api.catalogue_mend(gen_random_uuid(), %s, %L, %L, %L, %L)', p_id, p_category,
                 (select id from hotline.area where code = p_area), pg_temp.unit(p_unit), p_reason) $$;

-- the whole way: upheld and binding, another unit, returned again, the bound, a decision that binds
create temporary table o as select pg_temp.ticket('returned') as id;
select is(pg_temp.state(id), 'returned CG 1 f 1', 'returned once') from o;
select is(pg_temp.act(login, pg_temp.again(id, 'HB')), want, login || ' dispatches again: ' || want) from o,
    (values ('demo_agent', '42501'), ('demo_unit', '42501'), ('demo_lead2', 'not_found')) v (login, want);
select is(pg_temp.act(login, pg_temp.step(id, 'uphold')), want, login || ' upholds: ' || want) from o,
    (values ('demo_agent', 'not_your_role'), ('demo_unit', 'not_your_role'), ('demo_admin', '42501'), ('demo_lead2', 'not_found')) v (login, want);
select is(pg_temp.act('demo_lead', pg_temp.again(id, 'HB', '{}', ' ')), 'reason_missing reason', 'not without a reason') from o;
select is(pg_temp.act('demo_lead', pg_temp.step(id, 'uphold')), 'ok', 'upheld') from o;
select is(pg_temp.act('demo_unit', pg_temp.step(id, 'return')), 'return_binding', 'which binds the unit') from o;
select is(pg_temp.act('demo_lead', pg_temp.again(id, 'HB')), 'ok', 'to another unit') from o;
select is(pg_temp.state(id), 'dispatched HB 1 f 2', 'which may return it once more') from o;
select is(pg_temp.act('demo_unit2', pg_temp.step(id, 'return')), 'ok', 'and does') from o;
select is(pg_temp.act('demo_lead', pg_temp.again(id, 'CG')), 'ok', 'the bound is reached') from o;
select is(pg_temp.state(id), 'dispatched CG 2 t 2', 'the decision binds') from o;
select is(pg_temp.act('demo_unit', pg_temp.step(id, 'return')), 'return_binding', 'the first unit keeps it') from o;
select is((select string_agg(concat_ws(' ', action, reason), ',' order by id) from hotline.event e where e.ticket_id = o.id and role = 'lead'),
          'uphold 理由,redispatch 职责所在,redispatch 职责所在', 'all that the lead did stands in the timeline with the reason') from o;

-- circling tickets have a list
select is(pg_temp.ask(login, format('select count(*) from api.ticket_list(''circling'') where id = %s and circling', id)), want, login || ' finds it circling: ' || want)
from o, (values ('demo_lead', '1'), ('demo_admin', '1'), ('demo_lead2', '0'), ('demo_unit3', '0')) v (login, want);
create temporary table three as select pg_temp.ticket('dispatched') as id;
select is(pg_temp.ask('demo_lead', format('select circling from api.ticket where id = %s', id)), 'false', 'one unit is no circle') from three;
select is(pg_temp.act('demo_lead', pg_temp.again(id, unit)), 'ok', 'on to ' || unit) from three, unnest(array['HB', 'CG', 'ZJ']) unit;
select is(pg_temp.ask('demo_lead', format('select circling from api.ticket where id = %s', id)), 'true', 'three are, without a return') from three;

-- what the lead sees: the reason, both units, the catalogue
create temporary table seen as select (pg_temp.ask('demo_agent', pg_temp.submit('dispatch', pg_temp.form(
    jsonb_build_object('category_id', pg_temp.category('大气污染')))))::jsonb ->> 'ticket')::bigint as id;
select is(pg_temp.act('demo_unit', pg_temp.step(id, 'return')), 'ok', 'a return of another kind') from seen;
select is(pg_temp.ask('demo_lead', format('select concat_ws(''|'', reason, returned_by, binds, entry_category, entry_unit) from api.objection(%s)', id)),
          '理由|3001 马骏|f|环境保护|市生态环境局', 'the reason, who gave it, the nearest entry') from seen;
select is(pg_temp.ask('demo_lead', format('select concat_ws(''|'', place, unit, dispatched, returned, finished, tried) from api.objection_units(%s) where place = 0', id)),
          (select concat_ws('|', 0, '市城市管理局', count(*), count(*) filter (where outcome = 'returned'), count(*) filter (where outcome = 'finished'), 't')
           from hotline.dispatch where unit_id = pg_temp.unit() and category_id = pg_temp.category('大气污染')), 'the unit''s own record with this category') from seen;
select is(pg_temp.ask('demo_lead', format('select concat_ws(''|'', place, unit, source, tried) from api.objection_units(%s) where place = 1', id)),
          '1|市生态环境局|catalogue|f', 'the other that is suggested') from seen;
select is(pg_temp.ask(login, format('select count(*) from api.objection(%s)', id)), want, login || ' reads it: ' || want)
from seen, (values ('demo_lead', '1'), ('demo_admin', '1'), ('demo_lead2', '0')) v (login, want);
select is(pg_temp.act(login, format('select * from api.objection(%s)', id)), '42501', login || ' does not') from seen, unnest(array['demo_agent', 'demo_unit']) login;
select is(pg_temp.ask('demo_lead', format('select string_agg(unit || outcome, '','') from api.objection_dispatches(%s)', id)),
          '市城市管理局returned,市城市管理局moved,市生态环境局returned,市城市管理局', 'and where it has been') from o;
create temporary table late as select pg_temp.ticket('handling') as id;
update hotline.ticket set due_at = now() - interval '1 hour' where id = (select id from late);
select is(pg_temp.act('demo_unit', pg_temp.step(id, s)), 'ok', s) from late, unnest(array['talk', 'tell', 'finish']) s;
select is((select concat_ws(' ', outcome, on_time) from hotline.dispatch where ticket_id = late.id), 'finished f', 'what is finished late counts as late') from late;

-- co-handlers: see, talk, say their part; no more
create temporary table c as select pg_temp.ticket('returned') as id;
select is(pg_temp.act('demo_lead', pg_temp.again(id, 'CG', array['CG'])), 'co_unit_bad co_unit', 'the lead unit is no co-handler') from c;
select is(pg_temp.act('demo_lead', pg_temp.again(id, 'CG', array['HB', 'HB'])), 'co_unit_bad co_unit2', 'nor one twice') from c;
select is(pg_temp.act('demo_lead', pg_temp.again(id, 'CG', array['HB', 'ZJ'])), 'ok', 'with two co-handlers') from c;
select is(pg_temp.ask(login, format('select count(*) from api.ticket where id = %s', id)), want, login || ' sees it: ' || want)
from c, (values ('demo_unit', '1'), ('demo_unit2', '1'), ('demo_unit3', '1'), ('demo_unit4', '0')) v (login, want);
select is(pg_temp.ask(login, format('select count(*) from api.ticket_list(''co'') where id = %s', id)), want, login || ' has it among those to co-handle: ' || want)
from c, (values ('demo_unit', '0'), ('demo_unit2', '1'), ('demo_unit3', '1'), ('demo_unit4', '0')) v (login, want);
select is(pg_temp.ask('demo_unit2', format('select co_units from api.ticket where id = %s', id)), '市生态环境局、市住房和城乡建设局', 'with whom') from c;
select is(pg_temp.ask('demo_unit2', format('select co_units from api.timeline where ticket_id = %s and action = ''redispatch''', id)), '市生态环境局、市住房和城乡建设局', 'the timeline says so too') from c;
select is(pg_temp.act('demo_unit', pg_temp.step(id, 'receive')), 'ok', 'the lead unit accepts') from c;
select is(pg_temp.act('demo_unit2', pg_temp.step(id, s)), 'not_your_unit', 'a co-handler does not ' || s) from c, unnest(array['finish', 'return', 'ask_extension', 'feed_back']) s;
select is(pg_temp.ask('demo_unit2', format('select string_agg(action, '','' order by action) from api.ticket_actions(%s)', id)), 'communicate,contribute,demand_ask', 'it talks and contributes') from c;
select is(pg_temp.act('demo_unit2', pg_temp.step(id, 'talk')), 'ok', 'talks') from c;
select is(pg_temp.act('demo_unit2', format('select api.ticket_contribute(gen_random_uuid(), %s, ''　'')', id)), 'field_missing text', 'not with nothing') from c;
select is(pg_temp.act('demo_unit2', pg_temp.step(id, 'contribute')), 'ok', 'says its part') from c;
select is(pg_temp.ask('demo_unit', format('select co_parts from api.ticket where id = %s', id)), '市生态环境局: 已清理路面', 'which the lead unit sees') from c;
select is(pg_temp.act('demo_unit', pg_temp.step(id, 'contribute')), 'not_co_unit', 'the lead unit has no part beside its result') from c;
select is(pg_temp.act('demo_unit', pg_temp.step(id, 'tell')), 'ok', 'tells') from c;
select is(pg_temp.act('demo_unit', pg_temp.step(id, 'finish')), 'communication_missing', 'a co-handler''s talk does not stand for the lead unit''s') from c;
select is(pg_temp.act('demo_unit', pg_temp.step(id, s)), 'ok', 'its own does: ' || s) from c, unnest(array['talk', 'finish']) s;
select is(pg_temp.act('demo_unit4', pg_temp.step(id, 'contribute')), 'not_found', 'a stranger sees nothing') from c;
create temporary table gone as select pg_temp.ticket('returned') as id;
select is(pg_temp.act('demo_lead', pg_temp.again(id, 'CG', array['HB'])), 'ok', 'co-handled') from gone;
select is(pg_temp.act('demo_lead', pg_temp.again(id, 'ZJ', array['CG'])), 'ok', 'and anew') from gone;
select is(pg_temp.ask('demo_unit2', format('select count(*) from api.ticket where id = %s', id)), '0', 'who is no co-handler any more sees it no more') from gone;

-- the catalogue is mended: who may, where, and what waits has the new suggestion
create temporary table m as select pg_temp.ticket('returned') as id, pg_temp.ticket('returned') as same, pg_temp.ticket('draft') as draft,
    (pg_temp.ask('demo_agent', pg_temp.submit('dispatch', pg_temp.form(jsonb_build_object('category_id', pg_temp.category('环境卫生')))))::jsonb ->> 'ticket')::bigint as other;
select is(pg_temp.act('demo_unit', pg_temp.step(other, 'return')), 'ok', 'another kind is returned too') from m;
select is(pg_temp.act(login, pg_temp.mend(id, 'ZJ')), want, login || ' mends: ' || want) from m,
    (values ('demo_agent', '42501'), ('demo_unit', '42501'), ('demo_admin', '42501'), ('demo_lead2', 'not_found')) v (login, want);
select is(pg_temp.act('demo_lead', pg_temp.mend(id, 'ZJ', p_reason => '')), 'reason_missing reason', 'not without a reason') from m;
select is(pg_temp.act('demo_lead', pg_temp.mend(id, 'ZJ', pg_temp.category('环境卫生'))), 'field_bad category_id', 'for the ticket''s category') from m;
select is(pg_temp.act('demo_lead', pg_temp.mend(id, 'ZJ', p_area => 'QL0201')), 'field_bad area_id', 'in the ticket''s area') from m;
select is(pg_temp.ask('demo_lead', format('select mended from api.ticket where id = %s', id)), 'false', 'nothing is mended yet') from m;
select is((pg_temp.ask('demo_lead', pg_temp.mend(id, 'ZJ'))::jsonb ->> 'waiting')::int,
          (select count(*)::int from hotline.ticket where state in ('returned', 'draft') and category_id = pg_temp.category() and unit_id <> pg_temp.unit('ZJ')),
          'mended: it says how many wait') from m;
select is(pg_temp.ask('demo_lead', format('select string_agg(mended::text, '','' order by id) from api.ticket_list(''all'') where id in (%s, %s, %s, %s)', id, same, draft, other)),
          'true,true,true,false', 'what waits and is of the same kind is marked') from m;
select is(pg_temp.ask('demo_agent', format('select unit from api.suggest_unit(%s, %s, '''') where place = 1', pg_temp.category(), pg_temp.area())), '市住房和城乡建设局', 'a form is suggested the new unit');
select is(pg_temp.ask('demo_lead', format('select unit from api.objection_units(%s) where place = 1', same)), '市住房和城乡建设局', 'the other objection too') from m;
select is(pg_temp.act('demo_lead', pg_temp.mend(same, 'ZJ')), 'catalogue_same unit_id', 'not twice the same') from m;
select is((select concat_ws(' ', state, reason, data ->> 'unit') from hotline.event e join hotline.ticket t on t.id = e.ticket_id where e.ticket_id = m.id and action = 'mend'),
          'returned 目录有误 市住房和城乡建设局', 'in the timeline, and the ticket still waits') from m;
select is((select concat_ws(' ', login, kind, outcome, data ->> 'unit', data ->> 'reason') from hotline.admin_log order by id desc limit 1),
          'demo_lead catalogue changed 市住房和城乡建设局 目录有误', 'and in the log of what was set up');
-- an entry that an administrator takes out counts alike: what waits falls back to the next wider entry, and shows it
create function pg_temp.import(p_area text, p_unit text) returns text language sql as $$
    select format('select api.admin_import(gen_random_uuid(), ''catalogue'', %L)', jsonb_build_array(jsonb_build_object('area', p_area, 'unit', p_unit)
        || jsonb_build_object('category', (select code from hotline.category where id = pg_temp.category())))) $$;
create function pg_temp.marked() returns text language sql as $$
    select pg_temp.ask('demo_lead', format('select string_agg(mended::text, '','' order by id) from api.ticket_list(''all'') where id in (%s, %s)', id, same)) from m $$;
select is(pg_temp.ask('demo_admin', pg_temp.import('', unit))::jsonb -> 0 ->> 'outcome', want, want) from (values ('CG', 'changed'), ('CG', 'unchanged')) v (unit, want);
select is(pg_temp.marked(), 'false,false', 'the catalogue names their unit again');
select is(pg_temp.ask('demo_admin', pg_temp.import('', ''))::jsonb -> 0 ->> 'outcome', 'disabled', 'taken out');
select is(pg_temp.ask('demo_admin', pg_temp.import('', ''))::jsonb -> 0 ->> 'outcome', 'unchanged', 'once');
select isnt((select unit_id from hotline.catalogue_entry(pg_temp.category(), pg_temp.area())), pg_temp.unit(), 'a wider entry holds, or none');
select is(pg_temp.marked(), 'true,true', 'what waits shows that the entry is gone');
select is(pg_temp.ask('demo_lead', format('select mended from api.objection(%s)', same)), 'true', 'the judging too') from m;
select is(pg_temp.ask('demo_admin', 'select count(*) from api.admin_list(''catalogue'') r where r ->> ''unit'' is null'), '0', 'it is no entry any more');
select is(pg_temp.ask('demo_admin', pg_temp.import('QL02', 'ZJ'))::jsonb -> 0 ->> 'outcome', 'added', 'one for another district');
select is(pg_temp.ask('demo_admin', pg_temp.import('QL01', 'CG'))::jsonb -> 0 ->> 'outcome', 'added', 'one of their district, with their unit');
select is(pg_temp.marked(), 'false,false', 'names it again');
select is(pg_temp.ask('demo_admin', pg_temp.import('QL01', ''))::jsonb -> 0 ->> 'outcome', 'disabled', 'taken out');
select is(pg_temp.marked(), 'true,true', 'and marks it');
select is(pg_temp.ask('demo_admin', pg_temp.import('', 'ZJ'))::jsonb -> 0 ->> 'outcome', 'added', 'put in again');
select is(pg_temp.act('demo_lead', pg_temp.again(id, 'ZJ')), 'ok', 'dispatched by it') from m;
select is(pg_temp.ask('demo_lead', format('select mended from api.ticket where id = %s', id)), 'false', 'no sign any more') from m;
update hotline.person set district_id = (select id from hotline.area where code = 'QL01') where login = 'demo_lead2';
select is(pg_temp.act('demo_lead2', pg_temp.mend(same, 'SC')), 'catalogue_not_yours area_id', 'a district''s lead does not mend the city''s') from m;
select is(pg_temp.act('demo_lead2', pg_temp.mend(same, 'SC', p_area => 'QL01')), 'ok', 'but the district''s') from m;
select is((select u.code from hotline.catalogue_entry(pg_temp.category(), (select id from hotline.area where code = 'QL0201')) e join hotline.unit u on u.id = e.unit_id), 'ZJ', 'elsewhere nothing changed');
update hotline.person set district_id = (select id from hotline.area where code = 'QL02') where login = 'demo_lead2';

-- supervised and escalated while open: marked, a shorter clock, never a longer one
update hotline.unit set superior_id = pg_temp.unit('GA') where code = 'CG';
create temporary table s as select state, pg_temp.ticket(state) as id from unnest(array['dispatched', 'handling', 'returned']) state;
select is(pg_temp.act(login, format('select api.ticket_supervise(gen_random_uuid(), %s, ''supervise'', ''x'')', id)), want, login || ' supervises: ' || want) from s,
    (values ('demo_agent', '42501'), ('demo_unit', '42501'), ('demo_admin', '42501'), ('demo_lead2', 'not_found')) v (login, want) where state = 'handling';
select is(pg_temp.act('demo_lead', format('select api.ticket_supervise(gen_random_uuid(), %s, ''supervise'', '''')', id)), 'reason_missing reason', 'not without a reason') from s where state = 'handling';
update hotline.ticket set dispatched_at = now() - interval '1 hour' where id in (select id from s);
select is(pg_temp.act('demo_lead', pg_temp.step(id, 'supervise')), 'ok', 'supervised while ' || state) from s;
select is((select concat_ws(' ', t.state, t.supervised, t.working_days, t.due_at = d.due_at, t.dispatched_at < now()) from hotline.ticket t, hotline.deadline(now(), 2) d where t.id = s.id),
          state || ' t 2 t t', 'it stays where it is, with two days from now') from s;
select is(pg_temp.ask(login, format('select bool_and(supervised) from api.ticket_list(%L) where id = %s', filter, id)), 'true', login || ' sees the mark in the list')
from s, (values ('demo_agent', 'open'), ('demo_lead', 'open'), ('demo_unit', 'unit'), ('demo_admin', 'open')) v (login, filter) where state = 'handling';
update hotline.ticket set due_at = now() + interval '1 minute', working_days = 5 where id in (select id from s);
select is(pg_temp.act('demo_lead', pg_temp.step(id, 'supervise')), 'ok', 'once more') from s where state = 'handling';
select is((select concat_ws(' ', due_at = now() + interval '1 minute', working_days) from hotline.ticket t where t.id = s.id), 't 5', 'a clock that ends sooner is kept') from s where state = 'handling';
select is(pg_temp.act('demo_lead', pg_temp.step(id, 'escalate')), 'ok', 'escalated while ' || state) from s;
select is((select concat_ws(' ', t.state, u.code, t.escalated, t.binding, due_at = now() + interval '1 minute') from hotline.ticket t join hotline.unit u on u.id = t.unit_id where t.id = s.id),
          'dispatched GA t t t', 'to the superior, which keeps it, with no more time') from s;
select is(pg_temp.ask('demo_unit', format('select count(*) from api.ticket where id = %s', id)), '0', 'the unit has it no more') from s where state = 'handling';
create temporary table alone as select (pg_temp.ask('demo_agent', pg_temp.submit('dispatch', pg_temp.form(jsonb_build_object('unit_id', pg_temp.unit('HB')))))::jsonb ->> 'ticket')::bigint as id;
select is(pg_temp.act('demo_lead', pg_temp.step(id, 'escalate')), 'ok', 'escalated without a superior') from alone;
select is((select concat_ws(' ', state, unit_id = pg_temp.unit('HB'), escalated, working_days) from hotline.ticket t where t.id = alone.id), 'dispatched t t 1', 'the unit keeps it, within a day') from alone;
create temporary table done as select pg_temp.ticket('finished') as id;
select is(pg_temp.act('demo_lead', format('select api.ticket_supervise(gen_random_uuid(), %s, ''supervise'', ''x'')', id)), 'callback_asks_rating', 'what is finished is asked at the callback') from done;
select is(pg_temp.act('demo_lead', format('select api.ticket_supervise(gen_random_uuid(), %s, ''urge'', ''x'')', id)), 'field_bad action', 'no other step comes this way') from alone;

-- extensions: the lead sees what was asked and where it would lead; the wall holds
create temporary table e as select pg_temp.ticket('handling') as id;
select is(pg_temp.ask('demo_lead', format('select count(*) from api.extension_asked(%s)', id)), '0', 'nothing is asked') from e;
select is(pg_temp.act('demo_unit', format('select api.ticket_ask_extension(gen_random_uuid(), %s, 26, ''等配件'')', id)), 'extension_wall days', '5 and 26 are beyond the wall') from e;
select is(pg_temp.act('demo_unit', format('select api.ticket_ask_extension(gen_random_uuid(), %s, 25, ''等配件'')', id)), 'ok', '5 and 25 are not') from e;
select is(pg_temp.ask('demo_lead', format('select concat_ws(''|'', days, reason, asked_by, all_days, wall, due_at = %L::timestamptz) from api.extension_asked(%s)', d.due_at, id)),
          '25|等配件|3001 马骏|30|30|t', 'what was asked, why, and the new deadline') from e, hotline.deadline((select accepted_at from hotline.ticket t where t.id = e.id), 30) d;
select is(pg_temp.ask('demo_lead2', format('select count(*) from api.extension_asked(%s)', id)), '0', 'not another district''s lead') from e;
select is(pg_temp.act('demo_lead2', pg_temp.step(id, 'grant_extension')), 'not_found', 'who does not decide it either') from e;
select is(pg_temp.act('demo_lead', pg_temp.step(id, 'grant_extension', '')), 'reason_missing reason', 'not without a reason') from e;
select is(pg_temp.act('demo_lead', pg_temp.step(id, 'grant_extension')), 'ok', 'granted') from e;
select is((select due_at from hotline.ticket t where t.id = e.id), d.due_at, 'the deadline is the one that was shown') from e, hotline.deadline((select accepted_at from hotline.ticket t where t.id = e.id), 30) d;
select is(pg_temp.act('demo_unit', pg_temp.step(id, 'ask_extension')), 'extension_wall days', 'then no day more') from e;
-- a clock that started anew is extended from there
create temporary table anew as select pg_temp.ticket('finished') as id;
update hotline.ticket set accepted_at = now() - interval '30 days' where id = (select id from anew);
select is(pg_temp.act('demo_agent2', pg_temp.step(id, 'reopen')), 'ok', 'handled again') from anew;
select is(pg_temp.act('demo_unit', pg_temp.step(id, s)), 'ok', s) from anew, unnest(array['receive', 'ask_extension']) s;
select is(pg_temp.ask('demo_lead', format('select due_at > now() + interval ''9 days'' from api.extension_asked(%s)', id)), 'true', 'the new round counts from its own start') from anew;

select * from finish();
rollback;
