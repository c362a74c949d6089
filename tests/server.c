/* Runs a command beside a throw-away server: server COMMAND … with PGHOST, PGPORT, PGUSER and
 * PGDATABASE set. Returns the command's exit status. */
#include <stdio.h>
#include <sys/wait.h>
#include <unistd.h>

#include "tests/support/server.h"

int main(int argc, char **argv)
{
    Server *server;
    int status = 0;
    pid_t pid;

    server_become_keeper(argc, argv);
    if (argc < 2)
        return 2;
    server = server_start();
    g_setenv("PGHOST", server_folder(server), TRUE);
    g_setenv("PGPORT", "5432", TRUE);
    g_setenv("PGUSER", "postgres", TRUE);
    g_setenv("PGDATABASE", "hotline", TRUE);
    g_setenv("PGOPTIONS", "--client-min-messages=warning", TRUE);
    pid = fork();
    if (pid == 0) {
        execvp(argv[1], argv + 1);
        perror(argv[1]);
        _exit(127);
    }
    waitpid(pid, &status, 0);
    server_stop(server);
    return WIFEXITED(status) ? WEXITSTATUS(status) : 1;
}
