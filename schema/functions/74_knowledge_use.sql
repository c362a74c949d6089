-- Reading what the centre knows, and where it was used.

-- The whole article, also one that was withdrawn; refuses not_found. fields: as they can be proposed
-- and published again. mine: whether it helped, as
-- the asker said last ('yes', 'no', '').
create function api.article_read(p_article bigint, out id bigint, out key text, out title text, out variants text,
    out answer text, out category text, out area text, out unit text, out legal_basis text, out valid_from date,
    out valid_to date, out validity text, out state text, out version integer, out changed_at timestamptz,
    out used integer, out helped integer, out not_helped integer, out mine text, out fields jsonb)
language plpgsql stable security definer set search_path = pg_catalog, pg_temp as $$
#variable_conflict use_column
begin
    perform hotline.check_knowledge_reader();
    select a.id, coalesce(a.key, ''), a.title, a.variants, a.answer, coalesce(c.path, ''), coalesce(o.path, ''),
           coalesce(u.name, ''), a.legal_basis, a.valid_from, a.valid_to, hotline.validity(a.valid_from, a.valid_to, hotline.centre_day()),
           a.state, a.version, a.changed_at, a.used, a.helped, a.not_helped,
           case v.helped when true then 'yes' when false then 'no' else '' end, hotline.article_fields(a)
    into id, key, title, variants, answer, category, area, unit, legal_basis, valid_from, valid_to, validity, state,
         version, changed_at, used, helped, not_helped, mine, fields
    from hotline.article a
    left join hotline.category c on c.id = a.category_id
    left join hotline.area o on o.id = a.area_id
    left join hotline.unit u on u.id = a.unit_id
    left join hotline.article_vote v on v.article_id = a.id and v.person_id = hotline.my_id()
    where a.id = p_article;
    if id is null then
        perform hotline.refuse('not_found');
    end if;
end
$$;

-- Every version of an article, the newest first.
create function api.article_versions(p_article bigint)
returns table (version integer, at timestamptz, who text, action text, reason text, fields jsonb)
language plpgsql stable security definer set search_path = pg_catalog, pg_temp as $$
#variable_conflict use_column
begin
    perform hotline.check_knowledge_reader();
    return query select v.version, v.at, v.who, v.action, v.reason, v.fields
                 from hotline.article_version v where v.article_id = p_article order by v.version desc;
end
$$;

-- What was taken out of use and is found no more, the newest first, so that it can be read and published
-- again. out: title: or the answer's first words; who and reason: of the withdrawing.
create function api.articles_withdrawn(p_limit integer default 100)
returns table (id bigint, title text, at timestamptz, who text, reason text)
language sql stable security definer set search_path = pg_catalog, pg_temp as $$
    select a.id, coalesce(nullif(a.title, ''), left(a.answer, 40)), v.at, v.who, v.reason
    from hotline.me() m, hotline.article a join hotline.article_version v on v.article_id = a.id and v.version = a.version
    where a.state = 'withdrawn' and m.role = 'lead' order by v.at desc, a.id desc limit least(greatest(p_limit, 0), 200)
$$;

-- A page of proposals: of a lead all that wait, oldest first; of an agent the own ones, newest first. in: the id of the
-- last row before, or null.
-- out: newest: the version that is published now, so that a correction of an older one is seen.
create function api.article_proposals(p_after bigint default null, p_limit integer default 50)
returns table (id bigint, article_id bigint, base_version integer, newest integer, title text, fields jsonb, reason text,
               who text, proposed_at timestamptz, state text, decision text, decided_at timestamptz)
language sql stable security definer set search_path = pg_catalog, pg_temp as $$
    with me as materialized (
        select m.id, m.role from hotline.me() m
    ), page as (
        (select p.id, p.id as place from me, hotline.article_proposal p
         where me.role = 'lead' and p.state = 'waiting' and (p_after is null or p.id > p_after)
         order by p.id limit least(greatest(p_limit, 0), 200))
        union all
        (select p.id, -p.id from me, hotline.article_proposal p
         where me.role <> 'lead' and p.proposed_by = me.id and (p_after is null or p.id < p_after)
         order by p.id desc limit least(greatest(p_limit, 0), 200))
    )
    select p.id, p.article_id, p.base_version, a.version, coalesce(nullif(a.title, ''), p.fields ->> 'title', ''), p.fields,
           p.reason, w.number || ' ' || w.name, p.proposed_at, p.state, p.decision, p.decided_at
    from page join hotline.article_proposal p on p.id = page.id
    join hotline.person w on w.id = p.proposed_by
    left join hotline.article a on a.id = p.article_id
    order by page.place
$$;

-- Writes down that an article was used in a ticket; the last way counts once.
create or replace function hotline.record_article(p_ticket bigint, p_article bigint, p_way text) returns void
language sql set search_path = pg_catalog, pg_temp as $$
    with used as (
        insert into hotline.article_use (article_id, version, ticket_id, person_id, way)
        select id, version, p_ticket, hotline.my_id(), p_way from hotline.article where id = p_article
        on conflict (ticket_id, article_id) where ticket_id is not null do update set way = excluded.way
        returning article_id, xmax = 0 as fresh
    )
    update hotline.article a set used = used + 1 from used u where u.article_id = a.id and u.fresh
