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

/* EMBED_BROKEN: the server does not start, or not with the data that is there; embed_set_aside makes room for new data.
 * EMBED_FAILED: anything else, a disk that is full among them. */
typedef enum { EMBED_FAILED, EMBED_BROKEN } EmbedError;
GQuark embed_quark(void);

/* Takes a seat at the server called name, starting its keeper (this program with the argument
 * "embedded-keeper" and the name) when none runs, and waits until it is ready.
 * NULL with a sentence a person can act on, of embed_quark with one of the codes above. */
EmbedSeat *embed_join(const char *name, EmbedProgress progress, gpointer data, GError **error);

/* How to connect as a login of the server. Owned by the caller. */
char *embed_conninfo(const EmbedSeat *seat, const char *login);

/* Keeps a login of the server called name for this process, until it ends. FALSE: another process has it. */
gboolean embed_take(const char *name, const char *login);

/* Gives the seat back; the server stops after the last one. */
void embed_leave(EmbedSeat *seat);
G_DEFINE_AUTOPTR_CLEANUP_FUNC(EmbedSeat, embed_leave)

/* Has anybody a seat at the server called name? */
gboolean embed_in_use(const char *name);

/* Moves the data of the server called name out of the way, under a name with the date; nothing is deleted. Returns where it
 * is now (owned by the caller); NULL with a sentence when somebody has a seat, or it cannot be moved. */
char *embed_set_aside(const char *name, GError **error);

/* A sentence when the disk on which the server called name lives is full, else NULL. Owned by the caller. */
char *embed_disk_full(const char *name);

/* --- the keeper's side --- */

typedef struct {
    const char *name;
    const char *superuser; /* conninfo of the database "hotline" */
    gboolean again;        /* this keeper has had it ready before: server or child ended and are started anew */
} EmbedServer;

/* What the keeper does once the server answers, before it says "ready", and again after the server or the child
 * had to be started anew. *child may be set to a process that lives as long as the server. */
typedef gboolean (*EmbedReady)(const EmbedServer *server, EmbedProgress progress, GPid *child, GError **error);

/* Starts this program with other arguments (argv ends with NULL) as a process that ends with the keeper. */
gboolean embed_spawn_beside(const char *const *argv, GPid *child, GError **error);

/* Runs the keeper until the last seat is given back. logins: those that this user may connect as,
 * ends with NULL. Returns the exit status. */
int embed_keep(const char *name, const char *const *logins, EmbedReady ready);

#endif
