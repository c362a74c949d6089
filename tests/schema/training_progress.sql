-- Training: what is known, what comes next, and how results come to the centre and its leads.
\ir training_prepare.psql
select no_plan();
insert into hotline.setting (key, value, meaning) values ('training', 'yes', '-');
select pg_temp.take(pg_temp.scenario('new1'), pg_temp.scenario('new2', '{"level": 2}'), pg_temp.scenario('hard', '{"level": 3, "expect.category": "商品质量"}'), pg_temp.scenario('due1', '{"expect.category": "商品质量"}'),
    pg_temp.scenario('due2'), pg_temp.scenario('later'), pg_temp.scenario('goods', '{"expect.category": "商品质量"}'), pg_temp.scenario('desk', '{"role": "lead", "flow": "objection", "caller": null}')) \g /dev/null

-- A result of somebody, so many days ago.
create function pg_temp.had(p_login text, p_scenario text, p_points double precision, p_days double precision, p_state text default 'done', p_items jsonb default '[]') returns uuid language sql as $$
    insert into hotline.training_result (id, person_id, scenario, title, role, flow, level, category, state, points, hints, seconds, speed, in_shift, started_at, ended_at, items)
    select gen_random_uuid(), p.id, p_scenario, '剧本', p.role, 'complaint', 1, coalesce((select category from hotline.scenario where code = p_scenario), '环境保护'), p_state, p_points, 0, 60, 1, false,
           now() - p_days * interval '1 day' - interval '5 minutes', now() - p_days * interval '1 day', p_items
    from hotline.person p where p.login = p_login returning id
$$;
create function pg_temp.boxes(p_login text) returns text language sql as $$
    select string_agg(concat_ws(' ', b.scenario, b.played, b.box, round(extract(epoch from b.due_at - now()) / 86400)), ',' order by b.scenario)
    from hotline.training_boxes((select id from hotline.person where login = p_login)) b
$$;
-- boxes: up with each time it is mastered in a row, down to the first with one that is not
select pg_temp.had('demo_agent3', scenario, points, days) from (values ('a', 80, 3.0), ('b', 79.9, 3), ('c', 80, 9), ('c', 90, 5), ('d', 90, 9), ('d', 90, 8), ('d', 90, 7), ('e', 90, 9), ('e', 90, 8), ('e', 90, 7), ('e', 90, 6), ('e', 90, 5), ('e', 90, 4),
    ('f', 90, 9), ('f', 20, 8), ('g', 90, 9), ('g', 20, 8), ('g', 90, 7), ('g', 95, 6)) v (scenario, points, days) \g /dev/null
select pg_temp.had('demo_agent3', 'h', 0, 1, 'missed'), pg_temp.had('demo_agent3', 'i', 0, 1, 'dropped'), pg_temp.had('demo_agent3', 'a', 0, 1, 'dropped') \g /dev/null
select is(pg_temp.boxes('demo_agent3'), 'a 1 2 -1,b 1 1 -2,c 2 3 -1,d 3 4 1,e 6 5 12,f 2 1 -7,g 4 3 -2,h 1 1 0', 'boxes, and due after 1, 2, 4, 8, 16 days; what was given up does not count');
select is((select concat_ws(' ', best, last) from hotline.training_boxes((select id from hotline.person where login = 'demo_agent3')) where scenario = 'g'), '95 95', 'the best and the last');
select is((select concat_ws(' ', best, last) from hotline.training_boxes((select id from hotline.person where login = 'demo_agent3')) where scenario = 'f'), '90 20', 'of each');

