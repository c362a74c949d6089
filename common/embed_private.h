/* Shared by the embed_*.c files only. */
#ifndef COMMON_EMBED_PRIVATE_H
#define COMMON_EMBED_PRIVATE_H

#include "common/embed.h"

/* Names of the lock files in the folder. */
#define EMBED_SEATS "seats.lock"
#define EMBED_KEEPER "keeper.lock"
/* There while the server can be used. */
#define EMBED_READY "ready"

/* How the keeper begins the line that says why it ends, by EmbedError. */
extern const char *const embed_troubles[EMBED_BROKEN + 1];

/* Makes the folder (owned by the server's user, mode 0700). */
gboolean embed_folder_make(const char *folder, GError **error);
/* The folder of the socket: in the folder, or when that path is too long a private one in /tmp. */
char *embed_socket_folder(const char *folder);
/* Opens a lock file of the folder, not inherited by children; -1 with an error. */
int embed_lock_open(const char *folder, const char *name, GError **error);

/* embed_server.c: the server's user, its programs, its folder. */

/* The user the server runs as: postgres for root, else oneself. FALSE with an error when missing. */
gboolean embed_server_user(uid_t *uid, gid_t *gid, GError **error);
/* Makes the data folder when there is none, in one rename. */
gboolean embed_server_prepare(const char *folder, const char *const *logins, EmbedProgress progress, GError **error);
/* Does the server of a data folder run, whoever started it? */
gboolean embed_server_runs(const char *folder);
/* Starts the server as a child that ends with this process; waits until it answers. *pid is 0 when it does not. */
gboolean embed_server_start(const char *folder, GPid *pid, GError **error);
/* conninfo for a login and database. Owned by the caller. */
char *embed_server_conninfo(const char *folder, const char *login, const char *database);
/* The sentence about a folder whose disk is full, or will be; NULL when it is not. trouble: what went wrong, or "". */
char *embed_server_room(const char *folder, const char *trouble);
/* For GSpawn: the child becomes the server's user and ends when its parent does. */
void embed_child_setup(gpointer unused);

#endif
