-- The fields of a row that an administrator brings in: texts by column name. A column that the row
-- does not have leaves what is there (p_old); an empty field empties it where that is possible.

-- out: the text, trimmed. Refuses control and bidi characters: nobody means them in a name.
create or replace function hotline.row_value(p_row jsonb, p_field text, p_old text, p_limit integer)
returns text language plpgsql stable set search_path = pg_catalog, pg_temp as $$
declare
    v_text text := regexp_replace(p_row ->> p_field, '^[[:space:]\u3000]+|[[:space:]\u3000]+$', '', 'g');
begin
    if v_text ~ '[\u0001-\u001f\u007f-\u009f\u200e\u200f\u2028-\u202e\u2066-\u2069\ufeff]' then
        perform hotline.refuse('field_bad', p_field);
    elsif char_length(v_text) > p_limit then
        perform hotline.refuse('field_too_long', p_field,
                               jsonb_build_object('length', char_length(v_text), 'limit', p_limit));
    end if;
    return coalesce(v_text, p_old, '');
end
$$;

-- out: a text that must be there; refuses field_missing.
create or replace function hotline.row_text(p_row jsonb, p_field text, p_old text, p_limit integer)
returns text language plpgsql stable set search_path = pg_catalog, pg_temp as $$
declare
    v_text text := hotline.row_value(p_row, p_field, p_old, p_limit);
begin
    if v_text = '' then
        perform hotline.refuse('field_missing', p_field);
    end if;
    return v_text;
end
$$;

create or replace function hotline.row_choice(p_row jsonb, p_field text, p_old text, p_choices text[])
returns text language plpgsql stable set search_path = pg_catalog, pg_temp as $$
declare
    v_text text := hotline.row_text(p_row, p_field, p_old, 1000);
begin
    if v_text <> all (p_choices) then
        perform hotline.refuse('field_bad', p_field);
    end if;
    return v_text;
end
$$;

-- in: yes, true, 1, 是, 班 or no, false, 0, 否, 休; empty is p_old.
create or replace function hotline.row_boolean(p_row jsonb, p_field text, p_old boolean)
returns boolean language plpgsql stable set search_path = pg_catalog, pg_temp as $$
declare
    v_text text := lower(hotline.row_value(p_row, p_field, '', 1000));
begin
    if v_text = '' and p_old is null then
        perform hotline.refuse('field_missing', p_field);
    elsif v_text <> all ('{"",yes,true,1,是,班,no,false,0,否,休}') then
        perform hotline.refuse('field_bad', p_field);
    end if;
    return case when v_text = '' then p_old else v_text = any ('{yes,true,1,是,班}') end;
end
$$;

create or replace function hotline.row_integer(p_row jsonb, p_field text, p_old integer, p_least integer, p_most integer)
returns integer language plpgsql stable set search_path = pg_catalog, pg_temp as $$
declare
    v_text text := hotline.row_text(p_row, p_field, p_old::text, 1000);
begin
    if v_text !~ '^[0-9]{1,6}$' or v_text::integer not between p_least and p_most then
        perform hotline.refuse('field_bad', p_field);
    end if;
    return v_text::integer;
end
$$;

-- in: 2027-01-31, also as spreadsheets write it: 2027/1/31.
create or replace function hotline.row_day(p_row jsonb, p_field text)
returns date language plpgsql stable set search_path = pg_catalog, pg_temp as $$
declare
    v_text text := hotline.row_text(p_row, p_field, null, 1000);
begin
    if v_text !~ '^20[0-9]{2}[-/][0-9]{1,2}[-/][0-9]{1,2}$' then
        perform hotline.refuse('field_bad', p_field);
    end if;
    return make_date((string_to_array(translate(v_text, '/', '-'), '-'))[1]::integer,
                     (string_to_array(translate(v_text, '/', '-'), '-'))[2]::integer,
                     (string_to_array(translate(v_text, '/', '-'), '-'))[3]::integer);
exception when datetime_field_overflow then
    perform hotline.refuse('field_bad', p_field);
end
$$;

-- out: the id that a code stands for, null when the field is empty.
create or replace function hotline.row_reference(p_row jsonb, p_field text, p_table regclass, p_old bigint)
returns bigint language plpgsql stable set search_path = pg_catalog, pg_temp as $$
declare
    v_code text := hotline.row_value(p_row, p_field, '', 1000);
    v_id   bigint;
begin
    if p_row ->> p_field is null then
        return p_old;
    elsif v_code <> '' then
        execute format('select id from %s where code = $1', p_table) into v_id using v_code;
        if v_id is null then
            perform hotline.refuse('field_bad', p_field);
        end if;
    end if;
    return v_id;
end
$$;
