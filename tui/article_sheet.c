/* Writing articles and deciding on them. */
#include "tui/article_sheet.h"

#include <string.h>

#include "common/lang.h"
#include "tui/sheet.h"

static const FieldSpec writing[] = {{"title", FIELD_LINE, CHOICE_NONE, 200, 0, 0},
                                    {"legal_basis", FIELD_LINE, CHOICE_NONE, 500, 1, 0},
                                    {"valid_from", FIELD_LINE, CHOICE_NONE, 10, 2, 12},
                                    {"valid_to", FIELD_LINE, CHOICE_NONE, 10, 2, 12},
                                    {"reason", FIELD_LINE, CHOICE_NONE, 500, 3, 0},
                                    {"variants", FIELD_TEXT, CHOICE_NONE, 2000, 4, 0},
                                    {"answer", FIELD_TEXT, CHOICE_NONE, 20000, 5, 0},
                                    {NULL, 0, 0, 0, 0, 0}};
static const FieldSpec reason_only[] = {{"reason", FIELD_TEXT, CHOICE_NONE, 500, 0, 0}, {NULL, 0, 0, 0, 0, 0}};

/* What a sheet is about. */
typedef struct {
    gint64 article;
    gint64 version;
    gint64 proposal;
    guint sheet; /* its number, once sent; 0: nothing was asked */
} Writing;

static void on_answer(Screen *program, gpointer data, const char *json, const DbError *error)
{
    const Writing *sent = data;
    gint64 version = error == NULL ? article_answer_version(json) : 0;
    g_autofree char *sentence = version != 0 ? g_strdup_printf(_("It is recorded: version %d of the article."), (int)version)
                                             : g_strdup(_("It is recorded."));

    if (!sheet_answered(program->app, sent->sheet, error))
        return;
    app_say(program->app, ROLE_GOOD, sentence);
    /* no sheet has closed over the list: what was decided leaves it all the same */
    if (sent->sheet == 0 && app_top(program->app)->ops->show != NULL)
        app_top(program->app)->ops->show(app_top(program->app));
}

static void send_writing(Screen *owner, Screen *sheet, GHashTable *values)
{
    App *app = owner->app;
    Writing *sent = g_memdup2(sheet_data(sheet), sizeof(Writing));
    const char *given = g_hash_table_lookup(values, "reason");
    g_autofree char *reason = g_strdup(given != NULL ? given : "");
    gboolean publishes = strcmp(app->me->role, "lead") == 0;

    g_hash_table_remove(values, "reason");
    /* one that was emptied is said to be empty: what is not said stays as it is */
    for (const FieldSpec *spec = writing; spec->name != NULL; spec++)
        if (strcmp(spec->name, "reason") != 0 && !g_hash_table_contains(values, spec->name))
            g_hash_table_insert(values, (char *)spec->name, g_strdup(""));
    sent->sheet = sheet_number(sheet);
    (publishes ? article_publish : article_propose)(app->outbox, sent->article, sent->version, values, reason,
                                                    REPLY_WITH(&app->program, on_answer, sent));
}

void article_sheet_open(Screen *owner, const Article *article)
{
    Writing about = {.article = article != NULL ? article->id : 0, .version = article != NULL ? article->version : 0};
    g_autofree char *key = g_strdup_printf("article-%" G_GINT64_FORMAT, about.article);
    gboolean lead = strcmp(owner->app->me->role, "lead") == 0;
    g_autoptr(GHashTable) fields = article != NULL ? article_fields_parse(article->fields) : NULL;

    sheet_open(owner, lead ? _("Publish an article") : _("Propose an article to the lead"), writing, key, send_writing,
               g_memdup2(&about, sizeof about));
    for (const FieldSpec *spec = writing; fields != NULL && spec->name != NULL; spec++)
        if (g_hash_table_lookup(fields, spec->name) != NULL)
            sheet_fill(app_top(owner->app), spec->name, g_hash_table_lookup(fields, spec->name));
}

static void send_withdrawal(Screen *owner, Screen *sheet, GHashTable *values)
{
    App *app = owner->app;
    Writing *sent = g_memdup2(sheet_data(sheet), sizeof(Writing));
    const char *reason = g_hash_table_lookup(values, "reason");

    sent->sheet = sheet_number(sheet);
    article_withdraw(app->outbox, sent->article, sent->version, reason != NULL ? reason : "",
                     REPLY_WITH(&app->program, on_answer, sent));
}

void article_sheet_withdraw(Screen *owner, const Article *article)
{
    Writing about = {.article = article->id, .version = article->version};

    sheet_open(owner, _("Why is the article withdrawn? Nobody finds it any more; its versions stay."), reason_only, NULL,
               send_withdrawal, g_memdup2(&about, sizeof about));
}

static void send_refusal(Screen *owner, Screen *sheet, GHashTable *values)
{
    App *app = owner->app;
    Writing *sent = g_memdup2(sheet_data(sheet), sizeof(Writing));
    const char *reason = g_hash_table_lookup(values, "reason");

    sent->sheet = sheet_number(sheet);
    article_decide(app->outbox, sent->proposal, FALSE, reason != NULL ? reason : "", NULL,
                   REPLY_WITH(&app->program, on_answer, sent));
}

void article_sheet_decide(Screen *owner, gint64 proposal, gboolean publish)
{
    App *app = owner->app;
    Writing about = {.proposal = proposal};

    if (publish)
        article_decide(app->outbox, proposal, TRUE, "", NULL,
                       REPLY_WITH(&app->program, on_answer, g_memdup2(&about, sizeof about)));
    else
        sheet_open(owner, _("Why is the proposal refused?"), reason_only, NULL, send_refusal, g_memdup2(&about, sizeof about));
}
