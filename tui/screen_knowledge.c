/* What the centre knows: found while one types, read by Enter, quoted into the form by one key. From here a
 * lead reaches what was withdrawn, and the synonyms. */
#include <string.h>

#include "common/clock.h"
#include "common/knowledge.h"
#include "common/lang.h"
#include "common/text.h"
#include "tui/article_sheet.h"
#include "tui/list.h"
#include "tui/pick.h"
#include "tui/screens.h"
#include "tui/synonym_sheet.h"

enum { MOST = 30, MOST_WITHDRAWN = 100, EXCERPT_ROWS = 3 };

typedef struct {
    Screen screen;
    GString *typed;
    GPtrArray *rows; /* ArticleFound; NULL until first answered */
    List list;
    guint64 query; /* the search under way; 0: none */
    ActionId taking; /* how the article that is being read is put into the form; ACT_NONE: none is */
} KnowledgeScreen;

enum { COL_TITLE, COL_UNIT, COL_USED, COL_VALID };

static const ListColumn columns[] = {
    [COL_TITLE] = {N_("Title"), 0, 0, FALSE},
    [COL_UNIT] = {N_("Unit"), 18, 100, FALSE},
    [COL_USED] = {N_("Used"), 5, 0, TRUE},
    [COL_VALID] = {N_("Valid"), 8, 0, FALSE},
    {NULL, 0, 0, FALSE}};

static const ArticleFound *row_at(const KnowledgeScreen *self, int row)
{
    return self->rows != NULL && row >= 0 && (guint)row < self->rows->len ? g_ptr_array_index(self->rows, (guint)row) : NULL;
}

static char *cell(gpointer data, int row, int column, Role *role)
{
    const ArticleFound *found = row_at(data, row);

    if (strcmp(found->validity, "valid") != 0)
        *role = ROLE_MUTED;
    switch (column) {
    case COL_TITLE:
        return g_strdup(*found->title != '\0' ? found->title : found->excerpt);
    case COL_UNIT:
        return g_strdup(found->unit);
    case COL_USED:
        return g_strdup_printf("%d", (int)found->used);
    default:
        return g_strdup(strcmp(found->validity, "expired") == 0 ? _("expired")
                        : strcmp(found->validity, "not_yet") == 0 ? _("not yet") : "");
    }
}

/* How many bytes of text a word that was found takes here; 0: none begins here. */
static gsize word_here(const char *text, const GPtrArray *words)
{
    for (guint i = 0; i < words->len; i++) {
        const ArticleWord *word = g_ptr_array_index(words, i);
        if (*word->word != '\0' && g_ascii_strncasecmp(text, word->word, strlen(word->word)) == 0)
            return strlen(word->word);
    }
    return 0;
}

/* One row with the words found in it standing out. */
static void draw_marked(int y, Rect area, const char *text, const GPtrArray *words)
{
    int x = area.x;

    draw_text(y, area.x, area.cols, "", ROLE_NORMAL);
    while (*text != '\0' && x < area.x + area.cols) {
        gsize found = word_here(text, words);
        gsize length = found;
        g_autofree char *part = NULL;

        while (found == 0 && text[length] != '\0' && word_here(text + length, words) == 0)
            length += (gsize)(g_utf8_next_char(text + length) - (text + length));
        part = g_strndup(text, length);
        x += draw_run(y, x, area.x + area.cols - x, part, found > 0 ? ROLE_KEY : ROLE_NORMAL);
        text += length;
    }
}

static void draw_excerpt(const KnowledgeScreen *self, Rect area)
{
    const ArticleFound *found = row_at(self, self->list.cursor);
    g_autoptr(GPtrArray) words = NULL;
    g_autoptr(GPtrArray) lines = NULL;

    draw_rule(area.y, area.x, area.cols, found != NULL ? found->category : "");
    if (found == NULL)
        return;
    words = article_words_parse(found->words);
    lines = text_wrap(found->excerpt, area.cols - 2, area.rows - 1);
    for (guint i = 0; i < lines->len; i++)
        draw_marked(area.y + 1 + (int)i, (Rect){0, area.x + 1, 1, area.cols - 2}, g_ptr_array_index(lines, i), words);
}

