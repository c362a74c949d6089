/* The desk beside a telephone. The switch is played by its login: it writes its log, channel events and call records. */
#include <locale.h>

#include "tests/support/screen.h"

static void write_as_switch(const char *database, const char *sql)
{
    g_autofree char *whole = g_strdup_printf("with written as (%s) select 1", sql);
    g_autofree char *done = sql_as(database, "demo_switch", whole);
}

/* An event of the queue's log, now. */
static void log_event(const char *database, const char *call, const char *agent, const char *event, const char *one, const char *two)
{
    g_autofree char *sql = g_strdup_printf(
        "insert into switch.queue_log (time, callid, queuename, agent, event, data1, data2) values "
        "(extract(epoch from clock_timestamp())::text, '%s', '12345', '%s', '%s', '%s', '%s')", call, agent, event, one, two);

    write_as_switch(database, sql);
}

static void enter(const char *database, const char *call, const char *phone)
{
    log_event(database, call, "NONE", "ENTERQUEUE", "", phone);
}

/* The telephone of this number begins to ring, or ends. */
static void channel(const char *database, const char *event, const char *call, const char *number)
{
    g_autofree char *sql = g_strdup_printf(
        "insert into switch.cel (eventtype, eventtime, exten, uniqueid, linkedid) values "
        "('%s', extract(epoch from clock_timestamp())::text, '%s', '%s-%s', '%s')", event, number, call, number, call);

    write_as_switch(database, sql);
}

static Terminal *ready_agent(int rows, int cols, const char *database)
{
    Terminal *agent = workstation(rows, cols, "xterm-256color", database, "demo_agent");

    terminal_expect(agent, "新手三键");
    terminal_key(agent, "F3");
    terminal_expect(agent, "已示闲");
    return agent;
}

/* Who waits is shown; what rings here is a line; no key takes it; the connect opens the form. */
static void test_rings(void)
{
    g_autofree char *database = shared_database();
    g_autoptr(Terminal) agent = ready_agent(24, 80, database);

    enter(database, "1.1", "13700000001");
    enter(database, "1.2", "13700000002");
    terminal_expect(agent, "137\\*\\*\\*\\*0001(.|\n)*137\\*\\*\\*\\*0002");
    terminal_expect(agent, "已示闲");
    channel(database, "CHAN_START", "1.2", "1003");
    channel(database, "CHAN_START", "1.1", "1004");
    terminal_expect(agent, "\\[话机在响,请拿起话筒\\]  来电 137\\*\\*\\*\\*0002");
    terminal_expect(agent, "137\\*\\*\\*\\*0001 .*振铃 1004 李强");
    terminal_key(agent, "F2");
    terminal_expect(agent, "拿起话筒,登记随即打开");
    terminal_key(agent, "Up");
    terminal_key(agent, "Enter");
    terminal_expect(agent, "此来电正在 1004 李强 的话机振铃");
    log_event(database, "1.2", "1003", "CONNECT", "4", "");
    terminal_expect_within(agent, "来电 137\\*\\*\\*\\*0002  通话 0:0", 1000);
    terminal_key(agent, "F4");
    terminal_expect(agent, "请挂上话机,通话随之结束");
    terminal_expect(agent, "张敏 1003  通话");
    log_event(database, "1.2", "1003", "COMPLETEAGENT", "4", "30");
    terminal_expect(agent, "张敏 1003  话后整理 0:0[0-9]");
    terminal_expect_within(agent, "张敏 1003  话后整理 0:0[2-9]", 5000);
}

/* The connect does not take the screen from what is typed: a line says that the form waits. */
static void test_connect_while_typing(void)
{
    g_autofree char *database = shared_database();
    g_autoptr(Terminal) agent = ready_agent(24, 80, database);

    terminal_send(agent, "n");
    terminal_expect(agent, "诉求人>");
    terminal_send(agent, "王女");
    enter(database, "2.1", "13700000001");
    channel(database, "CHAN_START", "2.1", "1003");
    terminal_expect(agent, "话机在响");
    terminal_send(agent, "士");
    terminal_expect(agent, "诉求人>王女士");
    log_event(database, "2.1", "1003", "CONNECT", "2", "");
    terminal_expect(agent, "\\[F2 登记\\]");
    terminal_expect(agent, "诉求人>王女士");
    terminal_key(agent, "F2");
    terminal_expect(agent, "来电 137\\*\\*\\*\\*0001  通话");
}

/* The connect opens the form whatever list or text is looked at. */
static void test_connect_while_reading(void)
{
    g_autofree char *database = shared_database();
    g_autoptr(Terminal) agent = ready_agent(43, 132, database);

    terminal_send(agent, "2");
    terminal_expect(agent, "\\[2工单\\]");
    terminal_send(agent, "?");
    terminal_expect(agent, "帮助");
    enter(database, "3.1", "13700000001");
    channel(database, "CHAN_START", "3.1", "1003");
    terminal_expect(agent, "话机在响");
    log_event(database, "3.1", "1003", "CONNECT", "2", "");
    terminal_expect(agent, "来电 137\\*\\*\\*\\*0001  通话");
}

