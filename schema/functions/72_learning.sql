-- Where a ticket belongs: what was learned, asked of a text. A text is its grams: each character
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

-- asked by text before the hits were kept
drop function if exists hotline.learned_labels(text[], text, text[], integer);

-- What some models know of a text: the one look-up that shares and words are counted from. in: marks of what
-- else is known (see learning_examples). out: its grams and marks that a model has weights for; null: none.
create or replace function hotline.learned_hits(p_models text[], p_text text, p_marks text[] default '{}')
returns hotline.learned_hit[]
language plpgsql stable set search_path = pg_catalog, pg_temp set plan_cache_mode = force_generic_plan
    set enable_bitmapscan = off as $$
declare
    v_places record := hotline.gram_places(left(p_text, 4000));
    v_hits   hotline.learned_hit[];
begin
    -- PL/pgSQL for its kept plan: planning this anew at each key would cost more than asking it
    with place as (
        select u.one as gram, case when u.at <= 30 then 2 else 1 end as times
        from unnest(v_places.chars) with ordinality u (one, at) where u.one <> ' '
        union all
        select u.two, case when u.at <= 30 then 2 else 1 end
        from unnest(v_places.pairs) with ordinality u (two, at) where u.two is not null
    ), counted as materialized (
        select gram collate "C" as gram, sum(times) as times, 1 + ln(sum(times)::double precision) as value
        from place group by gram collate "C"
    ), feature as (
        select gram, times, value / (select sqrt(sum(value * value)) from counted) as value from counted
        union all select u.mark, 1, 1 from unnest(p_marks) u (mark)
    )
    select array_agg(row(w.model, f.gram, f.times, f.value, w.labels, w.weights)::hotline.learned_hit) into v_hits
    from feature f cross join lateral (select w.model, w.labels, w.weights from hotline.learned_gram w
                                       where w.gram = f.gram and w.model = any (p_models) offset 0) w; -- by its index, each
    return v_hits;
end
$$;

-- The labels of some models, each with its share among its model's. in: the text's hits in these models.
create or replace function hotline.learned_labels(p_models text[], p_hits hotline.learned_hit[])
returns table (model text, number smallint, label text, category_id bigint, unit_id bigint, share double precision)
language plpgsql stable set search_path = pg_catalog, pg_temp set plan_cache_mode = force_generic_plan as $$
#variable_conflict use_column
begin
    return query
    with weight as (
        select h.model, unnest(h.labels) as label, unnest(h.weights) as weight, h.value from unnest(p_hits) h
    ), scored as (
        select l.*, exp(greatest(-30, least(30, l.bias + coalesce(s.score, 0)))) as chance
        from hotline.learned_label l
        left join (select w.model, w.label, sum(w.weight * w.value) as score from weight w group by w.model, w.label) s
            on s.model = l.model and s.label = l.number
        where l.model = any (p_models)
    )
    select s.model, s.number, s.label, s.category_id, s.unit_id, s.chance / sum(s.chance) over (partition by s.model)
    from scored s;
end
$$;

-- The words of a text that speak for some labels. in: the text, its hits, the labels by model and number.
-- out: the neighbouring characters that speak for the label with their sum, as "噪音 +1.9  烧烤 +1.2"; no row:
-- none do.
create or replace function hotline.learned_words(p_text text, p_hits hotline.learned_hit[], p_models text[],
    p_numbers smallint[])
returns table (model text, number smallint, words text)
language plpgsql stable set search_path = pg_catalog, pg_temp set plan_cache_mode = force_generic_plan as $$
#variable_conflict use_column
declare
    v_places record := hotline.gram_places(left(p_text, 4000));
