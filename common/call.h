/* Calls: the queue, the call one is in, what is said, what its number said before. */
#ifndef COMMON_CALL_H
#define COMMON_CALL_H

#include "common/outbox.h"
#include "common/record.h"

/* A waiting call, or (from call_detail) any call. */
typedef struct {
    Record record;
    gint64 id;
    char *state;        /* waiting, talking, ended, abandoned (call_detail only) */
    char *phone_masked;
    gint64 area_id;
    char *area;
    char *note;
    gint64 queued_at;
    gint64 answered_at;
    gint64 ended_at;
    char *agent;
    gint64 month_calls;
    gint64 abandoned_today;
    gint64 open_tickets; /* call_waiting only */
    gboolean has_record;
} Call;

typedef struct {
    Record record;
    gint64 waiting;
    gint64 longest_since;
    gint64 answered;
    gint64 asked;
    double mean_wait_seconds;
    gint64 within_15;
    gint64 agents_ready;
    gint64 agents_talking;
} CallFigures;

typedef struct {
    Record record;
    gint64 n;
    char *speaker; /* citizen, agent */
    gint64 said_at;
    char *text;
} CallLine;

/* A ticket of the same number. */
typedef struct {
    Record record;
    gint64 ticket_id;
    char *number;
    char *state;
    char *kind;
    char *title;
    char *unit;
    gint64 accepted_at;
    gint64 due_at;
    char *closing;
} CallHistory;

/* Rows: Call, waiting longest first. */
void call_waiting(Db *db, RecordDone done, gpointer data, GDestroyNotify free_data);
/* Rows: one CallFigures of today. */
void call_figures(Db *db, RecordDone done, gpointer data, GDestroyNotify free_data);
/* Rows: one Call, or none when it does not exist. */
void call_detail(Db *db, gint64 call, RecordDone done, gpointer data, GDestroyNotify free_data);
/* Rows: CallHistory, open tickets first. */
void call_history(Db *db, gint64 call, RecordDone done, gpointer data, GDestroyNotify free_data);
/* Rows: CallLine, those after line n. */
void call_lines(Db *db, gint64 call, gint64 after, RecordDone done, gpointer data,
                GDestroyNotify free_data);

/* Takes this call, or with 0 the one that waits longest. Answer: {"call": id}. */
void call_take(Outbox *outbox, gint64 call, OutboxDone done, gpointer data, GDestroyNotify free_data);
/* Ends a call. Answer: {"state": …}. */
void call_end(Outbox *outbox, gint64 call, OutboxDone done, gpointer data, GDestroyNotify free_data);

#endif
