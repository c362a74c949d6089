-- Training: scenarios taken in, callers who ring, talk and hang up, tickets that are set out, shifts.
\ir training_prepare.psql
select no_plan();

-- where work is real nothing of it can be done
select is(pg_temp.act(login, call), 'not_training', call) from (values
    ('demo_agent', 'select api.drill_begin(gen_random_uuid(), ''one'')'), ('demo_agent', 'select api.drill_say(gen_random_uuid(), ''您好'')'),
    ('demo_agent', 'select api.drill_finish(gen_random_uuid(), gen_random_uuid(), ''done'')'), ('demo_agent', 'select api.drill_hint(gen_random_uuid())'),
    ('demo_agent', 'select api.drill_typed(gen_random_uuid(), 1, ''[]'')'), ('demo_agent', 'select api.shift_begin(gen_random_uuid(), 60, 1, 1, 3)'),
    ('demo_agent', 'select api.shift_end(gen_random_uuid())'), ('demo_switch', 'select api.training_play()'), ('demo_lead', 'select api.drill_begin(gen_random_uuid(), ''one'')'),
    ('demo_unit', 'select api.drill_begin(gen_random_uuid(), ''one'')')) v (login, call);
select throws_ok($$select hotline.scenarios_take('[]')$$, 'HL001', null, 'nor are scenarios taken in');
select is_empty('select from hotline.scenario', 'there are none');
select is(pg_temp.ask('demo_agent', 'select count(*) from ' || call), '0', call || ' says nothing') from unnest(array['api.scenarios()', 'api.drill_now()', 'api.drill_lines()']) call;
insert into hotline.setting (key, value, meaning) values ('training', 'yes', '-');

-- who may
select is(pg_temp.act(login, call), '42501', login || ' may not: ' || call) from (values
    ('demo_agent', 'select api.training_play()'), ('demo_lead', 'select api.training_play()'), ('demo_unit', 'select api.training_play()'), ('demo_admin', 'select api.training_play()'),
    ('demo_admin', 'select api.drill_begin(gen_random_uuid(), ''one'')'), ('demo_switch', 'select api.drill_say(gen_random_uuid(), ''x'')'), ('demo_switch', 'select * from api.scenarios()'),
    ('demo_lead', 'select api.shift_begin(gen_random_uuid(), 60, 1, 1, 3)'), ('demo_unit', 'select api.shift_begin(gen_random_uuid(), 60, 1, 1, 3)'),
    ('demo_agent', 'select hotline.scenarios_take(''[]'')')) v (login, call);

-- what a scenario names must be there: each fault by its path
select is((select string_agg(path || '=' || value, ' ' order by path) from hotline.scenario_faults(pg_temp.scenario('x', changes))), faults, coalesce(faults, 'no fault')) from (values
    ('{}'::jsonb, null), ('{"expect.category": "没有"}', 'expect.category=没有'), ('{"expect.category": "其他"}', 'expect.category=其他'),
    ('{"expect.category": "环境污染 / 噪音污染"}', null), ('{"expect.category": "环境保护"}', 'expect.category=环境保护'), ('{"expect.unit": "XX"}', 'expect.unit=XX'),
    ('{"expect.article": "KB900"}', null), ('{"expect.article": "KB901"}', 'expect.article=KB901'), ('{"expect.transfer_to": "119"}', null), ('{"expect.transfer_to": "1"}', 'expect.transfer_to=1'),
    ('{"caller.area": "QL99"}', 'caller.area=QL99'), ('{"explain.article": "KB901"}', 'explain.article=KB901'),
    ('{"given": [{"category": "噪音污染", "unit": "CG"}, {"category": "没有", "unit": "XX", "area": "QL99", "agent": "2001"}]}', 'given.2.agent=2001 given.2.area=QL99 given.2.category=没有 given.2.unit=XX'),
    ('{"given": [{"agent": "1004"}]}', null), ('{"expect.steps": [{"action": "uphold"}, {"action": "redispatch", "unit": "XX"}]}', 'expect.steps.2.unit=XX'),
    ('{"traps": [{"text": "x", "forbid": [{"say": "rude"}, {"unit": "XX"}]}]}', 'traps.1.forbid.2.unit=XX')) v (changes, faults);
