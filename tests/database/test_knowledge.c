/* hotline import articles, hotline search and hotline figures as they are run: again without harm, bad rows with their
 * line, who may, what comes first, and the measuring of the search. */
#include <gio/gio.h>
#include <locale.h>
#include <stdio.h>
#include <string.h>

#include "common/schema.h"
#include "tests/support/server.h"

static Server *server;
static char *program;
static char *installer; /* conninfo */

/* Runs hotline COMMAND … with words separated by '|', as a login. out: both streams. */
static int run(const char *login, char **out, const char *words)
{
    g_autofree char *conninfo = login != NULL ? server_conninfo(server, login) : g_strdup(installer);
    g_auto(GStrv) more = g_strsplit(words, "|", -1);
    g_autoptr(GPtrArray) argv = g_ptr_array_new();
    g_autoptr(GSubprocess) process = NULL;
    g_autoptr(GError) error = NULL;

    for (const char *const *word = (const char *const[]){program, "--lang", "en", NULL}; *word != NULL; word++)
        g_ptr_array_add(argv, (gpointer)*word);
    for (char **word = more; *word != NULL; word++)
        g_ptr_array_add(argv, *word);
    for (const char *const *word = (const char *const[]){"-d", conninfo, NULL}; *word != NULL; word++)
        g_ptr_array_add(argv, (gpointer)*word);
    g_ptr_array_add(argv, NULL);
    process = g_subprocess_newv((const char *const *)argv->pdata,
                                G_SUBPROCESS_FLAGS_STDOUT_PIPE | G_SUBPROCESS_FLAGS_STDERR_MERGE, &error);
    g_assert_no_error(error);
    g_subprocess_communicate_utf8(process, NULL, NULL, out, NULL, &error);
    g_assert_no_error(error);
    g_assert_true(g_subprocess_get_if_exited(process));
    return g_subprocess_get_exit_status(process);
}

static void expect_as(const char *login, int status, const char *pattern, const char *words)
{
    g_autofree char *out = NULL;
    int got = run(login, &out, words);

    if (got != status || !g_regex_match_simple(pattern, out, G_REGEX_MULTILINE | G_REGEX_DOTALL, 0))
        g_error("%s: status %d, wanted %d and /%s/:\n%s", words, got, status, pattern, out);
}

static void expect(int status, const char *pattern, const char *words)
{
    expect_as(NULL, status, pattern, words);
}

/* The words of an import of a text. Owned by the caller. */
static char *import_of(const char *text, const char *more)
{
    static int n;
    g_autofree char *name = g_strdup_printf("articles%d.csv", n++);
    g_autofree char *path = g_build_filename(g_get_user_data_dir(), name, NULL);

    g_assert_true(g_file_set_contents(path, text, -1, NULL));
    return g_strdup_printf("import|articles|%s%s", path, more);
}

static void expect_import(const char *login, int status, const char *pattern, const char *text, const char *more)
{
    g_autofree char *words = import_of(text, more);

    expect_as(login, status, pattern, words);
}

static void expect_value(const char *want, const char *sql)
{
    g_autofree char *got = sql_value(installer, sql);

    g_assert_cmpstr(got, ==, want);
}

static void test_again(void)
{
    static const char rows[] = "编号,标题,问法,答复,分类,承办单位,生效日期\n"
                               "A1,路灯报修,\"路灯坏了\n晚上没灯\",四十八小时内修复,城市公共设施,CG,2025/1/1\n"
                               ",没有编号,,以标题辨认,,市城市管理局,\n";

    expect_import(NULL, 0, "^2 added, 0 changed, 0 unchanged, 0 refused$", rows, "");
    expect_import(NULL, 0, "^0 added, 0 changed, 2 unchanged, 0 refused$", rows, "");
    expect_value("1 1", "select string_agg(version::text, ' ') from hotline.article where title in ('路灯报修', '没有编号')");
    expect_import(NULL, 0, "^0 added, 1 changed, 0 unchanged", "id,answer\nA1,二十四小时内修复\n", "");
    expect_value("2 路灯报修 二十四小时内修复",
                 "select concat_ws(' ', version, title, answer) from hotline.article where key = 'A1'");
    expect_value("2", "select count(*) from hotline.article a join hotline.unit u on u.id = a.unit_id where u.code = 'CG'");
}

