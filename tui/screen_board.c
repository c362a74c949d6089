/* The board: one shift at a glance. Its agents are a paged list; queue and quarter-hours are the other views. */
#include <string.h>

#include "common/clock.h"
#include "common/label.h"
#include "common/lang.h"
#include "tui/board.h"
#include "tui/screens.h"

/* --- the agents --- */

enum { COL_AGENT, COL_STATE, COL_SINCE, COL_CALL, COL_OPEN, COL_DUE, COL_OVERDUE, COL_AFTER_CALL, COL_MISSED, COL_SHIFT, COL_SKILLS };

static const ListColumn agent_columns[] = {
    [COL_AGENT] = {N_("Agent"), 15, 0, FALSE},
    [COL_STATE] = {N_("State"), 9, 0, FALSE},
    [COL_SINCE] = {N_("For"), 8, 0, TRUE},
    [COL_CALL] = {N_("Call, or why"), 0, 0, FALSE},
    [COL_OPEN] = {N_("Held"), 5, 0, TRUE},
    [COL_DUE] = {N_("Today"), 5, 0, TRUE},
    [COL_OVERDUE] = {N_("Late"), 5, 0, TRUE},
    [COL_AFTER_CALL] = {N_("After"), 6, 0, TRUE},
    [COL_MISSED] = {N_("Missed"), 5, 84, TRUE},
    [COL_SHIFT] = {N_("Shift"), 8, 120, FALSE},
    [COL_SKILLS] = {N_("Skills"), 16, 120, FALSE},
    {NULL, 0, 0, FALSE}};

static gboolean too_long(const BoardAgent *agent)
{
    return agent->too_long_at != 0 && g_get_real_time() > agent->too_long_at;
}

static char *count_text(gint64 count, gboolean late, Role *role)
{
    if (count == 0)
        *role = ROLE_MUTED;
    else if (late)
        *role = ROLE_OVERDUE;
    return g_strdup_printf("%d%s", (int)count, late ? count > 0 ? "!" : " " : "");
}

/* A telephone that was not picked up, with how often that was today: who looks wants to know whether it is a habit. */
static char *call_or_why(const BoardAgent *agent, Role *role)
{
    if (*agent->call != '\0')
        return g_strdup(agent->call);
    if (strcmp(agent->reason, "missed_ring") != 0)
        return g_strdup(label_text(LABEL_REASON, agent->reason));
    *role = ROLE_OVERDUE;
    return g_strdup_printf("! %s %d", label_text(LABEL_REASON, agent->reason), (int)agent->missed_rings);
}

static char *cell(gpointer data, int row, int column, Role *role)
{
    const PagedScreen *paged = data;
    const BoardAgent *agent = g_ptr_array_index(paged->rows, (guint)row);
    gint64 after_call = (gint64)(agent->after_call_seconds * G_USEC_PER_SEC);

    if (agent->id == paged->gone || strcmp(agent->state, "offline") == 0)
        *role = ROLE_MUTED;
    switch (column) {
    case COL_AGENT:
        return g_strdup_printf("%s %s", agent->number, agent->name);
    case COL_STATE:
        if (too_long(agent))
            *role = ROLE_OVERDUE;
        return g_strdup_printf("%s%s", label_text(LABEL_AGENT_STATE, agent->state), too_long(agent) ? "!" : "");
    case COL_SINCE:
        return agent->since != 0 ? clock_span(agent->since, g_get_real_time()) : g_strdup("");
    case COL_CALL:
        return call_or_why(agent, role);
    case COL_OPEN:
        return count_text(agent->open, FALSE, role);
    case COL_DUE:
        return count_text(agent->due, FALSE, role);
    case COL_OVERDUE:
        return count_text(agent->overdue, TRUE, role);
    case COL_AFTER_CALL:
        return after_call > 0 ? clock_span(0, after_call) : g_strdup("-");
    case COL_MISSED:
        return count_text(agent->missed_rings, FALSE, role);
    case COL_SHIFT:
        return g_strdup(agent->shift);
    default:
        return g_strdup(agent->skills);
    }
}

static gint64 id_of(gconstpointer row)
{
    return ((const BoardAgent *)row)->id;
}

static void ask(PagedScreen *paged, gconstpointer after, guint rows)
{
    board_agents(paged->screen.app->db, paged->filter, after, rows, REPLY_ROWS(paged, paged_on_page));
}

static const ListColumn *columns(const App *app)
{
    (void)app;
    return agent_columns;
}

static Screen *open_row(App *app, gconstpointer row)
{
    return agent_day_screen_new(app, row);
}

static const PagedList agents = {
    .id = id_of,
    .ask = ask,
    .filters = board_filters,
    .columns = columns,
    .cell = cell,
    .open = open_row,
    .news = NEWS_AGENT,
    .question = N_("Which agents?"),
    .hint = N_("/ filter  Enter the agent's day  Tab queue, quarter-hours"),
    .empty = N_("No agents here."),
};

/* --- reading the head: once a second at most, and now and then without news --- */

enum { PAUSE_MS = 1000, QUIET_MS = 30000, HOURS = 12 };

static void read_head(Board *board);