select throws_ok(format('select pg_temp.take(%L::jsonb)', pg_temp.scenario('bad', '{"expect.unit": "XX"}')), 'HL001', null, 'it is refused');
select throws_ok(format('select pg_temp.take(%L::jsonb, %L::jsonb)', pg_temp.scenario('good'), pg_temp.scenario('bad', '{"expect.unit": "XX"}')), 'HL001', null, 'with all others');
select is_empty('select from hotline.scenario', 'nothing was taken');
update hotline.article set state = 'withdrawn' where key = 'KB900';
select isnt_empty(format('select hotline.scenario_faults(%L)', pg_temp.scenario('x', '{"expect.article": "KB900"}')), 'a withdrawn article is none');
update hotline.article set state = 'published' where key = 'KB900';
-- replaced, put away, back
select is(pg_temp.take(pg_temp.scenario('one'), pg_temp.scenario('two')), 2, 'taken');
select results_eq('select code, title, category, enabled from hotline.scenario order by 1', $$values ('one', '剧本 one', '环境保护', true), ('two', '剧本 two', '环境保护', true)$$, 'under their first-level category');
select is(pg_temp.take(pg_temp.scenario('one', '{"title": "另一个"}')), 1, 'taken again');
select results_eq('select code, title, enabled from hotline.scenario order by 1', $$values ('one', '另一个', true), ('two', '剧本 two', false)$$, 'changed; what is gone is put away');
select is(pg_temp.act('demo_agent', 'select api.drill_begin(gen_random_uuid(), ''two'')'), 'not_found', 'and cannot be played');
select is(pg_temp.act('demo_agent', 'select api.drill_begin(gen_random_uuid(), ''nothing'')'), 'not_found', 'nor what there never was');
select pg_temp.take(pg_temp.scenario('two'), pg_temp.scenario('steps', '{"expect.category": null, "given": [{"category": "噪音污染", "unit": "CG", "title": "x"}]}')) \g /dev/null
select results_eq('select code, category, enabled from hotline.scenario order by 1', $$values ('one', '环境保护', false), ('steps', '环境保护', true), ('two', '环境保护', true)$$, 'back again; by its ticket''s category');

-- a call: the opening in order, one line a breath
select pg_temp.take(pg_temp.scenario('one'), pg_temp.scenario('two')) \g /dev/null
select is(pg_temp.act('demo_agent', format('select api.drill_begin(gen_random_uuid(), ''one'', %s)', speed)), 'field_bad speed', 'no speed: ' || speed) from unnest(array['0', '-1', '1001', 'null', '''NaN''']) speed;
create temporary table d as select pg_temp.begin('demo_agent', 'one') as id;
select is((pg_temp.of(id)).state, 'staged', 'set out') from d;
select is(pg_temp.play(), 1, 'one is open');
select is((pg_temp.of(id)).state, 'waiting', 'it rings') from d;
select is((select concat_ws(' ', c.phone, c.state, a.code) from hotline.call c join hotline.area a on a.id = c.area_id where c.id = (pg_temp.of(d.id)).call_id), '13900002222 waiting QL0102', 'as the scenario says') from d;
select is(pg_temp.say('demo_agent', '您好'), 'call_gone', 'nobody hears yet') from d;
select is(pg_temp.act('demo_agent', pg_temp.request(format('select api.drill_finish(%L, ''done'')', id))), 'not_begun', 'nor is it done') from d;
select is(pg_temp.ready('demo_agent'), 'ok', 'ready');
select is(pg_temp.act('demo_agent', 'select api.call_take(gen_random_uuid())'), 'ok', 'taken');
select is(pg_temp.say('demo_agent', '您好,12345热线'), 'ok', 'heard before the next beat');
select is((pg_temp.of(id)).state, 'talking', 'talking') from d;
select pg_temp.play() from d \g /dev/null
select is(pg_temp.heard(id), null, 'the caller takes breath') from d;
select pg_temp.go_on(id) from d \g /dev/null
select is(pg_temp.heard(id), '喂,你好。 楼下烧烤摊太吵了。', 'then speaks, line by line') from d;
select ok((pg_temp.of(id)).next_at between clock_timestamp() + interval '0.9 seconds' and clock_timestamp() + interval '2.9 seconds', 'as long as it takes') from d, pg_temp.say('demo_agent', '嗯'), pg_temp.play();
select is((select string_agg(speaker || ' ' || l.text, ',' order by n) from hotline.call_line l where call_id = (pg_temp.of(d.id)).call_id), 'agent 您好,12345热线,citizen 喂,你好。,citizen 楼下烧烤摊太吵了。,agent 嗯', 'the call has the lines too') from d;
select is(pg_temp.ask('demo_agent', 'select string_agg(understood, ''/'' order by n) from api.drill_lines()'), '问候///应声', 'the trainee reads as what they were understood');

-- what is asked is answered in turn, the last again and again
select pg_temp.say('demo_agent', '具体在什么位置?'), pg_temp.go_on(id) from d \g /dev/null
select is(pg_temp.heard(id, 4), '丽景小区东门。', 'the first time') from d;
select pg_temp.say('demo_agent', '在哪?'), pg_temp.go_on(id, 2), pg_temp.say('demo_agent', '哪个小区?'), pg_temp.go_on(id, 2) from d \g /dev/null
select is(pg_temp.heard(id, 6), '东门外面呀。 刚才说过了。 东门外面呀。 刚才说过了。', 'then the second, and again') from d;
-- the caller has no answer for this: a line of the mood; to what asks for none, nothing
create function pg_temp.last_n(p_drill uuid) returns integer language sql as $$ select max(n) from hotline.drill_line where drill_id = p_drill $$;
create function pg_temp.reply(p_drill uuid, p_text text, p_login text default 'demo_agent') returns text language plpgsql as $$
declare
    v_n integer := pg_temp.last_n(p_drill);
