/* The life of a connection: made, set up, watched, lost, made again. */
#include <string.h>

#include <glib-unix.h>

#include "common/db_private.h"

static const guint RETRY_FIRST_MS = 200, RETRY_MOST_MS = 15000, RETRY_REFUSED_MS = 5000;

static void swallow_notice(void *arg, const PGresult *result)
{
    (void)arg;
    g_debug("%s", PQresultErrorMessage(result));
}

static gboolean on_retry(gpointer data)
{
    Db *db = data;

    db->retry_source = 0;
    if (db->conn == NULL && db->attempt == NULL) {
        db_set_link(db, DB_CONNECTING, NULL);
        db->attempt = db_attempt_start(db);
    }
    return G_SOURCE_REMOVE;
}

void db_schedule_retry(Db *db, guint least_ms)
{
    guint wait = MIN(RETRY_FIRST_MS << MIN(db->retries, 7u), RETRY_MOST_MS);

    if (db->retry_source != 0 || !db->started)
        return;
    wait = MAX(wait, least_ms);
    wait += (guint)g_random_int_range(0, (gint32)wait / 2 + 1);
    db->retries++;
    db->retry_source = g_timeout_add(wait, on_retry, db);
}

void db_start(Db *db)
{
    db->started = TRUE;
    if (db->retry_source == 0)
        db->retry_source = g_idle_add(on_retry, db);
}

void db_retry_now(Db *db)
{
    g_clear_handle_id(&db->retry_source, g_source_remove);
    db->retries = 0;
    if (db->started && db->conn == NULL)
        db->retry_source = g_idle_add(on_retry, db);
}

void db_connect_failed(Db *db, PGconn *conn)
{
    gboolean ask = PQconnectionNeedsPassword(conn) != 0
                   || (PQconnectionUsedPassword(conn) != 0 && strstr(PQerrorMessage(conn), "28P01") != NULL)
                   || (PQconnectionUsedPassword(conn) != 0 && strstr(PQerrorMessage(conn), "password") != NULL);
    g_autofree char *detail = g_strdup(PQerrorMessage(conn));

    g_strchomp(detail);
    PQfinish(conn);
    if (ask) {
        db_set_link(db, DB_NEEDS_PASSWORD, detail);
        return;
    }
    db_set_link(db, DB_OFFLINE, detail);
    db_schedule_retry(db, 0);
}

/* --- setting a connection up --- */

static void add_setup(Db *db, const char *sql, DbDone done, gpointer data)
{
    DbQuery *query = db_query_new(db, sql, NULL, 0);

    query->internal = TRUE;
    query->done = done;
    query->data = data;
    g_queue_push_tail(&db->setup, query);
}

static void on_checked(const DbRows *rows, const DbError *error, gpointer data)
{
    Db *db = data;
    g_autofree char *why = NULL;

    if (error != NULL && error->kind != DB_ERROR_SERVER)
        return;
    why = db->check(rows, error, db->check_data);
    if (why == NULL)
        return;
    db_unwatch(db);
    g_clear_pointer(&db->conn, PQfinish);
    db_lost(db);
    db_set_link(db, DB_REFUSED, why);
    g_clear_handle_id(&db->retry_source, g_source_remove);
    db_schedule_retry(db, RETRY_REFUSED_MS);
}

static void on_set_up(const DbRows *rows, const DbError *error, gpointer data)
{
    Db *db = data;

    (void)rows;
    if (error != NULL)
        return;
    db->retries = 0;
    db_watch_silence(db);
    db_set_link(db, DB_ONLINE, NULL);
    for (guint i = 0; i < db->listens->len; i++) {
        const DbListen *listen = g_ptr_array_index(db->listens, i);
        listen->notified(NULL, listen->data);
    }
}

void db_connected(Db *db, PGconn *conn)
{
    db->conn = conn;
    db->heard_at = g_get_monotonic_time();
    PQsetNoticeReceiver(conn, swallow_notice, NULL);
    PQsetnonblocking(conn, 1);
    g_free(db->login);
    db->login = g_strdup(PQuser(conn));
    g_free(db->place);
    db->place = g_strdup_printf("%s:%s/%s", PQhost(conn), PQport(conn), PQdb(conn));
    if (db->check_sql != NULL)
        add_setup(db, db->check_sql, on_checked, db);
    add_setup(db, "set timezone to 'UTC'", NULL, NULL);
    add_setup(db, "set datestyle to 'ISO'", NULL, NULL);
    for (guint i = 0; i < db->listens->len; i++) {
        const DbListen *listen = g_ptr_array_index(db->listens, i);
        g_autofree char *sql = g_strdup_printf("listen %s", listen->channel);
        add_setup(db, sql, NULL, NULL);
    }
    add_setup(db, "select 1", on_set_up, db);
    db_watch(db);
    db_send_next(db);
}

/* --- watching the socket --- */

static void deliver_notifications(Db *db)
{
    PGnotify *notify;

    while (db->conn != NULL && (notify = PQnotifies(db->conn)) != NULL) {
        for (guint i = 0; i < db->listens->len; i++) {
            const DbListen *listen = g_ptr_array_index(db->listens, i);
            if (strcmp(listen->channel, notify->relname) == 0)
                listen->notified(notify->extra, listen->data);
        }
        PQfreemem(notify);
    }
}

