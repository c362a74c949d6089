/* Messages: what a lead or the centre tells a person, read or not yet. */
#ifndef COMMON_MESSAGE_H
#define COMMON_MESSAGE_H

#include "common/outbox.h"
#include "common/record.h"

typedef struct {
    Record record;
    gint64 id;
    char *sender;    /* number and name; "" for the system */
    char *code;
    char *sentence;  /* the notice's template */
    char *data;      /* what fills it, JSON */
    gint64 ticket_id; /* 0: none */
    char *number;    /* the ticket's; "" without one */
    gint64 at;
    gint64 seen_at;  /* 0: not yet */
} Message;

/* Rows: Message of the session's person, those not seen first, then the newest. */
void message_list(Db *db, RecordDone done, gpointer data, GDestroyNotify free_data);
/* It has been read; the person's other terminals hear of it. */
void message_seen(Outbox *outbox, gint64 message, OutboxDone done, gpointer data, GDestroyNotify free_data);

/* What it says, in the language of this program. Owned by the caller. */
char *message_text(const Message *message);

#endif