/* A switch whose last word was lost: hung up, and the key again says so. After-call work beyond its limit is marked. */
static void test_hang_up_lost(void)
{
    g_autofree char *database = shared_database();
    g_autoptr(Terminal) agent = ready_agent(24, 80, database);
    g_autofree char *before = NULL;

    enter(database, "4.1", "13700000001");
    log_event(database, "4.1", "1003", "CONNECT", "2", "");
    terminal_expect(agent, "来电 137\\*\\*\\*\\*0001  通话");
    terminal_key(agent, "F4");
    terminal_expect(agent, "仍显示通话的,请再按一次");
    terminal_key(agent, "F4");
    terminal_expect(agent, "话后整理 0:0");
    before = sql_as(database, "postgres", "update hotline.agent_state set since = since - interval '178 s' returning pg_notify('hotline_agent', person_id::text)");
    terminal_expect(agent, "话后整理 2:5");
    terminal_expect_within(agent, "话后整理 3:0[0-9]! *\n ! 话后整理超时", 5000);
}

/* Nobody picks up: set aside, loud here until F3, and on the lead's board in words. */
static void test_missed_ring(void)
{
    g_autofree char *database = shared_database();
    g_autoptr(Terminal) agent = ready_agent(24, 80, database);
    g_autoptr(Terminal) lead = workstation(24, 80, "vt100", database, "demo_lead");

    enter(database, "5.1", "13700000001");
    channel(database, "CHAN_START", "5.1", "1003");
    terminal_expect(agent, "话机在响");
    log_event(database, "5.1", "1003", "RINGNOANSWER", "20000", "");
    terminal_expect(agent, "\\[F3 示闲\\]  话机振铃无人接听,已转为示忙");
    terminal_expect(agent, "示忙 未接振铃 \\d\\d:\\d\\d");
    terminal_expect(lead, "新手三键");
    terminal_send(lead, "4");
    terminal_expect(lead, "1003 张敏 +示忙 .*! 未接振铃 1");
    terminal_send(agent, "2");
    terminal_expect(agent, "话机振铃无人接听,已转为示忙");
    terminal_key(agent, "F3");
    terminal_expect_gone(agent, "\\[F3 示闲\\]");
    terminal_expect(agent, "张敏 1003  示闲");
}

static gboolean is_past(gpointer moment)
{
    return g_get_monotonic_time() >= *(gint64 *)moment;
}

/* F3 pressed within 2 s after one became ready was meant for the time before: it does nothing. */
static void to_break(Terminal *agent)
{
    gint64 settled;

    terminal_expect(agent, "张敏 1003  示闲");
    settled = g_get_monotonic_time() + 2200 * G_TIME_SPAN_MILLISECOND;
    g_assert_true(wait_until(is_past, &settled, 5000));
    terminal_key(agent, "F3");
    terminal_expect(agent, "已示忙。原因");
}

/* F3 goes on a break at once, and then a digit says why, or Enter nothing; F3 again is ready. */
static void test_breaks(void)
{
    g_autofree char *database = shared_database();
    g_autoptr(Terminal) agent = ready_agent(24, 80, database);
    g_autoptr(Terminal) lead = workstation(24, 80, "xterm-256color", database, "demo_lead");

    terminal_expect(lead, "新手三键");
    terminal_send(lead, "4");
    terminal_expect(lead, "1003 张敏 +示闲");
    to_break(agent);
    terminal_expect(agent, "已示忙。原因(.|\n)*1 小休(.|\n)*2 用餐(.|\n)*> 6 \\(不说明\\)");
    terminal_expect(agent, "张敏 1003  示忙");
    terminal_send(agent, "2");
    terminal_expect(agent, "示忙 用餐 \\d\\d:\\d\\d");
    terminal_expect_gone(agent, "已示忙。原因");
    terminal_expect(lead, "1003 张敏 +示忙 .* 用餐");
    terminal_key(agent, "F3");
    to_break(agent);
    terminal_key(agent, "Enter");
    terminal_expect(agent, "张敏 1003  示忙 \\d\\d:\\d\\d");
    terminal_key(agent, "F3");
    to_break(agent);
    terminal_key(agent, "F3");
    terminal_expect_gone(agent, "已示忙。原因");
    terminal_expect(agent, "张敏 1003  示闲");
}

/* After an abusive call no other rings before the agent has chosen: a break, or go on. */
static void test_abusive(void)
{
    g_autofree char *database = shared_database();
    g_autoptr(Terminal) agent = ready_agent(24, 80, database);

    enter(database, "6.1", "13700000001");
    log_event(database, "6.1", "1003", "CONNECT", "2", "");
    terminal_expect(agent, "来电 137\\*\\*\\*\\*0001  通话");
    log_event(database, "6.1", "1003", "COMPLETECALLER", "2", "9");
    terminal_expect(agent, "话后整理 0:0");
    prefix(agent, "b");
    terminal_expect(agent, "\\[F3 示忙\\]  骚扰来电已记录");
    terminal_key(agent, "F3");
    terminal_expect(agent, "> 5 平复情绪");
    terminal_key(agent, "Enter");
    terminal_expect(agent, "示忙 平复情绪");
}

