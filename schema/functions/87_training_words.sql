-- What a trainee says and writes, told from its words.

delete from hotline.cue;
delete from hotline.phrase;
insert into hotline.utterance (code, name)
select code, name from (values
    ('greet', '问候'), ('name', '姓名'), ('phone', '电话'), ('place', '地点'), ('when', '时间'), ('detail', '详情'), ('people', '人员'),
    ('confirm', '核实'), ('soothe', '安抚'), ('deadline', '时限'), ('process', '流程'), ('secrecy', '保密'), ('explain', '说明'),
    ('refuse', '拒绝'), ('handover', '转接'), ('hold', '别挂'), ('warn', '劝止'), ('goodbye', '结束'), ('rude', '不当'),
    ('disclose', '泄露'), ('promise', '承诺'), ('silence', '沉默'), ('other', '其他')) u (code, name)
on conflict (code) do update set name = excluded.name;

-- the ones with a place are offered to be said, in the order of a call
insert into hotline.phrase (place, utterance, text) values
    (1, 'greet', '您好,这里是12345热线,请问有什么可以帮您?'),
    (2, 'name', '请问您贵姓?'),
    (3, 'phone', '请问怎么联系您,是这个号码吗?'),
    (4, 'place', '请问具体在什么位置,哪个小区、哪条路?'),
    (5, 'when', '请问是什么时候发生的,持续多久了?'),
    (6, 'detail', '请您再说说具体情况。'),
    (7, 'people', '请问有没有人受伤,有多少人?'),
    (8, 'confirm', '我跟您核对一下,我记录的是这样,对吗?'),
    (9, 'soothe', '您别着急,我理解您的心情,慢慢说。'),
    (10, 'deadline', '您的诉求我们会在规定的工作日内办理并答复您。'),
    (11, 'process', '我马上为您登记并派给承办单位,他们会与您联系。'),
    (12, 'secrecy', '您的个人信息我们会为您保密。'),
    (13, 'explain', '我为您查到相关规定,向您说明一下。'),
    (14, 'refuse', '这件事不在热线受理范围内,建议您通过法定途径办理。'),
    (15, 'refuse', '对不起,他人的信息我不能提供。'),
    (16, 'handover', '情况紧急,我马上为您转接。'),
    (17, 'hold', '请您不要挂机,保持通话。'),
    (18, 'warn', '请您文明用语,否则我将结束通话。'),
    (19, 'goodbye', '感谢您的来电,再见。'),
    (null, 'place', '您在哪儿?'), (null, 'place', '门牌号是多少?'), (null, 'when', '从哪天开始的?'), (null, 'when', '一般几点?'),
    (null, 'name', '您怎么称呼?'), (null, 'detail', '发生了什么事?'), (null, 'detail', '还有别的情况吗?'),
    (null, 'people', '影响到多少住户?'), (null, 'secrecy', '需要匿名吗?'), (null, 'deadline', '五个工作日之内给您答复。'),
    (null, 'rude', '跟我没关系,你找别人去。'), (null, 'rude', '你说不清楚就别打了。'), (null, 'promise', '我保证明天给您解决。');
insert into hotline.cue (utterance, word)
select c.utterance, w from (values
    ('greet', '您好 你好 有什么可以帮 这里是12345'),
    ('name', '贵姓 怎么称呼 您的姓名 叫什么名字 您姓什么'),
    ('phone', '联系电话 电话号码 怎么联系您 哪个号码 手机号'),
    ('place', '什么位置 什么地方 具体地址 详细地址 哪个小区 哪条路 哪里 哪儿 门牌 几栋 几号楼 在哪'),
    ('when', '什么时候 何时 几点 多久 哪天 持续 多长时间'),
    ('detail', '具体情况 什么情况 怎么回事 详细 还有什么 具体说 什么事'),
    ('people', '受伤 多少人 几个人 几个人 多少户 人员 老人和孩子 有人吗'),
    ('confirm', '核对 复述 您看对吗 对吗 是这样吗 确认一下'),
    ('soothe', '别着急 不要着急 理解您 别担心 慢慢说 抱歉 别害怕 不要怕'),
    ('deadline', '工作日 时限 小时内 日内 天内'),
    ('process', '登记 派给 转给 承办 会与您联系 派单 回访'),
    ('secrecy', '保密 匿名'),
    ('explain', '规定 根据 政策 需要带 可以到 办理 材料'),
    ('refuse', '不在受理范围 不予受理 不受理 不能提供 无法提供 不能告诉 法院 仲裁 复议 信访'),
    ('handover', '转接 转到119 转到110 转到120 帮您转 接通119 接通110 接通120'),
    ('hold', '不要挂 别挂 保持通话 请稍等'),
    ('warn', '文明用语 请您冷静 结束通话 注意用语'),
    ('goodbye', '再见 感谢您的来电 祝您'),
    ('rude', '没关系你 关我 别打了 烦不烦 不归我管 随便你 爱打不打 你自己想办法 闭嘴 吵什么'),
    ('promise', '保证 一定给您解决 肯定解决 包在我')) c (utterance, words), unnest(string_to_array(c.words, ' ')) w