static void test_bad_rows(void)
{
    static const char rows[] = "id,answer,category,valid_to\nB1,好,,\nB2,,,\nB3,好,没有这类,\nB4,好,,昨天\nB5,好,,2030-2-30\n";

    expect_import(NULL, 1, "line 3: B2 refused: answer: .*line 4: B3 refused: category: .*line 5: B4 refused: valid_to: "
                           ".*line 6: B5 refused: valid_to: .*1 added, 0 changed, 0 unchanged, 4 refused", rows, "");
    expect_value("1", "select count(*) from hotline.article where key like 'B_'");
    expect_import(NULL, 1, "line 3: C2 refused.*nothing was done", "id,answer\nC1,好\nC2,\n", "|--strict");
    expect_value("0", "select count(*) from hotline.article where key = 'C1'");
    expect_import(NULL, 1, "no column titel", "id,titel,answer\nC1,x,y\n", "");
    expect_import(NULL, 1, "Line 2: the quotes", "id,answer\nC1,\"x\n", "");
    expect(2, "official reply", "import|articles");
    expect(1, "No such file", "import|articles|/nowhere/x.csv");
}

static void test_who(void)
{
    expect_import("demo_lead", 0, "1 added", "id,answer\nW1,班长写的\n", "");
    expect_import("demo_admin", 0, "1 added", "id,answer\nW2,管理员写的\n", "");
    expect_import("demo_agent", 1, "does not have the right", "id,answer\nW3,话务员写的\n", "");
    expect_import("demo_unit", 1, "does not have the right", "id,answer\nW3,单位写的\n", "");
    expect_value("2001 9001", "select string_agg(split_part(v.who, ' ', 1), ' ' order by a.key) "
                              "from hotline.article a join hotline.article_version v on v.article_id = a.id "
                              "where a.key like 'W_'");
}

static void test_search(void)
{
    const char *demo = schema_resource("demo/articles.csv");
    const char *synonyms = schema_resource("demo/synonyms.csv");
    g_autofree char *path = g_build_filename(g_get_user_data_dir(), "synonyms.csv", NULL);
    g_autofree char *words = g_strdup_printf("admin|synonyms|import|%s", path);

    expect_import(NULL, 0, "^95 added, 0 changed, 0 unchanged, 0 refused$", demo, "|--strict");
    expect_import(NULL, 0, "^0 added, 0 changed, 95 unchanged, 0 refused$", demo, "");
    g_assert_true(g_file_set_contents(path, synonyms, -1, NULL));
    expect(0, "65 added", words);
    expect(0, "^  1 +[0-9.]+ +[0-9]+ 供暖温度标准与退费 \\[KB026\\]$", "search|家里暖气不热怎么办");
    expect(0, "^  1 [^\n]*排水管道疏通", "search|我家下水道堵了没人管");
    expect(0, "^  1 [^\n]*小学入学报名", "search|孩子上一年级要什么材料");
    expect(0, "^  1 [^\n]*居住证办理", "search|暂住证怎么办");
    expect(0, "^  1 [^\n]*农民工工资被拖欠", "search|老板欠钱不发工资");
    expect(0, "KB013.*KB095[^\n]*not valid today", "search|-n|60|居民医保缴费标准");
    expect(0, "^  1 [^\n]*\n +路灯[^\n]* \\+[0-9]", "search|--explain|-n|1|路灯不亮");
    expect(1, "Nothing was found", "search|魑魅魍魉");
    expect(2, "hotline search", "search");
    expect_as("demo_switch", 1, "does not have the right", "search|供暖");
}

/* The colloquial questions that the demo's own articles hold must find them, nearly always first. */
static void test_measure(void)
{
    g_autofree char *path = g_build_filename(g_get_user_data_dir(), "asked.csv", NULL);
    g_autofree char *words = g_strdup_printf("search|--queries|%s|--column|asked|--truth|key", path);
    g_autofree char *wrong = g_strdup_printf("search|--queries|%s|--column|nothing", path);
    static const char asked[] = "key,asked\nKB026,暖气片摸着是凉的\nKB038,污水从井里冒出来\nKB059,身份证不见了怎么补\n"
                                "KB061,驾照快到期了\nKB074,网上买的东西商家不给退\nKB085,有人推电瓶车上楼充电\nnobody,供暖\n";

    g_assert_true(g_file_set_contents(path, asked, -1, NULL));
    expect(0, "^queries 7 first 0\\.8571 five 0\\.8571 ten 0\\.8571 mrr 0\\.8571$", words);
    expect(1, "no column", wrong);
}

