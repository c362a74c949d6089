/* The board on the screen: what agents do, the queue's ages, figures; calm in a storm of events. */
#include <locale.h>
#include <signal.h>
#include <sys/wait.h>

#include "tests/support/screen.h"

static Terminal *board_of(const char *database, const char *login, const char *term, int rows, int cols)
{
    Terminal *lead = workstation(rows, cols, term, database, login);

    terminal_expect(lead, "班次");
    terminal_send(lead, strcmp(login, "demo_admin") == 0 ? "2" : "4");
    terminal_expect(lead, "\\[.班次\\]");
    return lead;
}

/* Ready, in a call, after it, ready again: the lead sees it happen, and the figures with it. */
static void test_agent(void)
{
    g_autofree char *database = shared_database();
    g_autoptr(Terminal) lead = board_of(database, "demo_lead", "xterm-256color", 24, 80);
    g_autoptr(Terminal) agent = workstation(24, 80, "xterm-256color", database, "demo_agent");

    terminal_expect(lead, "在岗: 0 ");
    terminal_expect(lead, "这里没有坐席");
    terminal_expect(agent, "新手三键");
    terminal_key(agent, "F3");
    terminal_expect(lead, "> 1003 张敏 +示闲 +0:0");
    terminal_expect(lead, "坐席 通话 0  话后 0  示闲 1  示忙 0");
    ring_in(database, "13600007777");
    terminal_expect(lead, "排队 1 人");
    terminal_expect(lead, "队列 .*0:0\\d 7777");
    terminal_expect(agent, "F2 接听");
    terminal_key(agent, "F2");
    terminal_expect(lead, "1003 张敏 +通话 +0:0\\d +136\\*\\*\\*\\*7777");
    terminal_expect(lead, "今日 来电 1  接通率 100%  平均等待 \\d+秒  15秒内 100%  工单 0  精准派单 -");
    /* time goes on without anything happening */
    terminal_expect(lead, "1003 张敏 +通话 +0:02");
    terminal_key(agent, "F4");
    terminal_expect(lead, "1003 张敏 +话后整理 +0:0");
    terminal_key(agent, "F5");
    prefix(agent, "i");
    terminal_expect(lead, "1003 张敏 +示闲 +0:0\\d .* +0:0\\d *\n");
    terminal_expect(lead, "工单 1 ");
    /* the agent's day */
    terminal_key(lead, "Enter");
    terminal_expect(lead, "-1003 张敏 ---");
    terminal_expect(lead, "通话 +0:0\\d 136\\*\\*\\*\\*7777");
    terminal_expect(lead, "已办结.* 受理: 20");
}

/* After-call work beyond the limit is marked when its time has come; filters. */
static void test_too_long(void)
{
    g_autofree char *database = shared_database();
    g_autofree char *set = sql_as(database, "postgres", "insert into hotline.agent_state (person_id, state, since) "
        "select id, case login when 'demo_agent' then 'after_call' else 'break' end, now() - interval '175 seconds' from hotline.person "
        "where login in ('demo_agent', 'demo_agent2')");
    g_autoptr(Terminal) lead = board_of(database, "demo_lead", "xterm-256color", 24, 80);

    terminal_expect(lead, "1003 张敏 +话后整理 +2:5");
    terminal_expect_within(lead, "1003 张敏 +话后整理! +3:0", 10000);
    terminal_send(lead, "/");
    terminal_expect(lead, "列出哪些坐席");
    terminal_send(lead, "过长");
    terminal_expect(lead, "> .*话后整理过长");
    terminal_key(lead, "Enter");
    terminal_expect(lead, "话后整理过长: 1 ");
    terminal_expect_gone(lead, "1004");
}

/* The queue with each call's age, by Tab and beside the agents when there is room; quarter-hours as numbers; on a
 * terminal without block characters the sparklines are digits. */
static void test_views(void)
{
    g_autofree char *database = shared_database();
    g_autoptr(Terminal) narrow = NULL;
    g_autoptr(Terminal) wide = NULL;
    g_autofree char *set = sql_as(database, "postgres",
        "insert into hotline.call (phone, phone_masked, queued_at) values ('1', '138****0001', now() - interval '70 s'), "
        "('2', '138****0002', now() - interval '20 s'); "
        "insert into hotline.call (phone, phone_masked, state, queued_at, answered_at) "
        "select '3', '', case i when 4 then 'abandoned' else 'ended' end, hotline.quarter_of(now()), case when i < 4 then hotline.quarter_of(now()) + i * interval '10 s' end "
        "from generate_series(1, 4) i");

    narrow = board_of(database, "demo_lead", "vt100", 24, 80);
    terminal_expect(narrow, "队列  60秒起 1!  30秒起 0  15秒起 1  0秒起 0  1:\\d\\d 0001  0:2\\d 0002");
    terminal_expect(narrow, "接通率 +7 .*等待 +9\n.*15秒内 +2 .*来电 0{31}9\n");
    terminal_key(narrow, "Tab");
    terminal_expect(narrow, "> +1:\\d\\d! 138\\*\\*\\*\\*0001.*\n +0:[23]\\d\\* 138\\*\\*\\*\\*0002");
    terminal_key(narrow, "Tab");
    terminal_expect(narrow, "--各刻钟");
    terminal_expect(narrow, "> \\d\\d:[0134]\\d +4 +3 +75% +20秒 +25% +0 +0 +-\n");
    terminal_key(narrow, "Tab");
    terminal_expect(narrow, "在岗: 0 ");
    wide = board_of(database, "demo_admin", "xterm-256color", 43, 132);
    terminal_expect(wide, "来电 ▁{47}█");
    terminal_expect(wide, "坐席 .* 已等 +号码");
    terminal_expect(wide, "1:\\d\\d! 138\\*\\*\\*\\*0001");
}

