/* A CSV file of any length, row by row, going on after a row that is none. */
#ifndef COMMON_CSV_STREAM_H
#define COMMON_CSV_STREAM_H

#include <glib.h>
#include <json-glib/json-glib.h>

/* in: a row as a flat object, column name → text, with "_line", the line it begins on (taken over by
 * the callee; NULL when the row is bad); trouble: what is wrong with it, a whole sentence, else NULL.
 * FALSE with an error ends the reading. */
typedef gboolean (*CsvStreamRow)(JsonObject *row, int line, const char *trouble, gpointer data, GError **error);

/* Reads a file with a header row; UTF-8 with or without a byte order mark, or GB18030. Holds one row at
 * a time. A row whose quotes are not in pairs costs itself alone: reading goes on with the line after
 * the one it begins on. names: receives the columns' names, or NULL; called before the first row.
 * FALSE with a sentence: no such file, no header, or what the callback said. */
gboolean csv_stream_read(const char *path, void (*names)(const char *const *names, gpointer data),
                         CsvStreamRow on_row, gpointer data, GError **error);

#endif
