/* Reminders where the desktop fails: no bus, a service that stands still, that dies, a bus that dies. The screen
 * goes on as if nothing was, and the status line says it all the same. */
#include <locale.h>
#include <signal.h>
#include <stdlib.h>
#include <string.h>

#include "tests/support/desktop.h"
#include "tests/support/screen.h"

enum { WAIT_MS = 15000, KEYS = 20, KEYS_MEASURED = 400, ANSWER_US = G_USEC_PER_SEC, QUIET_MS = 10000 };

static Terminal *unit_of(const char *database)
{
    Terminal *unit = workstation(24, 80, "xterm-256color", database, "demo_unit");

    terminal_expect(unit, "已连接");
    terminal_expect(unit, "> \\d{14}");
    return unit;
}

static int compare(gconstpointer a, gconstpointer b)
{
    const gint64 *x = a;
    const gint64 *y = b;

    return (*x > *y) - (*x < *y);
}

/* Moves down and up between the first two rows of a list. Returns the median of the times from the key to its effect, in µs; each must
 * be answered in a second. */
static gint64 keystroke(Terminal *terminal, guint keys)
{
    g_autofree gint64 *times = g_new(gint64, keys);

    for (guint i = 0; i < keys; i++) {
        gint64 begun = g_get_monotonic_time();
        terminal_send(terminal, i % 2 == 0 ? "j" : "k");
        terminal_expect(terminal, i % 2 == 0 ? "^  \\d{14}.*\n> \\d{14}" : "^> \\d{14}.*\n  \\d{14}");
        times[i] = g_get_monotonic_time() - begun;
        g_assert_cmpint(times[i], <, ANSWER_US);
    }
    qsort(times, keys, sizeof *times, compare);
    return times[keys / 2];
}

/* A reminder whose notification is being asked for now. */
static void remind(const char *database, Terminal *unit, guint already)
{
    g_autofree char *shown = g_strdup_printf("新派工单 %u$", already + 1);

    dispatch(database, "CG", 1);
    terminal_expect(unit, shown);
}

static void begin(Desktop **desktop, char **database, Terminal **unit)
{
    *desktop = desktop_start();
    desktop_start_service(*desktop);
    workstation_bus(desktop_bus(*desktop));
    *database = shared_database();
    dispatch(*database, "CG", 2);
    *unit = unit_of(*database);
    desktop_expect(*desktop, *unit, "^notify 0\\|.*共 2 件");
}

static void over(Desktop *desktop, char *database, Terminal *unit)
{
    terminal_free(unit);
    desktop_stop(desktop);
    g_free(database);
    workstation_bus("");
    workstation_settings("");
}

/* Without a bus: the terminal's own ways, by the settings, and no bus is started. */
static void test_no_bus(void)
{
    g_autofree char *database = shared_database();
    Terminal *unit = NULL;

    workstation_settings("[reminders]\nterminal=777\nticket_assigned=desktop;bell;osc\n");
    dispatch(database, "CG", 2);
    unit = unit_of(database);
    terminal_expect(unit, "新派工单 2$");
    g_assert_nonnull(strstr(terminal_written(unit), "\033]777;notify;12345;新派工单\a"));
    g_assert_cmpuint(terminal_effects(unit)->bells, ==, 1);
    keystroke(unit, KEYS);
    terminal_free(unit);
    workstation_settings("[reminders]\nterminal=9\n");
    dispatch(database, "CG", 1);
    unit = unit_of(database);
    terminal_expect(unit, "新派工单 3$");
    g_assert_nonnull(strstr(terminal_written(unit), "\033]9;新派工单\a"));
    g_assert_cmpuint(terminal_effects(unit)->bells, ==, 0);
    terminal_free(unit);
    /* and nothing to a terminal that is not known to show it */
    workstation_settings("");
    dispatch(database, "CG", 1);
    unit = unit_of(database);
    terminal_expect(unit, "新派工单 4$");
    g_assert_null(strstr(terminal_written(unit), "\033]9;"));
    g_assert_null(strstr(terminal_written(unit), "\033]777;"));
    terminal_free(unit);
}

static gboolean is_noticed(const Terminal *terminal)
{
    return strstr(terminal_written(terminal), "\033]777;notify;12345;新派工单\a") != NULL;
}

/* Waits for the terminal's notice: while keys are answered its bytes are read. */
static void expect_noticed(Terminal *unit)
{
    gint64 until = g_get_monotonic_time() + WAIT_MS * 1000;

    while (!is_noticed(unit) && g_get_monotonic_time() < until)
        keystroke(unit, 2);
    g_assert_true(is_noticed(unit));
}

/* A bus without a service: what it was to show first the terminal tells. */
static void test_no_service(void)
{
    g_autofree char *database = shared_database();
    Desktop *desktop = desktop_start();
    Terminal *unit = NULL;

    workstation_settings("[reminders]\nterminal=777\n");
    workstation_bus(desktop_bus(desktop));
    dispatch(database, "CG", 2);
    unit = unit_of(database);
    terminal_expect(unit, "新派工单 2$");
    keystroke(unit, KEYS);
    expect_noticed(unit);
    remind(database, unit, 2);
    terminal_send(unit, "Q");
    g_assert_cmpint(terminal_wait(unit, WAIT_MS), ==, 0);
    over(desktop, NULL, unit);
}

