/* The list of tickets by filter, paged by key: a page more is read when the cursor nears the end. */
#include <string.h>

#include "common/clock.h"
#include "common/label.h"
#include "common/lang.h"
#include "common/text.h"
#include "tui/pick.h"
#include "tui/screens.h"
#include "tui/tickets.h"

enum { COL_NUMBER, COL_STATE, COL_DUE, COL_URGENCY, COL_TITLE, COL_UNIT, COL_AREA };

#define COLUMNS(unit_from)                                                  \
    {                                                                       \
        [COL_NUMBER] = {N_("Number"), 14, 0, FALSE},                        \
        [COL_STATE] = {N_("State"), 8, 0, FALSE},                           \
        [COL_DUE] = {N_("Deadline"), 13, 0, FALSE},                         \
        [COL_URGENCY] = {N_("Level"), LIST_AS_TITLE, 0, FALSE},             \
        [COL_TITLE] = {N_("Title"), 0, 0, FALSE},                           \
        [COL_UNIT] = {N_("Unit"), 12, unit_from, FALSE},                    \
        [COL_AREA] = {N_("Area"), 30, 120, FALSE},                          \
        {NULL, 0, 0, FALSE}                                                 \
    }
static const ListColumn desk_columns[] = COLUMNS(76);
/* all its tickets are its own */
static const ListColumn unit_columns[] = COLUMNS(G_MAXINT);

static gboolean waits_for_work(const Ticket *ticket)
{
    return ticket->due_at != 0 && *ticket->closing == '\0' && strcmp(ticket->state, "finished") != 0;
}

/* The deadline, with a sign when it is over ("!") or today ("*"). */
static char *due_text(const Ticket *ticket, Role *role)
{
    gint64 now = g_get_real_time();
    g_autofree char *due = clock_text(ticket->due_at, CLOCK_DAY_TIME);
    g_autofree char *due_day = clock_text(ticket->due_at, CLOCK_DAY);
    g_autofree char *today = clock_text(now, CLOCK_DAY);

    if (!waits_for_work(ticket)) {
        *role = ROLE_MUTED;
        return g_steal_pointer(&due);
    }
    if (ticket->due_at < now) {
        *role = ROLE_OVERDUE;
        return g_strdup_printf("%s !", due);
    }
    if (strcmp(due_day, today) == 0 && ticket->due_at - now < 2 * G_TIME_SPAN_DAY) {
        *role = ROLE_DUE;
        return g_strdup_printf("%s *", due);
    }
    return g_steal_pointer(&due);
}

static char *cell(gpointer data, int row, int column, Role *role)
{
    const TicketsScreen *tickets = data;
    const Ticket *ticket = g_ptr_array_index(tickets->rows, (guint)row);

    if (ticket->id == tickets->gone)
        *role = ROLE_MUTED;
    switch (column) {
    case COL_NUMBER:
        return g_strdup(ticket->number);
    case COL_STATE:
        return g_strdup(*ticket->closing != '\0' && strcmp(ticket->closing, "rated") != 0
                            ? label_text(LABEL_CLOSING, ticket->closing)
                            : label_text(LABEL_TICKET_STATE, ticket->state));
    case COL_DUE:
        return due_text(ticket, role);
    case COL_URGENCY:
        *role = strcmp(ticket->urgency, "urgent") == 0 ? ROLE_STRONG : *role;
        return g_strdup(label_text(LABEL_URGENCY, ticket->urgency));
    case COL_TITLE:
        return g_strdup(ticket->title);
    case COL_UNIT:
        return g_strdup(ticket->unit);
    default:
        return g_strdup(ticket->area);
    }
}

static void on_filter_picked(Screen *screen, gpointer data, const char *value)
{
    (void)data;
    if (value != NULL)
        tickets_set_filter((TicketsScreen *)screen, value);
}

