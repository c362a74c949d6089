/* Nothing typed is lost, nothing freezes: killed clients, a killed, stopped and restarted server. */
#include <locale.h>
#include <signal.h>
#include <sys/resource.h>

#include "tests/support/screen.h"

static Server *server;

static Terminal *client(const char *login)
{
    g_autofree char *conninfo = g_strdup_printf("host='%s' port=5432 dbname=hotline", server_folder(server));

    return workstation(24, 80, "xterm-256color", conninfo, login);
}

static char *superuser(const char *sql)
{
    g_autofree char *conninfo = server_conninfo(server, "postgres");

    return sql_value(conninfo, sql);
}

/* A form that can be dispatched, opened without a call. */
static void fill(Terminal *agent, const char *title)
{
    terminal_expect(agent, "1话务.*2工单");
    terminal_send(agent, "n");
    terminal_expect(agent, "非来电工单");
    terminal_send(agent, "赵先生\t13812345678\t\t\t");
    pick_from_list(agent, "朝阳", "> 东湖区 / 朝阳路街道");
    terminal_send(agent, "\t");
    pick_from_list(agent, "噪音", "噪音污染");
    pick_from_list(agent, "投诉", "> (3 )?投诉");
    terminal_send(agent, "\t\t");
    terminal_send(agent, title);
    terminal_send(agent, "\t");
    pick_from_list(agent, "城市管理", "> 市城市管理局");
    terminal_send(agent, "夜间噪音严重。");
    terminal_expect(agent, "夜间噪音严重。");
}

static void discard(Terminal *agent)
{
    terminal_key(agent, "C-x");
    terminal_send(agent, "k");
    terminal_expect(agent, "放弃此登记的全部内容");
    terminal_send(agent, "2");
    terminal_expect(agent, "已放弃此登记的内容");
}

/* kill -9 while typing: the next start has the words of more than a second ago. */
static void test_client_killed(void)
{
    Terminal *first = client("demo_agent");
    g_autoptr(Terminal) second = NULL;

    terminal_expect(first, "新手三键");
    terminal_send(first, "n");
    terminal_expect(first, "非来电工单");
    terminal_send(first, "钱女士");
    terminal_expect_within(first, "草稿 \\d\\d:\\d\\d:\\d\\d 已存", 1500);
    terminal_free(first);
    second = client("demo_agent");
    terminal_expect(second, "1 份未完成的登记已保留");
    terminal_expect(second, "诉求人> ?钱女士");
    discard(second);
}

/* A server that does not answer: keys echo, screens switch, the state shows, leaving works. */
static void test_server_stopped(void)
{
    g_autoptr(Terminal) agent = client("demo_agent");

    terminal_expect(agent, "新手三键");
    terminal_send(agent, "n");
    terminal_expect(agent, "非来电工单");
    server_signal(server, SIGSTOP);
    terminal_send(agent, "孙先生");
    terminal_expect_within(agent, "孙先生", 1000);
    terminal_key(agent, "C-x");
    terminal_send(agent, "2");
    terminal_expect_within(agent, "\\[2工单\\]", 1000);
    terminal_expect_within(agent, "数据库无响应", 5000);
    terminal_send(agent, "o");
    terminal_expect_within(agent, "孙先生", 1000);
    server_signal(server, SIGCONT);
    terminal_expect_gone(agent, "数据库无响应");
    server_signal(server, SIGSTOP);
    terminal_key(agent, "C-x");
    terminal_send(agent, "q");
    g_assert_cmpint(terminal_wait(agent, 3000), ==, 0);
    server_signal(server, SIGCONT);
    {
        g_autoptr(Terminal) again = client("demo_agent");
        terminal_expect(again, "孙先生");
        discard(again);
    }
}

/* The server is killed: what is submitted meanwhile is kept, sent by itself, once. */
static void test_server_killed(void)
{
    g_autoptr(Terminal) agent = client("demo_agent");
    g_autofree char *count = NULL;
    int old = server_pid(server);

    fill(agent, "断线时提交");
    server_signal(server, SIGKILL);
    terminal_expect(agent, "未连接|正在连接");
    terminal_key(agent, "F6");
    terminal_expect(agent, "已保存在本机|保留的登记已发送|已派单。请告知诉求人");
    terminal_expect(agent, "保留的登记已发送:工单 \\d{14}|已派单。请告知诉求人");
    g_assert_cmpint(server_pid(server), !=, old);
    count = superuser("select count(*) from hotline.ticket where title = '断线时提交'");
    g_assert_cmpstr(count, ==, "1");
}

