/* Which fields a callback's steps ask for, and what becomes of the answer. */
#include "tui/callback_sheet.h"

#include "common/clock.h"
#include "common/lang.h"
#include "common/ticket.h"
#include "tui/sheet.h"

static const FieldSpec rating[] = {{"responded", FIELD_CHOICE, CHOICE_ANSWER, 0, 0, 10},
                                   {"solved", FIELD_CHOICE, CHOICE_ANSWER, 0, 0, 10},
                                   {"satisfied", FIELD_CHOICE, CHOICE_ANSWER, 0, 0, 10},
                                   {"reason", FIELD_LINE, CHOICE_NONE, 500, 1, 0},
                                   {"follow_up", FIELD_CHOICE, CHOICE_FOLLOW_UP, 0, 2, 30},
                                   {"follow_up_reason", FIELD_LINE, CHOICE_NONE, 500, 3, 0},
                                   {NULL, 0, 0, 0, 0, 0}};
static const FieldSpec attempt[] = {{"outcome", FIELD_CHOICE, CHOICE_OUTCOME, 0, 0, 20},
                                    {"reason", FIELD_LINE, CHOICE_NONE, 500, 1, 0}, {NULL, 0, 0, 0, 0, 0}};
static const FieldSpec reached[] = {{"text", FIELD_TEXT, CHOICE_NONE, 500, 0, 0}, {NULL, 0, 0, 0, 0, 0}};
static const FieldSpec promise[] = {{"when", FIELD_LINE, CHOICE_NONE, 40, 0, 24},
                                    {"phone", FIELD_LINE, CHOICE_NONE, 20, 0, 0},
                                    {"text", FIELD_TEXT, CHOICE_NONE, 500, 1, 0}, {NULL, 0, 0, 0, 0, 0}};

static const struct {
    ActionId action;
    const char *step;
    const FieldSpec *fields;
} sheets[] = {{ACT_RATE, "rate", rating}, {ACT_RING_BACK, "attempt", attempt}, {ACT_REACHED, "reached", reached}};

/* What a sheet is about. */
typedef struct {
    gint64 callback;
    const char *step; /* NULL: a promise */
    gint64 ticket;
    gint64 call;
    char citizen_name[200];
    guint sheet; /* its number, once it has been sent */
} Ringing;

static void on_answer(Screen *program, gpointer data, const char *answer, const DbError *error)
{
    const Ringing *ringing = data;
    App *app = program->app;
    g_autoptr(TicketAnswer) said = NULL;
    g_autofree char *due = NULL;
    g_autofree char *sentence = NULL;

    if (!sheet_answered(app, ringing->sheet, error))
        return;
    said = ticket_answer_parse(answer);
    due = clock_iso_text(said->due_at, CLOCK_FULL);
    if (ringing->step == NULL)
        sentence = g_strdup_printf(_("Promised: the citizen is rung on %s."), due);
    app_say(app, ROLE_GOOD, sentence != NULL ? sentence : _("It is recorded."));
    session_tell(app, NEWS_CALLBACK, ringing->callback);
}

static void send_ringing(Screen *owner, Screen *sheet, GHashTable *values)
{
    App *app = owner->app;
    Ringing *sent = g_memdup2(sheet_data(sheet), sizeof *sent);
    Draft *draft = sheet_draft(sheet);
    gboolean kept;

    sent->sheet = sheet_number(sheet);
    if (sent->step == NULL && *sent->citizen_name != '\0')
        g_hash_table_insert(values, g_strdup("citizen_name"), g_strdup(sent->citizen_name));
    kept = sent->step != NULL
               ? callback_act(app->outbox, draft, sent->callback, sent->step, values, REPLY_WITH(&app->program, on_answer, sent))
               : callback_promise(app->outbox, draft, sent->ticket, sent->call, values, REPLY_WITH(&app->program, on_answer, sent));
    if (!kept)
        app_say(app, ROLE_BAD, _("This machine's disk is full or refuses: keep this open until it has been sent."));
}

void callback_sheet_open(Screen *owner, gint64 callback, ActionId action)
{
    for (guint i = 0; i < G_N_ELEMENTS(sheets); i++) {
        const Ringing about = {.callback = callback, .step = sheets[i].step};
        g_autofree char *key = g_strdup_printf("callback-%s-%" G_GINT64_FORMAT, sheets[i].step, callback);
        if (sheets[i].action == action)
            sheet_open(owner, _(action_by_id(action)->help), sheets[i].fields, key, send_ringing, g_memdup2(&about, sizeof about));
    }
}

void callback_sheet_promise(Screen *owner, gint64 ticket, gint64 call, const char *phone, const char *citizen_name)
{
    Ringing about = {.ticket = ticket, .call = call};
    g_autofree char *key = g_strdup_printf("promise-%" G_GINT64_FORMAT "-%" G_GINT64_FORMAT, ticket, call);

    g_strlcpy(about.citizen_name, citizen_name, sizeof about.citizen_name);
    sheet_open(owner, _("When is the citizen rung, and what about?  10:00, 明天10:00, thu 10:00, 11-26 10:00, +2h"), promise, key,
               send_ringing, g_memdup2(&about, sizeof about));
    sheet_fill(app_top(owner->app), "phone", phone);
}
