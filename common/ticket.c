/* Queries and writes about tickets. */
#include "common/ticket.h"

#include <json-glib/json-glib.h>
#include <string.h>

#define FIELD(member, kind) RECORD_FIELD(Ticket, member, kind)

static const RecordField list_fields[] = {
    FIELD(id, RECORD_INT), FIELD(number, RECORD_TEXT), FIELD(state, RECORD_TEXT), FIELD(kind, RECORD_TEXT),
    FIELD(version, RECORD_INT), FIELD(owner, RECORD_TEXT),
    FIELD(urgency, RECORD_TEXT), FIELD(title, RECORD_TEXT), FIELD(area, RECORD_TEXT),
    FIELD(unit, RECORD_TEXT), FIELD(accepted_at, RECORD_TIME), FIELD(due_at, RECORD_TIME),
    FIELD(returns, RECORD_INT), FIELD(closing, RECORD_TEXT), FIELD(supervised, RECORD_BOOL),
    FIELD(escalated, RECORD_BOOL), FIELD(circling, RECORD_BOOL), FIELD(mended, RECORD_BOOL), RECORD_END};
static const RecordType list_type = {sizeof(Ticket), list_fields};

static const RecordField whole_fields[] = {
    FIELD(id, RECORD_INT), FIELD(number, RECORD_TEXT), FIELD(call_id, RECORD_INT), FIELD(state, RECORD_TEXT),
    FIELD(version, RECORD_INT), FIELD(citizen_name, RECORD_TEXT), FIELD(gender, RECORD_TEXT),
    FIELD(phone_masked, RECORD_TEXT), FIELD(confidential, RECORD_BOOL), FIELD(area, RECORD_TEXT),
    FIELD(address, RECORD_TEXT), FIELD(category, RECORD_TEXT), FIELD(kind, RECORD_TEXT),
    FIELD(urgency, RECORD_TEXT), FIELD(urgency_reason, RECORD_TEXT), FIELD(title, RECORD_TEXT),
    FIELD(body, RECORD_TEXT), FIELD(accepted_at, RECORD_TIME), FIELD(accepted_by_name, RECORD_TEXT), FIELD(owner, RECORD_TEXT),
    FIELD(unit, RECORD_TEXT), FIELD(handler, RECORD_TEXT), FIELD(working_days, RECORD_INT),
    FIELD(due_at, RECORD_TIME), FIELD(due_known, RECORD_BOOL), FIELD(returns, RECORD_INT),
    FIELD(binding, RECORD_BOOL), FIELD(result, RECORD_TEXT), FIELD(finished_at, RECORD_TIME),
    FIELD(closed_at, RECORD_TIME), FIELD(closing, RECORD_TEXT), FIELD(closing_note, RECORD_TEXT),
    FIELD(transfer_to, RECORD_TEXT), FIELD(extension_waits, RECORD_BOOL), FIELD(round, RECORD_INT),
    FIELD(supervised, RECORD_BOOL), FIELD(escalated, RECORD_BOOL), FIELD(demand, RECORD_TEXT), FIELD(circling, RECORD_BOOL),
    FIELD(mended, RECORD_BOOL), FIELD(co_units, RECORD_TEXT), FIELD(co_parts, RECORD_TEXT),
    FIELD(channel_name, RECORD_TEXT), FIELD(channel_replies, RECORD_BOOL), RECORD_END};
static const RecordType whole_type = {sizeof(Ticket), whole_fields};

#define EVENT(member, kind) RECORD_FIELD(TicketEvent, member, kind)
static const RecordField event_fields[] = {
    EVENT(at, RECORD_TIME), EVENT(who, RECORD_TEXT), EVENT(action, RECORD_TEXT),
    EVENT(from_state, RECORD_TEXT), EVENT(to_state, RECORD_TEXT), EVENT(reason, RECORD_TEXT),
    EVENT(unit, RECORD_TEXT), EVENT(co_units, RECORD_TEXT), EVENT(means, RECORD_TEXT), EVENT(transfer_to, RECORD_TEXT), EVENT(given_to, RECORD_TEXT),
    EVENT(other, RECORD_TEXT), EVENT(days, RECORD_TEXT), EVENT(outcome, RECORD_TEXT), EVENT(responded, RECORD_TEXT),
    EVENT(solved, RECORD_TEXT), EVENT(satisfied, RECORD_TEXT), EVENT(timely, RECORD_TEXT),
    EVENT(complete, RECORD_TEXT), EVENT(recorded, RECORD_TEXT), EVENT(genuine, RECORD_TEXT),
    EVENT(drawn, RECORD_TEXT), EVENT(decided, RECORD_TEXT), EVENT(score, RECORD_TEXT), EVENT(agent, RECORD_TEXT), RECORD_END};
