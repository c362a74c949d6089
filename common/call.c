/* Queries and writes about calls. */
#include "common/call.h"

#include <string.h>

#define FIELD(member, kind) RECORD_FIELD(Call, member, kind)

static const RecordField waiting_fields[] = {
    FIELD(id, RECORD_INT), FIELD(phone_masked, RECORD_TEXT), FIELD(area, RECORD_TEXT),
    FIELD(queued_at, RECORD_TIME), FIELD(note, RECORD_TEXT), FIELD(month_calls, RECORD_INT),
    FIELD(abandoned_today, RECORD_INT), FIELD(open_tickets, RECORD_INT), FIELD(priority, RECORD_INT),
    FIELD(skill, RECORD_TEXT), FIELD(mark, RECORD_TEXT), FIELD(offered_at, RECORD_TIME),
    FIELD(by_switch, RECORD_BOOL), FIELD(rings_with, RECORD_TEXT),
    FIELD(channel, RECORD_TEXT), FIELD(channel_name, RECORD_TEXT), FIELD(answer_by, RECORD_TIME), RECORD_END};
static const RecordType waiting_type = {sizeof(Call), waiting_fields};

static const RecordField detail_fields[] = {
    FIELD(id, RECORD_INT), FIELD(state, RECORD_TEXT), FIELD(phone_masked, RECORD_TEXT),
    FIELD(area_id, RECORD_INT), FIELD(area, RECORD_TEXT), FIELD(note, RECORD_TEXT),
    FIELD(queued_at, RECORD_TIME), FIELD(answered_at, RECORD_TIME), FIELD(ended_at, RECORD_TIME),
    FIELD(agent, RECORD_TEXT), FIELD(month_calls, RECORD_INT), FIELD(abandoned_today, RECORD_INT),
    FIELD(has_record, RECORD_BOOL), FIELD(channel, RECORD_TEXT), FIELD(channel_name, RECORD_TEXT),
    FIELD(answer_by, RECORD_TIME), RECORD_END};
static const RecordType detail_type = {sizeof(Call), detail_fields};

#define FIGURE(member, kind) RECORD_FIELD(CallFigures, member, kind)
static const RecordField figure_fields[] = {
    FIGURE(waiting, RECORD_INT), FIGURE(longest_since, RECORD_TIME), FIGURE(answered, RECORD_INT),
    FIGURE(asked, RECORD_INT), FIGURE(mean_wait_seconds, RECORD_REAL), FIGURE(within_15, RECORD_INT),
    FIGURE(agents_ready, RECORD_INT), FIGURE(agents_talking, RECORD_INT), FIGURE(alert_seconds, RECORD_INT),
    FIGURE(messages_waiting, RECORD_INT), FIGURE(messages, RECORD_INT), FIGURE(messages_due, RECORD_INT),
    FIGURE(messages_in_time, RECORD_INT), RECORD_END};
static const RecordType figure_type = {sizeof(CallFigures), figure_fields};

#define HISTORY(member, kind) RECORD_FIELD(CallHistory, member, kind)
static const RecordField history_fields[] = {
    HISTORY(ticket_id, RECORD_INT), HISTORY(number, RECORD_TEXT), HISTORY(state, RECORD_TEXT),
    HISTORY(kind, RECORD_TEXT), HISTORY(title, RECORD_TEXT), HISTORY(unit, RECORD_TEXT),
    HISTORY(accepted_at, RECORD_TIME), HISTORY(due_at, RECORD_TIME), HISTORY(closing, RECORD_TEXT),
    RECORD_END};
static const RecordType history_type = {sizeof(CallHistory), history_fields};

static const RecordField line_fields[] = {
    RECORD_FIELD(CallLine, n, RECORD_INT), RECORD_FIELD(CallLine, speaker, RECORD_TEXT),
    RECORD_FIELD(CallLine, said_at, RECORD_TIME), RECORD_FIELD(CallLine, text, RECORD_TEXT), RECORD_END};
static const RecordType line_type = {sizeof(CallLine), line_fields};

#define LEG(member, kind) RECORD_FIELD(CallLeg, member, kind)
static const RecordField leg_fields[] = {
    LEG(kind, RECORD_TEXT), LEG(party, RECORD_TEXT), LEG(who, RECORD_TEXT), LEG(started_at, RECORD_TIME),
    LEG(answered_at, RECORD_TIME), LEG(ended_at, RECORD_TIME), RECORD_END};
static const RecordType leg_type = {sizeof(CallLeg), leg_fields};

gboolean call_is_message(const Call *call)
{
    return strcmp(call->channel, "call") != 0;
}

void call_waiting(Db *db, RecordDone done, gpointer data, GDestroyNotify free_data)
{
    record_fetch(db, &waiting_type, "select * from api.calls_waiting()", NULL, 0, done, data, free_data);
}

void call_figures(Db *db, RecordDone done, gpointer data, GDestroyNotify free_data)
{
    record_fetch(db, &figure_type, "select * from api.queue_figures()", NULL, 0, done, data, free_data);
}

void call_detail(Db *db, gint64 call, RecordDone done, gpointer data, GDestroyNotify free_data)
{
    const char *params[] = {record_id(call)};

    record_fetch(db, &detail_type, "select * from api.call_detail($1) where id is not null", params, 1,
                 done, data, free_data);
}

void call_history(Db *db, gint64 call, RecordDone done, gpointer data, GDestroyNotify free_data)
{
    const char *params[] = {record_id(call)};

    record_fetch(db, &history_type, "select * from api.call_history($1)", params, 1, done, data, free_data);
}

void call_lines(Db *db, gint64 call, gint64 after, RecordDone done, gpointer data,
                GDestroyNotify free_data)
{
    const char *params[] = {record_id(call), record_id(after)};

    record_fetch(db, &line_type, "select * from api.call_lines($1, $2)", params, 2, done, data, free_data);
}

void call_legs(Db *db, gint64 call, RecordDone done, gpointer data, GDestroyNotify free_data)
{
    const char *params[] = {record_id(call)};

    record_fetch(db, &leg_type, "select * from api.call_legs($1)", params, 1, done, data, free_data);
}

void call_take(Outbox *outbox, gint64 call, OutboxDone done, gpointer data, GDestroyNotify free_data)
{
    const char *params[] = {call != 0 ? record_id(call) : NULL};

    outbox_send(outbox, "call_take", params, 1, OUTBOX_NOW, done, data, free_data);
}

void call_mark(Outbox *outbox, gint64 call, const char *reason, const char *days, OutboxDone done, gpointer data,
               GDestroyNotify free_data)
{
    const char *params[] = {record_id(call), reason, days};

    outbox_send(outbox, "number_mark", params, 3, OUTBOX_NOW, done, data, free_data);
}

void call_alert(Outbox *outbox, OutboxDone done, gpointer data, GDestroyNotify free_data)
{
    outbox_send(outbox, "queue_alert", NULL, 0, OUTBOX_NOW, done, data, free_data);
}

void call_end(Outbox *outbox, gint64 call, gboolean hung_up, OutboxDone done, gpointer data, GDestroyNotify free_data)
{
    const char *params[] = {record_id(call), hung_up ? "true" : "false"};

    outbox_send(outbox, "call_end", params, 2, OUTBOX_NOW, done, data, free_data);
}
