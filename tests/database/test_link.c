/* The link under faults: killed backends, a stopped and a killed server, cancelling, passwords. Each
 * query is answered exactly once, the loop never waits, and what was missed is said to be missed. */
#include <gio/gio.h>
#include <locale.h>
#include <signal.h>
#include <stdio.h>
#include <string.h>

#include "tests/support/link.h"
#include "tests/support/server.h"

enum { WAIT_MS = 20000, CANCELS = 30 };
#define LOGIN "demo_agent"

static Server *server;
static char *superuser; /* conninfo */

static Link *link_online(const char *login)
{
    g_autofree char *conninfo = server_conninfo(server, login);
    Link *link = link_new(conninfo);

    g_assert_true(wait_until(is_online, link, WAIT_MS));
    return link;
}

static char *value(const char *sql)
{
    return sql_value(superuser, sql);
}

static void perform(const char *sql)
{
    g_free(value(sql));
}

/* Only connections as the login, so that a test kills its own. */
static void kill_backends(const char *login)
{
    g_autofree char *sql
        = g_strdup_printf("select pg_terminate_backend(pid) from pg_stat_activity where usename = '%s'", login);

    perform(sql);
}

static gboolean is_asleep(gpointer unused)
{
    g_autofree char *count = value("select count(*) from pg_stat_activity where wait_event = 'PgSleep'");

    (void)unused;
    return strcmp(count, "0") != 0;
}

static gboolean is_awake(gpointer unused)
{
    return !is_asleep(unused);
}

/* --- killed --- */

static void test_backend_killed(void)
{
    Link *link = link_online(LOGIN);
    Answer running = {0};
    Answer queued[2] = {{0}};
    Answer late = {0};

    g_assert_cmpuint(link->renewed, ==, 1);
    ask(link, &running, "select pg_sleep(60)::text as v", 0);
    ask(link, &queued[0], "select 1 as v", 0);
    ask(link, &queued[1], "select 2 as v", 10000);
    g_assert_cmpuint(db_outstanding(link->db), ==, 3);
    g_assert_true(wait_until(is_asleep, NULL, WAIT_MS));
    kill_backends(LOGIN);
    g_assert_true(wait_until(is_not_online, link, 2000));
    expect_error(&running, DB_ERROR_LINK, TRUE);
    expect_error(&queued[0], DB_ERROR_LINK, FALSE);
    expect_error(&queued[1], DB_ERROR_LINK, FALSE);
    g_assert_cmpstr(db_link_detail(link->db), !=, "");

    /* there is no link: it fails by itself, but not from within the asking (see ask) */
    ask(link, &late, "select 3 as v", 0);
    g_assert_true(wait_until(is_answered, &late, 1000));
    expect_error(&late, DB_ERROR_LINK, FALSE);

    g_assert_true(wait_until(is_online, link, 3000));
    g_assert_cmpuint(link->renewed, ==, 2);
    expect_working(link);
    g_assert_cmpuint(running.calls + queued[0].calls + queued[1].calls + late.calls, ==, 4);
    link_free(link);
}

/* Killed, not ended: the server is started again by its keeper, the link comes back to the new one. */
static void test_server_killed(void)
{
    Link *link = link_online(LOGIN);
    Answer running = {0};
    int before = server_pid(server);

    ask(link, &running, "select pg_sleep(60)::text as v", 0);
    server_signal(server, SIGKILL);
    g_assert_true(wait_until(is_answered, &running, 5000));
    expect_error(&running, DB_ERROR_LINK, TRUE);
    g_assert_true(wait_until(is_online, link, WAIT_MS));
    g_assert_cmpint(server_pid(server), !=, before);
    g_assert_cmpuint(link->renewed, ==, 2);
    expect_working(link);
    link_free(link);
}

/* --- notifications --- */

/* What was told while the link was down reaches nobody; the new link says to read again, and reading
 * then finds it. */
