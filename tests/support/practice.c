/* Training databases for tests. */
#include "tests/support/practice.h"

#include <fcntl.h>
#include <gio/gio.h>
#include <glib/gstdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/file.h>
#include <unistd.h>

#include "common/training_home.h"

enum { WAIT_MS = 20000 };

static char *home;

void practice_become(int argc, char **argv)
{
    if (argc == 3 && strcmp(argv[1], "embedded-keeper") == 0)
        exit(embed_keep(argv[2], training_logins(), training_ready));
    if (argc == 4 && strcmp(argv[1], "training-callers") == 0)
        exit(training_play(argv[2], argv[3]));
}

const char *practice_begin(void)
{
    home = g_dir_make_tmp("hotline-practice-XXXXXX", NULL);
    g_assert_nonnull(home);
    /* the server's user must get through */
    g_assert_cmpint(g_chmod(home, 0755), ==, 0);
    g_setenv("XDG_DATA_HOME", home, TRUE);
    g_assert_cmpstr(g_get_user_data_dir(), ==, home);
    return home;
}

static void run(const char *command)
{
    const char *argv[] = {"sh", "-c", command, NULL};
    g_autoptr(GError) error = NULL;

    g_spawn_sync(NULL, (char **)argv, NULL, G_SPAWN_SEARCH_PATH, NULL, NULL, NULL, NULL, NULL, &error);
    g_assert_no_error(error);
}

void practice_end(void)
{
    g_autofree char *remove = g_strdup_printf("rm -rf %s", home);

    run(remove);
    g_clear_pointer(&home, g_free);
}

EmbedSeat *practice_join(const char *server)
{
    g_autoptr(GError) error = NULL;
    EmbedSeat *seat = embed_join(server, NULL, NULL, &error);

    if (seat == NULL)
        g_error("%s", error->message);
    return seat;
}

static gboolean is_stopped(gpointer server)
{
    return practice_server(server) == 0;
}

void practice_leave(const char *server, EmbedSeat *seat)
{
    g_autofree char *keeper = practice_path(server, "keeper.lock");
    int lock;

    embed_leave(seat);
    g_assert_true(wait_until(is_stopped, (gpointer)server, WAIT_MS));
    /* held by the keeper until it has ended */
    lock = open(keeper, O_RDWR | O_CLOEXEC);
    g_assert_cmpint(flock(lock, LOCK_EX), ==, 0);
    close(lock);
}

void practice_copy(const char *from, const char *to)
{
    g_autofree char *one = practice_path(from, "");
    g_autofree char *other = practice_path(to, "");
    g_autofree char *command = g_strdup_printf("cp -a %s %s", one, other);

    run(command);
}

char *practice_path(const char *server, const char *below)
{
    return g_build_filename(home, "hotline", server, *below != '\0' ? below : NULL, NULL);
}

int practice_server(const char *server)
{
    g_autofree char *path = practice_path(server, "data/postmaster.pid");
    g_autofree char *text = NULL;

    return g_file_get_contents(path, &text, NULL, NULL) ? atoi(text) : 0;
}

int practice_callers(const char *server)
{
    g_autofree char *folder = practice_path(server, "");
    g_autoptr(GDir) proc = g_dir_open("/proc", 0, NULL);
    const char *name;

    while ((name = g_dir_read_name(proc)) != NULL) {
        g_autofree char *path = g_build_filename("/proc", name, "cmdline", NULL);
        g_autofree char *text = NULL;
        gsize length = 0;
        if (!g_ascii_isdigit(*name) || !g_file_get_contents(path, &text, &length, NULL))
            continue;
        for (gsize i = 0; i + 1 < length; i++)
            if (text[i] == '\0')
                text[i] = ' ';
        if (strstr(text, " training-callers ") != NULL && strstr(text, folder) != NULL)
            return atoi(name);
    }
    return 0;
}

char *practice_value(const char *server, const char *login, const char *sql)
{
    g_autofree char *folder = practice_path(server, "");
    g_autofree char *conninfo = g_strdup_printf("host=%s port=5432 dbname=hotline user=%s", folder, login);

    return sql_value(conninfo, sql);
}