/* Submitted to a server that does not answer, then the client is killed: the next start sends it, once. */
static void test_kept_over_restart(void)
{
    Terminal *first = client("demo_agent");
    g_autoptr(Terminal) second = NULL;
    g_autofree char *count = NULL;

    fill(first, "停顿时提交");
    server_signal(server, SIGSTOP);
    terminal_key(first, "F6");
    terminal_expect(first, "正在提交");
    terminal_expect(first, "数据库无响应");
    terminal_free(first);
    server_signal(server, SIGCONT);
    second = client("demo_agent");
    terminal_expect(second, "保留的登记已发送:工单 \\d{14}");
    count = superuser("select count(*) from hotline.ticket where title = '停顿时提交'");
    g_assert_cmpstr(count, ==, "1");
}

/* The link stops after the key: the form is kept and closes, and no key is swallowed without a word. What
 * a rule refuses later waits as a form of its own, whatever is being typed by then. */
static void test_refused_late(void)
{
    g_autoptr(Terminal) agent = client("demo_agent");

    terminal_expect(agent, "新手三键");
    terminal_send(agent, "n");
    terminal_expect(agent, "非来电工单");
    terminal_send(agent, "甲女士");
    terminal_expect(agent, "甲女士");
    server_signal(server, SIGSTOP);
    terminal_key(agent, "F6");
    terminal_expect(agent, "正在提交");
    terminal_send(agent, "x");
    terminal_expect(agent, "此按键未被接受");
    terminal_expect(agent, "已保存在本机");
    terminal_send(agent, "n");
    terminal_expect(agent, "非来电工单");
    terminal_send(agent, "乙先生");
    terminal_expect(agent, "诉求人> ?乙先生");
    server_signal(server, SIGCONT);
    terminal_expect(agent, "一份保留的登记被拒绝:.*必填");
    terminal_expect(agent, "诉求人> ?乙先生");
    terminal_expect(agent, "保留 1:\\^X o");
    discard(agent);
    terminal_key(agent, "C-x");
    terminal_send(agent, "o");
    terminal_expect(agent, "1 非来电 *甲女士.*被拒绝");
    terminal_send(agent, "1");
    terminal_expect(agent, "诉求人> ?甲女士");
    terminal_expect(agent, "此项必填");
    discard(agent);
}

/* The answer to F2 comes when the screen it was pressed on is gone: the form opens all the same. */
static void test_taken_late(void)
{
    g_autoptr(Terminal) agent = client("demo_lead");

    terminal_expect(agent, "新手三键");
    terminal_key(agent, "F3");
    terminal_expect(agent, "已示闲");
    {
        g_autofree char *call = superuser("insert into hotline.call (phone, phone_masked) values ('13700002222', '137****2222')");
        g_autofree char *told = superuser("select pg_notify('hotline_call', '')");
    }
    terminal_expect(agent, "来电 137\\*\\*\\*\\*2222");
    server_signal(server, SIGSTOP);
    terminal_key(agent, "F2");
    terminal_key(agent, "C-x");
    terminal_send(agent, "2");
    terminal_expect(agent, "\\[2工单\\]");
    server_signal(server, SIGCONT);
    terminal_expect(agent, "来电 137\\*\\*\\*\\*2222  通话");
    terminal_key(agent, "C-x");
    terminal_send(agent, "i");
    terminal_expect(agent, "无声来电");
    terminal_key(agent, "F4");
    terminal_expect(agent, "示闲 \\d\\d:\\d\\d");
    terminal_key(agent, "C-x");
    terminal_send(agent, "q");
    g_assert_cmpint(terminal_wait(agent, 3000), ==, 0);
}

/* A cut link comes back by itself, and what happened meanwhile is seen. */
static void test_link_cut(void)
{
    g_autoptr(Terminal) agent = client("demo_agent");
    g_autofree char *done = NULL;

    terminal_expect(agent, "新手三键");
    terminal_key(agent, "F3");
    terminal_expect(agent, "已示闲");
    done = superuser("select pg_terminate_backend(pid) from pg_stat_activity where usename = 'demo_agent'");
    {
        g_autofree char *call = superuser("insert into hotline.call (phone, phone_masked) values ('13700001111', '137****1111')");
    }
    terminal_expect(agent, "来电 137\\*\\*\\*\\*1111");
    terminal_key(agent, "F2");
    terminal_expect(agent, "来电 137\\*\\*\\*\\*1111  通话");
    terminal_key(agent, "C-x");
    terminal_send(agent, "i");
    terminal_expect(agent, "无声来电");
}

