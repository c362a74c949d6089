/* Questions about a returned ticket. */
#include "common/objection.h"

#define OBJECTION(member, kind) RECORD_FIELD(Objection, member, kind)
static const RecordField objection_fields[] = {
    OBJECTION(reason, RECORD_TEXT), OBJECTION(returned_by, RECORD_TEXT), OBJECTION(returned_at, RECORD_TIME),
    OBJECTION(binds, RECORD_BOOL), OBJECTION(entry_category, RECORD_TEXT), OBJECTION(entry_area, RECORD_TEXT),
    OBJECTION(entry_unit, RECORD_TEXT), OBJECTION(entry_since, RECORD_TIME), OBJECTION(mended, RECORD_BOOL),
    OBJECTION(mend_category, RECORD_INT), OBJECTION(mend_area, RECORD_INT), RECORD_END};
static const RecordType objection_type = {sizeof(Objection), objection_fields};

#define UNIT(member, kind) RECORD_FIELD(ObjectionUnit, member, kind)
static const RecordField unit_fields[] = {
    UNIT(place, RECORD_INT), UNIT(unit_id, RECORD_INT), UNIT(unit, RECORD_TEXT), UNIT(share, RECORD_REAL),
    UNIT(source, RECORD_TEXT), UNIT(words, RECORD_TEXT), UNIT(dispatched, RECORD_INT), UNIT(returned, RECORD_INT),
    UNIT(finished, RECORD_INT), UNIT(on_time, RECORD_INT), UNIT(tried, RECORD_BOOL), RECORD_END};
static const RecordType unit_type = {sizeof(ObjectionUnit), unit_fields};

#define STAY(member, kind) RECORD_FIELD(ObjectionStay, member, kind)
static const RecordField stay_fields[] = {STAY(unit, RECORD_TEXT), STAY(at, RECORD_TIME), STAY(ended_at, RECORD_TIME),
                                          STAY(outcome, RECORD_TEXT), RECORD_END};
static const RecordType stay_type = {sizeof(ObjectionStay), stay_fields};

void objection_read(Db *db, gint64 ticket, RecordDone done, gpointer data, GDestroyNotify free_data)
{
    const char *params[] = {record_id(ticket)};

    record_fetch(db, &objection_type, "select * from api.objection($1)", params, 1, done, data, free_data);
}

void objection_units(Db *db, gint64 ticket, RecordDone done, gpointer data, GDestroyNotify free_data)
{
    const char *params[] = {record_id(ticket)};

    record_fetch(db, &unit_type, "select * from api.objection_units($1)", params, 1, done, data, free_data);
}

void objection_stays(Db *db, gint64 ticket, RecordDone done, gpointer data, GDestroyNotify free_data)
{
    const char *params[] = {record_id(ticket)};

    record_fetch(db, &stay_type, "select * from api.objection_dispatches($1)", params, 1, done, data, free_data);
}
