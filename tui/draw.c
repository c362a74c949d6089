/* The gate to curses: nothing else in tui/ calls a curses function that takes text. */
#include "tui/draw.h"

#include <curses.h>

#include "common/text.h"

/* Puts already visible text at a place, each cluster moved to its own column, so that a terminal
 * with another opinion on a character's width cannot shift what follows it. */
static int put_clusters(int y, int x, int cols, const char *visible, Role role)
{
    int used = 0;
    const char *at = visible;

    attrset((int)theme_attr(role));
    while (*at != '\0') {
        int width = 0;
        const char *next = text_next(at, &width);

        if (used + width > cols)
            break;
        mvaddnstr(y, x + used, at, (int)(next - at));
        used += width;
        at = next;
    }
    attrset((int)A_NORMAL);
    return used;
}

static gboolean clip_to_screen(int y, int x, int *cols)
{
    if (y < 0 || y >= LINES || x < 0 || x >= COLS)
        return FALSE;
    *cols = MIN(*cols, COLS - x);
    return *cols > 0;
}

static void put_fitted(int y, int x, int cols, const char *text, TextAlign align, Role role)
{
    g_autofree char *fitted = NULL;

    if (!clip_to_screen(y, x, &cols))
        return;
    fitted = text_fit(text, cols, align);
    put_clusters(y, x, cols, fitted, role);
}

void draw_text(int y, int x, int cols, const char *text, Role role)
{
    put_fitted(y, x, cols, text, TEXT_LEFT, role);
}

void draw_right(int y, int x, int cols, const char *text, Role role)
{
    put_fitted(y, x, cols, text, TEXT_RIGHT, role);
}

int draw_run(int y, int x, int cols, const char *text, Role role)
{
    g_autofree char *clipped = NULL;

    if (!clip_to_screen(y, x, &cols))
        return 0;
    clipped = text_clip(text, cols);
    return put_clusters(y, x, cols, clipped, role);
}

void draw_blank(Rect area, Role role)
{
    for (int row = 0; row < area.rows; row++)
        draw_text(area.y + row, area.x, area.cols, "", role);
}

void draw_rule(int y, int x, int cols, const char *title)
{
    int used;
    g_autofree char *line = g_strnfill((gsize)MAX(cols, 0), '-');

    draw_text(y, x, cols, line, ROLE_MUTED);
    used = draw_run(y, x + 2, MAX(cols - 4, 0), title, ROLE_LABEL);
    if (used > 0)
        draw_text(y, x + 2 + used, 1, "", ROLE_NORMAL);
}

int draw_wrapped(Rect area, int skip, const char *text, Role role)
{
    g_autoptr(GPtrArray) lines = text_wrap(text, MAX(area.cols, 1), skip + area.rows + 10000);

    for (int row = 0; row < area.rows; row++) {
        guint index = (guint)(skip + row);
        draw_text(area.y + row, area.x, area.cols,
                  index < lines->len ? g_ptr_array_index(lines, index) : "", role);
    }
    return (int)lines->len;
}
