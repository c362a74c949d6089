/* Writing scenarios: what is written is read back as the same, whatever it holds. */
#include <locale.h>
#include <string.h>

#include "common/scenario.h"
#include "common/scenario_write.h"
#include "common/schema.h"
#include "tests/support/scenario_text.h"

/* Writes it, reads it back and compares. out: the text, owned. */
static char *round_trip(const Scenario *scenario, const char *comment)
{
    char *text = scenario_write(scenario_json(scenario), comment);
    g_autoptr(Scenario) again = scenario_text_parse(text, NULL);
    g_autoptr(JsonNode) before = json_node_init_object(json_node_alloc(), scenario_json(scenario));
    g_autoptr(JsonNode) after = json_node_init_object(json_node_alloc(), scenario_json(again));

    if (!json_node_equal(before, after))
        g_error("not the same again:\n%s", text);
    return text;
}

static void test_example(void)
{
    g_autofree char *text = scenario_text_example();
    g_autoptr(Scenario) scenario = scenario_text_parse(text, NULL);
    g_autofree char *written = round_trip(scenario, "先看一遍");

    g_assert_true(g_str_has_prefix(written, "# 先看一遍\n编号: noise-barbecue\n标题: 夜间烧烤噪音\n流程: 投诉\n来电人:\n"));
    g_assert_nonnull(strstr(written, "\n  电话: \"13900002222\"\n"));
    g_assert_nonnull(strstr(written, "\n用语: [问候, 地点, 时限]\n"));
    g_assert_nonnull(strstr(written, "\n评分: {方式: 10, 类别: 20,"));
    /* what the format fills in by itself is not there */
    g_assert_null(strstr(written, "耐心"));
    g_assert_null(strstr(written, "挂机"));
}

static void test_lead(void)
{
    g_autoptr(Scenario) scenario = scenario_text_parse(scenario_text_lead, NULL);
    g_autofree char *written = round_trip(scenario, NULL);

    g_assert_true(g_str_has_prefix(written, "编号: "));
}

static void test_builtin(void)
{
    g_auto(GStrv) names = scenario_builtin_names();

    g_assert_cmpuint(g_strv_length(names), >, 0);
    for (char **name = names; *name != NULL; name++) {
        g_autofree char *path = g_strconcat("training/", *name, NULL);
        g_autoptr(Scenario) scenario = scenario_text_parse(schema_resource(path), *name);
        g_autofree char *written = round_trip(scenario, NULL);
    }
}

/* Texts that YAML would take for something else. */
static void test_hard(void)
{
    static const char *const hard[] = {
        "是: 这样", "有 # 号", "- 像列表", "* 像别名", "&锚", "!标签", "\"引号\"在前", "'单引号", "{像键}", "[像列表]", "12345", "1.5", "0x1F", "yes",
        "null", "~", "~波浪", "? 问", "| 竖", "> 大于", "%百分", "@某", "`反引号", ": 冒号在前", "冒号在后:", "tab\\t不是制表", "反斜杠 \\n 不换行",
        "汉字 空格 汉字", "😀 表情", "𠮷野家", "a b  两个空格", "---", "...", "=", "<<", "一句很长的话,没有空格,一直说下去,说到一行放不下为止,也不应当在中间被折断,"
        "因为折断的地方会多出一个空格来,那就不是原来的话了,再长一点也是一样。"};
    g_autofree char *text = scenario_text_example();

    for (guint i = 0; i < G_N_ELEMENTS(hard); i++) {
        g_autoptr(Scenario) scenario = scenario_text_parse(text, NULL);
        JsonObject *json = scenario_json(scenario);
        JsonArray *opening = json_object_get_array_member(json_object_get_object_member(json, "caller"), "opening");
        g_autofree char *two = g_strconcat(hard[i], "\n", hard[i], NULL);
        g_autofree char *written = NULL;

        json_array_add_string_element(opening, hard[i]);
        json_object_set_string_member(json_object_get_object_member(json, "explain"), "text", two);
        json_object_set_string_member(json_object_get_object_member(json, "explain"), "source", hard[i]);
        written = round_trip(scenario, NULL);
    }
}

static void test_code(void)
{
    const char *fault = NULL;
    g_autofree char *code = scenario_code_of("/tmp/a b/heat-cold-2.yaml", &fault);

    g_assert_cmpstr(code, ==, "heat-cold-2");
    for (const char *const *bad = (const char *const[]){"heat.txt", "热.yaml", "Heat.yaml", ".yaml", "a b.yaml", "x/", NULL}; *bad != NULL; bad++) {
        fault = NULL;
        g_assert_null(scenario_code_of(*bad, &fault));
        g_assert_nonnull(fault);
    }
}

int main(int argc, char **argv)
{
    g_setenv("LC_ALL", "C.UTF-8", TRUE);
    setlocale(LC_ALL, "");
    g_test_init(&argc, &argv, NULL);
    g_test_add_func("/scenario-write/example", test_example);
    g_test_add_func("/scenario-write/lead", test_lead);
    g_test_add_func("/scenario-write/builtin", test_builtin);
    g_test_add_func("/scenario-write/hard", test_hard);
    g_test_add_func("/scenario-write/code", test_code);
    return g_test_run();
}
