/* Who carries how much: one or several are chosen. */
#include "tui/loads.h"

#include <string.h>

#include "common/label.h"
#include "common/lang.h"
#include "common/reassign.h"
#include "tui/app.h"
#include "tui/list.h"

typedef struct {
    Screen screen;
    char *title;
    const char *kind;
    guint count; /* of tickets to share; 0: one row is chosen */
    LoadsChosen chosen;
    gpointer data;
    List list;
    GPtrArray *rows;   /* ReassignLoad; NULL until read */
    GHashTable *marks; /* ids of those that are marked */
    GArray *ids;       /* those chosen, while it is asked what each would get; else NULL */
} Loads;

enum { COL_NAME, COL_OPEN, COL_TODAY, COL_OVERDUE, COL_STATE, COL_PRESENT, COL_MARK };

static const ListColumn columns[] = {
    [COL_NAME] = {N_("Agent or unit"), 0, 0, FALSE},[COL_OPEN] = {N_("Held"), 7, 0, TRUE},
    [COL_TODAY] = {N_("Due today"), 9, 0, TRUE},    [COL_OVERDUE] = {N_("Overdue"), 9, 0, TRUE},
    [COL_STATE] = {N_("State"), 12, 0, FALSE},      [COL_PRESENT] = {N_("At work"), 8, 0, FALSE},
    [COL_MARK] = {"", LIST_IN_MARGIN, 0, FALSE},    {NULL, 0, 0, FALSE}};

static const ReassignLoad *row_of(const Loads *self, guint row)
{
    return self->rows != NULL && row < self->rows->len ? g_ptr_array_index(self->rows, row) : NULL;
}

static char *cell(gpointer data, int row, int column, Role *role)
{
    const Loads *self = data;
    const ReassignLoad *load = row_of(self, (guint)row);

    switch (column) {
    case COL_NAME:
        return g_strdup(load->name);
    case COL_OPEN:
        return g_strdup(record_id(load->open));
    case COL_TODAY:
        return g_strdup(record_id(load->today));
    case COL_OVERDUE:
        *role = load->overdue > 0 ? ROLE_OVERDUE : *role;
        return g_strdup_printf("%d%s", (int)load->overdue, load->overdue > 0 ? "!" : "");
    case COL_STATE:
        return g_strdup(label_text(LABEL_AGENT_STATE, load->state));
    case COL_PRESENT:
        return g_strdup(load->present ? _("yes") : "");
    default:
        *role = ROLE_STRONG;
        return g_strdup(g_hash_table_contains(self->marks, &load->id) ? "*" : "");
    }
}

static void draw(Screen *screen, Rect body)
{
    Loads *self = (Loads *)screen;
    g_autofree char *marked = g_strdup_printf(_("marked %u"), g_hash_table_size(self->marks));
    g_autofree char *title = self->count > 0 ? g_strdup_printf("%s  (%s)", self->title, marked) : g_strdup(self->title);

    draw_rule(body.y, body.x, body.cols, title);
    list_draw(&self->list, (Rect){body.y + 1, body.x, body.rows - 1, body.cols}, columns, cell, self,
              self->rows == NULL ? _("Reading ...") : _("Nobody here."));
}

static void on_rows(Screen *screen, GPtrArray *rows, const DbError *error)
{
    Loads *self = (Loads *)screen;

    if (reply_keep(screen, &self->rows, rows, error))
        list_set_rows(&self->list, (int)rows->len);
}

static void show(Screen *screen)
{
    Loads *self = (Loads *)screen;

    reassign_loads(screen->app->db, self->kind, REPLY_ROWS(self, on_rows));
}

static void toggle(Loads *self)
{
    const ReassignLoad *here = row_of(self, (guint)self->list.cursor);

    if (here == NULL || self->count == 0)
        return;
    if (!g_hash_table_remove(self->marks, &here->id))
        g_hash_table_add(self->marks, g_memdup2(&here->id, sizeof here->id));
    list_act(&self->list, ACT_DOWN);
}

static void on_shares(Screen *screen, GPtrArray *shares, const DbError *error)
{
    Loads *self = (Loads *)screen;
    g_autoptr(GArray) ids = g_steal_pointer(&self->ids);
    LoadsChosen chosen = self->chosen;
    gpointer data = self->data;

    if (error != NULL) {
        app_say_error(screen->app, error);
    } else if (app_top(screen->app) == screen) {
        app_pop(screen->app);
        chosen(data, ids, shares);
    }
}

/* Those that are marked; when none is, the one under the cursor. */
static void choose(Loads *self)
{
    g_autoptr(GArray) ids = g_array_new(FALSE, FALSE, sizeof(gint64));
    gboolean marked = g_hash_table_size(self->marks) > 0;

    for (guint i = 0; row_of(self, i) != NULL; i++) {
        const ReassignLoad *load = row_of(self, i);
        if (marked ? g_hash_table_contains(self->marks, &load->id) : i == (guint)self->list.cursor)
            g_array_append_val(ids, load->id);
    }
    if (ids->len == 0 || self->ids != NULL)
        return;
    self->ids = g_steal_pointer(&ids);
    reassign_preview(self->screen.app->db, self->kind, self->ids, self->count, REPLY_ROWS(self, on_shares));
}

static gboolean act(Screen *screen, const Action *action)
{
    Loads *self = (Loads *)screen;

    if (list_act(&self->list, action->id))
        return TRUE;
    if (action->id == ACT_MARK)
        toggle(self);
    else if (action->id == ACT_OPEN)
        choose(self);
    else
        return FALSE;
    return TRUE;
}

static gboolean offers(Screen *screen, const Action *action)
{
    return action->id != ACT_MARK || ((Loads *)screen)->count > 0;
}

static void news(Screen *screen, News news, gint64 id)
{
    (void)id;
    if (news == NEWS_ALL || news == NEWS_AGENT)
        show(screen);
}

static void loads_free(Screen *screen)
{
    Loads *self = (Loads *)screen;

    g_free(self->title);
    g_clear_pointer(&self->rows, g_ptr_array_unref);
    g_clear_pointer(&self->ids, g_array_unref);
    g_hash_table_unref(self->marks);
}

static const ScreenOps ops = {
    .title = N_("Loads"),
    .places = IN_ANY | IN_LIST | IN_LOADS,
    .size = sizeof(Loads),
    .free = loads_free,
    .show = show,
    .draw = draw,
    .act = act,
    .news = news,
    .offers = offers,
};

void loads_open(App *app, const char *kind, const char *title, guint count, LoadsChosen chosen, gpointer data)
{
    Loads *self = screen_new(app, &ops);

    self->title = g_strdup(title);
    self->kind = kind;
    self->count = count;
    self->chosen = chosen;
    self->data = data;
    self->marks = g_hash_table_new_full(g_int64_hash, g_int64_equal, g_free, NULL);
    app_push(app, SCREEN(self));
}