-- the order to practise in: what is due, the weakest category first; then what is new, easy before hard; then the rest
select pg_temp.had('demo_agent', 'due1', 10, 5), pg_temp.had('demo_agent', 'due2', 90, 9), pg_temp.had('demo_agent', 'later', 85, 0.1), pg_temp.had('demo_agent', 'later', 85, 0.2) \g /dev/null
select is(pg_temp.ask('demo_agent', 'select string_agg(code, '' '' order by rank) from api.scenarios()'), 'due1 due2 goods new1 new2 hard later', 'in this order');
select is(pg_temp.ask('demo_agent', 'select string_agg(rank::text, '' '') from api.scenarios()'), '1 2 3 4 5 6 7', 'and so they come');
select is(pg_temp.ask('demo_agent', 'select concat_ws('' '', played, best, last, box) from api.scenarios() where code = ''later'''), '2 85 85 3', 'with what was done');
select is(pg_temp.ask('demo_agent', 'select concat_ws('' '', played, coalesce(best::text, ''-''), box, coalesce(due_at::text, ''-'')) from api.scenarios() where code = ''new1'''), '0 - 0 -', 'and what was not');
select is(pg_temp.ask('demo_lead', 'select string_agg(code, '' '') from api.scenarios()'), 'desk', 'those of one''s role');
select is(pg_temp.ask('demo_agent2', 'select string_agg(code, '' '' order by rank) from api.scenarios()'), 'due1 due2 goods later new1 new2 hard', 'who never played: easy before hard');

-- weak spots, the weakest category first, with what was lost there
select pg_temp.had('demo_agent4', scenario, points, days, 'done', items::jsonb) from (values ('new1', 70, 3, '[{"item": "way", "points": 10, "out_of": 10}, {"item": "facts", "points": 0, "out_of": 20}, {"item": "tone", "points": 5, "out_of": 15}]'),
    ('new2', 90, 1, '[{"item": "facts", "points": 18, "out_of": 20}, {"item": "unit", "points": 0, "out_of": 9}]'), ('hard', 40, 2, '[{"item": "category", "points": 0, "out_of": 20}]'), ('goods', 100, 5, '[]')) v (scenario, points, days, items) \g /dev/null
select is(pg_temp.ask('demo_agent4', 'select string_agg(concat_ws(''|'', category, played, mean, last, lost), '';'') from api.training_weak()'),
    (select category from hotline.scenario where code = 'hard') || '|2|70|40|category;环境保护|2|80|90|facts tone', 'the mean, the last, the two items that lost most');
select is(pg_temp.ask('demo_agent', 'select count(*) from api.training_results(null, 0)'), '0', 'no more than asked for');
select is(pg_temp.ask('demo_agent', 'select string_agg(scenario, '' '') from api.training_results()'), 'later later due1 due2', 'one''s own, the newest first');

-- ---- a real drill, exported from the laptop
create temporary table drill as select pg_temp.begin('demo_agent10', 'new1') as id;
select pg_temp.answer('demo_agent10', id), pg_temp.say('demo_agent10', '您好') from drill \g /dev/null
select pg_temp.act('demo_agent10', pg_temp.submit('dispatch', pg_temp.form(), (pg_temp.of(id)).call_id)), pg_temp.finish('demo_agent10', id) from drill \g /dev/null
select pg_temp.had('demo_agent10', 'new2', 33.3, 2, 'missed'), pg_temp.had('demo_agent10', 'new2', 0, 2, 'dropped') \g /dev/null
create function pg_temp.export(p_login text) returns jsonb language sql as $$
    select coalesce(jsonb_agg(e - '{login,taken_at}'::text[]), '[]') from jsonb_array_elements(hotline.results_written()) e
    where e ->> 'login' = p_login and e ->> 'state' <> 'dropped' and e -> 'taken_at' = 'null'
