/* The worker thread, and its wishes: the main loop writes down what should be seen, the worker makes it so. */
#include "tui/notify.h"

#include <gio/gio.h>
#include <libnotify/notify.h>
#include <sys/stat.h>
#include <unistd.h>

#include "common/lang.h"

enum { SLOW_US = 3 * G_USEC_PER_SEC, LEAVE_US = 200000 };
#define OFF_US (10 * 60 * (gint64)G_USEC_PER_SEC)

/* What should be seen in a slot. */
typedef struct {
    gboolean changed; /* the worker has not come to it */
    gboolean anew;    /* also when the person has put the old one away */
    char *summary;    /* NULL: nothing */
    char *body;
} Wish;

/* Shared with the worker and with what it has on its way to the main loop: counted. */
struct Notify {
    GMutex lock;      /* wishes, scheduled, busy_since, off_until */
    GCond rested;
    Wish wishes[NOTIFY_SLOTS];
    gboolean scheduled;
    gint64 busy_since; /* monotonic; 0: not */
    gint64 off_until;
    /* the main loop's */
    NotifyActed acted; /* NULL: nobody listens any more */
    gpointer data;
    gboolean wanted[NOTIFY_SLOTS];
    GMainContext *context; /* the worker's; NULL: not started */
    /* the worker's */
    GDBusConnection *bus;
    gboolean takes_actions;
    NotifyNotification *shown[NOTIFY_SLOTS];
    gboolean up[NOTIFY_SLOTS]; /* it can be seen */
};

static void notify_clear(gpointer data)
{
    Notify *notify = data;

    for (guint i = 0; i < NOTIFY_SLOTS; i++) {
        g_free(notify->wishes[i].summary);
        g_free(notify->wishes[i].body);
    }
    g_mutex_clear(&notify->lock);
    g_cond_clear(&notify->rested);
}

static void notify_unref(gpointer notify)
{
    g_atomic_rc_box_release_full(notify, notify_clear);
}

/* --- what becomes of it; from the worker to the main loop --- */

typedef struct {
    Notify *notify;
    guint slot;
    NotifyAction action;
} Deed;

static void deed_free(gpointer data)
{
    notify_unref(((Deed *)data)->notify);
    g_free(data);
}

static gboolean on_deed(gpointer data)
{
    const Deed *deed = data;

    if (deed->notify->acted != NULL)
        deed->notify->acted(deed->slot, deed->action, deed->notify->data);
    return G_SOURCE_REMOVE;
}

static void report(Notify *notify, guint slot, NotifyAction action)
{
    Deed deed = {g_atomic_rc_box_acquire(notify), slot, action};

    g_idle_add_full(G_PRIORITY_DEFAULT, on_deed, g_memdup2(&deed, sizeof deed), deed_free);
}

static void on_action(NotifyNotification *shown, char *name, gpointer data)
{
    const Deed *deed = data;

    (void)shown;
    report(deed->notify, deed->slot, g_str_equal(name, "snooze") ? NOTIFY_SNOOZE : NOTIFY_OPEN);
}

static void on_closed(NotifyNotification *shown, gpointer up)
{
    (void)shown;
    *(gboolean *)up = FALSE;
}

/* --- the worker: each of these may wait for the service --- */

static gboolean connect_bus(Notify *notify)
{
    GList *abilities;

    if (notify->bus != NULL)
        return TRUE;
    notify->bus = g_bus_get_sync(G_BUS_TYPE_SESSION, NULL, NULL);
    if (notify->bus == NULL)
        return FALSE;
    /* else the end of the bus would be the end of this program */
    g_dbus_connection_set_exit_on_close(notify->bus, FALSE);
    if (!notify_init("12345"))
        return FALSE;
    abilities = notify_get_server_caps();
    notify->takes_actions = g_list_find_custom(abilities, "actions", (GCompareFunc)g_strcmp0) != NULL;
    g_list_free_full(abilities, g_free);
    return TRUE;
}

static NotifyNotification *make(Notify *notify, guint slot)
{
    NotifyNotification *made = notify_notification_new("", NULL, NULL);
    Deed deed = {notify, slot, NOTIFY_OPEN};

    g_signal_connect(made, "closed", G_CALLBACK(on_closed), &notify->up[slot]);
    if (notify->takes_actions) {
        notify_notification_add_action(made, "default", _("Open"), on_action, g_memdup2(&deed, sizeof deed), g_free);
        notify_notification_add_action(made, "snooze", _("Again in 10 minutes"), on_action, g_memdup2(&deed, sizeof deed), g_free);
    }
    return made;
}

static gboolean carry_out(Notify *notify, guint slot, const Wish *wish)
{
    g_autofree char *body = NULL;

    if (wish->summary == NULL) {
        if (notify->up[slot])
            notify_notification_close(notify->shown[slot], NULL);
        notify->up[slot] = FALSE;
        return TRUE;
    }
    if (!wish->anew && !notify->up[slot])
        return TRUE;
    if (!connect_bus(notify))
        return FALSE;
    if (!notify->up[slot]) { /* one that was put away tells of its next end no more */
        g_clear_object(&notify->shown[slot]);
        notify->shown[slot] = make(notify, slot);
    }
    body = g_markup_escape_text(wish->body, -1);
    notify_notification_update(notify->shown[slot], wish->summary, body, NULL);
    notify->up[slot] = notify_notification_show(notify->shown[slot], NULL);
    return notify->up[slot];
}