static const RecordType event_type = {sizeof(TicketEvent), event_fields};

static const RecordField action_fields[] = {
    RECORD_FIELD(TicketAction, action, RECORD_TEXT), RECORD_FIELD(TicketAction, allowed, RECORD_BOOL),
    RECORD_FIELD(TicketAction, needs_reason, RECORD_BOOL), RECORD_FIELD(TicketAction, refusal, RECORD_TEXT), RECORD_END};
static const RecordType action_type = {sizeof(TicketAction), action_fields};

#define VOICE(member, kind) RECORD_FIELD(TicketVoice, member, kind)
static const RecordField voice_fields[] = {
    VOICE(voice, RECORD_INT), VOICE(at, RECORD_TIME), VOICE(citizen_name, RECORD_TEXT),
    VOICE(phone_masked, RECORD_TEXT), VOICE(note, RECORD_TEXT), VOICE(told_at, RECORD_TIME),
    VOICE(channel, RECORD_TEXT), RECORD_END};
static const RecordType voice_type = {sizeof(TicketVoice), voice_fields};

static const RecordField deadline_fields[] = {
    RECORD_FIELD(TicketDeadline, working_days, RECORD_INT), RECORD_FIELD(TicketDeadline, due_at, RECORD_TIME),
    RECORD_FIELD(TicketDeadline, calendar_known, RECORD_BOOL), RECORD_END};
static const RecordType deadline_type = {sizeof(TicketDeadline), deadline_fields};

#define EXTENSION(member, kind) RECORD_FIELD(TicketExtension, member, kind)
static const RecordField extension_fields[] = {
    EXTENSION(days, RECORD_INT), EXTENSION(reason, RECORD_TEXT), EXTENSION(asked_by, RECORD_TEXT),
    EXTENSION(asked_at, RECORD_TIME), EXTENSION(all_days, RECORD_INT), EXTENSION(wall, RECORD_INT),
    EXTENSION(due_at, RECORD_TIME), RECORD_END};
static const RecordType extension_type = {sizeof(TicketExtension), extension_fields};

static const RecordField form_fields[] = {RECORD_FIELD(TicketField, field, RECORD_TEXT),
                                          RECORD_FIELD(TicketField, value, RECORD_TEXT), RECORD_END};
static const RecordType form_type = {sizeof(TicketField), form_fields};

const char *const *ticket_filters(const char *role)
{
    static const char *const agent[] = {"open", "mine", "drafts", "callback", "today", "overdue", "returned",
                                        "all", NULL};
    static const char *const lead[] = {"open", "returned", "extension", "circling", "overdue", "today", "callback", "mine",
                                       "drafts", "all", NULL};
    static const char *const unit[] = {"unit", "co", "today", "overdue", "returned", "callback", "all", NULL};

    if (strcmp(role, "unit") == 0)
        return unit;
    return strcmp(role, "agent") == 0 ? agent : lead;
}

guint64 ticket_list(Db *db, const char *filter, gint64 owner, const Ticket *after, guint limit, RecordDone done,
                    gpointer data, GDestroyNotify free_data)
{
    const char *params[] = {filter, after != NULL ? record_id(after->due_at) : NULL,
                            after != NULL ? record_id(after->id) : NULL, record_id((gint64)limit),
                            owner != 0 ? record_id(owner) : NULL};

    return record_fetch(db, &list_type, "select * from api.ticket_list($1, $2, $3, $4, $5)", params, 5, done, data,
                        free_data);
}

static void fetch_by_id(Db *db, const RecordType *type, const char *sql, gint64 id, RecordDone done,
                        gpointer data, GDestroyNotify free_data)
{
    const char *params[] = {record_id(id)};

    record_fetch(db, type, sql, params, 1, done, data, free_data);
}

void ticket_read(Db *db, gint64 ticket, RecordDone done, gpointer data, GDestroyNotify free_data)
{
    fetch_by_id(db, &whole_type, "select * from api.ticket where id = $1", ticket, done, data, free_data);
}

void ticket_timeline(Db *db, gint64 ticket, RecordDone done, gpointer data, GDestroyNotify free_data)
{
    fetch_by_id(db, &event_type, "select * from api.timeline where ticket_id = $1 order by id", ticket, done,
                data, free_data);
}

void ticket_actions(Db *db, gint64 ticket, gint64 review, RecordDone done, gpointer data, GDestroyNotify free_data)
{
    const char *params[] = {record_id(ticket), review != 0 ? record_id(review) : NULL};

    record_fetch(db, &action_type, "select * from api.ticket_actions($1, $2)", params, 2, done, data, free_data);
}

