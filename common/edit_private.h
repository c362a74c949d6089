/* Shared by edit.c and edit_move.c only. */
#ifndef COMMON_EDIT_PRIVATE_H
#define COMMON_EDIT_PRIVATE_H

#include "common/edit.h"

typedef struct {
    gsize at;
    char *removed;
    char *inserted;
} EditStep;

typedef struct {
    gsize start, end;
    gboolean hard; /* a newline ends it */
} EditRow;

struct Edit {
    GString *text;
    gsize cursor; /* byte offset, on a cluster boundary */
    gboolean lines;
    gboolean typing; /* the last step was typed and may go on */
    int goal;        /* the column that up and down keep; -1: none */
    int cols;
    int scroll;      /* first column shown of a one-line field */
    GPtrArray *undo;
    GPtrArray *redo;
    GArray *rows;    /* EditRow */
};

/* The cluster boundary before or after a place. */
gsize edit_before(const Edit *edit, gsize at);
gsize edit_after(const Edit *edit, gsize at);
gsize edit_word_before(const Edit *edit, gsize at);
/* Moves the cursor onto a boundary when a change left it within a cluster. */
void edit_settle_cursor(Edit *edit);

#endif
