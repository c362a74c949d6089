-- The rules as rows: what may follow what, who may do it and what must be there first.
-- The rows themselves are in functions/20_rule.sql, so that a change of a rule is one diff.
create table hotline.refusal (
    code     text primary key,
    sentence text not null
);

create table hotline.transition (
    machine      text not null,
    action       text not null,
    from_state   text not null,
    to_state     text not null,
    actors       text[] not null,
    needs        text[] not null default '{}',
    needs_reason boolean not null default false,
    primary key (machine, action, from_state)
);

-- The fields that must be filled for each way out of the ticket form.
create table hotline.form_field (
    field      text primary key,
    max_length integer
);
create table hotline.form_need (
    way     text not null,
    field   text not null references hotline.form_field,
    primary key (way, field)
);

-- Which group role may execute which api function; the grants are made from these rows.
create table hotline.api_right (
    function text not null,
    role     text not null,
    primary key (function, role)
);

-- Every write carries a UUID made by the client; the answer is kept so that the same
-- request, sent again after a lost link, acts once and answers the same. params: their SHA-256, so
-- that a UUID used for something else is noticed.
create table hotline.request (
    id        uuid primary key,
    person_id bigint not null,
    function  text not null,
    params    bytea not null,
    at        timestamptz not null default clock_timestamp(),
    answer    jsonb
);
create index request_at on hotline.request using brin (at);
