/* A database in which one trains, with the built-in scenarios and the callers' process. */
#ifndef TESTS_SUPPORT_CLASSROOM_H
#define TESTS_SUPPORT_CLASSROOM_H

#include "tests/support/screen.h"

typedef struct Classroom Classroom;

/* A new one, for this test alone. offered: the codes of the scenarios that can be chosen, separated by blanks. Its trainees are
 * the demo's people. */
Classroom *classroom_new(const char *offered);
/* Ends the callers' process. NULL is no error. */
void classroom_free(Classroom *room);
G_DEFINE_AUTOPTR_CLEANUP_FUNC(Classroom, classroom_free)

/* conninfo without a login. Borrowed. */
const char *classroom_database(const Classroom *room);
/* The value of a query as the superuser; owned by the caller. */
char *classroom_value(const Classroom *room, const char *sql);
/* The callers stand still, or go on. */
void classroom_hold(const Classroom *room, gboolean hold);

/* A trainee at 80x24, in Chinese. */
Terminal *classroom_enter(const Classroom *room, const char *login);
/* The only scenario that is offered is begun; times: how fast its caller lives. */
void classroom_begin(Terminal *terminal, const char *title, int times);
/* The same of a caller, whose call is taken as soon as it rings. */
void classroom_take_call(Terminal *agent, const char *title, int times);
/* One of the usual sentences is said: found by typing, shown so; and what the status line says then. */
void classroom_say(Terminal *agent, const char *typed, const char *shown, const char *understood);

#endif
