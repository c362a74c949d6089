-- Colloquial words and the official ones that mean the same: by rows of hotline admin, and one by one by who
-- looks after what the centre knows.

-- A row of the synonym table (hotline admin synonyms): a word, and those that mean the same.
create or replace function hotline.import_synonym(p_row jsonb) returns text
language plpgsql set search_path = pg_catalog, pg_temp as $$
declare
    v_word text := hotline.search_normal(hotline.row_text(p_row, 'word', null, 20));
    v_old  hotline.synonym;
    v_new  hotline.synonym;
begin
    select * into v_old from hotline.synonym where word = v_word;
    v_new.means := array_remove(regexp_split_to_array(hotline.search_normal(
        hotline.row_text(p_row, 'means', array_to_string(v_old.means, ' '), 200)), '[[:space:],;,、;/]+'), '');
    if char_length(v_word) < 2 then
        perform hotline.refuse('field_bad', 'word');
    elsif cardinality(v_new.means) not between 1 and 8
          or exists (select from unnest(v_new.means) m where char_length(m) < 2 or m = v_word) then
        perform hotline.refuse('field_bad', 'means');
    end if;
    insert into hotline.synonym (word, means, enabled)
    values (v_word, v_new.means, hotline.row_boolean(p_row, 'enabled', coalesce(v_old.enabled, true)))
    on conflict (word) do update set means = excluded.means, enabled = excluded.enabled returning * into v_new;
    return hotline.import_outcome(case when v_old.word is not null then to_jsonb(v_old) end, to_jsonb(v_new));
end
$$;

-- All of them, those out of use last. out: means: separated by blanks. For leads and administrators.
create function api.synonyms() returns table (word text, means text, enabled boolean)
language sql stable security definer set search_path = pg_catalog, pg_temp as $$
    select s.word, array_to_string(s.means, ' '), s.enabled
    from hotline.me() m, hotline.synonym s where m.role in ('lead', 'admin') order by s.enabled desc, s.word
$$;

-- Writes one down, changes it, or takes it out of use: the row that hotline admin synonyms shows too.
-- in: means: as a row has them, separated by blanks or commas; null: as they are; enabled false: out of use.
-- out: {"word", "outcome": added, changed, enabled, disabled, unchanged}; refuses field_missing, field_bad and
-- field_too_long word and means.
create function api.synonym_set(p_request uuid, p_word text, p_means text, p_enabled boolean default true)
returns jsonb language plpgsql security definer set search_path = pg_catalog, pg_temp as $$
declare
    v_answer  jsonb := hotline.request_answer(p_request, 'synonym_set', jsonb_build_array(p_word, p_means, p_enabled));
    v_row     jsonb := jsonb_strip_nulls(jsonb_build_object('word', p_word, 'means', p_means,
                                                            'enabled', hotline.yes_no(coalesce(p_enabled, true))));
    v_outcome text;
begin
    if v_answer is not null then
        return v_answer;
    end if;
    v_outcome := hotline.import_synonym(v_row);
    if v_outcome <> 'unchanged' then
        insert into hotline.admin_log (kind, key, outcome, data) values ('synonyms', btrim(p_word), v_outcome, v_row);
        perform pg_notify('hotline_reference', 'synonyms');
    end if;
    return hotline.request_done(p_request, jsonb_build_object('word', btrim(p_word), 'outcome', v_outcome));
end
$$;
