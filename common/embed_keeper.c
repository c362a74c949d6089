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

enum { RESTARTS_MAX = 10 };

typedef struct {
    char *folder;
    char *superuser;
    EmbedReady ready;
    GMainLoop *loop;
    GPid server;
    GPid child;
    guint restarts;
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
        g_set_error(error, embed_quark(), 0, "%s", PQerrorMessage(conn));
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

static gboolean start(Keeper *keeper, GError **error)
{
    set_ready(keeper, FALSE);
    if (!embed_server_start(keeper->folder, &keeper->server, error))
        return FALSE;
    g_child_watch_add(keeper->server, on_server_ended, keeper);
    if (!make_database(keeper->folder, error)
        || !keeper->ready(keeper->superuser, tell, &keeper->child, error))
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
    kill(keeper->child, SIGTERM);
    waitpid(keeper->child, NULL, 0);
    keeper->child = 0;
}

/* A server that was killed is started again; it recovers by itself. */
static void on_server_ended(GPid pid, gint status, gpointer data)
{
    Keeper *keeper = data;
    g_autoptr(GError) error = NULL;

    (void)status;
    if (pid != keeper->server)
        return;
    keeper->server = 0;
    if (!keeper->stopping) {
        end_child(keeper);
        if (keeper->restarts++ < RESTARTS_MAX && start(keeper, &error))
            return;
        fprintf(stderr, "%s\n", error != NULL ? error->message : "the server keeps ending");
    }
    g_main_loop_quit(keeper->loop);
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

int embed_keep(const char *name, const char *const *logins, EmbedReady ready)
{
    g_autoptr(GError) error = NULL;
    Keeper keeper = {.folder = embed_folder(name), .ready = ready, .loop = g_main_loop_new(NULL, FALSE)};

    signal(SIGPIPE, SIG_IGN);
    keeper.superuser = embed_server_conninfo(keeper.folder, "postgres", "hotline");
    keeper.seats = embed_lock_open(keeper.folder, EMBED_SEATS, &error);
    if (keeper.seats < 0 || !embed_server_prepare(keeper.folder, logins, tell, &error) || !start(&keeper, &error)) {
        printf("error: %s\n", g_strdelimit(error->message, "\n", ' '));
        fflush(stdout);
        if (keeper.server != 0) {
            kill(keeper.server, SIGINT);
            waitpid(keeper.server, NULL, 0);
        }
        return 1;
    }
    tell("ready", NULL);
    g_thread_unref(g_thread_new("seats", wait_for_last, &keeper));
    g_unix_signal_add(SIGTERM, stop, &keeper);
    g_main_loop_run(keeper.loop);
    g_free(keeper.folder);
    g_free(keeper.superuser);
    g_main_loop_unref(keeper.loop);
    return 0;
}
