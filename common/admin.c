/* Rows to the database, results to sentences. The command's words are in admin_main.c. */
#include "common/admin.h"

#include <libpq-fe.h>

#include "common/admin_private.h"
#include "common/lang.h"
#include "common/refusal.h"

static GQuark admin_quark(void)
{
    return g_quark_from_static_string("hotline-admin");
}

PGconn *admin_connect(const char *conninfo, GError **error)
{
    const char *keys[] = {"fallback_application_name", "dbname", "client_encoding", NULL};
    const char *values[] = {"hotline admin", conninfo, "UTF8", NULL};
    PGconn *conn = PQconnectdbParams(keys, values, 1);

    if (PQstatus(conn) == CONNECTION_OK)
        return conn;
    g_set_error(error, admin_quark(), 0, _("The database cannot be reached: %s"), PQerrorMessage(conn));
    PQfinish(conn);
    return NULL;
}

static void set_error(const PGresult *result, GError **error)
{
    DbError trouble = {.kind = DB_ERROR_SERVER,
                       .sqlstate = PQresultErrorField(result, PG_DIAG_SQLSTATE),
                       .message = PQresultErrorField(result, PG_DIAG_MESSAGE_PRIMARY),
                       .detail = PQresultErrorField(result, PG_DIAG_MESSAGE_DETAIL)};
    g_autofree char *sentence = refusal_sentence(&trouble);

    g_set_error(error, admin_quark(), 0, "%s", sentence);
}

PGresult *admin_call(PGconn *conn, const char *sql, const char *const *params, int n, GError **error)
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

static const char *outcome_word(const char *outcome)
{
    static const struct {
        const char *code;
        const char *word;
    } words[] = {{"added", N_("added")}, {"changed", N_("changed")}, {"unchanged", N_("unchanged")},
                 {"refused", N_("refused")}, {"enabled", N_("enabled")}, {"disabled", N_("disabled")}};

    for (guint i = 0; i < G_N_ELEMENTS(words); i++)
        if (g_str_equal(words[i].code, outcome))
            return _(words[i].word);
    return outcome;
}

static char *result_line(JsonObject *row)
{
    gboolean refused = g_str_equal(member(row, "outcome"), "refused");
    g_autofree char *why = NULL;

    if (refused) {
        DbError trouble = {.kind = DB_ERROR_SERVER, .sqlstate = (char *)member(row, "state"),
                           .message = (char *)member(row, "message"), .detail = (char *)member(row, "values")};
        why = refusal_sentence(&trouble);
    }
    return g_strdup_printf(_("line %d: %s %s%s%s%s%s"), (int)json_object_get_int_member_with_default(row, "_line",
                           json_object_get_int_member_with_default(row, "line", 0)),
                           member(row, "key"), outcome_word(member(row, "outcome")), refused ? ": " : "",
                           refused ? member(row, "field") : "", refused ? " " : "", why != NULL ? why : "");
}

int admin_results(const char *json, void (*report)(const char *line))
{
    g_autoptr(JsonNode) root = json_from_string(json, NULL);
    JsonArray *rows = json_node_get_array(root);
    int refused = 0;

    for (guint i = 0; i < json_array_get_length(rows); i++) {
        JsonObject *row = json_array_get_object_element(rows, i);
        g_autofree char *line = result_line(row);
        refused += g_str_equal(member(row, "outcome"), "refused");
        if (report != NULL && !g_str_equal(member(row, "outcome"), "unchanged"))
            report(line);
    }
    return refused;
}

int admin_import_rows(PGconn *conn, const char *kind, JsonArray *rows, gboolean strict,
                      void (*report)(const char *line), GError **error)
{
    g_autoptr(JsonNode) node = json_node_init_array(json_node_alloc(), rows);
    g_autofree char *json = json_to_string(node, FALSE);
    g_autofree char *uuid = g_uuid_string_random();
    const char *params[] = {uuid, kind, json, strict ? "true" : "false"};
    PGresult *result = admin_call(conn, "select api.admin_import($1, $2, $3, $4)", params, 4, error);
    int refused;

    if (result == NULL)
        return -1;
    refused = admin_results(PQgetvalue(result, 0, 0), report);
    PQclear(result);
    return refused;
}

int admin_import(const char *conninfo, const char *kind, const char *bytes, gsize length, gboolean strict,
                 void (*report)(const char *line), GError **error)
{
    g_autoptr(JsonArray) rows = csv_rows_parse(bytes, length, error);
    PGconn *conn = rows != NULL ? admin_connect(conninfo, error) : NULL;
    int refused;

    if (conn == NULL)
        return -1;
    refused = admin_import_rows(conn, kind, rows, strict, report, error);
    PQfinish(conn);
    return refused;
}
