/* Which fields a lead's actions ask for, and what becomes of the answer. */
#include "tui/people_sheet.h"

#include <string.h>

#include "common/lang.h"
#include "tui/pick.h"
#include "tui/sheet.h"

enum { SHIFT_BYTES = 96 };

static const FieldSpec why[] = {{"reason", FIELD_LINE, CHOICE_NONE, 200, 0, 0}, {NULL, 0, 0, 0, 0, 0}};
static const FieldSpec assign[] = {{"skills", FIELD_LINE, CHOICE_NONE, 200, 0, 40},
                                   {"shift", FIELD_LINE, CHOICE_NONE, 20, 1, 20},
                                   {"reason", FIELD_LINE, CHOICE_NONE, 200, 2, 0}, {NULL, 0, 0, 0, 0, 0}};
static const FieldSpec words[] = {{"message", FIELD_TEXT, CHOICE_NONE, 200, 0, 0}, {NULL, 0, 0, 0, 0, 0}};
static const FieldSpec mark[] = {{"reason", FIELD_LINE, CHOICE_NONE, 200, 0, 0},
                                 {"days_marked", FIELD_LINE, CHOICE_NONE, 3, 1, 6}, {NULL, 0, 0, 0, 0, 0}};

/* What a sheet is about. */
typedef struct {
    ActionId action;
    gint64 id;               /* the person, or the call; 0: all of a shift */
    gboolean all;            /* id 0: whatever the shift */
    char shift[SHIFT_BYTES];
    guint sheet;             /* its number, once it has been sent */
} Deed;

static const struct {
    ActionId action;
    const FieldSpec *fields;
    const char *done; /* msgid */
    News news;        /* what has changed then */
} sheets[] = {
    {ACT_SEND_BREAK, why, N_("Sent to a break; the agent is told why."), NEWS_AGENT},
    {ACT_LOG_OUT, why, N_("Logged out; terminals are closed and claims given back."), NEWS_AGENT},
    {ACT_ASSIGN, assign, N_("Skills and shift are recorded; the agent is told."), NEWS_AGENT},
    {ACT_MESSAGE, words, N_("The message stands on the status bar until it is read."), NEWS_MESSAGE},
    {ACT_MARK_NUMBER, mark, N_("Recorded; a marked number comes first."), NEWS_CALL},
};

static void on_answer(Screen *program, gpointer data, const char *answer, const DbError *error)
{
    const Deed *deed = data;
    App *app = program->app;

    (void)answer;
    if (!sheet_answered(app, deed->sheet, error))
        return;
    for (guint i = 0; i < G_N_ELEMENTS(sheets); i++)
        if (sheets[i].action == deed->action) {
            app_say(app, ROLE_GOOD, _(sheets[i].done));
            session_tell(app, sheets[i].news, 0);
        }
}

static const char *value_of(GHashTable *values, const char *field)
{
    const char *value = g_hash_table_lookup(values, field);

    return value != NULL ? value : "";
}

static void send(Screen *owner, Screen *sheet, GHashTable *values)
{
    Outbox *outbox = owner->app->outbox;
    Deed *deed = g_memdup2(sheet_data(sheet), sizeof *deed);
    Screen *program = &owner->app->program;
    const char *reason = value_of(values, "reason");

    deed->sheet = sheet_number(sheet);
    if (deed->action == ACT_ASSIGN)
        agent_assign(outbox, deed->id, value_of(values, "skills"), value_of(values, "shift"), reason, REPLY_WITH(program, on_answer, deed));
    else if (deed->action == ACT_MESSAGE)
        agent_message(outbox, deed->id, deed->id != 0 || deed->all ? NULL : deed->shift, value_of(values, "message"),
                      REPLY_WITH(program, on_answer, deed));
    else if (deed->action == ACT_MARK_NUMBER)
        call_mark(outbox, deed->id, reason, value_of(values, "days_marked"), REPLY_WITH(program, on_answer, deed));
    else
        agent_control(outbox, deed->id, deed->action == ACT_LOG_OUT ? "log_out" : "send_to_break", reason,
                      REPLY_WITH(program, on_answer, deed));
}

static Screen *open_sheet(Screen *owner, const char *title, const Deed *deed)
{
    for (guint i = 0; i < G_N_ELEMENTS(sheets); i++)
        if (sheets[i].action == deed->action)
            sheet_open(owner, title, sheets[i].fields, NULL, send, g_memdup2(deed, sizeof *deed));
    return app_top(owner->app);
}

void people_sheet_open(Screen *owner, const Agent *agent, ActionId action)
{
    const Deed deed = {.action = action, .id = agent->id};
    g_autofree char *title = g_strdup_printf("%s %s: %s", agent->number, agent->name, _(action_by_id(action)->help));
    Screen *sheet = open_sheet(owner, title, &deed);

    if (action == ACT_ASSIGN) {
        sheet_fill(sheet, "skills", agent->skills);
        sheet_fill(sheet, "shift", agent->shift);
    }
}

void people_sheet_mark(Screen *owner, const Call *call)
{
    const Deed deed = {.action = ACT_MARK_NUMBER, .id = call->id};
    g_autofree char *title = g_strdup_printf(_("%s comes first from now on (days empty: for good; 0: not any more)"), call->phone_masked);
    Screen *sheet = open_sheet(owner, title, &deed);

    sheet_fill(sheet, "reason", call->mark);
}

/* The row's value: what is shown of it, after "*" for all or "=" and the shift. */
static void on_picked(Screen *owner, gpointer data, const char *value)
{
    g_auto(GStrv) parts = value != NULL ? g_strsplit(value, "\n", 2) : NULL;
    Deed deed = {.action = ACT_MESSAGE};

    (void)data;
    if (parts == NULL)
        return;
    deed.all = *parts[0] == '*';
    g_strlcpy(deed.shift, parts[0] + 1, sizeof deed.shift);
    open_sheet(owner, parts[1], &deed);
}

static void on_shifts(Screen *owner, GPtrArray *rows, const DbError *error)
{
    GPtrArray *items;

    if (error != NULL) {
        app_say_error(owner->app, error);
        return;
    }
    if (rows->len == 0 || !app_sees(owner->app, owner)) {
        app_say(owner->app, ROLE_MUTED, _("There is nobody here whom you lead."));
        return;
    }
    items = pick_items_new();
    for (guint i = 0; i < rows->len; i++) {
        const AgentShift *shift = g_ptr_array_index(rows, i);
        const char *name = shift->all ? _("all") : *shift->shift != '\0' ? shift->shift : _("no shift");
        g_autofree char *text = g_strdup_printf(_("To %s: %d people, %d of them at a terminal now"), name, (int)shift->people, (int)shift->present);
        g_autofree char *value = g_strdup_printf("%s%s\n%s", shift->all ? "*" : "=", shift->shift, text);
        pick_items_add(items, value, text, "");
    }
    pick_open(owner, _("Who gets the message?"), items, NULL, on_picked, NULL);
}

void people_sheet_message_all(Screen *owner)
{
    agent_shifts(owner->app->db, REPLY_ROWS(owner, on_shifts));
}
