/* Sending writes. Their files are in outbox_file.c, the folders in outbox_folder.c. */
#include "common/outbox.h"

#include <string.h>

#include "common/outbox_private.h"

enum { DEADLINE_MS = 15000, AGAIN_MS = 3000 };

void outbox_call_free(OutboxCall *call)
{
    if (call->free_data != NULL)
        call->free_data(call->data);
    for (guint i = 0; i < call->n_params; i++)
        g_free(call->params[i]);
    g_free(call->params);
    g_free(call->uuid);
    g_free(call->function);
    g_free(call->draft);
    g_free(call->words);
    g_free(call->path);
    g_free(call);
}

Outbox *outbox_new(Db *db, const char *scope, GError **error)
{
    Outbox *outbox = g_new0(Outbox, 1);

    outbox->db = db;
    outbox->scope = g_strdup(scope);
    g_queue_init(&outbox->kept);
    if (!outbox_folder_open(outbox, error)) {
        g_free(outbox->scope);
        g_free(outbox);
        return NULL;
    }
    return outbox;
}

void outbox_free(Outbox *outbox)
{
    if (outbox == NULL)
        return;
    if (outbox->query != 0)
        db_cancel(outbox->db, outbox->query);
    g_clear_handle_id(&outbox->again, g_source_remove);
    g_queue_clear_full(&outbox->kept, (GDestroyNotify)outbox_call_free);
    outbox_folder_close(outbox);
    g_free(outbox->scope);
    g_free(outbox);
}

void outbox_on_late(Outbox *outbox, OutboxLate late, gpointer data)
{
    outbox->late = late;
    outbox->late_data = data;
}

guint outbox_pending(const Outbox *outbox)
{
    return g_queue_get_length((GQueue *)&outbox->kept);
}

/* The link, or the server's state, and not the call is at fault: the same call may succeed later. */
static gboolean worth_again(const DbError *error)
{
    static const char *const classes[] = {"08", "40", "53", "57", "58"};

    if (error->kind != DB_ERROR_SERVER)
        return TRUE;
    for (guint i = 0; i < G_N_ELEMENTS(classes); i++)
        if (error->sqlstate != NULL && g_str_has_prefix(error->sqlstate, classes[i]))
            return TRUE;
    return error->sqlstate == NULL;
}

static guint64 send(Outbox *outbox, OutboxCall *call, DbDone done, gpointer data)
{
    g_autoptr(GString) sql = g_string_new(NULL);
    g_autofree const char **params = g_new0(const char *, call->n_params + 1);

    g_string_printf(sql, "select api.%s($1", call->function);
    params[0] = call->uuid;
    for (guint i = 0; i < call->n_params; i++) {
        g_string_append_printf(sql, ", $%u", i + 2);
        params[i + 1] = call->params[i];
    }
    g_string_append(sql, ") as answer");
    return db_query(outbox->db, sql->str, params, call->n_params + 1, DEADLINE_MS, done, data, NULL);
}

static void on_now_answered(const DbRows *rows, const DbError *error, gpointer data)
{
    OutboxCall *call = data;

    if (call->done != NULL)
        call->done(rows != NULL && db_rows_count(rows) > 0 ? db_rows_text(rows, 0, "answer") : NULL, error, call->data);
    outbox_call_free(call);
}

static gboolean on_again(gpointer data)
{
    Outbox *outbox = data;

    outbox->again = 0;
    outbox_resume(outbox);
    return G_SOURCE_REMOVE;
}

static void on_kept_answered(const DbRows *rows, const DbError *error, gpointer data)
{
    Outbox *outbox = data;
    OutboxCall *call;
    const char *answer = rows != NULL && db_rows_count(rows) > 0 ? db_rows_text(rows, 0, "answer") : NULL;
    gboolean heard;

    outbox->query = 0;
    if (error != NULL && error->kind == DB_ERROR_CANCELLED)
        return;
    if (error != NULL && worth_again(error)) {
        if (error->kind != DB_ERROR_LINK && outbox->again == 0)
            outbox->again = g_timeout_add(AGAIN_MS, on_again, outbox);
        return;
    }
    call = g_queue_pop_head(&outbox->kept);
    if (error == NULL)
        outbox_file_done(outbox, call);
    else
        outbox_file_refused(outbox, call);
    heard = call->done != NULL && call->done(answer, error, call->data);
    if (!heard && outbox->late != NULL)
        outbox->late(call->function, (const char *const *)call->params, answer, error,
                     error != NULL ? call->draft : NULL, outbox->late_data);
    outbox_call_free(call);
    outbox_resume(outbox);
}

void outbox_resume(Outbox *outbox)
{
    DbLink link = db_link(outbox->db);
    OutboxCall *call = g_queue_peek_head(&outbox->kept);

    if (outbox->query != 0 || call == NULL || (link != DB_ONLINE && link != DB_STALLED))
        return;
    outbox->query = send(outbox, call, on_kept_answered, outbox);
}

void outbox_adopt(Outbox *outbox)
{
    outbox_folder_adopt(outbox);
    outbox_resume(outbox);
}

static OutboxCall *call_new(const char *function, const char *const *params, guint n_params, OutboxDone done,
                            gpointer data, GDestroyNotify free_data)
{
    OutboxCall *call = g_new0(OutboxCall, 1);

    call->uuid = g_uuid_string_random();
    call->function = g_strdup(function);
    call->n_params = n_params;
    call->params = g_new0(char *, n_params + 1);
    for (guint i = 0; i < n_params; i++)
        call->params[i] = g_strdup(params[i]);
    call->done = done;
    call->data = data;
    call->free_data = free_data;
    return call;
}

static gboolean is_function(const char *function)
{
    return strspn(function, "abcdefghijklmnopqrstuvwxyz_") == strlen(function);
}

gboolean outbox_send(Outbox *outbox, const char *function, const char *const *params, guint n_params,
                     OutboxKind kind, OutboxDone done, gpointer data, GDestroyNotify free_data)
{
    OutboxCall *call;

    if (kind == OUTBOX_KEEP)
        return outbox_send_draft(outbox, NULL, function, params, n_params, done, data, free_data);
    g_return_val_if_fail(is_function(function), FALSE);
    call = call_new(function, params, n_params, done, data, free_data);
    send(outbox, call, on_now_answered, call);
    return TRUE;
}

gboolean outbox_send_draft(Outbox *outbox, Draft *draft, const char *function, const char *const *params,
                           guint n_params, OutboxDone done, gpointer data, GDestroyNotify free_data)
{
    OutboxCall *call;
    gboolean kept;

    g_return_val_if_fail(is_function(function), FALSE);
    call = call_new(function, params, n_params, done, data, free_data);
    if (draft != NULL) {
        call->draft = g_strdup(draft_name(draft));
        call->words = draft_text(draft);
    }
    kept = outbox_file_write(outbox, call);
    if (draft != NULL && kept)
        draft_hand_over(draft);
    else if (draft != NULL)
        draft_flush(draft);
    g_queue_push_tail(&outbox->kept, call);
    outbox_resume(outbox);
    return kept;
}
