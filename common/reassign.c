/* Queries and writes about giving tickets away. */
#include "common/reassign.h"

#include <json-glib/json-glib.h>

#define LOAD(member, kind) RECORD_FIELD(ReassignLoad, member, kind)
static const RecordField load_fields[] = {
    LOAD(id, RECORD_INT), LOAD(name, RECORD_TEXT), LOAD(open, RECORD_INT), LOAD(today, RECORD_INT),
    LOAD(overdue, RECORD_INT), LOAD(state, RECORD_TEXT), LOAD(present, RECORD_BOOL), RECORD_END};
static const RecordType load_type = {sizeof(ReassignLoad), load_fields};

static const RecordField share_fields[] = {RECORD_FIELD(ReassignShare, name, RECORD_TEXT),
                                           RECORD_FIELD(ReassignShare, gets, RECORD_INT), RECORD_END};
static const RecordType share_type = {sizeof(ReassignShare), share_fields};

#define GIVEN(member) RECORD_FIELD(ReassignGiven, member, RECORD_TEXT)
static const RecordField given_fields[] = {GIVEN(owner), GIVEN(given_by), GIVEN(reason), RECORD_END};
static const RecordType given_type = {sizeof(ReassignGiven), given_fields};

void reassign_loads(Db *db, const char *kind, const ReassignLoad *after, guint limit, RecordDone done, gpointer data,
                    GDestroyNotify free_data)
{
    const char *params[] = {kind, after != NULL ? after->name : NULL, after != NULL ? record_id(after->id) : NULL,
                            record_id((gint64)limit)};

    record_fetch(db, &load_type, "select * from api.reassign_loads($1, $2, $3, $4)", params, 4, done, data, free_data);
}

/* "{1,2,3}", owned by the caller. */
static char *array_text(const GArray *numbers)
{
    GString *text = g_string_new("{");

    for (guint i = 0; i < numbers->len; i++)
        g_string_append_printf(text, "%s%" G_GINT64_FORMAT, i > 0 ? "," : "", g_array_index(numbers, gint64, i));
    return g_string_free(g_string_append_c(text, '}'), FALSE);
}

void reassign_preview(Db *db, const char *kind, const GArray *to, guint count, RecordDone done, gpointer data,
                      GDestroyNotify free_data)
{
    g_autofree char *receivers = array_text(to);
    const char *params[] = {kind, receivers, record_id(count)};

    record_fetch(db, &share_type, "select * from api.reassign_preview($1, $2, $3)", params, 3, done, data, free_data);
}

void reassign_send(Outbox *outbox, GHashTable *versions, const char *kind, const GArray *to, const char *reason, gint64 of,
                   OutboxDone done, gpointer data, GDestroyNotify free_data)
{
    g_autoptr(GArray) ids = g_array_new(FALSE, FALSE, sizeof(gint64));
    g_autoptr(GArray) seen = g_array_new(FALSE, FALSE, sizeof(gint64));
    g_autofree char *tickets = NULL;
    g_autofree char *seen_versions = NULL;
    g_autofree char *receivers = array_text(to);
    GHashTableIter iter;
    gpointer id;
    gpointer version;

    g_hash_table_iter_init(&iter, versions);
    while (g_hash_table_iter_next(&iter, &id, &version)) {
        g_array_append_vals(ids, id, 1);
        g_array_append_vals(seen, version, 1);
    }
    tickets = array_text(ids);
    seen_versions = array_text(seen);
    const char *params[] = {tickets, seen_versions, kind, receivers, reason, of != 0 ? record_id(of) : NULL};
    outbox_send(outbox, "reassign", params, G_N_ELEMENTS(params), OUTBOX_NOW, done, data, free_data);
}

void reassign_undo(Outbox *outbox, gint64 reassignment, OutboxDone done, gpointer data, GDestroyNotify free_data)
{
    const char *params[] = {record_id(reassignment)};

    outbox_send(outbox, "reassign_undo", params, 1, OUTBOX_NOW, done, data, free_data);
}

void reassign_given(Db *db, gint64 ticket, RecordDone done, gpointer data, GDestroyNotify free_data)
{
    const char *params[] = {record_id(ticket)};

    record_fetch(db, &given_type, "select * from api.ticket_given($1)", params, 1, done, data, free_data);
}

/* The object that a text is; NULL when it is none. Free with json_node_unref. */
static JsonNode *object_of(const char *json)
{
    JsonNode *node = json != NULL ? json_from_string(json, NULL) : NULL;

    if (node != NULL && !JSON_NODE_HOLDS_OBJECT(node))
        g_clear_pointer(&node, json_node_unref);
    return node;
}

ReassignAnswer *reassign_answer_parse(const char *json)
{
    ReassignAnswer *answer = g_new0(ReassignAnswer, 1);
    g_autoptr(JsonNode) node = object_of(json);
    g_autoptr(JsonObject) object = node != NULL ? json_node_dup_object(node) : json_object_new();

    answer->reassignment = json_object_get_int_member_with_default(object, "reassignment", 0);
    answer->count = json_object_get_int_member_with_default(object, "count", 0);
    answer->stayed = json_object_get_int_member_with_default(object, "stayed", 0);
    answer->promises = json_object_get_int_member_with_default(object, "promises", 0);
    answer->seconds = json_object_get_int_member_with_default(object, "seconds", 0);
    answer->undone = json_object_get_int_member_with_default(object, "undone", 0);
    answer->shares = g_strdup(json_object_get_string_member_with_default(object, "shares", ""));
    answer->numbers = g_strdup(json_object_get_string_member_with_default(object, "numbers", ""));
    return answer;
}

void reassign_answer_free(ReassignAnswer *answer)
{
    g_free(answer->shares);
    g_free(answer->numbers);
    g_free(answer);
}

GArray *reassign_refused(const DbError *error)
{
    GArray *ids = g_array_new(FALSE, FALSE, sizeof(gint64));
    g_autoptr(JsonNode) node = object_of(error->detail);
    JsonObject *object = node != NULL ? json_node_get_object(node) : NULL;
    JsonNode *member = object != NULL ? json_object_get_member(object, "tickets") : NULL;
    JsonArray *tickets = member != NULL && JSON_NODE_HOLDS_ARRAY(member) ? json_node_get_array(member) : NULL;

    for (guint i = 0; tickets != NULL && i < json_array_get_length(tickets); i++) {
        gint64 id = json_array_get_int_element(tickets, i);
        g_array_append_val(ids, id);
    }
    return ids;
}
