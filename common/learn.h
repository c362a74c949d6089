/* Learning where tickets belong, and measuring how well. Blocking libpq: no screen waits. */
#ifndef COMMON_LEARN_H
#define COMMON_LEARN_H

#include <glib.h>

#include "common/learn_train.h"

/* Learns from what was brought in and from the centre's own closed tickets, and puts the new tables in the
 * place of the old in one transaction: who asks meanwhile is answered by the old ones.
 * sources: names of imports, "centre" for its own tickets, ends with NULL; or NULL for all.
 * report: a line about each model; may be NULL. FALSE with a sentence when nothing was changed. */
gboolean learn_run(const char *conninfo, const char *const *sources, void (*report)(const char *line), GError **error);

/* Asks the learned tables for each row of a file that has texts and labels. category, unit: n 0 when the file
 * has none, or none was learned. FALSE with a sentence. */
gboolean learn_evaluate(const char *conninfo, const char *path, LearnFigures *category, LearnFigures *unit, GError **error);

/* The commands learn and evaluate; argv[0] is the command. Exit status 0, 1, or 2 for usage. */
int learn_main(int argc, char **argv);
int evaluate_main(int argc, char **argv);

#endif
