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

static void draw(Screen *screen, Rect body)
{
    Db *db = screen->app->db;

    draw_text(body.y + 1, 2, body.cols - 4, _("Connecting to the database ..."), ROLE_STRONG);
    draw_wrapped((Rect){body.y + 3, 2, body.rows - 6, body.cols - 4}, 0, db_link_detail(db), ROLE_BAD);
    draw_text(body.y + body.rows - 2, 2, body.cols - 4, _("It is tried again by itself.  ^X c tries now.  Q leaves."), ROLE_MUTED);
}

static void news(Screen *screen, News news, gint64 id)
{
    LinkScreen *self = (LinkScreen *)screen;

    (void)id;
    if (news != NEWS_LINK || db_link(screen->app->db) != DB_NEEDS_PASSWORD || self->asking)
        return;
    self->asking = TRUE;
    sheet_open(screen, _("Password of your database login"), password, NULL, on_password);
}

static const ScreenOps ops = {
    .title = N_("Connecting"),
    .places = IN_ANY | IN_SCROLL,
    .size = sizeof(LinkScreen),
    .draw = draw,
    .news = news,
};

Screen *link_screen_new(App *app)
{
    return screen_new(app, &ops);
}
