-- The figures of performance, each against cases that were counted by hand: fourteen tickets of March 2025 (and what
-- falls just outside of it), two units, four kinds.
\ir prepare.psql
select no_plan();

create function pg_temp.at(p_time text) returns timestamptz language sql as $$ select (p_time || '+08')::timestamptz $$;
create temporary table story (name text, unit text, kind text, accepted text, due text, finished text, round integer, returns integer, demand text, area text, id bigint);
insert into story (name, unit, kind, accepted, due, finished, round, returns, demand, area) values
    ('in time',           'CG', 'complaint', '2025-03-02 10:00', '2025-03-09 17:30', '2025-03-05 10:00', 1, 0, 'plain',      'QL0101'),
    ('late',              'CG', 'complaint', '2025-03-02 10:00', '2025-03-09 17:30', '2025-03-10 10:00', 1, 0, 'plain',      'QL0101'),
    ('overdue',           'CG', 'complaint', '2025-03-03 10:00', '2025-03-10 17:30', null,               1, 0, 'plain',      'QL0101'),
    ('not contacted',     'CG', 'consult',   '2025-03-03 10:00', '2025-03-10 17:30', '2025-03-04 10:00', 1, 0, 'plain',      'QL0101'),
    ('finished in April', 'CG', 'consult',   '2025-03-30 10:00', '2025-04-06 17:30', '2025-04-02 10:00', 1, 0, 'plain',      'QL0101'),
    ('sent wrong',        'HB', 'complaint', '2025-03-04 10:00', '2025-03-12 17:30', '2025-03-06 10:00', 1, 1, 'plain',      'QL0201'),
    ('unreasonable',      'HB', 'demand',    '2025-03-04 10:00', '2025-03-20 17:30', '2025-03-18 10:00', 1, 0, 'marked',     'QL0101'),
    ('only asked',        'HB', 'demand',    '2025-03-04 10:00', '2025-03-20 17:30', '2025-03-18 10:00', 1, 0, 'mark_asked', 'QL0101'),
    ('merged',            'CG', 'complaint', '2025-03-05 10:00', '2025-03-11 17:30', null,               1, 0, 'plain',      'QL0101'),
    ('escalated',         'HB', 'complaint', '2025-03-05 10:00', '2025-03-12 17:30', '2025-03-19 10:00', 2, 0, 'plain',      'QL0101'),
    ('escalated, open',   'HB', 'complaint', '2025-03-06 10:00', '2025-03-14 17:30', null,               2, 0, 'plain',      'QL0101'),
    ('last minute',       'CG', 'consult',   '2025-03-25 10:00', '2025-04-07 17:30', '2025-03-31 23:30', 1, 0, 'plain',      'QL0101'),
    ('a minute later',    'CG', 'consult',   '2025-03-31 10:00', '2025-04-07 17:30', '2025-04-01 00:30', 1, 0, 'plain',      'QL0101'),
    ('upheld',            'CG', 'report',    '2025-03-10 10:00', '2025-03-17 17:30', '2025-03-12 10:00', 1, 1, 'plain',      'QL0101');
update story set id = nextval(pg_get_serial_sequence('hotline.ticket', 'id'));
create temporary table sent (name text, unit text, action text, at text, returned text);
insert into sent values
    ('sent wrong', 'CG', 'dispatch', '2025-03-04 10:00', '2025-03-05 10:00'), ('sent wrong', 'HB', 'redispatch', '2025-03-05 11:00', null),
    ('escalated', 'CG', 'dispatch', '2025-03-05 10:00', null), ('escalated', 'HB', 'escalate', '2025-03-10 12:00', null),
    ('escalated, open', 'CG', 'dispatch', '2025-03-06 10:00', null), ('escalated, open', 'HB', 'escalate', '2025-03-11 12:00', null),
    ('upheld', 'CG', 'dispatch', '2025-03-10 10:00', '2025-03-11 10:00'), ('upheld', 'CG', 'uphold', '2025-03-11 11:00', null);
