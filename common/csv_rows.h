/* A CSV file as rows of named texts, and back, through libcsv. */
#ifndef COMMON_CSV_ROWS_H
#define COMMON_CSV_ROWS_H

#include <glib.h>
#include <json-glib/json-glib.h>

/* in: the bytes of a file with a header row; UTF-8 with or without a byte order mark, or GB18030.
 * out: an array of flat objects, column name → text, each with "_line", the line it begins on.
 * A row may end before the header does; empty rows are passed over. Owned by the caller.
 * NULL with a sentence that names the line: what is not text (NUL bytes, UTF-16), broken quotes, a
 * header with an empty or double name, a row that is longer than the header. */
JsonArray *csv_rows_parse(const char *bytes, gsize length, GError **error);

/* Would csv_rows_parse take these bytes for GB18030? */
gboolean csv_rows_converts(const char *bytes, gsize length);

/* A line of CSV of texts, quoted, without its newline. Owned by the caller. */
char *csv_rows_line(const char *const *texts, guint n);

#endif
