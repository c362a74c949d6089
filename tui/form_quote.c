/* Articles in the form: as its direct answer, or quoted into its text; which of them go out with it. */
#include <string.h>

#include "common/lang.h"
#include "tui/form.h"
#include "tui/screens.h"

/* What the draft knows of articles: the ids of those of the answer, and a line "ID MARK" for each that was
 * quoted into the text. */
#define OF_ANSWER "@articles"
#define OF_BODY "@quoted"

/* The form that takes an article; says why there is none. */
static FormScreen *form_to_quote_into(App *app)
{
    FormScreen *form = (FormScreen *)app->form;

    if (form == NULL)
        app_say(app, ROLE_MUTED, _("No form is open to quote into."));
    else if (form->sent != NULL)
        app_say(app, ROLE_MUTED, _("The form is being sent: nothing was quoted into it."));
    return form != NULL && form->sent == NULL ? form : NULL;
}

static void remember(FormScreen *form, const char *fact, const char *separator, const char *more)
{
    const char *kept = draft_get(form->draft, fact);
    g_autofree char *all = g_strdup_printf("%s%s%s", kept, *kept != '\0' ? separator : "", more);

    draft_set(form->draft, fact, all);
}

void form_screen_answer(App *app, const Article *article)
{
    FormScreen *form = form_to_quote_into(app);
    /* the screen that the article belongs to is left on the way to the form */
    g_autofree char *answer = g_strdup(article->answer);

    if (form == NULL)
        return;
    remember(form, OF_ANSWER, " ", record_id(article->id));
    app_open_form(app);
    form_show_way(form, "answer");
    fields_put(form->fields, "answer", answer);
    fields_focus(form->fields, "answer");
    app_say(app, ROLE_GOOD, _("The answer stands in the form; F5 sends it as the direct answer."));
}

/* The line that says where a quotation comes from. Owned by the caller. */
static char *mark_of(const Article *article)
{
    g_autofree char *number = g_strdup_printf(_("article %d"), (int)article->id);

    return g_strdup_printf(_("[Reference: %s] "), *article->title != '\0' ? article->title : number);
}

void form_screen_quote(App *app, const Article *article)
{
    FormScreen *form = form_to_quote_into(app);
    g_autofree char *mark = mark_of(article);
    g_autofree char *quotation = g_strdup_printf("%s%s", mark, article->answer);
    g_autofree char *fact = g_strdup_printf("%s %s", record_id(article->id), mark);
    g_autofree char *too_long = NULL;

    if (form == NULL)
        return;
    if (!fields_append(form->fields, "body", quotation, &too_long)) {
        app_say(app, ROLE_BAD, too_long);
        return;
    }
    remember(form, OF_BODY, "\n", fact);
    app_open_form(app);
    fields_focus(form->fields, "body");
    app_say(app, ROLE_GOOD, _("The article stands at the end of the description; ^Z takes it out again."));
}

void form_articles_put_aside(Draft *draft, const char *ids)
{
    g_auto(GStrv) all = g_strsplit(ids, " ", -1);
    g_autofree char *lines = g_strjoinv("\n", all);

    draft_set(draft, OF_BODY, lines);
}

static void add_once(GPtrArray *ids, char *id)
{
    if (*id != '\0' && !g_ptr_array_find_with_equal_func(ids, id, g_str_equal, NULL))
        g_ptr_array_add(ids, id);
}

char *form_articles(const FormScreen *form, const char *way)
{
    g_auto(GStrv) of_answer = g_strsplit(draft_get(form->draft, OF_ANSWER), " ", -1);
    g_auto(GStrv) of_body = g_strsplit(draft_get(form->draft, OF_BODY), "\n", -1);
    g_autoptr(GPtrArray) ids = g_ptr_array_new();

    for (char **id = of_answer; strcmp(way, "answer") == 0 && *id != NULL; id++)
        add_once(ids, *id);
    for (char **line = of_body; *line != NULL; line++) {
        char *mark = strchr(*line, ' ');
        if (mark != NULL && strstr(fields_get(form->fields, "body"), mark + 1) == NULL)
            continue;
        if (mark != NULL)
            *mark = '\0';
        add_once(ids, *line);
    }
    if (of_answer[0] == NULL && of_body[0] == NULL)
        return NULL;
    g_ptr_array_add(ids, NULL);
    return g_strjoinv(" ", (char **)ids->pdata);
}
