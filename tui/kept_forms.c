/* The forms of this machine's disk that are not open, as one list. */
#include "common/label.h"
#include "common/lang.h"
#include "tui/pick.h"
#include "tui/screens.h"

void kept_forms_count(App *app)
{
    g_autoptr(GPtrArray) keys = NULL;

    if (!app_takes_calls(app) || app->scope == NULL)
        return;
    keys = draft_list(app->scope, "form");
    app->kept_forms = keys->len;
}

static const char *word_of(const Draft *draft, const char *field)
{
    const char *word = draft_get(draft, field);

    return *word != '\0' ? word : "-";
}

static void add_form(App *app, GPtrArray *items, const char *key)
{
    Draft *draft = draft_open(app->scope, "form", key, NULL);
    g_autofree char *text = NULL;

    if (draft == NULL)
        return;
    text = g_strdup_printf("%s  %s  %s%s%s", g_ascii_strtoll(draft_get(draft, "@call"), NULL, 10) != 0 ? _("call") : _("no call"),
                           word_of(draft, "citizen_name"), word_of(draft, "title"),
                           *draft_get(draft, "@refused") != '\0' ? _("  refused: ") : "", draft_get(draft, "@refused"));
    pick_items_add(items, key, text, draft_get(draft, "body"));
    draft_close(draft);
}

static void on_picked(Screen *program, gpointer data, const char *key)
{
    Draft *draft = key != NULL ? draft_open(program->app->scope, "form", key, NULL) : NULL;

    (void)data;
    if (draft != NULL)
        form_screen_open_kept(program->app, draft);
    else if (key != NULL)
        app_say(program->app, ROLE_BAD, _("This form is open in another window of yours."));
}

void kept_forms_list(App *app)
{
    g_autoptr(GPtrArray) keys = NULL;
    GPtrArray *items = pick_items_new();

    /* first what is on its way: it is no form to go on with */
    outbox_adopt(app->outbox);
    keys = draft_list(app->scope, "form");
    for (guint i = 0; i < keys->len; i++)
        add_form(app, items, g_ptr_array_index(keys, i));
    app->kept_forms = items->len;
    pick_open(&app->program, _("Kept forms: go on with"), items, NULL, on_picked, NULL);
}
