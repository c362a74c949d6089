/* Reading a paged list calmly: pages by key, replaced all at once, the cursor on its row. */
#include "tui/paged.h"

/* Beyond DEEP rows news are told and not read: it would cost many pages, and nobody sees them. */
enum { PAGE = 50, PAGE_MAX = 200, DEEP = 200, PAUSE_US = 2 * G_USEC_PER_SEC };

gpointer paged_here(const PagedScreen *paged)
{
    return (guint)paged->list.cursor < paged->rows->len
               ? g_ptr_array_index(paged->rows, (guint)paged->list.cursor) : NULL;
}

static int find(const PagedScreen *paged, const GPtrArray *rows, gint64 id)
{
    for (guint i = 0; i < rows->len; i++)
        if (paged->of->id(g_ptr_array_index(rows, i)) == id)
            return (int)i;
    return -1;
}

static guint wanted(const PagedScreen *paged)
{
    return MAX(MAX(paged->rows->len, (guint)paged->list.page + 1), PAGE);
}

static void ask(PagedScreen *paged, gconstpointer after, guint rows)
{
    paged->reading = TRUE;
    paged->asked_n = paged->filter_n;
    paged->asked_rows = rows;
    paged->of->ask(paged, after, rows);
}

static void ask_fresh(PagedScreen *paged)
{
    GPtrArray *fresh = paged->fresh;
    /* a list that was whole may have grown */
    guint missing = wanted(paged) - fresh->len + (paged->complete ? PAGE : 0);

    ask(paged, fresh->len > 0 ? g_ptr_array_index(fresh, fresh->len - 1) : NULL, CLAMP(missing, PAGE, PAGE_MAX));
}

static void begin(PagedScreen *paged)
{
    g_clear_handle_id(&paged->timer, g_source_remove);
    g_clear_pointer(&paged->fresh, g_ptr_array_unref);
    paged->fresh = g_ptr_array_new_with_free_func(record_free);
    paged->again = FALSE;
    paged->stale = FALSE;
    paged->failed = FALSE;
    paged->read_at = g_get_monotonic_time();
    ask_fresh(paged);
}

/* The row under the cursor that the new rows do not have: put where it was. Returns its place. */
static int hold_here(PagedScreen *paged)
{
    int at = MIN(paged->list.cursor, (int)paged->fresh->len);
    gpointer here = g_ptr_array_steal_index(paged->rows, (guint)paged->list.cursor);

    paged->gone = paged->of->id(here);
    g_ptr_array_insert(paged->fresh, at, here);
    return at;
}

/* The new rows take the place of the old ones; the cursor stays on its row, and that on its line,
 * unless the list is shown from its start, where what is new must be seen. */
static void swap_in(PagedScreen *paged)
{
    gconstpointer here = paged_here(paged);
    /* the cursor may have moved since the last drawing, which is when the first row shown follows it */
    int top = MIN(paged->list.top, paged->list.cursor);
    int line = paged->list.cursor - top;
    int at = here != NULL ? find(paged, paged->fresh, paged->of->id(here)) : -1;

    paged->gone = 0;
    if (here != NULL && at < 0 && paged->hold)
        at = hold_here(paged);
    g_ptr_array_unref(paged->rows);
    paged->rows = g_steal_pointer(&paged->fresh);
    list_set_rows(&paged->list, (int)paged->rows->len);
    if (at >= 0) {
        paged->list.cursor = at;
        paged->list.top = top == 0 ? 0 : MAX(at - line, 0);
    }
}

static void take_over(PagedScreen *paged, GPtrArray *rows)
{
    GPtrArray *into = paged->fresh != NULL ? paged->fresh : paged->rows;
    gboolean last = rows->len < paged->asked_rows;

    for (guint i = 0; i < rows->len; i++)
        g_ptr_array_add(into, g_ptr_array_index(rows, i));
    g_ptr_array_set_free_func(rows, NULL);
    if (paged->fresh != NULL && !last && into->len < wanted(paged)) {
        ask_fresh(paged);
        return;
    }
    if (paged->fresh != NULL)
        swap_in(paged);
    paged->complete = last;
    list_set_rows(&paged->list, (int)paged->rows->len);
}

/* After an error it stops: what is shown stays, and it is read again on news of the link. */
static void stop_at(PagedScreen *paged, const DbError *error)
{
    app_say_error(paged->screen.app, error);
    g_clear_pointer(&paged->fresh, g_ptr_array_unref);
    paged->failed = TRUE;
    paged->again = FALSE;
}

void paged_on_page(Screen *screen, GPtrArray *rows, const DbError *error)
{
    PagedScreen *paged = (PagedScreen *)screen;

    paged->reading = FALSE;
    if (paged->asked_n != paged->filter_n) {
        begin(paged);
        return;
    }
    if (error != NULL)
        stop_at(paged, error);
    else
        take_over(paged, rows);
    if (paged->again && !paged->reading)
        begin(paged);
}

void paged_read(PagedScreen *paged, gboolean hold)
{
    paged->hold = hold;
    if (paged->reading)
        paged->again = TRUE;
    else
        begin(paged);
}

void paged_read_again(PagedScreen *paged)
{
    if (paged->rows->len <= DEEP)
        paged_read(paged, FALSE);
}

static gboolean on_timer(gpointer data)
{
    PagedScreen *paged = data;

    paged->timer = 0;
    paged_changed(paged);
    return G_SOURCE_REMOVE;
}

gboolean paged_outdated(const PagedScreen *paged)
{
    return paged->failed || (paged->stale && paged->rows->len > DEEP);
}

void paged_changed(PagedScreen *paged)
{
    gint64 pause = paged->read_at + PAUSE_US - g_get_monotonic_time();

    paged->stale = TRUE;
    if (paged->timer != 0 || paged->rows->len > DEEP || !app_sees(paged->screen.app, SCREEN(paged)))
        return;
    if (paged->reading || pause > 0)
        paged->timer = g_timeout_add((guint)(CLAMP(pause, PAUSE_US / 10, PAUSE_US) / 1000), on_timer, paged);
    else
        paged_read(paged, TRUE);
}

void paged_read_more(PagedScreen *paged)
{
    guint last = paged->rows->len;

    if (paged->reading || paged->complete)
        return;
    /* the list goes on after the last row that is still in it */
    while (last > 0 && paged->of->id(g_ptr_array_index(paged->rows, last - 1)) == paged->gone)
        last--;
    if (last > 0)
        ask(paged, g_ptr_array_index(paged->rows, last - 1), PAGE);
}

void paged_set_filter(PagedScreen *paged, const char *filter)
{
    paged->filter = g_intern_string(filter);
    paged->filter_n++;
    paged->list = (List){.page = paged->list.page};
    paged->gone = 0;
    paged->complete = FALSE;
    g_ptr_array_set_size(paged->rows, 0);
    paged_read(paged, FALSE);
}

void paged_stop(PagedScreen *paged)
{
    g_clear_handle_id(&paged->timer, g_source_remove);
    g_clear_pointer(&paged->fresh, g_ptr_array_unref);
    g_ptr_array_unref(paged->rows);
}
