/* A lead's hand: messages, breaks, logging out, skills, marked numbers, the alert, quality checks. */
#include <locale.h>
#include <signal.h>

#include "tests/support/screen.h"

/* Opens the lead's list of agents, the cursor on the first, 1003. */
static Terminal *people(const char *database)
{
    Terminal *lead = workstation(24, 80, "xterm-256color", database, "demo_lead");

    terminal_expect(lead, "新手三键");
    terminal_send(lead, "P");
    terminal_expect(lead, "> 1003 +张敏");
    return lead;
}

/* The agent types a form; the message comes between two keys and takes none. */
static void test_message(void)
{
    g_autofree char *database = shared_database();
    g_autoptr(Terminal) agent = workstation(24, 80, "vt100", database, "demo_agent");
    g_autoptr(Terminal) lead = NULL;

    terminal_expect(agent, "新手三键");
    terminal_send(agent, "n");
    terminal_expect(agent, "诉求人>");
    terminal_send(agent, "王");
    lead = people(database);
    terminal_expect(lead, "1003 +张敏 .*在线");
    terminal_send(lead, "m");
    terminal_expect(lead, "--> 消息");
    terminal_key(lead, "F5");
    terminal_expect(lead, "消息.*此项必填");
    terminal_send(lead, "请到三号台");
    terminal_key(lead, "F5");
    terminal_send(agent, "小");
    terminal_expect(agent, "! 2001 郑宏 \\d\\d:\\d\\d: 请到三号台");
    terminal_send(agent, "明");
    terminal_expect(agent, "诉求人>王小明");
    prefix(agent, "l");
    terminal_expect_gone(agent, "请到三号台");
    terminal_expect(lead, "消息已发出");
    terminal_send(lead, "a");
    terminal_expect(lead, "发给全部:共 12 人,其中 1 人在线");
    terminal_key(lead, "Enter");
    terminal_expect(lead, "发给全部:共 12 人.*\\n.*--> 消息");
    terminal_send(lead, "十点开会");
    terminal_key(lead, "F5");
    terminal_expect(agent, "! 2001 郑宏 .*十点开会");
    terminal_expect(agent, "诉求人>王小明");
}

/* Ready, sent to a break, told why; the log has it. */
static void test_break(void)
{
    g_autofree char *database = shared_database();
    g_autoptr(Terminal) agent = workstation(24, 80, "vt100", database, "demo_agent");
    g_autoptr(Terminal) lead = NULL;

    terminal_expect(agent, "新手三键");
    terminal_key(agent, "F3");
    terminal_expect(agent, "已示闲");
    lead = people(database);
    terminal_expect(lead, "> 1003 +张敏 +示闲");
    terminal_send(lead, "b");
    terminal_expect(lead, "让话务员示忙");
    terminal_key(lead, "F5");
    terminal_expect(lead, "请填写原因");
    terminal_send(lead, "接了辱骂电话,休息一刻钟");
    terminal_key(lead, "F5");
    terminal_expect(lead, "> 1003 +张敏 +示忙");
    terminal_expect(agent, "张敏 1003  示忙");
    terminal_expect(agent, "班长已将您置为示忙:接了辱骂电话");
    terminal_key(lead, "Enter");
    terminal_expect(lead, "2001 郑宏 +被置为示忙 +接了辱骂电话");
}

/* What was done in a year is read page by page, and the reason under the cursor in full; who is not signed on is not
 * sent to a break. */
static void test_long_log(void)
{
    g_autofree char *database = shared_database();
    g_autoptr(Terminal) lead = NULL;
    g_autofree char *done = sql_as(database, "postgres", "insert into hotline.agent_log (person_id, who, role, action, reason) "
        "select p.id, '2001 郑宏', 'lead', 'message', '第' || i || '条消息,请按新的口径答复供暖的来电,已经登记的工单补充说明' || repeat('。', 20) || '完' "
        "from hotline.person p, generate_series(1, 120) i where p.login = 'demo_agent'");

    lead = people(database);
    terminal_expect(lead, "> 1003 +张敏 +未签入");
    terminal_expect_gone(lead, "b置忙");
    terminal_send(lead, "b");
    terminal_expect(lead, "现在不能这样做:1003 张敏 当前为“未签入”");
    terminal_key(lead, "Enter");
    terminal_expect(lead, "1003 张敏 \\(50\\+\\)");
    terminal_expect(lead, "第120条消息(.*\n)*.*第120条消息(.*\n)*.*。完");
    terminal_expect_gone(lead, "Enter打开");
    terminal_send(lead, "G");
    terminal_expect(lead, "1003 张敏 \\(100\\+\\)");
    terminal_send(lead, "G");
    terminal_expect(lead, "1003 张敏 \\(120\\)");
    terminal_send(lead, "G");
    terminal_expect(lead, "> .*第1条消息");
}