begin
    perform pg_temp.say(p_login, p_text);
    perform pg_temp.go_on(p_drill, 3);
    return coalesce(pg_temp.heard(p_drill, v_n), '');
end
$$;
select is(pg_temp.reply(id, '多少户?'), '这个我不太清楚。', 'a vague answer') from d;
select is(pg_temp.reply(id, line), '', 'nothing: ' || line) from d, lateral unnest(array['您别着急', '五个工作日内答复您', '我给您登记派单', '请不要挂机', '我们会保密', '好的,我记下了', '根据规定,可以到窗口办理', '我给您转119']) line;
-- several things in one line: the plainest that the caller can answer
select is(pg_temp.reply(id, '您贵姓?具体是在什么位置?'), '东门外面呀。 刚才说过了。', 'what can be answered is answered') from d;
update hotline.drill set to_say = '{一,二}' where id = (select id from d);
select is(pg_temp.reply(id, '在哪?'), '一 二 东门外面呀。 刚才说过了。', 'what was to be said is said first') from d;
-- a line in the opening is heard at once, the opening goes on
select is((select sum((heard)) from (select count(*) as heard from hotline.drill_line where drill_id = d.id and text = '喂,你好。') x), 1::numeric, 'no line of the opening comes twice') from d;

-- a call without a record stays
select is(pg_temp.hang_up('demo_agent', id), 'ok', 'the trainee hangs up') from d;
select pg_temp.play(), pg_temp.play(), pg_temp.play() from d \g /dev/null
select is((pg_temp.of(id)).state, 'closing', 'the record is missing') from d;
select is(pg_temp.say('demo_agent', '喂?'), 'call_gone', 'nobody is there');
select is(pg_temp.finish('demo_agent', id), 'call_without_record', 'and it cannot be finished') from d;
select is(pg_temp.agent('demo_agent'), 'after_call', 'the agent is in after-call work');
select is(pg_temp.act('demo_agent', pg_temp.submit('save', pg_temp.form(), (pg_temp.of(id)).call_id)), 'ok', 'put aside') from d;
select pg_temp.play() from d \g /dev/null
select is((pg_temp.of(id)).state, 'closing', 'is no record yet') from d;
select is(pg_temp.act('demo_agent', pg_temp.submit('dispatch', pg_temp.form(), null, (select t.id from hotline.ticket t where call_id = (pg_temp.of(d.id)).call_id))), 'ok', 'sent out') from d;
select pg_temp.play() \g /dev/null
select is((pg_temp.of(id)).state || ' ' || (pg_temp.result(id)).points, 'done 100', 'done by itself') from d;
select is((select concat_ws(' ', t.state, t.closing_note, (select outcome from hotline.dispatch where ticket_id = t.id)) from hotline.ticket t where call_id = (pg_temp.of(d.id)).call_id), 'closed 练习结束。 merged', 'its ticket is nobody''s work') from d;
select is(pg_temp.play(), 0, 'nothing is open');
select is(pg_temp.finish('demo_agent', id, 'dropped'), 'ok', 'to give up what is over is no error') from d;
select is((pg_temp.result(id)).state, 'done', 'and changes nothing') from d;

-- the record before the hang-up
create temporary table e as select pg_temp.begin('demo_agent', 'one') as id;
select pg_temp.answer('demo_agent', id) from e \g /dev/null
select is(pg_temp.act('demo_agent', pg_temp.submit('dispatch', pg_temp.form(), (pg_temp.of(id)).call_id)), 'ok', 'recorded while talking') from e;
select pg_temp.play(), pg_temp.play() from e \g /dev/null
select is((pg_temp.of(id)).state, 'talking', 'the talk goes on') from e;
select is(pg_temp.hang_up('demo_agent', id), 'ok', 'hung up') from e;
select pg_temp.play(), pg_temp.play() \g /dev/null
select is((pg_temp.of(id)).state || ' ' || pg_temp.agent('demo_agent'), 'done ready', 'done') from e;
-- or finished by hand while the line is open
create temporary table g as select pg_temp.begin('demo_agent', 'one') as id;
select pg_temp.answer('demo_agent', id), pg_temp.act('demo_agent', pg_temp.submit('dispatch', pg_temp.form(), (pg_temp.of(id)).call_id)) from g \g /dev/null
select is(pg_temp.finish('demo_agent', id), 'ok', 'finished') from g;
select is((select c.state from hotline.call c where id = (pg_temp.of(g.id)).call_id) || ' ' || pg_temp.agent('demo_agent'), 'ended ready', 'the line is free') from g;
-- taken and hung up between two beats
create temporary table h as select pg_temp.begin('demo_agent', 'one') as id;
select pg_temp.play() \g /dev/null
select is(pg_temp.act('demo_agent', 'select api.call_take(gen_random_uuid())'), 'ok', 'taken');
select is(pg_temp.hang_up('demo_agent', id), 'ok', 'and hung up') from h;
select pg_temp.play(), pg_temp.play() \g /dev/null
select is((pg_temp.of(id)).state, 'closing', 'that was a call') from h;
-- given up: the trainee owes nothing
select is(pg_temp.finish('demo_agent', id, state), 'field_bad state', 'no state') from h, unnest(array['missed', '']) state;
select is(pg_temp.finish('demo_agent2', id, 'dropped'), 'not_found', 'another''s') from h;
select is(pg_temp.finish('demo_agent', id, 'dropped'), 'ok', 'given up') from h;
select is(pg_temp.agent('demo_agent') || ' ' || (pg_temp.result(id)).points, 'ready 0', 'is ready, with no points') from h;

