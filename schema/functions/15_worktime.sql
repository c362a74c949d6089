-- Working days. The calendar is data; a year without one is counted by weekends alone, and said so.

-- out: is this a working day by the calendar, else by the week.
create or replace function hotline.is_working_day(p_day date) returns boolean
language sql stable set search_path = pg_catalog, pg_temp as $$
    select coalesce((select working from hotline.calendar_day where day = p_day),
                    extract(isodow from p_day) < 6)
$$;

-- The deadline of a time limit in working days.
-- in: the moment of acceptance; the number of working days (1 or more).
-- The day of acceptance is not counted, and the last day ends at the close of business
-- (Civil Code of the PRC, articles 201 and 203). What is accepted outside working time counts
-- from the next working day: after the close, or on a day off, as if accepted on the next
-- working day; before the opening of a working day, as on that day.
-- out: due_at; calendar_known is false when a year on the way has no calendar.
create or replace function hotline.deadline(p_accepted timestamptz, p_days integer,
    out due_at timestamptz, out calendar_known boolean)
language plpgsql stable set search_path = pg_catalog, pg_temp as $$
declare
    v_zone  text := hotline.setting_value('timezone');
    v_close time := hotline.setting_value('work_end')::time;
    v_local timestamp := p_accepted at time zone v_zone;
    v_first date := v_local::date;
    v_last  date;
begin
    if p_days not between 1 and 400 or not isfinite(p_accepted) then
        raise exception 'no deadline of % working days from %', p_days, p_accepted
            using errcode = 'invalid_parameter_value';
    end if;
    if v_local::time >= v_close or not hotline.is_working_day(v_first) then
        select d::date into v_first
        from generate_series(v_first + 1, v_first + 30, interval '1 day') d
        where hotline.is_working_day(d::date) order by d limit 1;
    end if;
    select d::date into v_last
    from generate_series(v_first + 1, v_first + p_days * 2 + 30, interval '1 day') d
    where hotline.is_working_day(d::date) order by d offset p_days - 1 limit 1;
    due_at := (v_last + v_close) at time zone v_zone;
    calendar_known := not exists (
        select from generate_series(extract(year from v_local::date)::integer,
                                    extract(year from v_last)::integer) y
        where y not in (select year from hotline.calendar_year));
end
$$;

-- out: the working days between two moments by the same count (0 on the day itself).
create or replace function hotline.working_days_between(p_from timestamptz, p_to timestamptz)
returns integer language sql stable set search_path = pg_catalog, pg_temp as $$
    select count(*)::integer
    from generate_series((p_from at time zone hotline.setting_value('timezone'))::date + 1,
                         (p_to at time zone hotline.setting_value('timezone'))::date,
                         interval '1 day') d
    where hotline.is_working_day(d::date)
$$;

-- The deadline that a ticket would have, shown while the form is filled.
-- in: an urgency of the standard, and the moment of acceptance in microseconds since 1970 (null: now;
-- nothing comes back for one that is more than two years away).
create function api.deadline_preview(p_urgency text, p_accepted bigint default null,
    out working_days integer, out due_at timestamptz, out calendar_known boolean)
language sql stable security definer set search_path = pg_catalog, pg_temp as $$
    select s.working_days, d.due_at, d.calendar_known
    from hotline.me(), hotline.urgency_standard s,
         coalesce(case when p_accepted between 0 and 8000000000000000
                       then timestamptz 'epoch' + p_accepted * interval '1 microsecond' end,
                  case when p_accepted is null then now() end) accepted
    cross join lateral hotline.deadline(accepted, s.working_days) d
    where s.urgency = p_urgency
      and accepted between now() - interval '2 years' and now() + interval '2 years'
$$;

-- out: when today began in the centre's time zone.
create or replace function hotline.day_start() returns timestamptz
language sql stable set search_path = pg_catalog, pg_temp as $$
    select date_trunc('day', now() at time zone zone) at time zone zone from hotline.setting_value('timezone') zone
$$;
