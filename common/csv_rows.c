/* libcsv's callbacks into JSON objects. */
#include "common/csv_rows.h"

#include <csv.h>
#include <string.h>

#include "common/lang.h"

typedef struct {
    GPtrArray *header; /* column names; NULL until the first row is whole */
    GPtrArray *cells;
    JsonArray *rows;
    int line;
} Reader;

static void on_cell(void *bytes, size_t length, void *data)
{
    Reader *reader = data;

    g_ptr_array_add(reader->cells, g_strstrip(g_strndup(bytes, length)));
}

static gboolean is_empty(const GPtrArray *cells)
{
    for (guint i = 0; i < cells->len; i++)
        if (*(const char *)g_ptr_array_index(cells, i) != '\0')
            return FALSE;
    return TRUE;
}

static int lines_in(const GPtrArray *cells)
{
    int lines = 1;

    for (guint i = 0; i < cells->len; i++)
        for (const char *at = g_ptr_array_index(cells, i); (at = strchr(at, '\n')) != NULL; at++)
            lines++;
    return lines;
}

static void on_row(int ending, void *data)
{
    Reader *reader = data;
    JsonObject *row;

    (void)ending;
    if (reader->header == NULL) {
        reader->header = reader->cells;
        reader->cells = g_ptr_array_new_with_free_func(g_free);
        reader->line++;
        return;
    }
    if (!is_empty(reader->cells)) {
        row = json_object_new();
        for (guint i = 0; i < MIN(reader->cells->len, reader->header->len); i++)
            json_object_set_string_member(row, g_ptr_array_index(reader->header, i), g_ptr_array_index(reader->cells, i));
        json_object_set_int_member(row, "_line", reader->line);
        json_array_add_object_element(reader->rows, row);
    }
    reader->line += lines_in(reader->cells);
    g_ptr_array_set_size(reader->cells, 0);
}

static char *to_utf8(const char *bytes, gsize length, GError **error)
{
    if (length >= 3 && memcmp(bytes, "\xef\xbb\xbf", 3) == 0) {
        bytes += 3;
        length -= 3;
    }
    if (g_utf8_validate(bytes, (gssize)length, NULL))
        return g_strndup(bytes, length);
    return g_convert(bytes, (gssize)length, "UTF-8", "GB18030", NULL, NULL, error);
}

JsonArray *csv_rows_parse(const char *bytes, gsize length, GError **error)
{
    g_autofree char *text = to_utf8(bytes, length, error);
    Reader reader = {NULL, NULL, NULL, 1};
    struct csv_parser parser;
    gboolean good;

    if (text == NULL)
        return NULL;
    reader.cells = g_ptr_array_new_with_free_func(g_free);
    reader.rows = json_array_new();
    csv_init(&parser, CSV_STRICT | CSV_STRICT_FINI);
    good = csv_parse(&parser, text, strlen(text), on_cell, on_row, &reader) == strlen(text)
           && csv_fini(&parser, on_cell, on_row, &reader) == 0;
    if (!good)
        g_set_error(error, G_CONVERT_ERROR, 0, _("Line %d: %s"), reader.line, csv_strerror(csv_error(&parser)));
    csv_free(&parser);
    g_clear_pointer(&reader.header, g_ptr_array_unref);
    g_ptr_array_unref(reader.cells);
    if (!good)
        g_clear_pointer(&reader.rows, json_array_unref);
    return reader.rows;
}
