-- The lead's desk: which units a ticket went to and how that ended, who handles it beside the lead unit (协办),
-- since when the catalogue says what it says, and from when a ticket's clock is counted.

-- A dispatch is a ticket's stay at a unit: one row each time it comes to one, and how that ended. What a unit did with a
-- category is counted here.
drop view if exists hotline.figure_returned;
alter table hotline.dispatch
    add column category_id bigint references hotline.category,
    add column ended_at timestamptz,
    add column outcome text,
    add column on_time boolean,
    add constraint dispatch_outcome check (outcome in ('returned', 'moved', 'finished', 'merged')),
    add constraint dispatch_ended check ((ended_at is null) = (outcome is null));
comment on column hotline.dispatch.action is 'what brought it there; uphold, reopen and supervise bring it to the unit that had it';
comment on column hotline.dispatch.outcome is 'moved: a lead or the citizen sent it on; null: it is there still';
comment on column hotline.dispatch.on_time is 'it was finished before its deadline; null: it ended otherwise';

-- what a unit returned ended by that, what was sent on ended then or was finished before, the last ended with the ticket
update hotline.dispatch d set category_id = t.category_id, ended_at = x.ended_at,
    outcome = case when x.ended_at is null then null when x.returned_at is not null then 'returned' when x.finished then 'finished'
                   when x.next is not null then 'moved' else 'merged' end,
    on_time = case when x.next is null and x.returned_at is null and x.finished then x.ended_at <= t.due_at end
from (select s.id, s.returned_at, s.next, coalesce(f.at, case when s.next is null then t.finished_at end) is not null as finished,
             coalesce(s.returned_at, case when s.next is null and t.state in ('dispatched', 'handling') then null
                                          else coalesce(case when s.next is null then t.finished_at end, f.at, s.next, t.closed_at, now()) end) as ended_at
      from (select *, lead(at) over (partition by ticket_id order by id) as next from hotline.dispatch) s
      join hotline.ticket t on t.id = s.ticket_id
      left join lateral (select e.at from hotline.event e where e.ticket_id = s.ticket_id and e.action = 'finish' and e.at >= s.at
                         and (s.next is null or e.at < s.next) order by e.id desc limit 1) f on true) x,
     hotline.ticket t
where x.id = d.id and t.id = d.ticket_id;
alter table hotline.dispatch drop column returned_at;

-- what was returned and upheld is at its unit again; and where a unit has what no dispatch tells of
insert into hotline.dispatch (ticket_id, unit_id, category_id, action, at, ended_at, outcome, on_time)
select t.id, t.unit_id, t.category_id, coalesce(e.action, 'dispatch'), coalesce(e.at, t.dispatched_at),
       case when t.state not in ('dispatched', 'handling') then coalesce(t.finished_at, t.closed_at) end,
       case when t.state in ('dispatched', 'handling') then null when t.finished_at is null then 'merged' else 'finished' end,
       case when t.state not in ('dispatched', 'handling') then t.finished_at <= t.due_at end
from hotline.ticket t
left join lateral (select d.id, d.outcome from hotline.dispatch d where d.ticket_id = t.id order by d.id desc limit 1) l on true
left join lateral (select e.action, e.at from hotline.event e where e.ticket_id = t.id and e.to_state = 'dispatched'
                   and e.from_state <> 'dispatched' order by e.id desc limit 1) e on true
where t.unit_id is not null and t.dispatched_at is not null and t.state not in ('draft', 'returned') and (l.id is null or l.outcome = 'returned')
order by t.id;
create unique index dispatch_open on hotline.dispatch (ticket_id) where ended_at is null;
create index dispatch_counted on hotline.dispatch (unit_id, category_id, at) include (outcome, on_time);

alter table hotline.ticket
    add column units      integer not null default 0,
    add column clock_from timestamptz;
comment on column hotline.ticket.units is 'how many different units it was dispatched to';
comment on column hotline.ticket.clock_from is 'from when its working days are counted; null: from acceptance';
update hotline.ticket t set units = d.units
from (select ticket_id, count(distinct unit_id) as units from hotline.dispatch group by ticket_id) d
where d.ticket_id = t.id and t.closed_at is null;
update hotline.ticket t set clock_from = t.dispatched_at
where t.closed_at is null and (select count(*) filter (where e.action in ('redispatch', 'reopen', 'supervise', 'escalate'))
                                      > count(*) filter (where e.action = 'undo_redispatch')
                               from hotline.event e where e.ticket_id = t.id);
create index ticket_circling on hotline.ticket (due_at, id) where closed_at is null and (returns >= 2 or units >= 3);

-- Units that handle a ticket beside its lead unit (协办), and what each says it did.
create table hotline.ticket_co_unit (
    ticket_id bigint not null references hotline.ticket,
    unit_id   bigint not null references hotline.unit,
    added_at  timestamptz not null default clock_timestamp(),
    added_by  bigint not null references hotline.person,
    part      text not null default '',
    part_at   timestamptz,
    primary key (ticket_id, unit_id)
);
create index ticket_co_unit_unit on hotline.ticket_co_unit (unit_id, ticket_id);

alter table hotline.catalogue add column changed_at timestamptz;
alter table hotline.catalogue alter column changed_at set default clock_timestamp();
comment on column hotline.catalogue.changed_at is 'since when it names this unit; null: since before that was written down';

alter table hotline.ticket_co_unit owner to hotline_owner;
