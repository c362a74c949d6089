/* hotline simulate: options, whose logins are played, the figures at the end. */
#include "common/switch_sim.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "common/admin_private.h"
#include "common/lang.h"
#include "common/switch_sim_private.h"

typedef struct {
    int calls, agents, seed;
    double rate, speed;
    char *conninfo;
    gboolean help;
} Options;

static int usage(gboolean asked)
{
    fprintf(asked ? stdout : stderr, "%s\n",
            _("hotline simulate [--calls N] [--rate R] [--agents M] [--speed S] [--seed K] [-d CONNINFO]\n"
              "  plays a telephone switch on a database: N calls (100), R a second of life on the mean\n"
              "  (0.2), more at the peak; callers wait, are connected, talk, or lose patience. M agents\n"
              "  (4) are played too; others work at their own desks. S times life (1); the same seed\n"
              "  brings the same callers. The logins must get in without a password: for training\n"
              "  and load, never for a centre at work."));
    return asked ? 0 : 2;
}

static gboolean parse(Options *options, int *argc, char ***argv)
{
    g_autoptr(GOptionContext) context = g_option_context_new(NULL);
    GOptionEntry entries[] = {{"calls", 0, 0, G_OPTION_ARG_INT, &options->calls, NULL, NULL},
                              {"rate", 0, 0, G_OPTION_ARG_DOUBLE, &options->rate, NULL, NULL},
                              {"agents", 0, 0, G_OPTION_ARG_INT, &options->agents, NULL, NULL},
                              {"speed", 0, 0, G_OPTION_ARG_DOUBLE, &options->speed, NULL, NULL},
                              {"seed", 0, 0, G_OPTION_ARG_INT, &options->seed, NULL, NULL},
                              {"database", 'd', 0, G_OPTION_ARG_STRING, &options->conninfo, NULL, NULL},
                              {"help", 'h', 0, G_OPTION_ARG_NONE, &options->help, NULL, NULL},
                              G_OPTION_ENTRY_NULL};
    g_autoptr(GError) error = NULL;

    g_option_context_add_main_entries(context, entries, NULL);
    g_option_context_set_help_enabled(context, FALSE);
    if (g_option_context_parse(context, argc, argv, &error))
        return *argc == 1 && options->calls > 0 && options->agents >= 0 && options->rate > 0 && options->speed > 0;
    fprintf(stderr, "%s\n", error->message);
    return FALSE;
}

/* The people who can be played, as the administrator's list has them. NULL with an error. */
static JsonArray *people_of(const char *conninfo, GError **error)
{
    PGconn *conn = admin_connect(conninfo, error);
    PGresult *result = conn != NULL ? admin_call(conn, "select json_agg(l) from api.admin_list('people') l", NULL, 0, error) : NULL;
    g_autoptr(JsonNode) node = result != NULL ? json_from_string(PQgetvalue(result, 0, 0), NULL) : NULL;
    JsonArray *people = node != NULL && JSON_NODE_HOLDS_ARRAY(node) ? json_node_dup_array(node) : NULL;

    PQclear(result);
    PQfinish(conn);
    return people;
}

/* Starts what has a login: agents, the last ones first, so that the first are left to people; and one switch. FALSE: no switch. */
static gboolean start(SwitchSim *sim, JsonArray *people)
{
    guint agents = 0;
    gboolean there = FALSE;

    for (guint i = json_array_get_length(people); i > 0; i--) {
        JsonObject *person = json_array_get_object_element(people, i - 1);
        const char *role = json_object_get_string_member(person, "role");
        const char *login = json_object_get_string_member(person, "login");
        if (strcmp(json_object_get_string_member(person, "enabled"), "yes") != 0)
            continue;
        if (strcmp(role, "agent") == 0 && agents < sim->agents) {
            switch_sim_desk(sim, login);
            agents++;
        } else if (strcmp(role, "switch") == 0 && !there) {
            switch_sim_line(sim, login);
            there = TRUE;
        }
    }
    return there;
}

int switch_sim_main(int argc, char **argv)
{
    Options options = {100, 4, 0, 0.2, 1, NULL, FALSE};
    SwitchSim sim = {0};
    g_autoptr(GError) error = NULL;
    g_autoptr(JsonArray) people = NULL;

    if (!parse(&options, &argc, &argv) || options.help)
        return usage(options.help);
    people = people_of(options.conninfo, &error);
    if (people == NULL) {
        fprintf(stderr, "%s\n", error != NULL ? error->message : _("Nobody is enrolled there."));
        return 1;
    }
    sim = (SwitchSim){.base = {g_main_loop_new(NULL, FALSE), options.conninfo != NULL ? options.conninfo : "", options.speed,
                               options.seed != 0 ? g_rand_new_with_seed((guint32)options.seed) : g_rand_new(), NULL, g_ptr_array_new()},
                      .calls = (guint)options.calls, .rate = options.rate, .agents = (guint)options.agents};
    if (!start(&sim, people)) {
        fprintf(stderr, "%s\n", _("There is no switch: hotline admin person add --role switch."));
        return 1;
    }
    g_main_loop_run(sim.base.loop);
    printf(_("%u calls: %u answered, %u gave up, %u rings missed; answer rate %.1f%%, mean wait %.1f s\n"), sim.entered, sim.answered,
           sim.abandoned, sim.missed_rings, sim.entered > 0 ? 100.0 * sim.answered / sim.entered : 0,
           sim.answered > 0 ? sim.waited / sim.answered : 0);
    return 0;
}
