/* Quality checks: an agent's own, a lead's of the agents; Enter reads one. */
#include "common/clock.h"
#include "common/lang.h"
#include "common/quality.h"
#include "tui/paged.h"
#include "tui/screens.h"

enum { COL_WHEN, COL_AGENT, COL_SCORE, COL_ABOUT, COL_ANSWER, COL_LEAD };

static const ListColumn all_columns[] = {
    [COL_WHEN] = {N_("When"), 12, 0, FALSE},
    [COL_AGENT] = {N_("Agent"), 14, 0, FALSE},
    [COL_SCORE] = {N_("Points"), 8, 0, TRUE},
    [COL_ABOUT] = {N_("About"), 0, 0, FALSE},
    [COL_ANSWER] = {N_("Answer"), 8, 0, FALSE},
    [COL_LEAD] = {N_("By whom"), 14, 100, FALSE},
    {NULL, 0, 0, FALSE}};

static char *cell(gpointer data, int row, int column, Role *role)
{
    const PagedScreen *paged = data;
    const QualityCheck *check = g_ptr_array_index(paged->rows, (guint)row);

    if (check->id == paged->gone)
        *role = ROLE_MUTED;
    switch (column) {
    case COL_WHEN:
        return clock_text(check->at, CLOCK_DAY_TIME);
    case COL_AGENT:
        return g_strdup(check->agent);
    case COL_SCORE:
        return g_strdup_printf("%d/%d", (int)check->score, (int)check->most);
    case COL_ABOUT:
        return g_strdup_printf("%s  %s", *check->number != '\0' ? check->number : check->phone_masked, check->title);
    case COL_ANSWER:
        return g_strdup(check->answered_at != 0 ? _("answered") : "");
    default:
        return g_strdup(check->lead);
    }
}

static gint64 id_of(gconstpointer row)
{
    return ((const QualityCheck *)row)->id;
}

static void ask(PagedScreen *paged, gconstpointer after, guint rows)
{
    quality_list(paged->screen.app->db, paged->filter, after, rows, REPLY_ROWS(paged, paged_on_page));
}

static const ListColumn *columns(const App *app)
{
    (void)app;
    return all_columns;
}

static Screen *open_row(App *app, gconstpointer row)
{
    return check_screen_new(app, row);
}

/* Who is told of a check or an answer has a message, which is the news of it. */
static const PagedList checks = {
    .id = id_of,
    .ask = ask,
    .filters = quality_filters,
    .columns = columns,
    .cell = cell,
    .open = open_row,
    .news = NEWS_MESSAGE,
    .question = N_("Which checks?"),
    .empty = N_("There are no checks here."),
};

static const ScreenOps ops = {
    .title = N_("Quality checks"),
    .places = IN_ANY | IN_LIST | IN_FILTERED,
    PAGED_OPS,
};

Screen *checks_screen_new(App *app)
{
    return paged_screen_new(app, &ops, &checks, quality_filters(app->me->role)[0]);
}
