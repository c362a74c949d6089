/* Joining the embedded server. */
#include "common/embed.h"

#include <errno.h>
#include <fcntl.h>
#include <glib/gstdio.h>
#include <libpq-fe.h>
#include <signal.h>
#include <stdio.h>
#include <string.h>
#include <sys/file.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

#include "common/config.h"
#include "common/embed_private.h"
#include "common/lang.h"

enum { WAIT_MS = 60000, STEP_MS = 20, SOCKET_PATH_MAX = 90 };

const char *const embed_troubles[] = {[EMBED_FAILED] = "error: ", [EMBED_BROKEN] = "broken: "};

struct EmbedSeat {
    char *folder;
    int seats;
};

GQuark embed_quark(void)
{
    return g_quark_from_static_string("hotline-embed");
}

/* Can anybody pass through all folders above and this one? */
static gboolean can_be_entered(const char *path)
{
    g_autofree char *at = g_strdup(path);

    for (;;) {
        struct stat info;
        char *slash = strrchr(at, '/');
        if (stat(at, &info) == 0 && (info.st_mode & S_IXOTH) == 0)
            return FALSE;
        if (slash == NULL || slash == at)
            return TRUE;
        *slash = '\0';
    }
}

char *embed_folder(const char *name)
{
    /* libpq takes what does not begin with a slash for the name of a machine */
    g_autofree char *home = g_canonicalize_filename(g_get_user_data_dir(), NULL);

    if (geteuid() == 0 && !can_be_entered(home))
        return g_build_filename("/var/lib/hotline", name, NULL);
    return g_build_filename(home, "hotline", name, NULL);
}

gboolean embed_folder_make(const char *folder, GError **error)
{
    uid_t uid;
    gid_t gid;
    g_autofree char *parent = g_path_get_dirname(folder);

    if (!embed_server_user(&uid, &gid, error))
        return FALSE;
    if (g_mkdir_with_parents(parent, geteuid() == 0 ? 0755 : 0700) != 0
        || (g_mkdir(folder, 0700) != 0 && errno != EEXIST) || (geteuid() == 0 && lchown(folder, uid, gid) != 0)) {
        g_set_error(error, embed_quark(), EMBED_FAILED, _("The folder %s cannot be made: %s"), folder, g_strerror(errno));
        return FALSE;
    }
    return TRUE;
}

char *embed_socket_folder(const char *folder)
{
    g_autofree char *digest = NULL;

    /* libpq and the server take a comma for the end of a path, and quotes away */
    if (strlen(folder) < SOCKET_PATH_MAX && strpbrk(folder, ",\"") == NULL)
        return g_strdup(folder);
    digest = config_digest(folder);
    return g_strdup_printf("/tmp/hotline-%u-%s", (unsigned)geteuid(), digest);
}

int embed_lock_open(const char *folder, const char *name, GError **error)
{
    g_autofree char *path = g_build_filename(folder, name, NULL);
    int lock = open(path, O_RDWR | O_CREAT | O_CLOEXEC | O_NOFOLLOW, 0600);

    if (lock < 0)
        g_set_error(error, embed_quark(), errno == EACCES ? EMBED_BROKEN : EMBED_FAILED, _("The file %s cannot be opened: %s"), path, g_strerror(errno));
    return lock;
}

/* The keeper gets its lock already held, as an open file, and says on its standard output how far it
 * is. It is a session of its own: closing this terminal does not end it. */
static GPid spawn_keeper(const char *name, const char *folder, int keeper_lock, int *said, GError **error)
{
    const char *argv[] = {"/proc/self/exe", "embedded-keeper", name, NULL};
    g_autofree char *log = g_build_filename(folder, "keeper.log", NULL);
    int pipe_ends[2];
    pid_t pid;

    if (pipe2(pipe_ends, O_CLOEXEC) != 0 || (pid = fork()) < 0) {
        g_set_error(error, embed_quark(), EMBED_FAILED, "%s", g_strerror(errno));
        return 0;
    }
    if (pid == 0) {
        int in = open("/dev/null", O_RDONLY);
        int err = open(log, O_WRONLY | O_CREAT | O_TRUNC | O_NOFOLLOW, 0600);
        setsid();
        if (fork() != 0)
            _exit(0);
        dup2(in, 0);
        dup2(pipe_ends[1], 1);
        dup2(err >= 0 ? err : in, 2);
        fcntl(keeper_lock, F_SETFD, 0);
        execv(argv[0], (char *const *)argv);
        _exit(127);
    }
    close(pipe_ends[1]);
    *said = pipe_ends[0];
    waitpid(pid, NULL, 0);
    return pid;
}

