/* The message line: drawing it, reading it. */
#include "tui/message_line.h"

#include <curses.h>

#include "common/clock.h"
#include "common/lang.h"
#include "common/text.h"
#include "tui/key.h"
#include "tui/screens.h"

static const Message *unseen(const App *app)
{
    const Message *first = app->messages != NULL && app->messages->len > 0 ? g_ptr_array_index(app->messages, 0) : NULL;

    return first != NULL && first->seen_at == 0 ? first : NULL;
}

static guint unseen_count(const App *app)
{
    guint n = 0;

    while (n < app->messages->len && ((const Message *)g_ptr_array_index(app->messages, n))->seen_at == 0)
        n++;
    return n;
}

static char *line_text(const Message *message)
{
    g_autofree char *at = clock_text(message->at, CLOCK_TIME);
    g_autofree char *text = message_text(message);

    return g_strdup_printf(" ! %s %s: %s", *message->sender != '\0' ? message->sender : _("system"), at, text);
}

/* What stands at the row's end: how many more, and the key. */
static char *end_text(const App *app)
{
    const Action *action = action_by_id(ACT_MESSAGES);
    const char *key = key_caption(action_key(action, app_top(app)->ops->places));
    guint more = unseen_count(app) - 1;

    return more > 0 ? g_strdup_printf("  +%u %s%s", more, key, _(action->label)) : g_strdup_printf("  %s%s", key, _(action->label));
}

gboolean message_line_draw(const App *app, int y)
{
    const Message *message = unseen(app);
    g_autofree char *text = NULL;
    g_autofree char *end = NULL;
    int cols;

    if (message == NULL || app_top(app) == NULL)
        return FALSE;
    text = line_text(message);
    end = end_text(app);
    cols = COLS - text_width(end);
    draw_text(y, 0, cols, text, ROLE_DUE);
    draw_text(y, cols, COLS - cols, end, ROLE_KEY);
    return TRUE;
}

static void on_seen(Screen *screen, const char *answer, const DbError *error)
{
    (void)answer;
    if (error != NULL)
        app_say_error(screen->app, error);
    app_refresh(screen->app, NEWS_MESSAGE, 0);
}

void message_line_seen(App *app, const Message *message)
{
    if (message->seen_at == 0)
        message_seen(app->outbox, message->id, REPLY_ANSWER(&app->program, on_seen));
}

void message_line_read(App *app)
{
    const Message *message = unseen(app);
    g_autofree char *text = message != NULL ? line_text(message) : NULL;
    g_autofree char *end = message != NULL ? end_text(app) : NULL;

    if (message != NULL && text_width(text) + text_width(end) <= COLS)
        message_line_seen(app, message);
    else
        app_push(app, messages_screen_new(app));
}

void message_line_ticket_opened(App *app, gint64 ticket)
{
    for (guint i = 0; app->messages != NULL && i < app->messages->len; i++) {
        const Message *message = g_ptr_array_index(app->messages, i);
        if (message->ticket_id == ticket)
            message_line_seen(app, message);
    }
}
