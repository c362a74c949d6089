/* The embedded server: who sits at it keeps it, the last one stops it, any kill -9 is recovered from,
 * and nobody else can reach it. */
#include <gio/gio.h>
#include <glib/gstdio.h>
#include <libpq-fe.h>
#include <locale.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "common/embed.h"
#include "tests/support/server.h"

enum { WAIT_MS = 20000, STAYS_MS = 300 };
#define NAME "seats"

static char *home;
static char *folder; /* the server's */

static EmbedSeat *join(void)
{
    g_autoptr(GError) error = NULL;
    EmbedSeat *seat = embed_join(NAME, NULL, NULL, &error);

    if (seat == NULL)
        g_error("%s", error->message);
    return seat;
}

static char *value(const EmbedSeat *seat, const char *sql)
{
    g_autofree char *conninfo = embed_conninfo(seat, "postgres");

    return sql_value(conninfo, sql);
}

static void expect_value(const EmbedSeat *seat, const char *sql, const char *want)
{
    g_autofree char *got = value(seat, sql);

    g_assert_cmpstr(got, ==, want);
}

/* --- its processes --- */

/* State letter and parent of a process; 'Z' when there is none any more. */
static char state_of(int pid, int *parent)
{
    g_autofree char *path = g_strdup_printf("/proc/%d/stat", pid);
    g_autofree char *text = NULL;
    const char *after;

    *parent = 0;
    if (!g_file_get_contents(path, &text, NULL, NULL) || (after = strrchr(text, ')')) == NULL)
        return 'Z';
    *parent = atoi(after + 4);
    return after[2];
}

static gboolean is_gone(gpointer pid)
{
    int parent;

    return state_of(GPOINTER_TO_INT(pid), &parent) == 'Z';
}

static int postmaster(void)
{
    g_autofree char *path = g_build_filename(folder, "data", "postmaster.pid", NULL);
    g_autofree char *text = NULL;

    return g_file_get_contents(path, &text, NULL, NULL) ? atoi(text) : 0;
}

static int keeper(void)
{
    int pid;

    state_of(postmaster(), &pid);
    g_assert_cmpint(pid, >, 1);
    return pid;
}

/* The keeper first, so that it starts nothing again. */
static void kill_all(void)
{
    int server = postmaster();
    g_autoptr(GDir) proc = g_dir_open("/proc", 0, NULL);
    const char *name;
    int parent;

    kill(keeper(), SIGKILL);
    while ((name = g_dir_read_name(proc)) != NULL)
        if (atoi(name) > 1 && state_of(atoi(name), &parent) != 'Z' && parent == server)
            kill(atoi(name), SIGKILL);
    kill(server, SIGKILL);
}

static gboolean wait_gone(int pid, guint ms)
{
    return wait_until(is_gone, GINT_TO_POINTER(pid), ms);
}

/* --- another client --- */

static int sit(void)
{
    EmbedSeat *seat = embed_join(NAME, NULL, NULL, NULL);

    if (seat != NULL && write(STDOUT_FILENO, "s", 1) == 1)
        pause();
    return 1;
}

static GSubprocess *client_begin(void)
{
    g_autoptr(GError) error = NULL;
    GSubprocess *client
        = g_subprocess_new(G_SUBPROCESS_FLAGS_STDOUT_PIPE, &error, "/proc/self/exe", "sit", NULL);

    g_assert_no_error(error);
    return client;
}

static void client_sits(GSubprocess *client)
{
    char said = '\0';

    g_assert_cmpint(g_input_stream_read(g_subprocess_get_stdout_pipe(client), &said, 1, NULL, NULL), ==, 1);
    g_assert_cmpint(said, ==, 's');
}

static void client_kill(GSubprocess *client)
{
    g_subprocess_send_signal(client, SIGKILL);
    g_subprocess_wait(client, NULL, NULL);
    g_object_unref(client);
}

/* --- tests; each leaves no server behind --- */

