/* A throw-away real server for tests: the embedded one, in a folder of its own, with the schema and
 * the demo city's people, areas, units and categories, but no history and no live shift. */
#ifndef TESTS_SUPPORT_SERVER_H
#define TESTS_SUPPORT_SERVER_H

#include <glib.h>

typedef struct Server Server;

/* First thing in main: when this process was started to be the keeper, becomes it and never returns. */
void server_become_keeper(int argc, char **argv);

/* Starts one, removed by server_stop. Ends the test when it cannot. */
Server *server_start(void);
void server_stop(Server *server);

/* Folder of the server, and its postmaster's process. */
const char *server_folder(const Server *server);
int server_pid(const Server *server);
/* The process that starts it again when it dies. */
int server_keeper(const Server *server);
/* Owned by the caller. */
char *server_conninfo(const Server *server, const char *login);

/* Sends a signal to the server and all its processes. */
void server_signal(const Server *server, int sig);

/* The server that make check started: a new database of it, for this test alone. Owned by the caller;
 * conninfo without a login. */
char *shared_database(void);

/* Runs SQL as the superuser and returns the first value as text (owned); a failure ends the test. */
char *sql_value(const char *conninfo, const char *sql);

/* Waits (main loop turning) until check returns TRUE; FALSE when ms have passed. */
gboolean wait_until(gboolean (*check)(gpointer data), gpointer data, guint ms);

#endif
