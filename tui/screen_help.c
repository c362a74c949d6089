/* Help about the screen one came from: made from the action table, nothing else. */
#include "common/lang.h"
#include "tui/key.h"
#include "tui/list.h"
#include "tui/screens.h"

typedef struct {
    Screen screen;
    const char *title;
    GString *text;
    int top;
    int lines;
    int page;
} HelpScreen;

static void append_actions(GString *text, guint places, guint role)
{
    for (const Action *action = action_table; action->id != ACT_NONE; action++) {
        gboolean first = TRUE;

        if ((action->where & places) == 0 || (action->roles & role) == 0)
            continue;
        for (int i = 0; i < 4 && action->keys[i] != NULL; i++) {
            if (!action_key_works(action->keys[i], places))
                continue;
            g_string_append_printf(text, "%s%s", first ? "  " : ", ", key_caption(action->keys[i]));
            first = FALSE;
        }
        g_string_append_printf(text, "   %s\n", _(action->help));
    }
}

static void draw(Screen *screen, Rect body)
{
    HelpScreen *help = (HelpScreen *)screen;

    draw_rule(body.y, body.x, body.cols, _(help->title));
    help->page = body.rows - 1;
    help->lines = draw_wrapped((Rect){body.y + 1, 1, body.rows - 1, body.cols - 2}, help->top,
                               help->text->str, ROLE_NORMAL);
}

static gboolean act(Screen *screen, const Action *action)
{
    HelpScreen *help = (HelpScreen *)screen;

    if (action->id == ACT_HELP) {
        app_pop(screen->app);
        return TRUE;
    }
    return list_scroll(&help->top, help->lines, help->page, action->id);
}

static void help_free(Screen *screen)
{
    g_string_free(((HelpScreen *)screen)->text, TRUE);
}

static const ScreenOps ops = {
    .title = N_("Help"),
    .places = IN_ANY | IN_SCROLL,
    .size = sizeof(HelpScreen),
    .free = help_free,
    .draw = draw,
    .act = act,
};

Screen *help_screen_new(App *app, const Screen *about)
{
    HelpScreen *help = screen_new(app, &ops);
    guint own = about->ops->places & ~(guint)IN_ANY;

    help->title = about->ops->title;
    help->text = g_string_new(NULL);
    append_actions(help->text, own, input_role(app));
    g_string_append_printf(help->text, "\n%s\n", _("Everywhere:"));
    append_actions(help->text, IN_ANY | (about->ops->places & IN_TEXT), input_role(app));
    g_string_append_printf(help->text, "\n%s\n",
                           _("^X is the Ctrl key with X, then a second key: after ^X the bottom line shows which. "
                             "M- is the Alt key, or Esc and then the key."));
    return SCREEN(help);
}
