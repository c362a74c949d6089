/* The words of hotline training check. */
#include "common/training_check.h"

#include <stdio.h>

#include "common/lang.h"
#include "common/scenario.h"

static gboolean check(const char *path)
{
    g_autoptr(GPtrArray) faults = scenario_faults_new();
    g_autoptr(Scenario) scenario = scenario_read(path, faults);

    for (guint i = 0; i < faults->len; i++) {
        const ScenarioFault *fault = g_ptr_array_index(faults, i);
        if (fault->line > 0)
            printf("%s:%d: %s\n", path, fault->line, fault->sentence);
        else
            printf("%s: %s\n", path, fault->sentence);
    }
    if (scenario != NULL)
        printf("%s: %s\n", path, _("no fault"));
    return scenario != NULL;
}

int training_check_main(int argc, char **argv)
{
    gboolean good = TRUE;

    if (argc < 2) {
        fprintf(stderr, "%s\n", _("Usage: hotline training check FILE..."));
        return 2;
    }
    for (int i = 1; i < argc; i++)
        good = check(argv[i]) && good;
    return good ? 0 : 1;
}
