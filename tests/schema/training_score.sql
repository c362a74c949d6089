-- Training: what a drill is worth. A perfect run has all points, each single mistake costs exactly its item's.
\ir training_prepare.psql
select no_plan();
insert into hotline.setting (key, value, meaning) values ('training', 'yes', '-');

-- A call from beginning to end. in: what is said, the act that makes the record ({call}, {ticket} and {own} stand for ids: the call, the first ticket set out, the one made), what else is done
-- first; how many seconds of life it takes. out: the drill.
create function pg_temp.run(p_code text, p_say text[], p_record text, p_before text default null, p_seconds numeric default 30, p_login text default 'demo_agent') returns uuid language plpgsql as $$
declare
    v_drill uuid := pg_temp.begin(p_login, p_code);
    v_call  bigint := pg_temp.answer(p_login, v_drill);
    v_act   text;
    v_said  text;
begin
    foreach v_said in array p_say loop
        perform pg_temp.say(p_login, v_said);
    end loop;
    foreach v_act in array array_remove(array[p_before, p_record], null) loop
        v_act := replace(replace(v_act, '{call}', v_call::text), '{own}', coalesce((select id::text from hotline.ticket where call_id = v_call), ''));
        v_act := pg_temp.act(p_login, replace(v_act, '{ticket}', coalesce((select ticket_id::text from hotline.drill_ticket where drill_id = v_drill and place = 1), '')));
        if v_act <> 'ok' then
            raise exception '%', v_act;
        end if;
    end loop;
    perform pg_temp.pass(v_drill, p_seconds);
    perform pg_temp.hang_up(p_login, v_drill);
    perform pg_temp.play();
    perform pg_temp.play();
    return v_drill;
end
$$;
create function pg_temp.points(p_drill uuid) returns numeric language sql as $$ select (pg_temp.result(p_drill)).points::numeric $$;
create function pg_temp.item(p_drill uuid, p_item text) returns numeric language sql as $$
    select (i ->> 'points')::numeric from jsonb_array_elements((pg_temp.result(p_drill)).items) i where i ->> 'item' = p_item
$$;
create function pg_temp.record(p_way text, p_changes jsonb default '{}') returns text language sql as $$ select pg_temp.submit(p_way, pg_temp.form(p_changes)) $$;
-- The record of the call that is talked in.
create function pg_temp.sent(p_way text, p_changes jsonb default '{}') returns text language sql as $$
    select format('select api.ticket_submit(gen_random_uuid(), %L, null, {call}, %L)', p_way, pg_temp.form(p_changes))
$$;

-- ---- dispatch: every item of a form
select pg_temp.take(pg_temp.scenario('dispatch', jsonb_build_object(
    'expect.urgency', 'general', 'facts', '[{"name": "地点", "field": "address", "text": ["丽景小区东门"]}, {"name": "几点", "field": "body", "text": ["晚上8点到11点半"]}, {"name": "摊数", "text": ["四个炉子", "4个烤炉"]},
        {"name": "谁", "field": "citizen_name", "text": ["王女士"]}, {"name": "保密", "field": "confidential", "text": ["千万别说是我讲的"]}]'::jsonb,
    'tone', '["greet", "place", "confirm", "deadline"]'::jsonb, 'hints', '[{"text": "一", "cost": 3}, {"text": "二", "cost": 5}]'::jsonb,
    'traps', '[{"kind": "abuse", "text": "不争吵", "forbid": [{"say": "rude"}, {"words": ["你有病", "活该"]}]}, {"kind": "privacy", "text": "不看号码", "forbid": [{"action": "unmask"}]},
        {"kind": "overreach", "text": "不承诺", "forbid": [{"say": "promise"}]}, {"kind": "not_ours", "text": "不派环保", "forbid": [{"unit": "HB"}]}, {"kind": "emergency", "text": "不是紧急", "forbid": [{"urgency": "urgent"}]}]'::jsonb,
    'rubric', '{"way": 10, "category": 16, "kind": 4, "urgency": 6, "unit": 14, "facts": 20, "tone": 12, "time": 8, "rules": 10}'::jsonb))) \g /dev/null
