/* Commands that need no screen. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "common/admin.h"
#include "common/figures.h"
#include "common/knowledge_import.h"
#include "common/lang.h"
#include "common/learn.h"
#include "common/past_import.h"
#include "common/schema.h"
#include "common/switch_sim.h"
#include "tui/action.h"
#include "tui/command.h"

static void print_line(const char *line, gpointer data)
{
    (void)data;
    printf("  %s\n", line);
}

static int show_status(const char *conninfo)
{
    int needed;
    int migration;
    const char *digest;
    g_autofree char *installed = NULL;
    g_autoptr(GError) error = NULL;

    schema_version(&needed, &digest);
    if (!schema_status(conninfo, &migration, &installed, &error)) {
        fprintf(stderr, "%s\n", error->message);
        return 1;
    }
    printf(_("This program: schema %d, functions %s\n"), needed, digest);
    if (migration == 0)
        printf("%s\n", _("The database: no hotline schema. Run: hotline schema apply"));
    else
        printf(_("The database: schema %d, functions %s\n"), migration, installed != NULL ? installed : "-");
    return migration == needed && g_strcmp0(installed, digest) == 0 ? 0 : 1;
}

int command_schema(int argc, char **argv)
{
    const char *conninfo = argc > 2 ? argv[2] : "";
    g_autoptr(GError) error = NULL;

    if (argc >= 2 && strcmp(argv[1], "status") == 0)
        return show_status(conninfo);
    if (argc < 2 || strcmp(argv[1], "apply") != 0) {
        fprintf(stderr, "%s\n", _("Usage: hotline schema apply|status [CONNINFO]"));
        return 2;
    }
    if (!schema_apply(conninfo, print_line, NULL, &error)) {
        fprintf(stderr, "%s\n%s\n", error->message, _("Nothing was changed."));
        return 1;
    }
    printf("%s\n", _("The schema is up to date."));
    return 0;
}

int command_keys(int argc, char **argv)
{
    g_autofree char *page = action_markdown();

    (void)argc;
    (void)argv;
    printf("%s", page);
    return 0;
}

int command_admin(int argc, char **argv)
{
    return admin_main(argc, argv);
}

int command_import(int argc, char **argv)
{
    static const struct {
        const char *kind;
        int (*run)(int argc, char **argv);
    } imports[] = {{"tickets", past_import_main}, {"articles", knowledge_import_main}};

    for (guint i = 0; argc > 1 && i < G_N_ELEMENTS(imports); i++)
        if (strcmp(argv[1], imports[i].kind) == 0)
            return imports[i].run(argc - 1, argv + 1);
    fprintf(stderr, "%s\n", _("Usage: hotline import tickets|articles FILE.csv [--strict]"));
    return 2;
}

int command_learn(int argc, char **argv)
{
    return learn_main(argc, argv);
}

int command_evaluate(int argc, char **argv)
{
    return evaluate_main(argc, argv);
}

int command_search(int argc, char **argv)
{
    return knowledge_search_main(argc, argv);
}

int command_simulate(int argc, char **argv)
{
    return switch_sim_main(argc, argv);
}

int command_figures(int argc, char **argv)
{
    return figures_main(argc, argv);
}
