/* Judging one call or ticket of an agent: what was said and written, and over it the sheet with the points. */
#include <string.h>

#include "common/clock.h"
#include "common/label.h"
#include "common/lang.h"
#include "common/ticket.h"
#include "tui/list.h"
#include "tui/pick.h"
#include "tui/quality_sheet.h"
#include "tui/screens.h"
#include "tui/ticket_text.h"

typedef struct {
    Screen screen;
    gint64 agent;       /* draw one of this agent's, or */
    gint64 ticket;      /* this one */
    GPtrArray *subject; /* one QualitySubject; these NULL until read */
    GPtrArray *forms;   /* QualityQuestion */
    GPtrArray *written; /* one Ticket */
    GPtrArray *said;    /* CallLine */
    GPtrArray *legs;    /* CallLeg */
    gboolean asked;
    int top, lines, page;
} JudgeScreen;

static const QualitySubject *subject_of(const JudgeScreen *self)
{
    return self->subject != NULL && self->subject->len > 0 ? g_ptr_array_index(self->subject, 0) : NULL;
}

static void append_ticket(GString *text, const JudgeScreen *self)
{
    const Ticket *ticket = self->written != NULL && self->written->len > 0 ? g_ptr_array_index(self->written, 0) : NULL;

    if (ticket != NULL)
        g_string_append_printf(text, "%s  %s\n%s / %s\n\n%s\n\n", ticket->title, label_text(LABEL_TICKET_STATE, ticket->state),
                               ticket->category, ticket->unit, ticket->body);
}

static char *text_of(const JudgeScreen *self)
{
    const QualitySubject *subject = subject_of(self);
    GString *text = g_string_new(NULL);
    g_autofree char *at = clock_text(subject->at, CLOCK_FULL);

    g_string_append_printf(text, "%s  %s  %s\n\n", at, subject->phone_masked, subject->number);
    append_ticket(text, self);
    for (guint i = 0; self->said != NULL && i < self->said->len; i++) {
        const CallLine *line = g_ptr_array_index(self->said, i);
        g_string_append_printf(text, "%s %s\n", strcmp(line->speaker, "agent") == 0 ? ">" : "|", line->text);
    }
    ticket_legs(text, self->legs);
    return g_string_free(text, FALSE);
}

static void draw(Screen *screen, Rect body)
{
    JudgeScreen *self = (JudgeScreen *)screen;
    g_autofree char *text = NULL;

    if (subject_of(self) == NULL) {
        draw_text(body.y, 1, body.cols - 1, self->subject == NULL ? _("Reading ...") : _("All of the last 7 days is checked already, or there is nothing."), ROLE_MUTED);
        return;
    }
    text = text_of(self);
    draw_rule(body.y, body.x, body.cols, subject_of(self)->agent);
    self->page = body.rows - 1;
    self->lines = draw_wrapped((Rect){body.y + 1, 1, body.rows - 1, body.cols - 2}, self->top, text, ROLE_NORMAL);
}

static const QualityQuestion *question_at(const JudgeScreen *self, guint i)
{
    return g_ptr_array_index(self->forms, i);
}

static void on_form_picked(Screen *screen, gpointer data, const char *form)
{
    JudgeScreen *self = (JudgeScreen *)screen;

    (void)data;
    if (form != NULL)
        quality_sheet_judge(screen, subject_of(self), self->forms, form);
}

/* The sheet of the one form; of several, first which. */
static void judge(JudgeScreen *self)
{
    GPtrArray *items;

    if (subject_of(self) == NULL || self->forms == NULL)
        return;
    if (self->forms->len == 0) {
        app_say(self->screen.app, ROLE_BAD, _("There is no form to check by: hotline admin questions."));
        return;
    }
    if (strcmp(question_at(self, 0)->form, question_at(self, self->forms->len - 1)->form) == 0) {
        on_form_picked(SCREEN(self), NULL, question_at(self, 0)->form);
        return;
    }
    items = pick_items_new();
    for (guint i = 0; i < self->forms->len; i++)
        if (i == 0 || strcmp(question_at(self, i)->form, question_at(self, i - 1)->form) != 0)
            pick_items_add(items, question_at(self, i)->form, question_at(self, i)->name, question_at(self, i)->form);
    pick_open(SCREEN(self), _("By which form?"), items, NULL, on_form_picked, NULL);
}

#define ON_ROWS(member, then)                                                        \
    static void on_##member(Screen *screen, GPtrArray *rows, const DbError *error)   \
    {                                                                                \
        JudgeScreen *self = (JudgeScreen *)screen;                                   \
        if (!reply_keep(screen, &self->member, rows, error))                         \
            return;                                                                  \
        then(self);                                                                  \
    }

static void stay(JudgeScreen *self)
{
    (void)self;
}

static void open_at_once(JudgeScreen *self)
{
    if (app_top(self->screen.app) == SCREEN(self))
        judge(self);
}

ON_ROWS(forms, open_at_once)
ON_ROWS(written, stay)
ON_ROWS(said, stay)
ON_ROWS(legs, stay)

static void read_more(JudgeScreen *self)
{
    const QualitySubject *subject = subject_of(self);
    Db *db = self->screen.app->db;

    if (subject == NULL)
        return;
    if (subject->ticket_id != 0)
        ticket_read(db, subject->ticket_id, REPLY_ROWS(self, on_written));
    if (subject->call_id != 0) {
        call_lines(db, subject->call_id, 0, REPLY_ROWS(self, on_said));
        call_legs(db, subject->call_id, REPLY_ROWS(self, on_legs));
    }
    quality_forms(db, REPLY_ROWS(self, on_forms));
}

ON_ROWS(subject, read_more)

static void show(Screen *screen)
{
    JudgeScreen *self = (JudgeScreen *)screen;

    if (self->asked)
        return;
    self->asked = TRUE;
    if (self->ticket != 0)
        quality_of_ticket(screen->app->db, self->ticket, REPLY_ROWS(self, on_subject));
    else
        quality_draw(screen->app->db, self->agent, REPLY_ROWS(self, on_subject));
}

static gboolean act(Screen *screen, const Action *action)
{
    JudgeScreen *self = (JudgeScreen *)screen;

    if (action->id == ACT_CHECK) {
        judge(self);
        return TRUE;
    }
    return list_scroll(&self->top, self->lines, self->page, action->id);
}

static void judge_free(Screen *screen)
{
    JudgeScreen *self = (JudgeScreen *)screen;

    g_clear_pointer(&self->subject, g_ptr_array_unref);
    g_clear_pointer(&self->forms, g_ptr_array_unref);
    g_clear_pointer(&self->written, g_ptr_array_unref);
    g_clear_pointer(&self->said, g_ptr_array_unref);
    g_clear_pointer(&self->legs, g_ptr_array_unref);
}

static const ScreenOps ops = {
    .title = N_("Judging"),
    .places = IN_ANY | IN_SCROLL | IN_JUDGE,
    .size = sizeof(JudgeScreen),
    .free = judge_free,
    .show = show,
    .draw = draw,
    .act = act,
};

Screen *judge_screen_new(App *app, gint64 agent, gint64 ticket)
{
    JudgeScreen *self = screen_new(app, &ops);

    self->agent = agent;
    self->ticket = ticket;
    return SCREEN(self);
}
