/* hotline training: practise on the embedded server, cut off from everything else; and what becomes of the results. */
#include <gio/gio.h>
#include <stdio.h>
#include <string.h>

#include "common/lang.h"
#include "common/training_check.h"
#include "common/training_home.h"
#include "common/training_kept.h"
#include "common/training_scenario.h"
#include "common/training_send.h"
#include "tui/command.h"

typedef struct {
    const char *as; /* NULL: not said */
    const char *trainee;
    const char *folder;
    const char *words[2]; /* NULL: not said */
} Options;

/* A place at one's own training database. */
typedef struct {
    char *server;
    EmbedSeat *seat;
    char *superuser;
} Place;

static void place_clear(Place *place)
{
    g_free(place->superuser);
    embed_leave(place->seat);
    g_free(place->server);
}
G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC(Place, place_clear)

static int fail(const char *sentence)
{
    fprintf(stderr, "%s\n", sentence);
    return 1;
}

/* "hotline training send --trainee zhao"; order: NULL: practise; trainee: NULL: the account's only one. Owned by the caller. */
static char *command_line(const char *order, const char *trainee)
{
    return g_strdup_printf("hotline training%s%s%s%s", order != NULL ? " " : "", order != NULL ? order : "",
                           trainee != NULL ? " --trainee " : "", trainee != NULL ? trainee : "");
}

static void print_trouble(const Options *options, const GError *error)
{
    g_autofree char *repair = command_line("repair", options->trainee);

    fprintf(stderr, "%s\n", error->message);
    if (g_error_matches(error, embed_quark(), EMBED_BROKEN))
        fprintf(stderr, "%s\n  %s\n", _("Your results are kept. This makes the training anew, with them, and deletes nothing:"), repair);
}

/* To standard error: what is exported goes to standard output. */
static void print_progress(const char *line, gpointer data)
{
    (void)data;
    fprintf(stderr, "  %s ...\n", line);
}

/* From here on this process reaches the training database alone. FALSE when it does not start, which is said. */
static gboolean take_place(const Options *options, EmbedProgress progress, Place *place)
{
    g_autoptr(GError) error = NULL;

    training_shut_off();
    if ((place->server = training_server(options->trainee, &error)) == NULL
        || (place->seat = embed_join(place->server, progress, NULL, &error)) == NULL) {
        print_trouble(options, error);
        return FALSE;
    }
    place->superuser = embed_conninfo(place->seat, "postgres");
    return TRUE;
}

static void print_unsent(guint unsent, const char *trainee)
{
    g_autofree char *send = command_line("send", trainee);

    if (unsent == 0)
        return;
    printf(ngettext("%u training result is not with the centre yet. Send it:", "%u training results are not with the centre yet. Send them:",
                    unsent), unsent);
    printf("\n  %s\n", send);
}

/* After the screen: what there is to send; or, when the server is gone, why. */
static void say_goodbye(const Options *options, const Place *place)
{
    g_autoptr(GError) error = NULL;
    g_autofree char *full = NULL;
    guint unsent;

    if (training_unsent(place->superuser, &unsent, &error)) {
        print_unsent(unsent, options->trainee);
        return;
    }
    full = embed_disk_full(place->server);
    fprintf(stderr, "%s\n", full != NULL ? full : error->message);
}

static int practise(const Options *options)
{
    g_autoptr(GError) error = NULL;
    const char *login = training_login(options->as != NULL ? options->as : "agent");
    g_auto(Place) place = {0};
    g_autofree char *conninfo = NULL;
    int status;

    if (!take_place(options, command_print_progress, &place))
        return 1;
    if (!embed_take(place.server, login))
        return fail(_("This trainee practises in another terminal already. Give yourself a place of your own: --trainee NAME"));
    if (options->folder != NULL && !training_load(place.superuser, options->folder, &error))
        return fail(error->message);
    conninfo = embed_conninfo(place.seat, login);
    status = command_workstation(conninfo, N_("TRAINING"));
    say_goodbye(options, &place);
    return status;
}

static int export(const Options *options)
{
    g_autoptr(GError) error = NULL;
    g_auto(Place) place = {0};
    g_autofree char *text = NULL;

    if (!take_place(options, print_progress, &place))
        return 1;
    text = training_results_text(place.superuser, options->as, &error);
    if (text == NULL || (options->words[0] != NULL && !training_results_write(options->words[0], text, &error)))
        return fail(error->message);
    if (options->words[0] == NULL)
        printf("%s", text);
    return 0;
}

static void print_taken(const TrainingTaken *taken)
{
    printf(ngettext("%u result taken in for %s", "%u results taken in for %s", taken->taken), taken->taken, taken->who);
    if (taken->known > 0)
        printf(ngettext(", %u was known already", ", %u were known already", taken->known), taken->known);
    if (taken->others > 0)
        printf(ngettext(", of which %u was sent by another person and stays theirs", ", of which %u were sent by another person and stay theirs",
                        taken->others), taken->others);
    printf("\n");
}

/* words: the file, "-" for standard input; the database. */
static int import(const Options *options)
{
    g_autoptr(GError) error = NULL;
    g_autofree char *text = NULL;
    TrainingTaken taken = {0};
    const char *file = options->words[0];
    gboolean piped = strcmp(file, "-") == 0;
    gboolean done = g_file_get_contents(piped ? "/dev/stdin" : file, &text, NULL, &error)
                    && training_results_take(options->words[1], text, piped ? _("standard input") : file, &taken, &error);

    if (done || taken.taken > 0)
        print_taken(&taken);
    g_free(taken.who);
    return done ? 0 : fail(error->message);
}

