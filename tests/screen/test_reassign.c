/* Giving tickets away: marked, shared out, told, undone; who is just editing keeps the words. */
#include <gio/gio.h>
#include <locale.h>
#include <string.h>

#include "tests/support/screen.h"

/* Tickets "件1" … of demo_agent, at the unit CG. */
static void insert_tickets(const char *database, int count)
{
    g_autofree char *sql = g_strdup_printf(
        "insert into hotline.ticket (number, state, accepted_by, unit_id, area_id, dispatched_at, due_at, working_days, title, body) "
        "select '2026000000' || lpad(i::text, 4, '0'), 'dispatched', p.id, u.id, a.id, now(), now() + interval '5 days' + i * interval '1 minute', 5, '件' || i, '内容' "
        "from generate_series(1, %d) i, hotline.person p, hotline.unit u, hotline.area a "
        "where p.login = 'demo_agent' and u.code = 'CG' and a.code = 'QL0101'", count);
    g_autofree char *done = sql_as(database, "postgres", sql);
}

/* What each has: "demo_agent 10". */
static void expect_owners(const char *database, const char *want)
{
    g_autofree char *owners = sql_as(database, "postgres", "select string_agg(login || ' ' || n, ', ' order by login) from (select p.login, count(*) as n "
                                     "from hotline.ticket t join hotline.person p on p.id = t.owner_id group by p.login) x");

    g_assert_cmpstr(owners, ==, want);
}

/* From the list of receivers on: marks these rows (found by what they say), gives the reason, sends. */
static void give_to(Terminal *lead, const char *shares, const char *reason)
{
    terminal_key(lead, "Enter");
    terminal_expect(lead, shares);
    terminal_send(lead, reason);
    terminal_key(lead, "F5");
}

/* Ten, evenly to two; the agent has a form open meanwhile, is told, and loses nothing; undone, told again. */
static void test_evenly(void)
{
    g_autofree char *database = shared_database();
    g_autoptr(Terminal) lead = workstation(24, 80, "vt100", database, "demo_lead");
    g_autoptr(Terminal) agent = workstation(24, 80, "xterm-256color", database, "demo_agent");
    g_autoptr(Terminal) other = workstation(43, 132, "xterm-256color", database, "demo_agent2");

    insert_tickets(database, 10);
    terminal_expect(agent, "1话务");
    terminal_send(agent, "n");
    terminal_expect(agent, "工单登记");
    terminal_send(agent, "钱女士");
    terminal_expect(other, "1话务");
    terminal_expect(lead, "2工单");
    terminal_send(lead, "2");
    terminal_expect(lead, ">  ?20260000000001 ");
    terminal_send(lead, "x");
    terminal_expect(lead, "\n \\*20260000000001 ");
    terminal_expect(lead, "已标记 1\n");
    terminal_send(lead, "X");
    terminal_expect(lead, "已标记 10 张工单");
    terminal_expect(lead, "\n \\*20260000000010 ");
    terminal_send(lead, "R");
    terminal_expect(lead, "1 给话务员");
    terminal_send(lead, "1");
    terminal_expect(lead, "> +1003 张敏 +10 +0 +0 +未签入 +是");
    terminal_key(lead, "Down");
    terminal_send(lead, "xx");
    terminal_expect(lead, "已标记 2");
    give_to(lead, "10 张工单 → 2 个对象:5, 5。理由", "突发疾病");
    terminal_expect(lead, "已转派 10 张,u 撤销\\(60 秒内\\)");
    terminal_expect_gone(lead, "已标记");
    expect_owners(database, "demo_agent2 5, demo_agent3 5");
    terminal_expect(agent, "! 2001 郑宏 .*您的 10 张工单");
    terminal_expect(agent, "诉求人.钱女士");
    terminal_expect(other, "1003 张敏 的 5 张工单.*现由您跟进:突发疾病");
    terminal_send(lead, "u");
    terminal_expect(lead, "已撤销:10 张工单已退回原处");
    expect_owners(database, "demo_agent 10");
    terminal_expect(agent, "转派已撤销:10 张工单");
    terminal_send(lead, "u");
    terminal_expect(lead, "没有可撤销的转派");
}

/* One of three changes while the lead chooses: it is shown and left alone, and sending again gives the rest. */
static void test_changed_meanwhile(void)
{
    g_autofree char *database = shared_database();
    g_autoptr(Terminal) lead = workstation(24, 80, "xterm-256color", database, "demo_lead");
    g_autofree char *received = NULL;

    insert_tickets(database, 3);
    terminal_expect(lead, "2工单");
    terminal_send(lead, "2");
    terminal_expect(lead, "件3");
    terminal_send(lead, "X");
    terminal_expect(lead, "已标记 3 张");
    received = sql_as(database, "demo_unit", "select api.ticket_step(gen_random_uuid(), (select id from api.ticket where title = '件2'), 'receive', '')");
    terminal_expect(lead, "!20260000000002 +办理中");
    terminal_send(lead, "R");
    terminal_expect(lead, "给话务员");
    terminal_send(lead, "1");
    terminal_expect(lead, "1004 李强");
    terminal_key(lead, "Down");
    give_to(lead, "3 张工单 → 1004 李强。理由", "支援");
    terminal_expect(lead, "未作改动:1 张已有变化,已取消标记,再次提交转派其余。20260000");
    terminal_expect(lead, "\n !20260000000002 ");
    terminal_resize(lead, 24, 120);
    terminal_expect(lead, "20260000000002 \\(3001 马骏\\)");
    expect_owners(database, "demo_agent 3");
    terminal_key(lead, "F5");
    terminal_expect(lead, "已转派 2 张");
    expect_owners(database, "demo_agent 1, demo_agent2 2");
}

