-- Who said it already: further callers of a ticket, tickets merged into another, and what is needed to
-- find the similar ones.

-- One more voice of a ticket (并单): a caller whose matter was reported already.
create table hotline.ticket_voice (
    id           bigint generated always as identity primary key,
    ticket_id    bigint not null references hotline.ticket,
    call_id      bigint unique references hotline.call,
    at           timestamptz not null default clock_timestamp(),
    taken_by     bigint not null references hotline.person,
    citizen_name text not null default '',
    gender       text not null default '',
    phone        text not null,
    phone_masked text not null,
    confidential boolean not null default false,
    note         text not null default '',
    told_at      timestamptz,
    told_by      bigint references hotline.person,
    constraint ticket_voice_gender check (gender in ('', 'female', 'male'))
);
comment on column hotline.ticket_voice.told_at is 'the caller was told the result';
create index ticket_voice_ticket on hotline.ticket_voice (ticket_id);

-- A ticket that was merged is closed and points to the one that goes on; each merging and its undoing stay.
alter table hotline.ticket add column merged_into bigint references hotline.ticket;
create index ticket_merged on hotline.ticket (merged_into) where merged_into is not null;
alter table hotline.ticket drop constraint ticket_closing, add constraint ticket_closing check (
    closing in ('answered', 'not_accepted', 'transferred', 'silent', 'abusive', 'rated', 'unreachable', 'merged'));
alter table hotline.ticket add constraint ticket_merged check ((closing is not distinct from 'merged') = (merged_into is not null));

-- The pairs of neighbouring characters of what an open ticket says and where it is; null when it is closed or
-- a draft, so that the index holds the open ones alone.
alter table hotline.ticket add column pairs text[];
create index ticket_pairs on hotline.ticket using gin (pairs) where pairs is not null;

-- In how many of the tickets looked at a pair was; counted now and then, for what is rare says more.
create table hotline.pair_count (
    pair    text primary key,
    tickets integer not null
);

alter table hotline.ticket_voice owner to hotline_owner;
alter table hotline.pair_count owner to hotline_owner;
