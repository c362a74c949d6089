/* The superior's evaluation at the screen: a lead rates a drawn ticket, its unit objects, a second lead decides; and
 * the unit's and the lead's performance sheets. */
#include <locale.h>

#include "tests/support/screen.h"

/* A ticket of the unit, handled and closed with a citizen who is not satisfied. */
static void dissatisfied(const char *database)
{
    static const char *const steps[] = {
        /* no lot: it would draw one in twenty of them as a sample */
        "postgres", "update hotline.setting set value = '0' where key = 'review_share' returning 1",
        "demo_agent", "select api.ticket_submit(gen_random_uuid(), 'dispatch', null, null, jsonb_build_object('phone', '13812341111', "
        "'area_id', (select id::text from api.areas() where code = 'QL0101'), 'category_id', (select id::text from api.categories() where name = '噪音污染' limit 1), "
        "'kind', 'complaint', 'title', '丽景小区烧烤噪音', 'body', '每晚很吵', 'unit_id', (select id::text from api.units() where code = 'CG')))",
        "demo_unit", "select api.ticket_step(gen_random_uuid(), (select max(id) from api.ticket), 'receive', '')",
        "demo_unit", "select api.ticket_communicate(gen_random_uuid(), (select max(id) from api.ticket), 'telephone', '已电话联系市民')",
        "demo_unit", "select api.ticket_feed_back(gen_random_uuid(), (select max(id) from api.ticket), 'telephone', '已告知')",
        "demo_unit", "select api.ticket_finish(gen_random_uuid(), (select max(id) from api.ticket), '烧烤摊已劝离')",
        "postgres", "insert into hotline.citizen_rating (ticket_id, person_id, responded, solved, satisfied, reason) select id, accepted_by, 'yes', "
        "'no', 'no', '当晚又来了' from hotline.ticket returning 1",
        "postgres", "select hotline.move_ticket(t.id, x, '') is not null from hotline.ticket t, hotline.transition x where machine = 'ticket' and action = 'rate'"};

    for (guint i = 0; i < G_N_ELEMENTS(steps); i += 2) {
        g_autofree char *done = sql_as(database, steps[i], steps[i + 1]);
    }
}

static void lead_rates(Terminal *lead)
{
    terminal_expect(lead, "5评议");
    terminal_expect(lead, "待评议 1");
    terminal_send(lead, "5");
    terminal_expect(lead, "> \\d{14} 待评议 .*不满意 .*丽景小区烧烤噪音");
    terminal_expect(lead, "诉求人: 响应\\? 是  解决\\? 否  满意\\? 否  \\(当晚又来了\\)");
    terminal_key(lead, "Enter");
    terminal_expect(lead, "烧烤摊已劝离");
    terminal_expect(lead, "R评议");
    terminal_send(lead, "R");
    terminal_expect(lead, "及时\\?");
    pick_from_list(lead, "是", "> (1 )?是");
    terminal_send(lead, "\t");
    pick_from_list(lead, "部分", "> (2 )?部分");
    terminal_send(lead, "\t");
    pick_from_list(lead, "是", "> (1 )?是");
    terminal_send(lead, "\t");
    pick_from_list(lead, "否", "> (3 )?否");
    terminal_send(lead, "夜间仍有经营");
    terminal_key(lead, "F5");
    /* each mark asks for its own reason */
    terminal_expect(lead, "原因!");
    terminal_send(lead, "未说明后续安排");
    terminal_key(lead, "F5");
    terminal_expect(lead, "完成:班长评议");
    terminal_send(lead, "G");
    terminal_expect(lead, "班长评议 及时\\?是 答复完整\\?部分 沟通有记录\\?是 结果真实\\?");
}

static void unit_objects(Terminal *unit)
{
    terminal_expect(unit, "2评议");
    terminal_send(unit, "2");
    terminal_expect(unit, "> \\d{14} 已评议 .*丽景小区烧烤噪音");
    terminal_expect(unit, "答复完整\\? 部分  \\(未说明后续安排\\)");
    terminal_expect(unit, "单位可申诉至: 20");
    terminal_expect(unit, "O申诉");
    terminal_send(unit, "O");
    terminal_expect(unit, "-> 原因");
    terminal_send(unit, "已列入夜间巡查,附现场照片。");
    terminal_key(unit, "F5");
    terminal_expect(unit, "> \\d{14} 已申诉");
    terminal_send(unit, "O");
    terminal_expect_taken(unit);
    terminal_expect_gone(unit, "F5 或 \\^X s 提交");
}

