/* Callbacks on the screen: missed calls, promises, claims that others see, and what was not solved. */
#include <locale.h>
#include <signal.h>

#include "tests/support/screen.h"

static void insert_finished(const char *database, const char *title)
{
    g_autofree char *sql = g_strdup_printf(
        "with t as (insert into hotline.ticket (number, state, citizen_name, phone, phone_masked, kind, title, body, accepted_by, area_id, "
        "unit_id, dispatched_at, working_days, due_at, result, finished_at) select '20260101' || lpad((random() * 999999)::int::text, 6, '0'), "
        "'finished', '王女士', '13800001111', '138****1111', 'complaint', '%s', '内容', p.id, a.id, u.id, now(), 5, now(), '已处理', now() "
        "from hotline.person p, hotline.area a, hotline.unit u where p.login = 'demo_agent3' and a.code = 'QL0101' and u.code = 'CG' returning *) "
        "insert into hotline.callback (kind, ticket_id, citizen_name, phone, phone_masked, area_id, due_at) "
        "select 'satisfaction', id, citizen_name, phone, phone_masked, area_id, now() from t", title);
    g_autofree char *done = sql_as(database, "postgres", sql);
}

static void miss(const char *database, const char *phone)
{
    g_autofree char *sql = g_strdup_printf("select api.call_end(gen_random_uuid(), "
        "(api.call_arrive(gen_random_uuid(), '%s') ->> 'call')::bigint)", phone);
    g_autofree char *done = sql_as(database, "demo_switch", sql);
}

/* Two agents at one callback: the second is told who rings; not solved goes back to the unit. */
static void test_not_solved(void)
{
    g_autofree char *database = shared_database();
    g_autoptr(Terminal) one = workstation(24, 80, "xterm-256color", database, "demo_agent");
    g_autoptr(Terminal) two = workstation(24, 80, "vt100", database, "demo_agent2");
    g_autofree char *state = NULL;

    insert_finished(database, "路灯不亮");
    terminal_expect(one, "待回访 1");
    terminal_send(one, "3");
    terminal_expect(one, "> .*路灯不亮");
    terminal_send(two, "3");
    terminal_expect(two, "> .*路灯不亮");
    terminal_key(one, "Enter");
    terminal_expect(one, "r认领拨打");
    terminal_send(one, "r");
    terminal_expect(one, "号码:13800001111");
    terminal_expect(two, "路灯不亮 +1003 张敏");
    terminal_key(two, "Enter");
    terminal_expect(two, "1003 张敏 正在回拨");
    terminal_send(two, "r");
    terminal_expect(two, "1003 张敏 正在联系此诉求人");
    terminal_send(one, "v");
    terminal_expect(one, "满意");
    terminal_send(one, "133灯还是不亮");
    terminal_key(one, "F5");
    terminal_expect(one, "未解决:请选择如何处理");
    terminal_send(one, "2明晚前必须修好");
    terminal_key(one, "F5");
    terminal_expect(one, "完成于");
    terminal_expect(two, "完成于");
    terminal_send(one, "t");
    terminal_expect(one, "已派单 ---");
    terminal_expect(one, "! 督办:诉求人反映未解决");
    terminal_expect(one, "第 2 次办理");
    state = sql_as(database, "postgres", "select concat_ws(' ', state, round, supervised, working_days) from hotline.ticket");
    g_assert_cmpstr(state, ==, "dispatched 2 t 2");
}

static gboolean nobody_rings(gpointer database)
{
    g_autofree char *held = sql_as(database, "postgres", "select count(*) from hotline.callback c where hotline.claim_holds(c)");

    return strcmp(held, "0") == 0;
}

/* The holder's terminal is killed: the other gets it. */
static void test_claim_lapses(void)
{
    g_autofree char *database = shared_database();
    g_autoptr(Terminal) one = workstation(24, 80, "xterm-256color", database, "demo_agent");
    g_autoptr(Terminal) two = workstation(24, 80, "xterm-256color", database, "demo_agent2");

    insert_finished(database, "井盖破损");
    terminal_expect(one, "待回访 1");
    terminal_send(one, "3");
    terminal_expect(one, "> .*井盖破损");
    terminal_key(one, "Enter");
    terminal_expect(one, "r认领拨打");
    terminal_send(one, "r");
    terminal_expect(one, "号码:138");
    terminal_send(two, "3");
    terminal_expect(two, "井盖破损 +1003 张敏");
    kill(terminal_pid(one), SIGKILL);
    terminal_wait(one, 3000);
    g_assert_true(wait_until(nobody_rings, database, 5000));
    terminal_key(two, "Enter");
    terminal_expect(two, "r认领拨打");
    terminal_send(two, "r");
    terminal_expect(two, "号码:13800001111");
    terminal_send(two, "n");
    terminal_expect(two, "结果");
    terminal_send(two, "1");
    terminal_key(two, "F5");
    terminal_expect(two, "已拨 1 次\\(至多 3 次\\)");
    terminal_expect(two, "1004 李强  无人接听");
}

