-- The people who work here. login is the person's own PostgreSQL role.
create table hotline.person (
    id          bigint generated always as identity primary key,
    login       text not null unique,
    name        text not null,
    number      text not null unique,
    role        text not null,
    unit_id     bigint references hotline.unit,
    district_id bigint references hotline.area,
    shift       text not null default '',
    skills      text[] not null default '{}',
    enabled     boolean not null default true,
    constraint person_role check (role in ('agent', 'lead', 'unit', 'admin', 'switch')),
    constraint person_unit check ((role = 'unit') = (unit_id is not null)),
    constraint person_login check (login ~ '^[a-z_][a-z0-9_]{0,62}$'),
    constraint person_name_length check (char_length(name) between 1 and 40)
);
comment on column hotline.person.number is '工号, the number by which the person is known on the telephone';
comment on column hotline.person.district_id is 'a lead''s district; null: the whole city';

-- What an agent is doing now; one row for each agent and lead.
create table hotline.agent_state (
    person_id bigint primary key references hotline.person,
    state     text not null default 'offline',
    since     timestamptz not null default clock_timestamp(),
    reason    text not null default '',
    call_id   bigint
);
