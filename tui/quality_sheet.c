/* Points by question, and the agent's word, on their way to the database. */
#include "tui/quality_sheet.h"

#include <string.h>

#include "common/lang.h"
#include "tui/sheet.h"

enum { QUESTIONS_MOST = 12, NAME_BYTES = 128, CODE_BYTES = 164 };

/* A check being made. The sheet owns it; the names and specs of its fields are in it. */
typedef struct {
    QualitySubject subject; /* its ids alone */
    char form[CODE_BYTES];
    guint n;
    char names[QUESTIONS_MOST][NAME_BYTES];
    FieldSpec specs[QUESTIONS_MOST + 2];
    guint sheet; /* its number, once it has been sent */
} Checking;

/* The database names the n-th points; the sheet's field is the question itself. */
static void on_judged(Screen *owner, gpointer data, const char *answer, const DbError *error)
{
    App *app = owner->app;
    Checking *checking = data;
    DbError named = error != NULL ? *error : (DbError){0};
    guint at = 0;

    (void)answer;
    if (named.column != NULL && g_str_has_prefix(named.column, "points"))
        at = (guint)g_ascii_strtoull(named.column + strlen("points"), NULL, 10);
    if (at >= 1 && at <= checking->n)
        named.column = checking->names[at - 1];
    if (!sheet_answered(app, checking->sheet, error != NULL ? &named : NULL))
        return;
    app_remove(app, owner);
    app_say(app, ROLE_GOOD, _("The check is recorded; the agent is told."));
}

static void send(Screen *owner, Screen *sheet, GHashTable *values)
{
    Checking *checking = g_memdup2(sheet_data(sheet), sizeof *checking);
    g_autoptr(GString) points = g_string_new(NULL);
    const char *note = g_hash_table_lookup(values, "note");

    checking->sheet = sheet_number(sheet);
    for (guint i = 0; i < checking->n; i++) {
        const char *value = g_hash_table_lookup(values, checking->names[i]);
        /* a blank separates, so one within is something else */
        g_autofree char *one = g_strdelimit(g_strdup(value != NULL ? value : ""), " ", '_');
        g_string_append_printf(points, "%s%s", i > 0 ? " " : "", one);
    }
    quality_check(owner->app->outbox, checking->form, &checking->subject, points->str, note != NULL ? note : "",
                  REPLY_WITH(owner, on_judged, checking));
}

void quality_sheet_judge(Screen *owner, const QualitySubject *subject, const GPtrArray *rows, const char *form)
{
    Checking *checking = g_new0(Checking, 1);
    g_autofree char *title = g_strdup_printf("%s  %s %s", subject->agent, subject->number, subject->title);

    checking->subject.agent_id = subject->agent_id;
    checking->subject.call_id = subject->call_id;
    checking->subject.ticket_id = subject->ticket_id;
    g_strlcpy(checking->form, form, sizeof checking->form);
    for (guint i = 0; i < rows->len && checking->n < QUESTIONS_MOST; i++) {
        const QualityQuestion *question = g_ptr_array_index(rows, i);
        guint n = checking->n;
        if (strcmp(question->form, form) != 0)
            continue;
        g_snprintf(checking->names[n], NAME_BYTES, "%u %s 0-%d", n + 1, question->question, (int)question->points);
        checking->specs[n] = (FieldSpec){checking->names[n], FIELD_LINE, CHOICE_NONE, 3, (int)n / 2, 5};
        checking->n++;
    }
    checking->specs[checking->n] = (FieldSpec){"note", FIELD_LINE, CHOICE_NONE, 500, (int)(checking->n + 1) / 2, 0};
    sheet_open(owner, title, checking->specs, NULL, send, checking);
}

static void on_answered(Screen *program, gpointer data, const char *answer, const DbError *error)
{
    (void)answer;
    if (!sheet_answered(program->app, *(const guint *)data, error))
        return;
    app_say(program->app, ROLE_GOOD, _("It is recorded."));
    session_tell(program->app, NEWS_MESSAGE, 0);
}

static void send_answer(Screen *owner, Screen *sheet, GHashTable *values)
{
    const char *text = g_hash_table_lookup(values, "own_words");
    guint number = sheet_number(sheet);

    quality_answer(owner->app->outbox, *(const gint64 *)sheet_data(sheet), text != NULL ? text : "",
                   REPLY_WITH(&owner->app->program, on_answered, g_memdup2(&number, sizeof number)));
}

void quality_sheet_answer(Screen *owner, gint64 check)
{
    static const FieldSpec words[] = {{"own_words", FIELD_TEXT, CHOICE_NONE, 500, 0, 0}, {NULL, 0, 0, 0, 0, 0}};

    sheet_open(owner, _(action_by_id(ACT_CHECK_ANSWER)->help), words, NULL, send_answer, g_memdup2(&check, sizeof check));
}
