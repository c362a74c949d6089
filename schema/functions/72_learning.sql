-- Where a ticket belongs: what was learned, asked by one query. A text is its grams: each character
-- and each pair of neighbours. A gram's value is 1 + ln(how often), the first 30 characters counting
-- twice (there is the title), all values divided by their length as a vector. A label's score is its
-- bias and the sum of value × weight (rarity is in the weight already). The client learns the weights:
-- common/grams.c counts the same grams, and a test holds the two together.

-- out: the characters of a text in their order, ' ' for what is no letter or digit, and beside each
-- the pair that begins with it (null where a word ends).
create or replace function hotline.gram_places(p_text text, out chars text[], out pairs text[])
language plpgsql immutable set search_path = pg_catalog, pg_temp as $$
declare
    v_char text;
    v_last text;
begin
    chars := string_to_array(regexp_replace(lower(normalize(p_text, NFKC) collate "C"),
        '[^0-9a-z\u00df-\u00f6\u00f8-\u024f\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff\U00020000-\U0003ffff]', ' ', 'g'), null);
    pairs := '{}';
    foreach v_char in array chars loop
        if v_last is not null then
            pairs := pairs || case when v_last <> ' ' and v_char <> ' ' then v_last || v_char end;
        end if;
        v_last := v_char;
    end loop;
end
$$;

-- The score of every label of some models for a text.
-- in: marks of what else is known (see learned_weight); words: for how many labels of each, the likeliest
-- first, the words that speak for them are wanted. out: place and share among the model's labels; words:
-- the neighbouring characters that speak for the label with their sum, as "噪音 +1.9  烧烤 +1.2".
create or replace function hotline.learned_labels(p_models text[], p_text text, p_marks text[] default '{}',
    p_words integer default 0)
returns table (model text, place bigint, label text, share double precision, words text)
language plpgsql stable set search_path = pg_catalog, pg_temp set plan_cache_mode = force_generic_plan
    set enable_bitmapscan = off as $$
#variable_conflict use_column
declare
    v_places record := hotline.gram_places(left(p_text, 4000));
begin
    if not exists (select from hotline.learned_model m where m.model = any (p_models)) then
        return;
    end if;
    -- PL/pgSQL for its kept plan: planning this anew at each key would cost more than asking it
    return query
    with place as materialized (
        select u.one as gram, u.at, 1 as width, case when u.at <= 30 then 2 else 1 end as times
        from unnest(v_places.chars) with ordinality u (one, at) where u.one <> ' '
        union all
        select u.two, u.at, 2, case when u.at <= 30 then 2 else 1 end
        from unnest(v_places.pairs) with ordinality u (two, at) where u.two is not null
    ), counted as materialized (
        select gram, sum(times) as times, 1 + ln(sum(times)::double precision) as value from place group by gram
    ), feature as materialized (
        select gram, times, value / (select sqrt(sum(value * value)) from counted) as value from counted
        union all select u.mark, 1, 1 from unnest(p_marks) u (mark)
    ), hit as materialized (
        select f.gram, f.times, w.model, w.label, w.weight * f.value as score
        from feature f cross join lateral (select w.model, w.label, w.weight from hotline.learned_weight w
                                           where w.gram = f.gram and w.model = any (p_models) offset 0) w -- by its index, each
    ), scored as (
        select l.model, l.label, l.number, exp(greatest(-30, least(30, l.bias + coalesce(h.score, 0)))) as chance
        from hotline.learned_label l
        left join (select hit.model, hit.label, sum(hit.score) as score from hit group by hit.model, hit.label) h
            on h.model = l.model and h.label = l.number
        where l.model = any (p_models)
    ), shared as materialized (
        select s.model, row_number() over (partition by s.model order by s.chance desc, s.label) as place, s.label, s.number,
               s.chance / sum(s.chance) over (partition by s.model) as share
        from scored s
    ), speaking as materialized (
        select h.model, h.label, h.gram, h.score / h.times as score
        from hit h join shared s on s.model = h.model and s.number = h.label and s.place <= p_words
    ), heat as (
        select h.model, h.label, p.at + d as at, sum(h.score * p.times / p.width) as score
        from speaking h join place p on p.gram = h.gram cross join generate_series(0, p.width - 1) d
        group by h.model, h.label, p.at + d having sum(h.score * p.times / p.width) > 0.02
    ), island as (
        select x.model, x.label, string_agg(c.one, '' order by x.at) as word, sum(x.score) as score
        from (select heat.*, at - row_number() over (partition by heat.model, heat.label order by at) as run from heat) x
        join unnest(v_places.chars) with ordinality c (one, at) on c.at = x.at
        group by x.model, x.label, x.run
    ), said as materialized (
        select i.model, i.label, left(i.word, 8) as word, sum(i.score) as score,
               row_number() over (partition by i.model, i.label order by sum(i.score) desc, left(i.word, 8)) as n
        from island i group by i.model, i.label, left(i.word, 8)
    )
    select s.model, s.place, s.label, s.share,
           coalesce((select string_agg(w.word || ' +' || round(w.score::numeric, 1), '  ' order by w.n)
                     from said w where w.model = s.model and w.label = s.number and w.n <= 4 and w.score >= 0.05), '')
    from shared s order by s.model, s.place;
