-- A gateway hands a demand in (互联网渠道): what it may be, and that it is taken once.

delete from hotline.demand_key;
insert into hotline.demand_key (key, type, field, max_length, many_lines) values
    ('name', 'string', 'citizen_name', null, false), ('phone', 'string', 'phone', null, false), ('contact', 'string', null, 100, false),
    ('area', 'string', null, 40, false), ('place', 'string', 'address', null, false), ('title', 'string', 'title', null, false),
    ('text', 'string', 'body', null, true), ('confidential', 'boolean', 'confidential', null, false), ('kind', 'string', 'kind', 20, false),
    ('category', 'string', null, 100, false), ('received_at', 'string', null, 40, false);

-- Raises a refusal again as a program's log is to have it: the field named, the {braces} filled. in: the refusal's parts.
create or replace function hotline.tell_gateway(p_code text, p_field text, p_sentence text, p_values text) returns void
language plpgsql stable set search_path = pg_catalog, pg_temp as $$
declare
    v_value record;
begin
    for v_value in select key, value from jsonb_each_text(coalesce(nullif(p_values, ''), '{}')::jsonb) loop
        p_sentence := replace(p_sentence, '{' || v_value.key || '}', v_value.value);
    end loop;
    raise exception using errcode = 'HL001', message = concat_ws(': ', nullif(p_field, ''), p_sentence), constraint = p_code,
                          column = p_field, detail = coalesce(p_values, '{}');
end
$$;

-- out: a text of a gateway's, its line ends plain and its edges trimmed; refuses field_too_long, and character_bad for control
-- and direction characters.
create or replace function hotline.gateway_text(p_text text, p_field text, p_many_lines boolean, p_limit integer) returns text
language plpgsql stable set search_path = pg_catalog, pg_temp as $$
declare
    v_text text := p_text;
begin
    perform hotline.check_length(v_text, p_field, p_limit);
    v_text := regexp_replace(regexp_replace(v_text, E'\r\n?', E'\n', 'g'), '^[[:space:]\u3000]+|[[:space:]\u3000]+$', '', 'g');
    if (case when p_many_lines then translate(v_text, E'\n\t', '') else v_text end)
       ~ '[\u0001-\u001f\u007f-\u009f\u200e\u200f\u2028-\u202e\u2066-\u2069\ufeff]' then
        perform hotline.refuse('character_bad', p_field);
    end if;
    return coalesce(v_text, '');
end
$$;

-- What is no character, a NUL or half of a pair, cannot be read out of JSON at all: it becomes a control character, which is
-- then refused where it stands. First each escaped backslash gets its longer form, so that every \u left is one.
create or replace function hotline.json_characters(p_json json) returns json
language sql immutable set search_path = pg_catalog, pg_temp as $$
    select case when p_json::text !~ '\\u' then p_json else
        regexp_replace(regexp_replace(replace(replace(p_json::text, '\\', '\u005c'), '\u0000', '\u0001'),
            '\\u[dD][89abAB][0-9a-fA-F]{2}(?!\\u[dD][c-fC-F][0-9a-fA-F]{2})', '\\u0001', 'g'),
            '(?<!\\u[dD][89abAB][0-9a-fA-F]{2})\\u[dD][c-fC-F][0-9a-fA-F]{2}', '\\u0001', 'g')::json end
$$;

-- out: one value of a demand; refuses type_bad and what hotline.gateway_text does.
create or replace function hotline.demand_value(p_key hotline.demand_key, p_value json) returns jsonb
language plpgsql stable set search_path = pg_catalog, pg_temp as $$
begin
    if json_typeof(p_value) <> p_key.type then
        perform hotline.refuse('type_bad', p_key.key, jsonb_build_object('type', p_key.type));
    elsif p_key.type = 'boolean' then
        return p_value::jsonb;
    end if;
    return to_jsonb(hotline.gateway_text(p_value #>> '{}', p_key.key, p_key.many_lines,
        coalesce(p_key.max_length, (select max_length from hotline.form_field where field = p_key.field))));
end
$$;

-- out: a demand's values by key, those that are null or empty left out; refuses demand_bad, key_unknown, key_twice and what
-- hotline.demand_value does.
create or replace function hotline.demand_read(p_demand json) returns jsonb
language plpgsql stable set search_path = pg_catalog, pg_temp as $$
declare
    v_all  jsonb := '{}';
    v_seen text[] := '{}';
    v_pair record;
    v_key  hotline.demand_key;
