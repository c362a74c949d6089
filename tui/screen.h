/* A screen is a const table of operations and private state; the frame never asks which it is. */
#ifndef TUI_SCREEN_H
#define TUI_SCREEN_H

#include "tui/action.h"
#include "tui/draw.h"

typedef struct App App;
typedef struct Screen Screen;

/* What may have changed in the database; screens read again what they show of it. */
typedef enum {
    NEWS_ALL, NEWS_CALL, NEWS_TICKET, NEWS_AGENT, NEWS_LINK, NEWS_REFERENCE, NEWS_ARTICLE, NEWS_CALLBACK, NEWS_REVIEW,
    NEWS_MESSAGE, NEWS_TRAINING
} News;

typedef struct {
    const char *title; /* msgid */
    guint places;      /* ActionPlace bits: one of action_rooms */
    gboolean overlay;  /* drawn over the screen below, on the lower part of the body */
    gsize size;
    /* All but draw may be NULL. */
    void (*free)(Screen *screen);                              /* frees what it holds, not itself */
    void (*show)(Screen *screen);                              /* it is the top one now: read what it shows */
    void (*left)(Screen *screen);                              /* covered or put away: forgets what was shown for the moment */
    void (*draw)(Screen *screen, Rect body);
    gboolean (*act)(Screen *screen, const Action *action);     /* FALSE: not mine */
    void (*type)(Screen *screen, const char *text, gboolean pasted);
    void (*news)(Screen *screen, News news, gint64 id);        /* id 0: all of that kind */
    gboolean (*offers)(Screen *screen, const Action *action);  /* FALSE: not possible now, not in the footer */
    gboolean (*ticks)(Screen *screen);                         /* TRUE: shows a running clock */
    int (*overlay_rows)(Screen *screen, Rect body);            /* rows that an overlay wants */
} ScreenOps;

struct Screen {
    const ScreenOps *ops;
    App *app;
};

/* A zeroed screen of ops->size bytes; the app owns it once it is pushed. */
gpointer screen_new(App *app, const ScreenOps *ops);
void screen_free(Screen *screen);

#endif