insert into sent select name, unit, 'dispatch', accepted, null from story where name not in (select s.name from sent s);

insert into hotline.ticket (id, number, state, accepted_by, accepted_at, unit_id, kind, area_id, due_at, working_days, dispatched_at,
                            finished_at, closed_at, closing, merged_into, round, returns, demand)
overriding system value
select s.id, 'P' || s.id, case when s.name = 'merged' or s.finished is not null then 'closed' when s.name = 'overdue' then 'handling' else 'dispatched' end,
       (select p.id from hotline.person p where login = 'demo_agent'), pg_temp.at(s.accepted), pg_temp.unit(s.unit), s.kind,
       (select a.id from hotline.area a where code = s.area), pg_temp.at(s.due), 5,
       (select max(pg_temp.at(d.at)) from sent d where d.name = s.name), pg_temp.at(s.finished),
       case when s.name = 'merged' then pg_temp.at('2025-03-06 10:00') else pg_temp.at(s.finished) + interval '1 day' end,
       case when s.name = 'merged' then 'merged' when s.finished is not null then 'rated' end,
       case when s.name = 'merged' then (select o.id from story o where o.name = 'late') end, s.round, s.returns, s.demand
from story s;
insert into hotline.dispatch (ticket_id, unit_id, action, at, ended_at, outcome)
select s.id, pg_temp.unit(d.unit), d.action, pg_temp.at(d.at), pg_temp.at(coalesce(d.returned, d.next)),
       case when d.returned is not null then 'returned' when d.next is not null then 'moved' end
from (select *, lead(at) over (partition by name order by at) as next from sent) d join story s using (name) order by d.at;
-- as a return and a second dispatch mark it
update hotline.ticket set misdirected = true where id in (select id from story where name in ('sent wrong', 'upheld'));
insert into hotline.communication (ticket_id, unit_id, person_id, at, means, text)
select s.id, pg_temp.unit(c.unit), (select p.id from hotline.person p where login = 'demo_unit'), pg_temp.at(c.at), 'telephone', '已沟通' from story s join (values
    ('in time', 'CG', '2025-03-04 09:00'), ('late', 'CG', '2025-03-08 09:00'), ('finished in April', 'CG', '2025-04-01 09:00'), ('sent wrong', 'HB', '2025-03-06 09:00'),
    ('unreasonable', 'HB', '2025-03-10 09:00'), ('only asked', 'CG', '2025-03-10 09:00'), ('escalated', 'CG', '2025-03-06 09:00'), ('escalated', 'HB', '2025-03-11 09:00'),
    ('last minute', 'CG', '2025-03-30 09:00'), ('a minute later', 'CG', '2025-03-31 12:00'), ('upheld', 'CG', '2025-03-12 09:00')) c (name, unit, at) using (name);
insert into hotline.citizen_rating (ticket_id, round, person_id, at, responded, solved, satisfied)
select s.id, r.round, (select p.id from hotline.person p where login = 'demo_agent2'), pg_temp.at(r.at), r.responded, r.solved, r.satisfied from story s join (values
    ('in time', 1, '2025-03-06 09:00', 'yes', 'yes', 'yes'), ('late', 1, '2025-03-11 09:00', 'yes', 'partly', 'no'),
    ('finished in April', 1, '2025-04-03 09:00', 'yes', 'yes', 'yes'), ('sent wrong', 1, '2025-03-07 09:00', 'yes', 'yes', 'yes'),
    ('unreasonable', 1, '2025-03-19 09:00', 'no', 'no', 'no'), ('only asked', 1, '2025-03-19 09:00', 'no', 'no', 'no'),
    ('escalated', 1, '2025-03-10 08:00', 'yes', 'no', 'no'), ('escalated', 2, '2025-03-20 09:00', 'yes', 'yes', 'yes'),
    ('escalated, open', 1, '2025-03-11 08:00', 'yes', 'no', 'no')) r (name, round, at, responded, solved, satisfied) using (name);
