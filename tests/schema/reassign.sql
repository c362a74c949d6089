-- Giving many tickets away: to whom, all or none, who is told, and undoing it.
\ir prepare.psql
select no_plan();
set local timezone = 'Asia/Shanghai';

create function pg_temp.id_of(p_login text) returns bigint language sql as $$ select id from hotline.person where login = p_login $$;
create function pg_temp.owner(p_ticket bigint) returns text language sql as
$$ select p.login from hotline.ticket t join hotline.person p on p.id = t.owner_id where t.id = p_ticket $$;
create function pg_temp.dispatched(p_count integer) returns bigint[] language sql as
$$ select array_agg(pg_temp.ticket('dispatched')) from generate_series(1, p_count) $$;
create function pg_temp.undo(p_answer jsonb) returns text language sql as
$$ select format('select api.reassign_undo(gen_random_uuid(), %s)', p_answer ->> 'reassignment') $$;
create function pg_temp.told(p_login text) returns text language sql as
$$ select string_agg(concat_ws(' ', code, data ->> 'count', data ->> 'promises', data ->> 'others'), E'\n' order by id) from hotline.message where to_id = pg_temp.id_of(p_login) $$;
-- the refusal's values, {} when it is done; the effects are undone
create function pg_temp.values_of(p_login text, p_sql text) returns jsonb language plpgsql as $$
declare
    v_detail text;
begin
    perform set_config('session_authorization', p_login, true);
    execute p_sql;
    raise exception using errcode = 'UNDO1', detail = '{}';
exception when others then
    get stacked diagnostics v_detail = pg_exception_detail;
    reset session authorization;
    return v_detail::jsonb;
end
$$;

-- who follows a ticket is at first who accepted it
create temporary table d as select pg_temp.ticket('draft') as draft, pg_temp.ticket('handling') as handling, pg_temp.ticket('closed') as closed;
select is((select owner_id from hotline.ticket where id = draft), (select accepted_by from hotline.ticket where id = draft), 'the one who took it follows it') from d;

-- role by role
select is(pg_temp.act(login, pg_temp.reassign(array[handling], kind, array[receiver]), true), want, format('%s gives to %s', login, kind))
from d, (values ('demo_agent', '42501'), ('demo_unit', '42501'), ('demo_switch', '42501'), ('demo_lead', 'ok'), ('demo_admin', 'ok')) v (login, want),
     (values ('agents', 'demo_agent2'), ('units', 'HB')) k (kind, receiver);
select is(pg_temp.act(login, format('select * from api.reassign_loads(%L)', 'agents'), true), want, login || ' reads the loads')
from (values ('demo_agent', '42501'), ('demo_unit', '42501'), ('demo_lead', 'ok'), ('demo_admin', 'ok')) v (login, want);
select is(pg_temp.act('demo_lead', pg_temp.reassign(array[handling], kind, receivers::text[], reason)), want, format('%s %s %s', kind, receivers, reason))
from d, (values ('agents', '{}', '病假', 'field_missing to'), ('agents', '{demo_unit}', '病假', 'field_bad to'), ('agents', '{nobody}', '病假', 'field_bad to'),
                ('units', '{demo_agent}', '病假', 'unit_disabled to'), ('others', '{demo_agent2}', '病假', 'field_bad kind'),
                ('agents', '{demo_agent2}', '　', 'reason_missing reason'), ('agents', '{demo_agent2}', repeat('长', 501), 'field_too_long reason')) v (kind, receivers, reason, want);

-- one of them: the owner changes, nothing else; the timeline says from whom to whom and why
create temporary table was as select t.* from hotline.ticket t, d where t.id in (d.handling, d.draft);
select is(pg_temp.act('demo_lead', pg_temp.reassign(array[draft, handling], 'agents', array['demo_agent2'], '突发疾病')), 'ok', 'a draft and a ticket') from d;
select is(to_jsonb(t) - '{owner_id,version}'::text[], to_jsonb(was) - '{owner_id,version}'::text[], 'no state, no clock, no unit changes: ' || t.state)
from hotline.ticket t join was using (id);
select is((select concat_ws(' ', e.who, e.action, e.from_state, e.to_state, e.reason, e.data ->> 'from', '->', e.data ->> 'to') from hotline.event e where e.ticket_id = handling order by id desc limit 1),
    '2001 郑宏 reassign handling handling 突发疾病 1003 张敏 -> 1004 李强', 'the timeline has it all') from d;
