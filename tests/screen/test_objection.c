/* The lead's desk on one server: a return is judged, comes again, the bound is reached, the lead's decision binds; units
 * co-handle, the catalogue is mended, what is supervised is seen by all, an extension is decided. */
#include <locale.h>

#include "tests/support/screen.h"

/* A ticket about noise, dispatched by an agent to the urban management. */
static void dispatch_titled(const char *database, const char *title)
{
    g_autofree char *sql = g_strdup_printf("select api.ticket_submit(gen_random_uuid(), 'dispatch', null, null, jsonb_build_object("
        "'citizen_name', '王女士', 'phone', '13812341111', 'kind', 'complaint', 'title', '%s', 'body', '凌晨还在施工,很吵', "
        "'area_id', (select id::text from api.areas() where code = 'QL0101'), 'unit_id', (select id::text from api.units() where code = 'CG'), "
        "'category_id', (select id::text from api.categories() where path like '%%/ 噪音污染')))", title);
    g_autofree char *done = sql_as(database, "demo_agent", sql);
}

static void step(const char *database, const char *login, const char *call)
{
    g_autofree char *sql = g_strdup_printf("select api.%s from api.ticket", call);
    g_autofree char *done = sql_as(database, login, sql);
}

/* Presses the key, says why, sends. */
static void decide(Terminal *terminal, const char *key, const char *reason)
{
    terminal_send(terminal, key);
    terminal_expect(terminal, "F5 或 \\^X s 提交");
    terminal_send(terminal, reason);
    terminal_key(terminal, "F5");
    terminal_expect_gone(terminal, "F5 或 \\^X s 提交");
}

static void open_first(Terminal *terminal, const char *shown)
{
    terminal_expect(terminal, shown);
    terminal_key(terminal, "Enter");
}

/* A form under way, with what is suggested for it. */
static void begin_form(Terminal *agent)
{
    terminal_expect(agent, "新手三键");
    terminal_send(agent, "n");
    terminal_expect(agent, "非来电工单");
    terminal_send(agent, "赵先生\t");
    for (int i = 0; i < 3; i++)
        terminal_key(agent, "Tab");
    pick_from_list(agent, "朝阳", "> 东湖区 / 朝阳路街道");
    terminal_key(agent, "Tab");
    pick_from_list(agent, "噪音", "> 环境保护 / 环境污染 / 噪音污染");
    for (int i = 0; i < 3; i++)
        terminal_key(agent, "Tab");
    terminal_send(agent, "工地夜间施工噪音");
    terminal_expect(agent, "\\? 市城市管理局");
}

static void upheld_and_binding(Terminal *unit, Terminal *lead)
{
    open_first(unit, "> \\d{14} 已派单 .*工地夜间");
    terminal_expect(unit, "t退单");
    decide(unit, "t", "施工许可不归我局");
    terminal_expect(unit, "已退单 ---");
    terminal_send(lead, "2");
    terminal_expect(lead, "筛选");
    terminal_key(lead, "Tab");
    open_first(lead, "已退单: 1(.*\n)+> \\d{14} 已退单");
    terminal_expect(lead, "退单理由 \\(.* 3001 马骏\\): 施工许可不归我局");
    terminal_expect(lead, "- 市城市管理局 +1 +1 +0 +0 +100% 目录");
    terminal_expect(lead, "派单目录: .*噪音污染,全市 -> 市城市管理局");
    decide(lead, "h", "噪音扰民归城管");
    terminal_expect(lead, "已派单,退单 1 次");
    terminal_expect(unit, "已退单 1 次  不可再退");
    terminal_send(unit, "t");
    terminal_expect(unit, "班长已裁定");
}

/* To another unit, with the first one beside it. */
static void co_handled(Terminal *unit, Terminal *lead)
{
    terminal_send(lead, "p");
    terminal_expect(lead, "F5 或");
    pick_from_list(lead, "生态环境", "> 市生态环境局");
    terminal_send(lead, "夜间施工先由环保牵头");
    terminal_key(lead, "Tab");
    pick_from_list(lead, "城市管理", "> 市城市管理局");
    terminal_key(lead, "F5");
    terminal_expect(lead, "协办单位: 市城市管理局");
    terminal_expect(unit, "承办单位: 市生态环境局");
    terminal_expect(unit, "p协办意见");
    decide(unit, "p", "已到场劝停一次");
    terminal_expect(unit, "-- 协办单位意见 --\n +市城市管理局: 已到场劝停一次");
    terminal_key(unit, "Esc");
    terminal_key(unit, "Tab");
    terminal_expect(unit, "待协办: 1(.*\n)+> \\d{14} 已派单");
}

static void bound_reached(const char *database, Terminal *lead, Terminal *agent)
{
    step(database, "demo_unit2", "ticket_step(gen_random_uuid(), id, 'return', '住建审批的工地')");
    terminal_expect(lead, "已退单,退单 2 次");
    terminal_expect(lead, "退单次数已达上限");
    terminal_expect(lead, "a 市城市管理局 .*100% 目录\n +! 曾派该单位");
    /* the catalogue was wrong: a form under way is suggested the other unit, the ticket says so */
    terminal_send(lead, "e");
    terminal_expect(lead, "类别 环境保护 / 环境污染 / 噪音污染");
    pick_from_list(lead, "住房和城乡", "> 市住房和城乡建设局");
    terminal_send(lead, "施工噪音归住建");
    terminal_key(lead, "F5");
    terminal_expect(lead, "目录已更正:1 张等待中的工单有了新的建议");
    terminal_expect(lead, "! 目录已更正:不再指向该单位");
    terminal_expect(lead, "a 市住房和城乡建设局 .*目录");
    terminal_expect(agent, "\\? 市住房和城乡建设局");
    decide(lead, "a", "按更正后的目录派单");
    terminal_expect(lead, "已派单,退单 2 次");
}