create temporary table good as select '{您好,请问您在哪儿?,我跟您核对一下,五个工作日内给您答复,感谢您的来电,再见}'::text[] as said,
    '{"address": "丽景小区的东门外", "body": "每晚20:00至23:30,4个炉子烧烤,很吵", "confidential": "true"}'::jsonb as form;
-- in: changes to the form, another way, other words
create function pg_temp.dispatched(p_changes jsonb default '{}', p_way text default 'dispatch', p_say text[] default null, p_before text default null, p_seconds numeric default 30) returns uuid language sql as $$
    select pg_temp.run('dispatch', coalesce(p_say, said), pg_temp.sent(p_way, form || p_changes), p_before, p_seconds) from pg_temp.good
$$;
create temporary table best as select pg_temp.dispatched() as id;
select is(pg_temp.points(id), 100::numeric, 'a perfect run') from best;
select is((select string_agg(concat_ws(' ', i ->> 'item', i ->> 'points', i ->> 'out_of'), ',' order by n) from jsonb_array_elements((pg_temp.result(id)).items) with ordinality x (i, n)),
    'way 10.0 10,category 16.0 16,kind 4.0 4,urgency 6.0 6,unit 14.0 14,facts 20.0 20,tone 12.0 12,time 8.0 8,rules 10.0 10', 'item by item, in the rubric''s order') from best;
select is((select concat_ws(' ', flow, level, category, role, state, hints, in_shift, seconds between 30 and 33) from hotline.training_result r where r.id = best.id), 'complaint 1 环境保护 agent done 0 f t', 'with all that is told of it') from best;
select is(pg_temp.points(pg_temp.dispatched()), 100::numeric, 'equal answers are worth the same');
select is(pg_temp.points(pg_temp.dispatched(changes, way)), 100 - lost, format('%s costs %s', what, lost)) from (values
    ('category of the same root', 'dispatch', '{"category_id": "大气污染"}', 8.0), ('category of another root', 'dispatch', '{"category_id": "商品质量"}', 16), ('kind', 'dispatch', '{"kind": "consult"}', 4),
    ('urgency', 'dispatch', '{"urgency": "complex", "urgency_reason": "复杂"}', 6), ('unit', 'dispatch', '{"unit_id": "SC"}', 14), ('one fact of five', 'dispatch', '{"address": "丽景小区西门"}', 4),
    ('another time', 'dispatch', '{"body": "每晚20:00至23:00,4个炉子烧烤,很吵"}', 4), ('no confidence', 'dispatch', '{"confidential": ""}', 4), ('two facts', 'dispatch', '{"body": "很吵"}', 8), ('a name', 'dispatch', '{"citizen_name": "李先生"}', 4),
    ('all facts but the name', 'dispatch', '{"address": "", "body": "很吵", "confidential": ""}', 16), ('the unit of a trap: unit and rule', 'dispatch', '{"unit_id": "HB"}', 16),
    ('the urgency of a trap: urgency and rule', 'dispatch', '{"urgency": "urgent", "urgency_reason": "急"}', 8)) v (what, way, said, lost),
    lateral (select jsonb_object_agg(e.key, case e.key when 'category_id' then to_jsonb(pg_temp.category(e.value)::text) when 'unit_id' then to_jsonb(pg_temp.unit(e.value)::text) else to_jsonb(e.value) end) as changes
             from jsonb_each_text(said::jsonb) e) c;
