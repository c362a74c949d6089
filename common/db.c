/* Queries: queued, sent one after the other, answered once. */
#include "common/db.h"

#include <string.h>

#include "common/db_private.h"

enum { STALL_MS = 2000, CANCEL_MS = 3000, SILENCE_MS = 5000, POKE_MS = 30000, FAILURES_APART_MS = 250 };

Db *db_new(const char *conninfo)
{
    Db *db = g_new0(Db, 1);

    db->conninfo = g_strdup(conninfo);
    db->detail = g_strdup("");
    db->listens = g_ptr_array_new();
    db->poke_ms = POKE_MS;
    g_queue_init(&db->setup);
    g_queue_init(&db->queue);
    g_queue_init(&db->failed);
    return db;
}

static void wipe(char **secret)
{
    if (*secret != NULL)
        explicit_bzero(*secret, strlen(*secret));
    g_clear_pointer(secret, g_free);
}

static gboolean on_failed(gpointer data);

/* What was asked by a callback while everything ends: nobody is answered any more. */
static void drop_failed(Db *db)
{
    DbQuery *query;

    g_clear_handle_id(&db->failed_source, g_source_remove);
    while ((query = g_queue_pop_head(&db->failed)) != NULL) {
        if (query->free_data != NULL)
            query->free_data(query->data);
        db_query_free(query);
    }
}

void db_free(Db *db)
{
    if (db == NULL)
        return;
    db->started = FALSE;
    db->linked = NULL;
    if (db->attempt != NULL)
        db_attempt_abandon(db->attempt);
    db_lost(db);
    g_clear_handle_id(&db->failed_source, g_source_remove);
    on_failed(db);
    drop_failed(db);
    g_clear_handle_id(&db->retry_source, g_source_remove);
    for (guint i = 0; i < db->listens->len; i++) {
        DbListen *listen = g_ptr_array_index(db->listens, i);
        g_free(listen->channel);
        g_free(listen);
    }
    g_ptr_array_unref(db->listens);
    wipe(&db->password);
    g_free(db->conninfo);
    g_free(db->check_sql);
    g_free(db->detail);
    g_free(db->login);
    g_free(db->place);
    g_free(db);
}

void db_set_check(Db *db, const char *sql, DbCheck check, gpointer data)
{
    g_free(db->check_sql);
    db->check_sql = g_strdup(sql);
    db->check = check;
    db->check_data = data;
}

void db_set_password(Db *db, const char *password)
{
    wipe(&db->password);
    db->password = g_strdup(password);
    db_retry_now(db);
}

DbLink db_link(const Db *db)
{
    return db->link;
}

const char *db_link_detail(const Db *db)
{
    return db->detail;
}

const char *db_login(const Db *db)
{
    return db->login != NULL ? db->login : "";
}

const char *db_place(const Db *db)
{
    return db->place != NULL ? db->place : "";
}

void db_on_link(Db *db, DbLinked linked, gpointer data)
{
    db->linked = linked;
    db->linked_data = data;
}

void db_set_link(Db *db, DbLink link, const char *detail)
{
    if (detail != NULL || link == DB_ONLINE) {
        g_free(db->detail);
        db->detail = g_strdup(detail != NULL ? detail : "");
        g_strchomp(db->detail);
    }
    if (db->link == link)
        return;
    db->link = link;
    if (db->linked != NULL)
        db->linked(link, db->linked_data);
}

void db_listen(Db *db, const char *channel, DbNotified notified, gpointer data)
{
    DbListen *listen = g_new(DbListen, 1);

    *listen = (DbListen){g_strdup(channel), notified, data};
    g_ptr_array_add(db->listens, listen);
}

/* --- one query --- */

DbQuery *db_query_new(Db *db, const char *sql, const char *const *params, guint n_params)
{
    DbQuery *query = g_new0(DbQuery, 1);

    query->db = db;
    query->id = ++db->next_id;
    query->sql = g_strdup(sql);
    query->n_params = n_params;
    query->params = g_new0(char *, n_params + 1);
    for (guint i = 0; i < n_params; i++)
        query->params[i] = g_strdup(params[i]);
    return query;
}

void db_query_finish(DbQuery *query, const DbRows *rows, const DbError *error)
{
    if (query->answered)
        return;
    query->answered = TRUE;
    g_clear_handle_id(&query->deadline_source, g_source_remove);
    if (query->done != NULL)
        query->done(rows, error, query->data);
    if (query->free_data != NULL)
        query->free_data(query->data);
}

void db_query_free(DbQuery *query)
{
    g_clear_handle_id(&query->deadline_source, g_source_remove);
    for (guint i = 0; i < query->n_params; i++)
        g_free(query->params[i]);
    g_free(query->params);
    g_free(query->sql);
    PQclear(query->result);
    g_free(query);
}

/* Answers what had failed when it began: a callback that asks again at once is answered later, or this
 * would never end. */
static gboolean on_failed(gpointer data)
{
    Db *db = data;
    DbError error = {.kind = DB_ERROR_LINK};
    GQueue failed = db->failed;
    DbQuery *query;

    db->failed_source = 0;
    db->failed_at = g_get_monotonic_time();
    g_queue_init(&db->failed);
    while ((query = g_queue_pop_head(&failed)) != NULL) {
        db_query_finish(query, NULL, &error);
        db_query_free(query);
    }
    return G_SOURCE_REMOVE;
}

