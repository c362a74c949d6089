/* Queries and writes about quality checks. */
#include "common/quality.h"

static const RecordField question_fields[] = {
    RECORD_FIELD(QualityQuestion, form, RECORD_TEXT), RECORD_FIELD(QualityQuestion, name, RECORD_TEXT),
    RECORD_FIELD(QualityQuestion, question, RECORD_TEXT), RECORD_FIELD(QualityQuestion, points, RECORD_INT), RECORD_END};
static const RecordType question_type = {sizeof(QualityQuestion), question_fields};

#define SUBJECT(member, kind) RECORD_FIELD(QualitySubject, member, kind)
static const RecordField subject_fields[] = {
    SUBJECT(agent_id, RECORD_INT), SUBJECT(agent, RECORD_TEXT), SUBJECT(call_id, RECORD_INT), SUBJECT(ticket_id, RECORD_INT),
    SUBJECT(number, RECORD_TEXT), SUBJECT(title, RECORD_TEXT), SUBJECT(phone_masked, RECORD_TEXT), SUBJECT(at, RECORD_TIME),
    RECORD_END};
static const RecordType subject_type = {sizeof(QualitySubject), subject_fields};

#define CHECK(member, kind) RECORD_FIELD(QualityCheck, member, kind)
static const RecordField check_fields[] = {
    CHECK(id, RECORD_INT), CHECK(at, RECORD_TIME), CHECK(agent, RECORD_TEXT), CHECK(lead, RECORD_TEXT), CHECK(own, RECORD_BOOL),
    CHECK(form, RECORD_TEXT), CHECK(ticket_id, RECORD_INT), CHECK(number, RECORD_TEXT), CHECK(title, RECORD_TEXT),
    CHECK(phone_masked, RECORD_TEXT), CHECK(score, RECORD_INT), CHECK(most, RECORD_INT), CHECK(questions, RECORD_TEXT),
    CHECK(note, RECORD_TEXT), CHECK(answer, RECORD_TEXT), CHECK(answered_at, RECORD_TIME), RECORD_END};
static const RecordType check_type = {sizeof(QualityCheck), check_fields};

const char *const *quality_filters(const char *role)
{
    static const char *const filters[] = {"all", "answered", NULL};

    (void)role;
    return filters;
}

void quality_forms(Db *db, RecordDone done, gpointer data, GDestroyNotify free_data)
{
    record_fetch(db, &question_type, "select * from api.quality_forms()", NULL, 0, done, data, free_data);
}

void quality_draw(Db *db, gint64 agent, RecordDone done, gpointer data, GDestroyNotify free_data)
{
    const char *params[] = {record_id(agent)};

    record_fetch(db, &subject_type, "select * from api.quality_draw($1)", params, 1, done, data, free_data);
}

void quality_of_ticket(Db *db, gint64 ticket, RecordDone done, gpointer data, GDestroyNotify free_data)
{
    const char *params[] = {record_id(ticket)};

    record_fetch(db, &subject_type, "select * from api.quality_of_ticket($1)", params, 1, done, data, free_data);
}

void quality_list(Db *db, const char *filter, const QualityCheck *after, guint limit, RecordDone done, gpointer data,
                  GDestroyNotify free_data)
{
    const char *params[] = {filter, after != NULL ? record_id(after->id) : NULL, record_id((gint64)limit)};

    record_fetch(db, &check_type, "select * from api.quality_checks($1, $2, $3)", params, 3, done, data, free_data);
}

void quality_check(Outbox *outbox, const char *form, const QualitySubject *subject, const char *points, const char *note,
                   OutboxDone done, gpointer data, GDestroyNotify free_data)
{
    const char *params[] = {form, record_id(subject->agent_id), subject->call_id != 0 ? record_id(subject->call_id) : NULL,
                            subject->ticket_id != 0 ? record_id(subject->ticket_id) : NULL, points, note};

    outbox_send(outbox, "quality_check", params, 6, OUTBOX_NOW, done, data, free_data);
}

void quality_answer(Outbox *outbox, gint64 check, const char *text, OutboxDone done, gpointer data, GDestroyNotify free_data)
{
    const char *params[] = {record_id(check), text};

    outbox_send(outbox, "quality_answer", params, 2, OUTBOX_KEEP, done, data, free_data);
}
