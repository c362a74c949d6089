/* The sheets by which a callback's outcome is recorded, and one is promised. */
#ifndef TUI_CALLBACK_SHEET_H
#define TUI_CALLBACK_SHEET_H

#include "common/callback.h"
#include "tui/app.h"

/* Opens the sheet of an action of the callback screen: ACT_RATE, ACT_RING_BACK or ACT_REACHED. */
void callback_sheet_open(Screen *owner, gint64 callback, ActionId action);

/* Asks when and what about, and promises to ring. ticket or call, or both 0; phone and citizen_name: as far as
 * they were typed ("" else). */
void callback_sheet_promise(Screen *owner, gint64 ticket, gint64 call, const char *phone, const char *citizen_name);

#endif
