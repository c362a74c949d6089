/* Queries of the board. */
#include "common/board.h"

#define AGENT(member, kind) RECORD_FIELD(BoardAgent, member, kind)
static const RecordField agent_fields[] = {
    AGENT(id, RECORD_INT), AGENT(rank, RECORD_INT), AGENT(number, RECORD_TEXT), AGENT(name, RECORD_TEXT), AGENT(shift, RECORD_TEXT),
    AGENT(skills, RECORD_TEXT), AGENT(state, RECORD_TEXT), AGENT(since, RECORD_TIME), AGENT(reason, RECORD_TEXT),
    AGENT(call, RECORD_TEXT), AGENT(too_long_at, RECORD_TIME), AGENT(open, RECORD_INT), AGENT(due, RECORD_INT),
    AGENT(overdue, RECORD_INT), AGENT(after_call_seconds, RECORD_REAL), AGENT(missed_rings, RECORD_INT), RECORD_END};
static const RecordType agent_type = {sizeof(BoardAgent), agent_fields};

#define DAY(member, kind) RECORD_FIELD(BoardDay, member, kind)
static const RecordField day_fields[] = {
    DAY(kind, RECORD_TEXT), DAY(at, RECORD_TIME), DAY(until_at, RECORD_TIME), DAY(state, RECORD_TEXT),
    DAY(text, RECORD_TEXT), DAY(ticket_id, RECORD_INT), RECORD_END};
static const RecordType day_type = {sizeof(BoardDay), day_fields};

#define CALL(member, kind) RECORD_FIELD(BoardCall, member, kind)
static const RecordField call_fields[] = {
    CALL(id, RECORD_INT), CALL(phone_masked, RECORD_TEXT), CALL(area, RECORD_TEXT), CALL(queued_at, RECORD_TIME),
    CALL(note, RECORD_TEXT), RECORD_END};
static const RecordType call_type = {sizeof(BoardCall), call_fields};

#define FIGURE(member, kind) RECORD_FIELD(BoardFigures, member, kind)
#define COUNTED                                                                                     \
    FIGURE(asked, RECORD_INT), FIGURE(answered, RECORD_INT), FIGURE(within_15, RECORD_INT),          \
    FIGURE(mean_wait_seconds, RECORD_REAL), FIGURE(tickets, RECORD_INT), FIGURE(dispatched, RECORD_INT), \
    FIGURE(precise, RECORD_INT), RECORD_END
static const RecordField now_fields[] = {
    FIGURE(waiting, RECORD_INT), FIGURE(longest_since, RECORD_TIME), FIGURE(ready, RECORD_INT), FIGURE(talking, RECORD_INT),
    FIGURE(after_call, RECORD_INT), FIGURE(on_break, RECORD_INT), COUNTED};
static const RecordType now_type = {sizeof(BoardFigures), now_fields};
static const RecordField quarter_fields[] = {FIGURE(at, RECORD_TIME), COUNTED};
static const RecordType quarter_type = {sizeof(BoardFigures), quarter_fields};

const char *const *board_filters(const char *role)
{
    static const char *const filters[] = {"on_shift", "talking", "after_call", "after_call_long", "ready", "break",
                                          "offline", "late_tickets", "all", NULL};

    (void)role;
    return filters;
}

void board_agents(Db *db, const char *filter, const BoardAgent *after, guint limit, RecordDone done, gpointer data,
                  GDestroyNotify free_data)
{
    const char *params[] = {filter, after != NULL ? record_id(after->rank) : NULL, after != NULL ? record_id(after->since) : NULL,
                            after != NULL ? record_id(after->id) : NULL, record_id((gint64)limit)};

    record_fetch(db, &agent_type, "select * from api.board_agents($1, $2, $3, $4, $5)", params, G_N_ELEMENTS(params), done, data, free_data);
}

void board_agent_day(Db *db, gint64 person, RecordDone done, gpointer data, GDestroyNotify free_data)
{
    const char *params[] = {record_id(person)};

    record_fetch(db, &day_type, "select * from api.board_agent_day($1)", params, 1, done, data, free_data);
}

void board_queue(Db *db, RecordDone done, gpointer data, GDestroyNotify free_data)
{
    record_fetch(db, &call_type, "select * from api.board_queue()", NULL, 0, done, data, free_data);
}

void board_figures(Db *db, RecordDone done, gpointer data, GDestroyNotify free_data)
{
    record_fetch(db, &now_type, "select * from api.board_figures()", NULL, 0, done, data, free_data);
}

void board_quarters(Db *db, guint hours, RecordDone done, gpointer data, GDestroyNotify free_data)
{
    const char *params[] = {record_id(hours)};

    record_fetch(db, &quarter_type, "select * from api.board_quarters($1)", params, 1, done, data, free_data);
}
