/* The program's main loop: one blocking point; keyboard, signals, database and timers are sources. */
#include "tui/app.h"

#include <curses.h>
#include <glib-unix.h>
#include <signal.h>
#include <string.h>
#include <sys/ioctl.h>
#include <unistd.h>

#include "common/clock.h"
#include "common/lang.h"
#include "tui/alert.h"
#include "tui/key.h"
#include "tui/queue_watch.h"
#include "tui/screens.h"

/* By itself the screen is drawn twice at once and then this often: at most 10 times in any second. What a key
 * did is drawn at once. */
enum { DRAW_EVERY_US = G_USEC_PER_SEC / 8 };

static gboolean on_draw(gpointer data)
{
    App *app = data;

    app->draw_source = 0;
    app->next_draw = MAX(app->next_draw, g_get_monotonic_time()) + DRAW_EVERY_US;
    frame_draw(app);
    return G_SOURCE_REMOVE;
}

static gboolean on_tick(gpointer data)
{
    App *app = data;

    app->tick_source = 0;
    app_dirty(app);
    return G_SOURCE_REMOVE;
}

static gboolean clock_runs(const App *app)
{
    const Screen *top = app_top(app);

    return app_ringing(app) != NULL || (app->me != NULL && app->me->too_long_at != 0)
           || (top != NULL && top->ops->ticks != NULL && top->ops->ticks(SCREEN(top)));
}

void app_dirty(App *app)
{
    gint64 wait = app->next_draw - DRAW_EVERY_US - g_get_monotonic_time();

    if (app->draw_source == 0)
        app->draw_source = wait <= 0 ? g_idle_add_full(G_PRIORITY_HIGH_IDLE, on_draw, app, NULL)
                                     : g_timeout_add((guint)(wait / 1000 + 1), on_draw, app);
    if (app->tick_source == 0 && clock_runs(app))
        app->tick_source = g_timeout_add(1000, on_tick, app);
}

void app_draw_now(App *app)
{
    g_clear_handle_id(&app->draw_source, g_source_remove);
    app->next_draw = MIN(app->next_draw, g_get_monotonic_time());
    app_dirty(app);
}

gboolean app_takes_calls(const App *app)
{
    return app->me != NULL && (strcmp(app->me->role, "agent") == 0 || strcmp(app->me->role, "lead") == 0);
}

const Call *app_ringing(const App *app)
{
    return app_takes_calls(app) ? queue_watch_next(app) : NULL;
}

void app_quit(App *app)
{
    g_main_loop_quit(app->loop);
}

void app_give_up(App *app, const char *sentence)
{
    g_free(app->last_words);
    app->last_words = g_strdup(sentence);
    app_quit(app);
}

static gboolean on_keyboard(gint fd, GIOCondition condition, gpointer data)
{
    (void)fd;
    input_drain(data);
    if (condition & (G_IO_HUP | G_IO_ERR)) {
        app_quit(data);
        return G_SOURCE_REMOVE;
    }
    return G_SOURCE_CONTINUE;
}

static gboolean on_resize(gpointer data)
{
    struct winsize size;

    if (ioctl(STDOUT_FILENO, TIOCGWINSZ, &size) == 0 && size.ws_row > 0 && size.ws_col > 0)
        resizeterm(size.ws_row, size.ws_col);
    /* what a terminal makes of its old content is its own affair */
    clearok(curscr, TRUE);
    app_draw_now(data);
    return G_SOURCE_CONTINUE;
}

static gboolean on_end_signal(gpointer data)
{
    app_quit(data);
    return G_SOURCE_CONTINUE;
}

static void on_link(DbLink link, gpointer data)
{
    App *app = data;

    (void)link;
    session_tell(app, NEWS_LINK, 0);
    app_dirty(app);
}

