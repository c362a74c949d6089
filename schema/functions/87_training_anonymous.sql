-- Making a text anonymous: one way to write it, what stands in for what, and its numbers and days.

-- out: the text in one way of writing (full-width letters and digits as half-width ones), without what cannot be seen: it
-- may part the characters of a name.
create or replace function hotline.one_writing(p_text text) returns text
language sql immutable set search_path = pg_catalog, pg_temp as $$
    select regexp_replace(replace(normalize(coalesce(p_text, ''), nfkc), E'\r', ''),
        '[\u0001-\u0008\u000b-\u001f\u007f-\u009f\u00ad\u034f\u061c\u115f\u1160\u17b4\u17b5\u180e\u200b-\u200f\u2028-\u202e\u2060-\u206f\u20e3\ufe00-\ufe0f\ufeff\ue000-\uf8ff\U000e0000-\U000e0fff]', '', 'g')
$$;

-- out: the words of a class, without those of another, as a regular expression, the longest first; no word matches nothing.
create or replace function hotline.any_of(p_class text, p_without text default null) returns text
language sql stable set search_path = pg_catalog, pg_temp as $$
    select '(?:' || coalesce(string_agg(regexp_replace(word, '([^\u3400-\u9fffA-Za-z0-9])', '\\\1', 'g'), '|' order by char_length(word) desc, word), '[^\s\S]') || ')'
    from hotline.anonymous_word w where w.class = p_class
     and not exists (select from hotline.anonymous_word o where o.class = p_without and o.word = w.word)
$$;
-- The same of words that are one character each: what may stand between [ and ].
create or replace function hotline.letters_of(p_class text, p_without text default null) returns text
language sql stable set search_path = pg_catalog, pg_temp as $$
    select string_agg(w.word, '') from hotline.anonymous_word w where w.class = p_class and char_length(w.word) = 1
       and not exists (select from hotline.anonymous_word o where o.class = p_without and o.word = w.word)
$$;

-- out: the pairs of neighbouring Chinese characters of a text, whatever else stands between them.
create or replace function hotline.han_pairs(p_text text) returns text[]
language sql immutable set search_path = pg_catalog, pg_temp as $$
    select coalesce(array_agg(distinct substr(t.han, n, 2)), '{}')
    from (select regexp_replace(p_text, '[^\u3400-\u9fff\U00020000-\U0003ffff]', '', 'g') as han) t, generate_series(1, char_length(t.han) - 1) n
$$;

-- out: the first invented word of a class that stands for nothing yet, is not the original, and shares no pair with what is
-- real and no character with p_without; 某 when all are used.
create or replace function hotline.free_word(s hotline.anonymous_text, p_class text, p_original text, p_without text default '') returns text
language sql stable set search_path = pg_catalog, pg_temp as $$
    select coalesce((select w.word from hotline.anonymous_word w, (select count(*) as n from hotline.anonymous_word where class = p_class) c
                     where w.class = p_class and w.word <> p_original and strpos(p_without, w.word) = 0 and not hotline.han_pairs(w.word) && s.banned
                       and not exists (select from unnest(s.keys, s.standins) k (key, standin) where k.standin = w.word and k.key like p_class || ':%')
                     order by (w.place + s.turn) % c.n, w.place limit 1), '某')
$$;

-- A thing's character, made when it has none yet. in: its key, and what stands in for it. out: s with it; mark: the character.
create or replace function hotline.mark_for(inout s hotline.anonymous_text, p_key text, p_standin text, out mark text)
language plpgsql immutable set search_path = pg_catalog, pg_temp as $$
declare
    v_n integer := array_position(s.keys, p_key);
begin
    if v_n is null then
        s.keys := s.keys || p_key;
        s.standins := s.standins || p_standin;
        v_n := cardinality(s.keys);
    end if;
    mark := chr(57343 + least(v_n, 6000));
end
$$;

-- out: what stands in for a key; null: nothing yet.
create or replace function hotline.standin_of(s hotline.anonymous_text, p_key text) returns text
language sql immutable set search_path = pg_catalog, pg_temp as $$ select s.standins[array_position(s.keys, p_key)] $$;

-- Every occurrence of a text is replaced by one thing's character.
create or replace function hotline.stand_in(s hotline.anonymous_text, p_original text, p_key text, p_standin text) returns hotline.anonymous_text
language plpgsql immutable set search_path = pg_catalog, pg_temp as $$
declare
    v_marked record;
