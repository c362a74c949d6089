/* Reading the list of tickets, calmly: pages by key, replaced all at once, the cursor on its ticket. */
#include "tui/tickets.h"

/* Beyond DEEP rows news are told and not read: it would cost many pages, and nobody sees them. */
enum { PAGE = 50, PAGE_MAX = 200, DEEP = 200, PAUSE_US = 2 * G_USEC_PER_SEC };

const Ticket *tickets_here(const TicketsScreen *tickets)
{
    return (guint)tickets->list.cursor < tickets->rows->len
               ? g_ptr_array_index(tickets->rows, (guint)tickets->list.cursor) : NULL;
}

static int find(const GPtrArray *rows, gint64 id)
{
    for (guint i = 0; i < rows->len; i++)
        if (((const Ticket *)g_ptr_array_index(rows, i))->id == id)
            return (int)i;
    return -1;
}

static guint wanted(const TicketsScreen *tickets)
{
    return MAX(MAX(tickets->rows->len, (guint)tickets->list.page + 1), PAGE);
}

static void on_page(Screen *screen, GPtrArray *rows, const DbError *error);

static void ask(TicketsScreen *tickets, const Ticket *after, guint rows)
{
    tickets->reading = TRUE;
    tickets->asked_n = tickets->filter_n;
    tickets->asked_rows = rows;
    ticket_list(tickets->screen.app->db, tickets->filter, after, rows, REPLY_ROWS(tickets, on_page));
}

static void ask_fresh(TicketsScreen *tickets)
{
    GPtrArray *fresh = tickets->fresh;
    /* a list that was whole may have grown */
    guint missing = wanted(tickets) - fresh->len + (tickets->complete ? PAGE : 0);

    ask(tickets, fresh->len > 0 ? g_ptr_array_index(fresh, fresh->len - 1) : NULL, CLAMP(missing, PAGE, PAGE_MAX));
}

static void begin(TicketsScreen *tickets)
{
    g_clear_handle_id(&tickets->timer, g_source_remove);
    g_clear_pointer(&tickets->fresh, g_ptr_array_unref);
    tickets->fresh = g_ptr_array_new_with_free_func(record_free);
    tickets->again = FALSE;
    tickets->stale = FALSE;
    tickets->failed = FALSE;
    tickets->read_at = g_get_monotonic_time();
    ask_fresh(tickets);
}

/* The row under the cursor that the new rows do not have: put where it was. Returns its place. */
static int hold_here(TicketsScreen *tickets)
{
    int at = MIN(tickets->list.cursor, (int)tickets->fresh->len);
    Ticket *here = g_ptr_array_steal_index(tickets->rows, (guint)tickets->list.cursor);

    tickets->gone = here->id;
    g_ptr_array_insert(tickets->fresh, at, here);
    return at;
}

/* The new rows take the place of the old ones; the cursor stays on its ticket, and that on its line,
 * unless the list is shown from its start, where what is new must be seen. */
static void swap_in(TicketsScreen *tickets)
{
    const Ticket *here = tickets_here(tickets);
    /* the cursor may have moved since the last drawing, which is when the first row shown follows it */
    int top = MIN(tickets->list.top, tickets->list.cursor);
    int line = tickets->list.cursor - top;
    int at = here != NULL ? find(tickets->fresh, here->id) : -1;

    tickets->gone = 0;
    if (here != NULL && at < 0 && tickets->hold)
        at = hold_here(tickets);
    g_ptr_array_unref(tickets->rows);
    tickets->rows = g_steal_pointer(&tickets->fresh);
    list_set_rows(&tickets->list, (int)tickets->rows->len);
    if (at >= 0) {
        tickets->list.cursor = at;
        tickets->list.top = top == 0 ? 0 : MAX(at - line, 0);
    }
}

static void take_over(TicketsScreen *tickets, GPtrArray *rows)
{
    GPtrArray *into = tickets->fresh != NULL ? tickets->fresh : tickets->rows;
    gboolean last = rows->len < tickets->asked_rows;

    for (guint i = 0; i < rows->len; i++)
        g_ptr_array_add(into, g_ptr_array_index(rows, i));
    g_ptr_array_set_free_func(rows, NULL);
    if (tickets->fresh != NULL && !last && into->len < wanted(tickets)) {
        ask_fresh(tickets);
        return;
    }
    if (tickets->fresh != NULL)
        swap_in(tickets);
    tickets->complete = last;
    list_set_rows(&tickets->list, (int)tickets->rows->len);
}

/* After an error it stops: what is shown stays, and it is read again on news of the link. */
static void stop_at(TicketsScreen *tickets, const DbError *error)
{
    app_say_error(tickets->screen.app, error);
    g_clear_pointer(&tickets->fresh, g_ptr_array_unref);
    tickets->failed = TRUE;
    tickets->again = FALSE;
}

static void on_page(Screen *screen, GPtrArray *rows, const DbError *error)
{
    TicketsScreen *tickets = (TicketsScreen *)screen;

    tickets->reading = FALSE;
    if (tickets->asked_n != tickets->filter_n) {
        begin(tickets);
        return;
    }
    if (error != NULL)
        stop_at(tickets, error);
    else
        take_over(tickets, rows);
    if (tickets->again && !tickets->reading)
        begin(tickets);
}

void tickets_read(TicketsScreen *tickets, gboolean hold)
{
    tickets->hold = hold;
    if (tickets->reading)
        tickets->again = TRUE;
    else
        begin(tickets);
}

void tickets_show(TicketsScreen *tickets)
{
    if (tickets->rows->len <= DEEP)
        tickets_read(tickets, FALSE);
}

static gboolean on_timer(gpointer data)
{
    TicketsScreen *tickets = data;

    tickets->timer = 0;
    tickets_changed(tickets);
    return G_SOURCE_REMOVE;
}

gboolean tickets_outdated(const TicketsScreen *tickets)
{
    return tickets->failed || (tickets->stale && tickets->rows->len > DEEP);
}

void tickets_changed(TicketsScreen *tickets)
{
    gint64 pause = tickets->read_at + PAUSE_US - g_get_monotonic_time();

    tickets->stale = TRUE;
    if (tickets->timer != 0 || tickets->rows->len > DEEP || !app_sees(tickets->screen.app, SCREEN(tickets)))
        return;
    if (tickets->reading || pause > 0)
        tickets->timer = g_timeout_add((guint)(CLAMP(pause, PAUSE_US / 10, PAUSE_US) / 1000), on_timer, tickets);
    else
        tickets_read(tickets, TRUE);
}

void tickets_read_more(TicketsScreen *tickets)
{
    guint last = tickets->rows->len;

    if (tickets->reading || tickets->complete)
        return;
    /* the list goes on after the last row that is still in it */
    while (last > 0 && ((const Ticket *)g_ptr_array_index(tickets->rows, last - 1))->id == tickets->gone)
        last--;
    if (last > 0)
        ask(tickets, g_ptr_array_index(tickets->rows, last - 1), PAGE);
}

void tickets_set_filter(TicketsScreen *tickets, const char *filter)
{
    tickets->filter = g_intern_string(filter);
    tickets->filter_n++;
    tickets->list = (List){.page = tickets->list.page};
    tickets->gone = 0;
    tickets->complete = FALSE;
    g_ptr_array_set_size(tickets->rows, 0);
    tickets_read(tickets, FALSE);
}

void tickets_stop(TicketsScreen *tickets)
{
    g_clear_handle_id(&tickets->timer, g_source_remove);
    g_clear_pointer(&tickets->fresh, g_ptr_array_unref);
    g_ptr_array_unref(tickets->rows);
}
