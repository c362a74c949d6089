/* hotline training. */
#include <stdio.h>
#include <string.h>

#include "common/lang.h"
#include "common/training_check.h"
#include "tui/command.h"

int command_training(int argc, char **argv)
{
    if (argc > 1 && strcmp(argv[1], "check") == 0)
        return training_check_main(argc - 1, argv + 1);
    fprintf(stderr, "%s\n", _("Usage: hotline training check FILE..."));
    return 2;
}
