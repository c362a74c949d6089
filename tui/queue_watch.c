/* Moments of the queue: offers that begin, waits that become too long. Messages have limits of their own, and alert nobody. */
#include "tui/queue_watch.h"

#include <string.h>

#include "common/clock.h"
#include "common/lang.h"

static const Call *waiting_at(const App *app, guint i)
{
    return g_ptr_array_index(app->waiting, i);
}

/* The first call that is offered by the switch, or to be taken by hand. */
static const Call *offered(const App *app, gboolean by_switch)
{
    gint64 now = g_get_real_time();

    for (guint i = 0; app->waiting != NULL && i < app->waiting->len; i++) {
        const Call *call = waiting_at(app, i);
        /* a telephone rings here now, whatever the clocks say */
        if (call->by_switch == by_switch && call->offered_at != 0 && (by_switch || call->offered_at <= now))
            return call;
    }
    return NULL;
}

const Call *queue_watch_next(const App *app)
{
    const Call *rings = offered(app, TRUE);

    return rings != NULL || strcmp(app->me->state, "ready") != 0 ? rings : offered(app, FALSE);
}

/* "3m": a limit in its largest whole unit, owned by the caller. */
static char *limit_text(gint64 seconds)
{
    if (seconds % 3600 == 0)
        return g_strdup_printf(_("%dh"), (int)(seconds / 3600));
    if (seconds % 60 == 0)
        return g_strdup_printf(_("%dm"), (int)(seconds / 60));
    return g_strdup_printf(_("%ds"), (int)seconds);
}

gboolean queue_watch_late(const Call *call)
{
    return call_is_message(call) && call->answer_by <= g_get_real_time();
}

char *queue_watch_waited(const Call *call)
{
    g_autofree char *waited = clock_span(call->queued_at, g_get_real_time());
    g_autofree char *limit = call_is_message(call) ? limit_text((call->answer_by - call->queued_at) / G_USEC_PER_SEC) : NULL;

    return limit == NULL ? g_steal_pointer(&waited) : g_strdup_printf("%s%s/%s", queue_watch_late(call) ? "!" : "", waited, limit);
}

/* The call that waits longest, NULL: none does; and how many calls wait. */
static const Call *longest(const App *app, guint *calls)
{
    const Call *longest = NULL;

    *calls = 0;
    for (guint i = 0; app->waiting != NULL && i < app->waiting->len; i++) {
        const Call *call = waiting_at(app, i);
        if (call_is_message(call))
            continue;
        ++*calls;
        if (longest == NULL || call->queued_at < longest->queued_at)
            longest = call;
    }
    return longest;
}

/* When the longest wait is too long; 0: nobody here is to be told, or nobody waits. */
static gint64 alert_at(const App *app)
{
    guint calls;
    const Call *call = longest(app, &calls);

    if (call == NULL || app->figures == NULL || app->me == NULL || strcmp(app->me->role, "lead") != 0)
        return 0;
    return call->queued_at + app->figures->alert_seconds * G_USEC_PER_SEC;
}

static gboolean alerts(const App *app)
{
    gint64 at = alert_at(app);

    return at != 0 && at <= g_get_real_time();
}

char *queue_watch_alert(const App *app)
{
    g_autofree char *bound = NULL;
    guint calls;

    if (!alerts(app))
        return NULL;
    longest(app, &calls);
    bound = clock_span(0, app->figures->alert_seconds * G_USEC_PER_SEC);
    return g_strdup_printf(ngettext("! A call waits longer than %s; %u waits.", "! A call waits longer than %s; %u wait.", calls), bound, calls);
}

static void on_told(Screen *screen, const char *answer, const DbError *error)
{
    (void)screen;
    (void)answer;
    (void)error;
}

/* Once for each call that waits too long; the database tells the leads once. */
static void tell(App *app)
{
    guint calls;
    gint64 call = longest(app, &calls)->id;

    if (app->alerted_call == call)
        return;
    app->alerted_call = call;
    call_alert(app->outbox, REPLY_ANSWER(&app->program, on_told));
}

static gboolean on_moment(gpointer data)
{
    App *app = data;

    app->watch_source = 0;
    queue_watch_plan(app);
    app_dirty(app);
    return G_SOURCE_REMOVE;
}

static void earlier(gint64 *next, gint64 at, gint64 now)
{
    if (at > now && (*next == 0 || at < *next))
        *next = at;
}

void queue_watch_plan(App *app)
{
    gint64 now = g_get_real_time();
    gint64 next = 0;

    g_clear_handle_id(&app->watch_source, g_source_remove);
    if (alerts(app))
        tell(app);
    for (guint i = 0; app->waiting != NULL && i < app->waiting->len; i++)
        earlier(&next, waiting_at(app, i)->offered_at, now);
    earlier(&next, alert_at(app), now);
    /* a moment later: the database's clock and this one are not quite the same */
    if (next != 0)
        app->watch_source = g_timeout_add((guint)((next - now) / 1000 + 200), on_moment, app);
}
