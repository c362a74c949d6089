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
static const FieldSpec rating[] = {{"responded", FIELD_CHOICE, CHOICE_ANSWER, 0, 0, 10},
                                   {"solved", FIELD_CHOICE, CHOICE_ANSWER, 0, 0, 10},
                                   {"satisfied", FIELD_CHOICE, CHOICE_ANSWER, 0, 0, 10},
                                   {"reason", FIELD_TEXT, CHOICE_NONE, 500, 1, 0}, {NULL, 0, 0, 0, 0, 0}};
static const FieldSpec attempt[] = {{"outcome", FIELD_CHOICE, CHOICE_OUTCOME, 0, 0, 20},
                                    {"reason", FIELD_TEXT, CHOICE_NONE, 500, 1, 0}, {NULL, 0, 0, 0, 0, 0}};
static const FieldSpec redispatch[] = {{"unit_id", FIELD_CHOICE, CHOICE_UNIT, 0, 0, 40},
                                       {"reason", FIELD_TEXT, CHOICE_NONE, 500, 1, 0}, {NULL, 0, 0, 0, 0, 0}};

static const struct {
    ActionId action;
    const FieldSpec *fields; /* NULL: asks nothing */
} sheets[] = {
    {ACT_RECEIVE, NULL},        {ACT_RETURN, reason},       {ACT_COMMUNICATE, talk}, {ACT_FEED_BACK, talk},
    {ACT_EXTEND, extension},    {ACT_FINISH, result},       {ACT_URGE, reason},      {ACT_RATE, rating},
    {ACT_RING_BACK, attempt},   {ACT_REDISPATCH, redispatch}, {ACT_UPHOLD, reason},  {ACT_GRANT, reason},
    {ACT_DENY, reason},         {ACT_GIVE_UP, NULL},
};

/* What the owner screen is doing with which ticket; one at a time, since a sheet is on top. */
static struct {
    gint64 ticket;
    gint64 version;
    gint64 call;
    const Action *action;
    Screen *sheet;
} step;

static void say_done(App *app)
{
    g_autofree char *sentence = g_strdup_printf(_("Done: %s."), label_text(LABEL_ACTION, step.action->step));

    app_say(app, ROLE_GOOD, sentence);
}

static void on_answer(Screen *owner, const char *answer, const DbError *error)
{
    Screen *sheet = g_steal_pointer(&step.sheet);
    gboolean open = sheet != NULL && app_top(owner->app) == sheet;

    (void)answer;
    if (error == NULL) {
        say_done(owner->app);
    } else if (error->kind == DB_ERROR_SERVER && open) {
        g_autofree char *sentence = refusal_sentence(error);
        step.sheet = sheet;
        sheet_refused(sheet, error->column != NULL ? error->column : "", sentence);
        return;
    } else {
        app_say_error(owner->app, error);
    }
    if (open)
        sheet_done(sheet);
    if (owner->ops->news != NULL)
        owner->ops->news(owner, NEWS_TICKET, step.ticket);
}

static void send(Screen *owner, Screen *sheet, GHashTable *values)
{
    Draft *draft = sheet != NULL ? sheet_draft(sheet) : NULL;
    gboolean kept;

    step.sheet = sheet;
    kept = ticket_act(owner->app->outbox, draft, step.ticket, step.version, step.action->step, values,
                      REPLY_ANSWER(owner, on_answer));
    if (!kept && sheet != NULL)
        app_say(owner->app, ROLE_BAD, _("This machine's disk is full or refuses: keep this open until it has been sent."));
}

void ticket_sheet_open(Screen *owner, const Ticket *ticket, const Action *action)
{
    g_autofree char *key = g_strdup_printf("%s-%" G_GINT64_FORMAT, action->step, ticket->id);
    const FieldSpec *fields = NULL;

    for (guint i = 0; i < G_N_ELEMENTS(sheets); i++)
        if (sheets[i].action == action->id)
            fields = sheets[i].fields;
    step.ticket = ticket->id;
    step.version = ticket->version;
    step.action = action;
    step.sheet = NULL;
    if (fields == NULL) {
        g_autoptr(GHashTable) nothing = g_hash_table_new(g_str_hash, g_str_equal);
        send(owner, NULL, nothing);
        return;
    }
    sheet_open(owner, _(action->help), fields, key, send);
}

static void on_number(Screen *owner, const char *json, const DbError *error)
{
    g_autoptr(TicketAnswer) answer = NULL;
    g_autofree char *sentence = NULL;

    if (error != NULL) {
        app_say_error(owner->app, error);
        return;
    }
    answer = ticket_answer_parse(json);
    sentence = g_strdup_printf(_("Number: %s (recorded)"), answer->phone);
    app_say(owner->app, ROLE_STRONG, sentence);
}

static void send_unmask(Screen *owner, Screen *sheet, GHashTable *values)
{
    const char *why = g_hash_table_lookup(values, "reason");

    if (why == NULL) {
        sheet_refused(sheet, "reason", _("Give the reason: it stands in the timeline."));
        return;
    }
    ticket_unmask(owner->app->outbox, step.ticket, step.call, why, REPLY_ANSWER(owner, on_number));
    sheet_done(sheet);
}

void ticket_sheet_unmask(Screen *owner, gint64 ticket, gint64 call)
{
    static const FieldSpec why[] = {{"reason", FIELD_LINE, CHOICE_NONE, 200, 0, 0}, {NULL, 0, 0, 0, 0, 0}};

    step.ticket = ticket;
    step.call = call;
    sheet_open(owner, _("Why do you need the full number? It is recorded."), why, NULL, send_unmask);
}
