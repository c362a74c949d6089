/* Moving the cursor, and where it stands on the screen. */
#include <string.h>
#include <uniwbrk.h>

#include "common/edit_private.h"
#include "common/text.h"

/* The paragraph's start is a sure boundary: clusters never span a newline. */
gsize edit_paragraph_start(const Edit *edit, gsize at)
{
    while (at > 0 && edit->text->str[at - 1] != '\n')
        at--;
    return at;
}

gsize edit_paragraph_end(const Edit *edit, gsize at)
{
    const char *newline = strchr(edit->text->str + at, '\n');

    return newline != NULL ? (gsize)(newline - edit->text->str) : edit->text->len;
}

gsize edit_before(const Edit *edit, gsize at)
{
    gsize start;
    gsize next;

    if (at == 0)
        return 0;
    if (edit->text->str[at - 1] == '\n')
        return at - 1;
    start = edit_paragraph_start(edit, at);
    while ((next = edit_after(edit, start)) < at)
        start = next;
    return start;
}

gsize edit_after(const Edit *edit, gsize at)
{
    int cols;

    if (at >= edit->text->len)
        return edit->text->len;
    return (gsize)(text_next(edit->text->str + at, &cols) - edit->text->str);
}

void edit_settle_cursor(Edit *edit)
{
    gsize at = edit_paragraph_start(edit, edit->cursor);

    while (at < edit->cursor)
        at = edit_after(edit, at);
    edit->cursor = at;
}

static gboolean blank_between(const Edit *edit, gsize from, gsize to)
{
    for (gsize at = from; at < to; at++)
        if (!g_ascii_isspace(edit->text->str[at]))
            return FALSE;
    return TRUE;
}

gsize edit_word_before(const Edit *edit, gsize at)
{
    g_autofree char *breaks = g_malloc0(edit->text->len + 1);
    gsize end = at;

    u8_wordbreaks((const uint8_t *)edit->text->str, edit->text->len, breaks);
    while (at > 0) {
        at = edit_before(edit, at);
        if ((at == 0 || breaks[at]) && !blank_between(edit, at, end))
            break;
    }
    return at;
}

static gsize word_after(const Edit *edit, gsize at)
{
    g_autofree char *breaks = g_malloc0(edit->text->len + 1);
    gsize start = at;

    u8_wordbreaks((const uint8_t *)edit->text->str, edit->text->len, breaks);
    while (at < edit->text->len) {
        at = edit_after(edit, at);
        if ((at == edit->text->len || breaks[at]) && !blank_between(edit, start, at))
            break;
    }
    return at;
}

static void move_to(Edit *edit, gsize at)
{
    edit->cursor = at;
    edit->goal = -1;
    edit->going = STEP_OTHER;
}

void edit_left(Edit *edit)
{
    move_to(edit, edit_before(edit, edit->cursor));
}

void edit_right(Edit *edit)
{
    move_to(edit, edit_after(edit, edit->cursor));
}

void edit_word_left(Edit *edit)
{
    move_to(edit, edit_word_before(edit, edit->cursor));
}

void edit_word_right(Edit *edit)
{
    move_to(edit, word_after(edit, edit->cursor));
}

void edit_text_start(Edit *edit)
{
    move_to(edit, 0);
}

void edit_text_end(Edit *edit)
{
    move_to(edit, edit->text->len);
}

static void add_row(gsize start, gsize end, gboolean hard, gpointer data)
{
    EditRow row = {start, end, hard};

    g_array_append_val((GArray *)data, row);
}

int edit_layout(Edit *edit, int cols)
{
    edit->cols = MAX(cols, 2);
    g_array_set_size(edit->rows, 0);
    if (!edit->lines)
        add_row(0, edit->text->len, FALSE, edit->rows);
    else
        text_layout(edit->text->str, edit->text->len, edit->cols, FALSE, add_row, edit->rows);
    return (int)edit->rows->len;
}

