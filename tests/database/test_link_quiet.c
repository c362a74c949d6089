/* The link when nothing seems to happen: callbacks that ask again without a link, notifications that
 * come along with a sending, a server that has stopped without a word. */
#include <locale.h>
#include <signal.h>
#include <string.h>
#include <unistd.h>

#include "common/db.h"
#include "tests/support/server.h"

enum { WAIT_MS = 15000, BIG = 30000000, ROUNDS = 50 };

static Server *server;

/* --- without a link --- */

typedef struct {
    Db *db;
    guint answers;
    guint freed;
    gboolean ticked;
} Asking;

static void on_freed(gpointer data)
{
    ((Asking *)data)->freed++;
}

static void ask(Asking *asking);

static void on_answer(const DbRows *rows, const DbError *error, gpointer data)
{
    Asking *asking = data;

    g_assert_null(rows);
    g_assert_cmpint(error->kind, ==, DB_ERROR_LINK);
    asking->answers++;
    ask(asking);
}

static void ask(Asking *asking)
{
    db_query(asking->db, "select 1", NULL, 0, 0, on_answer, asking, on_freed);
}

static gboolean on_tick(gpointer data)
{
    ((Asking *)data)->ticked = TRUE;
    return G_SOURCE_REMOVE;
}

static gboolean has_ticked(gpointer data)
{
    return ((Asking *)data)->ticked;
}

/* A list that reads again when reading failed: the loop goes on, without spinning. */
static void test_asks_again(void)
{
    Asking asking = {.db = db_new("host=/nonexistent")};

    alarm(20);
    ask(&asking);
    g_assert_cmpuint(asking.answers, ==, 0);
    g_timeout_add(1000, on_tick, &asking);
    g_assert_true(wait_until(has_ticked, &asking, WAIT_MS));
    g_assert_cmpuint(asking.answers, >=, 2);
    g_assert_cmpuint(asking.answers, <=, 6);
    db_free(asking.db);
    g_assert_cmpuint(asking.freed, >, asking.answers);
    alarm(0);
}

/* --- with one --- */

typedef struct {
    Db *db;
    guint notified;
    gboolean answered;
} Link;

static void on_notified(const char *payload, gpointer data)
{
    if (payload != NULL)
        ((Link *)data)->notified++;
}

static void on_slept(const DbRows *rows, const DbError *error, gpointer data)
{
    (void)rows;
    (void)error;
    ((Link *)data)->answered = TRUE;
}

static gboolean is_online(gpointer data)
{
    return db_link(((Link *)data)->db) == DB_ONLINE;
}

static gboolean is_stalled(gpointer data)
{
    return db_link(((Link *)data)->db) == DB_STALLED;
}

static gboolean is_notified(gpointer data)
{
    return ((Link *)data)->notified > 0;
}

static gboolean is_answered(gpointer data)
{
    return ((Link *)data)->answered;
}

static void link_open(Link *link)
{
    g_autofree char *conninfo = server_conninfo(server, "demo_agent");

    link->db = db_new(conninfo);
    db_listen(link->db, "quiet_test", on_notified, link);
    db_start(link->db);
    g_assert_true(wait_until(is_online, link, WAIT_MS));
}

/* libpq reads while it sends much: what came then must not wait for the query's answer. */
static void test_notified_while_sending(void)
{
    g_autofree char *superuser = server_conninfo(server, "postgres");
    g_autofree char *big = g_strnfill(BIG, 'x');
    const char *params[] = {big};
    Link link = {0};

    link_open(&link);
    g_free(sql_value(superuser, "notify quiet_test, 'news'"));
    for (guint i = 0; i < ROUNDS; i++) /* it reaches the socket meanwhile; this loop does not turn */
        g_free(sql_value(superuser, "select 1"));
    db_query(link.db, "select pg_sleep(4) from (select length($1)) as sent", params, 1, 0, on_slept, &link, NULL);
    g_assert_cmpuint(link.notified, ==, 0);
    g_assert_true(wait_until(is_notified, &link, 3000));
    g_assert_false(link.answered);
    g_assert_true(wait_until(is_answered, &link, WAIT_MS));
    db_free(link.db);
}

/* Nobody asks anything, and still it is found out. */
static void test_server_silent(void)
{
    Link link = {0};

    link_open(&link);
    db_set_poke(link.db, 200);
    server_signal(server, SIGSTOP);
    g_assert_true(wait_until(is_stalled, &link, WAIT_MS));
    server_signal(server, SIGCONT);
    g_assert_true(wait_until(is_online, &link, WAIT_MS));
    db_free(link.db);
}

int main(int argc, char **argv)
{
    int status;

    server_become_keeper(argc, argv);
    setlocale(LC_ALL, "C.UTF-8");
    g_test_init(&argc, &argv, NULL);
    g_test_set_nonfatal_assertions();
    g_test_add_func("/quiet/asks-again", test_asks_again);
    g_test_add_func("/quiet/notified-while-sending", test_notified_while_sending);
    g_test_add_func("/quiet/server-silent", test_server_silent);
    server = server_start();
    status = g_test_run();
    server_stop(server);
    return status;
}
