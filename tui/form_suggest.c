/* What the database makes of the form's words, a moment after they were typed: where it belongs, who
 * handles it, danger, what was said already. The likeliest is taken by one key. */
#include <string.h>

#include "common/clock.h"
#include "common/lang.h"
#include "common/suggest.h"
#include "tui/form.h"
#include "tui/pick.h"

enum { PAUSE_MS = 250, LEAST_CHARS = 4 };

static void keep(GPtrArray **place, GPtrArray *rows, const DbError *error)
{
    if (error != NULL)
        return;
    g_clear_pointer(place, g_ptr_array_unref);
    *place = g_ptr_array_ref(rows);
}

static const SuggestCategory *category_at(const FormScreen *form, guint n)
{
    return form->categories != NULL && n < form->categories->len ? g_ptr_array_index(form->categories, n) : NULL;
}

static const SuggestUnit *unit_at(const FormScreen *form, guint n)
{
    return form->units != NULL && n < form->units->len ? g_ptr_array_index(form->units, n) : NULL;
}

/* The likeliest stands in the empty field itself, with the key that takes it. */
static void set_hints(FormScreen *form)
{
    const SuggestCategory *category = category_at(form, 0);
    const SuggestUnit *unit = unit_at(form, 0);
    g_autofree char *belongs = category != NULL
        ? g_strdup_printf("? %s %.0f%%  %s  ^T", category->category, category->share * 100, category->words) : NULL;
    g_autofree char *handles = unit != NULL ? g_strdup_printf("? %s %.0f%%", unit->unit, unit->share * 100) : NULL;

    fields_hint(form->fields, "category_id", belongs);
    fields_hint(form->fields, "unit_id", handles);
}

static void on_categories(Screen *screen, GPtrArray *rows, const DbError *error)
{
    keep(&((FormScreen *)screen)->categories, rows, error);
    set_hints((FormScreen *)screen);
}

static void on_units(Screen *screen, GPtrArray *rows, const DbError *error)
{
    keep(&((FormScreen *)screen)->units, rows, error);
    set_hints((FormScreen *)screen);
}

static void on_dangers(Screen *screen, GPtrArray *rows, const DbError *error)
{
    FormScreen *form = (FormScreen *)screen;
    guint before = form->dangers != NULL ? form->dangers->len : 0;

    keep(&form->dangers, rows, error);
    if (form->dangers != NULL && form->dangers->len != before)
        form_ask_deadline(form);
}

const SuggestDanger *form_danger(const FormScreen *form)
{
    return form->dangers != NULL && form->dangers->len > 0 ? g_ptr_array_index(form->dangers, 0) : NULL;
}

static void on_similar(Screen *screen, GPtrArray *rows, const DbError *error)
{
    keep(&((FormScreen *)screen)->similar, rows, error);
}

char *form_words(const FormScreen *form)
{
    GString *text = g_string_new(fields_get(form->fields, "title"));

    g_string_append_printf(text, "\n%s", fields_get(form->fields, "body"));
    for (guint i = 0; i < form->lines->len && g_utf8_strlen(text->str, -1) < 200; i++) {
        const CallLine *line = g_ptr_array_index(form->lines, i);
        if (strcmp(line->speaker, "citizen") == 0)
            g_string_append_printf(text, "\n%s", line->text);
    }
    return g_string_free(text, FALSE);
}

static gboolean on_pause(gpointer data)
{
    FormScreen *form = data;
    Db *db = form->screen.app->db;
    g_autofree char *text = form_words(form);
    const char *area = fields_get(form->fields, "area_id");

    form->suggest_source = 0;
    if (g_utf8_strlen(text, -1) < LEAST_CHARS || db_link(db) != DB_ONLINE)
        return G_SOURCE_REMOVE;
    suggest_dangers(db, text, REPLY_ROWS(form, on_dangers));
    suggest_categories(db, text, REPLY_ROWS(form, on_categories));
    suggest_units(db, fields_get(form->fields, "category_id"), area, text, REPLY_ROWS(form, on_units));
    suggest_similar(db, text, area, fields_get(form->fields, "address"), REPLY_ROWS(form, on_similar));
    return G_SOURCE_REMOVE;
}

void form_suggest_later(FormScreen *form)
{
    g_clear_handle_id(&form->suggest_source, g_source_remove);
    form->suggest_source = g_timeout_add(PAUSE_MS, on_pause, form);
}

void form_suggest_free(FormScreen *form)
{
    g_clear_handle_id(&form->suggest_source, g_source_remove);
    g_clear_pointer(&form->categories, g_ptr_array_unref);
    g_clear_pointer(&form->units, g_ptr_array_unref);
    g_clear_pointer(&form->dangers, g_ptr_array_unref);
    g_clear_pointer(&form->similar, g_ptr_array_unref);
}

/* --- taking one --- */

static gboolean shows(const FormScreen *form, const char *field, gint64 id)
{
    return strcmp(fields_get(form->fields, field), record_id(id)) == 0;
}

/* The one after that which stands in the field, from the likeliest on. */
static void take_category(FormScreen *form)
{
    guint at = 0;

    for (guint i = 0; category_at(form, i) != NULL; i++)
        if (shows(form, "category_id", category_at(form, i)->category_id))
            at = i + 1;
    for (guint tried = 0; tried < form->categories->len; tried++, at++) {
        const SuggestCategory *category = category_at(form, at % form->categories->len);
        if (category->leaf) {
            fields_put(form->fields, "category_id", record_id(category->category_id));
            return;
        }
    }
    app_say(form->screen.app, ROLE_MUTED, _("Only whole branches were learned: choose the category's last level."));
}

