-- One number written in several ways (blanks, dashes, the country's +86) is one citizen.
-- in: a telephone number. out: what it is looked up by; '' for none.
create function hotline.phone_key(p_phone text) returns text
language sql immutable set search_path = pg_catalog, pg_temp as $$
    select regexp_replace(regexp_replace(p_phone, '[^0-9]', '', 'g'), '^(00)?86(?=[0-9]{10})', '')
$$;

-- Calls, as they wait, are talked and end. phone '': the caller withholds the number.
create table hotline.call (
    id           bigint generated always as identity primary key,
    switch_ref   text unique,
    phone        text not null,
    phone_masked text not null,
    phone_key    text not null generated always as (hotline.phone_key(phone)) stored,
    area_id      bigint references hotline.area,
    note         text not null default '',
    state        text not null default 'waiting',
    queued_at    timestamptz not null default clock_timestamp(),
    answered_at  timestamptz,
    ended_at     timestamptz,
    agent_id     bigint references hotline.person,
    outcome      text,
    constraint call_state check (state in ('waiting', 'talking', 'ended', 'abandoned')),
    constraint call_phone_length check (char_length(phone) <= 32)
);
create index call_waiting on hotline.call (queued_at, id) where state = 'waiting';
create index call_phone on hotline.call (phone_key, queued_at) where phone_key <> '';
create index call_queued on hotline.call (queued_at);
create index call_agent on hotline.call (agent_id, id desc);

-- What is said in a call, line by line (from a demonstration, a training or speech recognition).
create table hotline.call_line (
    call_id bigint not null references hotline.call,
    n       integer not null,
    speaker text not null,
    said_at timestamptz not null default clock_timestamp(),
    text    text not null,
    primary key (call_id, n),
    constraint call_line_speaker check (speaker in ('citizen', 'agent'))
);
