-- Other channels than the telephone (互联网渠道): a gateway hands demands in, they wait for an agent beside the calls, and
-- the gateway reads what became of them. How one is used: schema/CHANNELS.md.
do $$
begin
    if not exists (select from pg_roles where rolname = 'hotline_channel') then
        create role hotline_channel nologin;
    end if;
    execute format('grant connect on database %I to hotline_channel', current_database());
end
$$;

-- answer_seconds: within which a demand is to be answered (GB/T 33358-2016: telephone 15 seconds, messages 3 minutes, a
-- mailbox 24 hours); what is due first is offered first. replies: it can bring an answer to the citizen.
create table hotline.channel (
    code           text primary key,
    name           text not null,
    answer_seconds integer not null default 180,
    skill          text references hotline.skill,
    replies        boolean not null default true,
    enabled        boolean not null default true,
    constraint channel_code check (code ~ '^[a-z0-9_]{1,20}$'),
    constraint channel_answer_seconds check (answer_seconds between 1 and 604800)
);
comment on column hotline.channel.skill is 'whose agents its demands are offered to; null: everybody''s';
insert into hotline.channel (code, name, answer_seconds) values
    ('call', '电话', 15), ('web', '网站', 180), ('app', '移动应用', 180), ('wechat', '微信', 180), ('mail', '信箱', 86400);

alter table hotline.person
    add column channel text references hotline.channel,
    drop constraint person_role,
    add constraint person_role check (role in ('agent', 'lead', 'unit', 'admin', 'switch', 'channel')),
    add constraint person_channel check ((role = 'channel') = (channel is not null));
comment on column hotline.person.channel is 'a gateway''s: the channel whose demands it hands in';

-- in: when it entered the queue, and within how many seconds it is to be answered. out: by when. Of seconds alone a sum
-- is the same in every zone.
create function hotline.answer_by(p_queued_at timestamptz, p_seconds integer) returns timestamptz
language sql immutable set search_path = pg_catalog, pg_temp as $$
    select p_queued_at + p_seconds * interval '1 second'
$$;

-- A message stands among the calls: one queue, one order. The limit is fixed when it comes, like the priority. No key
-- to hotline.channel: each call would hold the same row of it.
alter table hotline.call
    add column channel        text not null default 'call',
    add column answer_seconds integer not null default 15;
drop index hotline.call_waiting;
create index call_waiting on hotline.call (priority desc, hotline.answer_by(queued_at, answer_seconds), id) where state = 'waiting';
create index call_message on hotline.call (queued_at) where channel <> 'call';

-- What may stand in a demand. type: as JSON names it; field: the ticket form's, whose length is the limit.
create table hotline.demand_key (
    key        text primary key,
    type       text not null,
    field      text,
    max_length integer,
    many_lines boolean not null default false
);

-- A demand as it was handed in: by the channel's own name of it only once. demand: its texts, by demand_key.
create table hotline.intake (
    call_id   bigint primary key references hotline.call,
    channel   text not null references hotline.channel,
    ref       text not null,
    demand    jsonb not null,
    handed_by bigint not null references hotline.person,
    at        timestamptz not null default clock_timestamp(),
    unique (channel, ref)
);

-- What became of it, for the channel to read in order. n: the place in the channel's order, given when it is read
-- first: what was written later but is seen earlier is never jumped over.
create table hotline.channel_news (
    id      bigint generated always as identity primary key,
    channel text not null references hotline.channel,
    call_id bigint not null references hotline.intake,
    n       bigint,
    what    text not null,
    number  text not null default '',
    unit    text not null default '',
    due_at  timestamptz,
    text    text not null default '',
    at      timestamptz not null default clock_timestamp(),
    unique (channel, n),
    constraint channel_news_what check (what in ('accepted', 'dispatched', 'extended', 'joined', 'urged', 'answered', 'not_accepted',
                                                 'handed_over', 'result', 'finished', 'closed'))
);
create index channel_news_unread on hotline.channel_news (channel, id) where n is null;

-- Which line of the timeline tells the citizen what.
create table hotline.news_rule (
    action     text not null,
    from_state text not null,
    to_state   text not null,
    what       text not null,
    primary key (action, from_state)
);

insert into hotline.setting (key, value, meaning) values
    ('channel_rating_hours', '24', 'hours in which a citizen can rate through the channel before an agent rings');

do $$
declare
    v_table text;
begin
    foreach v_table in array array['channel', 'demand_key', 'intake', 'channel_news', 'news_rule'] loop
        execute format('alter table hotline.%I owner to hotline_owner', v_table);
    end loop;
end
$$;