/* All of one who fell ill, more than two pages, promises too. */
static void test_all_of_one(void)
{
    g_autofree char *database = shared_database();
    g_autoptr(Terminal) lead = workstation(24, 80, "xterm-256color", database, "demo_lead");
    g_autofree char *promise = NULL;
    g_autofree char *promised = NULL;

    insert_tickets(database, 120);
    promise = sql_as(database, "postgres", "insert into hotline.callback (kind, person_id, phone, phone_masked, due_at) select 'promised', id, '13800000000', '', now() "
                                           "from hotline.person where login = 'demo_agent' returning id");
    terminal_expect(lead, "2工单");
    terminal_send(lead, "2");
    terminal_expect(lead, "件3");
    terminal_send(lead, "a");
    terminal_expect(lead, "> +1003 张敏 +120");
    terminal_key(lead, "Enter");
    terminal_expect(lead, "一人全部: 50\\+ .* 1003 张敏");
    terminal_send(lead, "X");
    terminal_expect(lead, "一人全部: 120 .* 1003 张敏 +已标记 120");
    terminal_send(lead, "R");
    terminal_expect(lead, "给话务员");
    terminal_send(lead, "1");
    terminal_expect(lead, "1004 李强");
    terminal_key(lead, "Down");
    give_to(lead, "120 张工单 → 1004 李强", "病假三天");
    terminal_expect(lead, "已转派 120 张.*约定回拨 1 个");
    expect_owners(database, "demo_agent2 120");
    promised = sql_as(database, "postgres", "select login from hotline.callback c join hotline.person p on p.id = c.person_id");
    g_assert_cmpstr(promised, ==, "demo_agent2");
}

/* psql as a login, which asks again and again until it is told to stop. */
static GSubprocess *at_work(const char *database, const char *login, const char *sql)
{
    g_autoptr(GError) error = NULL;
    g_autofree char *conninfo = g_strdup_printf("%s user=%s", database, login);
    g_autofree char *again = g_strdup_printf("%s \\watch 0.05\n", sql);
    GSubprocess *psql = g_subprocess_new(G_SUBPROCESS_FLAGS_STDIN_PIPE | G_SUBPROCESS_FLAGS_STDOUT_SILENCE | G_SUBPROCESS_FLAGS_STDERR_SILENCE,
                                         &error, "psql", "-X", "-q", conninfo, NULL);

    g_assert_no_error(error);
    g_output_stream_write_all(g_subprocess_get_stdin_pipe(psql), again, strlen(again), NULL, NULL, &error);
    g_assert_no_error(error);
    return psql;
}

static void knock_off(GSubprocess *psql)
{
    g_subprocess_force_exit(psql);
    g_subprocess_wait(psql, NULL, NULL);
    g_object_unref(psql);
}

static gboolean is_urged(gpointer database)
{
    g_autofree char *urged = sql_as(database, "postgres", "select count(*) > 20 from hotline.event where action = 'urge'");

    return *urged == 't';
}

/* A thousand of one who fell ill while others page through the lists and urge, and calls come: each ticket has
 * one new owner and the reason, and comes back. How long it takes, tests/bench/reassign.sh measures. */
