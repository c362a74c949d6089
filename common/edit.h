/* The model of a field that is typed into: UTF-8 text, a cursor on cluster boundaries (those of
 * text_next), undo, layout. It knows no screen. Limits are in characters (code points); nothing is
 * ever dropped silently. */
#ifndef COMMON_EDIT_H
#define COMMON_EDIT_H

#include <glib.h>

typedef struct Edit Edit;

/* lines: may hold newlines. */
Edit *edit_new(gboolean lines);
void edit_free(Edit *edit);

/* The text as typed; borrowed until the next change. */
const char *edit_text(const Edit *edit);
gsize edit_length(const Edit *edit); /* in characters */
/* Replaces all; can be undone; the cursor goes to the end. Text beyond the limit is kept. */
void edit_set_text(Edit *edit, const char *text);
/* The same for a text the user did not type (a draft, a stored value): there is nothing to undo
 * afterwards. */
void edit_reset(Edit *edit, const char *text);

/* Insert at the cursor. limit: the most characters the field may hold. FALSE when not all of it
 * fitted: what did is in. Bytes that are not UTF-8 become U+FFFD, a carriage return a newline; in a
 * one-line field newlines and tabs become blanks; all else is kept as it came and drawn by the
 * rules of text_visible. A paste is one step of undo; a typed word, and a run of erased
 * characters, is one (long runs: one for each 48 bytes). The last 1,000 steps are kept. */
gboolean edit_insert(Edit *edit, const char *text, gsize limit);
gboolean edit_paste(Edit *edit, const char *text, gsize limit);

/* Changes; FALSE when there was nothing to change. */
gboolean edit_backspace(Edit *edit);
gboolean edit_delete(Edit *edit);
gboolean edit_delete_word_left(Edit *edit);
gboolean edit_kill_to_end(Edit *edit); /* to the end of the line; at its end, the newline */
gboolean edit_kill_line(Edit *edit);   /* the whole line between newlines, and one of these */
gboolean edit_clear(Edit *edit);
gboolean edit_undo(Edit *edit);
gboolean edit_redo(Edit *edit);

/* Moves. Home and end are of the visual line; up and down keep the column they set out from,
 * and return FALSE at the edge. */
void edit_left(Edit *edit);
void edit_right(Edit *edit);
void edit_word_left(Edit *edit);
void edit_word_right(Edit *edit);
void edit_home(Edit *edit);
void edit_end(Edit *edit);
void edit_text_start(Edit *edit);
void edit_text_end(Edit *edit);
gboolean edit_up(Edit *edit);
gboolean edit_down(Edit *edit);
/* As many rows down (negative: up), or as far as there are any. */
gboolean edit_page(Edit *edit, int rows);

/* Lays the text out at this width (at least 2); a one-line field is one row of any length. Returns
 * the rows: breaks as in text_wrap, but every blank keeps a cell, and after a line that fills its
 * last row there is an empty one, where the cursor stands behind it. */
int edit_layout(Edit *edit, int cols);
/* The visible text of a row of the last layout ("" beyond them), owned by the caller. */
char *edit_line(const Edit *edit, int row);
/* Cursor in the last layout, in cells: after a full row it stands at the start of the next one, so
 * that col is less than the layout's cols. */
void edit_cursor(const Edit *edit, int *row, int *col);

/* For one-line fields: the column to show first so that the cursor is among cols columns, and the
 * visible text from a column on (a wide character cut in half is a blank), a little more than
 * cols columns where there is more, so that drawing it marks the cut. Owned by the caller. */
int edit_scroll_col(Edit *edit, int cols);
char *edit_line_from(const Edit *edit, int from, int cols);

#endif
