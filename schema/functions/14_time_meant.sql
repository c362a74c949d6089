-- A time as people say it: "10:00", "明天上午10点半", "周四 15:00", "thu 15:00", "11-26 9:30", "2小时后", "+30m".

-- out: the text in one writing: half-width, lower case, numbers of hours and minutes as digits, am and pm as 上午 and
-- 下午 before the hour.
create or replace function hotline.time_written(p_text text) returns text
language plpgsql immutable set search_path = pg_catalog, pg_temp as $$
declare
    v_text text := btrim(regexp_replace(lower(normalize(coalesce(p_text, ''), NFKC)), '[[:space:]]+', ' ', 'g'));
    v_word record;
begin
    for v_word in select word, number from unnest(array['十二', '十一', '十', '一', '二', '两', '三', '四', '五', '六', '七', '八', '九'],
                                                  array[12, 11, 10, 1, 2, 2, 3, 4, 5, 6, 7, 8, 9]) with ordinality w (word, number, n) order by n loop
        v_text := regexp_replace(v_text, v_word.word || '(?=(个?小时|点|分钟|天后))', v_word.number::text, 'g');
    end loop;
    v_text := regexp_replace(v_text, '半个?小时', '30分钟');
    v_text := replace(v_text, '个小时', '小时');
    v_text := regexp_replace(v_text, '([0-9]{1,2}(?:[:.][0-9]{2})?) ?am$', '上午\1点');
    v_text := regexp_replace(v_text, '([0-9]{1,2}(?:[:.][0-9]{2})?) ?pm$', '下午\1点');
    return regexp_replace(v_text, '([:.][0-9]{2})点$', '\1');
end
$$;

-- in: the text, and the local time at which it was said. out: the local time meant; null when it is not
-- understood. Without a day the next such hour is meant; a weekday is the next one, 下周 the one of the week after.
create or replace function hotline.time_meant(p_text text, p_now timestamp) returns timestamp
language plpgsql immutable set search_path = pg_catalog, pg_temp as $$
declare
    v_text  text := hotline.time_written(p_text);
    v_hour  text[] := regexp_match(v_text, '(上午|下午|晚上|中午|早上)? ?([0-9]{1,2})(?:[:.]([0-9]{2})|点([0-9]{1,2}|半)?分?)$');
    v_later text[] := regexp_match(v_text, '^\+? ?([0-9]{1,3}) ?(分钟|小时|天|min|m|h|d)后?$');
    v_named text[] := regexp_match(v_text, '^(今天|明天|后天|大后天|today|tomorrow)');
    v_week  text[] := regexp_match(v_text, '^(下|本|这)?(?:周|星期|礼拜)([一二三四五六日天])');
    v_short text[] := regexp_match(v_text, '^(mon|tue|wed|thu|fri|sat|sun)');
    v_date  text[] := regexp_match(v_text, '^(?:([0-9]{4})[-/年])?([0-9]{1,2})[-/月]([0-9]{1,2})日?');
    v_monday date := date_trunc('week', p_now)::date;
    v_day   date;
    v_place integer;
    v_time  time;
begin
    if v_later is not null then
        return p_now + v_later[1]::integer * case when v_later[2] in ('小时', 'h') then interval '1 hour'
                                                  when v_later[2] in ('天', 'd') then interval '1 day'
                                                  else interval '1 minute' end;
    elsif v_hour is null then
        return null;
    end if;
    if v_hour[1] = '晚上' and v_hour[2]::integer = 12 then
        return null; -- of which night's day is not said
    end if;
    v_time := make_time(v_hour[2]::integer + case when v_hour[1] in ('下午', '晚上') and v_hour[2]::integer < 12
                                                    or v_hour[1] = '中午' and v_hour[2]::integer < 3 then 12 else 0 end,
                        coalesce(v_hour[3], nullif(replace(coalesce(v_hour[4], ''), '半', '30'), ''), '0')::integer, 0);
    if v_named is not null then
        v_day := p_now::date + case v_named[1] when '明天' then 1 when 'tomorrow' then 1 when '后天' then 2 when '大后天' then 3 else 0 end;
    elsif v_week is not null or v_short is not null then
        v_place := coalesce(strpos('一二三四五六日', translate(v_week[2], '天', '日')) - 1,
                            (strpos('montuewedthufrisatsun', v_short[1]) - 1) / 3);
        v_day := v_monday + v_place + case when v_week[1] = '下' then 7 else 0 end;
        v_day := v_day + case when v_day + v_time <= p_now then 7 else 0 end;
    elsif v_date is not null then
        v_day := make_date(coalesce(v_date[1]::integer, extract(year from p_now)::integer), v_date[2]::integer, v_date[3]::integer);
        v_day := v_day + case when v_date[1] is null and v_day < p_now::date then interval '1 year' else interval '0' end;
    elsif v_text like v_hour[2] || '%' or v_hour[1] is not null and v_text like v_hour[1] || '%' then
        v_day := p_now::date + case when p_now::date + v_time <= p_now then 1 else 0 end;
    end if;
    return v_day + v_time;
exception when datetime_field_overflow or invalid_datetime_format then
    return null;
end
$$;

-- A moment to promise a citizen. in: as people say it. Refuses at the field "when": time_unclear, time_past
-- (or later than half a year), quiet_hours.
create or replace function hotline.promised_time(p_text text) returns timestamptz
language plpgsql stable set search_path = pg_catalog, pg_temp as $$
declare
    v_zone text := hotline.setting_value('timezone');
    v_at   timestamptz := hotline.time_meant(p_text, now() at time zone v_zone) at time zone v_zone;
begin
    if hotline.blank(p_text) then
        perform hotline.refuse('field_missing', 'when');
    elsif v_at is null then
        perform hotline.refuse('time_unclear', 'when');
    elsif v_at <= now() or v_at > now() + interval '183 days' then
        perform hotline.refuse('time_past', 'when');
    elsif hotline.calling_time(v_at) > v_at then
        perform hotline.refuse('quiet_hours', 'when', jsonb_build_object('from', hotline.setting_value('quiet_from'),
                                                                         'until', hotline.setting_value('quiet_until')));
    end if;
    return v_at;
end
$$;
