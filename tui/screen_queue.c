/* The calls, and the messages of other channels among them: today's figures, who waits, the next one first. */
#include <string.h>

#include "common/clock.h"
#include "common/lang.h"
#include "tui/list.h"
#include "tui/people_sheet.h"
#include "tui/queue_watch.h"
#include "tui/screens.h"

typedef struct {
    Screen screen;
    List list;
    gint64 chosen; /* id of the call the cursor is on, so that it stays on it when the queue moves */
} QueueScreen;

enum { COL_WAITED, COL_PHONE, COL_AREA, COL_TIMES, COL_NOTE };

static const ListColumn columns[] = {
    [COL_WAITED] = {N_("Waited"), 11, 0, TRUE},
    [COL_PHONE] = {N_("Number"), 14, 0, FALSE},
    [COL_AREA] = {N_("Area"), 20, 0, FALSE},
    [COL_TIMES] = {N_("Month"), 5, 0, TRUE},
    [COL_NOTE] = {N_("Note"), 0, 0, FALSE},
    {NULL, 0, 0, FALSE}};

static char *note_text(const Call *call)
{
    GString *note = g_string_new(NULL);

    if (*call->mark != '\0')
        g_string_append_printf(note, "!! %s  ", call->mark);
    else if (call->priority > 0)
        g_string_append(note, "! ");
    if (*call->rings_with != '\0')
        g_string_append_printf(note, _("rings with %s  "), call->rings_with);
    if (call_is_message(call))
        g_string_append_printf(note, "[%s] ", call->channel_name);
    if (*call->skill != '\0')
        g_string_append_printf(note, "[%s] ", call->skill);
    if (call->open_tickets > 0)
        g_string_append_printf(note, _("open tickets %d  "), (int)call->open_tickets);
    if (call->abandoned_today > 0)
        g_string_append_printf(note, _("gave up %d times today  "), (int)call->abandoned_today);
    g_string_append(note, call->note);
    return g_string_free(note, FALSE);
}

static char *cell(gpointer data, int row, int column, Role *role)
{
    const App *app = data;
    const Call *call = g_ptr_array_index(app->waiting, (guint)row);

    switch (column) {
    case COL_WAITED:
        *role = queue_watch_late(call) ? ROLE_OVERDUE : *role;
        return queue_watch_waited(call);
    case COL_PHONE:
        return g_strdup(call->phone_masked);
    case COL_AREA:
        return g_strdup(call->area);
    case COL_TIMES:
        return g_strdup_printf("%d", (int)call->month_calls);
    default:
        *role = *call->mark != '\0' ? ROLE_OVERDUE : call->abandoned_today > 0 ? ROLE_DUE : ROLE_MUTED;
        return note_text(call);
    }
}

static char *percent(gint64 part, gint64 whole)
{
    return whole > 0 ? g_strdup_printf("%d%%", (int)(100 * part / whole)) : g_strdup("-");
}

static char *queue_text(const CallFigures *figures)
{
    g_autofree char *longest = figures->longest_since != 0
                                   ? clock_span(figures->longest_since, g_get_real_time()) : g_strdup("-");

    return g_strdup_printf(_("Waiting %d  longest %s   Agents: ready %d, talking %d"), (int)figures->waiting,
                           longest, (int)figures->agents_ready, (int)figures->agents_talking);
}

static char *today_text(const CallFigures *figures)
{
    g_autofree char *answered = percent(figures->answered, figures->asked);
    g_autofree char *soon = percent(figures->within_15, figures->asked);

    return g_strdup_printf(_("Today: %d calls, answered %s  mean wait %ds  within 15s %s"), (int)figures->asked,
                           answered, (int)figures->mean_wait_seconds, soon);
}

/* What the other channels brought; owned by the caller, NULL: nothing today. */
static char *messages_text(const CallFigures *figures)
{
    g_autofree char *soon = percent(figures->messages_in_time, figures->messages_due);

    if (figures->messages == 0 && figures->messages_waiting == 0)
        return NULL;
    return g_strdup_printf(_("Messages: waiting %d  today %d, answered in time %s"), (int)figures->messages_waiting,
                           (int)figures->messages, soon);
}

static const Call *call_here(const QueueScreen *queue)
{
    const GPtrArray *waiting = queue->screen.app->waiting;

    return waiting != NULL && (guint)queue->list.cursor < waiting->len
               ? g_ptr_array_index(waiting, (guint)queue->list.cursor) : NULL;
}

static void choose_here(QueueScreen *queue)
{
    queue->chosen = call_here(queue) != NULL ? call_here(queue)->id : 0;
}

/* The cursor follows its call; where that is gone, it stays and follows the one that is there now. */
static void follow(QueueScreen *queue, const GPtrArray *waiting)
{
    list_set_rows(&queue->list, (int)waiting->len);
    for (guint i = 0; i < waiting->len; i++)
        if (((const Call *)g_ptr_array_index(waiting, i))->id == queue->chosen)
            queue->list.cursor = (int)i;
    choose_here(queue);
}

static void draw(Screen *screen, Rect body)
{
    QueueScreen *queue = (QueueScreen *)screen;
    App *app = screen->app;

    if (app->figures != NULL) {
        g_autofree char *queue_now = queue_text(app->figures);
        g_autofree char *today = today_text(app->figures);
        g_autofree char *messages = messages_text(app->figures);
        draw_text(body.y, 1, body.cols - 1, queue_now, ROLE_NORMAL);
        draw_text(body.y + 1, 1, body.cols - 1, today, ROLE_NORMAL);
        if (messages != NULL)
            draw_text(body.y + 2, 1, body.cols - 1, messages, ROLE_NORMAL);
    }
    if (app->waiting == NULL)
        return;
    follow(queue, app->waiting);
    list_draw(&queue->list, (Rect){body.y + 3, body.x, body.rows - 3, body.cols}, columns, cell, app,
              _("Nobody is waiting."));
}

static void show(Screen *screen)
{
    app_refresh(screen->app, NEWS_ALL, 0);
}

static gboolean act(Screen *screen, const Action *action)
{
    QueueScreen *queue = (QueueScreen *)screen;

    if (action->id == ACT_OPEN) {
        /* the call that is shown on this row: when it is gone meanwhile, that is said and no other taken */
        call_desk_take(screen->app, queue->chosen);
        return TRUE;
    }
    if (action->id == ACT_MARK_NUMBER) {
        const Call *here = call_here(queue);
        if (here != NULL)
            people_sheet_mark(screen, here);
        return TRUE;
    }
    if (screen->app->waiting == NULL || !list_act(&queue->list, action->id))
        return FALSE;
    choose_here(queue);
    return TRUE;
}

static gboolean ticks(Screen *screen)
{
    return screen->app->waiting != NULL && screen->app->waiting->len > 0;
}

static const ScreenOps ops = {
    .title = N_("Calls"),
    .places = IN_ANY | IN_LIST | IN_QUEUE,
    .size = sizeof(QueueScreen),
    .show = show,
    .draw = draw,
    .act = act,
    .ticks = ticks,
};

Screen *queue_screen_new(App *app)
{
    return screen_new(app, &ops);
}
