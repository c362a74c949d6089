/* Throw-away servers and databases. */
#include "tests/support/server.h"

#include <errno.h>
#include <libpq-fe.h>
#include <signal.h>
#include <stdlib.h>
#include <string.h>
#include <sys/file.h>
#include <fcntl.h>
#include <glib/gstdio.h>
#include <unistd.h>

#include "common/admin.h"
#include "common/demo.h"
#include "common/embed.h"
#include "common/schema.h"

struct Server {
    char *home;
    char *folder;
    EmbedSeat *seat;
};

static gboolean load(const char *superuser, const char *kind, const char *path, GError **error)
{
    const char *text = schema_resource(path);

    return admin_import(superuser, kind, text, strlen(text), TRUE, NULL, error) == 0;
}

static gboolean ready(const EmbedServer *server, EmbedProgress progress, GPid *child, GError **error)
{
    const char *superuser = server->superuser;

    (void)progress;
    (void)child;
    return schema_apply(superuser, NULL, NULL, error) && load(superuser, "areas", "demo/areas.csv", error)
           && load(superuser, "units", "demo/units.csv", error)
           && load(superuser, "categories", "data/categories.csv", error)
           && load(superuser, "catalogue", "demo/catalogue.csv", error)
           && load(superuser, "people", "demo/people.csv", error);
}

void server_become_keeper(int argc, char **argv)
{
    if (argc == 3 && strcmp(argv[1], "embedded-keeper") == 0)
        exit(embed_keep(argv[2], demo_logins(), ready));
}

Server *server_start(void)
{
    g_autoptr(GError) error = NULL;
    Server *server = g_new0(Server, 1);

    server->home = g_dir_make_tmp("hotline-test-XXXXXX", NULL);
    g_assert_nonnull(server->home);
    g_chmod(server->home, 0755);
    g_setenv("XDG_DATA_HOME", server->home, TRUE);
    g_reload_user_special_dirs_cache();
    server->folder = g_build_filename(server->home, "hotline", "test", NULL);
    if (strcmp(g_get_user_data_dir(), server->home) != 0)
        g_error("XDG_DATA_HOME was read before the test server could set it");
    server->seat = embed_join("test", NULL, NULL, &error);
    if (server->seat == NULL)
        g_error("%s", error->message);
    return server;
}

void server_stop(Server *server)
{
    g_autofree char *keeper = g_build_filename(server->folder, "keeper.lock", NULL);
    const char *remove[] = {"rm", "-rf", server->home, NULL};
    int lock;

    embed_leave(server->seat);
    /* held by the keeper until the server has stopped */
    lock = open(keeper, O_RDWR | O_CLOEXEC);
    if (lock >= 0) {
        flock(lock, LOCK_EX);
        close(lock);
    }
    g_spawn_sync(NULL, (char **)remove, NULL, G_SPAWN_SEARCH_PATH, NULL, NULL, NULL, NULL, NULL, NULL);
    g_free(server->home);
    g_free(server->folder);
    g_free(server);
}

const char *server_folder(const Server *server)
{
    return server->folder;
}

int server_pid(const Server *server)
{
    g_autofree char *path = g_build_filename(server->folder, "data", "postmaster.pid", NULL);
    g_autofree char *text = NULL;

    return g_file_get_contents(path, &text, NULL, NULL) ? atoi(text) : 0;
}

static int parent_of(int pid)
{
    g_autofree char *path = g_strdup_printf("/proc/%d/stat", pid);
    g_autofree char *text = NULL;
    const char *after;

    if (!g_file_get_contents(path, &text, NULL, NULL) || (after = strrchr(text, ')')) == NULL)
        return 0;
    return atoi(after + 4);
}

int server_keeper(const Server *server)
{
    return parent_of(server_pid(server));
}

void server_signal(const Server *server, int sig)
{
    int postmaster = server_pid(server);
    g_autoptr(GDir) proc = g_dir_open("/proc", 0, NULL);
    const char *name;

    /* the children first: without their parent they are not found any more */
    while ((name = g_dir_read_name(proc)) != NULL)
        if (atoi(name) > 1 && parent_of(atoi(name)) == postmaster)
            kill(atoi(name), sig);
    kill(postmaster, sig);
}

char *server_conninfo(const Server *server, const char *login)
{
    return embed_conninfo(server->seat, login);
}

char *sql_value(const char *conninfo, const char *sql)
{
    PGconn *conn = PQconnectdb(conninfo);
    PGresult *result = PQexec(conn, sql);
    char *value;

    if (PQresultStatus(result) != PGRES_TUPLES_OK && PQresultStatus(result) != PGRES_COMMAND_OK)
        g_error("%s: %s", sql, PQerrorMessage(conn));
    value = g_strdup(PQntuples(result) > 0 ? PQgetvalue(result, 0, 0) : "");
    PQclear(result);
    PQfinish(conn);
    return value;
}

char *shared_database(void)
{
    g_autofree char *name = g_strdup_printf("t%d_%d", (int)getpid(), g_random_int_range(0, 1000000));
    g_autofree char *create = g_strdup_printf("create database %s template hotline", name);
    g_autofree char *done = sql_value("user=postgres dbname=postgres", create);
    g_autofree char *own = g_strdup_printf("user=postgres dbname=%s", name);
    /* tests ring citizens at any hour */
    g_autofree char *loud = sql_value(own, "update hotline.setting set value = '00:00' where key in ('quiet_from', 'quiet_until')");

    return g_strdup_printf("dbname=%s", name);
}

static gboolean on_step(gpointer data)
{
    *(gboolean *)data = TRUE;
    return G_SOURCE_REMOVE;
}

gboolean wait_until(gboolean (*check)(gpointer data), gpointer data, guint ms)
{
    gboolean late = FALSE;
    guint timer = g_timeout_add(ms, on_step, &late);

    while (!check(data) && !late) {
        gboolean step = FALSE;
        guint wake = g_timeout_add(10, on_step, &step);
        g_main_context_iteration(NULL, TRUE);
        if (!step)
            g_source_remove(wake);
    }
    if (!late)
        g_source_remove(timer);
    return check(data);
}