static gboolean is_away(gpointer database)
{
    g_autofree char *away = sql_as(database, "postgres", "select not hotline.present(id) from hotline.person where login = 'demo_agent'");

    return *away == 't';
}

/* A stopped terminal stays signed on and present; the lead logs it out: its sessions end, its claims are free. In a
 * call nobody is cut off. */
static void test_log_out(void)
{
    g_autofree char *database = shared_database();
    g_autoptr(Terminal) agent = workstation(24, 80, "vt100", database, "demo_agent");
    g_autoptr(Terminal) lead = NULL;
    g_autofree char *call = NULL;

    terminal_expect(agent, "新手三键");
    terminal_key(agent, "F3");
    terminal_expect(agent, "已示闲");
    ring_in(database, "13712340001");
    terminal_expect(agent, "F2 接听");
    terminal_key(agent, "F2");
    terminal_expect(agent, "来电 137\\*\\*\\*\\*0001  通话");
    lead = people(database);
    terminal_expect(lead, "> 1003 +张敏 +通话 .*在线");
    terminal_expect_gone(lead, "x签出");
    terminal_send(lead, "x");
    terminal_expect(lead, "现在不能这样做:1003 张敏 当前为“通话”");
    prefix(agent, "i");
    terminal_expect(agent, "无声来电");
    terminal_key(agent, "F4");
    terminal_expect(agent, "张敏 1003  示闲");
    kill(terminal_pid(agent), SIGSTOP);
    terminal_expect(lead, "> 1003 +张敏 +示闲");
    terminal_send(lead, "x");
    terminal_expect(lead, "把话务员签出");
    terminal_send(lead, "终端死机");
    terminal_key(lead, "F5");
    terminal_expect(lead, "已签出;终端已断开");
    g_assert_true(wait_until(is_away, database, 5000));
    terminal_key(lead, "C-l");
    terminal_expect(lead, "> 1003 +张敏 +未签入");
    /* it comes to life again: not signed on, and told why */
    kill(terminal_pid(agent), SIGCONT);
    terminal_expect(agent, "班长已将您签出:终端死机");
    terminal_expect(agent, "张敏 1003  未签入");
}

static void test_skills(void)
{
    g_autofree char *database = shared_database();
    g_autoptr(Terminal) lead = people(database);

    terminal_send(lead, "s");
    terminal_expect(lead, "技能>");
    terminal_send(lead, "闽南话");
    terminal_key(lead, "Tab");
    terminal_key(lead, "C-u");
    terminal_send(lead, "晚班");
    terminal_key(lead, "Tab");
    terminal_send(lead, "调班");
    terminal_key(lead, "F5");
    terminal_expect(lead, "没有“闽南话”这项技能。现有:方言 企业");
    terminal_key(lead, "C-u");
    terminal_send(lead, "方言 企业");
    terminal_key(lead, "F5");
    terminal_expect(lead, "> 1003 .*晚班 +方言 企业");
}

/* A lead marks a waiting number, it rings first, with the reason; the longest wait raises the alert. */
static void test_queue(void)
{
    g_autofree char *database = shared_database();
    g_autoptr(Terminal) agent = workstation(24, 100, "vt100", database, "demo_agent");
    g_autoptr(Terminal) lead = workstation(24, 100, "xterm-256color", database, "demo_lead");
    g_autofree char *bound = NULL;

    terminal_expect(agent, "新手三键");
    ring_in(database, "13712340001");
    ring_in(database, "13712340002");
    terminal_expect(lead, "> .*137\\*\\*\\*\\*0001");
    terminal_expect(lead, "137\\*\\*\\*\\*0002");
    terminal_key(lead, "Down");
    terminal_send(lead, "m");
    terminal_expect(lead, "137\\*\\*\\*\\*0002 今后优先接听");
    terminal_send(lead, "孤寡老人");
    terminal_key(lead, "F5");
    terminal_expect(lead, "137\\*\\*\\*\\*0002 .*!! 孤寡老人(.*\\n)+.*137\\*\\*\\*\\*0001");
    terminal_key(agent, "F3");
    terminal_expect(agent, "F2 接听.*!! 孤寡老人.*137\\*\\*\\*\\*0002");
    bound = sql_as(database, "demo_admin", "select api.admin_import(gen_random_uuid(), 'settings', '[{\"key\": \"queue_alert_seconds\", \"value\": \"1\"}]')");
    terminal_send(lead, "21");
    terminal_expect(lead, "! 有来电等待超过 0:01,排队 2 人");
    terminal_expect(lead, "! 2001 郑宏 .*有来电等待超过 1 秒");
}

