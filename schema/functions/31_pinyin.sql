-- Finding names by pinyin: on a thin terminal an input method is slow. The readings of single
-- characters are a table that the build makes out of ICU's Han-Latin transliteration (PostgreSQL has
-- no function for it), so that the database finds the words of any name, whoever writes it: an
-- import, an administrator, a later version. Which reading a word has only people know: the few that
-- matter in names are here.
create or replace function hotline.pinyin_exceptions() returns table (word text, syllables text[])
language sql immutable set search_path = pg_catalog, pg_temp as $$
    values ('银行', '{yin,hang}'::text[]), ('行业', '{hang,ye}'), ('重庆', '{chong,qing}'), ('重复', '{chong,fu}'),
           ('音乐', '{yin,yue}'), ('会计', '{kuai,ji}'), ('校对', '{jiao,dui}'), ('调解', '{tiao,jie}'),
           ('调整', '{tiao,zheng}'), ('调配', '{tiao,pei}'), ('空调', '{kong,tiao}'), ('厦门', '{xia,men}'),
           ('长途', '{chang,tu}'), ('长期', '{chang,qi}'), ('长沙', '{chang,sha}'), ('长乐', '{chang,le}'),
           ('降解', '{jiang,jie}'), ('给水', '{ji,shui}'), ('供给', '{gong,ji}'), ('给予', '{ji,yu}'),
           ('还款', '{huan,kuan}'), ('传记', '{zhuan,ji}'), ('便宜', '{pian,yi}'), ('成都', '{cheng,du}'),
           ('首都', '{shou,du}'), ('都市', '{du,shi}'), ('朝阳', '{chao,yang}'), ('石油', '{shi,you}')
$$;

-- out: the words by which a name is found: its initials, its pinyin, and with u for ü when it has
-- one. 垃圾清运: "ljqy lajiqingyun". Letters and digits stay, other signs go.
create or replace function hotline.search_words(p_name text) returns text
language plpgsql stable set search_path = pg_catalog, pg_temp as $$
declare
    v_chars text[] := string_to_array(lower(normalize(p_name, NFKC)), null);
    v_at    integer := 1;
    v_part  text[];
    v_first text := '';
    v_whole text := '';
begin
    while v_at <= coalesce(cardinality(v_chars), 0) loop
        select e.syllables into v_part from hotline.pinyin_exceptions() e
        where e.word = array_to_string(v_chars[v_at : v_at + 1], '');
        if v_part is null then
            v_part := array[coalesce((select p.syllable from hotline.pinyin p where p.hanzi = v_chars[v_at]),
                                     regexp_replace(v_chars[v_at], '[^a-z0-9]', ''))];
        end if;
        v_first := v_first || (select coalesce(string_agg(left(s, 1), '' order by n), '')
                               from unnest(v_part) with ordinality u (s, n));
        v_whole := v_whole || array_to_string(v_part, '');
        v_at := v_at + cardinality(v_part);
    end loop;
    return concat_ws(' ', v_first, nullif(v_whole, v_first),
                     case when v_whole ~ '[nl]v' then regexp_replace(v_whole, '([nl])v', '\1u', 'g') end);
end
$$;

create or replace function hotline.keep_search() returns trigger
language plpgsql set search_path = pg_catalog, pg_temp as $$
begin
    new.search := hotline.search_words(new.name);
    return new;
end
$$;
create or replace trigger area_search before insert or update of name on hotline.area
    for each row execute function hotline.keep_search();
create or replace trigger unit_search before insert or update of name on hotline.unit
    for each row execute function hotline.keep_search();
create or replace trigger category_search before insert or update of name on hotline.category
    for each row execute function hotline.keep_search();
create or replace trigger transfer_number_search before insert or update of name on hotline.transfer_number
    for each row execute function hotline.keep_search();

-- The readings, and the words of all names that were written before. in: one line a syllable, "ba 八巴把";
-- schema apply gives the table that came with the program.
create or replace function hotline.load_pinyin(p_lines text) returns void
language plpgsql set search_path = pg_catalog, pg_temp as $$
declare
    v_table text;
begin
    delete from hotline.pinyin;
    insert into hotline.pinyin (syllable, hanzi)
    select split_part(line, ' ', 1), unnest(string_to_array(split_part(line, ' ', 2), null))
    from string_to_table(p_lines, E'\n') line where line <> '';
    foreach v_table in array array['area', 'unit', 'category', 'transfer_number'] loop
        execute format('update hotline.%I set search = hotline.search_words(name)
                        where search is distinct from hotline.search_words(name)', v_table);
    end loop;
end
$$;
