/* The program: its commands and options. */
#include <stdio.h>
#include <string.h>

#include "common/config.h"
#include "common/lang.h"
#include "common/schema.h"
#include "tui/alert.h"
#include "tui/app.h"
#include "tui/command.h"

static const struct {
    const char *name;
    int (*run)(int argc, char **argv);
    const char *help; /* msgid */
} commands[] = {
    {"demo", command_demo, N_("join the demo shift on this machine (--as agent|lead|unit|admin)")},
    {"schema", command_schema, N_("install or show the schema of a shared database: schema apply, schema status")},
    {"admin", command_admin, N_("people, units, areas, categories, calendar (hotline admin --help)")},
    {"import", command_import, N_("bring in tickets of another system, or articles (import tickets|articles FILE.csv)")},
    {"learn", command_learn, N_("learn from tickets which category and unit a text belongs to")},
    {"evaluate", command_evaluate, N_("measure that on labelled tickets (evaluate FILE.csv)")},
    {"search", command_search, N_("search what the centre knows (hotline search --help)")},
    {"figures", command_figures, N_("how often tickets were dispatched right (hotline figures --help)")},
    {"training", command_training, N_("practise with simulated callers, without any network (--as agent|lead|unit); check scenarios")},
    {"keys", command_keys, N_("print the key list as Markdown")},
    {"embedded-keeper", command_keeper, NULL},
    {"training-callers", command_training_callers, NULL},
    {"simulate", command_simulate, N_("play a telephone switch, for training and load (hotline simulate --help)")},
    {"demo-shift", command_demo_shift, NULL},
};

static void print_help(void)
{
    printf("%s\n\n  hotline [%s]\n", _("The 12345 hotline's workstation."), "CONNINFO");
    printf("      %s\n", _("work on the shared database (libpq's environment, service file, .pgpass, or a conninfo)"));
    for (guint i = 0; i < G_N_ELEMENTS(commands); i++)
        if (commands[i].help != NULL)
            printf("  hotline %s\n      %s\n", commands[i].name, _(commands[i].help));
    printf("  --lang zh|en   --help\n");
}

/* Takes "--name value" out of the arguments. Returns the value, borrowed, or NULL. */
static const char *take_option(int *argc, char **argv, const char *name)
{
    for (int i = 1; i + 1 < *argc; i++) {
        if (strcmp(argv[i], name) == 0) {
            const char *value = argv[i + 1];
            memmove(argv + i, argv + i + 2, sizeof *argv * (gsize)(*argc - i - 1));
            *argc -= 2;
            return value;
        }
    }
    return NULL;
}

int command_workstation(const char *conninfo, const char *banner)
{
    g_autoptr(GKeyFile) settings = NULL;
    g_autoptr(GError) error = NULL;
    g_autofree char *last_words = NULL;
    App *app;
    int status;

    if ((settings = config_load(&error)) == NULL || !action_load_keys(settings, &error)
        || !alert_load_settings(settings, &error)) {
        fprintf(stderr, "%s\n", error->message);
        return 1;
    }
    app = app_new(conninfo, banner);
    status = app_run(app, &last_words);
    app_free(app);
    if (last_words != NULL)
        fprintf(stderr, "%s\n", last_words);
    return status;
}

int main(int argc, char **argv)
{
    int status;

    lang_init(take_option(&argc, argv, "--lang"));
    if (argc > 1 && (strcmp(argv[1], "--help") == 0 || strcmp(argv[1], "help") == 0)) {
        print_help();
        return 0;
    }
    for (guint i = 0; argc > 1 && i < G_N_ELEMENTS(commands); i++)
        if (strcmp(argv[1], commands[i].name) == 0)
            return commands[i].run(argc - 1, argv + 1);
    if (argc > 2 || (argc == 2 && *argv[1] == '-')) {
        print_help();
        return 2;
    }
    status = command_workstation(argc == 2 ? argv[1] : "", NULL);
    if (status == 0)
        command_training_unsent();
    return status;
}
