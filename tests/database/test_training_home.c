/* A trainee's own database: apart from every other, there again after whatever was killed, in words when the disk is full. */
#include <gio/gio.h>
#include <glib/gstdio.h>
#include <locale.h>
#include <pwd.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mount.h>
#include <unistd.h>

#include "common/embed_private.h"
#include "tests/support/practice.h"

enum { WAIT_MS = 20000 };
#define NAME "training"
#define OTHER "training-anna"

static const char *home;

static void expect_value(const char *server, const char *login, const char *sql, const char *want)
{
    g_autofree char *got = practice_value(server, login, sql);

    g_assert_cmpstr(got, ==, want);
}

/* --- apart from every other --- */

/* Two trainees of one account: a server each; a place is taken once; the banner is on every screen. */
static void test_trainees(void)
{
    g_autoptr(Terminal) first = practice_terminal(NULL, "");
    g_autoptr(Terminal) second = NULL;
    g_autoptr(Terminal) lead = NULL;

    terminal_expect(first, "^12345热线 训练 .*学员 8001");
    second = practice_terminal(NULL, " --trainee anna");
    terminal_expect(second, "^12345热线 训练 .*学员 8001");
    g_assert_cmpint(practice_server(NAME), !=, practice_server(OTHER));
    practice_results(NAME, 2);
    expect_value(NAME, "train_agent", "select count(*) from api.training_results() where state = 'done'", "2");
    expect_value(OTHER, "train_agent", "select count(*) from api.training_results() where state = 'done'", "0");
    practice_expect(NULL, "training", 1, "practises in another terminal already.*--trainee NAME");
    practice_expect(NULL, "training --trainee ../x", 1, "letters, digits, - and _: ../x");
    lead = practice_terminal(NULL, " --as lead");
    terminal_expect(lead, "^12345热线 训练 .*学员班长 8002");
    terminal_resize(lead, 10, 40);
    terminal_expect(lead, "^训练 ");
    terminal_resize(lead, 24, 80);
    free(practice_value(NAME, "postgres", "update hotline.setting set value = repeat('甲', 60) where key = 'centre_name'"));
    terminal_key(first, "F1");
    terminal_expect(first, "^12345热线 训练 ");
    terminal_send(lead, "Q");
    g_assert_cmpint(terminal_wait(lead, WAIT_MS), ==, 0);
    terminal_expect(lead, "还有 2 条训练成绩未报送中心(.|\n)*hotline training send");
    terminal_free(g_steal_pointer(&lead));
    lead = practice_terminal(NULL, " --as lead");
    terminal_expect(lead, "^(甲)+~ 训练");
}

/* Whatever the environment says about databases, PGHOST of the tests' own server among it: nothing arrives there. */
static void test_shut_off(void)
{
    g_autofree char *database = shared_database();
    const char *name = database + strlen("dbname=");
    g_autofree char *sessions = g_strdup_printf("select sessions from pg_stat_database where datname = '%s'", name);
    g_autofree char *services = g_build_filename(home, ".pg_service.conf", NULL);
    g_autofree char *service = g_strdup_printf("[live]\nhost=%s\ndbname=%s\nuser=demo_agent\n", g_getenv("PGHOST"), name);
    g_autofree char *file = g_strdup_printf("PGSERVICEFILE=%s", services);
    g_autofree char *at = g_strdup_printf("PGDATABASE=%s", name);
    g_autofree char *own_home = g_strdup_printf("HOME=%s", home);
    const char *env[] = {file, at, own_home, "PGSERVICE=live", "PGUSER=demo_agent", "PGOPTIONS=-c no_such_setting=1", NULL};
    g_autofree char *before = sql_value("dbname=postgres", sessions);
    g_autofree char *after = NULL;
    g_autoptr(Terminal) terminal = NULL;

    g_assert_true(g_file_set_contents(services, service, -1, NULL));
    terminal = practice_terminal(env, "");
    terminal_expect(terminal, "训练 .*学员 8001");
    expect_value(NAME, "postgres", "select count(*) from pg_stat_activity where backend_type = 'client backend' and client_addr is not null", "0");
    terminal_send(terminal, "Q");
    g_assert_cmpint(terminal_wait(terminal, WAIT_MS), ==, 0);
    practice_expect(env, "training export", 0, "hotline-training-1");
    after = sql_value("dbname=postgres", sessions);
    g_assert_cmpstr(after, ==, before);
    /* the one order that is meant to leave does reach it */
    practice_expect(env, "training send", 1, "no_such_setting");
}