select is((select given_to || ' ' || reason from api.timeline where ticket_id = handling order by id desc limit 1), '1004 李强 突发疾病', 'and shows it') from d;
select is(pg_temp.ask('demo_agent2', format('select string_agg(id::text, '' '' order by id) from api.ticket_list(''drafts'')')), draft::text, 'the draft is among the other''s') from d;
select is(pg_temp.ask('demo_agent', 'select count(*) from api.ticket_list(''drafts'')'), '0', 'and not among the own any more');
select is(pg_temp.ask('demo_agent', format('select count(*) from api.ticket_list(''mine'') where id = %s', handling)), '0', 'nor is the ticket') from d;
select is(pg_temp.ask('demo_agent', format('select accepted_by_name || '' '' || owner from api.ticket where id = %s', handling)), '1003 张敏 1004 李强', 'who accepted it stays a fact') from d;
select is(pg_temp.act('demo_agent', pg_temp.submit('save', pg_temp.form(), null, draft)), 'given_away', 'who had the draft is told who has it') from d;
select is(pg_temp.values_of('demo_agent', pg_temp.submit('dispatch', pg_temp.form(), null, draft)) ->> 'who', '1004 李强', 'by name') from d;
select is(pg_temp.act('demo_agent3', pg_temp.submit('save', pg_temp.form(), null, draft)), 'not_yours', 'a third hears nothing') from d;
select is(pg_temp.ask('demo_agent', format('select owner || ''|'' || reason from api.ticket_given(%s)', draft)), '1004 李强|突发疾病', 'the form sees what happened') from d;
select is(pg_temp.ask(login, format('select count(*) from api.ticket_given(%s)', draft)), '0', login || ' asks in vain') from d, unnest(array['demo_agent2', 'demo_agent3', 'demo_lead']) login;
select is(pg_temp.act('demo_agent2', pg_temp.submit('save', pg_temp.form(), null, draft)), 'ok', 'who has it goes on with it') from d;
select is(pg_temp.told('demo_agent'), 'taken_from_agents 2 0 1004 李强', 'who had them is told once');
select is(pg_temp.told('demo_agent2'), 'given_to_agents 2 0 1003 张敏', 'who has them too');
select is(pg_temp.told('demo_lead'), null, 'who did it knows');

-- evenly: who carries least gets what is over; what is there already stays
create temporary table e as select pg_temp.dispatched(7) as ids;
select is(pg_temp.ask('demo_lead', format('select string_agg(name || '' '' || gets, '', '') from api.reassign_preview(''agents'', %L, 37)',
        array[pg_temp.id_of('demo_agent2'), pg_temp.id_of('demo_agent3'), pg_temp.id_of('demo_agent4')])),
    (select string_agg(number || ' ' || name || ' ' || gets, ', ' order by place) from (values ('demo_agent3', 13, 1), ('demo_agent4', 12, 2), ('demo_agent2', 12, 3)) v (login, gets, place)
     join hotline.person using (login)), '37 among 3');
create temporary table even as select pg_temp.ask('demo_lead', pg_temp.reassign(ids, 'agents', array['demo_agent2', 'demo_agent3', 'demo_agent4'], '均分'))::jsonb as answer from e;
select is((select string_agg(p.login || ' ' || n, ', ' order by p.login) from (select owner_id, count(*) as n from hotline.ticket, e where id = any (ids) group by 1) x
    join hotline.person p on p.id = x.owner_id), 'demo_agent2 2, demo_agent3 3, demo_agent4 2', 'as the preview said');
