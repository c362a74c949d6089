-- What was learned, by gram: one row holds all labels of a model that a gram speaks for, so that a text
-- of some hundred grams is asked about in as many rows, not in thousands. Marks that are not of the text are
-- grams too: '#c12' the category 12, '#a3' the area 3, each with its ancestors.
create table hotline.learned_gram (
    gram    text collate "C" not null,
    model   text not null references hotline.learned_model on delete cascade,
    labels  smallint[] not null,
    weights real[] not null,
    primary key (gram, model),
    constraint learned_gram_weights check (cardinality(labels) = cardinality(weights))
);
comment on column hotline.learned_gram.labels is 'the labels'' numbers in the model; weights: how much the gram speaks for each';
-- beside the row they would cost a look-up each
alter table hotline.learned_gram alter labels set storage main, alter weights set storage main;
insert into hotline.learned_gram (gram, model, labels, weights)
select gram, model, array_agg(label order by label), array_agg(weight order by label)
from hotline.learned_weight group by gram, model order by gram, model;
drop table hotline.learned_weight;

-- A gram of a text that a model knows. times: how often it is there, the title counted twice; value: its
-- share of the text.
create type hotline.learned_hit as (
    model text, gram text collate "C", times bigint, value double precision, labels smallint[], weights real[]);

alter table hotline.learned_gram owner to hotline_owner;
alter type hotline.learned_hit owner to hotline_owner;