static const EditRow *row_at(const Edit *edit, int row)
{
    return &g_array_index(edit->rows, EditRow, row);
}

/* The last row that starts at or before the cursor: after a full row, the next one. The layout
 * sees to it that there is one. */
static int cursor_row(const Edit *edit)
{
    int row = (int)edit->rows->len - 1;

    while (row > 0 && row_at(edit, row)->start > edit->cursor)
        row--;
    return row;
}

static int cols_between(const Edit *edit, gsize from, gsize to)
{
    int used = 0;

    while (from < to) {
        int cols;
        from = (gsize)(text_next(edit->text->str + from, &cols) - edit->text->str);
        used += cols;
    }
    return used;
}

void edit_cursor(const Edit *edit, int *row, int *col)
{
    *row = cursor_row(edit);
    *col = cols_between(edit, row_at(edit, *row)->start, edit->cursor);
}

void edit_home(Edit *edit)
{
    move_to(edit, row_at(edit, cursor_row(edit))->start);
}

/* The end of a soft-broken row is before its last cluster: behind it is the next row's start. */
static gsize row_end(const Edit *edit, int row)
{
    const EditRow *here = row_at(edit, row);
    gboolean soft = !here->hard && row + 1 < (int)edit->rows->len;

    return soft ? MAX(edit_before(edit, here->end), here->start) : here->end;
}

void edit_end(Edit *edit)
{
    move_to(edit, row_end(edit, cursor_row(edit)));
}

static gboolean go_row(Edit *edit, int step)
{
    int row;
    int col;
    int used = 0;
    gsize at;
    gsize end;

    edit_cursor(edit, &row, &col);
    step = CLAMP(row + step, 0, (int)edit->rows->len - 1) - row;
    if (step == 0)
        return FALSE;
    if (edit->goal < 0)
        edit->goal = col;
    at = row_at(edit, row + step)->start;
    end = row_end(edit, row + step);
    while (at < end) {
        int cols;
        gsize next = (gsize)(text_next(edit->text->str + at, &cols) - edit->text->str);
        if (used + cols > edit->goal)
            break;
        used += cols;
        at = next;
    }
    edit->cursor = at;
    edit->going = STEP_OTHER;
    return TRUE;
}

gboolean edit_up(Edit *edit)
{
    return go_row(edit, -1);
}

gboolean edit_down(Edit *edit)
{
    return go_row(edit, 1);
}

gboolean edit_page(Edit *edit, int rows)
{
    return go_row(edit, rows);
}

char *edit_line(const Edit *edit, int row)
{
    const EditRow *here;
    g_autofree char *part = NULL;

    if (row < 0 || row >= (int)edit->rows->len)
        return g_strdup("");
    here = row_at(edit, row);
    part = g_strndup(edit->text->str + here->start, here->end - here->start);
    return text_visible(part, FALSE, -1);
}

int edit_scroll_col(Edit *edit, int cols)
{
    int col = cols_between(edit, 0, edit->cursor);

    if (col < cols && col + cols_between(edit, edit->cursor, edit->text->len) < cols)
        edit->scroll = 0;
    if (col < edit->scroll)
        edit->scroll = MAX(col - cols / 3, 0);
    if (col >= edit->scroll + cols)
        edit->scroll = col - cols * 2 / 3;
    return edit->scroll;
}

char *edit_line_from(const Edit *edit, int from, int cols)
{
    const char *at = edit->text->str;
    int used = 0;
    int width = 0;
    GString *out = g_string_new(NULL);
    g_autofree char *rest = NULL;

    while (*at != '\0' && used < from) {
        at = text_next(at, &width);
        used += width;
    }
    for (; used > from; used--)
        g_string_append_c(out, ' ');
    rest = text_visible(at, FALSE, cols + 2);
    g_string_append(out, rest);
    return g_string_free(out, FALSE);
}
