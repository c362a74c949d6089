-- The lead's desk: messages to people; agents, queue and quality of their work.

-- A line on somebody's status bar. code: of hotline.notice, whose sentence the data fill.
-- from_id null: the system. seen_at: read at any of the person's terminals.
create table hotline.message (
    id        bigint generated always as identity primary key,
    to_id     bigint not null references hotline.person,
    from_id   bigint references hotline.person,
    code      text not null,
    data      jsonb not null default '{}',
    ticket_id bigint references hotline.ticket,
    at        timestamptz not null default clock_timestamp(),
    seen_at   timestamptz
);
create index message_to on hotline.message (to_id, id desc);
create index message_unseen on hotline.message (to_id, id desc) where seen_at is null;
alter table hotline.message owner to hotline_owner;

-- The sentences of messages; the rows are in functions/11_notice.sql.
create table hotline.notice (
    code     text primary key,
    sentence text not null
);
alter table hotline.notice owner to hotline_owner;