static void draw(Screen *screen, Rect body)
{
    KnowledgeScreen *self = (KnowledgeScreen *)screen;
    int x = body.x + 1;

    x += draw_run(body.y, x, body.cols - 1, _("Knowledge: "), ROLE_LABEL);
    x += draw_run(body.y, x, body.cols - x, self->typed->str, ROLE_FOCUS);
    screen->app->cursor_y = body.y;
    screen->app->cursor_x = MIN(x, body.cols - 1);
    list_draw(&self->list, (Rect){body.y + 1, body.x, body.rows - EXCERPT_ROWS - 2, body.cols}, columns, cell, self,
              self->typed->len == 0 ? _("Type what it is about.")
              : self->rows == NULL ? _("Searching ...") : _("Nothing is known about this."));
    draw_excerpt(self, (Rect){body.y + body.rows - EXCERPT_ROWS - 1, body.x, EXCERPT_ROWS + 1, body.cols});
}

static void on_found(Screen *screen, GPtrArray *rows, const DbError *error)
{
    KnowledgeScreen *self = (KnowledgeScreen *)screen;

    if (error != NULL && error->kind == DB_ERROR_CANCELLED)
        return;
    self->query = 0;
    if (reply_keep(screen, &self->rows, rows, error))
        list_set_rows(&self->list, (int)rows->len);
}

/* The next key makes a slower search useless. */
static void ask(KnowledgeScreen *self)
{
    Db *db = self->screen.app->db;

    if (self->query != 0)
        db_cancel(db, self->query);
    self->query = 0;
    if (self->typed->len == 0) {
        g_clear_pointer(&self->rows, g_ptr_array_unref);
        list_set_rows(&self->list, 0);
        return;
    }
    self->query = article_search(db, self->typed->str, MOST, REPLY_ROWS(self, on_found));
}

static void search(KnowledgeScreen *self)
{
    self->list.cursor = 0;
    ask(self);
}

static void drop_last(GString *typed)
{
    if (typed->len > 0)
        g_string_truncate(typed, (gsize)(g_utf8_find_prev_char(typed->str, typed->str + typed->len) - typed->str));
}

static void on_taken(Screen *screen, GPtrArray *rows, const DbError *error)
{
    KnowledgeScreen *self = (KnowledgeScreen *)screen;
    ActionId how = self->taking;

    self->taking = ACT_NONE;
    if (error != NULL)
        app_say_error(screen->app, error);
    else if (app_top(screen->app) == screen)
        (how == ACT_QUOTE ? form_screen_quote : form_screen_answer)(screen->app, g_ptr_array_index(rows, 0));
}

/* Puts the row's article into the form without opening it: the row itself has its first words only. */
static void take(KnowledgeScreen *self, const ArticleFound *found, ActionId how)
{
    App *app = self->screen.app;

    if (app->form == NULL)
        app_say(app, ROLE_MUTED, _("No form is open to quote into."));
    if (found == NULL || app->form == NULL || self->taking != ACT_NONE)
        return;
    self->taking = how;
    article_read(app->db, found->id, REPLY_ROWS(self, on_taken));
}

static void on_withdrawn_picked(Screen *screen, gpointer data, const char *value)
{
    (void)data;
    if (value != NULL)
        app_push(screen->app, article_screen_new(screen->app, g_ascii_strtoll(value, NULL, 10)));
}

static void on_withdrawn(Screen *screen, GPtrArray *rows, const DbError *error)
{
    GPtrArray *items;

    if (error != NULL) {
        app_say_error(screen->app, error);
        return;
    }
    if (app_top(screen->app) != screen)
        return;
    items = pick_items_new();
    for (guint i = 0; i < rows->len; i++) {
        const ArticleWithdrawn *article = g_ptr_array_index(rows, i);
        g_autofree char *at = clock_text(article->at, CLOCK_DAY);
        g_autofree char *text = g_strdup_printf("%s  (%s  %s  %s)", article->title, at, article->who, article->reason);
        pick_items_add(items, record_id(article->id), text, "");
    }
    pick_open(screen, _("Withdrawn articles: Enter reads one, a correction publishes it again"), items, NULL,
              on_withdrawn_picked, NULL);
}

