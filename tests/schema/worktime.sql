-- Working days against all of 2025 and 2026, by another way of counting than the product's.
\ir prepare.psql
select no_plan();

-- the oracle: the notices' ranges as dates, spelled out here on their own
create temporary table off as
select d::date as day from (values ('2025-01-01', '2025-01-01'), ('2025-01-28', '2025-02-04'), ('2025-04-04', '2025-04-06'),
    ('2025-05-01', '2025-05-05'), ('2025-05-31', '2025-06-02'), ('2025-10-01', '2025-10-08'), ('2026-01-01', '2026-01-03'),
    ('2026-02-15', '2026-02-23'), ('2026-04-04', '2026-04-06'), ('2026-05-01', '2026-05-05'), ('2026-06-19', '2026-06-21'),
    ('2026-09-25', '2026-09-27'), ('2026-10-01', '2026-10-07')) r (a, b), generate_series(a::date, b::date, '1 day') d;
create temporary table day as
select d::date as day, row_number() over (order by d) as n,
       d::date in ('2025-01-26', '2025-02-08', '2025-04-27', '2025-09-28', '2025-10-11', '2026-01-04', '2026-02-14',
                   '2026-02-28', '2026-05-09', '2026-09-20', '2026-10-10')
       or (to_char(d, 'D') not in ('1', '7') and d::date not in (select day from off)) as working
from generate_series('2025-01-01'::date, '2027-04-30', '1 day') d;
select is((select count(*) from day where working and day < '2026-01-01'), 248::bigint, 'the oracle has 248 working days in 2025');
select is_empty('select day from day where day < ''2027-01-01'' and working <> hotline.is_working_day(day)', 'every day of 2025 and 2026');

-- numbered working days: the deadline is a look-up by number
create temporary table numbered as select day, row_number() over (order by day) as k from day where working;
create temporary table moment as
select d.day, t.clock, l.days,
       (select min(k) from numbered w where w.day >= d.day + case when t.clock >= '17:30' and d.working then 1 else 0 end) as start_k
from day d cross join (values ('00:00'::time), ('08:00'), ('12:00'), ('17:29:59'), ('17:30'), ('20:00')) t (clock)
cross join (values (1), (5), (30)) l (days)
where d.day between '2025-01-01' and '2026-12-31';
create temporary table verdict as
select m.*, (w.day + '17:30'::time) at time zone 'Asia/Shanghai' as want, w.day as last_day, g.due_at, g.calendar_known
from moment m join numbered w on w.k = m.start_k + m.days
cross join lateral hotline.deadline((m.day + m.clock) at time zone 'Asia/Shanghai', m.days) g;
select is((select count(*) from verdict), (730 * 6 * 3)::bigint, 'every day x six times x three limits');
select is_empty('select day, clock, days, want, due_at from verdict where want <> due_at', 'every deadline');
select is_empty('select * from verdict where calendar_known <> (extract(year from last_day) < 2027)', 'a year without a calendar is told');

select is((select due_at from hotline.deadline('2026-02-13 16:00+08', 1)), '2026-02-14 17:30+08'::timestamptz, 'a working Saturday counts');
select is((select due_at from hotline.deadline('2026-02-14 18:00+08', 1)), '2026-02-25 17:30+08'::timestamptz, 'after hours before the Spring Festival');
select is((select due_at from hotline.deadline('2026-11-20 20:00+08', 1)), '2026-11-24 17:30+08'::timestamptz, 'Friday night counts from Monday');
update hotline.setting set value = 'Asia/Urumqi' where key = 'timezone';
select is((select due_at from hotline.deadline('2026-11-24 12:00+08', 1)), '2026-11-25 17:30+06'::timestamptz, 'another zone');

select * from finish();
rollback;
