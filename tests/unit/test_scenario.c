/* Reading scenarios: what the format's own page shows, those built in, and garbage. */
#include <string.h>

#include "common/lang.h"
#include "common/scenario.h"
#include "common/schema.h"
#include "tests/support/scenario_text.h"

static void assert_json(const Scenario *scenario, const char *expected)
{
    g_autoptr(JsonNode) node = json_node_init_object(json_node_alloc(), scenario_json(scenario));
    g_autoptr(JsonNode) wanted = json_from_string(expected, NULL);
    g_autofree char *text = json_to_string(node, TRUE);

    g_assert_nonnull(wanted);
    if (!json_node_equal(node, wanted))
        g_error("not as expected: %s", text);
}

static const char example_json[]
    = "{\"code\": \"noise-barbecue\", \"title\": \"夜间烧烤噪音\", \"flow\": \"complaint\", \"level\": 1, \"role\": \"agent\","
      " \"caller\": {\"name\": \"王女士\", \"phone\": \"13900002222\", \"mood\": \"anxious\", \"patience\": 90,"
      "  \"opening\": [\"喂,你好,是12345吗?\", \"楼下烧烤摊每天晚上摆到凌晨两点,吵得睡不着!\"],"
      "  \"answers\": [{\"to\": \"place\", \"says\": [\"丽景小区东门外面。\"], \"hangs_up\": false}]},"
      " \"facts\": [{\"name\": \"地点\", \"field\": \"address\", \"text\": [\"丽景小区东门\"]}],"
      " \"expect\": {\"way\": \"dispatch\", \"category\": \"噪音污染\", \"kind\": \"complaint\", \"unit\": \"CG\"},"
      " \"tone\": [\"greet\", \"place\", \"deadline\"], \"limit\": 240,"
      " \"rubric\": {\"way\": 10, \"category\": 20, \"kind\": 5, \"unit\": 20, \"facts\": 20, \"tone\": 15, \"time\": 10},"
      " \"explain\": {\"text\": \"占道经营和烧烤扰民由城市管理部门办理。\","
      "  \"source\": \"派单目录:环境保护 / 环境污染 / 噪音污染\"}}";

static void test_example(void)
{
    g_autofree char *text = scenario_text_example();
    g_autoptr(Scenario) scenario = scenario_text_parse(text, "schema/training/noise-barbecue.yaml");

    assert_json(scenario, example_json);
}

static void test_english(void)
{
    static const char text[]
        = "code: noise-barbecue\ntitle: 夜间烧烤噪音\nflow: complaint\nlevel: 1\n"
          "caller:\n  name: 王女士\n  phone: 13900002222\n  mood: anxious\n"
          "  opening: [\"喂,你好,是12345吗?\", \"楼下烧烤摊每天晚上摆到凌晨两点,吵得睡不着!\"]\n"
          "  answers: {to: place, says: 丽景小区东门外面。}\n"
          "facts: {name: 地点, field: address, text: 丽景小区东门}\n"
          "expect: {way: dispatch, category: 噪音污染, kind: complaint, unit: CG}\n"
          "tone: [greet, place, deadline]\nlimit: 240\n"
          "rubric: {way: 10, category: 20, kind: 5, unit: 20, facts: 20, tone: 15, time: 10}\n"
          "explain:\n  text: 占道经营和烧烤扰民由城市管理部门办理。\n"
          "  source: 派单目录:环境保护 / 环境污染 / 噪音污染\n";
    g_autoptr(Scenario) scenario = scenario_text_parse(text, "noise-barbecue");

    assert_json(scenario, example_json);
}