static void second_lead_decides(Terminal *first, Terminal *second)
{
    /* who rated is not asked to decide */
    terminal_send(first, "5");
    terminal_expect(first, "没有评议");
    terminal_expect(second, "待评议 1");
    terminal_send(second, "5");
    terminal_expect(second, "> \\d{14} 已申诉");
    terminal_expect(second, "申诉: 已列入夜间巡查");
    terminal_key(second, "Enter");
    terminal_expect(second, "D复核");
    terminal_send(second, "D");
    terminal_expect(second, "决定>");
    pick_from_list(second, "重新", "> (2 )?重新评议");
    for (int i = 0; i < 4; i++) {
        terminal_expect(second, i == 0 ? "及时\\?>" : i == 1 ? "答复完整\\?>" : i == 2 ? "沟通有记录\\?>" : "结果真实\\?>");
        pick_from_list(second, "是", "> (1 )?是");
        terminal_send(second, "\t");
    }
    terminal_send(second, "照片属实,已列入巡查。");
    terminal_key(second, "F5");
    terminal_expect(second, "完成:申诉复核");
}

static void test_review(void)
{
    g_autofree char *database = shared_database();
    g_autoptr(Terminal) lead = NULL;
    g_autoptr(Terminal) unit = NULL;
    g_autoptr(Terminal) second = NULL;
    g_autofree char *marks = NULL;

    dissatisfied(database);
    lead = workstation(24, 80, "xterm-256color", database, "demo_lead");
    lead_rates(lead);
    unit = workstation(24, 80, "vt100", database, "demo_unit");
    unit_objects(unit);
    second = workstation(24, 80, "xterm-256color", database, "demo_lead2");
    second_lead_decides(lead, second);
    terminal_expect(unit, "决定: 重新评议  \\(照片属实,已列入巡查。\\)");
    marks = sql_as(database, "postgres", "select concat_ws(' ', timely, complete, recorded, genuine) from hotline.quality_rating where place = 2");
    g_assert_cmpstr(marks, ==, "yes yes yes yes");
}

/* Three rounds of one ticket wait. The cursor stays on its round while another lead rates the one above, and what
 * is rated in the ticket is the round that was opened. */
static void test_rounds(void)
{
    g_autofree char *database = shared_database();
    g_autofree char *more = NULL;
    g_autofree char *other = NULL;
    g_autofree char *states = NULL;
    g_autoptr(Terminal) lead = NULL;

    dissatisfied(database);
    more = sql_as(database, "postgres", "insert into hotline.quality_review (ticket_id, round, unit_id, area_id, why_drawn, drawn_at) "
                  "select ticket_id, n, unit_id, area_id, why_drawn, drawn_at + n * interval '1 second' from hotline.quality_review, generate_series(2, 3) n returning 1");
    lead = workstation(24, 80, "xterm-256color", database, "demo_lead");
    terminal_expect(lead, "待评议 3");
    terminal_send(lead, "5");
    terminal_expect(lead, "待评议: 3   Enter 打开工单,在其中按 R 评议、D 复核");
    terminal_key(lead, "Down");
    terminal_expect(lead, "办理轮次: 2");
    other = sql_as(database, "demo_lead2", "select api.review_rate(gen_random_uuid(), ticket_id, 'yes', '', 'yes', '', 'yes', '', 'yes', '', id) from api.review_list() where round = 1");
    terminal_expect(lead, "待评议: 2 ");
    terminal_expect(lead, "办理轮次: 2");
    terminal_key(lead, "Enter");
    terminal_expect(lead, "R评议");
    terminal_send(lead, "R");
    terminal_expect(lead, "及时\\?>");
    for (int i = 0; i < 4; i++) {
        pick_from_list(lead, "是", "> (1 )?是");
        terminal_send(lead, "\t");
    }
    terminal_key(lead, "F5");
    terminal_expect(lead, "完成:班长评议");
    /* this one is rated: the key for the other that waits stands on the other's screen */
    terminal_expect_gone(lead, "R评议");
    states = sql_as(database, "postgres", "select string_agg(state, ' ' order by round) from hotline.quality_review");
    g_assert_cmpstr(states, ==, "rated rated waiting");
}

