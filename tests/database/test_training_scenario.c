/* hotline training scenario as it is run: a closed ticket of the live database becomes a file that hotline training check
 * takes and that names nobody; who may; what is there already stays. */
#include <gio/gio.h>
#include <glib/gstdio.h>
#include <locale.h>
#include <string.h>

#include "tests/support/server.h"

static Server *server;
static char *program;
static char *folder; /* where the files go */
static char *number; /* of the closed ticket */

static const char *const planted[] = {"阮建华", "建华", "13812341111", "翠湖", "王志强", "1203", "湘A"};

/* Runs the program in the folder, with words separated by '|'. out: both streams. */
static int run(const char *words, char **out)
{
    g_auto(GStrv) more = g_strsplit(words, "|", -1);
    g_autoptr(GSubprocessLauncher) launcher
        = g_subprocess_launcher_new(G_SUBPROCESS_FLAGS_STDOUT_PIPE | G_SUBPROCESS_FLAGS_STDERR_MERGE);
    g_autoptr(GPtrArray) argv = g_ptr_array_new();
    g_autoptr(GSubprocess) process = NULL;
    g_autoptr(GError) error = NULL;

    for (const char *const *word = (const char *const[]){program, "--lang", "en", "training", NULL}; *word != NULL; word++)
        g_ptr_array_add(argv, (gpointer)*word);
    for (char **word = more; *word != NULL; word++)
        g_ptr_array_add(argv, *word);
    g_ptr_array_add(argv, NULL);
    g_subprocess_launcher_set_cwd(launcher, folder);
    process = g_subprocess_launcher_spawnv(launcher, (const char *const *)argv->pdata, &error);
    g_assert_no_error(error);
    g_subprocess_communicate_utf8(process, NULL, NULL, out, NULL, &error);
    g_assert_no_error(error);
    g_assert_true(g_subprocess_get_if_exited(process));
    return g_subprocess_get_exit_status(process);
}

static void expect(int status, const char *pattern, const char *words)
{
    g_autofree char *out = NULL;
    int got = run(words, &out);

    if (got != status || !g_regex_match_simple(pattern, out, G_REGEX_MULTILINE | G_REGEX_DOTALL, 0))
        g_error("%s: status %d, wanted %d and /%s/:\n%s", words, got, status, pattern, out);
}

/* Asks for a ticket's scenario as a login. */
static void expect_scenario(const char *login, int status, const char *pattern, const char *ticket, const char *more)
{
    g_autofree char *conninfo = server_conninfo(server, login);
    g_autofree char *words = g_strconcat("scenario|", ticket, "|", conninfo, more, NULL);

    expect(status, pattern, words);
}

static char *content_of(const char *name)
{
    g_autofree char *path = g_build_filename(folder, name, NULL);
    char *text = NULL;
    g_autoptr(GError) error = NULL;

    g_file_get_contents(path, &text, NULL, &error);
    g_assert_no_error(error);
    return text;
}

static guint files_there(void)
{
    g_autoptr(GDir) dir = g_dir_open(folder, 0, NULL);
    guint n = 0;

    while (g_dir_read_name(dir) != NULL)
        n++;
    return n;
}

static void expect_recorded(const char *count)
{
    g_autofree char *conninfo = server_conninfo(server, "postgres");
    g_autofree char *got = sql_value(conninfo, "select count(*) from hotline.event where action = 'scenario'");

    g_assert_cmpstr(got, ==, count);
}

static void test_refused(void)
{
    g_autofree char *agent = server_conninfo(server, "demo_agent");
    g_autofree char *open = sql_value(agent, "select number from api.ticket where state = 'draft' limit 1");

    expect(2, "hotline training scenario TICKET-NUMBER", "scenario");
    expect(2, "hotline training scenario TICKET-NUMBER", "scenario|1|2|3");
    expect_scenario("demo_agent", 1, "does not have the right", number, "|-o|x.yaml");
    expect_scenario("demo_unit", 1, "does not have the right", number, "|-o|x.yaml");
    expect_scenario("demo_lead", 1, "does not exist, or it is not yours", "20200101000000", "|-o|x.yaml");
    expect_scenario("demo_lead", 1, "cannot be done now: it is put aside", open, "|-o|x.yaml");
    expect_scenario("demo_lead", 1, "ends in .yaml", number, "|-o|x.txt");
    expect_scenario("demo_lead", 1, "lower-case letters", number, "|-o|漏水.yaml");
    expect_scenario("demo_lead", 1, "Nothing can be written into /nowhere", number, "|-o|/nowhere/x.yaml");
    g_assert_cmpuint(files_there(), ==, 0);
    expect_recorded("0");
}

