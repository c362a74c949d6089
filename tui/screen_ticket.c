/* One ticket: what it says, its timeline, and what may be done with it now. */
#include <string.h>

#include "common/clock.h"
#include "common/label.h"
#include "common/lang.h"
#include "common/refusal.h"
#include "common/text.h"
#include "tui/callback_sheet.h"
#include "tui/list.h"
#include "tui/message_line.h"
#include "tui/screens.h"
#include "tui/ticket_sheet.h"
#include "tui/ticket_text.h"
#include "tui/ticket_voices.h"

typedef struct {
    Screen screen;
    gint64 id;
    gint64 review;       /* which of its reviews; 0: the newest */
    GPtrArray *ticket;   /* one Ticket; NULL until read, empty when there is none */
    GPtrArray *timeline; /* TicketEvent */
    GPtrArray *actions;  /* TicketAction */
    GPtrArray *extension; /* one TicketExtension, when one waits */
    GPtrArray *legs;     /* CallLeg of its call */
    int top, lines, page;
    gboolean at_end;     /* stays at the end when more comes */
    char *phone;         /* the citizen's number in full, as long as one looks; NULL: masked */
} TicketScreen;

static const Ticket *ticket_of(const TicketScreen *self)
{
    return self->ticket != NULL && self->ticket->len > 0 ? g_ptr_array_index(self->ticket, 0) : NULL;
}

#define ON_ROWS(member)                                                                       \
    static void on_##member(Screen *screen, GPtrArray *rows, const DbError *error)            \
    {                                                                                         \
        reply_keep(screen, &((TicketScreen *)screen)->member, rows, error);                   \
    }
ON_ROWS(timeline)
ON_ROWS(actions)
ON_ROWS(extension)
ON_ROWS(legs)

static void on_ticket(Screen *screen, GPtrArray *rows, const DbError *error)
{
    TicketScreen *self = (TicketScreen *)screen;
    App *app = screen->app;

    reply_keep(screen, &self->ticket, rows, error);
    if (app->me != NULL && (app_takes_calls(app) || strcmp(app->me->role, "admin") == 0) && ticket_of(self) != NULL && ticket_of(self)->call_id != 0)
        call_legs(app->db, ticket_of(self)->call_id, REPLY_ROWS(screen, on_legs));
}

static void read_again(TicketScreen *self)
{
    Db *db = self->screen.app->db;

    /* first what may be done: what is shown must never be newer than that */
    ticket_actions(db, self->id, self->review, REPLY_ROWS(self, on_actions));
    ticket_read(db, self->id, REPLY_ROWS(self, on_ticket));
    ticket_timeline(db, self->id, REPLY_ROWS(self, on_timeline));
    ticket_extension(db, self->id, REPLY_ROWS(self, on_extension));
}

static void show(Screen *screen)
{
    read_again((TicketScreen *)screen);
}

enum { WAYS_MAX = 2 };

/* What still stands in the way of the steps of this role: at most two sentences, so that nobody has to
 * press the key to learn it. Returns the rows used, from the bottom. */
static int draw_ways(const TicketScreen *self, Rect body)
{
    int used = 0;

    for (const Action *action = action_table; action->id != ACT_NONE && used < WAYS_MAX; action++) {
        const TicketAction *step = action->step != NULL && (action->where & IN_TICKET) != 0
                                           && (action->roles & input_role(self->screen.app)) != 0
                                       ? ticket_action(self->actions, action->step) : NULL;
        if (step != NULL && !step->allowed && *step->refusal != '\0') {
            g_autofree char *why = refusal_fill(step->refusal, NULL);
            g_autofree char *line = g_strdup_printf(_("%s: %s"), _(action->label), why);
            used++;
            draw_text(body.y + body.rows - used, 1, body.cols - 2, line, ROLE_MUTED);
        }
    }
    return used;
}

static void draw_title(const TicketScreen *self, const Ticket *ticket, Rect body)
{
    g_autofree char *title = g_strdup_printf("%s  %s", ticket->number, label_text(LABEL_TICKET_STATE, ticket->state));

    ticket_number_rule(body, title, self->phone);
}

static void draw(Screen *screen, Rect body)
{
    TicketScreen *self = (TicketScreen *)screen;
    const Ticket *ticket = ticket_of(self);
    g_autofree char *text = NULL;

    if (ticket == NULL) {
        draw_text(body.y, 1, body.cols - 1,
                  self->ticket == NULL ? _("Reading ...") : _("It does not exist, or it is not yours to see."), ROLE_MUTED);
        return;
    }
    draw_title(self, ticket, body);
    body.rows -= draw_ways(self, body);
    text = ticket_text(ticket, self->timeline,
                       self->extension != NULL && self->extension->len > 0 ? g_ptr_array_index(self->extension, 0) : NULL,
                       self->legs);
    self->page = body.rows - 1;
    self->lines = draw_wrapped((Rect){body.y + 1, 1, self->page, body.cols - 2}, self->top, text, ROLE_NORMAL);
    if (self->at_end && self->top != MAX(self->lines - self->page, 0)) {
        self->top = MAX(self->lines - self->page, 0);
        draw_wrapped((Rect){body.y + 1, 1, self->page, body.cols - 2}, self->top, text, ROLE_NORMAL);
    }
}

