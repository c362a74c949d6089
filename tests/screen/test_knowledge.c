/* Knowledge at the screen: found while typing, read, quoted into the form, recorded with the ticket. */
#include <locale.h>

#include "tests/support/screen.h"

static void publish(const char *database, const char *title, const char *answer)
{
    g_autofree char *sql = g_strdup_printf("select api.article_publish(gen_random_uuid(), null, null, "
                                           "jsonb_build_object('title', '%s', 'answer', '%s'), '新增')", title, answer);
    g_autofree char *done = sql_as(database, "demo_lead", sql);
}

static void test_quote(void)
{
    g_autofree char *database = shared_database();
    g_autoptr(Terminal) agent = NULL;
    g_autofree char *used = NULL;
    g_autofree char *ticket = NULL;

    publish(database, "社保卡丢失补办", "持身份证到合作银行网点补办社保卡。");
    publish(database, "供暖时间", "每年11月15日至次年3月15日供暖。");
    agent = workstation(24, 80, "vt100", database, "demo_agent");
    terminal_expect(agent, "新手三键");
    terminal_send(agent, "n");
    terminal_expect(agent, "非来电工单");
    for (int i = 0; i < 6; i++)
        terminal_key(agent, "Down");
    terminal_expect(agent, "类别>");
    terminal_key(agent, "Enter");
    terminal_send(agent, "户籍管理");
    terminal_expect(agent, "> .*户籍管理");
    terminal_key(agent, "Enter");
    terminal_expect(agent, "性质>");
    terminal_send(agent, "1");
    for (int i = 0; i < 2; i++)
        terminal_send(agent, "\t");
    terminal_expect(agent, "标题>");
    terminal_send(agent, "社保卡丢了怎么补");
    terminal_expect(agent, "社保卡丢了怎么补");
    terminal_key(agent, "C-x");
    terminal_send(agent, "w");
    terminal_expect(agent, "查知识: 社保卡丢了怎么补");
    terminal_expect(agent, "> 社保卡丢失补办");
    terminal_key(agent, "Enter");
    terminal_expect(agent, "引用 0 次");
    terminal_send(agent, "i");
    terminal_expect(agent, "--> 答复  17/2000");
    terminal_key(agent, "F5");
    terminal_expect(agent, "工单 \\d{14}:直办");
    ticket = sql_as(database, "postgres", "select closing || ' ' || closing_note from hotline.ticket");
    g_assert_cmpstr(ticket, ==, "answered 持身份证到合作银行网点补办社保卡。");
    used = sql_as(database, "demo_agent", "select way || ' ' || title from api.ticket_articles((select max(id) from api.ticket))");
    g_assert_cmpstr(used, ==, "sent 社保卡丢失补办");
}

/* What the knowledge screen finds for these words, with the cursor on this article. */
static void search(Terminal *terminal, const char *words, const char *title)
{
    g_autofree char *found = g_strdup_printf("> %s", title);

    terminal_expect(terminal, "查知识:");
    terminal_send(terminal, words);
    terminal_expect(terminal, found);
}

/* A complete form that was put aside, with an article. */
static void put_aside(const char *database)
{
    g_autofree char *done = sql_as(database, "demo_agent",
        "select api.ticket_submit(gen_random_uuid(), 'save', null, null, jsonb_build_object('phone', '13900000000', "
        "'area_id', (select id::text from api.areas() where code = 'QL0101'), 'kind', 'complaint', "
        "'title', '暖气不热', 'body', '家里只有十二度。', 'articles', (select id::text from api.article_search('退费')), "
        "'category_id', (select id::text from api.categories() where name = '冬季采暖' and leaf limit 1), "
        "'unit_id', (select id::text from api.units() where code = 'RL')))");
}

static Terminal *resumed_form(const char *database)
{
    Terminal *agent = workstation(24, 80, "vt100", database, "demo_agent");

    terminal_expect(agent, "新手三键");
    terminal_send(agent, "2");
    terminal_expect(agent, "\\[2工单\\]");
    terminal_send(agent, "/");
    terminal_expect(agent, "列出哪些工单");
    terminal_send(agent, "暂存");
    terminal_key(agent, "Enter");
    terminal_expect(agent, "> \\d{14} .*暖气不热");
    terminal_key(agent, "Enter");
    terminal_expect(agent, "w继续");
    terminal_send(agent, "w");
    terminal_expect(agent, "保密 *\n[^$]*家里只有十二度。");
    return agent;
}

static const char articles_of_ticket[]
    = "select string_agg(way || ' ' || title, ',' order by title) from api.ticket_articles((select max(id) from api.ticket))";

