/* The screen of a paged list: a filter, moving, opening a row. */
#include <string.h>

#include "common/label.h"
#include "common/lang.h"
#include "common/text.h"
#include "tui/paged.h"
#include "tui/pick.h"

static void on_filter_picked(Screen *screen, gpointer data, const char *value)
{
    (void)data;
    if (value != NULL)
        paged_set_filter((PagedScreen *)screen, value);
}

static void choose_filter(PagedScreen *paged)
{
    App *app = paged->screen.app;
    GPtrArray *items = pick_items_new();

    for (const char *const *filter = paged->of->filters(app->me->role); *filter != NULL; filter++)
        pick_items_add(items, *filter, label_text(LABEL_FILTER, *filter), "");
    pick_open(SCREEN(paged), _(paged->of->question), items, paged->filter, on_filter_picked, NULL);
}

static void next_filter(PagedScreen *paged)
{
    const char *const *filters = paged->of->filters(paged->screen.app->me->role);

    for (int i = 0; filters[i] != NULL; i++)
        if (strcmp(filters[i], paged->filter) == 0) {
            paged_set_filter(paged, filters[i + 1] != NULL ? filters[i + 1] : filters[0]);
            return;
        }
    paged_set_filter(paged, filters[0]);
}

/* One after another: nothing covers the count or the note. News take the place of the hint. */
static void draw_head(const PagedScreen *paged, Rect body)
{
    const PagedList *of = paged->of;
    int count = (int)paged->rows->len - (paged->gone != 0);
    gboolean outdated = paged_outdated(paged);
    g_autofree char *what = of->head != NULL ? of->head(paged) : g_strdup(label_text(LABEL_FILTER, paged->filter));
    g_autofree char *head = g_strdup_printf(of->head != NULL ? "%s (%d%s)   " : "%s: %d%s   ", what, count, paged->complete ? "" : "+");
    const char *hint = outdated ? _("There is news: ^L reads again") : of->hint != NULL ? _(of->hint)
                       : of->filters != NULL ? _("/ filter  Tab next filter") : "";
    g_autofree char *note = of->note != NULL ? of->note(paged) : NULL;
    const struct {
        const char *text;
        Role role;
    } parts[] = {{head, ROLE_STRONG}, {hint, outdated ? ROLE_DUE : ROLE_STRONG}, {note != NULL ? note : "", ROLE_STRONG}};
    int at = 1;

    for (guint i = 0; i < G_N_ELEMENTS(parts); i++) {
        draw_text(body.y, at, MAX(body.cols - at, 0), parts[i].text, parts[i].role);
        at += text_width(parts[i].text);
    }
}

/* The row under the cursor in full. Returns the rows used, from the bottom. */
static int draw_here(const PagedScreen *paged, Rect body)
{
    gconstpointer here = paged_here(paged);
    int rows = body.rows - body.rows / 2;
    g_autofree char *text = here != NULL ? paged->of->text(here) : NULL;
    Rect below = {body.y + body.rows - rows, 1, rows, body.cols - 2};

    if (text == NULL)
        return 0;
    draw_rule(below.y, body.x, body.cols, paged->of->title(here));
    below.y++;
    below.rows--;
    draw_wrapped(below, 0, text, ROLE_NORMAL);
    return rows;
}

void paged_draw(Screen *screen, Rect body)
{
    PagedScreen *paged = (PagedScreen *)screen;

    if (paged->of->text != NULL)
        body.rows -= draw_here(paged, body);
    draw_head(paged, body);
    list_draw(&paged->list, (Rect){body.y + 1, body.x, body.rows - 1, body.cols}, paged->of->columns(screen->app),
              paged->of->cell, paged, paged->reading ? _("Reading ...") : _(paged->of->empty));
}

static void open_here(PagedScreen *paged)
{
    gconstpointer here = paged_here(paged);

    if (here != NULL && paged->of->open != NULL)
        app_push(paged->screen.app, paged->of->open(paged->screen.app, here));
}

gboolean paged_act(Screen *screen, const Action *action)
{
    PagedScreen *paged = (PagedScreen *)screen;

    if (list_act(&paged->list, action->id)) {
        if (paged->list.cursor + paged->list.page >= (int)paged->rows->len)
            paged_read_more(paged);
        return TRUE;
    }
    switch (action->id) {
    case ACT_OPEN:
        open_here(paged);
        return TRUE;
    case ACT_FILTER:
        choose_filter(paged);
        return TRUE;
    case ACT_NEXT_FILTER:
        next_filter(paged);
        return TRUE;
    case ACT_REDRAW:
        if (paged_outdated(paged))
            paged_read(paged, TRUE);
        return FALSE;
    default:
        return FALSE;
    }
}

gboolean paged_offers(Screen *screen, const Action *action)
{
    const PagedScreen *paged = (PagedScreen *)screen;

    return action->id != ACT_OPEN || (paged->of->open != NULL && paged_here(paged) != NULL);
}

void paged_news(Screen *screen, News news, gint64 id)
{
    PagedScreen *paged = (PagedScreen *)screen;

    (void)id;
    if (news == paged->of->news || news == NEWS_ALL
        || (news == NEWS_LINK && paged->failed && db_link(screen->app->db) == DB_ONLINE))
        paged_changed(paged);
}

void paged_show(Screen *screen)
{
    paged_read_again((PagedScreen *)screen);
}

void paged_free(Screen *screen)
{
    paged_stop((PagedScreen *)screen);
}

gpointer paged_screen_new(App *app, const ScreenOps *ops, const PagedList *of, const char *filter)
{
    PagedScreen *paged = screen_new(app, ops);

    paged->of = of;
    paged->rows = g_ptr_array_new_with_free_func(record_free);
    paged->filter = filter;
    return paged;
}