begin
    return query
    with speaking as materialized (
        select c.model, c.number, h.gram, h.weights[array_position(h.labels, c.number)] * h.value / h.times as score
        from unnest(p_models, p_numbers) c (model, number)
        join unnest(p_hits) h on h.model = c.model and c.number = any (h.labels)
    ), place as (
        select u.one as gram, u.at, 1 as width, case when u.at <= 30 then 2 else 1 end as times
        from unnest(v_places.chars) with ordinality u (one, at) where u.one <> ' '
        union all
        select u.two, u.at, 2, case when u.at <= 30 then 2 else 1 end
        from unnest(v_places.pairs) with ordinality u (two, at) where u.two is not null
    ), heat as (
        select s.model, s.number, p.at + d as at, sum(s.score * p.times / p.width) as score
        from speaking s join place p on p.gram = s.gram cross join generate_series(0, p.width - 1) d
        group by s.model, s.number, p.at + d having sum(s.score * p.times / p.width) > 0.02
    ), island as (
        select x.model, x.number, string_agg(v_places.chars[x.at], '' order by x.at) as word, sum(x.score) as score
        from (select heat.*, at - row_number() over (partition by heat.model, heat.number order by at) as run from heat) x
        group by x.model, x.number, x.run
    ), said as (
        select i.model, i.number, left(i.word, 8) as word, sum(i.score) as score,
               row_number() over (partition by i.model, i.number order by sum(i.score) desc, left(i.word, 8)) as n
        from island i group by i.model, i.number, left(i.word, 8)
    )
    select w.model, w.number, string_agg(w.word || ' +' || round(w.score::numeric, 1), '  ' order by w.n)
    from said w where w.n <= 4 and w.score >= 0.05 group by w.model, w.number;
end
$$;

-- What the text is about. in: title and body; how many. out: the likeliest categories with their share
-- and the words that speak for each; category_id null: a name that the centre has no category for; leaf:
-- it can be dispatched. Old tickets may name only the root, the centre's own name the leaf: a root that has
-- leaves counts for what both models give it (their geometric mean), divided among its leaves; a root that
-- nothing finer is known of stands for itself.
create function api.suggest(p_text text, p_limit integer default 3)
returns table (place bigint, category_id bigint, category text, share double precision, words text, leaf boolean)
language plpgsql stable security definer set search_path = pg_catalog, pg_temp set plan_cache_mode = force_generic_plan as $$
#variable_conflict use_column
declare
    v_me     hotline.person := hotline.me();
    v_models text[] := '{category,leaf}';
    v_hits   hotline.learned_hit[] := hotline.learned_hits(v_models, p_text);
begin
    return query
    with both_models as materialized (
        select l.*, split_part(l.label, ' / ', 1) as root from hotline.learned_labels(v_models, v_hits) l
    ), root as materialized (
        select r.*, sqrt(r.share / f.share) as times from both_models r
        left join (select root, sum(share) as share from both_models where model = 'leaf' group by root) f on f.root = r.label
        where r.model = 'category'
    ), weighed as (
        select f.model, f.number, f.category_id, f.label, f.share * r.times as share
        from root r join both_models f on f.model = 'leaf' and f.root = r.label
        union all
        select r.model, r.number, r.category_id, r.label, r.share from root r where r.times is null
    ), both_levels as (
        select w.*, w.share / sum(w.share) over () as part from weighed w
    ), shown as materialized (
        select b.*, c.id, c.path from both_levels b left join hotline.category c on c.id = b.category_id
        where c.enabled is not false
        order by b.part desc, b.label limit least(greatest(p_limit, 0), 10)
    )
    select row_number() over (order by s.part desc, s.label), s.category_id, coalesce(s.path, s.label), s.part,
           coalesce(w.words, ''),
           s.id is not null and not exists (select from hotline.category k where k.parent_id = s.id and k.enabled)
    from shown s left join hotline.learned_words(p_text, v_hits, array(select model from shown),
                                                 array(select number from shown)) w
        on w.model = s.model and w.number = s.number
    order by 1;
end
$$;

-- What was learned, when and from how much. out: a row a model; checked: held back for the figures.
create function api.learned() returns table (model text, learned_at timestamptz, examples integer, labels bigint,
    weights bigint, checked integer, top1 real, top3 real, macro_f1 real)
language sql stable security definer set search_path = pg_catalog, pg_temp as $$
    select m.model, m.learned_at, m.examples,
           (select count(*) from hotline.learned_label l where l.model = m.model),
           (select coalesce(sum(cardinality(w.labels)), 0) from hotline.learned_gram w where w.model = m.model),
           m.checked, m.top1, m.top3, m.macro_f1
    from hotline.learned_model m where coalesce(hotline.my_role() in ('lead', 'admin'), false) or hotline.may_administer()
    order by m.model
$$;
