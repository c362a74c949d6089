/* Queries and writes about messages. */
#include "common/message.h"

#include "common/refusal.h"

#define FIELD(member, kind) RECORD_FIELD(Message, member, kind)
static const RecordField message_fields[] = {
    FIELD(id, RECORD_INT), FIELD(sender, RECORD_TEXT), FIELD(code, RECORD_TEXT), FIELD(sentence, RECORD_TEXT),
    FIELD(data, RECORD_TEXT), FIELD(ticket_id, RECORD_INT), FIELD(number, RECORD_TEXT), FIELD(at, RECORD_TIME),
    FIELD(seen_at, RECORD_TIME), RECORD_END};
static const RecordType message_type = {sizeof(Message), message_fields};

void message_list(Db *db, RecordDone done, gpointer data, GDestroyNotify free_data)
{
    record_fetch(db, &message_type, "select * from api.messages()", NULL, 0, done, data, free_data);
}

void message_seen(Outbox *outbox, gint64 message, OutboxDone done, gpointer data, GDestroyNotify free_data)
{
    const char *params[] = {record_id(message)};

    outbox_send(outbox, "message_seen", params, 1, OUTBOX_NOW, done, data, free_data);
}

char *message_text(const Message *message)
{
    return refusal_fill(message->sentence, message->data);
}
