/* The callers: they arrive by a Poisson process, lose patience, speak line by line, hang up. */
#include <math.h>

#include "common/record.h"
#include "common/simulate_private.h"

enum { TICK_MS = 250, GREETING = 3, WAITING_MOST = 6, DIALECT_EACH = 8 };
static const double MEAN_GAP = 22, PATIENCE_LEAST = 45, PATIENCE_MORE = 120, LAST_WORDS = 75;

typedef struct {
    gint64 id;
    const SimulateScript *script;
    guint said;
    gboolean talking;
    gint64 due; /* monotonic: loses patience; when talking: says the next line, or hangs up */
} Caller;

typedef struct {
    Simulate *sim;
    Db *db;
    GHashTable *callers; /* id → Caller */
    gint64 next_arrival;
    guint arrived;
    gboolean asking;
    GArray *areas; /* gint64 ids of streets */
    guint waiting;
} Citizens;

static void on_arrived(const DbRows *rows, const DbError *error, gpointer data)
{
    (void)rows;
    (void)error;
    ((Citizens *)data)->asking = FALSE;
}

static void arrive(Citizens *citizens)
{
    Simulate *sim = citizens->sim;
    g_autofree char *phone = g_strdup_printf("13%d%04d%04d", g_rand_int_range(sim->chance, 3, 10), 0,
                                             g_rand_int_range(sim->chance, 0, 1500));
    g_autofree char *ref = g_uuid_string_random();
    gint64 area = citizens->areas->len > 0
        ? g_array_index(citizens->areas, gint64, g_rand_int_range(sim->chance, 0, (gint32)citizens->areas->len)) : 0;
    gboolean dialect = citizens->arrived % DIALECT_EACH == DIALECT_EACH - 1;
    const char *params[] = {phone, ref, area != 0 ? record_id(area) : NULL, "", dialect ? "dialect" : NULL};

    citizens->arrived++;
    citizens->next_arrival = citizens->arrived < GREETING ? simulate_after(sim, 2)
        : simulate_after(sim, -log(1 - g_rand_double(sim->chance)) * MEAN_GAP);
    simulate_call(citizens->db, "call_arrive", params, 5, on_arrived, citizens);
}

static Caller *caller_of(Citizens *citizens, gint64 id)
{
    Simulate *sim = citizens->sim;
    Caller *caller = g_hash_table_lookup(citizens->callers, &id);

    if (caller == NULL) {
        caller = g_new0(Caller, 1);
        caller->id = id;
        caller->script = g_ptr_array_index(sim->scripts, (guint)id % sim->scripts->len);
        caller->due = simulate_after(sim, PATIENCE_LEAST + g_rand_double(sim->chance) * PATIENCE_MORE);
        g_hash_table_insert(citizens->callers, &caller->id, caller);
    }
    return caller;
}

static void speak(Citizens *citizens, Caller *caller)
{
    Simulate *sim = citizens->sim;
    const char *line = g_ptr_array_index(caller->script->lines, caller->said++);
    const char *params[] = {record_id(caller->id), "citizen", line};
    double pause = caller->said < caller->script->lines->len
                       ? 1.2 + (double)g_utf8_strlen(line, -1) * 0.12 + g_rand_double(sim->chance) : LAST_WORDS;

    caller->due = simulate_after(sim, pause);
    simulate_call(citizens->db, "call_say", params, 3, NULL, NULL);
}

static void hang_up(Citizens *citizens, Caller *caller)
{
    const char *params[] = {record_id(caller->id)};

    caller->due = simulate_after(citizens->sim, 5);
    simulate_call(citizens->db, "call_end", params, 1, NULL, NULL);
}

static void live(Citizens *citizens, Caller *caller, gboolean talking)
{
    if (talking && !caller->talking) {
        caller->talking = TRUE;
        caller->due = simulate_after(citizens->sim, 1.0);
    }
    if (g_get_monotonic_time() < caller->due)
        return;
    if (talking && caller->said < caller->script->lines->len)
        speak(citizens, caller);
    else
        hang_up(citizens, caller);
}

static void on_live(const DbRows *rows, const DbError *error, gpointer data)
{
    Citizens *citizens = data;

    citizens->asking = FALSE;
    if (error != NULL)
        return;
    citizens->waiting = 0;
    for (guint row = 0; row < db_rows_count(rows); row++) {
        gboolean talking = *db_rows_text(rows, row, "state") == 't';
        citizens->waiting += !talking;
        live(citizens, caller_of(citizens, db_rows_int(rows, row, "id")), talking);
    }
}

static void on_areas(const DbRows *rows, const DbError *error, gpointer data)
{
    Citizens *citizens = data;

    for (guint row = 0; error == NULL && row < db_rows_count(rows); row++) {
        gint64 id = db_rows_int(rows, row, "id");
        if (g_utf8_strlen(db_rows_text(rows, row, "code"), -1) == 6)
            g_array_append_val(citizens->areas, id);
    }
}

static gboolean on_tick(gpointer data)
{
    Citizens *citizens = data;

    if (db_link(citizens->db) != DB_ONLINE || citizens->asking)
        return G_SOURCE_CONTINUE;
    if (citizens->areas->len == 0)
        db_query(citizens->db, "select id, code from api.areas()", NULL, 0, 10000, on_areas, citizens, NULL);
    citizens->asking = TRUE;
    if (g_get_monotonic_time() >= citizens->next_arrival && citizens->areas->len > 0 && citizens->waiting < WAITING_MOST)
        arrive(citizens);
    else
        db_query(citizens->db, "select id, state from api.calls_live()", NULL, 0, 10000, on_live, citizens, NULL);
    return G_SOURCE_CONTINUE;
}

void simulate_citizens(Simulate *sim)
{
    Citizens *citizens = g_new0(Citizens, 1);

    citizens->sim = sim;
    citizens->db = simulate_link(sim, "demo_switch");
    citizens->callers = g_hash_table_new_full(g_int64_hash, g_int64_equal, NULL, g_free);
    citizens->areas = g_array_new(FALSE, FALSE, sizeof(gint64));
    g_timeout_add(TICK_MS, on_tick, citizens);
}
