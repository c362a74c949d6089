/* The processes of a desktop, and an ear on its bus. */
#include "tests/support/desktop.h"

#include <gio/gio.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/prctl.h>
#include <sys/wait.h>
#include <unistd.h>

#include "tests/support/server.h"

enum { START_MS = 15000, POLL_US = 10000, END_US = 3 * G_USEC_PER_SEC };
#define SERVICE "org.freedesktop.Notifications"
#define PATH "/org/freedesktop/Notifications"
#define DUNST "org.dunstproject.cmd0"

struct Desktop {
    char *home;
    char *bus;      /* its address */
    char *display;
    pid_t bus_pid, x_pid, service_pid; /* 0: not there */
    GDBusConnection *hand; /* asks the service */
    GDBusConnection *ear;  /* hears what others ask it */
    GMutex lock;
    GString *heard;
};

/* --- processes: they end with this one --- */

/* Starts a program whose descriptor 3 is a pipe, and reads its first line from there; line NULL: no pipe is read. */
static pid_t start(const char *const *argv, const char *const *env, char **line)
{
    int ends[2];
    pid_t pid;

    g_assert_cmpint(pipe(ends), ==, 0);
    pid = fork();
    if (pid == 0) {
        prctl(PR_SET_PDEATHSIG, SIGKILL);
        for (const char *const *pair = env; pair != NULL && *pair != NULL; pair++)
            putenv((char *)*pair);
        close(ends[0]);
        if (ends[1] != 3)
            dup2(ends[1], 3);
        /* they have much to say, and nothing of it is TAP */
        if (freopen("/dev/null", "w", stdout) != NULL && freopen("/dev/null", "w", stderr) != NULL)
            execvp(argv[0], (char *const *)argv);
        _exit(127);
    }
    close(ends[1]);
    if (line != NULL) {
        g_autoptr(GIOChannel) channel = g_io_channel_unix_new(ends[0]);
        g_io_channel_read_line(channel, line, NULL, NULL, NULL);
        if (*line == NULL)
            g_error("%s did not start", argv[0]);
        g_strchomp(*line);
    }
    close(ends[0]);
    return pid;
}

static void end(pid_t *pid)
{
    gint64 until = g_get_monotonic_time() + END_US;

    if (*pid == 0)
        return;
    kill(*pid, SIGCONT);
    kill(*pid, SIGTERM);
    while (waitpid(*pid, NULL, WNOHANG) == 0) {
        if (g_get_monotonic_time() > until)
            kill(*pid, SIGKILL);
        g_usleep(POLL_US);
    }
    *pid = 0;
}

static void write_file(const Desktop *desktop, const char *name, const char *text, int mode)
{
    g_autofree char *path = g_build_filename(desktop->home, name, NULL);

    g_assert_true(g_file_set_contents_full(path, text, -1, G_FILE_SET_CONTENTS_NONE, mode, NULL));
}

static void start_bus(Desktop *desktop)
{
    g_autofree char *option = g_strdup_printf("--config-file=%s/bus.conf", desktop->home);
    const char *argv[] = {"dbus-daemon", option, "--nofork", "--print-address=3", NULL};
    g_autofree char *text = g_strdup_printf(
        "<!DOCTYPE busconfig PUBLIC \"-//freedesktop//DTD D-Bus Bus Configuration 1.0//EN\" "
        "\"http://www.freedesktop.org/standards/dbus/1.0/busconfig.dtd\">\n"
        "<busconfig><type>session</type><listen>unix:dir=%s</listen><auth>EXTERNAL</auth><policy context=\"default\">"
        "<allow send_destination=\"*\" eavesdrop=\"true\"/><allow eavesdrop=\"true\"/><allow own=\"*\"/></policy></busconfig>",
        desktop->home);

    write_file(desktop, "bus.conf", text, 0600);
    desktop->bus_pid = start(argv, NULL, &desktop->bus);
}

static void start_display(Desktop *desktop)
{
    const char *argv[] = {"Xvfb", "-displayfd", "3", "-screen", "0", "800x600x24", "-nolisten", "tcp", NULL};

    desktop->x_pid = start(argv, NULL, &desktop->display);
}

/* --- the ear --- */

static void note_notify(GString *heard, GVariant *asked)
{
    guint32 replaced;
    const char *summary;
    const char *body;
    g_autofree const char **actions = NULL;
    g_autoptr(GVariant) list = NULL;

    g_variant_get(asked, "(&su&s&s&s@asa{sv}i)", NULL, &replaced, NULL, &summary, &body, &list, NULL, NULL);
    actions = g_variant_get_strv(list, NULL);
    g_string_append_printf(heard, "notify %u|%s|%s", replaced, summary, body);
    for (const char **action = actions; *action != NULL; action++)
        g_string_append_printf(heard, "|%s", *action);
    g_string_append_c(heard, '\n');
}

