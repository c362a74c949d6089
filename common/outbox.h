/* Every write is a call of an api function with a UUID made here, so that sending it again acts once.
 * What must not be lost is on disk before it is sent, and stays until the database has answered.
 *
 * A form's words are always in one place that survives a kill: in its draft; from outbox_send_draft on
 * in the call's file, which is durable before the draft's file goes; and when the call is refused in
 * the draft again, which is durable before the call's file goes. A kill between two steps leaves both:
 * then the call counts, and who takes it over (outbox_new, outbox_adopt) removes the draft before it
 * can be offered. So nothing is lost, and no form makes two tickets. */
#ifndef COMMON_OUTBOX_H
#define COMMON_OUTBOX_H

#include "common/db.h"
#include "common/draft.h"

typedef struct Outbox Outbox;

typedef enum {
    OUTBOX_NOW, /* of use only now: without a link it fails */
    OUTBOX_KEEP /* kept on disk, sent when there is a link, in order, one at a time */
} OutboxKind;

/* answer: the function's jsonb as text, NULL on error. For OUTBOX_KEEP it comes when the database
 * has answered or refused, however late. Returns TRUE when somebody was there to hear it. */
typedef gboolean (*OutboxDone)(const char *answer, const DbError *error, gpointer data);

/* A kept call was answered or refused, and nobody who sent it was there to hear. draft: when it was
 * refused, the name ("kind/key") under which its words can be opened again; NULL when it carried none
 * or the disk refused them: then params are all there is. */
typedef void (*OutboxLate)(const char *function, const char *const *params, const char *answer,
                           const DbError *error, const char *draft, gpointer data);

/* scope: whose (login and server). Takes over what programs that ended left unsent; removes folders
 * they left empty, in all scopes. NULL with an error when nothing can be kept on disk. */
Outbox *outbox_new(Db *db, const char *scope, GError **error);
/* What is unsent stays on disk. */
void outbox_free(Outbox *outbox);
void outbox_on_late(Outbox *outbox, OutboxLate late, gpointer data);

/* Calls api.<function>(uuid, params …). params: n texts, NULL allowed, copied. OUTBOX_KEEP waits for
 * the disk (fsync) and returns whether the call is on it: when FALSE it is sent all the same, but only
 * while this program runs. For OUTBOX_NOW the returned value means nothing. */
gboolean outbox_send(Outbox *outbox, const char *function, const char *const *params, guint n_params,
                     OutboxKind kind, OutboxDone done, gpointer data, GDestroyNotify free_data);

/* As outbox_send with OUTBOX_KEEP, and a draft's words go with the call (draft: NULL for none). TRUE:
 * they are the call's now, whatever becomes of the draft; a refusal saves them in it again before done
 * is called, also when it was closed meanwhile. FALSE: the draft still has them; keep it open until
 * the answer. An answer without an error leaves no draft that is not open. */
gboolean outbox_send_draft(Outbox *outbox, Draft *draft, const char *function, const char *const *params,
                           guint n_params, OutboxDone done, gpointer data, GDestroyNotify free_data);

/* Sends what is kept, as soon as the link is there: to be called on each new link. */
void outbox_resume(Outbox *outbox);

/* Takes over what programs that ended since left unsent: to be called before a draft is opened, since
 * its words may belong to such a call. */
void outbox_adopt(Outbox *outbox);

/* Kept calls that are not answered. A refused call without words, or whose words the disk did not take
 * back, is not among them: its file is put aside (".refused") for 30 days, and its words are tried
 * again at each outbox_new. */
guint outbox_pending(const Outbox *outbox);

#endif