static void test_lost_notification(void)
{
    Link *link = link_online(LOGIN);
    Answer answer = {0};

    perform("create table if not exists public.link_news (n int); grant select on public.link_news to public");
    kill_backends(LOGIN);
    g_assert_true(wait_until(is_not_online, link, 2000));
    /* the loop does not turn meanwhile: the link cannot be back yet */
    perform("insert into public.link_news values (1)");
    perform("notify link_test, 'lost'");
    g_assert_true(wait_until(is_online, link, WAIT_MS));
    g_assert_cmpuint(link->renewed, ==, 2);
    ask(link, &answer, "select count(*) as v from public.link_news", 0);
    g_assert_true(wait_until(is_answered, &answer, WAIT_MS));
    expect_value(&answer, "1");
    g_assert_cmpuint(link->payloads->len, ==, 0);
    perform("drop table public.link_news");
    link_free(link);
}

static gboolean has_three(gpointer link)
{
    return ((Link *)link)->payloads->len >= 3;
}

static gboolean has_two(gpointer link)
{
    return ((Link *)link)->payloads->len >= 2;
}

static void test_notifications(void)
{
    Link *link = link_online(LOGIN);
    Answer running = {0};
    Answer next = {0};

    ask(link, &running, "select 'slept' as v from pg_sleep(0.3), pg_notify('link_test', 'own')", 0);
    ask(link, &next, "select 'next' as v", 0);
    g_assert_true(wait_until(is_asleep, NULL, WAIT_MS));
    g_assert_false(is_answered(&running));
    perform("notify link_test, 'during'");
    g_assert_true(wait_until(has_two, link, WAIT_MS));
    g_assert_true(wait_until(is_answered, &next, WAIT_MS));
    expect_value(&running, "slept");
    expect_value(&next, "next");
    /* nothing is asked now: the socket alone wakes the loop */
    perform("notify other_channel, 'x'");
    perform("notify link_test, 'after'");
    g_assert_true(wait_until(has_three, link, WAIT_MS));
    g_assert_cmpuint(link->payloads->len, ==, 3);
    g_assert_cmpuint(link->renewed, ==, 1);
    g_assert_true(g_ptr_array_find_with_equal_func(link->payloads, "own", g_str_equal, NULL));
    g_assert_true(g_ptr_array_find_with_equal_func(link->payloads, "during", g_str_equal, NULL));
    g_assert_cmpstr(g_ptr_array_index(link->payloads, 2), ==, "after");
    link_free(link);
}

/* --- a server that does not answer --- */

typedef struct {
    gint64 last;
    gint64 longest;
} Pulse;

static gboolean on_tick(gpointer data)
{
    Pulse *pulse = data;
    gint64 now = g_get_monotonic_time();

    pulse->longest = MAX(pulse->longest, now - pulse->last);
    pulse->last = now;
    return G_SOURCE_CONTINUE;
}

static gboolean is_stalled(gpointer link)
{
    return db_link(((Link *)link)->db) == DB_STALLED;
}

static gint64 free_timed(Link *link)
{
    gint64 started = g_get_monotonic_time();

    link_free(link);
    return (g_get_monotonic_time() - started) / 1000;
}

static void test_server_stopped(void)
{
    g_autofree char *conninfo = server_conninfo(server, LOGIN);
    Link *link = link_online(LOGIN);
    Link *ended = link_online(LOGIN);
    Link *beginning;
    Answer first = {0};
    Answer patient = {0};
    Answer impatient = {0};
    Answer left = {0};
    Pulse pulse = {g_get_monotonic_time(), 0};
    guint ticks = g_timeout_add(10, on_tick, &pulse);

    server_signal(server, SIGSTOP);
    ask(link, &first, "select 1 as v", 500);
    ask(link, &patient, "select 2 as v", 0);
    ask(link, &impatient, "select 3 as v", 600);
    ask(ended, &left, "select 4 as v", 0);
    beginning = link_new(conninfo);
    g_assert_true(wait_until(is_answered, &impatient, 2000));
    expect_error(&first, DB_ERROR_TIMEOUT, TRUE);
    expect_error(&impatient, DB_ERROR_TIMEOUT, FALSE);
    g_assert_true(wait_until(is_stalled, link, 5000));
    g_assert_cmpuint(patient.calls, ==, 0);
    g_assert_cmpint(free_timed(ended), <, 1000);
    expect_error(&left, DB_ERROR_LINK, TRUE);
    g_assert_cmpint(free_timed(beginning), <, 1000);
    server_signal(server, SIGCONT);
    g_assert_true(wait_until(is_answered, &patient, WAIT_MS));
    expect_value(&patient, "2");
    g_assert_cmpint(db_link(link->db), ==, DB_ONLINE);
    g_assert_cmpuint(link->seen[DB_OFFLINE], ==, 0);
    expect_working(link);
    g_assert_cmpuint(first.calls + patient.calls + impatient.calls + left.calls, ==, 4);
    g_source_remove(ticks);
    g_assert_cmpint(pulse.longest / 1000, <, 200);
    link_free(link);
}

