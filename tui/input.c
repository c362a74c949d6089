/* From keys to actions: the prefix key, the screen's own actions, the program's. */
#include <curses.h>
#include <string.h>

#include "common/lang.h"
#include "tui/alert.h"
#include "tui/app.h"
#include "tui/key.h"
#include "tui/message_line.h"
#include "tui/screens.h"
#include "tui/training_desk.h"

guint input_role(const App *app)
{
    return app->me != NULL ? action_role_bit(app->me->role) : (guint)~0;
}

static void do_program_action(App *app, const Action *action)
{
    switch (action->id) {
    case ACT_TAKE:
        call_desk_take(app, 0);
        break;
    case ACT_READY:
        call_desk_toggle_ready(app);
        break;
    case ACT_HANG_UP:
        call_desk_hang_up(app);
        break;
    case ACT_ROOT_1:
    case ACT_ROOT_2:
    case ACT_ROOT_3:
    case ACT_ROOT_4:
    case ACT_ROOT_5:
    case ACT_ROOT_6:
        app_open_root(app, (guint)(action->id - ACT_ROOT_1));
        break;
    case ACT_KNOWLEDGE:
        app_push(app, knowledge_screen_new(app, ""));
        break;
    case ACT_TO_FORM:
        if (!call_desk_open_form(app))
            app_open_form(app);
        break;
    case ACT_NEW:
        if (!call_desk_open_form(app))
            form_screen_open(app, 0, 0, NULL);
        break;
    case ACT_KEPT:
        kept_forms_list(app);
        break;
    case ACT_REMINDER:
        alert_open(app->alert);
        break;
    case ACT_SNOOZE:
        alert_snooze(app->alert);
        break;
    case ACT_MESSAGES:
        message_line_read(app);
        break;
    case ACT_PEOPLE:
        app_push(app, people_screen_new(app));
        break;
    case ACT_CHECKS:
        app_push(app, checks_screen_new(app));
        break;
    default:
        break;
    }
}

static void say_how_to_leave(App *app)
{
    app_say(app, ROLE_MUTED, (app_top(app)->ops->places & IN_TEXT) != 0 ? _("^X q leaves the program; what is typed stays.")
                                                                       : _("Q leaves the program."));
}

/* Actions that need no database and work from the first moment on. */
static gboolean do_always(App *app, const Action *action)
{
    switch (action->id) {
    case ACT_HELP:
        app_push(app, help_screen_new(app, app_top(app)));
        return TRUE;
    case ACT_BACK:
        if (app->stack->len > 1)
            app_pop(app);
        else
            say_how_to_leave(app);
        return TRUE;
    case ACT_QUIT:
        app_quit(app);
        return TRUE;
    case ACT_REDRAW:
        clearok(curscr, TRUE);
        return TRUE;
    case ACT_RETRY:
        if (db_link(app->db) == DB_ONLINE && !app->entered)
            session_ask_who(app);
        else
            db_retry_now(app->db);
        return TRUE;
    default:
        return FALSE;
    }
}

void input_do(App *app, const Action *action)
{
    Screen *top = app_top(app);

    if (top->ops->act != NULL && top->ops->act(top, action))
        return;
    if (!do_always(app, action) && app->me != NULL && !training_desk_act(app, top, action->id))
        do_program_action(app, action);
}

static gboolean is_state(const App *app, const char *state)
{
    return app->me != NULL && strcmp(app->me->state, state) == 0;
}

gboolean input_offers(const App *app, const Action *action)
{
    switch (action->id) {
    case ACT_TAKE:
        return is_state(app, "ready") || app->call_waits != 0;
    case ACT_READY:
        return !is_state(app, "talking") && !is_state(app, "writing");
    case ACT_HANG_UP:
        return is_state(app, "talking") || is_state(app, "after_call");
    case ACT_KEPT:
        return app->kept_forms > 0;
    case ACT_REMINDER:
    case ACT_SNOOZE:
        return alert_waits(app->alert);
    case ACT_MESSAGES:
        return app->messages != NULL && app->messages->len > 0;
    case ACT_RETRY:
        return !app->entered || db_link(app->db) != DB_ONLINE;
    case ACT_BACK:
        return app->stack->len > 1;
    case ACT_QUIT:
        return app->stack->len == 1;
    case ACT_SAY:
    case ACT_TALK:
    case ACT_HINT:
        return training_desk_offers(app, action->id);
    default:
        return TRUE;
    }
}

static void type_text(App *app, const Key *key)
{
    Screen *top = app_top(app);

    if (top->ops->type != NULL)
        top->ops->type(top, key->text, key->kind == KEY_KIND_PASTE);
}

static void unknown_key(App *app, const char *key)
{
    g_autofree char *help = NULL;

    if (strcmp(key, "C-c") == 0) {
        say_how_to_leave(app);
        return;
    }
    help = g_strdup_printf(_("This key does nothing here. %s explains the screen."),
                                            (app_top(app)->ops->places & IN_TEXT) != 0 ? "F1" : "?");
    app_say(app, ROLE_MUTED, help);
}

static void press(App *app, const Key *key)
{
    Screen *top = app_top(app);
    gboolean is_prefix = FALSE;
    g_autofree char *prefix = g_steal_pointer(&app->prefix);
    const Action *action = action_find(prefix, key->text, top->ops->places, input_role(app), &is_prefix);

    if (action != NULL)
        input_do(app, action);
    else if (is_prefix)
        app->prefix = g_strdup(key->text);
    else if (key->kind == KEY_KIND_TEXT && prefix == NULL && (top->ops->places & IN_TEXT) != 0)
        type_text(app, key);
    else if (prefix == NULL || strcmp(key->text, "Esc") != 0)
        unknown_key(app, key->text);
}

/* A sentence about the screen before is over with it. */
static void press_and_tidy(App *app, const Key *key)
{
    guint turn = app->turn;
    guint said = app->message_n;

    press(app, key);
    if (app->turn != turn && app->message_n == said)
        app_unsay(app);
}

static gboolean on_read_again(gpointer data)
{
    App *app = data;

    app->key_source = 0;
    input_drain(app);
    return G_SOURCE_REMOVE;
}

static void read_again(App *app)
{
    guint ms = key_again_ms();

    g_clear_handle_id(&app->key_source, g_source_remove);
    if (ms != 0)
        app->key_source = g_timeout_add(ms, on_read_again, app);
}

void input_drain(App *app)
{
    Key key;

    while (app_top(app) != NULL && key_read(&key)) {
        if (key.kind == KEY_KIND_END) {
            app_quit(app);
            return;
        }
        if (key.kind == KEY_KIND_PASTE)
            type_text(app, &key);
        else
            press_and_tidy(app, &key);
        key_clear(&key);
    }
    read_again(app);
    app_draw_now(app);
}