/* A callback is dialled by its code; the number is never shown; what the switch tells lands on the screen. */
static void test_callback(void)
{
    g_autofree char *database = shared_database();
    g_autofree char *set = sql_as(database, "postgres", "update hotline.setting set value = case key when 'switch_dial' then '*55' else '00:00' end "
                                                        "where key in ('switch_dial', 'quiet_from', 'quiet_until') returning key");
    g_autoptr(Terminal) agent = workstation(24, 80, "xterm-256color", database, "demo_agent");
    g_autofree char *dialled = NULL;

    terminal_expect(agent, "新手三键");
    enter(database, "7.1", "13700005555");
    log_event(database, "7.1", "NONE", "ABANDON", "1", "1");
    terminal_send(agent, "3");
    terminal_expect(agent, "> .*漏接 137\\*\\*\\*\\*5555");
    terminal_key(agent, "Enter");
    terminal_expect(agent, "r认领拨打");
    terminal_send(agent, "r");
    terminal_expect(agent, "话机拨 \\*551 ");
    terminal_expect_gone(agent, "13700005555");
    dialled = sql_as(database, "demo_switch", "select number || ' ' || agent from switch.dial where code = '*551'");
    g_assert_cmpstr(dialled, ==, "13700005555 1003");
    write_as_switch(database, "insert into switch.cdr (calldate, src, disposition, duration, billsec, uniqueid, userfield) values "
                              "(extract(epoch from clock_timestamp())::text, '1003', 'BUSY', '4', '0', '7.2', 'callback:1')");
    terminal_expect(agent, "已拨 1 次\\(至多 3 次\\)");
    terminal_expect(agent, "1003 张敏  无人接听.*\\[话机:占线\\]");
    terminal_expect_gone(agent, "话机拨");
    terminal_send(agent, "r");
    terminal_expect(agent, "话机拨 \\*551 ");
    write_as_switch(database, "insert into switch.cdr (calldate, src, disposition, duration, billsec, uniqueid, userfield) values "
                              "(extract(epoch from clock_timestamp())::text, '1003', 'ANSWERED', '80', '75', '7.3', 'callback:1')");
    terminal_expect(agent, "1003 张敏 .*\\[话机:已接通 1:15\\]");
    terminal_expect(agent, "话机拨 \\*551 ");
    terminal_send(agent, "y");
    terminal_expect(agent, "F5 或");
    terminal_send(agent, "已答复");
    terminal_key(agent, "F5");
    terminal_expect(agent, "完成于");
}

/* Who was on the telephone stands on the call's ticket. */
static void test_legs(void)
{
    g_autofree char *database = shared_database();
    g_autoptr(Terminal) agent = ready_agent(43, 132, database);

    enter(database, "8.1", "13700000001");
    channel(database, "CHAN_START", "8.1", "1003");
    log_event(database, "8.1", "1003", "CONNECT", "2", "");
    terminal_expect(agent, "来电 137\\*\\*\\*\\*0001  通话");
    write_as_switch(database, "insert into switch.cel (eventtype, eventtime, exten, appname, uniqueid, linkedid) select e, "
                              "(1700000000 + n)::text, x, case e when 'APP_START' then 'Queue' else '' end, u, '8.1' from (values "
                              "('CHAN_START', 0, '12345', '8.1'), ('APP_START', 0, '12345', '8.1'), ('CHAN_START', 20, '119', '8.3'), "
                              "('ANSWER', 25, '119', '8.3'), ('HANGUP', 70, '119', '8.3')) v (e, n, x, u)");
    prefix(agent, "i");
    terminal_expect(agent, "无声来电");
    log_event(database, "8.1", "1003", "COMPLETEAGENT", "2", "70");
    terminal_send(agent, "2");
    terminal_expect(agent, "\\[2工单\\]");
    terminal_key(agent, "Tab");
    terminal_expect(agent, "> 20\\d+ 无声来电");
    terminal_key(agent, "Enter");
    terminal_expect(agent, "-- 通话各方 --");
    terminal_expect(agent, "接入方  119 .*0:45");
    terminal_expect(agent, "话务员  1003 张敏");
    terminal_expect(agent, "来电人  137\\*\\*\\*\\*0001");
}

int main(int argc, char **argv)
{
    setlocale(LC_ALL, "C.UTF-8");
    g_test_init(&argc, &argv, NULL);
    g_test_set_nonfatal_assertions();
    g_test_add_func("/switch/rings", test_rings);
    g_test_add_func("/switch/connect-while-typing", test_connect_while_typing);
    g_test_add_func("/switch/connect-while-reading", test_connect_while_reading);
    g_test_add_func("/switch/hang-up-lost", test_hang_up_lost);
    g_test_add_func("/switch/missed-ring", test_missed_ring);
    g_test_add_func("/switch/breaks", test_breaks);
    g_test_add_func("/switch/abusive", test_abusive);
    g_test_add_func("/switch/callback", test_callback);
    g_test_add_func("/switch/legs", test_legs);
    return g_test_run();
}
