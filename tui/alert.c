/* What reminds of what, and by which ways. A matter rings once: here until the database has written it down,
 * from then on because it has. */
#include "tui/alert.h"

#include <math.h>
#include <string.h>

#include "common/label.h"
#include "common/lang.h"
#include "common/reminder.h"
#include "tui/bell.h"
#include "tui/notify.h"
#include "tui/screens.h"

enum { SNOOZE_MIN = 10, LATER_MS = 20, APART_S = 2, RETRY_S = 30, BELL_CHECK_S = 60 };

typedef enum { BY_DESKTOP = 1 << 0, BY_BELL = 1 << 1, BY_OSC = 1 << 2 } Way;
enum { BY_ALL = BY_DESKTOP | BY_BELL | BY_OSC };

/* callback_due … are the database's kinds; a waiting call is seen by the client itself */
typedef enum { CALL_WAITING, CALLBACK_DUE, DEADLINE_NEAR, TICKET_ASSIGNED, TICKET_RETURNED, KINDS } Kind;

static const struct {
    const char *word;
    Way way;
} ways[] = {{"desktop", BY_DESKTOP}, {"bell", BY_BELL}, {"osc", BY_OSC}};

/* The open matters of a kind. */
typedef struct {
    guint count;
    gint64 subject; /* the first one: a ticket or a callback; 0: none */
    char *number;   /* its ticket's; NULL: none */
} Matters;

static void open_calls(App *app, const Matters *matters);
static void open_callbacks(App *app, const Matters *matters);
static void open_ticket(App *app, const Matters *matters);

static struct {
    const char *name;
    guint ways; /* by the settings */
    void (*open)(App *app, const Matters *matters);
} kinds[KINDS] = {
    [CALL_WAITING] = {"call_waiting", BY_ALL, open_calls},
    [CALLBACK_DUE] = {"callback_due", BY_ALL, open_callbacks},
    [DEADLINE_NEAR] = {"deadline_near", BY_DESKTOP | BY_OSC, open_ticket},
    [TICKET_ASSIGNED] = {"ticket_assigned", BY_DESKTOP | BY_OSC, open_ticket},
    [TICKET_RETURNED] = {"ticket_returned", BY_DESKTOP | BY_OSC, open_ticket},
};

struct Alert {
    App *app;
    Notify *notify;
    Matters matters[KINDS];
    GHashTable *rung;   /* "kind subject@episode" that rang here and is fresh for the database still */
    guint writing[KINDS]; /* that it rang is on its way there */
    gboolean bell;      /* of the person's terminals this one rings */
    gboolean reading;
    gboolean read_again;
    gint64 read_at;     /* monotonic time of the last reading; 0: the next may be at once */
    guint timer;        /* reads again at timer_at (monotonic) at the latest: when something becomes due */
    gint64 timer_at;
    Kind last;          /* what reminded last */
    gint64 call_rung;   /* the newest call that rang here */
    gint64 calls_put_off; /* monotonic time until which calls do not ring */
};

/* --- the settings --- */

static gboolean load_ways(GKeyFile *settings, Kind kind)
{
    g_auto(GStrv) list = g_key_file_get_string_list(settings, "reminders", kinds[kind].name, NULL, NULL);
    guint chosen = 0;

    for (char **word = list; word != NULL && *word != NULL; word++) {
        guint i = 0;
        while (i < G_N_ELEMENTS(ways) && strcmp(ways[i].word, g_strstrip(*word)) != 0)
            i++;
        if (i == G_N_ELEMENTS(ways))
            return FALSE;
        chosen |= ways[i].way;
    }
    kinds[kind].ways = chosen;
    return list != NULL;
}

static gboolean load_entry(GKeyFile *settings, const char *name)
{
    if (strcmp(name, "terminal") == 0) {
        g_autofree char *word = g_key_file_get_string(settings, "reminders", name, NULL);
        return bell_set_notice(word);
    }
    for (Kind kind = 0; kind < KINDS; kind++)
        if (strcmp(kinds[kind].name, name) == 0)
            return load_ways(settings, kind);
    return FALSE;
}

