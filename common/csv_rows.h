/* A CSV file as rows of named texts, through libcsv. */
#ifndef COMMON_CSV_ROWS_H
#define COMMON_CSV_ROWS_H

#include <glib.h>
#include <json-glib/json-glib.h>

/* in: the bytes of a file with a header row; UTF-8 with or without a byte order mark, or GB18030.
 * out: an array of flat objects, column name → text, each with "_line", the line it begins on.
 * NULL with a sentence that names the line. Empty rows are passed over. Owned by the caller. */
JsonArray *csv_rows_parse(const char *bytes, gsize length, GError **error);

#endif