select is(pg_temp.points(pg_temp.dispatched(p_say => array(select s from good, unnest(said) s where s !~ word))), 100 - lost, 'not said: ' || word) from (values ('您好', 3.0), ('核对', 3), ('工作日', 3), ('再见', 0), ('.', 12)) v (word, lost);
select is(pg_temp.points(pg_temp.dispatched(p_say => (select said || line from good))), 98::numeric, 'a rule broken: ' || line) from unnest(array['这不归我管', '你真是活该', '我保证明天给您解决']) line;
select is(pg_temp.points(pg_temp.dispatched('{"title": "他真是活該:活该"}')), 98::numeric, 'also in what is written');
select is(pg_temp.points(pg_temp.dispatched(p_before => 'select api.phone_unmask(gen_random_uuid(), null, {call}, ''看看'')')), 98::numeric, 'the number looked at');
select is(pg_temp.points(pg_temp.dispatched(p_say => (select said || '{这不归我管,我保证明天给您解决}' from good))), 96::numeric, 'two rules');
-- another way: what it has counts
select is(pg_temp.points(pg_temp.dispatched('{}', 'answer')), 100 - 10 - 14::numeric, 'answered: neither way nor unit');
-- in time, at the limit, beyond it, at twice the limit
select is(hotline.time_share(seconds, 240), share::double precision, seconds || ' s') from (values (0, 1.0), (239, 1), (240, 1), (300, 0.75), (360, 0.5), (480, 0), (900, 0)) v (seconds, share);
select is(hotline.time_share(null, 240), null, 'no time, no points');
select is(pg_temp.item(pg_temp.dispatched(p_seconds => seconds), 'time') between points - 0.2 and points, true, seconds || ' s: ' || points) from (values (200, 8.0), (300, 6), (360, 4), (480, 0), (1000, 0)) v (seconds, points);
create temporary table fast as select pg_temp.begin('demo_agent', 'dispatch', 4) as id;
select pg_temp.answer('demo_agent', id), pg_temp.pass(id, 75), pg_temp.act('demo_agent', pg_temp.submit('dispatch', pg_temp.form(), (pg_temp.of(id)).call_id)), pg_temp.finish('demo_agent', id) from fast \g /dev/null
select is(pg_temp.item(id, 'time') between 5.8 and 6, true, 'at four times the speed 75 seconds are 300') from fast;
-- hints cost, down to nothing
create function pg_temp.hinted(p_hints integer) returns uuid language plpgsql as $$
declare
    v_drill uuid := pg_temp.begin('demo_agent', 'dispatch');
begin
    perform pg_temp.answer('demo_agent', v_drill);
    for i in 1 .. p_hints loop perform pg_temp.act('demo_agent', 'select api.drill_hint(gen_random_uuid())'); end loop;
    perform pg_temp.act('demo_agent', pg_temp.submit('dispatch', pg_temp.form('{"unit_id": null}'::jsonb || jsonb_build_object('unit_id', pg_temp.unit('SC')::text, 'category_id', pg_temp.category('商品质量')::text, 'kind', 'consult', 'address', '', 'citizen_name', '')), (pg_temp.of(v_drill)).call_id));
    perform pg_temp.finish('demo_agent', v_drill);
    return v_drill;
end
$$;
select is(pg_temp.points(pg_temp.hinted(h)), 34.0 - cost, h || ' hints') from (values (0, 0), (1, 3), (2, 8)) v (h, cost);
select is(hotline.hint_cost('{"hints": [{"cost": 60}, {"cost": 60}]}', 2), 120::double precision, 'more than there is');

-- ---- nothing done is worth nothing: neither time nor rules are given away
select is(pg_temp.points(pg_temp.run('dispatch', '{}', 'select api.ticket_submit(gen_random_uuid(), ''silent'', null, {call}, ''{}'')')), 0::numeric, 'a record of nothing');
create temporary table missed as select pg_temp.begin('demo_agent', 'dispatch') as id;
select pg_temp.play(), pg_temp.pass(id, 100), pg_temp.play() from missed \g /dev/null
select is(pg_temp.points(id) || ' ' || (select sum((i ->> 'points')::numeric) from jsonb_array_elements((pg_temp.result(id)).items) i), '0 0.0', 'a call that is missed') from missed;
select is((pg_temp.result(id)).seconds, null, 'took no time') from missed;

