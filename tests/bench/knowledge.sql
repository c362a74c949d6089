-- The search at 100,000 articles, beside ILIKE and pg_trgm on the same rows in the same run.
-- The articles are made of the categories', areas' and units' own words: titles and answers of invented
-- matters, some words in nearly all of them, most in few, as in real answers. size: how many.
\set QUIET 1
\pset format unaligned
\pset tuples_only 1
set client_min_messages to warning;
\if :{?size} \else \set size 100000 \endif
\o /dev/null
create extension if not exists pg_trgm;
select setseed(0.12345);

create temporary table matter as
select row_number() over (order by code) - 1 as n, name, path from hotline.category where level = 3;
create temporary table place as
select row_number() over (order by code) - 1 as n, name from hotline.area where parent_id is not null;
-- names of streets and estates, as many as a large city has
create temporary table street as
select n, substr('朝阳湖滨文昌金水白马青山石桥竹溪沙洲龙泉观塔云谷创业丽景桃源柳林渡口', 1 + (n * 7 % 34)::integer, 2)
          || chr(19968 + (n * 7919 % 6000)::integer) || chr(20000 + (n * 104729 % 7000)::integer)
          || (array['路', '小区', '花园', '大道', '村'])[1 + n % 5] as name
from generate_series(0, 19999) n;
create temporary table phrase as
select row_number() over () - 1 as n, p as words from unnest(string_to_array(
    '请携带本人有效身份证件到就近的政务服务大厅窗口办理|办理时限为五个工作日,特殊情况可以延长|可以通过手机应用网上申请,审核通过后邮寄送达|'
    '经核实,该路段属于老旧管网改造范围,预计年底前完工|如有疑问请拨打承办单位的咨询电话|根据有关规定,申请人应当如实提供材料|'
    '执法人员已到现场查看,责令限期整改|符合条件的家庭可以享受补贴,标准每年公布一次|物业公司应当公示收费依据和标准|夜间施工须取得许可并提前公告|'
    '参保人员可以在定点医院直接结算|逾期未缴纳的不能补缴当年费用|居民应当按照投放时间和要求分类投放|监护人须持户口簿和出生证明|'
    '单位拖欠工资的可以向劳动监察机构投诉|车辆应当停放在划定的泊位内|供热期间室内温度不得低于十八度|停水停电会提前二十四小时通知|'
    '消费者可以在七日内无理由退货|窗口工作时间为周一至周五上午九点到下午五点', '|')) p;

insert into hotline.article (key, title, answer)
select 'bench' || i, s.name || m.name || (array['怎么办理', '由谁负责', '收费标准', '投诉处理', '办理时间'])[1 + i % 5],
       p.name || s.name || ':' || m.name || '。' || a.words || ';' || b.words || '。' || c.words || ',编号' || i || '。'
       || m2.name || '另行办理。'
from generate_series(1, :size) i
join lateral (select (random() * 19999)::integer as street, floor(power(random(), 2) * (select count(*) from matter))::integer as matter,
                     floor(random() * (select count(*) from matter))::integer as other, i % (select count(*) from place) as place) r on true
join street s on s.n = r.street join matter m on m.n = r.matter join matter m2 on m2.n = r.other
join place p on p.n = r.place join phrase a on a.n = i % 20 join phrase b on b.n = i / 20 % 20 join phrase c on c.n = i / 400 % 20;
insert into hotline.article_version (article_id, version, who, action, fields)
select id, 1, 'bench', 'import', jsonb_build_object('title', title, 'variants', '', 'answer', answer) from hotline.article;
select hotline.search_rebuild();
create index bench_trgm on hotline.article using gin ((title || ' ' || answer) gin_trgm_ops);
analyze;

-- what is asked: titles, as a citizen's question is; and words of two to four characters, as they are typed
create schema bench;
grant usage on schema bench to public;
create table bench.asked as
select 'title' as kind, title as words from (select title from hotline.article order by hashint8(id) limit 150) t
union all
select 'word', substr(words, 1 + (n * 3)::integer % 6, 2 + (n % 3)::integer) from phrase
union all
select 'word', left(name, 2 + (n % 3)::integer) from matter where n % 8 = 0
union all
select 'word', substr(name, 1, 2 + (n % 3)::integer) from street where n % 400 = 0;
create table bench.took (what text, kind text, ms double precision);
grant all on bench.asked, bench.took to public;
create function bench.take(p_what text, p_sql text, p_of integer) returns void language plpgsql as $$
declare
    v_words record;
    v_begun timestamptz;
begin
    for v_words in select * from bench.asked order by hashtext(words) limit p_of loop
        v_begun := clock_timestamp();
        execute p_sql using v_words.words;
        insert into bench.took values (p_what, v_words.kind, extract(epoch from clock_timestamp() - v_begun) * 1000);
    end loop;
end
$$;
set session authorization demo_agent;
select bench.take('warm', 'select count(*) from api.article_search($1, 20)', 20);
select bench.take('article_search', 'select count(*) from api.article_search($1, 20)', 1000);
\o
select format('bench article_search_most %s ms', round(max(ms)::numeric, 1)) from bench.took where what = 'article_search';
\o /dev/null
reset session authorization;
-- what all the words together find, newest first: no ranking at all
select bench.take('ilike', 'select count(*) from (select id from hotline.article where state = ''published''
    and title || '' '' || answer ilike ''%'' || $1 || ''%'' order by id desc limit 20) f', 60)
    from (select set_config('enable_bitmapscan', 'off', true), set_config('enable_indexscan', 'on', true)) s;
select bench.take('pg_trgm', 'select count(*) from (select id from hotline.article where state = ''published''
    and title || '' '' || answer ilike ''%'' || $1 || ''%'' order by id limit 20) f', 300);
select bench.take('pg_trgm_similarity', 'select count(*) from (select id from hotline.article where state = ''published''
    order by word_similarity($1, title || '' '' || answer) desc limit 20) f', 6);
\o
select format('bench %s_%s_p%s %s ms', what, kind, p, round(percentile_cont(p / 100.0) within group (order by ms)::numeric, 1))
from bench.took, unnest(array[50, 95]) p where what <> 'warm' group by what, kind, p order by what, kind, p;
\o
select format('bench article_index_size %s MB', pg_total_relation_size('hotline.search_gram') / 1048576);
\o
select format('bench trgm_index_size %s MB', pg_relation_size('hotline.bench_trgm') / 1048576);
