/* Shared by the outbox*.c files only. */
#ifndef COMMON_OUTBOX_PRIVATE_H
#define COMMON_OUTBOX_PRIVATE_H

#include "common/outbox.h"

#define OUTBOX_CALL ".call"
#define OUTBOX_REFUSED ".refused" /* after OUTBOX_CALL */

typedef struct {
    char *uuid;
    char *function;
    char **params; /* n, and NULL at the end */
    guint n_params;
    char *draft;   /* the draft it carries, kind/key; NULL: none */
    char *words;   /* its text */
    char *path;    /* its file; NULL when the disk refused it */
    OutboxDone done;
    gpointer data;
    GDestroyNotify free_data;
} OutboxCall;

struct Outbox {
    Db *db;
    char *scope;
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

/* outbox_file.c: one call's file */

/* A path for the next call, owned by the caller. */
char *outbox_file_next(Outbox *outbox);
/* On disk before this returns TRUE; a disk that refuses is said by g_warning. */
gboolean outbox_file_write(Outbox *outbox, OutboxCall *call);
/* Owned by the caller; NULL when it is not a call's file. */
OutboxCall *outbox_file_read(const char *path);
/* The call was answered: file and draft go. */
void outbox_file_done(Outbox *outbox, OutboxCall *call);
/* The call was refused: its words become a draft again (call->draft, NULL when the disk refuses), or
 * the file is put aside. */
void outbox_file_refused(Outbox *outbox, OutboxCall *call);

/* outbox_folder.c: a folder for each program */

/* A folder of this program's own, locked. */
gboolean outbox_folder_open(Outbox *outbox, GError **error);
/* What programs that ended left in theirs is moved into it. */
void outbox_folder_adopt(Outbox *outbox);
void outbox_folder_close(Outbox *outbox);

#endif
