/* Breaks: on one at once, and then why, by a digit. */
#ifndef TUI_BREAK_DESK_H
#define TUI_BREAK_DESK_H

#include "tui/app.h"

/* Reads the centre's reasons. */
void break_desk_read(App *app);
/* Goes on a break, and offers the reasons; likely: the code of the one that Enter takes, or "" for none. */
void break_desk_begin(App *app, const char *likely);
/* Puts the reasons away. FALSE: they were not on the screen. */
gboolean break_desk_close(App *app);

#endif
