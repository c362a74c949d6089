-- Is what is meant said in a text that is free: numbers and hours in one way of writing, words by what they share.

-- out: what a Chinese numeral is worth: 两千六百, 一百五 (a last figure counts tens of the unit before it), 二〇二五.
create or replace function hotline.numeral_value(p_numeral text) returns numeric
language plpgsql immutable set search_path = pg_catalog, pg_temp as $$
declare
    v_all     numeric := 0;
    v_section numeric := 0;
    v_figure  numeric;
    v_unit    numeric := 1;
    v_one     text;
begin
    if p_numeral !~ '[十百千万亿]' then
        return translate(p_numeral, '零〇一二两三四五六七八九', '001223456789')::numeric;
    end if;
    foreach v_one in array string_to_array(p_numeral, null) loop
        if strpos('十百千', v_one) > 0 then
            v_unit := 10 ^ strpos('十百千', v_one);
            v_section := v_section + coalesce(v_figure, 1) * v_unit;
            v_figure := null;
        elsif v_one in ('万', '亿') then
            v_unit := case v_one when '万' then 10000 else 100000000 end;
            v_all := (v_all + v_section + coalesce(v_figure, 0)) * v_unit;
            v_section := 0;
            v_figure := null;
        elsif v_one in ('零', '〇') then
            v_unit := 1;
        else
            v_figure := translate(v_one, '一二两三四五六七八九', '1223456789')::numeric;
        end if;
    end loop;
    return trim_scale(v_all + v_section + coalesce(v_figure, 0) * greatest(v_unit / 10, 1));
end
$$;

-- out: is what looks like a numeral one, by what stands before and after it? 万象, 千万别, 十字路口, 一直, 一两次 are none.
create or replace function hotline.is_numeral(p_numeral text, p_before text, p_after text) returns boolean
language sql immutable set search_path = pg_catalog, pg_temp as $$
    select case
        when p_numeral ~ '^[百千万亿]' then false
        when p_numeral ~ '[十百千万亿]' then not (p_numeral ~ '十$' and p_after ~ '^(字|分[^钟]|分$|足)' and p_before !~ '[点时]$')
        when char_length(p_numeral) > 1 then p_numeral !~ '^(一[二两]|[二两]三|三四|四五|五六|六七|七八|八九)$'
        when p_before ~ '(周|星期|礼拜)$' then false
        when p_before ~ '(第|初)$' then true
        when p_numeral = '一' then p_after ~ '^(号|楼|栋|幢|单元|层|室|月|日|周|年|小时|个(半)?月|个小时|百|千|万)'
                                   or (p_after ~ '^[点时]' and p_before ~ '(午|晨|夜|夜里|上|到|至)$')
        else p_after ~ ('^[个名位人户家栋幢号楼单层室块毛角分钱元天日月年周星礼期点时小钟岁次回条辆台张件套米公平斤吨度倍成级路门间只头瓶桶'
                        || '箱份批包盒班所处排车趟步口节堂本晚夜碗顿根棵座把袋部通场盆串股片组项段道环亩尺寸里兆颗套例起封]') end
$$;

-- out: a text with its Chinese numerals in figures, and amounts like 3千2, 2.5万 too.
create or replace function hotline.in_figures(p_text text) returns text
language plpgsql immutable set search_path = pg_catalog, pg_temp as $$
declare
    v_parts text[] := array(select m[1] from regexp_matches(p_text, '([零〇一二两三四五六七八九十百千万亿]+|[^零〇一二两三四五六七八九十百千万亿]+)', 'g') m);
    v_text  text := '';
    v_found text[];
begin
    for i in 1 .. coalesce(cardinality(v_parts), 0) loop
        if v_parts[i] ~ '^[零〇一二两三四五六七八九十百千万亿]'
           and hotline.is_numeral(v_parts[i], coalesce(v_parts[i - 1], ''), coalesce(v_parts[i + 1], '')) then
            v_text := v_text || hotline.numeral_value(v_parts[i]);
        else
            v_text := v_text || v_parts[i];
        end if;
    end loop;
    loop
        v_found := regexp_match(v_text, '(([0-9]+(?:\.[0-9]+)?)([百千万亿])([0-9](?![0-9.百千]))?)');
        exit when v_found is null;
        v_text := replace(v_text, v_found[1], trim_scale(v_found[2]::numeric * hotline.numeral_value('一' || v_found[3])
            + coalesce(v_found[4]::numeric * hotline.numeral_value('一' || v_found[3]) / 10, 0))::text);
    end loop;
    return v_text;
end
$$;

-- out: hours of the day in one way: 下午5点半, 晚上8点到10点 as 17:30, 20点到22点; the word stays.
create or replace function hotline.in_hours(p_text text) returns text
language plpgsql immutable set search_path = pg_catalog, pg_temp as $$
declare
    v_text  text := p_text;
    v_found text[];