static void choose_filter(TicketsScreen *tickets)
{
    App *app = tickets->screen.app;
    GPtrArray *items = pick_items_new();

    for (const char *const *filter = ticket_filters(app->me->role); *filter != NULL; filter++)
        pick_items_add(items, *filter, label_text(LABEL_FILTER, *filter), "");
    pick_open(SCREEN(tickets), _("Which tickets?"), items, tickets->filter, on_filter_picked, NULL);
}

static void next_filter(TicketsScreen *tickets)
{
    const char *const *filters = ticket_filters(tickets->screen.app->me->role);

    for (int i = 0; filters[i] != NULL; i++)
        if (strcmp(filters[i], tickets->filter) == 0) {
            tickets_set_filter(tickets, filters[i + 1] != NULL ? filters[i + 1] : filters[0]);
            return;
        }
}

static void draw(Screen *screen, Rect body)
{
    TicketsScreen *tickets = (TicketsScreen *)screen;
    int count = (int)tickets->rows->len - (tickets->gone != 0);
    g_autofree char *head = g_strdup_printf(_("%s: %d%s   / filter  Tab next filter"),
                                            label_text(LABEL_FILTER, tickets->filter), count,
                                            tickets->complete ? "" : "+");

    draw_text(body.y, 1, body.cols - 1, head, ROLE_STRONG);
    if (tickets_outdated(tickets)) {
        const char *news = _("  There is news: ^L reads again ");
        draw_text(body.y, body.cols - text_width(news), text_width(news), news, ROLE_DUE);
    }
    list_draw(&tickets->list, (Rect){body.y + 1, body.x, body.rows - 1, body.cols},
              *screen->app->me->unit != '\0' ? unit_columns : desk_columns, cell, tickets,
              tickets->reading ? _("Reading ...") : _("No ticket here."));
}

static void open_here(TicketsScreen *tickets)
{
    const Ticket *here = tickets_here(tickets);

    if (here != NULL)
        app_push(tickets->screen.app, ticket_screen_new(tickets->screen.app, here->id));
}

static gboolean act(Screen *screen, const Action *action)
{
    TicketsScreen *tickets = (TicketsScreen *)screen;

    if (list_act(&tickets->list, action->id)) {
        if (tickets->list.cursor + tickets->list.page >= (int)tickets->rows->len)
            tickets_read_more(tickets);
        return TRUE;
    }
    switch (action->id) {
    case ACT_OPEN:
        open_here(tickets);
        return TRUE;
    case ACT_FILTER:
        choose_filter(tickets);
        return TRUE;
    case ACT_NEXT_FILTER:
        next_filter(tickets);
        return TRUE;
    case ACT_REDRAW:
        if (tickets_outdated(tickets))
            tickets_read(tickets, TRUE);
        return FALSE;
    default:
        return FALSE;
    }
}

static void news(Screen *screen, News news, gint64 id)
{
    TicketsScreen *tickets = (TicketsScreen *)screen;

    (void)id;
    if (news == NEWS_TICKET || news == NEWS_ALL
        || (news == NEWS_LINK && tickets->failed && db_link(screen->app->db) == DB_ONLINE))
        tickets_changed(tickets);
}

static void show(Screen *screen)
{
    tickets_show((TicketsScreen *)screen);
}

static void tickets_free(Screen *screen)
{
    tickets_stop((TicketsScreen *)screen);
}

static const ScreenOps ops = {
    .title = N_("Tickets"),
    .places = IN_ANY | IN_LIST | IN_TICKETS,
    .size = sizeof(TicketsScreen),
    .free = tickets_free,
    .show = show,
    .draw = draw,
    .act = act,
    .news = news,
};

static Screen *new_with_filter(App *app, const char *filter)
{
    TicketsScreen *tickets = screen_new(app, &ops);

    tickets->rows = g_ptr_array_new_with_free_func(record_free);
    tickets->filter = filter;
    return SCREEN(tickets);
}

Screen *tickets_screen_new(App *app)
{
    return new_with_filter(app, ticket_filters(app->me->role)[0]);
}

Screen *callbacks_screen_new(App *app)
{
    return new_with_filter(app, "callback");
}
