/* The results of training: each is taken once by the shared database, none is lost with a broken data folder. */
#include <glib/gstdio.h>
#include <locale.h>
#include <string.h>
#include <sys/stat.h>

#include "common/training_kept.h"
#include "common/training_send.h"
#include "tests/support/practice.h"

enum { WAIT_MS = 20000 };
#define NAME "training"

static const char *home;

static char *shared_value(const char *database, const char *login, const char *sql)
{
    g_autofree char *conninfo = g_strdup_printf("%s user=%s", database, login);

    return sql_value(conninfo, sql);
}

static void expect_shared(const char *database, const char *login, const char *sql, const char *want)
{
    g_autofree char *got = shared_value(database, login, sql);

    g_assert_cmpstr(got, ==, want);
}

/* The results that the file beside the data folder has, and of these not sent. */
static guint kept(void)
{
    g_autofree char *path = training_kept_path(NAME);
    g_autofree char *text = NULL;
    guint n = 0;

    if (!g_file_get_contents(path, &text, NULL, NULL))
        return 0;
    for (const char *at = text; (at = strstr(at, "\"ended_at\"")) != NULL; at++)
        n++;
    return n;
}

static gboolean has_kept(gpointer n)
{
    return kept() == GPOINTER_TO_UINT(n);
}

static void expect_kept(guint n)
{
    g_assert_true(wait_until(has_kept, GUINT_TO_POINTER(n), WAIT_MS));
    g_assert_cmpuint(kept(), ==, n);
}

static void expect_private(const char *path)
{
    struct stat info = {0};

    g_assert_cmpint(g_lstat(path, &info), ==, 0);
    g_assert_cmpint(info.st_mode & 0777, ==, 0600);
}

#define COUNT "select count(*) from hotline.training_result"
#define OF_AGENT "(select id from hotline.person where login = 'demo_agent')"

/* Sent as the person of the connection, once; the lead sees it, another agent does not. */
static void test_send(void)
{
    g_autofree char *database = shared_database();
    EmbedSeat *seat = practice_join(NAME);
    g_autofree char *target = g_strdup_printf("PGDATABASE=%s", database + strlen("dbname="));
    const char *agent[] = {target, "PGUSER=demo_agent", NULL};
    const char *other[] = {target, "PGUSER=demo_agent2", NULL};
    g_autofree char *id = shared_value(database, "postgres", "select id from hotline.person where login = 'demo_agent'");
    g_autofree char *results = g_strdup_printf("select count(*) || ' ' || min(title) from api.training_results(%s)", id);
    g_autofree char *cost = g_strdup_printf("select w.hint_cost from api.training_results(%s) r, api.training_result(r.id) w limit 1", id);
    g_autofree char *seen = NULL;

    practice_results(NAME, 3);
    expect_kept(3);
    g_assert_cmpuint(training_kept_unsent(NAME), ==, 3);
    practice_expect(agent, "training send", 0, "^3 results taken in for 1003 张敏$");
    g_assert_cmpuint(training_kept_unsent(NAME), ==, 0);
    practice_expect(agent, "training send", 0, "^0 results taken in for 1003 张敏, 3 were known already$");
    practice_expect(other, "training send", 0, "3 were known already, of which 3 were sent by another person");
    expect_shared(database, "postgres", COUNT " where taken_at is not null and person_id = " OF_AGENT, "3");
    expect_shared(database, "postgres", COUNT, "3");

    seen = shared_value(database, "demo_lead", results);
    g_assert_true(g_str_has_prefix(seen, "3 "));
    expect_shared(database, "demo_agent2", results, "");
    expect_shared(database, "demo_lead", "select played from api.training_of_agents() where number = '1003'", "3");
    /* what the hints cost is known though the scenario is not: the items' 70 points, less the result's 65 */
    expect_shared(database, "demo_lead", cost, "5");
    practice_leave(NAME, seat);
}

/* A file that is brought from another machine. */
static void test_file(void)
{
    g_autofree char *database = shared_database();
    EmbedSeat *seat = practice_join(NAME);
    g_autofree char *file = g_build_filename(home, "results.json", NULL);
    g_autofree char *export = g_strdup_printf("training export %s", file);
    g_autofree char *lead = g_strdup_printf("training export --as lead %s", file);
    g_autofree char *import = g_strdup_printf("training import %s %s", file, database);
    const char *agent[] = {"PGUSER=demo_agent", NULL};

    practice_expect(NULL, "training export --as agent", 0, "^{\"format\": \"hotline-training-1\", \"results\": \\[{.*}\\]}$");
    practice_expect(NULL, lead, 0, "");
    practice_expect(agent, import, 0, "^0 results taken in for 1003 张敏$");
    practice_expect(NULL, export, 0, "");
    expect_private(file);
    practice_expect(agent, import, 0, "^3 results taken in for 1003 张敏$");
    practice_expect(agent, import, 0, "3 were known already");
    expect_shared(database, "postgres", COUNT, "3");
    practice_leave(NAME, seat);
}

