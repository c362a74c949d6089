/* The program: its link to the database, its screens, what it knows of the person at work. */
#ifndef TUI_APP_H
#define TUI_APP_H

#include "common/call.h"
#include "common/catalog.h"
#include "common/draft.h"
#include "common/person.h"
#include "common/ticket.h"
#include "tui/screen.h"

typedef struct Alert Alert;
typedef struct Voice Voice;

struct App {
    Screen program;       /* stands for the program where an answer's screen is asked for: never on the
                           * stack, there as long as the program, whatever screens come and go */
    GMainLoop *loop;
    Db *db;
    Outbox *outbox;
    Catalog *catalog;
    char *scope;          /* login and server: whose drafts these are */
    const char *banner;   /* a word for the top line, "演示"; NULL: none */
    Person *me;           /* NULL until the database has said who we are */
    GPtrArray *work;      /* PersonWork; NULL until known */
    GPtrArray *waiting;   /* Call, the queue; NULL for who takes no calls */
    CallFigures *figures; /* NULL until known */
    Alert *alert;         /* what reminds the person */
    GPtrArray *stack;     /* Screen *, the root at 0 */
    Screen *form;         /* the open ticket form, also while it is not on the stack; NULL: none */
    guint root;           /* which root screen is open */
    char *message;        /* the status line's last word; NULL: none */
    Role message_role;
    guint message_n;      /* which one it is */
    guint message_source; /* ends it */
    guint turn;           /* counts changes of the screen */
    char *not_let_in;     /* why this login has no place here, in a sentence; NULL: not known of */
    guint ask_source;     /* asks again who we are */
    gint64 ready_at;      /* monotonic time at which one became ready */
    char *prefix;         /* a key that waits for the second one; NULL: none */
    gboolean take_pressed; /* a call was asked for, and that is not answered yet */
    gint64 call_waits;    /* the call one is in, when it has neither record nor open form; 0: none */
    gint64 call_shown;    /* the last call whose form was opened: it opens by itself only once */
    gint64 told_to_hang_up; /* the call whose telephone was to be hung up; 0: none */
    GPtrArray *breaks;    /* PersonBreak; NULL until known */
    const Screen *break_list; /* the list of them while it is open, to be compared only; NULL: it is not */
    GPtrArray *messages;  /* Message, those not seen first; NULL until known */
    gint64 reassignment;  /* one's last giving away, to be undone until then (monotonic time); 0: none */
    gint64 reassignment_until;
    guint watch_source;   /* the next moment at which time alone changes the queue */
    gint64 alerted_call;  /* the call that was last told of as waiting too long */
    GPtrArray *drill;     /* one TrainingDrill when something is under way in training; else empty or NULL */
    GPtrArray *phrases;   /* TrainingPhrase; NULL outside of training */
    guint speed;          /* of training: which of its speeds */
    gboolean drill_asked; /* a scenario or a hint was asked for, and that is not answered yet */
    Voice *voice;         /* callers of training are heard; NULL: they are not */
    gint64 heard;         /* the last line of the talk that was said aloud */
    guint kept_forms;     /* forms on this machine's disk that are not open */
    int cursor_y, cursor_x; /* where a screen wants the cursor; -1: hidden */
    gboolean marks;       /* tests: say when the screen is drawn */
    guint draw_source;
    gint64 next_draw;     /* monotonic time from which one more redraw is due by itself */
    guint tick_source;
    guint key_source;     /* keys are read again though nothing has arrived */
    guint burst_source;   /* news are gathered for a moment before they are acted on */
    GHashTable *burst;    /* News → id (0: several) */
    GPtrArray *replies;
    char *last_words;     /* why it cannot go on; NULL: it can */
    gboolean entered;     /* the first screens have been opened */
};

/* --- the program (app.c) --- */

/* conninfo: libpq's; banner: NULL or a word of the top line (msgid). Owned by the caller. */
App *app_new(const char *conninfo, const char *banner);
/* Runs until the person leaves. Returns the exit status; *last_words is NULL or a sentence to print. */
int app_run(App *app, char **last_words);
void app_free(App *app);
void app_quit(App *app);
/* Leaves because nothing can go on; the sentence (copied) is printed after the screen is gone. */
void app_give_up(App *app, const char *sentence);

/* Asks for one redraw at the end of this turn of the loop; when there were several just now, a moment later. */
void app_dirty(App *app);
/* The same for what the person did: never later. */
void app_draw_now(App *app);

/* TRUE when this person takes calls. */
gboolean app_takes_calls(const App *app);

/* The call that rings for this person now, or NULL. */
const Call *app_ringing(const App *app);

