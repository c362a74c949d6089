/* Shared by the db_*.c files only. */
#ifndef COMMON_DB_PRIVATE_H
#define COMMON_DB_PRIVATE_H

#include <libpq-fe.h>

#include "common/db.h"

typedef struct {
    guint64 id;
    Db *db;
    char *sql;
    char **params;
    guint n_params;
    guint deadline_ms;
    guint deadline_source;
    gboolean internal; /* part of setting a connection up */
    gboolean sent;
    gboolean answered; /* its callback has been called: what comes is swallowed */
    DbDone done;
    gpointer data;
    GDestroyNotify free_data;
    PGresult *result;
} DbQuery;

typedef struct {
    char *channel;
    DbNotified notified;
    gpointer data;
} DbListen;

typedef struct DbAttempt DbAttempt;
typedef struct DbCancel DbCancel;

struct Db {
    char *conninfo;
    char *password;
    char *check_sql;
    DbCheck check;
    gpointer check_data;
    PGconn *conn;
    DbAttempt *attempt; /* a connection that is being made */
    DbCancel *cancel;   /* a request to cancel that is on its way: nothing is sent before it has arrived */
    DbLink link;
    char *detail;
    char *login;
    char *place;
    DbLinked linked;
    gpointer linked_data;
    GPtrArray *listens;
    GQueue setup;       /* DbQuery: internal ones, before all others */
    GQueue queue;       /* DbQuery */
    DbQuery *running;
    GQueue failed;      /* DbQuery that fail in the next turn of the loop */
    guint failed_source;
    gint64 failed_at;   /* monotonic time of the last such turn; 0: none yet */
    guint64 next_id;
    guint read_source;
    guint write_source;
    guint retry_source;
    guint stall_source;
    guint cancel_source;
    guint notify_source;  /* notifications may have been read along with something else */
    guint poke_source;    /* runs while online */
    guint poke_ms;
    guint retries;
    gint64 heard_at;    /* monotonic time of the last byte from the server */
    gboolean started;
};

struct DbRows {
    const PGresult *result;
};

/* db.c */
void db_set_link(Db *db, DbLink link, const char *detail);
void db_send_next(Db *db);
void db_query_finish(DbQuery *query, const DbRows *rows, const DbError *error);
void db_query_free(DbQuery *query);
DbQuery *db_query_new(Db *db, const char *sql, const char *const *params, guint n_params);
void db_watch_silence(Db *db);

/* db_link.c */
void db_connected(Db *db, PGconn *conn);
void db_connect_failed(Db *db, PGconn *conn);
void db_lost(Db *db);
void db_schedule_retry(Db *db, guint least_ms);
void db_watch(Db *db);
/* Sending reads too: notifications that came with it would wait for the socket's next byte. */
void db_deliver_soon(Db *db);
void db_unwatch(Db *db);

/* db_connect.c */
DbAttempt *db_attempt_start(Db *db);
void db_attempt_abandon(DbAttempt *attempt);
/* Of the connection, not of a query: what is sent before it has arrived would be cancelled instead. */
void db_cancel_running(Db *db);
void db_cancel_abandon(DbCancel *cancel);

#endif
