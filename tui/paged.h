/* A list screen over rows that are read page by page, by key: which rows there are, a list says; how they are
 * read and moved through is the same for all. */
#ifndef TUI_PAGED_H
#define TUI_PAGED_H

#include "tui/app.h"
#include "tui/list.h"

typedef struct PagedScreen PagedScreen;

/* What a list is of. Its screen's ops come from PAGED_OPS. */
typedef struct {
    gint64 (*id)(gconstpointer row);
    /* Asks the database for rows after one of them, or from the start (NULL): REPLY_ROWS(paged, paged_on_page). */
    void (*ask)(PagedScreen *paged, gconstpointer after, guint rows);
    const char *const *(*filters)(const char *role); /* ends with NULL; labels: LABEL_FILTER; NULL: there are none */
    const ListColumn *(*columns)(const App *app);
    ListCell cell; /* data: the PagedScreen */
    Screen *(*open)(App *app, gconstpointer row); /* NULL: a row opens nothing */
    News news;            /* after which it reads again */
    const char *question; /* msgid: asks for a filter */
    const char *hint;     /* msgid: keys in the head line; NULL: those of the filters */
    const char *empty;    /* msgid */
    char *(*head)(const PagedScreen *paged); /* what the list is, owned by the caller; NULL: the filter's label */
    char *(*note)(const PagedScreen *paged); /* after the head line, owned by the caller; or NULL */
    /* The row under the cursor in full, in the lower half, with its title (borrowed). NULL: the list takes all. */
    char *(*text)(gconstpointer row);
    const char *(*title)(gconstpointer row);
} PagedList;

struct PagedScreen {
    Screen screen;
    const PagedList *of;
    List list;
    GPtrArray *rows;     /* records, as shown */
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
};

/* A screen with these ops over a list, with a filter (static; NULL: there are none). */
gpointer paged_screen_new(App *app, const ScreenOps *ops, const PagedList *of, const char *filter);

/* The operations of a list screen (paged_screen.c). One with more of its own gives its own size, free and act,
 * which call these. */
void paged_draw(Screen *screen, Rect body);
gboolean paged_act(Screen *screen, const Action *action);
void paged_news(Screen *screen, News news, gint64 id);
void paged_show(Screen *screen);
void paged_free(Screen *screen);
/* Enter only where there is a row and it opens something. */
gboolean paged_offers(Screen *screen, const Action *action);
#define PAGED_OPS                                                                               \
    .size = sizeof(PagedScreen), .free = paged_free, .show = paged_show, .draw = paged_draw,    \
    .act = paged_act, .news = paged_news, .offers = paged_offers

/* --- reading (paged.c) --- */

/* The row under the cursor, or NULL. */
gpointer paged_here(const PagedScreen *paged);

/* Reads from the start as far as rows are shown; they are replaced when all is there. hold: somebody may
 * be about to press Enter, so the row under the cursor stays. */
void paged_read(PagedScreen *paged, gboolean hold);
/* It is the top one again: what was done to a row shows, unless a long list had to be read for it. */
void paged_read_again(PagedScreen *paged);
/* Something has changed: reads again by itself, but not often, and not a long list. */
void paged_changed(PagedScreen *paged);
/* Is there news that it does not read by itself? */
gboolean paged_outdated(const PagedScreen *paged);
void paged_read_more(PagedScreen *paged);
void paged_set_filter(PagedScreen *paged, const char *filter);
/* A page has come. */
void paged_on_page(Screen *screen, GPtrArray *rows, const DbError *error);
/* Frees what reading holds. */
void paged_stop(PagedScreen *paged);

#endif