begin
    if p_original = '' or strpos(s.body, p_original) = 0 then
        return s;
    end if;
    v_marked := hotline.mark_for(s, p_key, p_standin);
    s := v_marked.s;
    s.body := replace(s.body, p_original, v_marked.mark);
    return s;
end
$$;

-- Every match of a pattern is replaced by one thing's character. p_before: what stays before it, \1 of the pattern.
create or replace function hotline.stand_in_matches(s hotline.anonymous_text, p_pattern text, p_standin text, p_before text default '') returns hotline.anonymous_text
language plpgsql stable set search_path = pg_catalog, pg_temp as $$
declare
    v_marked record;
begin
    if s.body !~ p_pattern then
        return s;
    end if;
    v_marked := hotline.mark_for(s, 'same:' || p_standin, p_standin);
    s := v_marked.s;
    s.body := regexp_replace(s.body, p_pattern, p_before || v_marked.mark, 'g');
    return s;
end
$$;

-- The text of a state with what stands in, for people.
create or replace function hotline.with_standins(s hotline.anonymous_text, p_body text) returns text
language plpgsql immutable set search_path = pg_catalog, pg_temp as $$
begin
    for i in 1 .. cardinality(s.standins) loop
        p_body := replace(p_body, chr(57343 + i), s.standins[i]);
    end loop;
    return p_body;
end
$$;

-- in: days from a ticket's until a day. out: how it is said.
create or replace function hotline.day_told(p_days integer) returns text
language sql immutable set search_path = pg_catalog, pg_temp as $$
    select case when p_days = 0 then '今天' when p_days = -1 then '昨天' when p_days = -2 then '前天' when p_days = 1 then '明天'
                when abs(p_days) <= 45 then abs(p_days) || '天' when abs(p_days) <= 700 then '约' || round(abs(p_days) / 30.0) || '个月'
                else '约' || round(abs(p_days) / 365.0) || '年' end
           || case when p_days between -2 and 1 then '' when p_days < 0 then '前' else '后' end
$$;

-- out: the number that one or two digits, or Chinese numerals up to 三十九, say.
create or replace function hotline.small_number(p_text text) returns integer
language sql immutable set search_path = pg_catalog, pg_temp as $$
    with d (t) as (select translate(p_text, '零〇○一二三四五六七八九', '000123456789'))
    select case when t !~ '十' then t::integer
                else coalesce(nullif(split_part(t, '十', 1), '')::integer, 1) * 10 + coalesce(nullif(split_part(t, '十', 2), '')::integer, 0) end
    from d where t ~ '^([0-9]{1,4}|[0-9]?十[0-9]?)$'
$$;

-- Days, told from the ticket's own day. in: that day.
create or replace function hotline.stand_in_days(s hotline.anonymous_text, p_day date) returns hotline.anonymous_text
language plpgsql stable set search_path = pg_catalog, pg_temp as $$
declare
    v_digit text := '[0-9零〇○一二三四五六七八九]';
    v_small text := '[0-9]{1,2}|[一二三四五六七八九十]{1,3}';
    v_found record;
    v_year  integer;
    v_day   date;
begin
    -- a day in full, a month of a year, a day of a month, a year
    for v_found in
        select distinct f.n, m[1] as said, m[2] as year, m[3] as month, m[4] as day
        from (values (1, format('((?:(?<!%1$s)(%1$s{4}) ?[-年./] ?)(?:(%2$s) ?[-月./] ?)(?:(%2$s)(?!%1$s) ?[日号]?))', v_digit, v_small)),
                     (2, format('((?:(?<!%1$s)(%1$s{4}) ?[年] ?)(?:(%2$s)月份?)())', v_digit, v_small)),
                     (3, format('(()(?:(?<!%1$s)(%2$s)月)(?:(%2$s)[日号]))', v_digit, v_small)),
                     (4, format('((?<!%1$s)(%1$s{4})年()())', v_digit))) f (n, pattern), regexp_matches(s.body, f.pattern, 'g') m
        order by 1, 2 desc loop
        v_year := coalesce(hotline.small_number(v_found.year), extract(year from p_day));
        if v_year between 1900 and 2099 and coalesce(hotline.small_number(v_found.month), 7) between 1 and 12
           and coalesce(hotline.small_number(v_found.day), 1) between 1 and 31 then
            v_day := make_date(v_year, coalesce(hotline.small_number(v_found.month), case when v_year = extract(year from p_day) then extract(month from p_day)::integer else 7 end), 1)
                     + coalesce(hotline.small_number(v_found.day), 15) - 1;
            -- a day of a month alone is the one nearest
            if v_found.year = '' and v_day > p_day + 180 then
                v_day := v_day - 365;
            elsif v_found.year = '' and v_day < p_day - 300 then
                v_day := v_day + 365;
            end if;
            s := hotline.stand_in(s, v_found.said, 'day:' || hotline.day_told(v_day - p_day), hotline.day_told(v_day - p_day));
        end if;
    end loop;
    return s;
