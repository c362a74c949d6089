-- The workstation beside a telephone: why agents rest, and the callbacks that ring through the switch.

-- Why an agent is on a break (示忙), in the order of the digits that choose it. A spell keeps the code.
create table hotline.break_reason (
    code    text primary key,
    name    text not null,
    place   integer not null,
    enabled boolean not null default true,
    constraint break_reason_code check (code not in ('missed_ring', 'abused'))
);
comment on constraint break_reason_code on hotline.break_reason is 'the codes of what the centre itself sets an agent aside for';
insert into hotline.break_reason (code, name, place) values
    ('rest', '小休', 1), ('meal', '用餐', 2), ('training', '培训', 3), ('meeting', '会议', 4), ('recover', '平复情绪', 5);

-- What the switch told of a callback that was dialled by its code: one row a call record.
create table hotline.callback_ring (
    uniqueid    text primary key,
    callback_id bigint not null references hotline.callback,
    person_id   bigint references hotline.person,
    at          timestamptz not null,
    outcome     text not null,
    seconds     integer not null default 0,
    constraint callback_ring_outcome check (outcome in ('answered', 'no_answer', 'busy', 'failed'))
);
comment on column hotline.callback_ring.seconds is 'talked';
create index callback_ring_callback on hotline.callback_ring (callback_id, at);
alter table hotline.callback_attempt add column ring text references hotline.callback_ring;
comment on column hotline.callback_attempt.ring is 'recorded by what the switch told; null: by hand';

insert into hotline.setting (key, value, meaning) values
    ('switch_dial', '', 'what an agent dials before a callback''s number, as *55; empty: callbacks are rung without the switch');

alter table hotline.break_reason owner to hotline_owner;
alter table hotline.callback_ring owner to hotline_owner;
