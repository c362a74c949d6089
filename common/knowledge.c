/* Queries and writes about articles. */
#include "common/knowledge.h"

#include <json-glib/json-glib.h>

#define FOUND(member, kind) RECORD_FIELD(ArticleFound, member, kind)
static const RecordField found_fields[]
    = {FOUND(id, RECORD_INT),         FOUND(key, RECORD_TEXT),       FOUND(title, RECORD_TEXT),
       FOUND(excerpt, RECORD_TEXT),   FOUND(category, RECORD_TEXT),  FOUND(area, RECORD_TEXT),
       FOUND(unit, RECORD_TEXT),      FOUND(validity, RECORD_TEXT),  FOUND(valid_to, RECORD_TEXT),
       FOUND(used, RECORD_INT),       FOUND(helped, RECORD_INT),     FOUND(not_helped, RECORD_INT),
       FOUND(score, RECORD_REAL),     FOUND(words, RECORD_TEXT),     RECORD_END};
static const RecordType found_type = {sizeof(ArticleFound), found_fields};

#define WHOLE(member, kind) RECORD_FIELD(Article, member, kind)
static const RecordField whole_fields[]
    = {WHOLE(id, RECORD_INT),          WHOLE(key, RECORD_TEXT),      WHOLE(title, RECORD_TEXT),
       WHOLE(variants, RECORD_TEXT),   WHOLE(answer, RECORD_TEXT),   WHOLE(category, RECORD_TEXT),
       WHOLE(area, RECORD_TEXT),       WHOLE(unit, RECORD_TEXT),     WHOLE(legal_basis, RECORD_TEXT),
       WHOLE(valid_from, RECORD_TEXT), WHOLE(valid_to, RECORD_TEXT), WHOLE(validity, RECORD_TEXT),
       WHOLE(state, RECORD_TEXT),      WHOLE(version, RECORD_INT),   WHOLE(changed_at, RECORD_TIME),
       WHOLE(used, RECORD_INT),        WHOLE(helped, RECORD_INT),    WHOLE(not_helped, RECORD_INT),
       WHOLE(mine, RECORD_TEXT),       WHOLE(fields, RECORD_TEXT),   RECORD_END};
static const RecordType whole_type = {sizeof(Article), whole_fields};

#define VERSION(member, kind) RECORD_FIELD(ArticleVersion, member, kind)
static const RecordField version_fields[]
    = {VERSION(version, RECORD_INT), VERSION(at, RECORD_TIME),     VERSION(who, RECORD_TEXT),
       VERSION(action, RECORD_TEXT), VERSION(reason, RECORD_TEXT), VERSION(fields, RECORD_TEXT),
       RECORD_END};
static const RecordType version_type = {sizeof(ArticleVersion), version_fields};

#define WITHDRAWN(member, kind) RECORD_FIELD(ArticleWithdrawn, member, kind)
static const RecordField withdrawn_fields[]
    = {WITHDRAWN(id, RECORD_INT),   WITHDRAWN(title, RECORD_TEXT),  WITHDRAWN(at, RECORD_TIME),
       WITHDRAWN(who, RECORD_TEXT), WITHDRAWN(reason, RECORD_TEXT), RECORD_END};
static const RecordType withdrawn_type = {sizeof(ArticleWithdrawn), withdrawn_fields};

#define PROPOSAL(member, kind) RECORD_FIELD(ArticleProposal, member, kind)
static const RecordField proposal_fields[]
    = {PROPOSAL(id, RECORD_INT),      PROPOSAL(article_id, RECORD_INT),   PROPOSAL(base_version, RECORD_INT),
       PROPOSAL(newest, RECORD_INT),  PROPOSAL(title, RECORD_TEXT),       PROPOSAL(fields, RECORD_TEXT),
       PROPOSAL(reason, RECORD_TEXT), PROPOSAL(who, RECORD_TEXT),         PROPOSAL(proposed_at, RECORD_TIME),
       PROPOSAL(state, RECORD_TEXT),  PROPOSAL(decision, RECORD_TEXT),    PROPOSAL(decided_at, RECORD_TIME),
       RECORD_END};
