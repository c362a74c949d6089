/* Shared by the simulate*.c files only. */
#ifndef COMMON_SIMULATE_PRIVATE_H
#define COMMON_SIMULATE_PRIVATE_H

#include "common/db.h"
#include "common/simulate.h"

typedef struct {
    const char *name;
    GPtrArray *lines; /* what the citizen says */
} SimulateScript;

typedef struct Simulate Simulate;

struct Simulate {
    GMainLoop *loop;
    const char *conninfo;
    double speed;
    GRand *chance;
    GPtrArray *scripts; /* SimulateScript */
    GPtrArray *dbs;     /* Db */
};

/* Microseconds of simulated life from now on, as a monotonic time. */
gint64 simulate_after(const Simulate *sim, double seconds);
/* A link of its own for a login; lives as long as the simulation. */
Db *simulate_link(Simulate *sim, const char *login);
/* Calls api.<function>(uuid, params …); done may be NULL. */
void simulate_call(Db *db, const char *function, const char *const *params, guint n, DbDone done, gpointer data);

/* simulate_citizen.c, simulate_messages.c, simulate_staff.c: each starts its part of the shift. */
void simulate_citizens(Simulate *sim);
void simulate_messages(Simulate *sim);
void simulate_staff(Simulate *sim);

#endif
