-- Making a text anonymous: who and where.

-- out: what of a recorded name is the name: without 先生 and the like, and remarks in brackets; '' for none.
create or replace function hotline.name_core(p_name text) returns text
language sql stable set search_path = pg_catalog, pg_temp as $$
    select regexp_replace(regexp_replace(regexp_replace(hotline.one_writing(p_name), '\(.*$|[^\u3400-\u9fff\U00020000-\U0003ffffA-Za-z·•. ]', '', 'g'),
        '(?:' || hotline.any_of('title') || ')+$', ''), '^[ ·•.]+|[ ·•.]+$', '', 'g')
$$;

-- out: how many characters of a name are its surname.
create or replace function hotline.surname_length(p_core text) returns integer
language sql stable set search_path = pg_catalog, pg_temp as $$
    select case when char_length(p_core) > 2 and exists (select from hotline.anonymous_word where class = 'compound' and word = left(p_core, 2)) then 2 else 1 end
$$;

-- The surname that stands in for one, the same for all who have it.
create or replace function hotline.mark_surname(inout s hotline.anonymous_text, p_surname text, out mark text)
language plpgsql stable set search_path = pg_catalog, pg_temp as $$
declare
    v_marked record := hotline.mark_for(s, 'stand_surname:' || p_surname, coalesce(hotline.standin_of(s, 'stand_surname:' || p_surname),
                                            hotline.free_word(s, 'stand_surname', p_surname, array_to_string(s.banned, ''))));
begin
    s := v_marked.s;
    mark := v_marked.mark;
end
$$;

-- A name, wherever it stands, becomes 宋某 and the like. p_pattern: what to look for; null: the name itself.
create or replace function hotline.stand_in_name(s hotline.anonymous_text, p_name text, p_pattern text default null) returns hotline.anonymous_text
language plpgsql stable set search_path = pg_catalog, pg_temp as $$
declare
    v_surname text := left(p_name, hotline.surname_length(p_name));
    v_marked  record;
begin
    if s.body !~ coalesce(p_pattern, p_name) then
        return s;
    end if;
    v_marked := hotline.mark_surname(s, v_surname);
    v_marked := hotline.mark_for(v_marked.s, 'name:' || v_surname, hotline.standin_of(v_marked.s, 'stand_surname:' || v_surname) || '某');
    s := v_marked.s;
    s.body := regexp_replace(s.body, coalesce(p_pattern, p_name), v_marked.mark, 'g');
    return s;
end
$$;

-- Names that are on record: whole, parted by signs, the given name alone, the surname with a title.
create or replace function hotline.stand_in_known_names(s hotline.anonymous_text, p_names text[]) returns hotline.anonymous_text
language plpgsql stable set search_path = pg_catalog, pg_temp as $$
declare
    v_core   text;
    v_part   text;
    v_given  text;
    v_n      integer;
    v_sign   text := '[^0-9\u3400-\u9fff]{0,3}';
    v_marked record;
begin
    foreach v_core in array p_names loop
        v_n := hotline.surname_length(v_core);
        v_given := substr(v_core, v_n + 1);
        foreach v_part in array array[v_core, v_given] || regexp_split_to_array(v_core, '[·•. ]+') loop
            if char_length(regexp_replace(v_part, '[·•. ]', '', 'g')) >= 2 then
                s := hotline.stand_in_name(s, v_core, (select string_agg(c, v_sign order by n) from regexp_split_to_table(regexp_replace(v_part, '[·•. ]', '', 'g'), '') with ordinality x (c, n)));
            end if;
        end loop;
        if char_length(v_given) = 1 then
            s := hotline.stand_in_name(s, v_core, format('[小阿老]%1$s(?![\u3400-\u9fff]{0,1}[路区村街])|%1$s%1$s|%1$s(?=[姐哥叔姨爷总])', v_given));
        end if;
        if left(v_core, v_n) ~ '^[\u3400-\u9fff]+$' then
            v_marked := hotline.mark_surname(s, left(v_core, v_n));
            s := v_marked.s;
            s.body := regexp_replace(s.body, format('%1$s(?=%2$s|总(?![共是工部体额量计数会之算]))|(?<=姓)%1$s|(?<=[小老阿])%1$s(?=[^\u3400-\u9fff]|%2$s|说|在|的|家|和)', left(v_core, v_n), hotline.any_of('title')), v_marked.mark, 'g');
        end if;
    end loop;
    return s;
