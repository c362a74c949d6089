-- Training: scenarios of callers and tickets, what a trainee makes of them, and what it is worth. Drills exist only in
-- a training database (setting training); their results are also kept in the shared one, each once.

-- What an agent may be saying, whatever the words: told from texts by the phrases beside it.
create table hotline.utterance (
    code text primary key,
    name text not null
);
-- place: null, or where it stands among those that are offered to say.
create table hotline.phrase (
    id        bigint generated always as identity primary key,
    utterance text not null references hotline.utterance,
    text      text not null unique,
    place     integer
);
-- Words that tell of an utterance by themselves.
create table hotline.cue (
    utterance text not null references hotline.utterance,
    word      text not null,
    primary key (utterance, word)
);

-- content: the scenario as its file says it (schema/training/FORMAT.md), keys and values in English.
-- place: null: no longer among the files.
create table hotline.scenario (
    code     text primary key,
    role     text not null,
    flow     text not null,
    level    integer not null,
    title    text not null,
    category text not null,
    content  jsonb not null,
    enabled  boolean not null default true,
    constraint scenario_role check (role in ('agent', 'lead', 'unit')),
    constraint scenario_level check (level between 1 and 3)
);
comment on column hotline.scenario.category is 'of first level, by name; '''' for none';

-- Some time at a desk where several lines wait: who calls when follows from the seed alone.
create table hotline.training_shift (
    id         bigint generated always as identity primary key,
    person_id  bigint not null references hotline.person,
    seed       integer not null,
    speed      double precision not null,
    level      integer not null,
    started_at timestamptz not null default clock_timestamp(),
    ends_at    timestamptz not null,
    next_at    timestamptz not null,
    arrived    integer not null default 0,
    ended_at   timestamptz,
    constraint training_shift_speed check (speed between 0.5 and 1000)
);
create unique index training_shift_open on hotline.training_shift (person_id) where ended_at is null;

-- One scenario played once. state: staged (what it needs is there), waiting (rings), talking, closing (the call is over, its
-- record is not made), done, missed (nobody answered), dropped (the trainee gave it up).
create table hotline.drill (
    id         uuid primary key default gen_random_uuid(),
    scenario   text not null references hotline.scenario,
    person_id  bigint not null references hotline.person,
    shift_id   bigint references hotline.training_shift,
    speed      double precision not null default 1,
    state      text not null default 'staged',
    started_at timestamptz not null default clock_timestamp(),
    call_id    bigint references hotline.call,
    talking_at timestamptz,
    ended_at   timestamptz,
    next_at    timestamptz,
    said       integer not null default 0,
    heard      integer not null default 0,
    to_say     text[] not null default '{}',
    hangs_up   boolean not null default false,
    answered   jsonb not null default '{}',
    hints      integer not null default 0,
    typing     jsonb not null default '[]',
    constraint drill_state check (state in ('staged', 'waiting', 'talking', 'closing', 'done', 'missed', 'dropped')),
    constraint drill_ended check ((state in ('done', 'missed', 'dropped')) = (ended_at is not null))
);
comment on column hotline.drill.speed is 'times life';
comment on column hotline.drill.said is 'how many of the opening lines are said';
comment on column hotline.drill.heard is 'the last line of the trainee that the caller has heard';
comment on column hotline.drill.answered is 'how often the caller answered each utterance';
comment on column hotline.drill.typing is 'the form''s fields: [{"field", "seconds", "keys"}]';
create index drill_open on hotline.drill (person_id) where ended_at is null;
create unique index drill_call on hotline.drill (call_id);

-- The tickets that were there when it began, in the scenario's order.
create table hotline.drill_ticket (
    drill_id  uuid not null references hotline.drill on delete cascade,
    place     integer not null,
    ticket_id bigint not null references hotline.ticket,
    primary key (drill_id, place)
);

-- What was said, by both.
create table hotline.drill_line (
    drill_id   uuid not null references hotline.drill on delete cascade,
    n          integer not null,
    speaker    text not null,
    at         timestamptz not null default clock_timestamp(),
    text       text not null,
    utterances text[] not null default '{}',
    primary key (drill_id, n),
    constraint drill_line_speaker check (speaker in ('citizen', 'agent'))
);
comment on column hotline.drill_line.utterances is 'as what a line of the trainee was understood, the plainest first';

-- What a drill was worth. id: the drill's; a result that is sent twice is there once.
-- items: [{"item", "points", "out_of", "got", "expected", "why"}]
create table hotline.training_result (
    id         uuid primary key,
    person_id  bigint not null references hotline.person,
    scenario   text not null,
    title      text not null,
    role       text not null,
    flow       text not null,
    level      integer not null,
    category   text not null,
    state      text not null,
    points     double precision not null,
    hints      integer not null,
    seconds    integer,
    speed      double precision not null,
    in_shift   boolean not null,
    started_at timestamptz not null,
    ended_at   timestamptz not null,
    items      jsonb not null,
    typing     jsonb not null default '[]',
    taken_at   timestamptz,
    constraint training_result_points check (points between 0 and 100)
);
comment on column hotline.training_result.taken_at is 'when the shared database took it; null: it was made here';
create index training_result_person on hotline.training_result (person_id, ended_at desc);

do $$
declare
    v_table text;
begin
    foreach v_table in array array['utterance', 'phrase', 'cue', 'scenario', 'training_shift', 'drill', 'drill_ticket', 'drill_line', 'training_result'] loop
        execute format('alter table hotline.%I owner to hotline_owner', v_table);
    end loop;
end
$$;