static void take_unit(FormScreen *form)
{
    guint at = 0;

    for (guint i = 0; unit_at(form, i) != NULL; i++)
        if (shows(form, "unit_id", unit_at(form, i)->unit_id))
            at = (i + 1) % form->units->len;
    fields_put(form->fields, "unit_id", record_id(unit_at(form, at)->unit_id));
}

void form_take_suggestion(FormScreen *form)
{
    gboolean on_unit = strcmp(fields_focused(form->fields), "unit_id") == 0;
    gboolean on_category = strcmp(fields_focused(form->fields), "category_id") == 0;
    gboolean empty = *fields_get(form->fields, "category_id") == '\0';

    if (category_at(form, 0) != NULL && !on_unit && (on_category || empty))
        take_category(form);
    else if (unit_at(form, 0) != NULL)
        take_unit(form);
    else
        app_say(form->screen.app, ROLE_MUTED, _("Nothing is suggested yet: type what the matter is."));
}

/* --- joining --- */

static void on_similar_picked(Screen *screen, gpointer data, const char *value)
{
    (void)data;
    if (value != NULL)
        form_join((FormScreen *)screen, g_ascii_strtoll(value, NULL, 10));
}

static char *similar_text(const SuggestSimilar *ticket)
{
    g_autofree char *day = clock_text(ticket->accepted_at, CLOCK_DAY);

    return g_strdup_printf("%.0f%%  %s  %s  %s  (%s)", ticket->likeness * 100, day, ticket->title, ticket->unit, ticket->words);
}

void form_open_similar(FormScreen *form)
{
    GPtrArray *items;

    if (form->similar == NULL || form->similar->len == 0) {
        app_say(form->screen.app, ROLE_MUTED, _("No open ticket is like this one."));
        return;
    }
    items = pick_items_new();
    for (guint i = 0; i < form->similar->len; i++) {
        const SuggestSimilar *ticket = g_ptr_array_index(form->similar, i);
        g_autofree char *text = similar_text(ticket);
        pick_items_add(items, record_id(ticket->id), text, ticket->number);
    }
    pick_open(SCREEN(form), _("Join the caller to an open ticket: no second dispatch goes out"), items, NULL,
              on_similar_picked, NULL);
}

/* --- showing --- */

static int draw_title(Rect area, int y, const char *title)
{
    draw_rule(area.y + y, area.x, area.cols, title);
    return y + 1;
}

static int draw_line(Rect area, int y, Role role, char *text)
{
    draw_text(area.y + y, area.x + 1, area.cols - 1, text, role);
    g_free(text);
    return y + 1;
}

int form_draw_suggestions(const FormScreen *form, Rect area)
{
    int y = 0;

    if (category_at(form, 0) != NULL)
        y = draw_title(area, y, _("Where it belongs (^T)"));
    for (guint i = 0; category_at(form, i) != NULL && y + 2 <= area.rows; i++) {
        const SuggestCategory *category = category_at(form, i);
        y = draw_line(area, y, i == 0 ? ROLE_STRONG : ROLE_NORMAL,
                      g_strdup_printf("%2.0f%% %s", category->share * 100, category->category));
        if (*category->words != '\0')
            y = draw_line(area, y, ROLE_MUTED, g_strdup_printf("    %s", category->words));
    }
    if (unit_at(form, 0) != NULL && y + 2 <= area.rows)
        y = draw_title(area, y, _("Who handles it (^T in the unit's field)"));
    for (guint i = 0; unit_at(form, i) != NULL && y + 1 <= area.rows; i++) {
        const SuggestUnit *unit = unit_at(form, i);
        y = draw_line(area, y, i == 0 ? ROLE_STRONG : ROLE_NORMAL,
                      g_strdup_printf("%2.0f%% %s  %s", unit->share * 100, unit->unit,
                                      strcmp(unit->source, "learned") == 0 ? unit->words : _("(catalogue)")));
    }
    if (form->similar != NULL && form->similar->len > 0 && y + 2 <= area.rows)
        y = draw_title(area, y, _("Said already (^X j joins)"));
    for (guint i = 0; form->similar != NULL && i < form->similar->len && y + 1 <= area.rows; i++)
        y = draw_line(area, y, ROLE_NORMAL, similar_text(g_ptr_array_index(form->similar, i)));
    return y;
}

static char *danger_text(const FormScreen *form)
{
    const SuggestDanger *first = form_danger(form);
    GString *words = g_string_new(first->word);

    for (guint i = 1; i < form->dangers->len && i < 4; i++)
        g_string_append_printf(words, " %s", ((const SuggestDanger *)g_ptr_array_index(form->dangers, i))->word);
    if (*first->number != '\0')
        g_string_append_printf(words, _(": hand over to %s %s with F8 Enter"), first->number, first->name);
    else
        g_string_append(words, _(": this is urgent"));
    g_string_prepend(words, "! ");
    return g_string_free(words, FALSE);
}

char *form_warning(const FormScreen *form, Role *role)
{
    *role = ROLE_BAD;
    if (form_danger(form) != NULL)
        return danger_text(form);
    *role = ROLE_DUE;
    if (form->similar != NULL && form->similar->len > 0) {
        g_autofree char *text = similar_text(g_ptr_array_index(form->similar, 0));
        return g_strdup_printf(_("Said already %u (^X j): %s"), form->similar->len, text);
    }
    return NULL;
}
