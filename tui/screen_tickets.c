/* The list of tickets by filter. */
#include <string.h>

#include "common/clock.h"
#include "common/label.h"
#include "common/lang.h"
#include "tui/screens.h"
#include "tui/paged.h"

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

/* What must be seen of it before it is opened, in front of its title. */
static char *title_text(const Ticket *ticket)
{
    const struct {
        gboolean shown;
        const char *mark;
    } marks[] = {{ticket->supervised, _("[supervised]")}, {ticket->escalated, _("[escalated]")},
                 {ticket->circling, _("[circling]")}, {ticket->mended, _("[catalogue mended]")}};
    GString *text = g_string_new(NULL);

    for (guint i = 0; i < G_N_ELEMENTS(marks); i++)
        g_string_append(text, marks[i].shown ? marks[i].mark : "");
    g_string_append(text, ticket->title);
    return g_string_free(text, FALSE);
}

static char *cell(gpointer data, int row, int column, Role *role)
{
    const PagedScreen *paged = data;
    const Ticket *ticket = g_ptr_array_index(paged->rows, (guint)row);

    if (ticket->id == paged->gone)
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
        return title_text(ticket);
    case COL_UNIT:
        return g_strdup(ticket->unit);
    default:
        return g_strdup(ticket->area);
    }
}

static gint64 id_of(gconstpointer row)
{
    return ((const Ticket *)row)->id;
}

static void ask(PagedScreen *paged, gconstpointer after, guint rows)
{
    ticket_list(paged->screen.app->db, paged->filter, after, rows, REPLY_ROWS(paged, paged_on_page));
}

static const ListColumn *columns(const App *app)
{
    return *app->me->unit != '\0' ? unit_columns : desk_columns;
}

static Screen *open_row(App *app, gconstpointer row)
{
    gboolean judges = (input_role(app) & (ROLE_LEAD_BIT | ROLE_ADMIN_BIT)) != 0;

    if (judges && strcmp(((const Ticket *)row)->state, "returned") == 0)
        return objection_screen_new(app, id_of(row));
    return ticket_screen_new(app, id_of(row));
}

static const PagedList tickets = {
    .id = id_of,
    .ask = ask,
    .filters = ticket_filters,
    .columns = columns,
    .cell = cell,
    .open = open_row,
    .news = NEWS_TICKET,
    .question = N_("Which tickets?"),
    .empty = N_("No ticket here."),
};

static const ScreenOps ops = {
    .title = N_("Tickets"),
    .places = IN_ANY | IN_LIST | IN_FILTERED | IN_TICKETS,
    PAGED_OPS,
};

Screen *tickets_screen_new(App *app)
{
    return paged_screen_new(app, &ops, &tickets, ticket_filters(app->me->role)[0]);
}
