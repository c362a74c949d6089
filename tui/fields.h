/* Fields to fill in, one below the other: lines, texts, choices. Used by the form and by sheets. */
#ifndef TUI_FIELDS_H
#define TUI_FIELDS_H

#include "common/catalog.h"
#include "common/draft.h"
#include "tui/screen.h"

typedef enum {
    FIELD_LINE,   /* one line */
    FIELD_TEXT,   /* several lines */
    FIELD_CHOICE, /* one of a list */
    FIELD_SECRET  /* one line that is not shown, never kept on disk */
} FieldType;

/* Where a choice's items come from. */
typedef enum {
    CHOICE_NONE, CHOICE_AREA, CHOICE_UNIT, CHOICE_CATEGORY, CHOICE_NUMBER, CHOICE_KIND, CHOICE_URGENCY,
    CHOICE_GENDER, CHOICE_YES, CHOICE_MEANS, CHOICE_ANSWER, CHOICE_OUTCOME, CHOICE_FOLLOW_UP, CHOICE_DECISION
} Choice;

typedef struct {
    const char *name;  /* the field's name in the database's form; its label is LABEL_FIELD's */
    FieldType type;
    Choice choice;
    int max_length;    /* 0: as the database says, or unbounded */
    int row;           /* row of the layout, for lines and choices */
    int cols;          /* columns of the value at 80 columns; 0: the rest of the row */
} FieldSpec;

typedef struct Fields Fields;

/* specs ends with name NULL and must outlive the fields; draft: where words are kept, or NULL
 * (borrowed); changed is called after each change of a value, or NULL. */
Fields *fields_new(Screen *screen, const FieldSpec *specs, Draft *draft,
                   void (*changed)(Screen *screen, const char *name));
void fields_free(Fields *fields);

/* Values as texts; a choice's is its code or id. Borrowed until the next change; "" when empty. */
const char *fields_get(const Fields *fields, const char *name);
void fields_set(Fields *fields, const char *name, const char *value);
/* The same as a change of the user's: it can be undone, and changed is called. */
void fields_put(Fields *fields, const char *name, const char *value);
/* Puts text after what a field holds, on a line of its own, as one step of undo. When it does not fit nothing is
 * changed: FALSE, and in *sentence why (owned by the caller). */
gboolean fields_append(Fields *fields, const char *name, const char *text, char **sentence);
/* The values of the fields that are shown and not empty, field → value. Owned by the caller. */
GHashTable *fields_values(const Fields *fields);

/* Hidden fields are neither drawn nor gone to. */
void fields_hide(Fields *fields, const char *name, gboolean hidden);
/* Shown after a field's value, muted (copied; NULL: nothing). */
void fields_note(Fields *fields, const char *name, const char *note);
/* Shown in an empty field, muted: what holds as long as nothing is typed (copied; NULL: nothing). */
void fields_hint(Fields *fields, const char *name, const char *hint);

void fields_focus(Fields *fields, const char *name);
const char *fields_focused(const Fields *fields);
gboolean fields_on_last(const Fields *fields);

/* The sentence that stands at a field until it is changed; goes to the field. FALSE: no such field. */
gboolean fields_blame(Fields *fields, const char *name, const char *sentence);
/* The sentence with the field's name before it, owned by the caller; as it is when it names none. */
char *fields_sentence(const char *name, const char *sentence);
/* The sentence at the field one is in, or NULL. */
const char *fields_blame_here(const Fields *fields);

/* Draws into the area; texts share the rows that are left. Sets the app's cursor. */
void fields_draw(Fields *fields, Rect area);
/* Rows needed at this width with texts at their smallest. */
int fields_rows(const Fields *fields);

gboolean fields_act(Fields *fields, const Action *action);
void fields_type(Fields *fields, const char *text, gboolean pasted);

#endif
