-- What the centre knows: who may write it, that nothing of it is lost, what a search finds and in which order.
\ir prepare.psql
select no_plan();

-- Articles by a lead. out: the article's id.
create function pg_temp.publish(p_fields jsonb, p_article bigint default null, p_version integer default null) returns bigint language sql as $$
    select (pg_temp.ask('demo_lead', format('select api.article_publish(gen_random_uuid(), %L, %L, %L, ''理由'')', p_article, p_version, p_fields))::jsonb ->> 'article')::bigint
$$;
-- The titles that a search finds, in their order.
create function pg_temp.found(p_query text, p_login text default 'demo_agent') returns text language sql as $$
    select pg_temp.ask(p_login, format('select string_agg(title, '' '') from api.article_search(%L, 20)', p_query))
$$;
create function pg_temp.words(p_query text, p_title text) returns text language sql as $$
    select pg_temp.ask('demo_agent', format('select string_agg(w ->> ''word'', '' '') from api.article_search(%L, 20), jsonb_array_elements(words) w where title = %L', p_query, p_title))
$$;

create temporary table a (name text primary key, id bigint);
insert into a values
    ('heat', pg_temp.publish('{"title": "供暖温度标准", "variants": "暖气片是凉的怎么办", "answer": "卧室和起居室温度不低于十八度，不达标的按天退费。", "category": "冬季采暖", "unit": "RL", "legal_basis": "城市供热管理办法"}')),
    ('card', pg_temp.publish('{"title": "社会保障卡补办", "answer": "持本人身份证到服务网点补办，当场领卡。", "category": "福利待遇", "unit": "RS"}')),
    ('pipe', pg_temp.publish('{"title": "排水管道疏通", "answer": "市政道路上的排水管道由城管部门疏通。", "unit": "CG"}')),
    ('old', pg_temp.publish('{"title": "供暖温度标准旧办法", "answer": "供暖温度标准为十六度，供暖温度不达标的退费。", "valid_to": "2020-03-15"}')),
    ('soon', pg_temp.publish('{"title": "供暖补贴新办法", "answer": "供暖补贴明年发放。", "valid_from": "2099-01-01"}')),
    ('east', pg_temp.publish('{"title": "东湖区停车泊位", "answer": "停车泊位由交警勘查。", "area": "东湖区"}')),
    ('west', pg_temp.publish('{"title": "西山区停车泊位", "answer": "停车泊位由交警勘查。", "area": "QL02"}'));

-- who may what
select is(pg_temp.act(login, 'select api.article_publish(gen_random_uuid(), null, null, ''{"answer": "x"}'', ''r'')', true), want, login || ' publishes: ' || want)
from (values ('demo_lead', 'ok'), ('demo_agent', '42501'), ('demo_unit', '42501'), ('demo_admin', '42501'), ('demo_switch', '42501')) v (login, want);
select is(pg_temp.act(login, 'select api.article_propose(gen_random_uuid(), null, null, ''{"answer": "x"}'', ''r'')', true), want, login || ' proposes: ' || want)
from (values ('demo_lead', 'ok'), ('demo_agent', 'ok'), ('demo_unit', '42501'), ('demo_switch', '42501')) v (login, want);
select is(pg_temp.act(login, 'select api.article_import(gen_random_uuid(), ''[{"answer": "x"}]'')', true), want, login || ' imports: ' || want)
from (values ('demo_lead', 'ok'), ('demo_admin', 'ok'), ('demo_agent', '42501'), ('demo_unit', '42501')) v (login, want);
select is(pg_temp.act(login, 'select * from api.article_search(''供暖'')'), want, login || ' searches: ' || want)
from (values ('demo_lead', 'ok'), ('demo_admin', 'ok'), ('demo_agent', 'ok'), ('demo_unit', 'ok'), ('demo_switch', '42501')) v (login, want);
select is(pg_temp.act('demo_agent', format('select api.article_withdraw(gen_random_uuid(), %s, 1, ''r'')', id)), '42501', 'an agent withdraws nothing') from a where name = 'heat';

