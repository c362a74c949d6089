-- Writing what the centre knows: a lead publishes, everybody's proposals are weighed, nothing is lost.

-- in: the fields as typed, a flat object of texts; p_old: what a field that is not there leaves as it is.
-- out: the article they make, not yet written. Refuses the field at fault.
create or replace function hotline.article_of(p_fields jsonb, p_old hotline.article) returns hotline.article
language plpgsql stable set search_path = pg_catalog, pg_temp as $$
declare
    v_new hotline.article := p_old;
begin
    v_new.title := hotline.row_value(p_fields, 'title', p_old.title, 120);
    v_new.variants := hotline.article_text(p_fields, 'variants', p_old.variants, 2000);
    v_new.answer := hotline.article_text(p_fields, 'answer', p_old.answer, 20000);
    v_new.legal_basis := hotline.article_text(p_fields, 'legal_basis', p_old.legal_basis, 500);
    v_new.category_id := hotline.article_reference(p_fields, 'category', 'hotline.category', p_old.category_id);
    v_new.area_id := hotline.article_reference(p_fields, 'area', 'hotline.area', p_old.area_id);
    v_new.unit_id := hotline.article_reference(p_fields, 'unit', 'hotline.unit', p_old.unit_id);
    v_new.valid_from := hotline.article_day(p_fields, 'valid_from', p_old.valid_from);
    v_new.valid_to := hotline.article_day(p_fields, 'valid_to', p_old.valid_to);
    if hotline.blank(v_new.answer) then
        perform hotline.refuse('field_missing', 'answer');
    elsif v_new.valid_from > v_new.valid_to then
        perform hotline.refuse('field_bad', 'valid_to');
    end if;
    return v_new;
end
$$;

-- A text of several lines.
create or replace function hotline.article_text(p_fields jsonb, p_field text, p_old text, p_limit integer) returns text
language plpgsql stable set search_path = pg_catalog, pg_temp as $$
declare
    v_text text := btrim(replace(p_fields ->> p_field, E'\r', ''), E' \n\t\u3000');
begin
    if char_length(v_text) > p_limit then
        perform hotline.refuse('field_too_long', p_field, jsonb_build_object('length', char_length(v_text), 'limit', p_limit));
    end if;
    return coalesce(v_text, p_old, '');
end
$$;

-- in: a code, an id as "#12", or a name. Of entries with the same name one that is in use is taken, the
-- one that has nothing below it first. out: the id, null when the field is empty; refuses field_bad.
create or replace function hotline.article_reference(p_fields jsonb, p_field text, p_table regclass, p_old bigint)
returns bigint language plpgsql stable set search_path = pg_catalog, pg_temp as $$
declare
    v_text text := hotline.row_value(p_fields, p_field, '', 200);
    v_id   bigint;