/* Another schema version: said in words, and no work begins. */
static void test_other_schema(void)
{
    g_autofree char *changed = superuser("update hotline.schema_state set value = 'another' || value where key = 'functions_digest'");
    g_autoptr(Terminal) agent = client("demo_agent2");
    g_autofree char *back = NULL;

    terminal_expect(agent, "数据库的结构版本为 \\d+ \\(another");
    back = superuser("update hotline.schema_state set value = substr(value, 8) where key = 'functions_digest'");
    terminal_key(agent, "C-x");
    terminal_send(agent, "c");
    terminal_expect(agent, "新手三键");
}

/* From now on no file of the program may grow, as on a full disk; or any may. */
static void limit_disk(const Terminal *terminal, gboolean full)
{
    const struct rlimit limit = {full ? 0 : RLIM_INFINITY, RLIM_INFINITY};

    g_assert_cmpint(prlimit(terminal_pid(terminal), RLIMIT_FSIZE, &limit, NULL), ==, 0);
}

/* A full disk: it is said, saved as soon as there is room, and a form that cannot be kept stays open. */
static void test_disk_full(void)
{
    g_autoptr(Terminal) agent = client("demo_agent2");
    g_autofree char *count = NULL;

    fill(agent, "磁盘已满时提交");
    terminal_expect(agent, "草稿 \\d\\d:\\d\\d:\\d\\d 已存");
    limit_disk(agent, TRUE);
    terminal_send(agent, "再一句。");
    terminal_expect(agent, "草稿未能保存");
    limit_disk(agent, FALSE);
    terminal_expect_within(agent, "草稿 \\d\\d:\\d\\d:\\d\\d 已存", 5000);
    limit_disk(agent, TRUE);
    server_signal(server, SIGSTOP);
    terminal_key(agent, "F6");
    terminal_expect(agent, "本机磁盘");
    terminal_expect(agent, "数据库无响应");
    terminal_expect(agent, "再一句。");
    server_signal(server, SIGCONT);
    terminal_expect(agent, "已派单。请告知诉求人");
    count = superuser("select count(*) from hotline.ticket where title = '磁盘已满时提交'");
    g_assert_cmpstr(count, ==, "1");
    terminal_send(agent, "Q");
    g_assert_cmpint(terminal_wait(agent, 3000), ==, 0);
}

/* The server is gone and stays away: a list that is opened then must not keep the program from anything. */
static void test_list_offline(void)
{
    g_autoptr(Terminal) agent = client("demo_agent2");
    int keeper = server_keeper(server);
    int old = server_pid(server);

    terminal_expect(agent, "新手三键");
    kill(keeper, SIGSTOP);
    server_signal(server, SIGKILL);
    terminal_expect(agent, "未连接|正在连接");
    terminal_send(agent, "2");
    terminal_expect_within(agent, "\\[2工单\\]", 2000);
    terminal_send(agent, "3");
    terminal_expect_within(agent, "\\[3回访\\]", 2000);
    terminal_send(agent, "Q");
    g_assert_cmpint(terminal_wait(agent, 3000), ==, 0);
    kill(keeper, SIGCONT);
    {
        g_autoptr(Terminal) again = client("demo_agent2");
        terminal_expect(again, "新手三键");
        g_assert_cmpint(server_pid(server), !=, old);
    }
}

int main(int argc, char **argv)
{
    int status;

    server_become_keeper(argc, argv);
    setlocale(LC_ALL, "C.UTF-8");
    g_test_init(&argc, &argv, NULL);
    g_test_set_nonfatal_assertions();
    server = server_start();
    g_test_add_func("/faults/client-killed", test_client_killed);
    g_test_add_func("/faults/server-stopped", test_server_stopped);
    g_test_add_func("/faults/server-killed", test_server_killed);
    g_test_add_func("/faults/kept-over-restart", test_kept_over_restart);
    g_test_add_func("/faults/refused-late", test_refused_late);
    g_test_add_func("/faults/taken-late", test_taken_late);
    g_test_add_func("/faults/link-cut", test_link_cut);
    g_test_add_func("/faults/other-schema", test_other_schema);
    g_test_add_func("/faults/disk-full", test_disk_full);
    g_test_add_func("/faults/list-offline", test_list_offline);
    status = g_test_run();
    server_signal(server, SIGCONT);
    server_stop(server);
    return status;
}