static void test_lead(void)
{
    g_autoptr(Scenario) scenario = scenario_text_parse(scenario_text_lead, NULL);

    assert_json(scenario,
                "{\"code\": \"second-return\", \"title\": \"两次退单\", \"flow\": \"objection\", \"role\": \"lead\", \"level\": 1,"
                " \"given\": [{\"title\": \"路灯不亮\", \"body\": \"市民反映路灯不亮。\\n已有三天。\", \"category\": \"路灯\","
                "  \"unit\": \"CG\", \"state\": \"returned\", \"reason\": \"不属本单位\", \"returns\": 1},"
                "  {\"title\": \"污水\", \"body\": \"污水外溢\", \"category\": \"污水\", \"unit\": \"SW\","
                "   \"state\": \"handling\", \"days\": 5, \"reason\": \"要等材料\"}],"
                " \"expect\": {\"steps\": [{\"ticket\": 1, \"action\": \"redispatch\", \"unit\": \"ZJ\", \"reason\": [\"属住建\"]},"
                "  {\"ticket\": 2, \"action\": \"grant_extension\"}]},"
                " \"traps\": [{\"kind\": \"overreach\", \"text\": \"不能替单位签收。\", \"forbid\": [{\"words\": [\"签收\", \"代签\"]}]}],"
                " \"rubric\": {\"steps\": 90, \"rules\": 10}, \"hints\": [{\"text\": \"看派单目录\", \"cost\": 5}],"
                " \"explain\": {\"text\": \"无\", \"source\": \"无\"}}");
}

static void test_lines(void)
{
    static const struct {
        const char *path;
        int line;
    } cases[] = {{"code", 1}, {"given", 5}, {"given.1", 6}, {"given.1.unit", 11}, {"given.2.unit", 14},
                 {"given.1.urgency", 6}, {"expect.steps.1.unit", 17}, {"expect.steps.2.action", 19},
                 {"traps.1.forbid.1.words.2", 24}, {"traps.1.forbid.1.unit", 24}, {"caller.area", 1}, {"", 1}, {"nothing", 1}};
    g_autoptr(Scenario) scenario = scenario_text_parse(scenario_text_lead, NULL);

    for (guint i = 0; i < G_N_ELEMENTS(cases); i++)
        g_assert_cmpint(scenario_line(scenario, cases[i].path), ==, cases[i].line);
}

static void test_builtin(void)
{
    g_auto(GStrv) names = scenario_builtin_names();
    guint on_disk = 0;
    const char *name;
    g_autoptr(GDir) folder = g_dir_open("schema/training", 0, NULL);

    while ((name = g_dir_read_name(folder)) != NULL)
        on_disk += g_str_has_suffix(name, ".yaml") ? 1 : 0;
    g_assert_cmpuint(g_strv_length(names), ==, on_disk);
    for (char **each = names; *each != NULL; each++) {
        g_autofree char *path = g_strconcat("training/", *each, NULL);
        g_test_message("%s", path);
        scenario_free(scenario_text_parse(schema_resource(path), *each));
    }
}

static void test_forms(void)
{
    g_autofree char *text = scenario_text_example();
    g_auto(GStrv) lines = g_strsplit(text, "\n", -1);
    g_autofree char *windows = g_strjoinv("\r\n", lines);
    g_autofree char *marked = g_strconcat("\xef\xbb\xbf", windows, NULL);
    g_autoptr(Scenario) scenario = scenario_text_parse(marked, "noise-barbecue.yaml");

    assert_json(scenario, example_json);
    g_assert_cmpint(scenario_line(scenario, "explain.source"), ==, 29);
}

static void expect_one(const char *text, gssize length, int line, const char *words)
{
    g_autoptr(GPtrArray) faults = scenario_faults_new();
    const ScenarioFault *fault;

    g_assert_null(scenario_parse(text, length, NULL, faults));
    scenario_text_note_faults(faults);
    g_assert_cmpuint(faults->len, ==, 1);
    fault = g_ptr_array_index(faults, 0);
    g_assert_cmpint(fault->line, ==, line);
    g_assert_nonnull(strstr(fault->sentence, words));
}

