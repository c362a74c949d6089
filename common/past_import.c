/* Rows in parts to the database, refusals back to sentences with their line. */
#include "common/past_import.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "common/admin_private.h"
#include "common/csv_stream.h"
#include "common/lang.h"
#include "common/refusal.h"
#include "common/text.h"

enum { PART_ROWS = 500 };

typedef struct {
    PGconn *conn;
    const char *source;
    JsonArray *rows; /* read and not sent yet */
    int read;
    gboolean of_tickets; /* the header has a text */
    void (*report)(const char *line);
    void (*progress)(int rows);
    PastCount *count;
} Import;

static gboolean run(PGconn *conn, const char *sql, GError **error)
{
    PGresult *result = PQexec(conn, sql);
    gboolean done = PQresultStatus(result) == PGRES_COMMAND_OK;

    if (!done)
        g_set_error(error, admin_quark(), 0, "%s", PQresultErrorMessage(result));
    PQclear(result);
    return done;
}

static void refuse(Import *import, const char *sentence)
{
    g_autofree char *visible = text_visible(sentence, FALSE, -1);

    import->count->refused++;
    if (import->report != NULL)
        import->report(visible);
}

static const char *member(JsonObject *row, const char *name)
{
    return json_object_get_string_member_with_default(row, name, "");
}

/* What the database said about a part. */
static void take_answer(Import *import, const char *json)
{
    g_autoptr(JsonNode) node = json_from_string(json, NULL);
    JsonObject *answer = json_node_get_object(node);
    JsonArray *refused = json_object_get_array_member(answer, "refused");

    import->count->added += (int)json_object_get_int_member(answer, "added");
    import->count->changed += (int)json_object_get_int_member(answer, "changed");
    import->count->unchanged += (int)json_object_get_int_member(answer, "unchanged");
    for (guint i = 0; i < json_array_get_length(refused); i++) {
        JsonObject *row = json_array_get_object_element(refused, i);
        DbError trouble = {.kind = DB_ERROR_SERVER,
                           .sqlstate = (char *)"HL001",
                           .message = (char *)member(row, "message"),
                           .detail = (char *)member(row, "values")};
        g_autofree char *why = refusal_sentence(&trouble);
        g_autofree char *sentence = g_strdup_printf(_("Line %d: %s: %s"), (int)json_object_get_int_member(row, "line"),
                                                    member(row, "field"), why);
        refuse(import, sentence);
    }
}

static gboolean send_part(Import *import, GError **error)
{
    g_autoptr(JsonNode) node = json_node_init_array(json_node_alloc(), import->rows);
    g_autofree char *json = json_to_string(node, FALSE);
    g_autofree char *uuid = g_uuid_string_random();
    const char *params[] = {uuid, import->source, json};
    PGresult *result = NULL;

    if (json_array_get_length(import->rows) > 0) {
        result = admin_call(import->conn, "select api.past_import($1, $2, $3)", params, 3, error);
        if (result == NULL)
            return FALSE;
        take_answer(import, PQgetvalue(result, 0, 0));
        PQclear(result);
    }
    json_array_unref(import->rows);
    import->rows = json_array_new();
    if (import->progress != NULL)
        import->progress(import->read);
    return TRUE;
}

static void on_names(const char *const *names, gpointer data)
{
    Import *import = data;

    for (; *names != NULL; names++)
        if (strcmp(*names, "title") == 0 || strcmp(*names, "body") == 0 || strcmp(*names, "text") == 0)
            import->of_tickets = TRUE;
}

static gboolean on_row(JsonObject *row, int line, const char *trouble, gpointer data, GError **error)
{
    Import *import = data;

    (void)line;
    import->read++;
    if (!import->of_tickets) {
        g_clear_pointer(&row, json_object_unref);
        g_set_error(error, admin_quark(), 0, "%s",
                    _("The file has none of the columns title, body and text: there is nothing to learn from."));
        return FALSE;
    }
    if (trouble != NULL)
        refuse(import, trouble);
    else
        json_array_add_object_element(import->rows, row);
    return json_array_get_length(import->rows) < PART_ROWS || send_part(import, error);
}

static gboolean finish(Import *import, gboolean strict, GError **error)
{
    g_autofree char *uuid = g_uuid_string_random();
    const char *params[] = {uuid, import->source};
    PGresult *result;

    if (strict && import->count->refused > 0) {
        g_set_error(error, admin_quark(), 0, "%s", _("At least one row was refused, so nothing was done."));
        return FALSE;
    }
    result = admin_call(import->conn, "select api.past_imported($1, $2)", params, 2, error);
    PQclear(result);
    return result != NULL && (!strict || run(import->conn, "commit", error));
}

gboolean past_import(const char *conninfo, const char *source, const char *path, gboolean strict,
                     void (*report)(const char *line), void (*progress)(int rows), PastCount *count, GError **error)
{
    Import import = {.source = source, .report = report, .progress = progress, .count = count};
    gboolean done;

    import.conn = admin_connect(conninfo, error);
    if (import.conn == NULL)
        return FALSE;
    import.rows = json_array_new();
    done = (!strict || run(import.conn, "begin", error)) && csv_stream_read(path, on_names, on_row, &import, error)
           && send_part(&import, error) && finish(&import, strict, error);
    json_array_unref(import.rows);
    PQfinish(import.conn);
    return done;
}

static void print_line(const char *line)
{
    printf("%s\n", line);
}

/* One line that is written over where somebody looks, else nothing. */
static void print_progress(int rows)
{
    if (isatty(STDERR_FILENO)) {
        fprintf(stderr, "\r");
        fprintf(stderr, _("%d rows read"), rows);
        fflush(stderr);
    }
}

static int usage(void)
{
    fprintf(stderr, "%s\n", _(
        "Usage: hotline import tickets FILE.csv [--strict] [--source NAME] [-d CONNINFO]\n"
        "Columns by the header: id title body text category unit area time urgency phone user likes dislikes.\n"
        "A bad row is named and the rest goes in; --strict: one bad row and nothing is done.\n"
        "The same ids of the same source (else the file's name) come again without harm."));
    return 2;
}

int past_import_main(int argc, char **argv)
{
    g_autofree char *conninfo = NULL;
    g_autofree char *source = NULL;
    gboolean strict = FALSE;
    GOptionEntry entries[] = {{"database", 'd', 0, G_OPTION_ARG_STRING, &conninfo, NULL, NULL},
                              {"source", 0, 0, G_OPTION_ARG_STRING, &source, NULL, NULL},
                              {"strict", 0, 0, G_OPTION_ARG_NONE, &strict, NULL, NULL},
                              G_OPTION_ENTRY_NULL};
    g_autoptr(GOptionContext) context = g_option_context_new(NULL);
    g_autoptr(GError) error = NULL;
    PastCount count = {0};
    gboolean done;

    g_option_context_add_main_entries(context, entries, NULL);
    g_option_context_set_help_enabled(context, FALSE);
    if (!g_option_context_parse(context, &argc, &argv, NULL) || argc != 2)
        return usage();
    if (source == NULL)
        source = g_path_get_basename(argv[1]);
    done = past_import(conninfo, source, argv[1], strict, print_line, print_progress, &count, &error);
    if (isatty(STDERR_FILENO))
        fprintf(stderr, "\n");
    fflush(stdout);
    if (!done) {
        fprintf(stderr, "%s\n", error->message);
        return 1;
    }
    printf(_("%d added, %d changed, %d unchanged, %d refused\n"), count.added, count.changed, count.unchanged,
           count.refused);
    return count.refused > 0;
}