/* What libpq is told begins with a slash and is one place, whatever the home is called. */
static void test_where(void)
{
    static const struct {
        const char *home;
        const char *pattern;
    } homes[] = {{"relative", "^host='/([^,]*/relative|var/lib)/hotline/training' "},
                 {"/tmp/a,b", "^host='/tmp/hotline-[0-9]+-[0-9a-f]+' "},
                 {"/tmp/o'neill host=x", "^host='/tmp/o\\\\'neill host=x/hotline/training' "}};

    for (guint i = 0; i < G_N_ELEMENTS(homes); i++) {
        g_autoptr(GSubprocessLauncher) launcher = g_subprocess_launcher_new(G_SUBPROCESS_FLAGS_STDOUT_PIPE);
        g_autoptr(GSubprocess) process = NULL;
        g_autofree char *said = NULL;

        g_subprocess_launcher_setenv(launcher, "XDG_DATA_HOME", homes[i].home, TRUE);
        process = g_subprocess_launcher_spawn(launcher, NULL, "/proc/self/exe", "where", NULL);
        g_subprocess_communicate_utf8(process, NULL, NULL, &said, NULL, NULL);
        g_assert_true(g_regex_match_simple(homes[i].pattern, said, 0, 0));
    }
}

static int say_where(void)
{
    g_autofree char *folder = embed_folder(NAME);
    g_autofree char *conninfo = embed_server_conninfo(folder, "train_agent", "hotline");

    printf("%s\n", conninfo);
    return 0;
}

/* --- killed --- */

static gboolean is_another_server(gpointer old)
{
    g_autofree char *ready = practice_path(NAME, "ready");
    int server = practice_server(NAME);

    return server != 0 && server != GPOINTER_TO_INT(old) && g_file_test(ready, G_FILE_TEST_EXISTS);
}

static gboolean are_other_callers(gpointer old)
{
    int callers = practice_callers(NAME);

    return callers != 0 && callers != GPOINTER_TO_INT(old);
}

static gboolean is_gone(gpointer pid)
{
    return kill(GPOINTER_TO_INT(pid), 0) != 0;
}

static int parent_of(int pid)
{
    g_autofree char *path = g_strdup_printf("/proc/%d/status", pid);
    g_autofree char *text = NULL;

    return g_file_get_contents(path, &text, NULL, NULL) ? atoi(strstr(text, "PPid:") + strlen("PPid:")) : 0;
}

#define OPEN_DRILLS "select count(*) from hotline.drill where ended_at is null"

/* Server and callers come back, the scenario goes on; a killed keeper is mended by the next start, which begins anew. */
static void test_killed(void)
{
    EmbedSeat *seat = practice_join(NAME);
    EmbedSeat *next;
    int server;
    int callers = practice_callers(NAME);

    g_free(practice_value(NAME, "train_agent", "select api.drill_begin(gen_random_uuid(), code, 1) from api.scenarios() limit 1"));
    expect_value(NAME, "postgres", OPEN_DRILLS, "1");
    server = practice_server(NAME);
    kill(server, SIGKILL);
    g_assert_true(wait_until(is_another_server, GINT_TO_POINTER(server), WAIT_MS));
    g_assert_true(wait_until(are_other_callers, GINT_TO_POINTER(callers), WAIT_MS));
    expect_value(NAME, "postgres", OPEN_DRILLS, "1");
    callers = practice_callers(NAME);
    kill(callers, SIGKILL);
    g_assert_true(wait_until(are_other_callers, GINT_TO_POINTER(callers), WAIT_MS));
    expect_value(NAME, "postgres", OPEN_DRILLS, "1");
    server = practice_server(NAME);
    kill(parent_of(server), SIGKILL);
    g_assert_true(wait_until(is_gone, GINT_TO_POINTER(server), WAIT_MS));
    next = practice_join(NAME);
    expect_value(NAME, "postgres", OPEN_DRILLS, "0");
    embed_leave(seat);
    practice_leave(NAME, next);
}

/* --- the disk --- */

/* A shell script with $1, $2 and $3; did it succeed? */
static gboolean shell(const char *script, const char *first, const char *second, const char *third)
{
    const char *argv[] = {"sh", "-c", script, "sh", first, second, third, NULL};
    int status = -1;

    return g_spawn_sync(NULL, (char **)argv, NULL, G_SPAWN_SEARCH_PATH, NULL, NULL, NULL, NULL, &status, NULL) && status == 0;
}