/* In a thread of the bus's. */
static GDBusMessage *on_message(GDBusConnection *connection, GDBusMessage *message, gboolean incoming, gpointer data)
{
    Desktop *desktop = data;
    GVariant *asked = g_dbus_message_get_body(message);
    const char *member = g_dbus_message_get_member(message);

    (void)connection;
    if (!incoming || g_dbus_message_get_message_type(message) != G_DBUS_MESSAGE_TYPE_METHOD_CALL)
        return message;
    g_mutex_lock(&desktop->lock);
    if (g_strcmp0(member, "Notify") == 0) {
        note_notify(desktop->heard, asked);
    } else if (g_strcmp0(member, "CloseNotification") == 0) {
        guint32 id;
        g_variant_get(asked, "(u)", &id);
        g_string_append_printf(desktop->heard, "close %u\n", id);
    }
    g_mutex_unlock(&desktop->lock);
    g_object_unref(message);
    return NULL;
}

static GDBusConnection *connect_bus(const Desktop *desktop)
{
    g_autoptr(GError) error = NULL;
    GDBusConnection *connection = g_dbus_connection_new_for_address_sync(
        desktop->bus, G_DBUS_CONNECTION_FLAGS_AUTHENTICATION_CLIENT | G_DBUS_CONNECTION_FLAGS_MESSAGE_BUS_CONNECTION, NULL, NULL, &error);

    if (connection == NULL)
        g_error("%s", error->message);
    return connection;
}

static void listen_to_service(Desktop *desktop)
{
    g_autoptr(GVariant) done = NULL;

    desktop->ear = connect_bus(desktop);
    g_dbus_connection_add_filter(desktop->ear, on_message, desktop, NULL);
    done = g_dbus_connection_call_sync(desktop->ear, "org.freedesktop.DBus", "/org/freedesktop/DBus", "org.freedesktop.DBus.Monitoring",
                                       "BecomeMonitor", g_variant_new_parsed("(['interface=" SERVICE "'], @u 0)"), NULL,
                                       G_DBUS_CALL_FLAGS_NONE, START_MS, NULL, NULL);
    g_assert_nonnull(done);
}

/* --- the desktop --- */

Desktop *desktop_start(void)
{
    Desktop *desktop = g_new0(Desktop, 1);

    desktop->home = g_dir_make_tmp("hotline-desktop-XXXXXX", NULL);
    desktop->heard = g_string_new(NULL);
    g_mutex_init(&desktop->lock);
    start_bus(desktop);
    start_display(desktop);
    desktop->hand = connect_bus(desktop);
    listen_to_service(desktop);
    return desktop;
}

void desktop_stop(Desktop *desktop)
{
    const char *remove[] = {"rm", "-rf", desktop->home, NULL};

    end(&desktop->service_pid);
    end(&desktop->x_pid);
    g_dbus_connection_close_sync(desktop->ear, NULL, NULL);
    g_dbus_connection_close_sync(desktop->hand, NULL, NULL);
    end(&desktop->bus_pid);
    g_object_unref(desktop->ear);
    g_object_unref(desktop->hand);
    g_spawn_sync(NULL, (char **)remove, NULL, G_SPAWN_SEARCH_PATH, NULL, NULL, NULL, NULL, NULL, NULL);
    g_string_free(desktop->heard, TRUE);
    g_mutex_clear(&desktop->lock);
    g_free(desktop->home);
    g_free(desktop->bus);
    g_free(desktop->display);
    g_free(desktop);
}

const char *desktop_bus(const Desktop *desktop)
{
    return desktop->bus;
}

static GVariant *ask(Desktop *desktop, const char *interface, const char *method, GVariant *with)
{
    g_autoptr(GError) error = NULL;
    GVariant *answer = g_dbus_connection_call_sync(desktop->hand, SERVICE, PATH, interface, method, with, NULL,
                                                   G_DBUS_CALL_FLAGS_NO_AUTO_START, START_MS, NULL, &error);

    if (answer == NULL)
        g_error("%s: %s", method, error->message);
    return answer;
}

static gboolean has_service(const Desktop *desktop)
{
    g_autoptr(GVariant) answer = g_dbus_connection_call_sync(desktop->hand, "org.freedesktop.DBus", "/org/freedesktop/DBus",
                                                             "org.freedesktop.DBus", "NameHasOwner", g_variant_new("(s)", SERVICE), NULL,
                                                             G_DBUS_CALL_FLAGS_NONE, START_MS, NULL, NULL);
    gboolean has = FALSE;

    g_variant_get(answer, "(b)", &has);
    return has;
}