end
$$;

-- in: a telephone number. out: a pattern for it in any writing: parted by signs, in Chinese numerals.
create or replace function hotline.number_pattern(p_number text) returns text
language sql immutable set search_path = pg_catalog, pg_temp as $$
    select '(?:[+ ]{0,2}0{0,2}86[- )]{0,2})?' || string_agg(case d when '0' then '[0零〇○oO]' when '1' then '[1一幺壹lI]' when '2' then '[2二两贰]'
               else '[' || d || substr('三四五六七八九', d::integer - 2, 1) || substr('叁肆伍陆柒捌玖', d::integer - 2, 1) || ']' end, '[^0-9\u3400-\u9fff\ue000-\uf8ff]{0,3}' order by n)
    from regexp_split_to_table(regexp_replace(p_number, '^(\+|00)?86(?=1[0-9]{10}$)|[^0-9]', '', 'g'), '') with ordinality x (d, n) where d <> ''
$$;

-- Addresses of machines, plates and accounts, by their shape or the word before them.
create or replace function hotline.stand_in_accounts(s hotline.anonymous_text) returns hotline.anonymous_text
language plpgsql stable set search_path = pg_catalog, pg_temp as $$
declare
    v_row record;
begin
    for v_row in select * from (values
        (1, '(?:[Hh][Tt][Tt][Pp][Ss]?: ?/?/?|[Ww][Ww][Ww]\.)[!-~]+', '', '某网址'),
        (2, '[A-Za-z0-9._%+-]+ ?(?:@|\(at\)|\[at\]) ?[A-Za-z0-9-]+(?: ?\. ?[A-Za-z0-9-]+)+', '', '某邮箱'),
        (3, '[A-Za-z0-9-]+(?:\.[A-Za-z0-9-]+)*\.(?:com|cn|net|org|gov|edu|cc|top|vip|xyz|io|me)(?![A-Za-z])(?:/[!-~]*)?', '', '某网址'),
        (4, '(?:[京津沪渝冀豫云辽黑湘皖鲁新苏浙赣鄂桂甘晋蒙陕吉闽贵粤青藏川宁琼] ?[A-Za-z][^A-Za-z0-9\u3400-\u9fff,。;]{0,3}[A-Za-z0-9*]{4,6}[学警挂港澳领使]?)(?![A-Za-z0-9])', '', '某车牌'),
        (5, '((?:车牌号码?|车牌|车号|牌照)[是为: ]{0,3})(?:[A-Za-z]?[-· .]?[A-Za-z0-9*]{4,6})(?![A-Za-z0-9])', '\1', '某车牌'),
        (6, '((?:微信号?|[Ww][Xx]|[Vv][Xx]|[Vv]信|[Qq][Qq]号?|扣扣号?|抖音号?|快手号?|微博|支付宝账?号?|淘宝账?号?|[账帐]号|用户名|会员号|用户编号)[是为叫:“"‘( ]{0,3})[A-Za-z0-9_-]{3,}', '\1', '某账号'),
        (7, '((?:网名|昵称|微信名|用户名|网友)[是为叫:]{0,2}[“"‘''( ]{1,2})[^,。;、\s”"’'')]{1,16}', '\1', '某网名'),
        (8, '((?:网名|昵称|微信名)[是为叫:]{1,2})[^,。;、\s”"’'')]{1,16}', '\1', '某网名'),
        (9, '[[〔(【] ?(?:19|20)[0-9]{2} ?[]〕)】] ?第? ?[0-9]+ ?号', '', '某号文件')) p (n, pattern, before, standin) order by n loop
        s := hotline.stand_in_matches(s, v_row.pattern, v_row.standin, v_row.before);
    end loop;
    return s;
end
$$;

