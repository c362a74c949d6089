/* Shared by the draft*.c files only. */
#ifndef COMMON_DRAFT_PRIVATE_H
#define COMMON_DRAFT_PRIVATE_H

#include "common/draft.h"

#define DRAFT_SUFFIX ".draft"
#define DRAFT_ID "@id"

struct Draft {
    char *name; /* kind/key */
    char *path;
    char *lock_path;
    int lock;
    GHashTable *words; /* field → value */
    guint64 edits;     /* how often a word was set */
    guint64 written;   /* edits when the text on disk was made: less than edits, something is unsaved */
    guint timer;
    gint64 saved_at;
    char *trouble;
    gboolean handed_over;
    void (*saved)(gpointer data);
    gpointer saved_data;
};

/* draft.c */

/* The draft that this program has open under a path; NULL: none. */
Draft *draft_opened(const char *path);
/* Savings under way must not come after what is done to the file now. */
void draft_wait_for_writer(Draft *draft);

/* draft_file.c */

/* The file of a name ("kind/key"), its folder made. Owned by the caller; NULL with an error. */
char *draft_file_path(const char *scope, const char *name, GError **error);
/* Owned by the caller. */
char *draft_file_lock_path(const char *path);
/* Words as a file's text, owned by the caller, and back: FALSE with an error when it is not one. */
char *draft_file_text(GHashTable *words);
gboolean draft_file_parse(GHashTable *words, const char *text, gsize length, GError **error);
/* Durable when it returns TRUE. */
gboolean draft_file_write(const char *path, const char *text, GError **error);

#endif
