-- What the centre learns from: tickets that were brought in from elsewhere, what was learned, what
-- was suggested, and what people laid down beforehand (catalogue, words of danger).

-- Tickets of another system, for learning and analysis. They are no work: nobody here accepted them,
-- they have no state, no deadline and no timeline, so they have a table of their own and no list, rule,
-- figure or screen pop of the live work can meet them. category, unit, area: the words as they came;
-- the ids where the centre has an entry of that name or code.
create table hotline.past_ticket (
    id          bigint generated always as identity primary key,
    source      text not null,
    ref         text not null,
    title       text not null default '',
    body        text not null default '',
    category    text not null default '',
    category_id bigint references hotline.category,
    unit        text not null default '',
    unit_id     bigint references hotline.unit,
    area        text not null default '',
    area_id     bigint references hotline.area,
    told_at     timestamptz,
    urgency     text references hotline.urgency_standard,
    phone       text not null default '',
    citizen     text not null default '',
    likes       integer,
    dislikes    integer,
    unique (source, ref)
);
comment on column hotline.past_ticket.ref is 'its number there; without one a digest of what was said';
create index past_ticket_told on hotline.past_ticket (told_at);
create index past_ticket_category on hotline.past_ticket (category_id, told_at);
create index past_ticket_area on hotline.past_ticket (area_id, told_at);

-- What was learned: category (the roots), leaf (the deepest level that is labelled), unit.
create table hotline.learned_model (
    model      text primary key,
    learned_at timestamptz not null default clock_timestamp(),
    examples   integer not null,
    checked    integer not null,
    top1       real,
    top3       real,
    macro_f1   real,
    constraint learned_model_name check (model in ('category', 'leaf', 'unit'))
);
comment on column hotline.learned_model.checked is 'held back while the figures were made; top1 … are theirs';

create table hotline.learned_label (
    model       text not null references hotline.learned_model on delete cascade,
    label       text not null,
    number      smallint not null,
    category_id bigint references hotline.category on delete set null,
    unit_id     bigint references hotline.unit on delete set null,
    bias        real not null,
    examples    integer not null,
    primary key (model, label),
    unique (model, number)
);
-- How much a gram (one character or two) speaks for a label. Marks that are not of the text are grams
-- too: '#c12' the category 12, '#a3' the area 3, each with its ancestors.
-- label: the label's number in its model, a number because a text has thousands of these.
create table hotline.learned_weight (
    model  text not null references hotline.learned_model on delete cascade,
    gram   text not null,
    label  smallint not null,
    weight real not null,
    primary key (gram, model, label) include (weight)
);

-- The dispatch catalogue (派单目录): who handles a category in an area. null: everywhere, or everything.
-- The nearest entry counts: first by the category's ancestors, then by the area's.
create table hotline.catalogue (
    id          bigint generated always as identity primary key,
    category_id bigint references hotline.category,
    area_id     bigint references hotline.area,
    unit_id     bigint not null references hotline.unit,
    unique nulls not distinct (category_id, area_id)
);

-- Words of danger: they raise the category's standard, and name the number to hand over to.
create table hotline.danger_word (
    word    text primary key,
    urgency text not null default 'urgent' references hotline.urgency_standard,
    number  text references hotline.transfer_number,
    enabled boolean not null default true,
    constraint danger_word_length check (char_length(word) between 2 and 20)
);
insert into hotline.danger_word (word, number) values
    ('着火', '119'), ('起火', '119'), ('火灾', '119'), ('冒浓烟', '119'), ('爆炸', '119'),
    ('被困', '119'), ('困在电梯', '119'), ('坍塌', '119'), ('倒塌', '119'), ('溺水', '119'), ('落水', '119'),
    ('燃气泄漏', '119'), ('煤气泄漏', '119'), ('天然气泄漏', '119'), ('煤气味', '96777'), ('燃气味', '96777'),
    ('晕倒', '120'), ('昏迷', '120'), ('中毒', '120'), ('触电', '120'), ('大出血', '120'), ('没有呼吸', '120'),
    ('心脏骤停', '120'), ('呼吸困难', '120'), ('烧伤', '120'),
    ('跳楼', '110'), ('轻生', '110'), ('自杀', '110'), ('割腕', '110'), ('持刀', '110'), ('砍人', '110'),
    ('抢劫', '110'), ('绑架', '110'), ('打架', '110'), ('家暴', '110'), ('走失', '110'),
    ('车祸', '122'), ('撞人', '122'), ('翻车', '122'), ('电线掉落', '95598'), ('高压线断', '95598');

-- The suggestion that was shown beside a form when it went out, and what was decided.
create table hotline.suggestion_shown (
    ticket_id   bigint primary key references hotline.ticket,
    at          timestamptz not null default clock_timestamp(),
    categories  bigint[] not null default '{}',
    units       bigint[] not null default '{}',
    category_id bigint references hotline.category,
    unit_id     bigint references hotline.unit
);
comment on column hotline.suggestion_shown.unit_id is 'the unit that was chosen; units: those shown, the likeliest first';

-- 汉字 → pinyin, for finding names by it; filled when the schema is applied.
create table hotline.pinyin (
    hanzi    text primary key,
    syllable text not null
);
alter table hotline.area add column search text not null default '';
alter table hotline.unit add column search text not null default '';
alter table hotline.category add column search text not null default '';
alter table hotline.transfer_number add column search text not null default '';

do $$
declare
    v_table text;
begin
    foreach v_table in array array['past_ticket', 'learned_model', 'learned_label', 'learned_weight',
                                   'catalogue', 'danger_word', 'suggestion_shown', 'pinyin'] loop
        execute format('alter table hotline.%I owner to hotline_owner', v_table);
    end loop;
end
$$;
