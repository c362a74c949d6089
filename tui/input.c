/* From keys to actions: the prefix key, the screen's own actions, the program's. */
#include <curses.h>
#include <string.h>

#include "common/lang.h"
#include "tui/app.h"
#include "tui/key.h"
#include "tui/screens.h"

guint input_role(const App *app)
{
    return app->me != NULL ? action_role_bit(app->me->role) : (guint)~0;
}

static void on_state(Screen *screen, const char *answer, const DbError *error)
{
    (void)answer;
    if (error != NULL)
        app_say_error(screen->app, error);
    app_refresh(screen->app, NEWS_AGENT, 0);
}

static void on_taken(Screen *screen, const char *answer, const DbError *error)
{
    App *app = screen->app;

    app->take_pressed = 0;
    if (error != NULL) {
        app_say_error(app, error);
    } else {
        g_autoptr(TicketAnswer) taken = ticket_answer_parse(answer);
        form_screen_open(app, taken->call, 0, NULL);
    }
    app_refresh(app, NEWS_AGENT, 0);
    app_refresh(app, NEWS_CALL, 0);
}

/* The answers of these belong to the program, which lives as long as its root screen's place. */
static Screen *anchor(App *app)
{
    return g_ptr_array_index(app->stack, 0);
}

static void take_call(App *app)
{
    const Call *call = app_ringing(app);

    if (app->take_pressed != 0)
        return;
    if (call == NULL) {
        app_say(app, ROLE_MUTED, app_takes_calls(app) && strcmp(app->me->state, "ready") != 0
                                     ? _("Go ready first (F3), then take calls.") : _("No call is ringing."));
        return;
    }
    app->take_pressed = call->id;
    call_take(app->outbox, call->id, REPLY_ANSWER(anchor(app), on_taken));
}

static void toggle_ready(App *app)
{
    person_set_state(app->outbox, strcmp(app->me->state, "ready") == 0 ? "break" : "ready",
                     REPLY_ANSWER(anchor(app), on_state));
}

static void hang_up(App *app)
{
    if (strcmp(app->me->state, "talking") == 0)
        call_end(app->outbox, app->me->call_id, REPLY_ANSWER(anchor(app), on_state));
    else if (strcmp(app->me->state, "after_call") == 0)
        person_set_state(app->outbox, "ready", REPLY_ANSWER(anchor(app), on_state));
    else
        app_say(app, ROLE_MUTED, _("There is no call to end."));
}

static void do_program_action(App *app, const Action *action)
{
    switch (action->id) {
    case ACT_TAKE:
        take_call(app);
        break;
    case ACT_READY:
        toggle_ready(app);
        break;
    case ACT_HANG_UP:
        hang_up(app);
        break;
    case ACT_ROOT_1:
    case ACT_ROOT_2:
    case ACT_ROOT_3:
        app_open_root(app, (guint)(action->id - ACT_ROOT_1));
        break;
    case ACT_TO_FORM:
        app_open_form(app);
        break;
    case ACT_NEW:
        form_screen_open(app, 0, 0, NULL);
        break;
    default:
        break;
    }
}

/* Actions that need no database and work from the first moment on. */
static gboolean do_always(App *app, const Action *action)
{
    switch (action->id) {
    case ACT_HELP:
        app_push(app, help_screen_new(app, app_top(app)));
        return TRUE;
    case ACT_BACK:
        app_pop(app);
        return TRUE;
    case ACT_QUIT:
        app_quit(app);
        return TRUE;
    case ACT_REDRAW:
        clearok(curscr, TRUE);
        return TRUE;
    case ACT_RETRY:
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
    if (!do_always(app, action) && app->me != NULL)
        do_program_action(app, action);
}

static void type_text(App *app, const Key *key)
{
    Screen *top = app_top(app);

    if (top->ops->type != NULL)
        top->ops->type(top, key->text, key->kind == KEY_KIND_PASTE);
}

static void unknown_key(App *app)
{
    g_autofree char *help = g_strdup_printf(_("This key does nothing here. %s explains the screen."),
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
        unknown_key(app);
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
            press(app, &key);
        key_clear(&key);
    }
    read_again(app);
    app_dirty(app);
}
