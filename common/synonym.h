/* Colloquial words and the official ones that mean the same: how citizens' words find articles. */
#ifndef COMMON_SYNONYM_H
#define COMMON_SYNONYM_H

#include "common/outbox.h"
#include "common/record.h"

typedef struct {
    Record record;
    char *word;
    char *means; /* separated by blanks */
    gboolean enabled;
} Synonym;

/* Rows: Synonym, by word, those out of use last. For leads and administrators. */
void synonyms(Db *db, RecordDone done, gpointer data, GDestroyNotify free_data);

/* Writes one down, changes it, or takes it out of use. means: separated by blanks or commas; NULL: as they
 * are. Refuses the field at fault: word, means. Kept on disk until answered. */
void synonym_set(Outbox *outbox, const char *word, const char *means, gboolean enabled, OutboxDone done,
                 gpointer data, GDestroyNotify free_data);

#endif