/* From the form: ^X w, choose, one key; back in the form with the text in place. What went out with the
 * ticket is recorded, also what was quoted before it was put aside; what was taken out again is not. */
static void test_quote_into_text(void)
{
    g_autofree char *database = shared_database();
    g_autoptr(Terminal) agent = NULL;
    g_autofree char *body = NULL;
    g_autofree char *used = NULL;

    publish(database, "供暖退费", "不达标按天退费。");
    publish(database, "供暖时间", "每年11月15日起供暖。");
    publish(database, "测温办法", "由供热单位上门测温。");
    put_aside(database);
    agent = resumed_form(database);
    prefix(agent, "w");
    terminal_key(agent, "C-u");
    search(agent, "供暖时间", "供暖时间");
    terminal_key(agent, "C-v");
    terminal_expect(agent, "--> 内容 .*\n +家里只有十二度。\n +「参考:供暖时间」每年11月15日起供暖。");
    terminal_key(agent, "C-z");
    terminal_expect_gone(agent, "每年11月15日");
    terminal_expect(agent, "家里只有十二度。");
    prefix(agent, "w");
    terminal_key(agent, "C-u");
    search(agent, "测温", "测温办法");
    terminal_key(agent, "Enter");
    terminal_expect(agent, "引用 0 次");
    terminal_send(agent, "t");
    terminal_expect(agent, "「参考:测温办法」由供热单位上门测温。");
    terminal_key(agent, "F6");
    terminal_expect(agent, "工单 \\d{14}:已派单");
    body = sql_as(database, "postgres", "select body from hotline.ticket");
    g_assert_cmpstr(body, ==, "家里只有十二度。\n「参考:测温办法」由供热单位上门测温。");
    used = sql_as(database, "demo_unit5", articles_of_ticket);
    g_assert_cmpstr(used, ==, "quoted 供暖退费,quoted 测温办法");
}

/* One that does not fit is refused in words where one is; nothing of the form is lost or half put in. */
static void test_quote_too_long(void)
{
    g_autofree char *database = shared_database();
    g_autoptr(GString) answer = g_string_new(NULL);
    g_autoptr(Terminal) agent = NULL;

    for (int i = 0; i < 1990; i++)
        g_string_append(answer, "字");
    publish(database, "长条目", answer->str);
    agent = workstation(24, 80, "xterm-256color", database, "demo_agent");
    terminal_expect(agent, "新手三键");
    terminal_send(agent, "K");
    search(agent, "长条目", "长条目");
    terminal_key(agent, "C-v");
    terminal_expect(agent, "没有正在填写的登记可供引用");
    terminal_key(agent, "C-g");
    terminal_send(agent, "n");
    terminal_expect(agent, "非来电工单");
    for (int i = 0; i < 12; i++)
        terminal_key(agent, "Down");
    terminal_expect(agent, "> 内容");
    terminal_send(agent, "已经写好的话");
    prefix(agent, "w");
    terminal_key(agent, "C-u");
    search(agent, "长条目", "长条目");
    terminal_key(agent, "C-v");
    terminal_expect(agent, "内容将有\\d+字,最多2000字:未放入任何内容");
    terminal_expect(agent, "> 长条目");
    terminal_key(agent, "C-g");
    terminal_expect(agent, "内容  6/2000");
}

/* Each key searches again; what nothing is known about says so; a vote is counted once a person. */
static void test_search_and_vote(void)
{
    g_autofree char *database = shared_database();
    g_autoptr(Terminal) unit = NULL;
    g_autofree char *votes = NULL;

    publish(database, "供暖时间", "每年11月15日至次年3月15日供暖。");
    unit = workstation(24, 80, "xterm-256color", database, "demo_unit");
    terminal_expect(unit, "待办理");
    terminal_send(unit, "K");
    terminal_expect(unit, "请输入要查的内容");
    terminal_send(unit, "彩票");
    terminal_expect(unit, "知识库中没有相关内容");
    terminal_key(unit, "C-u");
    terminal_send(unit, "供暖");
    terminal_expect(unit, "> 供暖时间");
    terminal_key(unit, "Enter");
    terminal_expect(unit, "次年3月15日");
    terminal_send(unit, "n");
    terminal_expect(unit, "没帮助 1");
    terminal_send(unit, "y");
    terminal_expect(unit, "有帮助 1,没帮助 0");
    votes = sql_as(database, "demo_unit", "select helped || ' ' || not_helped from api.article_search('供暖')");
    g_assert_cmpstr(votes, ==, "1 0");
}

