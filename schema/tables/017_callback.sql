-- The promise kept: who is to be rung, when, and what came of it. A matter can be handled in several rounds,
-- each with the citizen's own rating.

-- A call that the centre owes: satisfaction 回访 (after a ticket is finished), promised 预约回拨, missed 漏接回拨.
create table hotline.callback (
    id           bigint generated always as identity primary key,
    kind         text not null,
    rank         smallint not null generated always as (case kind when 'promised' then 1 when 'missed' then 2 else 3 end) stored,
    ticket_id    bigint references hotline.ticket,
    call_id      bigint references hotline.call,
    citizen_name text not null default '',
    phone        text not null,
    phone_masked text not null,
    phone_key    text not null generated always as (hotline.phone_key(phone)) stored,
    area_id      bigint references hotline.area,
    note         text not null default '',
    person_id    bigint references hotline.person,
    created_at   timestamptz not null default clock_timestamp(),
    due_at       timestamptz not null,
    attempts     integer not null default 0,
    missed_calls integer not null default 0,
    claimed_by   bigint references hotline.person,
    claimed_at   timestamptz,
    closed_at    timestamptz,
    closing      text,
    constraint callback_kind check (kind in ('satisfaction', 'promised', 'missed')),
    constraint callback_subject check (case kind when 'satisfaction' then ticket_id is not null
                                                 when 'missed' then call_id is not null
                                                 else person_id is not null end),
    constraint callback_closing check (closing in ('reached', 'called_in', 'refused', 'unreachable', 'withdrawn')),
    constraint callback_closed check ((closed_at is null) = (closing is null)),
    constraint callback_claim check ((claimed_by is null) = (claimed_at is null))
);
comment on column hotline.callback.call_id is 'missed: the newest of the calls that nobody answered';
comment on column hotline.callback.person_id is 'promised: who gave the promise';
comment on column hotline.callback.closing is 'called_in: the citizen called again and was answered';
comment on column hotline.callback.rank is 'which are rung first: a promise has an hour, who was missed still waits';
comment on column hotline.callback.due_at is 'when to ring next; never within the quiet hours';
create index callback_open on hotline.callback (rank, due_at, id) where closed_at is null;
create index callback_person on hotline.callback (person_id, due_at) where closed_at is null;
create index callback_claimed on hotline.callback (claimed_by) where claimed_by is not null;
create index callback_ticket on hotline.callback (ticket_id, id);
create index callback_closed_at on hotline.callback (closed_at) where closed_at is not null;
-- five missed calls of one number are one callback; a ticket is asked about once at a time
create unique index callback_missed_once on hotline.callback (phone_key) where kind = 'missed' and closed_at is null;
create unique index callback_satisfaction_once on hotline.callback (ticket_id) where kind = 'satisfaction' and closed_at is null;
create index callback_phone on hotline.callback (phone_key) where closed_at is null;

-- Each ringing and what came of it.
create table hotline.callback_attempt (
    id          bigint generated always as identity primary key,
    callback_id bigint not null references hotline.callback,
    person_id   bigint not null references hotline.person,
    at          timestamptz not null default clock_timestamp(),
    outcome     text not null,
    note        text not null default '',
    constraint callback_attempt_outcome check (outcome in ('reached', 'no_answer', 'refused', 'wrong_number'))
);
create index callback_attempt_callback on hotline.callback_attempt (callback_id, id);

insert into hotline.setting (key, value, meaning) values
    ('quiet_from',            '21:00', 'from then on nobody is rung'),
    ('quiet_until',           '08:00', 'until then nobody is rung'),
    ('ring_back_again_hours', '2',     'hours after which a citizen who was not reached is rung again'),
    ('claim_minutes',         '30',    'minutes after which a callback that was claimed is anybody''s again'),
    ('supervised_days',       '2',     'working days for a ticket that is supervised (督办)'),
    ('escalated_days',        '1',     'working days for a ticket that is escalated (提级)');

-- Rounds of handling: a ticket that was not solved goes back, its clock starts anew, and it is rated anew;
-- the matter's rating is that of its last round.
alter table hotline.ticket
    add column round      integer not null default 1,
    add column supervised boolean not null default false,
    add column escalated  boolean not null default false;
comment on column hotline.ticket.supervised is '督办: with a shorter clock, marked for everyone who touches it';
comment on column hotline.ticket.escalated is '提级: at the unit''s superior, where it has one';
alter table hotline.ticket drop constraint ticket_closing, add constraint ticket_closing check (
    closing in ('answered', 'not_accepted', 'transferred', 'silent', 'abusive', 'rated', 'unreachable', 'refused', 'merged'));
alter table hotline.citizen_rating
    add column round     integer not null default 1,
    add column follow_up text not null default '',
    add constraint citizen_rating_follow_up check (follow_up in ('', 'reopen', 'supervise', 'escalate', 'explain')),
    drop constraint citizen_rating_pkey,
    add primary key (ticket_id, round);
alter table hotline.unit add column superior_id bigint references hotline.unit;
comment on column hotline.unit.superior_id is 'the unit that a ticket goes to when it is escalated (提级)';

-- what was finished before there were callbacks
insert into hotline.callback (kind, ticket_id, citizen_name, phone, phone_masked, area_id, created_at, due_at, attempts)
select 'satisfaction', t.id, t.citizen_name, t.phone, t.phone_masked, t.area_id, t.finished_at, coalesce(t.finished_at, now()),
       (select count(*) from hotline.event e where e.ticket_id = t.id and e.action = 'ring_back')
from hotline.ticket t where t.state = 'finished';
insert into hotline.callback (kind, ticket_id, citizen_name, phone, phone_masked, area_id, created_at, due_at, attempts, closed_at, closing)
select 'satisfaction', t.id, t.citizen_name, t.phone, t.phone_masked, t.area_id, t.finished_at, t.closed_at,
       (select count(*) from hotline.event e where e.ticket_id = t.id and e.action = 'ring_back'), t.closed_at, 'unreachable'
from hotline.ticket t where t.closing = 'unreachable' and t.finished_at is not null;

alter table hotline.callback owner to hotline_owner;
alter table hotline.callback_attempt owner to hotline_owner;