gboolean alert_load_settings(GKeyFile *settings, GError **error)
{
    g_auto(GStrv) names = g_key_file_get_keys(settings, "reminders", NULL, NULL);

    bell_set_notice(NULL);
    for (char **name = names; names != NULL && *name != NULL; name++)
        if (!load_entry(settings, *name)) {
            g_set_error(error, G_KEY_FILE_ERROR, G_KEY_FILE_ERROR_INVALID_VALUE,
                        _("Settings, [reminders] %s: a kind of reminder has desktop, bell and osc, or nothing; "
                          "terminal has auto, 9, 777 or none."), *name);
            return FALSE;
        }
    return TRUE;
}

/* --- opening what it is about: over what is on the screen, which stays as it is --- */

static void open_calls(App *app, const Matters *matters)
{
    (void)matters;
    app_push(app, queue_screen_new(app));
}

static void open_callbacks(App *app, const Matters *matters)
{
    app_push(app, matters->count == 1 ? callback_screen_new(app, matters->subject) : callbacks_screen_new(app));
}

static void open_ticket(App *app, const Matters *matters)
{
    app_push(app, ticket_screen_new(app, matters->subject));
}

/* Who opens it has seen what was told. */
static void open_kind(Alert *alert, Kind kind)
{
    notify_close(alert->notify, kind);
    if (alert->matters[kind].count > 0)
        kinds[kind].open(alert->app, &alert->matters[kind]);
    else
        app_say(alert->app, ROLE_MUTED, _("This is done already."));
}

/* --- telling --- */

/* No name, no telephone number, no word that somebody typed: it may be seen by anybody. */
static char *body_of(const Matters *matters)
{
    if (matters->number == NULL || *matters->number == '\0')
        return g_strdup_printf(ngettext("%u waits for you.", "%u wait for you.", matters->count), matters->count);
    if (matters->count == 1)
        return g_strdup_printf(_("Ticket %s"), matters->number);
    return g_strdup_printf(_("%u wait for you, first ticket %s"), matters->count, matters->number);
}

static char *summary_of(const Alert *alert, Kind kind)
{
    return g_strdup_printf("%s: %s", alert->app->me->centre, label_text(LABEL_REMINDER, kinds[kind].name));
}

static void tell(Alert *alert, Kind kind)
{
    g_autofree char *summary = summary_of(alert, kind);
    g_autofree char *body = body_of(&alert->matters[kind]);
    guint by = kinds[kind].ways;

    alert->last = kind;
    if ((by & BY_DESKTOP) != 0 && notify_works(alert->notify)) {
        notify_show(alert->notify, kind, summary, body);
        by &= ~(guint)BY_OSC; /* the terminal would show it on the same desktop */
    }
    if ((by & BY_OSC) != 0)
        bell_notice(label_text(LABEL_REMINDER, kinds[kind].name));
    if ((by & BY_BELL) != 0)
        bell_ring();
}

/* What has changed without a need to tell it again; what is over is taken back. */
static void correct(Alert *alert, Kind kind)
{
    g_autofree char *summary = summary_of(alert, kind);
    g_autofree char *body = body_of(&alert->matters[kind]);

    if (alert->matters[kind].count == 0)
        notify_close(alert->notify, kind);
    else
        notify_update(alert->notify, kind, summary, body);
}

/* --- the database's kinds --- */

static Kind kind_of(const char *name)
{
    Kind kind = 0;

    while (kind < KINDS && strcmp(kinds[kind].name, name) != 0)
        kind++;
    return kind;
}

/* When it did not arrive it is sent again with the next reading. */
static void on_fired(Screen *screen, gpointer kind, const char *answer, const DbError *error)
{
    (void)answer;
    (void)error;
    screen->app->alert->writing[*(Kind *)kind]--;
}

static void write_down(Alert *alert, Kind kind, const Reminder *reminder)
{
    alert->writing[kind]++;
    reminder_fired(alert->app->outbox, reminder->kind, reminder->fresh,
                   REPLY_WITH(&alert->app->program, on_fired, g_memdup2(&kind, sizeof kind)));
}

/* Keeps of what rang what is fresh still; what may ring now will have. Returns whether there is such. */
static gboolean note_fresh(Alert *alert, const Reminder *reminder, gboolean may_ring, GHashTable *still)
{
    g_auto(GStrv) fresh = g_strsplit(reminder->fresh, " ", -1);
    gboolean news = FALSE;

    for (char **one = fresh; *one != NULL; one++) {
        g_autofree char *key = g_strdup_printf("%s %s", reminder->kind, *one);
        gboolean known = g_hash_table_contains(alert->rung, key);
        news |= may_ring && !known;
        if (may_ring || known)
            g_hash_table_add(still, g_steal_pointer(&key));
    }
    return news;
}

