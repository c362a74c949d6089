/* Calls, and messages of other channels among them: the queue, the one an agent is in, what is said, what its number said
 * before. */
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
    gint64 priority;     /* call_waiting only, like the rest: 2 marked, 1 gave up often today */
    char *skill;         /* the name of the one it needs; "" for none */
    char *mark;          /* why its number is marked; "" for not */
    gint64 offered_at;   /* from when on it is this person's to take, or rings at this person's telephone; 0: never */
    gboolean by_switch;  /* it is not taken but rings */
    char *rings_with;    /* at whose telephone; "" for nobody's just now */
    char *channel;       /* "call", or a message's: web, wechat … */
    char *channel_name;
    gint64 answer_by;    /* the end of the time within which it is to be answered */
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
    gint64 alert_seconds; /* a call that waits longer raises an alert */
    gint64 messages_waiting; /* of other channels, which the figures above leave out */
    gint64 messages;         /* received today */
    gint64 messages_due;     /* of them answered, or their channel's limit is over */
    gint64 messages_in_time; /* answered within it */
} CallFigures;

typedef struct {
    Record record;
    gint64 n;
    char *speaker; /* citizen, agent */
    gint64 said_at;
    char *text;
} CallLine;

/* A leg of a call: who was brought in, when, for how long. */
typedef struct {
    Record record;
    char *kind;  /* caller, agent, other */
    char *party; /* the number */
    char *who;   /* its name, "" where it has none here */
    gint64 started_at;
    gint64 answered_at; /* 0: never, or not known */
    gint64 ended_at;
} CallLeg;

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

/* Did it come by another channel than the telephone? Then nobody is on the line. */
gboolean call_is_message(const Call *call);

/* Rows: Call, the next one to be taken first. */
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

/* Rows: CallLeg, as they began; for its agent and for leads. */
void call_legs(Db *db, gint64 call, RecordDone done, gpointer data, GDestroyNotify free_data);

/* Takes this call, or with 0 the next one. Answer: {"call": id}. */
void call_take(Outbox *outbox, gint64 call, OutboxDone done, gpointer data, GDestroyNotify free_data);
/* A lead marks the number of a call: it comes first. days: "" for good, "0" takes the mark away. */
void call_mark(Outbox *outbox, gint64 call, const char *reason, const char *days, OutboxDone done, gpointer data,
               GDestroyNotify free_data);
/* A lead's workstation sees that a call waits too long; the leads are told once. */
void call_alert(Outbox *outbox, OutboxDone done, gpointer data, GDestroyNotify free_data);
/* Ends a call. hung_up: at a telephone, and nothing came of it. Answer: {"state": …}. */
void call_end(Outbox *outbox, gint64 call, gboolean hung_up, OutboxDone done, gpointer data, GDestroyNotify free_data);

#endif
