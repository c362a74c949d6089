/* The agents whom one leads: state, presence, skills and shift, and what a lead does to them. */
#include <string.h>

#include "common/agent.h"
#include "common/clock.h"
#include "common/label.h"
#include "common/lang.h"
#include "tui/paged.h"
#include "tui/people_sheet.h"
#include "tui/screens.h"

enum { COL_NUMBER, COL_NAME, COL_STATE, COL_SINCE, COL_HERE, COL_SHIFT, COL_SKILLS, COL_REASON, COL_AREA };

static const ListColumn all_columns[] = {
    [COL_NUMBER] = {N_("No."), 6, 0, FALSE},
    [COL_NAME] = {N_("Name"), 9, 0, FALSE},
    [COL_STATE] = {N_("State"), 10, 0, FALSE},
    [COL_SINCE] = {N_("Since"), 6, 0, FALSE},
    [COL_HERE] = {N_("Terminal"), LIST_AS_TITLE, 0, FALSE},
    [COL_SHIFT] = {N_("Shift"), 8, 0, FALSE},
    [COL_SKILLS] = {N_("Skills"), 16, 0, FALSE},
    [COL_REASON] = {N_("Why"), 0, 0, FALSE},
    [COL_AREA] = {N_("Area"), 22, 110, FALSE},
    {NULL, 0, 0, FALSE}};

/* Signed on without a terminal: a dead one, which takes calls from nobody. */
static gboolean dead(const Agent *agent)
{
    return !agent->present && strcmp(agent->state, "offline") != 0;
}

static char *cell(gpointer data, int row, int column, Role *role)
{
    const PagedScreen *paged = data;
    const Agent *agent = g_ptr_array_index(paged->rows, (guint)row);

    if (agent->id == paged->gone || strcmp(agent->state, "offline") == 0)
        *role = ROLE_MUTED;
    switch (column) {
    case COL_NUMBER:
        return g_strdup(agent->number);
    case COL_NAME:
        return g_strdup(agent->name);
    case COL_STATE:
        return g_strdup(label_text(LABEL_AGENT_STATE, agent->state));
    case COL_SINCE:
        return clock_text(agent->since, CLOCK_TIME);
    case COL_HERE:
        if (dead(agent))
            *role = ROLE_DUE;
        return g_strdup(agent->present ? _("here") : dead(agent) ? _("gone!") : "-");
    case COL_SHIFT:
        return g_strdup(agent->shift);
    case COL_SKILLS:
        return g_strdup(agent->skills);
    case COL_REASON:
        return g_strdup(label_text(LABEL_REASON, agent->reason));
    default:
        return g_strdup(agent->district);
    }
}

static gint64 id_of(gconstpointer row)
{
    return ((const Agent *)row)->id;
}

static void ask(PagedScreen *paged, gconstpointer after, guint rows)
{
    agent_list(paged->screen.app->db, paged->filter, after, rows, REPLY_ROWS(paged, paged_on_page));
}

static const ListColumn *columns(const App *app)
{
    (void)app;
    return all_columns;
}

static Screen *open_row(App *app, gconstpointer row)
{
    const Agent *agent = row;
    g_autofree char *who = g_strdup_printf("%s %s", agent->number, agent->name);

    return agent_log_screen_new(app, agent->id, who);
}

static const PagedList people = {
    .id = id_of,
    .ask = ask,
    .filters = agent_filters,
    .columns = columns,
    .cell = cell,
    .open = open_row,
    .news = NEWS_AGENT,
    .question = N_("Which agents?"),
    .empty = N_("There is nobody here whom you lead."),
};

/* What cannot be done in the agent's state is not asked for the reason first. */
static gboolean possible(const Agent *agent, ActionId action)
{
    return agent != NULL && (action != ACT_SEND_BREAK || agent->may_break) && (action != ACT_LOG_OUT || agent->may_log_out);
}

static gboolean offers(Screen *screen, const Action *action)
{
    return (action->id != ACT_SEND_BREAK && action->id != ACT_LOG_OUT)
               ? paged_offers(screen, action) : possible(paged_here((PagedScreen *)screen), action->id);
}

static void open_sheet(Screen *screen, const Agent *agent, ActionId action)
{
    g_autofree char *sentence = NULL;

    if (possible(agent, action)) {
        people_sheet_open(screen, agent, action);
        return;
    }
    sentence = g_strdup_printf(_("This cannot be done now: %s %s is in state \"%s\"."), agent->number, agent->name,
                               label_text(LABEL_AGENT_STATE, agent->state));
    app_say(screen->app, ROLE_BAD, sentence);
}

static gboolean act(Screen *screen, const Action *action)
{
    const Agent *here = paged_here((PagedScreen *)screen);

    switch (action->id) {
    case ACT_MESSAGE_ALL:
        people_sheet_message_all(screen);
        return TRUE;
    case ACT_SEND_BREAK:
    case ACT_LOG_OUT:
    case ACT_ASSIGN:
    case ACT_MESSAGE:
        if (here != NULL)
            open_sheet(screen, here, action->id);
        return TRUE;
    case ACT_TRAINED:
        app_push(screen->app, trained_screen_new(screen->app, here != NULL ? here->id : 0));
        return TRUE;
    case ACT_CHECK:
        if (here != NULL)
            app_push(screen->app, judge_screen_new(screen->app, here->id, 0));
        return TRUE;
    default:
        return paged_act(screen, action);
    }
}

static const ScreenOps ops = {
    .title = N_("Agents"),
    .places = IN_ANY | IN_LIST | IN_FILTERED | IN_PEOPLE,
    .size = sizeof(PagedScreen),
    .free = paged_free,
    .show = paged_show,
    .draw = paged_draw,
    .act = act,
    .news = paged_news,
    .offers = offers,
};

Screen *people_screen_new(App *app)
{
    return paged_screen_new(app, &ops, &people, agent_filters(app->me->role)[0]);
}
