/* The session: schema version, who we are, news from the database, what an earlier run left. */
#include <string.h>

#include "common/clock.h"
#include "common/config.h"
#include "common/lang.h"
#include "common/message.h"
#include "common/refusal.h"
#include "common/schema.h"
#include "tui/alert.h"
#include "tui/app.h"
#include "tui/break_desk.h"
#include "tui/queue_watch.h"
#include "tui/screens.h"
#include "tui/training_desk.h"

enum { BURST_MS = 120, ASK_AGAIN_S = 30 };

/* --- the same schema on both sides --- */

static char *check_version(const DbRows *rows, const DbError *error, gpointer data)
{
    int migration;
    const char *digest;

    (void)data;
    if (error != NULL)
        return refusal_sentence(error);
    schema_version(&migration, &digest);
    if (db_rows_count(rows) == 1 && db_rows_int(rows, 0, "migration") == migration
        && strcmp(db_rows_text(rows, 0, "digest"), digest) == 0)
        return NULL;
    return g_strdup_printf(_("The database has schema %d (%.8s), this program needs %d (%.8s). "
                             "Run: hotline schema apply, or install the program of the database's version."),
                           (int)db_rows_int(rows, 0, "migration"), db_rows_text(rows, 0, "digest"), migration, digest);
}

/* --- news: gathered for a moment, so that 500 events a second stay calm --- */

void session_tell(App *app, News news, gint64 id)
{
    for (guint i = 0; i < app->stack->len; i++) {
        Screen *screen = g_ptr_array_index(app->stack, i);
        if (screen->ops->news != NULL)
            screen->ops->news(screen, news, id);
    }
    if (app->form != NULL && !g_ptr_array_find(app->stack, app->form, NULL) && app->form->ops->news != NULL)
        app->form->ops->news(app->form, news, id);
}

static gboolean on_burst(gpointer data)
{
    App *app = data;
    g_autoptr(GHashTable) burst = g_steal_pointer(&app->burst);
    GHashTableIter iter;
    gpointer news;
    gpointer id;

    app->burst_source = 0;
    app->burst = g_hash_table_new_full(g_direct_hash, g_direct_equal, NULL, g_free);
    g_hash_table_iter_init(&iter, burst);
    while (g_hash_table_iter_next(&iter, &news, &id)) {
        app_refresh(app, (News)GPOINTER_TO_INT(news), *(gint64 *)id);
        session_tell(app, (News)GPOINTER_TO_INT(news), *(gint64 *)id);
    }
    return G_SOURCE_REMOVE;
}

static void gather(App *app, News news, gint64 id)
{
    gint64 *known = g_hash_table_lookup(app->burst, GINT_TO_POINTER(news));

    if (known == NULL)
        g_hash_table_insert(app->burst, GINT_TO_POINTER(news), g_memdup2(&id, sizeof id));
    else if (*known != id)
        *known = 0;
    if (app->burst_source == 0)
        app->burst_source = g_timeout_add(BURST_MS, on_burst, app);
}

static void on_notified(App *app, News news, const char *payload)
{
    if (app->entered)
        gather(app, payload != NULL ? news : NEWS_ALL, payload != NULL ? g_ascii_strtoll(payload, NULL, 10) : 0);
}

static void on_call_news(const char *payload, gpointer app)
{
    on_notified(app, NEWS_CALL, payload);
}

static void on_ticket_news(const char *payload, gpointer app)
{
    on_notified(app, NEWS_TICKET, payload);
}

static void on_article_news(const char *payload, gpointer app)
{
    on_notified(app, NEWS_ARTICLE, payload);
}

static void on_callback_news(const char *payload, gpointer app)
{
    on_notified(app, NEWS_CALLBACK, payload);
}

static void on_review_news(const char *payload, gpointer app)
{
    on_notified(app, NEWS_REVIEW, payload);
}

static void on_message_news(const char *payload, gpointer app)
{
    on_notified(app, NEWS_MESSAGE, payload);
}

static void on_training_news(const char *payload, gpointer data)
{
    App *app = data;

    if (!app->entered)
        return;
    training_desk_news(app, payload);
    gather(app, NEWS_TRAINING, 0);
}

static void on_agent_news(const char *payload, gpointer app)
{
    on_notified(app, NEWS_AGENT, payload);
}

/* --- what the top lines show --- */

static void keep_one(gpointer *place, GPtrArray *rows)
{
    if (rows->len == 0)
        return;
    g_clear_pointer(place, record_free);
    *place = g_ptr_array_steal_index(rows, 0);
}

/* Hints spoke of the state before; and F3 must know whether one has been ready for a while. */
static void note_state(App *app, const char *before)
{
    if (g_strcmp0(before, app->me->state) == 0)
        return;
    if (strcmp(app->me->state, "ready") == 0)
        app->ready_at = g_get_monotonic_time();
    app_unsay_hint(app);
}

