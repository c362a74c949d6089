-- Where it belongs: old tickets, learned tables, the catalogue, words of danger, pinyin; who may what.
\ir prepare.psql
select no_plan();

create function pg_temp.past(p_rows jsonb, p_source text default 'old', p_login text default 'demo_admin') returns jsonb language sql as
$$ select pg_temp.ask(p_login, format('select api.past_import(gen_random_uuid(), %L, %L)', p_source, p_rows))::jsonb $$;
-- One row: its outcome, or "code field".
create function pg_temp.one(p_row jsonb) returns text language sql as $$
    select coalesce((r -> 'refused' -> 0 ->> 'code') || ' ' || (r -> 'refused' -> 0 ->> 'field'),
                    (select key from jsonb_each_text(r) where value = '1'))
    from pg_temp.past(jsonb_build_array(p_row || '{"_line": 2}')) r
$$;

-- old tickets: what goes in, what is refused and where
select is(pg_temp.one(row), want, want || ': ' || left(row::text, 60)) from (values
    ('{"id": "1", "title": "路灯不亮", "category": "城乡建设", "unit": "市城市管理局", "area": "东湖区", "time": "2019/1/3 9:05", "urgency": "紧急", "phone": "13800000000", "likes": "3"}'::jsonb, 'added'),
    ('{"id": "1", "title": "路灯不亮", "category": "城乡建设", "unit": "市城市管理局", "area": "东湖区", "time": "2019/1/3 9:05", "urgency": "紧急", "phone": "13800000000", "likes": "3"}', 'unchanged'),
    ('{"id": "1", "title": "路灯仍不亮"}', 'changed'),
    ('{"text": "没有编号"}', 'added'), ('{"text": "没有编号"}', 'unchanged'),
    ('{"id": "", "text": "x"}', 'field_missing id'), ('{"id": "2", "text": " "}', 'field_missing text'),
    ('{"id": "2", "title": "x", "time": "2019-02-30"}', 'field_bad time'), ('{"id": "2", "title": "x", "time": "昨天"}', 'field_bad time'),
    ('{"id": "2", "title": "x", "time": "2019年10月1日 08:00"}', 'added'), ('{"id": "3", "title": "x", "time": "2019-10-01T08:00:00+08:00"}', 'added'),
    ('{"id": "4", "title": "x", "urgency": "很急"}', 'field_bad urgency'), ('{"id": "4", "title": "x", "likes": "many"}', 'field_bad likes'),
    (jsonb_build_object('id', '4', 'title', repeat('长', 501)), 'field_too_long title')) v (row, want);