const TicketAction *ticket_action(const GPtrArray *actions, const char *name)
{
    for (guint i = 0; actions != NULL && i < actions->len; i++) {
        const TicketAction *action = g_ptr_array_index(actions, i);
        if (strcmp(action->action, name) == 0)
            return action;
    }
    return NULL;
}

void ticket_extension(Db *db, gint64 ticket, RecordDone done, gpointer data, GDestroyNotify free_data)
{
    fetch_by_id(db, &extension_type, "select * from api.extension_asked($1)", ticket, done, data, free_data);
}

void ticket_form(Db *db, gint64 ticket, RecordDone done, gpointer data, GDestroyNotify free_data)
{
    fetch_by_id(db, &form_type, "select * from api.ticket_form($1)", ticket, done, data, free_data);
}

void ticket_intake(Db *db, gint64 call, RecordDone done, gpointer data, GDestroyNotify free_data)
{
    fetch_by_id(db, &form_type, "select * from api.call_intake($1)", call, done, data, free_data);
}

void ticket_voices(Db *db, gint64 ticket, RecordDone done, gpointer data, GDestroyNotify free_data)
{
    fetch_by_id(db, &voice_type, "select * from api.ticket_voices($1)", ticket, done, data, free_data);
}

void ticket_tell_voice(Outbox *outbox, gint64 voice, const char *text, OutboxDone done, gpointer data, GDestroyNotify free_data)
{
    const char *params[] = {record_id(voice), text};

    outbox_send(outbox, "ticket_voice_told", params, 2, OUTBOX_KEEP, done, data, free_data);
}

void ticket_deadline(Db *db, const char *urgency, gint64 accepted, RecordDone done, gpointer data,
                     GDestroyNotify free_data)
{
    const char *params[] = {urgency, accepted != 0 ? record_id(accepted) : NULL};

    record_fetch(db, &deadline_type, "select * from api.deadline_preview($1, $2)", params, 2, done, data,
                 free_data);
}

static char *form_to_json(GHashTable *form)
{
    g_autoptr(JsonObject) object = json_object_new();
    g_autoptr(JsonNode) node = json_node_new(JSON_NODE_OBJECT);
    GHashTableIter iter;
    gpointer field;
    gpointer value;

    g_hash_table_iter_init(&iter, form);
    while (g_hash_table_iter_next(&iter, &field, &value))
        json_object_set_string_member(object, field, value);
    json_node_set_object(node, object);
    return json_to_string(node, FALSE);
}

gboolean ticket_submit(Outbox *outbox, Draft *draft, const char *way, gint64 ticket, gint64 call, GHashTable *form,
                       OutboxDone done, gpointer data, GDestroyNotify free_data)
{
    g_autofree char *json = form_to_json(form);
    const char *params[] = {way, ticket != 0 ? record_id(ticket) : NULL, call != 0 ? record_id(call) : NULL,
                            json};

    return outbox_send_draft(outbox, draft, "ticket_submit", params, G_N_ELEMENTS(params), done, data, free_data);
}

gboolean ticket_join(Outbox *outbox, Draft *draft, gint64 ticket, gint64 call, GHashTable *form,
                     OutboxDone done, gpointer data, GDestroyNotify free_data)
{
    g_autofree char *json = form_to_json(form);
    const char *params[] = {record_id(ticket), call != 0 ? record_id(call) : NULL, json};

    return outbox_send_draft(outbox, draft, "ticket_join", params, G_N_ELEMENTS(params), done, data, free_data);
}

#define MARKS "timely", "timely_reason", "complete", "complete_reason", "recorded", "recorded_reason", "genuine", "genuine_reason"

