/* Drawing and moving in lists. */
#include "tui/list.h"

#include "common/lang.h"
#include "common/text.h"

static int column_cols(const ListColumn *column, int flexible)
{
    /* with the blank after a column: nothing */
    if (column->cols == LIST_IN_MARGIN)
        return -1;
    if (column->cols == LIST_AS_TITLE)
        return text_width(_(column->title));
    return column->cols != 0 ? column->cols : flexible;
}

static int flexible_cols(const ListColumn *columns, int cols)
{
    int left = cols - 2;

    for (const ListColumn *column = columns; column->title != NULL; column++)
        if (cols >= column->from_cols)
            left -= column_cols(column, 0) + (column == columns ? 0 : 1);
    return MAX(left, 0);
}

static void draw_titles(Rect area, const ListColumn *columns, int flexible)
{
    int x = area.x + 2;

    draw_text(area.y, area.x, area.cols, "", ROLE_LABEL);
    for (const ListColumn *column = columns; column->title != NULL; column++) {
        int cols = column_cols(column, flexible);
        if (area.cols < column->from_cols || column->cols == LIST_IN_MARGIN)
            continue;
        (column->right ? draw_right : draw_text)(area.y, x, cols, _(column->title), ROLE_LABEL);
        x += cols + 1;
    }
}

static void draw_row(const List *list, Rect area, int y, int row, const ListColumn *columns, ListCell cell,
                     gpointer data, int flexible)
{
    gboolean here = row == list->cursor;
    int x = area.x + 2;

    draw_text(y, area.x, 2, here ? ">" : "", ROLE_STRONG);
    for (int i = 0; columns[i].title != NULL; i++) {
        int cols = column_cols(&columns[i], flexible);
        Role role = ROLE_NORMAL;
        g_autofree char *text = NULL;

        if (area.cols < columns[i].from_cols)
            continue;
        text = cell(data, row, i, &role);
        if (columns[i].cols == LIST_IN_MARGIN) {
            draw_text(y, area.x + 1, 1, text, role);
            continue;
        }
        (columns[i].right ? draw_right : draw_text)(y, x, cols, text, here && i == 0 ? ROLE_CURSOR : role);
        x += cols + 1;
    }
}

void list_draw(List *list, Rect area, const ListColumn *columns, ListCell cell, gpointer data,
               const char *empty)
{
    int flexible = flexible_cols(columns, area.cols);

    draw_titles(area, columns, flexible);
    list->page = MAX(area.rows - 1, 1);
    list->top = CLAMP(list->top, list->cursor - list->page + 1, list->cursor);
    list->top = MAX(MIN(list->top, list->rows - list->page), 0);
    if (list->rows == 0)
        draw_text(area.y + 1, area.x + 2, area.cols - 2, empty, ROLE_MUTED);
    for (int i = 0; i < list->page && list->top + i < list->rows; i++)
        draw_row(list, area, area.y + 1 + i, list->top + i, columns, cell, data, flexible);
}

/* Where a move of this kind leads from at, of places 0 … last. FALSE: the action is no move. */
static gboolean move_to(int *at, int last, int page, ActionId action)
{
    int to = *at;

    switch (action) {
    case ACT_UP:
        to--;
        break;
    case ACT_DOWN:
        to++;
        break;
    case ACT_PAGE_UP:
        to -= page;
        break;
    case ACT_PAGE_DOWN:
        to += page;
        break;
    case ACT_FIRST:
        to = 0;
        break;
    case ACT_LAST:
        to = last;
        break;
    default:
        return FALSE;
    }
    *at = CLAMP(to, 0, MAX(last, 0));
    return TRUE;
}

gboolean list_act(List *list, ActionId action)
{
    return move_to(&list->cursor, list->rows - 1, list->page, action);
}

gboolean list_scroll(int *top, int lines, int page, ActionId action)
{
    return move_to(top, lines - page, page, action);
}

void list_set_rows(List *list, int rows)
{
    list->rows = rows;
    list->cursor = CLAMP(list->cursor, 0, MAX(rows - 1, 0));
}
