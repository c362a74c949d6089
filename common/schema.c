/* Applying the schema with libpq's blocking calls, and reading what is compiled in. */
#include "common/schema.h"

#include <gio/gio.h>
#include <libpq-fe.h>
#include <stdlib.h>
#include <string.h>

#include "common/lang.h"

G_DEFINE_AUTOPTR_CLEANUP_FUNC(PGconn, PQfinish)
G_DEFINE_AUTOPTR_CLEANUP_FUNC(PGresult, PQclear)

/* the number is arbitrary; it must only be the same in every program that applies */
#define LOCK_SQL "select pg_advisory_xact_lock(12345001)"

/* made by glib-compile-resources from schema/ */
GResource *hotline_get_resource(void);

static GQuark schema_quark(void)
{
    return g_quark_from_static_string("hotline-schema");
}

const char *schema_resource(const char *path)
{
    g_autofree char *whole = g_strconcat("/hotline/schema/", path, NULL);
    g_autoptr(GBytes) bytes = g_resource_lookup_data(hotline_get_resource(), whole, G_RESOURCE_LOOKUP_FLAGS_NONE, NULL);

    /* compiled-in files are never freed and end in a NUL */
    return bytes != NULL ? g_bytes_get_data(bytes, NULL) : NULL;
}

static int by_name(const void *a, const void *b)
{
    return strcmp(*(const char *const *)a, *(const char *const *)b);
}

char **schema_files(const char *folder)
{
    g_autofree char *whole = g_strconcat("/hotline/schema/", folder, NULL);
    char **names = g_resource_enumerate_children(hotline_get_resource(), whole, G_RESOURCE_LOOKUP_FLAGS_NONE, NULL);

    if (names == NULL)
        return g_new0(char *, 1);
    qsort(names, g_strv_length(names), sizeof *names, by_name);
    return names;
}

static char *digest_of(const char *folder)
{
    g_auto(GStrv) names = schema_files(folder);
    g_autoptr(GChecksum) sum = g_checksum_new(G_CHECKSUM_SHA256);

    for (char **name = names; *name != NULL; name++) {
        g_autofree char *path = g_strconcat(folder, "/", *name, NULL);
        g_checksum_update(sum, (const guchar *)schema_resource(path), -1);
    }
    return g_strndup(g_checksum_get_string(sum), 16);
}

void schema_version(int *migration, const char **digest)
{
    static char *functions;
    g_auto(GStrv) names = schema_files("tables");
    guint n = g_strv_length(names);

    if (functions == NULL)
        functions = digest_of("functions");
    *migration = n > 0 ? atoi(names[n - 1]) : 0;
    *digest = functions;
}

static void swallow_notice(void *arg, const PGresult *result)
{
    (void)arg;
    (void)result;
}

static PGconn *connect_to(const char *conninfo, GError **error)
{
    const char *keys[] = {"fallback_application_name", "dbname", NULL};
    const char *values[] = {"hotline schema", conninfo, NULL};
    PGconn *conn = PQconnectdbParams(keys, values, 1);

    if (PQstatus(conn) == CONNECTION_OK) {
        PQsetNoticeReceiver(conn, swallow_notice, NULL);
        return conn;
    }
    g_set_error(error, schema_quark(), 0, _("The database cannot be reached: %s"), PQerrorMessage(conn));
    PQfinish(conn);
    return NULL;
}

/* The line of a script that an error's position (in characters, from 1) is in. */
static int line_of(const char *script, const char *position)
{
    int line = 1;
    glong left = position != NULL ? strtol(position, NULL, 10) - 1 : 0;

    for (const char *at = script; *at != '\0' && left > 0; at = g_utf8_next_char(at), left--)
        line += *at == '\n';
    return line;
}

static gboolean run(PGconn *conn, const char *name, const char *script, GError **error)
{
    g_autoptr(PGresult) result = PQexec(conn, script);
    ExecStatusType status = PQresultStatus(result);

    if (status == PGRES_COMMAND_OK || status == PGRES_TUPLES_OK || status == PGRES_EMPTY_QUERY)
        return TRUE;
    g_set_error(error, schema_quark(), 0, "%s:%d: %s%s%s", name,
                line_of(script, PQresultErrorField(result, PG_DIAG_STATEMENT_POSITION)), PQresultErrorMessage(result),
                PQresultErrorField(result, PG_DIAG_CONTEXT) != NULL ? "\n" : "",
                PQresultErrorField(result, PG_DIAG_CONTEXT) != NULL ? PQresultErrorField(result, PG_DIAG_CONTEXT) : "");
    return FALSE;
}

static char *value_of(PGconn *conn, const char *sql)
{
    g_autoptr(PGresult) result = PQexec(conn, sql);

    return PQresultStatus(result) == PGRES_TUPLES_OK && PQntuples(result) > 0 ? g_strdup(PQgetvalue(result, 0, 0)) : NULL;
}