static void stop(EmbedSeat *last)
{
    int server = postmaster();
    int its_keeper = keeper();

    embed_leave(last);
    g_assert_true(wait_gone(server, WAIT_MS));
    g_assert_true(wait_gone(its_keeper, WAIT_MS));
    g_assert_cmpint(postmaster(), ==, 0);
}

static void test_last_seat(void)
{
    EmbedSeat *first = join();
    int server = postmaster();
    gint64 started = g_get_monotonic_time();
    EmbedSeat *second = join();
    g_autofree char *ready = g_build_filename(folder, "ready", NULL);

    g_assert_cmpint((g_get_monotonic_time() - started) / 1000, <, 500);
    g_assert_cmpint(postmaster(), ==, server);
    g_assert_true(g_file_test(ready, G_FILE_TEST_EXISTS));
    embed_leave(first);
    g_assert_false(wait_gone(server, STAYS_MS));
    expect_value(second, "select 6 * 7", "42");
    stop(second);
    g_assert_false(g_file_test(ready, G_FILE_TEST_EXISTS));
}

static gboolean is_socket_of(int pid, const char *inode)
{
    g_autofree char *fds = g_strdup_printf("/proc/%d/fd", pid);
    g_autofree char *want = g_strdup_printf("socket:[%s]", inode);
    g_autoptr(GDir) dir = g_dir_open(fds, 0, NULL);
    const char *name;

    g_assert_nonnull(dir);
    while ((name = g_dir_read_name(dir)) != NULL) {
        g_autofree char *path = g_build_filename(fds, name, NULL);
        g_autofree char *link = g_file_read_link(path, NULL);
        if (g_strcmp0(link, want) == 0)
            return TRUE;
    }
    return FALSE;
}

/* Listening sockets of a table of /proc/net that are the process's. */
static guint count_listening(int pid, const char *table)
{
    g_autofree char *path = g_strdup_printf("/proc/%d/net/%s", pid, table);
    g_autofree char *text = NULL;
    g_auto(GStrv) lines = NULL;
    guint count = 0;

    if (!g_file_get_contents(path, &text, NULL, NULL))
        return 0;
    lines = g_strsplit(text, "\n", -1);
    for (char **line = lines; *line != NULL; line++) {
        char state[8] = "";
        char inode[24] = "";
        /* sl local remote state queues timer retransmits uid timeout inode */
        if (sscanf(*line, "%*s %*s %*s %7s %*s %*s %*s %*s %*s %23s", state, inode) == 2
            && strcmp(state, "0A") == 0 && is_socket_of(pid, inode))
            count++;
    }
    return count;
}

static void test_private(void)
{
    EmbedSeat *seat = join();
    g_autofree char *socket = g_build_filename(folder, ".s.PGSQL.5432", NULL);
    struct stat info = {0};

    g_assert_cmpint(g_lstat(socket, &info), ==, 0);
    g_assert_true(S_ISSOCK(info.st_mode));
    g_assert_cmpint(info.st_mode & 0077, ==, 0);
    g_assert_cmpint(g_lstat(folder, &info), ==, 0);
    g_assert_cmpint(info.st_mode & 0777, ==, 0700);
    g_assert_cmpuint(count_listening(postmaster(), "tcp"), ==, 0);
    g_assert_cmpuint(count_listening(postmaster(), "tcp6"), ==, 0);
    expect_value(seat, "show listen_addresses", "");
    stop(seat);
}

static void test_client_killed(void)
{
    GSubprocess *client = client_begin();
    int server;

    client_sits(client);
    server = postmaster();
    g_assert_false(wait_gone(server, STAYS_MS));
    client_kill(client);
    g_assert_true(wait_gone(server, WAIT_MS));
}

