/* What outboxes have on disk. */
#ifndef TESTS_SUPPORT_KEPT_H
#define TESTS_SUPPORT_KEPT_H

#include <glib.h>

/* Paths of the files of a scope's outboxes (below XDG_STATE_HOME) whose names end so, sorted. Owned by
 * the caller, with strings. */
GPtrArray *kept_files(const char *scope, const char *suffix);
guint kept_count(const char *scope, const char *suffix);

#endif