insert into hotline.callback (kind, ticket_id, phone, phone_masked, created_at, due_at, attempts)
select 'satisfaction', id, '1', '1', pg_temp.at(finished), pg_temp.at(finished), case name when 'not contacted' then 2 else 0 end from story where name in ('not contacted', 'last minute', 'upheld');
insert into hotline.extension (ticket_id, asked_by, working_days, reason, decided_by, decided_at, granted)
select s.id, p.id, 5, '理由', p.id, pg_temp.at(x.at), x.granted from story s join (values ('unreasonable', '2025-03-10 09:00', true),
    ('sent wrong', '2025-03-04 12:00', true), ('late', '2025-03-05 09:00', false)) x (name, at, granted) using (name), hotline.person p where p.login = 'demo_lead';
create temporary table reviewed as
select s.id, v.* from story s join (values
    ('in time', 1, 'CG', '2025-03-10 09:00', 'rated'), ('late', 1, 'CG', '2025-03-12 09:00', 'decided'), ('escalated', 1, 'CG', '2025-03-13 09:00', 'rated'),
    ('unreasonable', 1, 'HB', '2025-03-20 09:00', 'decided'), ('not contacted', 1, 'CG', null, 'waiting')) v (name, round, unit, rated, state) using (name);
insert into hotline.quality_review (ticket_id, round, unit_id, why_drawn, state, rated_at, objected_at, decided_at, outcome)
select id, round, pg_temp.unit(unit), 'sample', state, pg_temp.at(rated), case state when 'decided' then pg_temp.at(rated) end, case state when 'decided' then pg_temp.at('2025-04-02 09:00') end,
       case when state = 'decided' then case name when 'late' then 'changed' else 'upheld' end end from reviewed;
insert into hotline.quality_rating (review_id, place, person_id, timely, timely_reason, complete, complete_reason, recorded, recorded_reason, genuine, genuine_reason)
select v.id, m.place, p.id, m.timely, 'x', m.complete, 'x', m.recorded, 'x', m.genuine, 'x' from reviewed r join hotline.quality_review v on v.ticket_id = r.id join (values
    ('in time', 1, 'yes', 'yes', 'yes', 'partly'), ('late', 1, 'no', 'yes', 'yes', 'yes'), ('late', 2, 'yes', 'yes', 'yes', 'yes'), ('escalated', 1, 'no', 'no', 'yes', 'yes'),
    ('unreasonable', 1, 'no', 'no', 'no', 'no')) m (name, place, timely, complete, recorded, genuine) using (name), hotline.person p where p.login = 'demo_lead';

-- counted by hand
create temporary table counted (figure text, unit text, kind text, part bigint, whole bigint);
insert into counted values
    ('on_time', 'CG', 'complaint', 1, 3),          ('on_time', 'CG', 'consult', 2, 2),          ('on_time', 'CG', 'report', 1, 1),          ('on_time', 'HB', 'complaint', 1, 3),          ('on_time', 'HB', 'demand', 2, 2),
    ('contacted', 'CG', 'complaint', 2, 2),        ('contacted', 'CG', 'consult', 1, 2),        ('contacted', 'CG', 'report', 1, 1),        ('contacted', 'HB', 'complaint', 2, 2),        ('contacted', 'HB', 'demand', 1, 2),
    ('called_back', 'CG', 'complaint', 2, 2),      ('called_back', 'CG', 'consult', 1, 2),      ('called_back', 'CG', 'report', 0, 1),      ('called_back', 'HB', 'complaint', 2, 2),      ('called_back', 'HB', 'demand', 2, 2),
    ('responded', 'CG', 'complaint', 3, 3),                                                                                                 ('responded', 'HB', 'complaint', 2, 2),        ('responded', 'HB', 'demand', 0, 1),
    ('solved', 'CG', 'complaint', 1, 3),                                                                                                    ('solved', 'HB', 'complaint', 2, 2),           ('solved', 'HB', 'demand', 0, 1),
    ('satisfied', 'CG', 'complaint', 1, 3),                                                                                                 ('satisfied', 'HB', 'complaint', 2, 2),        ('satisfied', 'HB', 'demand', 0, 1),
    ('quality', 'CG', 'complaint', 9, 12),                                                                                                                                                 ('quality', 'HB', 'demand', 0, 4),
    ('precise_dispatch', 'CG', 'complaint', 4, 4), ('precise_dispatch', 'CG', 'consult', 4, 4), ('precise_dispatch', 'CG', 'report', 0, 1), ('precise_dispatch', 'HB', 'complaint', 2, 3), ('precise_dispatch', 'HB', 'demand', 2, 2),
    ('returned', 'CG', 'complaint', 1, 7),         ('returned', 'CG', 'consult', 0, 4),         ('returned', 'CG', 'report', 1, 1),         ('returned', 'HB', 'complaint', 0, 3),         ('returned', 'HB', 'demand', 0, 2),
    ('extended', 'CG', 'complaint', 0, 2),         ('extended', 'CG', 'consult', 0, 2),         ('extended', 'CG', 'report', 0, 1),         ('extended', 'HB', 'complaint', 0, 2),         ('extended', 'HB', 'demand', 1, 2);