-- what is found
select is(pg_temp.found('暖气片凉'), '供暖温度标准', 'by how citizens ask it');
select is(pg_temp.words('我家暖气片是凉的', '供暖温度标准'), '暖气片是凉', 'the words that speak for it are told, whole');
select matches(pg_temp.found('供暖温度'), '^供暖温度标准 .*供暖温度标准旧办法', 'an expired article is there, behind the valid one');
select matches(pg_temp.found('供暖补贴'), '供暖补贴新办法$|供暖补贴新办法 供暖温度标准旧办法$', 'one that is not valid yet is behind too');
select is(pg_temp.ask('demo_agent', 'select string_agg(distinct validity, '' '' order by validity) from api.article_search(''供暖'')'), 'expired not_yet valid', 'and both are marked');
select is(split_part(pg_temp.found('东湖区停车泊位'), ' ', 1), '东湖区停车泊位', 'the own district first');
select is(split_part(pg_temp.found('西山区停车泊位'), ' ', 1), '西山区停车泊位', 'or the other');
select is(pg_temp.found('ＳＯＣＩＡＬ'), null, 'nothing is nothing');
select is(pg_temp.found('疏'), '排水管道疏通', 'one character is enough to begin with');
select is(pg_temp.found('怎么咨询问题'), null, 'words that every question has find nothing');
select is(pg_temp.ask('demo_agent', 'select count(*) from api.article_search(''停车'', 1)'), '1', 'no more than were asked for');
select is(pg_temp.ask('demo_agent', 'select count(*) from api.article_search(''停车'', -5)'), '0', 'fewer than none is none');

-- synonyms
select is(pg_temp.found('下水道堵了'), null, 'before it is known, the colloquial word finds nothing');
select is(pg_temp.act('demo_admin', 'select api.admin_import(gen_random_uuid(), ''synonyms'', ''[{"_line": 2, "word": "下水道堵了", "means": "管道疏通、排水管道"}]'')'), 'ok', 'a synonym is brought in');
select is(pg_temp.found('下水道堵了'), '排水管道疏通', 'now it finds the official one');
select is(pg_temp.act('demo_admin', 'select api.admin_enable(gen_random_uuid(), ''synonyms'', ''下水道堵了'', false)'), 'ok', 'out of use');
select is(pg_temp.found('下水道堵了'), null, 'and no more');
select is(pg_temp.ask('demo_admin', 'select api.admin_import(gen_random_uuid(), ''synonyms'', ''[{"_line": 2, "word": "水", "means": "供水"}, {"_line": 3, "word": "没水", "means": ""}]'')')::jsonb @> '[{"outcome": "refused", "field": "word"}, {"outcome": "refused", "field": "means"}]', true, 'words that cannot be one are refused');

-- synonyms one by one, by who looks after what the centre knows
select is(pg_temp.act(login, q, true), want, login || ' and synonyms: ' || want)
from (values ('demo_lead', 'ok'), ('demo_admin', 'ok'), ('demo_agent', '42501'), ('demo_unit', '42501'), ('demo_switch', '42501')) v (login, want),
     unnest(array['select * from api.synonyms()', 'select api.synonym_set(gen_random_uuid(), ''没电了'', ''停电'')']) q;
select is(pg_temp.ask('demo_lead', 'select string_agg(concat_ws(''|'', word, means, enabled), '';'') from api.synonyms()'), '下水道堵了|管道疏通 排水管道|f', 'a lead sees the administrator''s rows');
select is(pg_temp.ask('demo_lead', 'select api.synonym_set(gen_random_uuid(), ''下水道堵了'', null)'), '{"word": "下水道堵了", "outcome": "enabled"}', 'puts one back into use');
select is(pg_temp.found('下水道堵了'), '排水管道疏通', 'and it finds');
select is(pg_temp.ask('demo_lead', 'select api.synonym_set(gen_random_uuid(), '' 下水道堵了 '', ''排水'', false)'), '{"word": "下水道堵了", "outcome": "changed"}', 'changes it, and takes it out of use');
select is(pg_temp.found('下水道堵了'), null, 'and it finds no more');
select is((select string_agg(login || ' ' || outcome, ', ' order by id) from hotline.admin_log where kind = 'synonyms' and key = '下水道堵了'), 'demo_admin added, demo_admin disabled, demo_lead enabled, demo_lead changed', 'who did it is kept');
select is(pg_temp.act('demo_lead', format('select api.synonym_set(gen_random_uuid(), %L, %L)', word, means)), want, want) from (values
    ('水', '供水', 'field_bad word'), ('', '供水', 'field_missing word'), (repeat('水', 21), '供水', 'field_too_long word'), ('没水', '', 'field_missing means'), ('没水', '没水', 'field_bad means'), ('没水', null, 'field_missing means')) v (word, means, want);

-- versions: what was published stays
select is(pg_temp.publish('{"answer": "卧室温度不低于二十度。"}', id, 1), id, 'the next version') from a where name = 'heat';
select is((select string_agg(v.version || ' ' || (v.fields ->> 'answer'), ';' order by v.version) from hotline.article_version v where v.article_id = a.id),
          '1 卧室和起居室温度不低于十八度，不达标的按天退费。;2 卧室温度不低于二十度。', 'both are there') from a where name = 'heat';