end
$$;

-- out: does a word that begins like a name begin an ordinary word?
create or replace function hotline.not_a_name(p_word text) returns boolean
language sql stable set search_path = pg_catalog, pg_temp as $$
    select exists (select from hotline.anonymous_word w where w.class = 'not_name' and left(p_word, char_length(w.word)) = w.word)
$$;

-- out: names that a text is found to hold, by a surname and what stands before or behind.
create or replace function hotline.found_names(p_text text) returns setof text
language sql stable set search_path = pg_catalog, pg_temp as $$
    with word as (
        select '[' || hotline.letters_of('surname', 'surname_word') || ']' as plain, '[' || hotline.letters_of('surname') || ']' as sure,
               hotline.any_of('compound') as pair, hotline.any_of('cue') as cue, hotline.any_of('cue_strong') as strong, hotline.any_of('title') as title,
               hotline.any_of('title', 'title_loose') as firm,
               '[\u3400-\u9fff\U00020000-\U0003ffff]' as han, '[是为叫:、, “"‘(《的系]{0,3}' as between
    ), pattern (kind, pattern) as (
        -- before a title; behind a cue; between signs with a telephone or 男 behind; in a list; alone between signs
        select 'title', format('((?:%s|%s)%s{0,2}?)(?=%s)', pair, plain, han, title) from word
        union all select 'title', format('(?<!%2$s)(%1$s%2$s{0,2}?)(?=%3$s)', sure, han, firm) from word
        union all select 'title', format('(?<=的|找|叫|由|被|跟|和|给|向|问|是|、|名)(%s)(?=%s)', sure, firm) from word
        union all select 'cue', format('%s%s((?:%s|%s)%s{1,2})', cue, between, pair, plain, han) from word
        union all select 'ended', format('%s%s(%s%s{1,2})(?=[^\u3400-\u9fff]|$|的|说|在|于|住|因|从)', cue, between, sure, han) from word
        union all select 'cue', format('%s%s(%s%s{1,2})', strong, between, sure, han) from word
        union all select 'certain', format('%s%s((?:%s|%s)%s{1,2})(?=[^\u3400-\u9fff]|的|电话|手机|和)', strong, between, pair, sure, han) from word
        union all select 'ended', format('(?<!%1$s)((?:%2$s%1$s{1,2}|%3$s%1$s{1,2}))(?=[ ,:(]{0,2}(?:电话|手机|联系|身份证|男[,)]|女[,)]|[\ue000-\uf8ff]))', han, sure, pair) from word
        union all select 'ended', format('(?<!%1$s)((?:%2$s%1$s{1,2}|%3$s%1$s{1,2}))(?=[、])', han, plain, pair) from word
        union all select 'ended', format('(?<=[、])((?:%2$s%1$s{1,2}|%3$s%1$s{1,2}))(?!%1$s)', han, plain, pair) from word
        union all select 'ended', format('(?<!%1$s)((?:%2$s%1$s{1,2}|%3$s%1$s{1,2}))(?!%1$s)', han, plain, pair) from word
        union all select 'ended', format('((?:%2$s)%1$s{1,2})', han, hotline.any_of('compound', 'compound_word')) from word
        union all select 'start', format('(?<!%1$s)(%2$s%1$s{1,2}?)(?=%3$s)', han, plain, hotline.any_of('does')) from word
        union all select 'ended', format('(?<!%1$s)(%2$s%1$s{1,2})(?=、[\ue000-\uf8ff])', han, sure) from word
        union all select 'ended', format('(?<=[\ue000-\uf8ff][、和及与])(%2$s%1$s{1,2})(?!%1$s)', han, sure) from word
        union all select 'ended', format('(?<=[\ue000-\uf8ff][、])(%2$s%1$s{1,2})', han, sure) from word
        union all select 'ended', format('(?<=[、])(%2$s%1$s{1,2}?)(?=等)', han, sure) from word
    ), found as (
        select p.kind, m[1] as name from pattern p, regexp_matches(p_text, p.pattern, 'g') m
    ), trimmed as (
        -- what belongs to the sentence and not to the name
        select distinct kind = 'certain' as certain, case when kind in ('title', 'certain', 'start') or char_length(name) < 3 or name !~ '[的了在是与说也都就被把不没很去到要给对于已从因为及跟住里每拖欠占打]$' then name
                             else left(name, -1) end as name from found
    )
    select distinct name from trimmed where certain or not hotline.not_a_name(name)