$$;

-- The form's field "articles": ids separated by blanks, all that the ticket's words were taken from.
-- One that is no longer among them was taken out again before the form was sent.
-- in: the way out of the form: answer sends them, any other quotes them. Refuses field_bad articles.
create or replace function hotline.record_form_articles(p_ticket bigint, p_way text, p_form jsonb) returns void
language plpgsql set search_path = pg_catalog, pg_temp as $$
declare
    v_words text[] := array_remove(regexp_split_to_array(coalesce(p_form ->> 'articles', ''), '[[:space:]]+'), '');
    v_ids   bigint[];
begin
    if p_form ->> 'articles' is null then
        return;
    elsif cardinality(v_words) > 20 or exists (select from unnest(v_words) w where w !~ '^[0-9]{1,9}$') then
        perform hotline.refuse('field_bad', 'articles');
    end if;
    v_ids := array(select distinct a.id from hotline.article a where a.id = any (v_words::bigint[]));
    if cardinality(v_ids) < (select count(distinct w) from unnest(v_words::bigint[]) w) then
        perform hotline.refuse('field_bad', 'articles');
    end if;
    with gone as (
        delete from hotline.article_use where ticket_id = p_ticket and article_id <> all (v_ids) returning article_id
    )
    update hotline.article a set used = used - 1 from gone g where g.article_id = a.id;
    perform hotline.record_article(p_ticket, id, case p_way when 'answer' then 'sent' else 'quoted' end) from unnest(v_ids) id;
end
$$;

-- An article was read, or used for a ticket that is there already.
-- in: way: read (ticket null), quoted, sent. out: {"article"}; refuses not_found, field_bad way.
create function api.article_use(p_request uuid, p_article bigint, p_ticket bigint, p_way text)
returns jsonb language plpgsql security definer set search_path = pg_catalog, pg_temp as $$
declare
    v_answer jsonb := hotline.request_answer(p_request, 'article_use', jsonb_build_array(p_article, p_ticket, p_way));
    v_ticket hotline.ticket;
begin
    if v_answer is not null then
        return v_answer;
    end if;
    select * into v_ticket from hotline.ticket where id = p_ticket;
    if coalesce(p_way, '') not in ('read', 'quoted', 'sent') or (p_way = 'read') <> (p_ticket is null) then
        perform hotline.refuse('field_bad', 'way');
    elsif not exists (select from hotline.article where id = p_article)
          or p_ticket is not null and (v_ticket.id is null or not hotline.may_see(v_ticket)) then
        perform hotline.refuse('not_found');
    elsif p_way = 'read' then
        insert into hotline.article_use (article_id, version, person_id, way)
        select id, version, hotline.my_id(), 'read' from hotline.article where id = p_article;
    else
        perform hotline.record_article(p_ticket, p_article, p_way);
    end if;
    return hotline.request_done(p_request, jsonb_build_object('article', p_article));
end
$$;

-- Did it help? A person's last word on an article is the one that counts.
-- out: {"article", "helped", "not_helped"}; refuses not_found, field_missing helped.
create function api.article_vote(p_request uuid, p_article bigint, p_helped boolean)
returns jsonb language plpgsql security definer set search_path = pg_catalog, pg_temp as $$
declare
    v_answer  jsonb := hotline.request_answer(p_request, 'article_vote', jsonb_build_array(p_article, p_helped));
    v_article hotline.article;
begin
    if v_answer is not null then
        return v_answer;
    elsif p_helped is null then
        perform hotline.refuse('field_missing', 'helped');
    end if;
    v_article := hotline.article_for_change(p_article, null);
    insert into hotline.article_vote (article_id, person_id, version, helped)
    values (p_article, hotline.my_id(), v_article.version, p_helped)
    on conflict (article_id, person_id) do update set helped = excluded.helped, version = excluded.version, at = clock_timestamp();
    update hotline.article set
        helped = (select count(*) from hotline.article_vote v where v.article_id = p_article and v.helped),
        not_helped = (select count(*) from hotline.article_vote v where v.article_id = p_article and not v.helped)
    where id = p_article returning * into v_article;
    return hotline.request_done(p_request, jsonb_build_object('article', p_article, 'helped', v_article.helped,
                                                              'not_helped', v_article.not_helped));
end
$$;

-- The articles that were used for a ticket, in the version that was read then.
create function api.ticket_articles(p_ticket bigint)
returns table (article_id bigint, version integer, way text, at timestamptz, who text, title text, answer text)
language sql stable security definer set search_path = pg_catalog, pg_temp as $$
    select u.article_id, u.version, u.way, u.at, p.number || ' ' || p.name, coalesce(v.fields ->> 'title', ''),
           coalesce(v.fields ->> 'answer', '')
    from hotline.me() m
    join hotline.ticket t on t.id = p_ticket and hotline.may_see(t)
    join hotline.article_use u on u.ticket_id = t.id
    join hotline.person p on p.id = u.person_id
    left join hotline.article_version v on v.article_id = u.article_id and v.version = u.version
    order by u.at, u.id
$$;
