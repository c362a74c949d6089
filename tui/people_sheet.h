/* What a lead does to an agent, asked for in a sheet: with the reason, or the words of a message. */
#ifndef TUI_PEOPLE_SHEET_H
#define TUI_PEOPLE_SHEET_H

#include "common/agent.h"
#include "tui/app.h"

/* ACT_SEND_BREAK, ACT_LOG_OUT, ACT_ASSIGN, ACT_MESSAGE to one agent. */
void people_sheet_open(Screen *owner, const Agent *agent, ActionId action);
/* A message to all or to a shift: first who would get it, counted, then the words. */
void people_sheet_message_all(Screen *owner);
/* Marks the number of a waiting call, with the reason. */
void people_sheet_mark(Screen *owner, const Call *call);

#endif