select is((select concat_ws(' ', title, legal_basis, version, (select code from hotline.unit where id = unit_id)) from hotline.article x where x.id = a.id), '供暖温度标准 城市供热管理办法 2 RL', 'what was not named stayed') from a where name = 'heat';
select is(pg_temp.act('demo_lead', format('select api.article_publish(gen_random_uuid(), %s, 1, ''{"answer": "x"}'', ''r'')', id)), 'changed_meanwhile', 'not over one that was not seen') from a where name = 'heat';
select is(pg_temp.act('demo_lead', format('select api.article_publish(gen_random_uuid(), %s, 2, ''{"answer": "x"}'', '' '')', id)), 'reason_missing reason', 'nor without a reason') from a where name = 'heat';
select throws_like(sql, '%append-only%', 'not even the owner: ' || sql) from unnest(array['update hotline.article_version set reason = ''x''', 'delete from hotline.article_version', 'truncate hotline.article_version']) sql;
select is(pg_temp.found('退费'), '供暖温度标准旧办法', 'the words of the old version are not found any more');
select is(pg_temp.found('二十度'), '供暖温度标准', 'those of the new one are');
select is((select count(*) from hotline.search_gram g, unnest(g.articles) x where x = a.id and cardinality(g.articles) <> g.n), 0::bigint, 'the index counts what it holds') from a where name = 'heat';

-- withdrawn, and published again
select is(pg_temp.act('demo_lead', format('select api.article_withdraw(gen_random_uuid(), %s, 1, ''过时'')', id)), 'ok', 'withdrawn') from a where name = 'card';
select is(pg_temp.found('社会保障卡'), null, 'found no more');
select is(pg_temp.ask('demo_lead', 'select string_agg(concat_ws(''|'', id, title, who, reason), '';'') from api.articles_withdrawn()'), concat_ws('|', id, '社会保障卡补办', (select number || ' ' || name from hotline.person where login = 'demo_lead'), '过时'), 'but by the lead, among those withdrawn') from a where name = 'card';
select is(pg_temp.act(login, 'select * from api.articles_withdrawn()'), '42501', login || ' does not list them') from unnest(array['demo_agent', 'demo_unit', 'demo_admin', 'demo_switch']) login;
select is((select count(*) from hotline.search_gram where a.id::integer = any (articles)), 0::bigint, 'nor in the index') from a where name = 'card';
select is(pg_temp.publish('{}', id, 2), id, 'published again') from a where name = 'card';
select is(pg_temp.ask('demo_lead', 'select count(*) from api.articles_withdrawn()'), '0', 'withdrawn no more');
select is(pg_temp.found('社会保障卡'), '社会保障卡补办', 'found again');
create temporary table before as select gram, n, articles, impacts from hotline.search_gram where n > 0;
create temporary table letters as select letter, n from hotline.search_letter where n > 0;
create temporary table state as select articles, letters from hotline.search_state;
update hotline.search_state set mean_length = 300;
select hotline.search_rebuild();
select is((select string_agg(gram || n, ' ' order by gram) from hotline.search_gram), (select string_agg(gram || n, ' ' order by gram) from before), 'the index is what it would be, made anew');
select is((select string_agg(letter || n, ' ' order by letter) from hotline.search_letter), (select string_agg(letter || n, ' ' order by letter) from letters), 'its characters too');
select is((select (articles, letters)::text from hotline.search_state), (select (articles, letters)::text from state), 'and its sums');

-- proposals
create temporary table p as
select (pg_temp.ask('demo_agent', format('select api.article_propose(gen_random_uuid(), %s, 1, ''{"answer": "物业负责的由物业疏通。"}'', ''小区内不归城管'')', id))::jsonb ->> 'proposal')::bigint as fix,
       (pg_temp.ask('demo_agent', 'select api.article_propose(gen_random_uuid(), null, null, ''{"title": "新知识", "answer": "新答案"}'', ''常有人问'')')::jsonb ->> 'proposal')::bigint as new,
       (pg_temp.ask('demo_agent', format('select api.article_propose(gen_random_uuid(), %s, 1, ''{"answer": "旧"}'', ''改'')', id))::jsonb ->> 'proposal')::bigint as late
