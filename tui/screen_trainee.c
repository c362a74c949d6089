/* One agent's training for a lead: the weak spots above, the results below. */
#include "common/lang.h"
#include "tui/list.h"
#include "tui/screens.h"
#include "tui/training_rows.h"

typedef struct {
    Screen screen;
    gint64 person;
    char *who;
    GPtrArray *weak;    /* TrainingWeak; NULL until read */
    GPtrArray *results; /* TrainingResult; NULL until read */
    List list;          /* of the results */
} TraineeScreen;

static char *weak_cell(gpointer data, int row, int column, Role *role)
{
    return training_weak_cell(g_ptr_array_index(((TraineeScreen *)data)->weak, (guint)row), column, role);
}

static char *result_cell(gpointer data, int row, int column, Role *role)
{
    return training_result_cell(g_ptr_array_index(((TraineeScreen *)data)->results, (guint)row), column, role);
}

/* As many as fit into a third, the weakest first; no cursor goes there. Returns the rows used. */
static int draw_weak(TraineeScreen *self, Rect body)
{
    List list = {.rows = self->weak != NULL ? (int)self->weak->len : 0, .cursor = -1};
    Rect area = {body.y + 1, body.x, 1 + CLAMP(list.rows, 1, MAX(body.rows / 3, 1)), body.cols};
    g_autofree char *head = g_strdup_printf("%s  %s", self->who, _("Weak spots, the weakest first"));

    draw_rule(body.y, body.x, body.cols, head);
    list_draw(&list, area, training_weak_columns, weak_cell, self, self->weak == NULL ? _("Reading ...") : _("Nothing has been practised yet."));
    return 1 + area.rows;
}

static void draw(Screen *screen, Rect body)
{
    TraineeScreen *self = (TraineeScreen *)screen;
    int used = draw_weak(self, body);
    Rect below = {body.y + used, body.x, body.rows - used, body.cols};
    g_autofree char *head = g_strdup_printf("%s  (%u)", _("Results, the newest first"), self->results != NULL ? self->results->len : 0);

    draw_rule(below.y, below.x, below.cols, head);
    list_draw(&self->list, (Rect){below.y + 1, below.x, below.rows - 1, below.cols}, training_result_columns, result_cell, self,
              self->results == NULL ? _("Reading ...") : _("Nothing has been practised yet."));
}

static void on_weak(Screen *screen, GPtrArray *rows, const DbError *error)
{
    reply_keep(screen, &((TraineeScreen *)screen)->weak, rows, error);
}

static void on_results(Screen *screen, GPtrArray *rows, const DbError *error)
{
    TraineeScreen *self = (TraineeScreen *)screen;

    if (reply_keep(screen, &self->results, rows, error))
        list_set_rows(&self->list, (int)rows->len);
}

static void show(Screen *screen)
{
    TraineeScreen *self = (TraineeScreen *)screen;

    training_weak(screen->app->db, self->person, REPLY_ROWS(screen, on_weak));
    training_results_of(screen->app->db, self->person, REPLY_ROWS(screen, on_results));
}

static gboolean act(Screen *screen, const Action *action)
{
    TraineeScreen *self = (TraineeScreen *)screen;

    if (list_act(&self->list, action->id))
        return TRUE;
    if (action->id != ACT_OPEN)
        return FALSE;
    if (self->list.rows > 0) {
        const TrainingResult *result = g_ptr_array_index(self->results, (guint)self->list.cursor);
        app_push(screen->app, result_screen_new(screen->app, result->id));
    }
    return TRUE;
}

static void trainee_free(Screen *screen)
{
    TraineeScreen *self = (TraineeScreen *)screen;

    g_free(self->who);
    g_clear_pointer(&self->weak, g_ptr_array_unref);
    g_clear_pointer(&self->results, g_ptr_array_unref);
}

static const ScreenOps ops = {
    .title = N_("Training of an agent"),
    .places = IN_ANY | IN_LIST,
    .size = sizeof(TraineeScreen),
    .free = trainee_free,
    .show = show,
    .draw = draw,
    .act = act,
};

Screen *trainee_screen_new(App *app, gint64 person, const char *who)
{
    TraineeScreen *self = screen_new(app, &ops);

    self->person = person;
    self->who = g_strdup(who);
    return SCREEN(self);
}
