/* The one asynchronous link to the database. Nothing here waits: connecting and cancelling are done
 * by worker threads, everything else by the main loop's sources. */
#ifndef COMMON_DB_H
#define COMMON_DB_H

#include <glib.h>

typedef struct Db Db;
typedef struct DbRows DbRows;

typedef enum {
    DB_OFFLINE,        /* not connected; tried again by itself */
    DB_CONNECTING,
    DB_ONLINE,
    DB_STALLED,        /* connected, but an answer is overdue */
    DB_REFUSED,        /* let in, but of another schema version: tried again slowly */
    DB_NEEDS_PASSWORD  /* waits for db_set_password */
} DbLink;

typedef enum {
    DB_ERROR_LINK,      /* the link was lost, or there is none */
    DB_ERROR_TIMEOUT,   /* no answer within the deadline */
    DB_ERROR_CANCELLED, /* by db_cancel */
    DB_ERROR_SERVER     /* the server refused: see sqlstate */
} DbErrorKind;

/* Texts may be NULL. Borrowed during a callback. */
typedef struct {
    DbErrorKind kind;
    char *sqlstate;
    char *constraint;
    char *column;
    char *message;
    char *detail;
    gboolean maybe_done; /* it had been sent: whether it was done is not known */
} DbError;

/* Called exactly once for each query, from the main loop, never from within db_query.
 * rows is NULL on error; both are borrowed. */
typedef void (*DbDone)(const DbRows *rows, const DbError *error, gpointer data);
typedef void (*DbLinked)(DbLink link, gpointer data);
/* payload NULL: the link is new, what happened meanwhile is unknown; read everything again. */
typedef void (*DbNotified)(const char *payload, gpointer data);
/* The first query of each connection has answered. Returns NULL to go on, or a sentence why not
 * (owned by the caller of the check). */
typedef char *(*DbCheck)(const DbRows *rows, const DbError *error, gpointer data);

/* conninfo: libpq's, "" for the environment, service file, .pgpass. Does not connect yet. */
Db *db_new(const char *conninfo);
/* Quick also when the server does not answer. Outstanding queries get DB_ERROR_LINK; what their callbacks
 * then ask is dropped (free_data is called, done is not). */
void db_free(Db *db);

/* What each new connection must answer before anything else is asked. */
void db_set_check(Db *db, const char *sql, DbCheck check, gpointer data);
/* Connects, and from then on again whenever the link is lost (0.2 to 15 s, with jitter). */
void db_start(Db *db);
void db_retry_now(Db *db);
/* Used by the next attempts; kept in memory only and wiped by db_free. */
void db_set_password(Db *db, const char *password);

DbLink db_link(const Db *db);
/* The last trouble in libpq's or the check's words; "" when there was none. */
const char *db_link_detail(const Db *db);
void db_on_link(Db *db, DbLinked linked, gpointer data);
/* Asks the server for a sign of life when it has been silent for a while (5 s) and nothing is asked of
 * it: a link that broke without a word shows only when something is sent. While online this is done
 * every 30 s by itself, or as often as db_set_poke says; an idle program wakes no oftener. */
void db_poke(Db *db);
void db_set_poke(Db *db, guint ms);
/* The login of the connection; "" before the first one. */
const char *db_login(const Db *db);
/* Where the server is ("host:port/database"), for keeping things apart on disk; "" before the first. */
const char *db_place(const Db *db);

/* Sends a query when its turn comes. params: n texts, NULL allowed, copied. deadline_ms: 0 for none.
 * Without a link it fails at once (in the next turn of the loop), but not oftener than every 250 ms, so
 * that a callback may ask again at once. Returns its id. */
guint64 db_query(Db *db, const char *sql, const char *const *params, guint n_params, guint deadline_ms,
                 DbDone done, gpointer data, GDestroyNotify free_data);
/* An unsent query is dropped, a running one cancelled; its callback gets DB_ERROR_CANCELLED. */
void db_cancel(Db *db, guint64 id);
/* Queries that have not been answered. */
guint db_outstanding(const Db *db);

/* Listens on a channel ([a-z_]+), again after each reconnect. */
void db_listen(Db *db, const char *channel, DbNotified notified, gpointer data);

/* --- rows (db_rows.c): an unknown column is a programming error --- */

guint db_rows_count(const DbRows *rows);
const char *db_rows_text(const DbRows *rows, guint row, const char *column); /* never NULL */
gboolean db_rows_null(const DbRows *rows, guint row, const char *column);
gint64 db_rows_int(const DbRows *rows, guint row, const char *column);
gboolean db_rows_bool(const DbRows *rows, guint row, const char *column);
double db_rows_double(const DbRows *rows, guint row, const char *column);
/* A timestamptz as microseconds since 1970 UTC; 0 when null. */
gint64 db_rows_time(const DbRows *rows, guint row, const char *column);

#endif