-- urged after its own ticket was sent out: the record is the ticket
select is(pg_temp.item(pg_temp.run('dispatch', '{}', 'select api.ticket_step(gen_random_uuid(), {own}, ''urge'', ''急'')', pg_temp.sent('dispatch')), 'way'), 10.0, 'the first record is the call''s');

-- ---- the other ways
select pg_temp.take(
    pg_temp.scenario('answer', '{"flow": "consult", "expect": {"way": "answer", "category": "噪音污染", "kind": "consult", "article": "KB900"}, "facts": [{"name": "答复", "text": ["由城市管理局查处"]}],
        "rubric": {"way": 30, "category": 10, "kind": 10, "article": 30, "facts": 20}}'),
    pg_temp.scenario('decline', '{"expect": {"way": "decline"}, "facts": [{"name": "去向", "text": ["申请再审"]}], "traps": [{"text": "不说改判", "forbid": [{"words": ["改判"]}, {"way": "dispatch"}]}], "rubric": {"way": 50, "facts": 30, "rules": 20}}'),
    pg_temp.scenario('transfer', '{"flow": "emergency", "expect": {"way": "transfer", "transfer_to": "119"}, "tone": ["hold"], "rubric": {"way": 50, "transfer_to": 30, "tone": 20}}'),
    pg_temp.scenario('silent', '{"expect": {"way": "silent"}, "caller.opening": null, "rubric": {"way": 90, "time": 10}}'),
    pg_temp.scenario('abusive', '{"expect": {"way": "abusive"}, "tone": ["warn"], "rubric": {"way": 60, "tone": 40}}'),
    pg_temp.scenario('join', '{"flow": "duplicate", "given": [{"title": "烧烤摊", "category": "噪音污染", "unit": "CG", "body": "很吵"}], "expect": {"way": "join", "steps": [{"ticket": 1, "action": "join"}]}, "facts": [{"name": "几点", "field": "body", "text": ["晚上10点以后"]}, {"name": "谁", "field": "citizen_name", "text": ["陈先生"]}], "rubric": {"way": 40, "steps": 40, "facts": 20}}'),
    pg_temp.scenario('urge', '{"flow": "urge", "given": [{"title": "烧烤摊", "category": "噪音污染", "unit": "CG", "phone": "13900002222"}], "expect": {"way": "urge", "steps": [{"ticket": 1, "action": "urge", "reason": ["三天没人来"]}]}, "facts": [{"name": "几天", "field": "body", "text": ["3天"]}], "rubric": {"way": 40, "steps": 40, "facts": 20}}')) \g /dev/null
create function pg_temp.worth(p_code text, p_record text, p_say text[] default '{}', p_before text default null) returns numeric language sql as $$ select pg_temp.points(pg_temp.run(p_code, p_say, p_record, p_before)) $$;
create temporary table article as select id from hotline.article where key = 'KB900';
select is(pg_temp.worth('answer', pg_temp.sent('answer', jsonb_build_object('kind', 'consult', 'answer', '归市城市管理局查处', 'articles', id::text) || changes)), points::numeric, 'answer: ' || what) from article, lateral (values
    ('perfect', '{}'::jsonb, 100), ('no article', '{"articles": ""}', 70), ('another answer', '{"answer": "不知道", "articles": ""}', 50), ('another kind', '{"kind": "demand"}', 90)) v (what, changes, points);