-- who ends the call: goodbye, the second rudeness, an answer after which the caller hangs up
create function pg_temp.talk(p_changes jsonb, variadic p_lines text[]) returns text language plpgsql as $$
declare
    v_drill uuid;
    v_line  text;
begin
    perform pg_temp.take(pg_temp.scenario('one', p_changes), pg_temp.scenario('two'));
    v_drill := pg_temp.begin('demo_agent', 'one');
    perform pg_temp.answer('demo_agent', v_drill);
    perform pg_temp.go_on(v_drill, 2);
    foreach v_line in array p_lines loop
        perform pg_temp.reply(v_drill, v_line);
    end loop;
    perform pg_temp.go_on(v_drill, 2);
    return (pg_temp.of(v_drill)).state || ' ' || coalesce(pg_temp.heard(v_drill, 2), '');
end
$$;
select is(pg_temp.talk('{}', '感谢您的来电,再见'), 'closing ', 'goodbye ends it');
select is(pg_temp.talk('{"caller.answers": [{"to": "goodbye", "says": ["谢谢啊。"]}]}', '再见'), 'closing 谢谢啊。', 'after what is still to be said');
select is(pg_temp.talk('{}', '这不归我管'), 'talking 你怎么这样说话?', 'one rudeness is borne');
select is(pg_temp.talk('{}', '这不归我管', '你烦不烦'), 'closing 你怎么这样说话? 你怎么这样说话?', 'two are not');
select is(pg_temp.talk('{}', '这不归我管', '在哪?', '你自己想办法吧,你在哪?'), 'closing 你怎么这样说话? 丽景小区东门。 你怎么这样说话?', 'also beside something else');
select is(pg_temp.talk('{"caller.answers": [{"to": "rude", "says": ["我要投诉你!"], "hangs_up": true}]}', '你烦不烦'), 'closing 我要投诉你!', 'as the scenario says');
select is(pg_temp.talk('{"caller.answers": [{"to": "refuse", "hangs_up": true}]}', '对不起,不能告诉您'), 'closing ', 'without a word');
select is(pg_temp.talk('{"caller.answers": [{"to": "other", "says": ["一。"]}, {"to": "other", "says": ["二。"]}]}', '多少户?', '您贵姓?', '什么时候?'), 'talking 一。 二。 二。', 'other things are answered in turn too');
select is(pg_temp.talk(jsonb_build_object('caller.mood', mood), '多少户?'), 'talking ' || said, mood) from (values ('calm', '这个我不太清楚。'), ('angry', '这个我不管,你们快点解决!'),
    ('anxious', '这个我一时说不上来,您先帮我处理吧。'), ('afraid', '我……我不知道。'), ('vague', '嗯……记不清了。')) v (mood, said);
select is(pg_temp.talk('{"caller.opening": null}', '您好'), 'talking ', 'who says nothing says nothing');

