-- The working-day calendar of the State Council notices. A year is known when it has a row in
-- calendar_year; calendar_day holds only the days that differ from the plain week.
create table hotline.calendar_year (
    year   integer primary key,
    source text not null
);
create table hotline.calendar_day (
    day     date primary key,
    working boolean not null,
    note    text not null default ''
);

create function pg_temp.days_off(p_from date, p_to date, p_note text) returns void language sql as $$
    insert into hotline.calendar_day (day, working, note)
    select d::date, false, p_note from generate_series(p_from, p_to, interval '1 day') d
$$;
insert into hotline.calendar_year values
    (2025, 'State Council General Office notice on the holidays of 2025'),
    (2026, 'State Council General Office notice on the holidays of 2026');
do $days$ begin perform pg_temp.days_off('2025-01-01', '2025-01-01', '元旦'),
               pg_temp.days_off('2025-01-28', '2025-02-04', '春节'),
               pg_temp.days_off('2025-04-04', '2025-04-06', '清明节'),
               pg_temp.days_off('2025-05-01', '2025-05-05', '劳动节'),
               pg_temp.days_off('2025-05-31', '2025-06-02', '端午节'),
               pg_temp.days_off('2025-10-01', '2025-10-08', '国庆节、中秋节'),
               pg_temp.days_off('2026-01-01', '2026-01-03', '元旦'),
               pg_temp.days_off('2026-02-15', '2026-02-23', '春节'),
               pg_temp.days_off('2026-04-04', '2026-04-06', '清明节'),
               pg_temp.days_off('2026-05-01', '2026-05-05', '劳动节'),
               pg_temp.days_off('2026-06-19', '2026-06-21', '端午节'),
               pg_temp.days_off('2026-09-25', '2026-09-27', '中秋节'),
               pg_temp.days_off('2026-10-01', '2026-10-07', '国庆节'); end $days$;
insert into hotline.calendar_day (day, working, note)
select d, true, '调休上班' from unnest(array[
    '2025-01-26', '2025-02-08', '2025-04-27', '2025-09-28', '2025-10-11',
    '2026-01-04', '2026-02-14', '2026-02-28', '2026-05-09', '2026-09-20', '2026-10-10'
]::date[]) d;
drop function pg_temp.days_off(date, date, text);
