-- Bringing articles in by rows with a key, so that the same file can be imported again without harm.

-- May this session bring articles in? Administrators, who installs the centre, and leads.
create or replace function hotline.may_import_articles() returns boolean
language sql stable set search_path = pg_catalog, pg_temp as $$
    select hotline.may_administer() or coalesce(hotline.my_role() = 'lead', false)
$$;

-- One row. Its key is its id, else its title, else its words themselves.
-- in: article_of's fields, and "id". out: {"outcome": added, changed, unchanged; "article"}.
create or replace function hotline.import_article(p_row jsonb) returns jsonb
language plpgsql set search_path = pg_catalog, pg_temp as $$
declare
    v_id  text := hotline.row_value(p_row, 'id', '', 100);
    v_key text := case when v_id <> '' then v_id
                       else 'sha256:' || left(encode(sha256(convert_to(coalesce(nullif(btrim(p_row ->> 'title'), ''),
                                                                        p_row ->> 'answer', ''), 'UTF8')), 'hex'), 32) end;
    v_old hotline.article;
    v_new hotline.article;
begin
    select * into v_old from hotline.article where key = v_key for update;
    v_new := v_old;
    v_new.key := v_key;
    v_new := hotline.article_of(p_row, v_new);
    if v_old.id is not null and v_old.state = 'published' and v_new = v_old then
        return jsonb_build_object('outcome', 'unchanged');
    end if;
    v_new := hotline.write_article(v_new, 'import', '');
    return jsonb_build_object('outcome', case when v_old.id is null then 'added' else 'changed' end, 'article', v_new.id);
end
$$;

-- The same on its own: what refuses it does not hold the others up.
-- out: also {"line", "key", "outcome": "refused", "code", "field", "message", "state", "values"}.
create or replace function hotline.import_article_row(p_row jsonb) returns jsonb
language plpgsql set search_path = pg_catalog, pg_temp as $$
declare
    v_code    text;
    v_field   text;
    v_message text;
    v_values  text;
begin
    return hotline.import_article(p_row);
exception when sqlstate 'HL001' then
    get stacked diagnostics v_code = constraint_name, v_field = column_name, v_message = message_text,
                            v_values = pg_exception_detail;
    return jsonb_build_object('line', p_row -> '_line', 'key', coalesce(p_row ->> 'id', ''), 'outcome', 'refused',
        'code', v_code, 'field', v_field, 'message', v_message, 'state', 'HL001', 'values', v_values);
end
$$;

-- Brings articles in and publishes them. in: rows: array of flat objects of texts: id, title, variants,
-- answer, category, area, unit (each by code or name), legal_basis, valid_from, valid_to, "_line"; strict:
-- one bad row and nothing is done.
-- out: {"added", "changed", "unchanged", "refused": [import_article_row's results]}.
-- Refuses not_your_role, column_unknown. The same rows again change nothing.
create function api.article_import(p_request uuid, p_rows jsonb, p_strict boolean default false)
returns jsonb language plpgsql security definer set search_path = pg_catalog, pg_temp as $$
declare
    v_columns text[] := '{id,title,variants,answer,category,area,unit,legal_basis,valid_from,valid_to}';
    v_answer  jsonb;
    v_results jsonb;
    v_unknown text;
    v_code    text;
begin
    if not hotline.may_import_articles() then
        perform hotline.refuse('not_your_role');
    end if;
    v_answer := hotline.request_of(p_request, coalesce(hotline.my_id(), 0), 'article_import', jsonb_build_array(p_rows, p_strict));
    if v_answer is not null then
        return v_answer;
    end if;
    select k into v_unknown from jsonb_array_elements(p_rows) r, jsonb_object_keys(r) k
    where k <> all (v_columns || '{_line}'::text[]) limit 1;
    if v_unknown is not null then
        perform hotline.refuse('column_unknown', v_unknown, jsonb_build_object(
            'column', v_unknown, 'columns', array_to_string(v_columns, ', ')));
    end if;
    -- one at a time: two imports of the same rows would meet at their keys
    perform pg_advisory_xact_lock(hashtext('hotline.article_import'));
    begin
        select jsonb_agg(hotline.import_article_row(r)) into v_results from jsonb_array_elements(p_rows) r;
        if p_strict and v_results @> '[{"outcome": "refused"}]' then
            perform hotline.refuse('import_refused');
        end if;
        perform hotline.search_refresh(array(select distinct (r ->> 'article')::integer
                                             from jsonb_array_elements(v_results) r where r ? 'article'));
    exception when sqlstate 'HL001' then
        get stacked diagnostics v_code = constraint_name;
        if v_code <> 'import_refused' then
            raise;
        end if;
        v_results := (select jsonb_agg(r) from jsonb_array_elements(v_results) r where r ->> 'outcome' = 'refused');
    end;
    perform pg_notify('hotline_article', '0');
    return hotline.request_done(p_request, (
        select jsonb_build_object('added', count(*) filter (where r ->> 'outcome' = 'added'),
            'changed', count(*) filter (where r ->> 'outcome' = 'changed'),
            'unchanged', count(*) filter (where r ->> 'outcome' = 'unchanged'),
            'refused', coalesce(jsonb_agg(r) filter (where r ->> 'outcome' = 'refused'), '[]'))
        from jsonb_array_elements(v_results) r));
end
$$;