from a where name = 'pipe';
select is(pg_temp.found('物业疏通'), '排水管道疏通', 'a proposal changes nothing yet');
select is(pg_temp.words('物业疏通', '排水管道疏通'), '疏通', 'not a word');
select is(pg_temp.ask('demo_agent', 'select count(*) from api.article_proposals()'), '3', 'the agent sees the own ones');
select is(pg_temp.all_pages('demo_agent', 'article_proposals(%s)', '{id}', 2), (select string_agg(id::text, ',' order by id desc) from hotline.article_proposal), 'page by page, newest first');
select is(pg_temp.all_pages('demo_lead', 'article_proposals(%s)', '{id}', 2), (select string_agg(id::text, ',' order by id) from hotline.article_proposal), 'of a lead oldest first');
select is(pg_temp.ask('demo_agent2', 'select count(*) from api.article_proposals()'), '0', 'another agent none');
select is(pg_temp.ask('demo_lead', 'select count(*) from api.article_proposals()'), '3', 'the lead all that wait');
select is(pg_temp.act('demo_agent', format('select api.article_decide(gen_random_uuid(), %s, true, '''')', fix)), '42501', 'an agent decides nothing') from p;
select is(pg_temp.act('demo_lead', format('select api.article_decide(gen_random_uuid(), %s, false, '''')', new)), 'reason_missing reason', 'a refusal needs its reason') from p;
select is(pg_temp.act('demo_lead', format('select api.article_decide(gen_random_uuid(), %s, true, '''', ''{"title": "新知识条目"}'')', new)), 'ok', 'published, as the lead changed it') from p;
select is(pg_temp.found('新知识条目'), '新知识条目', 'and found');
select is(pg_temp.act('demo_lead', format('select api.article_decide(gen_random_uuid(), %s, true, ''好'')', fix)), 'ok', 'the correction is published') from p;
select matches(pg_temp.words('物业负责', '排水管道疏通'), '物业负责', 'and found by its words');
select is(pg_temp.act('demo_lead', format('select api.article_decide(gen_random_uuid(), %s, true, ''x'')', late)), 'changed_meanwhile', 'a correction of what is not the newest waits for a reader') from p;
select is(pg_temp.act('demo_lead', format('select api.article_decide(gen_random_uuid(), %s, false, ''已改'')', late)), 'ok', 'refused') from p;
select is(pg_temp.act('demo_lead', format('select api.article_decide(gen_random_uuid(), %s, true, ''x'')', fix)), 'proposal_decided', 'once') from p;
select is((select string_agg(decision, ' ' order by id) from hotline.article_proposal where state = 'refused'), '已改', 'the proposer reads why');
select is(pg_temp.act('demo_agent', 'select api.article_propose(gen_random_uuid(), 999999, 1, ''{"answer": "x"}'', ''r'')'), 'not_found', 'nothing to correct');

-- fields at fault
select is(pg_temp.act('demo_lead', format('select api.article_publish(gen_random_uuid(), null, null, %L, ''r'')', fields)), want, want || ' ' || left(fields::text, 60)) from (values
    ('{"title": "x"}'::jsonb, 'field_missing answer'), ('{"answer": "  "}', 'field_missing answer'),
    (jsonb_build_object('answer', repeat('字', 20001)), 'field_too_long answer'), (jsonb_build_object('answer', 'x', 'title', repeat('字', 121)), 'field_too_long title'),
    ('{"answer": "x", "category": "没有的类"}', 'field_bad category'), ('{"answer": "x", "unit": "nowhere"}', 'field_bad unit'), ('{"answer": "x", "area": "nowhere"}', 'field_bad area'),
    ('{"answer": "x", "valid_from": "gestern"}', 'field_bad valid_from'), ('{"answer": "x", "valid_from": "2027-02-01", "valid_to": "2027-01-01"}', 'field_bad valid_to')) v (fields, want);

-- used, and with which ticket
create temporary table t as select (pg_temp.ask('demo_agent', pg_temp.submit('answer', pg_temp.form(jsonb_build_object('articles', (select id from a where name = 'heat') || ' ' || (select id from a where name = 'card')))))::jsonb ->> 'ticket')::bigint as id;
select is(pg_temp.ask('demo_agent', format('select string_agg(title || way || version, '' '' order by title) from api.ticket_articles(%s)', id)), '供暖温度标准sent2 社会保障卡补办sent3', 'the ticket knows what was sent') from t;
select is((select used from hotline.article x where x.id = a.id), 1, 'counted once') from a where name = 'heat';
select is(pg_temp.act('demo_agent', format('select api.article_use(gen_random_uuid(), %s, %s, ''quoted'')', a.id, t.id)), 'ok', 'again') from a, t where name = 'heat';
select is((select used from hotline.article x where x.id = a.id), 1, 'one ticket, one use') from a where name = 'heat';
select is(pg_temp.act('demo_agent', pg_temp.submit('answer', pg_temp.form(jsonb_build_object('articles', bad)))), 'field_bad articles', 'articles = ' || bad) from unnest(array['999999', 'x', '1; drop table hotline.article']) bad;
create temporary table d as select (pg_temp.ask('demo_agent', pg_temp.submit('save', pg_temp.form(jsonb_build_object('articles', (select id::text from a where name = 'pipe')))))::jsonb ->> 'ticket')::bigint as id;
select is(pg_temp.ask('demo_agent', format('select value from api.ticket_form(%s) where field = ''articles''', d.id)), a.id::text, 'a draft keeps its articles') from d, a where name = 'pipe';
select is(pg_temp.act('demo_agent', pg_temp.submit('dispatch', pg_temp.form('{"articles": ""}'), null, id)), 'ok', 'taken out before it is sent') from d;
select is(pg_temp.ask('demo_agent', format('select count(*) from api.ticket_articles(%s)', id)), '0', 'it is not recorded') from d;
select is((select used from hotline.article x where x.id = a.id), 0, 'nor counted') from a where name = 'pipe';
select is(pg_temp.act('demo_agent', format('select api.article_use(gen_random_uuid(), %s, null, ''read'')', id)), 'ok', 'read') from a where name = 'pipe';
select is(pg_temp.act('demo_unit2', format('select api.article_use(gen_random_uuid(), %s, %s, ''quoted'')', a.id, t.id)), 'not_found', 'not into a ticket that one does not see') from a, t where name = 'pipe';

