/* Scenarios of tests. */
#include "tests/support/scenario_text.h"

#include <string.h>

char *scenario_text_example(void)
{
    static const char begin[] = "```yaml\n";
    g_autofree char *page = NULL;
    char *from;

    g_assert_true(g_file_get_contents("schema/training/FORMAT.md", &page, NULL, NULL));
    from = strstr(page, begin);
    g_assert_nonnull(from);
    from += strlen(begin);
    return g_strndup(from, (gsize)(strstr(from, "```") - from));
}

const char scenario_text_lead[]
    = "编号: second-return\n"               /* 1 */
      "标题: 两次退单\n"
      "流程: 退单\n"
      "角色: 班长\n"
      "工单:\n"                             /* 5 */
      "  - 标题: 路灯不亮\n"
      "    内容: |\n"
      "      市民反映路灯不亮。\n"
      "      已有三天。\n"
      "    类别: 路灯\n"                    /* 10 */
      "    单位: CG\n"
      "    状态: 已退单\n"
      "    理由: 不属本单位\n"
      "  - {标题: 污水, 内容: 污水外溢, 类别: 污水, 单位: SW, 状态: 办理中, 天数: 5, 理由: 要等材料}\n"
      "标准:\n"                             /* 15 */
      "  步骤:\n"
      "    - {操作: 改派, 单位: ZJ, 理由: 属住建}\n"
      "    - 工单: 2\n"
      "      操作: 同意延期\n"
      "陷阱:\n"                             /* 20 */
      "  种类: 越权\n"
      "  说明: 不能替单位\n"
      "        签收。\n"
      "  禁止: {词: [签收, 代签]}\n"
      "评分: {步骤: 90, 规则: 10}\n"        /* 25 */
      "提示: {内容: 看派单目录, 扣分: 5}\n"
      "讲解: {说明: 无, 依据: 无}\n";

void scenario_text_note_faults(const GPtrArray *faults)
{
    for (guint i = 0; i < faults->len; i++) {
        const ScenarioFault *fault = g_ptr_array_index(faults, i);
        g_test_message("%d: %s", fault->line, fault->sentence);
    }
}

Scenario *scenario_text_parse(const char *text, const char *name)
{
    g_autoptr(GPtrArray) faults = scenario_faults_new();
    Scenario *scenario = scenario_parse(text, -1, name, faults);

    scenario_text_note_faults(faults);
    g_assert_nonnull(scenario);
    g_assert_cmpuint(faults->len, ==, 0);
    return scenario;
}