/* A call that needs a skill rings for who has none as soon as the rule lets it, without any news. */
static void test_overflow(void)
{
    g_autofree char *database = shared_database();
    g_autoptr(Terminal) agent = workstation(24, 80, "vt100", database, "demo_agent");
    g_autofree char *rule = sql_as(database, "postgres", "update hotline.overflow_rule set after_seconds = 1 where skill = 'dialect' returning skill");
    g_autofree char *call = NULL;

    terminal_expect(agent, "新手三键");
    terminal_key(agent, "F3");
    terminal_expect(agent, "已示闲");
    call = sql_as(database, "demo_switch", "select api.call_arrive(gen_random_uuid(), '13712340001', p_skill => 'dialect')");
    terminal_expect(agent, "\\[方言\\]");
    terminal_expect(agent, "F2 接听.*137\\*\\*\\*\\*0001");
    terminal_key(agent, "F2");
    terminal_expect(agent, "来电 137\\*\\*\\*\\*0001  通话");
}

/* What needs a skill does not ring for a lead who has none; off the list it is taken all the same. */
static void test_lead_takes_any(void)
{
    g_autofree char *database = shared_database();
    g_autoptr(Terminal) lead = workstation(24, 80, "vt100", database, "demo_lead");
    g_autofree char *call = NULL;

    terminal_expect(lead, "新手三键");
    terminal_key(lead, "F3");
    terminal_expect(lead, "已示闲");
    call = sql_as(database, "demo_switch", "select api.call_arrive(gen_random_uuid(), '13712340001', p_skill => 'dialect')");
    terminal_expect(lead, "> .*\\[方言\\]");
    terminal_key(lead, "F2");
    terminal_expect(lead, "没有来电。");
    terminal_key(lead, "Enter");
    terminal_expect(lead, "来电 137\\*\\*\\*\\*0001  通话");
}

/* Drawn, judged, read, answered once. */
static void test_quality(void)
{
    g_autofree char *database = shared_database();
    g_autoptr(Terminal) agent = workstation(24, 80, "vt100", database, "demo_agent");
    g_autoptr(Terminal) lead = NULL;
    g_autofree char *made = sql_as(database, "postgres",
        "insert into hotline.call (phone, phone_masked, state, answered_at, ended_at, agent_id) select '13712340001', '137****0001', 'ended', now(), now(), id "
        "from hotline.person where login = 'demo_agent' returning id");

    terminal_expect(agent, "新手三键");
    lead = people(database);
    terminal_send(lead, "c");
    terminal_expect(lead, "1 问候 0-10");
    terminal_send(lead, "10\t25\t20\t15\t20\t10\t下次先核实地址");
    terminal_key(lead, "F5");
    terminal_expect(lead, "分数为 0 至 20 的整数");
    terminal_key(lead, "C-u");
    terminal_send(lead, "15");
    terminal_key(lead, "F5");
    terminal_expect(lead, "质检已记录");
    terminal_expect(lead, "> 1003 +张敏");
    terminal_expect(agent, "! 2001 郑宏 .*您的工作已质检:90 分\\(满分 100\\)");
    terminal_send(agent, "C");
    terminal_expect(agent, "> .*1003 张敏 +90/100 +137\\*\\*\\*\\*0001");
    terminal_key(agent, "Enter");
    terminal_expect(agent, "倾听  15/20");
    terminal_expect(agent, "下次先核实地址");
    terminal_send(agent, "a");
    terminal_expect(agent, "--> 本人说明");
    terminal_send(agent, "已记住");
    terminal_key(agent, "F5");
    terminal_expect(lead, "! 1003 张敏 .*质检说明:已记住");
}

