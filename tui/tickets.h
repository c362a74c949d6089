/* The list of tickets: its state, and how its rows are read. */
#ifndef TUI_TICKETS_H
#define TUI_TICKETS_H

#include "tui/app.h"
#include "tui/list.h"

typedef struct {
    Screen screen;
    List list;
    GPtrArray *rows;     /* Ticket, as shown */
    gint64 gone;         /* the row that is not in the list any more but stays under the cursor; 0: none */
    const char *filter;
    guint filter_n;      /* which choice of a filter this is */
    gboolean complete;   /* the last page has been read */
    gboolean stale;      /* something has changed since it was read */
    gboolean failed;     /* the last read was refused */

    GPtrArray *fresh;    /* the pages so far of a reading from the start; NULL: none under way */
    gboolean reading;
    guint asked_n;       /* filter_n of the page that is asked for */
    guint asked_rows;    /* its size */
    gboolean again;      /* to be read from the start as soon as this page is there */
    gboolean hold;       /* the row under the cursor stays there even when it is not in the list any more */
    gint64 read_at;      /* monotonic time of the last reading from the start */
    guint timer;
} TicketsScreen;

/* The row under the cursor, or NULL. */
const Ticket *tickets_here(const TicketsScreen *tickets);

/* Reads from the start as far as rows are shown; they are replaced when all is there. hold: somebody may
 * be about to press Enter, so the row under the cursor stays. */
void tickets_read(TicketsScreen *tickets, gboolean hold);
/* It is the top one again: what was done to a ticket shows, unless a long list had to be read for it. */
void tickets_show(TicketsScreen *tickets);
/* Something has changed: reads again by itself, but not often, and not a long list. */
void tickets_changed(TicketsScreen *tickets);
/* Is there news that it does not read by itself? */
gboolean tickets_outdated(const TicketsScreen *tickets);
void tickets_read_more(TicketsScreen *tickets);
void tickets_set_filter(TicketsScreen *tickets, const char *filter);
/* Frees what reading holds. */
void tickets_stop(TicketsScreen *tickets);

#endif