void practice_results(const char *server, guint n)
{
    g_autofree char *sql = g_strdup_printf(
        "insert into hotline.training_result (id, person_id, scenario, title, role, flow, level, category, state, points, hints, seconds, speed,"
        " in_shift, started_at, ended_at, items) select gen_random_uuid(), p.id, s.code, s.title, s.role, s.flow, s.level, s.category, 'done', 65, 1,"
        " 90, 1, false, now() - interval '2 minutes', now(), '[{\"item\": \"category\", \"points\": 5, \"out_of\": 20, \"got\": \"a\"},"
        " {\"item\": \"tone\", \"points\": 65, \"out_of\": 80}]'"
        " from hotline.person p, (select * from hotline.scenario where role = 'agent' order by code limit %u) s where p.login = 'train_agent'", n);

    g_free(practice_value(server, "postgres", sql));
    g_free(practice_value(server, "postgres", "select pg_notify('hotline_training', '')"));
}

/* tests are in BUILD/tests/ROOM/, the program in BUILD/ */
char *practice_program(void)
{
    g_autofree char *own = g_file_read_link("/proc/self/exe", NULL);
    g_autofree char *room = g_path_get_dirname(own);
    g_autofree char *program = g_build_filename(room, "..", "..", "hotline", NULL);

    return g_canonicalize_filename(program, NULL);
}

int practice_run(const char *const *env, const char *words, char **said)
{
    g_autoptr(GSubprocessLauncher) launcher = g_subprocess_launcher_new(G_SUBPROCESS_FLAGS_STDOUT_PIPE | G_SUBPROCESS_FLAGS_STDERR_MERGE);
    g_autofree char *program = practice_program();
    g_autofree char *line = g_strdup_printf("--lang en %s", words);
    g_auto(GStrv) rest = g_strsplit(line, " ", -1);
    g_autoptr(GPtrArray) argv = g_ptr_array_new();
    g_autoptr(GSubprocess) process = NULL;
    g_autoptr(GError) error = NULL;

    g_ptr_array_add(argv, program);
    for (char **word = rest; *word != NULL; word++)
        g_ptr_array_add(argv, *word);
    g_ptr_array_add(argv, NULL);
    for (; env != NULL && *env != NULL; env++) {
        g_auto(GStrv) pair = g_strsplit(*env, "=", 2);
        g_subprocess_launcher_setenv(launcher, pair[0], pair[1], TRUE);
    }
    process = g_subprocess_launcher_spawnv(launcher, (const char *const *)argv->pdata, &error);
    g_assert_no_error(error);
    g_subprocess_communicate_utf8(process, NULL, NULL, said, NULL, &error);
    g_assert_no_error(error);
    return g_subprocess_get_if_exited(process) ? g_subprocess_get_exit_status(process) : -1;
}

void practice_expect(const char *const *env, const char *words, int status, const char *pattern)
{
    g_autofree char *said = NULL;
    int got = practice_run(env, words, &said);

    if (got != status || !g_regex_match_simple(pattern, said, G_REGEX_MULTILINE, 0)) {
        g_test_message("hotline %s: status %d, not %d; %s\nis not in:\n%s", words, got, status, pattern, said);
        g_test_fail();
    }
}

Terminal *practice_terminal(const char *const *env, const char *words)
{
    g_autofree char *program = practice_program();
    g_autofree char *line = g_strdup_printf("%s training%s", program, words);
    g_auto(GStrv) argv = g_strsplit(line, " ", -1);
    g_autoptr(GPtrArray) all = g_ptr_array_new();
    const char *own[] = {"LANG=C.UTF-8", "LC_ALL=C.UTF-8", "LANGUAGE=zh_CN", "DBUS_SESSION_BUS_ADDRESS="};

    for (guint i = 0; i < G_N_ELEMENTS(own); i++)
        g_ptr_array_add(all, (gpointer)own[i]);
    g_ptr_array_add(all, (gpointer)g_intern_string(g_strconcat("XDG_STATE_HOME=", home, "/state", NULL)));
    for (; env != NULL && *env != NULL; env++)
        g_ptr_array_add(all, (gpointer)g_intern_string(*env));
    g_ptr_array_add(all, NULL);
    return terminal_start(24, 80, "xterm-256color", (const char *const *)argv, (const char *const *)all->pdata);
}
