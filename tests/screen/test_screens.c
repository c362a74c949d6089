/* The screens at their sizes, with hostile text, in both languages. */
#include <locale.h>
#include <signal.h>
#include <sys/wait.h>

#include "tests/support/screen.h"

static char *run_as_owner(const char *database, const char *sql)
{
    g_autofree char *conninfo = g_strdup_printf("%s user=postgres", database);

    return sql_value(conninfo, sql);
}

static void add_ticket(const char *database, const char *title, const char *name)
{
    g_autofree char *sql = g_strdup_printf(
        "insert into hotline.ticket (number, state, accepted_by, unit_id, due_at, working_days, dispatched_at, title, citizen_name, body, area_id) "
        "select '2026' || lpad((select count(*) + 1 from hotline.ticket)::text, 10, '0'), 'dispatched', p.id, u.id, now() + interval '3 days', 5, now(), "
        "%s, %s, repeat(%s, 20), a.id from hotline.person p, hotline.unit u, hotline.area a "
        "where p.login = 'demo_agent' and u.code = 'CG' and a.code = 'QL0101'", title, name, name);
    g_autofree char *done = run_as_owner(database, sql);
}

/* Hostile and rare text: no effect on the terminal, and every column where it belongs. */
static void test_hostile(void)
{
    static const char *const texts[] = {
        "E'\\033]0;owned\\007\\033[2J\\033[?1000h\\033]52;c;YQ==\\007'", "'plain'", "U&'\\202Eevil\\202C\\2066'",
        "'𠮷野家的𠮷'", "repeat('e' || U&'\\0301\\0301\\0301', 20)", "repeat('长', 3000)", "E'tab\\tnew\\nline\\r\\b'", "U&'\\200B\\FEFF\\2028zero'"};
    g_autofree char *database = shared_database();
    g_autoptr(Terminal) agent = NULL;
    const TerminalEffects *effects;

    for (guint i = 0; i < G_N_ELEMENTS(texts); i++)
        add_ticket(database, texts[i], texts[i]);
    agent = workstation(24, 80, "xterm-256color", database, "demo_agent");
    terminal_expect(agent, "新手三键");
    terminal_send(agent, "2");
    terminal_expect(agent, "全部未结: 8");
    for (guint i = 0; i < G_N_ELEMENTS(texts); i++)
        terminal_expect_column(agent, 4 + (int)i, "市城市管理局", 68);
    for (guint i = 0; i < G_N_ELEMENTS(texts); i++) {
        terminal_key(agent, "Enter");
        terminal_expect(agent, "--\\d{14}  已派单");
        terminal_key(agent, "C-g");
        terminal_expect(agent, "全部未结: 8");
        terminal_send(agent, "j");
    }
    effects = terminal_effects(agent);
    g_assert_cmpuint(effects->titles, ==, 0);
    g_assert_cmpuint(effects->bells, ==, 0);
    g_assert_cmpuint(effects->mouse, ==, 0);
    g_assert_cmpuint(effects->replies, ==, 0);
    terminal_send(agent, "Q");
    g_assert_cmpint(terminal_wait(agent, 3000), ==, 0);
}

/* Pasted text does not submit, and escape sequences in it are text. */
static void test_paste(void)
{
    g_autofree char *database = shared_database();
    g_autoptr(Terminal) agent = workstation(24, 80, "xterm-256color", database, "demo_agent");

    terminal_expect(agent, "新手三键");
    terminal_send(agent, "n");
    terminal_expect(agent, "非来电工单");
    for (int i = 0; i < 12; i++)
        terminal_key(agent, "Down");
    terminal_expect(agent, "> 内容");
    terminal_paste(agent, "第一行\r第二行\r\r第四行");
    terminal_expect(agent, "第一行 *\\n  ?第二行 *\\n *\\n  ?第四行");
    terminal_expect(agent, "内容  12/2000");
    terminal_key(agent, "C-z");
    terminal_expect(agent, "内容  0/2000");
}

static void test_sizes(void)
{
    static const struct {
        int rows, cols;
        const char *expect;
    } sizes[] = {{43, 132, "张敏 1003"}, {24, 80, "张敏 1003"}, {10, 40, "屏幕太小:40x10"}, {2, 2, "屏"}, {1, 1, ""}, {24, 80, "张敏 1003"}};
    g_autofree char *database = shared_database();
    g_autoptr(Terminal) agent = workstation(24, 80, "xterm-256color", database, "demo_agent");

    terminal_expect(agent, "新手三键");
    for (int form = 0; form < 2; form++) {
        for (guint i = 0; i < G_N_ELEMENTS(sizes); i++) {
            terminal_resize(agent, sizes[i].rows, sizes[i].cols);
            terminal_expect(agent, sizes[i].expect);
        }
        terminal_send(agent, "n");
        terminal_expect(agent, "非来电工单");
    }
    terminal_resize(agent, 43, 132);
    terminal_expect(agent, "内容  0/2000");
    terminal_key(agent, "C-x");
    terminal_send(agent, "q");
    g_assert_cmpint(terminal_wait(agent, 3000), ==, 0);
}

