/* Picking a synonym, sending what was written. */
#include "tui/synonym_sheet.h"

#include <string.h>

#include "common/lang.h"
#include "tui/app.h"
#include "tui/pick.h"
#include "tui/sheet.h"

enum { WORD_CHARS = 20, MEANS_CHARS = 200 };

static const FieldSpec writing[] = {{"word", FIELD_LINE, CHOICE_NONE, WORD_CHARS, 0, 0},
                                    {"meaning", FIELD_LINE, CHOICE_NONE, MEANS_CHARS, 1, 0},
                                    {"out_of_use", FIELD_CHOICE, CHOICE_YES, 0, 2, 4},
                                    {NULL, 0, 0, 0, 0, 0}};

static void on_sent(Screen *program, gpointer data, const char *json, const DbError *error)
{
    /* the sheet's "means" would be how one talked with the citizen */
    gboolean renamed = error != NULL && g_strcmp0(error->column, "means") == 0;
    DbError named = renamed ? *error : (DbError){0};

    (void)json;
    named.column = (char[]){"meaning"};
    if (sheet_answered(program->app, *(const guint *)data, renamed ? &named : error))
        app_say(program->app, ROLE_GOOD, _("It is recorded; searches know it from now on."));
}

static const char *value_of(GHashTable *values, const char *field)
{
    const char *value = g_hash_table_lookup(values, field);

    return value != NULL ? value : "";
}

static void send(Screen *owner, Screen *sheet, GHashTable *values)
{
    App *app = owner->app;
    guint number = sheet_number(sheet);

    synonym_set(app->outbox, value_of(values, "word"), value_of(values, "meaning"), *value_of(values, "out_of_use") == '\0',
                REPLY_WITH(&app->program, on_sent, g_memdup2(&number, sizeof number)));
}

static void open_sheet(Screen *owner, const char *word, const char *means, gboolean enabled)
{
    Screen *sheet;

    sheet_open(owner, _("A colloquial word, and the official ones it means (1 to 8, separated by blanks)"), writing, NULL, send,
               NULL);
    sheet = app_top(owner->app);
    sheet_fill(sheet, "word", word);
    sheet_fill(sheet, "meaning", means);
    sheet_fill(sheet, "out_of_use", enabled ? "" : "true");
}

/* A row's value: what the sheet begins with, in three lines. */
static void add(GPtrArray *items, const char *word, const char *means, gboolean enabled, const char *text)
{
    g_autofree char *value = g_strjoin("\n", word, means, enabled ? "yes" : "", NULL);

    pick_items_add(items, value, text, "");
}

static void on_picked(Screen *owner, gpointer data, const char *value)
{
    g_auto(GStrv) lines = value != NULL ? g_strsplit(value, "\n", 3) : NULL;

    (void)data;
    if (lines != NULL)
        open_sheet(owner, lines[0], lines[1], *lines[2] != '\0');
}

void synonym_sheet_list(Screen *owner, const GPtrArray *rows, const char *word)
{
    GPtrArray *items = pick_items_new();
    g_autofree char *first = g_utf8_strlen(word, -1) <= WORD_CHARS ? g_strdup(word) : g_strdup("");
    g_autofree char *new = g_strdup_printf(_("+ a new one  %s"), first);

    add(items, first, "", TRUE, new);
    for (guint i = 0; i < rows->len; i++) {
        const Synonym *synonym = g_ptr_array_index(rows, i);
        g_autofree char *text = g_strdup_printf("%s = %s%s", synonym->word, synonym->means,
                                                synonym->enabled ? "" : _("  (out of use)"));
        add(items, synonym->word, synonym->means, synonym->enabled, text);
    }
    pick_open(owner, _("Colloquial words and what they mean"), items, NULL, on_picked, NULL);
}
