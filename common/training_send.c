/* Results of a training on their way. What they are, and which of them count, the database says. */
#include "common/training_send.h"

#include <json-glib/json-glib.h>
#include <libpq-fe.h>
#include <stdlib.h>
#include <string.h>

#include "common/admin_private.h"
#include "common/lang.h"

#define FORMAT "hotline-training-1"
enum { AT_ONCE = 500 };

GQuark training_results_quark(void)
{
    return g_quark_from_static_string("hotline-training-results");
}

/* One value of a query on a database of one's own. Owned by the caller; NULL with a sentence. */
static char *value_of(const char *superuser, const char *sql, const char *const *params, int n, GError **error)
{
    PGconn *conn = admin_connect(superuser, error);
    PGresult *result = conn != NULL ? admin_call(conn, sql, params, n, error) : NULL;
    char *value = result != NULL ? g_strdup(PQgetvalue(result, 0, 0)) : NULL;

    PQclear(result);
    PQfinish(conn);
    return value;
}

char *training_results_text(const char *superuser, const char *role, GError **error)
{
    g_autofree char *results = value_of(superuser, "select hotline.results_written($1)", &role, 1, error);

    return results != NULL ? g_strdup_printf("{\"format\": \"" FORMAT "\", \"results\": %s}\n", results) : NULL;
}

gboolean training_results_write(const char *path, const char *text, GError **error)
{
    return g_file_set_contents_full(path, text, -1, G_FILE_SET_CONTENTS_CONSISTENT | G_FILE_SET_CONTENTS_DURABLE, 0600, error);
}

/* NULL when the text is none of results. */
static JsonArray *results_of(const char *text)
{
    g_autoptr(JsonNode) node = json_from_string(text, NULL);
    JsonObject *object = node != NULL && JSON_NODE_HOLDS_OBJECT(node) ? json_node_get_object(node) : NULL;
    JsonNode *results = object != NULL ? json_object_get_member(object, "results") : NULL;
    JsonNode *format = object != NULL ? json_object_get_member(object, "format") : NULL;

    if (results == NULL || !JSON_NODE_HOLDS_ARRAY(results) || format == NULL || json_node_get_value_type(format) != G_TYPE_STRING
        || strcmp(json_node_get_string(format), FORMAT) != 0)
        return NULL;
    return json_array_ref(json_node_get_array(results));
}

static void say_bad(const char *source, GError **error)
{
    g_set_error(error, TRAINING_RESULTS_ERROR, TRAINING_RESULTS_BAD, _("%s holds no training results (hotline training export writes them)."),
                source);
}

static JsonArray *results_or_error(const char *text, const char *source, GError **error)
{
    JsonArray *results = results_of(text);

    if (results == NULL)
        say_bad(source, error);
    return results;
}

/* Some of the results as JSON. Owned by the caller. */
static char *slice(JsonArray *results, guint from, guint n)
{
    g_autoptr(JsonNode) node = json_node_new(JSON_NODE_ARRAY);
    JsonArray *some = json_array_new();

    for (guint i = from; i < from + n && i < json_array_get_length(results); i++)
        json_array_add_element(some, json_node_copy(json_array_get_element(results, i)));
    json_node_take_array(node, some);
    return json_to_string(node, FALSE);
}

static gboolean is_unsent(JsonNode *node)
{
    JsonObject *result = JSON_NODE_HOLDS_OBJECT(node) ? json_node_get_object(node) : NULL;

    return result != NULL && (!json_object_has_member(result, "taken_at") || json_object_get_null_member(result, "taken_at"))
           && strcmp(json_object_get_string_member_with_default(result, "state", ""), "dropped") != 0;
}

guint training_results_unsent(const char *text)
{
    g_autoptr(JsonArray) results = results_of(text);
    guint unsent = 0;

    for (guint i = 0; results != NULL && i < json_array_get_length(results); i++)
        unsent += is_unsent(json_array_get_element(results, i)) ? 1 : 0;
    return unsent;
}

gboolean training_unsent(const char *superuser, guint *unsent, GError **error)
{
    g_autofree char *count = value_of(superuser, "select hotline.results_unsent()", NULL, 0, error);

    *unsent = count != NULL ? (guint)atoi(count) : 0;
    return count != NULL;
}

/* A function of the training database that takes results and says how many it was about. */
static gboolean tell_training(const char *superuser, const char *sql, const char *text, guint *about, GError **error)
{
    g_autoptr(JsonArray) results = results_or_error(text, "-", error);
    g_autofree char *all = results != NULL ? slice(results, 0, json_array_get_length(results)) : NULL;
    g_autofree char *count = all != NULL ? value_of(superuser, sql, (const char *const[]){all}, 1, error) : NULL;

    if (count != NULL && *count == '\0')
        say_bad("-", error);
    if (count == NULL || *count == '\0')
        return FALSE;
    *about = (guint)atoi(count);
    return TRUE;
}

gboolean training_results_restore(const char *superuser, const char *text, guint *taken, GError **error)
{
    return tell_training(superuser, "select hotline.results_restore($1)", text, taken, error);
}

gboolean training_results_sent(const char *superuser, const char *text, GError **error)
{
    guint sent;

    return tell_training(superuser, "select hotline.results_sent($1)", text, &sent, error);
}

/* An answer of api.training_take is added up. */
static void count_taken(const char *answer, TrainingTaken *taken)
{
    g_autoptr(JsonNode) node = json_from_string(answer, NULL);
    JsonObject *object = json_node_get_object(node);

    taken->taken += (guint)json_object_get_int_member(object, "taken");
    taken->known += (guint)json_object_get_int_member(object, "known");
    taken->others += (guint)json_object_get_int_member(object, "others");
}

static gboolean take_all(PGconn *conn, JsonArray *results, TrainingTaken *taken, GError **error)
{
    PGresult *me = admin_call(conn, "select number || ' ' || name from api.me()", NULL, 0, error);

    if (me == NULL)
        return FALSE;
    taken->who = g_strdup(PQgetvalue(me, 0, 0));
    PQclear(me);
    for (guint from = 0; from < json_array_get_length(results); from += AT_ONCE) {
        g_autofree char *uuid = g_uuid_string_random();
        g_autofree char *some = slice(results, from, AT_ONCE);
        PGresult *answer = admin_call(conn, "select api.training_take($1, $2)", (const char *const[]){uuid, some}, 2, error);
        if (answer == NULL)
            return FALSE;
        count_taken(PQgetvalue(answer, 0, 0), taken);
        PQclear(answer);
    }
    return TRUE;
}

gboolean training_results_take(const char *conninfo, const char *text, const char *source, TrainingTaken *taken, GError **error)
{
    g_autoptr(JsonArray) results = results_or_error(text, source, error);
    PGconn *conn = results != NULL ? admin_connect(conninfo, error) : NULL;
    gboolean done;

    *taken = (TrainingTaken){0};
    if (conn == NULL)
        return FALSE;
    done = take_all(conn, results, taken, error);
    PQfinish(conn);
    return done;
}
