-- Making closed tickets into scenarios that name nobody: the words by which names, places and numbers are told, and
-- those that are invented for them.

-- class: what a word is for (schema/functions/87_training_anonymous_words.sql). value: the code of what is invented, or ''.
create table hotline.anonymous_word (
    class text not null,
    place integer not null,
    word  text not null,
    value text not null default '',
    primary key (class, word)
);
alter table hotline.anonymous_word owner to hotline_owner;

-- A text while it is made anonymous. What was replaced is one private character: standins[n] stands behind chr(57343 + n),
-- and keys[n] says what it stands for, so that the same thing is called the same everywhere.
-- banned: pairs of characters of the real names and places; nothing invented may hold one. turn: where invented words begin.
create type hotline.anonymous_text as (body text, keys text[], standins text[], banned text[], turn integer);
alter type hotline.anonymous_text owner to hotline_owner;

-- What of a ticket may not be found in its scenario. names: as recorded, without titles; phones: the citizen's first;
-- name_pairs, place_pairs: pairs of neighbouring characters; roads: whole names of places (人民路).
create type hotline.ticket_originals as (names text[], phones text[], name_pairs text[], place_pairs text[], roads text[]);
alter type hotline.ticket_originals owner to hotline_owner;
