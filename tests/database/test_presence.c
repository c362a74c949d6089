/* Who is here: as long as a workstation of the person is connected, and nobody by another's word. */
#include <locale.h>
#include <signal.h>

#include "common/person.h"
#include "tests/support/link.h"
#include "tests/support/screen.h"

enum { WAIT_MS = 20000 };

static char *database;

static gboolean is_present(gpointer login)
{
    g_autofree char *sql = g_strdup_printf("select hotline.present(id) from hotline.person where login = '%s'", (const char *)login);
    g_autofree char *present = sql_as(database, "postgres", sql);

    return *present == 't';
}

static gboolean is_away(gpointer login)
{
    return !is_present(login);
}

static Link *link_of(const char *login)
{
    g_autofree char *conninfo = g_strdup_printf("%s user=%s", database, login);
    Link *link = link_new(conninfo);

    g_assert_true(wait_until(is_online, link, WAIT_MS));
    return link;
}

static void test_begins_and_ends(void)
{
    Link *one = link_of("demo_agent");
    Link *two = link_of("demo_agent");

    g_assert_false(is_present("demo_agent"));
    person_begin(one->db);
    person_begin(one->db);
    person_begin(two->db);
    expect_working(one);
    expect_working(two);
    g_assert_true(is_present("demo_agent"));
    g_assert_false(is_present("demo_agent2"));
    link_free(one);
    expect_working(two);
    g_assert_true(is_present("demo_agent"));
    link_free(two);
    g_assert_true(wait_until(is_away, "demo_agent", WAIT_MS));
}

/* A lock that another login holds says nothing; and nobody waits for it. */
static void test_not_by_another(void)
{
    Link *rival = link_of("demo_agent2");
    Link *link = link_of("demo_agent");
    g_autofree char *id = sql_as(database, "postgres", "select id from hotline.person where login = 'demo_agent'");
    g_autofree char *sql = g_strdup_printf("select 42 as v from pg_advisory_lock(1, %s)", id);
    Answer answer = {0};

    ask(rival, &answer, sql, 0);
    g_assert_true(wait_until(is_answered, &answer, WAIT_MS));
    expect_value(&answer, "42");
    g_assert_false(is_present("demo_agent"));
    person_begin(link->db);
    expect_working(link);
    link_free(rival);
    link_free(link);
}

/* The program itself says so, and is missed when it is killed. */
static void test_workstation(void)
{
    g_autoptr(Terminal) terminal = workstation(24, 80, "xterm-256color", database, "demo_lead");

    terminal_expect(terminal, "已连接");
    g_assert_true(wait_until(is_present, "demo_lead", WAIT_MS));
    kill(terminal_pid(terminal), SIGKILL);
    g_assert_true(wait_until(is_away, "demo_lead", WAIT_MS));
}

int main(int argc, char **argv)
{
    setlocale(LC_ALL, "C.UTF-8");
    g_test_init(&argc, &argv, NULL);
    g_test_set_nonfatal_assertions();
    database = shared_database();
    g_test_add_func("/presence/begins-and-ends", test_begins_and_ends);
    g_test_add_func("/presence/not-by-another", test_not_by_another);
    g_test_add_func("/presence/workstation", test_workstation);
    return g_test_run();
}
