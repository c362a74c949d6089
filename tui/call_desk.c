/* The call or message one is in: taking it, and that its form is always found, whatever was lost on the way. */
#include <string.h>

#include "common/lang.h"
#include "tui/break_desk.h"
#include "tui/screens.h"

/* A form that was filed makes one ready; a key meant for the time before must not undo that. */
enum { SETTLED_US = 2 * G_USEC_PER_SEC };

static gboolean in_call(const App *app)
{
    return app_takes_calls(app) && app->me->call_id != 0
           && (strcmp(app->me->state, "talking") == 0 || strcmp(app->me->state, "after_call") == 0
               || strcmp(app->me->state, "writing") == 0);
}

static void on_state(Screen *screen, const char *answer, const DbError *error)
{
    (void)answer;
    if (error != NULL)
        app_say_error(screen->app, error);
    app_refresh(screen->app, NEWS_AGENT, 0);
}

static void open_form(App *app, gint64 call)
{
    app->call_waits = 0;
    app->call_shown = call;
    form_screen_open(app, call, 0, NULL);
}

gboolean call_desk_open_form(App *app)
{
    if (app->call_waits == 0)
        return FALSE;
    open_form(app, app->call_waits);
    return TRUE;
}

static void on_taken(Screen *screen, const char *answer, const DbError *error)
{
    App *app = screen->app;

    app->take_pressed = FALSE;
    if (error != NULL) {
        app_say_error(app, error);
    } else {
        g_autoptr(TicketAnswer) taken = ticket_answer_parse(answer);
        open_form(app, taken->call);
    }
    app_refresh(app, NEWS_AGENT, 0);
    app_refresh(app, NEWS_CALL, 0);
}

static const char *why_no_call(const App *app)
{
    if (!app_takes_calls(app) || strcmp(app->me->state, "ready") == 0)
        return _("No call is ringing.");
    return _("Go ready first (F3), then take calls.");
}

void call_desk_take(App *app, gint64 call)
{
    const Call *ringing = app_ringing(app);

    if (app->take_pressed || call_desk_open_form(app))
        return;
    if (in_call(app) && form_screen_call(app) == app->me->call_id) {
        app_open_form(app);
        return;
    }
    /* what does not ring for a lead can be taken off the list all the same */
    if (ringing == NULL && (call == 0 || strcmp(app->me->state, "ready") != 0)) {
        app_say(app, ROLE_MUTED, why_no_call(app));
        return;
    }
    app->take_pressed = TRUE;
    call_take(app->outbox, call != 0 ? call : ringing->id, REPLY_ANSWER(&app->program, on_taken));
}

/* After an abusive call a break is offered. */
static gboolean break_offered(const App *app)
{
    return strcmp(app->me->state, "after_call") == 0 && strcmp(app->me->reason, "abused") == 0;
}

void call_desk_toggle_ready(App *app)
{
    gboolean ready = strcmp(app->me->state, "ready") == 0;
    gboolean asked = break_desk_close(app);

    if (!asked && ready && g_get_monotonic_time() - app->ready_at < SETTLED_US) {
        app_say(app, ROLE_NORMAL, _("Ready. The next call rings here."));
        return;
    }
    if (!asked && (ready || break_offered(app)))
        break_desk_begin(app, ready ? "" : "recover");
    else
        person_set_state(app->outbox, "ready", "", REPLY_ANSWER(&app->program, on_state));
}

/* A call at a telephone ends there; whose telephone is hung up already, and it did not end, says so by the key pressed again. */
static void on_hung_up(Screen *screen, const char *answer, const DbError *error)
{
    if (error != NULL && g_strcmp0(error->constraint, "hang_up_telephone") == 0)
        screen->app->told_to_hang_up = screen->app->me->call_id;
    on_state(screen, answer, error);
}

void call_desk_hang_up(App *app)
{
    if (strcmp(app->me->state, "talking") == 0)
        call_end(app->outbox, app->me->call_id, app->told_to_hang_up == app->me->call_id, REPLY_ANSWER(&app->program, on_hung_up));
    else if (strcmp(app->me->state, "after_call") == 0)
        person_set_state(app->outbox, "ready", "", REPLY_ANSWER(&app->program, on_state));
    else if (strcmp(app->me->state, "writing") == 0)
        app_say(app, ROLE_MUTED, _("This is a message, nobody is on the line: it is over when its record is filed."));
    else
        app_say(app, ROLE_MUTED, _("There is no call to end."));
}

static gboolean lacks_form(const App *app)
{
    /* a record that is on its way counts: its answer is followed by news */
    return in_call(app) && !app->take_pressed && form_screen_call(app) != app->me->call_id
           && outbox_pending(app->outbox) == 0;
}

/* The answer of call_detail to call_desk_check. */
static void on_detail(Screen *screen, GPtrArray *rows, const DbError *error)
{
    App *app = screen->app;
    const Call *call = rows != NULL && rows->len > 0 ? g_ptr_array_index(rows, 0) : NULL;
    const Screen *top = app_top(app);

    app->call_waits = 0;
    if (error != NULL || call == NULL || call->has_record || !lacks_form(app) || call->id != app->me->call_id)
        return;
    app->call_waits = call->id;
    if (app->call_shown != call->id && (top->ops->places & IN_TEXT) == 0)
        call_desk_open_form(app);
}

void call_desk_check(App *app)
{
    if (lacks_form(app))
        call_detail(app->db, app->me->call_id, REPLY_ROWS(&app->program, on_detail));
    else
        app->call_waits = 0;
}
