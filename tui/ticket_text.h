/* A ticket as a text to read. */
#ifndef TUI_TICKET_TEXT_H
#define TUI_TICKET_TEXT_H

#include "common/call.h"
#include "common/ticket.h"
#include "tui/draw.h"

/* The ticket's fields, description, legs of its call (CallLeg, or NULL) and timeline (TicketEvent, or NULL), one line each,
 * and the extension that waits (or NULL); owned by the caller. Untrusted text in it goes through the gate when it is drawn. */
char *ticket_text(const Ticket *ticket, const GPtrArray *timeline, const TicketExtension *extension, const GPtrArray *legs);

/* Who was on the telephone in a call (CallLeg, or NULL), a line each, with a title; nothing when nobody was. */
void ticket_legs(GString *text, const GPtrArray *legs);

/* What everybody who touches the ticket must see, a line each. */
void ticket_marks(GString *text, const Ticket *ticket);

/* One line of the timeline. */
char *ticket_event_text(const TicketEvent *event);

/* The rule over a ticket or callback, with the citizen's number in full at its end (NULL: it is masked). */
void ticket_number_rule(Rect body, const char *title, const char *phone);
/* The same with what is dialled at the telephone instead. */
void ticket_dial_rule(Rect body, const char *title, const char *code);

#endif