create function pg_temp.by_hand(p_figure text) returns text language sql as $$
    select string_agg(concat_ws(' ', unit, kind, part || '/' || whole), ', ' order by unit, kind) from counted where figure = p_figure
$$;
create function pg_temp.by_view(p_figure text) returns text language plpgsql as $$
declare
    v_text text;
begin
    execute format($q$select string_agg(concat_ws(' ', code, kind, part || '/' || whole), ', ' order by code, kind)
        from (select u.code, f.kind, sum(part) as part, sum(whole) as whole from hotline.figure_%I f join hotline.unit u on u.id = f.unit_id
              where f.at >= '2025-03-01 00:00+08' and f.at < '2025-04-01 00:00+08' group by 1, 2) s$q$, p_figure) into v_text;
    return v_text;
end
$$;
select is(pg_temp.by_view(figure), pg_temp.by_hand(figure), 'the view ' || figure || ' is what the hand counted') from (select distinct figure from counted) f order by figure;

-- the sheet
create temporary table sheet (unit_id bigint, unit text, figure text, kind text, part bigint, whole bigint);
grant all on sheet to public;
create function pg_temp.sheet(p_login text, p_from text, p_until text, p_unit bigint default null) returns void language plpgsql as $$
begin
    delete from sheet;
    perform set_config('session_authorization', p_login, true);
    insert into sheet select * from api.performance(p_from::date, p_until::date, p_unit);
    reset session authorization;
end
$$;
select pg_temp.sheet('demo_admin', '2025-03-01', '2025-04-01');
select is((select string_agg(concat_ws(' ', u.code, s.kind, s.part || '/' || s.whole), ', ' order by u.code, s.kind) from sheet s join hotline.unit u on u.id = s.unit_id where s.figure = c.figure and s.kind <> ''),
          pg_temp.by_hand(c.figure), 'the sheet says the same: ' || c.figure) from (select distinct figure from counted) c order by figure;
select is((select string_agg(u.code || ' ' || s.part || '/' || s.whole, ', ' order by u.code) from sheet s join hotline.unit u on u.id = s.unit_id where s.figure = 'on_time' and s.kind = ''), 'CG 4/6, HB 3/5', 'a line for all kinds');
select is((select part || '/' || whole from sheet where figure = 'on_time' and kind = '' and unit_id is null), '7/11', 'and for all units');
select is((select string_agg(kind || ' ' || part || '/' || whole, ', ' order by kind) from sheet where figure = 'on_time' and kind <> '' and unit_id is null), 'complaint 2/6, consult 2/2, demand 2/2, report 1/1', 'kind by kind');
create temporary table halves as select * from sheet with no data;
select pg_temp.sheet('demo_admin', '2025-03-01', '2025-03-11');
insert into halves select * from sheet;
select pg_temp.sheet('demo_admin', '2025-03-11', '2025-04-01');
insert into halves select * from sheet;
select pg_temp.sheet('demo_admin', '2025-03-01', '2025-04-01');
select is_empty('select unit_id, figure, kind, sum(part), sum(whole) from halves group by 1, 2, 3 except select unit_id, figure, kind, part::numeric, whole::numeric from sheet', 'a period is the sum of its parts');

