/* Which fields each step asks for, and what becomes of the answer. */
#include "tui/ticket_sheet.h"

#include <string.h>

#include "common/label.h"
#include "common/lang.h"
#include "common/refusal.h"
#include "tui/app.h"
#include "tui/sheet.h"

static const FieldSpec reason[] = {{"reason", FIELD_TEXT, CHOICE_NONE, 500, 0, 0}, {NULL, 0, 0, 0, 0, 0}};
static const FieldSpec talk[] = {{"means", FIELD_CHOICE, CHOICE_MEANS, 0, 0, 20},
                                 {"text", FIELD_TEXT, CHOICE_NONE, 2000, 1, 0}, {NULL, 0, 0, 0, 0, 0}};
static const FieldSpec result[] = {{"text", FIELD_TEXT, CHOICE_NONE, 2000, 0, 0}, {NULL, 0, 0, 0, 0, 0}};
static const FieldSpec extension[] = {{"days", FIELD_LINE, CHOICE_NONE, 2, 0, 6},
                                      {"reason", FIELD_TEXT, CHOICE_NONE, 500, 1, 0}, {NULL, 0, 0, 0, 0, 0}};
static const FieldSpec redispatch[] = {{"unit_id", FIELD_CHOICE, CHOICE_UNIT, 0, 0, 40},
                                       {"reason", FIELD_TEXT, CHOICE_NONE, 500, 1, 0},
                                       {"co_unit", FIELD_CHOICE, CHOICE_UNIT, 0, 1, 16},
                                       {"co_unit2", FIELD_CHOICE, CHOICE_UNIT, 0, 1, 16},
                                       {"co_unit3", FIELD_CHOICE, CHOICE_UNIT, 0, 1, 0}, {NULL, 0, 0, 0, 0, 0}};
static const FieldSpec mending[] = {{"category_id", FIELD_CHOICE, CHOICE_CATEGORY, 0, 0, 0},
                                    {"area_id", FIELD_CHOICE, CHOICE_AREA, 0, 1, 26},
                                    {"unit_id", FIELD_CHOICE, CHOICE_UNIT, 0, 1, 0},
                                    {"reason", FIELD_TEXT, CHOICE_NONE, 500, 2, 0}, {NULL, 0, 0, 0, 0, 0}};
static const FieldSpec merging[] = {{"into", FIELD_LINE, CHOICE_NONE, 20, 0, 20},
                                    {"reason", FIELD_TEXT, CHOICE_NONE, 500, 1, 0}, {NULL, 0, 0, 0, 0, 0}};

#define MARK(mark, line)                                                                       \
    {mark, FIELD_CHOICE, CHOICE_ANSWER, 0, line, 6}, {mark "_reason", FIELD_LINE, CHOICE_NONE, 500, line, 0}
static const FieldSpec marks[] = {MARK("timely", 0), MARK("complete", 1), MARK("recorded", 2), MARK("genuine", 3),
                                  {NULL, 0, 0, 0, 0, 0}};
static const FieldSpec decision[] = {{"decided", FIELD_CHOICE, CHOICE_DECISION, 0, 0, 16},
                                     MARK("timely", 1), MARK("complete", 2), MARK("recorded", 3), MARK("genuine", 4),
                                     {"reason", FIELD_TEXT, CHOICE_NONE, 500, 5, 0}, {NULL, 0, 0, 0, 0, 0}};

static const struct {
    ActionId action;
    const FieldSpec *fields; /* NULL: asks nothing */
} sheets[] = {
    {ACT_RECEIVE, NULL},        {ACT_RETURN, reason},       {ACT_COMMUNICATE, talk}, {ACT_FEED_BACK, talk},
    {ACT_EXTEND, extension},    {ACT_FINISH, result},       {ACT_URGE, reason},      {ACT_REDISPATCH, redispatch},
    {ACT_UPHOLD, reason},       {ACT_GRANT, reason},      {ACT_DENY, reason},      {ACT_MERGE, merging},
    {ACT_UNMERGE, reason},      {ACT_REVIEW_RATE, marks},   {ACT_REVIEW_OBJECT, reason}, {ACT_REVIEW_DECIDE, decision},
    {ACT_DEMAND_ASK, reason},   {ACT_DEMAND_GRANT, reason}, {ACT_DEMAND_DENY, reason},
    {ACT_SUPERVISE, reason},    {ACT_ESCALATE, reason},     {ACT_CONTRIBUTE, result}, {ACT_MEND, mending},
    {ACT_UNIT_A, redispatch},   {ACT_UNIT_B, redispatch},   {ACT_UNIT_C, redispatch},
};

/* What a sheet is about. */
typedef struct {
    Screen *owner; /* may be gone when the answer comes */
    gint64 ticket;
    gint64 version;
    gint64 review; /* 0: none is named */
    gint64 call;
    const Action *action;
    UnmaskShown shown;
    guint sheet; /* its number, once it has been sent; 0: nothing was asked */
} Step;

static void say_done(App *app, const Step *step, const char *json)
{
    g_autoptr(TicketAnswer) answer = ticket_answer_parse(json);
    gulong waiting = (gulong)answer->waiting;
    g_autofree char *sentence = waiting > 0
        ? g_strdup_printf(ngettext("The catalogue is mended: %d ticket that waits has a new suggestion.",
                                   "The catalogue is mended: %d tickets that wait have a new suggestion.", waiting), (int)waiting)
        : g_strdup_printf(_("Done: %s."), label_text(LABEL_ACTION, step->action->step));

    app_say(app, ROLE_GOOD, sentence);
}

