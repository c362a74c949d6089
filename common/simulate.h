/* The live demo shift: citizens who call in, wait, speak and hang up; colleagues who take some of the
 * calls; units that handle what is dispatched. All through the api functions, each as its own login. */
#ifndef COMMON_SIMULATE_H
#define COMMON_SIMULATE_H

/* Runs until the server is gone or the process is told to end. conninfo: without a user.
 * speed: 1 is life; seed: 0 for a new shift each time. Returns the exit status. */
int simulate_run(const char *conninfo, double speed, unsigned seed);

#endif
