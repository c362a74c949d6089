/* Shared by fields.c and fields_draw.c only. */
#ifndef TUI_FIELDS_PRIVATE_H
#define TUI_FIELDS_PRIVATE_H

#include "common/edit.h"
#include "common/label.h"
#include "tui/choice.h"
#include "tui/fields.h"

typedef struct {
    const FieldSpec *spec;
    Edit *edit;
    gboolean hidden;
    char *note;
    char *hint;
    char *blame;
    Rect area; /* of the value, as drawn last */
    int top;   /* first visual row shown of a text */
} Field;

struct Fields {
    Screen *screen;
    Draft *draft;
    void (*changed)(Screen *screen, const char *name);
    Field *all;
    guint n;
    guint focus;
    guint picking; /* the field whose list is open */
};

/* The most characters a field takes: its spec's, else the database's, else plenty. */
int fields_limit(const Fields *fields, const Field *field);

#endif
