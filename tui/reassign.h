/* Giving tickets away, from "to whom" to what came of it; and undoing the last time. */
#ifndef TUI_REASSIGN_H
#define TUI_REASSIGN_H

#include "tui/app.h"

typedef struct Reassign Reassign;

/* in: the tickets that a refusal names (gint64); NULL: it was done. */
typedef void (*Reassigned)(Screen *owner, const GArray *refused);

/* For a screen that lists tickets; freed with it. */
Reassign *reassign_new(Screen *owner, Reassigned done);
void reassign_free(Reassign *self);

/* Asks to whom, shows who would get how many, asks for the reason, sends.
 * versions: ticket id → version as it was seen (gint64 pointers; a reference is taken); of: the agent all of whose
 * it is, 0: none. */
void reassign_open(Reassign *self, GHashTable *versions, gint64 of);

/* Is there one of one's own that can still be undone? Undoes it. */
gboolean reassign_can_undo(const App *app);
void reassign_take_back(App *app);

#endif
