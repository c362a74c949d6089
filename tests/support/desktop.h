/* A desktop for tests: a session bus of its own that starts nothing by itself, an X server without a screen, and
 * a real notification service (dunst). What is asked of the service is heard. */
#ifndef TESTS_SUPPORT_DESKTOP_H
#define TESTS_SUPPORT_DESKTOP_H

#include <glib.h>

#include "tests/support/terminal.h"

typedef struct Desktop Desktop;

/* Starts bus and X server, no service. Ends the test when it cannot. */
Desktop *desktop_start(void);
/* Ends all of it and waits for that. */
void desktop_stop(Desktop *desktop);

/* For DBUS_SESSION_BUS_ADDRESS. Borrowed. */
const char *desktop_bus(const Desktop *desktop);

/* Starts the service and waits until it is there; ends it. */
void desktop_start_service(Desktop *desktop);
void desktop_end_service(Desktop *desktop);
/* Sends it a signal: SIGSTOP, SIGCONT, SIGKILL. */
void desktop_signal_service(const Desktop *desktop, int sig);
/* The bus gets a signal (while it is stopped, nothing is heard and nothing may be asked); it dies. */
void desktop_signal_bus(const Desktop *desktop, int sig);
void desktop_end_bus(Desktop *desktop);

/* All that was asked of the service so far, a line each: "notify REPLACED|SUMMARY|BODY|ACTION|LABEL|…" or
 * "close ID". Owned by the caller. */
char *desktop_heard(Desktop *desktop);

/* How many notifications can be seen now. */
guint desktop_count(Desktop *desktop);

/* Waits until what was heard matches a regular expression, or so many can be seen, while a terminal (or NULL) goes
 * on; a time-out fails the test. */
gboolean desktop_expect(Desktop *desktop, Terminal *terminal, const char *pattern);
gboolean desktop_expect_count(Desktop *desktop, Terminal *terminal, guint count);

/* Chooses an action of the notification that can be seen: "default" or another name. */
void desktop_act(Desktop *desktop, const char *action);
/* Puts away what can be seen. */
void desktop_put_away(Desktop *desktop);

#endif