static gboolean is_poked(gpointer data)
{
    Link *link = data;

    db_poke(link->db);
    return db_outstanding(link->db) > 0;
}

static gboolean is_idle(gpointer link)
{
    return db_outstanding(((Link *)link)->db) == 0;
}

/* It asks after some seconds of silence, once, and so finds out that nobody is there. */
static void test_poke(void)
{
    Link *link = link_online(LOGIN);
    gint64 started = g_get_monotonic_time();

    g_assert_false(is_poked(link));
    server_signal(server, SIGSTOP);
    g_assert_true(wait_until(is_poked, link, 10000));
    g_assert_cmpint(g_get_monotonic_time() - started, >, 2 * G_USEC_PER_SEC);
    db_poke(link->db);
    g_assert_cmpuint(db_outstanding(link->db), ==, 1);
    g_assert_true(wait_until(is_stalled, link, 5000));
    server_signal(server, SIGCONT);
    g_assert_true(wait_until(is_online, link, WAIT_MS));
    g_assert_true(wait_until(is_idle, link, WAIT_MS));
    g_assert_false(is_poked(link));
    link_free(link);
}

/* --- cancelling --- */

static void test_cancel(void)
{
    Link *link = link_online(LOGIN);
    Answer running = {0};
    Answer queued = {0};
    Answer next = {0};

    ask(link, &running, "select pg_sleep(60)::text as v", 0);
    ask(link, &queued, "select 1 as v", 0);
    ask(link, &next, "select 'next' as v", 0);
    g_assert_true(wait_until(is_asleep, NULL, WAIT_MS));
    db_cancel(link->db, queued.id);
    expect_error(&queued, DB_ERROR_CANCELLED, FALSE);
    db_cancel(link->db, running.id);
    expect_error(&running, DB_ERROR_CANCELLED, TRUE);
    g_assert_true(wait_until(is_answered, &next, 5000));
    expect_value(&next, "next");
    /* the server does not go on with it either */
    g_assert_true(wait_until(is_awake, NULL, 1000));
    db_cancel(link->db, running.id);
    db_cancel(link->db, next.id);
    db_cancel(link->db, 4711);
    expect_working(link);
    g_assert_cmpuint(running.calls + queued.calls + next.calls, ==, 3);
    g_assert_cmpuint(link->seen[DB_OFFLINE], ==, 0);
    link_free(link);
}

/* A cancel request that comes too late for its query must not hit the one after it. */
static void test_cancel_hits_no_other(void)
{
    Link *link = link_online(LOGIN);

    for (guint i = 0; i < CANCELS && !g_test_failed(); i++) {
        Answer quick = {0};
        Answer next = {0};
        ask(link, &quick, "select 1 as v", 0);
        ask(link, &next, "select 'next' as v from pg_sleep(0.01)", 0);
        db_cancel(link->db, quick.id);
        g_assert_true(wait_until(is_answered, &next, WAIT_MS));
        expect_error(&quick, DB_ERROR_CANCELLED, TRUE);
        expect_value(&next, "next");
    }
    link_free(link);
}

/* A cancel request that does not arrive (the postmaster alone is stopped, the backends go on) holds
 * up what is queued for some seconds only: the link is then made anew. */
static void test_cancel_stuck(void)
{
    Link *link = link_online(LOGIN);
    Answer running = {0};
    Answer queued = {0};

    kill(server_pid(server), SIGSTOP);
    ask(link, &running, "select pg_sleep(0.1)::text as v", 0);
    ask(link, &queued, "select 1 as v", 0);
    db_cancel(link->db, running.id);
    g_assert_true(wait_until(is_answered, &queued, 6000));
    expect_error(&running, DB_ERROR_CANCELLED, TRUE);
    expect_error(&queued, DB_ERROR_LINK, FALSE);
    kill(server_pid(server), SIGCONT);
    g_assert_true(wait_until(is_online, link, WAIT_MS));
    expect_working(link);
    link_free(link);
}

