/* The sheets by which a step is done with a ticket. */
#ifndef TUI_TICKET_SHEET_H
#define TUI_TICKET_SHEET_H

#include "common/ticket.h"
#include "tui/screen.h"

/* Opens the sheet of an action that has a step in the transition table; sends at once where the
 * step asks nothing. */
void ticket_sheet_open(Screen *owner, const Ticket *ticket, const Action *action);

/* Asks why, then shows the number in full. ticket or call is 0. */
void ticket_sheet_unmask(Screen *owner, gint64 ticket, gint64 call);

#endif
