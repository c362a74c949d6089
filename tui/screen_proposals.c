/* Proposals to the knowledge base: of a lead those that wait, of an agent the own ones. */
#include <string.h>

#include "common/clock.h"
#include "common/label.h"
#include "common/lang.h"
#include "tui/article_sheet.h"
#include "tui/paged.h"
#include "tui/screens.h"

enum { COL_WHEN, COL_WHO, COL_STATE, COL_TITLE };

static const ListColumn all_columns[] = {
    [COL_WHEN] = {N_("When"), 11, 0, FALSE},
    [COL_WHO] = {N_("Who"), 14, 0, FALSE},
    [COL_STATE] = {N_("State"), 8, 0, FALSE},
    [COL_TITLE] = {N_("Title"), 0, 0, FALSE},
    {NULL, 0, 0, FALSE}};

static const char *state_text(const char *state)
{
    return strcmp(state, "waiting") == 0 ? _("waits") : strcmp(state, "published") == 0 ? _("published") : _("refused");
}

static char *cell(gpointer data, int row, int column, Role *role)
{
    const PagedScreen *paged = data;
    const ArticleProposal *proposal = g_ptr_array_index(paged->rows, (guint)row);

    if (proposal->id == paged->gone)
        *role = ROLE_MUTED;
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
static char *proposal_text(gconstpointer row)
{
    const ArticleProposal *proposal = row;
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

static const char *title_of(gconstpointer row)
{
    return ((const ArticleProposal *)row)->title;
}

static gint64 id_of(gconstpointer row)
{
    return ((const ArticleProposal *)row)->id;
}

static void ask(PagedScreen *paged, gconstpointer after, guint rows)
{
    article_proposals(paged->screen.app->db, after, rows, REPLY_ROWS(paged, paged_on_page));
}

static const ListColumn *columns(const App *app)
{
    (void)app;
    return all_columns;
}

static char *head(const PagedScreen *paged)
{
    return g_strdup(strcmp(paged->screen.app->me->role, "lead") == 0 ? _("Proposals that wait") : _("My proposals"));
}

static gboolean act(Screen *screen, const Action *action)
{
    const ArticleProposal *here = paged_here((PagedScreen *)screen);

    if (action->id != ACT_PUBLISH && action->id != ACT_REFUSE)
        return paged_act(screen, action);
    if (here != NULL)
        article_sheet_decide(screen, here->id, action->id == ACT_PUBLISH);
    return TRUE;
}

static const PagedList proposals = {
    .id = id_of,
    .ask = ask,
    .columns = columns,
    .cell = cell,
    .news = NEWS_ARTICLE,
    .empty = N_("No proposal is there."),
    .head = head,
    .text = proposal_text,
    .title = title_of,
};

static const ScreenOps ops = {
    .title = N_("Proposals"),
    .places = IN_ANY | IN_LIST | IN_PROPOSALS,
    .size = sizeof(PagedScreen),
    .free = paged_free,
    .show = paged_show,
    .draw = paged_draw,
    .act = act,
    .news = paged_news,
    .offers = paged_offers,
};

Screen *proposals_screen_new(App *app)
{
    return paged_screen_new(app, &ops, &proposals, NULL);
}