void desktop_start_service(Desktop *desktop)
{
    g_autofree char *settings = g_build_filename(desktop->home, "dunstrc", NULL);
    g_autofree char *text = g_strdup_printf("[global]\ndmenu = %s/pick\n[urgency_normal]\ntimeout = 0\n", desktop->home);
    g_autofree char *bus = g_strdup_printf("DBUS_SESSION_BUS_ADDRESS=%s", desktop->bus);
    g_autofree char *display = g_strdup_printf("DISPLAY=:%s", desktop->display);
    const char *argv[] = {"dunst", "-conf", settings, NULL};
    const char *env[] = {bus, display, NULL};
    gint64 until = g_get_monotonic_time() + START_MS * 1000;

    write_file(desktop, "dunstrc", text, 0600);
    desktop->service_pid = start(argv, env, NULL);
    while (!has_service(desktop)) {
        if (g_get_monotonic_time() > until)
            g_error("dunst did not start");
        g_usleep(POLL_US);
    }
}

void desktop_end_service(Desktop *desktop)
{
    end(&desktop->service_pid);
}

void desktop_signal_service(const Desktop *desktop, int sig)
{
    kill(desktop->service_pid, sig);
}

void desktop_signal_bus(const Desktop *desktop, int sig)
{
    kill(desktop->bus_pid, sig);
}

void desktop_end_bus(Desktop *desktop)
{
    end(&desktop->bus_pid);
}

char *desktop_heard(Desktop *desktop)
{
    char *heard;

    g_mutex_lock(&desktop->lock);
    heard = g_strdup(desktop->heard->str);
    g_mutex_unlock(&desktop->lock);
    return heard;
}

guint desktop_count(Desktop *desktop)
{
    g_autoptr(GVariant) answer = ask(desktop, "org.freedesktop.DBus.Properties", "Get", g_variant_new("(ss)", DUNST, "displayedLength"));
    g_autoptr(GVariant) value = NULL;

    g_variant_get(answer, "(v)", &value);
    return g_variant_get_uint32(value);
}

void desktop_act(Desktop *desktop, const char *action)
{
    g_autoptr(GVariant) done = NULL;

    if (strcmp(action, "default") == 0) {
        done = ask(desktop, DUNST, "NotificationAction", g_variant_new("(u)", 0));
        return;
    }
    /* the menu of actions is a program that reads the lines to choose from, "#LABEL [ID,NAME]" */
    g_autofree char *pick = g_strdup_printf("#!/bin/sh\ngrep -a -m 1 ',%s]'\n", action);
    write_file(desktop, "pick", pick, 0700);
    done = ask(desktop, DUNST, "ContextMenuCall", NULL);
}

typedef struct {
    Desktop *desktop;
    Terminal *terminal;
    GRegex *pattern;
} Wanted;

static gboolean is_heard(gpointer data)
{
    const Wanted *wanted = data;
    g_autofree char *heard = desktop_heard(wanted->desktop);
    g_autofree char *screen = wanted->terminal != NULL ? terminal_text(wanted->terminal) : NULL; /* keeps it running */

    return g_regex_match(wanted->pattern, heard, 0, NULL);
}

gboolean desktop_expect(Desktop *desktop, Terminal *terminal, const char *pattern)
{
    g_autoptr(GRegex) regex = g_regex_new(pattern, G_REGEX_MULTILINE, 0, NULL);
    Wanted wanted = {desktop, terminal, regex};
    g_autofree char *heard = NULL;

    if (g_test_failed() || wait_until(is_heard, &wanted, START_MS))
        return !g_test_failed();
    heard = desktop_heard(desktop);
    g_test_message("expected to hear /%s/, but heard:\n%s", pattern, heard);
    g_test_fail();
    return FALSE;
}

typedef struct {
    Desktop *desktop;
    Terminal *terminal;
    guint count;
} Shown;

static gboolean is_shown(gpointer data)
{
    const Shown *shown = data;
    g_autofree char *screen = shown->terminal != NULL ? terminal_text(shown->terminal) : NULL;

    return desktop_count(shown->desktop) == shown->count;
}

gboolean desktop_expect_count(Desktop *desktop, Terminal *terminal, guint count)
{
    Shown shown = {desktop, terminal, count};

    if (g_test_failed() || wait_until(is_shown, &shown, START_MS))
        return !g_test_failed();
    g_test_message("expected %u notifications, but there are %u", count, desktop_count(desktop));
    g_test_fail();
    return FALSE;
}

void desktop_put_away(Desktop *desktop)
{
    g_autoptr(GVariant) done = ask(desktop, DUNST, "NotificationCloseAll", NULL);
}