/* The footer shows the steps that the database allows now. */
static gboolean offers(Screen *screen, const Action *action)
{
    const TicketAction *step;

    if (action->id == ACT_OBJECTION)
        return ticket_of((TicketScreen *)screen) != NULL && strcmp(ticket_of((TicketScreen *)screen)->state, "returned") == 0;
    if (action->step == NULL)
        return TRUE;
    step = ticket_action(((TicketScreen *)screen)->actions, action->step);
    return step != NULL && step->allowed && ticket_of((TicketScreen *)screen) != NULL;
}

static gboolean scroll(TicketScreen *self, ActionId action)
{
    if (!list_scroll(&self->top, self->lines, self->page, action))
        return FALSE;
    self->at_end = action == ACT_LAST;
    return TRUE;
}

static void on_callback(Screen *screen, GPtrArray *rows, const DbError *error)
{
    App *app = screen->app;

    if (error != NULL)
        app_say_error(app, error);
    else if (rows->len == 0)
        app_say(app, ROLE_MUTED, _("Nobody is to be rung about this ticket."));
    else if (app_sees(app, screen))
        app_push(app, callback_screen_new(app, ((const Callback *)g_ptr_array_index(rows, 0))->id));
}

static void start_step(TicketScreen *self, const Action *action)
{
    const Ticket *ticket = ticket_of(self);
    App *app = self->screen.app;

    if (ticket == NULL || !ticket_step_possible(app, ticket, self->actions, action))
        return;
    if (action->id == ACT_CALLBACK || strcmp(ticket->state, "finished") == 0) {
        /* what is finished goes on by the citizen's word */
        callback_of_ticket(app->db, ticket->id, REPLY_ROWS(self, on_callback));
    } else if (action->id == ACT_RESUME) {
        form_screen_open(app, 0, ticket->id, NULL);
    } else {
        gboolean about = g_str_has_prefix(action->step, "review_");
        ticket_sheet_review(SCREEN(self), ticket->id, ticket->version, about ? self->review : 0, action);
    }
}

static void on_number(Screen *screen, const char *phone)
{
    TicketScreen *self = (TicketScreen *)screen;

    g_free(self->phone);
    self->phone = g_strdup(phone);
}

static void left(Screen *screen)
{
    g_clear_pointer(&((TicketScreen *)screen)->phone, g_free);
}

static gboolean act(Screen *screen, const Action *action)
{
    TicketScreen *self = (TicketScreen *)screen;

    if (scroll(self, action->id))
        return TRUE;
    if (action->step != NULL) {
        start_step(self, action);
        return TRUE;
    }
    if (action->id == ACT_CHECK_TICKET) {
        app_push(screen->app, judge_screen_new(screen->app, 0, self->id));
        return TRUE;
    }
    if (action->id == ACT_OBJECTION) {
        app_push(screen->app, objection_screen_new(screen->app, self->id));
        return TRUE;
    }
    if (action->id == ACT_VOICES) {
        ticket_voices_open(screen, self->id);
        return TRUE;
    }
    if (action->id == ACT_PROMISE && ticket_of(self) != NULL) {
        callback_sheet_promise(screen, self->id, 0, "", "");
        return TRUE;
    }
    if (action->id == ACT_UNMASK && ticket_of(self) != NULL) {
        ticket_sheet_unmask(screen, self->id, 0, on_number);
        return TRUE;
    }
    return FALSE;
}

static void news(Screen *screen, News news, gint64 id)
{
    TicketScreen *self = (TicketScreen *)screen;

    if (news == NEWS_ALL || (news == NEWS_TICKET && (id == 0 || id == self->id)))
        read_again(self);
}

static void ticket_screen_free(Screen *screen)
{
    TicketScreen *self = (TicketScreen *)screen;

    g_free(self->phone);
    g_clear_pointer(&self->ticket, g_ptr_array_unref);
    g_clear_pointer(&self->timeline, g_ptr_array_unref);
    g_clear_pointer(&self->actions, g_ptr_array_unref);
    g_clear_pointer(&self->extension, g_ptr_array_unref);
    g_clear_pointer(&self->legs, g_ptr_array_unref);
}

static const ScreenOps ops = {
    .title = N_("One ticket"),
    .places = IN_ANY | IN_SCROLL | IN_TICKET,
    .size = sizeof(TicketScreen),
    .free = ticket_screen_free,
    .show = show,
    .left = left,
    .draw = draw,
    .act = act,
    .news = news,
    .offers = offers,
};

Screen *ticket_screen_new(App *app, gint64 ticket)
{
    return ticket_screen_new_review(app, ticket, 0);
}

Screen *ticket_screen_new_review(App *app, gint64 ticket, gint64 review)
{
    TicketScreen *self = screen_new(app, &ops);

    self->id = ticket;
    self->review = review;
    message_line_ticket_opened(app, ticket);
    return SCREEN(self);
}