static void test_garbage(void)
{
    g_autofree char *huge = g_strnfill(SCENARIO_BYTES_MAX + 1, '#');
    g_autofree char *deep = g_strnfill(SCENARIO_BYTES_MAX, '[');
    g_autoptr(GPtrArray) faults = scenario_faults_new();
    g_autoptr(GString) keys = g_string_new(NULL);

    expect_one("", 0, 1, "empty");
    expect_one("# 说明\n", -1, 1, "empty");
    expect_one("~", -1, 1, "empty");
    expect_one("你好", -1, 1, "consists of keys");
    expect_one("- a\n", -1, 1, "consists of keys");
    expect_one("编号：a\n标题：b\n", -1, 1, "half-width colon");
    expect_one(huge, -1, 1, "1 MB");
    expect_one(deep, -1, 1, "nested");
    huge[SCENARIO_BYTES_MAX] = '\0';
    expect_one(huge, -1, 1, "empty");
    while (keys->len < SCENARIO_BYTES_MAX - 10)
        g_string_append(keys, "k: 1\n");
    g_assert_null(scenario_parse(keys->str, -1, NULL, faults));
    g_assert_cmpuint(faults->len, <, 400);
    g_assert_nonnull(strstr(((ScenarioFault *)g_ptr_array_index(faults, 0))->sentence, "more faults"));
    g_assert_null(scenario_read("/dev/zero", faults));
    g_assert_null(scenario_read("/no/such/file", faults));
}

/* Bytes put in, taken out, doubled: never a crash, and either a scenario or a fault in a line that is there. */
static void test_mutations(void)
{
    static const char *const bits[] = {":", " ", "\n", "- ", "[", "]", "{", "}", "\"", "'", "&a ", "*a", "!", "|", ">", "\t",
                                       "#", "---", "...", "?", "%", "\xff", "\xef\xbc\x9a", "~", "<<", "\r", "\\", ","};
    g_autofree char *text = scenario_text_example();
    g_autoptr(GRand) rand = g_rand_new_with_seed(12345);
    guint good = 0;

    for (int round = 0; round < 6000; round++) {
        g_autoptr(GString) changed = g_string_new(round % 2 == 0 ? text : scenario_text_lead);
        g_autoptr(GPtrArray) faults = scenario_faults_new();
        g_autoptr(Scenario) scenario = NULL;
        int lines = 1;

        for (int n = g_rand_int_range(rand, 1, 6); n > 0; n--) {
            gssize at = g_rand_int_range(rand, 0, (gint32)changed->len - 40);
            switch (g_rand_int_range(rand, 0, 4)) {
            case 0:
                g_string_erase(changed, at, g_rand_int_range(rand, 1, 30));
                break;
            case 1:
                changed->str[at] = (char)g_rand_int_range(rand, 0, 256);
                break;
            default:
                g_string_insert(changed, at, bits[g_rand_int_range(rand, 0, G_N_ELEMENTS(bits))]);
            }
        }
        scenario = scenario_parse(changed->str, (gssize)changed->len, NULL, faults);
        for (gsize i = 0; i < changed->len; i++)
            lines += changed->str[i] == '\n';
        g_assert_true((scenario != NULL) == (faults->len == 0));
        good += scenario != NULL;
        for (guint i = 0; i < faults->len; i++) {
            const ScenarioFault *fault = g_ptr_array_index(faults, i);
            g_assert_cmpint(fault->line, >=, 1);
            g_assert_cmpint(fault->line, <=, lines);
            g_assert_true(g_utf8_validate(fault->sentence, -1, NULL));
        }
    }
    g_test_message("%u were still good", good);
    g_assert_cmpuint(good, <, 3000);
    for (int round = 0; round < 500; round++) {
        char bytes[200];
        g_autoptr(GPtrArray) faults = scenario_faults_new();
        for (gsize i = 0; i < sizeof bytes; i++)
            bytes[i] = (char)g_rand_int_range(rand, 0, round % 2 == 0 ? 256 : 128);
        g_assert_null(scenario_parse(bytes, sizeof bytes, NULL, faults));
        g_assert_cmpuint(faults->len, >, 0);
    }
}

int main(int argc, char **argv)
{
    g_setenv("LC_ALL", "C.UTF-8", TRUE);
    g_test_init(&argc, &argv, NULL);
    lang_init("en");
    g_test_add_func("/scenario/example", test_example);
    g_test_add_func("/scenario/english", test_english);
    g_test_add_func("/scenario/lead", test_lead);
    g_test_add_func("/scenario/lines", test_lines);
    g_test_add_func("/scenario/forms", test_forms);
    g_test_add_func("/scenario/builtin", test_builtin);
    g_test_add_func("/scenario/garbage", test_garbage);
    g_test_add_func("/scenario/mutations", test_mutations);
    return g_test_run();
}
