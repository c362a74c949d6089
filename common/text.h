/* The part of the text gate that knows no screen: what untrusted text may become before it is drawn.
 * Widths are libc's wcwidth, as ncurses places cells by it. */
#ifndef COMMON_TEXT_H
#define COMMON_TEXT_H

#include <glib.h>

typedef enum { TEXT_LEFT, TEXT_RIGHT } TextAlign;

/* A valid UTF-8 copy of any bytes (len -1: up to NUL); what is not UTF-8, and NUL, becomes U+FFFD. */
char *text_repair(const char *bytes, gssize len);

/* The next cluster of text: a character with the combining marks that follow it (at most 8 of them).
 * in: at, in valid UTF-8, not at its end. out: the place after it; *cols its width, 0 to 2.
 * Always advances. */
const char *text_next(const char *at, int *cols);

/* A copy that can be shown: controls, bidi controls, zero-width characters, line separators and
 * whatever libc cannot print become '?' of one column, a tab a blank. lines: newlines stay.
 * Reads at most max_cols columns' worth (-1: all), so that a huge text costs nothing. */
char *text_visible(const char *text, gboolean lines, int max_cols);

/* Columns of a text as text_visible would show it. */
int text_width(const char *text);

/* Visible text of at most cols columns; one that had to be cut ends in '~'. */
char *text_clip(const char *text, int cols);

/* The same, padded with blanks to exactly cols columns. */
char *text_fit(const char *text, int cols, TextAlign align);

/* Visible lines of at most cols columns, broken where a reader of Chinese would (no line begins with
 * a closing mark); at most max_lines. Free with g_ptr_array_unref. */
GPtrArray *text_wrap(const char *text, int cols, int max_lines);

/* The visual lines of a text in which each byte counts (the editor's): calls line for each with the
 * byte offsets of its start and end; hard: it ends in a newline (not counted in). Text is laid out as
 * text_visible would show it. */
typedef void (*TextLine)(gsize start, gsize end, gboolean hard, gpointer data);
void text_layout(const char *text, gsize len, int cols, TextLine line, gpointer data);

#endif
