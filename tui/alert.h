/* Reminders as they reach the person: the status line always, and by the settings the desktop, the bell and the
 * terminal's own notices. Which matters there are and whether they may disturb is the database's word. */
#ifndef TUI_ALERT_H
#define TUI_ALERT_H

#include "tui/app.h"

/* Reads [reminders] of the settings file: KIND=desktop;bell;osc for each kind, and terminal=auto|9|777|none.
 * Returns FALSE with a sentence that names the entry at fault. */
gboolean alert_load_settings(GKeyFile *settings, GError **error);

Alert *alert_new(App *app);
/* Takes the desktop's notifications back. */
void alert_free(Alert *alert);

/* Reads again what waits: after news, on a new link, when the person's state has changed. */
void alert_refresh(Alert *alert);
/* The queue or the person's state is another: a call may ring, or no more. */
void alert_calls(Alert *alert);

/* What waits, for the status line; brief: in one number. Owned by the caller; NULL: nothing waits. */
char *alert_text(const Alert *alert, gboolean brief);

gboolean alert_waits(const Alert *alert);

/* Opens what reminded last; puts off what waits. */
void alert_open(Alert *alert);
void alert_snooze(Alert *alert);

#endif
