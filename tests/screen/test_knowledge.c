/* Knowledge at the screen: found while typing, read, quoted into the form, recorded with the ticket. */
#include <locale.h>

#include "tests/support/screen.h"

static void publish(const char *database, const char *title, const char *answer)
{
    g_autofree char *sql = g_strdup_printf("select api.article_publish(gen_random_uuid(), null, null, "
                                           "jsonb_build_object('title', '%s', 'answer', '%s'), '新增')", title, answer);
    g_autofree char *done = sql_as(database, "demo_lead", sql);
}

static void test_quote(void)
{
    g_autofree char *database = shared_database();
    g_autoptr(Terminal) agent = NULL;
    g_autofree char *used = NULL;
    g_autofree char *ticket = NULL;

    publish(database, "社保卡丢失补办", "持身份证到合作银行网点补办社保卡。");
    publish(database, "供暖时间", "每年11月15日至次年3月15日供暖。");
    agent = workstation(24, 80, "vt100", database, "demo_agent");
    terminal_expect(agent, "新手三键");
    terminal_send(agent, "n");
    terminal_expect(agent, "非来电工单");
    for (int i = 0; i < 6; i++)
        terminal_key(agent, "Down");
    terminal_expect(agent, "类别>");
    terminal_key(agent, "Enter");
    terminal_send(agent, "户籍管理");
    terminal_expect(agent, "> .*户籍管理");
    terminal_key(agent, "Enter");
    terminal_expect(agent, "性质>");
    terminal_send(agent, "1");
    for (int i = 0; i < 2; i++)
        terminal_send(agent, "\t");
    terminal_expect(agent, "标题>");
    terminal_send(agent, "社保卡丢了怎么补");
    terminal_expect(agent, "社保卡丢了怎么补");
    terminal_key(agent, "C-x");
    terminal_send(agent, "w");
    terminal_expect(agent, "查知识: 社保卡丢了怎么补");
    terminal_expect(agent, "> 社保卡丢失补办");
    terminal_key(agent, "Enter");
    terminal_expect(agent, "引用 0 次");
    terminal_send(agent, "i");
    terminal_expect(agent, "--> 答复  17/2000");
    terminal_key(agent, "F5");
    terminal_expect(agent, "工单 \\d{14}:直办");
    ticket = sql_as(database, "postgres", "select closing || ' ' || closing_note from hotline.ticket");
    g_assert_cmpstr(ticket, ==, "answered 持身份证到合作银行网点补办社保卡。");
    used = sql_as(database, "demo_agent", "select way || ' ' || title from api.ticket_articles((select max(id) from api.ticket))");
    g_assert_cmpstr(used, ==, "sent 社保卡丢失补办");
}

/* Each key searches again; what nothing is known about says so; a vote is counted once a person. */
static void test_search_and_vote(void)
{
    g_autofree char *database = shared_database();
    g_autoptr(Terminal) unit = NULL;
    g_autofree char *votes = NULL;

    publish(database, "供暖时间", "每年11月15日至次年3月15日供暖。");
    unit = workstation(24, 80, "xterm-256color", database, "demo_unit");
    terminal_expect(unit, "待办理");
    terminal_send(unit, "K");
    terminal_expect(unit, "请输入要查的内容");
    terminal_send(unit, "彩票");
    terminal_expect(unit, "知识库中没有相关内容");
    terminal_key(unit, "C-u");
    terminal_send(unit, "供暖");
    terminal_expect(unit, "> 供暖时间");
    terminal_key(unit, "Enter");
    terminal_expect(unit, "次年3月15日");
    terminal_send(unit, "n");
    terminal_expect(unit, "没帮助 1");
    terminal_send(unit, "y");
    terminal_expect(unit, "有帮助 1,没帮助 0");
    votes = sql_as(database, "demo_unit", "select helped || ' ' || not_helped from api.article_search('供暖')");
    g_assert_cmpstr(votes, ==, "1 0");
}

/* An agent's correction waits for the lead, who reads and publishes it; whoever reads the article sees it. */
static void test_correct(void)
{
    g_autofree char *database = shared_database();
    g_autoptr(Terminal) agent = NULL;
    g_autoptr(Terminal) lead = NULL;

    publish(database, "供暖时间", "每年11月15日起供暖。");
    agent = workstation(24, 80, "xterm-256color", database, "demo_agent");
    terminal_expect(agent, "新手三键");
    terminal_send(agent, "K");
    terminal_expect(agent, "请输入要查的内容");
    terminal_send(agent, "供暖");
    terminal_expect(agent, "> 供暖时间");
    terminal_key(agent, "Enter");
    terminal_expect(agent, "引用 0 次");
    terminal_send(agent, "c");
    terminal_expect(agent, "标题> ?供暖时间");
    for (int i = 0; i < 4; i++)
        terminal_send(agent, "\t");
    terminal_expect(agent, "原因>");
    terminal_send(agent, "今年提前");
    for (int i = 0; i < 2; i++)
        terminal_send(agent, "\t");
    terminal_expect(agent, "--> 答复");
    terminal_send(agent, "今年提前到11月8日。");
    terminal_expect(agent, "今年提前到11月8日");
    terminal_key(agent, "F5");
    terminal_expect(agent, "已记录。");
    lead = workstation(24, 80, "xterm-256color", database, "demo_lead");
    terminal_expect(lead, "新手三键");
    terminal_send(lead, "K");
    terminal_expect(lead, "请输入要查的内容");
    terminal_key(lead, "C-x");
    terminal_send(lead, "p");
    terminal_expect(lead, "> ..-.. ..:.. .*待审 .*供暖时间");
    terminal_expect(lead, "原因: 今年提前");
    terminal_expect(lead, "答复: .*今年提前到11月8日");
    terminal_send(lead, "a");
    terminal_expect(lead, "没有建议");
    terminal_expect(agent, "供暖。今年提前到11月8日。");
}

int main(int argc, char **argv)
{
    setlocale(LC_ALL, "C.UTF-8");
    g_test_init(&argc, &argv, NULL);
    g_test_set_nonfatal_assertions();
    g_test_add_func("/knowledge/quote", test_quote);
    g_test_add_func("/knowledge/search-and-vote", test_search_and_vote);
    g_test_add_func("/knowledge/correct", test_correct);
    return g_test_run();
}
