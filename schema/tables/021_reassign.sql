-- Reassign: who follows a ticket, and who gave it to whom, why; both sides are kept so that it can be undone.

-- accepted_by stays what it is, the one who took it; owner_id is who follows it now (跟进人).
alter table hotline.ticket add column owner_id bigint references hotline.person;
update hotline.ticket set owner_id = accepted_by;
alter table hotline.ticket alter column owner_id set not null;
comment on column hotline.ticket.owner_id is '跟进人: who follows the ticket; at first who accepted it';

create function hotline.ticket_begins_with_its_owner() returns trigger
language plpgsql set search_path = pg_catalog, pg_temp as $$
begin
    new.owner_id := coalesce(new.owner_id, new.accepted_by);
    return new;
end
$$;
create trigger ticket_owner before insert on hotline.ticket
    for each row execute function hotline.ticket_begins_with_its_owner();

drop index hotline.ticket_mine;
drop index hotline.ticket_draft;
create index ticket_mine on hotline.ticket (owner_id, id desc);
create index ticket_draft on hotline.ticket (owner_id, id desc) where state = 'draft';
create index ticket_owner_open on hotline.ticket (owner_id, id desc) where closed_at is null;

-- One giving away. kind: agents (another follows it) or units (dispatched again).
create table hotline.reassignment (
    id        bigint generated always as identity primary key,
    person_id bigint not null references hotline.person,
    at        timestamptz not null default clock_timestamp(),
    kind      text not null,
    of_id     bigint references hotline.person,
    reason    text not null,
    undone_at timestamptz,
    constraint reassignment_kind check (kind in ('agents', 'units'))
);
comment on column hotline.reassignment.of_id is 'all of this agent''s was given away, promised callbacks too';
create index reassignment_person on hotline.reassignment (person_id, id desc);

-- before: what of the ticket was changed, as it was; version: the ticket's after it, so that undoing takes back
-- nothing that has happened since.
create table hotline.reassignment_ticket (
    reassignment_id bigint not null references hotline.reassignment,
    ticket_id       bigint not null references hotline.ticket,
    from_id         bigint not null,
    to_id           bigint not null,
    before          jsonb not null default '{}',
    version         integer not null,
    undone          boolean not null default false,
    primary key (reassignment_id, ticket_id)
);
comment on column hotline.reassignment_ticket.from_id is 'a person or a unit, by the reassignment''s kind; so is to_id';
create index reassignment_ticket_ticket on hotline.reassignment_ticket (ticket_id, reassignment_id desc);

create table hotline.reassignment_callback (
    reassignment_id bigint not null references hotline.reassignment,
    callback_id     bigint not null references hotline.callback,
    from_id         bigint not null references hotline.person,
    to_id           bigint not null references hotline.person,
    undone          boolean not null default false,
    primary key (reassignment_id, callback_id)
);

insert into hotline.setting (key, value, meaning) values
    ('reassign_undo_seconds', '60', 'seconds within which a reassignment can be undone');

alter function hotline.ticket_begins_with_its_owner() owner to hotline_owner;
alter table hotline.reassignment owner to hotline_owner;
alter table hotline.reassignment_ticket owner to hotline_owner;
alter table hotline.reassignment_callback owner to hotline_owner;