begin
    if p_demand is null or json_typeof(p_demand) <> 'object' then
        perform hotline.refuse('demand_bad');
    end if;
    for v_pair in select key, value from json_each(hotline.json_characters(p_demand)) loop
        select * into v_key from hotline.demand_key where key = v_pair.key;
        if v_key.key is null then
            perform hotline.refuse('key_unknown', left(regexp_replace(v_pair.key, '[^[:alnum:]_-]', '?', 'g'), 40), jsonb_build_object('fields',
                (select string_agg(key, ', ' order by key) from hotline.demand_key)));
        elsif v_key.key = any (v_seen) then
            perform hotline.refuse('key_twice', v_key.key);
        end if;
        v_seen := v_seen || v_key.key;
        if json_typeof(v_pair.value) <> 'null' then
            v_all := v_all || jsonb_build_object(v_key.key, hotline.demand_value(v_key, v_pair.value));
        end if;
    end loop;
    return (select coalesce(jsonb_object_agg(key, value), '{}') from jsonb_each(v_all) where value <> '""');
end
$$;

-- in: when the channel received it, as ISO 8601 with its zone; null: now. out: the same; refuses time_received_bad. A clock that
-- is a little ahead is none of the citizen's.
create or replace function hotline.received_time(p_text text) returns timestamptz
language plpgsql stable set search_path = pg_catalog, pg_temp as $$
declare
    v_at timestamptz;
begin
    if p_text ~ '^20[0-9]{2}-[0-9]{2}-[0-9]{2}[T ][0-9]{2}:[0-9]{2}(:[0-9]{2}([.][0-9]{1,9})?)?(Z|[+-][0-9]{2}(:?[0-9]{2})?)$' then
        v_at := p_text::timestamptz;
    end if;
    if p_text is not null and (v_at is null or v_at not between now() - interval '30 days' and now() + interval '5 minutes') then
        perform hotline.refuse('time_received_bad', 'received_at');
    end if;
    return least(coalesce(v_at, clock_timestamp()), clock_timestamp());
exception when data_exception then
    perform hotline.refuse('time_received_bad', 'received_at');
end
$$;

-- Refuses a demand that says nothing, that nobody could be answered to, or that names what does not exist.
create or replace function hotline.check_demand(p_channel hotline.channel, p_demand jsonb) returns void
language plpgsql stable set search_path = pg_catalog, pg_temp as $$
begin
    if not p_channel.enabled then
        perform hotline.refuse('channel_closed');
    elsif hotline.blank(p_demand ->> 'text') then
        perform hotline.refuse('field_missing', 'text');
    elsif not p_channel.replies and not p_demand ? 'phone' then
        perform hotline.refuse('no_way_back', 'phone');
    elsif p_demand ->> 'kind' not in ('consult', 'demand', 'complaint', 'report', 'suggestion', 'praise') then
        perform hotline.refuse('field_bad', 'kind');
    elsif p_demand ? 'area' and not exists (select from hotline.area where code = p_demand ->> 'area' and enabled) then
        perform hotline.refuse('field_bad', 'area');
    end if;
end
$$;

-- The demand becomes a row of the queue. out: its id.
create or replace function hotline.demand_queue(p_me hotline.person, p_channel hotline.channel, p_ref text, p_demand jsonb) returns bigint
language plpgsql set search_path = pg_catalog, pg_temp as $$
declare
    v_phone text := hotline.clean_phone(p_demand ->> 'phone');
    v_id    bigint;
begin
    insert into hotline.call (channel, answer_seconds, phone, phone_masked, area_id, note, skill, priority, queued_at)
    values (p_channel.code, p_channel.answer_seconds, v_phone, hotline.mask_phone(v_phone),
            (select id from hotline.area where code = p_demand ->> 'area' and enabled),
            left(regexp_replace(coalesce(p_demand ->> 'title', p_demand ->> 'text'), '[[:space:]]+', ' ', 'g'), 80),
            (select code from hotline.skill where code = p_channel.skill and enabled), hotline.call_priority(hotline.phone_key(v_phone)),
            hotline.received_time(p_demand ->> 'received_at'))
    returning id into v_id;
    insert into hotline.intake (call_id, channel, ref, demand, handed_by) values (v_id, p_channel.code, p_ref, p_demand, p_me.id);
    perform hotline.record_event(null, v_id, 'hand_in', null, 'waiting');
    perform pg_notify('hotline_call', v_id::text);
    return v_id;
