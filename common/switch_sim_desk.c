/* An agent's desk without a person: ready, in a call when the telephone says so, its record some seconds after it. */
#include <string.h>

#include "common/person.h"
#include "common/record.h"
#include "common/switch_sim_private.h"

enum { TICK_MS = 400 };
static const double RECORD_LEAST = 5, RECORD_MORE = 25, BREAK = 20;

typedef struct {
    SwitchSim *sim;
    Db *db;
    gboolean begun, asking;
    char state[16];
    gint64 due; /* monotonic: what this state asks for is done then */
} Desk;

static void record(Desk *desk, const char *call)
{
    static const char form[] = "{\"reason\": \"模拟坐席\"}";
    const char *params[] = {"silent", NULL, call, form};

    simulate_call(desk->db, "ticket_submit", params, 4, NULL, NULL);
}

static void on_me(const DbRows *rows, const DbError *error, gpointer data)
{
    Desk *desk = data;
    const char *ready[] = {"ready"};
    const char *state = error == NULL && db_rows_count(rows) == 1 ? db_rows_text(rows, 0, "state") : NULL;

    desk->asking = FALSE;
    if (state == NULL)
        return;
    if (strcmp(state, desk->state) != 0) {
        g_strlcpy(desk->state, state, sizeof desk->state);
        desk->due = simulate_after(&desk->sim->base, strcmp(state, "after_call") == 0
                                       ? RECORD_LEAST + g_rand_double(desk->sim->base.chance) * RECORD_MORE : strcmp(state, "break") == 0 ? BREAK : 0);
    }
    if (g_get_monotonic_time() < desk->due)
        return;
    if (strcmp(state, "after_call") == 0)
        record(desk, db_rows_text(rows, 0, "call_id"));
    else if (strcmp(state, "offline") == 0 || strcmp(state, "break") == 0 || *state == '\0')
        simulate_call(desk->db, "agent_set", ready, 1, NULL, NULL);
}

static gboolean on_desk(gpointer data)
{
    Desk *desk = data;

    if (db_link(desk->db) != DB_ONLINE || desk->asking)
        return G_SOURCE_CONTINUE;
    if (!desk->begun)
        person_begin(desk->db);
    desk->begun = TRUE;
    desk->asking = TRUE;
    db_query(desk->db, "select state, call_id from api.me()", NULL, 0, 10000, on_me, desk, NULL);
    return G_SOURCE_CONTINUE;
}

void switch_sim_desk(SwitchSim *sim, const char *login)
{
    Desk *desk = g_new0(Desk, 1);

    desk->sim = sim;
    desk->db = simulate_link(&sim->base, login);
    g_timeout_add(TICK_MS, on_desk, desk);
}
