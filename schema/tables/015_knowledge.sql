-- What the centre knows: articles, every version they had, what agents propose, what was used where.
create table hotline.article (
    id          bigint generated always as identity primary key,
    key         text unique,
    title       text not null default '',
    variants    text not null default '',
    answer      text not null,
    category_id bigint references hotline.category,
    area_id     bigint references hotline.area,
    unit_id     bigint references hotline.unit,
    legal_basis text not null default '',
    valid_from  date,
    valid_to    date,
    state       text not null default 'published',
    version     integer not null default 1,
    changed_at  timestamptz not null default clock_timestamp(),
    used        integer not null default 0,
    helped      integer not null default 0,
    not_helped  integer not null default 0,
    constraint article_state check (state in ('published', 'withdrawn')),
    constraint article_validity check (valid_from <= valid_to)
);
comment on column hotline.article.key is 'the id of the row it was imported from; null: written here';
comment on column hotline.article.title is 'empty: shown by the first words of the answer';
comment on column hotline.article.variants is 'how citizens ask it, a question a line';
comment on column hotline.article.area_id is 'null: the whole city';
create index article_changed on hotline.article (changed_at desc, id desc);

-- A proposal: a new article, or a correction (纠错) of the version that the agent saw.
create table hotline.article_proposal (
    id           bigint generated always as identity primary key,
    article_id   bigint references hotline.article,
    base_version integer,
    fields       jsonb not null,
    reason       text not null,
    proposed_by  bigint not null references hotline.person,
    proposed_at  timestamptz not null default clock_timestamp(),
    state        text not null default 'waiting',
    decided_by   bigint references hotline.person,
    decided_at   timestamptz,
    decision     text not null default '',
    constraint article_proposal_state check (state in ('waiting', 'published', 'refused')),
    constraint article_proposal_decided check ((state = 'waiting') = (decided_at is null)),
    constraint article_proposal_base check ((article_id is null) = (base_version is null))
);
create index article_proposal_waiting on hotline.article_proposal (id) where state = 'waiting';
create index article_proposal_own on hotline.article_proposal (proposed_by, id desc);

-- Where an article was used: read, quoted into a ticket, or sent as its direct answer.
create table hotline.article_use (
    id         bigint generated always as identity primary key,
    article_id bigint not null references hotline.article,
    version    integer not null,
    ticket_id  bigint references hotline.ticket,
    person_id  bigint not null references hotline.person,
    at         timestamptz not null default clock_timestamp(),
    way        text not null,
    constraint article_use_way check (way in ('read', 'quoted', 'sent')),
    constraint article_use_ticket check ((way = 'read') = (ticket_id is null))
);
create unique index article_use_once on hotline.article_use (ticket_id, article_id) where ticket_id is not null;
create index article_use_article on hotline.article_use (article_id, at);

-- Did it help: a person's last word on an article.
create table hotline.article_vote (
    article_id bigint not null references hotline.article,
    person_id  bigint not null references hotline.person,
    version    integer not null,
    helped     boolean not null,
    at         timestamptz not null default clock_timestamp(),
    primary key (article_id, person_id)
);

-- 12345's colloquial words and the official ones that mean the same.
create table hotline.synonym (
    word    text primary key,
    means   text[] not null,
    enabled boolean not null default true,
    constraint synonym_word_length check (char_length(word) between 2 and 20),
    constraint synonym_means check (cardinality(means) between 1 and 8)
);

-- Words of every question that say nothing about its matter; the rows are in functions/71_search_text.sql.
create table hotline.filler (word text primary key);

-- The search: what of an article is indexed …
create table hotline.search_article (
    article_id integer primary key references hotline.article,
    version    integer not null,
    length     integer not null,
    words      text not null,
    places     text[] not null default '{}'
);
comment on column hotline.search_article.words is 'title, variants and answer, written one way';
comment on column hotline.search_article.places is 'the districts that it names or belongs to; none: everywhere';

-- … and where each gram (two characters, a number, a Latin word) occurs. A row is a gram in a block of
-- 8,192 article ids: arrays are an eighth of the size of a row for each place, and are read in one go.
-- impacts: BM25's share of a gram in an article without the gram's own weight, in thousandths.
create table hotline.search_gram (
    gram     text collate "C" not null,
    block    integer not null,
    n        integer not null,
    articles integer[] not null,
    impacts  smallint[] not null,
    primary key (gram, block)
);
alter table hotline.search_gram alter articles set storage external, alter impacts set storage external;
create table hotline.search_letter (
    letter text collate "C" primary key,
    n      integer not null
);
-- One row: how many articles there are, and the mean length that the impacts were counted with.
create table hotline.search_state (
    articles    integer not null,
    letters     bigint not null,
    mean_length real not null
);
insert into hotline.search_state values (0, 0, 300);

do $$
declare
    v_table text;
begin
    foreach v_table in array '{article,article_proposal,article_use,article_vote,synonym,filler,search_article,
                               search_gram,search_letter,search_state}'::text[] loop
        execute format('alter table hotline.%I owner to hotline_owner', v_table);
    end loop;
end
$$;

-- Every version as it was published, by whom and why. Append-only, like the timeline.
create table hotline.article_version (
    article_id bigint not null,
    version    integer not null,
    at         timestamptz not null default clock_timestamp(),
    person_id  bigint,
    who        text not null,
    action     text not null,
    reason     text not null default '',
    fields     jsonb not null,
    primary key (article_id, version),
    constraint article_version_action check (action in ('publish', 'withdraw', 'import'))
);
create trigger article_version_append_only before update or delete or truncate on hotline.article_version
    for each statement execute function hotline.event_is_append_only();
alter table hotline.article_version owner to hotline_audit;
grant select, insert on hotline.article_version to hotline_owner;
