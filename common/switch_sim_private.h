/* Shared by the switch_sim*.c files only. */
#ifndef COMMON_SWITCH_SIM_PRIVATE_H
#define COMMON_SWITCH_SIM_PRIVATE_H

#include "common/simulate_private.h"

typedef struct {
    Simulate base;
    guint calls;  /* that come in all */
    double rate;  /* a second of life, on the mean */
    guint agents; /* whose desks are played too */
    guint entered, answered, abandoned, missed_rings;
    double waited; /* of the answered, seconds */
} SwitchSim;

/* switch_sim_line.c: callers, and the telephones that ring. login: a person of role switch. Ends the loop when all is over. */
void switch_sim_line(SwitchSim *sim, const char *login);
/* switch_sim_desk.c: one agent who goes ready, and records each call after it. */
void switch_sim_desk(SwitchSim *sim, const char *login);

#endif
