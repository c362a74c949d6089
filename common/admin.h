/* hotline admin: setting a centre up from the command line. Blocking libpq: no screen waits here.
 */
#ifndef COMMON_ADMIN_H
#define COMMON_ADMIN_H

#include <glib.h>

/* Brings a CSV file's rows in. kind: people, units, areas, categories, calendar, standards,
 * numbers, catalogue, dangers, synonyms, settings. strict: one row refused and nothing is done. report:
 * called with a line for
 * each row that was not unchanged, or NULL. Returns the number of rows refused; -1 with an error,
 * the first refused row's line in it, when nothing was done. */
int admin_import(const char *conninfo, const char *kind, const char *bytes, gsize length,
                 gboolean strict, void (*report)(const char *line), GError **error);

/* The command: argv[0] is "admin". Returns the exit status: 0, 1 when a row was refused, 2 for
 * usage. */
int admin_main(int argc, char **argv);

#endif
