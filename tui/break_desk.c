/* Why one is on a break: asked after it has begun, so that no telephone rings meanwhile. */
#include "tui/break_desk.h"

#include "common/lang.h"
#include "tui/pick.h"

static void on_reasons(Screen *screen, GPtrArray *rows, const DbError *error)
{
    if (error == NULL)
        reply_keep(screen, &screen->app->breaks, rows, NULL);
}

void break_desk_read(App *app)
{
    person_breaks(app->db, REPLY_ROWS(&app->program, on_reasons));
}

static void on_begun(Screen *screen, const char *answer, const DbError *error)
{
    (void)answer;
    if (error != NULL) {
        break_desk_close(screen->app);
        app_say_error(screen->app, error);
    }
    app_refresh(screen->app, NEWS_AGENT, 0);
}

static void on_picked(Screen *program, gpointer data, const char *code)
{
    App *app = program->app;

    (void)data;
    app->break_list = NULL;
    if (code != NULL && *code != '\0')
        person_set_state(app->outbox, "break", code, REPLY_ANSWER(program, on_begun));
}

void break_desk_begin(App *app, const char *likely)
{
    GPtrArray *items;

    person_set_state(app->outbox, "break", "", REPLY_ANSWER(&app->program, on_begun));
    if (app->breaks == NULL || app->breaks->len == 0)
        return;
    items = pick_items_new();
    for (guint i = 0; i < app->breaks->len; i++) {
        const PersonBreak *reason = g_ptr_array_index(app->breaks, i);
        pick_items_add(items, reason->code, reason->name, reason->code);
    }
    pick_items_add(items, "", _("(no reason)"), "");
    pick_open(&app->program, _("On a break. What for?  F3 ready again"), items, likely, on_picked, NULL);
    app->break_list = app_top(app);
}

gboolean break_desk_close(App *app)
{
    if (app->break_list == NULL || app_top(app) != app->break_list)
        return FALSE;
    app->break_list = NULL;
    app_pop(app);
    return TRUE;
}