end
$$;

-- What the text is about. in: title and body; how many. out: the likeliest categories with their share
-- and the words that speak for each; category_id null: a name that the centre has no category for; leaf:
-- it can be dispatched. Old tickets may name only the root, the centre's own name the leaf: a root that has
-- leaves counts for what both models give it (their geometric mean), divided among its leaves; a root that
-- nothing finer is known of stands for itself.
create function api.suggest(p_text text, p_limit integer default 3)
returns table (place bigint, category_id bigint, category text, share double precision, words text, leaf boolean)
language plpgsql stable security definer set search_path = pg_catalog, pg_temp as $$
#variable_conflict use_column
begin
    return query
    with both_models as materialized (
        select s.model, s.label, s.share, s.words, l.category_id
        from hotline.me() m, hotline.learned_labels('{category,leaf}', p_text, '{}', 3) s
        join hotline.learned_label l on l.model = s.model and l.label = s.label
    ), root as (
        select * from both_models where model = 'category'
    ), finer as (
        select *, split_part(label, ' / ', 1) as root from both_models where model = 'leaf'
    ), rooted as (
        select f.*, r.share as root_share, sum(f.share) over (partition by f.root) as leaves_share
        from finer f join root r on r.label = f.root
    ), weighed as (
        select f.category_id, f.label, sqrt(f.root_share * f.leaves_share) * f.share / f.leaves_share as share, f.words
        from rooted f
        union all
        select r.category_id, r.label, r.share, r.words from root r where r.label not in (select f.root from finer f)
    ), both_levels as (
        select w.category_id, w.label, w.share / sum(w.share) over () as share, w.words from weighed w
    )
    select row_number() over (order by b.share desc, b.label), b.category_id, coalesce(c.path, b.label), b.share, b.words,
           c.id is not null and not exists (select from hotline.category k where k.parent_id = c.id and k.enabled)
    from both_levels b left join hotline.category c on c.id = b.category_id
    where c.enabled is not false
    order by 1 limit least(greatest(p_limit, 0), 10);
end
$$;

-- What was learned, when and from how much. out: a row a model; checked: held back for the figures.
create function api.learned() returns table (model text, learned_at timestamptz, examples integer, labels bigint,
    weights bigint, checked integer, top1 real, top3 real, macro_f1 real)
language sql stable security definer set search_path = pg_catalog, pg_temp as $$
    select m.model, m.learned_at, m.examples,
           (select count(*) from hotline.learned_label l where l.model = m.model),
           (select count(*) from hotline.learned_weight w where w.model = m.model),
           m.checked, m.top1, m.top3, m.macro_f1
    from hotline.learned_model m where coalesce(hotline.my_role() in ('lead', 'admin'), false) or hotline.may_administer()
    order by m.model
$$;
