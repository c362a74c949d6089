/* A private PostgreSQL for the demo, training and tests: the distribution's server on a Unix socket
 * only, in a folder of this user's own. A keeper process starts it and stops it with its last client.
 * Whoever uses it holds a shared lock on a file, which the kernel releases even after kill -9.
 * PostgreSQL refuses to run as root: for root it runs as the system's user "postgres". */
#ifndef COMMON_EMBED_H
#define COMMON_EMBED_H

#include <glib.h>

typedef struct EmbedSeat EmbedSeat;

/* A line about what is being done, for the person who waits. */
typedef void (*EmbedProgress)(const char *line, gpointer data);

/* Where the server called name lives: below XDG data home; for root, whose home others cannot enter,
 * below /var/lib/hotline unless XDG_DATA_HOME can be entered. Owned by the caller. */
char *embed_folder(const char *name);

/* Takes a seat at the server called name, starting its keeper (this program with the argument
 * "embedded-keeper" and the name) when none runs, and waits until it is ready.
 * NULL with a sentence a person can act on. */
EmbedSeat *embed_join(const char *name, EmbedProgress progress, gpointer data, GError **error);

/* How to connect as a login of the server. Owned by the caller. */
char *embed_conninfo(const EmbedSeat *seat, const char *login);

/* Keeps a login of the server called name for this process, until it ends. FALSE: another process has it. */
gboolean embed_take(const char *name, const char *login);

/* Gives the seat back; the server stops after the last one. */
void embed_leave(EmbedSeat *seat);
G_DEFINE_AUTOPTR_CLEANUP_FUNC(EmbedSeat, embed_leave)

/* --- the keeper's side --- */

/* What the keeper does once the server answers, before it says "ready", and again after the server
 * had to be started anew. superuser: conninfo of the database "hotline". *child may be set to a
 * process that lives as long as the server. */
typedef gboolean (*EmbedReady)(const char *superuser, EmbedProgress progress, GPid *child, GError **error);

/* Starts this program with other arguments (argv ends with NULL) as a process that ends with the keeper. */
gboolean embed_spawn_beside(const char *const *argv, GPid *child, GError **error);

/* Runs the keeper until the last seat is given back. logins: those that this user may connect as,
 * ends with NULL. Returns the exit status. */
int embed_keep(const char *name, const char *const *logins, EmbedReady ready);

#endif
