/* The model of a field that is typed into: UTF-8 text, a cursor on cluster boundaries, undo, layout.
 * It knows no screen. Limits are in characters (code points); nothing is ever dropped silently. */
#ifndef COMMON_EDIT_H
#define COMMON_EDIT_H

#include <glib.h>

typedef struct Edit Edit;

/* lines: may hold newlines. */
Edit *edit_new(gboolean lines);
void edit_free(Edit *edit);

/* The text as typed; borrowed until the next change. */
const char *edit_text(const Edit *edit);
/* Replaces all; can be undone; the cursor goes to the end. Text beyond the limit is kept. */
void edit_set_text(Edit *edit, const char *text);

/* Insert at the cursor. limit: the most characters the field may hold. FALSE when not all of it
 * fitted: what did is in. In a one-line field
 * newlines and tabs become blanks. A paste is one step of undo; typed words are one each. */
gboolean edit_insert(Edit *edit, const char *text, gsize limit);
gboolean edit_paste(Edit *edit, const char *text, gsize limit);

/* Changes; FALSE when there was nothing to change. */
gboolean edit_backspace(Edit *edit);
gboolean edit_delete(Edit *edit);
gboolean edit_delete_word_left(Edit *edit);
gboolean edit_kill_to_end(Edit *edit); /* to the end of the line; at its end, the newline */
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

/* Lays the text out at this width; a one-line field is one row of any length. Returns the rows. */
int edit_layout(Edit *edit, int cols);
/* The visible text of a row of the last layout, owned by the caller. */
char *edit_line(const Edit *edit, int row);
/* Cursor in the last layout. After a full row it stands at the start of the next one. */
void edit_cursor(const Edit *edit, int *row, int *col);

/* For one-line fields: the column to show first so that the cursor is among cols columns, and the
 * visible text from a column on (a wide character cut in half is a blank). Owned by the caller. */
int edit_scroll_col(Edit *edit, int cols);
char *edit_line_from(const Edit *edit, int from, int cols);

#endif