App *app_new(const char *conninfo, const char *banner)
{
    App *app = g_new0(App, 1);

    app->program.app = app;
    app->loop = g_main_loop_new(NULL, FALSE);
    app->db = db_new(conninfo);
    app->banner = banner;
    app->catalog = catalog_new();
    app->alert = alert_new(app);
    app->stack = g_ptr_array_new();
    app->replies = g_ptr_array_new();
    app->marks = g_getenv("HOTLINE_TEST_MARK") != NULL;
    db_on_link(app->db, on_link, app);
    session_prepare(app);
    return app;
}

static void leave_screens(App *app)
{
    Screen *form = app->form;

    app->form = NULL;
    while (app->stack->len > 0) {
        Screen *top = app_top(app);
        g_ptr_array_set_size(app->stack, (int)app->stack->len - 1);
        if (top == form)
            form = NULL;
        screen_free(top);
    }
    if (form != NULL)
        screen_free(form);
}

void app_free(App *app)
{
    leave_screens(app);
    session_finish(app);
    alert_free(app->alert);
    g_clear_handle_id(&app->draw_source, g_source_remove);
    g_clear_handle_id(&app->tick_source, g_source_remove);
    g_clear_handle_id(&app->key_source, g_source_remove);
    g_clear_pointer(&app->outbox, outbox_free);
    db_free(app->db);
    g_clear_handle_id(&app->draw_source, g_source_remove);
    g_clear_handle_id(&app->tick_source, g_source_remove);
    catalog_free(app->catalog);
    g_clear_pointer(&app->me, record_free);
    g_clear_pointer(&app->work, g_ptr_array_unref);
    g_clear_pointer(&app->waiting, g_ptr_array_unref);
    g_clear_pointer(&app->figures, record_free);
    g_clear_pointer(&app->messages, g_ptr_array_unref);
    g_clear_pointer(&app->breaks, g_ptr_array_unref);
    g_ptr_array_unref(app->stack);
    g_ptr_array_unref(app->replies);
    g_main_loop_unref(app->loop);
    g_free(app->scope);
    g_free(app->prefix);
    g_free(app);
}

/* Warnings of libraries would paint over the screen. */
static GLogWriterOutput write_no_log(GLogLevelFlags level, const GLogField *fields, gsize n, gpointer data)
{
    (void)data;
    if (g_getenv("HOTLINE_LOG") == NULL)
        return G_LOG_WRITER_HANDLED;
    return g_log_writer_journald(level, fields, n, NULL);
}

int app_run(App *app, char **last_words)
{
    guint sources[4];

    if (!isatty(STDIN_FILENO) || !isatty(STDOUT_FILENO)) {
        *last_words = g_strdup(_("The workstation needs a terminal to read from and to draw on."));
        return 1;
    }
    g_log_set_writer_func(write_no_log, NULL, NULL);
    /* a file that may not grow is a disk that refuses, which is said and tried again, not the end */
    signal(SIGXFSZ, SIG_IGN);
    if (newterm(NULL, stdout, stdin) == NULL) {
        *last_words = g_strdup_printf(_("This terminal (TERM=%s) is not known here. Try TERM=vt100."), g_getenv("TERM"));
        return 1;
    }
    theme_init();
    key_init();
    sources[0] = g_unix_fd_add(STDIN_FILENO, G_IO_IN | G_IO_HUP | G_IO_ERR, on_keyboard, app);
    sources[1] = g_unix_signal_add(SIGWINCH, on_resize, app);
    sources[2] = g_unix_signal_add(SIGTERM, on_end_signal, app);
    sources[3] = g_unix_signal_add(SIGHUP, on_end_signal, app);
    app_push(app, link_screen_new(app));
    db_start(app->db);
    g_main_loop_run(app->loop);
    for (guint i = 0; i < G_N_ELEMENTS(sources); i++)
        g_source_remove(sources[i]);
    key_finish();
    endwin();
    *last_words = g_steal_pointer(&app->last_words);
    return *last_words == NULL ? 0 : 1;
}