/* Official replies: what citizens wrote is not taken for the article's words. */
static void test_replies(void)
{
    expect_import(NULL, 0, "titles and questions were left out.*1 added",
                  "id,title,asked,question,reply,replied\nR1,鲲鹏路口红绿灯,2019-01-01,鲲鹏路口太乱,交警大队将优化配时。,2019-01-02\n", "");
    expect(1, "Nothing was found", "search|鲲鹏");
    expect(0, "R1", "search|优化配时");
    expect_value("", "select title || variants from hotline.article where key = 'R1'");
}

static void dispatch(const char *unit, gboolean returned)
{
    g_autofree char *agent = server_conninfo(server, "demo_agent");
    g_autofree char *handler = server_conninfo(server, "demo_unit");
    g_autofree char *sql = g_strdup_printf(
        "select api.ticket_submit(gen_random_uuid(), 'dispatch', null, null, jsonb_build_object('phone', '13900000000', "
        "'area_id', (select id::text from api.areas() where code = 'QL0101'), 'kind', 'complaint', 'title', '噪音', 'body', '很吵', "
        "'category_id', (select id::text from api.categories() where name = '噪音污染' and leaf limit 1), "
        "'unit_id', (select id::text from api.units() where code = 'CG'), "
        "'suggestion', '{\"units\": [' || (select id from api.units() where code = '%s') || ']}')) ->> 'ticket'", unit);
    g_autofree char *ticket = sql_value(agent, sql);
    g_autofree char *back = g_strdup_printf("select api.ticket_step(gen_random_uuid(), %s, 'return', '不归本单位')", ticket);
    g_autofree char *done = returned ? sql_value(handler, back) : NULL;
}

/* Precise dispatch as a table, for who may see it, of the days that were asked for. */
static void test_figures(void)
{
    static const char table[] = "^Tickets accepted from \\d{4}-\\d\\d-01 until \\d{4}-\\d\\d-\\d\\d$.*dispatched +precise +precise rate$.*"
                                "^all dispatched +3 +2 +66\\.7%$.*^nothing suggested +0 +0 +-$.*^first suggestion taken +2 +2 +100\\.0%$.*"
                                "^another suggestion taken +0 +0 +-$.*^none of those suggested +1 +0 +0\\.0%$";

    dispatch("CG", FALSE);
    dispatch("CG", FALSE);
    dispatch("HB", TRUE);
    expect_as("demo_lead", 0, table, "figures|dispatch");
    expect_as("demo_admin", 0, table, "figures|dispatch");
    expect_as("demo_admin", 0, "from 2020-02-01 until 2020-02-29.*^all dispatched +0 +0 +-$",
              "figures|dispatch|--from|2020-02-01|--until|2020-02-29");
    expect_as("demo_lead", 2, "no date: 2020-02-30", "figures|dispatch|--from|2020-02-30");
    expect_as("demo_lead", 2, "hotline figures dispatch", "figures");
    expect_as("demo_agent", 1, "does not have the right", "figures|dispatch");
    expect_as("demo_unit", 1, "does not have the right", "figures|dispatch");
}

int main(int argc, char **argv)
{
    g_autofree char *own = g_file_read_link("/proc/self/exe", NULL);
    g_autofree char *room = g_path_get_dirname(own);
    int status;

    server_become_keeper(argc, argv);
    g_setenv("LC_ALL", "C.UTF-8", TRUE);
    setlocale(LC_ALL, "");
    g_test_init(&argc, &argv, NULL);
    program = g_build_filename(room, "..", "..", "hotline", NULL);
    server = server_start();
    installer = server_conninfo(server, "postgres");
    g_test_add_func("/knowledge/again", test_again);
    g_test_add_func("/knowledge/bad-rows", test_bad_rows);
    g_test_add_func("/knowledge/who", test_who);
    g_test_add_func("/knowledge/search", test_search);
    g_test_add_func("/knowledge/measure", test_measure);
    g_test_add_func("/knowledge/replies", test_replies);
    g_test_add_func("/knowledge/figures", test_figures);
    status = g_test_run();
    server_stop(server);
    return status;
}
