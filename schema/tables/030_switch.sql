-- The telephone switch (Asterisk) as PostgreSQL's client: it reads whom to ring and writes what happens. All that it
-- touches is in a schema of its own. Its log's columns are text: what it writes is never refused, whatever it is.
create schema switch authorization hotline_owner;
revoke all on schema switch from public;
grant usage on schema switch to hotline_switch;

create table switch.queue_log (
    id        bigint generated always as identity primary key,
    time      text,
    callid    text,
    queuename text,
    agent     text,
    event     text,
    data1     text,
    data2     text,
    data3     text,
    data4     text,
    data5     text
);
create table switch.cel (
    id        bigint generated always as identity primary key,
    eventtype text,
    eventtime text,
    cid_num   text,
    exten     text,
    context   text,
    channame  text,
    appname   text,
    appdata   text,
    uniqueid  text,
    linkedid  text,
    peer      text,
    extra     text
);
-- id: a default, no identity: cdr_pgsql writes '' into a column that must not be null and has no default
create table switch.cdr (
    id          bigserial primary key,
    calldate    text,
    src         text,
    dst         text,
    dcontext    text,
    channel     text,
    dstchannel  text,
    lastapp     text,
    duration    text,
    billsec     text,
    disposition text,
    uniqueid    text,
    linkedid    text,
    sequence    text,
    userfield   text
);

-- What could not be understood: kept, and listed for the administrator. row: as it was written.
create table hotline.switch_trouble (
    id     bigint generated always as identity primary key,
    at     timestamptz not null default clock_timestamp(),
    source text not null,
    why    text not null,
    row    jsonb not null
);

-- What the log says of a call, one row a kind of event: from these, in whatever order they came, follows what the call is.
create table hotline.switch_event (
    callid text not null,
    kind   text not null,
    at     timestamptz not null,
    agent  text not null default '',
    waited integer,
    talked integer,
    number text not null default '',
    queue  text not null default '',
    detail text not null default '',
    primary key (callid, kind),
    constraint switch_event_kind check (kind in ('enter', 'connect', 'complete', 'abandon', 'timeout'))
);
comment on column hotline.switch_event.detail is 'the event''s own name, where several mean the same';

-- A telephone that rang in vain. number: the agent's, as the switch names its member.
create table hotline.missed_ring (
    callid  text not null,
    number  text not null,
    at      timestamptz not null,
    seconds integer,
    primary key (callid, number, at)
);
create index missed_ring_number on hotline.missed_ring (number, at);

-- The channels of calls: caller, agent, whoever was brought in. linkedid joins those of one call.
create table hotline.call_leg (
    uniqueid    text primary key,
    linkedid    text not null,
    channel     text not null default '',
    party       text not null default '',
    is_queue    boolean not null default false,
    started_at  timestamptz,
    answered_at timestamptz,
    ended_at    timestamptz
);
comment on column hotline.call_leg.party is 'whom it was made to: an agent''s number, 119, a unit''s number';
comment on column hotline.call_leg.is_queue is 'the caller''s: it entered the queue, and its uniqueid is the call''s name in the log';
create index call_leg_linked on hotline.call_leg (linkedid);

alter table hotline.call
    add column by_switch    boolean not null default false,
    add column waited       interval,
    add column ringing_id   bigint references hotline.person,
    add column ringing_since timestamptz,
    add column missed_told  boolean not null default false;
comment on column hotline.call.by_switch is 'a telephone rings and is picked up; else it is taken by hand from the list';
comment on column hotline.call.waited is 'as the switch counted; null: from queued_at to answered_at';
comment on column hotline.call.ringing_id is 'whose telephone rings';
comment on column hotline.call.missed_told is 'abandoned, and its callback is owed';
create index call_ringing on hotline.call (ringing_id) where state = 'waiting' and ringing_id is not null;
create index call_talking on hotline.call (agent_id) where state = 'talking';

insert into hotline.setting (key, value, meaning) values
    ('switch_timezone',  '',           'the zone of the switch''s clock, where it writes none; empty: the centre''s'),
    ('switch_queue',     '12345',      'the name of the queue that needs no skill; the others are named after their skill'),
    ('switch_interface', 'PJSIP/{number}', 'how the switch rings an agent; {number} is the agent''s'),
    ('switch_ring_seconds', '20',      'how long a telephone rings before the next agent''s does');

do $$
declare
    v_table text;
begin
    foreach v_table in array array['switch.queue_log', 'switch.cel', 'switch.cdr', 'hotline.switch_trouble', 'hotline.switch_event',
                                   'hotline.missed_ring', 'hotline.call_leg'] loop
        execute format('alter table %s owner to hotline_owner', v_table);
    end loop;
end
$$;
grant insert on switch.queue_log, switch.cel, switch.cdr to hotline_switch;
grant usage on sequence switch.cdr_id_seq to hotline_switch;
