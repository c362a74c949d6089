/* The superior's evaluation of handled tickets, and the units' performance. */
#ifndef COMMON_EVALUATION_H
#define COMMON_EVALUATION_H

#include "common/record.h"

/* A drawn ticket's review, or the review of an unreasonable demand that is asked for. */
typedef struct {
    Record record;
    gint64 id; /* the review's; of a demand less than 0 */
    gint64 ticket_id;
    gint64 round; /* of handling, that is reviewed */
    char *number;
    char *title;
    char *unit;
    char *kind;
    char *why;   /* sample, dissatisfied, demand */
    char *state; /* waiting, rated, objected, decided; of a demand mark_asked, unmark_asked */
    gint64 at;
    char *responded; /* the citizen's rating of the round: yes, partly, no, "" */
    char *solved;
    char *satisfied;
    char *rating_reason;
    char *timely; /* the marks that stand: yes, partly, no, "" */
    char *timely_reason;
    char *complete;
    char *complete_reason;
    char *recorded;
    char *recorded_reason;
    char *genuine;
    char *genuine_reason;
    gint64 open_until; /* until when the unit may object; 0: it may not */
    char *objection;   /* of a demand: why it is asked for */
    char *outcome;     /* upheld, changed, "" */
    char *decision;
} Review;

/* A figure of a unit and a kind of demand: part ÷ whole. */
typedef struct {
    Record record;
    gint64 unit_id; /* 0: all units together */
    char *unit;
    char *figure; /* LABEL_FIGURE */
    char *kind;   /* "": all kinds */
    gint64 part;
    gint64 whole;
} PerformanceFigure;

/* Days as PostgreSQL reads them, until not among them. */
typedef struct {
    char from[16];
    char until[16];
} PerformancePeriod;

/* The filters of the list, the usual one first: what waits for a lead, all of a unit's. Ends with NULL. */
const char *const *review_filters(const char *role);
/* A page of rows: Review: of a lead what waits for this lead, the oldest first; of a unit those of its work, the newest
 * first. after: the last row of the page before, or NULL. */
void review_list(Db *db, const Review *after, guint limit, RecordDone done, gpointer data, GDestroyNotify free_data);

/* The month that lies so many months back (0: the present one) in the centre's time zone. */
void performance_month(int back, PerformancePeriod *period);
/* Rows: PerformanceFigure, by unit; unit 0: of a lead all, with the rows of all units together; of a unit its own. */
void performance_read(Db *db, const PerformancePeriod *period, gint64 unit, RecordDone done, gpointer data,
                      GDestroyNotify free_data);
/* The figure of a unit and kind among rows; NULL: nothing was counted. Borrowed. */
const PerformanceFigure *performance_find(const GPtrArray *rows, gint64 unit, const char *figure, const char *kind);
/* A rate as text, "96.0%"; "-" when nothing was counted. Owned by the caller. */
char *performance_rate(const PerformanceFigure *figure);

#endif
