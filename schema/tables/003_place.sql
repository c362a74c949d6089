-- Where a matter is and who is in charge: areas (a tree) and units.
create table hotline.area (
    id        bigint generated always as identity primary key,
    code      text not null unique,
    parent_id bigint references hotline.area,
    name      text not null,
    path      text not null default '',
    enabled   boolean not null default true,
    constraint area_name_length check (char_length(name) between 1 and 60)
);
create index area_parent on hotline.area (parent_id);

create table hotline.unit (
    id      bigint generated always as identity primary key,
    code    text not null unique,
    name    text not null,
    kind    text not null default 'department',
    area_id bigint references hotline.area,
    enabled boolean not null default true,
    constraint unit_name_length check (char_length(name) between 1 and 60),
    constraint unit_kind check (kind in ('department', 'district', 'township', 'enterprise'))
);

-- Numbers that a caller is handed to: the emergency numbers stay apart from 12345,
-- the utilities are transferred to at once.
create table hotline.transfer_number (
    number  text primary key,
    name    text not null,
    kind    text not null,
    enabled boolean not null default true,
    constraint transfer_number_kind check (kind in ('emergency', 'utility'))
);
insert into hotline.transfer_number (number, name, kind) values
    ('110', '公安报警', 'emergency'), ('119', '消防救援', 'emergency'),
    ('120', '医疗急救', 'emergency'), ('122', '交通事故', 'emergency'),
    ('95598', '供电', 'utility'), ('96655', '供水', 'utility'),
    ('96777', '燃气', 'utility'), ('96889', '供热', 'utility');