static void on_me(Screen *screen, GPtrArray *rows, const DbError *error)
{
    App *app = screen->app;
    g_autofree char *before = app->me != NULL ? g_strdup(app->me->state) : NULL;

    if (error != NULL) {
        app_say_error(app, error);
        return;
    }
    keep_one((gpointer *)&app->me, rows);
    if (app->me == NULL)
        return;
    note_state(app, before);
    alert_calls(app->alert);
    call_desk_check(app);
}

static void on_work(Screen *screen, GPtrArray *rows, const DbError *error)
{
    if (error == NULL)
        reply_keep(screen, &screen->app->work, rows, NULL);
}

static void on_waiting(Screen *screen, GPtrArray *rows, const DbError *error)
{
    if (error != NULL)
        return;
    reply_keep(screen, &screen->app->waiting, rows, NULL);
    queue_watch_plan(screen->app);
    if (app_ringing(screen->app) != NULL)
        app_unsay_hint(screen->app);
    alert_calls(screen->app->alert);
}

static void on_messages(Screen *screen, GPtrArray *rows, const DbError *error)
{
    if (error != NULL)
        return;
    reply_keep(screen, &screen->app->messages, rows, NULL);
    session_tell(screen->app, NEWS_MESSAGE, screen->app->me->id);
}

static void on_figures(Screen *screen, GPtrArray *rows, const DbError *error)
{
    if (error != NULL)
        return;
    keep_one((gpointer *)&screen->app->figures, rows);
    queue_watch_plan(screen->app);
}

void app_refresh(App *app, News news, gint64 id)
{
    Screen *self = &app->program;
    gboolean my_state;

    if (!app->entered)
        return;
    my_state = news == NEWS_AGENT && (id == 0 || id == app->me->id);
    if (news == NEWS_ALL || my_state)
        person_me(app->db, REPLY_ROWS(self, on_me));
    if (news == NEWS_ALL || news == NEWS_TICKET || news == NEWS_CALLBACK || news == NEWS_REVIEW)
        person_work(app->db, REPLY_ROWS(self, on_work));
    if (news == NEWS_ALL || news == NEWS_TICKET || news == NEWS_CALLBACK || my_state)
        alert_refresh(app->alert);
    if (news == NEWS_ALL || (news == NEWS_MESSAGE && (id == 0 || id == app->me->id)))
        message_list(app->db, REPLY_ROWS(self, on_messages));
    if (news == NEWS_ALL || news == NEWS_TRAINING)
        training_desk_read(app);
    if (app_takes_calls(app) && (news == NEWS_ALL || news == NEWS_CALL || news == NEWS_AGENT)) {
        call_waiting(app->db, REPLY_ROWS(self, on_waiting));
        call_figures(app->db, REPLY_ROWS(self, on_figures));
    }
}

/* --- coming in --- */

/* A kept write was answered when its screen was gone: a refused form waits to be gone on with. */
static void on_late(const char *function, const char *const *params, const char *answer, const DbError *error,
                    const char *draft, gpointer data)
{
    App *app = data;
    g_autofree char *sentence = error != NULL ? refusal_sentence(error) : NULL;

    if (strcmp(function, "ticket_submit") != 0) {
        app_say(app, error != NULL ? ROLE_BAD : ROLE_GOOD, error != NULL ? sentence : _("What was kept has been sent."));
    } else if (error == NULL) {
        g_autoptr(TicketAnswer) ticket = ticket_answer_parse(answer);
        g_autofree char *sent = g_strdup_printf(_("The kept form has been sent: ticket %s."), ticket->number);
        app_say(app, ROLE_GOOD, sent);
    } else {
        form_screen_refused(app, draft, params, sentence);
    }
    app_refresh(app, NEWS_ALL, 0);
}

static void open_outbox(App *app)
{
    g_autofree char *whose = g_strdup_printf("%s@%s", db_login(app->db), db_place(app->db));
    g_autoptr(GError) error = NULL;

    app->scope = config_digest(whose);
    app->outbox = outbox_new(app->db, app->scope, &error);
    if (app->outbox == NULL) {
        app_give_up(app, error->message);
        return;
    }
    outbox_on_late(app->outbox, on_late, app);
}

/* The scenario whose form this was is over: nobody waits for these words. */
static void drop_drafts(App *app, const GPtrArray *keys)
{
    for (guint i = 0; i < keys->len; i++) {
        Draft *draft = draft_open(app->scope, "form", g_ptr_array_index(keys, i), NULL);
        if (draft != NULL)
            draft_discard(draft);
    }
    app->kept_forms = 0;
}

