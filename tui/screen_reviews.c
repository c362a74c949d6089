/* Reviews: of a lead what waits for this lead; of a unit those of its work, with the marks and their reasons. */
#include <string.h>

#include "common/clock.h"
#include "common/evaluation.h"
#include "common/label.h"
#include "common/lang.h"
#include "tui/paged.h"
#include "tui/screens.h"
#include "tui/ticket_sheet.h"

enum { COL_NUMBER, COL_STATE, COL_WHY, COL_WHEN, COL_TITLE, COL_UNIT };

static const ListColumn all_columns[] = {
    [COL_NUMBER] = {N_("Number"), 14, 0, FALSE},
    [COL_STATE] = {N_("State"), 14, 0, FALSE},
    [COL_WHY] = {N_("Drawn as"), 8, 0, FALSE},
    [COL_WHEN] = {N_("When"), 11, 76, FALSE},
    [COL_TITLE] = {N_("Title"), 0, 0, FALSE},
    [COL_UNIT] = {N_("Unit"), 24, 100, FALSE},
    {NULL, 0, 0, FALSE}};

static gboolean is_demand(const Review *review)
{
    return strcmp(review->why, "demand") == 0;
}

static char *cell(gpointer data, int row, int column, Role *role)
{
    const PagedScreen *paged = data;
    const Review *review = g_ptr_array_index(paged->rows, (guint)row);

    if (review->id == paged->gone)
        *role = ROLE_MUTED;
    switch (column) {
    case COL_NUMBER:
        return g_strdup(review->number);
    case COL_STATE:
        *role = strcmp(review->state, "objected") == 0 ? ROLE_STRONG : *role;
        return g_strdup(label_text(is_demand(review) ? LABEL_DEMAND : LABEL_REVIEW_STATE, review->state));
    case COL_WHY:
        return g_strdup(label_text(LABEL_DRAWN, review->why));
    case COL_WHEN:
        return clock_text(review->at, CLOCK_DAY_TIME);
    case COL_TITLE:
        return g_strdup(review->title);
    default:
        return g_strdup(review->unit);
    }
}

static void append_answer(GString *text, const char *field, const char *answer, const char *reason)
{
    if (*answer == '\0')
        return;
    g_string_append_printf(text, "%s %s", label_text(LABEL_FIELD, field), label_text(LABEL_ANSWER, answer));
    if (*reason != '\0')
        g_string_append_printf(text, "  (%s)", reason);
    g_string_append(text, "\n");
}

static void append_line(GString *text, const char *label, const char *value)
{
    if (*value != '\0')
        g_string_append_printf(text, "%s: %s\n", label, value);
}

static void append_rating(GString *text, const Review *review)
{
    if (*review->responded == '\0') {
        append_line(text, _("Citizen"), _("was not asked"));
        return;
    }
    g_string_append_printf(text, "%s: %s %s  %s %s  %s %s", _("Citizen"), label_text(LABEL_FIELD, "responded"),
                           label_text(LABEL_ANSWER, review->responded), label_text(LABEL_FIELD, "solved"),
                           label_text(LABEL_ANSWER, review->solved), label_text(LABEL_FIELD, "satisfied"),
                           label_text(LABEL_ANSWER, review->satisfied));
    g_string_append_printf(text, *review->rating_reason != '\0' ? "  (%s)\n" : "%s\n", review->rating_reason);
}

/* What was said so far. Owned by the caller. */
static char *review_text(gconstpointer row)
{
    const Review *review = row;
    GString *text = g_string_new(NULL);
    g_autofree char *until = clock_text(review->open_until, CLOCK_FULL);

    append_line(text, label_text(LABEL_FIELD, "unit_id"), review->unit);
    if (is_demand(review)) {
        append_line(text, label_text(LABEL_FIELD, "reason"), review->objection);
        return g_string_free(text, FALSE);
    }
    if (review->round > 1)
        g_string_append_printf(text, _("Round of handling: %d\n"), (int)review->round);
    append_rating(text, review);
    append_answer(text, "timely", review->timely, review->timely_reason);
    append_answer(text, "complete", review->complete, review->complete_reason);
    append_answer(text, "recorded", review->recorded, review->recorded_reason);
    append_answer(text, "genuine", review->genuine, review->genuine_reason);
    if (review->open_until > g_get_real_time())
        append_line(text, _("The unit may object until"), until);
    append_line(text, _("Objection"), review->objection);
    if (*review->outcome != '\0')
        g_string_append_printf(text, "%s: %s  (%s)\n", label_text(LABEL_FIELD, "decided"),
                               label_text(LABEL_DECISION, review->outcome), review->decision);
    return g_string_free(text, FALSE);
}

static const char *title_of(gconstpointer row)
{
    return ((const Review *)row)->title;
}

static gint64 id_of(gconstpointer row)
{
    return ((const Review *)row)->id;
}

static void ask(PagedScreen *paged, gconstpointer after, guint rows)
{
    review_list(paged->screen.app->db, after, rows, REPLY_ROWS(paged, paged_on_page));
}

static const ListColumn *columns(const App *app)
{
    (void)app;
    return all_columns;
}

/* Which of the ticket's reviews a row is; 0: it is about a demand. */
static gint64 review_of(const Review *review)
{
    return is_demand(review) ? 0 : review->id;
}

static Screen *open_row(App *app, gconstpointer row)
{
    const Review *review = row;

    return ticket_screen_new_review(app, review->ticket_id, review_of(review));
}

/* The keys of a lead's work are the ticket's. */
static char *note(const PagedScreen *paged)
{
    return strcmp(paged->screen.app->me->role, "lead") == 0
               ? g_strdup_printf(_(", where %s rates and %s decides"), action_key(action_by_id(ACT_REVIEW_RATE), IN_TICKET),
                                 action_key(action_by_id(ACT_REVIEW_DECIDE), IN_TICKET)) : NULL;
}

static gboolean may_object(const Review *review)
{
    return review != NULL && strcmp(review->state, "rated") == 0;
}

static gboolean offers(Screen *screen, const Action *action)
{
    return action->id == ACT_REVIEW_OBJECT ? may_object(paged_here((PagedScreen *)screen)) : paged_offers(screen, action);
}

static gboolean act(Screen *screen, const Action *action)
{
    const Review *review = paged_here((PagedScreen *)screen);

    if (action->id != ACT_REVIEW_OBJECT)
        return paged_act(screen, action);
    if (may_object(review))
        ticket_sheet_review(screen, review->ticket_id, 0, review_of(review), action);
    return TRUE;
}

static const PagedList reviews = {
    .id = id_of,
    .ask = ask,
    .filters = review_filters,
    .columns = columns,
    .cell = cell,
    .open = open_row,
    .news = NEWS_REVIEW,
    .hint = N_("Enter opens the ticket"),
    .empty = N_("No review is here."),
    .note = note,
    .text = review_text,
    .title = title_of,
};

static const ScreenOps ops = {
    .title = N_("Reviews"),
    .places = IN_ANY | IN_LIST | IN_REVIEWS,
    .size = sizeof(PagedScreen),
    .free = paged_free,
    .show = paged_show,
    .draw = paged_draw,
    .act = act,
    .news = paged_news,
    .offers = offers,
};

Screen *reviews_screen_new(App *app)
{
    return paged_screen_new(app, &ops, &reviews, review_filters(app->me->role)[0]);
}
