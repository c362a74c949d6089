/* Beside the form while it is typed: danger, what was said already, where it belongs. */
#include <locale.h>

#include "common/learn.h"
#include "tests/support/screen.h"

/* Past tickets of two kinds, learned from. */
static void teach(const char *database)
{
    g_autofree char *superuser = g_strdup_printf("%s user=postgres", database);
    g_autofree char *done = sql_as(database, "postgres",
        "insert into hotline.past_ticket (source, ref, body, category, category_id, unit, unit_id) "
        "select 'test', i::text, case when i % 2 = 0 then '夜间施工噪音扰民 ' else '路灯不亮 夜里黑 ' end || i, c.name, c.id, u.name, u.id "
        "from generate_series(1, 200) i "
        "join lateral (select * from hotline.category where level = 3 and name = case when i % 2 = 0 then '噪音污染' else '城市公共设施' end "
        "              order by code limit 1) c on true "
        "join lateral (select * from hotline.unit where code = case when i % 2 = 0 then 'HB' else 'CG' end) u on true");
    g_autoptr(GError) error = NULL;

    learn_run(superuser, NULL, NULL, &error);
    g_assert_no_error(error);
}

static Terminal *form_of(const char *database, int rows, int cols)
{
    Terminal *agent = workstation(rows, cols, "xterm-256color", database, "demo_agent");

    terminal_expect(agent, "新手三键");
    terminal_send(agent, "n");
    terminal_expect(agent, "非来电工单");
    return agent;
}

static void go_to(Terminal *agent, int steps, const char *there)
{
    for (int i = 0; i < steps; i++)
        terminal_send(agent, "\t");
    terminal_expect(agent, there);
}

/* One key takes the likeliest category, and in the unit's field the unit. What was shown is recorded. */
static void test_take(void)
{
    g_autofree char *database = shared_database();
    g_autoptr(Terminal) agent = NULL;
    g_autofree char *recorded = NULL;

    teach(database);
    agent = form_of(database, 24, 80);
    go_to(agent, 10, "标题>");
    terminal_send(agent, "工地夜间施工噪音");
    terminal_expect(agent, "类别 \\? .*噪音污染 \\d+%");
    terminal_key(agent, "C-x");
    terminal_send(agent, "g");
    terminal_expect(agent, "--可能的类别 \\(\\^T\\)");
    terminal_expect(agent, "\\d+% 环境保护 / 环境污染 / 噪音污染");
    terminal_key(agent, "C-x");
    terminal_send(agent, "g");
    terminal_expect_gone(agent, "--可能的类别");
    terminal_key(agent, "C-t");
    terminal_expect(agent, "类别 环境保护 / 环境污染 / 噪音污染");
    terminal_expect(agent, "承办单位 \\? 市生态环境局");
    go_to(agent, 1, "承办单位>");
    terminal_key(agent, "C-t");
    terminal_expect(agent, "承办单位> ?市生态环境局");
    terminal_key(agent, "C-z");
    terminal_expect_gone(agent, "承办单位> ?市生态环境局");
    terminal_key(agent, "C-t");
    terminal_expect(agent, "承办单位> ?市生态环境局");
    go_to(agent, 1, "--> 内容");
    terminal_send(agent, "夜里十二点还在打桩。");
    go_to(agent, 2, "电话>");
    terminal_send(agent, "13812340000");
    go_to(agent, 3, "区域>");
    terminal_key(agent, "Enter");
    terminal_send(agent, "朝阳");
    terminal_expect(agent, "> 东湖区 / 朝阳路街道");
    terminal_key(agent, "Enter");
    go_to(agent, 2, "性质>");
    terminal_send(agent, "3");
    terminal_expect(agent, "性质 投诉");
    terminal_key(agent, "F6");
    terminal_expect(agent, "工单 \\d{14}:已派单");
    recorded = sql_as(database, "postgres", "select categories[1] = category_id and units[1] = unit_id from hotline.suggestion_shown");
    g_assert_cmpstr(recorded, ==, "t");
}

/* A word of danger offers the hand-over at once, whatever else is on the screen. */
static void test_danger(void)
{
    g_autofree char *database = shared_database();
    g_autoptr(Terminal) agent = form_of(database, 24, 80);

    go_to(agent, 10, "标题>");
    terminal_send(agent, "楼道煤气味大,有人晕倒");
    terminal_expect(agent, "! 晕倒 煤气味:请按 F8 Enter 转 120");
    terminal_expect(agent, "紧急程度 紧急");
    terminal_expect(agent, "时限 20..-..-.. 17:30 \\(紧急, 1个工作日\\)");
    terminal_key(agent, "F8");
    terminal_expect(agent, "> 120");
    terminal_key(agent, "Enter");
    terminal_expect(agent, "工单 \\d{14}:已转接");
}

