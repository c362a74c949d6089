-- The ticket and all that happens to it.
create table hotline.ticket (
    id             bigint generated always as identity primary key,
    number         text not null unique,
    call_id        bigint references hotline.call,
    channel        text not null default 'call',
    state          text not null,
    version        integer not null default 1,
    citizen_name   text not null default '',
    gender         text not null default '',
    phone          text not null default '',
    phone_masked   text not null default '',
    phone_key      text not null generated always as (hotline.phone_key(phone)) stored,
    confidential   boolean not null default false,
    area_id        bigint references hotline.area,
    address        text not null default '',
    category_id    bigint references hotline.category,
    kind           text not null default '',
    urgency        text not null default 'general' references hotline.urgency_standard,
    urgency_reason text not null default '',
    title          text not null default '',
    body           text not null default '',
    accepted_at    timestamptz not null default clock_timestamp(),
    accepted_by    bigint not null references hotline.person,
    unit_id        bigint references hotline.unit,
    handler_id     bigint references hotline.person,
    dispatched_at  timestamptz,
    received_at    timestamptz,
    working_days   integer,
    due_at         timestamptz,
    due_known      boolean not null default true,
    extension_waits boolean not null default false,
    returns        integer not null default 0,
    binding        boolean not null default false,
    result         text not null default '',
    finished_at    timestamptz,
    closed_at      timestamptz,
    closing        text,
    closing_note   text not null default '',
    transfer_to    text,
    constraint ticket_kind check (kind in ('', 'consult', 'demand', 'complaint', 'report',
                                           'suggestion', 'praise')),
    constraint ticket_gender check (gender in ('', 'female', 'male')),
    constraint ticket_closing check (closing in ('answered', 'not_accepted', 'transferred',
                                                 'silent', 'abusive', 'rated', 'unreachable')),
    constraint ticket_closed check ((state = 'closed') = (closed_at is not null)
                                    and (closed_at is null) = (closing is null)),
    constraint ticket_unit check (state not in ('dispatched', 'handling', 'returned', 'finished')
                                  or unit_id is not null)
);
comment on column hotline.ticket.binding is 'a lead has decided: the unit may not return it again';
comment on column hotline.ticket.extension_waits is 'an extension is asked for and not yet decided';
comment on column hotline.ticket.due_known is 'false: the deadline reaches a year without a calendar';
create index ticket_open_due on hotline.ticket (due_at, id) where closed_at is null;
create index ticket_unit_due on hotline.ticket (unit_id, due_at, id) where closed_at is null;
create index ticket_unit_all on hotline.ticket (unit_id, id desc);
create index ticket_mine on hotline.ticket (accepted_by, id desc);
create index ticket_state on hotline.ticket (state, due_at, id) where closed_at is null;
create index ticket_phone on hotline.ticket (phone_key, id desc) where phone_key <> '';
create index ticket_draft on hotline.ticket (accepted_by, id desc) where state = 'draft';
create index ticket_extension on hotline.ticket (due_at, id) where extension_waits;
create index ticket_area on hotline.ticket (area_id, id desc);
create index ticket_call on hotline.ticket (call_id) where call_id is not null;

-- The talk with the citizen while the ticket is handled: who, when, how, what.
create table hotline.communication (
    id        bigint generated always as identity primary key,
    ticket_id bigint not null references hotline.ticket,
    unit_id   bigint not null references hotline.unit,
    person_id bigint not null references hotline.person,
    at        timestamptz not null default clock_timestamp(),
    means     text not null,
    text      text not null,
    constraint communication_means check (means in ('telephone', 'visit', 'message', 'meeting'))
);
create index communication_ticket on hotline.communication (ticket_id);

-- The result as it was told to the citizen.
create table hotline.feedback (
    id        bigint generated always as identity primary key,
    ticket_id bigint not null references hotline.ticket,
    unit_id   bigint not null references hotline.unit,
    person_id bigint not null references hotline.person,
    at        timestamptz not null default clock_timestamp(),
    means     text not null,
    text      text not null,
    constraint feedback_means check (means in ('telephone', 'visit', 'message', 'meeting'))
);
create index feedback_ticket on hotline.feedback (ticket_id);

create table hotline.extension (
    id           bigint generated always as identity primary key,
    ticket_id    bigint not null references hotline.ticket,
    asked_by     bigint not null references hotline.person,
    asked_at     timestamptz not null default clock_timestamp(),
    working_days integer not null,
    reason       text not null,
    decided_by   bigint references hotline.person,
    decided_at   timestamptz,
    granted      boolean,
    answer       text not null default '',
    constraint extension_days check (working_days between 1 and 30)
);
create unique index extension_pending on hotline.extension (ticket_id) where decided_at is null;

-- One matter, one rating: what the citizen said when rung back.
create table hotline.citizen_rating (
    ticket_id bigint primary key references hotline.ticket,
    person_id bigint not null references hotline.person,
    at        timestamptz not null default clock_timestamp(),
    responded text not null,
    solved    text not null,
    satisfied text not null,
    reason    text not null default '',
    constraint citizen_rating_answers check (responded in ('yes', 'partly', 'no')
                                             and solved in ('yes', 'partly', 'no')
                                             and satisfied in ('yes', 'partly', 'no'))
);
