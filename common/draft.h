/* A form's words on this machine's disk, within a second of the last key. One file a form, private
 * (0600), locked while it is open, so that two programs of one person never take the same one. */
#ifndef COMMON_DRAFT_H
#define COMMON_DRAFT_H

#include <glib.h>

typedef struct Draft Draft;

/* scope: whose (login and server); kind: "form", "sheet"; key: which one ([a-z0-9-]+, as given to
 * the last opening). NULL when another program has it open, or with an error when it cannot be kept.
 * A file that cannot be read is put aside (".bad"), never deleted. */
Draft *draft_open(const char *scope, const char *kind, const char *key, GError **error);

/* Saves what is unsaved, unlocks. An empty one leaves no file. */
void draft_close(Draft *draft);

/* Its matter is done: the file goes. Ends the draft, as draft_close does. */
void draft_discard(Draft *draft);

/* "" when not set; borrowed until the next draft_set. Names beginning with '@' are not words but
 * facts about the form: a draft that has only those is empty. */
const char *draft_get(const Draft *draft, const char *field);
void draft_set(Draft *draft, const char *field, const char *value);

/* Told after each saving by itself, whether it worked or not. */
void draft_on_saved(Draft *draft, void (*saved)(gpointer data), gpointer data);

/* Writes now and waits for the disk. */
void draft_flush(Draft *draft);

/* When it was saved last (microseconds since 1970); 0: not yet. */
gint64 draft_saved_at(const Draft *draft);
/* Why the last saving failed; NULL when it did not. */
const char *draft_trouble(const Draft *draft);

/* Keys of the drafts of a kind that nobody has open, oldest first. Owned by the caller, with strings. */
GPtrArray *draft_list(const char *scope, const char *kind);

#endif
