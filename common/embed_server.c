/* The server itself: which program, which user, its data folder, starting it. */
#include <errno.h>
#include <glib/gstdio.h>
#include <grp.h>
#include <libpq-fe.h>
#include <pwd.h>
#include <signal.h>
#include <stdlib.h>
#include <string.h>
#include <sys/prctl.h>
#include <sys/stat.h>
#include <sys/statvfs.h>
#include <sys/wait.h>
#include <unistd.h>

#include "common/embed_private.h"
#include "common/lang.h"

enum { START_WAIT_MS = 30000, STEP_MS = 10, OLD_WAIT_MS = 10000, OLD_STEP_MS = 100, ROOM_MB = 16, FIRST_ROOM_MB = 200 };
#define SERVER_USER "postgres"
#define PROGRAMS "/usr/lib/postgresql"

gboolean embed_server_user(uid_t *uid, gid_t *gid, GError **error)
{
    const struct passwd *user;

    *uid = geteuid();
    *gid = getegid();
    if (*uid != 0)
        return TRUE;
    user = getpwnam(SERVER_USER);
    if (user == NULL) {
        g_set_error(error, embed_quark(), EMBED_FAILED, "%s", _("There is no user \"postgres\" for the embedded server. Install the package postgresql."));
        return FALSE;
    }
    *uid = user->pw_uid;
    *gid = user->pw_gid;
    return TRUE;
}

void embed_child_setup(gpointer unused)
{
    const struct passwd *user = geteuid() == 0 ? getpwnam(SERVER_USER) : NULL;

    (void)unused;
    if (user != NULL && (initgroups(SERVER_USER, user->pw_gid) != 0
                         || setresgid(user->pw_gid, user->pw_gid, user->pw_gid) != 0
                         || setresuid(user->pw_uid, user->pw_uid, user->pw_uid) != 0))
        _exit(126);
    /* after the change of user, which resets it */
    prctl(PR_SET_PDEATHSIG, SIGINT);
    prctl(PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0);
}

/* The major version a data folder was made by; 0: there is none. */
static int data_version(const char *folder)
{
    g_autofree char *path = g_build_filename(folder, "data", "PG_VERSION", NULL);
    g_autofree char *text = NULL;

    return g_file_get_contents(path, &text, NULL, NULL) ? atoi(text) : 0;
}

/* The folder of the server's programs: of the version that made the data, else the newest. */
static char *programs(int version, GError **error)
{
    g_autoptr(GDir) dir = g_dir_open(PROGRAMS, 0, NULL);
    const char *name;
    int best = 0;

    while (dir != NULL && (name = g_dir_read_name(dir)) != NULL) {
        g_autofree char *server = g_build_filename(PROGRAMS, name, "bin", "postgres", NULL);
        if (g_file_test(server, G_FILE_TEST_IS_EXECUTABLE) && (version == 0 || atoi(name) == version))
            best = MAX(best, atoi(name));
    }
    if (best != 0)
        return g_strdup_printf(PROGRAMS "/%d/bin", best);
    if (version != 0)
        g_set_error(error, embed_quark(), EMBED_BROKEN, _("The data was made by PostgreSQL %d, which is not installed. Install the package postgresql-%d."), version, version);
    else
        g_set_error(error, embed_quark(), EMBED_FAILED, "%s", _("PostgreSQL's server is not installed. Install the package postgresql."));
    return NULL;
}

char *embed_server_room(const char *folder, const char *trouble)
{
    int need = data_version(folder) == 0 ? FIRST_ROOM_MB : ROOM_MB;
    struct statvfs disk;
    guint64 left;

    if (statvfs(folder, &disk) != 0)
        return NULL;
    left = (guint64)disk.f_bavail * disk.f_frsize >> 20;
    if (left >= (guint64)need && strstr(trouble, "No space left on device") == NULL)
        return NULL;
    return g_strdup_printf(_("The disk is full: %s has %d MB left and needs %d MB. Make room and start again; nothing is lost."), folder,
                           (int)left, need);
}

/* Every process of a server stands in its data folder. */
gboolean embed_server_runs(const char *folder)
{
    g_autofree char *data = g_build_filename(folder, "data", NULL);
    g_autoptr(GDir) proc = g_dir_open("/proc", 0, NULL);
    const char *name;

    while (proc != NULL && (name = g_dir_read_name(proc)) != NULL) {
        g_autofree char *cwd = g_build_filename("/proc", name, "cwd", NULL);
        g_autofree char *at = g_ascii_isdigit(*name) ? g_file_read_link(cwd, NULL) : NULL;
        if (g_strcmp0(at, data) == 0)
            return TRUE;
    }
    return FALSE;
}

