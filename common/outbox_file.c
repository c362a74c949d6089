/* The files of kept calls: one GKeyFile each, named by number, in a folder for each program. */
#include <fcntl.h>
#include <glib/gstdio.h>
#include <string.h>
#include <sys/file.h>
#include <unistd.h>

#include "common/config.h"
#include "common/outbox_private.h"

#define GROUP "call"
#define SUFFIX ".call"

static int lock_folder(const char *folder)
{
    g_autofree char *path = g_build_filename(folder, "lock", NULL);
    int lock = open(path, O_RDWR | O_CREAT | O_CLOEXEC | O_NOFOLLOW, 0600);

    if (lock >= 0 && flock(lock, LOCK_EX | LOCK_NB) != 0) {
        close(lock);
        return -1;
    }
    return lock;
}

void outbox_file_write(Outbox *outbox, OutboxCall *call)
{
    g_autoptr(GKeyFile) file = g_key_file_new();
    g_autofree char *text = NULL;
    g_autofree char *name = g_strdup_printf("%020" G_GUINT64_FORMAT SUFFIX, outbox->next_number++);
    g_autoptr(GError) error = NULL;

    g_key_file_set_string(file, GROUP, "uuid", call->uuid);
    g_key_file_set_string(file, GROUP, "function", call->function);
    g_key_file_set_uint64(file, GROUP, "params", call->n_params);
    for (guint i = 0; i < call->n_params; i++) {
        g_autofree char *key = g_strdup_printf("p%u", i);
        if (call->params[i] != NULL)
            g_key_file_set_string(file, GROUP, key, call->params[i]);
    }
    text = g_key_file_to_data(file, NULL, NULL);
    call->path = g_build_filename(outbox->folder, name, NULL);
    if (!g_file_set_contents_full(call->path, text, -1, G_FILE_SET_CONTENTS_CONSISTENT | G_FILE_SET_CONTENTS_DURABLE,
                                  0600, &error)) {
        g_warning("%s", error->message);
        g_clear_pointer(&call->path, g_free);
    }
}

void outbox_file_remove(OutboxCall *call, const DbError *error)
{
    if (call->path == NULL)
        return;
    if (error != NULL) {
        g_autofree char *aside = g_strconcat(call->path, ".refused", NULL);
        g_rename(call->path, aside);
        return;
    }
    g_unlink(call->path);
}

static OutboxCall *read_call(const char *path)
{
    g_autoptr(GKeyFile) file = g_key_file_new();
    OutboxCall *call;
    gboolean whole = TRUE;

    if (!g_key_file_load_from_file(file, path, G_KEY_FILE_NONE, NULL))
        return NULL;
    call = g_new0(OutboxCall, 1);
    call->path = g_strdup(path);
    call->uuid = g_key_file_get_string(file, GROUP, "uuid", NULL);
    call->function = g_key_file_get_string(file, GROUP, "function", NULL);
    call->n_params = MIN((guint)g_key_file_get_uint64(file, GROUP, "params", NULL), 32u);
    call->params = g_new0(char *, call->n_params + 1);
    for (guint i = 0; i < call->n_params; i++) {
        g_autofree char *key = g_strdup_printf("p%u", i);
        call->params[i] = g_key_file_get_string(file, GROUP, key, NULL);
        /* one that is there but no text is damage, not a NULL */
        whole = whole && (call->params[i] != NULL || !g_key_file_has_key(file, GROUP, key, NULL));
    }
    if (whole && call->uuid != NULL && g_uuid_string_is_valid(call->uuid) && call->function != NULL
        && strspn(call->function, "abcdefghijklmnopqrstuvwxyz_") == strlen(call->function))
        return call;
    outbox_call_free(call);
    return NULL;
}

static gint by_name(gconstpointer a, gconstpointer b)
{
    return strcmp(*(const char *const *)a, *(const char *const *)b);
}

static GPtrArray *names_in(const char *folder, const char *suffix)
{
    GPtrArray *names = g_ptr_array_new_with_free_func(g_free);
    g_autoptr(GDir) dir = g_dir_open(folder, 0, NULL);
    const char *name;

    while (dir != NULL && (name = g_dir_read_name(dir)) != NULL)
        if (g_str_has_suffix(name, suffix))
            g_ptr_array_add(names, g_strdup(name));
    g_ptr_array_sort(names, by_name);
    return names;
}

/* Moves the calls of an ended program into ours, in their order. */
static void adopt(Outbox *outbox, const char *folder)
{
    g_autoptr(GPtrArray) names = names_in(folder, SUFFIX);

    for (guint i = 0; i < names->len; i++) {
        g_autofree char *from = g_build_filename(folder, g_ptr_array_index(names, i), NULL);
        g_autofree char *name = g_strdup_printf("%020" G_GUINT64_FORMAT SUFFIX, outbox->next_number++);
        g_autofree char *to = g_build_filename(outbox->folder, name, NULL);
        OutboxCall *call;

        if (g_rename(from, to) != 0)
            continue;
        call = read_call(to);
        if (call != NULL)
            g_queue_push_tail(&outbox->kept, call);
        else
            outbox_file_remove(&(OutboxCall){.path = to}, &(DbError){0});
    }
}

static void adopt_all(Outbox *outbox, const char *base)
{
    g_autoptr(GPtrArray) folders = names_in(base, ".box");

    for (guint i = 0; i < folders->len; i++) {
        g_autofree char *folder = g_build_filename(base, g_ptr_array_index(folders, i), NULL);
        g_autofree char *lock_path = g_build_filename(folder, "lock", NULL);
        int lock = strcmp(folder, outbox->folder) != 0 ? lock_folder(folder) : -1;

        if (lock < 0)
            continue;
        adopt(outbox, folder);
        g_unlink(lock_path);
        g_rmdir(folder);
        close(lock);
    }
}

gboolean outbox_folder_open(Outbox *outbox, const char *scope, GError **error)
{
    g_autofree char *own = g_strdup_printf("%020" G_GINT64_FORMAT "-%d.box", g_get_real_time(), (int)getpid());
    const char *base_parts[] = {"outbox", scope, NULL};
    const char *own_parts[] = {"outbox", scope, own, NULL};
    g_autofree char *base = config_state_folder(base_parts, error);

    if (base == NULL || (outbox->folder = config_state_folder(own_parts, error)) == NULL)
        return FALSE;
    outbox->lock = lock_folder(outbox->folder);
    outbox->next_number = (guint64)g_get_real_time();
    adopt_all(outbox, base);
    return TRUE;
}

void outbox_folder_close(Outbox *outbox)
{
    g_autofree char *lock_path = g_build_filename(outbox->folder, "lock", NULL);
    g_autoptr(GPtrArray) left = names_in(outbox->folder, SUFFIX);

    if (left->len == 0) {
        g_unlink(lock_path);
        g_rmdir(outbox->folder);
    }
    close(outbox->lock);
    g_free(outbox->folder);
}
