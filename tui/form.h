/* The ticket form's parts: state, drawing, opening. */
#ifndef TUI_FORM_H
#define TUI_FORM_H

#include "common/suggest.h"
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
    GPtrArray *intake;    /* TicketField: a message as it was handed in; NULL: it is a call's, or not read yet */
    gboolean reading_lines;
    gboolean lines_again;
    gboolean panel;        /* on a narrow screen: suggestions instead of what the caller says */
    guint suggest_source;  /* words have changed: it is asked about them in a moment */
    GPtrArray *categories; /* SuggestCategory; these four NULL until first answered */
    GPtrArray *units;      /* SuggestUnit */
    GPtrArray *dangers;    /* SuggestDanger */
    GPtrArray *similar;    /* SuggestSimilar */
    GArray *typing;        /* time and characters by field, in training; NULL: nothing yet */
    gint64 typed_at;       /* monotonic: the last key; 0: the clock stands still */
    const char *typed_in;  /* the field that time since then belongs to */
    GPtrArray *given;      /* one ReassignGiven when another has its ticket now; NULL until asked */
} FormScreen;

/* A form with the words of its draft (ownership taken). */
FormScreen *form_new(App *app, gint64 call, gint64 ticket, Draft *draft);

/* The call as last read; NULL: none. (form_call.c) */
const Call *form_call(const FormScreen *form);
/* A field of the message that it records; "": there is none. (form_call.c) */
const char *form_intake(const FormScreen *form, const char *field);
/* Asks again: the call, what was said since, and once what its number said before. */
void form_read_call(FormScreen *form);

/* Asks for the deadline that the form would have, counted from the answer of its call. */
void form_ask_deadline(FormScreen *form);

/* Shows the fields of a way out; NULL: of none. (screen_form.c) */
void form_show_way(FormScreen *form, const char *way);
/* The caller becomes one more voice of an open ticket. (screen_form.c) */
void form_join(FormScreen *form, gint64 ticket);

/* --- what is suggested (form_suggest.c) --- */

/* Words have changed: what is suggested is asked for in a moment. */
void form_suggest_later(FormScreen *form);
void form_suggest_free(FormScreen *form);
/* Puts the likeliest into the category's or the unit's field; pressed again, the next one. */
void form_take_suggestion(FormScreen *form);
/* What was typed; as long as that says little, what the caller said. Owned by the caller. */
char *form_words(const FormScreen *form);
/* A list of open tickets like this one, to join the caller to. */
void form_open_similar(FormScreen *form);
/* Returns the rows used. */
int form_draw_suggestions(const FormScreen *form, Rect area);
/* The worst word of danger in what was typed or said; NULL: none. */
const SuggestDanger *form_danger(const FormScreen *form);
/* The one line that must not be overlooked: danger, else what was said already. Owned by the caller. */
char *form_warning(const FormScreen *form, Role *role);

/* --- its ticket was given to another (form_given.c) --- */

/* Asks whether it was; only a form that goes on with a draft can lose it. */
void form_ask_given(FormScreen *form);
gboolean form_is_given(const FormScreen *form);
/* Who has it now, who gave it and why, owned by the caller; NULL: it was not given away. */
char *form_given_text(const FormScreen *form);
/* Its words go on as a new ticket. */
void form_go_on_as_new(FormScreen *form);

/* --- time and typing by field, in training (form_typing.c) --- */

/* A key; text: what it types, "" for nothing. The time since the last one is the field's one was in. */
void form_typing_note(FormScreen *form, const char *text);
/* The field may be another one by now: for each drawing, as a list that was picked from moves on by itself. */
void form_typing_follow(FormScreen *form);
/* One leaves the form for something else: until the next key no time is counted. */
void form_typing_pause(FormScreen *form);
/* Sends it with the call. */
void form_typing_send(FormScreen *form);
void form_typing_free(FormScreen *form);

/* --- articles (form_quote.c) --- */

/* The ids of the articles whose words go out by this way, for the form's field "articles": those of the answer
 * with the answer, those quoted into the text as long as their quotation stands there. NULL: the form has
 * had none; "": none is left. Owned by the caller. */
char *form_articles(const FormScreen *form, const char *way);
/* The draft's words come back with this field: from the centre's draft, or from a form that was refused. */
void form_articles_put_aside(Draft *draft, const char *ids);

void form_draw(Screen *screen, Rect body);

/* A ticket of the number's history in one line, owned by the caller. */
char *form_history_text(const CallHistory *ticket);

/* The newest open ticket of the number (else the newest at all), and how many are open. NULL: no tickets. */
const CallHistory *form_newest(const FormScreen *form, guint *open);

/* Urges the newest open ticket of the number, with the reason. (form_call.c) */
void form_urge_own(FormScreen *form);
/* The number's earlier tickets, to open one. (form_call.c) */
void form_open_history(FormScreen *form);

/* Says what became of a form that was sent, from the database's answer. */
void form_say_sent(App *app, const char *way, const char *json);

/* Without a link, a form that was sent is kept and sent later: it closes, and says so. */
void form_keep_if_offline(FormScreen *form);

#endif
