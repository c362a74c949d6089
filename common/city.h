/* The made-up city that the demo and training are at home in. */
#ifndef COMMON_CITY_H
#define COMMON_CITY_H

#include "common/embed.h"

/* Loads it into a database that has the schema, but for what is there already: all or an error. over: its year of tickets is a smaller one and all of it is
 * closed, so that nothing waits for anybody; and the trainees are among its people. superuser: conninfo. */
gboolean city_load(const char *superuser, gboolean over, EmbedProgress progress, GError **error);

/* Brings a compiled-in CSV file's rows in. kind: as of admin_import; path: below schema/. */
gboolean city_load_file(const char *superuser, const char *kind, const char *path, GError **error);

#endif
