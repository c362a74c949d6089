/* Queries and writes about callbacks. */
#include "common/callback.h"

#include <string.h>

#define FIELD(member, kind) RECORD_FIELD(Callback, member, kind)

static const RecordField list_fields[] = {
    FIELD(id, RECORD_INT), FIELD(rank, RECORD_INT), FIELD(kind, RECORD_TEXT), FIELD(ticket_id, RECORD_INT), FIELD(number, RECORD_TEXT),
    FIELD(title, RECORD_TEXT), FIELD(unit, RECORD_TEXT), FIELD(citizen_name, RECORD_TEXT),
    FIELD(phone_masked, RECORD_TEXT), FIELD(area, RECORD_TEXT), FIELD(note, RECORD_TEXT), FIELD(due_at, RECORD_TIME),
    FIELD(attempts, RECORD_INT), FIELD(missed_calls, RECORD_INT), FIELD(claimed_by, RECORD_TEXT),
    FIELD(claimed, RECORD_BOOL), FIELD(closing, RECORD_TEXT), FIELD(closed_at, RECORD_TIME), RECORD_END};
static const RecordType list_type = {sizeof(Callback), list_fields};

static const RecordField whole_fields[] = {
    FIELD(id, RECORD_INT), FIELD(kind, RECORD_TEXT), FIELD(ticket_id, RECORD_INT), FIELD(call_id, RECORD_INT),
    FIELD(citizen_name, RECORD_TEXT), FIELD(phone_masked, RECORD_TEXT), FIELD(area, RECORD_TEXT),
    FIELD(note, RECORD_TEXT), FIELD(promised_by, RECORD_TEXT), FIELD(due_at, RECORD_TIME), FIELD(attempts, RECORD_INT),
    FIELD(attempts_most, RECORD_INT), FIELD(missed_calls, RECORD_INT), FIELD(claimed_by, RECORD_TEXT),
    FIELD(claimed, RECORD_BOOL), FIELD(closing, RECORD_TEXT), FIELD(closed_at, RECORD_TIME),
    FIELD(calls_from, RECORD_TIME), FIELD(dial, RECORD_TEXT), RECORD_END};
static const RecordType whole_type = {sizeof(Callback), whole_fields};

static const RecordField attempt_fields[] = {
    RECORD_FIELD(CallbackAttempt, at, RECORD_TIME), RECORD_FIELD(CallbackAttempt, who, RECORD_TEXT),
    RECORD_FIELD(CallbackAttempt, outcome, RECORD_TEXT), RECORD_FIELD(CallbackAttempt, note, RECORD_TEXT),
    RECORD_FIELD(CallbackAttempt, ring, RECORD_TEXT), RECORD_FIELD(CallbackAttempt, seconds, RECORD_INT), RECORD_END};
static const RecordType attempt_type = {sizeof(CallbackAttempt), attempt_fields};

const char *const *callback_filters(const char *role)
{
    static const char *const filters[] = {"due", "own", "promised", "missed", "satisfaction", "all", "closed", NULL};

    (void)role;
    return filters;
}

void callback_list(Db *db, const char *filter, const Callback *after, guint limit, RecordDone done, gpointer data,
                   GDestroyNotify free_data)
{
    gint64 at = after == NULL ? 0 : after->closed_at != 0 ? after->closed_at : after->due_at;
    const char *params[] = {filter, after != NULL ? record_id(after->rank) : NULL, after != NULL ? record_id(at) : NULL, after != NULL ? record_id(after->id) : NULL,
                            record_id((gint64)limit)};

    record_fetch(db, &list_type, "select * from api.callback_list($1, $2, $3, $4, $5)", params, 5, done, data, free_data);
}

void callback_read(Db *db, gint64 callback, RecordDone done, gpointer data, GDestroyNotify free_data)
{
    const char *params[] = {record_id(callback)};

    record_fetch(db, &whole_type, "select * from api.callback_read($1)", params, 1, done, data, free_data);
}

void callback_of_ticket(Db *db, gint64 ticket, RecordDone done, gpointer data, GDestroyNotify free_data)
{
    const char *params[] = {record_id(ticket)};

    record_fetch(db, &whole_type, "select * from api.callback_read(api.callback_of_ticket($1))", params, 1, done, data, free_data);
}

void callback_attempts(Db *db, gint64 callback, RecordDone done, gpointer data, GDestroyNotify free_data)
{
    const char *params[] = {record_id(callback)};

    record_fetch(db, &attempt_type, "select * from api.callback_attempts($1)", params, 1, done, data, free_data);
}

void callback_claim(Outbox *outbox, gint64 callback, OutboxDone done, gpointer data, GDestroyNotify free_data)
{
    const char *params[] = {record_id(callback)};

    outbox_send(outbox, "callback_claim", params, 1, OUTBOX_NOW, done, data, free_data);
}

void callback_release(Outbox *outbox, gint64 callback, OutboxDone done, gpointer data, GDestroyNotify free_data)
{
    const char *params[] = {record_id(callback)};

    outbox_send(outbox, "callback_release", params, 1, OUTBOX_NOW, done, data, free_data);
}

static const struct {
    const char *step;
    const char *function;
    const char *values[7]; /* field names, in the order of the function's parameters; ends with NULL */
} steps[] = {
    {"attempt", "callback_attempt", {"outcome", "reason", NULL}},
    {"reached", "callback_reached", {"text", NULL}},
    {"rate", "callback_rate",
     {"responded", "solved", "satisfied", "reason", "follow_up", "follow_up_reason", NULL}},
};

gboolean callback_act(Outbox *outbox, Draft *draft, gint64 callback, const char *step, GHashTable *values,
                      OutboxDone done, gpointer data, GDestroyNotify free_data)
{
    const char *params[G_N_ELEMENTS(steps[0].values) + 1] = {record_id(callback)};
    guint n = 1;

    for (guint i = 0; i < G_N_ELEMENTS(steps); i++) {
        if (strcmp(steps[i].step, step) != 0)
            continue;
        for (const char *const *value = steps[i].values; *value != NULL; value++)
            params[n++] = g_hash_table_lookup(values, *value);
        return outbox_send_draft(outbox, draft, steps[i].function, params, n, done, data, free_data);
    }
    g_critical("no step %s", step);
    return FALSE;
}

gboolean callback_promise(Outbox *outbox, Draft *draft, gint64 ticket, gint64 call, GHashTable *values,
                          OutboxDone done, gpointer data, GDestroyNotify free_data)
{
    const char *params[] = {ticket != 0 ? record_id(ticket) : NULL, call != 0 ? record_id(call) : NULL,
                            g_hash_table_lookup(values, "phone"), g_hash_table_lookup(values, "citizen_name"),
                            g_hash_table_lookup(values, "when"), g_hash_table_lookup(values, "text")};

    return outbox_send_draft(outbox, draft, "callback_promise", params, G_N_ELEMENTS(params), done, data, free_data);
}
