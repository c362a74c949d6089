/* Starting the program under test. */
#include "tests/support/screen.h"

#include <stdlib.h>
#include <unistd.h>

static char *state_folder;
static const char *session_bus = "";

static void remove_state(void)
{
    const char *remove[] = {"rm", "-rf", state_folder, NULL};

    g_spawn_sync(NULL, (char **)remove, NULL, G_SPAWN_SEARCH_PATH, NULL, NULL, NULL, NULL, NULL, NULL);
}

/* tests are in BUILD/tests/ROOM/, the program in BUILD/ */
char *workstation_program(void)
{
    g_autofree char *own = g_file_read_link("/proc/self/exe", NULL);
    g_autofree char *room = g_path_get_dirname(own);

    return g_build_filename(room, "..", "..", "hotline", NULL);
}

static const char *own_folder(void)
{
    if (state_folder == NULL) {
        state_folder = g_dir_make_tmp("hotline-state-XXXXXX", NULL);
        atexit(remove_state);
    }
    return state_folder;
}

void workstation_bus(const char *address)
{
    session_bus = g_intern_string(address);
}

void workstation_settings(const char *text)
{
    g_autofree char *folder = g_build_filename(own_folder(), "config", "hotline", NULL);
    g_autofree char *path = g_build_filename(folder, "hotline.conf", NULL);

    g_assert_cmpint(g_mkdir_with_parents(folder, 0700), ==, 0);
    g_assert_true(g_file_set_contents(path, text, -1, NULL));
}

/* Owned by putenv for good: interned. */
static const char *variable(const char *name, const char *value, const char *below)
{
    g_autofree char *pair = g_strconcat(name, "=", value, below, NULL);

    return g_intern_string(pair);
}

Terminal *workstation(int rows, int cols, const char *term, const char *database, const char *login)
{
    g_autofree char *program = workstation_program();
    g_autofree char *conninfo = g_strdup_printf("%s user=%s", database, login);
    const char *argv[] = {program, conninfo, NULL};
    const char *env[] = {"LANG=C.UTF-8", "LC_ALL=C.UTF-8", "LANGUAGE=", variable("XDG_STATE_HOME", own_folder(), ""),
                         variable("XDG_CONFIG_HOME", own_folder(), "/config"),
                         variable("DBUS_SESSION_BUS_ADDRESS", session_bus, ""), NULL};

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

void dispatch(const char *database, const char *unit, guint n)
{
    g_autofree char *sql = g_strdup_printf(
        "select count(api.ticket_submit(gen_random_uuid(), 'dispatch', null, null, jsonb_build_object('phone', '1390000000' || i, "
        "'citizen_name', '王女士', 'area_id', (select id::text from api.areas() where code = 'QL0101'), 'address', '丽景小区东门', "
        "'kind', 'complaint', 'title', '<b>夜间&噪音</b>', 'body', '很吵', "
        "'category_id', (select id::text from api.categories() where name = '噪音污染' and leaf limit 1), "
        "'unit_id', (select id::text from api.units() where code = '%s')))) from generate_series(1, %u) i", unit, n);
    g_autofree char *done = sql_as(database, "demo_agent", sql);
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
