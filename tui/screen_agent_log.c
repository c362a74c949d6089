/* What leads did to one agent, newest first, with the reasons. */
#include "common/agent.h"
#include "common/clock.h"
#include "common/label.h"
#include "common/lang.h"
#include "tui/list.h"
#include "tui/screens.h"

typedef struct {
    Screen screen;
    gint64 person;
    char *who;
    GPtrArray *rows; /* AgentLog; NULL until read */
    List list;
} AgentLogScreen;

enum { COL_WHEN, COL_WHO, COL_ACTION, COL_REASON };

static const ListColumn columns[] = {
    [COL_WHEN] = {N_("When"), 12, 0, FALSE},
    [COL_WHO] = {N_("By whom"), 14, 0, FALSE},
    [COL_ACTION] = {N_("What"), 14, 0, FALSE},
    [COL_REASON] = {N_("Why"), 0, 0, FALSE},
    {NULL, 0, 0, FALSE}};

static char *cell(gpointer data, int row, int column, Role *role)
{
    const AgentLog *entry = g_ptr_array_index(((AgentLogScreen *)data)->rows, (guint)row);

    (void)role;
    switch (column) {
    case COL_WHEN:
        return clock_text(entry->at, CLOCK_DAY_TIME);
    case COL_WHO:
        return g_strdup(entry->who);
    case COL_ACTION:
        return g_strdup(label_text(LABEL_ACTION, entry->action));
    default:
        return g_strdup(entry->reason);
    }
}

static void draw(Screen *screen, Rect body)
{
    AgentLogScreen *self = (AgentLogScreen *)screen;

    draw_rule(body.y, body.x, body.cols, self->who);
    list_draw(&self->list, (Rect){body.y + 1, body.x, body.rows - 1, body.cols}, columns, cell, self,
              self->rows == NULL ? _("Reading ...") : _("No lead has done anything here yet."));
}

static void on_rows(Screen *screen, GPtrArray *rows, const DbError *error)
{
    AgentLogScreen *self = (AgentLogScreen *)screen;

    if (reply_keep(screen, &self->rows, rows, error))
        list_set_rows(&self->list, (int)rows->len);
}

static void show(Screen *screen)
{
    agent_log(screen->app->db, ((AgentLogScreen *)screen)->person, REPLY_ROWS(screen, on_rows));
}

static void news(Screen *screen, News news, gint64 id)
{
    if (news == NEWS_ALL || (news == NEWS_AGENT && (id == 0 || id == ((AgentLogScreen *)screen)->person)))
        show(screen);
}

static gboolean act(Screen *screen, const Action *action)
{
    return list_act(&((AgentLogScreen *)screen)->list, action->id) || action->id == ACT_OPEN;
}

static void agent_log_free(Screen *screen)
{
    AgentLogScreen *self = (AgentLogScreen *)screen;

    g_free(self->who);
    g_clear_pointer(&self->rows, g_ptr_array_unref);
}

static const ScreenOps ops = {
    .title = N_("What leads did"),
    .places = IN_ANY | IN_LIST,
    .size = sizeof(AgentLogScreen),
    .free = agent_log_free,
    .show = show,
    .draw = draw,
    .act = act,
    .news = news,
};

Screen *agent_log_screen_new(App *app, gint64 person, const char *who)
{
    AgentLogScreen *self = screen_new(app, &ops);

    self->person = person;
    self->who = g_strdup(who);
    return SCREEN(self);
}
