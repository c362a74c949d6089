/* The form is where it is looked for: after lost answers, under lists, among kept ones; its keys. */
#include <locale.h>

#include "tests/support/screen.h"

static Terminal *ready_agent(const char *database)
{
    Terminal *agent = workstation(24, 80, "xterm-256color", database, "demo_agent");

    terminal_expect(agent, "新手三键");
    terminal_key(agent, "F3");
    terminal_expect(agent, "已示闲");
    return agent;
}

/* With a call of this number taken. */
static Terminal *talking_agent(const char *database, const char *phone, const char *shown)
{
    Terminal *agent = ready_agent(database);

    ring_in(database, phone);
    terminal_expect(agent, "F2 接听");
    terminal_key(agent, "F2");
    terminal_expect(agent, shown);
    return agent;
}

static void tab(Terminal *agent, int times)
{
    for (int i = 0; i < times; i++)
        terminal_send(agent, "\t");
}

/* The answer to F2 never came: the call was taken all the same, and its form opens by itself, once. */
static void test_lost_answer(void)
{
    g_autofree char *database = shared_database();
    g_autoptr(Terminal) agent = ready_agent(database);
    g_autofree char *taken = NULL;
    g_autofree char *told = NULL;

    ring_in(database, "13700000001");
    terminal_expect(agent, "F2 接听");
    taken = sql_as(database, "demo_agent", "select api.call_take(gen_random_uuid())");
    terminal_expect(agent, "来电 137\\*\\*\\*\\*0001  通话");
    prefix(agent, "i");
    terminal_expect(agent, "无声来电");
    terminal_expect(agent, "通话中");
    /* its record is there: no form any more, whatever is pressed */
    told = sql_as(database, "postgres", "select pg_notify('hotline_agent', '')");
    terminal_key(agent, "F2");
    terminal_expect(agent, "请先示闲");
    terminal_key(agent, "F4");
    terminal_expect(agent, "示闲 \\d\\d:\\d\\d");
}

/* The same while something is typed: that stays, the call's form is a key away, and both are found. */
static void test_lost_answer_typing(void)
{
    g_autofree char *database = shared_database();
    g_autoptr(Terminal) agent = ready_agent(database);
    g_autofree char *taken = NULL;

    terminal_send(agent, "n");
    terminal_expect(agent, "非来电工单");
    terminal_send(agent, "赵先");
    ring_in(database, "13700000001");
    terminal_expect(agent, "F2 接听");
    taken = sql_as(database, "demo_agent", "select api.call_take(gen_random_uuid())");
    terminal_expect(agent, "F2 登记.*登记未打开");
    terminal_send(agent, "生");
    terminal_expect(agent, "赵先生");
    terminal_key(agent, "F2");
    terminal_expect(agent, "来电 137\\*\\*\\*\\*0001  通话");
    terminal_expect(agent, "保留 1:\\^X o");
    prefix(agent, "i");
    terminal_expect(agent, "无声来电");
    prefix(agent, "o");
    terminal_expect(agent, "1 非来电 *赵先生");
    terminal_send(agent, "1");
    terminal_expect(agent, "诉求人> ?赵先生");
    terminal_expect_gone(agent, "保留 1");
    prefix(agent, "k");
    terminal_expect(agent, "放弃此登记的全部内容");
    terminal_send(agent, "2");
    terminal_expect(agent, "已放弃此登记的内容");
}

/* ^X f under an open list: the list goes, and does not wait below the form. */
static void test_to_form_under_list(void)
{
    g_autofree char *database = shared_database();
    g_autoptr(Terminal) agent = workstation(24, 80, "xterm-256color", database, "demo_agent");

    terminal_expect(agent, "新手三键");
    terminal_send(agent, "n");
    terminal_expect(agent, "非来电工单");
    tab(agent, 4);
    terminal_key(agent, "Enter");
    terminal_expect(agent, "输入查找");
    prefix(agent, "f");
    terminal_expect_gone(agent, "输入查找");
    terminal_key(agent, "C-g");
    terminal_expect(agent, "新手三键[^$]*没有人在排队");
    terminal_send(agent, "o");
    terminal_expect(agent, "非来电工单");
}

/* What was typed is not closed away as silent without a question. */
static void test_silent_asks(void)
{
    g_autofree char *database = shared_database();
    g_autoptr(Terminal) agent = talking_agent(database, "13700000001", "来电 137\\*\\*\\*\\*0001  通话");

    terminal_send(agent, "王女士");
    terminal_expect(agent, "王女士");
    prefix(agent, "i");
    terminal_expect(agent, "仍按无声来电结束吗");
    terminal_send(agent, "1");
    terminal_expect_gone(agent, "仍按无声来电结束吗");
    terminal_expect(agent, "王女士");
    prefix(agent, "b");
    terminal_expect(agent, "仍按骚扰来电结束吗");
    terminal_send(agent, "2");
    terminal_expect(agent, "工单 \\d{14}:骚扰来电");
}

/* A digit on a short list's field picks at once. */
static void test_digit_picks(void)
{
    g_autofree char *database = shared_database();
    g_autoptr(Terminal) agent = workstation(24, 80, "xterm-256color", database, "demo_agent");

    terminal_expect(agent, "新手三键");
    terminal_send(agent, "n");
    terminal_expect(agent, "非来电工单");
    tab(agent, 2);
    terminal_expect(agent, "性别>");
    terminal_send(agent, "2");
    terminal_expect(agent, "性别 ?男");
    terminal_expect(agent, "保密>");
    prefix(agent, "q");
}

/* A refusal names its field, at the field and on the status line. */
static void test_field_named(void)
{
    g_autofree char *database = shared_database();
    g_autoptr(Terminal) agent = talking_agent(database, "13700000001", "来电 137\\*\\*\\*\\*0001  通话");

    terminal_key(agent, "F6");
    terminal_expect(agent, "\n 区域:此项必填。[^$]*已连接  区域:此项必填。");
}

