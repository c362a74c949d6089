-- Chinese without a segmenter: what texts and queries are taken apart into.

-- Words of every question that say nothing about its matter. In official answers they are rarer than
-- in questions, so that their rarity alone would give them too much weight.
delete from hotline.filler;
insert into hotline.filler (word)
select word from unnest(string_to_array(
    '请问 您好 你好 咨询 请求 建议 投诉 关于 问题 反映 举报 希望 再次 强烈 恳请 要求 求助 呼吁 有关 相关 事宜 '
    '解决 尽快 情况 质疑 何时 什么时候 什么 怎么办 怎么 为什么 如何 是否 能否 可以 可否 一下 何处 哪里 哪些 多久 '
    '多少 为何 为啥 怎样 帮助 帮忙 一事 事情 早日 难题 我们 想问 我想 的 了 吗 呢 啊', ' ')) word;

-- out: one way to write it: full-width letters as half-width ones, capitals as small ones.
create or replace function hotline.search_normal(p_text text) returns text
language sql immutable set search_path = pg_catalog, pg_temp as $$
    select lower(normalize(coalesce(p_text, ''), nfkc))
$$;

-- in: a normal text. out: its grams: pairs of neighbouring Chinese characters, and whole Latin words and
-- numbers; how often each occurs.
create or replace function hotline.text_grams(p_text text) returns table (gram text, n integer)
language plpgsql immutable set search_path = pg_catalog, pg_temp as $$
declare
    v_letters text[] := string_to_array(regexp_replace(p_text, '[^\u3400-\u9fff\U00020000-\U0003ffff]+', ' ', 'g'), null);
    v_grams   text[] := array(select m[1] from regexp_matches(p_text, '[a-z0-9]+', 'g') m);
begin
    for i in 1 .. coalesce(cardinality(v_letters), 0) - 1 loop
        if v_letters[i] <> ' ' and v_letters[i + 1] <> ' ' then
            v_grams := v_grams || (v_letters[i] || v_letters[i + 1]);
        end if;
    end loop;
    return query select left(g, 40), count(*)::integer from unnest(v_grams) g group by 1;
end
$$;

-- out: the Chinese characters of a normal text, each once.
create or replace function hotline.text_letters(p_text text) returns setof text
language sql immutable set search_path = pg_catalog, pg_temp as $$
    select distinct l
    from unnest(string_to_array(regexp_replace(p_text, '[^\u3400-\u9fff\U00020000-\U0003ffff]+', '', 'g'), null)) l
$$;

-- The grams of an article. One in the title counts as four in the answer, one in a variant as three:
-- there the article says in a few words what it is about.
create or replace function hotline.article_grams(p_title text, p_variants text, p_answer text)
returns table (gram text, n integer)
language sql immutable set search_path = pg_catalog, pg_temp as $$
    select g.gram, sum(g.n)::integer
    from (select t.gram, t.n from hotline.text_grams(hotline.search_normal(p_answer)) t
          union all select t.gram, 4 from hotline.text_grams(hotline.search_normal(p_title)) t
          union all select t.gram, 3 from hotline.text_grams(hotline.search_normal(p_variants)) t) g
    group by g.gram
$$;

-- in: a normal text. out: the districts it names, by the area table; places written as codes, as in
-- anonymised collections (A市, A7县), are one district for each letter.
create or replace function hotline.text_places(p_text text) returns text[]
language sql stable set search_path = pg_catalog, pg_temp as $$
    select coalesce(array_agg(distinct place), '{}')
    from (select split_part(a.path, ' / ', 1) as place from hotline.area a
          where a.parent_id is not null and a.enabled and strpos(p_text, lower(a.name)) > 0
          union all
          select m[1] from regexp_matches(p_text, '([a-z])[0-9]{0,2}[市区县州]', 'g') m) p
$$;

-- in: a normal text. out: the other words for what it says, by the table of synonyms in both directions.
create or replace function hotline.text_synonyms(p_text text) returns text
language sql stable set search_path = pg_catalog, pg_temp as $$
    select coalesce(string_agg(distinct other, ' '), '')
    from (select m as other from hotline.synonym s, unnest(s.means) m
          where s.enabled and strpos(p_text, lower(s.word)) > 0
          union all
          select s.word from hotline.synonym s, unnest(s.means) m
          where s.enabled and strpos(p_text, lower(m)) > 0) o
    where strpos(p_text, other) = 0
$$;

-- in: what was typed. out: what is looked for: without fillers, numbers and Latin words set apart.
create or replace function hotline.query_text(p_query text) returns text
language plpgsql stable set search_path = pg_catalog, pg_temp as $$
declare
    v_text text := p_query;
    v_word text;
begin
    for v_word in select word from hotline.filler order by char_length(word) desc, word loop
        v_text := replace(v_text, v_word, ' ');
    end loop;
    return regexp_replace(v_text, '([a-z0-9]+)', ' \1 ', 'g');
end
$$;

-- in: a query_text. out: its grams with the character at which each begins and how long it is. kind:
-- gram; letter, a single Chinese character; start, a character that is all there is to go by.
create or replace function hotline.query_grams(p_text text)
returns table (gram text, kind text, pos integer, width integer)
language plpgsql immutable set search_path = pg_catalog, pg_temp as $$
declare
    v_letters text[] := string_to_array(regexp_replace(p_text, '[^\u3400-\u9fff\U00020000-\U0003ffff]', ' ', 'g'), null);
    v_word    text[];
    v_at      integer := 1;
    v_found   boolean := false;
begin
    width := 2;
    for i in 1 .. coalesce(cardinality(v_letters), 0) - 1 loop
        if v_letters[i] <> ' ' and v_letters[i + 1] <> ' ' then
            gram := v_letters[i] || v_letters[i + 1]; kind := 'gram'; pos := i; v_found := true;
            return next;
        end if;
    end loop;
    for v_word in select m from regexp_matches(p_text, '[a-z0-9]+', 'g') m loop
        pos := strpos(substr(p_text, v_at), v_word[1]) + v_at - 1;
        gram := left(v_word[1], 40); kind := 'gram'; width := char_length(v_word[1]); v_found := true;
        v_at := pos + width;
        return next;
    end loop;
    width := 1;
    for i in 1 .. coalesce(cardinality(v_letters), 0) loop
        if v_letters[i] <> ' ' then
            gram := v_letters[i]; kind := case when v_found then 'letter' else 'start' end; pos := i;
            return next;
        end if;
    end loop;
end
$$;
