/* The sheets by which a step is done with a ticket. */
#ifndef TUI_TICKET_SHEET_H
#define TUI_TICKET_SHEET_H

#include "common/ticket.h"
#include "tui/screen.h"

/* Opens the sheet of an action that has a step in the transition table; sends at once where the
 * step asks nothing. version: of the ticket as it was seen. */
void ticket_sheet_open(Screen *owner, gint64 ticket, gint64 version, const Action *action);
/* The same where a step of a review is about this one of the ticket's; 0: the newest. */
void ticket_sheet_review(Screen *owner, gint64 ticket, gint64 version, gint64 review, const Action *action);

/* Asks why, then gives the number in full (borrowed) to the owner, which shows it as long as one is there.
 * ticket or call is 0. */
typedef void (*UnmaskShown)(Screen *owner, const char *phone);
void ticket_sheet_unmask(Screen *owner, gint64 ticket, gint64 call, UnmaskShown shown);

/* May this step be done now? If not, says why. actions: TicketAction, or NULL. */
gboolean ticket_step_possible(App *app, const Ticket *ticket, const GPtrArray *actions, const Action *action);

#endif
