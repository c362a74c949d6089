/* Fields: their values, moving among them, typing into them. Drawing is in fields_draw.c. */
#include "tui/fields_private.h"

#include <string.h>

#include "common/lang.h"
#include "tui/app.h"
#include "tui/pick.h"

static Field *find(const Fields *fields, const char *name)
{
    for (guint i = 0; i < fields->n; i++)
        if (strcmp(fields->all[i].spec->name, name) == 0)
            return &fields->all[i];
    return NULL;
}

int fields_limit(const Fields *fields, const Field *field)
{
    const FieldSpec *spec = field->spec;
    int limit = spec->max_length != 0 ? spec->max_length : catalog_limit(fields->screen->app->catalog, spec->name);

    return limit != 0 ? limit : 10000;
}

Fields *fields_new(Screen *screen, const FieldSpec *specs, Draft *draft,
                   void (*changed)(Screen *screen, const char *name))
{
    Fields *fields = g_new0(Fields, 1);

    while (specs[fields->n].name != NULL)
        fields->n++;
    fields->screen = screen;
    fields->draft = draft;
    fields->changed = changed;
    fields->all = g_new0(Field, fields->n);
    for (guint i = 0; i < fields->n; i++) {
        fields->all[i].spec = &specs[i];
        fields->all[i].edit = edit_new(specs[i].type == FIELD_TEXT);
    }
    return fields;
}

void fields_free(Fields *fields)
{
    if (fields == NULL)
        return;
    for (guint i = 0; i < fields->n; i++) {
        edit_free(fields->all[i].edit);
        g_free(fields->all[i].note);
        g_free(fields->all[i].hint);
        g_free(fields->all[i].blame);
    }
    g_free(fields->all);
    g_free(fields);
}

const char *fields_get(const Fields *fields, const char *name)
{
    const Field *field = find(fields, name);

    return field != NULL ? edit_text(field->edit) : "";
}

static void keep(const Fields *fields, const Field *field)
{
    if (fields->draft != NULL && field->spec->type != FIELD_SECRET)
        draft_set(fields->draft, field->spec->name, edit_text(field->edit));
}

void fields_set(Fields *fields, const char *name, const char *value)
{
    Field *field = find(fields, name);

    if (field == NULL || strcmp(edit_text(field->edit), value) == 0)
        return;
    /* not typed: there is nothing to undo */
    edit_reset(field->edit, value);
    keep(fields, field);
}

GHashTable *fields_values(const Fields *fields)
{
    GHashTable *values = g_hash_table_new_full(g_str_hash, g_str_equal, NULL, g_free);

    for (guint i = 0; i < fields->n; i++)
        if (*edit_text(fields->all[i].edit) != '\0' && !fields->all[i].hidden)
            g_hash_table_insert(values, (char *)fields->all[i].spec->name, g_strdup(edit_text(fields->all[i].edit)));
    return values;
}

void fields_hide(Fields *fields, const char *name, gboolean hidden)
{
    Field *field = find(fields, name);

    if (field != NULL)
        field->hidden = hidden;
    if (hidden && fields->all[fields->focus].hidden)
        fields->focus = 0;
}

static void replace_text(char **place, const char *text)
{
    g_free(*place);
    *place = g_strdup(text);
}

void fields_note(Fields *fields, const char *name, const char *note)
{
    Field *field = find(fields, name);

    if (field != NULL)
        replace_text(&field->note, note);
}

void fields_hint(Fields *fields, const char *name, const char *hint)
{
    Field *field = find(fields, name);

    if (field != NULL)
        replace_text(&field->hint, hint);
}

void fields_focus(Fields *fields, const char *name)
{
    Field *field = find(fields, name);

    if (field != NULL && !field->hidden)
        fields->focus = (guint)(field - fields->all);
}

const char *fields_focused(const Fields *fields)
{
    return fields->all[fields->focus].spec->name;
}

gboolean fields_on_last(const Fields *fields)
{
    for (guint i = fields->focus + 1; i < fields->n; i++)
        if (!fields->all[i].hidden)
            return FALSE;
    return TRUE;
}

gboolean fields_blame(Fields *fields, const char *name, const char *sentence)
{
    Field *field = find(fields, name);

    if (field == NULL || field->hidden)
        return FALSE;
    replace_text(&field->blame, sentence);
    fields_focus(fields, name);
    return TRUE;
}

char *fields_sentence(const char *name, const char *sentence)
{
    if (!label_known(LABEL_FIELD, name))
        return g_strdup(sentence);
    return g_strdup_printf(_("%s: %s"), label_text(LABEL_FIELD, name), sentence);
}

const char *fields_blame_here(const Fields *fields)
{
    return fields->all[fields->focus].blame;
}

static void go(Fields *fields, int step)
{
    guint at = fields->focus;

    do
        at = (guint)((int)(at + fields->n) + step) % fields->n;
    while (fields->all[at].hidden && at != fields->focus);
    fields->focus = at;
}

static void was_changed(Fields *fields, Field *field)
{
    g_clear_pointer(&field->blame, g_free);
    keep(fields, field);
    if (fields->changed != NULL)
        fields->changed(fields->screen, field->spec->name);
}

static void choose(Fields *fields, guint index, const char *value)
{
    edit_set_text(fields->all[index].edit, value);
    was_changed(fields, &fields->all[index]);
    fields->focus = index;
    go(fields, 1);
}

static void on_picked(Screen *owner, gpointer data, const char *value)
{
    Fields *fields = data;

    (void)owner;
    if (value != NULL)
        choose(fields, fields->picking, value);
}

