/* The status line's sentence: it ends by itself, so that nothing false or private stays there. */
#include "common/lang.h"
#include "common/refusal.h"
#include "tui/app.h"

enum { SHOWN_MS = 10000 };

static gboolean on_shown(gpointer data)
{
    App *app = data;

    app->message_source = 0;
    app_unsay(app);
    return G_SOURCE_REMOVE;
}

void app_say(App *app, Role role, const char *sentence)
{
    char *copy = g_strdup(sentence);

    app_unsay(app);
    app->message = copy;
    app->message_role = role;
    app->message_n++;
    app->message_source = g_timeout_add(SHOWN_MS, on_shown, app);
}

void app_say_error(App *app, const DbError *error)
{
    g_autofree char *sentence = refusal_sentence(error);

    app_say(app, ROLE_BAD, sentence);
}

void app_unsay(App *app)
{
    g_clear_handle_id(&app->message_source, g_source_remove);
    g_clear_pointer(&app->message, g_free);
    app_dirty(app);
}

void app_unsay_hint(App *app)
{
    if (app->message != NULL && app->message_role == ROLE_MUTED)
        app_unsay(app);
}
