/* One unit's sheet of a month: a row a figure, a column a kind of demand, for they are not one pot. */
#include <string.h>

#include "common/evaluation.h"
#include "common/label.h"
#include "common/lang.h"
#include "tui/list.h"
#include "tui/screens.h"

typedef struct {
    Screen screen;
    GPtrArray *rows; /* PerformanceFigure; NULL until read */
    gint64 unit;     /* 0: all units, or one's own */
    gint64 shown;    /* the unit_id of the rows that are shown */
    char *name;
    int back;
    List list;
} FiguresScreen;

static const ListColumn columns[] = {
    {N_("Figure"), 0, 0, FALSE}, {N_("all"), 8, 0, TRUE}, {N_("consult"), 8, 0, TRUE}, {N_("demand"), 8, 0, TRUE},
    {N_("complaint"), 8, 0, TRUE}, {N_("report"), 8, 0, TRUE}, {N_("suggestion"), 8, 0, TRUE},
    {N_("praise"), 8, 0, TRUE}, {NULL, 0, 0, FALSE}};

/* The kind of a column after the first. */
static const char *kind_of(int column)
{
    return column == 1 ? "" : label_code(LABEL_KIND, (guint)column - 2);
}

static const PerformanceFigure *figure_of(const FiguresScreen *self, int row, int column)
{
    return performance_find(self->rows, self->shown, label_code(LABEL_FIGURE, (guint)row), kind_of(column));
}

static char *cell(gpointer data, int row, int column, Role *role)
{
    const FiguresScreen *self = data;

    if (column == 0)
        return g_strdup(label_text(LABEL_FIGURE, label_code(LABEL_FIGURE, (guint)row)));
    *role = column == 1 ? ROLE_STRONG : *role;
    return performance_rate(figure_of(self, row, column));
}

/* What the figure under the cursor was counted of, and how. */
static void draw_counts(const FiguresScreen *self, Rect area)
{
    const char *code = label_code(LABEL_FIGURE, (guint)self->list.cursor);
    GString *text = g_string_new(label_text(LABEL_FIGURE_MEANING, code));

    g_string_append(text, "\n");
    for (int column = 1; columns[column].title != NULL; column++) {
        const PerformanceFigure *figure = figure_of(self, self->list.cursor, column);
        if (figure != NULL)
            g_string_append_printf(text, "%s %d/%d   ", _(columns[column].title), (int)figure->part, (int)figure->whole);
    }
    draw_rule(area.y, area.x, area.cols, label_text(LABEL_FIGURE, code));
    draw_wrapped((Rect){area.y + 1, 1, area.rows - 1, area.cols - 2}, 0, text->str, ROLE_NORMAL);
    g_string_free(text, TRUE);
}

static void draw(Screen *screen, Rect body)
{
    FiguresScreen *self = (FiguresScreen *)screen;
    int rows = MIN(self->list.rows + 1, body.rows - 2);
    PerformancePeriod period;
    g_autofree char *head = NULL;

    performance_month(self->back, &period);
    head = g_strdup_printf(_("Performance %.7s   %s   [ ] month"), period.from, self->name);
    draw_text(body.y, 1, body.cols - 1, head, ROLE_STRONG);
    if (self->rows == NULL) {
        draw_text(body.y + 1, 1, body.cols - 1, _("Reading ..."), ROLE_MUTED);
        return;
    }
    list_draw(&self->list, (Rect){body.y + 1, body.x, rows, body.cols}, columns, cell, self, "");
    draw_counts(self, (Rect){body.y + 1 + rows, body.x, body.rows - 1 - rows, body.cols});
}

static void on_rows(Screen *screen, GPtrArray *rows, const DbError *error)
{
    FiguresScreen *self = (FiguresScreen *)screen;
    int figures = 0;

    if (!reply_keep(screen, &self->rows, rows, error))
        return;
    /* rows of all units together come first; a unit's own answer has none of them */
    self->shown = rows->len > 0 ? ((const PerformanceFigure *)g_ptr_array_index(rows, 0))->unit_id : 0;
    while (label_code(LABEL_FIGURE, (guint)figures) != NULL)
        figures++;
    list_set_rows(&self->list, figures);
}

static void show(Screen *screen)
{
    FiguresScreen *self = (FiguresScreen *)screen;
    PerformancePeriod period;

    performance_month(self->back, &period);
    performance_read(screen->app->db, &period, self->unit, REPLY_ROWS(screen, on_rows));
}

static gboolean act(Screen *screen, const Action *action)
{
    FiguresScreen *self = (FiguresScreen *)screen;

    if (list_act(&self->list, action->id))
        return TRUE;
    if (action->id != ACT_MONTH_BACK && action->id != ACT_MONTH_ON)
        return FALSE;
    self->back = MAX(self->back + (action->id == ACT_MONTH_BACK ? 1 : -1), 0);
    show(screen);
    return TRUE;
}

static gboolean offers(Screen *screen, const Action *action)
{
    (void)screen;
    return action->id != ACT_OPEN;
}

static void figures_free(Screen *screen)
{
    g_free(((FiguresScreen *)screen)->name);
    g_clear_pointer(&((FiguresScreen *)screen)->rows, g_ptr_array_unref);
}

static const ScreenOps ops = {
    .title = N_("Performance"),
    .places = IN_ANY | IN_LIST | IN_FIGURES,
    .size = sizeof(FiguresScreen),
    .free = figures_free,
    .show = show,
    .draw = draw,
    .act = act,
    .offers = offers,
};

Screen *figures_screen_new(App *app, gint64 unit, const char *name, int back)
{
    FiguresScreen *self = screen_new(app, &ops);

    self->unit = unit;
    self->name = g_strdup(name);
    self->back = back;
    return SCREEN(self);
}