select is(answer - 'reassignment' - 'shares', '{"count": 7, "stayed": 0, "promises": 0, "seconds": 60}', 'the answer counts') from even;
select is(pg_temp.ask('demo_lead', pg_temp.reassign(ids, 'agents', array['demo_agent3'], '归一'))::jsonb ->> 'stayed', '3', 'what is there already stays') from e;
select is((select count(*) from hotline.event, e where ticket_id = any (ids) and action = 'reassign'), 11::bigint, 'without an event');
select is((select bool_and(pg_temp.owner(id) = 'demo_agent3') from unnest(ids) id), true, 'all to one') from e;
select is(pg_temp.all_pages('demo_lead', 'reassign_loads(''agents'', %s)', '{name,id}', 5), (select string_agg(id::text, ',' order by number) from hotline.person where role = 'agent'),
          'page by page each once, by name');
select is(pg_temp.ask('demo_lead', 'select open from api.reassign_loads(''agents'') where id = ' || pg_temp.id_of('demo_agent3')), '7', 'the load counts them');
select is(pg_temp.ask('demo_lead', 'select string_agg(name, '', '') from api.reassign_loads(''owners'')'), (select string_agg(number || ' ' || name, ', ' order by number) from hotline.person
    where exists (select from hotline.ticket where owner_id = person.id and closed_at is null)), 'whose can be given away');

-- all or none: what has changed is named, by its number and who did it
create temporary table c as select pg_temp.dispatched(3) as ids;
create temporary table seen as select pg_temp.reassign(ids, 'agents', array['demo_agent2'], '过时') as sql from c;
select pg_temp.ask('demo_unit', pg_temp.step(ids[2], 'receive')) from c;
select is(pg_temp.act('demo_lead', sql), 'tickets_changed', 'one has changed') from seen;
select is(pg_temp.values_of('demo_lead', sql), jsonb_build_object('count', 1, 'tickets', array[ids[2]], 'numbers',
    (select number from hotline.ticket where id = ids[2]) || ' (' || (select number || ' ' || name from hotline.person where login = 'demo_unit') || ')'), 'it is named, with who did it') from seen, c;
select is((select count(*) from hotline.ticket, c where id = any (ids) and owner_id = pg_temp.id_of('demo_agent')), 3::bigint, 'and nothing was done');
select is(pg_temp.act('demo_lead', pg_temp.reassign(ids || closed, 'agents', array['demo_agent2'])), 'tickets_unfit', 'a closed ticket is nobody''s work') from c, d;
select is(pg_temp.values_of('demo_lead', pg_temp.reassign(ids || pg_temp.ticket('draft'), 'units', array['HB'])) ->> 'count', '1', 'a draft goes to no unit') from c;
select is(pg_temp.act('demo_lead', 'select api.reassign(gen_random_uuid(), ''{99999999}'', ''{1}'', ''agents'', array[' || pg_temp.id_of('demo_agent2') || '], ''x'')'), 'tickets_changed', 'one that is not there');
create temporary table once as select gen_random_uuid() as id, array(select version from hotline.ticket where id = any (ids) order by id) as versions from c;
select is(pg_temp.ask('demo_lead', format('select api.reassign(%L, %L, %L, ''agents'', %L, ''同一请求'')', once.id, ids, versions, array[pg_temp.id_of('demo_agent2')])),
          pg_temp.ask('demo_lead', format('select api.reassign(%L, %L, %L, ''agents'', %L, ''同一请求'')', once.id, ids, versions, array[pg_temp.id_of('demo_agent2')])), 'sent twice, done once') from once, c;
select is((select count(*) from hotline.reassignment where reason = '同一请求'), 1::bigint, 'really');

-- districts: a lead of one touches its tickets only
update hotline.person set district_id = (select id from hotline.area where code = 'QL02') where login = 'demo_lead2';
select is(pg_temp.act('demo_lead2', pg_temp.reassign(ids, 'agents', array['demo_agent3']), true), 'tickets_changed', 'another district''s are not to be seen') from c;
select is(pg_temp.values_of('demo_lead2', pg_temp.reassign(ids[1:1], 'agents', array['demo_agent3'])) ->> 'numbers', '?', 'nor named') from c;
update hotline.ticket set area_id = (select id from hotline.area where code = 'QL02') where id = (select ids[1] from c);
select is(pg_temp.act('demo_lead2', pg_temp.reassign(ids[1:1], 'agents', array['demo_agent3']), true), 'ok', 'the own are') from c;
select is(pg_temp.act('demo_admin', pg_temp.reassign(ids, 'agents', array['demo_agent3']), true), 'ok', 'the administrator''s are all') from c;
select is(pg_temp.ask('demo_admin', 'select count(*) from api.ticket_list(''drafts'')'), (select count(*)::text from hotline.ticket where state = 'draft'), 'drafts too');

