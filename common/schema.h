/* Installing and upgrading the schema that is compiled into the program. Blocking: for the command
 * line and the keeper of the embedded server only. */
#ifndef COMMON_SCHEMA_H
#define COMMON_SCHEMA_H

#include <glib.h>

/* The version compiled in: the newest migration's number and the digest of the functions. *digest is static. */
void schema_version(int *migration, const char **digest);

/* A line about what is being done, for the person who waits. */
typedef void (*SchemaProgress)(const char *line, gpointer data);

/* Brings the database to the compiled-in version: pending migrations and, when they differ, all
 * functions, in one transaction under an advisory lock. Safe to run again and by two at once.
 * Errors name file, line and the server's message. progress may be NULL. */
gboolean schema_apply(const char *conninfo, SchemaProgress progress, gpointer data, GError **error);

/* What is installed: *migration 0 when there is no schema; *digest owned by the caller. */
gboolean schema_status(const char *conninfo, int *migration, char **digest, GError **error);

/* Runs a compiled-in script ("demo/10_city.sql") in a transaction of its own. */
gboolean schema_run(const char *conninfo, const char *script, GError **error);

/* Does a query of the installer's give a row? */
gboolean schema_test(const char *conninfo, const char *sql, gboolean *found, GError **error);

/* A compiled-in file below schema/ as text, borrowed; NULL when there is none. */
const char *schema_resource(const char *path);

/* Names of the compiled-in files of a folder below schema/, sorted. Free with g_strfreev. */
char **schema_files(const char *folder);

#endif
