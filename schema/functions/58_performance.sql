-- The figures of the units' performance (绩效), one view each. Each row is a ticket (or a dispatch, or a reviewed
-- round) that counts at one moment: whole 1 of which part counts (quality: four marks), under a unit, a kind and
-- an area, so that the sheet of any period is a sum. Definitions: the Opinions on further standardising the 12345
-- hotline (2025) and 接诉即办; targets: precise dispatch 90 %, contacted 100 %.

drop view if exists hotline.figure_on_time, hotline.figure_contacted, hotline.figure_called_back, hotline.figure_extended,
    hotline.figure_responded, hotline.figure_solved, hotline.figure_satisfied, hotline.figure_rating, hotline.standing_rating,
    hotline.figure_quality, hotline.figure_precise_dispatch, hotline.figure_returned;

-- On time (按时办结率): finished before the deadline, as extended ÷ finished or overdue. Counts when that is settled:
-- at finishing, or when the deadline passes, whichever is first; a matter that is handled again counts anew.
create view hotline.figure_on_time as
select t.id as ticket_id, t.unit_id, t.kind, t.area_id, least(t.finished_at, t.due_at) as at,
       case when t.finished_at <= t.due_at then 1 else 0 end as part, 1 as whole
from hotline.ticket t
where t.due_at is not null and t.unit_id is not null and t.closing is distinct from 'merged'
  and (t.finished_at is not null or t.due_at < now());

-- Contacted (沟通率): finished tickets with at least one communication by the unit during handling ÷ finished.
-- Counts at finishing.
create view hotline.figure_contacted as
select t.id as ticket_id, t.unit_id, t.kind, t.area_id, t.finished_at as at,
       case when exists (select from hotline.communication c where c.ticket_id = t.id and c.unit_id = t.unit_id
                         and c.at between t.dispatched_at and t.finished_at) then 1 else 0 end as part, 1 as whole
from hotline.ticket t where t.finished_at is not null and t.unit_id is not null;

-- Call-back rate (回访率): finished tickets called back, reached or not ÷ finished. Counts at finishing.
create view hotline.figure_called_back as
select t.id as ticket_id, t.unit_id, t.kind, t.area_id, t.finished_at as at,
       case when exists (select from hotline.citizen_rating r where r.ticket_id = t.id and r.round = t.round)
                 or exists (select from hotline.callback c where c.ticket_id = t.id and c.kind = 'satisfaction'
                            and c.attempts > 0 and c.created_at >= t.finished_at) then 1 else 0 end as part, 1 as whole
from hotline.ticket t where t.finished_at is not null and t.unit_id is not null;

-- Extended (延期率): finished tickets whose deadline was extended for this unit ÷ finished. Counts at finishing.
create view hotline.figure_extended as
select t.id as ticket_id, t.unit_id, t.kind, t.area_id, t.finished_at as at,
       case when exists (select from hotline.extension e where e.ticket_id = t.id and e.granted
                         and e.decided_at >= t.dispatched_at) then 1 else 0 end as part, 1 as whole
from hotline.ticket t where t.finished_at is not null and t.unit_id is not null;

-- The citizen's rating of a matter: that of its last round, for the unit that had it then. Unreasonable demands are
-- left out, and only those that a review has granted to be so.
create view hotline.standing_rating as
select t.id as ticket_id, coalesce(d.unit_id, t.unit_id) as unit_id, t.kind, t.area_id, r.at, r.responded, r.solved, r.satisfied
from hotline.citizen_rating r join hotline.ticket t on t.id = r.ticket_id
left join lateral (select d.unit_id from hotline.dispatch d where d.ticket_id = r.ticket_id and d.at <= r.at
                   order by d.id desc limit 1) d on true
where t.demand not in ('marked', 'unmark_asked')
  and not exists (select from hotline.citizen_rating l where l.ticket_id = r.ticket_id and l.round > r.round);

-- Response, solved, satisfied (响应率·解决率·满意率): "yes", of the tickets called back and reached; "partly" is no
-- yes. Count when the citizen was asked. The three in one reading, and one by one.
create view hotline.figure_rating as
select a.figure, s.ticket_id, s.unit_id, s.kind, s.area_id, s.at, case when a.answer = 'yes' then 1 else 0 end as part, 1 as whole
from hotline.standing_rating s
cross join lateral (values ('responded', s.responded), ('solved', s.solved), ('satisfied', s.satisfied)) a (figure, answer);
create view hotline.figure_responded as
select ticket_id, unit_id, kind, area_id, at, part, whole from hotline.figure_rating where figure = 'responded';
create view hotline.figure_solved as
select ticket_id, unit_id, kind, area_id, at, part, whole from hotline.figure_rating where figure = 'solved';
create view hotline.figure_satisfied as
select ticket_id, unit_id, kind, area_id, at, part, whole from hotline.figure_rating where figure = 'satisfied';

