/* The training database and its scenarios. */
#include "common/training_home.h"

#include <libpq-fe.h>
#include <string.h>

#include "common/admin_private.h"
#include "common/city.h"
#include "common/lang.h"
#include "common/scenario.h"
#include "common/schema.h"

#define SERVER "training"
enum { NAME_MAX_LENGTH = 30 };

static const struct {
    const char *role;
    const char *login;
} logins[] = {{"agent", "train_agent"}, {"lead", "train_lead"}, {"unit", "train_unit"}};

static GQuark training_quark(void)
{
    return g_quark_from_static_string("hotline-training");
}

void training_shut_off(void)
{
    g_auto(GStrv) names = g_listenv();

    for (char **name = names; *name != NULL; name++)
        if (g_str_has_prefix(*name, "PG"))
            g_unsetenv(*name);
    /* the default service file and password file are looked for even so */
    g_setenv("PGSERVICEFILE", "/dev/null", TRUE);
    g_setenv("PGSYSCONFDIR", "/dev/null", TRUE);
    g_setenv("PGPASSFILE", "/dev/null", TRUE);
}

char *training_server(const char *trainee, GError **error)
{
    if (trainee == NULL)
        return g_strdup(SERVER);
    if (*trainee != '\0' && strlen(trainee) <= NAME_MAX_LENGTH
        && strspn(trainee, "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789_-") == strlen(trainee))
        return g_strconcat(SERVER "-", trainee, NULL);
    g_set_error(error, training_quark(), 0, _("A trainee's name is 1 to %d letters, digits, - and _: %s"), NAME_MAX_LENGTH, trainee);
    return NULL;
}

gboolean training_is_server(const char *name)
{
    return strcmp(name, SERVER) == 0 || g_str_has_prefix(name, SERVER "-");
}

const char *const *training_logins(void)
{
    static const char *names[G_N_ELEMENTS(logins) + 2];

    for (guint i = 0; i < G_N_ELEMENTS(logins); i++)
        names[i] = logins[i].login;
    names[G_N_ELEMENTS(logins)] = "demo_switch";
    return names;
}

const char *training_login(const char *role)
{
    for (guint i = 0; i < G_N_ELEMENTS(logins); i++)
        if (strcmp(logins[i].role, role) == 0)
            return logins[i].login;
    return NULL;
}

/* One scenario more, in the place of an earlier one of its code. FALSE with an error that names its first fault. */
static gboolean keep(GHashTable *scenarios, Scenario *scenario, const char *name, GPtrArray *faults, GError **error)
{
    if (scenario == NULL) {
        const ScenarioFault *first = g_ptr_array_index(faults, 0);
        g_set_error(error, training_quark(), 0, "%s:%d: %s", name, first->line, first->sentence);
        return FALSE;
    }
    g_hash_table_insert(scenarios, g_strdup(json_object_get_string_member(scenario_json(scenario), "code")), scenario);
    return TRUE;
}

static gboolean read_builtin(GHashTable *scenarios, GError **error)
{
    g_auto(GStrv) names = scenario_builtin_names();

    for (char **name = names; *name != NULL; name++) {
        g_autofree char *path = g_strconcat("training/", *name, NULL);
        g_autoptr(GPtrArray) faults = scenario_faults_new();
        if (!keep(scenarios, scenario_parse(schema_resource(path), -1, *name, faults), *name, faults, error))
            return FALSE;
    }
    return TRUE;
}

static gboolean read_folder(GHashTable *scenarios, const char *folder, GError **error)
{
    g_autoptr(GDir) dir = g_dir_open(folder, 0, error);
    const char *name;

    while (dir != NULL && (name = g_dir_read_name(dir)) != NULL) {
        g_autofree char *path = g_build_filename(folder, name, NULL);
        g_autoptr(GPtrArray) faults = scenario_faults_new();
        if (g_str_has_suffix(name, ".yaml") && !keep(scenarios, scenario_read(path, faults), path, faults, error))
            return FALSE;
    }
    return dir != NULL;
}

static char *contents_of(GHashTable *scenarios)
{
    g_autoptr(JsonArray) all = json_array_new();
    g_autoptr(JsonNode) node = json_node_new(JSON_NODE_ARRAY);
    GHashTableIter iter;
    gpointer scenario;

    g_hash_table_iter_init(&iter, scenarios);
    while (g_hash_table_iter_next(&iter, NULL, &scenario))
        json_array_add_object_element(all, json_object_ref(scenario_json(scenario)));
    json_node_set_array(node, all);
    return json_to_string(node, FALSE);
}

gboolean training_load(const char *superuser, const char *folder, GError **error)
{
    g_autoptr(GHashTable) scenarios = g_hash_table_new_full(g_str_hash, g_str_equal, g_free, (GDestroyNotify)scenario_free);
    g_autofree char *contents = NULL;
    PGconn *conn;
    PGresult *result;

    if (!read_builtin(scenarios, error) || (folder != NULL && !read_folder(scenarios, folder, error))
        || (conn = admin_connect(superuser, error)) == NULL)
        return FALSE;
    contents = contents_of(scenarios);
    result = admin_call(conn, "select hotline.scenarios_take($1::jsonb)", (const char *const[]){contents}, 1, error);
    PQclear(result);
    PQfinish(conn);
    return result != NULL;
}

gboolean training_ready(const char *superuser, EmbedProgress progress, GPid *child, GError **error)
{
    const char *argv[] = {"/proc/self/exe", "training-callers", superuser, NULL};
    gboolean loaded = FALSE;

    progress(_("applying the schema"), NULL);
    if (!schema_apply(superuser, NULL, NULL, error)
        || !schema_test(superuser, "select from hotline.setting where key = 'training'", &loaded, error))
        return FALSE;
    if (!loaded && (!city_load(superuser, TRUE, progress, error) || !city_load_file(superuser, "people", "training/people.csv", error)))
        return FALSE;
    progress(_("reading the scenarios"), NULL);
    if (!training_load(superuser, NULL, error) || !schema_run(superuser, "training/restart.sql", error))
        return FALSE;
    return embed_spawn_beside(argv, child, error);
}
