-- The team lead's board: what agents did and for how long, and the shift's figures by quarter-hour, kept as calls
-- and tickets are written, so that to ask for them costs the same however many calls a day has.

-- A spell of an agent in one state that is over: written once, when it ends. Nobody's spell offline is kept.
create table hotline.agent_spell (
    id        bigint generated always as identity primary key,
    person_id bigint not null references hotline.person,
    state     text not null,
    from_at   timestamptz not null,
    to_at     timestamptz not null,
    reason    text not null default '',
    call_id   bigint references hotline.call
);
create index agent_spell_person on hotline.agent_spell (person_id, from_at);
-- today's after-call work of an agent, from the index alone
create index agent_spell_after_call on hotline.agent_spell (person_id, from_at) include (to_at) where state = 'after_call';
create trigger agent_spell_append_only before update on hotline.agent_spell
    for each statement execute function hotline.event_is_append_only();

-- The calls that entered the queue in a quarter-hour. In several shares of each, which are summed, so that agents
-- who take calls at the same moment do not wait for each other.
create table hotline.call_quarter (
    at        timestamptz not null,
    share     smallint not null,
    asked     bigint not null,
    answered  bigint not null,
    within_15 bigint not null,
    waited    interval not null,
    primary key (at, share)
) with (fillfactor = 50);
comment on column hotline.call_quarter.waited is 'the waiting time of the answered calls, summed';

-- The tickets accepted in a quarter-hour, by area (0: none), so that a lead can be shown the own districts'.
create table hotline.ticket_quarter (
    at          timestamptz not null,
    area_id     bigint not null,
    tickets     bigint not null,
    dispatched  bigint not null,
    misdirected bigint not null,
    primary key (at, area_id)
) with (fillfactor = 50);

alter table hotline.ticket add column misdirected boolean not null default false;
comment on column hotline.ticket.misdirected is 'was returned by a unit or dispatched again: not a precise dispatch';
update hotline.ticket t set misdirected = true
where t.dispatched_at is not null
  and (t.returns > 0 or exists (select from hotline.event e where e.ticket_id = t.id and e.action in ('return', 'redispatch')));
create index ticket_accepted_by_due on hotline.ticket (accepted_by, due_at) where closed_at is null;

insert into hotline.setting (key, value, meaning) values
    ('after_call_limit', '180', 'seconds of after-call work (话后整理) beyond which the board marks it');

alter table hotline.agent_spell owner to hotline_owner;
alter table hotline.call_quarter owner to hotline_owner;
alter table hotline.ticket_quarter owner to hotline_owner;