static gboolean on_notify(gpointer data)
{
    Db *db = data;

    db->notify_source = 0;
    deliver_notifications(db);
    return G_SOURCE_REMOVE;
}

/* By a source of its own: nobody is called from within db_query. */
void db_deliver_soon(Db *db)
{
    if (db->notify_source == 0)
        db->notify_source = g_idle_add_full(G_PRIORITY_DEFAULT, on_notify, db, NULL);
}

static DbError error_of(const PGresult *result)
{
    return (DbError){
        .kind = DB_ERROR_SERVER,
        .sqlstate = PQresultErrorField(result, PG_DIAG_SQLSTATE),
        .constraint = PQresultErrorField(result, PG_DIAG_CONSTRAINT_NAME),
        .column = PQresultErrorField(result, PG_DIAG_COLUMN_NAME),
        .message = PQresultErrorField(result, PG_DIAG_MESSAGE_PRIMARY),
        .detail = PQresultErrorField(result, PG_DIAG_MESSAGE_DETAIL),
    };
}

static void finish_running(Db *db)
{
    DbQuery *query = g_steal_pointer(&db->running);
    ExecStatusType status = PQresultStatus(query->result);

    g_clear_handle_id(&db->stall_source, g_source_remove);
    if (db->link == DB_STALLED)
        db_set_link(db, DB_ONLINE, NULL);
    if (query->result != NULL && (status == PGRES_TUPLES_OK || status == PGRES_COMMAND_OK)) {
        DbRows rows = {query->result};
        db_query_finish(query, &rows, NULL);
    } else {
        DbError error = error_of(query->result);
        db_query_finish(query, NULL, &error);
    }
    db_query_free(query);
}

/* Takes whole results; a connection that died shows as a result too, with no more input. */
static void take_results(Db *db)
{
    while (db->conn != NULL && db->running != NULL && !PQisBusy(db->conn)) {
        PGresult *result = PQgetResult(db->conn);

        if (PQstatus(db->conn) == CONNECTION_BAD) {
            PQclear(result);
            db_lost(db);
            return;
        }
        if (result != NULL) {
            PQclear(db->running->result);
            db->running->result = result;
            continue;
        }
        finish_running(db);
        db_send_next(db);
    }
}

static gboolean on_readable(gint fd, GIOCondition condition, gpointer data)
{
    Db *db = data;
    guint source = db->read_source;

    (void)fd;
    (void)condition;
    db->heard_at = g_get_monotonic_time();
    if (PQconsumeInput(db->conn) == 0) {
        db_lost(db);
        return G_SOURCE_REMOVE;
    }
    take_results(db);
    deliver_notifications(db);
    return db->read_source == source ? G_SOURCE_CONTINUE : G_SOURCE_REMOVE;
}

static gboolean on_writable(gint fd, GIOCondition condition, gpointer data)
{
    Db *db = data;
    int left = PQflush(db->conn);

    (void)fd;
    (void)condition;
    db_deliver_soon(db);
    if (left == 1)
        return G_SOURCE_CONTINUE;
    db->write_source = 0;
    if (left < 0)
        db_lost(db);
    return G_SOURCE_REMOVE;
}

void db_watch(Db *db)
{
    if (db->read_source == 0)
        db->read_source = g_unix_fd_add(PQsocket(db->conn), G_IO_IN | G_IO_HUP | G_IO_ERR, on_readable, db);
    if (db->write_source == 0 && PQflush(db->conn) == 1)
        db->write_source = g_unix_fd_add(PQsocket(db->conn), G_IO_OUT, on_writable, db);
}

void db_unwatch(Db *db)
{
    g_clear_handle_id(&db->read_source, g_source_remove);
    g_clear_handle_id(&db->write_source, g_source_remove);
    g_clear_handle_id(&db->stall_source, g_source_remove);
    g_clear_handle_id(&db->cancel_source, g_source_remove);
    g_clear_handle_id(&db->notify_source, g_source_remove);
    g_clear_handle_id(&db->poke_source, g_source_remove);
}

static void fail_all(GQueue *queue, const DbError *error)
{
    DbQuery *query;

    while ((query = g_queue_pop_head(queue)) != NULL) {
        db_query_finish(query, NULL, error);
        db_query_free(query);
    }
}

/* The link is gone: what was asked fails, what had been sent may or may not have been done. */
void db_lost(Db *db)
{
    DbError error = {.kind = DB_ERROR_LINK};
    DbQuery *running = g_steal_pointer(&db->running);
    g_autofree char *detail = db->conn != NULL ? g_strdup(PQerrorMessage(db->conn)) : NULL;

    db_unwatch(db);
    if (db->cancel != NULL)
        db_cancel_abandon(g_steal_pointer(&db->cancel));
    g_clear_pointer(&db->conn, PQfinish);
    db_set_link(db, DB_OFFLINE, detail);
    db_schedule_retry(db, 0);
    fail_all(&db->setup, &error);
    if (running != NULL) {
        DbError unknown = {.kind = DB_ERROR_LINK, .maybe_done = TRUE};
        db_query_finish(running, NULL, &unknown);
        db_query_free(running);
    }
    fail_all(&db->queue, &error);
}
