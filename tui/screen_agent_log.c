/* What leads did to one agent, newest first, with the reasons. */
#include "common/agent.h"
#include "common/clock.h"
#include "common/label.h"
#include "common/lang.h"
#include "tui/paged.h"
#include "tui/screens.h"

typedef struct {
    PagedScreen paged;
    gint64 person;
    char *who;
} AgentLogScreen;

enum { COL_WHEN, COL_WHO, COL_ACTION, COL_REASON };

static const ListColumn all_columns[] = {
    [COL_WHEN] = {N_("When"), 12, 0, FALSE},
    [COL_WHO] = {N_("By whom"), 14, 0, FALSE},
    [COL_ACTION] = {N_("What"), 14, 0, FALSE},
    [COL_REASON] = {N_("Why"), 0, 0, FALSE},
    {NULL, 0, 0, FALSE}};

static char *cell(gpointer data, int row, int column, Role *role)
{
    const PagedScreen *paged = data;
    const AgentLog *entry = g_ptr_array_index(paged->rows, (guint)row);

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

static gint64 id_of(gconstpointer row)
{
    return ((const AgentLog *)row)->id;
}

static void ask(PagedScreen *paged, gconstpointer after, guint rows)
{
    agent_log(paged->screen.app->db, ((AgentLogScreen *)paged)->person, after, rows, REPLY_ROWS(paged, paged_on_page));
}

static const ListColumn *columns(const App *app)
{
    (void)app;
    return all_columns;
}

static char *head(const PagedScreen *paged)
{
    return g_strdup(((const AgentLogScreen *)paged)->who);
}

static char *reason_of(gconstpointer row)
{
    return g_strdup(((const AgentLog *)row)->reason);
}

static const char *title_of(gconstpointer row)
{
    return label_text(LABEL_ACTION, ((const AgentLog *)row)->action);
}

static const PagedList entries = {
    .id = id_of,
    .ask = ask,
    .columns = columns,
    .cell = cell,
    .news = NEWS_AGENT,
    .empty = N_("No lead has done anything here yet."),
    .head = head,
    .text = reason_of,
    .title = title_of,
};

static void news(Screen *screen, News news, gint64 id)
{
    if (news != NEWS_AGENT || id == 0 || id == ((AgentLogScreen *)screen)->person)
        paged_news(screen, news, id);
}

static void agent_log_free(Screen *screen)
{
    g_free(((AgentLogScreen *)screen)->who);
    paged_free(screen);
}

static const ScreenOps ops = {
    .title = N_("What leads did"),
    .places = IN_ANY | IN_LIST,
    .size = sizeof(AgentLogScreen),
    .free = agent_log_free,
    .show = paged_show,
    .draw = paged_draw,
    .act = paged_act,
    .news = news,
    .offers = paged_offers,
};

Screen *agent_log_screen_new(App *app, gint64 person, const char *who)
{
    AgentLogScreen *self = paged_screen_new(app, &ops, &entries, NULL);

    self->person = person;
    self->who = g_strdup(who);
    return SCREEN(self);
}
