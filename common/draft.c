/* Drafts in memory. Typing only marks them; a timer hands the text to one writer thread, so that a
 * slow disk does not hold a key up. */
#include "common/draft.h"

#include <glib/gstdio.h>
#include <string.h>
#include <unistd.h>

#include "common/config.h"
#include "common/draft_private.h"
#include "common/lang.h"
#include "common/lock.h"

enum { SAVE_AFTER_MS = 400, AGAIN_AFTER_MS = 1000 };

/* One saving on its way through the writer thread. */
typedef struct {
    Draft *draft; /* touched by the main loop only; NULL: closed meanwhile */
    guint64 edits;
    char *path;
    char *text;
    GError *error;
} Saving;

static GThreadPool *writer;
static GPtrArray *savings; /* under way */
static GPtrArray *opened;  /* Draft: all that this program has open */

Draft *draft_opened(const char *path)
{
    for (guint i = 0; opened != NULL && i < opened->len; i++) {
        Draft *draft = g_ptr_array_index(opened, i);
        if (strcmp(draft->path, path) == 0)
            return draft;
    }
    return NULL;
}

static void read_words(Draft *draft)
{
    g_autoptr(GError) error = NULL;
    g_autofree char *text = NULL;
    gsize length = 0;

    if (!g_file_get_contents(draft->path, &text, &length, &error)
        && g_error_matches(error, G_FILE_ERROR, G_FILE_ERROR_NOENT))
        return;
    if (error != NULL || (length > 0 && !draft_file_parse(draft->words, text, length, &error))) {
        g_autofree char *aside = g_strconcat(draft->path, ".bad", NULL);
        g_hash_table_remove_all(draft->words);
        g_rename(draft->path, aside);
        draft->trouble = g_strdup_printf(_("A draft could not be read and was put aside as %s"), aside);
    }
}

Draft *draft_open(const char *scope, const char *kind, const char *key, GError **error)
{
    g_autofree char *name = g_strconcat(kind, "/", key, NULL);
    g_autofree char *path = draft_file_path(scope, name, error);
    g_autofree char *lock_path = path != NULL ? draft_file_lock_path(path) : NULL;
    int lock = lock_path != NULL ? lock_take(lock_path, error) : -1;
    Draft *draft;

    if (lock < 0)
        return NULL;
    draft = g_new0(Draft, 1);
    draft->name = g_steal_pointer(&name);
    draft->path = g_steal_pointer(&path);
    draft->lock_path = g_steal_pointer(&lock_path);
    draft->lock = lock;
    draft->words = g_hash_table_new_full(g_str_hash, g_str_equal, g_free, g_free);
    read_words(draft);
    if (*draft_get(draft, DRAFT_ID) == '\0')
        g_hash_table_insert(draft->words, g_strdup(DRAFT_ID), g_uuid_string_random());
    if (opened == NULL)
        opened = g_ptr_array_new();
    g_ptr_array_add(opened, draft);
    return draft;
}

const char *draft_get(const Draft *draft, const char *field)
{
    const char *value = g_hash_table_lookup(draft->words, field);

    return value != NULL ? value : "";
}

static gboolean is_empty(const Draft *draft)
{
    GHashTableIter iter;
    gpointer name;
    gpointer value;

    g_hash_table_iter_init(&iter, draft->words);
    while (g_hash_table_iter_next(&iter, &name, &value))
        if (*(const char *)name != '@' && *(const char *)value != '\0')
            return FALSE;
    return TRUE;
}

/* --- saving --- */

static gboolean on_timer(gpointer data);

static void save_after(Draft *draft, guint ms)
{
    if (draft->timer == 0 && !draft->handed_over)
        draft->timer = g_timeout_add(ms, on_timer, draft);
}

static void note_saved(Draft *draft, guint64 edits, const GError *error)
{
    g_clear_pointer(&draft->trouble, g_free);
    if (error != NULL) {
        draft->trouble = g_strdup(error->message);
        save_after(draft, AGAIN_AFTER_MS);
        return;
    }
    draft->written = MAX(draft->written, edits);
    draft->saved_at = g_get_real_time();
}

static gboolean on_written(gpointer data)
{
    Saving *saving = data;

    if (saving->draft != NULL) {
        note_saved(saving->draft, saving->edits, saving->error);
        if (saving->draft->saved != NULL)
            saving->draft->saved(saving->draft->saved_data);
    }
    g_ptr_array_remove_fast(savings, saving);
    g_clear_error(&saving->error);
    g_free(saving->path);
    g_free(saving->text);
    g_free(saving);
    return G_SOURCE_REMOVE;
}

static void write_thread(gpointer data, gpointer unused)
{
    Saving *saving = data;

    (void)unused;
    draft_file_write(saving->path, saving->text, &saving->error);
    g_idle_add_full(G_PRIORITY_DEFAULT, on_written, saving, NULL);
}

