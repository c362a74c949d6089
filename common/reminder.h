/* What waits for a person, and that they were reminded of it. What is due, whom it concerns and whether it may
 * disturb is the database's word. */
#ifndef COMMON_REMINDER_H
#define COMMON_REMINDER_H

#include "common/outbox.h"
#include "common/record.h"

/* The open matters of one kind; or, when kind is "", that there are none. bell, quiet and next_seconds are the
 * same in all rows. */
typedef struct {
    Record record;
    gboolean bell;       /* of this person's terminals this is the one that rings */
    gboolean quiet;      /* not to be disturbed now */
    double next_seconds; /* until something more becomes due: then it is asked again */
    char *kind;          /* callback_due, deadline_near, ticket_assigned, ticket_returned */
    gint64 count;
    gint64 subject_id;   /* the first matter: a callback, else a ticket */
    char *number;        /* the ticket's; "" for none */
    char *fresh;         /* the matters to remind of now, with blanks between; "" for none */
} Reminder;

/* Rows: Reminder, at least one. */
void reminder_list(Db *db, RecordDone done, gpointer data, GDestroyNotify free_data);

/* The person has been reminded of these matters (Reminder.fresh). Answer: {"fired": n}. */
void reminder_fired(Outbox *outbox, const char *kind, const char *fresh, OutboxDone done, gpointer data,
                    GDestroyNotify free_data);

/* Puts the open matters of a kind off. Answer: {"snoozed": n}. */
void reminder_snooze(Outbox *outbox, const char *kind, guint minutes, OutboxDone done, gpointer data,
                     GDestroyNotify free_data);

#endif