begin
    if p_fields ->> p_field is null then
        return p_old;
    elsif v_text <> '' then
        execute format('select id from %s where code = $1 or name = $1 or ''#'' || id = $1
                        order by (code = $1) desc, enabled desc, char_length(code) desc, code limit 1', p_table)
            into v_id using v_text;
        if v_id is null then
            perform hotline.refuse('field_bad', p_field);
        end if;
    end if;
    return v_id;
end
$$;

create or replace function hotline.article_day(p_fields jsonb, p_field text, p_old date) returns date
language sql stable set search_path = pg_catalog, pg_temp as $$
    select case when p_fields ->> p_field is null then p_old
                when hotline.blank(p_fields ->> p_field) then null
                else hotline.row_day(p_fields, p_field) end
$$;

-- out: what a version is made of, in the form in which it can be proposed and imported again.
create or replace function hotline.article_fields(p_article hotline.article) returns jsonb
language sql stable set search_path = pg_catalog, pg_temp as $$
    select jsonb_build_object('title', p_article.title, 'variants', p_article.variants, 'answer', p_article.answer,
        'category', coalesce((select code from hotline.category where id = p_article.category_id), ''),
        'area', coalesce((select code from hotline.area where id = p_article.area_id), ''),
        'unit', coalesce((select code from hotline.unit where id = p_article.unit_id), ''),
        'legal_basis', p_article.legal_basis, 'valid_from', coalesce(p_article.valid_from::text, ''),
        'valid_to', coalesce(p_article.valid_to::text, ''))
$$;

-- Writes an article as its next version. in: the article, its version the one it follows (0: new), and
-- what was done. out: the article. The index is refreshed by the caller, for many at once.
create or replace function hotline.write_article(p_article hotline.article, p_action text, p_reason text)
returns hotline.article language plpgsql set search_path = pg_catalog, pg_temp as $$
declare
    v_new hotline.article;
begin
    if p_article.id is null then
        insert into hotline.article (key, title, variants, answer, category_id, area_id, unit_id, legal_basis, valid_from, valid_to)
        values (p_article.key, p_article.title, p_article.variants, p_article.answer, p_article.category_id, p_article.area_id,
                p_article.unit_id, p_article.legal_basis, p_article.valid_from, p_article.valid_to)
        returning * into v_new;
    else
        update hotline.article set title = p_article.title, variants = p_article.variants, answer = p_article.answer,
            category_id = p_article.category_id, area_id = p_article.area_id, unit_id = p_article.unit_id,
            legal_basis = p_article.legal_basis, valid_from = p_article.valid_from, valid_to = p_article.valid_to,
            state = case p_action when 'withdraw' then 'withdrawn' else 'published' end,
            version = version + 1, changed_at = clock_timestamp()
        where id = p_article.id returning * into v_new;
    end if;
    insert into hotline.article_version (article_id, version, person_id, who, action, reason, fields)
    select v_new.id, v_new.version, p.id, coalesce(p.number || ' ' || p.name, session_user), p_action, p_reason,
           hotline.article_fields(v_new)
    from (select) one left join hotline.person p on p.id = hotline.my_id();
    return v_new;
end
$$;

-- out: an article, locked, of the version that the person saw (null: any); refuses not_found, changed_meanwhile.
create or replace function hotline.article_for_change(p_article bigint, p_version integer) returns hotline.article
language plpgsql set search_path = pg_catalog, pg_temp as $$
declare
    v_article hotline.article;
begin
    select * into v_article from hotline.article where id = p_article for update;
    if v_article.id is null then
        perform hotline.refuse('not_found');
    elsif v_article.version <> p_version then
        perform hotline.refuse('changed_meanwhile');
    end if;
    return v_article;
end
$$;

create or replace function hotline.check_reason(p_reason text) returns void
language plpgsql stable set search_path = pg_catalog, pg_temp as $$
begin
    if hotline.blank(p_reason) then
        perform hotline.refuse('reason_missing', 'reason');
    elsif char_length(p_reason) > 500 then
        perform hotline.refuse('field_too_long', 'reason', jsonb_build_object('length', char_length(p_reason), 'limit', 500));
    end if;
end
$$;

-- A lead publishes: a new article (null), or the next version of one, also of one that was withdrawn.
-- in: the version seen; fields (title, variants, answer, category, area, unit, legal_basis, valid_from,
-- valid_to; one that is not there stays as it is); the reason.
-- out: {"article", "version"}; refuses reason_missing, not_found, changed_meanwhile, and the field at fault.
create function api.article_publish(p_request uuid, p_article bigint, p_version integer, p_fields jsonb, p_reason text)
returns jsonb language plpgsql security definer set search_path = pg_catalog, pg_temp as $$
declare
    v_answer  jsonb := hotline.request_answer(p_request, 'article_publish', jsonb_build_array(p_article, p_version, p_fields, p_reason));
    v_article hotline.article;
begin
    if v_answer is not null then
        return v_answer;
    end if;
    perform hotline.check_reason(p_reason);
    if p_article is not null then
        v_article := hotline.article_for_change(p_article, p_version);
    end if;
    v_article := hotline.write_article(hotline.article_of(p_fields, v_article), 'publish', p_reason);
    perform hotline.search_refresh(array[v_article.id::integer]);
    perform pg_notify('hotline_article', v_article.id::text);
    return hotline.request_done(p_request, jsonb_build_object('article', v_article.id, 'version', v_article.version));
end
$$;

-- A lead takes an article out of use; its versions stay. out: {"article", "version"}.
create function api.article_withdraw(p_request uuid, p_article bigint, p_version integer, p_reason text)
returns jsonb language plpgsql security definer set search_path = pg_catalog, pg_temp as $$
declare
    v_answer  jsonb := hotline.request_answer(p_request, 'article_withdraw', jsonb_build_array(p_article, p_version, p_reason));
    v_article hotline.article;
begin
    if v_answer is not null then
        return v_answer;
    end if;
    perform hotline.check_reason(p_reason);
    v_article := hotline.article_for_change(p_article, p_version);
    if v_article.state = 'withdrawn' then
        perform hotline.refuse('not_found');
    end if;
    v_article := hotline.write_article(v_article, 'withdraw', p_reason);
    perform hotline.search_refresh(array[v_article.id::integer]);
    perform pg_notify('hotline_article', v_article.id::text);
    return hotline.request_done(p_request, jsonb_build_object('article', v_article.id, 'version', v_article.version));
end
$$;

-- An agent proposes: a new article (null), or a correction of the version seen.
-- in: as for article_publish; the reason: what is wrong, or why it is needed. out: {"proposal"}.
create function api.article_propose(p_request uuid, p_article bigint, p_version integer, p_fields jsonb, p_reason text)
returns jsonb language plpgsql security definer set search_path = pg_catalog, pg_temp as $$
declare
    v_answer  jsonb := hotline.request_answer(p_request, 'article_propose', jsonb_build_array(p_article, p_version, p_fields, p_reason));
    v_article hotline.article;
    v_id      bigint;
begin
    if v_answer is not null then
        return v_answer;
    end if;
    perform hotline.check_reason(p_reason);
    if p_article is not null then
        select * into v_article from hotline.article where id = p_article;
        if v_article.id is null then
            perform hotline.refuse('not_found');
        end if;
    end if;
    perform hotline.article_of(p_fields, v_article);
    insert into hotline.article_proposal (article_id, base_version, fields, reason, proposed_by)
    values (p_article, case when p_article is not null then coalesce(p_version, v_article.version) end, p_fields, p_reason, hotline.my_id())
    returning id into v_id;
    perform pg_notify('hotline_article', coalesce(p_article, 0)::text);
    return hotline.request_done(p_request, jsonb_build_object('proposal', v_id));
end
$$;

-- A lead decides on a proposal. in: publish it or not; the reason, which the proposer reads (needed for a
-- refusal); fields that the lead changed in it, or null.
-- out: {"proposal", "state", "article", "version"}. A correction of a version that is not the newest any
-- more is refused changed_meanwhile: the lead reads both and publishes what is right.
create function api.article_decide(p_request uuid, p_proposal bigint, p_publish boolean, p_reason text, p_fields jsonb default null)
returns jsonb language plpgsql security definer set search_path = pg_catalog, pg_temp as $$
declare
    v_answer   jsonb := hotline.request_answer(p_request, 'article_decide', jsonb_build_array(p_proposal, p_publish, p_reason, p_fields));
    v_proposal hotline.article_proposal;
    v_article  hotline.article;
begin
    if v_answer is not null then
        return v_answer;
    end if;
    select * into v_proposal from hotline.article_proposal where id = p_proposal for update;
    if v_proposal.id is null then
        perform hotline.refuse('not_found');
    elsif v_proposal.state <> 'waiting' then
        perform hotline.refuse('proposal_decided');
    elsif not p_publish then
        perform hotline.check_reason(p_reason);
    else
        if v_proposal.article_id is not null then
            v_article := hotline.article_for_change(v_proposal.article_id, v_proposal.base_version);
        end if;
        v_article := hotline.write_article(hotline.article_of(v_proposal.fields || coalesce(p_fields, '{}'), v_article),
                                           'publish', v_proposal.reason);
        perform hotline.search_refresh(array[v_article.id::integer]);
    end if;
    update hotline.article_proposal set state = case when p_publish then 'published' else 'refused' end,
        article_id = coalesce(article_id, v_article.id), base_version = coalesce(base_version, v_article.version),
        decided_by = hotline.my_id(), decided_at = clock_timestamp(), decision = left(coalesce(p_reason, ''), 500)
    where id = p_proposal returning * into v_proposal;
    perform pg_notify('hotline_article', coalesce(v_proposal.article_id, 0)::text);
    return hotline.request_done(p_request, jsonb_build_object('proposal', p_proposal, 'state', v_proposal.state,
        'article', v_proposal.article_id, 'version', v_article.version));
end
$$;