/* The line of a log that says why the server ended, the last one since it began; NULL: there is none. */
static char *fatal_line(const char *path)
{
    g_autofree char *text = NULL;
    g_auto(GStrv) lines = NULL;
    const char *found = NULL;

    if (!g_file_get_contents(path, &text, NULL, NULL))
        return NULL;
    lines = g_strsplit(text, "\n", -1);
    for (char **line = lines; *line != NULL; line++)
        if (strstr(*line, "starting PostgreSQL") != NULL)
            found = NULL;
        else if (strstr(*line, "FATAL:") != NULL || strstr(*line, "PANIC:") != NULL)
            found = *line;
    return g_strdup(found);
}

/* Its own standard error first, then, from when it writes its log itself, today's. */
static char *why_not(const char *folder)
{
    g_autoptr(GDateTime) now = g_date_time_new_now_utc();
    g_autofree char *day = g_strdup_printf("server-%.3s.log", &"MonTueWedThuFriSatSun"[3 * (g_date_time_get_day_of_week(now) - 1)]);
    g_autofree char *early = g_build_filename(folder, "keeper.log", NULL);
    g_autofree char *late = g_build_filename(folder, "log", day, NULL);
    char *why = fatal_line(early);

    if (why == NULL)
        why = fatal_line(late);
    return why != NULL ? why : g_strdup("?");
}

static gboolean run(const char *folder, const char *const *argv, GError **error)
{
    g_autofree char *output = NULL;
    g_autofree char *trouble = NULL;
    int status;

    if (!g_spawn_sync(folder, (char **)argv, NULL, G_SPAWN_DEFAULT, embed_child_setup, NULL, &output, &trouble, &status, error))
        return FALSE;
    if (g_spawn_check_wait_status(status, NULL))
        return TRUE;
    g_strchomp(trouble);
    g_set_error(error, embed_quark(), EMBED_FAILED, "%s: %s", argv[0], trouble);
    return FALSE;
}

static gboolean write_owned(const char *folder, const char *name, const char *text, GError **error)
{
    g_autofree char *path = g_build_filename(folder, "data", name, NULL);
    uid_t uid;
    gid_t gid;

    if (!embed_server_user(&uid, &gid, error) || !g_file_set_contents_full(path, text, -1, G_FILE_SET_CONTENTS_CONSISTENT, 0600, error))
        return FALSE;
    if (geteuid() == 0 && lchown(path, uid, gid) != 0) {
        g_set_error(error, embed_quark(), EMBED_FAILED, "%s: %s", path, g_strerror(errno));
        return FALSE;
    }
    return TRUE;
}

/* Only the owner of this server gets in, under each of its logins. */
static gboolean write_access(const char *folder, const char *const *logins, GError **error)
{
    GString *map = g_string_new(NULL);
    g_autofree char *text = NULL;

    for (const char *const *login = logins; *login != NULL; login++)
        g_string_append_printf(map, "owner \"%s\" \"%s\"\n", g_get_user_name(), *login);
    g_string_append_printf(map, "owner \"%s\" \"postgres\"\n", g_get_user_name());
    text = g_string_free(map, FALSE);
    return write_owned(folder, "pg_ident.conf", text, error)
           && write_owned(folder, "pg_hba.conf", "local all all peer map=owner\n", error);
}

static void remove_half_made(const char *folder)
{
    g_autofree char *half = g_build_filename(folder, "data.new", NULL);
    const char *argv[] = {"rm", "-rf", half, NULL};

    g_spawn_sync(folder, (char **)argv, NULL, G_SPAWN_SEARCH_PATH, NULL, NULL, NULL, NULL, NULL, NULL);
}

gboolean embed_server_prepare(const char *folder, const char *const *logins, EmbedProgress progress, GError **error)
{
    int version = data_version(folder);
    g_autofree char *full = NULL;
    g_autofree char *bin = programs(version, error);
    g_autofree char *initdb = g_strconcat(bin, "/initdb", NULL);
    g_autofree char *half = g_build_filename(folder, "data.new", NULL);
    g_autofree char *data = g_build_filename(folder, "data", NULL);
    const char *argv[] = {initdb, "-D", half, "-U", "postgres", "-E", "UTF8", "--locale=C.UTF-8", "--wal-segsize=1",
                          "-A", "peer", NULL};

    if (bin == NULL)
        return FALSE;
    full = embed_server_room(folder, "");
    if (full != NULL) {
        g_set_error(error, embed_quark(), EMBED_FAILED, "%s", full);
        return FALSE;
    }
    if (version == 0) {
        progress(_("making the embedded database"), NULL);
        remove_half_made(folder);
        if (!run(folder, argv, error))
            return FALSE;
        if (g_rename(half, data) != 0) {
            g_set_error(error, embed_quark(), EMBED_FAILED, "%s: %s", data, g_strerror(errno));
            return FALSE;
        }
    }
    return write_access(folder, logins, error);
}

