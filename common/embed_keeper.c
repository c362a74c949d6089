/* The keeper: holds the server (and what lives beside it) for as long as somebody has a seat. */
#include <glib-unix.h>
#include <glib/gstdio.h>
#include <libpq-fe.h>
#include <signal.h>
#include <stdio.h>
#include <string.h>
#include <sys/file.h>
#include <sys/prctl.h>
#include <sys/wait.h>
#include <unistd.h>

#include "common/embed_private.h"
#include "common/lang.h"

enum { AGAIN_FIRST_MS = 200, AGAIN_LAST_MS = 10000 };

typedef struct {
    char *folder;
    char *superuser;
    EmbedServer served;
    EmbedReady ready;
    GMainLoop *loop;
    GPid server;
    GPid child;
    guint child_watch;
    guint again;    /* starts what has ended; 0: nothing has */
    guint again_ms; /* after this long */
    gboolean stopping;
    int seats;
} Keeper;

/* Lines for the one who started the keeper; nobody may be there any more. */
static void tell(const char *line, gpointer data)
{
    (void)data;
    printf("%s\n", line);
    fflush(stdout);
}

static gboolean make_database(const char *folder, GError **error)
{
    g_autofree char *conninfo = embed_server_conninfo(folder, "postgres", "postgres");
    PGconn *conn = PQconnectdb(conninfo);
    PGresult *result = PQexec(conn, "select from pg_database where datname = 'hotline'");
    gboolean good = PQresultStatus(result) == PGRES_TUPLES_OK;

    if (good && PQntuples(result) == 0) {
        PQclear(result);
        result = PQexec(conn, "create database hotline");
        good = PQresultStatus(result) == PGRES_COMMAND_OK;
    }
    if (!good)
        g_set_error(error, embed_quark(), EMBED_BROKEN, "%s", PQerrorMessage(conn));
    PQclear(result);
    PQfinish(conn);
    return good;
}

static void set_ready(const Keeper *keeper, gboolean ready)
{
    g_autofree char *path = g_build_filename(keeper->folder, EMBED_READY, NULL);

    if (ready)
        g_file_set_contents(path, "", 0, NULL);
    else
        g_unlink(path);
}

static void on_server_ended(GPid pid, gint status, gpointer data);
static void on_child_ended(GPid pid, gint status, gpointer data);

static gboolean make_ready(Keeper *keeper, GError **error)
{
    if (!make_database(keeper->folder, error) || !keeper->ready(&keeper->served, tell, &keeper->child, error))
        return FALSE;
    keeper->served.again = TRUE;
    if (keeper->child != 0)
        keeper->child_watch = g_child_watch_add(keeper->child, on_child_ended, keeper);
    return TRUE;
}

static gboolean start(Keeper *keeper, GError **error)
{
    set_ready(keeper, FALSE);
    if (!embed_server_start(keeper->folder, &keeper->server, error))
        return FALSE;
    g_child_watch_add(keeper->server, on_server_ended, keeper);
    if (!make_ready(keeper, error))
        return FALSE;
    set_ready(keeper, TRUE);
    return TRUE;
}

static void end_with_keeper(gpointer unused)
{
    (void)unused;
    prctl(PR_SET_PDEATHSIG, SIGTERM);
}

gboolean embed_spawn_beside(const char *const *argv, GPid *child, GError **error)
{
    return g_spawn_async(NULL, (char **)argv, NULL, G_SPAWN_DO_NOT_REAP_CHILD | G_SPAWN_STDOUT_TO_DEV_NULL, end_with_keeper, NULL,
                         child, error);
}

static void end_child(Keeper *keeper)
{
    if (keeper->child == 0)
        return;
    g_source_remove(keeper->child_watch);
    kill(keeper->child, SIGTERM);
    waitpid(keeper->child, NULL, 0);
    keeper->child = 0;
}

static void start_again_later(Keeper *keeper);

