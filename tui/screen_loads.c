/* Who carries how much: one or several are chosen. */
#include "tui/loads.h"

#include <string.h>

#include "common/label.h"
#include "common/lang.h"
#include "common/reassign.h"
#include "tui/paged.h"

typedef struct {
    PagedScreen paged;
    char *title;
    const char *kind;
    guint count; /* of tickets to share; 0: one row is chosen */
    LoadsChosen chosen;
    gpointer data;
    GHashTable *marks; /* ids of those that are marked */
    GArray *ids;       /* those chosen, while it is asked what each would get; else NULL */
} Loads;

enum { COL_NAME, COL_OPEN, COL_TODAY, COL_OVERDUE, COL_STATE, COL_PRESENT, COL_MARK };

static const ListColumn all_columns[] = {
    [COL_NAME] = {N_("Agent or unit"), 0, 0, FALSE},[COL_OPEN] = {N_("Held"), 7, 0, TRUE},
    [COL_TODAY] = {N_("Due today"), 9, 0, TRUE},    [COL_OVERDUE] = {N_("Overdue"), 9, 0, TRUE},
    [COL_STATE] = {N_("State"), 12, 0, FALSE},      [COL_PRESENT] = {N_("At work"), 8, 0, FALSE},
    [COL_MARK] = {"", LIST_IN_MARGIN, 0, FALSE},    {NULL, 0, 0, FALSE}};

static char *cell(gpointer data, int row, int column, Role *role)
{
    const Loads *self = data;
    const ReassignLoad *load = g_ptr_array_index(self->paged.rows, (guint)row);

    if (load->id == self->paged.gone)
        *role = ROLE_MUTED;
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

static gint64 id_of(gconstpointer row)
{
    return ((const ReassignLoad *)row)->id;
}

static void ask(PagedScreen *paged, gconstpointer after, guint rows)
{
    reassign_loads(paged->screen.app->db, ((Loads *)paged)->kind, after, rows, REPLY_ROWS(paged, paged_on_page));
}

static const ListColumn *columns(const App *app)
{
    (void)app;
    return all_columns;
}

static char *head(const PagedScreen *paged)
{
    return g_strdup(((const Loads *)paged)->title);
}

static char *note(const PagedScreen *paged)
{
    const Loads *self = (const Loads *)paged;

    return self->count > 0 ? g_strdup_printf(_("marked %u"), g_hash_table_size(self->marks)) : NULL;
}

static void toggle(Loads *self)
{
    const ReassignLoad *here = paged_here(&self->paged);

    if (here == NULL || self->count == 0)
        return;
    if (!g_hash_table_remove(self->marks, &here->id))
        g_hash_table_add(self->marks, g_memdup2(&here->id, sizeof here->id));
    paged_act(SCREEN(self), action_by_id(ACT_DOWN));
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
    const ReassignLoad *here = paged_here(&self->paged);
    g_autoptr(GArray) ids = g_array_new(FALSE, FALSE, sizeof(gint64));
    GHashTableIter iter;
    gpointer id;

    g_hash_table_iter_init(&iter, self->marks);
    while (g_hash_table_iter_next(&iter, &id, NULL))
        g_array_append_vals(ids, id, 1);
    if (ids->len == 0 && here != NULL)
        g_array_append_val(ids, here->id);
    if (ids->len == 0 || self->ids != NULL)
        return;
    self->ids = g_steal_pointer(&ids);
    reassign_preview(self->paged.screen.app->db, self->kind, self->ids, self->count, REPLY_ROWS(self, on_shares));
}

static gboolean act(Screen *screen, const Action *action)
{
    Loads *self = (Loads *)screen;

    if (action->id == ACT_MARK)
        toggle(self);
    else if (action->id == ACT_OPEN)
        choose(self);
    else
        return paged_act(screen, action);
    return TRUE;
}

static gboolean offers(Screen *screen, const Action *action)
{
    return action->id != ACT_MARK || ((Loads *)screen)->count > 0;
}

static void loads_free(Screen *screen)
{
    Loads *self = (Loads *)screen;

    g_free(self->title);
    g_clear_pointer(&self->ids, g_array_unref);
    g_hash_table_unref(self->marks);
    paged_free(screen);
}

static const PagedList loads = {
    .id = id_of,
    .ask = ask,
    .columns = columns,
    .cell = cell,
    .news = NEWS_AGENT,
    .empty = N_("Nobody here."),
    .head = head,
    .note = note,
};

static const ScreenOps ops = {
    .title = N_("Loads"),
    .places = IN_ANY | IN_LIST | IN_LOADS,
    .size = sizeof(Loads),
    .free = loads_free,
    .show = paged_show,
    .draw = paged_draw,
    .act = act,
    .news = paged_news,
    .offers = offers,
};

void loads_open(App *app, const char *kind, const char *title, guint count, LoadsChosen chosen, gpointer data)
{
    Loads *self = paged_screen_new(app, &ops, &loads, NULL);

    self->title = g_strdup(title);
    self->kind = kind;
    self->count = count;
    self->chosen = chosen;
    self->data = data;
    self->marks = g_hash_table_new_full(g_int64_hash, g_int64_equal, g_free, NULL);
    app_push(app, SCREEN(self));
}
