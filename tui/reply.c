/* Answers of the database on their way to a screen that may be gone when they come. */
#include "tui/app.h"

struct Reply {
    App *app;
    Screen *screen; /* NULL: gone */
    ReplyRows rows;
    ReplyAnswer answer;
    ReplyWith with;
    gpointer data;
};

static Reply *reply_new(Screen *screen)
{
    Reply *reply = g_new0(Reply, 1);

    reply->app = screen->app;
    reply->screen = screen;
    g_ptr_array_add(screen->app->replies, reply);
    return reply;
}

Reply *reply_rows(Screen *screen, ReplyRows handler)
{
    Reply *reply = reply_new(screen);

    reply->rows = handler;
    return reply;
}

Reply *reply_answer(Screen *screen, ReplyAnswer handler)
{
    Reply *reply = reply_new(screen);

    reply->answer = handler;
    return reply;
}

Reply *reply_with(Screen *screen, ReplyWith handler, gpointer data)
{
    Reply *reply = reply_new(screen);

    reply->with = handler;
    reply->data = data;
    return reply;
}

void reply_on_rows(GPtrArray *rows, const DbError *error, gpointer data)
{
    Reply *reply = data;

    if (reply->screen != NULL)
        reply->rows(reply->screen, rows, error);
    if (rows != NULL)
        g_ptr_array_unref(rows);
    app_dirty(reply->app);
}

gboolean reply_on_answer(const char *answer, const DbError *error, gpointer data)
{
    Reply *reply = data;

    app_dirty(reply->app);
    if (reply->screen == NULL)
        return FALSE;
    if (reply->with != NULL)
        reply->with(reply->screen, reply->data, answer, error);
    else
        reply->answer(reply->screen, answer, error);
    return TRUE;
}

void reply_free(gpointer data)
{
    Reply *reply = data;

    app_dirty(reply->app);
    g_ptr_array_remove_fast(reply->app->replies, reply);
    g_free(reply->data);
    g_free(reply);
}

gboolean reply_keep(Screen *screen, GPtrArray **place, GPtrArray *rows, const DbError *error)
{
    if (error != NULL) {
        app_say_error(screen->app, error);
        return FALSE;
    }
    g_clear_pointer(place, g_ptr_array_unref);
    *place = g_ptr_array_ref(rows);
    return TRUE;
}

void reply_forget(App *app, const Screen *screen)
{
    for (guint i = 0; i < app->replies->len; i++) {
        Reply *reply = g_ptr_array_index(app->replies, i);
        if (reply->screen == screen)
            reply->screen = NULL;
    }
}
