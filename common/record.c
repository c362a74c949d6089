/* Filling records from rows by their table of fields. */
#include "common/record.h"

enum { FETCH_DEADLINE_MS = 20000 };

typedef struct {
    const RecordType *type;
    RecordDone done;
    gpointer data;
    GDestroyNotify free_data;
} Fetch;

gpointer record_new(const RecordType *type)
{
    Record *record = g_malloc0(type->size);

    record->type = type;
    return record;
}

void record_free(gpointer record)
{
    const RecordType *type = ((Record *)record)->type;

    for (const RecordField *field = type->fields; field->column != NULL; field++)
        if (field->kind == RECORD_TEXT)
            g_free(G_STRUCT_MEMBER(char *, record, field->offset));
    g_free(record);
}

static void fill(gpointer record, const RecordField *field, const DbRows *rows, guint row)
{
    switch (field->kind) {
    case RECORD_INT:
        G_STRUCT_MEMBER(gint64, record, field->offset) = db_rows_int(rows, row, field->column);
        break;
    case RECORD_TEXT:
        G_STRUCT_MEMBER(char *, record, field->offset) = g_strdup(db_rows_text(rows, row, field->column));
        break;
    case RECORD_TIME:
        G_STRUCT_MEMBER(gint64, record, field->offset) =
            db_rows_null(rows, row, field->column) ? 0 : db_rows_time(rows, row, field->column);
        break;
    case RECORD_BOOL:
        G_STRUCT_MEMBER(gboolean, record, field->offset) = db_rows_bool(rows, row, field->column);
        break;
    case RECORD_REAL:
        G_STRUCT_MEMBER(double, record, field->offset) = db_rows_double(rows, row, field->column);
        break;
    }
}

static void on_rows(const DbRows *rows, const DbError *error, gpointer data)
{
    Fetch *fetch = data;
    GPtrArray *list = NULL;

    if (rows != NULL) {
        list = g_ptr_array_new_with_free_func(record_free);
        for (guint row = 0; row < db_rows_count(rows); row++) {
            gpointer record = record_new(fetch->type);
            for (const RecordField *field = fetch->type->fields; field->column != NULL; field++)
                fill(record, field, rows, row);
            g_ptr_array_add(list, record);
        }
    }
    fetch->done(list, error, fetch->data);
}

static void fetch_free(gpointer data)
{
    Fetch *fetch = data;

    if (fetch->free_data != NULL)
        fetch->free_data(fetch->data);
    g_free(fetch);
}

guint64 record_fetch(Db *db, const RecordType *type, const char *sql, const char *const *params,
                     guint n_params, RecordDone done, gpointer data, GDestroyNotify free_data)
{
    Fetch *fetch = g_new(Fetch, 1);

    *fetch = (Fetch){type, done, data, free_data};
    return db_query(db, sql, params, n_params, FETCH_DEADLINE_MS, on_rows, fetch, fetch_free);
}

const char *record_id(gint64 id)
{
    static char ring[8][24];
    static guint next;
    char *buffer = ring[next++ % G_N_ELEMENTS(ring)];

    g_snprintf(buffer, sizeof ring[0], "%" G_GINT64_FORMAT, id);
    return buffer;
}
