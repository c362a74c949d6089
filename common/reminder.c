/* Queries and writes about reminders. */
#include "common/reminder.h"

#define FIELD(member, kind_) RECORD_FIELD(Reminder, member, kind_)

static const RecordField fields[] = {
    FIELD(bell, RECORD_BOOL), FIELD(quiet, RECORD_BOOL), FIELD(next_seconds, RECORD_REAL), FIELD(kind, RECORD_TEXT),
    FIELD(count, RECORD_INT), FIELD(subject_id, RECORD_INT), FIELD(number, RECORD_TEXT), FIELD(fresh, RECORD_TEXT),
    RECORD_END};
static const RecordType type = {sizeof(Reminder), fields};

void reminder_list(Db *db, RecordDone done, gpointer data, GDestroyNotify free_data)
{
    record_fetch(db, &type, "select * from api.reminders()", NULL, 0, done, data, free_data);
}

/* Of use only now: when it is lost, the matter is fresh still and is told again. */
void reminder_fired(Outbox *outbox, const char *kind, const char *fresh, OutboxDone done, gpointer data,
                    GDestroyNotify free_data)
{
    const char *params[] = {kind, fresh};

    outbox_send(outbox, "reminder_fired", params, G_N_ELEMENTS(params), OUTBOX_NOW, done, data, free_data);
}

void reminder_snooze(Outbox *outbox, const char *kind, guint minutes, OutboxDone done, gpointer data,
                     GDestroyNotify free_data)
{
    const char *params[] = {kind, record_id(minutes)};

    outbox_send(outbox, "reminder_snooze", params, G_N_ELEMENTS(params), OUTBOX_NOW, done, data, free_data);
}
