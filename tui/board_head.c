/* The head of the board. */
#include <math.h>

#include "common/clock.h"
#include "common/lang.h"
#include "common/text.h"
#include "tui/board.h"
#include "tui/spark.h"

char *board_percent(gint64 part, gint64 whole)
{
    return whole > 0 ? g_strdup_printf("%d%%", (int)(100 * part / whole)) : g_strdup("-");
}

/* --- sparklines --- */

typedef enum { SPARK_RATE, SPARK_WAIT, SPARK_WITHIN, SPARK_CALLS, SPARK_TICKETS, SPARK_PRECISE, SPARKS } Spark;

static const struct {
    const char *label; /* msgid, at most 6 columns */
    gboolean share;    /* of 100 %; else of the highest that is shown */
} sparks[SPARKS] = {
    [SPARK_RATE] = {N_("Rate"), TRUE}, [SPARK_WAIT] = {N_("Wait"), FALSE}, [SPARK_WITHIN] = {N_("In 15s"), TRUE},
    [SPARK_CALLS] = {N_("calls"), FALSE}, [SPARK_TICKETS] = {N_("ticket"), FALSE}, [SPARK_PRECISE] = {N_("exact"), TRUE},
};

enum { LABEL_COLS = 6, SPARK_MOST = 48 };

static double share(gint64 part, gint64 whole)
{
    return whole > 0 ? (double)part / (double)whole : NAN;
}

static double figure_of(const BoardFigures *quarter, Spark spark)
{
    switch (spark) {
    case SPARK_RATE:
        return share(quarter->answered, quarter->asked);
    case SPARK_WAIT:
        return quarter->answered > 0 ? quarter->mean_wait_seconds : NAN;
    case SPARK_WITHIN:
        return share(quarter->within_15, quarter->asked);
    case SPARK_CALLS:
        return (double)quarter->asked;
    case SPARK_TICKETS:
        return (double)quarter->tickets;
    default:
        return share(quarter->precise, quarter->dispatched);
    }
}

static void draw_spark(const GPtrArray *quarters, Spark spark, int y, int x, int cols)
{
    double figures[SPARK_MOST];
    double most = sparks[spark].share ? 1 : 0;
    guint n = MIN(MIN(quarters->len, SPARK_MOST), (guint)MAX(cols - LABEL_COLS - 1, 0));
    g_autofree char *line = NULL;

    for (guint i = 0; i < n; i++) {
        figures[i] = figure_of(g_ptr_array_index(quarters, quarters->len - n + i), spark);
        if (!sparks[spark].share && !isnan(figures[i]))
            most = MAX(most, figures[i]);
    }
    line = spark_text(figures, n, most, theme_blocks());
    draw_right(y, x, LABEL_COLS, _(sparks[spark].label), ROLE_LABEL);
    draw_run(y, x + LABEL_COLS + 1, cols - LABEL_COLS - 1, line, ROLE_NORMAL);
}

/* --- figures --- */

static char *now_text(const BoardFigures *now)
{
    g_autofree char *longest = now->longest_since != 0 ? clock_span(now->longest_since, g_get_real_time()) : g_strdup("-");

    return g_strdup_printf(_("Waiting %d  longest %s   Agents: talking %d  after call %d  ready %d  break %d"), (int)now->waiting, longest,
                           (int)now->talking, (int)now->after_call, (int)now->ready, (int)now->on_break);
}

static char *today_text(const BoardFigures *now)
{
    g_autofree char *answered = board_percent(now->answered, now->asked);
    g_autofree char *soon = board_percent(now->within_15, now->asked);
    g_autofree char *precise = board_percent(now->precise, now->dispatched);

    return g_strdup_printf(_("Calls %d  answered %s  wait %ds  in 15s %s  tickets %d  precise %s"), (int)now->asked, answered,
                           (int)lround(now->mean_wait_seconds), soon, (int)now->tickets, precise);
}

/* --- the queue by age --- */

/* The classes of age: from so many seconds on. */
static const int ages[] = {60, 30, 15, 0};

static void draw_ages(const Board *board, int y, int cols)
{
    guint counts[G_N_ELEMENTS(ages)] = {0};
    gint64 now = g_get_real_time();
    int x = 1;

    x += draw_run(y, x, cols - x, _("Queue"), ROLE_LABEL);
    for (guint i = 0; i < board->calls->len; i++) {
        const BoardCall *call = g_ptr_array_index(board->calls, i);
        guint class = 0;
        while (now - call->queued_at < ages[class] * G_USEC_PER_SEC && class + 1 < G_N_ELEMENTS(ages))
            class++;
        counts[class]++;
    }
    for (guint class = 0; class < G_N_ELEMENTS(ages); class++) {
        gboolean late = class == 0 && counts[class] > 0;
        g_autofree char *text = g_strdup_printf(_("  from %ds: %u%s"), ages[class], counts[class], late ? "!" : "");
        x += draw_run(y, x, cols - x, text, late ? ROLE_OVERDUE : counts[class] > 0 ? ROLE_NORMAL : ROLE_MUTED);
    }
    for (guint i = 0; i < board->calls->len && x < cols - 14; i++) {
        const BoardCall *call = g_ptr_array_index(board->calls, i);
        g_autofree char *age = clock_span(call->queued_at, now);
        g_autofree char *text = g_strdup_printf("  %s %.4s", age, call->phone_masked + MAX((int)strlen(call->phone_masked) - 4, 0));
        x += draw_run(y, x, cols - x, text, ROLE_NORMAL);
    }
}

void board_head_draw(const Board *board, Rect area)
{
    int half = area.cols / 2;

    if (board->figures != NULL && board->figures->len > 0) {
        const BoardFigures *figures = g_ptr_array_index(board->figures, 0);
        g_autofree char *now = now_text(figures);
        g_autofree char *today = today_text(figures);
        draw_text(area.y, 1, area.cols - 1, now, ROLE_STRONG);
        draw_text(area.y + 1, 1, area.cols - 1, today, ROLE_NORMAL);
    }
    for (int spark = 0; board->quarters != NULL && spark < SPARKS; spark++)
        draw_spark(board->quarters, (Spark)spark, area.y + 2 + spark / 2, area.x + spark % 2 * half + 1, half - 1);
    if (board->calls != NULL)
        draw_ages(board, area.y + 5, area.cols);
}
