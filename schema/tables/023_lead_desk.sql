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

-- What leads and administrators did to people and to the queue, with the reason: append-only, like the timeline.
-- What is about a ticket or a call stands in hotline.event too.
create table hotline.agent_log (
    id        bigint generated always as identity primary key,
    at        timestamptz not null default clock_timestamp(),
    by_id     bigint references hotline.person,
    who       text not null default '',
    role      text not null default '',
    person_id bigint references hotline.person,
    action    text not null,
    reason    text not null default '',
    data      jsonb not null default '{}'
);
comment on column hotline.agent_log.person_id is 'to whom it was done; null: to several, or to the queue';
create index agent_log_person on hotline.agent_log (person_id, id desc);
create trigger agent_log_append_only before update or delete or truncate on hotline.agent_log
    for each statement execute function hotline.event_is_append_only();
alter table hotline.agent_log owner to hotline_audit;
grant select, insert on hotline.agent_log to hotline_owner;

-- What agents can do that not all can, and what a call may need: a dialect, the enterprise desk, a category.
create table hotline.skill (
    code    text primary key,
    name    text not null,
    kind    text not null,
    enabled boolean not null default true,
    constraint skill_kind check (kind in ('dialect', 'enterprise', 'category'))
);
insert into hotline.skill (code, name, kind) values ('dialect', '方言', 'dialect'), ('enterprise', '企业', 'enterprise');
-- what people have already stays
insert into hotline.skill (code, name, kind)
select distinct s, s, 'category' from hotline.person p, unnest(p.skills) s where p.role in ('agent', 'lead') on conflict do nothing;

-- A call that needs a skill and waits longer is offered to those who have another one, or (to_skill null) to all.
create table hotline.overflow_rule (
    skill         text not null references hotline.skill,
    to_skill      text references hotline.skill,
    after_seconds integer not null,
    constraint overflow_after check (after_seconds between 0 and 3600),
    constraint overflow_once unique nulls not distinct (skill, to_skill)
);
insert into hotline.overflow_rule (skill, to_skill, after_seconds) values ('dialect', null, 120), ('enterprise', null, 60);

-- Numbers whose calls come first, with the reason, which the agent reads as it rings.
create table hotline.marked_number (
    number    text not null,
    phone_key text primary key generated always as (hotline.phone_key(number)) stored,
    reason    text not null,
    by_id     bigint references hotline.person,
    at        timestamptz not null default clock_timestamp(),
    until     date,
    enabled   boolean not null default true
);
comment on column hotline.marked_number.until is 'its last day; null: for good';

-- priority: 2 the number is marked, 1 it gave up often today, 0 else; fixed when the call arrives or its number is
-- marked, so that the queue's index alone says who is next.
alter table hotline.call
    add column skill      text references hotline.skill,
    add column priority   smallint not null default 0,
    add column alerted_at timestamptz;
comment on column hotline.call.alerted_at is 'leads were told that it waits too long';
drop index hotline.call_waiting;
create index call_waiting on hotline.call (priority desc, queued_at, id) where state = 'waiting';

insert into hotline.setting (key, value, meaning) values
    ('priority_abandoned_limit', '2',   'calls given up on one day from which on a number comes first'),
    ('queue_alert_seconds',      '120', 'seconds after which a waiting call raises an alert');

-- How an agent's work is judged: questions with points, and the filled forms.
create table hotline.quality_form (
    id      bigint generated always as identity primary key,
    code    text not null unique,
    name    text not null,
    enabled boolean not null default true
);
create table hotline.quality_question (
    form_id  bigint not null references hotline.quality_form,
    n        integer not null,
    question text not null,
    points   integer not null,
    primary key (form_id, n),
    constraint quality_question_n check (n between 1 and 12),
    constraint quality_question_points check (points between 1 and 100)
);
create table hotline.quality_check (
    id          bigint generated always as identity primary key,
    form_id     bigint not null references hotline.quality_form,
    call_id     bigint references hotline.call,
    ticket_id   bigint references hotline.ticket,
    agent_id    bigint not null references hotline.person,
    lead_id     bigint not null references hotline.person,
    at          timestamptz not null default clock_timestamp(),
    answers     jsonb not null,
    score       integer not null,
    most        integer not null,
    note        text not null default '',
    answer      text not null default '',
    answered_at timestamptz,
    constraint quality_check_subject check (call_id is not null or ticket_id is not null)
);
comment on column hotline.quality_check.answers is 'the questions as they were then: [{"question", "points", "most"}]';
create index quality_check_agent on hotline.quality_check (agent_id, id desc);
create unique index quality_check_call on hotline.quality_check (call_id) where call_id is not null;
create unique index quality_check_ticket on hotline.quality_check (ticket_id) where ticket_id is not null;

-- an example to begin with
insert into hotline.quality_form (code, name) values ('service', '服务质量');
insert into hotline.quality_question (form_id, n, question, points)
select id, n, question, points from hotline.quality_form, (values
    (1, '问候', 10), (2, '倾听', 20), (3, '核实要素', 20), (4, '派单准确', 20), (5, '告知时限', 20), (6, '礼貌结束', 10)) q (n, question, points);

do $$
declare
    v_table text;
begin
    foreach v_table in array array['skill', 'overflow_rule', 'marked_number', 'quality_form', 'quality_question', 'quality_check'] loop
        execute format('alter table hotline.%I owner to hotline_owner', v_table);
    end loop;
end
$$;
