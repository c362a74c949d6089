/* Starting the program under test. */
#include "tests/support/screen.h"

#include <stdlib.h>
#include <unistd.h>

static char *state_folder;

static void remove_state(void)
{
    const char *remove[] = {"rm", "-rf", state_folder, NULL};

    g_spawn_sync(NULL, (char **)remove, NULL, G_SPAWN_SEARCH_PATH, NULL, NULL, NULL, NULL, NULL, NULL);
}

/* tests are in BUILD/tests/ROOM/, the program in BUILD/ */
static char *program_path(void)
{
    g_autofree char *own = g_file_read_link("/proc/self/exe", NULL);
    g_autofree char *room = g_path_get_dirname(own);

    return g_build_filename(room, "..", "..", "hotline", NULL);
}

Terminal *workstation(int rows, int cols, const char *term, const char *database, const char *login)
{
    g_autofree char *program = program_path();
    g_autofree char *conninfo = g_strdup_printf("%s user=%s", database, login);
    const char *argv[] = {program, conninfo, NULL};
    const char *env[] = {"LANG=C.UTF-8", "LC_ALL=C.UTF-8", "LANGUAGE=", NULL, NULL};

    if (state_folder == NULL) {
        state_folder = g_dir_make_tmp("hotline-state-XXXXXX", NULL);
        atexit(remove_state);
    }
    g_autofree char *state = g_strconcat("XDG_STATE_HOME=", state_folder, NULL);
    env[3] = g_intern_string(state);
    return terminal_start(rows, cols, term, argv, env);
}

char *sql_as(const char *database, const char *login, const char *sql)
{
    g_autofree char *conninfo = g_strdup_printf("%s user=%s", database, login);

    return sql_value(conninfo, sql);
}

void ring_in(const char *database, const char *phone)
{
    g_autofree char *sql = g_strdup_printf("select api.call_arrive(gen_random_uuid(), '%s')", phone);
    g_autofree char *done = sql_as(database, "demo_switch", sql);
}

void pick_from_list(Terminal *terminal, const char *typed, const char *shown)
{
    terminal_key(terminal, "Enter");
    terminal_expect(terminal, "输入查找");
    terminal_send(terminal, typed);
    terminal_expect(terminal, shown);
    terminal_key(terminal, "Enter");
    terminal_expect_gone(terminal, "输入查找");
}

void prefix(Terminal *terminal, const char *key)
{
    terminal_key(terminal, "C-x");
    terminal_send(terminal, key);
}
