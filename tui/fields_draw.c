/* Where fields stand and how they look. Lines and choices stand in the rows of their specs, two or
 * more in a row; texts follow below, each with its label above it, sharing the rows that are left. */
#include "tui/fields_private.h"

#include <string.h>

#include "common/lang.h"
#include "common/text.h"
#include "tui/app.h"

enum { TEXT_ROWS_MIN = 2, LABEL_GAP = 1 };

static gboolean is_text(const Field *field)
{
    return field->spec->type == FIELD_TEXT;
}

static int line_rows(const Fields *fields)
{
    int rows = 0;

    for (guint i = 0; i < fields->n; i++)
        if (!fields->all[i].hidden && !is_text(&fields->all[i]))
            rows = MAX(rows, fields->all[i].spec->row + 1);
    return rows;
}

static int text_count(const Fields *fields)
{
    int count = 0;

    for (guint i = 0; i < fields->n; i++)
        count += !fields->all[i].hidden && is_text(&fields->all[i]);
    return count;
}

int fields_rows(const Fields *fields)
{
    return line_rows(fields) + text_count(fields) * (1 + TEXT_ROWS_MIN);
}

/* A value wider at wider screens: what is spare goes to every field in proportion. */
static int value_cols(const FieldSpec *spec, int cols)
{
    return spec->cols * MAX(cols, 60) / 78;
}

static char *shown_value(const Fields *fields, const Field *field)
{
    const char *value = edit_text(field->edit);

    if (field->spec->type == FIELD_SECRET)
        return g_strnfill((gsize)g_utf8_strlen(value, -1), '*');
    if (field->spec->type == FIELD_CHOICE)
        return g_strdup(choice_text(fields->screen->app, field->spec->choice, value));
    return g_strdup(value);
}

static void draw_edited_line(const Fields *fields, const Field *field, Role role)
{
    App *app = fields->screen->app;
    int from = edit_scroll_col(field->edit, field->area.cols - 1);
    g_autofree char *text = edit_line_from(field->edit, from, field->area.cols - 1);
    int row;
    int col;

    draw_text(field->area.y, field->area.x, field->area.cols, text, role);
    edit_cursor(field->edit, &row, &col);
    app->cursor_y = field->area.y;
    app->cursor_x = field->area.x + col - from;
}

static void draw_line_value(const Fields *fields, const Field *field, gboolean focused)
{
    g_autofree char *value = NULL;
    Role role = focused ? ROLE_FOCUS : ROLE_FIELD;

    if (focused && field->spec->type == FIELD_LINE) {
        draw_edited_line(fields, field, role);
        return;
    }
    value = shown_value(fields, field);
    if (*value == '\0' && field->hint != NULL && !focused)
        draw_text(field->area.y, field->area.x, field->area.cols, field->hint, ROLE_MUTED);
    else
        draw_text(field->area.y, field->area.x, field->area.cols, value, role);
    if (focused) {
        fields->screen->app->cursor_y = field->area.y;
        fields->screen->app->cursor_x = field->area.x
            + (field->spec->type == FIELD_SECRET ? MIN(text_width(value), field->area.cols - 1) : 0);
    }
}

static void draw_label(const Fields *fields, const Field *field, int y, int x, gboolean focused)
{
    const char *label = label_text(LABEL_FIELD, field->spec->name);
    int used = draw_run(y, x, 30, label, field->blame != NULL ? ROLE_BAD : focused ? ROLE_STRONG : ROLE_LABEL);

    (void)fields;
    draw_text(y, x + used, 1, field->blame != NULL ? "!" : focused ? ">" : "", focused ? ROLE_STRONG : ROLE_BAD);
}

static int label_cols(const Field *field)
{
    return text_width(label_text(LABEL_FIELD, field->spec->name)) + LABEL_GAP;
}

/* Places the fields of one row from left to right. */
static void draw_line_row(Fields *fields, Rect area, int row)
{
    int x = area.x;

    for (guint i = 0; i < fields->n; i++) {
        Field *field = &fields->all[i];
        int left = area.x + area.cols - x - label_cols(field);
        int cols;

        if (field->hidden || is_text(field) || field->spec->row != row || left < 2)
            continue;
        cols = field->spec->cols != 0 ? MIN(value_cols(field->spec, area.cols), left) : left;
        if (field->note != NULL && field->spec->cols == 0)
            cols = MAX(cols - text_width(field->note) - 1, 10);
        draw_label(fields, field, area.y + row, x, i == fields->focus);
        x += label_cols(field);
        field->area = (Rect){area.y + row, x, 1, cols};
        draw_line_value(fields, field, i == fields->focus);
        x += cols + 1;
        if (field->note != NULL)
            x += draw_run(area.y + row, x, area.x + area.cols - x, field->note, ROLE_MUTED) + 1;
    }
}

static void draw_text_rule(const Fields *fields, const Field *field, int y, Rect area, gboolean focused)
{
    glong length = g_utf8_strlen(edit_text(field->edit), -1);
    g_autofree char *title = g_strdup_printf("%s%s%s  %ld/%d ", focused ? "> " : "",
                                             label_text(LABEL_FIELD, field->spec->name),
                                             field->blame != NULL ? " !" : "", length, fields_limit(fields, field));

    draw_rule(y, area.x, area.cols, title);
}

static void draw_text_value(Fields *fields, Field *field, gboolean focused)
{
    Rect area = field->area;
    int row;
    int col;
    int rows = edit_layout(field->edit, area.cols);

    edit_cursor(field->edit, &row, &col);
    field->top = CLAMP(field->top, row - area.rows + 1, row);
    field->top = MAX(field->top, 0);
    for (int i = 0; i < area.rows; i++) {
        g_autofree char *text = field->top + i < rows ? edit_line(field->edit, field->top + i) : g_strdup("");
        draw_text(area.y + i, area.x, area.cols, text, ROLE_NORMAL);
    }
    if (focused) {
        fields->screen->app->cursor_y = area.y + row - field->top;
        fields->screen->app->cursor_x = area.x + MIN(col, area.cols - 1);
    }
}

void fields_draw(Fields *fields, Rect area)
{
    int lines = line_rows(fields);
    int texts = text_count(fields);
    int y = area.y + lines;
    int left = area.rows - lines;

    for (int row = 0; row < lines && row < area.rows; row++)
        draw_line_row(fields, area, row);
    for (guint i = 0; i < fields->n; i++) {
        Field *field = &fields->all[i];
        int rows;

        if (field->hidden || !is_text(field) || left < 2 || texts < 1)
            continue;
        rows = left / texts;
        draw_text_rule(fields, field, y, area, i == fields->focus);
        field->area = (Rect){y + 1, area.x + 1, rows - 1, area.cols - 2};
        draw_text_value(fields, field, i == fields->focus);
        y += rows;
        left -= rows;
        texts--;
    }
}
