/* The ring line: a line, never a box over what one types. */
#include "tui/ring_line.h"

#include <curses.h>
#include <string.h>

#include "common/clock.h"
#include "common/lang.h"
#include "tui/queue_watch.h"
#include "tui/training_desk.h"

static void run(int y, int *x, const char *text, Role role)
{
    *x += draw_run(y, *x, COLS - *x, text, role);
}

/* What the centre has set an agent aside for stands there until a key ends it. */
static const struct {
    const char *state;
    const char *reason;
    const char *key;  /* msgid */
    const char *text; /* msgid */
} aside[] = {
    {"break", "missed_ring", N_(" [F3 ready] "), N_(" Your telephone rang and nobody picked it up: you are on a break.")},
    {"after_call", "abused", N_(" [F3 break] "), N_(" That call was abusive: take a break if you like.  F4 go on")},
};

static gboolean draw_aside(const App *app, int y)
{
    int x = 1;

    for (guint i = 0; app->me != NULL && i < G_N_ELEMENTS(aside); i++)
        if (strcmp(app->me->state, aside[i].state) == 0 && strcmp(app->me->reason, aside[i].reason) == 0) {
            run(y, &x, _(aside[i].key), ROLE_RINGING);
            run(y, &x, _(aside[i].text), ROLE_STRONG);
            return TRUE;
        }
    return FALSE;
}

static const char *hint(const App *app, Role *role)
{
    *role = ROLE_MUTED;
    if (app->me == NULL || !app_takes_calls(app))
        return "";
    if (strcmp(app->me->state, "talking") == 0)
        return app->form == NULL ? _("In a call.  F4 hang up") : "";
    if (app->me->too_long_at != 0 && app->me->too_long_at <= g_get_real_time()) {
        *role = ROLE_OVERDUE;
        return _("! After-call work takes too long: file the record, or F4 when it is done.");
    }
    if (strcmp(app->me->state, "after_call") == 0)
        return _("After-call work: file the record, or F4 when it is done.");
    if (strcmp(app->me->state, "writing") == 0)
        return app->form == NULL ? _("A message is with you: file its record, and you are free.") : "";
    if (strcmp(app->me->state, "ready") == 0)
        return _("Ready. The next call rings here.");
    return _("Three keys to begin with:  F3 go ready   F2 take the call that rings   F1 or ? help");
}

/* A call without a form is work that must not be forgotten: as loud as a call that rings. */
static void draw_hint(const App *app, int y)
{
    g_autofree char *training = NULL;
    Role role = ROLE_NORMAL;
    int x = 1;

    if (app->call_waits != 0) {
        run(y, &x, _(" [F2 form] "), ROLE_RINGING);
        run(y, &x, _(" You are in a call and its form is not open."), ROLE_STRONG);
        return;
    }
    if (draw_aside(app, y))
        return;
    training = training_desk_text(app, COLS - 2);
    if (training == NULL) {
        const char *text = hint(app, &role);
        run(y, &x, text, role);
    } else {
        run(y, &x, training, role);
    }
}

void ring_line_draw(const App *app, int y)
{
    const Call *call = app_ringing(app);
    g_autofree char *text = NULL;
    g_autofree char *waited = NULL;
    g_autofree char *key = NULL;
    int x = 0;

    draw_text(y, 0, COLS, "", ROLE_NORMAL);
    if (call == NULL) {
        draw_hint(app, y);
        return;
    }
    waited = queue_watch_waited(call);
    key = call->by_switch ? g_strdup(_(" [your telephone rings: pick up] ")) : g_strdup_printf(" [F2 %s] ", _("take"));
    run(y, &x, key, ROLE_RINGING);
    if (*call->mark != '\0') {
        g_autofree char *mark = g_strdup_printf(" !! %s ", call->mark);
        run(y, &x, mark, ROLE_OVERDUE);
    }
    text = call_is_message(call)
        ? g_strdup_printf(_(" %s message %s  waiting %s  %s  %s"), call->channel_name, call->phone_masked, waited, call->note, call->area)
        : g_strdup_printf(_(" Ringing %s  waiting %s  call %d this month  %s"), call->phone_masked, waited,
                          (int)call->month_calls, call->area);
    run(y, &x, text, ROLE_STRONG);
    if (call->open_tickets > 0) {
        g_autofree char *open = g_strdup_printf(_("  open tickets %d"), (int)call->open_tickets);
        run(y, &x, open, ROLE_DUE);
    }
}