/* An agent's correction waits for the lead, who reads and publishes it; whoever reads the article sees it. */
static void test_correct(void)
{
    g_autofree char *database = shared_database();
    g_autoptr(Terminal) agent = NULL;
    g_autoptr(Terminal) lead = NULL;

    publish(database, "供暖时间", "每年11月15日起供暖。");
    agent = workstation(24, 80, "xterm-256color", database, "demo_agent");
    terminal_expect(agent, "新手三键");
    terminal_send(agent, "K");
    terminal_expect(agent, "请输入要查的内容");
    terminal_send(agent, "供暖");
    terminal_expect(agent, "> 供暖时间");
    terminal_key(agent, "Enter");
    terminal_expect(agent, "引用 0 次");
    terminal_send(agent, "c");
    terminal_expect(agent, "标题> ?供暖时间");
    for (int i = 0; i < 4; i++)
        terminal_send(agent, "\t");
    terminal_expect(agent, "原因>");
    terminal_send(agent, "今年提前");
    for (int i = 0; i < 2; i++)
        terminal_send(agent, "\t");
    terminal_expect(agent, "--> 答复");
    terminal_send(agent, "今年提前到11月8日。");
    terminal_expect(agent, "今年提前到11月8日");
    terminal_key(agent, "F5");
    terminal_expect(agent, "已记录。");
    lead = workstation(24, 80, "xterm-256color", database, "demo_lead");
    terminal_expect(lead, "新手三键");
    terminal_send(lead, "K");
    terminal_expect(lead, "请输入要查的内容");
    terminal_key(lead, "C-x");
    terminal_send(lead, "p");
    terminal_expect(lead, "> ..-.. ..:.. .*待审 .*供暖时间");
    terminal_expect(lead, "原因: 今年提前");
    terminal_expect(lead, "答复: .*今年提前到11月8日");
    terminal_send(lead, "a");
    terminal_expect(lead, "没有建议");
    terminal_expect(agent, "供暖。今年提前到11月8日。");
}

static void publish_again(const char *database, const char *answer, const char *reason)
{
    g_autofree char *sql = g_strdup_printf("select api.article_publish(gen_random_uuid(), a.id, r.version, "
                                               "jsonb_build_object('answer', '%s'), '%s') from api.article_search('供暖') a, "
                                               "lateral api.article_read(a.id) r", answer, reason);
    g_autofree char *done = sql_as(database, "demo_lead", sql);
}

/* Every version with who, when and why; one is read with what it changed marked. */
static void test_versions(void)
{
    g_autofree char *database = shared_database();
    g_autoptr(Terminal) unit = NULL;

    publish(database, "供暖时间", "每年11月15日起供暖。温度不低于十六度。不达标退费。");
    publish_again(database, "每年11月15日起供暖。温度不低于十八度。不达标退费。", "新标准");
    unit = workstation(24, 80, "vt100", database, "demo_unit");
    terminal_expect(unit, "待办理");
    terminal_send(unit, "K");
    search(unit, "供暖", "供暖时间");
    terminal_key(unit, "Enter");
    terminal_expect(unit, "第2版,");
    terminal_send(unit, "v");
    terminal_expect(unit, "> +2 20..-..-.. ..:.. 2001 .* 已发布 +新标准");
    terminal_expect(unit, "  +1 20..-..-.. ..:.. 2001 .* 已发布 +新增");
    terminal_key(unit, "Enter");
    terminal_expect(unit, "与第1版相比");
    terminal_expect(unit, "标题: 供暖时间\n 答复:\n   每年11月15日起供暖。\n - 温度不低于十六度。\n \\+ 温度不低于十八度。\n   不达标退费。");
    terminal_send(unit, "q");
    /* a new one comes while one looks at the list: the cursor stays on its version */
    terminal_send(unit, "j");
    terminal_expect(unit, "> +1 20");
    publish_again(database, "每年11月8日起供暖。", "提前");
    terminal_expect(unit, "  +3 20..-..-.. .*提前");
    terminal_expect(unit, "> +1 20");
    terminal_key(unit, "Enter");
    terminal_expect(unit, "答复: 每年11月15日起供暖。温度不低于十六度。");
}

/* A lead withdraws with a reason; nobody finds the article any more; a correction publishes it again, and what
 * was emptied in it is empty. */