/* Reads what the keeper says until it is ready, or fails. */
static gboolean listen_to_keeper(int said, EmbedProgress progress, gpointer data, GError **error)
{
    FILE *lines = fdopen(said, "r");
    char *line = NULL;
    size_t size = 0;
    gboolean ready = FALSE;

    while (!ready && getline(&line, &size, lines) > 0) {
        g_strchomp(line);
        ready = strcmp(line, "ready") == 0;
        for (guint i = 0; i < G_N_ELEMENTS(embed_troubles); i++)
            if (g_str_has_prefix(line, embed_troubles[i]))
                g_set_error(error, embed_quark(), (int)i, "%s", line + strlen(embed_troubles[i]));
        if (error != NULL && *error != NULL)
            break;
        if (!ready && progress != NULL)
            progress(line, data);
    }
    if (!ready && error != NULL && *error == NULL)
        g_set_error(error, embed_quark(), EMBED_FAILED, "%s", _("The embedded server's keeper ended before it was ready; see keeper.log in its folder."));
    free(line);
    fclose(lines);
    return ready;
}

static gboolean is_ready(const char *folder)
{
    g_autofree char *ready = g_build_filename(folder, EMBED_READY, NULL);
    g_autofree char *conninfo = embed_server_conninfo(folder, "postgres", "postgres");

    return g_file_test(ready, G_FILE_TEST_EXISTS) && PQping(conninfo) == PQPING_OK;
}

/* Either becomes the one that starts the keeper, or waits for the one that runs. */
static gboolean start_or_wait(const char *name, const char *folder, EmbedProgress progress, gpointer data,
                              GError **error)
{
    int keeper = embed_lock_open(folder, EMBED_KEEPER, error);
    gboolean done = FALSE;
    guint looks = 0;

    if (keeper < 0)
        return FALSE;
    for (int waited = 0; waited < WAIT_MS; waited += STEP_MS) {
        if (flock(keeper, LOCK_EX | LOCK_NB) == 0) {
            int said = -1;
            done = spawn_keeper(name, folder, keeper, &said, error) != 0
                   && listen_to_keeper(said, progress, data, error);
            close(keeper);
            return done;
        }
        /* twice: a keeper that was killed holds its lock until the kernel has taken it apart, and its
         * server answers until it is told */
        looks = is_ready(folder) ? looks + 1 : 0;
        if (looks == 2) {
            close(keeper);
            return TRUE;
        }
        g_usleep(STEP_MS * 1000);
    }
    close(keeper);
    g_set_error(error, embed_quark(), EMBED_FAILED, _("The embedded server does not become ready; see the logs in %s"), folder);
    return FALSE;
}

EmbedSeat *embed_join(const char *name, EmbedProgress progress, gpointer data, GError **error)
{
    g_autofree char *folder = embed_folder(name);
    EmbedSeat *seat;
    int seats;

    if (!embed_folder_make(folder, error) || (seats = embed_lock_open(folder, EMBED_SEATS, error)) < 0)
        return NULL;
    /* waits while a keeper that is stopping holds it exclusively */
    flock(seats, LOCK_SH);
    if (!start_or_wait(name, folder, progress, data, error)) {
        close(seats);
        return NULL;
    }
    seat = g_new(EmbedSeat, 1);
    *seat = (EmbedSeat){g_steal_pointer(&folder), seats};
    return seat;
}

char *embed_conninfo(const EmbedSeat *seat, const char *login)
{
    return embed_server_conninfo(seat->folder, login, "hotline");
}

/* One lock file a login, in the server's folder. */
gboolean embed_take(const char *name, const char *login)
{
    g_autofree char *folder = embed_folder(name);
    g_autofree char *file = g_strconcat(login, ".taken", NULL);
    int lock = embed_lock_open(folder, file, NULL);

    if (lock >= 0 && flock(lock, LOCK_EX | LOCK_NB) == 0)
        return TRUE;
    if (lock >= 0)
        close(lock);
    return FALSE;
}

void embed_leave(EmbedSeat *seat)
{
    if (seat == NULL)
        return;
    close(seat->seats);
    g_free(seat->folder);
    g_free(seat);
}