char *embed_server_conninfo(const char *folder, const char *login, const char *database)
{
    g_autofree char *socket = embed_socket_folder(folder);
    g_autoptr(GString) host = g_string_new(socket);

    g_string_replace(host, "\\", "\\\\", 0);
    g_string_replace(host, "'", "\\'", 0);
    return g_strdup_printf("host='%s' port=5432 dbname=%s user=%s connect_timeout=5", host->str, database, login);
}

static gboolean make_socket_folder(const char *folder, const char *socket, GError **error)
{
    struct stat info;
    uid_t uid;
    gid_t gid;

    if (strcmp(folder, socket) == 0)
        return TRUE;
    if (!embed_server_user(&uid, &gid, error))
        return FALSE;
    if (g_mkdir(socket, 0700) == 0 && geteuid() == 0 && lchown(socket, uid, gid) != 0)
        return FALSE;
    if (lstat(socket, &info) == 0 && S_ISDIR(info.st_mode) && info.st_uid == uid && (info.st_mode & 077) == 0)
        return TRUE;
    g_set_error(error, embed_quark(), EMBED_FAILED, _("The folder %s must be yours alone (chmod 700)."), socket);
    return FALSE;
}

/* The server answers, or its process has ended. */
static gboolean wait_for_server(const char *folder, GPid pid, gboolean *ended)
{
    g_autofree char *conninfo = embed_server_conninfo(folder, "postgres", "postgres");

    *ended = FALSE;
    for (int waited = 0; waited < START_WAIT_MS; waited += STEP_MS) {
        if (PQping(conninfo) == PQPING_OK && waitpid(pid, NULL, WNOHANG) == 0)
            return TRUE;
        if (waitpid(pid, NULL, WNOHANG) != 0) {
            *ended = TRUE;
            return FALSE;
        }
        g_usleep(STEP_MS * 1000);
    }
    return FALSE;
}

static GPid spawn_server(const char *folder, const char *socket, GError **error)
{
    g_autofree char *bin = programs(data_version(folder), error);
    g_autofree char *server = g_strconcat(bin != NULL ? bin : "", "/postgres", NULL);
    g_autofree char *sockets = g_strdup_printf("unix_socket_directories=%s", socket);
    const char *argv[] = {server, "-D", "data", "-c", sockets, "-c", "listen_addresses=", "-c", "port=5432",
        "-c", "unix_socket_permissions=0700", "-c", "shared_buffers=32MB", "-c", "max_connections=80",
        "-c", "wal_level=minimal", "-c", "max_wal_senders=0", "-c", "max_worker_processes=2",
        "-c", "autovacuum_max_workers=1", "-c", "min_wal_size=8MB", "-c", "max_wal_size=64MB",
        "-c", "logging_collector=on", "-c", "log_directory=../log", "-c", "log_filename=server-%a.log",
        "-c", "log_truncate_on_rotation=on", "-c", "log_rotation_size=0", "-c", "lc_messages=C", NULL};
    GPid pid = 0;

    if (bin == NULL)
        return 0;
    g_spawn_async(folder, (char **)argv, NULL, G_SPAWN_DO_NOT_REAP_CHILD | G_SPAWN_STDOUT_TO_DEV_NULL,
                  embed_child_setup, NULL, &pid, error);
    return pid;
}

gboolean embed_server_start(const char *folder, GPid *pid, GError **error)
{
    g_autofree char *socket = embed_socket_folder(folder);
    g_autofree char *why = NULL;
    gboolean ended = FALSE;
    gboolean old;

    *pid = 0;
    if (!make_socket_folder(folder, socket, error))
        return FALSE;
    /* an old server of a killed keeper may still be going down: it holds its files until then */
    for (int waited = 0; waited < OLD_WAIT_MS; waited += OLD_STEP_MS) {
        old = embed_server_runs(folder);
        if ((*pid = spawn_server(folder, socket, error)) == 0)
            return FALSE;
        if (wait_for_server(folder, *pid, &ended))
            return TRUE;
        g_free(why);
        why = why_not(folder);
        /* one that is dead and not yet taken away by its parent stands in no folder any more, and holds its file */
        if (!ended || (!old && strstr(why, "postmaster.pid") == NULL))
            break;
        g_usleep(OLD_STEP_MS * 1000);
    }
    if (ended)
        *pid = 0;
    if (why == NULL)
        why = why_not(folder);
    g_set_error(error, embed_quark(), EMBED_BROKEN, _("The embedded server does not start (%s); see the logs in %s"), why, folder);
    return FALSE;
}
