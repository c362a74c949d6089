/* Reminders that nothing announces: they come because the program asks again by itself. Both waits, of half a minute and
 * of one, go by together. */
#include <locale.h>
#include <signal.h>

#include "tests/support/screen.h"

enum { WAIT_MS = 15000, AGAIN_MS = 50000, MINUTE_MS = 80000 };

/* A reading fails for units, and says so to the test. */
static const char failing[] =
    "create sequence public.failed; grant usage on sequence public.failed to hotline_owner; "
    "alter function hotline.not_to_be_disturbed rename to not_to_be_disturbed_whole; "
    "create function hotline.not_to_be_disturbed(p_me hotline.person) returns boolean language plpgsql as "
    "$$ begin if p_me.role = 'unit' then perform nextval('public.failed'); raise 'no'; end if; "
    "return hotline.not_to_be_disturbed_whole(p_me); end $$; select 1";
static const char whole[] =
    "drop function hotline.not_to_be_disturbed; "
    "alter function hotline.not_to_be_disturbed_whole rename to not_to_be_disturbed; select 1";

static gboolean has_failed(gpointer database)
{
    g_autofree char *failed = sql_as(database, "postgres", "select is_called from public.failed");

    return *failed == 't';
}

/* How many terminals hold the bell of their person: the unit's, and one of the agent's or none. */
static gboolean bells_are(const char *database, const char *count)
{
    g_autofree char *bells = sql_as(database, "postgres", "select count(*) from pg_locks l join pg_database d on d.oid = l.database "
                                    "where locktype = 'advisory' and classid = 2 and d.datname = current_database()");
    return strcmp(bells, count) == 0;
}

static gboolean both_ring(gpointer database)
{
    return bells_are(database, "2");
}

static gboolean agent_is_gone(gpointer database)
{
    return bells_are(database, "1");
}

static gboolean has_rung(gpointer terminal)
{
    g_free(terminal_text(terminal)); /* reads what it wrote */
    return terminal_effects(terminal)->bells == 1;
}

static Terminal *agent_of(const char *database, const char *shown)
{
    Terminal *agent = workstation(24, 80, "xterm-256color", database, "demo_agent");

    terminal_expect(agent, shown);
    return agent;
}

static void sql_done(const char *database, const char *sql)
{
    g_free(sql_as(database, "postgres", sql));
}

/* The terminal that is to ring dies while a call waits: the other one rings. A reading that failed is repeated. */
static void test_again(void)
{
    g_autofree char *database = shared_database();
    g_autoptr(Terminal) unit = workstation(24, 80, "xterm-256color", database, "demo_unit");
    g_autoptr(Terminal) second = NULL;
    Terminal *first = agent_of(database, "新手三键");

    terminal_expect(unit, "待办理");
    terminal_key(first, "F3");
    terminal_expect(first, "已示闲");
    g_assert_true(wait_until(both_ring, database, WAIT_MS));
    second = agent_of(database, "坐席 示闲 1");
    ring_in(database, "13812341111");
    terminal_expect(first, "F2 接听");
    terminal_expect(second, "F2 接听");
    g_assert_cmpuint(terminal_effects(second)->bells, ==, 0);
    kill(terminal_pid(first), SIGKILL);
    terminal_free(first);
    g_assert_true(wait_until(agent_is_gone, database, WAIT_MS));
    sql_done(database, failing);
    dispatch(database, "CG", 1);
    g_assert_true(wait_until(has_failed, database, WAIT_MS));
    sql_done(database, whole);
    terminal_expect_within(unit, "新派工单 1$", AGAIN_MS);
    g_assert_true(wait_until(both_ring, database, MINUTE_MS));
    g_assert_true(wait_until(has_rung, second, WAIT_MS));
}

int main(int argc, char **argv)
{
    setlocale(LC_ALL, "C.UTF-8");
    g_test_init(&argc, &argv, NULL);
    g_test_set_nonfatal_assertions();
    g_test_add_func("/again/nothing-announces", test_again);
    return g_test_run();
}
