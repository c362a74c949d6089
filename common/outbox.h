/* Every write is a call of an api function with a UUID made here, so that sending it again acts once.
 * What must not be lost is on disk before it is sent, and stays until the database has answered. */
#ifndef COMMON_OUTBOX_H
#define COMMON_OUTBOX_H

#include "common/db.h"

typedef struct Outbox Outbox;

typedef enum {
    OUTBOX_NOW, /* of use only now: without a link it fails */
    OUTBOX_KEEP /* kept on disk, sent when there is a link, in order, one at a time */
} OutboxKind;

/* answer: the function's jsonb as text, NULL on error. For OUTBOX_KEEP it comes when the database
 * has answered or refused, however late. Returns TRUE when somebody was there to hear it. */
typedef gboolean (*OutboxDone)(const char *answer, const DbError *error, gpointer data);

/* A kept call was answered or refused, and nobody who sent it was there to hear. */
typedef void (*OutboxLate)(const char *function, const char *const *params, const char *answer,
                           const DbError *error, gpointer data);

/* scope: whose (login and server). Takes over what a program that ended left unsent. NULL with an
 * error when nothing can be kept on disk. */
Outbox *outbox_new(Db *db, const char *scope, GError **error);
/* What is unsent stays on disk. */
void outbox_free(Outbox *outbox);
void outbox_on_late(Outbox *outbox, OutboxLate late, gpointer data);

/* Calls api.<function>(uuid, params …). params: n texts, NULL allowed, copied. */
void outbox_send(Outbox *outbox, const char *function, const char *const *params, guint n_params,
                 OutboxKind kind, OutboxDone done, gpointer data, GDestroyNotify free_data);

/* Sends what is kept, as soon as the link is there: to be called on each new link. */
void outbox_resume(Outbox *outbox);

/* Kept calls that are not answered. */
guint outbox_pending(const Outbox *outbox);

#endif