static void test_withdraw(void)
{
    g_autofree char *database = shared_database();
    g_autoptr(Terminal) lead = NULL;
    g_autofree char *versions = NULL;

    publish(database, "供暖时间", "每年11月15日起供暖。");
    lead = workstation(24, 80, "xterm-256color", database, "demo_lead");
    terminal_expect(lead, "新手三键");
    terminal_send(lead, "K");
    search(lead, "供暖", "供暖时间");
    terminal_key(lead, "Enter");
    terminal_expect(lead, "w撤回");
    terminal_send(lead, "w");
    terminal_expect(lead, "为何撤回");
    terminal_key(lead, "F5");
    terminal_expect(lead, "请填写原因");
    terminal_send(lead, "办法已废止");
    terminal_key(lead, "F5");
    terminal_expect(lead, "已记录:条目第2版");
    terminal_expect(lead, "! 已撤回:检索不再给出");
    terminal_expect_gone(lead, "w撤回");
    terminal_send(lead, "w");
    terminal_expect(lead, "此条目已撤回");
    terminal_send(lead, "q");
    terminal_expect(lead, "知识库中没有相关内容");
    prefix(lead, "d");
    terminal_expect(lead, "> 1 供暖时间 .*办法已废止");
    terminal_key(lead, "Enter");
    terminal_expect(lead, "! 已撤回");
    terminal_send(lead, "c");
    terminal_expect(lead, "标题> ?供暖时间");
    terminal_key(lead, "C-u");
    for (int i = 0; i < 4; i++)
        terminal_send(lead, "\t");
    terminal_expect(lead, "原因>");
    terminal_send(lead, "恢复");
    terminal_key(lead, "F5");
    terminal_expect(lead, "已记录:条目第3版");
    terminal_expect_gone(lead, "! 已撤回");
    terminal_expect(lead, "\\(无标题\\)");
    versions = sql_as(database, "demo_lead", "select string_agg(version || action || reason || '/' || (fields ->> 'title'), ' ' order by version) "
                                             "from api.article_versions((select id from api.article_search('供暖')))");
    g_assert_cmpstr(versions, ==, "1publish新增/供暖时间 2withdraw办法已废止/供暖时间 3publish恢复/");
}

/* A lead writes a colloquial word down where a search with it found nothing; then it finds; out of use it
 * finds no more. The row is the administrator's too. */
static void test_synonyms(void)
{
    g_autofree char *database = shared_database();
    g_autoptr(Terminal) lead = NULL;
    g_autofree char *listed = NULL;

    publish(database, "排水管道疏通", "由城管部门疏通。");
    lead = workstation(24, 80, "vt100", database, "demo_lead");
    terminal_expect(lead, "新手三键");
    terminal_send(lead, "K");
    terminal_expect(lead, "请输入要查的内容");
    terminal_send(lead, "下水堵了");
    terminal_expect(lead, "知识库中没有相关内容");
    prefix(lead, "s");
    terminal_expect(lead, "> 1 \\+ 新增  下水堵了");
    terminal_key(lead, "Enter");
    terminal_expect(lead, "口语词> ?下水堵了");
    terminal_key(lead, "F5");
    terminal_expect(lead, "规范词:此项必填");
    terminal_send(lead, "排水管道,管道疏通");
    terminal_key(lead, "F5");
    terminal_expect(lead, "已记录,检索即时生效");
    terminal_expect(lead, "> 排水管道疏通");
    listed = sql_as(database, "demo_admin", "select string_agg(l::text, '') from api.admin_list('synonyms') l");
    g_assert_cmpstr(listed, ==, "{\"word\":\"下水堵了\",\"means\":\"排水管道 管道疏通\",\"enabled\":\"yes\"}");
    prefix(lead, "s");
    terminal_expect(lead, "2 下水堵了 = 排水管道 管道疏通");
    terminal_send(lead, "2");
    terminal_expect(lead, "规范词 排水管道 管道疏通");
    terminal_send(lead, "\t\t2");
    terminal_expect(lead, "停用 是");
    terminal_key(lead, "F5");
    terminal_expect(lead, "知识库中没有相关内容");
    prefix(lead, "s");
    terminal_expect(lead, "2 下水堵了 = 排水管道 管道疏通  \\(已停用\\)");
}

int main(int argc, char **argv)
{
    setlocale(LC_ALL, "C.UTF-8");
    g_test_init(&argc, &argv, NULL);
    g_test_set_nonfatal_assertions();
    g_test_add_func("/knowledge/quote", test_quote);
    g_test_add_func("/knowledge/quote-into-text", test_quote_into_text);
    g_test_add_func("/knowledge/quote-too-long", test_quote_too_long);
    g_test_add_func("/knowledge/search-and-vote", test_search_and_vote);
    g_test_add_func("/knowledge/correct", test_correct);
    g_test_add_func("/knowledge/versions", test_versions);
    g_test_add_func("/knowledge/withdraw", test_withdraw);
    g_test_add_func("/knowledge/synonyms", test_synonyms);
    return g_test_run();
}
