/* Questions about a form's words. */
#include "common/suggest.h"

#define CATEGORY(member, kind) RECORD_FIELD(SuggestCategory, member, kind)
static const RecordField category_fields[] = {
    CATEGORY(category_id, RECORD_INT), CATEGORY(category, RECORD_TEXT), CATEGORY(share, RECORD_REAL),
    CATEGORY(words, RECORD_TEXT), CATEGORY(leaf, RECORD_BOOL), RECORD_END};
static const RecordType category_type = {sizeof(SuggestCategory), category_fields};

#define UNIT(member, kind) RECORD_FIELD(SuggestUnit, member, kind)
static const RecordField unit_fields[] = {
    UNIT(unit_id, RECORD_INT), UNIT(unit, RECORD_TEXT), UNIT(share, RECORD_REAL), UNIT(source, RECORD_TEXT),
    UNIT(entry_category, RECORD_TEXT), UNIT(words, RECORD_TEXT), RECORD_END};
static const RecordType unit_type = {sizeof(SuggestUnit), unit_fields};

#define DANGER(member, kind) RECORD_FIELD(SuggestDanger, member, kind)
static const RecordField danger_fields[] = {
    DANGER(word, RECORD_TEXT), DANGER(urgency, RECORD_TEXT), DANGER(number, RECORD_TEXT),
    DANGER(name, RECORD_TEXT), RECORD_END};
static const RecordType danger_type = {sizeof(SuggestDanger), danger_fields};

#define SIMILAR(member, kind) RECORD_FIELD(SuggestSimilar, member, kind)
static const RecordField similar_fields[] = {
    SIMILAR(id, RECORD_INT), SIMILAR(number, RECORD_TEXT), SIMILAR(title, RECORD_TEXT), SIMILAR(address, RECORD_TEXT),
    SIMILAR(unit, RECORD_TEXT), SIMILAR(accepted_at, RECORD_TIME), SIMILAR(likeness, RECORD_REAL),
    SIMILAR(words, RECORD_TEXT), SIMILAR(voices, RECORD_INT), RECORD_END};
static const RecordType similar_type = {sizeof(SuggestSimilar), similar_fields};

static const char *or_null(const char *id)
{
    return *id != '\0' ? id : NULL;
}

void suggest_categories(Db *db, const char *text, RecordDone done, gpointer data, GDestroyNotify free_data)
{
    const char *params[] = {text};

    record_fetch(db, &category_type, "select * from api.suggest($1)", params, 1, done, data, free_data);
}

void suggest_units(Db *db, const char *category, const char *area, const char *text, RecordDone done,
                   gpointer data, GDestroyNotify free_data)
{
    const char *params[] = {or_null(category), or_null(area), text};

    record_fetch(db, &unit_type, "select * from api.suggest_unit($1, $2, $3)", params, 3, done, data, free_data);
}

void suggest_dangers(Db *db, const char *text, RecordDone done, gpointer data, GDestroyNotify free_data)
{
    const char *params[] = {text};

    record_fetch(db, &danger_type, "select * from api.danger($1)", params, 1, done, data, free_data);
}

void suggest_similar(Db *db, const char *text, const char *area, const char *address, RecordDone done,
                     gpointer data, GDestroyNotify free_data)
{
    const char *params[] = {text, or_null(area), address};

    record_fetch(db, &similar_type, "select * from api.similar_tickets($1, $2, $3)", params, 3, done, data, free_data);
}

char *suggest_shown(const GPtrArray *categories, const GPtrArray *units)
{
    g_autoptr(GString) json = g_string_new("{\"categories\": [");
    guint shown = 0;

    for (guint i = 0; categories != NULL && i < categories->len; i++, shown++)
        g_string_append_printf(json, "%s%s", i > 0 ? ", " : "",
                               record_id(((const SuggestCategory *)g_ptr_array_index(categories, i))->category_id));
    g_string_append(json, "], \"units\": [");
    for (guint i = 0; units != NULL && i < units->len; i++, shown++)
        g_string_append_printf(json, "%s%s", i > 0 ? ", " : "",
                               record_id(((const SuggestUnit *)g_ptr_array_index(units, i))->unit_id));
    g_string_append(json, "]}");
    return shown > 0 ? g_strdup(json->str) : NULL;
}
