/* The screens there are. Each function makes one; the app owns it once it is pushed. */
#ifndef TUI_SCREENS_H
#define TUI_SCREENS_H

#include "tui/app.h"

Screen *queue_screen_new(App *app);
Screen *tickets_screen_new(App *app);
Screen *callbacks_screen_new(App *app); /* the list of tickets to ring back about */
Screen *ticket_screen_new(App *app, gint64 ticket);
Screen *help_screen_new(App *app, const Screen *about);
/* Over an empty stack: while the link is not there yet, with what is known of it. */
Screen *link_screen_new(App *app);

/* Opens the ticket form, or goes back to the one that is open.
 * call: the call it records, 0 for none; ticket: the draft it goes on with, 0 for none;
 * draft: a kept draft of this machine to go on with, or NULL (ownership taken). */
void form_screen_open(App *app, gint64 call, gint64 ticket, Draft *draft);
/* The call of the open form; 0: none. */
gint64 form_screen_call(const App *app);
/* A form that was kept on disk and is refused by a rule: its words again, with the sentence. */
void form_screen_offer(App *app, GHashTable *form, gint64 call, gint64 ticket, const char *sentence);

#endif
