/* What is wrong with a scenario: each kind of fault, its line and its words. */
#include <gio/gio.h>
#include <glib/gstdio.h>
#include <string.h>

#include "common/lang.h"
#include "common/scenario.h"
#include "tests/support/scenario_text.h"

/* Each puts something else for a part of the example or of the lead's scenario: one fault, in that line, of these words. */
typedef struct {
    const char *from;
    const char *to;
    int line;
    const char *words;
} Case;

static void test_one(const char *text, const Case *each)
{
    g_autoptr(GPtrArray) faults = scenario_faults_new();
    g_auto(GStrv) parts = g_strsplit(text, each->from, 2);
    g_autofree char *changed = g_strjoinv(each->to, parts);
    g_autoptr(Scenario) scenario = scenario_parse(changed, -1, NULL, faults);
    const ScenarioFault *fault = faults->len > 0 ? g_ptr_array_index(faults, 0) : NULL;

    g_test_message("%s -> %s", each->from, each->to);
    scenario_text_note_faults(faults);
    g_assert_cmpuint(g_strv_length(parts), ==, 2);
    g_assert_null(scenario);
    g_assert_cmpuint(faults->len, ==, 1);
    g_assert_cmpint(fault->line, ==, each->line);
    if (strstr(fault->sentence, each->words) == NULL)
        g_error("\"%s\" is not in: %s", each->words, fault->sentence);
}

#define WRONG_COLON "half-width colon"

static void test_syntax_faults(void)
{
    static const Case cases[] = {
        {"标题: 夜", "标题：夜", 2, WRONG_COLON},
        {"流程: 投", "流程:投", 3, WRONG_COLON},
        {"  姓名: 王", "  姓名：王", 6, WRONG_COLON},
        {"    - 问: ", "    - 问：", 13, WRONG_COLON},
        {"  依据: ", "  依据：", 29, WRONG_COLON},
        {"  姓名: ", "\t姓名: ", 6, "tab"},
        {"  - 名称", "\t- 名称", 16, "tab"},
        {"时限]\n", "时限\n", 24, "[ ] is not closed"},
        {"时间: 10}", "时间: 10", 26, "{ } are not closed"},
        {"- 喂", "- \"不要\"喂", 10, "quotation mark"},
        {"说明: 占", "说明: \"占", 28, "quotation mark is not closed"},
        {"      说: 丽", "     说: 丽", 14, "indented"},
        {"流程: 投诉", "流程: 投诉: 甲", 3, "No key can be here"},
        {"- 喂", "- @喂", 10, "quotes"},
        {"- 喂", "- *喂", 10, "Aliases"},
        {"- 喂", "- !喂", 10, "Aliases"},
        {"标题: 夜", "标题: &夜 夜", 2, "Aliases"},
        {"标题: 夜", "标题: &a 夜", 2, "Aliases"},
        {"难度: 1", "难度: *a", 4, "Aliases"},
        {"来电人:", "来电人: !!map", 5, "Aliases"},
        {"讲解:", "---\n讲解:", 27, "one scenario only"},
        {"流程: 投诉", "? [流程]\n: 投诉\n流程: 投诉", 3, "A key is a word"},
        {"夜间", "夜\xe2\x80\x8b间", 2, "U+200B"},
        {"夜间", "夜\x01间", 2, "U+0001"},
        {"夜间", "夜\xff间", 2, "not UTF-8"},
        {"夜间", "夜\xc2\x85间", 2, "U+0085"},
        {"标题: 夜间烧烤噪音", "标题: \"夜\\u202E\"", 2, "U+202E"},
        {"标题: 夜间烧烤噪音", "标题: \"夜\\0\"", 2, "U+FFFD"},
    };
    g_autofree char *text = scenario_text_example();

    for (guint i = 0; i < G_N_ELEMENTS(cases); i++)
        test_one(text, &cases[i]);
}

