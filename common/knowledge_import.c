/* Rows of a file to api.article_import, part by part. */
#include "common/knowledge_import.h"

#include <string.h>

#include "common/admin_private.h"
#include "common/lang.h"

enum { PART_ROWS = 200 };

/* What a column's header means: a field of an article, or "" for what is passed over. */
static const struct {
    const char *header;
    const char *field;
} headers[] = {
    {"id", "id"},             {"编号", "id"},
    {"title", "title"},       {"标题", "title"},
    {"variants", "variants"}, {"question", "variants"},   {"questions", "variants"},
    {"问法", "variants"},     {"问题", "variants"},
    {"answer", "answer"},     {"reply", "answer"},        {"答案", "answer"},       {"答复", "answer"},
    {"category", "category"}, {"分类", "category"},       {"诉求类别", "category"},
    {"area", "area"},         {"区域", "area"},
    {"unit", "unit"},         {"承办单位", "unit"},
    {"legal_basis", "legal_basis"}, {"legal basis", "legal_basis"}, {"法律依据", "legal_basis"},
    {"valid_from", "valid_from"},   {"valid from", "valid_from"},   {"生效日期", "valid_from"},
    {"valid_to", "valid_to"},       {"valid to", "valid_to"},       {"失效日期", "valid_to"},
    {"asked", ""},            {"replied", ""},            {"user", ""},             {"likes", ""},
};

/* The field for a header; the header itself when it is none, so that the database names it. */
static const char *field_of(const char *header)
{
    g_autofree char *small = g_ascii_strdown(header, -1);

    for (guint i = 0; i < G_N_ELEMENTS(headers); i++)
        if (strcmp(headers[i].header, small) == 0)
            return headers[i].field;
    return header;
}

/* Is this a file of citizens' questions with official replies? */
static gboolean has_replies(JsonArray *rows)
{
    for (guint i = 0; i < json_array_get_length(rows); i++)
        if (json_object_has_member(json_array_get_object_element(rows, i), "reply"))
            return TRUE;
    return FALSE;
}

/* A row by the fields of an article. Owned by the caller. */
static JsonObject *article_of(JsonObject *row, gboolean official)
{
    JsonObject *article = json_object_new();
    g_autoptr(GList) names = json_object_get_members(row);

    for (GList *name = names; name != NULL; name = name->next) {
        const char *field = field_of(name->data);
        gboolean citizens = strcmp(field, "title") == 0 || strcmp(field, "variants") == 0;
        if (strcmp(name->data, "_line") == 0)
            json_object_set_int_member(article, "_line", json_object_get_int_member(row, "_line"));
        else if (*field != '\0' && !(official && citizens))
            json_object_set_string_member(article, field, json_object_get_string_member(row, name->data));
    }
    return article;
}

static int member(JsonObject *object, const char *name)
{
    return (int)json_object_get_int_member_with_default(object, name, 0);
}

static void add_answer(const char *json, void (*report)(const char *line), KnowledgeCount *count)
{
    g_autoptr(JsonNode) root = json_from_string(json, NULL);
    JsonObject *answer = json_node_get_object(root);
    g_autofree char *refused = json_to_string(json_object_get_member(answer, "refused"), FALSE);
    AdminCount refusals = {0};

    count->added += member(answer, "added");
    count->changed += member(answer, "changed");
    count->unchanged += member(answer, "unchanged");
    admin_results(refused, report, &refusals);
    count->refused += refusals.refused;
}

static gboolean send_part(PGconn *conn, JsonArray *part, gboolean strict, void (*report)(const char *line),
                          KnowledgeCount *count, GError **error)
{
    g_autoptr(JsonNode) node = json_node_init_array(json_node_alloc(), part);
    g_autofree char *json = json_to_string(node, FALSE);
    g_autofree char *uuid = g_uuid_string_random();
    const char *params[] = {uuid, json, strict ? "true" : "false"};
    PGresult *result = admin_call(conn, "select api.article_import($1, $2, $3)", params, 3, error);

    if (result == NULL)
        return FALSE;
    add_answer(PQgetvalue(result, 0, 0), report, count);
    PQclear(result);
    if (strict && count->refused > 0)
        g_set_error(error, admin_quark(), 0, "%s", _("At least one row was refused, so nothing was done."));
    return !strict || count->refused == 0;
}

static gboolean send_all(PGconn *conn, JsonArray *rows, gboolean strict, void (*report)(const char *line),
                         void (*progress)(int done, int of), KnowledgeCount *count, GError **error)
{
    guint n = json_array_get_length(rows);
    guint size = strict ? MAX(n, 1) : PART_ROWS;

    for (guint from = 0; from < n; from += size) {
        g_autoptr(JsonArray) part = json_array_new();
        for (guint i = from; i < MIN(from + size, n); i++)
            json_array_add_object_element(part, article_of(json_array_get_object_element(rows, i), count->official));
        if (!send_part(conn, part, strict, report, count, error))
            return FALSE;
        if (progress != NULL)
            progress((int)MIN(from + size, n), (int)n);
    }
    return TRUE;
}

gboolean knowledge_import(const char *conninfo, const char *bytes, gsize length, gboolean strict,
                          void (*report)(const char *line), void (*progress)(int done, int of),
                          KnowledgeCount *count, GError **error)
{
    g_autoptr(JsonArray) rows = csv_rows_parse(bytes, length, error);
    PGconn *conn = rows != NULL ? admin_connect(conninfo, error) : NULL;
    gboolean done;

    if (conn == NULL)
        return FALSE;
    count->official = has_replies(rows);
    done = send_all(conn, rows, strict, report, progress, count, error);
    PQfinish(conn);
    return done;
}
