/* Callbacks: what the centre owes citizens, who rings them, and what came of it. */
#ifndef COMMON_CALLBACK_H
#define COMMON_CALLBACK_H

#include "common/outbox.h"
#include "common/record.h"

/* A row of the list (then without what is marked +), or one callback (without what is marked *). */
typedef struct {
    Record record;
    gint64 id;
    gint64 rank;        /* * which are rung first */
    char *kind;         /* satisfaction, promised, missed */
    gint64 ticket_id;   /* 0: none */
    char *number;       /* * the ticket's */
    char *title;        /* * the ticket's */
    char *unit;         /* * */
    gint64 call_id;     /* + the call that was missed, 0: none */
    char *citizen_name;
    char *phone_masked;
    char *area;
    char *note;
    char *promised_by;  /* + */
    gint64 due_at;
    gint64 attempts;
    gint64 attempts_most; /* + */
    gint64 missed_calls;
    char *claimed_by;   /* who is ringing now, "" for nobody */
    gboolean claimed;   /* it is this person */
    char *closing;      /* "" while it is open */
    gint64 closed_at;
    gint64 calls_from;  /* + the end of the quiet hours, 0: citizens may be rung now */
    char *dial;         /* + with a switch: what is dialled for it, once it is claimed here; else "" */
} Callback;

typedef struct {
    Record record;
    gint64 at;
    char *who;
    char *outcome; /* "": nobody has recorded it, the switch alone tells of it */
    char *note;
    char *ring;    /* what the switch told, "": nothing */
    gint64 seconds; /* talked, as the switch told */
} CallbackAttempt;

/* The filters of the list for a role, the first one first; ends with NULL. Static. */
const char *const *callback_filters(const char *role);
/* Rows: Callback, the next page after a row of it (NULL: the first page). */
void callback_list(Db *db, const char *filter, const Callback *after, guint limit, RecordDone done, gpointer data,
                   GDestroyNotify free_data);
/* Rows: one Callback, or none when it is not to be seen. */
void callback_read(Db *db, gint64 callback, RecordDone done, gpointer data, GDestroyNotify free_data);
/* The same for the open callback about a ticket. */
void callback_of_ticket(Db *db, gint64 ticket, RecordDone done, gpointer data, GDestroyNotify free_data);
/* Rows: CallbackAttempt, oldest first. */
void callback_attempts(Db *db, gint64 callback, RecordDone done, gpointer data, GDestroyNotify free_data);

/* Takes it on, so that nobody else rings. Answer: phone (ticket_answer_parse), "" where it is dialled by a code. */
void callback_claim(Outbox *outbox, gint64 callback, OutboxDone done, gpointer data, GDestroyNotify free_data);
/* Gives it back. */
void callback_release(Outbox *outbox, gint64 callback, OutboxDone done, gpointer data, GDestroyNotify free_data);

/* A step by its name; values by field name. draft: its words, handed over to the call, or NULL; returns as
 * outbox_send_draft.
 * attempt: outcome, reason. reached: text. rate: responded, solved, satisfied, reason, follow_up,
 * follow_up_reason. */
gboolean callback_act(Outbox *outbox, Draft *draft, gint64 callback, const char *step, GHashTable *values,
                      OutboxDone done, gpointer data, GDestroyNotify free_data);

/* Promises to ring about a ticket, or a call (0 each: neither); values: phone, citizen_name, when (as people say
 * it), text. Answer: {"callback", "due_at"}. draft and what is returned: as callback_act. */
gboolean callback_promise(Outbox *outbox, Draft *draft, gint64 ticket, gint64 call, GHashTable *values,
                          OutboxDone done, gpointer data, GDestroyNotify free_data);

#endif
