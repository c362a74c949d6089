/* Reviews: of a lead what waits for this lead; of a unit those of its work, with the marks and their reasons. */
#include <string.h>

#include "common/clock.h"
#include "common/evaluation.h"
#include "common/label.h"
#include "common/lang.h"
#include "tui/list.h"
#include "tui/screens.h"
#include "tui/ticket_sheet.h"

enum { MOST = 200 };

typedef struct {
    Screen screen;
    GPtrArray *rows; /* Review; NULL until read */
    List list;
} ReviewsScreen;

enum { COL_NUMBER, COL_STATE, COL_WHY, COL_WHEN, COL_TITLE, COL_UNIT };

static const ListColumn columns[] = {
    [COL_NUMBER] = {N_("Number"), 14, 0, FALSE},
    [COL_STATE] = {N_("State"), 14, 0, FALSE},
    [COL_WHY] = {N_("Drawn as"), 8, 0, FALSE},
    [COL_WHEN] = {N_("When"), 11, 76, FALSE},
    [COL_TITLE] = {N_("Title"), 0, 0, FALSE},
    [COL_UNIT] = {N_("Unit"), 24, 100, FALSE},
    {NULL, 0, 0, FALSE}};

static const Review *here(const ReviewsScreen *self)
{
    return self->rows != NULL && (guint)self->list.cursor < self->rows->len
               ? g_ptr_array_index(self->rows, (guint)self->list.cursor) : NULL;
}

static gboolean is_demand(const Review *review)
{
    return strcmp(review->why, "demand") == 0;
}

static char *cell(gpointer data, int row, int column, Role *role)
{
    const Review *review = g_ptr_array_index(((ReviewsScreen *)data)->rows, (guint)row);

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
static char *review_text(const Review *review)
{
    GString *text = g_string_new(NULL);
    g_autofree char *until = clock_text(review->open_until, CLOCK_FULL);

    append_line(text, label_text(LABEL_FIELD, "unit_id"), review->unit);
    if (is_demand(review)) {
        append_line(text, label_text(LABEL_FIELD, "reason"), review->objection);
        return g_string_free(text, FALSE);
    }
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

static void draw(Screen *screen, Rect body)
{
    ReviewsScreen *self = (ReviewsScreen *)screen;
    int rows = body.rows / 2;
    g_autofree char *text = here(self) != NULL ? review_text(here(self)) : g_strdup("");

    list_draw(&self->list, (Rect){body.y, body.x, rows, body.cols}, columns, cell, self,
              self->rows == NULL ? _("Reading ...") : _("No review is here."));
    draw_rule(body.y + rows, body.x, body.cols, here(self) != NULL ? here(self)->title : "");
    draw_wrapped((Rect){body.y + rows + 1, 1, body.rows - rows - 1, body.cols - 2}, 0, text, ROLE_NORMAL);
}

static void on_rows(Screen *screen, GPtrArray *rows, const DbError *error)
{
    ReviewsScreen *self = (ReviewsScreen *)screen;

    if (error != NULL) {
        app_say_error(screen->app, error);
        return;
    }
    g_clear_pointer(&self->rows, g_ptr_array_unref);
    self->rows = g_ptr_array_ref(rows);
    list_set_rows(&self->list, (int)rows->len);
}

static void show(Screen *screen)
{
    review_list(screen->app->db, MOST, REPLY_ROWS(screen, on_rows));
}

static void news(Screen *screen, News news, gint64 id)
{
    (void)id;
    if (news == NEWS_REVIEW || news == NEWS_ALL)
        show(screen);
}

static gboolean may_object(const Review *review)
{
    return review != NULL && strcmp(review->state, "rated") == 0;
}

static gboolean offers(Screen *screen, const Action *action)
{
    return action->id != ACT_REVIEW_OBJECT || may_object(here((ReviewsScreen *)screen));
}

static gboolean act(Screen *screen, const Action *action)
{
    ReviewsScreen *self = (ReviewsScreen *)screen;
    const Review *review = here(self);

    if (list_act(&self->list, action->id))
        return TRUE;
    if (action->id == ACT_OPEN && review != NULL)
        app_push(screen->app, ticket_screen_new(screen->app, review->ticket_id));
    else if (action->id == ACT_REVIEW_OBJECT && may_object(review))
        ticket_sheet_open(screen, review->ticket_id, 0, action);
    return action->id == ACT_OPEN || action->id == ACT_REVIEW_OBJECT;
}

static void reviews_free(Screen *screen)
{
    g_clear_pointer(&((ReviewsScreen *)screen)->rows, g_ptr_array_unref);
}

static const ScreenOps ops = {
    .title = N_("Reviews"),
    .places = IN_ANY | IN_LIST | IN_REVIEWS,
    .size = sizeof(ReviewsScreen),
    .free = reviews_free,
    .show = show,
    .draw = draw,
    .act = act,
    .news = news,
    .offers = offers,
};

Screen *reviews_screen_new(App *app)
{
    return screen_new(app, &ops);
}
