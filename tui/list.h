/* A list on the screen: columns chosen by width, a marker and one reversed cell for the cursor row
 * (on a slow line a full-row highlight costs five times as much). */
#ifndef TUI_LIST_H
#define TUI_LIST_H

#include "tui/action.h"
#include "tui/draw.h"

/* LIST_IN_MARGIN: one sign beside the cursor's, it takes no room; LIST_AS_TITLE: as wide as its title */
enum { LIST_AS_TITLE = -1, LIST_IN_MARGIN = -2 };

typedef struct {
    const char *title; /* msgid */
    int cols;          /* 0: takes what is left; or one of those above */
    int from_cols;     /* shown when the list is at least this wide */
    gboolean right;
} ListColumn;

typedef struct {
    int rows;   /* rows there are */
    int top;    /* first row shown */
    int cursor; /* the row the cursor is on */
    int page;   /* rows that fitted at the last drawing */
} List;

/* Gives the text (owned by the caller) and role of a cell. */
typedef char *(*ListCell)(gpointer data, int row, int column, Role *role);

/* Draws title line and rows. columns ends with title NULL; empty: the sentence when there are no rows. */
void list_draw(List *list, Rect area, const ListColumn *columns, ListCell cell, gpointer data,
               const char *empty);

/* Moves the cursor; FALSE when the action is no move. */
gboolean list_act(List *list, ActionId action);

/* The same for a text to read: *top is its first line shown, of so many, page of them at a time. */
gboolean list_scroll(int *top, int lines, int page, ActionId action);

/* Tells how many rows there are now; the cursor stays within them. */
void list_set_rows(List *list, int rows);

#endif
