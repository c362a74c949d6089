/* Physical lines gathered into records until the quotes are in pairs, then libcsv. */
#include "common/csv_stream.h"

#include <csv.h>
#include <gio/gio.h>
#include <string.h>

#include "common/lang.h"

/* a record longer than this is a quote that was never closed */
enum { MOST_LINES = 1000, MOST_BYTES = 1 << 18 };

typedef struct {
    GDataInputStream *in;
    GQueue lines;      /* GString *, read but not used up: the record's, and those to be read again */
    int line;          /* number of the first of them */
    gboolean end;      /* of the file */
    gboolean foreign;  /* GB18030 */
    GPtrArray *header;
    GPtrArray *cells;
} Stream;

static void line_free(gpointer line)
{
    g_string_free(line, TRUE);
}

/* The next line of the file without its end, or NULL. */
static GString *read_line(GDataInputStream *in, GError **error)
{
    gsize length = 0;
    char *bytes = g_data_input_stream_read_line(in, &length, NULL, error);
    GString *line = bytes != NULL ? g_string_new_len(bytes, (gssize)length) : NULL;

    g_free(bytes);
    if (line != NULL && line->len > 0 && line->str[line->len - 1] == '\r')
        g_string_truncate(line, line->len - 1);
    return line;
}

static GDataInputStream *open_file(const char *path, GError **error)
{
    g_autoptr(GFile) file = g_file_new_for_path(path);
    g_autoptr(GFileInputStream) bytes = g_file_read(file, NULL, error);
    GDataInputStream *in = bytes != NULL ? g_data_input_stream_new(G_INPUT_STREAM(bytes)) : NULL;

    if (in != NULL)
        g_data_input_stream_set_newline_type(in, G_DATA_STREAM_NEWLINE_TYPE_LF);
    return in;
}

/* A file is GB18030 when many of its lines are not UTF-8; a few are bad rows of a UTF-8 file. */
static gboolean is_foreign(const char *path)
{
    g_autoptr(GDataInputStream) in = open_file(path, NULL);
    GString *line;
    int other = 0;
    int utf8 = 0;

    while (in != NULL && (line = read_line(in, NULL)) != NULL) {
        gboolean plain = g_str_is_ascii(line->str);
        other += !g_utf8_validate(line->str, -1, NULL);
        utf8 += !plain && g_utf8_validate(line->str, -1, NULL);
        line_free(line);
    }
    return other > utf8;
}

static void on_cell(void *bytes, size_t length, void *data)
{
    Stream *stream = data;

    g_ptr_array_add(stream->cells, g_strstrip(g_strndup(bytes, length)));
}

static void on_row(int ending, void *data)
{
    (void)ending;
    (void)data;
}

/* Cuts a record's text into cells. Returns what is wrong with it (msgid), or NULL. */
static const char *cut(Stream *stream, const GString *record)
{
    g_autofree char *text = NULL;
    struct csv_parser parser;
    gboolean good;

    g_ptr_array_set_size(stream->cells, 0);
    if (memchr(record->str, '\0', record->len) != NULL)
        return N_("this is not text");
    text = stream->foreign ? g_convert(record->str, (gssize)record->len, "UTF-8", "GB18030", NULL, NULL, NULL)
           : g_utf8_validate(record->str, (gssize)record->len, NULL) ? g_strdup(record->str) : NULL;
    if (text == NULL)
        return N_("this is not text");
    csv_init(&parser, CSV_STRICT | CSV_STRICT_FINI | CSV_REPALL_NL);
    good = csv_parse(&parser, text, strlen(text), on_cell, on_row, stream) == strlen(text)
           && csv_fini(&parser, on_cell, on_row, stream) == 0;
    csv_free(&parser);
    return good ? NULL : N_("the quotes are not in pairs");
}

static guint quotes_in(const GString *line)
{
    guint n = 0;

    for (gsize i = 0; i < line->len; i++)
        n += line->str[i] == '"';
    return n;
}

/* The next record's text: as many lines as it takes for the quotes to be in pairs. Takes none of the
 * lines away; *used says how many they are, 0 at the end. Owned by the caller. */
static GString *gather(Stream *stream, guint *used, GError **error)
{
    GString *record = g_string_new(NULL);
    guint quotes = 0;

    for (*used = 0; *used == 0 || (quotes % 2 != 0 && *used < MOST_LINES && record->len < MOST_BYTES);) {
        GString *line = g_queue_peek_nth(&stream->lines, *used);
        if (line == NULL && !stream->end) {
            line = read_line(stream->in, error);
            stream->end = line == NULL;
            if (line != NULL)
                g_queue_push_tail(&stream->lines, line);
        }
        if (line == NULL)
            break;
        if (*used > 0)
            g_string_append_c(record, '\n');
        g_string_append_len(record, line->str, (gssize)line->len);
        quotes += quotes_in(line);
        (*used)++;
    }
    return record;
}

