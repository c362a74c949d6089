/* hotline training: practise on the embedded server, cut off from everything else. */
#include <stdio.h>
#include <string.h>

#include "common/lang.h"
#include "common/training_check.h"
#include "common/training_home.h"
#include "tui/command.h"

typedef struct {
    const char *as;
    const char *trainee;
    const char *folder;
} Options;

static const char usage[] = N_("Usage: hotline training [--as agent|lead|unit] [--trainee NAME] [--scenarios FOLDER]\n"
                               "       hotline training check FILE...");

/* Takes one option and its value. FALSE: it is none. */
static gboolean take_option(Options *options, const char *name, const char *value)
{
    const struct {
        const char *name;
        const char **place;
    } known[] = {{"--as", &options->as}, {"--trainee", &options->trainee}, {"--scenarios", &options->folder}};

    for (guint i = 0; value != NULL && i < G_N_ELEMENTS(known); i++)
        if (strcmp(name, known[i].name) == 0) {
            *known[i].place = value;
            return TRUE;
        }
    return FALSE;
}

static int fail(const char *sentence)
{
    fprintf(stderr, "%s\n", sentence);
    return 1;
}

static int practise(const Options *options)
{
    g_autoptr(GError) error = NULL;
    g_autofree char *server = training_server(options->trainee, &error);
    const char *login = training_login(options->as);
    g_autoptr(EmbedSeat) seat = NULL;
    g_autofree char *conninfo = NULL;
    g_autofree char *superuser = NULL;

    if (login == NULL)
        return fail(_(usage));
    training_shut_off();
    if (server == NULL || (seat = embed_join(server, command_print_progress, NULL, &error)) == NULL)
        return fail(error->message);
    if (!embed_take(server, login))
        return fail(_("This trainee practises in another terminal already. Give yourself a place of your own: --trainee NAME"));
    superuser = embed_conninfo(seat, "postgres");
    if (options->folder != NULL && !training_load(superuser, options->folder, &error))
        return fail(error->message);
    conninfo = embed_conninfo(seat, login);
    return command_workstation(conninfo, N_("TRAINING"));
}

int command_training(int argc, char **argv)
{
    Options options = {"agent", NULL, NULL};

    if (argc > 1 && strcmp(argv[1], "check") == 0)
        return training_check_main(argc - 1, argv + 1);
    for (int i = 1; i < argc; i += 2)
        if (!take_option(&options, argv[i], i + 1 < argc ? argv[i + 1] : NULL)) {
            fprintf(stderr, "%s\n", _(usage));
            return 2;
        }
    return practise(&options);
}

int command_training_callers(int argc, char **argv)
{
    return argc == 2 ? training_play(argv[1]) : 2;
}
