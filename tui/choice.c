/* Choices out of the catalogue, and out of the sets of labels. */
#include "tui/choice.h"

#include "common/label.h"
#include "common/lang.h"

static const struct {
    Choice choice;
    CatalogList list;
} from_catalog[] = {
    {CHOICE_AREA, CATALOG_AREAS}, {CHOICE_UNIT, CATALOG_UNITS}, {CHOICE_CATEGORY, CATALOG_CATEGORIES},
    {CHOICE_NUMBER, CATALOG_NUMBERS}};

static const struct {
    Choice choice;
    LabelSet set;
} from_labels[] = {
    {CHOICE_KIND, LABEL_KIND}, {CHOICE_URGENCY, LABEL_URGENCY}, {CHOICE_GENDER, LABEL_GENDER},
    {CHOICE_MEANS, LABEL_MEANS}, {CHOICE_ANSWER, LABEL_ANSWER}, {CHOICE_OUTCOME, LABEL_OUTCOME},
    {CHOICE_FOLLOW_UP, LABEL_FOLLOW_UP}, {CHOICE_DECISION, LABEL_DECISION}};

/* Of a tree of categories only the last level can be chosen; areas and units have no such flag. */
static void add_entries(GPtrArray *items, const GPtrArray *entries, gboolean leaves)
{
    for (guint i = 0; i < entries->len; i++) {
        const CatalogEntry *entry = g_ptr_array_index(entries, i);
        g_autofree char *id = g_strdup_printf("%" G_GINT64_FORMAT, entry->id);
        if (entry->leaf || !leaves)
            pick_items_add(items, id, entry->path, entry->search);
    }
}

static GPtrArray *choice_items(const App *app, guint choice)
{
    GPtrArray *items = pick_items_new();

    for (guint i = 0; i < G_N_ELEMENTS(from_catalog); i++)
        if (from_catalog[i].choice == choice)
            add_entries(items, catalog_entries(app->catalog, from_catalog[i].list),
                        from_catalog[i].list == CATALOG_CATEGORIES);
    for (guint i = 0; i < G_N_ELEMENTS(from_labels); i++) {
        const char *code;
        for (guint n = 0; from_labels[i].choice == choice && (code = label_code(from_labels[i].set, n)) != NULL; n++)
            pick_items_add(items, code, label_text(from_labels[i].set, code), code);
    }
    if (choice == CHOICE_YES) {
        pick_items_add(items, "", _("no"), "");
        pick_items_add(items, "true", _("yes"), "");
    }
    return items;
}

void choice_open(Screen *owner, const char *title, Choice choice, const char *current, const char *typed,
                 Picked picked, gpointer data)
{
    pick_open_from(owner, title, choice_items, choice, current, typed, picked, data);
}

char *choice_by_digit(const App *app, Choice choice, const char *text)
{
    g_autoptr(GPtrArray) items = choice_items(app, choice);

    if (!pick_items_by_digit(items) || *text < '1' || *text > '9' || text[1] != '\0')
        return NULL;
    return g_strdup(pick_items_value(items, (guint)(*text - '1')));
}

const char *choice_text(const App *app, Choice choice, const char *value)
{
    if (*value == '\0')
        return "";
    if (choice == CHOICE_YES)
        return _("yes");
    for (guint i = 0; i < G_N_ELEMENTS(from_labels); i++)
        if (from_labels[i].choice == choice)
            return label_text(from_labels[i].set, value);
    for (guint i = 0; i < G_N_ELEMENTS(from_catalog); i++)
        if (from_catalog[i].choice == choice) {
            const CatalogEntry *entry = catalog_find(app->catalog, from_catalog[i].list,
                                                     g_ascii_strtoll(value, NULL, 10));
            return entry != NULL ? entry->path : value;
        }
    return value;
}
