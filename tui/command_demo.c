/* hotline demo: take a seat at the embedded server and work as one of the demo's people. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "common/demo.h"
#include "common/lang.h"
#include "common/simulate.h"
#include "common/training_home.h"
#include "tui/command.h"

void command_print_progress(const char *line, gpointer data)
{
    (void)data;
    printf("  %s ...\n", line);
    fflush(stdout);
}

int command_demo(int argc, char **argv)
{
    const char *as = "agent";
    g_autoptr(GError) error = NULL;
    g_autoptr(EmbedSeat) seat = NULL;
    g_autofree char *conninfo = NULL;
    const char *login;

    if (argc == 3 && strcmp(argv[1], "--as") == 0) {
        as = argv[2];
    } else if (argc != 1) {
        fprintf(stderr, "%s\n", _("Usage: hotline demo [--as agent|lead|unit|admin]"));
        return 2;
    }
    seat = embed_join("demo", command_print_progress, NULL, &error);
    login = seat != NULL ? demo_take_login(as, &error) : NULL;
    if (login == NULL) {
        fprintf(stderr, "%s\n", error->message);
        return 1;
    }
    conninfo = embed_conninfo(seat, login);
    return command_workstation(conninfo, N_("DEMO"));
}

int command_keeper(int argc, char **argv)
{
    if (argc == 2 && strcmp(argv[1], "demo") == 0)
        return embed_keep("demo", demo_logins(), demo_ready);
    if (argc == 2 && training_is_server(argv[1]))
        return embed_keep(argv[1], training_logins(), training_ready);
    return 2;
}

/* For the keeper, and for trying the shift at another speed: demo-shift CONNINFO [SPEED [SEED]] */
int command_demo_shift(int argc, char **argv)
{
    double speed = argc > 2 ? g_ascii_strtod(argv[2], NULL) : 1;
    unsigned seed = argc > 3 ? (unsigned)strtoul(argv[3], NULL, 10) : 0;

    if (argc < 2 || speed <= 0)
        return 2;
    return simulate_run(argv[1], speed, seed);
}
