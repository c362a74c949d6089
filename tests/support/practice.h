/* Training databases for tests: real ones, in a home of this test process. */
#ifndef TESTS_SUPPORT_PRACTICE_H
#define TESTS_SUPPORT_PRACTICE_H

#include "common/embed.h"
#include "tests/support/server.h"
#include "tests/support/terminal.h"

/* First thing in main: when this process was started to be a keeper or the callers, becomes it and never returns. */
void practice_become(int argc, char **argv);
/* Makes the home (XDG_DATA_HOME); it is removed by practice_end, when all servers in it have stopped. Returns it, borrowed. */
const char *practice_begin(void);
void practice_end(void);

/* Takes a seat; a server's first start makes its data, which takes some seconds. */
EmbedSeat *practice_join(const char *server);
/* Gives it back and waits until the server has stopped. */
void practice_leave(const char *server, EmbedSeat *seat);
/* Another trainee's server with the data of this one, which must be stopped. */
void practice_copy(const char *from, const char *to);

/* A path below a server's folder. Owned by the caller. */
char *practice_path(const char *server, const char *below);
/* Its postmaster; 0: it is not running. And the callers' process beside it. */
int practice_server(const char *server);
int practice_callers(const char *server);

/* Runs SQL in the training database and returns the first value (owned). */
char *practice_value(const char *server, const char *login, const char *sql);
/* So many results are written, as by drills of the agent that are finished. */
void practice_results(const char *server, guint n);

/* Runs the built program, in English. say: what it printed, both outputs (owned by the caller). env: "NAME=value" …, NULL, or
 * NULL. words: its arguments, blanks between them. Returns its exit status. */
int practice_run(const char *const *env, const char *words, char **said);
/* The same, and what it says is asserted: the status, and that a regular expression matches. */
void practice_expect(const char *const *env, const char *words, int status, const char *pattern);
/* The path of the built program. Owned by the caller. */
char *practice_program(void);
/* "hotline training" and more words in a terminal. */
Terminal *practice_terminal(const char *const *env, const char *words);

#endif