/* The import by a process of its own, which alone has the environment that names the shared database. */
static gboolean import_beside(char **environment, const char *text, const char *database, GError **error)
{
    const char *argv[] = {"/proc/self/exe", "training", "import", "-", database, NULL};
    g_autoptr(GSubprocessLauncher) launcher = g_subprocess_launcher_new(G_SUBPROCESS_FLAGS_STDIN_PIPE);
    g_autoptr(GSubprocess) process = NULL;

    g_subprocess_launcher_set_environ(launcher, environment);
    process = g_subprocess_launcher_spawnv(launcher, argv, error);
    return process != NULL && g_subprocess_communicate_utf8(process, text, NULL, NULL, NULL, error) && g_subprocess_get_successful(process);
}

static int send_results(const Options *options)
{
    g_auto(GStrv) environment = g_get_environ();
    g_autoptr(GError) error = NULL;
    g_auto(Place) place = {0};
    g_autofree char *text = NULL;

    if (!take_place(options, print_progress, &place))
        return 1;
    if ((text = training_results_text(place.superuser, options->as, &error)) == NULL
        || !import_beside(environment, text, options->words[0], &error)
        || !training_results_sent(place.superuser, text, &error)
        || !training_kept_save(place.server, place.superuser, &error))
        return error != NULL ? fail(error->message) : 1;
    return 0;
}

static int repair(const Options *options)
{
    g_autoptr(GError) error = NULL;
    g_autofree char *start = command_line(NULL, options->trainee);
    g_autofree char *server = training_server(options->trainee, &error);
    g_autofree char *aside = NULL;
    EmbedSeat *seat;

    training_shut_off();
    if (server == NULL)
        return fail(error->message);
    if (embed_in_use(server))
        return fail(_("The training is in use: leave it in all terminals first. Nothing was changed."));
    seat = embed_join(server, command_print_progress, NULL, &error);
    if (seat != NULL) {
        embed_leave(seat);
        printf("%s\n", _("The training starts as it is: there is nothing to repair, and nothing was changed."));
        return 0;
    }
    fprintf(stderr, "%s\n", error->message);
    if (!g_error_matches(error, embed_quark(), EMBED_BROKEN))
        return fail(_("Nothing was changed."));
    g_clear_error(&error);
    if ((aside = embed_set_aside(server, &error)) == NULL)
        return fail(error->message);
    printf(_("The old data is kept in %s\n"), aside);
    if ((seat = embed_join(server, command_print_progress, NULL, &error)) == NULL)
        return fail(error->message);
    embed_leave(seat);
    printf("%s\n  %s\n", _("The training is made anew, with the results that were kept. Start it:"), start);
    return 0;
}

static const struct {
    const char *name; /* NULL: practise */
    int least, most;  /* words */
    int (*run)(const Options *options);
    const char *usage; /* msgid */
} orders[] = {
    {NULL, 0, 0, practise, N_("hotline training [--as agent|lead|unit] [--trainee NAME] [--scenarios FOLDER]")},
    {"export", 0, 1, export, N_("hotline training export [FILE] [--as agent|lead|unit] [--trainee NAME]")},
    {"send", 0, 1, send_results, N_("hotline training send [CONNINFO] [--as agent|lead|unit] [--trainee NAME]")},
    {"import", 1, 2, import, N_("hotline training import FILE [CONNINFO]")},
    {"repair", 0, 0, repair, N_("hotline training repair [--trainee NAME]")},
};

static int explain(void)
{
    for (guint i = 0; i < G_N_ELEMENTS(orders); i++)
        fprintf(stderr, "%s%s\n", i == 0 ? _("Usage: ") : "       ", _(orders[i].usage));
    fprintf(stderr, "       %s\n", _("hotline training check FILE..."));
    fprintf(stderr, "       %s\n", _("hotline training scenario TICKET-NUMBER [CONNINFO] [-o FILE.yaml]"));
    return 2;
}

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

/* The rest of the words and options. Returns the number of words, -1 when there is one that cannot be. */
static int read_words(int argc, char **argv, int from, Options *options)
{
    int words = 0;

    for (int i = from; i < argc; i++) {
        if (take_option(options, argv[i], i + 1 < argc ? argv[i + 1] : NULL))
            i++;
        else if (g_str_has_prefix(argv[i], "--") || words == G_N_ELEMENTS(options->words))
            return -1;
        else
            options->words[words++] = argv[i];
    }
    return options->as == NULL || training_login(options->as) != NULL ? words : -1;
}

int command_training(int argc, char **argv)
{
    Options options = {0};
    guint order = 0;
    int words;

    if (argc > 1 && strcmp(argv[1], "check") == 0)
        return training_check_main(argc - 1, argv + 1);
    if (argc > 1 && strcmp(argv[1], "scenario") == 0)
        return training_scenario_main(argc - 1, argv + 1);
    for (guint i = 1; argc > 1 && i < G_N_ELEMENTS(orders); i++)
        if (strcmp(argv[1], orders[i].name) == 0)
            order = i;
    words = read_words(argc, argv, order == 0 ? 1 : 2, &options);
    return words < orders[order].least || words > orders[order].most ? explain() : orders[order].run(&options);
}

void command_training_unsent(void)
{
    g_autofree char *server = training_server(NULL, NULL);

    print_unsent(training_kept_unsent(server), NULL);
}

int command_training_callers(int argc, char **argv)
{
    return argc == 3 ? training_play(argv[1], argv[2]) : 2;
}
