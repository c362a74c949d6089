/* The team lead's board: agents, queue, the shift's figures now and by quarter-hour. */
#ifndef COMMON_BOARD_H
#define COMMON_BOARD_H

#include "common/record.h"

typedef struct {
    Record record;
    gint64 id;
    gint64 rank;        /* of its state in the board's order */
    char *number;       /* 工号 */
    char *name;
    char *shift;
    char *skills;
    char *state;
    gint64 since;       /* 0: never signed on */
    char *reason;       /* in the centre's or a lead's words; or missed_ring, abused */
    char *call;         /* number and area of the call one is in; "": none */
    gint64 too_long_at; /* when after-call work is too long; 0: not in it */
    gint64 open;        /* tickets of theirs */
    gint64 due;         /* due today */
    gint64 overdue;
    double after_call_seconds; /* mean of today's after-call work; 0: none */
    gint64 missed_rings; /* the telephone rang in vain, today */
} BoardAgent;

/* A line of an agent's day. */
typedef struct {
    Record record;
    char *kind; /* open (a ticket to be done, at: its deadline), spell, ticket (accepted at) */
    gint64 at;
    gint64 until_at; /* of a spell; 0: it goes on */
    char *state;     /* the agent's or the ticket's */
    char *text;
    gint64 ticket_id; /* 0: none */
} BoardDay;

typedef struct {
    Record record;
    gint64 id;
    char *phone_masked;
    char *area;
    gint64 queued_at;
    char *note;
} BoardCall;

/* The shift now and today so far, or (then without what is marked *) one quarter-hour. */
typedef struct {
    Record record;
    gint64 at;            /* a quarter-hour's beginning */
    gint64 waiting;       /* * */
    gint64 longest_since; /* * 0: nobody waits */
    gint64 ready;         /* * agents */
    gint64 talking;       /* * */
    gint64 after_call;    /* * */
    gint64 on_break;      /* * */
    gint64 asked;
    gint64 answered;
    gint64 within_15;
    double mean_wait_seconds;
    gint64 tickets;
    gint64 dispatched;
    gint64 precise;
} BoardFigures;

/* The filters of the agents, the first one first; ends with NULL. Static. */
const char *const *board_filters(const char *role);
/* Rows: BoardAgent, the next page after a row of it (NULL: the first page). */
void board_agents(Db *db, const char *filter, const BoardAgent *after, guint limit, RecordDone done, gpointer data,
                  GDestroyNotify free_data);
/* Rows: BoardDay, open tickets first, then the day, newest first. */
void board_agent_day(Db *db, gint64 person, RecordDone done, gpointer data, GDestroyNotify free_data);
/* Rows: BoardCall, who waits longest first. */
void board_queue(Db *db, RecordDone done, gpointer data, GDestroyNotify free_data);
/* Rows: one BoardFigures. */
void board_figures(Db *db, RecordDone done, gpointer data, GDestroyNotify free_data);
/* Rows: BoardFigures, the quarter-hours of the last hours, the newest last. */
void board_quarters(Db *db, guint hours, RecordDone done, gpointer data, GDestroyNotify free_data);

#endif
