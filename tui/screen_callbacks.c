/* The list of callbacks by filter: what the centre owes, the longest due first. */
#include <string.h>

#include "common/callback.h"
#include "common/clock.h"
#include "common/label.h"
#include "common/lang.h"
#include "tui/paged.h"
#include "tui/screens.h"

enum { COL_DUE, COL_KIND, COL_PHONE, COL_TIMES, COL_ABOUT, COL_WHO, COL_UNIT, COL_AREA };

static const ListColumn all_columns[] = {
    [COL_DUE] = {N_("Due"), 13, 0, FALSE},
    [COL_KIND] = {N_("Callback"), LIST_AS_TITLE, 0, FALSE},
    [COL_PHONE] = {N_("Number"), 13, 0, FALSE},
    [COL_TIMES] = {N_("Rung"), LIST_AS_TITLE, 0, TRUE},
    [COL_ABOUT] = {N_("About"), 0, 0, FALSE},
    [COL_WHO] = {N_("Who rings"), 12, 0, FALSE},
    [COL_UNIT] = {N_("Unit"), 16, 100, FALSE},
    [COL_AREA] = {N_("Area"), 26, 125, FALSE},
    {NULL, 0, 0, FALSE}};

/* A promise that is late by more than this is overdue; what else is due can wait its turn. */
enum { LATE_US = 5 * 60 * G_USEC_PER_SEC };

static char *due_text(const Callback *callback, Role *role)
{
    g_autofree char *at = clock_text(callback->closed_at != 0 ? callback->closed_at : callback->due_at, CLOCK_DAY_TIME);
    gint64 late = g_get_real_time() - callback->due_at;

    if (callback->closed_at != 0 || late < 0) {
        *role = callback->closed_at != 0 ? ROLE_MUTED : ROLE_NORMAL;
        return g_steal_pointer(&at);
    }
    if (late > LATE_US && strcmp(callback->kind, "promised") == 0) {
        *role = ROLE_OVERDUE;
        return g_strdup_printf("%s !", at);
    }
    *role = ROLE_DUE;
    return g_strdup_printf("%s *", at);
}

static char *about_text(const Callback *callback)
{
    if (strcmp(callback->kind, "missed") == 0)
        return g_strdup_printf(ngettext("gave up %d time %s", "gave up %d times %s", (gulong)callback->missed_calls),
                               (int)callback->missed_calls, callback->note);
    if (*callback->note == '\0')
        return g_strdup(callback->title);
    return g_strdup_printf("%s  %s", callback->note, callback->title);
}

static char *cell(gpointer data, int row, int column, Role *role)
{
    const PagedScreen *paged = data;
    const Callback *callback = g_ptr_array_index(paged->rows, (guint)row);

    if (callback->id == paged->gone)
        *role = ROLE_MUTED;
    switch (column) {
    case COL_DUE:
        return due_text(callback, role);
    case COL_KIND:
        return g_strdup(label_text(LABEL_CALLBACK, callback->kind));
    case COL_PHONE:
        return g_strdup(callback->phone_masked);
    case COL_TIMES:
        return g_strdup_printf("%d", (int)callback->attempts);
    case COL_ABOUT:
        return about_text(callback);
    case COL_WHO:
        return g_strdup(callback->closed_at != 0 ? label_text(LABEL_CALLBACK_CLOSING, callback->closing)
                        : callback->claimed      ? _("I do")
                                                 : callback->claimed_by);
    case COL_UNIT:
        return g_strdup(callback->unit);
    default:
        return g_strdup(callback->area);
    }
}

static gint64 id_of(gconstpointer row)
{
    return ((const Callback *)row)->id;
}

static void ask(PagedScreen *paged, gconstpointer after, guint rows)
{
    callback_list(paged->screen.app->db, paged->filter, after, rows, REPLY_ROWS(paged, paged_on_page));
}

static const ListColumn *columns(const App *app)
{
    (void)app;
    return all_columns;
}

static Screen *open_row(App *app, gconstpointer row)
{
    return callback_screen_new(app, id_of(row));
}

static const PagedList callbacks = {
    .id = id_of,
    .ask = ask,
    .filters = callback_filters,
    .columns = columns,
    .cell = cell,
    .open = open_row,
    .news = NEWS_CALLBACK,
    .question = N_("Which callbacks?"),
    .empty = N_("Nobody is to be rung here."),
};

static const ScreenOps ops = {
    .title = N_("Callbacks"),
    .places = IN_ANY | IN_LIST | IN_FILTERED,
    PAGED_OPS,
};

Screen *callbacks_screen_new(App *app)
{
    return paged_screen_new(app, &ops, &callbacks, callback_filters(app->me->role)[0]);
}