-- who sees what
select pg_temp.sheet('demo_unit', '2025-03-01', '2025-04-01');
select is((select string_agg(distinct unit, ',') from sheet), (select name from hotline.unit where code = 'CG'), 'a unit has its own sheet alone');
select is((select part || '/' || whole from sheet where figure = 'on_time' and kind = ''), '4/6', 'whole');
select is(pg_temp.act('demo_unit', format('select * from api.performance(''2025-03-01'', ''2025-04-01'', %s)', pg_temp.unit('HB'))), 'not_found', 'and asks for no other''s');
select pg_temp.sheet('demo_lead', '2025-03-01', '2025-04-01', pg_temp.unit('HB'));
select is((select string_agg(distinct unit, ',') from sheet), (select name from hotline.unit where code = 'HB'), 'a lead asks for one');
update hotline.person set district_id = (select id from hotline.area where code = 'QL02') where login = 'demo_lead2';
select pg_temp.sheet('demo_lead2', '2025-03-01', '2025-04-01');
select is((select string_agg(concat_ws(' ', unit_id is null, figure, part || '/' || whole), ', ' order by figure, unit_id nulls first) from sheet where kind = '' and figure in ('on_time', 'satisfied')), 't on_time 1/1, f on_time 1/1, t satisfied 1/1, f satisfied 1/1', 'a lead of a district: its tickets');
select is(pg_temp.act(login, 'select * from api.performance(''2025-03-01'', ''2025-04-01'')'), '42501', login || ' has none') from unnest(array['demo_agent', 'demo_switch']) login;
select is(pg_temp.act('demo_lead', 'select * from api.performance(''2025-04-01'', ''2025-04-01'')'), 'field_bad until', 'a period has a day');

-- only a recorded review takes a rating out of the figures, and puts it back
create function pg_temp.satisfied() returns text language sql as $$ select sum(part) || '/' || sum(whole) from hotline.figure_satisfied where ticket_id = (select id from story where name = 'late') $$;
select is(pg_temp.act('demo_unit', format('select api.demand_ask(gen_random_uuid(), %s, ''无法律依据'')', id)), 'ok', 'asked') from story where name = 'late';
select is(pg_temp.satisfied(), '0/1', 'asking takes nothing out');
select is(pg_temp.act('demo_lead', format('select api.demand_decide(gen_random_uuid(), %s, true, ''属实'')', id)), 'ok', 'granted') from story where name = 'late';
select is(pg_temp.satisfied(), null, 'a granted review does');
select is(pg_temp.act('demo_agent', format('select api.demand_ask(gen_random_uuid(), %s, ''政策已变'')', id)), 'ok', 'its end is asked for') from story where name = 'late';
select is(pg_temp.satisfied(), null, 'and not yet granted');
select is(pg_temp.act('demo_lead', format('select api.demand_decide(gen_random_uuid(), %s, true, ''属实'')', id)), 'ok', 'granted') from story where name = 'late';
select is(pg_temp.satisfied(), '0/1', 'it counts again');

-- what the api writes, the views read
create temporary table through as select pg_temp.ticket('returned') as id;
select is(pg_temp.act('demo_lead', pg_temp.step(id, 'redispatch')), 'ok', 'returned, then to another') from through;
select is((select string_agg(concat_ws(' ', u.code, f.part), ',' order by u.code) from hotline.figure_returned f join hotline.unit u on u.id = f.unit_id where f.ticket_id = through.id), 'CG 1,HB 0', 'the return is the first unit''s') from through;
select is((select u.code || ' ' || f.part from hotline.figure_precise_dispatch f join hotline.unit u on u.id = f.unit_id where f.ticket_id = through.id), 'HB 0', 'the ticket was not sent right') from through;

select * from finish();
rollback;
