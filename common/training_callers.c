/* The process beside the training database in which the callers live: what they do is decided there (api.training_play). Here
 * results are also kept outside of the data folder, as they are written. */
#include <stdio.h>

#include "common/db.h"
#include "common/training_home.h"
#include "common/training_kept.h"

enum { TICK_MS = 200 };

typedef struct {
    Db *db;
    const char *server;
    const char *superuser;
    gboolean asking;
} Callers;

static void on_played(const DbRows *rows, const DbError *error, gpointer data)
{
    (void)rows;
    (void)error;
    ((Callers *)data)->asking = FALSE;
}

static gboolean on_tick(gpointer data)
{
    Callers *callers = data;

    if (db_link(callers->db) != DB_ONLINE || callers->asking)
        return G_SOURCE_CONTINUE;
    callers->asking = TRUE;
    db_query(callers->db, "select api.training_play()", NULL, 0, 10000, on_played, callers, NULL);
    return G_SOURCE_CONTINUE;
}

/* A result was written, or the link is new. */
static void on_result(const char *payload, gpointer data)
{
    const Callers *callers = data;
    g_autoptr(GError) error = NULL;

    (void)payload;
    if (!training_kept_save(callers->server, callers->superuser, &error))
        fprintf(stderr, "%s\n", error->message);
}

int training_play(const char *server, const char *superuser)
{
    g_autofree char *own = g_strconcat(superuser, " user=demo_switch application_name='hotline training'", NULL);
    g_autoptr(GMainLoop) loop = g_main_loop_new(NULL, FALSE);
    Callers callers = {db_new(own), server, superuser, FALSE};

    db_listen(callers.db, "hotline_training", on_result, &callers);
    db_start(callers.db);
    g_timeout_add(TICK_MS, on_tick, &callers);
    g_main_loop_run(loop);
    return 0;
}
