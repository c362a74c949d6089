/* One version of an article as it was, what it changed in the one before marked line by line. */
#include <string.h>

#include "common/changes.h"
#include "common/clock.h"
#include "common/label.h"
#include "common/lang.h"
#include "tui/list.h"
#include "tui/screens.h"

typedef struct {
    Screen screen;
    char *text;
    int top, lines, page;
} VersionScreen;

/* Fields of a version in the order of reading; a list: the value is a code of it. */
static const struct {
    const char *name;
    CatalogList list;
} shown[] = {{"title", CATALOG_LISTS}, {"answer", CATALOG_LISTS}, {"variants", CATALOG_LISTS},
             {"category", CATALOG_CATEGORIES}, {"area", CATALOG_AREAS}, {"unit", CATALOG_UNITS},
             {"legal_basis", CATALOG_LISTS}, {"valid_from", CATALOG_LISTS}, {"valid_to", CATALOG_LISTS}};

/* A code's words; the code itself of what is out of use. Borrowed from the catalogue or the value. */
static const char *words_of(const App *app, CatalogList list, const char *value)
{
    const GPtrArray *entries = list != CATALOG_LISTS && *value != '\0' ? catalog_entries(app->catalog, list) : NULL;

    for (guint i = 0; entries != NULL && i < entries->len; i++) {
        const CatalogEntry *entry = g_ptr_array_index(entries, i);
        if (strcmp(entry->code, value) == 0)
            return *entry->path != '\0' ? entry->path : entry->name;
    }
    return value;
}

static const char *field_of(GHashTable *fields, const char *name)
{
    const char *value = fields != NULL ? g_hash_table_lookup(fields, name) : NULL;

    return value != NULL ? value : "";
}

/* before NULL: the first version, in which nothing is a change. */
static void append_field(GString *text, const char *label, const char *before, const char *after)
{
    if (before != NULL && strcmp(before, after) != 0) {
        g_autofree char *changes = changes_text(before, after);
        g_string_append_printf(text, "%s:\n%s\n", label, changes);
    } else if (*after != '\0') {
        g_string_append_printf(text, "%s: %s\n", label, after);
    }
}

static char *version_text(const App *app, const ArticleVersion *version, const ArticleVersion *before)
{
    GString *text = g_string_new(NULL);
    g_autofree char *at = clock_text(version->at, CLOCK_FULL);
    g_autoptr(GHashTable) fields = article_fields_parse(version->fields);
    g_autoptr(GHashTable) old = before != NULL ? article_fields_parse(before->fields) : NULL;

    g_string_append_printf(text, _("Version %d, %s"), (int)version->version, at);
    g_string_append_printf(text, "  %s  %s\n", version->who, label_text(LABEL_VERSION, version->action));
    if (*version->reason != '\0')
        g_string_append_printf(text, "%s: %s\n", label_text(LABEL_FIELD, "reason"), version->reason);
    if (before != NULL) {
        g_string_append_printf(text, _("Beside version %d:  + is new, - is gone"), (int)before->version);
        g_string_append_c(text, '\n');
    }
    g_string_append_c(text, '\n');
    for (guint i = 0; i < G_N_ELEMENTS(shown); i++)
        append_field(text, label_text(LABEL_FIELD, shown[i].name),
                     old != NULL ? words_of(app, shown[i].list, field_of(old, shown[i].name)) : NULL,
                     words_of(app, shown[i].list, field_of(fields, shown[i].name)));
    return g_string_free(text, FALSE);
}

static void draw(Screen *screen, Rect body)
{
    VersionScreen *self = (VersionScreen *)screen;

    draw_rule(body.y, body.x, body.cols, _("Version of the article"));
    self->page = body.rows - 1;
    self->lines = draw_wrapped((Rect){body.y + 1, 1, self->page, body.cols - 2}, self->top, self->text, ROLE_NORMAL);
}

static gboolean act(Screen *screen, const Action *action)
{
    VersionScreen *self = (VersionScreen *)screen;

    return list_scroll(&self->top, self->lines, self->page, action->id);
}

static void version_free(Screen *screen)
{
    g_free(((VersionScreen *)screen)->text);
}

static const ScreenOps ops = {
    .title = N_("Version"),
    .places = IN_ANY | IN_SCROLL,
    .size = sizeof(VersionScreen),
    .free = version_free,
    .draw = draw,
    .act = act,
};

Screen *version_screen_new(App *app, const GPtrArray *versions, guint row)
{
    VersionScreen *self = screen_new(app, &ops);

    self->text = version_text(app, g_ptr_array_index(versions, row),
                              row + 1 < versions->len ? g_ptr_array_index(versions, row + 1) : NULL);
    return SCREEN(self);
}
