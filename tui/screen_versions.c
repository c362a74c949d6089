/* The versions of an article, the newest first; Enter reads one. */
#include "common/clock.h"
#include "common/label.h"
#include "common/lang.h"
#include "tui/list.h"
#include "tui/screens.h"

typedef struct {
    Screen screen;
    gint64 article;
    GPtrArray *rows; /* ArticleVersion; NULL until read */
    List list;
} VersionsScreen;

enum { COL_VERSION, COL_WHEN, COL_WHO, COL_ACTION, COL_REASON };

static const ListColumn columns[] = {
    [COL_VERSION] = {N_("Version"), LIST_AS_TITLE, 0, TRUE},
    [COL_WHEN] = {N_("When"), 16, 0, FALSE},
    [COL_WHO] = {N_("By whom"), 14, 0, FALSE},
    [COL_ACTION] = {N_("What"), 10, 0, FALSE},
    [COL_REASON] = {N_("Why"), 0, 0, FALSE},
    {NULL, 0, 0, FALSE}};

static char *cell(gpointer data, int row, int column, Role *role)
{
    const ArticleVersion *version = g_ptr_array_index(((VersionsScreen *)data)->rows, (guint)row);

    (void)role;
    switch (column) {
    case COL_VERSION:
        return g_strdup_printf("%d", (int)version->version);
    case COL_WHEN:
        return clock_text(version->at, CLOCK_FULL);
    case COL_WHO:
        return g_strdup(version->who);
    case COL_ACTION:
        return g_strdup(label_text(LABEL_VERSION, version->action));
    default:
        return g_strdup(version->reason);
    }
}

static void draw(Screen *screen, Rect body)
{
    VersionsScreen *self = (VersionsScreen *)screen;

    draw_rule(body.y, body.x, body.cols, _("Versions of the article"));
    list_draw(&self->list, (Rect){body.y + 1, body.x, body.rows - 1, body.cols}, columns, cell, self,
              self->rows == NULL ? _("Reading ...") : _("No version is there."));
}

/* The cursor stays on its version when a newer one comes, unless it is on the newest. */
static void on_rows(Screen *screen, GPtrArray *rows, const DbError *error)
{
    VersionsScreen *self = (VersionsScreen *)screen;
    int more = self->rows != NULL && rows != NULL ? (int)rows->len - (int)self->rows->len : 0;

    if (!reply_keep(screen, &self->rows, rows, error))
        return;
    if (self->list.cursor > 0)
        self->list.cursor += more;
    list_set_rows(&self->list, (int)rows->len);
}

static void show(Screen *screen)
{
    article_versions(screen->app->db, ((VersionsScreen *)screen)->article, REPLY_ROWS(screen, on_rows));
}

static void news(Screen *screen, News news, gint64 id)
{
    if (news == NEWS_ALL || (news == NEWS_ARTICLE && (id == 0 || id == ((VersionsScreen *)screen)->article)))
        show(screen);
}

static gboolean act(Screen *screen, const Action *action)
{
    VersionsScreen *self = (VersionsScreen *)screen;

    if (list_act(&self->list, action->id))
        return TRUE;
    if (action->id != ACT_OPEN)
        return FALSE;
    if (self->rows != NULL && (guint)self->list.cursor < self->rows->len)
        app_push(screen->app, version_screen_new(screen->app, self->rows, (guint)self->list.cursor));
    return TRUE;
}

static void versions_free(Screen *screen)
{
    g_clear_pointer(&((VersionsScreen *)screen)->rows, g_ptr_array_unref);
}

static const ScreenOps ops = {
    .title = N_("Versions"),
    .places = IN_ANY | IN_LIST,
    .size = sizeof(VersionsScreen),
    .free = versions_free,
    .show = show,
    .draw = draw,
    .act = act,
    .news = news,
};

Screen *versions_screen_new(App *app, gint64 article)
{
    VersionsScreen *self = screen_new(app, &ops);

    self->article = article;
    return SCREEN(self);
}
