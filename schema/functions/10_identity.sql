-- Who is asking: the session's login, looked up among the people of the centre.

-- in: a code of hotline.refusal, the form field at fault or '', values for the sentence's {braces}
-- Raises HL001 with the sentence as message, the code as constraint name, the field as column name
-- and the values as JSON in detail. This is the only way in which a rule refuses.
create or replace function hotline.refuse(p_code text, p_field text default '', p_values jsonb default '{}')
returns void language plpgsql stable set search_path = pg_catalog, pg_temp as $$
declare
    v_sentence text := (select sentence from hotline.refusal where code = p_code);
begin
    if v_sentence is null then
        raise exception 'refusal % is not in hotline.refusal', p_code;
    end if;
    raise exception using errcode = 'HL001', message = v_sentence, constraint = p_code,
                          column = p_field, detail = p_values::text;
end
$$;

-- Refuses field_too_long when a text has more characters than may be.
create or replace function hotline.check_length(p_text text, p_field text, p_limit integer) returns void
language plpgsql stable set search_path = pg_catalog, pg_temp as $$
begin
    if char_length(p_text) > p_limit then
        perform hotline.refuse('field_too_long', p_field,
                               jsonb_build_object('length', char_length(p_text), 'limit', p_limit));
    end if;
end
$$;

-- out: the person of this session; refuses not_enrolled and disabled.
create or replace function hotline.me() returns hotline.person
language plpgsql stable security definer set search_path = pg_catalog, pg_temp as $$
declare
    v_me hotline.person;
begin
    select * into v_me from hotline.person where login = session_user;
    if v_me.id is null then
        perform hotline.refuse('not_enrolled');
    elsif not v_me.enabled then
        perform hotline.refuse('disabled');
    end if;
    return v_me;
end
$$;

-- The same for row security: null instead of a refusal, so that a stranger sees nothing. plpgsql, as in all that each
-- write asks: a language sql function would be planned anew at each call.
create or replace function hotline.my_id() returns bigint
language plpgsql stable security definer set search_path = pg_catalog, pg_temp as $$
begin
    return (select id from hotline.person where login = session_user and enabled);
end
$$;
create or replace function hotline.my_unit() returns bigint
language plpgsql stable security definer set search_path = pg_catalog, pg_temp as $$
begin
    return (select unit_id from hotline.person where login = session_user and enabled);
end
$$;
create or replace function hotline.my_role() returns text
language plpgsql stable security definer set search_path = pg_catalog, pg_temp as $$
begin
    return (select role from hotline.person where login = session_user and enabled);
end
$$;
-- out: the areas a lead answers for; null: all of them.
create or replace function hotline.my_areas() returns bigint[]
language sql stable security definer set search_path = pg_catalog, pg_temp as $$
    with recursive mine as (
        select a.id from hotline.area a
        join hotline.person p on p.district_id = a.id where p.login = session_user
        union all
        select a.id from hotline.area a join mine m on a.parent_id = m.id
    )
    select array_agg(id) from mine
$$;

-- in: the value of a setting's key; the key must exist.
create or replace function hotline.setting_value(p_key text) returns text
language plpgsql stable set search_path = pg_catalog, pg_temp as $$
begin
    return (select value from hotline.setting where key = p_key);
end
$$;

-- in: a reason as it is stored. out: as people read it: the centre's word for a break, a lead's own words, or the code of what
-- the centre does by itself (missed_ring, abused), which the client translates; '' for none.
create or replace function hotline.reason_text(p_reason text) returns text
language sql stable set search_path = pg_catalog, pg_temp as $$
    select coalesce((select name from hotline.break_reason where code = p_reason), p_reason, '')
$$;

-- out: is this a training database, where nothing is real?
create or replace function hotline.in_training() returns boolean
language sql stable set search_path = pg_catalog, pg_temp as $$
    select exists (select from hotline.setting where key = 'training')
$$;

-- out: does a text say nothing? Full-width blanks and invisible characters are nothing too.
create or replace function hotline.blank(p_text text) returns boolean
language sql immutable set search_path = pg_catalog, pg_temp as $$
    select btrim(coalesce(p_text, ''), E' \t\r\n\u00a0\u3000\u200b\u200c\u200d\ufeff') = ''
$$;

-- in: a telephone number. out: it with its middle hidden: 138****1111, 0731-8****11.
create or replace function hotline.mask_phone(p_phone text) returns text
language sql immutable set search_path = pg_catalog, pg_temp as $$
    select case when char_length(p_phone) >= 11 and p_phone ~ '^\+?[0-9]+$'
                then left(p_phone, -8) || '****' || right(p_phone, 4)
                when char_length(p_phone) > 4
                then left(p_phone, char_length(p_phone) / 2) || '****' || right(p_phone, 2)
                when p_phone = '' then '' else '****' end
$$;

-- The session's person, for the client's title line and its choice of screens. too_long_at: when after-call work is beyond the
-- limit (null: not in it).
create function api.me(out id bigint, out login text, out name text, out number text, out role text,
                       out unit_id bigint, out unit text, out district text, out areas bigint[], out state text,
                       out since timestamptz, out reason text, out call_id bigint, out centre text,
                       out zone text, out training boolean, out too_long_at timestamptz)
language sql stable security definer set search_path = pg_catalog, pg_temp as $$
    select p.id, p.login, p.name, p.number, p.role, p.unit_id, u.name, a.path,
           case when p.district_id is not null then hotline.my_areas() end,
           coalesce(s.state, ''), s.since, hotline.reason_text(s.reason), s.call_id,
           hotline.setting_value('centre_name'), hotline.setting_value('timezone'), hotline.in_training(),
           case when s.state = 'after_call' then s.since + hotline.setting_value('after_call_limit')::integer * interval '1 second' end
    from hotline.me() p
    left join hotline.unit u on u.id = p.unit_id
    left join hotline.area a on a.id = p.district_id
    left join hotline.agent_state s on s.person_id = p.id
$$;
