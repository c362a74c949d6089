/* hotline training scenario: a closed ticket of the shared database as a scenario's file. Blocking: no screen waits here. */
#ifndef COMMON_TRAINING_SCENARIO_H
#define COMMON_TRAINING_SCENARIO_H

/* argv[0] is "scenario"; then a ticket's number, conninfo (left out: libpq's environment alone), -o FILE. What the ticket
 * says of anybody stays in the database (api.scenario_of_ticket). A file that is there is left alone.
 * Returns the exit status: 0, 1 when nothing was written, 2 for usage. */
int training_scenario_main(int argc, char **argv);

#endif