-- all of an agent: the promises go along, with their ticket or evenly
create temporary table ill as select pg_temp.id_of('demo_agent5') as id;
update hotline.ticket set owner_id = ill.id from ill, c where ticket.id = any (c.ids);
insert into hotline.callback (kind, person_id, ticket_id, phone, phone_masked, due_at)
select 'promised', ill.id, x.ticket, '13800000000', '', now() + x.n * interval '1 hour' from ill, c, (values (1, null), (2, null), (3, 1)) v (n, about)
cross join lateral (select v.n, case when v.about = 1 then c.ids[3] end as ticket) x;
select is(pg_temp.ask('demo_lead', format('select count(*) from api.ticket_list(''owner'', p_owner => %s)', ill.id)), '3', 'all of the one who fell ill') from ill;
create temporary table gone as select pg_temp.ask('demo_lead', pg_temp.reassign(ids, 'agents', array['demo_agent3', 'demo_agent4'], '病假', 'demo_agent5'))::jsonb as answer from c;
select is(answer ->> 'promises', '3', 'three promises') from gone;
select is((select count(*) from hotline.callback, ill where person_id = ill.id and closed_at is null), 0::bigint, 'none is left behind');
select is((select person_id from hotline.callback where ticket_id = ids[3] and kind = 'promised'), (select owner_id from hotline.ticket where id = ids[3]), 'the promise is with its ticket') from c;
select is((select count(*) || ' ' || min(reason) from hotline.event where action = 'give_promise'), '3 病假', 'each with a line that stays');
select is(pg_temp.act('demo_lead', pg_temp.undo(answer)), 'ok', 'undone') from gone;
select is((select count(*) from hotline.event where action = 'give_promise' and data ->> 'to' like '1007 %'), 3::bigint, 'and going back');
select is((select count(*) from hotline.callback, ill where person_id = ill.id and closed_at is null), 3::bigint, 'with the promises');
select is((select string_agg(split_part(line, ' ', 1), ' ') from string_to_table(pg_temp.told('demo_agent5'), E'\n') line), 'taken_from_agents given_back', 'told both times');

-- to units: a second dispatch, as one by one
create temporary table u as select pg_temp.ticket('dispatched') as dispatched, pg_temp.ticket('handling') as handling, pg_temp.ticket('returned') as returned, pg_temp.ticket('handling') as one;
insert into hotline.ticket_co_unit (ticket_id, unit_id, added_by) select handling, pg_temp.unit('HB'), pg_temp.id_of('demo_lead') from u;
create temporary view stay as select d.ticket_id, string_agg(concat_ws(' ', c.code, d.action, d.outcome), ', ' order by d.id) as said
from hotline.dispatch d join hotline.unit c on c.id = d.unit_id group by 1;
create temporary table stayed as select * from stay;
select pg_temp.ask('demo_unit', pg_temp.step(handling, 'ask_extension')) from u;
update hotline.ticket set returns = 9 where id = (select returned from u);
create temporary table before as select t.* from hotline.ticket t, u where t.id in (u.dispatched, u.handling, u.returned);
create temporary table moved as select pg_temp.ask('demo_lead', pg_temp.reassign(array[dispatched, handling, returned], 'units', array['HB'], '职责调整'))::jsonb as answer from u;
select pg_temp.ask('demo_lead', pg_temp.step(one, 'redispatch', '职责调整')) from u;
create function pg_temp.rest(p_ticket hotline.ticket) returns jsonb language sql as
$$ select to_jsonb(p_ticket) - '{id,number,version,accepted_at,dispatched_at,call_id,returns,binding}'::text[] $$;
select is(pg_temp.rest(t), pg_temp.rest(o), b.state || ': as one by one') from u, before b join hotline.ticket t using (id), hotline.ticket o where o.id = u.one;
select is(array(select said from stay, u where ticket_id = any (array[u.dispatched, u.returned]) order by ticket_id),
    array['CG dispatch moved, HB redispatch', 'CG dispatch returned, HB redispatch'], 'one stay has ended, another begun');