/* The next wish, which becomes the caller's, and its slot; FALSE when there is none. Locked. */
static gboolean next_wish(Notify *notify, guint *slot, Wish *wish)
{
    for (guint i = 0; i < NOTIFY_SLOTS; i++)
        if (notify->wishes[i].changed) {
            *slot = i;
            *wish = notify->wishes[i];
            notify->wishes[i] = (Wish){0};
            return TRUE;
        }
    return FALSE;
}

/* A service that fails, or makes one wait, is left alone for a while: what it had shown is not known. What it has
 * not come to is told of. */
static void give_up(Notify *notify, gint64 now)
{
    g_mutex_lock(&notify->lock);
    notify->off_until = now + OFF_US;
    for (guint i = 0; i < NOTIFY_SLOTS; i++) {
        if (notify->wishes[i].changed && notify->wishes[i].anew)
            report(notify, i, NOTIFY_FAILED);
        notify->wishes[i].changed = FALSE;
    }
    g_mutex_unlock(&notify->lock);
    for (guint i = 0; i < NOTIFY_SLOTS; i++) {
        g_clear_object(&notify->shown[i]);
        notify->up[i] = FALSE;
    }
}

static gboolean on_wishes(gpointer data)
{
    Notify *notify = data;
    Wish wish;
    guint slot;

    g_mutex_lock(&notify->lock);
    while (next_wish(notify, &slot, &wish)) {
        gint64 begun = g_get_monotonic_time();
        gboolean good;

        notify->busy_since = begun;
        g_mutex_unlock(&notify->lock);
        good = carry_out(notify, slot, &wish);
        g_free(wish.summary);
        g_free(wish.body);
        if (!good && wish.anew)
            report(notify, slot, NOTIFY_FAILED);
        if (!good || g_get_monotonic_time() - begun > SLOW_US)
            give_up(notify, g_get_monotonic_time());
        g_mutex_lock(&notify->lock);
        notify->busy_since = 0;
    }
    notify->scheduled = FALSE;
    g_cond_signal(&notify->rested);
    g_mutex_unlock(&notify->lock);
    return G_SOURCE_REMOVE;
}

static gpointer work(gpointer data)
{
    Notify *notify = data;
    g_autoptr(GMainLoop) loop = g_main_loop_new(notify->context, FALSE);

    /* answers and signals of the bus come to this thread */
    g_main_context_push_thread_default(notify->context);
    g_main_loop_run(loop);
    return NULL;
}

static void start_worker(Notify *notify)
{
    if (notify->context != NULL)
        return;
    notify->context = g_main_context_new();
    g_thread_unref(g_thread_new("notify", work, g_atomic_rc_box_acquire(notify)));
}

/* --- the main loop's side: nothing here waits --- */

Notify *notify_new(NotifyActed acted, gpointer data)
{
    Notify *notify = g_atomic_rc_box_new0(Notify);

    g_mutex_init(&notify->lock);
    g_cond_init(&notify->rested);
    notify->acted = acted;
    notify->data = data;
    return notify;
}

/* Without a bus, looking for one would start one and leave it behind. */
static gboolean has_session_bus(void)
{
    const char *address = g_getenv("DBUS_SESSION_BUS_ADDRESS");
    g_autofree char *path = NULL;
    struct stat info;

    if (address != NULL)
        return *address != '\0' && !g_str_has_prefix(address, "autolaunch:");
    path = g_build_filename(g_get_user_runtime_dir(), "bus", NULL);
    return stat(path, &info) == 0 && S_ISSOCK(info.st_mode) && info.st_uid == geteuid();
}

gboolean notify_works(Notify *notify)
{
    gint64 now = g_get_monotonic_time();
    gboolean works;

    g_mutex_lock(&notify->lock);
    works = now >= notify->off_until && (notify->busy_since == 0 || now - notify->busy_since <= SLOW_US);
    g_mutex_unlock(&notify->lock);
    return works && has_session_bus();
}

static void wish_for(Notify *notify, guint slot, const char *summary, const char *body, gboolean anew)
{
    Wish *wish = &notify->wishes[slot];

    notify->wanted[slot] = summary != NULL;
    start_worker(notify);
    g_mutex_lock(&notify->lock);
    g_free(wish->summary);
    g_free(wish->body);
    wish->summary = g_strdup(summary);
    wish->body = g_strdup(body);
    wish->anew = summary != NULL && (anew || (wish->changed && wish->anew));
    wish->changed = TRUE;
    if (!notify->scheduled) {
        g_autoptr(GSource) source = g_idle_source_new();
        g_source_set_priority(source, G_PRIORITY_DEFAULT);
        g_source_set_callback(source, on_wishes, notify, NULL);
        g_source_attach(source, notify->context);
        notify->scheduled = TRUE;
    }
    g_mutex_unlock(&notify->lock);
}

void notify_show(Notify *notify, guint slot, const char *summary, const char *body)
{
    if (notify_works(notify))
        wish_for(notify, slot, summary, body, TRUE);
}

void notify_update(Notify *notify, guint slot, const char *summary, const char *body)
{
    if (notify->wanted[slot] && notify_works(notify))
        wish_for(notify, slot, summary, body, FALSE);
}

void notify_close(Notify *notify, guint slot)
{
    if (notify->wanted[slot])
        wish_for(notify, slot, NULL, NULL, FALSE);
}

void notify_free(Notify *notify)
{
    gint64 until = g_get_monotonic_time() + LEAVE_US;

    if (notify == NULL)
        return;
    notify->acted = NULL;
    for (guint i = 0; i < NOTIFY_SLOTS; i++)
        notify_close(notify, i);
    g_mutex_lock(&notify->lock);
    while (notify->scheduled && g_cond_wait_until(&notify->rested, &notify->lock, until))
        ;
    g_mutex_unlock(&notify->lock);
    notify_unref(notify);
}
