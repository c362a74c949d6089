-- What a person was reminded of, and when: not what waits (that is computed from the work), only what was shown.
create table hotline.reminder (
    person_id     bigint not null references hotline.person,
    kind          text not null,
    subject_id    bigint not null,
    episode       bigint not null,
    fired_at      timestamptz not null default clock_timestamp(),
    snoozed_until timestamptz,
    primary key (person_id, kind, subject_id),
    constraint reminder_kind check (kind in ('callback_due', 'deadline_near', 'ticket_assigned', 'ticket_returned'))
);
comment on column hotline.reminder.subject_id is 'the callback of callback_due, else the ticket';
comment on column hotline.reminder.episode is 'which time: a matter that comes again (dispatched anew, due anew) reminds anew';
comment on column hotline.reminder.snoozed_until is 'it was put off: then it reminds again';

insert into hotline.setting (key, value, meaning) values
    ('deadline_warn_hours', '4', 'hours before its deadline at which a ticket reminds its unit');

alter table hotline.reminder owner to hotline_owner;