-- did it help: a person's last word
select is(pg_temp.act(login, format('select api.article_vote(gen_random_uuid(), %s, %s)', id, helped)), 'ok', login || ' says ' || helped)
from a, (values (1, 'demo_agent', 'true'), (2, 'demo_agent2', 'false'), (3, 'demo_unit', 'true'), (4, 'demo_agent', 'false')) v (n, login, helped) where name = 'heat' order by n;
select is((select helped || '/' || not_helped from hotline.article x where x.id = a.id), '1/2', 'three people, three votes') from a where name = 'heat';
select is(pg_temp.ask('demo_agent', format('select mine from api.article_read(%s)', id)), 'no', 'and one knows one''s own') from a where name = 'heat';
select is(pg_temp.act('demo_agent', 'select * from api.article_read(999999)'), 'not_found', 'none is none');

-- hostile text is a text
select is(pg_temp.act('demo_agent', format('select * from api.article_search(%L, 5)', q)), 'ok', 'asked: ' || left(q, 20))
from unnest(array['', ' ', '%', '''; drop table hotline.article; --', repeat('供暖', 5000), E'\\', '((', U&'\202E供暖', '😀😀', E'a\u0001b', '[a-z', '*', '$1', '::']) q;
select is(pg_temp.publish(jsonb_build_object('title', '<b>$1 %s', 'answer', E'敌意''; drop\u0001\u202e 文本 \\ % _')) > 0, true, 'written as it is');
select is(pg_temp.found('敌意文本'), '<b>$1 %s', 'and found as it is');

-- brought in again
create temporary table rows as select '[{"_line": 2, "id": "r1", "answer": "残疾人证办理"}, {"_line": 3, "title": "老年卡", "answer": "免费办理老年卡"}, {"_line": 4, "id": "r3"}]'::jsonb as r;
select is(pg_temp.ask('demo_admin', format('select api.article_import(gen_random_uuid(), %L) - ''refused''', r)), '{"added": 2, "changed": 0, "unchanged": 0}', 'two come in') from rows;
select is(pg_temp.ask('demo_admin', format('select api.article_import(gen_random_uuid(), %L)', r))::jsonb #>> '{refused,0,line}', '4', 'the bad one is named') from rows;
select is(pg_temp.ask('demo_admin', format('select api.article_import(gen_random_uuid(), %L) - ''refused''', r)), '{"added": 0, "changed": 0, "unchanged": 2}', 'again: nothing') from rows;
select is(pg_temp.ask('demo_lead', format('select api.article_import(gen_random_uuid(), %L, true) - ''refused''', jsonb_set(r, '{0,answer}', '"改了"'))), '{"added": 0, "changed": 0, "unchanged": 0}', 'strict: one bad row and nothing is done') from rows;
select is((select answer from hotline.article where key = 'r1'), '残疾人证办理', 'as it says');
select is(pg_temp.act('demo_admin', 'select api.article_import(gen_random_uuid(), ''[{"answr": "x"}]'')'), 'column_unknown answr', 'a misspelt column is refused');

select * from finish();
rollback;
