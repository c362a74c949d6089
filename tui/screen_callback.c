/* One callback: what it is about, what the unit says it did, what to ask, and what came of it. */
#include <string.h>

#include "common/callback.h"
#include "common/clock.h"
#include "common/label.h"
#include "common/lang.h"
#include "tui/callback_sheet.h"
#include "tui/list.h"
#include "tui/screens.h"
#include "tui/ticket_text.h"

typedef struct {
    Screen screen;
    gint64 id;
    GPtrArray *callback; /* one Callback; NULL until read */
    GPtrArray *attempts; /* CallbackAttempt */
    GPtrArray *ticket;   /* one Ticket, or NULL */
    gboolean taken;      /* it was claimed here; the answer to that comes before it is read again */
    char *phone;         /* in full, once it is claimed here; NULL: masked, as it is where a code is dialled */
    int top, lines, page;
} CallbackScreen;

static const Callback *callback_of(const CallbackScreen *self)
{
    return self->callback != NULL && self->callback->len > 0 ? g_ptr_array_index(self->callback, 0) : NULL;
}

static const Ticket *ticket_of(const CallbackScreen *self)
{
    return self->ticket != NULL && self->ticket->len > 0 ? g_ptr_array_index(self->ticket, 0) : NULL;
}

static void on_ticket(Screen *screen, GPtrArray *rows, const DbError *error)
{
    reply_keep(screen, &((CallbackScreen *)screen)->ticket, rows, error);
}

static void on_attempts(Screen *screen, GPtrArray *rows, const DbError *error)
{
    reply_keep(screen, &((CallbackScreen *)screen)->attempts, rows, error);
}

static void on_callback(Screen *screen, GPtrArray *rows, const DbError *error)
{
    CallbackScreen *self = (CallbackScreen *)screen;

    reply_keep(screen, &self->callback, rows, error);
    if (callback_of(self) == NULL)
        return;
    if (!callback_of(self)->claimed) {
        self->taken = FALSE;
        g_clear_pointer(&self->phone, g_free);
    }
    if (callback_of(self)->ticket_id != 0)
        ticket_read(screen->app->db, callback_of(self)->ticket_id, REPLY_ROWS(screen, on_ticket));
}

static void read_again(CallbackScreen *self)
{
    callback_read(self->screen.app->db, self->id, REPLY_ROWS(self, on_callback));
    callback_attempts(self->screen.app->db, self->id, REPLY_ROWS(self, on_attempts));
}

static void show(Screen *screen)
{
    read_again((CallbackScreen *)screen);
}

/* --- what it says --- */

static void append_head(GString *text, const Callback *callback, const Ticket *ticket)
{
    g_autofree char *due = clock_text(callback->due_at, CLOCK_FULL);

    if (ticket != NULL) {
        g_string_append_printf(text, "%s  %s\n", ticket->number, ticket->title);
        ticket_marks(text, ticket);
    }
    g_string_append_printf(text, "%s: %s   %s: %s   %s\n", label_text(LABEL_FIELD, "citizen_name"),
                           *callback->citizen_name != '\0' ? callback->citizen_name : "-",
                           label_text(LABEL_FIELD, "phone"), callback->phone_masked, callback->area);
    if (*callback->closing != '\0') {
        g_autofree char *closed = clock_text(callback->closed_at, CLOCK_FULL);
        g_string_append_printf(text, _("Done %s: %s\n"), closed, label_text(LABEL_CALLBACK_CLOSING, callback->closing));
        return;
    }
    g_string_append_printf(text, _("Due %s   rung %d of at most %d times"), due, (int)callback->attempts, (int)callback->attempts_most);
    if (callback->missed_calls > 0)
        g_string_append_printf(text, ngettext("   gave up %d time", "   gave up %d times", (gulong)callback->missed_calls), (int)callback->missed_calls);
    if (*callback->claimed_by != '\0' && !callback->claimed)
        g_string_append_printf(text, _("   ! %s is ringing"), callback->claimed_by);
    g_string_append_c(text, '\n');
    if (*callback->promised_by != '\0')
        g_string_append_printf(text, _("Promised by %s: %s\n"), callback->promised_by, callback->note);
    else if (*callback->note != '\0')
        g_string_append_printf(text, "%s\n", callback->note);
}

