/* The whole flow on one server with three clients: an agent takes a ringing call and dispatches, the
 * unit handles, another agent rings back and closes. In Chinese, at 80x24, by keyboard alone. */
#include <locale.h>

#include "tests/support/screen.h"

static void fill_form(Terminal *agent)
{
    pick_from_list(agent, "朝阳", "> 东湖区 / 朝阳路街道");
    terminal_send(agent, "丽景小区东门\t");
    pick_from_list(agent, "噪音", "> 环境保护 / 环境污染 / 噪音污染");
    pick_from_list(agent, "投诉", "> (3 )?投诉");
    terminal_send(agent, "\t\t丽景小区东门夜间烧烤噪音扰民\t");
    pick_from_list(agent, "城市管理", "> 市城市管理局");
    terminal_send(agent, "市民反映烧烤摊营业至凌晨两点,噪音和油烟严重,要求处理。");
    terminal_expect(agent, "营业至凌晨两点");
    terminal_expect(agent, "时限 20..-..-.. 17:30 \\(一般, 5个工作日\\)");
}

static void agent_dispatches(Terminal *agent, const char *database)
{
    terminal_expect(agent, "新手三键.*F3 示闲");
    terminal_key(agent, "F3");
    terminal_expect(agent, "已示闲");
    ring_in(database, "13812341111");
    terminal_expect(agent, "F2 接听.*来电 138\\*\\*\\*\\*1111");
    terminal_key(agent, "F2");
    terminal_expect(agent, "来电 138\\*\\*\\*\\*1111  通话");
    terminal_send(agent, "王女士");
    terminal_key(agent, "F6");
    terminal_expect(agent, "区域!");
    terminal_expect(agent, "此项必填");
    fill_form(agent);
    terminal_key(agent, "F6");
    terminal_expect(agent, "工单 \\d{14}:已派单。请告知诉求人:20..-..-.. 17:30 前办结");
    terminal_key(agent, "F4");
    terminal_expect(agent, "示闲 \\d\\d:\\d\\d");
}

static void talk(Terminal *unit, const char *key, const char *text)
{
    terminal_send(unit, key);
    terminal_expect(unit, "F5 或 \\^X s 提交");
    pick_from_list(unit, "电话", "> (1 )?电话");
    terminal_send(unit, text);
    terminal_key(unit, "F5");
    terminal_expect_gone(unit, "F5 或 \\^X s 提交");
}

static void unit_handles(Terminal *unit)
{
    terminal_expect(unit, "> \\d{14} 已派单 .*丽景小区东门");
    terminal_key(unit, "Enter");
    terminal_expect(unit, "r签收");
    terminal_send(unit, "r");
    terminal_expect(unit, "单位签收");
    terminal_expect(unit, "c沟通");
    /* what stands in the way is told before the key is pressed */
    terminal_expect(unit, "办结:办结前须至少与诉求人沟通一次并记录");
    terminal_send(unit, "f");
    terminal_expect(unit, "办结前须至少与诉求人沟通一次并记录");
    talk(unit, "c", "已联系王女士,今晚联合执法。");
    terminal_expect(unit, "与诉求人沟通 \\(电话\\): 已联系王女士");
    terminal_send(unit, "f");
    terminal_expect(unit, "办结前须向诉求人反馈结果并记录");
    talk(unit, "b", "已告知处理结果。");
    terminal_expect(unit, "已反馈结果 \\(电话\\): 已告知");
    terminal_expect(unit, "f办结");
    terminal_send(unit, "f");
    terminal_expect(unit, "F5 或 \\^X s 提交");
    terminal_send(unit, "烧烤摊已取缔,列入夜间巡查。");
    terminal_key(unit, "F5");
    terminal_expect(unit, "待回访 ---");
    terminal_expect(unit, "烧烤摊已取缔,列入夜间巡查");
    terminal_send(unit, "G");
    terminal_expect(unit, "单位办结: 烧烤摊已取缔");
}

