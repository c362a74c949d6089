/* Bringing in tickets of another system, for learning and analysis. Blocking libpq: no screen waits. */
#ifndef COMMON_PAST_IMPORT_H
#define COMMON_PAST_IMPORT_H

#include <glib.h>

typedef struct {
    int added;
    int changed;
    int unchanged;
    int refused;
} PastCount;

/* Reads the file row by row. source: within it the column id is the key, so that the same file can come
 * again; strict: one bad row and nothing is done. report: a sentence about each bad row; progress: how
 * many rows have been read, now and then; both may be NULL. count also says how much was refused when
 * nothing was done. conninfo NULL: libpq's environment alone. FALSE with a sentence. */
gboolean past_import(const char *conninfo, const char *source, const char *path, gboolean strict,
                     void (*report)(const char *line), void (*progress)(int rows), PastCount *count, GError **error);

/* hotline import tickets: argv[0] is "tickets". Returns the exit status: 0, 1 when a row was refused or
 * nothing was done, 2 for usage. */
int past_import_main(int argc, char **argv);

#endif
