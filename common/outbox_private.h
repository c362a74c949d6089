/* Shared by outbox.c and outbox_file.c only. */
#ifndef COMMON_OUTBOX_PRIVATE_H
#define COMMON_OUTBOX_PRIVATE_H

#include "common/outbox.h"

typedef struct {
    char *uuid;
    char *function;
    char **params; /* n, and NULL at the end */
    guint n_params;
    char *path;    /* its file; NULL when the disk refused it */
    OutboxDone done;
    gpointer data;
    GDestroyNotify free_data;
} OutboxCall;

struct Outbox {
    Db *db;
    char *folder;
    int lock;
    guint64 next_number;
    GQueue kept;   /* OutboxCall, oldest first */
    guint64 query; /* the head of kept is on its way; 0: nothing is */
    guint again;
    OutboxLate late;
    gpointer late_data;
};

void outbox_call_free(OutboxCall *call);

/* A folder of this program's own, locked; what ended programs left in theirs is moved into it. */
gboolean outbox_folder_open(Outbox *outbox, const char *scope, GError **error);
void outbox_folder_close(Outbox *outbox);

/* On disk before this returns; a disk that refuses is said by g_warning, the call is still sent. */
void outbox_file_write(Outbox *outbox, OutboxCall *call);
/* The call is answered; a refused one is kept aside with its words ("refused-…") until the folder
 * is a month old. */
void outbox_file_remove(OutboxCall *call, const DbError *error);

#endif