static gboolean on_timer(gpointer data)
{
    Board *board = data;

    board->timer = 0;
    if (!board->stale)
        paged_changed(&board->paged);
    read_head(board);
    return G_SOURCE_REMOVE;
}

static void wait_ms(Board *board, guint ms)
{
    g_clear_handle_id(&board->timer, g_source_remove);
    board->timer = g_timeout_add(ms, on_timer, board);
}

static void keep(Board *board, GPtrArray **place, GPtrArray *rows, const DbError *error)
{
    board->awaited--;
    reply_keep(SCREEN(board), place, rows, error);
}

static void on_figures(Screen *screen, GPtrArray *rows, const DbError *error)
{
    keep((Board *)screen, &((Board *)screen)->figures, rows, error);
}

static void on_quarters(Screen *screen, GPtrArray *rows, const DbError *error)
{
    keep((Board *)screen, &((Board *)screen)->quarters, rows, error);
}

static void on_calls(Screen *screen, GPtrArray *rows, const DbError *error)
{
    keep((Board *)screen, &((Board *)screen)->calls, rows, error);
}

static void read_head(Board *board)
{
    App *app = board->paged.screen.app;

    wait_ms(board, board->awaited > 0 ? PAUSE_MS : QUIET_MS);
    if (board->awaited > 0 || !app_sees(app, SCREEN(board)))
        return;
    board->stale = FALSE;
    board->read_at = g_get_monotonic_time();
    board->awaited = 3;
    board_figures(app->db, REPLY_ROWS(board, on_figures));
    board_queue(app->db, REPLY_ROWS(board, on_calls));
    board_quarters(app->db, HOURS, REPLY_ROWS(board, on_quarters));
}

static void head_changed(Board *board)
{
    gint64 pause = board->read_at / 1000 + PAUSE_MS - g_get_monotonic_time() / 1000;

    if (board->stale)
        return;
    board->stale = TRUE;
    if (pause > 0)
        wait_ms(board, (guint)pause);
    else
        read_head(board);
}

/* --- the screen --- */

enum { WIDE_COLS = 120, SIDE_COLS = 42 };

static void draw(Screen *screen, Rect body)
{
    Board *board = (Board *)screen;
    Rect area = {body.y + BOARD_HEAD_ROWS, body.x, body.rows - BOARD_HEAD_ROWS, body.cols};

    board_head_draw(board, body);
    if (body.cols >= WIDE_COLS && board->view != BOARD_QUEUE) {
        area.cols -= SIDE_COLS;
        board_queue_draw(board, (Rect){area.y + 1, area.cols + 1, area.rows - 1, SIDE_COLS - 1});
    }
    if (board->view == BOARD_AGENTS) {
        paged_draw(screen, area);
        return;
    }
    draw_rule(area.y, area.x, area.cols, board->view == BOARD_QUEUE ? _("Queue") : _("Quarter-hours"));
    (board->view == BOARD_QUEUE ? board_queue_draw : board_quarters_draw)(board, (Rect){area.y + 1, area.x, area.rows - 1, area.cols});
}

static gboolean act(Screen *screen, const Action *action)
{
    Board *board = (Board *)screen;

    if (action->id == ACT_NEXT_VIEW) {
        board->view = (board->view + 1) % BOARD_VIEWS;
        return TRUE;
    }
    if (board->view == BOARD_AGENTS || action->id == ACT_REDRAW)
        return paged_act(screen, action);
    return list_act(board->view == BOARD_QUEUE ? &board->queue_list : &board->quarter_list, action->id);
}

static gboolean offers(Screen *screen, const Action *action)
{
    return ((Board *)screen)->view == BOARD_AGENTS || (action->id != ACT_OPEN && action->id != ACT_FILTER);
}

static void news(Screen *screen, News news, gint64 id)
{
    /* a call is an agent's, and so are tickets */
    paged_news(screen, news == NEWS_CALL || news == NEWS_TICKET ? NEWS_AGENT : news, id);
    if (news != NEWS_ARTICLE && news != NEWS_REFERENCE && (news != NEWS_LINK || db_link(screen->app->db) == DB_ONLINE))
        head_changed((Board *)screen);
}

static void show(Screen *screen)
{
    paged_show(screen);
    read_head((Board *)screen);
}

static gboolean ticks(Screen *screen)
{
    (void)screen;
    return TRUE;
}

static void board_free(Screen *screen)
{
    Board *board = (Board *)screen;

    g_clear_handle_id(&board->timer, g_source_remove);
    g_clear_pointer(&board->figures, g_ptr_array_unref);
    g_clear_pointer(&board->quarters, g_ptr_array_unref);
    g_clear_pointer(&board->calls, g_ptr_array_unref);
    paged_free(screen);
}

static const ScreenOps ops = {
    .title = N_("Shift"),
    .places = IN_ANY | IN_LIST | IN_BOARD,
    .size = sizeof(Board),
    .free = board_free,
    .show = show,
    .draw = draw,
    .act = act,
    .news = news,
    .offers = offers,
    .ticks = ticks,
};

Screen *board_screen_new(App *app)
{
    return paged_screen_new(app, &ops, &agents, board_filters(app->me->role)[0]);
}