static void drop(Stream *stream, guint lines)
{
    for (guint i = 0; i < lines; i++)
        line_free(g_queue_pop_head(&stream->lines));
    stream->line += (int)lines;
}

static gboolean is_empty(const GPtrArray *cells)
{
    for (guint i = 0; i < cells->len; i++)
        if (*(const char *)g_ptr_array_index(cells, i) != '\0')
            return FALSE;
    return TRUE;
}

static JsonObject *row_of(const Stream *stream)
{
    JsonObject *row = json_object_new();

    for (guint i = 0; i < stream->cells->len; i++)
        json_object_set_string_member(row, g_ptr_array_index(stream->header, i), g_ptr_array_index(stream->cells, i));
    json_object_set_int_member(row, "_line", stream->line);
    return row;
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

static gboolean take_header(Stream *stream, const char *trouble, void (*names)(const char *const *, gpointer),
                            gpointer data, GError **error)
{
    if (trouble == NULL)
        trouble = header_trouble(stream->cells);
    if (trouble != NULL) {
        g_set_error(error, G_CONVERT_ERROR, G_CONVERT_ERROR_FAILED, _("Line %d: %s."), stream->line, _(trouble));
        return FALSE;
    }
    stream->header = stream->cells;
    stream->cells = g_ptr_array_new_with_free_func(g_free);
    g_ptr_array_add(stream->header, NULL);
    if (names != NULL)
        names((const char *const *)stream->header->pdata, data);
    g_ptr_array_set_size(stream->header, (int)stream->header->len - 1);
    return TRUE;
}

static gboolean hand_on(const Stream *stream, const char *trouble, CsvStreamRow on_each, gpointer data, GError **error)
{
    if (trouble == NULL && stream->cells->len > stream->header->len)
        trouble = N_("the row has more fields than the header");
    if (trouble != NULL) {
        g_autofree char *sentence = g_strdup_printf(_("Line %d: %s."), stream->line, _(trouble));
        return on_each(NULL, stream->line, sentence, data, error);
    }
    return is_empty(stream->cells) || on_each(row_of(stream), stream->line, NULL, data, error);
}

static gboolean read_all(Stream *stream, void (*names)(const char *const *, gpointer), CsvStreamRow on_each,
                         gpointer data, GError **error)
{
    for (;;) {
        GError *trouble_reading = NULL;
        guint used;
        g_autoptr(GString) record = gather(stream, &used, &trouble_reading);
        const char *trouble = used > 0 ? cut(stream, record) : NULL;
        gboolean good;

        if (used == 0 || trouble_reading != NULL) {
            if (trouble_reading == NULL && stream->header == NULL)
                g_set_error(&trouble_reading, G_CONVERT_ERROR, G_CONVERT_ERROR_FAILED, "%s", _("The file is empty."));
            if (trouble_reading == NULL)
                return TRUE;
            g_propagate_error(error, trouble_reading);
            return FALSE;
        }
        if (stream->header == NULL && trouble == NULL && is_empty(stream->cells))
            good = TRUE;
        else if (stream->header == NULL)
            good = take_header(stream, trouble, names, data, error);
        else
            good = hand_on(stream, trouble, on_each, data, error);
        if (!good)
            return FALSE;
        drop(stream, trouble != NULL ? 1 : used);
    }
}

gboolean csv_stream_read(const char *path, void (*names)(const char *const *names, gpointer data),
                         CsvStreamRow on_each, gpointer data, GError **error)
{
    Stream stream = {.in = open_file(path, error), .line = 1};
    GString *first;
    gboolean done;

    if (stream.in == NULL)
        return FALSE;
    stream.foreign = is_foreign(path);
    stream.cells = g_ptr_array_new_with_free_func(g_free);
    g_queue_init(&stream.lines);
    if ((first = read_line(stream.in, NULL)) != NULL) {
        if (first->len >= 3 && memcmp(first->str, "\xef\xbb\xbf", 3) == 0)
            g_string_erase(first, 0, 3);
        g_queue_push_tail(&stream.lines, first);
    }
    done = read_all(&stream, names, on_each, data, error);
    g_queue_clear_full(&stream.lines, line_free);
    g_clear_pointer(&stream.header, g_ptr_array_unref);
    g_ptr_array_unref(stream.cells);
    g_object_unref(stream.in);
    return done;
}
