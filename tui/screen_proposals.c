/* Proposals to the knowledge base: of a lead those that wait, of an agent the own ones. */
#include <string.h>

#include "common/clock.h"
#include "common/label.h"
#include "common/lang.h"
#include "tui/article_sheet.h"
#include "tui/list.h"
#include "tui/screens.h"

enum { MOST = 100, LIST_ROWS = 7 };

typedef struct {
    Screen screen;
    GPtrArray *rows; /* ArticleProposal; NULL until read */
    List list;
} ProposalsScreen;

enum { COL_WHEN, COL_WHO, COL_STATE, COL_TITLE };

static const ListColumn columns[] = {
    [COL_WHEN] = {N_("When"), 11, 0, FALSE},
    [COL_WHO] = {N_("Who"), 14, 0, FALSE},
    [COL_STATE] = {N_("State"), 8, 0, FALSE},
    [COL_TITLE] = {N_("Title"), 0, 0, FALSE},
    {NULL, 0, 0, FALSE}};

static const ArticleProposal *chosen(const ProposalsScreen *self)
{
    return self->rows != NULL && (guint)self->list.cursor < self->rows->len
               ? g_ptr_array_index(self->rows, (guint)self->list.cursor) : NULL;
}

static const char *state_text(const char *state)
{
    return strcmp(state, "waiting") == 0 ? _("waits") : strcmp(state, "published") == 0 ? _("published") : _("refused");
}

static char *cell(gpointer data, int row, int column, Role *role)
{
    const ArticleProposal *proposal = g_ptr_array_index(((ProposalsScreen *)data)->rows, (guint)row);

    (void)role;
    switch (column) {
    case COL_WHEN:
        return clock_text(proposal->proposed_at, CLOCK_DAY_TIME);
    case COL_WHO:
        return g_strdup(proposal->who);
    case COL_STATE:
        return g_strdup(state_text(proposal->state));
    default:
        return g_strdup(proposal->title);
    }
}

/* What the proposal would have the article say. Owned by the caller. */
static char *proposal_text(const ArticleProposal *proposal)
{
    static const char *const shown[] = {"title", "answer", "variants", "legal_basis", "valid_from", "valid_to"};
    GString *text = g_string_new(NULL);
    g_autoptr(GHashTable) fields = article_fields_parse(proposal->fields);

    g_string_append_printf(text, "%s: %s\n", label_text(LABEL_FIELD, "reason"), proposal->reason);
    if (*proposal->decision != '\0')
        g_string_append_printf(text, "%s: %s\n", state_text(proposal->state), proposal->decision);
    if (proposal->article_id != 0 && proposal->base_version != proposal->newest)
        g_string_append_printf(text, "%s\n", _("! The article has been changed since."));
    for (guint i = 0; i < G_N_ELEMENTS(shown); i++) {
        const char *value = g_hash_table_lookup(fields, shown[i]);
        if (value != NULL && *value != '\0')
            g_string_append_printf(text, "%s: %s\n", label_text(LABEL_FIELD, shown[i]), value);
    }
    return g_string_free(text, FALSE);
}

static void draw(Screen *screen, Rect body)
{
    ProposalsScreen *self = (ProposalsScreen *)screen;
    int rows = MIN(LIST_ROWS, body.rows / 2);
    g_autofree char *text = chosen(self) != NULL ? proposal_text(chosen(self)) : g_strdup("");

    list_draw(&self->list, (Rect){body.y, body.x, rows, body.cols}, columns, cell, self,
              self->rows == NULL ? _("Reading ...") : _("No proposal is there."));
    draw_rule(body.y + rows, body.x, body.cols, _("Proposal"));
    draw_wrapped((Rect){body.y + rows + 1, 1, body.rows - rows - 1, body.cols - 2}, 0, text, ROLE_NORMAL);
}

static void on_rows(Screen *screen, GPtrArray *rows, const DbError *error)
{
    ProposalsScreen *self = (ProposalsScreen *)screen;

    if (reply_keep(screen, &self->rows, rows, error))
        list_set_rows(&self->list, (int)rows->len);
}

static void show(Screen *screen)
{
    article_proposals(screen->app->db, MOST, REPLY_ROWS(screen, on_rows));
}

static void news(Screen *screen, News news, gint64 id)
{
    (void)id;
    if (news == NEWS_ARTICLE || news == NEWS_ALL)
        show(screen);
}

static gboolean act(Screen *screen, const Action *action)
{
    ProposalsScreen *self = (ProposalsScreen *)screen;

    if (list_act(&self->list, action->id))
        return TRUE;
    if (action->id != ACT_PUBLISH && action->id != ACT_REFUSE)
        return FALSE;
    if (chosen(self) != NULL)
        article_sheet_decide(screen, chosen(self)->id, action->id == ACT_PUBLISH);
    return TRUE;
}

static void proposals_free(Screen *screen)
{
    g_clear_pointer(&((ProposalsScreen *)screen)->rows, g_ptr_array_unref);
}

static const ScreenOps ops = {
    .title = N_("Proposals"),
    .places = IN_ANY | IN_LIST | IN_PROPOSALS,
    .size = sizeof(ProposalsScreen),
    .free = proposals_free,
    .show = show,
    .draw = draw,
    .act = act,
    .news = news,
};

Screen *proposals_screen_new(App *app)
{
    return screen_new(app, &ops);
}
