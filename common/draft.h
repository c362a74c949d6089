/* A form's words on this machine's disk, within a second of the last key. One file a form, private
 * (0600), locked while it is open, so that two programs of one person never take the same one.
 *
 * A form that is sent gives its draft to the outbox's call (outbox_send_draft): the call's file then
 * holds the words, and the draft's file is gone. A call that is refused gives the words back. Both are
 * told apart from a later draft of the same key by "@id", which each draft gets when it is begun. */
#ifndef COMMON_DRAFT_H
#define COMMON_DRAFT_H

#include <glib.h>

typedef struct Draft Draft;

/* scope: whose (login and server); kind: "form", "sheet"; key: which one ([a-z0-9_-]+, as given to
 * the last opening). NULL without an error when it is open already, here or in another program; NULL
 * with an error when it cannot be kept (a full disk, a folder that is not ours).
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

/* Writes what is unsaved, now, and waits for the disk (fsync): for the moments when words must not
 * depend on this program any more, such as a submit. Typing never waits. */
void draft_flush(Draft *draft);

/* When it was saved last (microseconds since 1970); 0: not yet. */
gint64 draft_saved_at(const Draft *draft);
/* Why the newest words are not saved; NULL when nothing failed. Until they are, it is tried again
 * every second. */
const char *draft_trouble(const Draft *draft);

/* Keys of the drafts of a kind that nobody has open, oldest first. Owned by the caller, with strings. */
GPtrArray *draft_list(const char *scope, const char *kind);

/* --- between a draft and the call that carries it: for the outbox --- */

/* "kind/key", borrowed, and the words as its file holds them, owned by the caller. */
const char *draft_name(const Draft *draft);
char *draft_text(const Draft *draft);

/* The words are on disk elsewhere: the file goes (waits for the disk), and what is set from now on is
 * not saved, until they are given back. */
void draft_hand_over(Draft *draft);

/* Puts words back on disk (and waits for it), into the open draft they were handed over by, or as a
 * file that can be opened; under another key when a newer draft has taken theirs. Returns the name,
 * owned by the caller; NULL with an error when the disk refuses. */
char *draft_give_back(const char *scope, const char *name, const char *text, GError **error);

/* Removes the file of a draft whose words are these or older ones of the same form, unless it is open. */
void draft_remove(const char *scope, const char *name, const char *text);

#endif
