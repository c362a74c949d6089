/* Rows to the database, results to sentences. The command's words are in admin_main.c. */
#include "common/admin.h"

#include <libpq-fe.h>
#include <stdlib.h>
#include <string.h>

#include "common/admin_private.h"
#include "common/lang.h"
#include "common/refusal.h"
#include "common/schema.h"
#include "common/text.h"

GQuark admin_quark(void)
{
    return g_quark_from_static_string("hotline-admin");
}

static void swallow_notice(void *arg, const PGresult *result)
{
    (void)arg;
    (void)result;
}

static gboolean same_version(PGconn *conn, GError **error)
{
    PGresult *result
        = admin_call(conn, "select migration, digest from api.schema_version()", NULL, 0, error);
    int migration;
    const char *digest;
    gboolean same;

    if (result == NULL)
        return FALSE;
    schema_version(&migration, &digest);
    same = atoi(PQgetvalue(result, 0, 0)) == migration
           && strcmp(PQgetvalue(result, 0, 1), digest) == 0;
    if (!same)
        g_set_error(
            error, admin_quark(), 0,
            _("The database has schema %d (%.8s), this program needs %d (%.8s). "
              "Run: hotline schema apply, or install the program of the database's version."),
            atoi(PQgetvalue(result, 0, 0)), PQgetvalue(result, 0, 1), migration, digest);
    PQclear(result);
    return same;
}

PGconn *admin_connect(const char *conninfo, GError **error)
{
    const char *keys[] = {"fallback_application_name", "dbname", "client_encoding", NULL};
    const char *values[] = {"hotline admin", conninfo, "UTF8", NULL};
    PGconn *conn = PQconnectdbParams(keys, values, 1);

    if (PQstatus(conn) != CONNECTION_OK)
        g_set_error(error, admin_quark(), 0, _("The database cannot be reached: %s"),
                    PQerrorMessage(conn));
    PQsetNoticeReceiver(conn, swallow_notice, NULL);
    if (PQstatus(conn) == CONNECTION_OK && same_version(conn, error))
        return conn;
    PQfinish(conn);
    return NULL;
}

static void set_error(const PGresult *result, GError **error)
{
    DbError trouble
        = {.kind
           = PQresultErrorField(result, PG_DIAG_SQLSTATE) != NULL ? DB_ERROR_SERVER : DB_ERROR_LINK,
           .sqlstate = PQresultErrorField(result, PG_DIAG_SQLSTATE),
           .message = PQresultErrorField(result, PG_DIAG_MESSAGE_PRIMARY),
           .detail = PQresultErrorField(result, PG_DIAG_MESSAGE_DETAIL)};
    g_autofree char *sentence = refusal_sentence(&trouble);

    g_set_error(error, admin_quark(), 0, "%s", sentence);
}

PGresult *admin_call(PGconn *conn, const char *sql, const char *const *params, int n,
                     GError **error)
{
    PGresult *result = PQexecParams(conn, sql, n, NULL, params, NULL, NULL, 0);

    if (PQresultStatus(result) == PGRES_TUPLES_OK)
        return result;
    set_error(result, error);
    PQclear(result);
    return NULL;
}

static const char *member(JsonObject *row, const char *name)
{
    return json_object_get_string_member_with_default(row, name, "");
}

/* The word for an outcome, and its place in the count. */
static const char *outcome_word(const char *outcome, AdminCount *count, int **place)
{
    const struct {
        const char *code;
        const char *word;
        int *place;
    } words[] = {{"added", _("added"), &count->added},
                 {"changed", _("changed"), &count->changed},
                 {"enabled", _("enabled"), &count->enabled},
                 {"disabled", _("disabled"), &count->disabled},
                 {"unchanged", _("unchanged"), &count->unchanged}};

    for (guint i = 0; i < G_N_ELEMENTS(words); i++) {
        if (strcmp(words[i].code, outcome) == 0) {
            *place = words[i].place;
            return words[i].word;
        }
    }
    *place = &count->refused;
    return _("refused");
}

