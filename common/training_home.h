/* Where a trainee practises: a database of their own on the embedded server, which no other can be reached from. */
#ifndef COMMON_TRAINING_HOME_H
#define COMMON_TRAINING_HOME_H

#include "common/embed.h"

/* What libpq would take from the environment (hosts, services, passwords) is taken out of it: from here on this process
 * reaches nothing but the embedded server. */
void training_shut_off(void);

/* The embedded server's name for a trainee: letters, digits, - and _; NULL: the account's only one. NULL with a sentence when
 * it is no name. Owned by the caller. */
char *training_server(const char *trainee, GError **error);
/* Is it the name of a training's server? */
gboolean training_is_server(const char *name);

/* The logins of a training, ends with NULL. Static. */
const char *const *training_logins(void);
/* The login of a role: agent, lead or unit; NULL: there is no such role. Static. */
const char *training_login(const char *role);

/* Prepares the database (schema, city, scenarios, results that were kept outside of it; what an earlier run left open is ended)
 * and starts the callers as a process of its own. For embed_keep. */
gboolean training_ready(const EmbedServer *server, EmbedProgress progress, GPid *child, GError **error);

/* Reads the built-in scenarios and those of a folder (NULL: none), and puts them in the place of those that are there; one
 * of the folder's takes the place of the built-in one of its code. All or an error that names file and line. */
gboolean training_load(const char *superuser, const char *folder, GError **error);

/* The callers of the training called server, until the process is told to end; each result that is written is also kept outside
 * of the data folder. superuser: conninfo. Returns the exit status. */
int training_play(const char *server, const char *superuser);

#endif