-- silence: after as long as the scenario says, each once; then the last words
select is(pg_temp.talk('{"caller.answers": [{"to": "silence", "says": ["喂?"], "after": 10}, {"to": "silence", "says": ["在吗?"]}]}', variadic '{}'), 'talking ', 'not at once');
create temporary table s as select id from hotline.drill where ended_at is null;
select pg_temp.pass(id, 9), pg_temp.go_on(id) from s \g /dev/null
select is(pg_temp.heard(id, 2), null, 'not after nine seconds') from s;
select pg_temp.pass(id, 2), pg_temp.go_on(id) from s \g /dev/null
select is(pg_temp.heard(id, 2), '喂?', 'after ten') from s;
select pg_temp.pass(id, 12), pg_temp.go_on(id) from s \g /dev/null
select is(pg_temp.heard(id, 3), null, 'the second has its own time') from s;
select pg_temp.pass(id, 10), pg_temp.go_on(id) from s \g /dev/null
select is(pg_temp.heard(id, 3), '在吗?', 'twenty seconds') from s;
select pg_temp.pass(id, 179), pg_temp.go_on(id) from s \g /dev/null
select is((pg_temp.of(id)).state, 'talking', 'stays on the line') from s;
select pg_temp.say('demo_agent', '您稍等'), pg_temp.go_on(id), pg_temp.pass(id, 100), pg_temp.go_on(id) from s \g /dev/null
select is((pg_temp.of(id)).state, 'talking', 'a word of the trainee is one') from s;
select pg_temp.pass(id, 81), pg_temp.go_on(id, 2) from s \g /dev/null
select is(concat_ws(' ', (pg_temp.of(id)).state, pg_temp.heard(id, 4)), 'closing', 'after three minutes the line is dead') from s;
-- at twice the speed it is half as long
select pg_temp.finish('demo_agent', id, 'dropped') from s \g /dev/null
create temporary table fast as select pg_temp.begin('demo_agent', 'one', 4) as id;
select pg_temp.answer('demo_agent', id), pg_temp.go_on(id, 2), pg_temp.pass(id, 3), pg_temp.go_on(id) from fast \g /dev/null
select is(pg_temp.heard(id, 2), '喂?', 'ten seconds of life are two and a half at four times') from fast;

-- patience: who is not answered hangs up, and it is worth nothing
create temporary table w as select pg_temp.begin('demo_agent', 'two') as id;
select is((select state from hotline.drill where id = fast.id), 'dropped', 'one at a time: the other was given up') from fast;
select pg_temp.play(), pg_temp.pass(id, 85), pg_temp.play() from w \g /dev/null
select is((pg_temp.of(id)).state, 'waiting', 'patient') from w;
select pg_temp.pass(id, 6), pg_temp.play() from w \g /dev/null
select is(concat_ws(' ', (pg_temp.of(id)).state, (select state from hotline.call where id = (pg_temp.of(w.id)).call_id), (pg_temp.result(id)).points, (pg_temp.result(id)).state), 'missed abandoned 0 missed', 'no more') from w;
select is(pg_temp.finish('demo_agent', id), 'ok', 'finishing it is no error') from w;
select is((pg_temp.of(id)).state, 'missed', 'and changes nothing') from w;
select is_empty('select from hotline.callback where kind = ''missed''', 'nobody is owed a callback that nobody would answer');
-- no patience is left while it is taken
create temporary table late as select pg_temp.begin('demo_agent', 'two') as id;
select pg_temp.play(), pg_temp.act('demo_agent', 'select api.call_take(gen_random_uuid())'), pg_temp.pass(id, 100), pg_temp.play() from late \g /dev/null
select is((pg_temp.of(id)).state, 'talking', 'who is answered in time stays') from late;
select is(pg_temp.finish('demo_agent', id, 'dropped'), 'ok', 'given up') from late;

-- the same request twice is one drill
select is(pg_temp.ask('demo_agent', 'select api.drill_begin(''22222222-2222-4222-8222-222222222222'', ''one'')'), pg_temp.ask('demo_agent', 'select api.drill_begin(''22222222-2222-4222-8222-222222222222'', ''one'')'), 'the same');
select is((select count(*) from hotline.drill where ended_at is null), 1::bigint, 'once');
select is(pg_temp.act('demo_agent', 'select api.drill_say(gen_random_uuid(), ''　'')'), 'field_missing text', 'who says something says something');
select is(pg_temp.act('demo_agent', format('select api.drill_say(gen_random_uuid(), %L)', repeat('好', 501))), 'field_too_long text', 'not for ever');

-- two trainees beside each other
create temporary table two as select pg_temp.begin('demo_agent', 'one') as a, pg_temp.begin('demo_agent2', 'two') as b;
select is(pg_temp.play(), 2, 'both are open');
select pg_temp.ready('demo_agent'), pg_temp.ready('demo_agent2') \g /dev/null
select is(pg_temp.ask(login, 'select string_agg(id::text, '' '') from api.calls_waiting()'), (pg_temp.of(own)).call_id::text, login || ' sees the own caller') from two, lateral (values ('demo_agent', a), ('demo_agent2', b)) v (login, own);
select is(pg_temp.act('demo_agent2', format('select api.call_take(gen_random_uuid(), %s)', (pg_temp.of(a)).call_id)), 'not_your_call', 'and cannot take another''s') from two;
select is(pg_temp.act('demo_agent2', 'select api.call_take(gen_random_uuid())'), 'ok', 'the next is the own one');
select pg_temp.act('demo_agent', 'select api.call_take(gen_random_uuid())'), pg_temp.play() \g /dev/null
select is((select c.agent_id from hotline.call c where id = (pg_temp.of(own)).call_id), (select id from hotline.person p where p.login = v.login), login) from two, lateral (values ('demo_agent', a), ('demo_agent2', b)) v (login, own);
select pg_temp.say('demo_agent', '在哪?'), pg_temp.go_on(a, 3), pg_temp.go_on(b, 3) from two \g /dev/null
select is((select count(*) from hotline.drill_line where drill_id = b and speaker = 'agent'), 0::bigint, 'what one says the other''s caller does not hear') from two;
select is(pg_temp.finish('demo_agent', a, 'dropped'), 'ok', 'one gives up') from two;
select is((pg_temp.of(b)).state || ' ' || pg_temp.agent('demo_agent2'), 'talking talking', 'the other goes on') from two;
select is(pg_temp.finish('demo_agent2', b, 'dropped'), 'ok', 'and ends') from two;

