/* One quality check: the points by question, the note, the agent's word. */
#include "common/clock.h"
#include "common/lang.h"
#include "common/quality.h"
#include "tui/list.h"
#include "tui/quality_sheet.h"
#include "tui/screens.h"

typedef struct {
    Screen screen;
    gint64 id;
    gboolean may_answer;
    char *text;
    char *title;
    int top, lines, page;
} CheckScreen;

static char *text_of(const QualityCheck *check)
{
    GString *text = g_string_new(NULL);
    g_autofree char *at = clock_text(check->at, CLOCK_FULL);

    g_string_append_printf(text, "%s  %s\n%s  %s  %s\n\n%s\n", at, check->lead, check->number, check->phone_masked, check->title,
                           check->questions);
    if (*check->note != '\0')
        g_string_append_printf(text, "\n%s: %s\n", _("Note"), check->note);
    if (check->answered_at != 0) {
        g_autofree char *when = clock_text(check->answered_at, CLOCK_FULL);
        g_string_append_printf(text, "\n%s %s: %s\n", when, check->agent, check->answer);
    }
    return g_string_free(text, FALSE);
}

static void draw(Screen *screen, Rect body)
{
    CheckScreen *self = (CheckScreen *)screen;

    draw_rule(body.y, body.x, body.cols, self->title);
    self->page = body.rows - 1;
    self->lines = draw_wrapped((Rect){body.y + 1, 1, body.rows - 1, body.cols - 2}, self->top, self->text, ROLE_NORMAL);
}

static gboolean act(Screen *screen, const Action *action)
{
    CheckScreen *self = (CheckScreen *)screen;

    if (action->id == ACT_CHECK_ANSWER) {
        quality_sheet_answer(screen, self->id);
        return TRUE;
    }
    return list_scroll(&self->top, self->lines, self->page, action->id);
}

static gboolean offers(Screen *screen, const Action *action)
{
    return action->id != ACT_CHECK_ANSWER || ((CheckScreen *)screen)->may_answer;
}

static void check_free(Screen *screen)
{
    g_free(((CheckScreen *)screen)->text);
    g_free(((CheckScreen *)screen)->title);
}

static const ScreenOps ops = {
    .title = N_("Quality check"),
    .places = IN_ANY | IN_SCROLL | IN_CHECK,
    .size = sizeof(CheckScreen),
    .free = check_free,
    .draw = draw,
    .act = act,
    .offers = offers,
};

Screen *check_screen_new(App *app, const QualityCheck *check)
{
    CheckScreen *self = screen_new(app, &ops);

    self->id = check->id;
    self->may_answer = check->own && check->answered_at == 0;
    self->title = g_strdup_printf("%s  %s  %d/%d", check->agent, check->form, (int)check->score, (int)check->most);
    self->text = text_of(check);
    return SCREEN(self);
}
