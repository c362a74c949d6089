/* What belongs together in a scenario. */
#include <string.h>

#include "common/lang.h"
#include "common/scenario_private.h"

/* Who may have a flow, and what it begins with. */
static const struct {
    const char *flow;
    gboolean agent;   /* may be an agent's, who then talks with somebody */
    gboolean tickets; /* begins with some */
} flows[] = {
    {"consult", TRUE, FALSE},   {"demand", TRUE, FALSE},   {"complaint", TRUE, FALSE}, {"report", TRUE, FALSE},
    {"emergency", TRUE, FALSE}, {"urge", TRUE, TRUE},      {"duplicate", TRUE, TRUE},  {"callback", TRUE, TRUE},
    {"objection", FALSE, TRUE}, {"reassign", FALSE, TRUE}, {"extension", FALSE, TRUE}, {"handle", FALSE, TRUE},
};

/* What the points of an item are given for. */
static const struct {
    const char *points;
    const char *standard;
} standards[] = {
    {"rubric.way", "expect.way"},         {"rubric.category", "expect.category"},
    {"rubric.kind", "expect.kind"},       {"rubric.urgency", "expect.urgency"},
    {"rubric.unit", "expect.unit"},       {"rubric.article", "expect.article"},
    {"rubric.facts", "facts"},            {"rubric.transfer_to", "expect.transfer_to"},
    {"rubric.tone", "tone"},              {"rubric.steps", "expect.steps"},
    {"rubric.time", "limit"},             {"rubric.rules", "traps"},
};

/* The name of a key by its path through maps, as the author spells. Owned by the caller. */
static char *name_of(const Scenario *scenario, const char *path)
{
    g_auto(GStrv) parts = g_strsplit(path, ".", -1);
    const ScenarioKey *keys = scenario_keys;
    g_autoptr(GString) name = g_string_new(NULL);

    for (char **part = parts; *part != NULL; part++) {
        const ScenarioKey *key = scenario_key(keys, *part);
        g_string_append_printf(name, "%s%s", name->len > 0 ? " / " : "", scenario_spelled(scenario, &key->word));
        keys = key->keys;
    }
    return g_string_free(g_steal_pointer(&name), FALSE);
}

/* A key of the top level, or a value of it, as the author spells. */
static const char *key_name(const Scenario *scenario, const char *key)
{
    return scenario_spelled(scenario, &scenario_key(scenario_keys, key)->word);
}

static const char *value_name(const Scenario *scenario, const char *key, const char *value)
{
    return scenario_spelled(scenario, scenario_word(scenario_key(scenario_keys, key)->words, value));
}

static const char *text_of(const Scenario *scenario, const char *key)
{
    return json_object_get_string_member_with_default(scenario->json, key, "");
}

static void check_code(Scenario *scenario, const char *file)
{
    g_autofree char *name = file != NULL ? g_path_get_basename(file) : NULL;
    const char *code = text_of(scenario, "code");

    if (name == NULL || *code == '\0')
        return;
    if (g_str_has_suffix(name, ".yaml"))
        name[strlen(name) - strlen(".yaml")] = '\0';
    if (strcmp(name, code) != 0)
        scenario_fault(scenario, "code", _("The code is \"%s\", but the file is named \"%s\": they must be the same."), code, name);
}

static void check_flow(Scenario *scenario)
{
    const char *flow = text_of(scenario, "flow");
    gboolean agent = strcmp(text_of(scenario, "role"), "agent") == 0;
    guint i = 0;

    while (i < G_N_ELEMENTS(flows) && strcmp(flows[i].flow, flow) != 0)
        i++;
    if (i == G_N_ELEMENTS(flows) || *text_of(scenario, "role") == '\0')
        return;
    if (agent && !flows[i].agent) {
        scenario_fault(scenario, scenario_written(scenario, "role") ? "role" : "flow",
                       _("\"%s\" is no agent's flow: \"%s\" must be %s or %s."), value_name(scenario, "flow", flow),
                       key_name(scenario, "role"), value_name(scenario, "role", "lead"), value_name(scenario, "role", "unit"));
        return;
    }
    if (agent && !scenario_written(scenario, "caller"))
        scenario_fault(scenario, "", _("\"%s\" is missing: in this flow somebody is talked with."), key_name(scenario, "caller"));
    if ((!agent || flows[i].tickets) && !scenario_written(scenario, "given"))
        scenario_fault(scenario, "", _("\"%s\" is missing: this flow begins with a ticket."), key_name(scenario, "given"));
    if (!agent && scenario_written(scenario, "caller"))
        scenario_fault(scenario, "caller", "%s", _("There is no caller in this scenario: only agents talk with one."));
}

