-- What a demand is about and how long it may take: one shared standard for all districts.
create table hotline.urgency_standard (
    urgency      text primary key,
    rank         integer not null unique,
    working_days integer not null check (working_days > 0)
);
insert into hotline.urgency_standard (urgency, rank, working_days) values
    ('urgent', 1, 1), ('general', 2, 5), ('complex', 3, 30);

create table hotline.category (
    id              bigint generated always as identity primary key,
    code            text not null unique,
    parent_id       bigint references hotline.category,
    level           integer not null default 1,
    name            text not null,
    path            text not null default '',
    default_urgency text references hotline.urgency_standard,
    enabled         boolean not null default true,
    constraint category_level check (level between 1 and 3),
    constraint category_name_length check (char_length(name) between 1 and 60)
);
create index category_parent on hotline.category (parent_id);
comment on column hotline.category.default_urgency is 'null: as the parent, and general at the root';
