/* Queries and writes about the agents whom one leads. */
#include "common/agent.h"

#define FIELD(member, kind) RECORD_FIELD(Agent, member, kind)
static const RecordField agent_fields[] = {
    FIELD(id, RECORD_INT), FIELD(number, RECORD_TEXT), FIELD(name, RECORD_TEXT), FIELD(role, RECORD_TEXT),
    FIELD(district, RECORD_TEXT), FIELD(shift, RECORD_TEXT), FIELD(skills, RECORD_TEXT), FIELD(state, RECORD_TEXT),
    FIELD(since, RECORD_TIME), FIELD(reason, RECORD_TEXT), FIELD(call_id, RECORD_INT), FIELD(present, RECORD_BOOL),
    FIELD(may_break, RECORD_BOOL), FIELD(may_log_out, RECORD_BOOL),
    RECORD_END};
static const RecordType agent_type = {sizeof(Agent), agent_fields};

static const RecordField log_fields[] = {
    RECORD_FIELD(AgentLog, id, RECORD_INT), RECORD_FIELD(AgentLog, at, RECORD_TIME), RECORD_FIELD(AgentLog, who, RECORD_TEXT),
    RECORD_FIELD(AgentLog, action, RECORD_TEXT), RECORD_FIELD(AgentLog, reason, RECORD_TEXT), RECORD_END};
static const RecordType log_type = {sizeof(AgentLog), log_fields};

static const RecordField shift_fields[] = {
    RECORD_FIELD(AgentShift, all, RECORD_BOOL), RECORD_FIELD(AgentShift, shift, RECORD_TEXT),
    RECORD_FIELD(AgentShift, people, RECORD_INT), RECORD_FIELD(AgentShift, present, RECORD_INT), RECORD_END};
static const RecordType shift_type = {sizeof(AgentShift), shift_fields};

const char *const *agent_filters(const char *role)
{
    static const char *const filters[] = {"all", "present", "ready", "talking", "break", "offline", NULL};

    (void)role;
    return filters;
}

void agent_list(Db *db, const char *filter, const Agent *after, guint limit, RecordDone done, gpointer data,
                GDestroyNotify free_data)
{
    const char *params[] = {filter, after != NULL ? after->number : NULL, after != NULL ? record_id(after->id) : NULL,
                            record_id((gint64)limit)};

    record_fetch(db, &agent_type, "select * from api.led_agents($1, $2, $3, $4)", params, 4, done, data, free_data);
}

void agent_log(Db *db, gint64 person, const AgentLog *after, guint limit, RecordDone done, gpointer data,
               GDestroyNotify free_data)
{
    const char *params[] = {record_id(person), after != NULL ? record_id(after->id) : NULL, record_id((gint64)limit)};

    record_fetch(db, &log_type, "select * from api.agent_log($1, $2, $3)", params, 3, done, data, free_data);
}

void agent_shifts(Db *db, RecordDone done, gpointer data, GDestroyNotify free_data)
{
    record_fetch(db, &shift_type, "select *, shift is null as all from api.message_audiences()", NULL, 0, done, data, free_data);
}

void agent_control(Outbox *outbox, gint64 person, const char *action, const char *reason, OutboxDone done,
                   gpointer data, GDestroyNotify free_data)
{
    const char *params[] = {record_id(person), action, reason};

    outbox_send(outbox, "agent_control", params, 3, OUTBOX_NOW, done, data, free_data);
}

void agent_assign(Outbox *outbox, gint64 person, const char *skills, const char *shift, const char *reason,
                  OutboxDone done, gpointer data, GDestroyNotify free_data)
{
    const char *params[] = {record_id(person), skills, shift, reason};

    outbox_send(outbox, "agent_assign", params, 4, OUTBOX_NOW, done, data, free_data);
}

void agent_message(Outbox *outbox, gint64 person, const char *shift, const char *text, OutboxDone done, gpointer data,
                   GDestroyNotify free_data)
{
    const char *params[] = {person != 0 ? record_id(person) : NULL, shift, text};

    outbox_send(outbox, "message_send", params, 3, OUTBOX_NOW, done, data, free_data);
}
