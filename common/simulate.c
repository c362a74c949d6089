/* The simulation's frame: scripts, links, the loop. */
#include "common/simulate.h"

#include <string.h>

#include "common/csv_rows.h"
#include "common/schema.h"
#include "common/simulate_private.h"

static GPtrArray *read_scripts(void)
{
    const char *text = schema_resource("demo/scripts.csv");
    JsonArray *rows = csv_rows_parse(text, strlen(text), NULL);
    GPtrArray *scripts = g_ptr_array_new();
    SimulateScript *script = NULL;

    for (guint i = 0; i < json_array_get_length(rows); i++) {
        JsonObject *row = json_array_get_object_element(rows, i);
        const char *name = json_object_get_string_member(row, "script");
        if (script == NULL || strcmp(script->name, name) != 0) {
            script = g_new(SimulateScript, 1);
            *script = (SimulateScript){name, g_ptr_array_new()};
            g_ptr_array_add(scripts, script);
        }
        g_ptr_array_add(script->lines, (gpointer)json_object_get_string_member(row, "line"));
    }
    return scripts;
}

gint64 simulate_after(const Simulate *sim, double seconds)
{
    return g_get_monotonic_time() + (gint64)(seconds * G_USEC_PER_SEC / sim->speed);
}

Db *simulate_link(Simulate *sim, const char *login)
{
    g_autofree char *conninfo = g_strdup_printf("%s user=%s application_name='hotline demo'", sim->conninfo, login);
    Db *db = db_new(conninfo);

    g_ptr_array_add(sim->dbs, db);
    db_start(db);
    return db;
}

void simulate_call(Db *db, const char *function, const char *const *params, guint n, DbDone done, gpointer data)
{
    g_autoptr(GString) sql = g_string_new(NULL);
    g_autofree char *uuid = g_uuid_string_random();
    const char *all[9] = {uuid};

    g_string_printf(sql, "select api.%s($1", function);
    for (guint i = 0; i < n && i + 1 < G_N_ELEMENTS(all); i++) {
        g_string_append_printf(sql, ", $%u", i + 2);
        all[i + 1] = params[i];
    }
    g_string_append(sql, ") as answer");
    db_query(db, sql->str, all, n + 1, 10000, done, data, NULL);
}

int simulate_run(const char *conninfo, double speed, unsigned seed)
{
    Simulate sim = {g_main_loop_new(NULL, FALSE), conninfo, speed, NULL, read_scripts(), g_ptr_array_new()};

    sim.chance = seed != 0 ? g_rand_new_with_seed(seed) : g_rand_new();
    simulate_citizens(&sim);
    simulate_messages(&sim);
    simulate_staff(&sim);
    g_main_loop_run(sim.loop);
    return 0;
}
