/* Before the first answer of the database: what is known of the link, and the password if it asks. */
#include <string.h>

#include "common/lang.h"
#include "tui/screens.h"
#include "tui/sheet.h"

typedef struct {
    Screen screen;
    gboolean asking;
} LinkScreen;

static const FieldSpec password[] = {{"password", FIELD_SECRET, CHOICE_NONE, 200, 0, 30}, {NULL, 0, 0, 0, 0, 0}};

static void on_password(Screen *owner, Screen *sheet, GHashTable *values)
{
    const char *given = g_hash_table_lookup(values, "password");

    ((LinkScreen *)owner)->asking = FALSE;
    db_set_password(owner->app->db, given != NULL ? given : "");
    sheet_done(sheet);
}

/* The database is there, but has no place for this login. */
static gboolean not_let_in(const App *app)
{
    return app->not_let_in != NULL && db_link(app->db) == DB_ONLINE;
}

static void draw(Screen *screen, Rect body)
{
    const App *app = screen->app;
    g_autofree char *who = g_strdup_printf(_("The login %s is not let in."),
                                           db_login(app->db));

    draw_text(body.y + 1, 2, body.cols - 4, not_let_in(app) ? who : _("Connecting to the database ..."), ROLE_STRONG);
    draw_wrapped((Rect){body.y + 3, 2, body.rows - 6, body.cols - 4}, 0,
                 not_let_in(app) ? app->not_let_in : db_link_detail(app->db), ROLE_BAD);
    draw_text(body.y + body.rows - 2, 2, body.cols - 4,
              not_let_in(app) ? _("It is asked again every 30 s.  ^X c asks now.  Q leaves.")
                              : _("It is tried again by itself.  ^X c tries now.  Q leaves."), ROLE_MUTED);
}

/* Nothing else works before one is let in. */
static gboolean offers(Screen *screen, const Action *action)
{
    (void)screen;
    return action->id == ACT_HELP || action->id == ACT_RETRY || action->id == ACT_QUIT || action->id == ACT_BACK;
}

static void news(Screen *screen, News news, gint64 id)
{
    LinkScreen *self = (LinkScreen *)screen;

    (void)id;
    if (news != NEWS_LINK || db_link(screen->app->db) != DB_NEEDS_PASSWORD || self->asking)
        return;
    self->asking = TRUE;
    sheet_open(screen, _("Password of your database login"), password, NULL, on_password, NULL);
}

static const ScreenOps ops = {
    .title = N_("Connecting"),
    .places = IN_ANY | IN_SCROLL,
    .size = sizeof(LinkScreen),
    .draw = draw,
    .news = news,
    .offers = offers,
};

Screen *link_screen_new(App *app)
{
    return screen_new(app, &ops);
}