static void test_value_faults(void)
{
    static const Case cases[] = {
        {"难度: 1", "难度: 4", 4, "from 1 to 3"},
        {"难度: 1", "难度: 一", 4, "whole number"},
        {"难度: 1", "难度: 1.5", 4, "whole number"},
        {"难度: 1", "难度: 99999999999999999999", 4, "whole number"},
        {"难度: 1", "难度: [1]", 4, "not a list"},
        {"难度: 1", "难度:", 4, "empty"},
        {"难度: 1", "难度: ~", 4, "empty"},
        {"用语: [问候, 地点, 时限]", "用语: []", 24, "empty"},
        {"难度: 1\n", "难度: 1\n备注: 无\n", 5, "Allowed: 编号、标题、"},
        {"难度: 1\n", "难度: 1\n提是: 无\n", 5, "Did you mean \"提示\"?"},
        {"难度: 1\n", "难度: 1\nlimt: 20\n", 5, "Did you mean \"limit\"?"},
        {"编号: noise-barbecue\n", "", 1, "\"编号\" is missing"},
        {"  - 名称: 地点\n    填在", "  - 填在", 16, "\"名称\" is missing"},
        {"  依据: 派单目录:环境保护 / 环境污染 / 噪音污染\n", "", 27, "\"依据\" is missing"},
        {"  情绪: 着急", "  情绪: 着急\n  姓名: 李", 9, "twice, first in line 6"},
        {"  情绪: 着急", "  情绪: 着急\n  name: 李", 9, "twice, first in line 6"},
        {"情绪: 着急", "情绪: 焦急", 8, "Did you mean \"着急\"?"},
        {"情绪: 着急", "情绪: 高兴", 8, "Allowed: 平静、"},
        {"[问候, 地点, 时限]", "[问候, 地址, 时限]", 24, "\"地址\""},
        {"[问候, 地点, 时限]", "[问候，地点]", 24, "half-width comma"},
        {"- 喂", "- 我说: 喂", 10, "quotes"},
        {"- 喂", "-\n      - 喂", 11, "not a list"},
        {"编号: noise-barbecue", "编号: Noise", 1, "lower-case"},
        {"编号: noise-barbecue", "编号: 噪音", 1, "lower-case"},
        {"\"13900002222\"", "甲", 7, "telephone number"},
        {"夜间烧烤噪音", "一二三四五六七八九十一二三四五六七八九十一二三四五六七八九十一二三四五六七八九十一", 2,
         "41 characters; at most 40"},
        {"王女士", "一二三四五六七八九十一二三四五六七八九十一二三四五六七八九十一二三四五六七八九十一", 6, "at most 40"},
        {"标题: 夜间烧烤噪音", "标题: |\n  夜\n  间", 2, "one line"},
        {"说: 丽景小区东门外面。", "挂机: 好", 14, "是 or 否"},
        {"      说: 丽景小区东门外面。\n", "", 13, "\"说\" is missing"},
        {"      说: 丽", "      等: 30\n      说: 丽", 14, "only when \"问\" is \"沉默\""},
        {"标题: 夜间", "标题: 夜\t间", 2, "U+0009"},
    };
    g_autofree char *text = scenario_text_example();

    for (guint i = 0; i < G_N_ELEMENTS(cases); i++)
        test_one(text, &cases[i]);
}