-- tickets that are there, in each state with all that belongs to it
select pg_temp.take(pg_temp.scenario('given', jsonb_build_object('given', jsonb_build_array(
    '{"title": "一", "category": "噪音污染", "unit": "CG", "state": "dispatched", "body": "甲", "phone": "13900002222", "name": "王女士", "area": "QL0102", "address": "东门", "kind": "demand"}'::jsonb,
    '{"title": "二", "category": "噪音污染", "unit": "CG", "state": "handling"}'::jsonb, '{"title": "三", "category": "噪音污染", "unit": "HB", "state": "handling", "days": 5, "reason": "要检测"}'::jsonb,
    '{"title": "四", "category": "噪音污染", "unit": "CG", "state": "returned", "reason": "不归我们", "returns": 2}'::jsonb,
    '{"title": "五", "category": "噪音污染", "unit": "CG", "state": "finished", "result": "已查处", "urgency": "urgent"}'::jsonb,
    '{"title": "六", "category": "噪音污染", "unit": "D06", "state": "finished", "result": "已查处", "agent": "1005"}'::jsonb)))) \g /dev/null
create temporary table given as select pg_temp.begin('demo_agent', 'given') as id;
create temporary table staged as select d.place, t.*, (select string_agg(e.action, ' ' order by e.id) from hotline.event e where e.ticket_id = t.id) as way,
    (select string_agg(coalesce(x.outcome, 'open'), ' ') from hotline.dispatch x where x.ticket_id = t.id) as stays from given g join hotline.drill_ticket d on d.drill_id = g.id join hotline.ticket t on t.id = d.ticket_id;
select results_eq('select place, title, state, way, stays from staged order by 1', $$values (1, '一', 'dispatched', 'dispatch', 'open'), (2, '二', 'handling', 'dispatch receive', 'open'),
    (3, '三', 'handling', 'dispatch receive ask_extension', 'open'), (4, '四', 'returned', 'dispatch return', 'returned'),
    (5, '五', 'finished', 'dispatch receive communicate feed_back finish', 'finished'), (6, '六', 'finished', 'dispatch receive communicate feed_back finish', 'finished')$$, 'states, timelines, stays');
select results_eq('select place, returns, misdirected, result, extension_waits, finished_at is null, received_at is null, urgency, units from staged order by 1', $$values (1, 0, false, '', false, true, true, 'general', 1),
    (2, 0, false, '', false, true, false, 'general', 1), (3, 0, false, '', true, true, false, 'general', 1), (4, 2, true, '', false, true, true, 'general', 1),
    (5, 0, false, '已查处', false, false, false, 'urgent', 1), (6, 0, false, '已查处', false, false, false, 'general', 1)$$, 'and what is beside them');
select is((select concat_ws(' ', citizen_name, phone, phone_masked, address, kind, body) from staged where place = 1), '王女士 13900002222 139****2222 东门 demand 甲', 'as the scenario says');
select is((select string_agg(e.reason || (e.data ->> 'days'), ' ') from hotline.event e join staged on staged.id = e.ticket_id and e.action = 'ask_extension'), '要检测5', 'the extension in the timeline');
select is((select string_agg(place || ' ' || x.working_days || x.reason || (x.asked_at = e.at)::text, ' ') from staged s join hotline.extension x on x.ticket_id = s.id join hotline.event e on e.ticket_id = s.id and e.action = 'ask_extension'), '3 5要检测true', 'is the one that waits');
select is((select string_agg(place::text, ' ' order by place) from staged s join hotline.callback c on c.ticket_id = s.id and c.closed_at is null), '5 6', 'what is finished owes a callback');
select is((select string_agg(place::text, ' ' order by place) from staged s where (select count(*) from hotline.communication where ticket_id = s.id) = 1 and (select count(*) from hotline.feedback where ticket_id = s.id) = 1), '5 6', 'and was talked about');
select is((select count(*) from staged where accepted_by = (select id from hotline.person where login = 'demo_agent')), 0::bigint, 'another took them');
select is((select p.number from staged s join hotline.person p on p.id = s.owner_id where place = 6), '1005', 'or the one that is named');
select ok(due_at > now() and accepted_at < now() and (select bool_and(e.at <= clock_timestamp()) from hotline.event e where e.ticket_id = staged.id), title || ': in time') from staged;
select is(pg_temp.ask('demo_agent', 'select array_length(tickets, 1) from api.drill_now()'), '6', 'the trainee is told');
select is(pg_temp.finish('demo_agent', id, 'dropped'), 'ok', 'given up') from given;
select is((select count(*) from staged s join hotline.ticket t on t.id = s.id where t.closed_at is null or t.extension_waits), 0::bigint, 'they are put away');
select is_empty('select from staged s join hotline.dispatch x on x.ticket_id = s.id where x.ended_at is null', 'no stay is open');
select is_empty('select from staged s join hotline.callback x on x.ticket_id = s.id where x.closed_at is null', 'nor a callback');
select is_empty('select from staged s join hotline.extension x on x.ticket_id = s.id where x.decided_at is null', 'nor an extension');

