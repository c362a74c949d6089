/* The units' performance in a month, a row a unit; in the order of their codes, for a ranking is not wanted. */
#include <string.h>

#include "common/evaluation.h"
#include "common/label.h"
#include "common/lang.h"
#include "tui/list.h"
#include "tui/screens.h"

typedef struct {
    Screen screen;
    GPtrArray *rows;  /* PerformanceFigure; NULL until read */
    GPtrArray *units; /* the first of rows of each unit, borrowed from them */
    List list;
    int back; /* months */
} PerformanceScreen;

enum { COL_UNIT, COL_FIGURES };

#define RATE(title, from) {title, 7, from, TRUE}
static const ListColumn columns[] = {
    [COL_UNIT] = {N_("Unit"), 0, 0, FALSE},
    [COL_FIGURES] = {N_("Done"), 6, 0, TRUE},
    RATE(N_("On time"), 0), RATE(N_("Contacted"), 100), RATE(N_("Response"), 0), RATE(N_("Solved"), 0),
    RATE(N_("Satisfied"), 0), RATE(N_("Quality"), 0), RATE(N_("Sent right"), 0), RATE(N_("Returned"), 100),
    RATE(N_("Extended"), 100), {NULL, 0, 0, FALSE}};

/* which figure each of the columns from COL_FIGURES on shows; the first as a number of tickets */
static const char *const shown[] = {"contacted", "on_time", "contacted", "responded", "solved", "satisfied",
                                    "quality", "precise_dispatch", "returned", "extended"};

static const PerformanceFigure *unit_at(const PerformanceScreen *self, guint row)
{
    return self->units != NULL && row < self->units->len ? g_ptr_array_index(self->units, row) : NULL;
}

static const char *unit_name(const PerformanceFigure *unit)
{
    return unit->unit_id != 0 ? unit->unit : _("All units");
}

static char *cell(gpointer data, int row, int column, Role *role)
{
    const PerformanceScreen *self = data;
    const PerformanceFigure *unit = unit_at(self, (guint)row);
    const PerformanceFigure *figure;

    *role = unit->unit_id == 0 ? ROLE_STRONG : *role;
    if (column == COL_UNIT)
        return g_strdup(unit_name(unit));
    figure = performance_find(self->rows, unit->unit_id, shown[column - COL_FIGURES], "");
    return column == COL_FIGURES ? g_strdup_printf("%d", figure != NULL ? (int)figure->whole : 0) : performance_rate(figure);
}

static void draw(Screen *screen, Rect body)
{
    PerformanceScreen *self = (PerformanceScreen *)screen;
    PerformancePeriod period;
    g_autofree char *head = NULL;

    performance_month(self->back, &period);
    head = g_strdup_printf(_("Performance %.7s   Enter: a unit's sheet by kind   [ ] month"), period.from);
    draw_text(body.y, 1, body.cols - 1, head, ROLE_STRONG);
    list_draw(&self->list, (Rect){body.y + 1, body.x, body.rows - 1, body.cols}, columns, cell, self,
              self->rows == NULL ? _("Reading ...") : _("Nothing was counted in this month."));
}

static void on_rows(Screen *screen, GPtrArray *rows, const DbError *error)
{
    PerformanceScreen *self = (PerformanceScreen *)screen;

    if (!reply_keep(screen, &self->rows, rows, error))
        return;
    g_clear_pointer(&self->units, g_ptr_array_unref);
    self->units = g_ptr_array_new();
    for (guint i = 0; i < rows->len; i++) {
        PerformanceFigure *row = g_ptr_array_index(rows, i);
        const PerformanceFigure *last = self->units->len > 0 ? unit_at(self, self->units->len - 1) : NULL;
        if (last == NULL || last->unit_id != row->unit_id)
            g_ptr_array_add(self->units, row);
    }
    list_set_rows(&self->list, (int)self->units->len);
}

static void show(Screen *screen)
{
    PerformancePeriod period;

    performance_month(((PerformanceScreen *)screen)->back, &period);
    performance_read(screen->app->db, &period, 0, REPLY_ROWS(screen, on_rows));
}

static void move_month(PerformanceScreen *self, int by)
{
    self->back = MAX(self->back + by, 0);
    show(SCREEN(self));
}

static gboolean act(Screen *screen, const Action *action)
{
    PerformanceScreen *self = (PerformanceScreen *)screen;
    const PerformanceFigure *unit = unit_at(self, (guint)self->list.cursor);

    if (list_act(&self->list, action->id))
        return TRUE;
    switch (action->id) {
    case ACT_OPEN:
        if (unit != NULL)
            app_push(screen->app, figures_screen_new(screen->app, unit->unit_id, unit_name(unit), self->back));
        return TRUE;
    case ACT_MONTH_BACK:
    case ACT_MONTH_ON:
        move_month(self, action->id == ACT_MONTH_BACK ? 1 : -1);
        return TRUE;
    default:
        return FALSE;
    }
}

static void performance_free(Screen *screen)
{
    g_clear_pointer(&((PerformanceScreen *)screen)->units, g_ptr_array_unref);
    g_clear_pointer(&((PerformanceScreen *)screen)->rows, g_ptr_array_unref);
}

static const ScreenOps ops = {
    .title = N_("Performance"),
    .places = IN_ANY | IN_LIST | IN_FIGURES,
    .size = sizeof(PerformanceScreen),
    .free = performance_free,
    .show = show,
    .draw = draw,
    .act = act,
};

Screen *performance_screen_new(App *app)
{
    return *app->me->unit != '\0' ? figures_screen_new(app, 0, app->me->unit, 0) : screen_new(app, &ops);
}
