-- The superior's evaluation of how tickets were handled, the marks of unreasonable demands, and what the
-- figures of the units' performance are counted from.

-- Each time a ticket went to a unit that did not have it, or was dispatched there by word; and whether that unit
-- sent it back. What a unit did stays its own when the ticket goes on to another.
create table hotline.dispatch (
    id          bigint generated always as identity primary key,
    ticket_id   bigint not null references hotline.ticket,
    unit_id     bigint not null references hotline.unit,
    action      text not null,
    at          timestamptz not null default clock_timestamp(),
    returned_at timestamptz
);
create index dispatch_ticket on hotline.dispatch (ticket_id, id) include (unit_id, at);
create index dispatch_at on hotline.dispatch (at);
create index dispatch_wrong on hotline.dispatch (ticket_id) where returned_at is not null or action = 'redispatch';

-- what was dispatched before: the timeline knows the unit by its name of then, and who returned it
insert into hotline.dispatch (ticket_id, unit_id, action, at, returned_at)
select d.ticket_id, coalesce(u.id, p.unit_id, t.unit_id), d.action, d.at, r.at
from (select e.*, lead(e.id) over (partition by e.ticket_id order by e.id) as until
      from hotline.event e where e.action in ('dispatch', 'redispatch')) d
join hotline.ticket t on t.id = d.ticket_id and t.unit_id is not null
left join lateral (select e.at, e.person_id from hotline.event e where e.ticket_id = d.ticket_id and e.action = 'return'
                   and e.id > d.id and (d.until is null or e.id < d.until) order by e.id limit 1) r on true
left join hotline.person p on p.id = r.person_id
left join hotline.unit u on u.name = d.data ->> 'unit'
order by d.id;

-- A sample of the handled tickets, rated by a lead: timely, reply complete, communication recorded, result real.
create table hotline.quality_review (
    id          bigint generated always as identity primary key,
    ticket_id   bigint not null references hotline.ticket,
    round       integer not null,
    unit_id     bigint not null references hotline.unit,
    why_drawn   text not null,
    drawn_at    timestamptz not null default clock_timestamp(),
    state       text not null default 'waiting',
    rated_at    timestamptz,
    objected_by bigint references hotline.person,
    objected_at timestamptz,
    objection   text not null default '',
    decided_by  bigint references hotline.person,
    decided_at  timestamptz,
    outcome     text,
    decision    text not null default '',
    unique (ticket_id, round),
    constraint quality_review_drawn check (why_drawn in ('sample', 'dissatisfied')),
    constraint quality_review_state check (case state
        when 'waiting' then rated_at is null and objected_at is null and decided_at is null
        when 'rated' then rated_at is not null and objected_at is null and decided_at is null
        when 'objected' then rated_at is not null and objected_at is not null and decided_at is null
        when 'decided' then rated_at is not null and objected_at is not null and decided_at is not null else false end),
    constraint quality_review_outcome check (outcome in ('upheld', 'changed') and decided_at is not null
                                             or outcome is null and decided_at is null)
);
comment on column hotline.quality_review.unit_id is 'the unit that handled the round; the ticket may be with another since';
comment on column hotline.quality_review.why_drawn is 'sample: by lot, before the rating is looked at, so that these alone are a fair sample';
create index quality_review_waiting on hotline.quality_review (id) where state in ('waiting', 'objected');
create index quality_review_unit on hotline.quality_review (unit_id, rated_at desc) where rated_at is not null;
create index quality_review_rated on hotline.quality_review (rated_at) where rated_at is not null;

