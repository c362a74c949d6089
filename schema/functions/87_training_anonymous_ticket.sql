-- A scenario out of a closed ticket: nothing leaves the database that names anybody. What was replaced is looked through
-- once more, sentence by sentence (what is left of the originals is cut) and at the end as a whole (then it is refused).

-- out: what of a ticket may not be found again.
create or replace function hotline.originals_of(p_ticket hotline.ticket) returns hotline.ticket_originals
language plpgsql stable set search_path = pg_catalog, pg_temp as $$
declare
    o hotline.ticket_originals;
    v_tickets bigint[] := array(select id from hotline.ticket where id = p_ticket.id or merged_into = p_ticket.id);
    v_recorded text[];
    v_addresses text[] := array(select address from hotline.ticket where id = any (v_tickets));
    v_places text[];
begin
    v_recorded := array(
        select t.citizen_name from hotline.ticket t where t.id = any (v_tickets)
        union select v.citizen_name from hotline.ticket_voice v where v.ticket_id = any (v_tickets)
        union select c.citizen_name from hotline.callback c where c.ticket_id = any (v_tickets)
        union select p.name from hotline.person p where p.id in (p_ticket.accepted_by, p_ticket.owner_id, p_ticket.handler_id)
           or p.id in (select e.person_id from hotline.event e where e.ticket_id = any (v_tickets)));
    o.names := array(select distinct n from unnest(v_recorded) r, hotline.name_core(r) n
                     where n <> '' and char_length(n) <= 4 + 8 * (n ~ '[·•. A-Za-z]')::integer
                       and not exists (select from hotline.anonymous_word w where w.class = 'nobody' and w.word = n));
    o.phones := array(select p from (select p_ticket.phone as p, 0 as n
        union select t.phone, 1 from hotline.ticket t where t.id = any (v_tickets)
        union select v.phone, 1 from hotline.ticket_voice v where v.ticket_id = any (v_tickets)
        union select c.phone, 1 from hotline.callback c where c.ticket_id = any (v_tickets)
        union select c.phone, 1 from hotline.call c join hotline.ticket t on t.call_id = c.id where t.id = any (v_tickets)) x where p <> '' order by n, p);
    -- a firm that called is a place
    v_places := array(select a from unnest(v_addresses) a
                      union select n from unnest(v_recorded) r, hotline.name_core(r) n where char_length(n) > 4 and n !~ '[·•. A-Za-z]');
    o.name_pairs := array(select distinct p from unnest(o.names) n, unnest(hotline.han_pairs(n)) p);
    o.place_pairs := array(
        select p from unnest(v_places) a, unnest(hotline.address_parts(a)) x, unnest(hotline.han_pairs(x)) p
        where not exists (select from hotline.category c where strpos(c.name, p) > 0)
          and not exists (select from hotline.anonymous_word w where w.class = 'address' and strpos(w.word, p) > 0)
        union select p from hotline.own_area_names(p_ticket.area_id) a, unnest(hotline.han_pairs(a)) p);
    o.roads := array(
        select r from unnest(v_places) a, regexp_matches(hotline.one_writing(a), '([\u3400-\u9fff]{2,4}(?:路|街|巷|弄|大道|大街))', 'g') m,
             unnest(array[m[1], regexp_replace(m[1], '[东西南北中]?(?:大道|大街|[路街巷弄])$', '')]) r
        where char_length(r) > 1 and not exists (select from hotline.anonymous_word w where w.class = 'ordinary' and right(m[1], char_length(w.word)) = w.word
                                                                                         or w.class = 'address' and w.word = r)
        union
        select f.stem from unnest(v_places) a, (values ('place'), ('place1')) c (class), hotline.found_places(hotline.house_left(a), c.class, true) f
        where char_length(f.stem) > 1);
    return o;
end
$$;

-- out: the names of an area and of those above it, without 区 and the like.
create or replace function hotline.own_area_names(p_area bigint) returns setof text
language sql stable set search_path = pg_catalog, pg_temp as $$
    with recursive up as (select a.id, a.parent_id, a.name from hotline.area a where a.id = p_area
                          union all select a.id, a.parent_id, a.name from hotline.area a join up on up.parent_id = a.id)
    select hotline.area_stem(name) from up
$$;

-- out: null, or the refusal that says what a text still holds. in: the text as it would be given out; the telephone that
-- stands in.
create or replace function hotline.left_over(p_text text, o hotline.ticket_originals, p_phone text) returns text
language plpgsql stable set search_path = pg_catalog, pg_temp as $$
declare
    v_pairs text[] := hotline.han_pairs(p_text);
    v_rest  text := regexp_replace(replace(p_text, p_phone, ' '), '(?<![0-9])' || hotline.any_of('number') || '(?![0-9])', ' ', 'g');
begin
    return case
        when v_pairs && o.name_pairs
          or exists (select from unnest(o.names) n where p_text ~ (left(n, hotline.surname_length(n)) || '(?:先生|女士|小姐|某)'))
          or exists (select from unnest(o.names) n, regexp_split_to_table(n, '[^A-Za-z]+') w where char_length(w) > 1 and strpos(lower(p_text), lower(w)) > 0) then 'scenario_name_left'
        when v_pairs && o.place_pairs or exists (select from unnest(o.roads) r where strpos(p_text, r) > 0) then 'scenario_place_left'
        when v_rest ~ '[0-9](?:[^0-9\u3400-\u9fff,。;:!?、~]{0,2}[0-9]){4,}|[零〇○幺一二三四五六七八九]{6,}'
          or exists (select from regexp_matches(v_rest, '[0-9]{4,}', 'g') m, unnest(o.phones) p where strpos(p, m[1]) > 0)
          or exists (select from regexp_matches(v_rest, '[A-Za-z]{2,}', 'g') m
                     where not exists (select from hotline.anonymous_word w where w.class = 'latin' and w.word = lower(m[1])) and m[1] !~* '^(kg|km|cm|mm|kw|db|ml|mg|pm)$') then 'scenario_number_left' end;