/* The machine's worst moment: all of it is killed at once while somebody sits there. */
static void test_all_killed(void)
{
    EmbedSeat *before = join();
    EmbedSeat *after;
    int server = postmaster();
    int its_keeper = keeper();

    g_free(value(before, "create table if not exists kept as select 'here' as word"));
    kill_all();
    g_assert_true(wait_gone(server, WAIT_MS));
    g_assert_true(wait_gone(its_keeper, WAIT_MS));
    after = join();
    g_assert_cmpint(postmaster(), !=, server);
    expect_value(after, "select word from kept", "here");
    embed_leave(before);
    g_assert_false(wait_gone(postmaster(), STAYS_MS));
    stop(after);
}

/* The server does not outlive its keeper, and whoever comes meanwhile waits for a new one. */
static void test_keeper_killed(void)
{
    EmbedSeat *before = join();
    EmbedSeat *after;
    int server = postmaster();
    int its_keeper = keeper();

    kill(its_keeper, SIGKILL);
    g_assert_true(wait_gone(its_keeper, WAIT_MS));
    after = join();
    g_assert_true(wait_gone(server, WAIT_MS));
    g_assert_cmpint(postmaster(), !=, server);
    expect_value(after, "select 6 * 7", "42");
    embed_leave(before);
    stop(after);
}

static void test_together(void)
{
    GSubprocess *clients[3];
    EmbedSeat *seat;

    for (guint i = 0; i < G_N_ELEMENTS(clients); i++)
        clients[i] = client_begin();
    seat = join();
    for (guint i = 0; i < G_N_ELEMENTS(clients); i++)
        client_sits(clients[i]);
    expect_value(seat, "select 6 * 7", "42");
    for (guint i = 0; i < G_N_ELEMENTS(clients); i++)
        client_kill(clients[i]);
    g_assert_false(wait_gone(postmaster(), STAYS_MS));
    stop(seat);
}

/* Coming while it is going down: a server that stays. */
static void test_leave_and_join(void)
{
    EmbedSeat *seat = join();

    for (guint i = 0; i < 3; i++) {
        embed_leave(seat);
        seat = join();
        expect_value(seat, "select 6 * 7", "42");
    }
    g_assert_false(wait_gone(postmaster(), STAYS_MS));
    expect_value(seat, "select 6 * 7", "42");
    stop(seat);
}

static gboolean ready(const EmbedServer *server, EmbedProgress progress, GPid *child, GError **error)
{
    (void)server;
    (void)progress;
    (void)child;
    (void)error;
    return TRUE;
}

static void make_home(void)
{
    home = g_dir_make_tmp("hotline-embed-XXXXXX", NULL);
    g_assert_nonnull(home);
    /* the server's user must get through */
    g_assert_cmpint(g_chmod(home, 0755), ==, 0);
    g_setenv("XDG_DATA_HOME", home, TRUE);
    folder = embed_folder(NAME);
    g_assert_true(g_str_has_prefix(folder, home));
}

int main(int argc, char **argv)
{
    const char *remove[] = {"rm", "-rf", NULL, NULL};
    const char *const logins[] = {NULL};
    int status;

    setlocale(LC_ALL, "C.UTF-8");
    if (argc == 3 && strcmp(argv[1], "embedded-keeper") == 0)
        return embed_keep(argv[2], logins, ready);
    if (argc == 2 && strcmp(argv[1], "sit") == 0)
        return sit();
    g_test_init(&argc, &argv, NULL);
    g_test_set_nonfatal_assertions();
    make_home();
    g_test_add_func("/embed/last-seat", test_last_seat);
    g_test_add_func("/embed/private", test_private);
    g_test_add_func("/embed/client-killed", test_client_killed);
    g_test_add_func("/embed/all-killed", test_all_killed);
    g_test_add_func("/embed/keeper-killed", test_keeper_killed);
    g_test_add_func("/embed/together", test_together);
    g_test_add_func("/embed/leave-and-join", test_leave_and_join);
    status = g_test_run();
    remove[2] = home;
    g_spawn_sync(NULL, (char **)remove, NULL, G_SPAWN_SEARCH_PATH, NULL, NULL, NULL, NULL, NULL, NULL);
    g_free(folder);
    g_free(home);
    return status;
}
