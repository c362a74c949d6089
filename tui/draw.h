/* The one gate through which text reaches the screen: validated, made visible, measured, clipped
 * and padded. Coordinates are cells of the whole screen; what falls outside is cut off. */
#ifndef TUI_DRAW_H
#define TUI_DRAW_H

#include "tui/theme.h"

typedef struct {
    int y, x, rows, cols;
} Rect;

/* Fills exactly cols cells of a row with text (UTF-8, any content), clipped or padded with blanks. */
void draw_text(int y, int x, int cols, const char *text, Role role);

/* The same, right-aligned. */
void draw_right(int y, int x, int cols, const char *text, Role role);

/* Draws text without padding; returns the number of columns used, at most cols. */
int draw_run(int y, int x, int cols, const char *text, Role role);

/* Blanks a rectangle; a role with an attribute (a field's underline) is drawn with it. */
void draw_blank(Rect area, Role role);

/* A line of ASCII dashes with a title in it. */
void draw_rule(int y, int x, int cols, const char *title);

/* Wraps text into the rectangle, from its line skip on. Returns the number of lines it has in all. */
int draw_wrapped(Rect area, int skip, const char *text, Role role);

#endif
