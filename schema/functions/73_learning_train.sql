-- Learning: what the client learns from, and where it puts what it learned. An administrator's work.

-- out: the categories above a category and itself, as marks.
create or replace function hotline.category_marks(p_category bigint) returns text[]
language sql stable set search_path = pg_catalog, pg_temp as $$
    with recursive up as (select id, parent_id from hotline.category where id = p_category
                          union all select c.id, c.parent_id from hotline.category c join up on c.id = up.parent_id)
    select coalesce(array_agg('#c' || id), '{}') from up
$$;
create or replace function hotline.area_marks(p_area bigint) returns text[]
language sql stable set search_path = pg_catalog, pg_temp as $$
    with recursive up as (select id, parent_id from hotline.area where id = p_area
                          union all select a.id, a.parent_id from hotline.area a join up on a.id = up.parent_id)
    select coalesce(array_agg('#a' || id), '{}') from up
$$;

-- in: a category and what it was called when it is none of ours. out: the label it has in a model.
create or replace function hotline.category_label(p_model text, p_category bigint, p_name text) returns text
language sql stable set search_path = pg_catalog, pg_temp as $$
    select case when p_category is null then case p_model when 'category' then p_name else '' end
                when p_model = 'category' then split_part(c.path, ' / ', 1)
                when c.level > 1 then c.path else '' end
    from (select) none left join hotline.category c on c.id = p_category
$$;

-- A page of what can be learned from: tickets that were brought in, and the centre's own that are closed
-- (a ticket that came back counts for the unit that finally kept it).
-- in: own: the centre's own or those brought in; the sources wanted (null: all); the id that the page
-- before ended with, downwards: the newest first. out: labels '' where it says nothing.
create function api.learning_examples(p_own boolean, p_sources text[], p_before bigint, p_limit integer default 1000)
returns table (id bigint, text text, category text, leaf text, unit text, marks text[])
language plpgsql stable security definer set search_path = pg_catalog, pg_temp as $$
begin
    if not hotline.may_administer() then
        perform hotline.refuse('not_your_role');
    end if;
    return query
    select t.id, t.title || E'\n' || t.body, hotline.category_label('category', t.category_id, t.name),
           hotline.category_label('leaf', t.category_id, t.name), coalesce(u.name, t.unit),
           hotline.category_marks(t.category_id) || hotline.area_marks(t.area_id)
    from (select p.id, p.title, p.body, p.category_id, p.category as name, p.unit_id, p.unit, p.area_id
          from hotline.past_ticket p
          where not p_own and (p_sources is null or p.source = any (p_sources)) and p.id < p_before
            and (p.category <> '' or p.unit <> '')
          union all
          select o.id, o.title, o.body, o.category_id, '', case when o.closing <> 'answered' then o.unit_id end, '', o.area_id
          from hotline.ticket o
          where p_own and (p_sources is null or 'centre' = any (p_sources)) and o.id < p_before
            and o.closing in ('answered', 'rated', 'unreachable') and o.category_id is not null
          order by 1 desc limit p_limit) t
    left join hotline.unit u on u.id = t.unit_id
    order by t.id desc;
end
$$;

-- Puts one model in the place of the one before, whole; until the caller's transaction ends everybody
-- asks the old one. in: model; its figures {"examples", "checked", "top1", "top3", "macro_f1"}; the labels with
-- bias and number of examples; the weights as three arrays, their labels by place in p_labels (from 1). No labels: there is no such model any more.
-- out: {"weights": n}.
create function api.learning_store(p_request uuid, p_model text, p_figures jsonb, p_labels text[], p_biases real[],
    p_examples integer[], p_grams text[], p_weight_labels smallint[], p_weights real[])
returns jsonb language plpgsql security definer set search_path = pg_catalog, pg_temp as $$
declare
    v_answer jsonb := hotline.admin_answer(p_request, 'learning_store', jsonb_build_array(p_model, p_figures, p_labels,
        p_biases, p_examples, p_grams, p_weight_labels, p_weights));
begin
    if v_answer is not null then
        return v_answer;
    end if;
    -- one learner at a time; who asks for a suggestion does not wait
    perform pg_advisory_xact_lock(hashtext('hotline.learning_store'));
    delete from hotline.learned_model where model = p_model;
    if cardinality(p_labels) > 0 then
        insert into hotline.learned_model (model, examples, checked, top1, top3, macro_f1)
        values (p_model, (p_figures ->> 'examples')::integer, coalesce((p_figures ->> 'checked')::integer, 0),
                (p_figures ->> 'top1')::real, (p_figures ->> 'top3')::real, (p_figures ->> 'macro_f1')::real);
        insert into hotline.learned_label (model, label, number, category_id, unit_id, bias, examples)
        select p_model, l.label, l.number, case when p_model <> 'unit' then hotline.category_named(l.label) end,
               case when p_model = 'unit' then hotline.unit_named(l.label) end, l.bias, l.examples
        from unnest(p_labels, p_biases, p_examples) with ordinality l (label, bias, examples, number);
        insert into hotline.learned_gram (gram, model, labels, weights)
        select w.gram, p_model, array_agg(w.label order by w.label), array_agg(w.weight order by w.label)
        from unnest(p_grams, p_weight_labels, p_weights) w (gram, label, weight) group by w.gram order by w.gram;
    end if;
    analyze hotline.learned_gram;
    return hotline.request_done(p_request, jsonb_build_object('weights', cardinality(p_grams)));
end
$$;

-- What the model says of many texts at once, beside what people said: for measuring it.
-- in: what was labelled (names, paths or codes), and for units what is known of category and area ('').
-- out: n of the text, the label that people gave as the model calls it, the likeliest three.
create function api.learned_guesses(p_model text, p_texts text[], p_labels text[], p_categories text[], p_areas text[])
returns table (n bigint, truth text, guesses text[])
language plpgsql stable security definer set search_path = pg_catalog, pg_temp as $$
begin
    if not hotline.may_administer() then
        perform hotline.refuse('not_your_role');
    end if;
    return query
    select t.n, case when p_model = 'unit' then coalesce((select u.name from hotline.unit u where u.id = hotline.unit_named(t.label)), t.label)
                     else hotline.category_label(p_model, hotline.category_named(t.label), t.label) end,
           (select (array_agg(g.label order by g.share desc, g.label))[:3]
            from hotline.learned_labels(array[p_model], hotline.learned_hits(array[p_model], t.text,
                case when p_model = 'unit' then hotline.category_marks(hotline.category_named(t.category))
                                                || hotline.area_marks(hotline.area_named(t.area)) else '{}' end)) g)
    from unnest(p_texts, p_labels, p_categories, p_areas) with ordinality t (text, label, category, area, n)
    order by t.n;
end
$$;