static void open_choice(Fields *fields, const char *typed)
{
    const Field *field = &fields->all[fields->focus];
    const char *title = label_text(LABEL_FIELD, field->spec->name);

    fields->picking = fields->focus;
    choice_open(fields->screen, title, field->spec->choice, edit_text(field->edit), typed, on_picked, fields);
}

void fields_put(Fields *fields, const char *name, const char *value)
{
    Field *field = find(fields, name);

    if (field == NULL || strcmp(edit_text(field->edit), value) == 0)
        return;
    edit_set_text(field->edit, value);
    was_changed(fields, field);
}

gboolean fields_append(Fields *fields, const char *name, const char *text, char **sentence)
{
    Field *field = find(fields, name);
    const char *there = edit_text(field->edit);
    g_autofree char *more = g_strconcat(*there != '\0' && !g_str_has_suffix(there, "\n") ? "\n" : "", text, NULL);
    gsize length = edit_length(field->edit) + (gsize)g_utf8_strlen(more, -1);

    if (length > (gsize)fields_limit(fields, field)) {
        *sentence = g_strdup_printf(_("%s would have %d characters, at most %d fit: nothing was put in. Shorten it first."),
                                    label_text(LABEL_FIELD, name), (int)length, fields_limit(fields, field));
        return FALSE;
    }
    edit_text_end(field->edit);
    edit_paste(field->edit, more, length);
    was_changed(fields, field);
    return TRUE;
}

static const struct {
    ActionId action;
    void (*move)(Edit *edit);
} moves[] = {
    {ACT_LEFT, edit_left}, {ACT_RIGHT, edit_right}, {ACT_WORD_LEFT, edit_word_left},
    {ACT_WORD_RIGHT, edit_word_right}, {ACT_LINE_START, edit_home}, {ACT_LINE_END, edit_end},
    {ACT_TEXT_START, edit_text_start}, {ACT_TEXT_END, edit_text_end}};

static const struct {
    ActionId action;
    gboolean (*change)(Edit *edit);
} changes[] = {
    {ACT_BACKSPACE, edit_backspace}, {ACT_DELETE, edit_delete}, {ACT_DELETE_WORD, edit_delete_word_left},
    {ACT_KILL_LINE, edit_kill_to_end}, {ACT_KILL_WHOLE, edit_kill_line}, {ACT_UNDO, edit_undo}, {ACT_REDO, edit_redo}};

static gboolean edit_act(Fields *fields, Field *field, ActionId action)
{
    for (guint i = 0; i < G_N_ELEMENTS(moves); i++)
        if (moves[i].action == action) {
            moves[i].move(field->edit);
            return TRUE;
        }
    for (guint i = 0; i < G_N_ELEMENTS(changes); i++)
        if (changes[i].action == action) {
            if (changes[i].change(field->edit))
                was_changed(fields, field);
            return TRUE;
        }
    return FALSE;
}

/* Up and down move within a text, and from its edge (or from a line) to the next field. */
static gboolean move_row(Fields *fields, Field *field, ActionId action)
{
    gboolean up = action == ACT_UP || action == ACT_PAGE_UP;
    int rows = action == ACT_PAGE_UP || action == ACT_PAGE_DOWN ? MAX(field->area.rows - 1, 1) : 1;

    if (field->spec->type == FIELD_TEXT && edit_page(field->edit, up ? -rows : rows))
        return TRUE;
    go(fields, up ? -1 : 1);
    return TRUE;
}

static gboolean confirm(Fields *fields, Field *field)
{
    if (field->spec->type == FIELD_CHOICE) {
        open_choice(fields, "");
    } else if (field->spec->type == FIELD_TEXT) {
        fields_type(fields, "\n", FALSE);
    } else if (fields_on_last(fields)) {
        return FALSE;
    } else {
        go(fields, 1);
    }
    return TRUE;
}

gboolean fields_act(Fields *fields, const Action *action)
{
    Field *field = &fields->all[fields->focus];

    switch (action->id) {
    case ACT_NEXT_FIELD:
        go(fields, 1);
        return TRUE;
    case ACT_PREVIOUS_FIELD:
        go(fields, -1);
        return TRUE;
    case ACT_CONFIRM:
        return confirm(fields, field);
    case ACT_UP:
    case ACT_DOWN:
    case ACT_PAGE_UP:
    case ACT_PAGE_DOWN:
        return move_row(fields, field, action->id);
    default:
        break;
    }
    if (field->spec->type != FIELD_CHOICE)
        return edit_act(fields, field, action->id);
    if (action->id == ACT_BACKSPACE || action->id == ACT_DELETE || action->id == ACT_KILL_LINE) {
        edit_clear(field->edit);
        was_changed(fields, field);
        return TRUE;
    }
    return edit_act(fields, field, action->id == ACT_UNDO || action->id == ACT_REDO ? action->id : ACT_NONE);
}

/* In a short list the digit picks at once; all else opens the list, with what was typed to find by. */
static void type_choice(Fields *fields, const Field *field, const char *text)
{
    g_autofree char *value = choice_by_digit(fields->screen->app, field->spec->choice, text);

    if (value != NULL)
        choose(fields, fields->focus, value);
    else
        open_choice(fields, strcmp(text, " ") == 0 ? "" : text);
}

void fields_type(Fields *fields, const char *text, gboolean pasted)
{
    Field *field = &fields->all[fields->focus];

    if (field->spec->type == FIELD_CHOICE) {
        type_choice(fields, field, text);
        return;
    }
    if (!(pasted ? edit_paste : edit_insert)(field->edit, text, (gsize)fields_limit(fields, field))) {
        g_autofree char *full = g_strdup_printf(_("Full: at most %d characters. What did not fit was not taken."),
                                                fields_limit(fields, field));
        app_say(fields->screen->app, ROLE_BAD, full);
    }
    was_changed(fields, field);
}
