/* Training: the scenarios in the order in which to practise, the weak spots, the results. */
#include <string.h>

#include "common/clock.h"
#include "common/label.h"
#include "common/lang.h"
#include "tui/list.h"
#include "tui/screens.h"
#include "tui/training_desk.h"
#include "tui/training_rows.h"

typedef enum { VIEW_SCENARIOS, VIEW_WEAK, VIEW_RESULTS, VIEWS } View;

typedef struct {
    Screen screen;
    View view;
    List list[VIEWS];
    GPtrArray *rows[VIEWS]; /* TrainingScenario, TrainingWeak, TrainingResult; NULL until read */
} TrainingScreen;

enum { S_TITLE, S_FLOW, S_LEVEL, S_CATEGORY, S_PLAYED, S_BEST, S_BOX, S_DUE };
static const ListColumn scenario_columns[] = {
    [S_TITLE] = {N_("Scenario"), 0, 0, FALSE},   [S_FLOW] = {N_("Flow"), 8, 0, FALSE}, [S_LEVEL] = {N_("Level"), 5, 0, FALSE},
    [S_CATEGORY] = {N_("Category"), 14, 80, FALSE}, [S_PLAYED] = {N_("Played"), 6, 70, TRUE}, [S_BEST] = {N_("Best"), 5, 0, TRUE},
    [S_BOX] = {N_("Box"), 5, 100, FALSE},         [S_DUE] = {N_("Again"), 8, 0, FALSE}, {NULL, 0, 0, FALSE}};

static gpointer row_at(const TrainingScreen *self, int row)
{
    GPtrArray *rows = self->rows[self->view];

    return rows != NULL && row >= 0 && (guint)row < rows->len ? g_ptr_array_index(rows, (guint)row) : NULL;
}

/* When it is to be played again: "new", "now", or the day. */
static char *again_text(const TrainingScenario *scenario, Role *role)
{
    if (scenario->due_at == 0)
        return g_strdup(_("new"));
    if (scenario->due_at > g_get_real_time())
        return clock_text(scenario->due_at, CLOCK_DAY);
    *role = ROLE_DUE;
    return g_strdup(_("now !"));
}

static char *scenario_cell(gpointer data, int row, int column, Role *role)
{
    const TrainingScenario *scenario = row_at(data, row);

    *role = ROLE_NORMAL;
    switch (column) {
    case S_TITLE:
        return g_strdup(scenario->title);
    case S_FLOW:
        return g_strdup(label_text(LABEL_FLOW, scenario->flow));
    case S_LEVEL:
        return g_strnfill((gsize)CLAMP(scenario->level, 0, 3), '*');
    case S_CATEGORY:
        return g_strdup(scenario->category);
    case S_PLAYED:
        return g_strdup_printf("%d", (int)scenario->played);
    case S_BEST:
        *role = scenario->played > 0 ? training_points_role(scenario->best) : ROLE_MUTED;
        return scenario->played > 0 ? g_strdup_printf("%.0f", scenario->best) : g_strdup("-");
    case S_BOX:
        return g_strnfill((gsize)CLAMP(scenario->box, 0, 5), '#');
    default:
        return again_text(scenario, role);
    }
}

static char *weak_cell(gpointer data, int row, int column, Role *role)
{
    return training_weak_cell(row_at(data, row), column, role);
}

static char *result_cell(gpointer data, int row, int column, Role *role)
{
    return training_result_cell(row_at(data, row), column, role);
}

static const struct {
    const char *title; /* msgid */
    const ListColumn *columns;
    ListCell cell;
    const char *empty; /* msgid */
} views[VIEWS] = {
    [VIEW_SCENARIOS] = {N_("Scenarios, the recommended one first"), scenario_columns, scenario_cell, N_("There are no scenarios for this role.")},
    [VIEW_WEAK] = {N_("Weak spots, the weakest first"), training_weak_columns, weak_cell, N_("Nothing has been practised yet.")},
    [VIEW_RESULTS] = {N_("Results, the newest first"), training_result_columns, result_cell, N_("Nothing has been practised yet.")}};