$$;
create temporary table sent as select pg_temp.export('demo_agent10') as results;
select is(jsonb_array_length(results), 2, 'what was given up stays at home') from sent;
select is(results -> 0 ->> 'state', 'missed', 'the oldest first') from sent;
select is((select string_agg(k, ' ') from jsonb_object_keys(results -> 0) k where k in ('person_id', 'taken_at')), null, 'without a person') from sent;
select is(pg_temp.export('demo_agent11'), '[]', 'each exports the own');
-- the shared database is another one
delete from hotline.training_result;
delete from hotline.setting where key = 'training';
create function pg_temp.taking(p_results jsonb) returns text language sql as $$ select format('select api.training_take(gen_random_uuid(), %L)', p_results) $$;
select is(pg_temp.ask('demo_agent10', pg_temp.taking(results))::jsonb, '{"taken": 2, "known": 0, "others": 0}', 'taken') from sent;
select is(pg_temp.ask('demo_agent10', pg_temp.taking(results))::jsonb, '{"taken": 0, "known": 2, "others": 0}', 'once, also when sent twice') from sent;
select is(pg_temp.ask('demo_agent11', pg_temp.taking(results))::jsonb, '{"taken": 0, "known": 2, "others": 2}', 'or by another') from sent;
select is(pg_temp.ask('demo_agent10', pg_temp.taking(results || results))::jsonb, '{"taken": 0, "known": 4, "others": 0}', 'or twice in one') from sent;
select is((select string_agg(distinct p.login, ' ') from hotline.training_result r join hotline.person p on p.id = r.person_id), 'demo_agent10', 'whose they are');
select is((select count(*) from hotline.training_result where taken_at is null), 0::bigint, 'marked as taken');
select is((select jsonb_agg((to_jsonb(r) - '{person_id,taken_at}'::text[]) order by r.ended_at) from hotline.training_result r), results, 'as they were') from sent;
select is(pg_temp.ask('demo_agent10', pg_temp.taking('[]'))::jsonb, '{"taken": 0, "known": 0, "others": 0}', 'nothing is no error');
select is(pg_temp.ask('demo_agent10', format('select api.training_take(''44444444-4444-4444-8444-444444444444'', %L)', jsonb_build_array(results -> 0 || '{"id": "55555555-5555-4555-8555-555555555555"}')))::jsonb, '{"taken": 1, "known": 0, "others": 0}', 'one more') from sent;
select is(pg_temp.ask('demo_agent10', format('select api.training_take(''44444444-4444-4444-8444-444444444444'', %L)', jsonb_build_array(results -> 0 || '{"id": "55555555-5555-4555-8555-555555555555"}')))::jsonb, '{"taken": 1, "known": 0, "others": 0}', 'the same request, the same answer') from sent;
delete from hotline.training_result where id = '55555555-5555-4555-8555-555555555555';

-- what is no result is refused, and with it all that came along
select is(pg_temp.act('demo_agent', format('select api.training_take(gen_random_uuid(), %s)', said)), 'training_bad', said) from unnest(array['null', '''null''', '''{}''', '''"x"''', '''[1]''', '''[null]''', '''[[]]''', '''["x"]''', '''[{}]''']) said;
select is(pg_temp.act('demo_agent', pg_temp.taking(jsonb_build_array(results -> 1 || '{"id": "66666666-6666-4666-8666-666666666666"}', results -> 0 || '{"id": "77777777-7777-4777-8777-777777777777"}' || change))), 'training_bad', change::text) from sent, (values
    ('{"id": "x"}'::jsonb), ('{"id": null}'), ('{"points": 101}'), ('{"points": -1}'), ('{"points": "NaN"}'), ('{"points": null}'), ('{"points": "many"}'), ('{"state": "won"}'), ('{"state": null}'), ('{"role": "king"}'), ('{"flow": ""}'), ('{"flow": null}'),
    ('{"level": 4}'), ('{"level": null}'), ('{"level": 1.5}'), ('{"hints": -1}'), ('{"hints": null}'), ('{"seconds": -5}'), ('{"seconds": 99999999999}'), ('{"started_at": "infinity"}'), ('{"started_at": "-infinity"}'), ('{"started_at": "yesterday noonish"}'), ('{"ended_at": null}'),
    ('{"started_at": "2099-01-01"}'), ('{"items": null}'), ('{"items": {}}'), ('{"items": [1]}'), ('{"items": [{"item": "way"}]}'), ('{"items": [{"item": "way", "points": "x", "out_of": 1}]}'), ('{"items": [{"item": 3, "points": 1, "out_of": 1}]}'), ('{"items": [null]}'), ('{"items": [{"item": "way", "points": 1e400, "out_of": 1}]}'), ('{"items": [{"item": "way", "points": 1, "out_of": -1}]}'),
    ('{"typing": 1}'), ('{"in_shift": null}'), ('{"in_shift": "perhaps"}'), ('{"speed": null}'), ('{"title": ""}'), ('{"scenario": null}'), ('{"category": null}'), (jsonb_build_object('typing', jsonb_build_array(repeat(md5('x') || random(), 9000))))) v (change);
