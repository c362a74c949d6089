/* The frame around every screen: top line, ringing line, body, work line, status line, footer. */
#include <curses.h>
#include <stdio.h>
#include <string.h>

#include "common/clock.h"
#include "common/label.h"
#include "common/lang.h"
#include "common/text.h"
#include "tui/alert.h"
#include "tui/app.h"
#include "tui/key.h"
#include "tui/message_line.h"
#include "tui/queue_watch.h"
#include "tui/training_desk.h"

enum { MIN_ROWS = 16, MIN_COLS = 60 };

static int run(int y, int *x, const char *text, Role role)
{
    int used = draw_run(y, *x, COLS - *x, text, role);

    *x += used;
    return used;
}

static void draw_tabs(const App *app, int *x)
{
    const RootScreen *roots = app_roots(app->me);

    for (guint i = 0; roots[i].label != NULL; i++) {
        g_autofree char *tab = g_strdup_printf(i == app->root ? "[%u%s]" : " %u%s ", i + 1, _(roots[i].label));
        run(0, x, tab, ROLE_TITLE);
    }
    if (app->form != NULL)
        run(0, x, app_top(app) == app->form ? _("[form]") : _(" form:o "), ROLE_TITLE);
    if (app->kept_forms > 0) {
        g_autofree char *kept = g_strdup_printf(ngettext(" %u kept:^X o ", " %u kept:^X o ", app->kept_forms), app->kept_forms);
        run(0, x, kept, ROLE_TITLE);
    }
}

/* Without since when where there is no room for it. */
static char *person_text(const App *app, int cols)
{
    const Person *me = app->me;
    g_autofree char *since = clock_text(me->since, CLOCK_TIME);
    g_autofree char *whole = NULL;

    if (*me->state == '\0')
        return g_strdup_printf("%s %s %s", me->name, me->number, *me->unit != '\0' ? me->unit : label_text(LABEL_ROLE, me->role));
    whole = g_strdup_printf("%s %s  %s %s ", me->name, me->number, label_text(LABEL_AGENT_STATE, me->state), since);
    if (text_width(whole) <= cols)
        return g_steal_pointer(&whole);
    return g_strdup_printf("%s %s", me->name, label_text(LABEL_AGENT_STATE, me->state));
}

static void draw_top(const App *app)
{
    int x = 0;
    g_autofree char *person = NULL;

    draw_text(0, 0, COLS, "", ROLE_TITLE);
    run(0, &x, app->me != NULL ? app->me->centre : "12345", ROLE_TITLE);
    if (app->banner != NULL) {
        run(0, &x, " ", ROLE_TITLE);
        run(0, &x, _(app->banner), ROLE_TITLE);
    }
    if (app->me == NULL)
        return;
    run(0, &x, "  ", ROLE_TITLE);
    draw_tabs(app, &x);
    person = person_text(app, COLS - x - 1);
    draw_right(0, x, COLS - x, person, ROLE_TITLE);
}

static const char *hint(const App *app)
{
    if (app->me == NULL || !app_takes_calls(app))
        return "";
    if (strcmp(app->me->state, "talking") == 0)
        return app->form == NULL ? _("In a call.  F4 hang up") : "";
    if (strcmp(app->me->state, "after_call") == 0)
        return _("After-call work: file the record, or F4 when it is done.");
    if (strcmp(app->me->state, "writing") == 0)
        return app->form == NULL ? _("A message is with you: file its record, and you are free.") : "";
    if (strcmp(app->me->state, "ready") == 0)
        return _("Ready. The next call rings here.");
    return _("Three keys to begin with:  F3 go ready   F2 take the call that rings   F1 or ? help");
}

/* A call without a form is work that must not be forgotten: as loud as a call that rings. */
static void draw_hint(const App *app)
{
    int x = 1;

    draw_text(1, 0, COLS, "", ROLE_NORMAL);
    if (app->call_waits == 0) {
        g_autofree char *training = training_desk_text(app);
        run(1, &x, training != NULL ? training : hint(app), training != NULL ? ROLE_NORMAL : ROLE_MUTED);
        return;
    }
    run(1, &x, _(" [F2 form] "), ROLE_RINGING);
    run(1, &x, _(" You are in a call and its form is not open."), ROLE_STRONG);
}

