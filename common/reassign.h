/* Giving many tickets away: what each carries, who gets how many, doing it, undoing it. */
#ifndef COMMON_REASSIGN_H
#define COMMON_REASSIGN_H

#include "common/outbox.h"
#include "common/record.h"

/* What an agent or a unit carries now. */
typedef struct {
    Record record;
    gint64 id;
    char *name; /* an agent's with the number */
    gint64 open;
    gint64 today;
    gint64 overdue;
    char *state;      /* of an agent: ready, break …; "" for a unit */
    gboolean present; /* at a workstation */
} ReassignLoad;

/* What one of the receivers would get. */
typedef struct {
    Record record;
    char *name;
    gint64 gets;
} ReassignShare;

/* Who has a ticket that was given away by another. */
typedef struct {
    Record record;
    char *owner;
    char *given_by;
    char *reason;
} ReassignGiven;

/* What was done or undone; numbers 0 and texts "" where the answer has no such member. */
typedef struct {
    gint64 reassignment;
    gint64 count;
    gint64 stayed; /* were there already; of an undoing: have moved on meanwhile */
    gint64 promises;
    gint64 seconds; /* within which it can be undone */
    gint64 undone;
    char *shares;
    char *numbers;
} ReassignAnswer;

/* Rows: ReassignLoad, by name, the next page after a row of it (NULL: the first page). kind: "agents", "units", or
 * "owners" (whose tickets can be given away). */
void reassign_loads(Db *db, const char *kind, const ReassignLoad *after, guint limit, RecordDone done, gpointer data,
                    GDestroyNotify free_data);
/* Rows: ReassignShare, for count tickets; to: gint64 ids. */
void reassign_preview(Db *db, const char *kind, const GArray *to, guint count, RecordDone done, gpointer data,
                      GDestroyNotify free_data);
/* Gives away, all or none. versions: ticket id → version as it was seen (gint64 pointers); kind: "agents" or "units";
 * of: the agent all of whose is given away, 0: none. Of use only now: without a link it fails. */
void reassign_send(Outbox *outbox, GHashTable *versions, const char *kind, const GArray *to, const char *reason, gint64 of,
                   OutboxDone done, gpointer data, GDestroyNotify free_data);
void reassign_undo(Outbox *outbox, gint64 reassignment, OutboxDone done, gpointer data, GDestroyNotify free_data);
/* Rows: one ReassignGiven when the asker had the ticket and another has it now; else none. */
void reassign_given(Db *db, gint64 ticket, RecordDone done, gpointer data, GDestroyNotify free_data);

/* Never NULL. */
ReassignAnswer *reassign_answer_parse(const char *json);
void reassign_answer_free(ReassignAnswer *answer);
G_DEFINE_AUTOPTR_CLEANUP_FUNC(ReassignAnswer, reassign_answer_free)

/* The tickets (gint64) that a refusal names, none for another error. Owned by the caller. */
GArray *reassign_refused(const DbError *error);

#endif