static JsonArray *list_of(JsonObject *object, const char *key)
{
    JsonNode *node = object != NULL ? json_object_get_member(object, key) : NULL;

    return node != NULL && JSON_NODE_HOLDS_ARRAY(node) ? json_node_get_array(node) : NULL;
}

static JsonObject *map_of(JsonObject *object, const char *key)
{
    JsonNode *node = json_object_get_member(object, key);

    return node != NULL && JSON_NODE_HOLDS_OBJECT(node) ? json_node_get_object(node) : NULL;
}

/* Only a silent caller says nothing at first. */
static void check_opening(Scenario *scenario)
{
    JsonObject *expect = map_of(scenario->json, "expect");
    const char *way = expect != NULL ? json_object_get_string_member_with_default(expect, "way", "") : "";
    g_autofree char *name = name_of(scenario, "caller.opening");

    if (json_object_has_member(scenario->json, "caller") && !scenario_written(scenario, "caller.opening")
        && strcmp(way, "silent") != 0)
        scenario_fault(scenario, "caller", _("\"%s\" is missing."), name);
}

static void check_steps(Scenario *scenario)
{
    JsonObject *expect = map_of(scenario->json, "expect");
    JsonArray *steps = list_of(expect, "steps");
    JsonArray *given = list_of(scenario->json, "given");
    gint64 tickets = given != NULL ? json_array_get_length(given) : 0;

    for (guint i = 0; steps != NULL && i < json_array_get_length(steps); i++) {
        JsonNode *step = json_array_get_element(steps, i);
        g_autofree char *path = g_strdup_printf("expect.steps.%u.ticket", i + 1);
        gint64 ticket = JSON_NODE_HOLDS_OBJECT(step)
                            ? json_object_get_int_member_with_default(json_node_get_object(step), "ticket", 0) : 0;
        if (ticket > tickets)
            scenario_fault(scenario, path, _("There is no ticket %d: the scenario has %d."), (int)ticket, (int)tickets);
    }
}

/* Each of the things that a trap forbids is one thing, so that what was done wrong can be said. */
static void check_forbidden(Scenario *scenario, const ScenarioKey *forbid, JsonObject *trap, guint number)
{
    JsonArray *things = trap != NULL ? list_of(trap, "forbid") : NULL;
    g_autofree char *allowed = scenario_key_list(forbid->keys, scenario->chinese);

    for (guint i = 0; things != NULL && i < json_array_get_length(things); i++) {
        g_autofree char *path = g_strdup_printf("traps.%u.forbid.%u", number, i + 1);
        guint n = 0;

        for (const ScenarioKey *key = forbid->keys; key->word.english != NULL; key++) {
            g_autofree char *place = g_strconcat(path, ".", key->word.english, NULL);
            n += scenario_written(scenario, place) ? 1 : 0;
        }
        if (n > 1)
            scenario_fault(scenario, path, _("\"%s\" takes one of these only: %s"), scenario_spelled(scenario, &forbid->word), allowed);
    }
}

static void check_traps(Scenario *scenario)
{
    JsonArray *traps = list_of(scenario->json, "traps");
    const ScenarioKey *forbid = scenario_key(scenario_key(scenario_keys, "traps")->keys, "forbid");

    for (guint i = 0; traps != NULL && i < json_array_get_length(traps); i++) {
        JsonNode *trap = json_array_get_element(traps, i);
        check_forbidden(scenario, forbid, JSON_NODE_HOLDS_OBJECT(trap) ? json_node_get_object(trap) : NULL, i + 1);
    }
}

static void check_rubric(Scenario *scenario)
{
    JsonObject *rubric = map_of(scenario->json, "rubric");
    int sum = 0;
    gboolean known = rubric != NULL;

    for (guint i = 0; i < G_N_ELEMENTS(standards); i++) {
        const char *item = strchr(standards[i].points, '.') + 1;
        g_autofree char *standard = name_of(scenario, standards[i].standard);
        gboolean above = strchr(standards[i].standard, '.') == NULL || scenario_written(scenario, "expect");

        if (!scenario_written(scenario, standards[i].points))
            continue;
        known = known && json_object_has_member(rubric, item);
        sum += rubric != NULL ? (int)json_object_get_int_member_with_default(rubric, item, 0) : 0;
        if (above && !scenario_written(scenario, standards[i].standard))
            scenario_fault(scenario, standards[i].points, _("Points are given for what the scenario does not say: \"%s\" is missing."),
                           standard);
    }
    if (known && sum != 100)
        scenario_fault(scenario, "rubric", _("The points add up to %d, not to 100."), sum);
}

void scenario_check_rules(Scenario *scenario, const char *name)
{
    check_code(scenario, name);
    check_flow(scenario);
    check_opening(scenario);
    check_steps(scenario);
    check_traps(scenario);
    check_rubric(scenario);
}
