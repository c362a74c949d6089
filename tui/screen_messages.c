/* The last messages, those not read first; the one under the cursor in full, which reads it. */
#include "common/clock.h"
#include "common/lang.h"
#include "tui/list.h"
#include "tui/message_line.h"
#include "tui/screens.h"

typedef struct {
    Screen screen;
    List list;
    gint64 chosen; /* id of the message under the cursor, so that it stays on it when others are read */
} MessagesScreen;

enum { COL_WHEN, COL_FROM, COL_TICKET, COL_TEXT };
enum { FULL_ROWS = 4 };

static const ListColumn columns[] = {
    [COL_WHEN] = {N_("When"), 13, 0, FALSE},
    [COL_FROM] = {N_("Sender"), 14, 0, FALSE},
    [COL_TICKET] = {N_("Ticket"), 15, 100, FALSE},
    [COL_TEXT] = {N_("What was said"), 0, 0, FALSE},
    {NULL, 0, 0, FALSE}};

static const Message *message_at(const App *app, int row)
{
    return app->messages != NULL && row >= 0 && (guint)row < app->messages->len
               ? g_ptr_array_index(app->messages, (guint)row) : NULL;
}

static char *when_text(const Message *message)
{
    g_autofree char *at = clock_text(message->at, CLOCK_DAY_TIME);

    return g_strdup_printf("%s%s", at, message->seen_at == 0 ? " !" : "");
}

static char *cell(gpointer data, int row, int column, Role *role)
{
    const Message *message = message_at(data, row);

    *role = message->seen_at == 0 ? ROLE_DUE : ROLE_NORMAL;
    switch (column) {
    case COL_WHEN:
        return when_text(message);
    case COL_FROM:
        return g_strdup(*message->sender != '\0' ? message->sender : _("system"));
    case COL_TICKET:
        return g_strdup(message->number);
    default:
        return message_text(message);
    }
}

/* The cursor follows its message while others move. */
static void follow(MessagesScreen *self)
{
    const App *app = self->screen.app;
    const Message *here;

    list_set_rows(&self->list, app->messages != NULL ? (int)app->messages->len : 0);
    for (int row = 0; self->chosen != 0 && row < self->list.rows; row++)
        if (message_at(app, row)->id == self->chosen)
            self->list.cursor = row;
    here = message_at(app, self->list.cursor);
    self->chosen = here != NULL ? here->id : 0;
}

static void draw(Screen *screen, Rect body)
{
    MessagesScreen *self = (MessagesScreen *)screen;
    const Message *here;

    follow(self);
    list_draw(&self->list, (Rect){body.y, body.x, body.rows - FULL_ROWS - 1, body.cols}, columns, cell, screen->app,
              _("There are no messages."));
    here = message_at(screen->app, self->list.cursor);
    if (here != NULL) {
        g_autofree char *text = message_text(here);
        draw_rule(body.y + body.rows - FULL_ROWS - 1, body.x, body.cols, here->number);
        draw_wrapped((Rect){body.y + body.rows - FULL_ROWS, 1, FULL_ROWS, body.cols - 2}, 0, text, ROLE_STRONG);
    }
}

static void read_here(MessagesScreen *self)
{
    const Message *here = message_at(self->screen.app, self->list.cursor);

    if (here != NULL)
        message_line_seen(self->screen.app, here);
}

/* The newest that was not read stands first. */
static void to_next(MessagesScreen *self)
{
    const Message *first = message_at(self->screen.app, 0);

    if (first != NULL && first->seen_at == 0) {
        self->chosen = first->id;
        follow(self);
    }
    read_here(self);
}

static void show(Screen *screen)
{
    follow((MessagesScreen *)screen);
    read_here((MessagesScreen *)screen);
}

static gboolean act(Screen *screen, const Action *action)
{
    MessagesScreen *self = (MessagesScreen *)screen;
    const Message *here;

    if (list_act(&self->list, action->id)) {
        here = message_at(screen->app, self->list.cursor);
        self->chosen = here != NULL ? here->id : 0;
        read_here(self);
        return TRUE;
    }
    if (action->id == ACT_MESSAGES) {
        to_next(self);
        return TRUE;
    }
    here = message_at(screen->app, self->list.cursor);
    if (action->id != ACT_OPEN)
        return FALSE;
    if (here != NULL && here->ticket_id != 0)
        app_push(screen->app, ticket_screen_new(screen->app, here->ticket_id));
    return TRUE;
}

static const ScreenOps ops = {
    .title = N_("Messages"),
    .places = IN_ANY | IN_LIST,
    .size = sizeof(MessagesScreen),
    .show = show,
    .draw = draw,
    .act = act,
};

Screen *messages_screen_new(App *app)
{
    return screen_new(app, &ops);
}