/* What is no result is refused, and nothing of it is taken. */
static void test_refused(void)
{
    static const char *const bad[] = {
        "no JSON", "[]", "{\"format\": \"hotline-training-2\", \"results\": []}", "{\"format\": \"hotline-training-1\", \"results\": {}}",
        "{\"format\": \"hotline-training-1\", \"results\": [7]}", "{\"format\": \"hotline-training-1\", \"results\": [{}]}"};
    g_autofree char *database = shared_database();
    EmbedSeat *seat = practice_join(NAME);
    g_autofree char *file = g_build_filename(home, "bad.json", NULL);
    g_autofree char *import = g_strdup_printf("training import %s %s", file, database);
    g_autofree char *folder = practice_path(NAME, "");
    g_autofree char *host = g_strdup_printf("PGHOST=%s", folder);
    const char *self[] = {host, "PGUSER=train_agent", NULL};
    const char *agent[] = {"PGUSER=demo_agent", NULL};
    g_autofree char *good = practice_value(NAME, "postgres", "select hotline.results_written() -> 0");
    static const struct {
        const char *from, *to;
    } faults[] = {{"\"points\": 65, \"typing\"", "\"points\": 101, \"typing\""}, {"\"points\": 65", "\"points\": 81"}, {"\"items\": [", "\"items\": [1, "}, {"\"points\": 5", "\"points\": \"5\""},
                  {"\"state\": \"done\"", "\"state\": \"won\""}, {"\"ended_at\": \"2", "\"ended_at\": \"infinity 2"}};

    for (guint i = 0; i < G_N_ELEMENTS(bad); i++) {
        g_assert_true(g_file_set_contents(file, bad[i], -1, NULL));
        practice_expect(agent, import, 1, "holds no training results|These are no training results");
    }
    for (guint i = 0; i < G_N_ELEMENTS(faults); i++) {
        g_autoptr(GString) text = g_string_new(NULL);
        g_string_printf(text, "{\"format\": \"hotline-training-1\", \"results\": [%s]}", good);
        g_assert_cmpuint(g_string_replace(text, faults[i].from, faults[i].to, 1), ==, 1);
        g_assert_true(g_file_set_contents(file, text->str, -1, NULL));
        practice_expect(agent, import, 1, "These are no training results");
    }
    expect_shared(database, "postgres", COUNT, "0");
    practice_expect(self, "training send", 1, "a training database itself");
    practice_expect(NULL, "training import /nowhere/results.json", 1, "/nowhere/results.json");
    practice_expect(NULL, "training import", 2, "^Usage: hotline training");
    practice_leave(NAME, seat);
}

static guint count_files(const char *folder, const char *begin)
{
    g_autoptr(GDir) dir = g_dir_open(folder, 0, NULL);
    const char *name;
    guint n = 0;

    while ((name = g_dir_read_name(dir)) != NULL)
        n += g_str_has_prefix(name, begin) ? 1 : 0;
    return n;
}

/* Cut off: the control file cannot be read, the server does not start. */
static void test_repair(void)
{
    g_autofree char *folder = practice_path(NAME, "");
    g_autofree char *control = practice_path(NAME, "data/global/pg_control");
    EmbedSeat *seat = practice_join(NAME);

    practice_expect(NULL, "training repair", 1, "in use: leave it in all terminals first. Nothing was changed.");
    practice_leave(NAME, seat);
    practice_expect(NULL, "training repair", 0, "nothing to repair, and nothing was changed");
    g_assert_cmpuint(count_files(folder, "data.broken-"), ==, 0);
    g_assert_true(g_file_set_contents(control, "", 0, NULL));
    practice_expect(NULL, "training export", 1, "does not start(.|\n)*^  hotline training repair$");
    practice_expect(NULL, "training repair", 0, "^The old data is kept in .*/data\\.broken-[0-9]{8}-[0-9]{6}$(.|\n)*made anew(.|\n)*^  hotline training$");
    g_assert_cmpuint(count_files(folder, "data.broken-"), ==, 1);
    seat = practice_join(NAME);
    g_free(practice_value(NAME, "postgres", "select 1"));
    expect_kept(3);
    practice_expect(NULL, "training export", 0, "(\"ended_at\".*){3}");
    practice_leave(NAME, seat);
}

/* Of a version of PostgreSQL that is not here: said, with the one command. */
static void test_other_version(void)
{
    g_autofree char *version = practice_path(NAME, "data/PG_VERSION");
    g_autofree char *was = NULL;

    g_assert_true(g_file_get_contents(version, &was, NULL, NULL));
    g_assert_true(g_file_set_contents(version, "9\n", -1, NULL));
    practice_expect(NULL, "training export", 1, "made by PostgreSQL 9(.|\n)*^  hotline training repair$");
    g_assert_true(g_file_set_contents(version, was, -1, NULL));
}

/* A file of results that cannot be read is kept under another name; the database's own are written down anew. */
static void test_kept_broken(void)
{
    g_autofree char *path = training_kept_path(NAME);
    g_autofree char *folder = g_path_get_dirname(path);
    EmbedSeat *seat;

    expect_private(path);
    g_assert_true(g_file_set_contents(path, "{\"format\": \"hotl", -1, NULL));
    seat = practice_join(NAME);
    expect_kept(3);
    g_assert_cmpuint(count_files(folder, NAME ".json.broken-"), ==, 1);
    practice_leave(NAME, seat);
}

int main(int argc, char **argv)
{
    int status;

    setlocale(LC_ALL, "C.UTF-8");
    practice_become(argc, argv);
    g_test_init(&argc, &argv, NULL);
    g_test_set_nonfatal_assertions();
    home = practice_begin();
    g_test_add_func("/training/send", test_send);
    g_test_add_func("/training/file", test_file);
    g_test_add_func("/training/refused", test_refused);
    g_test_add_func("/training/repair", test_repair);
    g_test_add_func("/training/other-version", test_other_version);
    g_test_add_func("/training/kept-broken", test_kept_broken);
    status = g_test_run();
    practice_end();
    return status;
}
