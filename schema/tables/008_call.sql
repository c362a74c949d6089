-- Calls, as they wait, are talked and end.
create table hotline.call (
    id           bigint generated always as identity primary key,
    switch_ref   text unique,
    phone        text not null,
    phone_masked text not null,
    area_id      bigint references hotline.area,
    note         text not null default '',
    state        text not null default 'waiting',
    queued_at    timestamptz not null default clock_timestamp(),
    answered_at  timestamptz,
    ended_at     timestamptz,
    agent_id     bigint references hotline.person,
    outcome      text,
    constraint call_state check (state in ('waiting', 'talking', 'ended', 'abandoned')),
    constraint call_phone_length check (char_length(phone) between 1 and 32)
);
create index call_waiting on hotline.call (queued_at, id) where state = 'waiting';
create index call_phone on hotline.call (phone, id desc);
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
