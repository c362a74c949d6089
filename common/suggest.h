/* What the database makes of a form's words while they are typed: where it belongs, who handles it,
 * whether somebody is in danger, whether it has been said already. */
#ifndef COMMON_SUGGEST_H
#define COMMON_SUGGEST_H

#include "common/record.h"

typedef struct {
    Record record;
    gint64 category_id; /* 0: the centre has no category of that name */
    char *category;     /* with its ancestors */
    double share;       /* 0 … 1 */
    char *words;        /* that speak for it: "噪音 +1.9  烧烤 +1.2" */
    gboolean leaf;      /* it can be dispatched */
} SuggestCategory;

typedef struct {
    Record record;
    gint64 unit_id;
    char *unit;
    double share;
    char *source;         /* catalogue, learned, both */
    char *entry_category; /* the catalogue's entry, with its ancestors; "": for everything */
    char *words;
} SuggestUnit;

typedef struct {
    Record record;
    char *word;
    char *urgency;
    char *number; /* to hand the caller over to; "": none */
    char *name;
} SuggestDanger;

typedef struct {
    Record record;
    gint64 id;
    char *number;
    char *title;
    char *address;
    char *unit;
    gint64 accepted_at;
    double likeness; /* 0 … 1 */
    char *words;     /* that both have */
    gint64 voices;   /* how many said it */
} SuggestSimilar;

/* Rows: SuggestCategory, at most three, the likeliest first. text: title and body. */
void suggest_categories(Db *db, const char *text, RecordDone done, gpointer data, GDestroyNotify free_data);
/* Rows: SuggestUnit, at most three. category, area: ids as texts, "" for none. */
void suggest_units(Db *db, const char *category, const char *area, const char *text, RecordDone done,
                   gpointer data, GDestroyNotify free_data);
/* Rows: SuggestDanger, the most urgent first. */
void suggest_dangers(Db *db, const char *text, RecordDone done, gpointer data, GDestroyNotify free_data);
/* Rows: SuggestSimilar, open tickets, at most five, the likest first. */
void suggest_similar(Db *db, const char *text, const char *area, const char *address, RecordDone done,
                     gpointer data, GDestroyNotify free_data);

/* What was shown beside a form, for its field "suggestion"; lists may be NULL. Owned by the caller;
 * NULL when nothing was shown. */
char *suggest_shown(const GPtrArray *categories, const GPtrArray *units);

#endif
