-- Settings of a centre: one row a fact, each with its meaning beside it.
create table hotline.setting (
    key     text primary key,
    value   text not null,
    meaning text not null
);
insert into hotline.setting (key, value, meaning) values
    ('centre_name',          '12345热线',     'the name in the title line'),
    ('timezone',             'Asia/Shanghai', 'the zone in which working days and hours are counted'),
    ('work_start',           '09:00',         'opening of a working day'),
    ('work_end',             '17:30',         'close of a working day; deadlines fall on it'),
    ('return_working_days',  '1',             'working days in which a unit may return a ticket'),
    ('return_limit',         '2',             'returns of one ticket, after which a lead decides and it binds'),
    ('ring_back_attempts',   '3',             'recorded attempts after which a citizen counts as unreachable'),
    ('extension_wall_days',  '30',            'working days that a ticket may take with all its extensions');
