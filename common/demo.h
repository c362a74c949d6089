/* The demo: a made-up city on the embedded server, with a live shift. */
#ifndef COMMON_DEMO_H
#define COMMON_DEMO_H

#include "common/embed.h"

/* The logins of the demo's people, ends with NULL. Static. */
const char *const *demo_logins(void);

/* Prepares the database (schema, city, a year of tickets: once; calls left over are ended) and starts
 * the live shift as a process of its own. For embed_keep. */
gboolean demo_ready(const EmbedServer *server, EmbedProgress progress, GPid *child, GError **error);

/* The login for a role ("agent", "lead", "unit", "admin") that nobody on this machine works as, or the
 * login itself when as is one. Locked until this process ends. NULL with a sentence when all are taken
 * or there is no such role. */
const char *demo_take_login(const char *as, GError **error);

#endif
