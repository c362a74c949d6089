/* Colleagues who take calls that have rung for a while and messages that are late, and units that handle what came to them. */
#include <string.h>

#include "common/person.h"
#include "common/simulate_private.h"

enum { COLLEAGUES = 4, UNITS = 7, TICK_MS = 1000 };
static const double RINGS_FOR = 12, TALK_LEAST = 40, TALK_MORE = 40, UNIT_STEP = 25;

typedef struct {
    Simulate *sim;
    Db *db;
    gint64 call;    /* the call one is in; 0: none */
    gint64 due;     /* monotonic: when the next thing is done */
    gboolean ready;
} Colleague;

typedef struct {
    Simulate *sim;
    Db *db;
    gint64 due;
} Unit;

/* --- colleagues --- */

static void on_taken(const DbRows *rows, const DbError *error, gpointer data)
{
    Colleague *self = data;

    (void)rows;
    if (error != NULL)
        self->call = 0;
}

static void on_waiting(const DbRows *rows, const DbError *error, gpointer data)
{
    Colleague *self = data;
    gint64 patience = (gint64)(RINGS_FOR * G_USEC_PER_SEC / self->sim->speed);
    const char *params[1];

    if (error != NULL || self->call != 0 || db_rows_count(rows) == 0
        || g_get_real_time() - db_rows_time(rows, 0, "queued_at") < patience)
        return;
    self->call = db_rows_int(rows, 0, "id");
    self->due = simulate_after(self->sim, TALK_LEAST + g_rand_double(self->sim->chance) * TALK_MORE);
    params[0] = record_id(self->call);
    simulate_call(self->db, "call_take", params, 1, on_taken, self);
}

/* The record of a colleague's call: a consult answered at once. */
static void finish_call(Colleague *self)
{
    const char *end[] = {record_id(self->call)};
    const char *submit[] = {"silent", NULL, record_id(self->call), "{\"reason\": \"模拟坐席:演示通话\"}"};

    simulate_call(self->db, "ticket_submit", submit, 4, NULL, NULL);
    simulate_call(self->db, "call_end", end, 1, NULL, NULL);
    self->call = 0;
    self->due = simulate_after(self->sim, 10);
}

static gboolean on_colleague(gpointer data)
{
    Colleague *self = data;
    const char *ready[] = {"ready"};

    if (db_link(self->db) != DB_ONLINE || g_get_monotonic_time() < self->due)
        return G_SOURCE_CONTINUE;
    if (!self->ready) {
        person_begin(self->db);
        simulate_call(self->db, "agent_set", ready, 1, NULL, NULL);
        self->ready = TRUE;
    } else if (self->call != 0) {
        finish_call(self);
    } else {
        self->due = simulate_after(self->sim, 3);
        db_query(self->db, "select id, queued_at from api.calls_waiting() where offered_at <= now() and (channel = 'call' or answer_by <= now()) limit 1", NULL, 0, 10000, on_waiting, self, NULL);
    }
    return G_SOURCE_CONTINUE;
}

/* --- units --- */

static void on_actions(const DbRows *rows, const DbError *error, gpointer data);

static void on_tickets(const DbRows *rows, const DbError *error, gpointer data)
{
    Unit *unit = data;
    guint row;
    const char *params[1];

    if (error != NULL || db_rows_count(rows) == 0)
        return;
    row = (guint)g_rand_int_range(unit->sim->chance, 0, (gint32)db_rows_count(rows));
    params[0] = db_rows_text(rows, row, "id");
    db_query(unit->db, "select $1::text as id, * from api.ticket_actions($1::bigint) where allowed", params, 1,
             10000, on_actions, unit, NULL);
}

static gboolean has(const DbRows *rows, const char *action)
{
    for (guint row = 0; row < db_rows_count(rows); row++)
        if (strcmp(db_rows_text(rows, row, "action"), action) == 0)
            return TRUE;
    return FALSE;
}

/* The next step that the rules allow, as a handler would go on. */
static void on_actions(const DbRows *rows, const DbError *error, gpointer data)
{
    Unit *unit = data;
    const char *id = error == NULL && db_rows_count(rows) > 0 ? db_rows_text(rows, 0, "id") : NULL;
    const char *receive[] = {id, "receive", ""};
    const char *talk[] = {id, "telephone", "电话联系市民,核实情况。"};
    const char *tell[] = {id, "telephone", "电话告知市民处理结果。"};
    const char *finish[] = {id, "已到现场处理,问题解决。"};

    if (id == NULL)
        return;
    if (has(rows, "receive"))
        simulate_call(unit->db, "ticket_step", receive, 3, NULL, NULL);
    else if (has(rows, "finish"))
        simulate_call(unit->db, "ticket_finish", finish, 2, NULL, NULL);
    else if (has(rows, "feed_back") && g_rand_boolean(unit->sim->chance))
        simulate_call(unit->db, "ticket_feed_back", tell, 3, NULL, NULL);
    else if (has(rows, "communicate"))
        simulate_call(unit->db, "ticket_communicate", talk, 3, NULL, NULL);
}

static gboolean on_unit(gpointer data)
{
    Unit *unit = data;

    if (db_link(unit->db) != DB_ONLINE || g_get_monotonic_time() < unit->due)
        return G_SOURCE_CONTINUE;
    unit->due = simulate_after(unit->sim, UNIT_STEP * (0.5 + g_rand_double(unit->sim->chance)));
    db_query(unit->db, "select id from api.ticket_list('unit', null, null, 8)", NULL, 0, 10000, on_tickets, unit, NULL);
    return G_SOURCE_CONTINUE;
}

/* The last agents are colleagues; the first unit is left to people. */
void simulate_staff(Simulate *sim)
{
    for (int i = 0; i < COLLEAGUES; i++) {
        g_autofree char *login = g_strdup_printf("demo_agent%d", 12 - i);
        Colleague *colleague = g_new0(Colleague, 1);
        *colleague = (Colleague){sim, simulate_link(sim, login), 0, simulate_after(sim, 5), FALSE};
        g_timeout_add(TICK_MS, on_colleague, colleague);
    }
    for (int i = 0; i < UNITS; i++) {
        g_autofree char *login = g_strdup_printf("demo_unit%d", i + 2);
        Unit *unit = g_new0(Unit, 1);
        *unit = (Unit){sim, simulate_link(sim, login), simulate_after(sim, 10)};
        g_timeout_add(TICK_MS, on_unit, unit);
    }
}