static void test_thousand(void)
{
    g_autofree char *database = shared_database();
    g_autofree char *others = NULL;
    g_autofree char *events = NULL;
    g_autoptr(Terminal) lead = NULL;
    g_autoptr(Terminal) agent = NULL;
    GSubprocess *load[4];

    insert_tickets(database, 1100);
    others = sql_as(database, "postgres", "update hotline.ticket set owner_id = (select id from hotline.person where login = 'demo_agent9') where id > 1000 returning 1");
    load[0] = at_work(database, "demo_agent7", "select count(*) from api.ticket_list('open', p_limit => 200);");
    load[1] = at_work(database, "demo_agent8", "select api.ticket_step(gen_random_uuid(), (select id from api.ticket where id > 1000 order by random() limit 1), 'urge', '催');");
    load[2] = at_work(database, "demo_switch", "select api.call_arrive(gen_random_uuid(), '13800000001');");
    load[3] = at_work(database, "demo_lead2", "select count(*) from api.board_agents('all'), api.board_figures();");
    lead = workstation(24, 80, "xterm-256color", database, "demo_lead");
    agent = workstation(24, 80, "vt100", database, "demo_agent");
    terminal_expect(lead, "2工单");
    terminal_send(lead, "2");
    terminal_expect(lead, "件3");
    terminal_send(lead, "a");
    terminal_expect(lead, "> +1003 张敏 +1000");
    terminal_key(lead, "Enter");
    terminal_expect(lead, "一人全部: 50\\+");
    terminal_send(lead, "X");
    terminal_expect(lead, "一人全部: 1000\\+? .* 1003 张敏 +已标记 1000");
    terminal_send(lead, "R");
    terminal_expect(lead, "给话务员");
    terminal_send(lead, "1");
    terminal_expect(lead, "1004 李强");
    terminal_key(lead, "Down");
    terminal_send(lead, "xxxx");
    terminal_expect(lead, "已标记 4");
    g_assert_true(wait_until(is_urged, database, 10000));
    give_to(lead, "1000 张工单 → 4 个对象:250, 250, 250, 250。理由", "病假三天");
    terminal_expect(lead, "已转派 1000 张,u 撤销");
    expect_owners(database, "demo_agent2 250, demo_agent3 250, demo_agent4 250, demo_agent5 250, demo_agent9 100");
    events = sql_as(database, "postgres", "select count(*) || ' ' || count(distinct ticket_id) from hotline.event where action = 'reassign' and reason = '病假三天'");
    g_assert_cmpstr(events, ==, "1000 1000");
    terminal_expect(agent, "您的 1000 张工单");
    terminal_send(lead, "u");
    terminal_expect(lead, "已撤销:1000 张工单已退回原处");
    expect_owners(database, "demo_agent 1000, demo_agent9 100");
    for (guint i = 0; i < G_N_ELEMENTS(load); i++)
        knock_off(load[i]);
}

static void give_drafts(const char *database)
{
    g_autofree char *given = sql_as(database, "demo_lead", "select api.reassign(gen_random_uuid(), array_agg(id), array_agg(version), 'agents', "
                                                           "array(select id from api.agents() where name = '李强'), '病假') from api.ticket");
}

/* An agent goes on with a draft that a lead gives away: the words stay, what happened stands there, sending is
 * refused, and the words can go on as a new ticket. Undone, it is as if nothing had been. */
static void test_editing(void)
{
    g_autofree char *database = shared_database();
    g_autoptr(Terminal) agent = workstation(24, 80, "xterm-256color", database, "demo_agent");
    g_autofree char *saved = sql_as(database, "demo_agent", "select api.ticket_submit(gen_random_uuid(), 'save', null, null, '{\"title\": \"草稿甲\"}')");
    g_autofree char *undone = NULL;
    g_autofree char *drafts = NULL;

    terminal_expect(agent, "暂存 1");
    terminal_send(agent, "2");
    terminal_key(agent, "Tab");
    terminal_key(agent, "Tab");
    terminal_expect(agent, "> .*草稿甲");
    terminal_key(agent, "Enter");
    terminal_expect(agent, "w继续填写");
    terminal_send(agent, "w");
    terminal_expect(agent, "标题 草稿甲");
    terminal_send(agent, "钱女士");
    terminal_expect(agent, "诉求人.钱女士");
    give_drafts(database);
    terminal_expect(agent, "! 工单已转给");
    undone = sql_as(database, "demo_lead", "select api.reassign_undo(gen_random_uuid(), 1)");
    terminal_expect_gone(agent, "! 工单已转给");
    give_drafts(database);
    terminal_expect(agent, "! 工单已转给 1004 李强,所填内容保留:\\^X x 改作新工单");
    terminal_expect(agent, "您的 1 张工单");
    terminal_expect(agent, "诉求人.钱女士");
    terminal_key(agent, "F9");
    terminal_expect(agent, "此工单现由 1004 李强 跟进");
    terminal_expect(agent, "诉求人.钱女士");
    prefix(agent, "x");
    terminal_expect(agent, "现在是您自己的新工单");
    terminal_key(agent, "F9");
    terminal_expect_gone(agent, "工单登记");
    drafts = sql_as(database, "postgres", "select string_agg(concat_ws(' ', p.login, t.title, t.citizen_name), ', ' order by t.id) "
                                          "from hotline.ticket t join hotline.person p on p.id = t.owner_id");
    g_assert_cmpstr(drafts, ==, "demo_agent2 草稿甲 , demo_agent 草稿甲 钱女士");
}

int main(int argc, char **argv)
{
    setlocale(LC_ALL, "C.UTF-8");
    g_test_init(&argc, &argv, NULL);
    g_test_set_nonfatal_assertions();
    g_test_add_func("/reassign/thousand", test_thousand);
    g_test_add_func("/reassign/evenly", test_evenly);
    g_test_add_func("/reassign/changed-meanwhile", test_changed_meanwhile);
    g_test_add_func("/reassign/all-of-one", test_all_of_one);
    g_test_add_func("/reassign/editing", test_editing);
    return g_test_run();
}
