/* Shared by the admin*.c files only. */
#ifndef COMMON_ADMIN_PRIVATE_H
#define COMMON_ADMIN_PRIVATE_H

#include <libpq-fe.h>

#include "common/admin.h"
#include "common/csv_rows.h"

/* NULL with a sentence. PQfinish ends it. */
PGconn *admin_connect(const char *conninfo, GError **error);
/* One query; NULL with a sentence. PQclear frees it. */
PGresult *admin_call(PGconn *conn, const char *sql, const char *const *params, int n, GError **error);
/* Rows (column → text) of a kind; the number refused, -1 with an error. */
int admin_import_rows(PGconn *conn, const char *kind, JsonArray *rows, gboolean strict,
                      void (*report)(const char *line), GError **error);
/* Reports an admin_import answer; the number of rows refused. */
int admin_results(const char *json, void (*report)(const char *line));

#endif
