-- A closed ticket becomes a scenario in which nobody is named: each kind of name, place and number in tricky writings, who
-- may ask, what is recorded, what is refused, and real messages with planted people.
\ir prepare.psql
select no_plan();

-- A closed ticket of 阮建华 in 翠湖名苑; its scenario's texts, or the refusal's code.
create function pg_temp.closed(p_changes jsonb) returns text language sql as $$
    select pg_temp.ask('demo_agent', pg_temp.submit('answer', pg_temp.form('{"citizen_name": "阮建华", "phone": "13812341111", "address": "翠湖名苑6栋1单元1203室",
        "title": "楼上漏水", "body": "楼上漏水三个月,一直没有人管,墙面发霉。"}'::jsonb || p_changes)))::jsonb ->> 'number'
$$;
create function pg_temp.scenario(p_number text, p_login text default 'demo_lead') returns jsonb language plpgsql as $$
declare
    v_code text;
begin
    return pg_temp.ask(p_login, format('select api.scenario_of_ticket(gen_random_uuid(), %L)', p_number));
exception when sqlstate 'HL001' then
    get stacked diagnostics v_code = constraint_name;
    reset session authorization;
    return to_jsonb(v_code);
end
$$;
create function pg_temp.told(p_scenario jsonb) returns text language sql as $$
    select case when jsonb_typeof(p_scenario) = 'string' then p_scenario #>> '{}' else (select string_agg(t, ' | ') from hotline.scenario_texts(p_scenario) t) end
$$;

-- planted: what may not be there any more; kept: what must still be
create temporary table planted (n serial, class text, body text, planted text[], kept text default '');
insert into planted (class, body, planted, kept) values
    ('own name', '我叫阮建华,水从天花板滴下来', '{阮建华,建华}', '水从天花板滴下来'),
    ('own name', '阮建华多次打电话,没有回音', '{阮建华,建华}', '没有回音'),
    ('own name', '阮 建 华说电梯坏了很久', '{阮建,建华,"阮 建 华"}', '电梯坏了很久'),
    ('own name', '阮·建华反映电梯坏了很久', '{建华,阮·}', '电梯坏了很久'),
    ('own name', E'阮\u200b建\u200b华说电梯坏了很久', '{建华,阮}', '电梯坏了很久'),
    ('own name', '(阮建华)电梯坏了很久', '{阮,建华}', '电梯坏了很久'),
    ('own given name', '建华在家里等了一天,师傅没有来', '{建华}', '等了一天'),
    ('own surname', '阮先生在家等了一天,师傅没有来', '{阮}', '等了一天'),
    ('own surname', '阮女士在家等了一天,师傅没有来', '{阮}', '等了一天'),
    ('own surname', '阮某在家等了一天,师傅没有来', '{阮}', '等了一天'),
    ('own surname', '阮某某在家等了一天,师傅没有来', '{阮}', '等了一天'),
    ('own surname', '免贵姓阮,电梯坏了很久', '{阮}', '电梯坏了很久'),
    ('own surname', '老阮说电梯坏了很久', '{阮}', '电梯坏了很久'),
    ('own surname', '阮师傅说电梯坏了很久', '{阮}', '电梯坏了很久'),
    ('person at work', '张敏接的电话,说第二天答复', '{张敏}', '第二天答复'),
    ('third party', '物业经理王志强说不归他管', '{王志,志强,某强}', '不归他管'),
    ('third party', '老板李有来拖欠工资', '{李有,有来,某来}', '拖欠工资'),
    ('matter', '楼上漏水物业不管,停电供电公司不修', '{}', '楼上漏水物业不管,停电供电公司不修'),
    ('matter', '开发商恒远置业有限公司不退钱', '{恒远}', '置业有限公司不退钱'),
    ('third party', '老板叫何小燕,不肯退钱', '{何小燕,小燕}', '不肯退钱'),
    ('third party', '包工头马德胜跑了,工资没有发', '{马德胜,德胜}', '工资没有发'),
    ('third party', '联系人程福丽电话13911112222', '{程福丽,福丽,13911112222}', ''),
    ('third party', '欧阳娜娜老师打了孩子', '{欧阳,娜娜}', '打了孩子'),
    ('third party', '司马光明打人,没有人管', '{司马光,光明}', '没有人管'),
    ('third party', '王某强打人,没有人管', '{王某}', '没有人管'),
    ('third party', '武淑燕、姜芳敏、田强涛等人作证', '{武淑燕,姜芳敏,田强涛,芳敏,淑燕}', '作证'),
    ('third party', '村支书周一鸣,不管事', '{周一鸣,一鸣}', '不管事'),
    ('third party', '(林立,男)砸坏了门', '{林立}', '砸坏了门'),
    ('third party', '高医生开的药不对', '{高医生}', '开的药不对'),
    ('third party', '户主为石磊,面积九十平方', '{石磊}', '九十平方'),
    ('third party', '死者刘桂兰是我母亲', '{刘桂兰,桂兰}', '我母亲'),
    ('third party', '被告谢永福不还钱', '{谢永福,永福}', ''),
    ('third party', '张三丰的女儿叫张无忌,今年上小学', '{张无忌}', '今年上小学'),
    ('third party', '业主Zhang Wei说电梯坏了很久', '{Zhang,Wei}', '电梯坏了很久'),
    ('phone', '请打13812341111找我,电梯坏了', '{13812341111,1381234}', '电梯坏了'),
    ('phone', '请打138 1234 1111找我,电梯坏了', '{1381,"1234 1111"}', '电梯坏了'),
    ('phone', '请打138-1234-1111找我,电梯坏了', '{138-,1234-1111}', '电梯坏了'),
    ('phone', '请打+8613812341111找我,电梯坏了', '{13812341111,+86}', '电梯坏了'),
    ('phone', E'请打\uff11\uff13\uff18\uff11\uff12\uff13\uff14\uff11\uff11\uff11\uff11找我,电梯坏了', E'{\uff11\uff13\uff18\uff11\uff12\uff13\uff14\uff11\uff11\uff11\uff11,13812,341111}', '电梯坏了'),
    ('phone', '请打一三八一二三四一一一一找我,电梯坏了', '{一三八,二三四}', '电梯坏了'),
    ('phone', '请打幺三八幺二三四幺幺幺幺找我,电梯坏了', '{幺三八,二三四}', '电梯坏了'),
    ('phone', '请打138一二三四1111找我,电梯坏了', '{138一,四1111}', '电梯坏了'),
    ('phone', '请打1 3 8 1 2 3 4 1 1 1 1找我,电梯坏了', '{"1 3 8","1 1 1 1"}', '电梯坏了'),
    ('phone', '请打138.1234.1111找我,电梯坏了', '{138.,1234.}', '电梯坏了'),
    ('phone', E'请打138\u200b1234\u200b1111找我,电梯坏了', '{1381234}', '电梯坏了'),
    ('phone', '请打138,1234,1111找我,电梯坏了', '{"138,1234"}', '电梯坏了'),
    ('phone', '请打1️⃣3️⃣8️⃣12341111找我,电梯坏了', '{12341111}', '电梯坏了'),
    ('phone', '尾号1111的手机收到短信', '{1111}', '收到短信'),
    ('phone', '对方电话15911110042,不接', '{15911110042}', '不接'),
    ('phone', '座机0731-82261374没人接', '{0731,82261374}', '没人接'),
    ('phone', '座机(0731)8226 1374转8012没人接', '{8226,1374,8012}', '没人接'),
    ('phone', '电话82261374没人接', '{82261374}', '没人接'),
    ('phone', '打138****1111没人接', '{138*,1111}', '没人接'),
    ('phone', '打了12345和95598都说登记了', '{}', '12345'),
    ('card', '身份证430102199001011234办不了', '{430102,199001011234}', '办不了'),
    ('card', '身份证43010219900101123X办不了', '{430102,123X}', '办不了'),
    ('card', '身份证430102 19900101 123x办不了', '{430102,19900101,123x}', '办不了'),
    ('card', '身份证430102900101123办不了', '{430102900101123}', '办不了'),
    ('card', '卡号6222 0229 8212 4902 9180扣了钱', '{6222,4902}', '扣了钱'),
    ('card', '工单20261125000042一直没有回音', '{20261125000042,000042}', '没有回音'),
    ('plate', '湘A·12345堵住门口', '{湘A,A·12345}', '堵住门口'),
    ('plate', '湘A12B45堵住门口', '{湘A,12B45}', '堵住门口'),
    ('plate', '湘a 8d512堵住门口', '{湘a,8d512}', '堵住门口'),
    ('plate', '京AD12345堵住门口', '{京AD,12345}', '堵住门口'),
    ('plate', '车牌号是A8D512的车堵住门口', '{8D512}', '堵住门口'),
    ('account', '微信号abc_1707加了不回', '{abc,1707}', '加了不回'),
    ('account', '微信:wxid8823加了不回', '{wxid,8823}', '加了不回'),
    ('account', 'QQ93909685加了不回', '{93909685}', '加了不回'),
    ('account', '邮箱zhang.wei@163.com没有回信', '{zhang,wei,163.com}', '没有回信'),
    ('account', '见http://abc.example.cn/t/12 的帖子', '{abc,example,/t/12}', '帖子'),
    ('account', '网名叫“湖边人家”的人造谣', '{湖边人家}', '造谣'),
    ('house', '住在3栋2单元501室,一直漏水', '{501室,3栋2单元}', '一直漏水'),
    ('house', '住在三栋二单元五〇一室,一直漏水', '{三栋,五〇一}', '一直漏水'),
    ('house', '住在3-2-501,一直漏水', '{3-2-501}', '一直漏水'),
    ('house', '6栋1单元1203的水管坏了', '{6栋,1203}', '水管坏了'),
    ('house', '6栋1203房的水管坏了', '{6栋,1203}', '水管坏了'),
    ('house', '长兴路88号门口积水', '{长兴,88号}', '积水'),
    ('own place', '翠湖名苑的电梯坏了很久', '{翠湖,湖名}', '电梯坏了很久'),
    ('own place', '翠湖的物业不管', '{翠湖}', '不管'),
    ('own place', '翠 湖 名 苑的电梯坏了很久', '{翠,湖}', ''),
    ('own place', '在朝阳路街道办事处排队一上午', '{朝阳}', '排队一上午'),
    ('own place', '东湖区的人都知道,没有人管', '{东湖}', '没有人管'),
    ('place', '住在金域蓝湾小区,电梯坏了', '{金域,蓝湾}', '电梯坏了'),
    ('place', '解放西路积水很深', '{解放}', '积水很深'),
    ('place', '人民路积水很深', '{人民}', '积水很深'),
    ('place', '白云村的路灯不亮', '{白云}', '灯不亮'),
    ('place', '美顺物业管理有限公司乱收费', '{美顺}', '乱收费'),
    ('place', '在周南中学门口乱停车', '{周南}', '乱停车'),
    ('place', '湘雅医院排队要一天', '{湘雅}', '排队要一天'),
    ('place', '家润多超市卖过期奶粉', '{家润多}', '过期奶粉'),
    ('place', '东湖路积水很深', '{东湖}', '积水很深'),
    ('place', '火锅店在万达广场三楼,吃出铁丝', '{万达}', '吃出铁丝'),
    ('day', '2019年4月25日报修,没有人来', '{2019,4月25}', '没有人来'),
    ('day', '2019.4.25报修,没有人来', '{2019,4.25}', '没有人来'),
    ('day', '二〇一九年四月二十五日报修,没有人来', '{二〇一九,四月,二十五}', '没有人来'),
    ('day', '4月25号报修,没有人来', '{4月25}', '没有人来'),
    ('sum', '被骗去123456元,要求退还', '{123456}', '约12.3万元'),
    ('sum', '交了300元,要求退还', '{}', '300元');
create temporary table outcome as
select p.*, pg_temp.told(pg_temp.scenario(pg_temp.closed(jsonb_build_object('body', body || '。楼上漏水三个月,一直没有人管,墙面发霉。')))) as told from planted p;
select is((select string_agg(x, ' ') from unnest(planted) x where strpos(told, x) > 0), null, class || ': ' || body) from outcome order by n;
select ok(strpos(told, kept) > 0, class || ' keeps ' || kept || case when strpos(told, kept) > 0 then '' else ': ' || told end) from outcome where kept <> '' order by n;
select is((select count(*) from outcome where told ~ '^scenario_'), 0::bigint, 'none of these need be refused');

-- titles, addresses and answers too, and the same thing is called the same everywhere
create temporary table whole as select pg_temp.scenario(pg_temp.closed('{"title": "翠湖名苑阮建华家漏水", "address": "解放西路88号翠湖名苑6栋1单元1203室", "gender": "female",
    "body": "翠湖名苑物业经理王志强不管,电话13812341111,2019年4月25日起漏水。王志强说找解放西路的维修公司。要求赔偿500元。",
    "answer": "已联系阮建华女士(13812341111),翠湖名苑物业王志强承诺修好。"}')) as made;
select is(x, null, 'everywhere') from whole, lateral (select string_agg(p, ' ') as x from unnest(array['阮', '建华', '翠湖', '王志强', '志强', '解放', '1381', '1203', '88号', '4月25']) p where strpos(pg_temp.told(made), p) > 0) t;
select is((select count(distinct m[1]) from regexp_matches(pg_temp.told(made), '(..)名苑', 'g') m), 1::bigint, 'one place, one name') from whole;
select is((select count(distinct m[1]) from regexp_matches(pg_temp.told(made), '物业(?:经理)?(.)某', 'g') m), 1::bigint, 'one person, one name') from whole;
select ok(made #>> '{caller,name}' ~ '^.女士$', 'the caller''s invented name') from whole;
select ok(made #>> '{caller,phone}' ~ '^1390000[0-9]{4}$', 'an invented number') from whole;
select ok(strpos(made #>> '{explain,text}', '承诺修好') > 0, 'the answer is the explanation') from whole;
select is(made #>> '{caller,opening,0}', '喂,你好,我要投诉。', 'the caller''s first words') from whole;

-- what was right
select is(made #> '{expect}', jsonb_build_object('way', 'answer', 'kind', 'complaint', 'category', '噪音污染'), 'answered') from whole;
select is((select sum(v::integer) from jsonb_each_text(made -> 'rubric') r (k, v)), 100::bigint, 'points add up') from whole;
create temporary table way_ticket as select * from (values
    ('dispatch', pg_temp.ticket('closed')),
    ('decline', (pg_temp.ask('demo_agent', pg_temp.submit('decline', pg_temp.form('{"body": "楼上漏水三个月,没有人管"}')))::jsonb ->> 'ticket')::bigint),
    ('transfer', (pg_temp.ask('demo_agent', pg_temp.submit('transfer', pg_temp.form('{"body": "楼道着火了,有人被困在里面"}')))::jsonb ->> 'ticket')::bigint)) x (way, id);
create temporary table ways as select way, pg_temp.scenario((select number from hotline.ticket t where t.id = w.id)) as made from way_ticket w;
select is(made, '"scenario_nothing_left"', 'a body of two words is no scenario') from ways where way = 'dispatch';
select is(made #>> '{expect,way}', way, way) from ways where way <> 'dispatch';
select is(made #>> '{expect,transfer_to}', '110', 'the number') from ways where way = 'transfer';
select is((select sum(v::integer) from jsonb_each_text(made -> 'rubric') r (k, v)), 100::bigint, 'points of ' || way) from ways where way <> 'dispatch';
insert into hotline.unit (code, name, kind) values ('X1', 'A市住房和城乡建设局', 'department'), ('X2', '某区城市管理和综合执法局', 'department'), ('X3', '湘江供电公司', 'enterprise'),
    ('X4', '市公安局交警大队', 'department'), ('X5', '望城镇政府', 'township'), ('X6', '市某某委员会', 'department');
select is((hotline.invented_unit(jsonb_populate_record(null::hotline.ticket, jsonb_build_object('unit_id', u.id, 'category_id', pg_temp.category(), 'area_id', pg_temp.area())), 'QL0301')).code, x.want, u.name)
from (values ('X1', 'ZJ'), ('X2', 'CG'), ('X3', 'DL'), ('X4', 'JJ'), ('X5', 'D03'), ('X6', 'CG')) x (code, want) join hotline.unit u on u.code = x.code;

-- whoever else is on record: callers who joined, the unit's handler; nobody is looked for where no word tells a name
create temporary table joined as select (pg_temp.ask('demo_agent', pg_temp.submit('dispatch', pg_temp.form('{"address": "丽景小区东门",
    "body": "烧烤摊夜里很吵,楼上龚艳萍睡不着,艳萍的孩子也睡不着,丽景小区的人都可以作证,请尽快处理。"}')))::jsonb ->> 'ticket')::bigint as id;
select pg_temp.ask('demo_agent2', format('select api.ticket_join(gen_random_uuid(), %L, null, ''{"phone": "13922223333", "citizen_name": "龚艳萍", "body": "也很吵"}'')', id)) from joined;
select pg_temp.ask('demo_unit', pg_temp.step(id, step)) from joined, unnest(array['receive', 'talk', 'tell']) step;
select pg_temp.ask('demo_unit', format('select api.ticket_finish(gen_random_uuid(), %L, ''马骏已到现场,摊主答应十点收摊,已告知13922223333。'')', id)) from joined;
select pg_temp.ask('demo_agent2', pg_temp.step(id, 'rate')) from joined;
create temporary table joined_made as select pg_temp.scenario(number) as made from joined j join hotline.ticket t on t.id = j.id;
select is((select string_agg(x, ' ') from unnest(array['龚', '艳萍', '马骏', '13922223333', '丽景', '张敏']) x where strpos(pg_temp.told(made), x) > 0), null, 'voices and the people at work') from joined_made;
select ok(strpos(pg_temp.told(made), '睡不着') > 0 and strpos(made #>> '{explain,text}', '十点收摊') > 0, 'what they said and did is kept') from joined_made;
select is(made -> 'expect', jsonb_build_object('way', 'dispatch', 'kind', 'complaint', 'urgency', 'general', 'unit', 'CG', 'category', '噪音污染'), 'dispatched') from joined_made;
select is((select count(*) from hotline.scenario_faults(made)), 0::bigint, 'and it fits the city') from joined_made;
update hotline.ticket_voice set confidential = true where ticket_id = (select id from joined);
select is(pg_temp.scenario(number), '"scenario_confidential"', 'a confidential voice makes it confidential') from joined j join hotline.ticket t on t.id = j.id;

-- a scenario fits the city that is practised in
select is_empty($$select word, value from hotline.anonymous_word w where class in ('area', 'district') and not exists (select from hotline.area a where a.code = w.value and a.name = w.word)$$, 'the invented areas are the demo''s');
select is_empty($$select value from hotline.anonymous_word w where class = 'unit' and not exists (select from hotline.unit u where u.code = w.value)$$, 'and so are the units');
select is_empty($$select f.path, f.value from ways, hotline.scenario_faults(made) f where way <> 'dispatch'$$, 'nothing that is not there is named');

-- who may, of what, and that it is recorded
create temporary table one as select pg_temp.closed('{}') as number;
select is(pg_temp.act(login, format('select api.scenario_of_ticket(gen_random_uuid(), %L)', number), true), want, login || ': ' || want)
from one, (values ('demo_lead', 'ok'), ('demo_lead2', 'ok'), ('demo_admin', 'ok'), ('demo_agent', '42501'), ('demo_unit', '42501'), ('demo_switch', '42501')) v (login, want);
update hotline.person set district_id = (select id from hotline.area where code = 'QL02') where login = 'demo_lead2';
select is(pg_temp.act('demo_lead2', format('select api.scenario_of_ticket(gen_random_uuid(), %L)', number)), 'not_found', 'a lead of another district does not') from one;
select is(pg_temp.act('demo_lead', 'select api.scenario_of_ticket(gen_random_uuid(), ''20200101000000'')'), 'not_found', 'no such ticket');
select is(pg_temp.act('demo_lead', format('select api.scenario_of_ticket(gen_random_uuid(), %L)', t.number)), 'not_in_state', state || ' is not closed')
from unnest(array['draft', 'dispatched', 'handling', 'returned', 'finished']) state, lateral (select number from hotline.ticket where id = pg_temp.ticket(state)) t;
select is(pg_temp.scenario(pg_temp.closed('{"confidential": "true"}')), '"scenario_confidential"', 'a confidential one never');
select is((select count(*) from hotline.event e join hotline.ticket t on t.id = e.ticket_id, one where t.number = one.number and e.action = 'scenario'), 0::bigint, 'what was undone or refused is not recorded');
create temporary table twice as select gen_random_uuid() as request;
create temporary table answer as select pg_temp.ask('demo_lead', format('select api.scenario_of_ticket(%L, %L)', request, number)) as made from one, twice;
select is(pg_temp.ask('demo_lead', format('select api.scenario_of_ticket(%L, %L)', request, number)), made, 'sent again: the same') from one, twice, answer;
select is((select string_agg(concat_ws(' ', e.who, e.role, e.action), ',') from hotline.event e join hotline.ticket t on t.id = e.ticket_id where t.number = one.number and e.action = 'scenario'), '2001 郑宏 lead scenario', 'recorded once, by whom') from one;
select is(pg_temp.ask('demo_lead', format('select count(*) from api.timeline t join api.ticket k on k.id = t.ticket_id where k.number = %L and t.action = ''scenario''', number)), '1', 'in the timeline') from one;
select ok(not strpos(e.data::text || e.reason, '阮') > 0, 'and the record holds nothing of it') from hotline.event e where action = 'scenario';

-- the last gate looks by itself
select is(hotline.left_over(x.said, row ('{阮建华,欧阳娜娜}', '{13812341111}', hotline.han_pairs('阮建华') || hotline.han_pairs('欧阳娜娜'), hotline.han_pairs('翠湖'), '{人民路}')::hotline.ticket_originals, '13900001234'), x.want, coalesce(x.want, 'nothing left') || ': ' || x.said)
from (values ('我叫建华', 'scenario_name_left'), ('阮先生', 'scenario_name_left'), ('欧阳女士', 'scenario_name_left'), ('娜、娜', 'scenario_name_left'), ('翠 湖边', 'scenario_place_left'),
    ('在人民路口', 'scenario_place_left'), ('号码12346', 'scenario_number_left'), ('打1 2 3-4 6', 'scenario_number_left'), ('尾号1111', 'scenario_number_left'), ('一三八一二三四', 'scenario_number_left'),
    ('账号zhangsan', 'scenario_number_left'), ('打12345,回我13900001234,花了3000元,用APP', null), ('宋某在银杏名苑', null)) x (said, want);
create or replace function hotline.kept_sentences(s hotline.anonymous_text, p_text text, o hotline.ticket_originals, p_phone text) returns jsonb language sql as
$$ select jsonb_build_array('这是一句没有去掉名字的话:阮建华说电梯坏了') $$;
select is(pg_temp.scenario(pg_temp.closed('{}')), '"scenario_name_left"', 'with the cutting broken, nothing is given out');
\ir ../../schema/functions/87_training_anonymous_ticket.sql

-- real messages (HOTLINE_MESSAGES names a file: id, user, title, time, body, likes, dislikes), with people planted: none is found again
\set rows `echo "${ANONYMOUS_ROWS:-40}"`
\set there `test -r "${HOTLINE_MESSAGES:-}" && echo true || echo false`
\if :there
create temporary table message (id text, who text, title text, at text, body text, likes text, dislikes text);
\copy message from program 'cat "$HOTLINE_MESSAGES"' csv header
create temporary table peopled as
select n, s.surname || s.given as name, '1' || (array['38','59','77','86'])[1 + n % 4] || lpad((n * 7919 % 100000000)::text, 8, '0') as phone,
       (array['翠湖','金域蓝湾','望月湖','茶子山','咸嘉','左家塘','麓谷'])[1 + n % 7] as place, o.surname || o.given as other, m.title, m.body
from (select row_number() over (order by md5(id)) as n, btrim(title) as title, btrim(body) as body from message where char_length(body) > 60) m,
     lateral (select (array['王','阮','谭','欧阳','程','武','任','江'])[1 + n % 8] as surname, (array['建华','秀英','子轩','敏','宇涵','桂兰','磊'])[1 + n % 7] as given) s,
     lateral (select (array['彭','司马','马','付','罗','龚'])[1 + n % 6] as surname, (array['志强','福丽','永生','艳','东明'])[1 + n % 5] as given) o
where n <= :rows;
create temporary table tried as
select p.*, pg_temp.told(pg_temp.scenario(pg_temp.closed(jsonb_build_object('citizen_name', name, 'phone', phone, 'address', place || '花园' || n % 30 + 1 || '栋' || n % 9 + 1 || '02室', 'title', left(title, 60),
    'body', left(format((array['我叫%1$s,电话%2$s。%4$s。%3$s花园,老板%5$s不管。', '%4$s。本人%1$s,请打%2$s。%3$s的物业不管,联系人%5$s,', '%1$s多次反映,%4$s,住在%3$s花园,村支书%5$s先生说没钱,联系%2$s。'])[1 + n % 3],
        name, (array[phone, regexp_replace(phone, '(...)(....)', '\1 \2-'), translate(phone, '0123456789', '零一二三四五六七八九'), translate(phone, '0123456789', E'\uff10\uff11\uff12\uff13\uff14\uff15\uff16\uff17\uff18\uff19')])[1 + n % 4], place, left(body, 1700), other), 1990))))) as told
from peopled p;
select is((select string_agg(n || ' ' || x, ', ') from tried, unnest(array[name, right(name, 2), other, phone, place, translate(phone, '0123456789', '零一二三四五六七八九')]) x where char_length(x) > 1 and strpos(told, x) > 0), null, 'nothing planted is left in ' || :rows);
select cmp_ok((select count(*) from tried where told ~ '^scenario_')::integer, '<=', :rows / 20, 'few are refused');
\else
select skip('no real messages here: HOTLINE_MESSAGES names no file', 2);
\endif

select * from finish();
rollback;