/* A ticket judged stands in its timeline with points and note: for the leads and its agent, not for the unit. */
static void test_quality_of_ticket(void)
{
    g_autofree char *database = shared_database();
    g_autoptr(Terminal) lead = NULL;
    g_autoptr(Terminal) unit = NULL;
    g_autofree char *made = sql_as(database, "demo_agent",
        "select api.ticket_submit(gen_random_uuid(), 'dispatch', null, null, jsonb_build_object('phone', '13712340001', 'kind', 'complaint', 'title', '路灯不亮', "
        "'body', '三天', 'area_id', (select id::text from api.areas() where code = 'QL0101'), 'unit_id', (select id::text from api.units() where code = 'CG'), "
        "'category_id', (select id::text from api.categories() where path like '%/ 噪音污染')))");

    lead = workstation(24, 80, "xterm-256color", database, "demo_lead");
    terminal_expect(lead, "2工单");
    terminal_send(lead, "2");
    terminal_expect(lead, "> .*路灯不亮");
    terminal_key(lead, "Enter");
    terminal_expect(lead, "S质检");
    terminal_send(lead, "S");
    terminal_expect(lead, "1 问候 0-10");
    terminal_send(lead, "10\t20\t20\t15\t20\t10\t下次先核实地址");
    terminal_key(lead, "F5");
    terminal_expect(lead, "2001 郑宏  质检 95/100: 下次先核实地址");
    unit = workstation(24, 80, "vt100", database, "demo_unit");
    terminal_expect(unit, "> .*路灯不亮");
    terminal_key(unit, "Enter");
    terminal_expect(unit, "已派单 -> 市城市管理局");
    terminal_expect_gone(unit, "质检");
}

/* Results that an agent has sent: who practised, the weak spots, each result, what it was worth; the empty list says how to send. */
static void test_trained(void)
{
    g_autofree char *database = shared_database();
    g_autoptr(Terminal) lead = people(database);

    terminal_send(lead, "t");
    terminal_expect(lead, "还没有报送过训练成绩");
    terminal_key(lead, "Esc");
    g_free(sql_as(database, "demo_agent2",
        "select api.training_take(gen_random_uuid(), jsonb_agg(jsonb_build_object('id', gen_random_uuid(), 'scenario', 's' || n, 'title', '剧本' || n,"
        " 'role', 'agent', 'flow', 'consult', 'level', 1, 'category', case when n > 2 then '民政' else '教育文体' end, 'state', 'done',"
        " 'points', 30 * n, 'hints', 0, 'seconds', 95, 'speed', 1, 'in_shift', false, 'started_at', now() - interval '1 day', 'ended_at', now() - n * interval '1 hour',"
        " 'items', '[{\"item\": \"unit\", \"points\": 3, \"out_of\": 20, \"got\": \"甲局\", \"expected\": \"乙局\"}]'::jsonb)))"
        " from generate_series(1, 3) n"));
    terminal_expect(lead, "> 1003 +张敏");
    terminal_send(lead, "t");
    terminal_expect(lead, "话务员的训练:1 人.*\n.*\n> 1004 +李强 +3 +1 +60\\.0 +60\\.0 教育文体");
    terminal_key(lead, "Enter");
    terminal_expect(lead, "1004 李强 +薄弱环节.*\n.*\n +教育文体 +2 +45\\.0 +30\\.0 承办单位 *\n +民政 +1 +90\\.0");
    terminal_expect(lead, "成绩,最近的在前 +\\(3\\).*\n.*\n> .*剧本1 +咨询 +30\\.0 +1:35 完成");
    terminal_key(lead, "Down");
    terminal_key(lead, "Enter");
    terminal_expect(lead, "剧本2 +得分 60/100(.|\n)*! 承办单位 +3/20 +甲局 +应为 乙局");
    terminal_key(lead, "Esc");
    terminal_resize(lead, 43, 132);
    terminal_expect(lead, "> .*剧本2 +咨询 +60\\.0 +1:35 +0 完成");
}

int main(int argc, char **argv)
{
    setlocale(LC_ALL, "C.UTF-8");
    g_test_init(&argc, &argv, NULL);
    g_test_set_nonfatal_assertions();
    g_test_add_func("/people/message", test_message);
    g_test_add_func("/people/break", test_break);
    g_test_add_func("/people/quality-of-ticket", test_quality_of_ticket);
    g_test_add_func("/people/long-log", test_long_log);
    g_test_add_func("/people/log-out", test_log_out);
    g_test_add_func("/people/skills", test_skills);
    g_test_add_func("/people/queue", test_queue);
    g_test_add_func("/people/overflow", test_overflow);
    g_test_add_func("/people/lead-takes-any", test_lead_takes_any);
    g_test_add_func("/people/quality", test_quality);
    g_test_add_func("/people/trained", test_trained);
    return g_test_run();
}