/* An unreasonable demand is marked by two people, and the ticket says so. */
static void test_demand(void)
{
    g_autofree char *database = shared_database();
    g_autoptr(Terminal) unit = NULL;
    g_autoptr(Terminal) lead = NULL;

    dissatisfied(database);
    unit = workstation(24, 80, "xterm-256color", database, "demo_unit");
    terminal_expect(unit, "2评议");
    for (int i = 0; i < 6; i++)
        terminal_key(unit, "Tab");
    terminal_expect(unit, "> \\d{14} 已办结 .*丽景小区烧烤噪音");
    terminal_key(unit, "Enter");
    terminal_expect(unit, "y不合理");
    terminal_send(unit, "y");
    terminal_expect(unit, "-> 原因");
    terminal_send(unit, "要求永久停业,无法律依据。");
    terminal_key(unit, "F5");
    terminal_expect(unit, "诉求: 申请认定不合理");
    lead = workstation(24, 80, "xterm-256color", database, "demo_lead");
    terminal_expect(lead, "待评议 2");
    terminal_send(lead, "5");
    terminal_expect(lead, "\\d{14} 申请认定不合理 不合理");
    terminal_key(lead, "Down");
    terminal_expect(lead, "原因: 要求永久停业,无法律依据");
    terminal_key(lead, "Enter");
    terminal_expect(lead, "Y同意认定");
    terminal_send(lead, "Y");
    terminal_expect(lead, "-> 原因");
    terminal_send(lead, "核对法规,属实。");
    terminal_key(lead, "F5");
    terminal_expect(lead, "诉求: 不合理诉求");
    terminal_expect(unit, "诉求: 不合理诉求");
}

/* The unit's own sheet; the lead's list of units and one of them, by kind, in 80 columns. */
static void test_performance(void)
{
    g_autofree char *database = shared_database();
    g_autoptr(Terminal) unit = NULL;
    g_autoptr(Terminal) lead = NULL;

    dissatisfied(database);
    unit = workstation(24, 80, "vt100", database, "demo_unit");
    terminal_expect(unit, "3绩效");
    terminal_send(unit, "3");
    terminal_expect(unit, "绩效 20..-..   市城市管理局");
    terminal_expect(unit, "指标 +全部 +咨询 +求助 +投诉 +举报 +建议 +表扬");
    terminal_expect(unit, "按时率 +100.0% +- +- +100.0% +- +- +-");
    terminal_expect(unit, "解决率 +0.0% +- +- +0.0%");
    for (int i = 0; i < 4; i++)
        terminal_key(unit, "Down");
    terminal_expect(unit, "> 解决率");
    terminal_expect(unit, "诉求人答“是” / 回访联系到的");
    terminal_expect(unit, "全部 0/1   投诉 0/1");
    terminal_send(unit, "[");
    terminal_expect(unit, "按时率 +- +- +-");
    lead = workstation(24, 80, "xterm-256color", database, "demo_lead");
    terminal_expect(lead, "6绩效");
    terminal_send(lead, "6");
    terminal_expect(lead, "> 全部单位 +1 +100.0% +100.0% +0.0% +0.0% +- +100.0%");
    terminal_key(lead, "Down");
    terminal_expect(lead, "> 市城市管理局 +1");
    terminal_key(lead, "Enter");
    terminal_expect(lead, "绩效 20..-..   市城市管理局");
    terminal_expect(lead, "沟通率 +100.0% +- +- +100.0%");
}

int main(int argc, char **argv)
{
    setlocale(LC_ALL, "C.UTF-8");
    g_test_init(&argc, &argv, NULL);
    g_test_set_nonfatal_assertions();
    g_test_add_func("/evaluation/review", test_review);
    g_test_add_func("/evaluation/rounds", test_rounds);
    g_test_add_func("/evaluation/demand", test_demand);
    g_test_add_func("/evaluation/performance", test_performance);
    return g_test_run();
}