$$;

-- Names of those who are on no record.
create or replace function hotline.stand_in_found_names(s hotline.anonymous_text) returns hotline.anonymous_text
language plpgsql stable set search_path = pg_catalog, pg_temp as $$
declare
    v_name   text;
    v_before text;
    v_plain  text := hotline.letters_of('surname', 'surname_word');
    v_title  text := hotline.any_of('title');
    v_row    record;
    v_marked record;
begin
    -- what stands in a list beside a name is found when that one is
    for i in 1 .. 3 loop
        v_before := s.body;
        foreach v_name in array array(select f from hotline.found_names(s.body) f order by char_length(f) desc, f) loop
            if char_length(v_name) = 1 or exists (select from hotline.anonymous_word where class = 'compound' and word = v_name) then
                v_marked := hotline.mark_surname(s, v_name);
                s := v_marked.s;
                s.body := regexp_replace(s.body, v_name || coalesce('(?!' || (select string_agg(substr(w.word, 2), '|') from hotline.anonymous_word w
                                                                          where w.class = 'not_name' and left(w.word, 1) = v_name) || ')', '')
                                             || '(?=' || v_title || ')', v_marked.mark, 'g');
            else
                s := hotline.stand_in_name(s, v_name);
                -- the third character may have been the sentence's
                if char_length(v_name) = 3 and not hotline.not_a_name(left(v_name, 2)) then
                    s := hotline.stand_in_name(s, left(v_name, 2));
                end if;
            end if;
        end loop;
        exit when s.body = v_before;
    end loop;
    -- 王某某, 姓王, 老王
    for v_row in
        select distinct m[1] as surname from (values (format('([%s])(?=某|[xX×*]{1,2}(?:先生|女士|[,。、的]))', hotline.letters_of('surname'))),
            (format('(?<=姓)([%s])', hotline.letters_of('surname'))),
            (format('(?<=[老小阿])([%s])(?![\u3400-\u9fff]|$)', v_plain)), (format('(?<![\u3400-\u9fff])(?:[老小阿])([%s])(?=说|在|的|家|和|跟|等|是|把|,)', v_plain))) p (pattern), regexp_matches(s.body, p.pattern, 'g') m loop
        v_marked := hotline.mark_surname(s, v_row.surname);
        s := v_marked.s;
        s.body := regexp_replace(s.body, format('%1$s(?=某|[xX×*]{1,2}(?:先生|女士|[,。、的]))|(?<=姓)%1$s|(?<=[老小阿])%1$s(?=[^\u3400-\u9fff]|说|在|的|家|和|跟|等|是|把)', v_row.surname), v_marked.mark, 'g');
    end loop;
    return s;
end
$$;