static const RecordType proposal_type = {sizeof(ArticleProposal), proposal_fields};

#define USED(member, kind) RECORD_FIELD(TicketArticle, member, kind)
static const RecordField used_fields[]
    = {USED(article_id, RECORD_INT), USED(version, RECORD_INT), USED(way, RECORD_TEXT), USED(at, RECORD_TIME),
       USED(who, RECORD_TEXT),       USED(title, RECORD_TEXT),  USED(answer, RECORD_TEXT), RECORD_END};
static const RecordType used_type = {sizeof(TicketArticle), used_fields};

guint64 article_search(Db *db, const char *words, guint limit, RecordDone done, gpointer data,
                       GDestroyNotify free_data)
{
    const char *params[] = {words, record_id((gint64)limit)};

    return record_fetch(db, &found_type, "select * from api.article_search($1, $2)", params, 2, done, data,
                        free_data);
}

static void fetch_by_number(Db *db, const RecordType *type, const char *sql, gint64 number, RecordDone done,
                            gpointer data, GDestroyNotify free_data)
{
    const char *params[] = {record_id(number)};

    record_fetch(db, type, sql, params, 1, done, data, free_data);
}

void article_read(Db *db, gint64 article, RecordDone done, gpointer data, GDestroyNotify free_data)
{
    fetch_by_number(db, &whole_type, "select * from api.article_read($1)", article, done, data, free_data);
}

void article_versions(Db *db, gint64 article, RecordDone done, gpointer data, GDestroyNotify free_data)
{
    fetch_by_number(db, &version_type, "select * from api.article_versions($1)", article, done, data, free_data);
}

void articles_withdrawn(Db *db, guint limit, RecordDone done, gpointer data, GDestroyNotify free_data)
{
    fetch_by_number(db, &withdrawn_type, "select * from api.articles_withdrawn($1)", (gint64)limit, done, data,
                    free_data);
}

void article_proposals(Db *db, const ArticleProposal *after, guint limit, RecordDone done, gpointer data,
                       GDestroyNotify free_data)
{
    const char *params[] = {after != NULL ? record_id(after->id) : NULL, record_id((gint64)limit)};

    record_fetch(db, &proposal_type, "select * from api.article_proposals($1, $2)", params, 2, done, data, free_data);
}

void ticket_articles(Db *db, gint64 ticket, RecordDone done, gpointer data, GDestroyNotify free_data)
{
    fetch_by_number(db, &used_type, "select * from api.ticket_articles($1)", ticket, done, data, free_data);
}

/* NULL for 0: there is none. */
static const char *id_or_null(gint64 id)
{
    return id != 0 ? record_id(id) : NULL;
}

static char *fields_to_json(GHashTable *fields)
{
    g_autoptr(JsonObject) object = json_object_new();
    g_autoptr(JsonNode) node = json_node_new(JSON_NODE_OBJECT);
    GHashTableIter iter;
    gpointer field;
    gpointer text;

    g_hash_table_iter_init(&iter, fields);
    while (g_hash_table_iter_next(&iter, &field, &text))
        json_object_set_string_member(object, field, text);
    json_node_set_object(node, object);
    return json_to_string(node, FALSE);
}

void article_use(Outbox *outbox, gint64 article, gint64 ticket, const char *way, OutboxDone done,
                 gpointer data, GDestroyNotify free_data)
{
    const char *params[] = {record_id(article), id_or_null(ticket), way};

    outbox_send(outbox, "article_use", params, 3, ticket != 0 ? OUTBOX_KEEP : OUTBOX_NOW, done, data, free_data);
}

void article_vote(Outbox *outbox, gint64 article, gboolean helped, OutboxDone done, gpointer data,
                  GDestroyNotify free_data)
{
    const char *params[] = {record_id(article), helped ? "true" : "false"};

    outbox_send(outbox, "article_vote", params, 2, OUTBOX_KEEP, done, data, free_data);
}