/* --- where and who --- */

/* A login of this test comes in by password, the rest as before. */
static void let_in_by_password(void)
{
    g_autofree char *path = g_build_filename(server_folder(server), "data", "pg_hba.conf", NULL);
    g_autofree char *before = NULL;
    FILE *out;

    g_assert_true(g_file_get_contents(path, &before, NULL, NULL));
    out = fopen(path, "w");
    g_assert_nonnull(out);
    fprintf(out, "local all link_pw scram-sha-256\n%s", before);
    fclose(out);
    perform("create role link_pw login password 'Geheim 夜' in role hotline_agent");
    perform("select pg_reload_conf()");
}

static gboolean has_asked(gpointer link)
{
    return ((Link *)link)->seen[DB_NEEDS_PASSWORD] == 1;
}

static gboolean has_asked_again(gpointer link)
{
    return ((Link *)link)->seen[DB_NEEDS_PASSWORD] == 2;
}

static void test_password(void)
{
    g_autofree char *conninfo = server_conninfo(server, "link_pw");
    Link *link;

    let_in_by_password();
    link = link_new(conninfo);
    g_assert_true(wait_until(has_asked, link, WAIT_MS));
    db_set_password(link->db, "geheim 夜");
    g_assert_true(wait_until(has_asked_again, link, WAIT_MS));
    g_assert_nonnull(strstr(db_link_detail(link->db), "password authentication failed"));
    g_assert_null(strstr(db_link_detail(link->db), "geheim"));
    db_set_password(link->db, "Geheim 夜");
    g_assert_true(wait_until(is_online, link, WAIT_MS));
    g_assert_cmpstr(db_login(link->db), ==, "link_pw");
    expect_working(link);

    /* asked for once: it is good for the next connections too */
    kill_backends("link_pw");
    g_assert_true(wait_until(is_not_online, link, 2000));
    g_assert_true(wait_until(is_online, link, WAIT_MS));
    g_assert_cmpuint(link->seen[DB_NEEDS_PASSWORD], ==, 2);
    link_free(link);
}

static void test_hosts(void)
{
    g_autofree char *dead = g_build_filename(g_get_user_data_dir(), "nowhere", NULL);
    g_autofree char *conninfo
        = g_strdup_printf("host='%s,%s' port=5432 dbname=hotline user=" LOGIN, dead, server_folder(server));
    Link *link = link_new(conninfo);

    g_assert_true(wait_until(is_online, link, WAIT_MS));
    g_assert_nonnull(strstr(db_place(link->db), server_folder(server)));
    g_assert_cmpstr(db_login(link->db), ==, LOGIN);
    g_assert_cmpuint(link->seen[DB_OFFLINE], ==, 0);
    expect_working(link);
    link_free(link);
}

int main(int argc, char **argv)
{
    int status;

    server_become_keeper(argc, argv);
    setlocale(LC_ALL, "C.UTF-8");
    g_test_init(&argc, &argv, NULL);
    g_test_set_nonfatal_assertions();
    server = server_start();
    superuser = server_conninfo(server, "postgres");
    g_test_add_func("/link/backend-killed", test_backend_killed);
    g_test_add_func("/link/server-killed", test_server_killed);
    g_test_add_func("/link/lost-notification", test_lost_notification);
    g_test_add_func("/link/notifications", test_notifications);
    g_test_add_func("/link/server-stopped", test_server_stopped);
    g_test_add_func("/link/poke", test_poke);
    g_test_add_func("/link/cancel", test_cancel);
    g_test_add_func("/link/cancel-hits-no-other", test_cancel_hits_no_other);
    g_test_add_func("/link/cancel-stuck", test_cancel_stuck);
    g_test_add_func("/link/password", test_password);
    g_test_add_func("/link/hosts", test_hosts);
    status = g_test_run();
    server_signal(server, SIGCONT);
    server_stop(server);
    g_free(superuser);
    return status;
}