/* 500 events a second: seldom redrawn, few bytes, keys answered. */
static void test_storm(void)
{
    g_autofree char *database = shared_database();
    g_autofree char *filled = sql_as(database, "postgres",
        "insert into hotline.person (login, name, number, role) select 's' || i, '坐席' || i, 'S' || i, 'agent' from generate_series(1, 1500) i; "
        "insert into hotline.agent_state (person_id, state, since) select id, 'ready', now() - id * interval '1 s' from hotline.person where number like 'S%'");
    g_autofree char *storm = g_strdup_printf("%s user=postgres", database);
    const char *argv[] = {"psql", "-X", "-q", "-d", storm, "-c",
        "do $$ begin for i in 1 .. 10000 loop "
        "update hotline.agent_state set state = case state when 'ready' then 'break' else 'ready' end, since = clock_timestamp() "
        "where person_id = (select id from hotline.person where number = 'S' || 1 + i % 1500); "
        "perform pg_notify('hotline_agent', i::text), pg_notify('hotline_call', i::text); "
        "commit; if i % 4 = 0 then perform pg_sleep(0.001); end if; "
        "end loop; end $$", NULL};
    g_autoptr(Terminal) lead = NULL;
    GPid pid;
    gint64 begun;
    double seconds;
    guint redraws;
    gsize bytes;
    gint64 slowest = 0;

    g_setenv("HOTLINE_TEST_MARK", "1", TRUE);
    lead = board_of(database, "demo_lead", "xterm-256color", 24, 80);
    g_unsetenv("HOTLINE_TEST_MARK");
    terminal_expect(lead, "在岗: 50\\+");
    g_assert_true(g_spawn_async(NULL, (char **)argv, NULL, G_SPAWN_SEARCH_PATH | G_SPAWN_DO_NOT_REAP_CHILD, NULL, NULL, &pid, NULL));
    terminal_expect(lead, "示忙 [1-9]");
    for (int i = 0; i < 6; i++) {
        gint64 pressed = g_get_monotonic_time();
        terminal_key(lead, "Tab");
        terminal_expect(lead, i % 3 == 0 ? "--队列" : i % 3 == 1 ? "--各刻钟" : "在岗: ");
        slowest = MAX(slowest, g_get_monotonic_time() - pressed);
    }
    begun = g_get_monotonic_time();
    redraws = terminal_redraws(lead);
    bytes = terminal_bytes(lead);
    while (waitpid(pid, NULL, WNOHANG) == 0) {
        g_autofree char *text = terminal_text(lead);
        g_usleep(20000);
    }
    seconds = (double)(g_get_monotonic_time() - begun) / G_USEC_PER_SEC;
    g_test_message("%.1f s: %.1f redraws and %.0f bytes a second", seconds, (terminal_redraws(lead) - redraws) / seconds,
                   (double)(terminal_bytes(lead) - bytes) / seconds);
    g_assert_cmpfloat(terminal_redraws(lead) - redraws, <=, 10 * seconds + 1);
    g_assert_cmpfloat(terminal_redraws(lead) - redraws, >=, seconds);
    g_assert_cmpfloat((double)(terminal_bytes(lead) - bytes) / seconds, <=, 4000);
    g_test_message("slowest key %.0f ms", (double)slowest / 1000);
    g_assert_cmpint(slowest, <, 500000);
    g_spawn_close_pid(pid);
    terminal_expect(lead, "示闲 500  示忙 1000");
}

int main(int argc, char **argv)
{
    setlocale(LC_ALL, "C.UTF-8");
    g_test_init(&argc, &argv, NULL);
    g_test_set_nonfatal_assertions();
    g_test_add_func("/board/agent", test_agent);
    g_test_add_func("/board/too-long", test_too_long);
    g_test_add_func("/board/views", test_views);
    g_test_add_func("/board/storm", test_storm);
    return g_test_run();
}
