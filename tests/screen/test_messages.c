/* Messages on the status bar: they wait for their reader, take no key, and are read once for all terminals. */
#include <locale.h>

#include "tests/support/screen.h"

static void tell(const char *database, const char *login, const char *text)
{
    g_autofree char *sql = g_strdup_printf(
        "select hotline.tell(array[(select id from hotline.person where login = '%s')], 'said', "
        "jsonb_build_object('text', '%s'))", login, text);
    g_autofree char *done = sql_as(database, "postgres", sql);
}

/* It comes while a form is typed: each character is in the form, and the message is read by its key. */
static void test_while_typing(void)
{
    g_autofree char *database = shared_database();
    g_autoptr(Terminal) one = workstation(24, 80, "vt100", database, "demo_agent");
    g_autoptr(Terminal) two = workstation(24, 80, "vt100", database, "demo_agent");
    g_autofree char *seen = NULL;

    terminal_expect(one, "新手三键");
    terminal_expect(two, "新手三键");
    terminal_send(one, "n");
    terminal_expect(one, "诉求人>");
    terminal_send(one, "王");
    tell(database, "demo_agent", "十点开会");
    terminal_send(one, "小");
    terminal_expect(one, "! 系统 \\d\\d:\\d\\d: 十点开会 +\\^X l消息");
    terminal_expect(two, "! 系统 \\d\\d:\\d\\d: 十点开会");
    terminal_send(one, "明");
    terminal_expect(one, "诉求人>王小明");
    prefix(one, "l");
    terminal_expect_gone(one, "十点开会");
    terminal_expect_gone(two, "十点开会");
    terminal_expect(two, "我的待办");
    terminal_expect(one, "诉求人>王小明");
    seen = sql_as(database, "postgres", "select count(*) from hotline.message where seen_at is not null");
    g_assert_cmpstr(seen, ==, "1");
}

/* Who was away finds all of them, the newest first; what does not fit is read in full. */
static void test_missed(void)
{
    g_autofree char *database = shared_database();
    g_autoptr(Terminal) agent = NULL;

    tell(database, "demo_agent", "先到的");
    tell(database, "demo_agent", "这条消息很长,状态栏一行放不下,所以要打开来看;打开以后全文都在这里,一个字也不少,最后一个词是完");
    agent = workstation(24, 80, "xterm-256color", database, "demo_agent");
    terminal_expect(agent, "! 系统 .*这条消息很长.*\\+1 \\^X l");
    prefix(agent, "l");
    terminal_expect(agent, "最后一个词是完");
    terminal_expect(agent, "! 系统 .*先到的 +\\^X l");
    prefix(agent, "l");
    terminal_expect(agent, "我的待办");
    terminal_key(agent, "Esc");
    prefix(agent, "l");
    terminal_expect(agent, "系统 .*先到的");
}

/* Enter in the list opens the ticket it is about; opening the ticket elsewhere reads it. */
static void test_ticket(void)
{
    g_autofree char *database = shared_database();
    g_autoptr(Terminal) agent = workstation(24, 132, "xterm-256color", database, "demo_agent");
    g_autofree char *made = NULL;

    terminal_expect(agent, "新手三键");
    made = sql_as(database, "postgres",
        "with t as (insert into hotline.ticket (number, state, phone, phone_masked, kind, title, body, accepted_by, area_id, unit_id, dispatched_at, "
        "working_days, due_at) select '20260101000001', 'dispatched', '13800001111', '138****1111', 'complaint', '路灯不亮', '内容', p.id, a.id, u.id, "
        "now(), 5, now() from hotline.person p, hotline.area a, hotline.unit u where p.login = 'demo_agent3' and a.code = 'QL0101' and u.code = 'CG' "
        "returning id) select hotline.tell(array[(select id from hotline.person where login = 'demo_agent')], 'said', '{\"text\": \"请跟进\"}', id) from t");
    terminal_expect(agent, "! 系统 .*请跟进");
    terminal_send(agent, "2");
    terminal_expect(agent, "路灯不亮");
    terminal_key(agent, "Enter");
    terminal_expect(agent, "办理过程");
    terminal_expect_gone(agent, "请跟进");
    prefix(agent, "l");
    terminal_expect(agent, "20260101000001 +请跟进");
    terminal_key(agent, "Enter");
    terminal_expect(agent, "办理过程");
}

int main(int argc, char **argv)
{
    setlocale(LC_ALL, "C.UTF-8");
    g_test_init(&argc, &argv, NULL);
    g_test_set_nonfatal_assertions();
    g_test_add_func("/messages/while-typing", test_while_typing);
    g_test_add_func("/messages/missed", test_missed);
    g_test_add_func("/messages/ticket", test_ticket);
    return g_test_run();
}