on conflict do nothing;

-- out: a text for comparing: one way to write it, numerals as digits.
create or replace function hotline.compared_text(p_text text) returns text
language sql immutable set search_path = pg_catalog, pg_temp as $$
    select translate(hotline.search_normal(p_text), '零〇一二两三四五六七八九', '001223456789')
$$;

-- How much of what is meant is said. in: what is written, what is meant. out: 0 … 1: the share of the meant text's
-- grams (hotline.text_grams, without fillers, each with its synonyms) that are there; 1 where it stands word for word;
-- 0 where one of its numbers is missing.
create or replace function hotline.text_told(p_text text, p_meant text) returns double precision
language plpgsql stable set search_path = pg_catalog, pg_temp as $$
declare
    v_text   text := hotline.compared_text(p_text);
    v_meant  text := hotline.compared_text(p_meant);
    v_core   text := btrim(hotline.query_text(v_meant));
    v_there  text := v_text || ' ' || hotline.text_synonyms(hotline.search_normal(p_text));
    v_share  double precision;
begin
    if v_meant = '' or strpos(v_text, v_meant) > 0 then
        return 1;
    elsif exists (select from regexp_matches(v_meant, '[0-9]+', 'g') m where v_text !~ ('(^|[^0-9])' || m[1] || '($|[^0-9])')) then
        return 0;
    end if;
    select avg((strpos(v_there, g.gram) > 0)::integer) into v_share
    from hotline.text_grams(case when v_core = '' then v_meant else v_core end) g;
    return coalesce(v_share, (strpos(v_there, v_core) > 0)::integer::double precision);
end
$$;

-- How much must be told to count as told.
create or replace function hotline.told_enough() returns double precision
language sql immutable set search_path = pg_catalog, pg_temp as $$ select 0.6 $$;

-- out: what an agent's line says, the codes of utterances, the plainest first; {other} when it says none of them. Cues
-- count, the longer the more, and the likeness with the phrase that is likest (pairs of characters they share, of those of both).
create or replace function hotline.utterances_of(p_text text) returns text[]
language sql stable set search_path = pg_catalog, pg_temp as $$
    with said as materialized (
        select hotline.search_normal(p_text) as text, hotline.text_pairs(p_text) as pairs
    ), likeness as (
        select p.utterance, max(2.0 * (select count(*) from unnest(s.pairs) a where a = any (x.pairs))
                                / greatest(1, cardinality(s.pairs) + cardinality(x.pairs))) as worth
        from said s, hotline.phrase p cross join lateral (select hotline.text_pairs(p.text) as pairs offset 0) x group by p.utterance
        union all
        select c.utterance, sum(0.15 * char_length(c.word)) from said s, hotline.cue c where strpos(s.text, c.word) > 0 group by c.utterance
    )
    select coalesce(array_agg(utterance order by worth desc, utterance), '{other}')
    from (select utterance, sum(worth) as worth from likeness group by utterance having sum(worth) >= 0.3) l
$$;

-- Refuses not_training where real work is done.
create or replace function hotline.check_training() returns void
language plpgsql stable set search_path = pg_catalog, pg_temp as $$
begin
    if not hotline.in_training() then
        perform hotline.refuse('not_training');
    end if;
end
$$;

-- What can be said with one key, in the order of a call. out: search: further words to find it by (pinyin and initials).
create function api.phrases() returns table (place integer, utterance text, name text, text text, search text)
language sql stable security definer set search_path = pg_catalog, pg_temp as $$
    select p.place, p.utterance, u.name, p.text, hotline.search_words(u.name) from hotline.me(), hotline.phrase p join hotline.utterance u on u.code = p.utterance
    where p.place is not null order by p.place
$$;