-- Quality (办理质量), the superior's evaluation: marks that are "yes" ÷ marks given, four a review; after an
-- objection those that stand. Counts when the first lead rated.
create view hotline.figure_quality as
select v.ticket_id, v.unit_id, t.kind, t.area_id, v.rated_at as at,
       (q.timely = 'yes')::integer + (q.complete = 'yes')::integer + (q.recorded = 'yes')::integer + (q.genuine = 'yes')::integer as part,
       4 as whole
from hotline.quality_review v join hotline.ticket t on t.id = v.ticket_id
join lateral (select * from hotline.quality_rating q where q.review_id = v.id order by q.place desc limit 1) q on true
where v.rated_at is not null;

-- Precise dispatch (精准派单率): tickets never returned or dispatched again ÷ tickets dispatched, under the unit that
-- has them now. Counts at acceptance.
create view hotline.figure_precise_dispatch as
select t.id as ticket_id, t.unit_id, t.kind, t.area_id, t.accepted_at as at,
       case when t.misdirected then 0 else 1 end as part, 1 as whole
from hotline.ticket t where t.dispatched_at is not null and t.unit_id is not null;

-- Returned (退单率): of the tickets that were sent to a unit, those that it sent back. Counts when it was sent; what comes
-- again to the unit that had it (upheld, not solved) was not sent once more.
create view hotline.figure_returned as
select d.ticket_id, d.unit_id, t.kind, t.area_id, d.at, case when d.outcome = 'returned' then 1 else 0 end as part, 1 as whole
from hotline.dispatch d join hotline.ticket t on t.id = d.ticket_id
where d.action in ('dispatch', 'redispatch', 'escalate') or d.outcome = 'returned';

-- The performance sheet. in: the days from p_from until before p_until, in the centre's time zone; a unit, or null
-- for all. Of a lead the tickets of the own districts; a unit has its own sheet alone.
-- out: for each unit and figure a row a kind that occurs and one with kind '' for all; without p_unit also rows
-- with unit_id null for all units together. part ÷ whole is the rate. Refuses not_found (another's unit), field_bad (days).
create function api.performance(p_from date, p_until date, p_unit bigint default null)
returns table (unit_id bigint, unit text, figure text, kind text, part bigint, whole bigint)
language plpgsql stable security definer set search_path = pg_catalog, pg_temp set jit = off as $$
declare
    v_me    hotline.person := hotline.me();
    v_areas bigint[] := case when v_me.district_id is not null then hotline.my_areas() end;
    v_unit  bigint := coalesce(v_me.unit_id, p_unit);
    v_from  timestamptz := p_from::timestamp at time zone hotline.setting_value('timezone');
    v_until timestamptz := p_until::timestamp at time zone hotline.setting_value('timezone');
    -- each figure is summed before they are put together: a month has some hundred thousand rows and few sums
    v_sums  text := (select string_agg(format(
        'select %s as figure, unit_id, kind, sum(part) as part, sum(whole) as whole from hotline.%I where at >= $1 and at < $2
         and ($3 is null or unit_id = $3) and ($4 is null or area_id is null or area_id = any ($4)) group by 1, 2, 3', f.name, f.view), ' union all ')
        from (values ('''on_time''', 'figure_on_time'), ('''contacted''', 'figure_contacted'), ('''called_back''', 'figure_called_back'),
                     ('figure', 'figure_rating'), ('''quality''', 'figure_quality'), ('''precise_dispatch''', 'figure_precise_dispatch'),
                     ('''returned''', 'figure_returned'), ('''extended''', 'figure_extended')) f (name, view));
begin
    if p_unit <> v_unit then
        perform hotline.refuse('not_found');
    elsif p_from is null or p_until is null or p_until <= p_from then
        perform hotline.refuse('field_bad', 'until');
    end if;
    return query execute
        'select s.unit_id, coalesce(u.name, ''''), s.figure, coalesce(s.kind, ''''), s.part, s.whole
         from (select unit_id, figure, kind, sum(part)::bigint as part, sum(whole)::bigint as whole, grouping(unit_id) as all_units
               from (' || v_sums || ') c
               group by grouping sets ((figure, unit_id, kind), (figure, unit_id), (figure, kind), (figure))) s
         left join hotline.unit u on u.id = s.unit_id where s.all_units = 0 or $3 is null
         order by s.all_units desc, u.code, s.figure, s.kind nulls first'
        using v_from, v_until, v_unit, v_areas;
end
$$;

-- they belong to whom all of it does; nobody else reads them
do $$
declare
    v_view text;
begin
    for v_view in select c.relname from pg_class c where c.relnamespace = 'hotline'::regnamespace and c.relkind = 'v' loop
        execute format('alter view hotline.%I owner to hotline_owner', v_view);
    end loop;
end
$$;