begin
    v_text := regexp_replace(v_text, '([0-9]{1,2})[点时]半', '\1:30', 'g');
    v_text := regexp_replace(v_text, '([0-9]{1,2})[点时]([0-9]{1,2})分?(?![0-9])', '\1:\2', 'g');
    v_text := regexp_replace(v_text, '([0-9]{1,2})(:00|时整?|点[钟整])(?![0-9])', '\1点', 'g');
    v_text := regexp_replace(v_text, '(?<![0-9])0([0-9])(?=点|:)', '\1', 'g');
    loop
        v_found := regexp_match(v_text, '(下午|傍晚|晚上|晚间|夜里|夜间|深夜|晚|中午)([,、 ]?)([1-9]|1[01])(?=点|:)');
        exit when v_found is null;
        -- marked, so that it is not found again
        v_text := regexp_replace(v_text, v_found[1] || v_found[2] || v_found[3] || '(?=点|:)', v_found[1] || '='
            || case when v_found[1] in ('下午', '傍晚') or (v_found[1] = '中午' and v_found[3]::integer < 4)
                         or (v_found[1] not in ('下午', '傍晚', '中午') and v_found[3]::integer > 4)
                    then v_found[3]::integer + 12 else v_found[3]::integer end);
    end loop;
    v_text := replace(v_text, '=', '');
    v_found := regexp_match(v_text, '((1[3-9]|2[0-3])(?:点|:[0-9]{2})[到至~-])([1-9]|1[01])(?=点|:)');
    if v_found is not null and v_found[3]::integer + 12 > v_found[2]::integer then
        v_text := replace(v_text, v_found[1] || v_found[3], v_found[1] || (v_found[3]::integer + 12));
    end if;
    return v_text;
end
$$;

-- out: a text for comparing: one way to write it, numbers, hours, sums and days of the week too.
create or replace function hotline.compared_text(p_text text) returns text
language sql immutable set search_path = pg_catalog, pg_temp as $$
    select regexp_replace(regexp_replace(regexp_replace(regexp_replace(regexp_replace(regexp_replace(
        hotline.in_hours(hotline.in_figures(regexp_replace(replace(translate(hotline.search_normal(p_text), '=', ' '), '千米', '公里'),
            '(?<![0-9])(1[0-9]{2})[ -]([0-9]{4})[ -]([0-9]{4})(?![0-9])', '\1\2\3', 'g'))),
        '([0-9])(块钱|元钱|块)', '\1元', 'g'), '([0-9])(号楼|幢)', '\1栋', 'g'), '([0-9]|上|下|这)个(人|月|小时|工作日|周|星期|礼拜)', '\1\2', 'g'),
        '(星期|礼拜)', '周', 'g'), '周天', '周日', 'g'), '(月[0-9]{1,2})号', '\1日', 'g')
$$;

-- out: is each number of what is meant there, with what it counts, each day of the week, each side of a place (东门)? in: compared texts.
create or replace function hotline.figures_told(p_text text, p_meant text) returns boolean
language sql immutable set search_path = pg_catalog, pg_temp as $$
    select coalesce(bool_and(p_text ~ ('(^|[^0-9.])' || replace(m[1], '.', '\.') || coalesce('[多来余几]?' || u.same, '($|[^0-9.]|\.($|[^0-9]))'))), true)
           and not exists (select from regexp_matches(p_meant, '周[一二三四五六日]', 'g') d where strpos(p_text, d[1]) = 0)
           and not exists (select from regexp_matches(p_meant, '([东西南北])[门侧面边口角头]', 'g') s where p_text !~ (s[1] || '[门侧面边口角头]'))
    from regexp_matches(p_meant, '([0-9]+(?:\.[0-9]+)?)[多来余几]?(.?)', 'g') m
    left join (values ('天', '(天|日)'), ('日', '(天|日|号)'), ('人', '(人|名|位)'), ('名', '(人|名|位)'), ('户', '(户|家)'), ('楼', '(楼|层)'), ('层', '(楼|层)'),
        ('栋', '栋'), ('组', '组'), ('岁', '岁'), ('头', '(头|只)'), ('回', '(回|次|趟)'), ('次', '(回|次|趟)'), ('月', '月'), ('点', '(点|:)')) u (counted, same)
        on u.counted = m[2]
$$;

-- How much of what is meant is said. in: what is written, what is meant. out: 0 … 1: the share of the meant text's pairs of
-- characters (hotline.text_grams, without fillers, with synonyms) and numbers, each of which counts for two, that are there;
-- or, put in other words, eight tenths of the share of its characters that stand near each other (within three times its
-- length); 1 where it stands word for word; 0 where a number, a day of the week or the side of a place is missing.
create or replace function hotline.text_told(p_text text, p_meant text) returns double precision
language plpgsql stable set search_path = pg_catalog, pg_temp as $$
declare
    v_text  text := hotline.compared_text(p_text);
    v_meant text := hotline.compared_text(p_meant);
    v_core  text := btrim(hotline.query_text(v_meant));
    v_there text := v_text || ' ' || hotline.text_synonyms(v_text);
    v_share double precision;
    v_wide  integer;
begin
    if v_meant = '' or strpos(v_text, v_meant) > 0 then
        return 1;
    elsif not hotline.figures_told(v_text, v_meant) then
        return 0;
    end if;
    v_core := case when v_core = '' then v_meant else v_core end;
    select sum(w.weight * (strpos(v_there, g.gram) > 0)::integer) / sum(w.weight) into v_share
    from hotline.text_grams(v_core) g cross join lateral (select case when g.gram ~ '[0-9]' then 2.0 else 1.0 end as weight) w;
    v_wide := greatest(16, 3 * char_length(v_core));
    return round(greatest(coalesce(v_share, (strpos(v_there, v_core) > 0)::integer), 0.8 * (
        select max(x.share) from (
            select avg((strpos(substr(v_text, s, v_wide), l) > 0)::integer) as share
            from generate_series(1, greatest(1, char_length(v_text) - v_wide / 2), greatest(1, v_wide / 4)) s, hotline.text_letters(v_core) l
            where strpos('的了是在有个着过也都就还很从到来去那这我你他她它们上下和与跟把被给让', l) = 0
            group by s having count(*) >= 4) x))::numeric, 2);
end
$$;

-- How much must be told to count as told.
create or replace function hotline.told_enough() returns double precision
language sql immutable set search_path = pg_catalog, pg_temp as $$ select 0.6 $$;