static void on_answer(Screen *program, gpointer data, const char *answer, const DbError *error)
{
    const Step *step = data;
    App *app = program->app;
    gboolean left = sheet_find(app, step->sheet) == NULL;

    if (sheet_answered(app, step->sheet, error))
        say_done(app, step, answer);
    else if (!left)
        return;
    if (g_ptr_array_find(app->stack, step->owner, NULL) && step->owner->ops->news != NULL)
        step->owner->ops->news(step->owner, NEWS_TICKET, step->ticket);
}

/* sheet: NULL when nothing was asked. */
static void send_step(App *app, const Step *step, Screen *sheet, GHashTable *values)
{
    Step *sent = g_memdup2(step, sizeof *step);
    gboolean kept;

    sent->sheet = sheet != NULL ? sheet_number(sheet) : 0;
    kept = ticket_act(app->outbox, sheet != NULL ? sheet_draft(sheet) : NULL, step->ticket, step->version,
                      step->action->step, values, REPLY_WITH(&app->program, on_answer, sent));
    if (!kept && sheet != NULL)
        app_say(app, ROLE_BAD, _("This machine's disk is full or refuses: keep this open until it has been sent."));
}

static void send(Screen *owner, Screen *sheet, GHashTable *values)
{
    const Step *step = sheet_data(sheet);

    if (step->review != 0)
        g_hash_table_insert(values, (char *)"review", g_strdup_printf("%" G_GINT64_FORMAT, step->review));
    send_step(owner->app, step, sheet, values);
}

static const FieldSpec *fields_of(const Action *action)
{
    for (guint i = 0; i < G_N_ELEMENTS(sheets); i++)
        if (sheets[i].action == action->id)
            return sheets[i].fields;
    return NULL;
}

gboolean ticket_step_possible(App *app, const Ticket *ticket, const GPtrArray *actions, const Action *action)
{
    const TicketAction *step = ticket_action(actions, action->step);
    g_autofree char *sentence = NULL;

    if (step != NULL && step->allowed)
        return TRUE;
    sentence = step != NULL ? refusal_fill(step->refusal, NULL)
                            : g_strdup_printf(_("This cannot be done now: the ticket is %s."),
                                              label_text(LABEL_TICKET_STATE, ticket->state));
    app_say(app, ROLE_BAD, sentence);
    return FALSE;
}

/* The key of the words that are kept: of each review its own. Owned by the caller. */
static char *draft_key(const Step *step)
{
    if (step->review != 0)
        return g_strdup_printf("%s-%" G_GINT64_FORMAT "-%" G_GINT64_FORMAT, step->action->step, step->ticket, step->review);
    return g_strdup_printf("%s-%" G_GINT64_FORMAT, step->action->step, step->ticket);
}

void ticket_sheet_open(Screen *owner, gint64 ticket, gint64 version, const Action *action)
{
    ticket_sheet_review(owner, ticket, version, 0, action);
}

void ticket_sheet_review(Screen *owner, gint64 ticket, gint64 version, gint64 review, const Action *action)
{
    const Step step = {.owner = owner, .ticket = ticket, .version = version, .review = review, .action = action};
    const FieldSpec *fields = fields_of(action);
    g_autofree char *key = draft_key(&step);

    if (fields == NULL) {
        g_autoptr(GHashTable) nothing = g_hash_table_new(g_str_hash, g_str_equal);
        send_step(owner->app, &step, NULL, nothing);
        return;
    }
    sheet_open(owner, _(action->help), fields, key, send, g_memdup2(&step, sizeof step));
}

static void on_number(Screen *owner, gpointer data, const char *json, const DbError *error)
{
    const Step *step = data;
    g_autoptr(TicketAnswer) answer = NULL;

    if (error != NULL) {
        app_say_error(owner->app, error);
        return;
    }
    if (!app_sees(owner->app, owner))
        return;
    answer = ticket_answer_parse(json);
    step->shown(owner, answer->phone);
}

static void send_unmask(Screen *owner, Screen *sheet, GHashTable *values)
{
    const char *why = g_hash_table_lookup(values, "reason");
    Step *step;

    if (why == NULL) {
        sheet_refused(sheet, "reason", _("Give the reason: it stands in the timeline."));
        return;
    }
    step = g_memdup2(sheet_data(sheet), sizeof *step);
    ticket_unmask(owner->app->outbox, step->ticket, step->call, why, REPLY_WITH(owner, on_number, step));
    sheet_done(sheet);
}

void ticket_sheet_unmask(Screen *owner, gint64 ticket, gint64 call, UnmaskShown shown)
{
    static const FieldSpec why[] = {{"reason", FIELD_LINE, CHOICE_NONE, 200, 0, 0}, {NULL, 0, 0, 0, 0, 0}};
    const Step step = {.ticket = ticket, .call = call, .shown = shown};

    sheet_open(owner, _("Why do you need the full number? It is recorded."), why, NULL, send_unmask,
               g_memdup2(&step, sizeof step));
}
