/* What the passing of time does to the queue: a call becomes one's own by overflow, or waits too long. Computed
 * from what the workstation knows, with one timer at the next such moment. */
#ifndef TUI_QUEUE_WATCH_H
#define TUI_QUEUE_WATCH_H

#include "tui/app.h"

/* The first waiting call that is this person's to take now, or NULL. */
const Call *queue_watch_next(const App *app);
/* How long it waits, owned by the caller; of a message against its limit, "0:45/3m", with a "!" when that is over. */
char *queue_watch_waited(const Call *call);
/* Is it a message whose limit is over? */
gboolean queue_watch_late(const Call *call);
/* For a lead: a call has waited beyond the bound. Owned by the caller; NULL: none has. */
char *queue_watch_alert(const App *app);
/* The queue or its figures were read: acts on what is due, waits for what comes next. */
void queue_watch_plan(App *app);

#endif
