/* The part of the text gate that knows no screen: what untrusted text may become before it is
 * drawn. Widths are libc's wcwidth, as ncurses places cells by it; the locale must be UTF-8. Texts
 * end in NUL; bytes that are not UTF-8 are survived, each shown as one '?'. */
#ifndef COMMON_TEXT_H
#define COMMON_TEXT_H

#include <glib.h>

typedef enum { TEXT_LEFT, TEXT_RIGHT } TextAlign;

/* A valid UTF-8 copy of any bytes (len -1: up to NUL); each byte that is not UTF-8, and each NUL
 * within len, becomes U+FFFD. Owned by the caller, like every text returned here. */
char *text_repair(const char *bytes, gssize len);

/* Would a reader not see the character, or terminals disagree on it: controls (tab and newline too), bidi
 * controls, zero-width characters, U+FFFD and the like? */
gboolean text_hidden(gunichar c);

/* The next cluster of text: a character with the combining marks that follow it, at most 8 of
 * them; the ninth starts a cluster of its own, so that none is hidden and each step is bounded.
 * in: at, not at its end. out: the place after it; *cols its width as shown, 1 or 2.
 * Always advances. This is the boundary the editor's cursor keeps and the screen draws by: the
 * parts of a joined emoji are clusters of their own, because that is how they are shown. */
const char *text_next(const char *at, int *cols);

/* A copy that can be shown: controls, bidi controls, zero-width characters, line separators, emoji
 * selectors, tags, U+FFFD and whatever libc cannot print become '?', the one mark that has one
 * column on every terminal; a combining mark at the start stands on a '?'; a tab is a blank.
 * lines: newlines stay. Reads at most max_cols columns' worth (-1: all; a newline counts as one),
 * so that a huge text costs nothing. */
char *text_visible(const char *text, gboolean lines, int max_cols);

/* Columns of a text as text_visible would show it. */
int text_width(const char *text);

/* Visible text of at most cols columns. One that had to be cut ends in '~' in the last column; a
 * wide character that would be cut in half is a blank. Reads no more than it shows. */
char *text_clip(const char *text, int cols);

/* The same, padded with blanks to exactly cols columns. */
char *text_fit(const char *text, int cols, TextAlign align);

/* Visible lines of at most cols columns, broken where a reader of Chinese would (no line begins
 * with a closing mark); newlines break too, those at the very end are dropped. Blanks at a break
 * are not shown. At most max_lines; reads little more than these hold. A wide character in one
 * column is '~'. Free with g_ptr_array_unref. */
GPtrArray *text_wrap(const char *text, int cols, int max_lines);

/* The visual lines of a text as text_visible would show it: calls line for each with the byte
 * offsets of its start and end; hard: it ends in a newline (not counted in).
 * hang: blanks that do not fit are left out between two lines. Without, every byte has its place
 * (the editor's way): such a blank starts the next line, and a paragraph that fills its last line
 * is followed by an empty one for the cursor. */
typedef void (*TextLine)(gsize start, gsize end, gboolean hard, gpointer data);
void text_layout(const char *text, gsize len, int cols, gboolean hang, TextLine line,
                 gpointer data);

#endif
