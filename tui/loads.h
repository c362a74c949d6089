/* A list of agents or units with what each carries, to choose from. */
#ifndef TUI_LOADS_H
#define TUI_LOADS_H

#include "tui/screen.h"

/* ids: gint64, at least one; shares: ReassignShare, what each would get. Both borrowed. */
typedef void (*LoadsChosen)(gpointer data, const GArray *ids, const GPtrArray *shares);

/* Opens it. kind: "agents", "units" or "owners" (as in reassign_loads, static); count: how many tickets those who
 * are chosen would share, any number of them; 0: one is chosen. chosen is called when the list has closed, not when
 * it was left. data must live as long as the screen below. */
void loads_open(App *app, const char *kind, const char *title, guint count, LoadsChosen chosen, gpointer data);

#endif