-- Sums of money stay, the large ones about: their digits would be a number of their own. Ranges and small sums keep theirs.
create or replace function hotline.stand_in_sums(s hotline.anonymous_text) returns hotline.anonymous_text
language plpgsql stable set search_path = pg_catalog, pg_temp as $$
declare
    v_found record;
    v_sum   numeric;
begin
    for v_found in
        select distinct m[1] as said, m[2] as sum
        from regexp_matches(s.body, '(?<![0-9.,-])(([0-9]{1,3}(?:,[0-9]{3})+(?:\.[0-9]{1,2})?|[0-9]{1,8}(?:\.[0-9]{1,2})?)[多余来几]?[元块])', 'g') m order by 1 desc loop
        v_sum := replace(v_found.sum, ',', '')::numeric;
        s := hotline.stand_in(s, v_found.said, 'sum:' || v_found.said,
                              case when v_sum >= 10000 then '约' || trim_scale(round(v_sum / 10000, 1)) || '万元' else round(v_sum) || '元' end);
    end loop;
    for v_found in
        select distinct m[1] as said
        from regexp_matches(s.body, '(?<![0-9.-])([0-9]{1,3}(?:\.[0-9]{1,2})?[-~—至到]{1,2}[0-9]{1,4}(?:\.[0-9]{1,2})?)(?![0-9.-])(?=多?(?:元|块|万|亿|个|人|天|年|月|点|时|分|米|平|度|岁|次|%))', 'g') m loop
        s := hotline.stand_in(s, v_found.said, 'range:' || v_found.said, v_found.said);
    end loop;
    return s;
end
$$;

-- Numbers: those of people that are known, telephones in any writing, cards, what is masked, public numbers (they stay),
-- and every other run of five digits, whatever parts them. in: the telephones of the record, the citizen's first.
create or replace function hotline.stand_in_numbers(s hotline.anonymous_text, p_phones text[]) returns hotline.anonymous_text
language plpgsql stable set search_path = pg_catalog, pg_temp as $$
declare
    v_digit text := '[0-9零〇○幺一二两三四五六七八九壹贰叁肆伍陆柒捌玖]';
    v_sign  text := '[^0-9\u3400-\u9fff\ue000-\uf8ff,。;:!?、]';
    v_prefix text := '(?:[+ ]{0,2}0{0,2}86[- )]{0,2})?';
    v_row   record;
begin
    for i in 1 .. cardinality(p_phones) loop
        if char_length(regexp_replace(p_phones[i], '[^0-9]', '', 'g')) >= 5 then
            s := hotline.stand_in_matches(s, hotline.number_pattern(p_phones[i]), case when i = 1 then hotline.invented_phone(s) else '某号码' end);
        end if;
    end loop;
    s := hotline.stand_in_matches(s, format('%1$s[1一幺壹](?:%2$s|[,、]){0,3}[3-9三四五六七八九](?:(?:%2$s|[,、]){0,3}%3$s){9}(?!%3$s)', v_prefix, v_sign, v_digit), '某号码');
    for v_row in select distinct m[1] as said
                 from regexp_matches(s.body, format('(?<![0-9][- ]{0,2})(%s)(?![- ]{0,2}[0-9])', hotline.any_of('number')), 'g') m loop
        s := hotline.stand_in(s, v_row.said, 'public:' || v_row.said, v_row.said);
    end loop;
    for v_row in select * from (values
        (1, '[0-9]{2,}[*xX×#]{2,}[0-9*xX×#]*[0-9]+', '', '某号码'),
        (2, '(?<![0-9])[0-9]{17}[Xx]', '', '某证件号'),
        (3, format('\+?%s(?:(?:%s){0,2}%s){4,}[Xx]?', v_digit, v_sign, v_digit), '', '某号码'),
        (4, '((?:尾号|后四位|末四位|尾数|后六位|末六位)[是为: ]{0,3})[0-9Xx]{3,6}', '\1', '某某'),
        (5, '([\ue000-\uf8ff])(?:转|-) ?[0-9]{2,6}', '\1转', '某分机')) p (n, pattern, before, standin) order by n loop
        s := hotline.stand_in_matches(s, v_row.pattern, v_row.standin, v_row.before);
    end loop;
    return s;
end
$$;

-- A telephone number that nobody has, another in each scenario.
create or replace function hotline.invented_phone(s hotline.anonymous_text) returns text
language sql immutable set search_path = pg_catalog, pg_temp as $$ select '1390000' || lpad((1000 + s.turn * 37 % 9000)::text, 4, '0') $$;