/* Five calls that nobody answered are one callback; what the caller wants is recorded from it, which closes it. */
static void test_missed(void)
{
    g_autofree char *database = shared_database();
    g_autoptr(Terminal) agent = workstation(24, 80, "xterm-256color", database, "demo_agent");
    g_autofree char *closing = NULL;

    terminal_expect(agent, "1话务");
    for (int i = 0; i < 5; i++)
        miss(database, "13700005555");
    terminal_send(agent, "3");
    terminal_expect(agent, "现在应拨: 1 ");
    terminal_expect(agent, "> .*漏接 137\\*\\*\\*\\*5555 +0 放弃 5 次");
    terminal_key(agent, "Enter");
    terminal_expect(agent, "未能接通,十分抱歉");
    terminal_send(agent, "r");
    terminal_expect(agent, "号码:13700005555");
    terminal_send(agent, "w");
    terminal_expect(agent, "工单登记");
    prefix(agent, "i");
    terminal_expect(agent, "无声来电");
    closing = sql_as(database, "postgres", "select coalesce(closing, 'open') from hotline.callback");
    g_assert_cmpstr(closing, ==, "reached");
}

/* A promise from the form, in words; it stands in the list, and at its time it is due. */
static void test_promise(void)
{
    g_autofree char *database = shared_database();
    g_autoptr(Terminal) agent = workstation(24, 80, "xterm-256color", database, "demo_agent");
    g_autofree char *due = NULL;
    g_autofree char *now = NULL;

    terminal_expect(agent, "新手三键");
    terminal_key(agent, "F3");
    terminal_expect(agent, "已示闲");
    ring_in(database, "13600007777");
    terminal_expect(agent, "F2 接听");
    terminal_key(agent, "F2");
    terminal_expect(agent, "通话 0:");
    terminal_send(agent, "钱女士");
    prefix(agent, "p");
    terminal_expect(agent, "何时回拨");
    terminal_send(agent, "尽快");
    terminal_key(agent, "F5");
    terminal_expect(agent, "看不懂此时间");
    terminal_key(agent, "C-u");
    terminal_send(agent, "明天10点半");
    terminal_key(agent, "Tab");
    terminal_key(agent, "Tab");
    terminal_send(agent, "告知社保卡办理进度");
    terminal_key(agent, "F5");
    terminal_expect(agent, "已约定:20..-..-.. 10:30 给诉求人回电");
    due = sql_as(database, "postgres", "select concat_ws(' ', citizen_name, phone, note) from hotline.callback where kind = 'promised'");
    g_assert_cmpstr(due, ==, "钱女士 13600007777 告知社保卡办理进度");
    terminal_key(agent, "Esc");
    terminal_send(agent, "3");
    terminal_expect(agent, "现在应拨: 0");
    terminal_key(agent, "Tab");
    terminal_expect(agent, "我的: 1 ");
    terminal_expect(agent, "10:30 +约定 136\\*\\*\\*\\*7777 +0 告知社保卡办理进度");
    now = sql_as(database, "postgres", "update hotline.callback set due_at = now() returning pg_notify('hotline_callback', id::text)");
    terminal_expect(agent, "待回访 1");
    terminal_key(agent, "Enter");
    terminal_expect(agent, "1003 张敏 约定:告知社保卡办理进度");
    terminal_send(agent, "y");
    terminal_expect(agent, "请先认领");
    terminal_send(agent, "r");
    terminal_expect(agent, "号码:13600007777");
    terminal_send(agent, "y");
    terminal_expect(agent, "F5 或");
    terminal_send(agent, "已告知,卡已寄出。");
    terminal_key(agent, "F5");
    terminal_expect(agent, "已接通  已告知,卡已寄出");
}

int main(int argc, char **argv)
{
    setlocale(LC_ALL, "C.UTF-8");
    g_test_init(&argc, &argv, NULL);
    g_test_set_nonfatal_assertions();
    g_test_add_func("/callbacks/not-solved", test_not_solved);
    g_test_add_func("/callbacks/claim-lapses", test_claim_lapses);
    g_test_add_func("/callbacks/missed", test_missed);
    g_test_add_func("/callbacks/promise", test_promise);
    return g_test_run();
}