/* For as long as somebody has a seat: a disk that was full has room again some day. */
static gboolean start_again(gpointer data)
{
    Keeper *keeper = data;
    g_autoptr(GError) error = NULL;

    keeper->again = 0;
    if (keeper->server == 0 ? start(keeper, &error) : make_ready(keeper, &error)) {
        set_ready(keeper, TRUE);
        keeper->again_ms = AGAIN_FIRST_MS;
        return G_SOURCE_REMOVE;
    }
    fprintf(stderr, "%s\n", error->message);
    keeper->again_ms = MIN(2 * keeper->again_ms, AGAIN_LAST_MS);
    start_again_later(keeper);
    return G_SOURCE_REMOVE;
}

static void start_again_later(Keeper *keeper)
{
    if (keeper->again == 0 && !keeper->stopping)
        keeper->again = g_timeout_add(keeper->again_ms, start_again, keeper);
}

/* A server that was killed is started again; it recovers by itself. */
static void on_server_ended(GPid pid, gint status, gpointer data)
{
    Keeper *keeper = data;

    (void)status;
    if (pid != keeper->server)
        return;
    keeper->server = 0;
    end_child(keeper);
    start_again_later(keeper);
    if (keeper->stopping)
        g_main_loop_quit(keeper->loop);
}

static void on_child_ended(GPid pid, gint status, gpointer data)
{
    Keeper *keeper = data;

    (void)status;
    if (pid != keeper->child)
        return;
    keeper->child = 0;
    start_again_later(keeper);
}

static gboolean stop(gpointer data)
{
    Keeper *keeper = data;

    keeper->stopping = TRUE;
    set_ready(keeper, FALSE);
    end_child(keeper);
    if (keeper->server != 0)
        kill(keeper->server, SIGINT);
    else
        g_main_loop_quit(keeper->loop);
    return G_SOURCE_REMOVE;
}

/* Blocks until nobody else holds a seat. */
static gpointer wait_for_last(gpointer data)
{
    Keeper *keeper = data;

    while (flock(keeper->seats, LOCK_EX) != 0)
        ;
    g_idle_add(stop, keeper);
    return NULL;
}

/* The last words to the one who waits for it, on one line. */
static int give_up(Keeper *keeper, GError *error)
{
    g_autofree char *full = embed_server_room(keeper->folder, error->message);
    gboolean broken = full == NULL && g_error_matches(error, embed_quark(), EMBED_BROKEN);

    printf("%s%s\n", embed_troubles[broken ? EMBED_BROKEN : EMBED_FAILED],
           full != NULL ? full : g_strdelimit(error->message, "\n", ' '));
    fflush(stdout);
    if (keeper->server != 0) {
        kill(keeper->server, SIGINT);
        waitpid(keeper->server, NULL, 0);
    }
    return 1;
}

/* What goes wrong once the server answers, its data is at fault for. */
static gboolean start_first(Keeper *keeper, GError **error)
{
    if (start(keeper, error))
        return TRUE;
    if ((*error)->domain != embed_quark()) {
        g_autoptr(GError) cause = g_steal_pointer(error);
        g_set_error(error, embed_quark(), EMBED_BROKEN, "%s", cause->message);
    }
    return FALSE;
}

int embed_keep(const char *name, const char *const *logins, EmbedReady ready)
{
    g_autoptr(GError) error = NULL;
    Keeper keeper = {.folder = embed_folder(name), .ready = ready, .loop = g_main_loop_new(NULL, FALSE), .again_ms = AGAIN_FIRST_MS};

    signal(SIGPIPE, SIG_IGN);
    keeper.superuser = embed_server_conninfo(keeper.folder, "postgres", "hotline");
    keeper.served = (EmbedServer){name, keeper.superuser, FALSE};
    keeper.seats = embed_lock_open(keeper.folder, EMBED_SEATS, &error);
    if (keeper.seats < 0 || !embed_server_prepare(keeper.folder, logins, tell, &error) || !start_first(&keeper, &error))
        return give_up(&keeper, error);
    tell("ready", NULL);
    g_thread_unref(g_thread_new("seats", wait_for_last, &keeper));
    g_unix_signal_add(SIGTERM, stop, &keeper);
    g_main_loop_run(keeper.loop);
    g_free(keeper.folder);
    g_free(keeper.superuser);
    g_main_loop_unref(keeper.loop);
    return 0;
}
