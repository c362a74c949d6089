/* What a lead judges a returned ticket by: the unit's reason, what the catalogue and the learned weights say, and what
 * the units did with such tickets before. */
#ifndef COMMON_OBJECTION_H
#define COMMON_OBJECTION_H

#include "common/record.h"

typedef struct {
    Record record;
    char *reason;          /* the unit's */
    char *returned_by;
    gint64 returned_at;    /* 0: it was not returned */
    gboolean binds;        /* the bound of returns is reached: the next decision binds */
    char *entry_category;  /* the catalogue's nearest entry; "": for everything */
    char *entry_area;      /* "": everywhere */
    char *entry_unit;      /* "": there is no entry */
    gint64 entry_since;
    gboolean mended;       /* it names another unit since the ticket was dispatched */
    gint64 mend_category;  /* with which category and area a mending begins; 0: all of them */
    gint64 mend_area;
} Objection;

/* A unit, and what it did with the ticket's category within a year. */
typedef struct {
    Record record;
    gint64 place;     /* 0: where the ticket is; 1 … 3: the others that are suggested, the likeliest first */
    gint64 unit_id;
    char *unit;
    double share;     /* of the suggestion, 0 … 1 */
    char *source;     /* catalogue, learned, both; "": not suggested */
    char *words;      /* that speak for it */
    gint64 dispatched;
    gint64 returned;
    gint64 finished;
    gint64 on_time;   /* of the finished ones */
    gboolean tried;   /* the ticket has been there */
} ObjectionUnit;

/* A stay of the ticket at a unit. */
typedef struct {
    Record record;
    char *unit;
    gint64 at;
    gint64 ended_at; /* 0: it is there still */
    char *outcome;   /* returned, moved, finished, merged */
} ObjectionStay;

/* Rows: one Objection, or none when it is not to be seen. */
void objection_read(Db *db, gint64 ticket, RecordDone done, gpointer data, GDestroyNotify free_data);
/* Rows: ObjectionUnit by place. */
void objection_units(Db *db, gint64 ticket, RecordDone done, gpointer data, GDestroyNotify free_data);
/* Rows: ObjectionStay, the first one first. */
void objection_stays(Db *db, gint64 ticket, RecordDone done, gpointer data, GDestroyNotify free_data);

#endif
