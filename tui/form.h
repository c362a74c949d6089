/* The ticket form's parts: state, drawing, opening. */
#ifndef TUI_FORM_H
#define TUI_FORM_H

#include "tui/app.h"
#include "tui/choice.h"
#include "tui/fields.h"

typedef struct {
    Screen screen;
    gint64 call;   /* the call it records; 0: none */
    gint64 ticket; /* the put-aside draft it goes on with; 0: none */
    Draft *draft;  /* its words on this machine's disk */
    Fields *fields;
    const char *way; /* the way out that was begun; NULL: none */
    gboolean sending;
    gboolean touched; /* something has been typed */
    GPtrArray *call_rows; /* one Call */
    GPtrArray *history;   /* CallHistory */
    GPtrArray *lines;     /* CallLine */
    gboolean reading_lines;
    gboolean lines_again;
} FormScreen;

/* A form with the words of its draft (ownership taken). */
FormScreen *form_new(App *app, gint64 call, gint64 ticket, Draft *draft);

/* The call as last read; NULL: none. */
const Call *form_call(const FormScreen *form);

void form_draw(Screen *screen, Rect body);

/* A ticket of the number's history in one line, owned by the caller. */
char *form_history_text(const CallHistory *ticket);

/* Says what became of a form that was sent, from the database's answer. */
void form_say_sent(App *app, const char *way, const char *json);

/* Without a link, a form that was sent is kept and sent later: it closes, and says so. */
void form_keep_if_offline(FormScreen *form);

#endif
