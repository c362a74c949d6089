-- The search: ranked, one query, each score told by the words that speak for it.

-- May this session read what the centre knows? Its people, and who installs it (to measure the search).
create or replace function hotline.check_knowledge_reader() returns void
language plpgsql stable set search_path = pg_catalog, pg_temp as $$
begin
    if hotline.my_id() is null and not hotline.may_administer() then
        perform hotline.me();
    end if;
end
$$;

-- out: the centre's calendar day.
create or replace function hotline.centre_day() returns date
language sql stable set search_path = pg_catalog, pg_temp as $$
    select (now() at time zone hotline.setting_value('timezone'))::date
$$;

-- in: from, to, today. out: valid, expired, or not_yet.
create or replace function hotline.validity(p_from date, p_to date, p_today date) returns text
language sql immutable set search_path = pg_catalog, pg_temp as $$
    select case when p_to < p_today then 'expired' when p_from > p_today then 'not_yet' else 'valid' end
$$;

-- The words of a query that are in one article, the weightiest first. in: the query_text, and the
-- evidence as parallel arrays: where each gram begins, how long it is, what it is worth.
-- out: [{"word", "weight"}]; grams that overlap are one word.
create or replace function hotline.matched_words(p_text text, p_pos integer[], p_width integer[], p_value real[])
returns jsonb language sql immutable set search_path = pg_catalog, pg_temp as $$
    select coalesce(jsonb_agg(jsonb_build_object('word', word, 'weight', round(weight::numeric, 2)) order by weight desc, word), '[]')
    from (select substr(p_text, min(pos), max(pos + width) - min(pos)) as word, sum(value) as weight
          from (select *, sum(fresh) over (order by pos) as island
                from (select pos, width, value,
                             case when pos >= max(pos + width) over (order by pos rows between unbounded preceding and 1 preceding)
                                  then 1 else 0 end as fresh
                      from unnest(p_pos, p_width, p_value) e (pos, width, value)) f) g
          group by island) w
$$;

-- How well each article answers a query; published ones only, at most 300.
-- in: what was typed (its first 500 characters count).
-- out: the score; the evidence for it: grams by where they begin in text, with their worth.
-- score = (grams + letters) * shortness * place, where
--   a gram is worth BM25: its rarity ln(1 + (N - n + 0.5) / (n + 0.5)) times its impact in the article
--     (71_knowledge_index.sql); a synonym's 0.6 of that. Of two that overlap, as all of one word do, the
--     weaker counts half: else one long word would outweigh two that say different things;
--   letters: single characters, 0.6 of their rarity each, so that 幼儿入园 finds 幼儿园 入学;
--   shortness: length ^ -0.1; place: 0.6 when the query names a district and the article only others.
-- Of each gram's places the rarest gram's are read first, 10,000 in all; among the 300 articles that are
-- best by these, the grams that are left (nearly every article has them) are looked for in the words.
create or replace function hotline.article_scores(p_query text)
returns table (article_id integer, score real, text text, pos integer[], width integer[], value real[])
language sql stable set search_path = pg_catalog, pg_temp set jit = off as $$
    with typed as materialized (
        select n.normal, hotline.query_text(n.normal) as own, hotline.text_places(n.normal) as places,
               s.articles as total, s.mean_length as mean
        from (select hotline.search_normal(left(p_query, 500)) as normal) n, hotline.search_state s limit 1
    ), query as materialized (
        select t.places, t.total, t.mean, char_length(t.own) as own,
               t.own || ' ' || hotline.query_text(hotline.text_synonyms(t.normal)) as text from typed t limit 1
    ), asked as materialized (
        select g.gram, g.kind, min(g.pos) as pos, min(g.width) as width,
               case when min(g.pos) > min(q.own) then 0.6 else 1.0 end as weight
        from query q, hotline.query_grams(q.text) g group by g.gram, g.kind
    ), slice as materialized (
        -- offset 0, here and below: by the index, gram for gram, also when nobody has counted the table yet
        select p.gram, p.block, p.n, a.pos, a.width, a.weight, sum(p.n) over (partition by p.gram) as gram_n
        from asked a cross join lateral (
            select g.gram, g.block, g.n from hotline.search_gram g where a.kind = 'gram' and g.gram = a.gram and g.n > 0 offset 0) p
        union all
        select p.gram, p.block, p.n, a.pos, a.width, a.weight, sum(p.n) over (partition by p.gram)
        from asked a cross join lateral (
            select g.gram, g.block, g.n from hotline.search_gram g
            where a.kind = 'start' and g.gram > a.gram and g.gram < a.gram || U&'\+03FFFF' and g.n > 0 offset 0) p
    ), graded as materialized (
        select s.gram, s.block, s.pos, s.width, s.weight * ln(1 + (q.total - s.gram_n + 0.5) / (s.gram_n + 0.5)) / 1000 as rarity,
               s.so_far <= 10000 or s.so_far = s.n as is_read
        from (select *, sum(n) over (order by gram_n, gram, block desc) as so_far from slice) s, query q
    ), hit as materialized (
        select u.article, g.pos, g.width, (g.rarity * u.impact)::real as value
        from graded g cross join lateral (
            select u.article, u.impact from hotline.search_gram p cross join lateral unnest(p.articles, p.impacts) u (article, impact)
            where p.gram = g.gram and p.block = g.block offset 0) u
        where g.is_read
    ), candidate as materialized (
        select c.article, s.length, s.places, s.words
        from (select h.article, sum(h.value) as value from hit h group by h.article order by 2 desc, 1 limit 300) c
        cross join lateral (select * from hotline.search_article a where a.article_id = c.article offset 0) s
    ), found as (
        select h.article, h.pos, h.width, h.value from hit h where h.article in (select c.article from candidate c)
        union
        select c.article, g.pos, g.width, (g.rarity * hotline.gram_impact(1, c.length, q.mean))::real
        from (select distinct gram, pos, width, rarity from graded where not is_read) g, candidate c, query q
        where strpos(c.words, g.gram) > 0
    ), evidence as (
        select e.article, sum(e.value - 0.5 * least(e.value, e.next)) as value,
               array_agg(e.pos) as pos, array_agg(e.width) as width, array_agg(e.value) as value_of
        from (select f.*, case when lead(f.pos) over w < f.pos + f.width then lead(f.value) over w else 0 end as next
              from (select article, pos, width, max(value) as value from found group by article, pos, width) f
              window w as (partition by f.article order by f.pos)) e
        group by e.article
    ), letter as materialized (
        select a.gram as letter, 0.6 * a.weight * ln(1 + (q.total - l.n + 0.5) / (l.n + 0.5)) as rarity
        from query q, asked a join hotline.search_letter l on l.letter = a.gram where a.kind = 'letter'
    )
    select e.article, ((e.value + coalesce((select sum(l.rarity) from letter l where strpos(c.words, l.letter) > 0), 0))
                       * power(c.length + 20, -0.1)
                       * case when q.places <> '{}' and c.places <> '{}' and not q.places && c.places then 0.6 else 1 end)::real,
           q.text, e.pos, e.width, e.value_of
    from evidence e join candidate c on c.article = e.article, query q