select is((select told_at from hotline.past_ticket where ref = '2'), (select told_at from hotline.past_ticket where ref = '3'), 'times in the centre''s zone');
select is(pg_temp.past('[{"id": "9", "text": "甲", "_line": 2}, {"id": "8", "_line": 3}]') #>> '{refused,0,line}', '3', 'a bad row is named, the rest goes in');
select is(pg_temp.past('[{"id": "1", "text": "另一处"}]', 'other') ->> 'added', '1', 'the same id of another source is another ticket');
select is(pg_temp.act('demo_admin', 'select api.past_import(gen_random_uuid(), '' '', ''[]'')'), 'field_missing source', 'a source has a name');
select isnt(pg_temp.past('[{"id": "1", "title": "路灯", "category": "城乡建设", "unit": "CG", "area": "东湖区"}, {"id": "7", "text": "x", "category": "没有的类"}]'), null, 'names');
select is(pg_temp.ask('demo_admin', 'select api.past_imported(gen_random_uuid(), ''old'')')::jsonb ->> 'tickets', '6', 'the end of an import counts');
select is((select concat_ws(' ', c.path, u.code, a.code) from hotline.past_ticket t join hotline.category c on c.id = t.category_id join hotline.unit u on u.id = t.unit_id join hotline.area a on a.id = t.area_id where source = 'old' and ref = '1'), '城乡建设 CG QL01', 'names become entries');
select is((select category_id is null and category = '没有的类' from hotline.past_ticket where ref = '7'), true, 'an unknown name stays as it is');
select is(pg_temp.ask(login, 'select count(*) from api.ticket'), '0', login || ' sees none of them among the live ones') from unnest(array['demo_agent', 'demo_lead', 'demo_unit', 'demo_admin']) login;

-- grams and scores
select is((select chars || pairs from hotline.gram_places('A市,噪 音')), array['a', '市', ' ', '噪', ' ', '音', 'a市', null, null, null, null], 'words end where they end');
create function pg_temp.store(p_model text, p_word text, p_label text, p_other text) returns text language sql as $$
    select pg_temp.act('demo_admin', format('select api.learning_store(gen_random_uuid(), %L, ''{"examples": 9}'', %L, ''{0,0}'', ''{5,4}'', %L, ''{1,1}'', ''{8,1}'')',
                       p_model, array[p_label, p_other], array[p_word, '路']))
$$;
select is((select count(*) from hotline.learned_labels('{category,leaf}', hotline.learned_hits('{category,leaf}', '噪音'))), 0::bigint, 'nothing learned, nothing said');
select is(pg_temp.store('category', '噪音', '环境保护', '没有的类'), 'ok', 'a model is stored');
select is(pg_temp.ask('demo_agent', $$select category || ' ' || (share > 0.9) || ' ' || words || ' ' || leaf from api.suggest('夜间噪音很大')$$), '环境保护 true 噪音 +2.4 false', 'the likeliest, with the words that speak for it');
select is(pg_temp.ask('demo_agent', $$select sum(share)::numeric(4, 2) from api.suggest('夜间噪音很大')$$), '1.00', 'shares make one');
select is(pg_temp.ask('demo_agent', $$select category_id is null from api.suggest('夜间噪音很大') where category = '没有的类'$$), 'true', 'a name without an entry');
select is(pg_temp.store('leaf', '烧烤', '环境保护 / 环境污染 / 噪音污染', '环境保护 / 环境污染 / 大气污染'), 'ok', 'a finer one');
select is(pg_temp.ask('demo_agent', $$select category || ' ' || (share > 0.8) || ' ' || leaf from api.suggest('夜间烧烤噪音')$$), '环境保护 / 环境污染 / 噪音污染 true true', 'leaves divide their root''s share');
select is(pg_temp.store('category', '噪音', '城乡建设', '没有的类'), 'ok', 'the next one takes its place');
select is(pg_temp.ask('demo_agent', $$select category from api.suggest('噪音')$$), '城乡建设', 'whole');
select is(pg_temp.ask('demo_admin', $$select string_agg(model || ' ' || labels || ' ' || weights, ',') from api.learned()$$), 'category 2 2,leaf 2 2', 'what was learned');
select is(pg_temp.ask('demo_agent', $$select count(*) from api.suggest('')$$), '2', 'an empty text is no error') from (select pg_temp.act('demo_admin', 'select api.learning_store(gen_random_uuid(), ''leaf'', ''{}'', ''{}'', ''{}'', ''{}'', ''{}'', ''{}'', ''{}'')')) x;

-- every suggestion that is shown has its words, also where finer labels are many
select is(pg_temp.act('demo_admin', format('select api.learning_store(gen_random_uuid(), ''category'', ''{"examples": 9}'', %L, ''{0,0}'', ''{5,4}'', ''{噪,路}'', ''{1,2}'', ''{8,1}'')', '{环境保护,城乡建设}')), 'ok', 'two roots')
from (select pg_temp.act('demo_admin', format('select api.learning_store(gen_random_uuid(), ''leaf'', ''{"examples": 9}'', %L, ''{0,0,0,0,0}'', ''{1,1,1,1,1}'', ''{甲,甲,甲,甲,甲}'', ''{1,2,3,4,5}'', ''{6,5,4,3,2}'')',
      (select array_agg(path order by code) from (select path, code from hotline.category where level = 3 and path like '环境保护 / %' order by code limit 5) c)))) x;
select is(pg_temp.ask('demo_agent', $$select string_agg(words, ',' order by place) from api.suggest('甲噪', 5)$$), '甲 +3.5,甲 +2.9,甲 +2.3,甲 +1.7,甲 +1.2', 'one gram speaks for five of them');

-- the catalogue: nearest entry, category before area
select is(pg_temp.ask('demo_admin', $$select string_agg(value ->> 'outcome', ' ') from jsonb_array_elements(api.admin_import(gen_random_uuid(), 'catalogue',
    '[{"category": "0402", "unit": "HB"}, {"category": "040203", "area": "QL01", "unit": "ZJ"}, {"category": "04", "unit": "HB"}, {"category": "99", "unit": "HB"}, {"category": "04"}, {"category": "0402", "unit": "nobody"}]'))$$),
    'added added unchanged refused refused refused', 'entries');
select is((select u.code from hotline.catalogue_entry((select id from hotline.category where code = cat), (select id from hotline.area where code = area)) e left join hotline.unit u on u.id = e.unit_id), want, cat || ' in ' || area)
from (values ('040203', 'QL0101', 'ZJ'), ('040203', 'QL0201', 'CG'), ('040206', 'QL0101', 'HB'), ('0205', 'QL0101', 'D01'), ('0205', 'QL', null)) v (cat, area, want);
select is(pg_temp.ask('demo_agent', format($$select concat_ws('|', unit, source, entry_category, entry_area, share) from api.suggest_unit(%s, %s, '噪音')$$, pg_temp.category(), pg_temp.area())),
    '市住房和城乡建设局|catalogue|环境保护 / 环境污染 / 噪音污染|东湖区|1', 'the catalogue says which entry');
select is(pg_temp.store('unit', '工地', '市城市管理局', '市生态环境局'), 'ok', 'units are learned');
select is(pg_temp.ask('demo_agent', format($$select unit || ' ' || source from api.suggest_unit(%s, %s, '工地噪音')$$, pg_temp.category(), pg_temp.area())), '市住房和城乡建设局 catalogue', 'an entry for the very category stands');
select is(pg_temp.ask('demo_agent', format($$select unit || ' ' || source || ' ' || words from api.suggest_unit(%s, %s, '工地噪音')$$, (select id from hotline.category where code = '0205'), pg_temp.area())), '市城市管理局 learned 工地 +3.0', 'a far one is overruled by words');
select is(pg_temp.ask('demo_agent', $$select count(*) from api.suggest_unit(null, null, '')$$), '2', 'nothing known is no error');
select is(pg_temp.ask('demo_admin', $$select api.admin_import(gen_random_uuid(), 'catalogue', '[{"category": "040203", "area": "QL01", "unit": ""}]') #>> '{0,outcome}'$$), 'disabled', 'without a unit it is taken out');

-- danger
select is(pg_temp.ask('demo_agent', $$select string_agg(concat_ws(' ', word, urgency, number), ',') from api.danger('老人晕倒了,厨房着火')$$), '晕倒 urgent 120,着火 urgent 119', 'words of danger, in the order said');
select is(pg_temp.ask('demo_agent', $$select count(*) from api.danger('噪音')$$), '0', 'none');
create temporary table raised as select (pg_temp.ask('demo_agent', pg_temp.submit('dispatch', pg_temp.form('{"body": "有人被困"}')))::jsonb ->> 'ticket')::bigint as id;
select is((select urgency from hotline.ticket join raised using (id)), 'urgent', 'they raise the category''s standard');
select is(pg_temp.act('demo_agent', pg_temp.submit('dispatch', pg_temp.form('{"body": "有人被困", "urgency": "general"}'))), 'danger_reason_missing urgency_reason', 'going below it needs a reason');
select is(pg_temp.act('demo_agent', pg_temp.submit('dispatch', pg_temp.form('{"body": "有人被困", "urgency": "general", "urgency_reason": "演习"}'))), 'ok', 'which can be given');
select is(pg_temp.ask('demo_admin', $$select string_agg(concat_ws(' ', value ->> 'outcome', value ->> 'field'), ',') from jsonb_array_elements(api.admin_import(gen_random_uuid(), 'dangers',
    '[{"word": "冒烟", "number": "119"}, {"word": "冒烟"}, {"word": "冒"}, {"word": "冒火", "number": "1"}, {"word": "冒火", "urgency": "soon"}, {"word": "着火", "enabled": "no"}]'))$$),
    'added,unchanged,refused word,refused number,refused urgency,disabled', 'the words are people''s to change');
select is(pg_temp.ask('demo_agent', $$select string_agg(word, ',') from api.danger('着火冒烟')$$), '冒烟', 'at once');

-- the decision beside the suggestion
create temporary table sent as select n, (pg_temp.ask('demo_agent', pg_temp.submit('dispatch', pg_temp.form(case when shown is null then '{}' else jsonb_build_object('suggestion', shown) end)))::jsonb ->> 'ticket')::bigint as id
from (values (1, null), (2, format('{"categories": ["%s"], "units": [%s, 2]}', pg_temp.category(), pg_temp.unit())), (3, format('{"units": [%s]}', pg_temp.unit('HB'))), (4, 'not json'), (5, '{"units": ["x"]}')) v (n, shown);
select is((select string_agg(concat_ws(' ', s.n, k.units[1] = k.unit_id, k.category_id = pg_temp.category()), ',' order by s.n) from sent s join hotline.suggestion_shown k on k.ticket_id = s.id), '2 t t,3 f t', 'kept when it can be read, and never in the way');
select is(pg_temp.act('demo_unit', pg_temp.step(id, 'return')), 'ok', 'one comes back') from sent where n = 3;
select is(pg_temp.ask('demo_lead', format($$select string_agg(concat_ws(' ', help, dispatched, precise), ',') from api.precise_dispatch(%L, %L)$$, now() - interval '1 hour', now() + interval '1 hour')),
    'all 7 6,none 5 5,taken 1 1,second 0 0,other 1 0', 'precise dispatch with and without help');
select is(pg_temp.act('demo_agent', 'select * from api.precise_dispatch(now(), now())'), '42501', 'a lead''s figure');

-- what is learned from
create temporary table kept as select pg_temp.ticket('closed') as id;
select is(pg_temp.ask('demo_admin', $$select concat_ws('|', text, category, leaf, unit) from api.learning_examples(true, null, 999999999)$$), E'夜间噪音\n很吵|环境保护|环境保护 / 环境污染 / 噪音污染|市城市管理局', 'the centre''s own closed ones, for the unit that kept it');
select is(pg_temp.act(login, q), '42501', login || ' teaches nothing') from unnest(array['demo_agent', 'demo_lead', 'demo_unit', 'demo_switch']) login,
    unnest(array['select * from api.learning_examples(true, null, 9)', 'select * from api.learned_guesses(''unit'', ''{}'', ''{}'', ''{}'', ''{}'')', 'select api.past_import(gen_random_uuid(), ''x'', ''[]'')']) q;

-- pinyin
select is(hotline.search_words(name), want, name) from (values ('垃圾清运', 'ljqy lajiqingyun'), ('绿化', 'lh lvhua luhua'), ('银行', 'yh yinhang'), ('重庆路', 'cql chongqinglu'), ('A1区', 'a1q a1qu'), ('', '')) v (name, want);
update hotline.unit set name = '垃圾清运公司' where code = 'CG';
select is(pg_temp.ask('demo_agent', $$select search from api.units() where code = 'CG'$$), 'CG ljqygs lajiqingyungongsi', 'a renamed entry is found by its new name');

select * from finish();
rollback;
