/* The agents who have trained, as far as one leads them: how much, how well, where they are weakest. */
#include "common/clock.h"
#include "common/lang.h"
#include "tui/list.h"
#include "tui/screens.h"
#include "tui/training_rows.h"

typedef struct {
    Screen screen;
    gint64 person; /* on whom the cursor is to be once the rows are there; 0: as it is */
    GPtrArray *rows; /* TrainingAgent; NULL until read */
    List list;
} TrainedScreen;

enum { COL_NUMBER, COL_NAME, COL_PLAYED, COL_SCENARIOS, COL_MASTERED, COL_MEAN, COL_RECENT, COL_WEAKEST, COL_LAST };

static const ListColumn columns[] = {
    [COL_NUMBER] = {N_("No."), 6, 0, FALSE},
    [COL_NAME] = {N_("Name"), 9, 0, FALSE},
    [COL_PLAYED] = {N_("Played"), 6, 0, TRUE},
    [COL_SCENARIOS] = {N_("Scenarios"), LIST_AS_TITLE, 100, TRUE},
    [COL_MASTERED] = {N_("Mastered"), LIST_AS_TITLE, 0, TRUE},
    [COL_MEAN] = {N_("Mean"), 6, 0, TRUE},
    [COL_RECENT] = {N_("14 days"), 7, 0, TRUE},
    [COL_WEAKEST] = {N_("Weakest at"), 0, 0, FALSE},
    [COL_LAST] = {N_("Last"), 12, 0, FALSE},
    {NULL, 0, 0, FALSE}};

static const TrainingAgent *agent_at(const TrainedScreen *self, int row)
{
    return self->rows != NULL && row < (int)self->rows->len ? g_ptr_array_index(self->rows, (guint)row) : NULL;
}

static char *mean_text(double mean, Role *role)
{
    if (mean == 0) {
        *role = ROLE_MUTED;
        return g_strdup("-");
    }
    *role = training_points_role(mean);
    return g_strdup_printf("%.1f", mean);
}

static char *cell(gpointer data, int row, int column, Role *role)
{
    const TrainingAgent *agent = agent_at(data, row);

    switch (column) {
    case COL_NUMBER:
        return g_strdup(agent->number);
    case COL_NAME:
        return g_strdup(agent->name);
    case COL_PLAYED:
        return g_strdup_printf("%d", (int)agent->played);
    case COL_SCENARIOS:
        return g_strdup_printf("%d", (int)agent->scenarios);
    case COL_MASTERED:
        return g_strdup_printf("%d", (int)agent->mastered);
    case COL_MEAN:
        return mean_text(agent->mean, role);
    case COL_RECENT:
        return mean_text(agent->recent, role);
    case COL_WEAKEST:
        return g_strdup(agent->weakest);
    default:
        return clock_text(agent->last_at, CLOCK_DAY_TIME);
    }
}

static void draw(Screen *screen, Rect body)
{
    TrainedScreen *self = (TrainedScreen *)screen;
    g_autofree char *head = g_strdup_printf(_("Training of the agents: %u"), self->rows != NULL ? self->rows->len : 0);

    draw_rule(body.y, body.x, body.cols, head);
    list_draw(&self->list, (Rect){body.y + 1, body.x, body.rows - 1, body.cols}, columns, cell, self,
              self->rows == NULL ? _("Reading ...") : _("None of your agents has sent results of training yet (hotline training send)."));
}

static void on_rows(Screen *screen, GPtrArray *rows, const DbError *error)
{
    TrainedScreen *self = (TrainedScreen *)screen;

    if (!reply_keep(screen, &self->rows, rows, error))
        return;
    for (guint i = 0; i < rows->len; i++)
        if (agent_at(self, (int)i)->person_id == self->person)
            self->list.cursor = (int)i;
    self->person = 0;
    list_set_rows(&self->list, (int)rows->len);
}

static void show(Screen *screen)
{
    training_agents(screen->app->db, REPLY_ROWS(screen, on_rows));
}

static gboolean act(Screen *screen, const Action *action)
{
    TrainedScreen *self = (TrainedScreen *)screen;
    const TrainingAgent *agent = agent_at(self, self->list.cursor);
    g_autofree char *who = agent != NULL ? g_strdup_printf("%s %s", agent->number, agent->name) : NULL;

    if (list_act(&self->list, action->id))
        return TRUE;
    if (action->id != ACT_OPEN)
        return FALSE;
    if (agent != NULL)
        app_push(screen->app, trainee_screen_new(screen->app, agent->person_id, who));
    return TRUE;
}

static void trained_free(Screen *screen)
{
    g_clear_pointer(&((TrainedScreen *)screen)->rows, g_ptr_array_unref);
}

static const ScreenOps ops = {
    .title = N_("Training of the agents"),
    .places = IN_ANY | IN_LIST,
    .size = sizeof(TrainedScreen),
    .free = trained_free,
    .show = show,
    .draw = draw,
    .act = act,
};

Screen *trained_screen_new(App *app, gint64 person)
{
    TrainedScreen *self = screen_new(app, &ops);

    self->person = person;
    return SCREEN(self);
}
