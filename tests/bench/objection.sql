-- Stored tickets of 40 categories at 27 units within a year; one returned ticket in 500 waits. The median of nine askings.
\set QUIET 1
\pset format unaligned
\pset tuples_only 1
begin;
create temporary table unit as select id, row_number() over (order by id) - 1 as n, count(*) over () as many from hotline.unit;
create temporary table category as select id, row_number() over (order by id) - 1 as n from hotline.category where level = 3 order by id limit 40;
insert into hotline.ticket (number, state, accepted_by, accepted_at, unit_id, category_id, area_id, dispatched_at, due_at, working_days,
                            title, body, closed_at, closing, returns, units)
select 'B' || i, case when i % 500 = 0 then 'returned' else 'closed' end, (select id from hotline.person where login = 'demo_agent'),
       at, u.id, c.id, (select id from hotline.area where code = 'QL0101'), at, at + interval '7 days', 5, '工地夜间施工噪音' || i, '凌晨还在施工,很吵',
       case when i % 500 <> 0 then at + interval '3 days' end, case when i % 500 <> 0 then 'rated' end, i % 500 / 499 + i % 3, 1
from generate_series(1, :size) i cross join lateral (select now() - i % 360 * interval '1 day' as at) a
join category c on c.n = i % 40 join unit u on u.n = (i / 7) % u.many;
insert into hotline.dispatch (ticket_id, unit_id, category_id, action, at, ended_at, outcome, on_time)
select id, unit_id, category_id, 'dispatch', dispatched_at, dispatched_at + interval '2 days',
       case when state = 'returned' then 'returned' else 'finished' end, true from hotline.ticket where number like 'B%';
commit;
vacuum analyze hotline.ticket;
vacuum analyze hotline.dispatch;

create function pg_temp.median_ms(p_login text, p_sql text) returns numeric language plpgsql as $$
declare
    v_times numeric[] := '{}';
    v_from  timestamptz;
begin
    perform set_config('session_authorization', p_login, true);
    for i in 1 .. 9 loop
        v_from := clock_timestamp();
        execute p_sql;
        v_times := v_times || extract(epoch from clock_timestamp() - v_from) * 1000;
    end loop;
    reset session authorization;
    return round((select percentile_cont(0.5) within group (order by t) from unnest(v_times) t)::numeric, 1);
end
$$;
select concat_ws(' ', 'bench', name, pg_temp.median_ms(login, sql), 'ms')
from (select max(id) as id from hotline.ticket where state = 'returned') t,
     lateral (values ('objection_units', 'demo_lead', format('select * from api.objection_units(%s)', id)),
                     ('objection', 'demo_lead', format('select * from api.objection(%s)', id)),
                     ('list_returned', 'demo_lead', 'select * from api.ticket_list(''returned'')'),
                     ('list_circling', 'demo_lead', 'select * from api.ticket_list(''circling'')'),
                     ('list_co', 'demo_unit', 'select * from api.ticket_list(''co'')')) v (name, login, sql);