$$;

-- Articles for a query, best first; those that are not valid today last.
-- in: words, a question, a text; how many (at most 100).
-- out: words: [{"word", "weight"}], what the article has of the query, for highlighting and as the reason;
-- excerpt: a hundred characters of the answer around the first of them; validity: valid, expired, not_yet.
create function api.article_search(p_query text, p_limit integer default 20)
returns table (id bigint, key text, title text, excerpt text, category text, area text, unit text, validity text,
               valid_to date, used integer, helped integer, not_helped integer, score real, words jsonb)
language plpgsql stable security definer set search_path = pg_catalog, pg_temp set jit = off as $$
#variable_conflict use_column
declare
    v_today date := hotline.centre_day();
begin
    perform hotline.check_knowledge_reader();
    return query
    select r.id, coalesce(r.key, ''), r.title,
           translate(substr(r.answer, greatest(1, strpos(hotline.search_normal(r.answer), w.words -> 0 ->> 'word') - 12), 100),
                     E'\n\r\t', '   '),
           coalesce(c.path, ''), coalesce(o.path, ''), coalesce(u.name, ''), r.validity, r.valid_to, r.used, r.helped,
           r.not_helped, r.score, w.words
    from (select a.id, a.key, a.title, a.answer, a.category_id, a.area_id, a.unit_id, a.valid_to, a.used, a.helped,
                 a.not_helped, hotline.validity(a.valid_from, a.valid_to, v_today) as validity, s.score, s.text, s.pos, s.width, s.value
          from hotline.article_scores(p_query) s join hotline.article a on a.id = s.article_id
          where a.state = 'published'
          order by (hotline.validity(a.valid_from, a.valid_to, v_today) <> 'valid'), s.score desc, a.id limit least(greatest(p_limit, 0), 100)) r
    cross join lateral hotline.matched_words(r.text, r.pos, r.width, r.value) w (words)
    left join hotline.category c on c.id = r.category_id
    left join hotline.area o on o.id = r.area_id
    left join hotline.unit u on u.id = r.unit_id
    order by (r.validity <> 'valid'), r.score desc, r.id;
end
$$;