-- out: names that a text gives to places, firms, schools and the like: whole as it stands, and its proper part: what is
-- behind the last word before the ending that belongs to the sentence, and is not made of everybody's words alone.
-- p_own: of a ticket's own address: everybody's words count as well.
create or replace function hotline.found_places(p_text text, p_class text, p_own boolean default false) returns table (whole text, stem text)
language plpgsql stable set search_path = pg_catalog, pg_temp as $$
declare
    v_bound   text := '^.*' || hotline.any_of('boundary');
    v_strong  text := '^.*[' || hotline.letters_of('boundary1', 'boundary_weak') || ']';
    v_weak    text := '^.*[' || hotline.letters_of('boundary_weak') || '](?=..)';
    -- a single character of everybody's, or longer words and nothing else: 东湖 is a name
    v_generic text := format('^(?:[%1$s]|[本该全各新老旧大小某这那总分主多几两个的]*%2$s+)$', hotline.letters_of('generic'), hotline.any_of('generic_word'));
    v_road    text := '^' || hotline.any_of('generic_road') || '+$';
    v_usual   text := hotline.any_of('ordinary') || '$';
    v_kept    boolean;
    v_row     record;
begin
    for v_row in select distinct m[1] as before, m[2] as ending
                 from regexp_matches(p_text, format('([\u3400-\u9fff\U00020000-\U0003ffff]{1,8}?)(%s)', hotline.any_of(p_class)), 'g') m loop
        stem := regexp_replace(regexp_replace(regexp_replace(v_row.before, v_bound, ''), v_strong, ''), v_weak, '');
        stem := regexp_replace(stem, '^[大小]?[第]?[一二三四五六七八九十两几多]+[个条家座栋](?=.)', '');
        whole := stem || v_row.ending;
        if stem = '' or stem ~ '^[第一二三四五六七八九十]$' or (char_length(v_row.ending) = 1 and whole ~ v_usual)
           or exists (select from hotline.anonymous_word o where o.class = 'ordinary' and o.word = whole) then
            continue;
        end if;
        if p_own then
            v_kept := not exists (select from hotline.anonymous_word a where a.class = 'address' and left(a.word, char_length(stem)) = stem);
        else
            v_kept := stem !~ (case when v_row.ending ~ '^(?:[路街巷]|大道|大街|马路|公路)$' then v_road else v_generic end)
                      and not exists (select from hotline.category c where char_length(stem) > 1 and strpos(c.name, stem) > 0)
                      and not exists (select from hotline.synonym y where stem = y.word or stem = any (y.means))
                      and not exists (select from hotline.danger_word d where d.word = stem);
        end if;
        if v_kept then
            return next;
        end if;
    end loop;
end
$$;

-- A place's proper part becomes an invented one, also where it stands alone.
create or replace function hotline.stand_in_place(s hotline.anonymous_text, p_stem text, p_whole text) returns hotline.anonymous_text
language plpgsql stable set search_path = pg_catalog, pg_temp as $$
declare
    v_marked record;
    v_tail   text := right(p_stem, 2);
begin
    v_marked := hotline.mark_for(s, 'stand_place:' || p_stem, coalesce(hotline.standin_of(s, 'stand_place:' || p_stem), hotline.free_word(s, 'stand_place', p_stem)));
    s := v_marked.s;
    s.body := replace(s.body, case when char_length(p_stem) = 1 then p_whole else p_stem end,
                      v_marked.mark || case when char_length(p_stem) = 1 then substr(p_whole, 2) else '' end);
    -- more may have been taken for the name than is
    if char_length(p_stem) > 3 and strpos(s.body, v_tail) > 0 and v_tail !~ ('^' || hotline.any_of('generic') || '+$')
       and not exists (select from hotline.category c where strpos(c.name, v_tail) > 0) then
        s.body := replace(s.body, v_tail, v_marked.mark);
    end if;
    return s;
end
$$;

create or replace function hotline.stand_in_places(s hotline.anonymous_text) returns hotline.anonymous_text
language plpgsql stable set search_path = pg_catalog, pg_temp as $$
declare
    v_class  text;
    v_before text;
    v_row    record;
