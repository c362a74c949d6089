/* One article of the knowledge base: read, quoted into the form, said whether it helped, withdrawn. */
#include <string.h>

#include "common/clock.h"
#include "common/knowledge.h"
#include "common/lang.h"
#include "tui/article_sheet.h"
#include "tui/list.h"
#include "tui/screens.h"

typedef struct {
    Screen screen;
    gint64 id;
    GPtrArray *article; /* one Article; NULL until read */
    int top, lines, page;
} ArticleScreen;

static const Article *article_of(const ArticleScreen *self)
{
    return self->article != NULL && self->article->len > 0 ? g_ptr_array_index(self->article, 0) : NULL;
}

static void on_article(Screen *screen, GPtrArray *rows, const DbError *error)
{
    ArticleScreen *self = (ArticleScreen *)screen;

    reply_keep(screen, &self->article, rows, error);
}

static void show(Screen *screen)
{
    article_read(screen->app->db, ((ArticleScreen *)screen)->id, REPLY_ROWS(screen, on_article));
}

static void line(GString *text, const char *label, const char *value)
{
    if (*value != '\0')
        g_string_append_printf(text, "%s: %s\n", label, value);
}

static gboolean is_withdrawn(const Article *article)
{
    return strcmp(article->state, "withdrawn") == 0;
}

/* Owned by the caller. */
static char *article_text(const Article *article)
{
    GString *text = g_string_new(*article->title != '\0' ? article->title : _("(no title)"));
    g_autofree char *changed = clock_text(article->changed_at, CLOCK_FULL);
    g_autofree char *counts = g_strdup_printf(_("used %d times, helped %d, did not %d"), (int)article->used,
                                              (int)article->helped, (int)article->not_helped);

    g_string_append_c(text, '\n');
    if (is_withdrawn(article))
        g_string_append_printf(text, "%s\n", _("! Withdrawn: a search finds it no more. A lead's correction publishes it again."));
    if (strcmp(article->validity, "valid") != 0)
        g_string_append_printf(text, "%s\n", _("! Not valid today."));
    g_string_append_printf(text, "\n%s\n\n", article->answer);
    line(text, _("Asked as"), article->variants);
    line(text, _("Category"), article->category);
    line(text, _("Area"), article->area);
    line(text, _("Unit"), article->unit);
    line(text, _("Legal basis"), article->legal_basis);
    line(text, _("Valid from"), article->valid_from);
    line(text, _("Valid until"), article->valid_to);
    g_string_append_printf(text, _("Version %d, %s"), (int)article->version, changed);
    g_string_append_printf(text, "\n%s\n", counts);
    return g_string_free(text, FALSE);
}

static void draw(Screen *screen, Rect body)
{
    ArticleScreen *self = (ArticleScreen *)screen;
    g_autofree char *text = article_of(self) != NULL ? article_text(article_of(self)) : g_strdup(_("Reading ..."));

    draw_rule(body.y, body.x, body.cols, _("Article"));
    self->page = body.rows - 1;
    self->lines = draw_wrapped((Rect){body.y + 1, 1, self->page, body.cols - 2}, self->top, text, ROLE_NORMAL);
}

static void on_voted(Screen *screen, const char *answer, const DbError *error)
{
    (void)answer;
    if (error != NULL)
        app_say_error(screen->app, error);
    else
        app_say(screen->app, ROLE_GOOD, _("Thank you: it is counted."));
    show(screen);
}

/* What needs the article that is shown. It may leave this screen, which is gone then. */
static void act_on(Screen *screen, const Article *article, ActionId action)
{
    if (action == ACT_QUOTE_ANSWER)
        form_screen_answer(screen->app, article);
    else if (action == ACT_QUOTE)
        form_screen_quote(screen->app, article);
    else if (action == ACT_CORRECT)
        article_sheet_open(screen, article);
    else if (is_withdrawn(article))
        app_say(screen->app, ROLE_MUTED, _("It is withdrawn already."));
    else
        article_sheet_withdraw(screen, article);
}

static gboolean act(Screen *screen, const Action *action)
{
    ArticleScreen *self = (ArticleScreen *)screen;
    const Article *article = article_of(self);
    App *app = screen->app;

    if (list_scroll(&self->top, self->lines, self->page, action->id))
        return TRUE;
    switch (action->id) {
    case ACT_HELPED:
    case ACT_NOT_HELPED:
        article_vote(app->outbox, self->id, action->id == ACT_HELPED, REPLY_ANSWER(screen, on_voted));
        return TRUE;
    case ACT_VERSIONS:
        app_push(app, versions_screen_new(app, self->id));
        return TRUE;
    default:
        break;
    }
    if ((action->where & IN_ARTICLE) == 0)
        return FALSE;
    if (article != NULL)
        act_on(screen, article, action->id);
    else
        app_say(app, ROLE_MUTED, _("Reading ..."));
    return TRUE;
}

static gboolean offers(Screen *screen, const Action *action)
{
    const Article *article = article_of((ArticleScreen *)screen);

    if (action->id == ACT_WITHDRAW)
        return article != NULL && !is_withdrawn(article);
    if (action->id == ACT_QUOTE || action->id == ACT_QUOTE_ANSWER)
        return screen->app->form != NULL;
    return action->id != ACT_KNOWLEDGE;
}

static void news(Screen *screen, News news, gint64 id)
{
    ArticleScreen *self = (ArticleScreen *)screen;

    if (news == NEWS_ALL || (news == NEWS_ARTICLE && (id == 0 || id == self->id)))
        show(screen);
}

static void article_free(Screen *screen)
{
    g_clear_pointer(&((ArticleScreen *)screen)->article, g_ptr_array_unref);
}

static const ScreenOps ops = {
    .title = N_("Article"),
    .places = IN_ANY | IN_SCROLL | IN_ARTICLE,
    .size = sizeof(ArticleScreen),
    .free = article_free,
    .show = show,
    .draw = draw,
    .act = act,
    .offers = offers,
    .news = news,
};

Screen *article_screen_new(App *app, gint64 article)
{
    ArticleScreen *self = screen_new(app, &ops);

    self->id = article;
    return SCREEN(self);
}