end
$$;

-- out: {"demand"}, the same for the same again. Two who hand the same in at once: the second waits and gets the answer of the first.
create or replace function hotline.demand_once(p_me hotline.person, p_ref text, p_demand json) returns jsonb
language plpgsql set search_path = pg_catalog, pg_temp as $$
declare
    v_ref     text := hotline.gateway_text(p_ref, 'ref', false, 100);
    v_demand  jsonb := hotline.demand_read(p_demand);
    v_channel hotline.channel;
    v_old     hotline.intake;
begin
    if hotline.blank(v_ref) then
        perform hotline.refuse('field_missing', 'ref');
    end if;
    select * into v_channel from hotline.channel where code = p_me.channel;
    perform pg_advisory_xact_lock(hashtextextended('hotline.intake ' || v_channel.code || ' ' || v_ref, 0));
    select * into v_old from hotline.intake where channel = v_channel.code and ref = v_ref;
    if v_old.demand <> v_demand then
        perform hotline.refuse('ref_reused', 'ref');
    elsif v_old.call_id is null then
        perform hotline.check_demand(v_channel, v_demand);
        v_old.call_id := hotline.demand_queue(p_me, v_channel, v_ref, v_demand);
    end if;
    return jsonb_build_object('demand', v_old.call_id);
end
$$;

-- A gateway hands a demand in; it waits for an agent beside the calls.
-- in: the channel's own name of it (1 to 100 characters), and an object of hotline.demand_key: text, the citizen's own words, is
-- needed, and phone where the channel brings no answer back; the rest may be missing. Lengths are those of the ticket form.
-- received_at: ISO 8601 with its zone; the clocks run from it.
-- out: {"demand": its id}. The same name with the same content again is the same demand; with another content it is
-- refused ref_reused, and what was taken stays. json, not jsonb: that would refuse a NUL before it could be said where.
-- Refuses demand_bad, key_unknown, key_twice, type_bad, character_bad, field_too_long, field_missing, field_bad, phone_bad,
-- no_way_back, time_received_bad, channel_closed, with the field; the message is filled in.
create function api.demand_hand_in(p_ref text, p_demand json) returns jsonb
language plpgsql security definer set search_path = pg_catalog, pg_temp as $$
declare
    v_code     text;
    v_field    text;
    v_sentence text;
    v_values   text;
begin
    return hotline.demand_once(hotline.me(), p_ref, p_demand);
exception when sqlstate 'HL001' then
    get stacked diagnostics v_code = constraint_name, v_field = column_name, v_sentence = message_text, v_values = pg_exception_detail;
    perform hotline.tell_gateway(v_code, v_field, v_sentence, v_values);
end
$$;

-- Rows of hotline admin channels. The telephone's row is the standard's: it is not changed here.
create or replace function hotline.import_channel(p_row jsonb) returns text
language plpgsql set search_path = pg_catalog, pg_temp as $$
declare
    v_code  text := hotline.row_text(p_row, 'code', null, 20);
    v_skill text;
    v_old   hotline.channel;
    v_new   hotline.channel;
begin
    select * into v_old from hotline.channel where code = v_code;
    v_skill := nullif(hotline.row_value(p_row, 'skill', v_old.skill, 40), '');
    if v_code !~ '^[a-z0-9_]+$' or v_code in ('call', 'counter') then
        perform hotline.refuse('field_bad', 'code');
    elsif v_skill not in (select code from hotline.skill) then
        perform hotline.refuse('field_bad', 'skill');
    end if;
    insert into hotline.channel (code, name, answer_seconds, skill, replies, enabled)
    values (v_code, hotline.row_text(p_row, 'name', v_old.name, 10),
            hotline.row_integer(p_row, 'answer_seconds', coalesce(v_old.answer_seconds, 180), 1, 604800), v_skill,
            hotline.row_boolean(p_row, 'replies', coalesce(v_old.replies, true)),
            hotline.row_boolean(p_row, 'enabled', coalesce(v_old.enabled, true)))
    on conflict (code) do update set name = excluded.name, answer_seconds = excluded.answer_seconds, skill = excluded.skill,
                                     replies = excluded.replies, enabled = excluded.enabled
    returning * into v_new;
    return hotline.import_outcome(case when v_old.code is not null then to_jsonb(v_old) end, to_jsonb(v_new));
end
$$;