static void append_script(GString *text, const Callback *callback, const Ticket *ticket)
{
    g_string_append_printf(text, "\n%s\n", _("-- What to ask --"));
    if (strcmp(callback->kind, "satisfaction") == 0)
        g_string_append_printf(text, _("Good day, this is 12345, about what you told us: %s.\n"
                                       "1. Has the unit been in touch with you? (responded)\n"
                                       "2. Has it been solved? (solved)\n"
                                       "3. Are you satisfied with how it was handled? (satisfied)\n"
                                       "If not: what is still wrong? It can go back to the unit, be supervised, or escalated.\n"),
                               ticket != NULL ? ticket->title : "");
    else if (strcmp(callback->kind, "promised") == 0)
        g_string_append(text, _("Good day, this is 12345. We promised to ring you.\n"));
    else
        g_string_append(text, _("Good day, this is 12345. You rang us and nobody answered; we are sorry. What can we do for you?\n"));
}

/* What the switch told. */
static void append_ring(GString *text, const CallbackAttempt *attempt)
{
    g_autofree char *talked = clock_span(0, attempt->seconds * G_USEC_PER_SEC);

    if (*attempt->ring != '\0')
        g_string_append_printf(text, _("  [telephone: %s%s%s]"), label_text(LABEL_RING, attempt->ring), attempt->seconds > 0 ? " " : "",
                               attempt->seconds > 0 ? talked : "");
    g_string_append_c(text, '\n');
}

static void append_attempts(GString *text, const GPtrArray *attempts)
{
    if (attempts == NULL || attempts->len == 0)
        return;
    g_string_append_printf(text, "\n%s\n", _("-- Rung so far --"));
    for (guint i = 0; i < attempts->len; i++) {
        const CallbackAttempt *attempt = g_ptr_array_index(attempts, i);
        g_autofree char *at = clock_text(attempt->at, CLOCK_DAY_TIME);
        g_string_append_printf(text, "%s  %s  %s  %s", at, attempt->who,
                               label_text(strcmp(attempt->outcome, "reached") == 0 ? LABEL_CALLBACK_CLOSING : LABEL_OUTCOME, attempt->outcome),
                               attempt->note);
        append_ring(text, attempt);
    }
}

/* Owned by the caller. */
static char *callback_text(const CallbackScreen *self)
{
    const Callback *callback = callback_of(self);
    const Ticket *ticket = ticket_of(self);
    GString *text = g_string_new(NULL);

    append_head(text, callback, ticket);
    append_attempts(text, self->attempts);
    if (ticket != NULL && *ticket->result != '\0')
        g_string_append_printf(text, "\n%s %s\n%s\n", _("-- What the unit says it did --"), ticket->unit, ticket->result);
    if (*callback->closing == '\0')
        append_script(text, callback, ticket);
    if (ticket != NULL)
        g_string_append_printf(text, "\n%s\n%s\n", _("-- What the citizen told us --"), ticket->body);
    return g_string_free(text, FALSE);
}

static void draw_title(const CallbackScreen *self, Rect body)
{
    const Callback *callback = callback_of(self);
    const char *kind = label_text(LABEL_CALLBACK, callback->kind);

    if (*callback->dial != '\0')
        ticket_dial_rule(body, kind, callback->dial);
    else
        ticket_number_rule(body, kind, self->phone);
}

static void draw(Screen *screen, Rect body)
{
    CallbackScreen *self = (CallbackScreen *)screen;
    g_autofree char *text = NULL;

    if (callback_of(self) == NULL) {
        draw_text(body.y, 1, body.cols - 1, self->callback == NULL ? _("Reading ...") : _("It does not exist, or it is not yours to see."), ROLE_MUTED);
        return;
    }
    draw_title(self, body);
    if (callback_of(self)->calls_from != 0 && *callback_of(self)->closing == '\0') {
        g_autofree char *from = clock_text(callback_of(self)->calls_from, CLOCK_DAY_TIME);
        g_autofree char *quiet = g_strdup_printf(_("Nobody is rung now: the quiet hours end at %s."), from);
        draw_text(body.y + body.rows - 1, 1, body.cols - 2, quiet, ROLE_DUE);
        body.rows--;
    }
    text = callback_text(self);
    self->page = body.rows - 1;
    self->lines = draw_wrapped((Rect){body.y + 1, 1, self->page, body.cols - 2}, self->top, text, ROLE_NORMAL);
}

/* --- what is done --- */

