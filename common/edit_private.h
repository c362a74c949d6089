/* Shared by edit.c, edit_move.c and their test only. */
#ifndef COMMON_EDIT_PRIVATE_H
#define COMMON_EDIT_PRIVATE_H

#include "common/edit.h"

/* What made a step: those that continue the one before are joined to it. */
typedef enum { STEP_OTHER, STEP_TYPED, STEP_BACKSPACE, STEP_DELETE } StepKind;

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
    StepKind going;  /* the last step may go on with more of this; STEP_OTHER: not */
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
/* Start and end, without its newline, of the paragraph that a place is in. */
gsize edit_paragraph_start(const Edit *edit, gsize at);
gsize edit_paragraph_end(const Edit *edit, gsize at);
/* Moves the cursor onto a boundary when a change left it within a cluster. */
void edit_settle_cursor(Edit *edit);

#endif
