/* The website: now and then a citizen writes instead of calling. */
#include <json-glib/json-glib.h>

#include "common/simulate_private.h"

enum { TICK_MS = 1000 };
static const double FIRST = 20, MEAN_GAP = 120;

typedef struct {
    Simulate *sim;
    Db *db;
    gint64 due; /* monotonic: when the next one is written */
} Website;

/* What a script's citizen would write. Owned by the caller. */
static char *demand_text(Simulate *sim)
{
    const SimulateScript *script = g_ptr_array_index(sim->scripts, (guint)g_rand_int_range(sim->chance, 0, (gint32)sim->scripts->len));
    g_autofree char *phone = g_strdup_printf("13%d%04d%04d", g_rand_int_range(sim->chance, 3, 10), 0, g_rand_int_range(sim->chance, 0, 1500));
    g_autofree char *area = g_strdup_printf("QL%02d%02d", g_rand_int_range(sim->chance, 1, 4), g_rand_int_range(sim->chance, 1, 4));
    g_autoptr(GString) text = g_string_new(NULL);
    g_autoptr(JsonObject) demand = json_object_new();
    g_autoptr(JsonNode) node = json_node_new(JSON_NODE_OBJECT);

    for (guint i = 0; i < script->lines->len; i++)
        g_string_append_printf(text, "%s%s", i > 0 ? "\n" : "", (const char *)g_ptr_array_index(script->lines, i));
    json_object_set_string_member(demand, "text", text->str);
    json_object_set_string_member(demand, "phone", phone);
    json_object_set_string_member(demand, "area", area);
    json_node_set_object(node, demand);
    return json_to_string(node, FALSE);
}

static void on_handed_in(const DbRows *rows, const DbError *error, gpointer data)
{
    (void)rows;
    (void)error;
    (void)data;
}

static gboolean on_tick(gpointer data)
{
    Website *website = data;
    Simulate *sim = website->sim;
    g_autofree char *ref = g_uuid_string_random();
    g_autofree char *demand = NULL;
    const char *params[2];

    if (db_link(website->db) != DB_ONLINE || g_get_monotonic_time() < website->due)
        return G_SOURCE_CONTINUE;
    website->due = simulate_after(sim, MEAN_GAP * (0.5 + g_rand_double(sim->chance)));
    demand = demand_text(sim);
    params[0] = ref;
    params[1] = demand;
    db_query(website->db, "select api.demand_hand_in($1, $2)", params, 2, 10000, on_handed_in, website, NULL);
    return G_SOURCE_CONTINUE;
}

void simulate_messages(Simulate *sim)
{
    Website *website = g_new0(Website, 1);

    *website = (Website){sim, simulate_link(sim, "demo_web"), simulate_after(sim, FIRST)};
    g_timeout_add(TICK_MS, on_tick, website);
}