-- what the next one finds is its own: neither last time's tickets nor what was made of them
create temporary table again as select pg_temp.begin('demo_agent', 'given') as id;
select is(pg_temp.ask('demo_agent', 'select count(*) from api.similar_tickets(''一 甲'', null, ''东门'')')::integer <= 1, true, 'one like it is open');
select pg_temp.finish('demo_agent', id, 'dropped') from again \g /dev/null

-- a callback: the citizen picks up when it is taken on
select pg_temp.take(pg_temp.scenario('back', '{"flow": "callback", "caller.phone": null, "expect": {"steps": [{"ticket": 1, "action": "rate"}]}, "rubric": {"steps": 100},
    "given": [{"title": "洗衣机", "category": "商品质量", "unit": "SC", "state": "finished", "result": "已换", "name": "冉女士", "phone": "13600001222"}]}')) \g /dev/null
create temporary table c as select pg_temp.begin('demo_agent', 'back') as id;
alter table c add callback bigint;
update c set callback = (select max(b.id) from hotline.callback b where b.phone_key = '13600001222');
select pg_temp.play(), pg_temp.go_on(id) from c \g /dev/null
select is((pg_temp.of(id)).state, 'staged', 'nobody rings') from c;
select is(pg_temp.say('demo_agent', '您好'), 'call_gone', 'nor listens') from c;
select is(pg_temp.finish('demo_agent', id), 'not_begun', 'nothing was done') from c;
select is(pg_temp.act('demo_agent2', pg_temp.request(format('select api.callback_claim(%s)', callback)), true), 'ok', 'another could take it on') from c;
select is(pg_temp.act('demo_agent', pg_temp.request(format('select api.callback_claim(%s)', callback))), 'ok', 'taken on') from c;
select is(pg_temp.say('demo_agent', '您好,12345热线回访'), 'ok', 'the citizen is there') from c;
select pg_temp.go_on(id, 2) from c \g /dev/null
select is((pg_temp.of(id)).state || ' ' || pg_temp.heard(id), 'talking 喂,你好。 楼下烧烤摊太吵了。', 'and speaks') from c;
select is(pg_temp.act('demo_agent', pg_temp.request(format('select api.callback_rate(%s, ''yes'', ''yes'', ''yes'', '''')', callback))), 'ok', 'rated') from c;
select pg_temp.go_on(id) from c \g /dev/null
select is((pg_temp.of(id)).state, 'talking', 'the talk goes on') from c;
select pg_temp.pass(id, 14), pg_temp.go_on(id) from c \g /dev/null
select is((pg_temp.of(id)).state, 'talking', 'for some seconds') from c;
select pg_temp.say('demo_agent', '谢谢,再见'), pg_temp.go_on(id, 2) from c \g /dev/null
select is((pg_temp.of(id)).state || ' ' || (pg_temp.result(id)).points, 'done 100', 'goodbye ends it') from c;
create temporary table c2 as select pg_temp.begin('demo_agent', 'back') as id;
select pg_temp.act('demo_agent', pg_temp.request(format('select api.callback_claim(%s)', (select max(b.id) from hotline.callback b where b.phone_key = '13600001222' and closed_at is null)))), pg_temp.go_on(id), pg_temp.say('demo_agent', '再见'), pg_temp.go_on(id, 2) from c2 \g /dev/null
select is((pg_temp.of(id)).state, 'closing', 'hung up before the rating: it is owed') from c2;
select is(pg_temp.say('demo_agent', '喂'), 'call_gone', 'nobody is there');
select is(pg_temp.finish('demo_agent', id), 'ok', 'but can be ended') from c2;
select is((pg_temp.result(id)).points, 0::double precision, 'for nothing') from c2;

-- rated, and nobody says anything more
create temporary table c3 as select pg_temp.begin('demo_agent', 'back') as id;
alter table c3 add callback bigint;
update c3 set callback = (select max(b.id) from hotline.callback b where b.phone_key = '13600001222' and closed_at is null);
select pg_temp.act('demo_agent', pg_temp.request(format('select api.callback_claim(%s)', callback))), pg_temp.play() from c3 \g /dev/null
select pg_temp.act('demo_agent', pg_temp.request(format('select api.callback_rate(%s, ''yes'', ''yes'', ''yes'', '''')', callback))), pg_temp.pass(id, 16), pg_temp.play() from c3 \g /dev/null
select is((pg_temp.of(id)).state || ' ' || (pg_temp.result(id)).points, 'done 100', 'it ends by itself') from c3;

-- a unit's drill is at the unit whose ticket it is; a lead's has no caller
select pg_temp.take(pg_temp.scenario('unit', '{"flow": "handle", "role": "unit", "caller": null, "given": [{"title": "一", "category": "噪音污染", "unit": "JJ", "state": "handling"}]}'),
    pg_temp.scenario('lead', '{"flow": "objection", "role": "lead", "caller": null, "given": [{"title": "一", "category": "噪音污染", "unit": "JJ", "state": "returned", "reason": "不"}]}'), pg_temp.scenario('one')) \g /dev/null
create temporary table u as select pg_temp.begin('demo_unit', 'unit') as id;
select is((select n.code from hotline.person p join hotline.unit n on n.id = p.unit_id where p.login = 'demo_unit'), 'JJ', 'the trainee is at that unit');
select is((select p.login from hotline.ticket t join hotline.person p on p.id = t.handler_id join hotline.drill_ticket d on d.ticket_id = t.id where d.drill_id = u.id), 'demo_unit', 'and has it in hand') from u;
select is(pg_temp.act(login, format('select api.drill_begin(gen_random_uuid(), %L)', code)), 'not_found', login || ' plays no ' || code) from (values ('demo_agent', 'unit'), ('demo_agent', 'lead'), ('demo_lead', 'one'), ('demo_lead', 'unit'), ('demo_unit', 'lead')) v (login, code);
create temporary table l as select pg_temp.begin('demo_lead', 'lead') as id;
select is(pg_temp.play(), 2, 'both are open');
select is((pg_temp.of(id)).state, 'staged', 'nobody calls') from (select id from u union all select id from l) x;
select is(pg_temp.say('demo_lead', '您好'), 'call_gone', 'nor listens');
select is((pg_temp.of(u.id)).state || (pg_temp.of(l.id)).state, 'stagedstaged', 'each has the own') from u, l;
select is(pg_temp.finish('demo_unit', id), 'ok', 'finished') from u;
select is(pg_temp.finish('demo_lead', id, 'dropped'), 'ok', 'given up') from l;

-- hints, in order
select pg_temp.take(pg_temp.scenario('one', '{"hints": [{"text": "先问地点", "cost": 3}, {"text": "派城管", "cost": 5}]}')) \g /dev/null
select is(pg_temp.act('demo_agent', 'select api.drill_hint(gen_random_uuid())'), 'no_drill', 'no hint without a scenario') from (select pg_temp.finish('demo_agent', id, 'dropped') from hotline.drill where ended_at is null) x;
select is(pg_temp.act('demo_agent', 'select api.drill_hint(gen_random_uuid())'), 'no_drill', 'no hint without a scenario');
create temporary table hint as select pg_temp.begin('demo_agent', 'one') as id;
select is(pg_temp.ask('demo_agent', 'select api.drill_hint(''33333333-3333-4333-8333-333333333333'')')::jsonb, '{"hint": "先问地点", "cost": 3, "left": 1}', 'the first');
select is(pg_temp.ask('demo_agent', 'select api.drill_hint(''33333333-3333-4333-8333-333333333333'')')::jsonb ->> 'hint', '先问地点', 'asked again it is the same');
select is(pg_temp.ask('demo_agent', 'select api.drill_hint(gen_random_uuid())')::jsonb, '{"hint": "派城管", "cost": 5, "left": 0}', 'the second');
select is(pg_temp.act('demo_agent', 'select api.drill_hint(gen_random_uuid())'), 'no_hint', 'no third');
select is(pg_temp.ask('demo_agent', 'select concat_ws('' '', hints, hints_there) from api.drill_now()'), '2 2', 'counted');
-- how it was typed
select pg_temp.play() from hint \g /dev/null
select is(pg_temp.act('demo_agent', format('select api.drill_typed(gen_random_uuid(), %s, %L)', (pg_temp.of(id)).call_id, fields)), said, said) from hint, (values ('{}', 'field_bad fields'), ('[{"field": "title", "seconds": 2.5, "keys": 9}]', 'ok')) v (fields, said);
select is((pg_temp.of(id)).typing ->> 0, '{"keys": 9, "field": "title", "seconds": 2.5}', 'kept') from hint;
select is(pg_temp.finish('demo_agent', id, 'dropped'), 'ok', 'given up') from hint;
select is((pg_temp.result(id)).typing ->> 0, '{"keys": 9, "field": "title", "seconds": 2.5}', 'with the result') from hint;

select * from finish();
rollback;