/* Which api function does a step, and which values it takes after the ticket's id. */
static const struct {
    const char *action;
    const char *function;
    const char *values[12]; /* field names; "=text" is a constant; ends with NULL */
} steps[] = {
    {"receive", "ticket_step", {"=receive", "reason", "version", NULL}},
    {"return", "ticket_step", {"=return", "reason", "version", NULL}},
    {"urge", "ticket_step", {"=urge", "reason", NULL}},
    {"uphold", "ticket_step", {"=uphold", "reason", "version", NULL}},
    {"communicate", "ticket_communicate", {"means", "text", NULL}},
    {"feed_back", "ticket_feed_back", {"means", "text", NULL}},
    {"finish", "ticket_finish", {"text", "version", NULL}},
    {"ask_extension", "ticket_ask_extension", {"days", "reason", NULL}},
    {"grant_extension", "ticket_decide_extension", {"=true", "reason", "version", NULL}},
    {"deny_extension", "ticket_decide_extension", {"=false", "reason", "version", NULL}},
    {"redispatch", "ticket_redispatch", {"unit_id", "reason", "version", "co_unit", "co_unit2", "co_unit3", NULL}},
    {"mend", "catalogue_mend", {"category_id", "area_id", "unit_id", "reason", "version", NULL}},
    {"contribute", "ticket_contribute", {"text", NULL}},
    {"supervise", "ticket_supervise", {"=supervise", "reason", "version", NULL}},
    {"escalate", "ticket_supervise", {"=escalate", "reason", "version", NULL}},
    {"merge", "ticket_merge", {"into", "reason", "version", NULL}},
    {"unmerge", "ticket_unmerge", {"reason", "version", NULL}},
    {"review_rate", "review_rate", {MARKS, "review", NULL}},
    {"review_object", "review_object", {"reason", "review", NULL}},
    {"review_decide", "review_decide", {"decided", "reason", MARKS, "review", NULL}},
    {"demand_ask", "demand_ask", {"reason", "version", NULL}},
    {"demand_grant", "demand_decide", {"=true", "reason", "version", NULL}},
    {"demand_deny", "demand_decide", {"=false", "reason", "version", NULL}},
};

gboolean ticket_act(Outbox *outbox, Draft *draft, gint64 ticket, gint64 version, const char *action,
                    GHashTable *values, OutboxDone done, gpointer data, GDestroyNotify free_data)
{
    const char *params[G_N_ELEMENTS(steps[0].values) + 1] = {record_id(ticket)};
    guint n = 1;

    for (guint i = 0; i < G_N_ELEMENTS(steps); i++) {
        if (strcmp(steps[i].action, action) != 0)
            continue;
        for (const char *const *value = steps[i].values; *value != NULL; value++) {
            if (**value == '=')
                params[n++] = *value + 1;
            else if (strcmp(*value, "version") == 0)
                params[n++] = record_id(version);
            else
                params[n++] = g_hash_table_lookup(values, *value);
        }
        return outbox_send_draft(outbox, draft, steps[i].function, params, n, done, data, free_data);
    }
    g_critical("no step %s", action);
    return FALSE;
}

void ticket_unmask(Outbox *outbox, gint64 ticket, gint64 call, const char *reason, OutboxDone done,
                   gpointer data, GDestroyNotify free_data)
{
    const char *params[] = {ticket != 0 ? record_id(ticket) : NULL, call != 0 ? record_id(call) : NULL, reason};

    outbox_send(outbox, "phone_unmask", params, 3, OUTBOX_NOW, done, data, free_data);
}

static JsonObject *parse_object(JsonParser *parser, const char *json)
{
    JsonNode *root;

    if (json == NULL || !json_parser_load_from_data(parser, json, -1, NULL))
        return NULL;
    root = json_parser_get_root(parser);
    return root != NULL && JSON_NODE_HOLDS_OBJECT(root) ? json_node_get_object(root) : NULL;
}

static char *text_member(JsonObject *object, const char *name)
{
    return g_strdup(object != NULL ? json_object_get_string_member_with_default(object, name, "") : "");
}

static gint64 int_member(JsonObject *object, const char *name)
{
    return object != NULL ? json_object_get_int_member_with_default(object, name, 0) : 0;
}

TicketAnswer *ticket_answer_parse(const char *json)
{
    g_autoptr(JsonParser) parser = json_parser_new();
    JsonObject *object = parse_object(parser, json);
    TicketAnswer *answer = g_new0(TicketAnswer, 1);

    answer->ticket = int_member(object, "ticket");
    answer->call = int_member(object, "call");
    answer->number = text_member(object, "number");
    answer->state = text_member(object, "state");
    answer->due_at = text_member(object, "due_at");
    answer->phone = text_member(object, "phone");
    answer->waiting = int_member(object, "waiting");
    answer->due_known = object == NULL || json_object_get_boolean_member_with_default(object, "due_known", TRUE);
    return answer;
}

void ticket_answer_free(TicketAnswer *answer)
{
    if (answer == NULL)
        return;
    g_free(answer->number);
    g_free(answer->state);
    g_free(answer->due_at);
    g_free(answer->phone);
    g_free(answer);
}

GHashTable *ticket_form_parse(const char *json)
{
    GHashTable *form = g_hash_table_new_full(g_str_hash, g_str_equal, g_free, g_free);
    g_autoptr(JsonParser) parser = json_parser_new();
    JsonObject *object = parse_object(parser, json);
    g_autoptr(GList) names = object != NULL ? json_object_get_members(object) : NULL;

    for (GList *name = names; name != NULL; name = name->next)
        g_hash_table_insert(form, g_strdup(name->data), text_member(object, name->data));
    return form;
}