static gboolean run_migrations(PGconn *conn, SchemaProgress progress, gpointer data, GError **error)
{
    g_auto(GStrv) names = schema_files("tables");
    g_autofree char *newest = value_of(conn, "select coalesce(max(number), 0) from hotline.schema_migration");

    for (char **name = names; *name != NULL; name++) {
        g_autofree char *path = g_strconcat("tables/", *name, NULL);
        g_autofree char *record = g_strdup_printf(
            "insert into hotline.schema_migration (number, name) values (%d, '%s')", atoi(*name), *name);

        if (newest != NULL && atoi(*name) <= atoi(newest))
            continue;
        if (progress != NULL)
            progress(path, data);
        if (!run(conn, path, schema_resource(path), error) || !run(conn, path, record, error))
            return FALSE;
    }
    return TRUE;
}

/* The readings of Chinese characters. They are no part of the digest: two builds with different
 * versions of ICU are still of one schema. */
static gboolean load_pinyin(PGconn *conn, GError **error)
{
    const char *params[] = {schema_resource("data/pinyin.txt")};
    g_autoptr(PGresult) result = PQexecParams(conn, "select hotline.load_pinyin($1)", 1, NULL, params, NULL, NULL, 0);

    if (PQresultStatus(result) != PGRES_TUPLES_OK)
        g_set_error(error, schema_quark(), 0, "pinyin: %s", PQresultErrorMessage(result));
    return PQresultStatus(result) == PGRES_TUPLES_OK;
}

static gboolean run_functions(PGconn *conn, SchemaProgress progress, gpointer data, GError **error)
{
    int migration;
    const char *digest;
    g_autofree char *installed = value_of(conn, "select value from hotline.schema_state where key = 'functions_digest'");
    g_autofree char *record = NULL;
    g_auto(GStrv) names = schema_files("functions");

    schema_version(&migration, &digest);
    if (g_strcmp0(installed, digest) == 0)
        return TRUE;
    for (char **name = names; *name != NULL; name++) {
        g_autofree char *path = g_strconcat("functions/", *name, NULL);
        if (progress != NULL)
            progress(path, data);
        if (!run(conn, path, schema_resource(path), error))
            return FALSE;
    }
    record = g_strdup_printf("insert into hotline.schema_state (key, value) values ('functions_digest', '%s') "
                             "on conflict (key) do update set value = excluded.value", digest);
    return run(conn, "functions", record, error) && load_pinyin(conn, error);
}

gboolean schema_apply(const char *conninfo, SchemaProgress progress, gpointer data, GError **error)
{
    static const char begin[] =
        "begin; " LOCK_SQL "; create schema if not exists hotline; "
        "create table if not exists hotline.schema_migration (number integer primary key, name text not null, "
        "applied_at timestamptz not null default now()); "
        "create table if not exists hotline.schema_state (key text primary key, value text not null)";
    g_autoptr(PGconn) conn = connect_to(conninfo, error);

    return conn != NULL && run(conn, "begin", begin, error) && run_migrations(conn, progress, data, error)
           && run_functions(conn, progress, data, error) && run(conn, "commit", "commit", error);
}

gboolean schema_status(const char *conninfo, int *migration, char **digest, GError **error)
{
    g_autoptr(PGconn) conn = connect_to(conninfo, error);
    g_autofree char *number = NULL;

    if (conn == NULL)
        return FALSE;
    number = value_of(conn, "select max(number) from hotline.schema_migration");
    *migration = number != NULL ? atoi(number) : 0;
    *digest = value_of(conn, "select value from hotline.schema_state where key = 'functions_digest'");
    return TRUE;
}

gboolean schema_run(const char *conninfo, const char *script, GError **error)
{
    g_autoptr(PGconn) conn = connect_to(conninfo, error);
    const char *text = schema_resource(script);

    if (conn == NULL)
        return FALSE;
    if (text == NULL) {
        g_set_error(error, schema_quark(), 0, "%s", script);
        return FALSE;
    }
    return run(conn, script, "begin", error) && run(conn, script, text, error) && run(conn, script, "commit", error);
}

gboolean schema_test(const char *conninfo, const char *sql, gboolean *found, GError **error)
{
    g_autoptr(PGconn) conn = connect_to(conninfo, error);
    g_autoptr(PGresult) result = conn != NULL ? PQexec(conn, sql) : NULL;

    if (conn == NULL)
        return FALSE;
    *found = PQntuples(result) > 0;
    if (PQresultStatus(result) != PGRES_TUPLES_OK)
        g_set_error(error, schema_quark(), 0, "%s", PQerrorMessage(conn));
    return PQresultStatus(result) == PGRES_TUPLES_OK;
}
