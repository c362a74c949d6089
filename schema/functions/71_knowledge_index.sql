-- Keeping the search index: published articles only, always as of their newest version.

-- BM25's share of a gram in an article: it grows with how often the gram occurs, ever more slowly
-- (k1 = 0.8), and less in a text that is longer than the others (b = 0.9). In thousandths.
create or replace function hotline.gram_impact(p_n integer, p_length integer, p_mean real) returns smallint
language sql immutable set search_path = pg_catalog, pg_temp as $$
    select round(1000 * p_n * 1.8 / (p_n + 0.8 * (0.1 + 0.9 * p_length / p_mean)))::smallint
$$;

-- Takes articles out of the index. Which grams they are in follows from the version that is indexed.
create or replace function hotline.search_remove(p_articles integer[]) returns void
language plpgsql set search_path = pg_catalog, pg_temp as $$
begin
    with indexed as (
        select distinct s.article_id / 8192 as block, g.gram
        from hotline.search_article s
        join hotline.article_version v on v.article_id = s.article_id and v.version = s.version
        cross join lateral hotline.article_grams(v.fields ->> 'title', v.fields ->> 'variants', v.fields ->> 'answer') g
        where s.article_id = any (p_articles)
    )
    update hotline.search_gram p set (n, articles, impacts) = (
        select count(*), coalesce(array_agg(u.article order by u.i), '{}'), coalesce(array_agg(u.impact order by u.i), '{}')
        from unnest(p.articles, p.impacts) with ordinality u (article, impact, i) where u.article <> all (p_articles))
    from indexed i where p.gram = i.gram and p.block = i.block;
    update hotline.search_letter l set n = l.n - o.n
    from (select letter, count(*) as n from hotline.search_article s, hotline.text_letters(s.words) letter
          where s.article_id = any (p_articles) group by letter) o where o.letter = l.letter;
    update hotline.search_state set articles = articles - o.n, letters = search_state.letters - o.length
    from (select count(*) as n, coalesce(sum(length), 0) as length from hotline.search_article
          where article_id = any (p_articles)) o;
    delete from hotline.search_article where article_id = any (p_articles);
end
$$;

-- Puts published articles that are not in it into the index.
create or replace function hotline.search_add(p_articles integer[]) returns void
language plpgsql set search_path = pg_catalog, pg_temp as $$
declare
    v_mean real := (select mean_length from hotline.search_state);
begin
    insert into hotline.search_article (article_id, version, length, words, places)
    select a.id, a.version, char_length(a.title) + char_length(a.answer),
           hotline.search_normal(concat_ws(E'\n', a.title, a.variants, a.answer)),
           case when o.path is not null then array[split_part(o.path, ' / ', 1)]
                else hotline.text_places(hotline.search_normal(concat_ws(' ', a.title, a.answer))) end
    from hotline.article a
    left join hotline.area o on o.id = a.area_id and o.parent_id is not null
    where a.id = any (p_articles) and a.state = 'published';
    insert into hotline.search_gram (gram, block, n, articles, impacts)
    select g.gram, s.article_id / 8192, count(*), array_agg(s.article_id order by s.article_id),
           array_agg(hotline.gram_impact(g.n, s.length, v_mean) order by s.article_id)
    from hotline.search_article s join hotline.article a on a.id = s.article_id
    cross join lateral hotline.article_grams(a.title, a.variants, a.answer) g
    where s.article_id = any (p_articles) group by 1, 2
    on conflict (gram, block) do update set n = search_gram.n + excluded.n,
        articles = search_gram.articles || excluded.articles, impacts = search_gram.impacts || excluded.impacts;
    insert into hotline.search_letter (letter, n)
    select letter, count(*) from hotline.search_article s, hotline.text_letters(s.words) letter
    where s.article_id = any (p_articles) group by letter
    on conflict (letter) do update set n = search_letter.n + excluded.n;
    update hotline.search_state set articles = articles + o.n, letters = search_state.letters + o.length
    from (select count(*) as n, coalesce(sum(length), 0) as length from hotline.search_article
          where article_id = any (p_articles)) o;
end
$$;

-- The whole index anew, a block at a time.
create or replace function hotline.search_rebuild() returns void
language plpgsql set search_path = pg_catalog, pg_temp as $$
declare
    v_block integer;
begin
    perform pg_advisory_xact_lock(hashtext('hotline.search_index'));
    delete from hotline.search_article;
    delete from hotline.search_gram;
    delete from hotline.search_letter;
    update hotline.search_state set articles = 0, letters = 0, mean_length = greatest(1, coalesce(
        (select avg(char_length(title) + char_length(answer)) from hotline.article where state = 'published'), 300));
    for v_block in select distinct id / 8192 from hotline.article order by 1 loop
        perform hotline.search_add(array(select id::integer from hotline.article where id / 8192 = v_block));
    end loop;
end
$$;

-- Brings the index up to date with articles that were published, changed or withdrawn. When texts have
-- become much longer or shorter than the impacts were counted with, all are counted again.
create or replace function hotline.search_refresh(p_articles integer[]) returns void
language plpgsql set search_path = pg_catalog, pg_temp as $$
begin
    -- one at a time: two that publish would wait for each other's grams
    perform pg_advisory_xact_lock(hashtext('hotline.search_index'));
    if exists (select from hotline.search_article where article_id = any (p_articles)) then
        perform hotline.search_remove(p_articles);
    end if;
    perform hotline.search_add(p_articles);
    if exists (select from hotline.search_state
               where articles >= 20 and letters / articles::real not between mean_length / 1.5 and mean_length * 1.5) then
        perform hotline.search_rebuild();
    end if;
end
$$;
