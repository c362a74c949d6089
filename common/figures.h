/* The centre's figures from the command line. Blocking libpq: no screen waits here. */
#ifndef COMMON_FIGURES_H
#define COMMON_FIGURES_H

/* hotline figures dispatch: of the tickets accepted in a period, how many were dispatched right at once, with and
 * without help. For leads and administrators. argv[0] is "figures". Returns the exit status: 0, 1 for trouble,
 * 2 for usage. */
int figures_main(int argc, char **argv);

#endif
