/* Drafts handed over to the outbox's calls, and given back when those are refused. */
#include <fcntl.h>
#include <glib/gstdio.h>
#include <string.h>
#include <unistd.h>

#include "common/draft_private.h"
#include "common/lock.h"

const char *draft_name(const Draft *draft)
{
    return draft->name;
}

char *draft_text(const Draft *draft)
{
    return draft_file_text(draft->words);
}

/* After a cut of power the removal must not be undone: the words would be there twice. */
static void remove_durably(const char *path)
{
    g_autofree char *folder = g_path_get_dirname(path);
    int fd = g_unlink(path) == 0 ? open(folder, O_RDONLY | O_DIRECTORY | O_CLOEXEC) : -1;

    if (fd < 0)
        return;
    fsync(fd);
    close(fd);
}

void draft_hand_over(Draft *draft)
{
    g_clear_handle_id(&draft->timer, g_source_remove);
    draft_wait_for_writer(draft);
    draft->handed_over = TRUE;
    remove_durably(draft->path);
}

/* The id of a draft's text; "" when it has none. Owned by the caller. */
static char *id_of(const char *text)
{
    g_autoptr(GHashTable) words = g_hash_table_new_full(g_str_hash, g_str_equal, g_free, g_free);
    const char *id = draft_file_parse(words, text, strlen(text), NULL) ? g_hash_table_lookup(words, DRAFT_ID) : NULL;

    return g_strdup(id != NULL ? id : "");
}

/* TRUE when the file is there with this id. */
static gboolean file_has_id(const char *path, const char *id)
{
    g_autofree char *text = NULL;
    g_autofree char *its = NULL;

    if (!g_file_get_contents(path, &text, NULL, NULL))
        return FALSE;
    its = id_of(text);
    return *id != '\0' && strcmp(its, id) == 0;
}

static gboolean give_back_to_open(Draft *draft, GError **error)
{
    draft->handed_over = FALSE;
    draft->edits++;
    draft_flush(draft);
    if (draft->trouble != NULL)
        g_set_error_literal(error, G_FILE_ERROR, G_FILE_ERROR_FAILED, draft->trouble);
    return draft->trouble == NULL;
}

/* *taken: a newer draft has this key. */
static gboolean give_back_to_file(const char *path, const char *id, const char *text, gboolean *taken, GError **error)
{
    g_autofree char *lock_path = draft_file_lock_path(path);
    g_autoptr(GError) trouble = NULL;
    int lock = lock_take(lock_path, &trouble);
    gboolean given;

    *taken = lock < 0 && trouble == NULL;
    if (lock < 0) {
        if (trouble != NULL)
            g_propagate_error(error, g_steal_pointer(&trouble));
        return FALSE;
    }
    given = file_has_id(path, id);
    *taken = !given && g_file_test(path, G_FILE_TEST_EXISTS);
    if (!given && !*taken)
        given = draft_file_write(path, text, error);
    lock_drop(lock, lock_path);
    return given;
}

char *draft_give_back(const char *scope, const char *name, const char *text, GError **error)
{
    g_autofree char *id = id_of(text);
    g_autofree char *path = draft_file_path(scope, name, error);
    g_autofree char *other = g_strdup_printf("%s-%.8s", name, id);
    Draft *open = path != NULL ? draft_opened(path) : NULL;
    gboolean taken;

    if (path == NULL)
        return NULL;
    if (open != NULL && open->handed_over && strcmp(draft_get(open, DRAFT_ID), id) == 0)
        return give_back_to_open(open, error) ? g_strdup(name) : NULL;
    if (give_back_to_file(path, id, text, &taken, error))
        return g_strdup(name);
    if (!taken)
        return NULL;
    g_free(path);
    path = draft_file_path(scope, other, error);
    if (path != NULL && give_back_to_file(path, id, text, &taken, error))
        return g_steal_pointer(&other);
    if (path != NULL && taken)
        g_set_error_literal(error, G_FILE_ERROR, G_FILE_ERROR_EXIST, path);
    return NULL;
}

void draft_remove(const char *scope, const char *name, const char *text)
{
    g_autofree char *id = id_of(text);
    g_autofree char *path = draft_file_path(scope, name, NULL);
    g_autofree char *lock_path = path != NULL ? draft_file_lock_path(path) : NULL;
    int lock;

    if (path == NULL || !g_file_test(path, G_FILE_TEST_EXISTS) || (lock = lock_take(lock_path, NULL)) < 0)
        return;
    if (file_has_id(path, id))
        remove_durably(path);
    lock_drop(lock, lock_path);
}
