/* The file of a kept call: a GKeyFile, named by number. */
#include <glib/gstdio.h>
#include <string.h>

#include "common/outbox_private.h"

#define GROUP "call"
enum { MOST_PARAMS = 32 };

char *outbox_file_next(Outbox *outbox)
{
    g_autofree char *name = g_strdup_printf("%020" G_GUINT64_FORMAT OUTBOX_CALL, outbox->next_number++);

    return g_build_filename(outbox->folder, name, NULL);
}

gboolean outbox_file_write(Outbox *outbox, OutboxCall *call)
{
    g_autoptr(GKeyFile) file = g_key_file_new();
    g_autoptr(GError) error = NULL;
    g_autofree char *text = NULL;

    g_key_file_set_string(file, GROUP, "uuid", call->uuid);
    g_key_file_set_string(file, GROUP, "function", call->function);
    g_key_file_set_uint64(file, GROUP, "params", call->n_params);
    for (guint i = 0; i < call->n_params; i++) {
        g_autofree char *key = g_strdup_printf("p%u", i);
        if (call->params[i] != NULL)
            g_key_file_set_string(file, GROUP, key, call->params[i]);
    }
    if (call->draft != NULL) {
        g_key_file_set_string(file, GROUP, "draft", call->draft);
        g_key_file_set_string(file, GROUP, "words", call->words);
    }
    text = g_key_file_to_data(file, NULL, NULL);
    call->path = outbox_file_next(outbox);
    if (!g_file_set_contents_full(call->path, text, -1, G_FILE_SET_CONTENTS_CONSISTENT | G_FILE_SET_CONTENTS_DURABLE,
                                  0600, &error)) {
        g_warning("%s", error->message);
        g_clear_pointer(&call->path, g_free);
    }
    return call->path != NULL;
}

/* kind/key of plain letters: it becomes a path. */
static gboolean is_draft_name(const char *name)
{
    return g_regex_match_simple("^[a-z]+/[a-z0-9_-]+$", name, G_REGEX_DOLLAR_ENDONLY, 0);
}

static gboolean is_call(const OutboxCall *call)
{
    return call->uuid != NULL && g_uuid_string_is_valid(call->uuid) && call->function != NULL
           && strspn(call->function, "abcdefghijklmnopqrstuvwxyz_") == strlen(call->function)
           && (call->draft == NULL || (call->words != NULL && is_draft_name(call->draft)));
}

/* FALSE when one is there that is not a text. */
static gboolean read_params(OutboxCall *call, GKeyFile *file)
{
    for (guint i = 0; i < call->n_params; i++) {
        g_autofree char *key = g_strdup_printf("p%u", i);
        call->params[i] = g_key_file_get_string(file, GROUP, key, NULL);
        if (call->params[i] == NULL && g_key_file_has_key(file, GROUP, key, NULL))
            return FALSE;
    }
    return TRUE;
}

OutboxCall *outbox_file_read(const char *path)
{
    g_autoptr(GKeyFile) file = g_key_file_new();
    OutboxCall *call;

    if (!g_key_file_load_from_file(file, path, G_KEY_FILE_NONE, NULL))
        return NULL;
    call = g_new0(OutboxCall, 1);
    call->path = g_strdup(path);
    call->uuid = g_key_file_get_string(file, GROUP, "uuid", NULL);
    call->function = g_key_file_get_string(file, GROUP, "function", NULL);
    call->draft = g_key_file_get_string(file, GROUP, "draft", NULL);
    call->words = g_key_file_get_string(file, GROUP, "words", NULL);
    call->n_params = MIN((guint)g_key_file_get_uint64(file, GROUP, "params", NULL), MOST_PARAMS);
    call->params = g_new0(char *, call->n_params + 1);
    if (read_params(call, file) && is_call(call))
        return call;
    outbox_call_free(call);
    return NULL;
}

void outbox_file_done(Outbox *outbox, OutboxCall *call)
{
    if (call->path != NULL)
        g_unlink(call->path);
    if (call->draft != NULL)
        draft_remove(outbox->scope, call->draft, call->words);
}

void outbox_file_refused(Outbox *outbox, OutboxCall *call)
{
    g_autoptr(GError) error = NULL;
    g_autofree char *aside = g_strconcat(call->path, OUTBOX_REFUSED, NULL);

    if (call->path == NULL) /* not on disk: the draft kept its words */
        return;
    if (call->draft != NULL) {
        char *given = draft_give_back(outbox->scope, call->draft, call->words, &error);
        g_free(call->draft);
        call->draft = given;
        if (given != NULL) {
            g_unlink(call->path);
            return;
        }
        g_warning("%s", error->message);
    }
    if (!g_str_has_suffix(call->path, OUTBOX_REFUSED))
        g_rename(call->path, aside);
}