/* The service stands still: keys are answered as before, and one leaves at once. */
static void test_stopped(void)
{
    guint keys = g_test_perf() ? KEYS_MEASURED : KEYS;
    gint64 before;
    gint64 meanwhile;
    gint64 leaving;
    Desktop *desktop;
    char *database;
    Terminal *unit;

    begin(&desktop, &database, &unit);
    before = keystroke(unit, keys);
    desktop_signal_service(desktop, SIGSTOP);
    remind(database, unit, 2);
    desktop_expect(desktop, unit, "共 3 件");
    meanwhile = keystroke(unit, keys);
    remind(database, unit, 3);
    keystroke(unit, KEYS);
    g_test_message("keystroke median %" G_GINT64_FORMAT " µs, with the service stopped %" G_GINT64_FORMAT " µs", before, meanwhile);
    if (g_test_perf())
        g_test_minimized_result((double)meanwhile / (double)before, "bench keystroke_service_stopped %.2f times", (double)meanwhile / (double)before);
    leaving = g_get_monotonic_time();
    terminal_send(unit, "Q");
    g_assert_cmpint(terminal_wait(unit, WAIT_MS), ==, 0);
    g_assert_cmpint(g_get_monotonic_time() - leaving, <, 3 * G_USEC_PER_SEC);
    over(desktop, database, unit);
}

/* The bus itself stands still, from the program's start on. */
static void test_bus_stopped(void)
{
    g_autofree char *database = shared_database();
    Desktop *desktop = desktop_start();
    Terminal *unit = NULL;
    gint64 leaving;

    workstation_bus(desktop_bus(desktop));
    desktop_signal_bus(desktop, SIGSTOP);
    dispatch(database, "CG", 2);
    unit = unit_of(database);
    terminal_expect(unit, "新派工单 2$");
    keystroke(unit, KEYS);
    leaving = g_get_monotonic_time();
    terminal_send(unit, "Q");
    g_assert_cmpint(terminal_wait(unit, WAIT_MS), ==, 0);
    g_assert_cmpint(g_get_monotonic_time() - leaving, <, 3 * G_USEC_PER_SEC);
    desktop_signal_bus(desktop, SIGCONT);
    over(desktop, NULL, unit);
}

/* The service dies while one works, and then the bus: the program goes on, and the terminal's notice takes over. */
static void test_killed(void)
{
    Desktop *desktop;
    char *database;
    Terminal *unit;
    guint reminded = 2;

    workstation_settings("[reminders]\nterminal=777\n");
    begin(&desktop, &database, &unit);
    desktop_signal_service(desktop, SIGKILL);
    desktop_end_service(desktop);
    g_assert_false(is_noticed(unit));
    remind(database, unit, reminded++); /* the one that finds it out */
    expect_noticed(unit);
    keystroke(unit, KEYS);
    desktop_end_bus(desktop);
    remind(database, unit, reminded++);
    keystroke(unit, KEYS);
    terminal_send(unit, "Q");
    g_assert_cmpint(terminal_wait(unit, WAIT_MS), ==, 0);
    over(desktop, database, unit);
}

/* How often the program's threads were on a processor. */
static guint64 turns(int pid)
{
    g_autofree char *tasks = g_strdup_printf("/proc/%d/task", pid);
    g_autoptr(GDir) folder = g_dir_open(tasks, 0, NULL);
    const char *name;
    guint64 sum = 0;

    while ((name = g_dir_read_name(folder)) != NULL) {
        g_autofree char *path = g_build_filename(tasks, name, "status", NULL);
        g_autofree char *text = NULL;
        const char *at;
        if (!g_file_get_contents(path, &text, NULL, NULL))
            continue;
        for (at = text; (at = strstr(at, "voluntary_ctxt_switches:")) != NULL; at++)
            sum += g_ascii_strtoull(at + strlen("voluntary_ctxt_switches:"), NULL, 10);
    }
    return sum;
}

static gboolean on_time(gpointer over)
{
    *(gboolean *)over = TRUE;
    return G_SOURCE_REMOVE;
}

static gboolean is_over(gpointer over)
{
    return *(gboolean *)over;
}

static gboolean passes(guint ms)
{
    gboolean late = FALSE;

    g_timeout_add(ms, on_time, &late);
    return wait_until(is_over, &late, ms * 2);
}

/* With reminders on and a notification shown, an idle program does nothing at all for ten seconds. */
static void test_idle(void)
{
    Desktop *desktop;
    char *database;
    Terminal *unit;
    guint64 before;

    begin(&desktop, &database, &unit);
    desktop_expect_count(desktop, unit, 1);
    terminal_expect(unit, "新派工单 2$");
    g_assert_true(passes(3000)); /* what was under way has come */
    before = turns(terminal_pid(unit));
    g_assert_cmpuint(before, >, 0);
    g_assert_true(passes(QUIET_MS));
    g_assert_cmpuint(turns(terminal_pid(unit)), ==, before);
    over(desktop, database, unit);
}

int main(int argc, char **argv)
{
    setlocale(LC_ALL, "C.UTF-8");
    g_test_init(&argc, &argv, NULL);
    g_test_set_nonfatal_assertions();
    g_test_add_func("/trouble/no-bus", test_no_bus);
    g_test_add_func("/trouble/no-service", test_no_service);
    g_test_add_func("/trouble/stopped", test_stopped);
    g_test_add_func("/trouble/bus-stopped", test_bus_stopped);
    g_test_add_func("/trouble/killed", test_killed);
    g_test_add_func("/trouble/idle", test_idle);
    return g_test_run();
}