/* What a program that ended left: the oldest words kept. In a call its own form comes first, and by
 * itself, once it is known that the call has no record yet (call_desk_check). */
static void restore_form(App *app)
{
    g_autoptr(GPtrArray) keys = draft_list(app->scope, "form");
    Draft *draft;

    app->kept_forms = keys->len;
    if (keys->len == 0 || app->me->call_id != 0)
        return;
    if (app->me->training) {
        drop_drafts(app, keys);
        return;
    }
    draft = draft_open(app->scope, "form", g_ptr_array_index(keys, 0), NULL);
    if (draft != NULL) {
        g_autofree char *said = g_strdup_printf(ngettext("%u form was kept; here it is.", "%u forms were kept; here is the first.", keys->len), keys->len);
        form_screen_open_kept(app, draft);
        app_say(app, ROLE_DUE, said);
    }
}

static void enter(App *app)
{
    app->entered = TRUE;
    /* whatever it was started as */
    if (app->me->training)
        app->banner = N_("TRAINING");
    person_begin(app->db);
    clock_set_zone(app->me->zone);
    open_outbox(app);
    if (app->outbox == NULL)
        return;
    catalog_load(app->catalog, app->db);
    app_open_root(app, 0);
    if (app_takes_calls(app)) {
        break_desk_read(app);
        restore_form(app);
    }
    outbox_resume(app->outbox);
    app_refresh(app, NEWS_ALL, 0);
}

static gboolean on_ask_again(gpointer data)
{
    App *app = data;

    app->ask_source = 0;
    session_ask_who(app);
    return G_SOURCE_REMOVE;
}

/* The first answer decides whether there is a place for this login. Where there is none, that is said in
 * the body, and asked again: an administrator may be just making it. */
static void on_who(Screen *screen, GPtrArray *rows, const DbError *error)
{
    App *app = screen->app;

    g_clear_pointer(&app->not_let_in, g_free);
    if (app->entered)
        return;
    if (error != NULL && error->kind == DB_ERROR_SERVER)
        app->not_let_in = refusal_sentence(error);
    if (error == NULL) {
        keep_one((gpointer *)&app->me, rows);
        if (app->me != NULL && action_role_bit(app->me->role) == 0) {
            g_clear_pointer(&app->me, record_free);
            app->not_let_in = g_strdup(_("This login is for the switch, not for a person."));
        }
    }
    if (app->me != NULL)
        enter(app);
    else if (app->ask_source == 0)
        app->ask_source = g_timeout_add_seconds(ASK_AGAIN_S, on_ask_again, app);
}

void session_ask_who(App *app)
{
    person_me(app->db, REPLY_ROWS(&app->program, on_who));
}

static void on_catalog_loaded(gpointer data)
{
    session_tell(data, NEWS_REFERENCE, 0);
    app_dirty(data);
}

/* Each new link: who are we, what is kept, what has changed meanwhile. A payload: an administrator has
 * changed a list. */
static void on_reference_news(const char *payload, gpointer data)
{
    App *app = data;

    if (!app->entered) {
        if (payload == NULL)
            session_ask_who(app);
        return;
    }
    if (payload == NULL)
        person_begin(app->db);
    if (app_takes_calls(app))
        break_desk_read(app);
    catalog_load(app->catalog, app->db);
    if (payload == NULL)
        outbox_resume(app->outbox);
}

void session_prepare(App *app)
{
    app->burst = g_hash_table_new_full(g_direct_hash, g_direct_equal, NULL, g_free);
    catalog_on_loaded(app->catalog, on_catalog_loaded, app);
    person_check_schema(app->db, check_version, app);
    db_listen(app->db, "hotline_reference", on_reference_news, app);
    db_listen(app->db, "hotline_call", on_call_news, app);
    db_listen(app->db, "hotline_ticket", on_ticket_news, app);
    db_listen(app->db, "hotline_agent", on_agent_news, app);
    db_listen(app->db, "hotline_article", on_article_news, app);
    db_listen(app->db, "hotline_callback", on_callback_news, app);
    db_listen(app->db, "hotline_review", on_review_news, app);
    db_listen(app->db, "hotline_training", on_training_news, app);
    db_listen(app->db, "hotline_message", on_message_news, app);
}

void session_finish(App *app)
{
    reply_forget(app, &app->program);
    app_unsay(app);
    training_desk_free(app);
    g_clear_handle_id(&app->ask_source, g_source_remove);
    g_clear_pointer(&app->not_let_in, g_free);
    g_clear_handle_id(&app->burst_source, g_source_remove);
    g_clear_handle_id(&app->watch_source, g_source_remove);
    g_clear_pointer(&app->burst, g_hash_table_unref);
}
