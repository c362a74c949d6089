/* hotline admin as it is run, on a server where people log in with passwords: what it says, what
 * the new logins may do, that no clear password is anywhere, that a disabled person is gone. */
#include <gio/gio.h>
#include <libpq-fe.h>
#include <locale.h>
#include <stdio.h>
#include <string.h>

#include "tests/support/server.h"

enum { WAIT_MS = 10000 };

static Server *server;
static char *program;
static char *installer; /* conninfo */

/* Runs hotline -d CONNINFO with words separated by '|'. out: what it printed, both streams. */
static int run(const char *conninfo, const char *input, char **out, const char *words)
{
    g_autoptr(GSubprocessLauncher) launcher
        = g_subprocess_launcher_new(G_SUBPROCESS_FLAGS_STDIN_PIPE | G_SUBPROCESS_FLAGS_STDOUT_PIPE
                                    | G_SUBPROCESS_FLAGS_STDERR_MERGE);
    g_auto(GStrv) more = g_strsplit(words, "|", -1);
    g_autoptr(GPtrArray) argv = g_ptr_array_new();
    g_autoptr(GSubprocess) process = NULL;
    g_autoptr(GError) error = NULL;

    for (const char *const *word
         = (const char *const[]){program, "--lang", "en", "admin", "-d", conninfo, NULL};
         *word != NULL; word++)
        g_ptr_array_add(argv, (gpointer)*word);
    for (char **word = more; *word != NULL; word++)
        g_ptr_array_add(argv, *word);
    g_ptr_array_add(argv, NULL);
    process = g_subprocess_launcher_spawnv(launcher, (const char *const *)argv->pdata, &error);
    g_assert_no_error(error);
    g_subprocess_communicate_utf8(process, input != NULL ? input : "", NULL, out, NULL, &error);
    g_assert_no_error(error);
    g_assert_true(g_subprocess_get_if_exited(process));
    return g_subprocess_get_exit_status(process);
}

/* Runs it and expects a status and a pattern in what it prints. */
static void expect(int status, const char *pattern, const char *words)
{
    g_autofree char *out = NULL;
    int got = run(installer, NULL, &out, words);

    if (got != status || !g_regex_match_simple(pattern, out, G_REGEX_MULTILINE | G_REGEX_DOTALL, 0))
        g_error("%s: status %d, wanted %d and /%s/:\n%s", words, got, status, pattern, out);
}

/* A file of bytes, below the server's folder. Owned by the caller. */
static char *file_of(const char *bytes, gsize length)
{
    static int n;
    g_autofree char *name = g_strdup_printf("rows%d.csv", n++);
    char *path = g_build_filename(g_get_user_data_dir(), name, NULL);

    g_assert_true(g_file_set_contents(path, bytes, (gssize)length, NULL));
    return path;
}

static void expect_import(int status, const char *pattern, const char *kind, const char *text)
{
    g_autofree char *path = file_of(text, strlen(text));
    g_autofree char *words = g_strdup_printf("%s|import|%s", kind, path);

    expect(status, pattern, words);
}

static char *login_conninfo(const char *login, const char *password)
{
    g_autofree char *base = server_conninfo(server, login);

    return g_strdup_printf("%s password='%s'", base, password);
}

static gboolean can_log_in(const char *login, const char *password)
{
    g_autofree char *conninfo = login_conninfo(login, password);
    PGconn *conn = PQconnectdb(conninfo);
    gboolean good = PQstatus(conn) == CONNECTION_OK;

    PQfinish(conn);
    return good;
}

/* The SQLSTATE of what a login is told, "" when it is let. */
static char *told(const char *login, const char *password, const char *sql)
{
    g_autofree char *conninfo = login_conninfo(login, password);
    PGconn *conn = PQconnectdb(conninfo);
    PGresult *result = PQexec(conn, sql);
    char *state = g_strdup(PQresultErrorField(result, PG_DIAG_SQLSTATE));

    g_assert_cmpint(PQstatus(conn), ==, CONNECTION_OK);
    PQclear(result);
    PQfinish(conn);
    return state != NULL ? state : g_strdup("");
}

static char *value(const char *sql)
{
    return sql_value(installer, sql);
}

static void perform(const char *sql)
{
    g_free(value(sql));
}

static void expect_value(const char *want, const char *sql)
{
    g_autofree char *got = value(sql);

    g_assert_cmpstr(got, ==, want);
}

