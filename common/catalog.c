/* Reference lists, loaded asynchronously, one query each. */
#include "common/catalog.h"

#include <string.h>

typedef struct {
    Record record;
    char *field;
    gint64 max_length;
} FormRule;

struct Catalog {
    GPtrArray *lists[CATALOG_LISTS];
    GPtrArray *limits; /* FormRule */
    void (*loaded)(gpointer data);
    gpointer loaded_data;
};

/* A list on its way. */
typedef struct {
    Catalog *catalog;
    GPtrArray **place;
} Loading;

#define ENTRY(member, kind) RECORD_FIELD(CatalogEntry, member, kind)

static const RecordField area_fields[] = {
    ENTRY(id, RECORD_INT), ENTRY(parent_id, RECORD_INT), ENTRY(code, RECORD_TEXT),
    ENTRY(name, RECORD_TEXT), ENTRY(path, RECORD_TEXT), ENTRY(search, RECORD_TEXT), RECORD_END};
static const RecordField unit_fields[] = {
    ENTRY(id, RECORD_INT), ENTRY(code, RECORD_TEXT), ENTRY(name, RECORD_TEXT),
    ENTRY(path, RECORD_TEXT), ENTRY(kind, RECORD_TEXT), ENTRY(search, RECORD_TEXT), RECORD_END};
static const RecordField category_fields[] = {
    ENTRY(id, RECORD_INT), ENTRY(parent_id, RECORD_INT), ENTRY(code, RECORD_TEXT),
    ENTRY(level, RECORD_INT), ENTRY(name, RECORD_TEXT), ENTRY(path, RECORD_TEXT),
    ENTRY(urgency, RECORD_TEXT), ENTRY(leaf, RECORD_BOOL),
    ENTRY(search, RECORD_TEXT), RECORD_END};
static const RecordField number_fields[] = {
    ENTRY(id, RECORD_INT), ENTRY(code, RECORD_TEXT), ENTRY(name, RECORD_TEXT),
    ENTRY(path, RECORD_TEXT), ENTRY(kind, RECORD_TEXT), ENTRY(search, RECORD_TEXT), RECORD_END};
static const RecordField limit_fields[] = {
    RECORD_FIELD(FormRule, field, RECORD_TEXT), RECORD_FIELD(FormRule, max_length, RECORD_INT), RECORD_END};

static const struct {
    RecordType type;
    const char *sql;
} loads[CATALOG_LISTS + 1] = {
    [CATALOG_AREAS] = {{sizeof(CatalogEntry), area_fields}, "select * from api.areas()"},
    [CATALOG_UNITS] = {{sizeof(CatalogEntry), unit_fields},
                       "select id, code, name, name as path, kind, search from api.units()"},
    [CATALOG_CATEGORIES] = {{sizeof(CatalogEntry), category_fields}, "select * from api.categories()"},
    [CATALOG_NUMBERS] = {{sizeof(CatalogEntry), number_fields},
                         "select number as id, number as code, name, number || ' ' || name as path, kind, search "
                         "from api.transfer_numbers()"},
    [CATALOG_LISTS] = {{sizeof(FormRule), limit_fields}, "select * from api.form_fields()"},
};

Catalog *catalog_new(void)
{
    Catalog *catalog = g_new0(Catalog, 1);

    for (int list = 0; list < CATALOG_LISTS; list++)
        catalog->lists[list] = g_ptr_array_new();
    catalog->limits = g_ptr_array_new();
    return catalog;
}

void catalog_free(Catalog *catalog)
{
    if (catalog == NULL)
        return;
    for (int list = 0; list < CATALOG_LISTS; list++)
        g_ptr_array_unref(catalog->lists[list]);
    g_ptr_array_unref(catalog->limits);
    g_free(catalog);
}

/* A list that could not be read keeps its old rows: the next reconnect reads it again. */
static void on_loaded(GPtrArray *rows, const DbError *error, gpointer data)
{
    const Loading *loading = data;

    if (error != NULL)
        return;
    g_ptr_array_unref(*loading->place);
    *loading->place = rows;
    if (loading->catalog->loaded != NULL)
        loading->catalog->loaded(loading->catalog->loaded_data);
}

void catalog_on_loaded(Catalog *catalog, void (*loaded)(gpointer data), gpointer data)
{
    catalog->loaded = loaded;
    catalog->loaded_data = data;
}

void catalog_load(Catalog *catalog, Db *db)
{
    for (guint i = 0; i < G_N_ELEMENTS(loads); i++) {
        GPtrArray **place = i < CATALOG_LISTS ? &catalog->lists[i] : &catalog->limits;
        Loading *loading = g_new(Loading, 1);
        *loading = (Loading){catalog, place};
        record_fetch(db, &loads[i].type, loads[i].sql, NULL, 0, on_loaded, loading, g_free);
    }
}

const GPtrArray *catalog_entries(const Catalog *catalog, CatalogList list)
{
    return catalog->lists[list];
}

const CatalogEntry *catalog_find(const Catalog *catalog, CatalogList list, gint64 id)
{
    for (guint i = 0; i < catalog->lists[list]->len; i++) {
        const CatalogEntry *entry = g_ptr_array_index(catalog->lists[list], i);
        if (entry->id == id)
            return entry;
    }
    return NULL;
}

int catalog_limit(const Catalog *catalog, const char *field)
{
    for (guint i = 0; i < catalog->limits->len; i++) {
        const FormRule *rule = g_ptr_array_index(catalog->limits, i);
        if (strcmp(rule->field, field) == 0)
            return (int)rule->max_length;
    }
    return 0;
}
