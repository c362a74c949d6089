/* The parts of the team lead's board: what it holds, and its head, which all its views share. */
#ifndef TUI_BOARD_H
#define TUI_BOARD_H

#include "common/board.h"
#include "tui/paged.h"

typedef enum { BOARD_AGENTS, BOARD_QUEUE, BOARD_QUARTERS, BOARD_VIEWS } BoardView;

typedef struct {
    PagedScreen paged;    /* the agents */
    BoardView view;
    List queue_list;
    List quarter_list;
    GPtrArray *figures;   /* one BoardFigures; NULL until read */
    GPtrArray *quarters;  /* BoardFigures, the newest last */
    GPtrArray *calls;     /* BoardCall, who waits longest first */
    guint awaited;        /* answers for the head */
    gboolean stale;       /* news since the head was read */
    gint64 read_at;       /* monotonic time of that */
    guint timer;          /* reads it again */
} Board;

enum { BOARD_HEAD_ROWS = 6 };

/* --- board_head.c --- */

/* Figures now and today, sparklines of the quarter-hours, the queue by age. */
void board_head_draw(const Board *board, Rect area);
/* A part of a whole in percent, "-" when there is none. Owned by the caller. */
char *board_percent(gint64 part, gint64 whole);

/* --- board_lists.c --- */

/* The waiting calls with their ages, without a cursor beside another view; and the quarter-hours as numbers, the
 * newest first. */
void board_queue_draw(Board *board, Rect area);
void board_quarters_draw(Board *board, Rect area);

#endif