/* A category that an administrator adds stands in a list that is open. */
static void test_reference(void)
{
    g_autofree char *database = shared_database();
    g_autofree char *admin = g_strdup_printf("%s user=demo_admin", database);
    g_autoptr(Terminal) agent = workstation(24, 80, "xterm-256color", database, "demo_agent");
    g_autofree char *done = NULL;

    terminal_expect(agent, "新手三键");
    terminal_send(agent, "n");
    terminal_expect(agent, "非来电工单");
    for (int i = 0; i < 6; i++)
        terminal_key(agent, "Down");
    terminal_key(agent, "Enter");
    terminal_expect(agent, "输入查找");
    terminal_send(agent, "无人机");
    terminal_expect(agent, "没有符合的条目");
    done = sql_value(admin, "select api.admin_import(gen_random_uuid(), 'categories', "
                            "'[{\"code\": \"X1\", \"name\": \"无人机扰民\"}]', true)");
    terminal_expect(agent, "> .*无人机扰民");
}

/* Help explains the screen one is on, and the footer's keys are true. */
static void test_help(void)
{
    g_autofree char *database = shared_database();
    g_autoptr(Terminal) agent = workstation(43, 132, "vt100", database, "demo_agent");

    terminal_expect(agent, "新手三键");
    terminal_send(agent, "?");
    terminal_expect(agent, "F2, C-x t|F2, \\^X t");
    terminal_expect(agent, "接听来电。正在填写的内容不受影响");
    terminal_send(agent, "q");
    terminal_send(agent, "n");
    terminal_expect(agent, "非来电工单");
    terminal_key(agent, "C-x");
    terminal_expect(agent, "\\^X .*d派单.*i无声");
    terminal_send(agent, "?");
    terminal_expect(agent, "F6, \\^X d   把工单派给承办单位");
}

static void test_english(void)
{
    g_autofree char *database = shared_database();
    g_autofree char *conninfo = g_strdup_printf("%s user=demo_unit", database);
    g_autofree char *own = g_file_read_link("/proc/self/exe", NULL);
    g_autofree char *room = g_path_get_dirname(own);
    g_autofree char *program = g_build_filename(room, "..", "..", "hotline", NULL);
    const char *argv[] = {program, "--lang", "en", conninfo, NULL};
    const char *env[] = {"LC_ALL=C", "NO_COLOR=1", "XDG_STATE_HOME=/dev/null/state", NULL};
    g_autofree char *state = g_dir_make_tmp("hotline-state-XXXXXX", NULL);
    g_autofree char *state_home = g_strconcat("XDG_STATE_HOME=", state, NULL);
    const char *kept[] = {"LC_ALL=C", "NO_COLOR=1", state_home, NULL};
    const char *remove[] = {"rm", "-rf", state, NULL};
    g_autoptr(Terminal) broken = terminal_start(24, 80, "vt100", argv, env);
    g_autoptr(Terminal) unit = terminal_start(24, 80, "vt100", argv, kept);

    terminal_expect(unit, "Waiting for me:  to handle 0");
    terminal_send(unit, "Q");
    g_assert_cmpint(terminal_wait(unit, 3000), ==, 0);
    g_spawn_sync(NULL, (char **)remove, NULL, G_SPAWN_SEARCH_PATH, NULL, NULL, NULL, NULL, NULL, NULL);
    /* where nothing can be kept, it does not begin */
    terminal_expect(broken, "cannot be made|cannot be kept");
    g_assert_cmpint(terminal_wait(broken, 5000), !=, 0);
}

/* The terminal goes away: the program ends, the words stay. */
static void test_hang_up(void)
{
    g_autofree char *database = shared_database();
    Terminal *first = workstation(24, 80, "xterm-256color", database, "demo_agent");
    g_autoptr(Terminal) second = NULL;

    terminal_expect(first, "新手三键");
    terminal_send(first, "n");
    terminal_expect(first, "非来电工单");
    terminal_send(first, "李先生");
    terminal_expect(first, "李先生");
    kill(terminal_pid(first), SIGHUP);
    g_assert_cmpint(terminal_wait(first, 3000), ==, 0);
    terminal_free(first);
    second = workstation(24, 80, "xterm-256color", database, "demo_agent");
    terminal_expect(second, "李先生");
}

int main(int argc, char **argv)
{
    setlocale(LC_ALL, "C.UTF-8");
    g_test_init(&argc, &argv, NULL);
    g_test_set_nonfatal_assertions();
    g_test_add_func("/screens/hostile", test_hostile);
    g_test_add_func("/screens/paste", test_paste);
    g_test_add_func("/screens/sizes", test_sizes);
    g_test_add_func("/screens/reference", test_reference);
    g_test_add_func("/screens/help", test_help);
    g_test_add_func("/screens/english", test_english);
    g_test_add_func("/screens/hang-up", test_hang_up);
    return g_test_run();
}