static void add_agent(const char *login, const char *number, const char *password)
{
    g_autofree char *words
        = g_strdup_printf("person|add|--login|%s|--name|李强|--number|%s|--role|agent|"
                          "--password-stdin",
                          login, number);
    g_autofree char *input = g_strdup_printf("%s\n", password);
    g_autofree char *out = NULL;

    if (run(installer, input, &out, words) != 0)
        g_error("%s: %s", words, out);
    g_assert_nonnull(strstr(out, login));
    g_assert_nonnull(strstr(out, "1 added"));
}

static void test_first_agent(void)
{
    static const char *const refused[][2] = {
        {"select * from hotline.person", "42501"},
        {"create role adm_evil", "42501"},
        {"select api.admin_list('people')", "42501"},
        {"set role hotline_admin", "42501"},
        {"create table public.x ()", "42501"},
        {"alter role adm_li createrole", "42501"},
        {"select hotline.keep_account('adm_li', 'admin', true, null, true)", "42501"},
    };

    add_agent("adm_li", "8801", "Geheim-1 夜");
    g_assert_true(can_log_in("adm_li", "Geheim-1 夜"));
    g_assert_false(can_log_in("adm_li", "geheim-1 夜"));
    g_assert_false(can_log_in("adm_li", ""));
    {
        g_autofree char *allowed
            = told("adm_li", "Geheim-1 夜", "select api.agent_set(gen_random_uuid(), 'ready')");
        g_assert_cmpstr(allowed, ==, "");
    }
    for (guint i = 0; i < G_N_ELEMENTS(refused); i++) {
        g_autofree char *state = told("adm_li", "Geheim-1 夜", refused[i][0]);
        g_test_message("%s", refused[i][0]);
        g_assert_cmpstr(state, ==, refused[i][1]);
    }
    expect_value("hotline_agent",
                 "select string_agg(m.roleid::regrole::text, ' ') from pg_auth_members m "
                 "where m.member = 'adm_li'::regrole");
    expect_value(
        "f", "select rolsuper or rolcreaterole or rolcreatedb or rolbypassrls or rolreplication "
             "from pg_roles where rolname = 'adm_li'");
}

static void test_role_moves(void)
{
    add_agent("adm_moved", "8802", "eins");
    expect(0, "adm_moved changed", "person|add|--login|adm_moved|--role|lead");
    expect_value("hotline_lead",
                 "select string_agg(m.roleid::regrole::text, ' ') from pg_auth_members m "
                 "where m.member = 'adm_moved'::regrole");
    g_assert_true(can_log_in("adm_moved", "eins"));
}

/* What the server wrote into its log. Owned by the caller. */
static char *log_text(void)
{
    g_autofree char *folder = g_build_filename(server_folder(server), "log", NULL);
    g_autoptr(GDir) dir = g_dir_open(folder, 0, NULL);
    GString *all = g_string_new(NULL);
    const char *name;

    g_assert_nonnull(dir);
    while ((name = g_dir_read_name(dir)) != NULL) {
        g_autofree char *path = g_build_filename(folder, name, NULL);
        g_autofree char *text = NULL;
        gsize length = 0;
        g_assert_true(g_file_get_contents(path, &text, &length, NULL));
        g_string_append_len(all, text, (gssize)length);
    }
    return g_string_free(all, FALSE);
}

static gboolean is_logged(gpointer marker)
{
    g_autofree char *log = log_text();

    return strstr(log, marker) != NULL;
}

static void test_no_clear_password(void)
{
    static const char csv[] = "login,name,number,role,password\n"
                              "adm_csv,赵,8803,agent,KlarAusDatei\n";
    g_autofree char *log = NULL;

    add_agent("adm_zhao", "8804", "KlarVonHand");
    expect_import(0, "line 2: adm_csv added", "people", csv);
    expect_import(0, "^1 unchanged", "people", csv);
    g_assert_true(can_log_in("adm_csv", "KlarAusDatei"));
    expect_value("2", "select count(*) from pg_authid where rolname in ('adm_csv', 'adm_zhao') "
                      "and rolpassword like 'SCRAM-SHA-256$%'");
    expect_value("0", "select count(*) from hotline.admin_log where data::text ~ 'Klar|SCRAM'");
    expect_value("0", "select count(*) from hotline.request where answer::text ~ 'Klar|SCRAM'");
    expect_value("1", "select 1 as the_end_of_the_log");
    g_assert_true(wait_until(is_logged, (gpointer) "the_end_of_the_log", WAIT_MS));
    log = log_text();
    g_assert_nonnull(strstr(log, "api.admin_import"));
    g_assert_null(strstr(log, "KlarVonHand"));
    g_assert_null(strstr(log, "KlarAusDatei"));

    /* a file is no way to reset what a person has chosen since */
    expect_import(0, "^1 unchanged", "people", "login,password\nadm_csv,Anderes\n");
    g_assert_true(can_log_in("adm_csv", "KlarAusDatei"));
}

