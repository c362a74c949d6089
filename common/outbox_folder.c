/* The folders of kept calls: one for each program that runs, taken over when it has ended. */
#include <errno.h>
#include <glib/gstdio.h>
#include <string.h>
#include <unistd.h>

#include "common/config.h"
#include "common/lang.h"
#include "common/lock.h"
#include "common/outbox_private.h"

#define BOX ".box"
enum { REFUSED_DAYS = 30 };

static gint by_name(gconstpointer a, gconstpointer b)
{
    return strcmp(*(const char *const *)a, *(const char *const *)b);
}

/* Paths, in the order of their names. Owned by the caller. */
static GPtrArray *paths_in(const char *folder, const char *suffix)
{
    GPtrArray *paths = g_ptr_array_new_with_free_func(g_free);
    g_autoptr(GDir) dir = g_dir_open(folder, 0, NULL);
    const char *name;

    while (dir != NULL && (name = g_dir_read_name(dir)) != NULL)
        if (g_str_has_suffix(name, suffix))
            g_ptr_array_add(paths, g_build_filename(folder, name, NULL));
    g_ptr_array_sort(paths, by_name);
    return paths;
}

static char *lock_path_of(const char *folder)
{
    return g_build_filename(folder, "lock", NULL);
}

/* Takes a call of an ended program into ours. The draft it carries may still be there, when that
 * program was killed between two steps: it must not be offered. */
static void take_call(Outbox *outbox, const char *from)
{
    g_autofree char *to = outbox_file_next(outbox);
    OutboxCall *call;

    if (g_rename(from, to) != 0)
        return;
    call = outbox_file_read(to);
    if (call == NULL) {
        OutboxCall unreadable = {.path = to};
        outbox_file_refused(outbox, &unreadable);
        return;
    }
    if (call->draft != NULL)
        draft_remove(outbox->scope, call->draft, call->words);
    g_queue_push_tail(&outbox->kept, call);
}

static void remove_when_old(const char *path)
{
    GStatBuf info;

    if (g_stat(path, &info) == 0
        && g_get_real_time() / G_USEC_PER_SEC - info.st_mtime > REFUSED_DAYS * G_GINT64_CONSTANT(86400))
        g_unlink(path);
}

/* A refused call whose words the disk did not take back, tried again. */
static void take_refused(Outbox *outbox, const char *from)
{
    g_autofree char *next = outbox_file_next(outbox);
    g_autofree char *to = g_strconcat(next, OUTBOX_REFUSED, NULL);
    OutboxCall *call;

    if (g_rename(from, to) != 0)
        return;
    call = outbox_file_read(to);
    if (call != NULL && call->draft != NULL)
        outbox_file_refused(outbox, call);
    g_clear_pointer(&call, outbox_call_free);
    remove_when_old(to);
}

/* Does what there is to do with an ended program's folder, and removes it when nothing is left. */
static void clear_folder(Outbox *outbox, const char *folder, gboolean take)
{
    g_autofree char *lock_path = lock_path_of(folder);
    g_autoptr(GPtrArray) calls = NULL;
    g_autoptr(GPtrArray) refused = NULL;
    int lock = strcmp(folder, outbox->folder) != 0 ? lock_take(lock_path, NULL) : -1;

    if (lock < 0)
        return;
    calls = paths_in(folder, OUTBOX_CALL);
    refused = paths_in(folder, OUTBOX_CALL OUTBOX_REFUSED);
    for (guint i = 0; take && i < calls->len; i++)
        take_call(outbox, g_ptr_array_index(calls, i));
    for (guint i = 0; i < refused->len; i++)
        (take ? take_refused(outbox, g_ptr_array_index(refused, i)) : remove_when_old(g_ptr_array_index(refused, i)));
    lock_drop(lock, lock_path);
    g_rmdir(folder);
}

static void clear_folders(Outbox *outbox, const char *base, gboolean take)
{
    g_autoptr(GPtrArray) folders = paths_in(base, BOX);

    for (guint i = 0; i < folders->len; i++)
        clear_folder(outbox, g_ptr_array_index(folders, i), take);
}

void outbox_folder_adopt(Outbox *outbox)
{
    g_autofree char *base = g_path_get_dirname(outbox->folder);

    clear_folders(outbox, base, TRUE);
}

/* Of other scopes' folders only what is of no use goes; the scope's own folder stays, since a program
 * that begins may just be making one in it. */
static void sweep(Outbox *outbox)
{
    g_autofree char *own = g_path_get_dirname(outbox->folder);
    g_autofree char *all = g_path_get_dirname(own);
    g_autoptr(GPtrArray) scopes = paths_in(all, "");

    for (guint i = 0; i < scopes->len; i++)
        if (strcmp(g_ptr_array_index(scopes, i), own) != 0)
            clear_folders(outbox, g_ptr_array_index(scopes, i), FALSE);
}

/* It gets the name by which others find it when it is locked: they would take it for an ended one's. */
gboolean outbox_folder_open(Outbox *outbox, GError **error)
{
    g_autofree char *name = g_strdup_printf("%020" G_GINT64_FORMAT "-%d", g_get_real_time(), (int)getpid());
    const char *parts[] = {"outbox", outbox->scope, name, NULL};
    g_autofree char *folder = config_state_folder(parts, error);
    g_autofree char *lock_path = folder != NULL ? lock_path_of(folder) : NULL;
    g_autofree char *box = g_strconcat(folder, BOX, NULL);

    if (folder == NULL || (outbox->lock = lock_take(lock_path, error)) < 0)
        return FALSE;
    if (g_rename(folder, box) != 0) {
        g_set_error(error, G_FILE_ERROR, (gint)g_file_error_from_errno(errno), _("%s cannot be written: %s"), box,
                    g_strerror(errno));
        lock_drop(outbox->lock, lock_path);
        return FALSE;
    }
    outbox->folder = g_steal_pointer(&box);
    outbox->next_number = (guint64)g_get_real_time();
    outbox_folder_adopt(outbox);
    sweep(outbox);
    return TRUE;
}

void outbox_folder_close(Outbox *outbox)
{
    g_autofree char *lock_path = lock_path_of(outbox->folder);

    lock_drop(outbox->lock, lock_path);
    g_rmdir(outbox->folder); /* stays when something is left in it */
    g_free(outbox->folder);
}