static void second_agent_closes(Terminal *agent)
{
    terminal_expect(agent, "1话务");
    terminal_send(agent, "3");
    terminal_expect(agent, "> .* 回访 138\\*\\*\\*\\*1111 +0 丽景小区东门");
    terminal_key(agent, "Enter");
    terminal_expect(agent, "单位办理结果 -- 市城市管理局\n +烧烤摊已取缔,列入夜间巡查");
    terminal_expect(agent, "2\\. 问题解决了吗");
    terminal_send(agent, "r");
    terminal_expect(agent, "号码:13812341111");
    terminal_send(agent, "v");
    terminal_expect(agent, "响应");
    terminal_send(agent, "111");
    terminal_key(agent, "F5");
    terminal_expect(agent, "完成于 .*已接通");
    terminal_send(agent, "t");
    terminal_expect(agent, "已办结 ---");
    terminal_send(agent, "G");
    terminal_expect(agent, "诉求人评价 响应\\?是 解决\\?是 满意\\?是");
    terminal_expect(agent, "办结方式: 诉求人评价");
    terminal_expect(agent, "认领回拨,查看号码");
}

static void test_ring_to_closed(void)
{
    g_autofree char *database = shared_database();
    g_autoptr(Terminal) agent = workstation(24, 80, "xterm-256color", database, "demo_agent");
    g_autoptr(Terminal) unit = workstation(24, 80, "xterm-256color", database, "demo_unit");
    g_autoptr(Terminal) other = workstation(24, 80, "vt100", database, "demo_agent2");

    agent_dispatches(agent, database);
    unit_handles(unit);
    second_agent_closes(other);
    terminal_send(other, "Q");
    g_assert_cmpint(terminal_wait(other, 3000), ==, 0);
}

/* Two agents press at once: one gets the call, the other is told who has it. */
static void test_two_take(void)
{
    g_autofree char *database = shared_database();
    g_autoptr(Terminal) one = workstation(24, 80, "xterm-256color", database, "demo_agent");
    g_autoptr(Terminal) two = workstation(24, 80, "xterm-256color", database, "demo_agent2");
    g_autofree char *text = NULL;
    gboolean first;

    terminal_expect(one, "新手三键");
    terminal_expect(two, "新手三键");
    terminal_key(one, "F3");
    terminal_key(two, "F3");
    terminal_expect(one, "已示闲");
    terminal_expect(two, "已示闲");
    ring_in(database, "13900002222");
    terminal_expect(one, "F2 接听");
    terminal_expect(two, "F2 接听");
    terminal_key(one, "F2");
    terminal_key(two, "F2");
    terminal_expect(one, "通话 0:|来电已由 1004 李强 接听|没有来电");
    terminal_expect(two, "通话 0:|来电已由 1003 张敏 接听|没有来电");
    text = terminal_text(one);
    first = strstr(text, "工单登记]") != NULL;
    g_free(text);
    text = terminal_text(two);
    g_assert_true(first != (strstr(text, "工单登记]") != NULL));
}

/* A call that rings takes no keystroke from what is being typed. */
static void test_ring_while_typing(void)
{
    g_autofree char *database = shared_database();
    g_autoptr(Terminal) agent = workstation(24, 80, "xterm-256color", database, "demo_agent");

    terminal_expect(agent, "新手三键");
    terminal_key(agent, "F3");
    terminal_expect(agent, "已示闲");
    terminal_send(agent, "n");
    terminal_expect(agent, "非来电工单");
    terminal_send(agent, "赵");
    ring_in(database, "13711113333");
    terminal_expect(agent, "F2 接听");
    terminal_send(agent, "先生");
    terminal_expect(agent, "赵先生");
    terminal_key(agent, "F2");
    terminal_expect(agent, "来电 137\\*\\*\\*\\*3333  通话");
    terminal_key(agent, "C-x");
    terminal_send(agent, "i");
    terminal_expect(agent, "无声来电");
}

int main(int argc, char **argv)
{
    setlocale(LC_ALL, "C.UTF-8");
    g_test_init(&argc, &argv, NULL);
    g_test_set_nonfatal_assertions();
    g_test_add_func("/flow/ring-to-closed", test_ring_to_closed);
    g_test_add_func("/flow/two-take-one-gets", test_two_take);
    g_test_add_func("/flow/ring-while-typing", test_ring_while_typing);
    return g_test_run();
}