/* Filing the record of an ended call makes one ready; F3 pressed at once does not undo that. */
static void test_ready_after_filing(void)
{
    g_autofree char *database = shared_database();
    g_autoptr(Terminal) agent = talking_agent(database, "13700000001", "来电 137\\*\\*\\*\\*0001  通话");
    g_autofree char *ended = sql_as(database, "demo_switch", "select api.call_end(gen_random_uuid(), id) from api.calls_live()");

    terminal_expect(agent, "话后整理");
    prefix(agent, "i");
    terminal_key(agent, "F3");
    terminal_expect(agent, "示闲 \\d\\d:\\d\\d");
    terminal_key(agent, "F3");
    terminal_expect(agent, "已连接  已示闲");
    terminal_expect(agent, "示闲 \\d\\d:\\d\\d");
}

/* A refused dispatch leaves the direct answer's fields as they were shown: Esc folds them. */
static void test_way_after_refusal(void)
{
    g_autofree char *database = shared_database();
    g_autoptr(Terminal) agent = talking_agent(database, "13700000001", "来电 137\\*\\*\\*\\*0001  通话");

    terminal_key(agent, "F5");
    terminal_expect(agent, "> 答复");
    terminal_send(agent, "已当场答复");
    terminal_key(agent, "F6");
    terminal_expect(agent, "区域:此项必填");
    terminal_expect(agent, "答复  5/");
    terminal_key(agent, "Esc");
    terminal_expect_gone(agent, "答复  5/");
    terminal_expect(agent, "来电 137\\*\\*\\*\\*0001  通话");
}

/* Sentences end with their screen, and by themselves; a number in full with its screen. */
static void test_sentences_end(void)
{
    g_autofree char *database = shared_database();
    g_autoptr(Terminal) agent = talking_agent(database, "13700000001", "来电 137\\*\\*\\*\\*0001  通话");

    terminal_send(agent, "王女士");
    prefix(agent, "m");
    terminal_expect(agent, "为何需要完整号码");
    terminal_expect(agent, "Esc 离开,不提交");
    terminal_send(agent, "核对\r");
    terminal_expect(agent, "来电 13700000001 \\(已记录\\)");
    prefix(agent, "2");
    terminal_expect(agent, "\\[2工单\\]");
    terminal_send(agent, "o");
    terminal_expect(agent, "来电 137\\*\\*\\*\\*0001  通话");
    terminal_key(agent, "C-r");
    terminal_expect(agent, "此键");
    prefix(agent, "2");
    terminal_expect(agent, "\\[2工单\\]");
    terminal_expect_gone(agent, "此键");
    terminal_key(agent, "C-c");
    terminal_expect(agent, "按 Q 退出程序");
    terminal_expect(agent, "Q退出 \\?帮助");
    terminal_expect_gone(agent, "按 Q 退出程序");
}

/* A login that is nobody's here: said in the body, and let in when it has become somebody's. */
static void test_not_enrolled(void)
{
    g_autofree char *database = shared_database();
    g_autoptr(Terminal) agent = workstation(24, 80, "xterm-256color", database, "postgres");
    g_autofree char *done = NULL;

    terminal_expect(agent, "登录名 postgres 不能在此工作");
    terminal_expect(agent, "\\^X c立即连接|\\^X c连接");
    terminal_expect_gone(agent, "F2接听");
    done = sql_as(database, "postgres", "update hotline.person set login = 'postgres' where login = 'demo_agent2'");
    prefix(agent, "c");
    terminal_expect(agent, "新手三键");
}

/* Who calls: what of this number is open stands in the form, beside it where there is room. */
static void test_known_number(void)
{
    g_autofree char *database = shared_database();
    g_autofree char *before = sql_as(database, "postgres",
        "insert into hotline.ticket (number, state, accepted_by, unit_id, due_at, working_days, dispatched_at, title, body, phone, phone_masked) "
        "select '20260000000001', 'dispatched', p.id, u.id, now() + interval '2 days', 5, now(), '东门路灯不亮', '内容', '13700000001', "
        "'137****0001' from hotline.person p, hotline.unit u where p.login = 'demo_lead' and u.code = 'CG' returning number");
    g_autoptr(Terminal) agent = talking_agent(database, "13700000001", "来电 137\\*\\*\\*\\*0001  通话");

    terminal_expect(agent, "此号码未结工单 1 .*东门路灯不亮");
    terminal_resize(agent, 43, 132);
    terminal_expect(agent, "历史工单 1, 未结 1[^$]*已派单  市城市管理局[^$]*东门路灯不亮");
}

int main(int argc, char **argv)
{
    setlocale(LC_ALL, "C.UTF-8");
    g_test_init(&argc, &argv, NULL);
    g_test_set_nonfatal_assertions();
    g_test_add_func("/forms/lost-answer", test_lost_answer);
    g_test_add_func("/forms/lost-answer-typing", test_lost_answer_typing);
    g_test_add_func("/forms/to-form-under-list", test_to_form_under_list);
    g_test_add_func("/forms/silent-asks", test_silent_asks);
    g_test_add_func("/forms/digit-picks", test_digit_picks);
    g_test_add_func("/forms/field-named", test_field_named);
    g_test_add_func("/forms/ready-after-filing", test_ready_after_filing);
    g_test_add_func("/forms/way-after-refusal", test_way_after_refusal);
    g_test_add_func("/forms/sentences-end", test_sentences_end);
    g_test_add_func("/forms/not-enrolled", test_not_enrolled);
    g_test_add_func("/forms/known-number", test_known_number);
    return g_test_run();
}