static void test_rule_faults(void)
{
    static const Case cases[] = {
        {"方式: 10,", "方式: 11,", 26, "add up to 101"},
        {"  单位: CG\n", "", 25, "\"标准 / 单位\" is missing"},
        {"  类别: 噪音污染\n", "", 25, "\"标准 / 类别\" is missing"},
        {"时限: 240\n", "", 25, "\"时限\" is missing"},
        {"用语: [问候, 地点, 时限]\n", "", 25, "\"用语\" is missing"},
        {"方式: 10,", "规则: 10,", 26, "\"陷阱\" is missing"},
        {"方式: 10,", "步骤: 10,", 26, "\"标准 / 步骤\" is missing"},
        {"要点:\n  - 名称: 地点\n    填在: 地点\n    内容: 丽景小区东门\n", "", 22, "\"要点\" is missing"},
        {"流程: 投诉", "流程: 催办", 1, "begins with a ticket"},
        {"流程: 投诉", "流程: 延期", 3, "no agent's flow"},
        {"流程: 投诉", "角色: 话务员\n流程: 办理", 3, "no agent's flow"},
        {"来电人:\n  姓名: 王女士\n  电话: \"13900002222\"\n  情绪: 着急\n  开场:\n    - 喂,你好,是12345吗?\n"
         "    - 楼下烧烤摊每天晚上摆到凌晨两点,吵得睡不着!\n  应答:\n    - 问: 地点\n      说: 丽景小区东门外面。\n", "", 1,
         "\"来电人\" is missing"},
        {"  性质: 投诉\n", "  性质: 投诉\n  步骤: {操作: 催办}\n", 23, "no ticket 1: the scenario has 0"},
        {"  开场:\n    - 喂,你好,是12345吗?\n    - 楼下烧烤摊每天晚上摆到凌晨两点,吵得睡不着!\n", "", 5, "开场\" is missing"},
    };
    static const Case lead_cases[] = {
        {"    - 工单: 2\n", "    - 工单: 3\n", 18, "no ticket 3: the scenario has 2"},
        {"陷阱:\n", "来电人: {开场: 喂}\n陷阱:\n", 20, "no caller"},
        {"角色: 班长\n", "", 3, "no agent's flow"},
        {"{词: [签收, 代签]}", "{词: 签收, 操作: 签收}", 24, "one of these only"},
        {"{词: [签收, 代签]}", "[{操作: 签收}, {}]", 24, "empty"},
        {"    理由: 不属本单位\n", "", 6, "\"理由\" is missing"},
        {", 理由: 要等材料", "", 14, "\"理由\" is missing"},
        {"状态: 已退单", "状态: 已办结", 6, "\"结果\" is missing"},
        {"    状态: 已退单\n", "    状态: 办理中\n    退单: 2\n", 13, "only when \"状态\" is \"已退单\""},
        {"改派, 单位: ZJ", "改派", 17, "\"单位\" is missing"},
        {"操作: 同意延期", "操作: 回访", 18, "\"结果\" is missing"},
        {"操作: 同意延期", "操作: 查看号码", 19, "cannot be"},
        {"    内容: |", "    地点: 长\n    地点: 长\n    内容: |", 8, "twice"},
    };
    g_autofree char *text = scenario_text_example();

    for (guint i = 0; i < G_N_ELEMENTS(cases); i++)
        test_one(text, &cases[i]);
    for (guint i = 0; i < G_N_ELEMENTS(lead_cases); i++)
        test_one(scenario_text_lead, &lead_cases[i]);
}

/* The ticket form's limits: so many characters fit, one more does not. */
static void test_lengths(void)
{
    static const struct {
        const char *from;
        const char *key;
        guint fit;
        int line;
    } cases[] = {{"标题: 路灯不亮", "标题", 80, 6}, {"类别: 路灯", "类别: 路灯\n    地点", 120, 11},
                 {"类别: 路灯", "类别: 路灯\n    诉求人", 40, 11}, {"理由: 不属本单位", "理由", 2000, 13}};

    for (guint i = 0; i < G_N_ELEMENTS(cases); i++) {
        g_autofree char *whole = g_strnfill(cases[i].fit, 'x');
        g_autofree char *good = g_strdup_printf("%s: %s", cases[i].key, whole);
        g_autofree char *bad = g_strconcat(good, "x", NULL);
        g_autofree char *words = g_strdup_printf("at most %u", cases[i].fit);
        g_auto(GStrv) parts = g_strsplit(scenario_text_lead, cases[i].from, 2);
        g_autofree char *text = g_strjoinv(good, parts);
        g_autoptr(Scenario) scenario = scenario_text_parse(text, NULL);
        const Case each = {cases[i].from, bad, cases[i].line, words};
        test_one(scenario_text_lead, &each);
    }
}

