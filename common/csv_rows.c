/* libcsv's callbacks into JSON objects. */
#include "common/csv_rows.h"

#include <csv.h>
#include <string.h>

#include "common/lang.h"

typedef struct {
    GPtrArray *header; /* column names; NULL until the first row is whole */
    GPtrArray *cells;
    JsonArray *rows;
    const char *trouble; /* msgid of what is wrong with the row at line; NULL: nothing yet */
    int line;
    int ending; /* of the row before: CR LF is one end of a line, reported as two */
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

static const char *header_trouble(const GPtrArray *names)
{
    for (guint i = 0; i < names->len; i++) {
        const char *name = g_ptr_array_index(names, i);
        if (*name == '\0')
            return N_("a column has no name");
        for (guint before = 0; before < i; before++)
            if (strcmp(name, g_ptr_array_index(names, before)) == 0)
                return N_("two columns have the same name");
    }
    return NULL;
}

static void add_row(Reader *reader)
{
    JsonObject *row;

    if (reader->cells->len > reader->header->len) {
        reader->trouble = N_("the row has more fields than the header");
        return;
    }
    row = json_object_new();
    for (guint i = 0; i < reader->cells->len; i++)
        json_object_set_string_member(row, g_ptr_array_index(reader->header, i),
                                      g_ptr_array_index(reader->cells, i));
    json_object_set_int_member(row, "_line", reader->line);
    json_array_add_object_element(reader->rows, row);
}

static void on_row(int ending, void *data)
{
    Reader *reader = data;
    int lines = lines_in(reader->cells);
    gboolean second = ending == '\n' && reader->ending == '\r' && reader->cells->len == 0;

    reader->ending = ending;
    if (reader->trouble != NULL || second)
        return;
    if (reader->header == NULL && !is_empty(reader->cells)) {
        reader->trouble = header_trouble(reader->cells);
        reader->header = reader->cells;
        reader->cells = g_ptr_array_new_with_free_func(g_free);
    } else if (!is_empty(reader->cells)) {
        add_row(reader);
    }
    if (reader->trouble == NULL)
        reader->line += lines;
    g_ptr_array_set_size(reader->cells, 0);
}

gboolean csv_rows_converts(const char *bytes, gsize length)
{
    return !g_utf8_validate(bytes, (gssize)length, NULL);
}

static char *to_utf8(const char *bytes, gsize length, GError **error)
{
    if (memchr(bytes, '\0', length) != NULL) {
        g_set_error(error, G_CONVERT_ERROR, G_CONVERT_ERROR_ILLEGAL_SEQUENCE, "%s",
                    _("This is not a CSV file in UTF-8 or GB18030. Save it as \"CSV UTF-8\"."));
        return NULL;
    }
    if (length >= 3 && memcmp(bytes, "\xef\xbb\xbf", 3) == 0) {
        bytes += 3;
        length -= 3;
    }
    if (!csv_rows_converts(bytes, length))
        return g_strndup(bytes, length);
    return g_convert(bytes, (gssize)length, "UTF-8", "GB18030", NULL, NULL, error);
}

JsonArray *csv_rows_parse(const char *bytes, gsize length, GError **error)
{
    g_autofree char *text = to_utf8(bytes, length, error);
    Reader reader = {.line = 1};
    struct csv_parser parser;

    if (text == NULL)
        return NULL;
    reader.cells = g_ptr_array_new_with_free_func(g_free);
    reader.rows = json_array_new();
    csv_init(&parser, CSV_STRICT | CSV_STRICT_FINI | CSV_REPALL_NL);
    if (csv_parse(&parser, text, strlen(text), on_cell, on_row, &reader) != strlen(text)
        || csv_fini(&parser, on_cell, on_row, &reader) != 0)
        reader.trouble = N_("the quotes are not in pairs");
    csv_free(&parser);
    g_clear_pointer(&reader.header, g_ptr_array_unref);
    g_ptr_array_unref(reader.cells);
    if (reader.trouble != NULL) {
        g_set_error(error, G_CONVERT_ERROR, G_CONVERT_ERROR_FAILED, _("Line %d: %s."), reader.line,
                    _(reader.trouble));
        g_clear_pointer(&reader.rows, json_array_unref);
    }
    return reader.rows;
}

char *csv_rows_line(const char *const *texts, guint n)
{
    GString *line = g_string_new(NULL);

    for (guint i = 0; i < n; i++) {
        gsize length = strlen(texts[i]);
        g_autofree char *quoted = g_malloc(length * 2 + 3);
        gsize used = csv_write(quoted, length * 2 + 3, texts[i], length);

        if (i > 0)
            g_string_append_c(line, ',');
        if (strpbrk(texts[i], ",\"\r\n ") != NULL)
            g_string_append_len(line, quoted, (gssize)used);
        else
            g_string_append(line, texts[i]);
    }
    return g_string_free(line, FALSE);
}