end
$$;

-- A ticket's texts made anonymous. in: the texts; what may not be in them. out: the state behind; texts: the same, each
-- as its sentences, cut where something is left; null where nothing is.
create or replace function hotline.anonymous_texts(p_ticket hotline.ticket, o hotline.ticket_originals, p_texts text[], out s hotline.anonymous_text, out texts jsonb)
language plpgsql stable set search_path = pg_catalog, pg_temp as $$
declare
    v_area  record;
    v_place text;
    v_road  text;
    v_phone text;
begin
    s := row (array_to_string(array(select hotline.one_writing(t) from unnest(p_texts) with ordinality x (t, n) order by n), E'\x01'), '{}', '{}',
              o.name_pairs || o.place_pairs, (hashint8(p_ticket.id)::bigint & 1023)::integer)::hotline.anonymous_text;
    while exists (select from unnest(o.phones) p where right(p, 4) = right(hotline.invented_phone(s), 4)) loop
        s.turn := s.turn + 1;
    end loop;
    v_phone := hotline.invented_phone(s);
    select * into v_area from hotline.invented_area(s);
    s := hotline.stand_in_accounts(s);
    s := hotline.stand_in_days(s, (p_ticket.accepted_at at time zone hotline.setting_value('timezone'))::date);
    s := hotline.stand_in_sums(s);
    s := hotline.stand_in_numbers(s, o.phones);
    s := hotline.stand_in_known_names(s, o.names);
    s := hotline.stand_in_latin(s);
    s := hotline.stand_in_areas(s, p_ticket.area_id, v_area.street, v_area.district);
    s := hotline.stand_in_houses(s);
    foreach v_road in array array(select r from unnest(o.roads) r order by char_length(r) desc, r) loop
        s := hotline.stand_in_place(s, regexp_replace(v_road, '(?:大道|大街|[路街巷弄])$', ''), v_road);
    end loop;
    foreach v_place in array array(select x from unnest(hotline.address_parts(p_ticket.address)) x order by char_length(x) desc, x) loop
        s := hotline.stand_in_address(s, v_place, o.place_pairs);
    end loop;
    s := hotline.stand_in_found_names(s);
    s := hotline.stand_in_places(s);
    texts := (select jsonb_agg(hotline.kept_sentences(s, t, o, v_phone) order by n) from regexp_split_to_table(s.body, E'\x01') with ordinality x (t, n));
end
$$;

-- A part of the ticket's address becomes an invented place, and so does what is left of it elsewhere.
create or replace function hotline.stand_in_address(s hotline.anonymous_text, p_part text, p_pairs text[]) returns hotline.anonymous_text
language plpgsql stable set search_path = pg_catalog, pg_temp as $$
declare
    v_marked record;
    v_piece  text;
begin
    if not hotline.han_pairs(p_part) && p_pairs then
        return s;
    end if;
    v_marked := hotline.mark_for(s, 'stand_place:' || p_part, coalesce(hotline.standin_of(s, 'stand_place:' || p_part), hotline.free_word(s, 'stand_place', p_part)));
    s := v_marked.s;
    foreach v_piece in array array(select substr(p_part, b, n) from generate_series(2, char_length(p_part)) n, generate_series(1, char_length(p_part) - n + 1) b
                                   order by n desc, b) loop
        if hotline.han_pairs(v_piece) <@ p_pairs then
            s.body := replace(s.body, v_piece, v_marked.mark);
        end if;
    end loop;
    return s;
end
$$;

-- out: a street of the invented city, and its district, that share nothing with what is real.
create or replace function hotline.invented_area(s hotline.anonymous_text, out code text, out street text, out district text)
language sql stable set search_path = pg_catalog, pg_temp as $$
    select w.value, w.word, d.word
    from hotline.anonymous_word w join hotline.anonymous_word d on d.class = 'district' and d.value = left(w.value, 4)
    where w.class = 'area'
    order by hotline.han_pairs(w.word || ' ' || d.word) && s.banned, (w.place * 5 + s.turn) % 23, w.place limit 1
$$;

-- out: the sentences of a text that nothing is left in; of the others the parts between commas.
create or replace function hotline.kept_sentences(s hotline.anonymous_text, p_text text, o hotline.ticket_originals, p_phone text) returns jsonb
language plpgsql stable set search_path = pg_catalog, pg_temp as $$
declare
    v_sentence text;
    v_kept     jsonb := '[]';
begin
    for v_sentence in select m[1] from regexp_matches(hotline.with_standins(s, p_text), '([^。!?;\n]+[。!?;]*)', 'g') m loop
        if hotline.left_over(v_sentence, o, p_phone) is not null then
            v_sentence := (select string_agg(c, ',' order by n) from regexp_split_to_table(v_sentence, ',') with ordinality x (c, n)
                           where hotline.left_over(c, o, p_phone) is null);
            if hotline.left_over(v_sentence, o, p_phone) is not null then
                v_sentence := '';
            end if;
        end if;
        v_sentence := btrim(regexp_replace(v_sentence, '\s+', ' ', 'g'), ' ,');
        if v_sentence ~ '[\u3400-\u9fff]{2}' then
            v_kept := v_kept || to_jsonb(v_sentence);
        end if;
    end loop;
    return v_kept;
end
$$;