static gboolean is_gone(gpointer conn)
{
    return PQconsumeInput(conn) == 0 || PQstatus(conn) != CONNECTION_OK;
}

static void test_disable(void)
{
    g_autofree char *conninfo = login_conninfo("adm_sun", "pw");
    PGconn *at_work;

    add_agent("adm_sun", "8805", "pw");
    at_work = PQconnectdb(conninfo);
    g_assert_cmpint(PQstatus(at_work), ==, CONNECTION_OK);
    expect(0, "adm_sun disabled", "person|disable|adm_sun");
    g_assert_true(wait_until(is_gone, at_work, WAIT_MS));
    PQfinish(at_work);
    g_assert_false(can_log_in("adm_sun", "pw"));
    expect(0, "1 unchanged", "person|disable|adm_sun");
    expect(0, "adm_sun enabled", "person|enable|adm_sun");
    g_assert_true(can_log_in("adm_sun", "pw"));
    expect(1, "not exist", "person|disable|adm_nobody");
    expect(2, "KIND", "person|disable");
}

static void test_administrator(void)
{
    g_autofree char *agent = login_conninfo("adm_li", "Geheim-1 夜");
    g_autofree char *admin = login_conninfo("adm_chief", "pw");
    g_autofree char *out = NULL;
    g_autofree char *own = NULL;
    g_autofree char *no = NULL;

    g_assert_cmpint(run(installer, "pw\n", &out,
                        "person|add|--login|adm_chief|--name|周|--number|8806|--role|admin|"
                        "--password-stdin"),
                    ==, 0);
    g_clear_pointer(&out, g_free);
    g_assert_cmpint(run(admin, "x\n", &out,
                        "person|add|--login|adm_hired|--name|吴|--number|8807|--role|agent|"
                        "--password-stdin"),
                    ==, 0);
    g_assert_true(can_log_in("adm_hired", "x"));
    expect_value("adm_chief", "select login from hotline.admin_log where key = 'adm_hired'");
    g_assert_cmpint(run(admin, NULL, &own, "person|disable|adm_chief"), ==, 1);
    g_assert_nonnull(strstr(own, "another administrator"));
    g_assert_cmpint(run(agent, NULL, &no, "people|list"), ==, 1);
    g_assert_nonnull(strstr(no, "does not have the right"));
}

static void test_foreign_roles(void)
{
    static const char *const logins[] = {"postgres",
                                         "hotline_agent",
                                         "hotline_owner",
                                         "hotline_accounts",
                                         "pg_monitor",
                                         "adm_foreign",
                                         "public",
                                         "adm\"; drop table x; --",
                                         "adm' or 1",
                                         "ADM_LI",
                                         ""};
    static const char roles[] = "select string_agg(a::text, ' ' order by oid) from pg_authid a";
    static const char members[]
        = "select string_agg(concat(roleid, ' ', member), ',' order by roleid, member) "
          "from pg_auth_members";
    g_autofree char *before = NULL;
    g_autofree char *rights = NULL;
    g_autofree char *after = NULL;
    g_autofree char *rights_after = NULL;

    perform("create role adm_foreign login password 'x'");
    before = value(roles);
    rights = value(members);
    for (guint i = 0; i < G_N_ELEMENTS(logins); i++) {
        g_autofree char *words = g_strdup_printf(
            "person|add|--login|%s|--name|x|--number|881%u|--role|admin", logins[i], i);
        expect(1, "1 refused", words);
    }
    after = value(roles);
    rights_after = value(members);
    g_assert_cmpstr(after, ==, before);
    g_assert_cmpstr(rights_after, ==, rights);
    expect_value("0", "select count(*) from hotline.person where number like '881%'");
}

static void test_names_are_data(void)
{
    expect(0, "1 added", "unit|add|--code|X'); drop table hotline.unit; --|--name|'\"%s%n$1\\");
    expect_value("'\"%s%n$1\\", "select name from hotline.unit where code like 'X''%'");
    expect(0, "1 disabled", "unit|disable|X'); drop table hotline.unit; --");
}

