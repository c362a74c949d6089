/* Rows of the database as structs of a domain: a table of fields says which column goes where. */
#ifndef COMMON_RECORD_H
#define COMMON_RECORD_H

#include <glib.h>

#include "common/db.h"

typedef enum { RECORD_INT, RECORD_TEXT, RECORD_TIME, RECORD_BOOL, RECORD_REAL } RecordKind;

typedef struct {
    const char *column;
    RecordKind kind; /* gint64, char *, gint64 (microseconds since 1970, 0: null), gboolean, double */
    gsize offset;
} RecordField;

typedef struct {
    gsize size;
    const RecordField *fields; /* ends with column NULL */
} RecordType;

/* First member of every record. */
typedef struct {
    const RecordType *type;
} Record;

#define RECORD_FIELD(struct_type, member, kind_) {#member, kind_, G_STRUCT_OFFSET(struct_type, member)}
#define RECORD_END {NULL, RECORD_INT, 0}

/* in: rows (owned by the callee, free with g_ptr_array_unref; NULL on error), or the error. */
typedef void (*RecordDone)(GPtrArray *rows, const DbError *error, gpointer data);

/* Runs a query and turns its rows into records of a type. Returns the query's id for db_cancel. */
guint64 record_fetch(Db *db, const RecordType *type, const char *sql, const char *const *params,
                     guint n_params, RecordDone done, gpointer data, GDestroyNotify free_data);

/* A zeroed record of a type, and its end (texts are freed). */
gpointer record_new(const RecordType *type);
void record_free(gpointer record);

/* A number as a parameter's text: static ring of buffers, good for one call's parameters. */
const char *record_id(gint64 id);

#endif