select is(pg_temp.worth('answer', pg_temp.sent('dispatch', '{"kind": "consult", "body": "归市城市管理局查处"}')), 40::numeric, 'answer: dispatched instead');
select is(pg_temp.worth('decline', pg_temp.sent('decline', jsonb_build_object('way_to_go', way))), points::numeric, 'decline: ' || way) from (values ('向上一级法院申请再审', 100), ('法院', 70), ('申请再审,可能改判', 80)) v (way, points);
select is(pg_temp.worth('decline', pg_temp.sent('dispatch', '{"body": "要申请再审"}')), 30::numeric, 'decline: dispatched instead, which is a trap');
select is(pg_temp.worth('transfer', pg_temp.sent('transfer', jsonb_build_object('transfer_to', number)), said), points::numeric, 'transfer: ' || number || said::text) from (values ('119', '{请不要挂机}'::text[], 100), ('110', '{请不要挂机}', 70), ('119', '{}', 80)) v (number, said, points);
select is(pg_temp.worth('silent', pg_temp.sent(way)), points::numeric, 'silent: ' || way) from (values ('silent', 100), ('abusive', 0)) v (way, points);
select is(pg_temp.worth('abusive', pg_temp.sent(way), said), points::numeric, 'abusive: ' || way) from (values ('abusive', '{请您文明用语}'::text[], 100), ('abusive', '{}', 60), ('silent', '{请您文明用语}', 40)) v (way, said, points);
select is(pg_temp.worth('join', format('select api.ticket_join(gen_random_uuid(), {ticket}, {call}, %L)', form)), points::numeric, 'join: ' || form) from (values
    ('{"citizen_name": "陈先生", "body": "每天22点以后吵"}', 100), ('{"citizen_name": "陈先生", "body": "吵"}', 90), ('{"body": "吵"}', 80)) v (form, points);
select is(pg_temp.worth('join', pg_temp.sent('dispatch', '{"citizen_name": "陈先生", "body": "22点以后"}')), 20::numeric, 'join: a second ticket instead');
select is(pg_temp.worth('urge', format('select api.ticket_step(gen_random_uuid(), {ticket}, ''urge'', %L)', reason)), points::numeric, 'urge: ' || reason) from (values ('已过3天没有人来', 100), ('没有人来', 40), ('都3天了', 60)) v (reason, points);
select is(pg_temp.worth('urge', pg_temp.sent('dispatch', '{"body": "三天没人来"}')), 20::numeric, 'urge: a second ticket instead');
-- ---- a lead's steps
select pg_temp.take(
    pg_temp.scenario('desk', '{"flow": "objection", "role": "lead", "caller": null, "limit": 300, "given": [
        {"title": "一", "category": "噪音污染", "unit": "CG", "state": "returned", "reason": "不归我们"}, {"title": "二", "category": "商品质量", "unit": "CG", "state": "returned", "reason": "不归我们"},
        {"title": "三", "category": "噪音污染", "unit": "CG", "state": "handling", "days": 5, "reason": "要检测"}, {"title": "四", "category": "噪音污染", "unit": "CG", "state": "handling", "days": 9, "reason": "人手紧张"},
        {"title": "五", "category": "噪音污染", "unit": "CG", "state": "dispatched", "agent": "1004"}],
        "expect": {"steps": [{"ticket": 1, "action": "uphold", "reason": ["占道经营归城管", "露天烧烤由城管查处"]}, {"ticket": 2, "action": "redispatch", "unit": "SC"}, {"ticket": 3, "action": "grant_extension", "reason": ["检测要八个工作日"]},
            {"ticket": 4, "action": "deny_extension"}, {"ticket": 5, "action": "reassign"}, {"ticket": 5, "action": "supervise", "reason": ["群众反映强烈"]}]},
        "traps": [{"text": "不合并", "forbid": [{"action": "merge"}, {"action": "escalate"}]}], "rubric": {"steps": 80, "rules": 10, "time": 10}}')) \g /dev/null
create function pg_temp.ticket_of(p_drill uuid, p_place integer) returns bigint language sql as $$ select ticket_id from hotline.drill_ticket where drill_id = p_drill and place = p_place $$;
-- in: which steps are left out; what is done instead
create function pg_temp.desk(p_without integer[], p_instead text[] default '{}') returns numeric language plpgsql as $$
declare
    v_drill uuid := pg_temp.begin('demo_lead', 'desk');
    v_step  record;
    v_done  text;