/* The same matter at the same place: the caller joins it, no second ticket goes out. */
static void test_join(void)
{
    g_autofree char *database = shared_database();
    g_autoptr(Terminal) agent = NULL;
    g_autofree char *first = sql_as(database, "demo_agent",
        "select api.ticket_submit(gen_random_uuid(), 'dispatch', null, null, jsonb_build_object('phone', '13900000000', "
        "'area_id', (select id::text from api.areas() where code = 'QL0101'), 'kind', 'complaint', 'address', '丽景小区东门', "
        "'title', '丽景小区东门烧烤摊夜间噪音', 'body', '烧烤摊每晚营业到凌晨两点,噪音油烟严重', "
        "'category_id', (select id::text from api.categories() where name = '噪音污染' and leaf limit 1), "
        "'unit_id', (select id::text from api.units() where code = 'CG')))");
    g_autofree char *count = NULL;
    g_autofree char *voices = NULL;
    g_autofree char *finished = NULL;

    agent = form_of(database, 43, 132);
    terminal_send(agent, "孙女士\t13700001234");
    go_to(agent, 4, "地点>");
    terminal_send(agent, "丽景小区东门");
    go_to(agent, 5, "标题>");
    terminal_send(agent, "烧烤摊夜间噪音油烟");
    terminal_expect(agent, "相似工单 \\(\\^X j 并单\\)");
    terminal_expect(agent, "\\d+%  ..-..  丽景小区东门烧烤摊");
    terminal_key(agent, "C-x");
    terminal_send(agent, "j");
    terminal_expect(agent, "> .*丽景小区东门烧烤摊夜间噪音");
    terminal_key(agent, "Enter");
    terminal_expect(agent, "工单 \\d{14}:");
    count = sql_as(database, "postgres", "select count(*) from hotline.ticket");
    voices = sql_as(database, "postgres", "select citizen_name || ' ' || phone from hotline.ticket_voice");
    g_assert_cmpstr(count, ==, "1");
    g_assert_cmpstr(voices, ==, "孙女士 13700001234");
    finished = sql_as(database, "postgres", "update hotline.ticket set state = 'finished', finished_at = now()");
    terminal_send(agent, "2");
    terminal_expect(agent, "> \\d{14} 待回访");
    terminal_key(agent, "Enter");
    terminal_expect(agent, "l来电人");
    terminal_send(agent, "l");
    terminal_expect(agent, "> .*孙女士  137\\*\\*\\*\\*1234");
    terminal_key(agent, "Enter");
    terminal_expect(agent, "已告知结果");
    terminal_send(agent, "l");
    terminal_expect(agent, "孙女士  .*已告知 ..-..");
}

/* A citizen who calls about an open ticket: it is urged by one key from the form. */
static void test_urge(void)
{
    g_autofree char *database = shared_database();
    g_autofree char *made = sql_as(database, "demo_agent2",
        "select api.ticket_submit(gen_random_uuid(), 'dispatch', null, null, jsonb_build_object('phone', '13712340001', "
        "'area_id', (select id::text from api.areas() where code = 'QL0101'), 'kind', 'demand', 'title', '路灯不亮', 'body', '路灯不亮', "
        "'category_id', (select id::text from api.categories() where name = '城市公共设施' and leaf limit 1), "
        "'unit_id', (select id::text from api.units() where code = 'CG')))");
    g_autofree char *urged = NULL;
    g_autoptr(Terminal) agent = workstation(24, 80, "xterm-256color", database, "demo_agent");

    terminal_expect(agent, "新手三键");
    terminal_key(agent, "F3");
    terminal_expect(agent, "已示闲");
    ring_in(database, "13712340001");
    terminal_expect(agent, "F2 接听");
    terminal_key(agent, "F2");
    terminal_expect(agent, "此号码未结工单 1 .*路灯不亮");
    terminal_key(agent, "C-x");
    terminal_send(agent, "u");
    terminal_expect(agent, "F5 或 \\^X s 提交");
    terminal_send(agent, "已等三天");
    terminal_key(agent, "F5");
    terminal_expect(agent, "完成:催办");
    urged = sql_as(database, "postgres", "select action || ' ' || reason from hotline.event order by id desc limit 1");
    g_assert_cmpstr(urged, ==, "urge 已等三天");
}

/* A lead merges two tickets, and undoes it. */
static void test_merge(void)
{
    g_autofree char *database = shared_database();
    g_autofree char *made = sql_as(database, "demo_agent",
        "select count(api.ticket_submit(gen_random_uuid(), 'dispatch', null, null, jsonb_build_object('phone', '1390000000' || i, "
        "'area_id', (select id::text from api.areas() where code = 'QL0101'), 'kind', 'complaint', 'title', '重复事项' || i, 'body', '路灯不亮', "
        "'category_id', (select id::text from api.categories() where name = '噪音污染' and leaf limit 1), "
        "'unit_id', (select id::text from api.units() where code = 'CG')))) from generate_series(1, 2) i");
    g_autofree char *first = sql_as(database, "postgres", "select number from hotline.ticket where title = '重复事项1'");
    g_autofree char *points = g_strdup_printf("合并工单 <> %s: 同一路灯", first);
    g_autoptr(Terminal) lead = workstation(24, 80, "xterm-256color", database, "demo_lead");

    terminal_expect(lead, "新手三键");
    terminal_send(lead, "2");
    terminal_expect(lead, "重复事项2");
    terminal_send(lead, "j");
    terminal_expect(lead, "> \\d{14} .*重复事项2");
    terminal_key(lead, "Enter");
    terminal_expect(lead, "M合并");
    terminal_send(lead, "M");
    terminal_expect(lead, "并入工单");
    terminal_send(lead, "123\t同一路灯");
    terminal_key(lead, "F5");
    terminal_expect(lead, "并入工单.*不存在");
    terminal_key(lead, "C-u");
    terminal_send(lead, first);
    terminal_key(lead, "F5");
    terminal_expect(lead, points);
    terminal_expect(lead, "U撤销合并");
    terminal_send(lead, "U");
    terminal_expect(lead, "F5 或 \\^X s 提交");
    terminal_send(lead, "并错了");
    terminal_key(lead, "F5");
    terminal_expect(lead, "撤销合并.*: 并错了");
}

int main(int argc, char **argv)
{
    setlocale(LC_ALL, "C.UTF-8");
    g_test_init(&argc, &argv, NULL);
    g_test_set_nonfatal_assertions();
    g_test_add_func("/suggest/take", test_take);
    g_test_add_func("/suggest/danger", test_danger);
    g_test_add_func("/suggest/join", test_join);
    g_test_add_func("/suggest/urge", test_urge);
    g_test_add_func("/suggest/merge", test_merge);
    return g_test_run();
}
