/* The callers who joined a ticket: who they are, and telling each the result. */
#ifndef TUI_TICKET_VOICES_H
#define TUI_TICKET_VOICES_H

#include "tui/app.h"

/* Lists them over the ticket's screen; the one that is picked counts as told; one that came by a channel is
 * told in words, which the channel brings. */
void ticket_voices_open(Screen *owner, gint64 ticket);

#endif