static void send_fields(Outbox *outbox, const char *function, gint64 article, gint64 version,
                        GHashTable *fields, const char *reason, OutboxDone done, gpointer data,
                        GDestroyNotify free_data)
{
    g_autofree char *json = fields_to_json(fields);
    const char *params[] = {id_or_null(article), id_or_null(version), json, reason};

    outbox_send(outbox, function, params, 4, OUTBOX_KEEP, done, data, free_data);
}

void article_propose(Outbox *outbox, gint64 article, gint64 version, GHashTable *fields, const char *reason,
                     OutboxDone done, gpointer data, GDestroyNotify free_data)
{
    send_fields(outbox, "article_propose", article, version, fields, reason, done, data, free_data);
}

void article_publish(Outbox *outbox, gint64 article, gint64 version, GHashTable *fields, const char *reason,
                     OutboxDone done, gpointer data, GDestroyNotify free_data)
{
    send_fields(outbox, "article_publish", article, version, fields, reason, done, data, free_data);
}

void article_withdraw(Outbox *outbox, gint64 article, gint64 version, const char *reason, OutboxDone done,
                      gpointer data, GDestroyNotify free_data)
{
    const char *params[] = {record_id(article), record_id(version), reason};

    outbox_send(outbox, "article_withdraw", params, 3, OUTBOX_KEEP, done, data, free_data);
}

void article_decide(Outbox *outbox, gint64 proposal, gboolean publish, const char *reason,
                    GHashTable *fields, OutboxDone done, gpointer data, GDestroyNotify free_data)
{
    g_autofree char *json = fields != NULL ? fields_to_json(fields) : NULL;
    const char *params[] = {record_id(proposal), publish ? "true" : "false", reason, json};

    outbox_send(outbox, "article_decide", params, 4, OUTBOX_KEEP, done, data, free_data);
}

static void word_free(gpointer data)
{
    ArticleWord *word = data;

    g_free(word->word);
    g_free(word);
}

GPtrArray *article_words_parse(const char *json)
{
    GPtrArray *words = g_ptr_array_new_with_free_func(word_free);
    g_autoptr(JsonNode) root = json != NULL ? json_from_string(json, NULL) : NULL;
    JsonArray *array = root != NULL && JSON_NODE_HOLDS_ARRAY(root) ? json_node_get_array(root) : NULL;

    for (guint i = 0; array != NULL && i < json_array_get_length(array); i++) {
        JsonObject *object = json_array_get_object_element(array, i);
        ArticleWord *word = g_new0(ArticleWord, 1);
        word->word = g_strdup(json_object_get_string_member_with_default(object, "word", ""));
        word->weight = json_object_get_double_member_with_default(object, "weight", 0);
        g_ptr_array_add(words, word);
    }
    return words;
}

static JsonObject *object_of(JsonNode *root)
{
    return root != NULL && JSON_NODE_HOLDS_OBJECT(root) ? json_node_get_object(root) : NULL;
}

GHashTable *article_fields_parse(const char *json)
{
    GHashTable *fields = g_hash_table_new_full(g_str_hash, g_str_equal, g_free, g_free);
    g_autoptr(JsonNode) root = json != NULL ? json_from_string(json, NULL) : NULL;
    JsonObject *object = object_of(root);
    g_autoptr(GList) names = object != NULL ? json_object_get_members(object) : NULL;

    for (GList *name = names; name != NULL; name = name->next)
        g_hash_table_insert(fields, g_strdup(name->data),
                            g_strdup(json_object_get_string_member_with_default(object, name->data, "")));
    return fields;
}

gint64 article_answer_version(const char *json)
{
    g_autoptr(JsonNode) root = json != NULL ? json_from_string(json, NULL) : NULL;
    JsonObject *object = object_of(root);
    JsonNode *version = object != NULL ? json_object_get_member(object, "version") : NULL;

    return version != NULL && JSON_NODE_HOLDS_VALUE(version) ? json_node_get_int(version) : 0;
}
