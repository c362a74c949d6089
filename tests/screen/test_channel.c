/* A message of another channel: it waits beside the calls, an agent takes it by the same key, the unit handles it, the
 * channel reads what became of it. In Chinese, by keyboard alone. */
#include <locale.h>
#include <signal.h>

#include "tests/support/screen.h"

static const char matter[] = "'{\"text\": \"丽景小区东门烧烤摊营业至凌晨两点,噪音和油烟严重。\", \"title\": \"夜间烧烤噪音\", \"name\": \"王女士\", "
                             "\"phone\": \"13812341111\", \"area\": \"QL0101\", \"place\": \"丽景小区东门\", \"kind\": \"complaint\", "
                             "\"contact\": \"请在网站上答复\", \"category\": \"噪音扰民\"}'";

static void hand_in(const char *database, const char *ref)
{
    g_autofree char *sql = g_strdup_printf("select api.demand_hand_in('%s', %s)", ref, matter);
    g_autofree char *done = sql_as(database, "demo_web", sql);
}

static Terminal *ready_agent(const char *database, int rows, int cols)
{
    Terminal *agent = workstation(rows, cols, "xterm-256color", database, "demo_agent");

    terminal_expect(agent, "新手三键.*F3 示闲");
    terminal_key(agent, "F3");
    terminal_expect(agent, "已示闲");
    return agent;
}

/* A message comes while a call is talked: the call is not touched, then the message rings by itself. */
static void agent_records_call(Terminal *agent, const char *database)
{
    ring_in(database, "13700001111");
    terminal_expect(agent, "F2 接听.*来电 137\\*\\*\\*\\*1111");
    terminal_key(agent, "F2");
    terminal_expect(agent, "来电 137\\*\\*\\*\\*1111  通话");
    terminal_send(agent, "赵");
    hand_in(database, "web-1");
    terminal_send(agent, "先生");
    terminal_expect(agent, "赵先生");
    terminal_key(agent, "C-u");
    terminal_key(agent, "F4");
    prefix(agent, "i");
    terminal_expect(agent, "无声来电");
}

static void agent_takes_message(Terminal *agent)
{
    terminal_expect(agent, "\\[F2 接听\\] +网站留言 138\\*\\*\\*\\*1111  已等 0:\\d\\d/3分  夜间烧烤噪音");
    terminal_expect(agent, "网络诉求:待受理 1  今日 1");
    terminal_expect(agent, "> +0:\\d\\d/3分 138\\*\\*\\*\\*1111 .*东湖区.* \\[网站\\]");
    terminal_key(agent, "F2");
    terminal_expect(agent, "网站留言 138\\*\\*\\*\\*1111  收到 \\d\\d-\\d\\d \\d\\d:\\d\\d");
    terminal_expect(agent, "文字受理 \\d\\d:\\d\\d");
    terminal_expect(agent, "诉求人.王女士.*\n.*区域 东湖区 / 朝阳路街道.*地点 丽景小区东门");
    terminal_expect(agent, "性质.投诉");
    terminal_expect(agent, "标题.夜间烧烤噪音");
    terminal_expect(agent, "诉求人原话 -.*\n.*答复方式:请在网站上答复.*\n.*类别:噪音扰民.*\n.*丽景小区东门烧烤摊");
    terminal_key(agent, "F4");
    terminal_expect(agent, "这是留言,没有通话");
}

static void agent_dispatches(Terminal *agent)
{
    for (int field = 0; field < 6; field++)
        terminal_key(agent, "Tab");
    pick_from_list(agent, "噪音", "> 环境保护 / 环境污染 / 噪音污染");
    for (int field = 0; field < 4; field++)
        terminal_key(agent, "Tab");
    pick_from_list(agent, "城市管理", "> 市城市管理局");
    terminal_key(agent, "F6");
    terminal_expect(agent, "工单 \\d{14}:已派单。请告知诉求人");
    terminal_expect(agent, "示闲 \\d\\d:\\d\\d");
}