/* "line 3: zhang refused: number Another entry has this already." Owned by the caller. */
static char *result_line(JsonObject *row, const char *word)
{
    g_autofree char *line = g_strdup_printf(
        _("line %d: %s %s"), (int)json_object_get_int_member_with_default(row, "line", 1),
        member(row, "key"), word);
    g_autofree char *whole = NULL;

    if (strcmp(member(row, "outcome"), "refused") == 0) {
        DbError trouble = {.kind = DB_ERROR_SERVER,
                           .sqlstate = (char *)member(row, "state"),
                           .message = (char *)member(row, "message"),
                           .detail = (char *)member(row, "values")};
        g_autofree char *why = refusal_sentence(&trouble);
        whole = g_strdup_printf("%s: %s: %s", line, member(row, "field"), why);
    }
    return text_visible(whole != NULL ? whole : line, FALSE, -1);
}

void admin_results(const char *json, void (*report)(const char *line), AdminCount *count)
{
    g_autoptr(JsonNode) root = json_from_string(json, NULL);
    JsonArray *rows = json_node_get_array(root);

    for (guint i = 0; i < json_array_get_length(rows); i++) {
        JsonObject *row = json_array_get_object_element(rows, i);
        int *place;
        const char *word = outcome_word(member(row, "outcome"), count, &place);
        g_autofree char *line = result_line(row, word);

        (*place)++;
        if (report != NULL && place != &count->unchanged)
            report(line);
    }
}

/* Clear passwords of a file become verifiers; the column itself is not sent. */
static gboolean hash_passwords(PGconn *conn, JsonArray *rows, GError **error)
{
    for (guint i = 0; i < json_array_get_length(rows); i++) {
        JsonObject *row = json_array_get_object_element(rows, i);
        const char *password = member(row, "password");

        if (*password != '\0'
            && !admin_set_verifier(conn, row, "initial_verifier", password, error))
            return FALSE;
        json_object_remove_member(row, "password");
    }
    return TRUE;
}

gboolean admin_import_rows(PGconn *conn, const char *kind, JsonArray *rows, gboolean strict,
                           void (*report)(const char *line), AdminCount *count, GError **error)
{
    g_autoptr(JsonNode) node = json_node_init_array(json_node_alloc(), rows);
    g_autofree char *uuid = g_uuid_string_random();
    g_autofree char *json = NULL;
    const char *params[] = {uuid, kind, NULL, strict ? "true" : "false"};
    PGresult *result;

    if (strcmp(kind, "people") == 0 && !hash_passwords(conn, rows, error))
        return FALSE;
    json = json_to_string(node, FALSE);
    params[2] = json;
    result = admin_call(conn, "select api.admin_import($1, $2, $3, $4)", params, 4, error);
    if (result == NULL)
        return FALSE;
    admin_results(PQgetvalue(result, 0, 0), report, count);
    PQclear(result);
    if (strict && count->refused > 0)
        g_set_error(error, admin_quark(), 0, "%s",
                    _("At least one row was refused, so nothing was done."));
    return !strict || count->refused == 0;
}

static char *first_line; /* of an import that reports to nobody */

static void keep_first(const char *line)
{
    if (first_line == NULL)
        first_line = g_strdup(line);
}

int admin_import(const char *conninfo, const char *kind, const char *bytes, gsize length,
                 gboolean strict, void (*report)(const char *line), GError **error)
{
    g_autoptr(JsonArray) rows = csv_rows_parse(bytes, length, error);
    PGconn *conn = rows != NULL ? admin_connect(conninfo, error) : NULL;
    AdminCount count = {0};
    gboolean done;

    if (conn == NULL)
        return -1;
    done = admin_import_rows(conn, kind, rows, strict, report != NULL ? report : keep_first, &count,
                             error);
    PQfinish(conn);
    if (!done && report == NULL && count.refused > 0)
        g_prefix_error(error, "%s: %s\n", kind, first_line);
    g_clear_pointer(&first_line, g_free);
    return done ? count.refused : -1;
}
