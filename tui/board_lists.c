/* The board's queue and its quarter-hours. */
#include <math.h>

#include "common/clock.h"
#include "common/lang.h"
#include "tui/board.h"

enum { COL_WAITED, COL_PHONE, COL_AREA, COL_NOTE };

static const ListColumn queue_columns[] = {
    [COL_WAITED] = {N_("Waited"), 7, 0, TRUE},
    [COL_PHONE] = {N_("Number"), 13, 0, FALSE},
    [COL_AREA] = {N_("Area"), 0, 0, FALSE},
    [COL_NOTE] = {N_("Note"), 20, 70, FALSE},
    {NULL, 0, 0, FALSE}};

/* From here on a call has waited longer than the standard allows, and much longer. */
enum { SOON_US = 15 * G_USEC_PER_SEC, LATE_US = 60 * G_USEC_PER_SEC };

static char *queue_cell(gpointer data, int row, int column, Role *role)
{
    const BoardCall *call = g_ptr_array_index(((Board *)data)->calls, (guint)row);
    gint64 waited = g_get_real_time() - call->queued_at;
    g_autofree char *age = NULL;

    switch (column) {
    case COL_WAITED:
        *role = waited >= LATE_US ? ROLE_OVERDUE : waited >= SOON_US ? ROLE_DUE : ROLE_NORMAL;
        age = clock_span(call->queued_at, call->queued_at + waited);
        return g_strdup_printf("%s%s", age, waited >= LATE_US ? "!" : waited >= SOON_US ? "*" : " ");
    case COL_PHONE:
        return g_strdup(call->phone_masked);
    case COL_AREA:
        return g_strdup(call->area);
    default:
        return g_strdup(call->note);
    }
}

void board_queue_draw(Board *board, Rect area)
{
    int rows = board->calls != NULL ? (int)board->calls->len : 0;
    List beside = {.rows = rows, .cursor = -1};

    list_set_rows(&board->queue_list, rows);
    list_draw(board->view == BOARD_QUEUE ? &board->queue_list : &beside, area, queue_columns, queue_cell, board,
              board->calls != NULL ? _("Nobody is waiting.") : _("Reading ..."));
}

enum { COL_QUARTER, COL_ASKED, COL_ANSWERED, COL_RATE, COL_WAIT, COL_WITHIN, COL_TICKETS, COL_DISPATCHED, COL_PRECISE };

static const ListColumn quarter_columns[] = {
    [COL_QUARTER] = {N_("From"), 7, 0, FALSE},
    [COL_ASKED] = {N_("Asked"), 7, 0, TRUE},
    [COL_ANSWERED] = {N_("Answered"), 8, 0, TRUE},
    [COL_RATE] = {N_("Rate"), 7, 0, TRUE},
    [COL_WAIT] = {N_("Wait"), 8, 0, TRUE},
    [COL_WITHIN] = {N_("In 15s"), 7, 0, TRUE},
    [COL_TICKETS] = {N_("Tickets"), 7, 0, TRUE},
    [COL_DISPATCHED] = {N_("Sent"), 7, 0, TRUE},
    [COL_PRECISE] = {N_("Precise"), 8, 0, TRUE},
    {NULL, 0, 0, FALSE}};

static char *quarter_cell(gpointer data, int row, int column, Role *role)
{
    const GPtrArray *quarters = ((Board *)data)->quarters;
    const BoardFigures *quarter = g_ptr_array_index(quarters, quarters->len - 1 - (guint)row);

    *role = quarter->asked == 0 && quarter->tickets == 0 ? ROLE_MUTED : ROLE_NORMAL;
    switch (column) {
    case COL_QUARTER:
        return clock_text(quarter->at, CLOCK_TIME);
    case COL_ASKED:
        return g_strdup_printf("%d", (int)quarter->asked);
    case COL_ANSWERED:
        return g_strdup_printf("%d", (int)quarter->answered);
    case COL_RATE:
        return board_percent(quarter->answered, quarter->asked);
    case COL_WAIT:
        return quarter->answered > 0 ? g_strdup_printf(_("%ds"), (int)lround(quarter->mean_wait_seconds)) : g_strdup("-");
    case COL_WITHIN:
        return board_percent(quarter->within_15, quarter->asked);
    case COL_TICKETS:
        return g_strdup_printf("%d", (int)quarter->tickets);
    case COL_DISPATCHED:
        return g_strdup_printf("%d", (int)quarter->dispatched);
    default:
        return board_percent(quarter->precise, quarter->dispatched);
    }
}

void board_quarters_draw(Board *board, Rect area)
{
    list_set_rows(&board->quarter_list, board->quarters != NULL ? (int)board->quarters->len : 0);
    list_draw(&board->quarter_list, area, quarter_columns, quarter_cell, board, _("Reading ..."));
}