static void test_all_faults(void)
{
    static const struct {
        int line;
        const char *words;
    } expected[] = {{1, "\"rubric\" is missing"}, {1, "\"explain\" is missing"}, {1, "the file is named \"b\""},
                    {2, "Allowed: consult, demand"}, {3, "from 1 to 3"}, {6, "Did you mean \"way\"?"}, {8, "\"units\""}};
    g_autoptr(GPtrArray) faults = scenario_faults_new();

    scenario_parse("code: a\nflow: talk\nlevel: x\ntitle: t\nexpect:\n  wai: answer\n  way: answer\nrole: units\n", -1,
                   "/tmp/b.yaml", faults);
    scenario_text_note_faults(faults);
    g_assert_cmpuint(faults->len, ==, G_N_ELEMENTS(expected));
    for (guint i = 0; i < faults->len; i++) {
        const ScenarioFault *fault = g_ptr_array_index(faults, i);
        g_assert_cmpint(fault->line, ==, expected[i].line);
        g_assert_nonnull(strstr(fault->sentence, expected[i].words));
    }
}

static char *program; /* the one built with these tests */

/* Runs the command on two files and one that is not there; what it prints, and its status. */
static char *run_check(const char *const *argv, int *status)
{
    g_autoptr(GError) error = NULL;
    g_autoptr(GSubprocess) process = g_subprocess_newv(argv, G_SUBPROCESS_FLAGS_STDOUT_PIPE, &error);
    char *out = NULL;

    g_assert_no_error(error);
    g_assert_true(g_subprocess_communicate_utf8(process, NULL, NULL, &out, NULL, &error));
    *status = g_subprocess_get_exit_status(process);
    return out;
}

static void test_check(void)
{
    g_autofree char *folder = g_dir_make_tmp("scenario-XXXXXX", NULL);
    g_autofree char *good = g_build_filename(folder, "second-return.yaml", NULL);
    g_autofree char *bad = g_build_filename(folder, "bad.yaml", NULL);
    g_autofree char *missing = g_build_filename(folder, "missing.yaml", NULL);
    g_autofree char *expected = g_strdup_printf("%s: no fault\n%s:1: The code is \"second-return\", but the file is named \"bad\": "
                                                "they must be the same.\n%s: The file cannot be read: No such file or directory\n",
                                                good, bad, missing);
    const char *argv[] = {program, "--lang", "en", "training", "check", good, bad, missing, NULL};
    g_autofree char *out = NULL;
    g_autofree char *good_out = NULL;
    int status;

    g_assert_true(g_file_set_contents(good, scenario_text_lead, -1, NULL));
    g_assert_true(g_file_set_contents(bad, scenario_text_lead, -1, NULL));
    out = run_check(argv, &status);
    g_assert_cmpstr(out, ==, expected);
    g_assert_cmpint(status, ==, 1);
    argv[6] = NULL;
    good_out = run_check(argv, &status);
    g_assert_cmpint(status, ==, 0);
    argv[5] = NULL;
    g_free(run_check(argv, &status));
    g_assert_cmpint(status, ==, 2);
    g_remove(good);
    g_remove(bad);
    g_rmdir(folder);
}

int main(int argc, char **argv)
{
    g_autofree char *own = g_file_read_link("/proc/self/exe", NULL);
    g_autofree char *room = g_path_get_dirname(own);

    program = g_build_filename(room, "..", "..", "hotline", NULL);
    g_setenv("LC_ALL", "C.UTF-8", TRUE);
    g_test_init(&argc, &argv, NULL);
    lang_init("en");
    g_test_add_func("/scenario-faults/syntax", test_syntax_faults);
    g_test_add_func("/scenario-faults/value", test_value_faults);
    g_test_add_func("/scenario-faults/rule", test_rule_faults);
    g_test_add_func("/scenario-faults/lengths", test_lengths);
    g_test_add_func("/scenario-faults/all", test_all_faults);
    g_test_add_func("/scenario-faults/check", test_check);
    return g_test_run();
}