/* The mark is seen by the other agent in the list and on the ticket. */
static void supervised(Terminal *lead, Terminal *other)
{
    decide(lead, "s", "群众反复反映");
    terminal_expect(lead, "! 督办:班长督办,时限已缩短");
    terminal_send(other, "2");
    open_first(other, "> \\d{14} 已派单 .*\\[督办\\]\\[空转\\]");
    terminal_expect(other, "! 督办:班长督办");
    terminal_expect(other, "! 空转");
    terminal_send(other, "G");
    terminal_expect(other, "2001 郑宏  督办: 群众反复反映");
    terminal_expect(other, "更正派单目录 -> 市住房和城乡建设局: 施工噪音归住建");
    terminal_key(lead, "Esc");
    terminal_key(lead, "Tab");
    terminal_expect(lead, "申请延期: 0");
    terminal_key(lead, "Tab");
    terminal_expect(lead, "空转: 1(.*\n)+> \\d{14} 已派单");
}

static void test_objection(void)
{
    g_autofree char *database = shared_database();
    g_autoptr(Terminal) unit = NULL;
    g_autoptr(Terminal) last = NULL;
    g_autoptr(Terminal) lead = workstation(24, 80, "xterm-256color", database, "demo_lead");
    g_autoptr(Terminal) agent = workstation(24, 80, "xterm-256color", database, "demo_agent");
    g_autoptr(Terminal) other = workstation(24, 80, "vt100", database, "demo_agent2");
    g_autofree char *state = NULL;

    dispatch_titled(database, "工地夜间施工");
    unit = workstation(24, 80, "xterm-256color", database, "demo_unit");
    begin_form(agent);
    upheld_and_binding(unit, lead);
    co_handled(unit, lead);
    bound_reached(database, lead, agent);
    last = workstation(24, 80, "vt100", database, "demo_unit3");
    open_first(last, "> \\d{14} 已派单 .*工地夜间");
    terminal_expect(last, "r签收");
    terminal_send(last, "t");
    terminal_expect(last, "班长已裁定");
    supervised(lead, other);
    terminal_expect(last, "! 督办:班长督办");
    state = sql_as(database, "postgres", "select concat_ws(' ', t.state, u.code, returns, binding, supervised, units, working_days) "
                                         "from hotline.ticket t join hotline.unit u on u.id = t.unit_id");
    g_assert_cmpstr(state, ==, "dispatched ZJ 2 t t 3 2");
}

/* An administrator lets the catalogue name this unit for noise, "": none. */
static void name_unit(const char *database, const char *code)
{
    g_autofree char *sql = g_strdup_printf("select api.admin_import(gen_random_uuid(), 'catalogue', jsonb_build_array(jsonb_build_object('area', '', "
        "'unit', '%s', 'category', (select code from api.categories() where path like '%%/ 噪音污染'))))", code);
    g_autofree char *done = sql_as(database, "demo_admin", sql);
}

/* An administrator takes the entry out: what waits shows it, before any key. */
static void test_taken_out(void)
{
    g_autofree char *database = shared_database();
    g_autoptr(Terminal) lead = NULL;
    name_unit(database, "CG");
    dispatch_titled(database, "工地施工");
    step(database, "demo_unit", "ticket_step(gen_random_uuid(), id, 'return', '住建审批的工地')");
    lead = workstation(24, 80, "xterm-256color", database, "demo_lead");
    terminal_expect(lead, "已退单 1");
    terminal_send(lead, "2");
    terminal_expect(lead, "> \\d{14} 已退单 .*工地施工");
    name_unit(database, "");
    terminal_expect(lead, "> \\d{14} 已退单 .*\\[目录更正\\]");
    terminal_key(lead, "Enter");
    terminal_expect(lead, "! 目录已更正:不再指向该单位");
}

/* What was asked, why, and where it would lead stands before the lead who decides. */
static void test_extension(void)
{
    g_autofree char *database = shared_database();
    g_autoptr(Terminal) lead = NULL;
    g_autofree char *days = NULL;

    dispatch_titled(database, "小区夜间噪音");
    step(database, "demo_unit", "ticket_step(gen_random_uuid(), id, 'receive', '')");
    step(database, "demo_unit", "ticket_ask_extension(gen_random_uuid(), id, 7, '等检测报告')");
    lead = workstation(24, 80, "xterm-256color", database, "demo_lead");
    terminal_expect(lead, "申请延期 1");
    terminal_send(lead, "2");
    terminal_expect(lead, "筛选");
    terminal_key(lead, "Tab");
    terminal_expect(lead, "已退单: 0");
    terminal_key(lead, "Tab");
    open_first(lead, "申请延期: 1(.*\n)+> \\d{14} 办理中");
    terminal_expect(lead, "延期申请\\(3001 马骏\\):再加 7 个工作日,至 20..-..-.. 17:30 \\(共 12 个,上限 30");
    terminal_expect(lead, "等检测报告");
    decide(lead, "a", "同意");
    terminal_expect(lead, "12 个工作日");
    terminal_expect_gone(lead, "延期申请\\(");
    days = sql_as(database, "postgres", "select working_days from hotline.ticket");
    g_assert_cmpstr(days, ==, "12");
}

int main(int argc, char **argv)
{
    setlocale(LC_ALL, "C.UTF-8");
    g_test_init(&argc, &argv, NULL);
    g_test_set_nonfatal_assertions();
    g_test_add_func("/objection/to-the-binding-decision", test_objection);
    g_test_add_func("/objection/taken-out", test_taken_out);
    g_test_add_func("/objection/extension", test_extension);
    return g_test_run();
}
