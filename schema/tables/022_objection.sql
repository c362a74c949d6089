-- The lead's desk: which units a ticket went to and how that ended, who handles it beside the lead unit (协办),
-- since when the catalogue says what it says, and from when a ticket's clock is counted.

-- A ticket's stay at a unit: one row each time it is dispatched to one. What a unit did with a category is counted here.
create table hotline.dispatch (
    id          bigint generated always as identity primary key,
    ticket_id   bigint not null references hotline.ticket,
    unit_id     bigint not null references hotline.unit,
    category_id bigint references hotline.category,
    at          timestamptz not null default clock_timestamp(),
    ended_at    timestamptz,
    outcome     text,
    on_time     boolean,
    constraint dispatch_outcome check (outcome in ('returned', 'moved', 'finished', 'merged')),
    constraint dispatch_ended check ((ended_at is null) = (outcome is null))
);
comment on column hotline.dispatch.outcome is 'moved: a lead or the citizen sent it on; null: it is there still';
comment on column hotline.dispatch.on_time is 'it ended before its deadline';
create unique index dispatch_open on hotline.dispatch (ticket_id) where ended_at is null;
create index dispatch_ticket on hotline.dispatch (ticket_id, id);
create index dispatch_counted on hotline.dispatch (unit_id, category_id, at) include (outcome, on_time);

-- what was dispatched before is known by where it is now
insert into hotline.dispatch (ticket_id, unit_id, category_id, at, ended_at, outcome, on_time)
select t.id, t.unit_id, t.category_id, coalesce(t.dispatched_at, t.accepted_at),
       case when t.state in ('dispatched', 'handling') then null else coalesce(t.finished_at, t.closed_at, now()) end,
       case when t.state in ('dispatched', 'handling') then null when t.state = 'returned' then 'returned'
            when t.merged_into is not null then 'merged' else 'finished' end,
       case when t.state not in ('dispatched', 'handling') then coalesce(t.finished_at, t.closed_at, now()) <= t.due_at end
from hotline.ticket t where t.unit_id is not null and t.state <> 'draft' order by t.id;

alter table hotline.ticket
    add column units      integer not null default 0,
    add column clock_from timestamptz;
comment on column hotline.ticket.units is 'how many different units it was dispatched to';
comment on column hotline.ticket.clock_from is 'from when its working days are counted; null: from acceptance';
update hotline.ticket t set units = 1 where t.unit_id is not null and t.state <> 'draft' and t.closed_at is null;
update hotline.ticket t set clock_from = t.dispatched_at
where t.closed_at is null and exists (select from hotline.event e where e.ticket_id = t.id
    and e.action in ('redispatch', 'reopen', 'supervise', 'escalate'));
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

alter table hotline.dispatch owner to hotline_owner;
alter table hotline.ticket_co_unit owner to hotline_owner;