static void draw_ring(const App *app)
{
    const Call *call = app_ringing(app);
    g_autofree char *text = NULL;
    g_autofree char *waited = NULL;
    g_autofree char *key = NULL;
    int x = 0;

    if (call == NULL) {
        draw_hint(app);
        return;
    }
    waited = queue_watch_waited(call);
    key = g_strdup_printf(" [F2 %s] ", _("take"));
    run(1, &x, key, ROLE_RINGING);
    if (*call->mark != '\0') {
        g_autofree char *mark = g_strdup_printf(" !! %s ", call->mark);
        run(1, &x, mark, ROLE_OVERDUE);
    }
    text = call_is_message(call)
        ? g_strdup_printf(_(" %s message %s  waiting %s  %s  %s"), call->channel_name, call->phone_masked, waited, call->note, call->area)
        : g_strdup_printf(_(" Ringing %s  waiting %s  call %d this month  %s"), call->phone_masked, waited,
                          (int)call->month_calls, call->area);
    run(1, &x, text, ROLE_STRONG);
    if (call->open_tickets > 0) {
        g_autofree char *open = g_strdup_printf(_("  open tickets %d"), (int)call->open_tickets);
        run(1, &x, open, ROLE_DUE);
    }
    draw_text(1, x, COLS - x, "", ROLE_NORMAL);
}

static void draw_work(const App *app, int y)
{
    int x = 1;

    draw_text(y, 0, COLS, "", ROLE_NORMAL);
    if (message_line_draw(app, y) || app->work == NULL)
        return;
    run(y, &x, _("Waiting for me:"), ROLE_LABEL);
    for (guint i = 0; i < app->work->len; i++) {
        const PersonWork *work = g_ptr_array_index(app->work, i);
        gboolean late = strcmp(work->filter, "overdue") == 0 && work->count > 0;
        g_autofree char *item = g_strdup_printf("  %s %d%s%s", label_text(LABEL_FILTER, work->filter), (int)work->count,
                                                work->count >= 200 ? "+" : "", late ? "!" : "");
        run(y, &x, item, late ? ROLE_OVERDUE : work->count > 0 ? ROLE_NORMAL : ROLE_MUTED);
    }
}

static const char *link_text(const App *app, Role *role)
{
    *role = ROLE_BAD;
    switch (db_link(app->db)) {
    case DB_ONLINE:
        *role = ROLE_GOOD;
        return _("connected");
    case DB_CONNECTING:
        return _("connecting ...");
    case DB_STALLED:
        return _("no answer from the database");
    case DB_REFUSED:
        return _("not let in");
    case DB_NEEDS_PASSWORD:
        return _("password needed");
    default:
        return _("not connected");
    }
}

/* At the right end, in one number where a sentence needs the room. Returns the column where it begins. */
static int draw_reminders(const App *app, int y, int from)
{
    int need = app->message != NULL ? text_width(app->message) + 4 : 4;
    g_autofree char *text = alert_text(app->alert, FALSE);
    int x;

    if (text != NULL && from + need + text_width(text) > COLS) {
        g_free(text);
        text = alert_text(app->alert, TRUE);
    }
    if (text == NULL)
        return COLS;
    x = MAX(COLS - 1 - text_width(text), from);
    draw_run(y, x, COLS - x, text, ROLE_DUE);
    return x;
}

static void draw_status(const App *app, int y)
{
    Role role;
    const char *link = link_text(app, &role);
    guint kept = app->outbox != NULL ? outbox_pending(app->outbox) : 0;
    g_autofree char *alert = queue_watch_alert(app);
    int x = 1;
    int end;

    draw_text(y, 0, COLS, "", ROLE_NORMAL);
    run(y, &x, link, role);
    if (kept > 0) {
        g_autofree char *waiting = g_strdup_printf(ngettext(" %u kept, to be sent", " %u kept, to be sent", kept), kept);
        run(y, &x, waiting, ROLE_DUE);
    }
    end = draw_reminders(app, y, x);
    if (alert != NULL && end > x + 3) {
        run(y, &x, "  ", ROLE_NORMAL);
        run(y, &x, alert, ROLE_OVERDUE);
    }
    if (app->message != NULL && end > x + 3)
        draw_run(y, x + 2, end - x - 3, app->message, app->message_role);
}

static gboolean in_footer(const App *app, const Screen *top, const Action *action)
{
    if (action->label == NULL || (action->where & top->ops->places) == 0
        || (action->roles & input_role(app)) == 0 || !input_offers(app, action))
        return FALSE;
    return top->ops->offers == NULL || top->ops->offers(SCREEN(top), action);
}

/* With a prefix pressed: all that may follow it, in words. */
static void draw_prefix(const App *app, int y, const Screen *top)
{
    int x = 1;
    g_autofree char *begin = g_strdup_printf("%s ", app->prefix);

    run(y, &x, key_caption(app->prefix), ROLE_KEY);
    for (const Action *action = action_table; action->id != ACT_NONE; action++) {
        if (!in_footer(app, top, action))
            continue;
        for (int i = 0; i < 4 && action->keys[i] != NULL; i++)
            if (g_str_has_prefix(action->keys[i], begin)) {
                run(y, &x, " ", ROLE_NORMAL);
                run(y, &x, action->keys[i] + strlen(begin), ROLE_KEY);
                run(y, &x, _(action->label), ROLE_NORMAL);
            }
    }
}