/* Fills a disk to its last byte. */
static void fill(const char *folder)
{
    g_autofree char *path = g_build_filename(folder, "fill", NULL);
    g_autofree char *block = g_malloc0(65536);
    FILE *file = fopen(path, "w");

    setvbuf(file, NULL, _IONBF, 0);
    while (fwrite(block, 65536, 1, file) == 1)
        ;
    while (fwrite(block, 1, 1, file) == 1)
        ;
    fclose(file);
}

static void practise_on_full_disk(const char *disk, const char *const *env)
{
    g_autofree char *fill_path = g_build_filename(disk, "fill", NULL);
    g_autoptr(Terminal) terminal = NULL;

    practice_expect(env, "training export", 1, "^The disk is full: .*/small/hotline/training has [0-9]+ MB left and needs 200 MB");
    g_assert_cmpint(g_unlink(fill_path), ==, 0);
    g_assert_true(shell("mkdir -p $1/hotline && rm -rf $1/hotline/* && cp -a $2/hotline/" NAME " $1/hotline/", disk, home, ""));
    terminal = practice_terminal(env, "");
    terminal_expect(terminal, "训练 .*学员 8001");
    fill(disk);
    terminal_key(terminal, "Enter");
    terminal_expect(terminal, "磁盘已满,未写入任何内容");
    g_assert_cmpint(g_unlink(fill_path), ==, 0);
    terminal_key(terminal, "Enter");
    terminal_expect(terminal, "^ 训练:");
}

static void test_full_disk(void)
{
    g_autofree char *disk = g_build_filename(home, "small", NULL);
    g_autofree char *data = g_strdup_printf("XDG_DATA_HOME=%s", disk);
    const char *env[] = {data, NULL};

    g_assert_cmpint(g_mkdir(disk, 0755), ==, 0);
    if (mount("none", disk, "tmpfs", 0, "size=260m,mode=755") != 0) {
        g_test_skip("a small disk can only be mounted by root");
        return;
    }
    fill(disk);
    practise_on_full_disk(disk, env);
    umount2(disk, MNT_DETACH);
}

/* --- a plain user --- */

/* The program may stand where only root gets in: a copy of it. */
static void practise_as(const char *uid)
{
    g_autofree char *own = g_build_filename(home, "own", NULL);
    g_autofree char *program = practice_program();
    g_autofree char *log = g_build_filename(own, "said", NULL);
    g_autofree char *said = NULL;

    g_assert_true(shell("mkdir -p $1/data/hotline && cp $2 $1/hotline && cp -a $3/hotline/" NAME " $1/data/hotline/", own, program, home));
    g_assert_true(shell("chmod 755 $1 && chown -R $2 $1", own, uid, ""));
    g_assert_true(shell("cd / && env -i HOME=$1 XDG_DATA_HOME=$1/data LANG=C.UTF-8 setpriv --reuid=$2 --clear-groups"
                        " $1/hotline --lang en training export > $1/said 2>&1", own, uid, ""));
    g_assert_true(g_file_get_contents(log, &said, NULL, NULL));
    g_assert_nonnull(strstr(said, "hotline-training-1"));
}

static void test_plain_user(void)
{
    g_autofree char *user = g_strdup_printf("hl%d", (int)getpid());
    g_autofree char *uid = NULL;

    if (geteuid() != 0 || !shell("useradd --system --no-create-home $1 2> /dev/null", user, "", "")) {
        g_test_skip("only root can make a plain user; a plain user is what the other tests run as");
        return;
    }
    uid = g_strdup_printf("%u", (unsigned)getpwnam(user)->pw_uid);
    practise_as(uid);
    g_assert_true(shell("for i in $(seq 100); do pgrep -u $1 > /dev/null || break; sleep 0.1; done; userdel $1", user, "", ""));
}

int main(int argc, char **argv)
{
    EmbedSeat *seat;
    int status;

    setlocale(LC_ALL, "C.UTF-8");
    practice_become(argc, argv);
    if (argc == 2 && strcmp(argv[1], "where") == 0)
        return say_where();
    g_test_init(&argc, &argv, NULL);
    g_test_set_nonfatal_assertions();
    home = practice_begin();
    seat = practice_join(NAME);
    practice_leave(NAME, seat);
    practice_copy(NAME, OTHER);
    g_test_add_func("/training/where", test_where);
    g_test_add_func("/training/full-disk", test_full_disk);
    g_test_add_func("/training/killed", test_killed);
    g_test_add_func("/training/plain-user", test_plain_user);
    g_test_add_func("/training/shut-off", test_shut_off);
    g_test_add_func("/training/trainees", test_trainees);
    status = g_test_run();
    practice_end();
    return status;
}