static void draw(Screen *screen, Rect body)
{
    TrainingScreen *self = (TrainingScreen *)screen;
    GPtrArray *rows = self->rows[self->view];
    g_autofree char *title = g_strdup_printf("%s  (%u)  %s %u", _(views[self->view].title), rows != NULL ? rows->len : 0,
                                             _("speed"), screen->app->speed + 1);

    draw_rule(body.y, body.x, body.cols, title);
    list_set_rows(&self->list[self->view], rows != NULL ? (int)rows->len : 0);
    list_draw(&self->list[self->view], (Rect){body.y + 1, body.x, body.rows - 1, body.cols}, views[self->view].columns,
              views[self->view].cell, self, rows != NULL ? _(views[self->view].empty) : _("Reading ..."));
}

static void on_scenarios(Screen *screen, GPtrArray *rows, const DbError *error)
{
    reply_keep(screen, &((TrainingScreen *)screen)->rows[VIEW_SCENARIOS], rows, error);
}

static void on_weak(Screen *screen, GPtrArray *rows, const DbError *error)
{
    reply_keep(screen, &((TrainingScreen *)screen)->rows[VIEW_WEAK], rows, error);
}

static const char *newest_result(const GPtrArray *rows)
{
    return rows != NULL && rows->len > 0 ? ((const TrainingResult *)g_ptr_array_index(rows, 0))->id : "";
}

/* After a scenario the next one is the recommended one. */
static void on_results(Screen *screen, GPtrArray *rows, const DbError *error)
{
    TrainingScreen *self = (TrainingScreen *)screen;
    gboolean known = self->rows[VIEW_RESULTS] != NULL;
    g_autofree char *before = g_strdup(newest_result(self->rows[VIEW_RESULTS]));

    if (reply_keep(screen, &self->rows[VIEW_RESULTS], rows, error) && known && strcmp(before, newest_result(rows)) != 0)
        list_act(&self->list[VIEW_SCENARIOS], ACT_FIRST);
}

static void show(Screen *screen)
{
    training_scenarios(screen->app->db, REPLY_ROWS(screen, on_scenarios));
    training_weak(screen->app->db, 0, REPLY_ROWS(screen, on_weak));
    training_results(screen->app->db, REPLY_ROWS(screen, on_results));
}

static void news(Screen *screen, News news, gint64 id)
{
    (void)id;
    if (news == NEWS_ALL || news == NEWS_TRAINING)
        show(screen);
}

static void open_row(TrainingScreen *self)
{
    const gpointer row = row_at(self, self->list[self->view].cursor);
    App *app = self->screen.app;

    if (row == NULL)
        return;
    if (self->view == VIEW_SCENARIOS)
        training_desk_begin(app, SCREEN(self), ((const TrainingScenario *)row)->code);
    else if (self->view == VIEW_RESULTS)
        app_push(app, result_screen_new(app, ((const TrainingResult *)row)->id));
}

static gboolean act(Screen *screen, const Action *action)
{
    TrainingScreen *self = (TrainingScreen *)screen;

    if (list_act(&self->list[self->view], action->id))
        return TRUE;
    if (action->id == ACT_TRAINING_VIEW) {
        self->view = (self->view + 1) % VIEWS;
        return TRUE;
    }
    if (action->id != ACT_OPEN)
        return training_desk_act(screen->app, screen, action->id);
    open_row(self);
    return TRUE;
}

static gboolean offers(Screen *screen, const Action *action)
{
    if (action->id == ACT_OPEN)
        return ((TrainingScreen *)screen)->view != VIEW_WEAK;
    return (action->where & IN_TRAINING) == 0 || training_desk_offers(screen->app, action->id);
}

static void training_free(Screen *screen)
{
    for (int view = 0; view < VIEWS; view++)
        g_clear_pointer(&((TrainingScreen *)screen)->rows[view], g_ptr_array_unref);
}

static const ScreenOps ops = {
    .title = N_("Training"),
    .places = IN_ANY | IN_LIST | IN_TRAINING,
    .size = sizeof(TrainingScreen),
    .free = training_free,
    .show = show,
    .draw = draw,
    .act = act,
    .news = news,
    .offers = offers,
};

Screen *training_screen_new(App *app)
{
    return screen_new(app, &ops);
}
