/* What libpq can only do by waiting, done by worker threads: connecting (name look-up included, for
 * each of several hosts) and sending a cancel request. */
#include "common/db_private.h"

#include <string.h>

struct DbAttempt {
    Db *db; /* NULL: nobody waits any more; touched by the main loop only */
    char *conninfo;
    char *password;
    PGconn *conn;
};

static void attempt_free(DbAttempt *attempt)
{
    g_free(attempt->conninfo);
    if (attempt->password != NULL)
        explicit_bzero(attempt->password, strlen(attempt->password));
    g_free(attempt->password);
    g_free(attempt);
}

static gboolean on_attempt_done(gpointer data)
{
    DbAttempt *attempt = data;
    Db *db = attempt->db;

    if (db == NULL) {
        PQfinish(attempt->conn);
    } else {
        db->attempt = NULL;
        if (PQstatus(attempt->conn) == CONNECTION_OK)
            db_connected(db, attempt->conn);
        else
            db_connect_failed(db, attempt->conn);
    }
    attempt_free(attempt);
    return G_SOURCE_REMOVE;
}

static gpointer attempt_thread(gpointer data)
{
    DbAttempt *attempt = data;
    /* what the person gives in conninfo comes after, and wins */
    const char *keys[] = {"fallback_application_name", "connect_timeout", "keepalives_idle", "keepalives_interval",
                          "keepalives_count", "tcp_user_timeout", "dbname", "client_encoding", "password", NULL};
    const char *values[] = {"hotline", "10", "20", "5", "3", "30000", attempt->conninfo, "UTF8",
                            attempt->password, NULL};

    attempt->conn = PQconnectdbParams(keys, values, 1);
    g_idle_add_full(G_PRIORITY_DEFAULT, on_attempt_done, attempt, NULL);
    return NULL;
}

DbAttempt *db_attempt_start(Db *db)
{
    DbAttempt *attempt = g_new0(DbAttempt, 1);

    attempt->db = db;
    attempt->conninfo = g_strdup(db->conninfo);
    attempt->password = g_strdup(db->password);
    g_thread_unref(g_thread_new("connect", attempt_thread, attempt));
    return attempt;
}

void db_attempt_abandon(DbAttempt *attempt)
{
    attempt->db = NULL;
}

struct DbCancel {
    Db *db; /* NULL: nobody waits any more; touched by the main loop only */
    PGcancel *request;
};

static gboolean on_cancel_done(gpointer data)
{
    DbCancel *cancel = data;
    Db *db = cancel->db;

    PQfreeCancel(cancel->request);
    g_free(cancel);
    if (db != NULL) {
        db->cancel = NULL;
        g_clear_handle_id(&db->cancel_source, g_source_remove);
        db_send_next(db);
    }
    return G_SOURCE_REMOVE;
}

static gpointer cancel_thread(gpointer data)
{
    DbCancel *cancel = data;
    char trouble[256];

    PQcancel(cancel->request, trouble, sizeof trouble);
    g_idle_add_full(G_PRIORITY_DEFAULT, on_cancel_done, cancel, NULL);
    return NULL;
}

void db_cancel_running(Db *db)
{
    PGcancel *request = db->cancel == NULL ? PQgetCancel(db->conn) : NULL;

    if (request == NULL)
        return;
    db->cancel = g_new(DbCancel, 1);
    *db->cancel = (DbCancel){db, request};
    g_thread_unref(g_thread_new("cancel", cancel_thread, db->cancel));
}

void db_cancel_abandon(DbCancel *cancel)
{
    cancel->db = NULL;
}
