/* A trainee's results outside of the data folder, in a file that a broken folder leaves alone: XDG data home,
 * hotline/results/SERVER.json, readable by this user alone; a text of training_send.h. Blocking. */
#ifndef COMMON_TRAINING_KEPT_H
#define COMMON_TRAINING_KEPT_H

#include "common/embed.h"

/* Where it is. server: the embedded server's name. Owned by the caller. */
char *training_kept_path(const char *server);

/* Takes what is in the file and not in the database into the database. A file that cannot be taken is moved out of the way, said
 * by progress, and never deleted. FALSE with a sentence when it can be neither taken nor moved. */
gboolean training_kept_restore(const char *server, const char *superuser, EmbedProgress progress, GError **error);

/* Writes the file anew out of the database. */
gboolean training_kept_save(const char *server, const char *superuser, GError **error);

/* How many of the file's results the shared database has not yet. */
guint training_kept_unsent(const char *server);

#endif
