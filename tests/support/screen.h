/* The workstation in a terminal of a test. */
#ifndef TESTS_SUPPORT_SCREEN_H
#define TESTS_SUPPORT_SCREEN_H

#include <string.h>

#include "tests/support/server.h"
#include "tests/support/terminal.h"

/* Starts the built program (in Chinese) as a login of a database; its drafts are in a folder of this
 * test process, so that a program started again finds them. */
Terminal *workstation(int rows, int cols, const char *term, const char *database, const char *login);

/* The path of the built program. Owned by the caller. */
char *workstation_program(void);

/* For the programs started from now on: the address of a session bus (else they have none), and the settings file. */
void workstation_bus(const char *address);
void workstation_settings(const char *text);

/* Runs SQL in a database as a login and returns the first value as text (owned). */
char *sql_as(const char *database, const char *login, const char *sql);

/* In a field with a list: opens it, finds by typing, waits for what is then shown, and takes it. */
void pick_from_list(Terminal *terminal, const char *typed, const char *shown);
/* Ctrl-X and a key. */
void prefix(Terminal *terminal, const char *key);

/* Tickets are dispatched to a unit (its code), by demo_agent. */
void dispatch(const char *database, const char *unit, guint n);

/* A call arrives. */
void ring_in(const char *database, const char *phone);

#endif