static void test_made(void)
{
    g_autofree char *text = NULL;
    g_autofree char *again = NULL;

    expect_scenario("demo_lead", 0, "^leak.yaml is written", number, "|-o|leak.yaml");
    expect(0, "leak.yaml: no fault", "check|leak.yaml");
    text = content_of("leak.yaml");
    g_assert_true(g_regex_match_simple("^# Made by machine[^\n]*\n编号: leak\n标题: ", text, 0, 0));
    for (guint i = 0; i < G_N_ELEMENTS(planted); i++)
        if (strstr(text, planted[i]) != NULL)
            g_error("%s is left:\n%s", planted[i], text);
    g_assert_null(strstr(text, number));
    g_assert_nonnull(strstr(text, "\n流程: 投诉\n"));
    g_assert_nonnull(strstr(text, "天花板漏水"));
    expect_scenario("demo_lead", 1, "there already and is left", number, "|-o|leak.yaml");
    again = content_of("leak.yaml");
    g_assert_cmpstr(text, ==, again);
    expect_recorded("1");
}

/* Without -o the file has the scenario's code. */
static void test_named_by_code(void)
{
    g_autoptr(GError) error = NULL;
    g_autoptr(GDir) dir = NULL;
    const char *name;
    int found = 0;

    expect_scenario("demo_admin", 0, "^ticket-[a-z]+.yaml is written", number, "");
    dir = g_dir_open(folder, 0, &error);
    g_assert_no_error(error);
    while ((name = g_dir_read_name(dir)) != NULL)
        if (g_str_has_prefix(name, "ticket-")) {
            g_autofree char *words = g_strconcat("check|", name, NULL);
            expect(0, "no fault", words);
            found++;
        }
    g_assert_cmpint(found, ==, 1);
    expect_recorded("2");
}

/* A ticket as an agent files it. in: how. Owned by the caller: its number. */
static char *file(const char *way)
{
    g_autofree char *agent = server_conninfo(server, "demo_agent");
    g_autofree char *sql = g_strdup_printf(
        "select api.ticket_submit(gen_random_uuid(), '%s', null, null, jsonb_build_object('citizen_name', '阮建华', 'phone', '13812341111', "
        "'area_id', (select id::text from api.areas() where code = 'QL0101'), 'address', '翠湖名苑6栋1单元1203室', 'kind', 'complaint', "
        "'title', '翠湖名苑天花板漏水', 'body', '市民阮建华反映,翠湖名苑6栋1203室天花板漏水,电话138 1234 1111,物业经理王志强的车湘A12B45堵住通道,一直不处理。', "
        "'answer', '已联系阮建华先生,由物业维修。', "
        "'category_id', (select id::text from api.categories() where name = '物业服务' and leaf limit 1))) ->> 'number'", way);

    return sql_value(agent, sql);
}

int main(int argc, char **argv)
{
    g_autofree char *own = g_file_read_link("/proc/self/exe", NULL);
    g_autofree char *room = g_path_get_dirname(own);
    g_autofree char *draft = NULL;
    int status;

    server_become_keeper(argc, argv);
    g_setenv("LC_ALL", "C.UTF-8", TRUE);
    setlocale(LC_ALL, "");
    g_test_init(&argc, &argv, NULL);
    program = g_build_filename(room, "..", "..", "hotline", NULL);
    server = server_start();
    folder = g_build_filename(g_get_user_data_dir(), "scenarios", NULL);
    g_assert_cmpint(g_mkdir_with_parents(folder, 0700), ==, 0);
    number = file("answer");
    draft = file("save");
    g_test_add_func("/training-scenario/refused", test_refused);
    g_test_add_func("/training-scenario/made", test_made);
    g_test_add_func("/training-scenario/named-by-code", test_named_by_code);
    status = g_test_run();
    server_stop(server);
    return status;
}
