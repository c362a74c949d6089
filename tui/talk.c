/* Speaking in training: the usual sentences to pick from, and the talk with a line for one's own words. */
#include <string.h>

#include "common/lang.h"
#include "common/text.h"
#include "tui/fields.h"
#include "tui/list.h"
#include "tui/pick.h"
#include "tui/training_desk.h"

typedef struct {
    Screen screen;
    Fields *fields;
    GPtrArray *lines; /* TrainingLine; NULL until read */
} TalkScreen;

static const FieldSpec specs[] = {{"say", FIELD_LINE, CHOICE_NONE, 200, 0, 0}, {NULL, FIELD_LINE, CHOICE_NONE, 0, 0, 0}};

static void on_said(Screen *screen, const char *answer, const DbError *error)
{
    g_autofree char *heard = error == NULL ? training_answer_text(answer, "utterances") : NULL;
    g_autofree char *said = NULL;

    if (error != NULL) {
        app_say_error(screen->app, error);
        return;
    }
    said = g_strdup_printf(_("Understood as: %s"), heard);
    app_say(screen->app, ROLE_MUTED, said);
}

static void say(App *app, const char *text)
{
    training_say(app->outbox, text, REPLY_ANSWER(&app->program, on_said));
}

static void on_picked(Screen *owner, gpointer data, const char *value)
{
    (void)data;
    if (value != NULL)
        say(owner->app, value);
}

void talk_pick(App *app, Screen *owner)
{
    GPtrArray *items = pick_items_new();

    for (guint i = 0; app->phrases != NULL && i < app->phrases->len; i++) {
        const TrainingPhrase *phrase = g_ptr_array_index(app->phrases, i);
        g_autofree char *text = g_strdup_printf("%s  %s", phrase->name, phrase->text);
        pick_items_add(items, phrase->text, text, phrase->search);
    }
    pick_open(owner, _("Say to the citizen"), items, NULL, on_picked, NULL);
}

/* --- the talk --- */

static void on_lines(Screen *screen, GPtrArray *rows, const DbError *error)
{
    reply_keep(screen, &((TalkScreen *)screen)->lines, rows, error);
}

static void show(Screen *screen)
{
    training_lines(screen->app->db, REPLY_ROWS(screen, on_lines));
}

static void news(Screen *screen, News news, gint64 id)
{
    (void)id;
    if (news == NEWS_ALL || news == NEWS_TRAINING)
        show(screen);
}

typedef struct {
    char *text;
    Role role;
} Row;

static void row_clear(gpointer row)
{
    g_free(((Row *)row)->text);
}

/* All that was said, as rows of the screen. */
static GArray *rows_of(const TalkScreen *self, int cols)
{
    GArray *all = g_array_new(FALSE, FALSE, sizeof(Row));

    g_array_set_clear_func(all, row_clear);

    for (guint i = 0; self->lines != NULL && i < self->lines->len; i++) {
        const TrainingLine *line = g_ptr_array_index(self->lines, i);
        gboolean mine = strcmp(line->speaker, "agent") == 0;
        g_autofree char *said = mine ? g_strdup_printf("%s%s (%s)", _("Me: "), line->text, line->understood) : g_strdup(line->text);
        g_autoptr(GPtrArray) rows = text_wrap(said, cols - 2, 20);
        for (guint i_row = 0; i_row < rows->len; i_row++) {
            Row row = {g_strconcat(i_row == 0 ? "| " : "  ", (char *)g_ptr_array_index(rows, i_row), NULL), mine ? ROLE_MUTED : ROLE_NORMAL};
            g_array_append_val(all, row);
        }
    }
    return all;
}

static void draw(Screen *screen, Rect body)
{
    TalkScreen *self = (TalkScreen *)screen;
    g_autoptr(GArray) rows = rows_of(self, body.cols - 2);
    int room = body.rows - 3;
    guint first = rows->len > (guint)MAX(room, 0) ? rows->len - (guint)MAX(room, 0) : 0;

    draw_rule(body.y, body.x, body.cols, _("The talk"));
    for (guint i = first; i < rows->len; i++) {
        const Row *row = &g_array_index(rows, Row, i);
        draw_text(body.y + 1 + (int)(i - first), 1, body.cols - 2, row->text, row->role);
    }
    fields_draw(self->fields, (Rect){body.y + body.rows - 2, 1, 1, body.cols - 2});
    draw_text(body.y + body.rows - 1, 1, body.cols - 2, _("Enter says it; with nothing typed: the usual sentences.  Esc leaves."), ROLE_MUTED);
}

static gboolean act(Screen *screen, const Action *action)
{
    TalkScreen *self = (TalkScreen *)screen;
    const char *text = fields_get(self->fields, "say");

    if (action->id == ACT_CONFIRM) {
        if (*text == '\0') {
            talk_pick(screen->app, screen);
        } else {
            say(screen->app, text);
            fields_set(self->fields, "say", "");
        }
        return TRUE;
    }
    if (action->id == ACT_TALK) {
        app_pop(screen->app);
        return TRUE;
    }
    return fields_act(self->fields, action);
}

static void type(Screen *screen, const char *text, gboolean pasted)
{
    fields_type(((TalkScreen *)screen)->fields, text, pasted);
}

static int overlay_rows(Screen *screen, Rect body)
{
    (void)screen;
    return MAX(body.rows * 2 / 3, 8);
}

static void talk_free(Screen *screen)
{
    fields_free(((TalkScreen *)screen)->fields);
    g_clear_pointer(&((TalkScreen *)screen)->lines, g_ptr_array_unref);
}

static const ScreenOps ops = {
    .title = N_("The talk"),
    .places = IN_ANY | IN_TEXT | IN_FIELDS,
    .overlay = TRUE,
    .size = sizeof(TalkScreen),
    .free = talk_free,
    .show = show,
    .draw = draw,
    .act = act,
    .type = type,
    .news = news,
    .overlay_rows = overlay_rows,
};

void talk_open(App *app)
{
    TalkScreen *self;

    if (app_top(app)->ops == &ops)
        return;
    self = screen_new(app, &ops);
    self->fields = fields_new(SCREEN(self), specs, NULL, NULL);
    app_push(app, SCREEN(self));
}

void talk_close(App *app)
{
    if (app_top(app)->ops == &ops)
        app_pop(app);
}