/* One key and its word at the right end, before column end. Returns the column where it begins. */
static int draw_at_end(int y, int end, const Screen *top, ActionId id)
{
    const Action *action = action_by_id(id);
    const char *key = key_caption(action_key(action, top->ops->places));
    int x = end - text_width(key) - text_width(_(action->label)) - 1;
    int at = x;

    run(y, &at, key, ROLE_KEY);
    run(y, &at, _(action->label), ROLE_NORMAL);
    return x;
}

static gboolean stands_at_end(const Action *action)
{
    return action->id == ACT_HELP || action->id == ACT_BACK || action->id == ACT_QUIT;
}

/* Room is short: first what may be done with this very thing, then what this screen does, then the rest; what
 * needs two keys after all of those, for its first key lists it. */
enum { TURN_STEP, TURN_SCREEN, TURN_ANYWHERE, TURN_TWO_KEYS, TURNS };

static int turn_of(const Action *action, const char *key)
{
    if (strchr(key, ' ') != NULL)
        return TURN_TWO_KEYS;
    if ((action->where & IN_ANY) != 0)
        return TURN_ANYWHERE;
    return action->step != NULL ? TURN_STEP : TURN_SCREEN;
}

static void draw_turn(const App *app, int y, int *x, int end, int turn)
{
    const Screen *top = app_top(app);

    for (const Action *action = action_table; action->id != ACT_NONE; action++) {
        const char *key = key_caption(action_key(action, top->ops->places));
        if (turn_of(action, key) != turn || !in_footer(app, top, action) || *key == '\0' || stands_at_end(action)
            || *x + text_width(key) + text_width(_(action->label)) + 1 > end)
            continue;
        run(y, x, key, ROLE_KEY);
        run(y, x, _(action->label), ROLE_NORMAL);
        run(y, x, " ", ROLE_NORMAL);
    }
}

static void draw_footer(const App *app, int y)
{
    const Screen *top = app_top(app);
    int x = 1;
    int end;

    draw_text(y, 0, COLS, "", ROLE_NORMAL);
    if (top == NULL)
        return;
    if (app->prefix != NULL) {
        draw_prefix(app, y, top);
        return;
    }
    /* help and the way out stand at the right end of every footer */
    end = draw_at_end(y, COLS, top, ACT_HELP);
    end = draw_at_end(y, end, top, input_offers(app, action_by_id(ACT_BACK)) ? ACT_BACK : ACT_QUIT);
    for (int turn = 0; turn < TURNS; turn++)
        draw_turn(app, y, &x, end, turn);
}

static void draw_screens(App *app, Rect body)
{
    guint from = app->stack->len;

    while (from > 0) {
        const Screen *screen = g_ptr_array_index(app->stack, --from);
        if (!screen->ops->overlay)
            break;
    }
    for (guint i = from; i < app->stack->len; i++) {
        Screen *screen = g_ptr_array_index(app->stack, i);
        Rect area = body;

        if (screen->ops->overlay) {
            area.rows = CLAMP(screen->ops->overlay_rows(screen, body), 1, body.rows);
            area.y = body.y + body.rows - area.rows;
            draw_blank(area, ROLE_NORMAL);
        }
        app->cursor_y = -1;
        screen->ops->draw(screen, area);
    }
}

static void place_cursor(const App *app)
{
    gboolean visible = app->cursor_y >= 0 && app->cursor_y < LINES && app->cursor_x < COLS;

    curs_set(visible ? 1 : 0);
    move(visible ? app->cursor_y : LINES - 1, visible ? app->cursor_x : 0);
}

/* Tests count the redraws by this mark. */
static void write_mark(const App *app)
{
    if (!app->marks)
        return;
    printf("\033]777;\a");
    fflush(stdout);
}

void frame_draw(App *app)
{
    erase();
    app->cursor_y = -1;
    if (LINES < MIN_ROWS || COLS < MIN_COLS) {
        g_autofree char *sentence = g_strdup_printf(_("Too small: %dx%d, at least %dx%d."), COLS, LINES, MIN_COLS, MIN_ROWS);
        draw_wrapped((Rect){0, 0, LINES, COLS}, 0, sentence, ROLE_NORMAL);
    } else {
        draw_top(app);
        draw_ring(app);
        draw_screens(app, (Rect){2, 0, LINES - 5, COLS});
        draw_work(app, LINES - 3);
        draw_status(app, LINES - 2);
        draw_footer(app, LINES - 1);
    }
    place_cursor(app);
    refresh();
    write_mark(app);
}
