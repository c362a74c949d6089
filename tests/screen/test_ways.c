/* Every way out of the form but dispatch, which the flow test goes: by its key, to what the ticket is then. */
#include <locale.h>

#include "tests/support/screen.h"

static Terminal *agent_in_call(const char *database)
{
    Terminal *agent = workstation(24, 80, "vt100", database, "demo_agent");

    terminal_expect(agent, "新手三键");
    terminal_key(agent, "F3");
    terminal_expect(agent, "已示闲");
    ring_in(database, "13712340001");
    terminal_expect(agent, "F2 接听");
    terminal_key(agent, "F2");
    terminal_expect(agent, "来电 137\\*\\*\\*\\*0001  通话");
    return agent;
}

static void to_field(Terminal *agent, int steps, const char *label)
{
    g_autofree char *there = g_strdup_printf("%s>", label);

    for (int i = 0; i < steps; i++)
        terminal_send(agent, "\t");
    terminal_expect(agent, there);
}

/* category, kind and title, from the first field on */
static void fill(Terminal *agent, const char *title)
{
    to_field(agent, 6, "类别");
    pick_from_list(agent, "户籍", "> .*户籍管理");
    terminal_expect(agent, "性质>");
    pick_from_list(agent, "咨询", "> (1 )?咨询");
    to_field(agent, 2, "标题");
    terminal_send(agent, title);
}

static void expect_record(const char *database, const char *wanted)
{
    g_autofree char *record = sql_as(database, "postgres",
        "select concat_ws(' ', state, closing, nullif(transfer_to, ''), nullif(title, ''), nullif(replace(closing_note, E'\\n', '/'), '')) "
        "from hotline.ticket order by id desc limit 1");

    g_assert_cmpstr(record, ==, wanted);
}

static void test_answer(void)
{
    g_autofree char *database = shared_database();
    g_autoptr(Terminal) agent = agent_in_call(database);

    fill(agent, "新生儿落户");
    terminal_key(agent, "F5");
    terminal_expect(agent, "--> 答复");
    terminal_key(agent, "F5");
    terminal_expect(agent, "答复.*此项必填");
    terminal_send(agent, "带出生证到派出所。");
    terminal_expect(agent, "带出生证到派出所。");
    terminal_key(agent, "F5");
    terminal_expect(agent, "工单 \\d{14}:直办");
    expect_record(database, "closed answered 新生儿落户 带出生证到派出所。");
}

static void test_decline(void)
{
    g_autofree char *database = shared_database();
    g_autoptr(Terminal) agent = agent_in_call(database);

    fill(agent, "不服判决");
    terminal_key(agent, "F7");
    terminal_expect(agent, "--> 说明");
    terminal_send(agent, "判决由法院管辖。");
    terminal_key(agent, "Tab");
    terminal_expect(agent, "--> 办理途径");
    terminal_send(agent, "向上级法院上诉。");
    terminal_expect(agent, "向上级法院上诉。");
    terminal_key(agent, "F7");
    terminal_expect(agent, "工单 \\d{14}:不予受理");
    expect_record(database, "closed not_accepted 不服判决 判决由法院管辖。/向上级法院上诉。");
}

/* An emergency is two keys away, whatever is in the form. */
static void test_transfer(void)
{
    g_autofree char *database = shared_database();
    g_autoptr(Terminal) agent = agent_in_call(database);

    terminal_key(agent, "F8");
    terminal_expect(agent, "将来电转接至");
    terminal_send(agent, "119");
    terminal_expect(agent, "> .*119");
    terminal_key(agent, "Enter");
    terminal_expect(agent, "工单 \\d{14}:已转接");
    expect_record(database, "closed transferred 119");
}

/* Put aside, found again among one's drafts, gone on with. */
static void test_save(void)
{
    g_autofree char *database = shared_database();
    g_autoptr(Terminal) agent = agent_in_call(database);

    fill(agent, "落户材料");
    terminal_key(agent, "F9");
    terminal_expect(agent, "工单 \\d{14}:暂存");
    expect_record(database, "draft 落户材料");
    terminal_expect(agent, "暂存 1");
    terminal_key(agent, "F4");
    terminal_expect(agent, "示闲 \\d\\d:\\d\\d");
    terminal_send(agent, "2");
    terminal_expect(agent, "\\[2工单\\]");
    terminal_send(agent, "/");
    terminal_expect(agent, "列出哪些工单");
    terminal_send(agent, "暂存");
    terminal_key(agent, "Enter");
    terminal_expect(agent, "> \\d{14} .*落户材料");
    terminal_key(agent, "Enter");
    terminal_expect(agent, "w继续");
    terminal_send(agent, "w");
    terminal_expect(agent, "标题 落户材料");
    prefix(agent, "i");
    terminal_expect(agent, "仍按无声来电结束吗");
    terminal_send(agent, "2");
    terminal_expect(agent, "工单 \\d{14}:无声来电");
    expect_record(database, "closed silent 落户材料");
}

static void test_abusive(void)
{
    g_autofree char *database = shared_database();
    g_autoptr(Terminal) agent = agent_in_call(database);

    prefix(agent, "b");
    terminal_expect(agent, "工单 \\d{14}:骚扰来电");
    expect_record(database, "closed abusive");
}

int main(int argc, char **argv)
{
    setlocale(LC_ALL, "C.UTF-8");
    g_test_init(&argc, &argv, NULL);
    g_test_set_nonfatal_assertions();
    g_test_add_func("/ways/answer", test_answer);
    g_test_add_func("/ways/decline", test_decline);
    g_test_add_func("/ways/transfer", test_transfer);
    g_test_add_func("/ways/save", test_save);
    g_test_add_func("/ways/abusive", test_abusive);
    return g_test_run();
}