begin
    for v_step in select n, call from (values
        (1, pg_temp.step(pg_temp.ticket_of(v_drill, 1), 'uphold', '露天烧烤属占道经营,由城管查处')), (2, format('select api.ticket_redispatch(gen_random_uuid(), %s, %s, ''质量问题'')', pg_temp.ticket_of(v_drill, 2), pg_temp.unit('SC'))),
        (3, pg_temp.step(pg_temp.ticket_of(v_drill, 3), 'grant_extension', '检测需要8个工作日')), (4, pg_temp.step(pg_temp.ticket_of(v_drill, 4), 'deny_extension', '没有事由')),
        (5, pg_temp.reassign(array[pg_temp.ticket_of(v_drill, 5)], 'agents', array['demo_agent3'])), (6, pg_temp.step(pg_temp.ticket_of(v_drill, 5), 'supervise', '群众反映很强烈'))) v (n, call)
        where n <> all (p_without)
        union all select 10, replace(replace(x, '{1}', pg_temp.ticket_of(v_drill, 1)::text), '{2}', pg_temp.ticket_of(v_drill, 2)::text) from unnest(p_instead) x loop
        v_done := pg_temp.act('demo_lead', v_step.call);
        if v_done <> 'ok' then raise exception '% %', v_step.n, v_done; end if;
    end loop;
    perform pg_temp.finish('demo_lead', v_drill);
    return pg_temp.points(v_drill);
end
$$;
select is(pg_temp.desk('{}'), 100::numeric, 'lead: all steps');
select is(pg_temp.desk(array[n]), round(100 - 80 / 6.0, 1)::numeric, 'lead: without step ' || n) from generate_series(1, 6) n;
select is(pg_temp.desk('{1}', array['select api.ticket_step(gen_random_uuid(), {1}, ''uphold'', ''不行'')']), 86.7::numeric, 'lead: for no such reason');
select is(pg_temp.desk('{2}', array[format('select api.ticket_redispatch(gen_random_uuid(), {2}, %s, ''质量'')', pg_temp.unit('HB'))]), 86.7::numeric, 'lead: to another unit');
select is(pg_temp.desk('{1}', array['select api.ticket_supervise(gen_random_uuid(), {1}, ''escalate'', ''急'')']), 76.7::numeric, 'lead: into the trap');
select is(pg_temp.desk('{1,2,3,4,5,6}'), 0::numeric, 'lead: nothing done');

-- ---- a unit's steps
select pg_temp.take(
    pg_temp.scenario('hand', '{"flow": "handle", "role": "unit", "caller": null, "given": [{"title": "一", "category": "噪音污染", "unit": "CG", "state": "dispatched"}, {"title": "二", "category": "商品质量", "unit": "CG", "state": "dispatched"},
        {"title": "三", "category": "噪音污染", "unit": "CG", "state": "handling"}],
        "expect": {"steps": [{"ticket": 1, "action": "receive"}, {"ticket": 1, "action": "communicate"}, {"ticket": 1, "action": "feed_back", "reason": ["已经取缔"]}, {"ticket": 1, "action": "finish", "reason": ["已经取缔"]},
            {"ticket": 2, "action": "return", "reason": ["商品质量归市场监管局"]}, {"ticket": 3, "action": "ask_extension", "reason": ["要做检测"]}]}, "rubric": {"steps": 90, "time": 10}}')) \g /dev/null
create function pg_temp.hand(p_without integer[]) returns numeric language plpgsql as $$
declare
    v_drill uuid := pg_temp.begin('demo_unit', 'hand');
    v_step  record;
    v_done  text;
begin
    for v_step in select n, call from (values
        (1, pg_temp.step(pg_temp.ticket_of(v_drill, 1), 'receive')), (2, pg_temp.step(pg_temp.ticket_of(v_drill, 1), 'talk')),
        (3, format('select api.ticket_feed_back(gen_random_uuid(), %s, ''telephone'', ''烧烤摊已取缔'')', pg_temp.ticket_of(v_drill, 1))), (4, format('select api.ticket_finish(gen_random_uuid(), %s, ''烧烤摊已经取缔'')', pg_temp.ticket_of(v_drill, 1))),
        (5, pg_temp.step(pg_temp.ticket_of(v_drill, 2), 'return', '商品质量问题归市场监督管理局')), (6, pg_temp.step(pg_temp.ticket_of(v_drill, 3), 'ask_extension', '要做噪声检测'))) v (n, call) where n <> all (p_without) loop
        v_done := pg_temp.act('demo_unit', v_step.call);
        if v_done <> 'ok' then raise exception '% %', v_step.n, v_done; end if;
    end loop;
    perform pg_temp.finish('demo_unit', v_drill);
    return pg_temp.points(v_drill);