/* --- screens (stack.c) --- */

void app_push(App *app, Screen *screen);  /* takes ownership */
void app_pop(App *app);                   /* frees the top one, but never the open form */
Screen *app_top(const App *app);
gboolean app_sees(const App *app, const Screen *screen); /* the top one, or only overlays lie over it */
void app_open_root(App *app, guint root); /* closes all but the form, opens a root screen */
void app_open_form(App *app);             /* the open form to the top; what lay over it goes */
void app_close_form(App *app);            /* frees the open form, wherever it is */
void app_remove(App *app, Screen *screen); /* frees one that has nothing of its own above it */

typedef struct {
    const char *label; /* msgid */
    Screen *(*open)(App *app);
} RootScreen;
/* The root screens of a person; ends with label NULL. Static. */
const RootScreen *app_roots(const Person *me);

/* --- answers that find their screen, or nobody when it is gone (reply.c) --- */

typedef void (*ReplyRows)(Screen *screen, GPtrArray *rows, const DbError *error);
typedef void (*ReplyAnswer)(Screen *screen, const char *answer, const DbError *error);
typedef void (*ReplyWith)(Screen *screen, gpointer data, const char *answer, const DbError *error);
typedef struct Reply Reply;

Reply *reply_rows(Screen *screen, ReplyRows handler);
Reply *reply_answer(Screen *screen, ReplyAnswer handler);
/* The same with what the handler needs to know of the question; freed with the reply (g_free). */
Reply *reply_with(Screen *screen, ReplyWith handler, gpointer data);
/* For the domain functions' done, data and free_data. A screen that wants the rows takes a reference. */
void reply_on_rows(GPtrArray *rows, const DbError *error, gpointer reply);
gboolean reply_on_answer(const char *answer, const DbError *error, gpointer reply);
void reply_free(gpointer reply);
/* Rows that came take the place of those a screen has (it takes a reference), or the error is said.
 * TRUE: there are new rows. */
gboolean reply_keep(Screen *screen, GPtrArray **place, GPtrArray *rows, const DbError *error);
/* Forgets a screen that goes away. */
void reply_forget(App *app, const Screen *screen);

#define REPLY_ROWS(screen, handler) reply_on_rows, reply_rows(SCREEN(screen), handler), reply_free
#define REPLY_ANSWER(screen, handler) reply_on_answer, reply_answer(SCREEN(screen), handler), reply_free
#define REPLY_WITH(screen, handler, data) reply_on_answer, reply_with(SCREEN(screen), handler, data), reply_free
#define SCREEN(s) ((Screen *)(s))

/* --- who is at work, and what the database tells (session.c) --- */

void session_prepare(App *app);
void session_finish(App *app);
/* Reads again what the top lines show: person, work, queue. */
void app_refresh(App *app, News news, gint64 id);
/* Tells all screens, also the form that is not on the stack. */
void session_tell(App *app, News news, gint64 id);
/* Who is at this screen? Asked on each new link, and again as long as the database knows nobody. */
void session_ask_who(App *app);

/* --- the status line's sentence (say.c) --- */

/* Shows a sentence until the next one, for 10 s at most; a key that changes the screen ends it. Copied. */
void app_say(App *app, Role role, const char *sentence);
void app_say_error(App *app, const DbError *error);
void app_unsay(App *app);
/* Ends a hint (ROLE_MUTED): what it spoke of has changed. */
void app_unsay_hint(App *app);

/* --- the frame around a screen (frame.c) and keys (input.c) --- */

void frame_draw(App *app);
/* Takes all keys that have arrived. */
void input_drain(App *app);
/* Does an action, first by the screen, then by the program. */
void input_do(App *app, const Action *action);
/* Can the program do this now? FALSE for what has nothing to act on: it is not in the footer. */
gboolean input_offers(const App *app, const Action *action);
guint input_role(const App *app);

/* --- the call one is in (call_desk.c) --- */

/* Takes a waiting call; 0: the one that rings. In a call whose form is not open: opens that. */
void call_desk_take(App *app, gint64 call);
void call_desk_toggle_ready(App *app);
void call_desk_hang_up(App *app);
/* After each news of the person: a call without record and without an open form gets its form. */
void call_desk_check(App *app);
/* Opens the form of the call that waits for one. FALSE: there is none. */
gboolean call_desk_open_form(App *app);

/* --- forms on this machine's disk (kept_forms.c) --- */

/* Counts them again. */
void kept_forms_count(App *app);
/* The list to pick one from. */
void kept_forms_list(App *app);

#endif