static void tell(Terminal *unit, const char *key, const char *means, const char *shown, const char *text)
{
    terminal_send(unit, key);
    terminal_expect(unit, "F5 或 \\^X s 提交");
    pick_from_list(unit, means, shown);
    terminal_send(unit, text);
    terminal_key(unit, "F5");
    terminal_expect_gone(unit, "F5 或 \\^X s 提交");
}

static void unit_handles(Terminal *unit)
{
    terminal_expect(unit, "> \\d{14} 已派单 .*夜间烧烤噪音");
    terminal_key(unit, "Enter");
    terminal_expect(unit, "r签收");
    terminal_expect(unit, "来源: 网站.*以.*反馈的内容发给诉求人");
    terminal_send(unit, "r");
    terminal_expect(unit, "c沟通");
    tell(unit, "c", "电话", "> (1 )?电话", "已联系。");
    terminal_expect(unit, "与诉求人沟通");
    tell(unit, "b", "短信", "> (\\d )?短信", "烧烤摊已取缔,列入夜间巡查。");
    terminal_expect(unit, "f办结");
    terminal_send(unit, "f");
    terminal_expect(unit, "F5 或 \\^X s 提交");
    terminal_send(unit, "已取缔。");
    terminal_key(unit, "F5");
    terminal_expect(unit, "待回访 ---");
}

static void test_handed_in_to_told(void)
{
    g_autofree char *database = shared_database();
    g_autoptr(Terminal) agent = ready_agent(database, 24, 80);
    g_autoptr(Terminal) unit = NULL;
    g_autofree char *news = NULL;
    g_autofree char *rated = NULL;

    agent_records_call(agent, database);
    agent_takes_message(agent);
    agent_dispatches(agent);
    unit = workstation(24, 80, "xterm-256color", database, "demo_unit");
    unit_handles(unit);
    news = sql_as(database, "demo_web", "select string_agg(concat_ws(' ', what, unit, text), '; ' order by n) from api.channel_news(0)");
    g_assert_cmpstr(news, ==, "accepted  ; dispatched 市城市管理局 ; result  烧烤摊已取缔,列入夜间巡查。; finished  烧烤摊已取缔,列入夜间巡查。");
    rated = sql_as(database, "demo_web", "select api.demand_rate('web-1', 'yes', 'yes', 'yes') ->> 'state'");
    g_assert_cmpstr(rated, ==, "closed");
    terminal_expect(unit, "已办结 ---");
}

/* The program is killed while a message is being recorded: the message, its words and what was typed are there again. */
static void test_killed(void)
{
    g_autofree char *database = shared_database();
    g_autoptr(Terminal) agent = ready_agent(database, 43, 132);
    g_autoptr(Terminal) again = NULL;

    hand_in(database, "web-2");
    terminal_expect(agent, "\\[F2 接听\\] +网站留言");
    terminal_key(agent, "F2");
    terminal_expect(agent, "诉求人.王女士");
    terminal_expect(agent, "诉求人原话");
    terminal_send(agent, "本人");
    terminal_expect(agent, "王女士本人.*已存|已存(.|\n)*王女士本人");
    kill(terminal_pid(agent), SIGKILL);
    terminal_wait(agent, 3000);
    again = workstation(43, 132, "xterm-256color", database, "demo_agent");
    terminal_expect(again, "网站留言 138\\*\\*\\*\\*1111  收到");
    terminal_expect(again, "诉求人.王女士本人(.|\n)*区域 东湖区 / 朝阳路街道(.|\n)*营业至凌晨两点");
    terminal_expect(again, "诉求人原话");
    terminal_key(again, "F9");
    terminal_expect(again, "已暂存|暂存 1");
    terminal_expect(again, "示闲 \\d\\d:\\d\\d");
}

int main(int argc, char **argv)
{
    setlocale(LC_ALL, "C.UTF-8");
    g_test_init(&argc, &argv, NULL);
    g_test_set_nonfatal_assertions();
    g_test_add_func("/channel/handed-in-to-told", test_handed_in_to_told);
    g_test_add_func("/channel/killed", test_killed);
    return g_test_run();
}