select is((select count(*) from hotline.training_result), 2::bigint, 'nothing of it was written');
select is(pg_temp.act('demo_agent', pg_temp.taking((select jsonb_agg(x.r) from (select results -> 0 as r from generate_series(1, 10001)) x))), 'training_bad', 'too many at once') from sent;
-- a clock that runs ahead
select is(pg_temp.act('demo_agent11', pg_temp.taking(jsonb_build_array(results -> 0 || '{"id": "88888888-8888-4888-8888-888888888888", "started_at": "2098-12-31", "ended_at": "2099-01-01", "title": "很久"}'))), 'ok', 'a clock that runs ahead') from sent;
select ok(ended_at <= clock_timestamp() and started_at <= ended_at, 'is set right') from hotline.training_result where id = '88888888-8888-4888-8888-888888888888';
-- who may
select is(pg_temp.act('demo_switch', pg_temp.taking('[]')), '42501', 'the switch does not train');
select is(pg_temp.act('demo_agent', 'select * from api.training_of_agents()'), '42501', 'agents do not see each other');

-- ---- what leads see: the agents of their district, all of them for the city's
update hotline.person set district_id = (select id from hotline.area where code = 'QL02') where login = 'demo_agent12';
insert into hotline.person (login, name, number, role, district_id) select 'demo_lead3', '班长', '2003', 'lead', id from hotline.area where code = 'QL02';
create role demo_lead3 login;
grant hotline_lead to demo_lead3;
create temporary table theirs as select (results -> 1 ->> 'id')::uuid as id from sent;
select is(pg_temp.ask(login, format('select count(*) from (select * from api.training_result(%L) x where x.id is not null) y', id)), seen, login || ' sees ' || seen) from theirs, (values ('demo_agent10', '1'), ('demo_lead2', '1'), ('demo_lead', '1'), ('demo_admin', '1'),
    ('demo_lead3', '0'), ('demo_agent11', '0'), ('demo_unit', '0')) v (login, seen);
select is(pg_temp.ask(login, format('select count(*) from api.training_weak(%s)', (select id from hotline.person where login = 'demo_agent10'))), seen, login || ' weak spots') from (values ('demo_lead2', '1'), ('demo_lead', '1'), ('demo_lead3', '0'), ('demo_agent11', '0')) v (login, seen);
select is(pg_temp.ask(login, 'select string_agg(concat_ws('' '', number, played, scenarios, mastered, round(mean::numeric, 1), round(recent::numeric, 1), weakest), '','') from api.training_of_agents()'), seen, login || ' sees the agents') from (values
    ('demo_lead2', '1012 2 2 1 66.7 66.7 环境保护,1013 1 1 0 33.3 33.3 环境保护'), ('demo_lead3', null), ('demo_lead', '1012 2 2 1 66.7 66.7 环境保护,1013 1 1 0 33.3 33.3 环境保护')) v (login, seen);
update hotline.training_result set ended_at = ended_at - interval '15 days', started_at = started_at - interval '16 days' where id <> (select id from theirs);
select is(pg_temp.ask('demo_lead2', 'select concat_ws('' '', round(mean::numeric, 1), recent) from api.training_of_agents() where number = ''1012'''), '66.7 100', 'and of late');
-- with what explains it, where the scenario is known
select is(pg_temp.ask('demo_lead2', format('select concat_ws('' '', who, title, state, points, why, source) from api.training_result(%L)', id)), '1012 吴倩 剧本 new1 done 100 为什么 目录', 'with its explanation') from theirs;
update hotline.scenario set code = 'gone' where code = 'new2';
select is(pg_temp.ask('demo_agent10', format('select concat_ws(''|'', title, why, source, hint_cost) from api.training_result(%L)', (select results -> 0 ->> 'id' from sent))), '剧本|||0', 'and without it');
select is(pg_temp.ask('demo_agent', 'select count(*) from (select * from api.training_result(gen_random_uuid()) x where x.id is not null) y'), '0', 'what there is not is nothing');
select * from finish();
rollback;
