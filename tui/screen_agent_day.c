/* What one agent has open, and did today. */
#include <string.h>

#include "common/clock.h"
#include "common/label.h"
#include "common/lang.h"
#include "tui/board.h"
#include "tui/screens.h"

typedef struct {
    Screen screen;
    gint64 id;
    char *who;
    List list;
    GPtrArray *rows; /* BoardDay; NULL until read */
} AgentDay;

enum { COL_AT, COL_STATE, COL_SPAN, COL_TEXT };

static const ListColumn columns[] = {
    [COL_AT] = {N_("When"), 13, 0, FALSE},
    [COL_STATE] = {N_("State"), 10, 0, FALSE},
    [COL_SPAN] = {N_("For"), 8, 0, TRUE},
    [COL_TEXT] = {N_("What it was"), 0, 0, FALSE},
    {NULL, 0, 0, FALSE}};

static gboolean is(const BoardDay *row, const char *kind)
{
    return strcmp(row->kind, kind) == 0;
}

static char *cell(gpointer data, int row, int column, Role *role)
{
    const BoardDay *line = g_ptr_array_index(((AgentDay *)data)->rows, (guint)row);
    gboolean late = is(line, "open") && strcmp(line->state, "finished") != 0 && line->at < g_get_real_time();
    g_autofree char *at = clock_text(line->at, is(line, "open") ? CLOCK_DAY_TIME : CLOCK_SECONDS);

    switch (column) {
    case COL_AT:
        *role = late ? ROLE_OVERDUE : ROLE_NORMAL;
        return g_strdup_printf("%s%s", at, late ? " !" : "");
    case COL_STATE:
        return g_strdup(label_text(is(line, "spell") ? LABEL_AGENT_STATE : LABEL_TICKET_STATE, line->state));
    case COL_SPAN:
        return is(line, "spell") ? clock_span(line->at, line->until_at != 0 ? line->until_at : g_get_real_time()) : g_strdup("");
    default:
        return is(line, "open") ? g_strdup_printf(_("due: %s"), line->text)
               : is(line, "ticket") ? g_strdup_printf(_("accepted: %s"), line->text) : g_strdup(label_text(LABEL_REASON, line->text));
    }
}

static void draw(Screen *screen, Rect body)
{
    AgentDay *self = (AgentDay *)screen;

    draw_rule(body.y, body.x, body.cols, self->who);
    list_set_rows(&self->list, self->rows != NULL ? (int)self->rows->len : 0);
    list_draw(&self->list, (Rect){body.y + 1, body.x, body.rows - 1, body.cols}, columns, cell, self,
              self->rows != NULL ? _("Nothing open, and nothing today.") : _("Reading ..."));
}

static void on_rows(Screen *screen, GPtrArray *rows, const DbError *error)
{
    AgentDay *self = (AgentDay *)screen;

    reply_keep(screen, &self->rows, rows, error);
}

static void show(Screen *screen)
{
    board_agent_day(screen->app->db, ((AgentDay *)screen)->id, REPLY_ROWS(screen, on_rows));
}

static const BoardDay *here(const AgentDay *self)
{
    return self->rows != NULL && (guint)self->list.cursor < self->rows->len
               ? g_ptr_array_index(self->rows, (guint)self->list.cursor) : NULL;
}

static gboolean act(Screen *screen, const Action *action)
{
    AgentDay *self = (AgentDay *)screen;
    const BoardDay *row = here(self);

    if (action->id != ACT_OPEN)
        return list_act(&self->list, action->id);
    if (row != NULL && row->ticket_id != 0)
        app_push(screen->app, ticket_screen_new(screen->app, row->ticket_id));
    return TRUE;
}

static gboolean offers(Screen *screen, const Action *action)
{
    const BoardDay *row = here((AgentDay *)screen);

    return action->id != ACT_OPEN || (row != NULL && row->ticket_id != 0);
}

static void news(Screen *screen, News news, gint64 id)
{
    if (news == NEWS_ALL || (news == NEWS_AGENT && id == ((AgentDay *)screen)->id))
        show(screen);
}

static void agent_day_free(Screen *screen)
{
    AgentDay *self = (AgentDay *)screen;

    g_free(self->who);
    g_clear_pointer(&self->rows, g_ptr_array_unref);
}

static const ScreenOps ops = {
    .title = N_("An agent's day"),
    .places = IN_ANY | IN_LIST,
    .size = sizeof(AgentDay),
    .free = agent_day_free,
    .show = show,
    .draw = draw,
    .act = act,
    .news = news,
    .offers = offers,
};

Screen *agent_day_screen_new(App *app, const BoardAgent *agent)
{
    AgentDay *self = screen_new(app, &ops);

    self->id = agent->id;
    self->who = agent->missed_rings == 0 ? g_strdup_printf("%s %s", agent->number, agent->name)
                : g_strdup_printf(ngettext("%s %s  ! telephone not picked up %d time today", "%s %s  ! telephone not picked up %d times today", (gulong)agent->missed_rings),
                                  agent->number, agent->name, (int)agent->missed_rings);
    return SCREEN(self);
}