static void on_claimed(Screen *screen, const char *json, const DbError *error)
{
    CallbackScreen *self = (CallbackScreen *)screen;
    g_autoptr(TicketAnswer) answer = NULL;

    if (error != NULL) {
        app_say_error(screen->app, error);
        read_again(self);
        return;
    }
    answer = ticket_answer_parse(json);
    self->taken = TRUE;
    g_free(self->phone);
    self->phone = *answer->phone != '\0' ? g_strdup(answer->phone) : NULL;
    app_say(screen->app, ROLE_GOOD, _("It is yours to ring: nobody else will. x gives it back."));
    read_again(self);
}

static void on_released(Screen *screen, const char *json, const DbError *error)
{
    (void)json;
    if (error != NULL)
        app_say_error(screen->app, error);
    else
        app_say(screen->app, ROLE_NORMAL, _("Given back: another can ring."));
    read_again((CallbackScreen *)screen);
}

static gboolean is_kind(const Callback *callback, const char *kind)
{
    return strcmp(callback->kind, kind) == 0;
}

/* The footer shows what this kind of callback asks for. */
static gboolean offers(Screen *screen, const Action *action)
{
    const Callback *callback = callback_of((CallbackScreen *)screen);
    gboolean open = callback != NULL && *callback->closing == '\0';
    gboolean taken = ((CallbackScreen *)screen)->taken;
    gboolean mine = open && (callback->claimed || taken);

    switch (action->id) {
    case ACT_CLAIM:
        return open && !taken && *callback->dial == '\0';
    case ACT_RELEASE:
        return open && mine;
    case ACT_RING_BACK:
        return mine;
    case ACT_RATE:
        return mine && is_kind(callback, "satisfaction");
    case ACT_REACHED:
        return mine && !is_kind(callback, "satisfaction");
    case ACT_TO_TICKET:
        return callback != NULL && callback->ticket_id != 0;
    case ACT_RECORD_MISSED:
        return open && is_kind(callback, "missed") && mine;
    default:
        return TRUE;
    }
}

static gboolean act(Screen *screen, const Action *action)
{
    CallbackScreen *self = (CallbackScreen *)screen;
    const Callback *callback = callback_of(self);
    App *app = screen->app;

    if (list_scroll(&self->top, self->lines, self->page, action->id))
        return TRUE;
    if ((action->where & IN_CALLBACK) == 0 || callback == NULL)
        return FALSE;
    if (!offers(screen, action)) {
        app_say(app, ROLE_MUTED, callback != NULL && *callback->closing == '\0' && !callback->claimed
                                   ? _("Take this callback on first, so that nobody else rings.")
                                   : _("This cannot be done with this callback now."));
        return TRUE;
    }
    switch (action->id) {
    case ACT_CLAIM:
        callback_claim(app->outbox, self->id, REPLY_ANSWER(screen, on_claimed));
        return TRUE;
    case ACT_RELEASE:
        callback_release(app->outbox, self->id, REPLY_ANSWER(screen, on_released));
        return TRUE;
    case ACT_TO_TICKET:
        app_push(app, ticket_screen_new(app, callback->ticket_id));
        return TRUE;
    case ACT_RECORD_MISSED:
        form_screen_open(app, callback->call_id, 0, NULL);
        return TRUE;
    default:
        callback_sheet_open(screen, self->id, action->id);
        return TRUE;
    }
}

static void news(Screen *screen, News news, gint64 id)
{
    CallbackScreen *self = (CallbackScreen *)screen;

    if (news == NEWS_ALL || (news == NEWS_CALLBACK && (id == 0 || id == self->id)))
        read_again(self);
}

static void callback_free(Screen *screen)
{
    CallbackScreen *self = (CallbackScreen *)screen;

    g_free(self->phone);
    g_clear_pointer(&self->callback, g_ptr_array_unref);
    g_clear_pointer(&self->attempts, g_ptr_array_unref);
    g_clear_pointer(&self->ticket, g_ptr_array_unref);
}

static const ScreenOps ops = {
    .title = N_("One callback"),
    .places = IN_ANY | IN_SCROLL | IN_CALLBACK,
    .size = sizeof(CallbackScreen),
    .free = callback_free,
    .show = show,
    .draw = draw,
    .act = act,
    .news = news,
    .offers = offers,
};

Screen *callback_screen_new(App *app, gint64 callback)
{
    CallbackScreen *self = screen_new(app, &ops);

    self->id = callback;
    return SCREEN(self);
}