static gboolean on_timer(gpointer data)
{
    Draft *draft = data;
    Saving *saving = g_new0(Saving, 1);

    draft->timer = 0;
    if (writer == NULL)
        writer = g_thread_pool_new(write_thread, NULL, 1, FALSE, NULL);
    if (savings == NULL)
        savings = g_ptr_array_new();
    saving->draft = draft;
    saving->edits = draft->edits;
    saving->path = g_strdup(draft->path);
    saving->text = draft_file_text(draft->words);
    g_ptr_array_add(savings, saving);
    g_thread_pool_push(writer, saving, NULL);
    return G_SOURCE_REMOVE;
}

void draft_set(Draft *draft, const char *field, const char *value)
{
    g_hash_table_insert(draft->words, g_strdup(field), g_strdup(value));
    draft->edits++;
    save_after(draft, SAVE_AFTER_MS);
}

void draft_on_saved(Draft *draft, void (*saved)(gpointer data), gpointer data)
{
    draft->saved = saved;
    draft->saved_data = data;
}

void draft_wait_for_writer(Draft *draft)
{
    for (guint i = 0; savings != NULL && i < savings->len; i++) {
        Saving *saving = g_ptr_array_index(savings, i);
        if (saving->draft == draft)
            saving->draft = NULL;
    }
    if (writer != NULL)
        g_thread_pool_free(g_steal_pointer(&writer), FALSE, TRUE);
}

void draft_flush(Draft *draft)
{
    g_autofree char *text = NULL;
    g_autoptr(GError) error = NULL;

    if (draft->edits == draft->written || draft->handed_over)
        return;
    g_clear_handle_id(&draft->timer, g_source_remove);
    draft_wait_for_writer(draft);
    text = draft_file_text(draft->words);
    draft_file_write(draft->path, text, &error);
    note_saved(draft, draft->edits, error);
}

/* --- the end --- */

static void end(Draft *draft, gboolean remove)
{
    draft_wait_for_writer(draft);
    g_clear_handle_id(&draft->timer, g_source_remove);
    g_ptr_array_remove_fast(opened, draft);
    if (remove)
        g_unlink(draft->path);
    lock_drop(draft->lock, draft->lock_path);
    g_hash_table_unref(draft->words);
    g_free(draft->name);
    g_free(draft->path);
    g_free(draft->lock_path);
    g_free(draft->trouble);
    g_free(draft);
}

void draft_close(Draft *draft)
{
    draft_flush(draft);
    end(draft, is_empty(draft));
}

void draft_discard(Draft *draft)
{
    end(draft, TRUE);
}

gint64 draft_saved_at(const Draft *draft)
{
    return draft->saved_at;
}

const char *draft_trouble(const Draft *draft)
{
    return draft->trouble;
}

/* --- all of a kind --- */

typedef struct {
    char *key;
    gint64 at; /* of the last saving, nanoseconds */
} Kept;

static void kept_free(gpointer data)
{
    Kept *kept = data;

    g_free(kept->key);
    g_free(kept);
}

static gint by_age(gconstpointer a, gconstpointer b)
{
    const Kept *one = *(const Kept *const *)a;
    const Kept *two = *(const Kept *const *)b;

    return one->at != two->at ? (one->at > two->at) - (one->at < two->at) : strcmp(one->key, two->key);
}

/* NULL when it is open. Owned by the caller. */
static Kept *kept_of(const char *folder, const char *name)
{
    g_autofree char *path = g_build_filename(folder, name, NULL);
    g_autofree char *lock_path = draft_file_lock_path(path);
    int lock = lock_take(lock_path, NULL);
    struct stat info = {0};
    Kept *kept;

    if (lock < 0)
        return NULL;
    lock_drop(lock, lock_path);
    if (g_stat(path, &info) != 0)
        return NULL;
    kept = g_new(Kept, 1);
    kept->key = g_strndup(name, strlen(name) - strlen(DRAFT_SUFFIX));
    kept->at = info.st_mtim.tv_sec * G_GINT64_CONSTANT(1000000000) + info.st_mtim.tv_nsec;
    return kept;
}

GPtrArray *draft_list(const char *scope, const char *kind)
{
    GPtrArray *keys = g_ptr_array_new_with_free_func(g_free);
    g_autoptr(GPtrArray) all = g_ptr_array_new_with_free_func(kept_free);
    const char *parts[] = {"drafts", scope, kind, NULL};
    g_autofree char *folder = config_state_folder(parts, NULL);
    g_autoptr(GDir) dir = folder != NULL ? g_dir_open(folder, 0, NULL) : NULL;
    const char *name;

    while (dir != NULL && (name = g_dir_read_name(dir)) != NULL) {
        Kept *kept = g_str_has_suffix(name, DRAFT_SUFFIX) ? kept_of(folder, name) : NULL;
        if (kept != NULL)
            g_ptr_array_add(all, kept);
    }
    g_ptr_array_sort(all, by_age);
    for (guint i = 0; i < all->len; i++)
        g_ptr_array_add(keys, g_steal_pointer(&((Kept *)g_ptr_array_index(all, i))->key));
    return keys;
}