-- Latin words that are not everybody's, and letters that stand for a place.
create or replace function hotline.stand_in_latin(s hotline.anonymous_text) returns hotline.anonymous_text
language plpgsql stable set search_path = pg_catalog, pg_temp as $$
declare
    v_row record;
begin
    for v_row in
        select distinct m[1] as word from regexp_matches(s.body, '([A-Za-z0-9_@+.-]*[A-Za-zÀ-ɏͰ-ӿ][A-Za-zÀ-ɏͰ-ӿ0-9_@+.-]*)', 'g') m
        where char_length(m[1]) > 1 and m[1] !~ '^[0-9]+(?:\.[0-9]+)?(?:kg|KG|Kg|km|KM|cm|mm|m|m2|m3|w|W|kw|KW|g|v|V|db|DB|dB|h|t|l|L|ml|mg|K|M|k)$'
          and not exists (select from hotline.anonymous_word w where w.class = 'latin' and w.word = lower(m[1]))
          and m[1] !~ '^[0-9]{1,4}[A-Za-z]$' order by 1 desc loop
        s := hotline.stand_in_matches(s, '(?<![A-Za-z0-9_@+.-])' || regexp_replace(v_row.word, '([^A-Za-z0-9])', '\\\1', 'g') || '(?![A-Za-z0-9_@+-])', '某');
    end loop;
    return hotline.stand_in_matches(s, '[A-Za-z][0-9]{0,3}(?=[省市区县镇乡村路街])', '某');
end
$$;

-- Numbers of houses, entrances and rooms. Each becomes another one of its kind, the same everywhere.
create or replace function hotline.stand_in_houses(s hotline.anonymous_text) returns hotline.anonymous_text
language plpgsql stable set search_path = pg_catalog, pg_temp as $$
declare
    v_row    record;
    v_marked record;
begin
    for v_row in
        select distinct k.class, k.n, m[1] as number, k.behind
        from (values
            (1, 'stand_block', '(?:号楼|号院|栋|幢|座)', '[0-9]{1,4}[A-Za-z]?|[A-Za-z](?![A-Za-z])|[一二三四五六七八九十百]{1,4}'),
            (2, 'stand_entrance', '(?:单元)', '[0-9]{1,2}|[A-Za-z]|[一二三四五六七八九十甲乙丙丁]{1,2}'),
            (3, 'stand_room', '(?:室|房(?![0-9子屋产东租间价款贷]))', '[0-9]{2,4}[A-Za-z]?|[A-Za-z][0-9]{2,4}|[零〇一二三四五六七八九]{3,4}'),
            (4, 'stand_door', '(?:号(?![楼院线令文])|弄|组|队|#)', '[0-9]{1,4}(?:-[0-9]{1,3})?[A-Za-z]?|[一二三四五六七八九十百]{2,4}'),
            (5, 'stand_floor', '(?:楼|层)', '[0-9]{1,2}|[二三四五六七八九十]{1,3}')) k (n, class, behind, number),
            regexp_matches(s.body, format('(?<![0-9A-Za-z一二三四五六七八九十百零〇第])(%s) ?(?=%s)', k.number, k.behind), 'g') m
        where not (k.n = 1 and m[1] in ('一', '几', '两', '十')) and not (k.n = 5 and m[1] = '十')
        order by k.n, 3 desc loop
        v_marked := hotline.mark_for(s, v_row.class || ':' || v_row.number, hotline.free_word(s, v_row.class, v_row.number));
        s := v_marked.s;
        s.body := regexp_replace(s.body, format('(?<![0-9A-Za-z一二三四五六七八九十百零〇第])%s ?(?=%s)', v_row.number, v_row.behind), v_marked.mark, 'g');
    end loop;
    -- a room that is a number alone, behind its house; numbers joined by strokes
    s := hotline.stand_in_matches(s, '((?:栋|幢|座|单元|号楼|层|楼|号|[\ue000-\uf8ff][-—])[-— ]{0,2})[0-9]{2,4}(?![0-9年元块万个人天户平米度%.]|多)', hotline.free_word(s, 'stand_room', ''), '\1');
    return hotline.stand_in_matches(s, '(?<![0-9.])[0-9]{1,3}[-—–][0-9]{1,4}(?:[-—–][0-9]{1,4})?(?![0-9元块万亿个人天年月日点时分米平度岁次%.:])', '某号');
end
$$;