-- The marks: of the lead who rates, and when the unit's objection was right, of the second lead. The newest stand.
create table hotline.quality_rating (
    review_id       bigint not null references hotline.quality_review,
    place           integer not null,
    person_id       bigint not null references hotline.person,
    at              timestamptz not null default clock_timestamp(),
    timely          text not null,
    timely_reason   text not null default '',
    complete        text not null,
    complete_reason text not null default '',
    recorded        text not null,
    recorded_reason text not null default '',
    genuine            text not null,
    genuine_reason     text not null default '',
    primary key (review_id, place),
    constraint quality_rating_place check (place in (1, 2)),
    constraint quality_rating_marks check (timely in ('yes', 'partly', 'no') and complete in ('yes', 'partly', 'no')
                                           and recorded in ('yes', 'partly', 'no') and genuine in ('yes', 'partly', 'no')),
    constraint quality_rating_reasons check ((timely = 'yes' or timely_reason <> '') and (complete = 'yes' or complete_reason <> '')
                                             and (recorded = 'yes' or recorded_reason <> '') and (genuine = 'yes' or genuine_reason <> ''))
);
comment on column hotline.quality_rating.complete is 'the reply is complete';
comment on column hotline.quality_rating.recorded is 'the communication is recorded';
comment on column hotline.quality_rating.genuine is 'the result is real';

-- The key of the lot: with it anybody can draw the same sample again; without it nobody knows the next one.
create table hotline.review_key (key bytea not null);
insert into hotline.review_key select uuid_send(gen_random_uuid()) || uuid_send(gen_random_uuid());

-- Unreasonable demands (不合理诉求): each asking for the mark, or for its end, and the review of it.
create table hotline.demand_review (
    id           bigint generated always as identity primary key,
    ticket_id    bigint not null references hotline.ticket,
    unreasonable boolean not null,
    asked_by     bigint not null references hotline.person,
    asked_at     timestamptz not null default clock_timestamp(),
    reason       text not null,
    decided_by   bigint references hotline.person,
    decided_at   timestamptz,
    granted      boolean,
    answer       text not null default '',
    constraint demand_review_other check (decided_by <> asked_by),
    constraint demand_review_decided check ((decided_at is null) = (granted is null) and (decided_at is null) = (decided_by is null))
);
comment on column hotline.demand_review.unreasonable is 'what is asked for: the mark, or its end';
create unique index demand_review_waits on hotline.demand_review (ticket_id) where decided_at is null;
create index demand_review_ticket on hotline.demand_review (ticket_id, id);
alter table hotline.ticket add column demand text not null default 'plain',
    add constraint ticket_demand check (demand in ('plain', 'mark_asked', 'marked', 'unmark_asked'));
comment on column hotline.ticket.demand is 'marked, until its end is granted: unreasonable, and left out of the citizen''s figures';

insert into hotline.setting (key, value, meaning) values
    ('review_share',   '0.05', 'share of the handled tickets that a lot draws for the review of their quality'),
    ('objection_days', '3',    'working days in which a unit may object to a review');

-- what the figures find their period by; with what they say of a ticket, so that a month's sheet reads indexes alone
create index ticket_accepted on hotline.ticket (accepted_at) include (id, unit_id, kind, area_id, returns, dispatched_at)
    where dispatched_at is not null;
create index ticket_finished on hotline.ticket (finished_at) include (id, unit_id, kind, area_id, dispatched_at, round)
    where finished_at is not null;
create index ticket_settled on hotline.ticket (least(finished_at, due_at)) include (id, unit_id, kind, area_id, finished_at, due_at, closing)
    where due_at is not null;
create index ticket_under on hotline.ticket (id) include (unit_id, kind, area_id, demand);
create index citizen_rating_at on hotline.citizen_rating (at);
create index extension_granted on hotline.extension (ticket_id, decided_at) where granted;
create index communication_talk on hotline.communication (ticket_id, unit_id, at);
drop index hotline.communication_ticket;

do $$
declare
    v_table text;
begin
    foreach v_table in array '{dispatch,quality_review,quality_rating,review_key,demand_review}'::text[] loop
        execute format('alter table hotline.%I owner to hotline_owner', v_table);
    end loop;
end
$$;
