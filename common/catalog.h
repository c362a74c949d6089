/* The lists that people pick from (areas, units, categories, transfer numbers), and how long
 * each field may be. Read whole from the database, kept until the next load. */
#ifndef COMMON_CATALOG_H
#define COMMON_CATALOG_H

#include "common/record.h"

typedef enum { CATALOG_AREAS, CATALOG_UNITS, CATALOG_CATEGORIES, CATALOG_NUMBERS, CATALOG_LISTS } CatalogList;

typedef struct {
    Record record;
    gint64 id;      /* a transfer number's id is the number itself */
    gint64 parent_id;
    gint64 level;
    char *code;
    char *name;
    char *path;     /* with its ancestors: "环境保护 / 噪声污染" */
    char *urgency;  /* a category's standard */
    char *kind;     /* of a unit or a transfer number */
    char *search;   /* further words to find it by: code, pinyin, initials ("ljqy lajiqingyun") */
    gboolean leaf;
} CatalogEntry;

typedef struct Catalog Catalog;

Catalog *catalog_new(void);
void catalog_free(Catalog *catalog);
G_DEFINE_AUTOPTR_CLEANUP_FUNC(Catalog, catalog_free)

/* Reads all lists again; the old ones stay until the new ones are there. */
void catalog_load(Catalog *catalog, Db *db);
/* Called whenever a list has been replaced. */
void catalog_on_loaded(Catalog *catalog, void (*loaded)(gpointer data), gpointer data);

/* The entries of a list (CatalogEntry *), borrowed until the next load. Never NULL. */
const GPtrArray *catalog_entries(const Catalog *catalog, CatalogList list);

/* The entry with this id, or NULL. Borrowed until the next load. */
const CatalogEntry *catalog_find(const Catalog *catalog, CatalogList list, gint64 id);

/* The most characters a field takes; 0 when there is no such bound. */
int catalog_limit(const Catalog *catalog, const char *field);

#endif
