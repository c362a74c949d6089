/* Shared by the commands that set a centre up and teach it: admin*.c, past_import.c, learn.c, evaluate.c,
 * knowledge_*.c. */
#ifndef COMMON_ADMIN_PRIVATE_H
#define COMMON_ADMIN_PRIVATE_H

#include <libpq-fe.h>

#include "common/admin.h"
#include "common/csv_rows.h"

typedef struct {
    int added;
    int changed;
    int enabled;
    int disabled;
    int unchanged;
    int refused;
} AdminCount;

GQuark admin_quark(void);

/* conninfo NULL: libpq's environment alone. NULL with a sentence, also when the database's schema
 * is of another version. PQfinish ends it. */
PGconn *admin_connect(const char *conninfo, GError **error);
/* One query; NULL with a sentence. PQclear frees it. */
PGresult *admin_call(PGconn *conn, const char *sql, const char *const *params, int n,
                     GError **error);

/* Rows (column → text, "_line") of a kind. A column "password" of people is taken out of them and
 * sent as the verifier of those who are new. FALSE with a sentence when nothing was done; then
 * count still says how many rows were refused, and each was reported. */
gboolean admin_import_rows(PGconn *conn, const char *kind, JsonArray *rows, gboolean strict,
                           void (*report)(const char *line), AdminCount *count, GError **error);

/* Reports what an api.admin_… answered (an array of results), a line for each that is not
 * unchanged. */
void admin_results(const char *json, void (*report)(const char *line), AdminCount *count);

/* A password asked for twice on the terminal, not shown, or one line of standard input. Owned by
 * the caller, who erases it; NULL with a sentence. */
char *admin_read_password(gboolean ask, GError **error);
/* Sets name of the row to the SCRAM verifier of a password: no clear one leaves this process. */
gboolean admin_set_verifier(PGconn *conn, JsonObject *row, const char *name, const char *password,
                            GError **error);

#endif