select is((select said from stay where ticket_id = handling), (select said from stay where ticket_id = one), 'as one by one') from u;
select is((select count(*) from hotline.ticket_co_unit where ticket_id = handling), 0::bigint, 'the lead unit is no co-handler any more') from u;
select is((select string_agg(t.binding::text, ' ' order by t.id) from hotline.ticket t join before using (id)), 'false false true', 'binding by the bound of returns');
select is((select concat_ws(' ', action, from_state, to_state, reason, data ->> 'unit', data ->> 'due_at' is not null) from hotline.event where ticket_id = handling order by id desc limit 1),
    'redispatch handling dispatched 职责调整 ' || (select name from hotline.unit where code = 'HB') || ' t', 'so is the timeline') from u;
select is((select count(*) from hotline.extension where ticket_id = handling), 0::bigint, 'what waited for a decision falls') from u;
select is(pg_temp.told('demo_unit2'), 'given_to_units 3 0 ' || (select name from hotline.unit where id = pg_temp.unit()), 'the unit''s people are told');
select is(pg_temp.told('demo_unit'), 'taken_from_units 3 0 ' || (select name from hotline.unit where code = 'HB'), 'and those who had them');
select is(pg_temp.ask('demo_lead', pg_temp.reassign(array[dispatched], 'units', array['HB'], '再次'))::jsonb ->> 'stayed', '1', 'what lies there keeps its clock') from u;
-- undone: all as it was, but the version; what has moved on stays
select pg_temp.ask('demo_unit2', pg_temp.step(dispatched, 'receive')) from u;
create temporary table undone as select pg_temp.ask('demo_lead', pg_temp.undo(answer))::jsonb as answer from moved;
select is(answer, jsonb_build_object('undone', 2, 'stayed', 1, 'numbers', (select number from hotline.ticket where id = dispatched)), 'two are back, one has moved on and is named') from undone, u;
select is(to_jsonb(t) - 'version', to_jsonb(b) - 'version', b.state || ': as it was') from before b join hotline.ticket t using (id), u where t.id <> u.dispatched;
select is(pg_temp.unit('HB'), (select unit_id from hotline.ticket where id = dispatched), 'what was touched since is not taken away') from u;
select is((select working_days from hotline.extension where ticket_id = handling and decided_at is null), 5, 'the extension waits again') from u;
select is((select array_agg(x.said order by x.ticket_id) from stay x, u where x.ticket_id in (u.handling, u.returned)),
    (select array_agg(x.said order by x.ticket_id) from stayed x, u where x.ticket_id in (u.handling, u.returned)), 'the stays go on') from u;
select is((select count(*) from hotline.ticket_co_unit where ticket_id = handling), 1::bigint, 'the co-handler handles along again') from u;
select is(hotline.clock_start(t), t.accepted_at, 'the clock counts from acceptance again') from hotline.ticket t, u where t.id = u.handling;
select is((select concat_ws(' ', action, from_state, to_state, reason) from hotline.event where ticket_id = handling order by id desc limit 1), 'undo_redispatch dispatched handling 职责调整', 'the timeline keeps both') from u;

-- undoing has its time, and its person
select is(pg_temp.act('demo_lead', pg_temp.undo(answer)), 'undone_already', 'once') from moved;
create temporary table late as select pg_temp.ask('demo_lead', pg_temp.reassign(ids, 'agents', array['demo_agent2'], '稍后'))::jsonb as answer from e;
select is(pg_temp.act('demo_lead2', pg_temp.undo(answer)), 'not_found', 'another''s is not mine to undo') from late;
update hotline.reassignment set at = at - interval '61 seconds' where id = (select (answer ->> 'reassignment')::bigint from late);
select is(pg_temp.act('demo_lead', pg_temp.undo(answer)), 'undo_too_late', 'after a minute it stands') from late;

select * from finish();
rollback;