static gboolean set_matters(Matters *matters, guint count, gint64 subject, const char *number)
{
    gboolean changed = matters->count != count || matters->subject != subject;

    matters->count = count;
    matters->subject = subject;
    g_free(matters->number);
    matters->number = g_strdup(number);
    return changed;
}

static void take_kind(Alert *alert, Kind kind, const Reminder *reminder, GHashTable *still)
{
    gboolean changed = set_matters(&alert->matters[kind], reminder != NULL ? (guint)reminder->count : 0,
                                   reminder != NULL ? reminder->subject_id : 0, reminder != NULL ? reminder->number : NULL);
    gboolean fresh = reminder != NULL && *reminder->fresh != '\0';
    gboolean may_ring = fresh && reminder->bell && !reminder->quiet;

    if (fresh && note_fresh(alert, reminder, may_ring, still)) {
        tell(alert, kind);
        write_down(alert, kind, reminder);
        return;
    }
    if (may_ring && alert->writing[kind] == 0)
        write_down(alert, kind, reminder);
    if (changed)
        correct(alert, kind);
}

static gboolean on_due(gpointer data)
{
    Alert *alert = data;

    alert->timer = 0;
    app_refresh(alert->app, NEWS_CALLBACK, 0);
    return G_SOURCE_REMOVE;
}

/* Reads again in so many seconds at the latest. Counted from now on, by a clock that is never set: what clocks say
 * is the server's affair. */
static void read_within(Alert *alert, double seconds)
{
    gint64 wait_ms = (gint64)ceil(CLAMP(seconds, 0, 86400) * 1000) + LATER_MS;
    gint64 at = g_get_monotonic_time() + wait_ms * 1000;

    if (alert->timer != 0 && alert->timer_at <= at)
        return;
    g_clear_handle_id(&alert->timer, g_source_remove);
    alert->timer_at = at;
    alert->timer = g_timeout_add((guint)wait_ms, on_due, alert);
}

static void take_rows(Alert *alert, GPtrArray *rows)
{
    const Reminder *by_kind[KINDS + 1] = {NULL};
    GHashTable *still = g_hash_table_new_full(g_str_hash, g_str_equal, g_free, NULL);

    for (guint i = 0; i < rows->len; i++) {
        const Reminder *reminder = g_ptr_array_index(rows, i);
        by_kind[kind_of(reminder->kind)] = reminder;
        alert->bell = reminder->bell;
        read_within(alert, reminder->next_seconds);
    }
    for (Kind kind = CALL_WAITING + 1; kind < KINDS; kind++)
        take_kind(alert, kind, by_kind[kind], still);
    g_hash_table_unref(alert->rung);
    alert->rung = still;
    alert_calls(alert);
}

static void on_reminders(Screen *screen, GPtrArray *rows, const DbError *error)
{
    Alert *alert = screen->app->alert;

    alert->reading = FALSE;
    g_clear_handle_id(&alert->timer, g_source_remove);
    if (error == NULL)
        take_rows(alert, rows);
    else
        read_within(alert, RETRY_S);
    if (alert->read_again)
        alert_refresh(alert);
}

/* A storm of news costs the database one reading in APART_S; the last of them is followed by one. */
void alert_refresh(Alert *alert)
{
    gint64 now = g_get_monotonic_time();
    gint64 rest = alert->read_at + APART_S * (gint64)G_USEC_PER_SEC - now;

    alert->read_again = alert->reading;
    if (alert->reading)
        return;
    if (rest > 0 && alert->read_at != 0) {
        read_within(alert, (double)rest / G_USEC_PER_SEC);
        return;
    }
    alert->read_at = now;
    alert->reading = TRUE;
    reminder_list(alert->app->db, REPLY_ROWS(&alert->app->program, on_reminders));
}

/* --- calls: not the database's to remember; each rings as it comes to the head of the queue --- */