static void test_files(void)
{
    static const char utf16[] = "\xff\xfe"
                                "c\0o\0d\0e\0";
    g_autofree char *wide = file_of(utf16, sizeof utf16);
    g_autofree char *words = g_strdup_printf("areas|import|%s", wide);

    expect_import(0, "line 2: F1 added.*line 5: F2 added.*2 added", "areas",
                  "\xef\xbb\xbf"
                  "code,name\r\nF1,\"东湖\"\r\n\r\n\r\nF2,西\r\n");
    expect_import(0, "GB18030.*F3 added", "areas", "code,name\nF3,\xb6\xab\xba\xfe\n");
    expect_value("东湖", "select name from hotline.area where code = 'F3'");
    expect(1, "UTF-8 or GB18030", words);
    expect(1, "No such file", "areas|import|/nowhere/x.csv");
    expect_import(1, "Line 1: two columns", "areas", "code,name,name\nF4,a,b\n");
    expect_import(1, "Line 1: a column has no name", "areas", "code,,name\nF4,a,b\n");
    expect_import(1, "Line 3: the row has more fields", "areas", "code,name\nF4,a\nF5,a,b\n");
    expect_import(1, "Line 2: the quotes", "areas", "code,name\nF4,\"a\n");
    expect_import(1, "Line 2: the quotes", "areas", "code,name\nF4,\"a\"b\"\n");
    expect_import(1, "no column nmae", "areas", "code,nmae\nF4,a\n");
    expect_import(0, "nothing to do", "areas", "code,name\n\n");
    expect_import(0, "nothing to do", "areas", "");
    expect_value("0", "select count(*) from hotline.area where code in ('F4', 'F5')");
    expect_import(1, "line 2: F\\?\\[31m refused: code.*line 3: F6 added.*1 added, 1 refused",
                  "areas", "code,name\nF\033[31m,\nF6,b\n");
}

static void test_strict(void)
{
    g_autofree char *path = file_of("code,name\nS1,a\nS2,\n", 19);
    g_autofree char *words = g_strdup_printf("areas|import|%s|--strict", path);

    expect(1, "line 3: S2 refused: name: .*nothing was done", words);
    expect_value("0", "select count(*) from hotline.area where code = 'S1'");
}

static void test_lists_come_back(void)
{
    static const char *const kinds[] = {"areas",    "units",     "categories", "people",
                                        "calendar", "standards", "numbers",    "settings"};

    for (guint i = 0; i < G_N_ELEMENTS(kinds); i++) {
        g_autofree char *list = g_strdup_printf("%s|list", kinds[i]);
        g_autofree char *csv = NULL;
        g_assert_cmpint(run(installer, NULL, &csv, list), ==, 0);
        expect_import(0, "^[0-9]+ unchanged$", kinds[i], csv);
    }
    expect(0, "^650 unchanged$", "categories|import|--standard");
    expect(2, "KIND", "areas|import|--standard");
}

static void test_words(void)
{
    expect(0, "KIND.*--password-prompt", "--help");
    expect(2, "KIND", "circus|list");
    expect(2, "KIND", "people");
    expect(2, "--colour", "person|add|--colour|red");
    expect(2, "KIND", "person|add");
    expect(2, "KIND", "area|add|--code|x|--password-stdin");
    expect(1, "empty",
           "person|add|--login|adm_x|--name|x|--number|8899|--role|agent|--password-stdin");
    expect(1, "no column login", "area|add|--login|x");
    expect(0, "standards|1 unchanged", "standard|add|--urgency|urgent|--working-days|1");
}

/* Passwords for the logins of this test, the rest as before; every statement into the log. */
static void let_in_by_password(void)
{
    g_autofree char *path = g_build_filename(server_folder(server), "data", "pg_hba.conf", NULL);
    g_autofree char *before = NULL;
    FILE *out;

    g_assert_true(g_file_get_contents(path, &before, NULL, NULL));
    out = fopen(path, "w");
    g_assert_nonnull(out);
    fprintf(
        out,
        "local all postgres peer map=owner\n"
        "local all adm_li,adm_moved,adm_zhao,adm_csv,adm_sun,adm_chief,adm_hired scram-sha-256\n%s",
        before);
    fclose(out);
    perform("alter system set log_statement = 'all'");
    perform("select pg_reload_conf()");
    g_assert_true(wait_until(is_logged, (gpointer) "parameter \"log_statement\" changed", WAIT_MS));
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
    let_in_by_password();
    g_test_add_func("/admin/first-agent", test_first_agent);
    g_test_add_func("/admin/role-moves", test_role_moves);
    g_test_add_func("/admin/no-clear-password", test_no_clear_password);
    g_test_add_func("/admin/disable", test_disable);
    g_test_add_func("/admin/administrator", test_administrator);
    g_test_add_func("/admin/foreign-roles", test_foreign_roles);
    g_test_add_func("/admin/names-are-data", test_names_are_data);
    g_test_add_func("/admin/files", test_files);
    g_test_add_func("/admin/strict", test_strict);
    g_test_add_func("/admin/lists-come-back", test_lists_come_back);
    g_test_add_func("/admin/words", test_words);
    status = g_test_run();
    server_stop(server);
    return status;
}