begin
    foreach v_class in array array['place', 'place1'] loop
        -- endings may follow one another
        for i in 1 .. 2 loop
            v_before := s.body;
            for v_row in select f.* from hotline.found_places(s.body, v_class) f order by char_length(f.stem) desc, f.stem loop
                s := hotline.stand_in_place(s, v_row.stem, v_row.whole);
            end loop;
            exit when s.body = v_before;
        end loop;
    end loop;
    return s;
end
$$;

-- out: an area's name without 区 and the like.
create or replace function hotline.area_stem(p_name text) returns text
language sql immutable set search_path = pg_catalog, pg_temp as $$
    select regexp_replace(hotline.one_writing(p_name), '(?:街道|新区|自治[州县区]|[省市区县镇乡村])$', '')
$$;

-- The areas of the centre by name, whole or without 区 and the like: the ticket's own, and those above it, become the
-- invented one and its district; the others some other one. in: the ticket's area; the invented street and district.
create or replace function hotline.stand_in_areas(s hotline.anonymous_text, p_area bigint, p_street text, p_district text) returns hotline.anonymous_text
language plpgsql stable set search_path = pg_catalog, pg_temp as $$
declare
    v_row record;
    v_own bigint[] := array(with recursive up as (select a.* from hotline.area a where a.id = p_area
                                                  union all select a.* from hotline.area a join up on up.parent_id = a.id) select id from up);
begin
    for v_row in
        select a.id, n.name, n.name <> a.name as short, right(a.name, 1) as ending from hotline.area a,
             lateral (values (hotline.one_writing(a.name)), (hotline.area_stem(a.name))) n (name)
        where char_length(n.name) > 1 and strpos(s.body, n.name) > 0 order by char_length(n.name) desc, a.id loop
        s := hotline.stand_in(s, v_row.name, 'area:' || v_row.name, case
            when v_row.id = p_area and not v_row.short then p_street
            when v_row.id = any (v_own) and v_row.ending = '区' and not v_row.short then p_district
            when v_row.short then hotline.free_word(s, 'stand_place', v_row.name)
            else hotline.free_word(s, 'stand_place', v_row.name) || case v_row.ending when '道' then '街道' else v_row.ending end end);
    end loop;
    return s;
end
$$;

-- out: an address without its areas and the numbers of its houses.
create or replace function hotline.house_left(p_address text) returns text
language plpgsql stable set search_path = pg_catalog, pg_temp as $$
declare
    v_text text := hotline.one_writing(p_address);
    v_area text;
begin
    foreach v_area in array array(select a.name from hotline.area a where strpos(v_text, a.name) > 0 order by char_length(a.name) desc) loop
        v_text := replace(v_text, v_area, ' ');
    end loop;
    v_text := regexp_replace(v_text, '[0-9A-Za-z-]+ ?(?:号楼|号院|号|栋|幢|座|单元|楼|层|室|房|组|队|期|弄|#)', ' ', 'g');
    return regexp_replace(v_text, '[一二三四五六七八九十百第]+(?:号|栋|幢|座|单元|楼|层|室|组|队|根|盏)', ' ', 'g');
end
$$;

-- out: the proper parts of an address: what is left of it when the words of every address are gone too.
create or replace function hotline.address_parts(p_address text) returns text[]
language sql stable set search_path = pg_catalog, pg_temp as $$
    select coalesce(array_agg(distinct p), '{}')
    from regexp_split_to_table(regexp_replace(regexp_replace(hotline.house_left(p_address), hotline.any_of('address'), ' ', 'g'),
        '(?<=[\u3400-\u9fff]{2})[路街巷弄村镇乡县市区河江湖山园苑城庭庄店里栋幢座室号楼层组](?![\u3400-\u9fff])', ' ', 'g'), '[^\u3400-\u9fff\U00020000-\U0003ffff]+') p
    where char_length(p) >= 2
$$;