void alert_calls(Alert *alert)
{
    const Call *call = app_ringing(alert->app);
    gboolean changed = set_matters(&alert->matters[CALL_WAITING], call != NULL ? alert->app->waiting->len : 0, 0, NULL);
    gboolean news = call != NULL && call->id > alert->call_rung && g_get_monotonic_time() >= alert->calls_put_off;

    if (news && alert->bell) {
        alert->call_rung = call->id;
        tell(alert, CALL_WAITING);
        return;
    }
    if (news) /* the terminal that is to ring may be gone */
        read_within(alert, BELL_CHECK_S);
    if (changed)
        correct(alert, CALL_WAITING);
}

/* --- the status line and the keys --- */

char *alert_text(const Alert *alert, gboolean brief)
{
    GString *text = g_string_new(NULL);
    guint all = 0;

    for (Kind kind = CALL_WAITING + 1; kind < KINDS; kind++) {
        const Matters *matters = &alert->matters[kind];
        all += matters->count;
        if (matters->count > 0 && !brief)
            g_string_append_printf(text, "%s%s %u", text->len > 0 ? "  " : "", label_text(LABEL_REMINDER, kinds[kind].name), matters->count);
    }
    if (brief)
        g_string_printf(text, _("reminders %u"), all);
    return g_string_free(text, all == 0);
}

/* What reminded last and waits still, else the first that waits. */
static Kind current(const Alert *alert)
{
    Kind kind = CALL_WAITING + 1;

    if (alert->last != CALL_WAITING && alert->matters[alert->last].count > 0)
        return alert->last;
    while (kind < KINDS && alert->matters[kind].count == 0)
        kind++;
    return kind;
}

gboolean alert_waits(const Alert *alert)
{
    return current(alert) < KINDS;
}

void alert_open(Alert *alert)
{
    Kind kind = current(alert);

    if (kind < KINDS)
        open_kind(alert, kind);
    else
        app_say(alert->app, ROLE_MUTED, _("Nothing reminds you now."));
}

static void on_snoozed(Screen *screen, const char *answer, const DbError *error)
{
    App *app = screen->app;

    (void)answer;
    if (error != NULL)
        app_say_error(app, error);
    else
        app_say(app, ROLE_NORMAL, _("Put off for 10 minutes."));
    app->alert->read_at = 0; /* what the person does is no storm */
    alert_refresh(app->alert);
}

static void snooze(Alert *alert, Kind kind)
{
    if (kind == CALL_WAITING)
        alert->calls_put_off = g_get_monotonic_time() + SNOOZE_MIN * 60 * (gint64)G_USEC_PER_SEC;
    else
        reminder_snooze(alert->app->outbox, kinds[kind].name, SNOOZE_MIN, REPLY_ANSWER(&alert->app->program, on_snoozed));
    notify_close(alert->notify, kind);
}

void alert_snooze(Alert *alert)
{
    if (!alert_waits(alert))
        app_say(alert->app, ROLE_MUTED, _("Nothing reminds you now."));
    for (Kind kind = CALL_WAITING + 1; kind < KINDS; kind++)
        if (alert->matters[kind].count > 0)
            snooze(alert, kind);
}

static void on_acted(guint slot, NotifyAction action, gpointer data)
{
    Alert *alert = data;

    if (action == NOTIFY_FAILED) {
        if ((kinds[slot].ways & BY_OSC) != 0 && alert->matters[slot].count > 0)
            bell_notice(label_text(LABEL_REMINDER, kinds[slot].name));
        return;
    }
    if (action == NOTIFY_SNOOZE)
        snooze(alert, slot);
    else
        open_kind(alert, slot);
    app_dirty(alert->app);
}

Alert *alert_new(App *app)
{
    Alert *alert = g_new0(Alert, 1);

    G_STATIC_ASSERT((int)KINDS <= (int)NOTIFY_SLOTS);
    alert->app = app;
    alert->notify = notify_new(on_acted, alert);
    alert->rung = g_hash_table_new_full(g_str_hash, g_str_equal, g_free, NULL);
    return alert;
}

void alert_free(Alert *alert)
{
    g_clear_handle_id(&alert->timer, g_source_remove);
    notify_free(alert->notify);
    for (Kind kind = 0; kind < KINDS; kind++)
        g_free(alert->matters[kind].number);
    g_hash_table_unref(alert->rung);
    g_free(alert);
}