/* Fails in the next turn of the loop; who asks again and again waits, so that the loop does not spin. */
static void fail_soon(Db *db, DbQuery *query)
{
    gboolean pause = db->failed_at != 0
                     && g_get_monotonic_time() - db->failed_at < FAILURES_APART_MS * G_TIME_SPAN_MILLISECOND;

    g_queue_push_tail(&db->failed, query);
    if (db->failed_source == 0)
        db->failed_source = g_timeout_add_full(G_PRIORITY_DEFAULT_IDLE, pause ? FAILURES_APART_MS : 0, on_failed, db, NULL);
}

/* Ends a query before its answer: a running one goes on in the server until the cancel reaches it. */
static void end_early(DbQuery *query, DbErrorKind kind)
{
    Db *db = query->db;
    DbError error = {.kind = kind, .maybe_done = query == db->running};

    if (query == db->running) {
        db_cancel_running(db);
        db_query_finish(query, NULL, &error);
        return;
    }
    g_queue_remove(&db->queue, query);
    db_query_finish(query, NULL, &error);
    db_query_free(query);
}

static gboolean on_deadline(gpointer data)
{
    DbQuery *query = data;

    query->deadline_source = 0;
    end_early(query, DB_ERROR_TIMEOUT);
    return G_SOURCE_REMOVE;
}

static gboolean on_stall(gpointer data)
{
    Db *db = data;

    db->stall_source = 0;
    if (db->link == DB_ONLINE)
        db_set_link(db, DB_STALLED, NULL);
    return G_SOURCE_REMOVE;
}

static DbQuery *next_query(Db *db)
{
    DbQuery *query = g_queue_pop_head(&db->setup);

    if (query == NULL && (db->link == DB_ONLINE || db->link == DB_STALLED))
        query = g_queue_pop_head(&db->queue);
    return query;
}

/* A request that does not arrive must not hold the rest up: another connection is out of its reach. */
static gboolean on_cancel_late(gpointer data)
{
    Db *db = data;

    db->cancel_source = 0;
    db_lost(db);
    return G_SOURCE_REMOVE;
}

void db_send_next(Db *db)
{
    DbQuery *query;

    if (db->conn == NULL || db->running != NULL)
        return;
    if (db->cancel != NULL) {
        if (db->cancel_source == 0)
            db->cancel_source = g_timeout_add(CANCEL_MS, on_cancel_late, db);
        return;
    }
    if ((query = next_query(db)) == NULL)
        return;
    db->running = query;
    query->sent = TRUE;
    if (!PQsendQueryParams(db->conn, query->sql, (int)query->n_params, NULL, (const char *const *)query->params,
                           NULL, NULL, 0)) {
        db_lost(db);
        return;
    }
    db->stall_source = g_timeout_add(STALL_MS, on_stall, db);
    db_watch(db);
    db_deliver_soon(db);
}

guint64 db_query(Db *db, const char *sql, const char *const *params, guint n_params, guint deadline_ms,
                 DbDone done, gpointer data, GDestroyNotify free_data)
{
    DbQuery *query = db_query_new(db, sql, params, n_params);

    query->done = done;
    query->data = data;
    query->free_data = free_data;
    if (db->link != DB_ONLINE && db->link != DB_STALLED) {
        fail_soon(db, query);
        return query->id;
    }
    g_queue_push_tail(&db->queue, query);
    if (deadline_ms != 0)
        query->deadline_source = g_timeout_add(deadline_ms, on_deadline, query);
    db_send_next(db);
    return query->id;
}

void db_cancel(Db *db, guint64 id)
{
    if (db->running != NULL && db->running->id == id) {
        end_early(db->running, DB_ERROR_CANCELLED);
        return;
    }
    for (GList *link = db->queue.head; link != NULL; link = link->next)
        if (((DbQuery *)link->data)->id == id) {
            end_early(link->data, DB_ERROR_CANCELLED);
            return;
        }
}

guint db_outstanding(const Db *db)
{
    return (db->running != NULL && !db->running->answered) + g_queue_get_length((GQueue *)&db->queue);
}

/* --- a sign of life --- */

void db_poke(Db *db)
{
    gint64 silence = g_get_monotonic_time() - db->heard_at;

    if (db->link == DB_ONLINE && db->running == NULL
        && silence > MIN(SILENCE_MS, db->poke_ms / 2) * G_TIME_SPAN_MILLISECOND)
        db_query(db, "select 1", NULL, 0, 0, NULL, NULL, NULL);
}

static gboolean on_poke(gpointer db)
{
    db_poke(db);
    return G_SOURCE_CONTINUE;
}

void db_watch_silence(Db *db)
{
    g_clear_handle_id(&db->poke_source, g_source_remove);
    db->poke_source = g_timeout_add(db->poke_ms, on_poke, db);
}

void db_set_poke(Db *db, guint ms)
{
    db->poke_ms = ms;
    if (db->poke_source != 0)
        db_watch_silence(db);
}
