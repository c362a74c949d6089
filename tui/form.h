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
    const char *way;  /* the way out whose own fields are shown; NULL: none */
    const char *sent; /* the way out that it was sent by and that is not answered; NULL: none */
    gboolean handed;  /* its words are the outbox's while it is sent: it may close without an answer */
    char *phone;      /* the caller's number in full, as long as one looks; NULL: masked */
    gboolean touched; /* something has been typed */
    GPtrArray *call_rows; /* one Call */
    GPtrArray *history;   /* CallHistory */
    GPtrArray *lines;     /* CallLine */
    gboolean reading_lines;
    gboolean lines_again;
} FormScreen;

/* A form with the words of its draft (ownership taken). */
FormScreen *form_new(App *app, gint64 call, gint64 ticket, Draft *draft);

/* The call as last read; NULL: none. (form_call.c) */
const Call *form_call(const FormScreen *form);
/* Asks again: the call, what was said since, and once what its number said before. */
void form_read_call(FormScreen *form);

/* Asks for the deadline that the form would have, counted from the answer of its call. */
void form_ask_deadline(FormScreen *form);

void form_draw(Screen *screen, Rect body);

/* A ticket of the number's history in one line, owned by the caller. */
char *form_history_text(const CallHistory *ticket);

/* The newest open ticket of the number (else the newest at all), and how many are open. NULL: no tickets. */
const CallHistory *form_newest(const FormScreen *form, guint *open);

/* Says what became of a form that was sent, from the database's answer. */
void form_say_sent(App *app, const char *way, const char *json);

/* Without a link, a form that was sent is kept and sent later: it closes, and says so. */
void form_keep_if_offline(FormScreen *form);

#endif
