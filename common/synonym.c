/* Queries and writes about synonyms. */
#include "common/synonym.h"

#define SYNONYM(member, kind) RECORD_FIELD(Synonym, member, kind)
static const RecordField synonym_fields[] = {SYNONYM(word, RECORD_TEXT), SYNONYM(means, RECORD_TEXT),
                                             SYNONYM(enabled, RECORD_BOOL), RECORD_END};
static const RecordType synonym_type = {sizeof(Synonym), synonym_fields};

void synonyms(Db *db, RecordDone done, gpointer data, GDestroyNotify free_data)
{
    record_fetch(db, &synonym_type, "select * from api.synonyms()", NULL, 0, done, data, free_data);
}

void synonym_set(Outbox *outbox, const char *word, const char *means, gboolean enabled, OutboxDone done,
                 gpointer data, GDestroyNotify free_data)
{
    const char *params[] = {word, means, enabled ? "true" : "false"};

    outbox_send(outbox, "synonym_set", params, 3, OUTBOX_KEEP, done, data, free_data);
}