static void on_synonyms(Screen *screen, GPtrArray *rows, const DbError *error)
{
    if (error != NULL)
        app_say_error(screen->app, error);
    else if (app_top(screen->app) == screen)
        synonym_sheet_list(screen, rows, ((KnowledgeScreen *)screen)->typed->str);
}

static gboolean act(Screen *screen, const Action *action)
{
    KnowledgeScreen *self = (KnowledgeScreen *)screen;
    const ArticleFound *found = row_at(self, self->list.cursor);

    if (list_act(&self->list, action->id))
        return TRUE;
    switch (action->id) {
    case ACT_OPEN:
        if (found != NULL)
            app_push(screen->app, article_screen_new(screen->app, found->id));
        return TRUE;
    case ACT_BACKSPACE:
        drop_last(self->typed);
        search(self);
        return TRUE;
    case ACT_DELETE_WORD:
    case ACT_KILL_LINE:
    case ACT_KILL_WHOLE:
        g_string_truncate(self->typed, 0);
        search(self);
        return TRUE;
    case ACT_NEW_ARTICLE:
        article_sheet_open(screen, NULL);
        return TRUE;
    case ACT_PROPOSALS:
        app_push(screen->app, proposals_screen_new(screen->app));
        return TRUE;
    case ACT_QUOTE_ANSWER:
    case ACT_QUOTE:
        take(self, found, action->id);
        return TRUE;
    case ACT_WITHDRAWN:
        articles_withdrawn(screen->app->db, MOST_WITHDRAWN, REPLY_ROWS(screen, on_withdrawn));
        return TRUE;
    case ACT_SYNONYMS:
        synonyms(screen->app->db, REPLY_ROWS(screen, on_synonyms));
        return TRUE;
    case ACT_KNOWLEDGE:
        return TRUE;
    default:
        return FALSE;
    }
}

static gboolean offers(Screen *screen, const Action *action)
{
    if (action->id == ACT_QUOTE || action->id == ACT_QUOTE_ANSWER)
        return screen->app->form != NULL;
    return action->id != ACT_KNOWLEDGE;
}

static void type(Screen *screen, const char *text, gboolean pasted)
{
    KnowledgeScreen *self = (KnowledgeScreen *)screen;
    g_autofree char *clean = text_clip(text, 400);

    (void)pasted;
    g_string_append(self->typed, clean);
    search(self);
}

/* What was published or withdrawn, and new synonyms, change what is found. */
static void news(Screen *screen, News news, gint64 id)
{
    (void)id;
    if (news == NEWS_ARTICLE || news == NEWS_REFERENCE || news == NEWS_ALL)
        ask((KnowledgeScreen *)screen);
}

static void knowledge_free(Screen *screen)
{
    KnowledgeScreen *self = (KnowledgeScreen *)screen;

    if (self->query != 0)
        db_cancel(screen->app->db, self->query);
    g_string_free(self->typed, TRUE);
    g_clear_pointer(&self->rows, g_ptr_array_unref);
}

static const ScreenOps ops = {
    .title = N_("Knowledge"),
    .places = IN_ANY | IN_TEXT | IN_LIST | IN_KNOWLEDGE,
    .size = sizeof(KnowledgeScreen),
    .free = knowledge_free,
    .draw = draw,
    .act = act,
    .offers = offers,
    .type = type,
    .news = news,
};

Screen *knowledge_screen_new(App *app, const char *words)
{
    KnowledgeScreen *self = screen_new(app, &ops);

    self->typed = g_string_new(NULL);
    if (*words != '\0')
        type(SCREEN(self), words, FALSE);
    return SCREEN(self);
}
