/* Queries and writes of a person's own state. */
#include "common/person.h"

#define FIELD(member, kind) RECORD_FIELD(Person, member, kind)

static const RecordField person_fields[] = {
    FIELD(id, RECORD_INT), FIELD(login, RECORD_TEXT), FIELD(name, RECORD_TEXT), FIELD(number, RECORD_TEXT),
    FIELD(role, RECORD_TEXT), FIELD(unit, RECORD_TEXT), FIELD(district, RECORD_TEXT),
    FIELD(state, RECORD_TEXT), FIELD(since, RECORD_TIME), FIELD(reason, RECORD_TEXT),
    FIELD(call_id, RECORD_INT), FIELD(centre, RECORD_TEXT), FIELD(zone, RECORD_TEXT), FIELD(training, RECORD_BOOL),
    FIELD(too_long_at, RECORD_TIME), RECORD_END};
static const RecordType person_type = {sizeof(Person), person_fields};

static const RecordField work_fields[] = {RECORD_FIELD(PersonWork, filter, RECORD_TEXT),
                                          RECORD_FIELD(PersonWork, count, RECORD_INT), RECORD_END};
static const RecordType work_type = {sizeof(PersonWork), work_fields};

static const RecordField break_fields[] = {RECORD_FIELD(PersonBreak, code, RECORD_TEXT),
                                           RECORD_FIELD(PersonBreak, name, RECORD_TEXT), RECORD_END};
static const RecordType break_type = {sizeof(PersonBreak), break_fields};

void person_check_schema(Db *db, DbCheck check, gpointer data)
{
    db_set_check(db, "select migration, digest from api.schema_version()", check, data);
}

void person_begin(Db *db)
{
    db_query(db, "select api.session_begin()", NULL, 0, 0, NULL, NULL, NULL);
}

void person_me(Db *db, RecordDone done, gpointer data, GDestroyNotify free_data)
{
    record_fetch(db, &person_type, "select * from api.me()", NULL, 0, done, data, free_data);
}

void person_work(Db *db, RecordDone done, gpointer data, GDestroyNotify free_data)
{
    record_fetch(db, &work_type, "select * from api.my_work()", NULL, 0, done, data, free_data);
}

void person_breaks(Db *db, RecordDone done, gpointer data, GDestroyNotify free_data)
{
    record_fetch(db, &break_type, "select * from api.break_reasons()", NULL, 0, done, data, free_data);
}

void person_set_state(Outbox *outbox, const char *action, const char *reason, OutboxDone done, gpointer data,
                      GDestroyNotify free_data)
{
    const char *params[] = {action, reason};

    outbox_send(outbox, "agent_set", params, G_N_ELEMENTS(params), OUTBOX_NOW, done, data, free_data);
}