end
$$;
select is(pg_temp.hand('{}'), 100::numeric, 'unit: all steps');
select is(pg_temp.hand(without), 100 - 15.0 * cardinality(without), 'unit: without ' || without::text) from unnest(array['{4}', '{5}', '{6}', '{5,6}', '{3,4}', '{2,3,4}']) w, lateral (select w::integer[]) x (without);
select is(pg_temp.hand('{1,2,3,4,5,6}'), 0::numeric, 'unit: nothing done');

-- ---- a callback
select pg_temp.take(pg_temp.scenario('back', '{"flow": "callback", "given": [{"title": "洗衣机", "category": "商品质量", "unit": "SC", "state": "finished", "result": "已换", "name": "冉女士", "phone": "13600001222"}],
        "expect": {"steps": [{"ticket": 1, "action": "rate", "data": {"responded": "yes", "solved": "partly", "satisfied": "no"}}]}, "tone": ["soothe"], "rubric": {"steps": 80, "tone": 20}}'),
    pg_temp.scenario('reopen', '{"flow": "callback", "given": [{"title": "洗衣机", "category": "商品质量", "unit": "SC", "state": "finished", "result": "已换", "name": "冉女士", "phone": "13600001222"}],
        "expect": {"steps": [{"ticket": 1, "action": "reopen", "reason": ["没人来换,洗衣机还在漏水"], "data": {"responded": "yes", "solved": "no", "satisfied": "no"}}]}, "rubric": {"steps": 100}}')) \g /dev/null
create function pg_temp.rang(p_code text, p_rating text, p_say text default '抱歉给您添麻烦了') returns numeric language plpgsql as $$
declare
    v_drill uuid := pg_temp.begin('demo_agent', p_code);
    v_done  text := pg_temp.act('demo_agent', pg_temp.claiming(pg_temp.callback_of(pg_temp.ticket_of(v_drill, 1)), 'select 1'));
begin
    perform pg_temp.say('demo_agent', p_say);
    v_done := pg_temp.act('demo_agent', format('select api.callback_rate(gen_random_uuid(), %s, %s)', pg_temp.callback_of(pg_temp.ticket_of(v_drill, 1)), p_rating));
    if v_done <> 'ok' then raise exception '%', v_done; end if;
    perform pg_temp.finish('demo_agent', v_drill);
    return pg_temp.points(v_drill);
end
$$;
select is(pg_temp.rang(code, rating, said), points::numeric, rating) from (values
    ('back', '''yes'', ''partly'', ''no'', ''慢''', '抱歉给您添麻烦了', 100), ('back', '''yes'', ''yes'', ''yes'', ''''', '抱歉给您添麻烦了', 20), ('back', '''yes'', ''partly'', ''no'', ''慢''', '嗯', 80),
    ('reopen', '''yes'', ''no'', ''no'', ''没人来换,还在漏水'', ''reopen'', ''洗衣机还在漏水,没人来换''', '嗯', 100), ('reopen', '''yes'', ''no'', ''no'', ''没人来换,还在漏水'', ''supervise'', ''洗衣机还在漏水,没人来换''', '嗯', 0),
    ('reopen', '''no'', ''no'', ''no'', ''没人来换,还在漏水'', ''reopen'', ''洗衣机还在漏水''', '嗯', 0), ('reopen', '''yes'', ''no'', ''no'', ''不满意'', ''reopen'', ''再办''', '嗯', 0)) v (code, rating, said, points);
select * from finish();
rollback;
