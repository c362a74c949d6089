/* Drafts as GKeyFiles. Typing only marks them; a timer hands the text to one writer thread, so that a
 * slow disk does not hold a key up. */
#include "common/draft.h"

#include <errno.h>
#include <fcntl.h>
#include <glib/gstdio.h>
#include <string.h>
#include <sys/file.h>
#include <sys/stat.h>
#include <unistd.h>

#include "common/config.h"
#include "common/lang.h"

enum { SAVE_AFTER_MS = 400 };
#define GROUP "form"
#define SUFFIX ".draft"

struct Draft {
    char *path;
    char *lock_path;
    int lock;
    GHashTable *words; /* field → value */
    guint timer;
    gint64 saved_at;
    char *trouble;
    void (*saved)(gpointer data);
    gpointer saved_data;
};

/* One saving on its way through the writer thread. */
typedef struct {
    Draft *draft; /* touched by the main loop only; NULL: closed meanwhile */
    char *path;
    char *text;
    GError *error;
} Saving;

static GThreadPool *writer;
static GPtrArray *savings; /* under way */

static char *folder_of(const char *scope, const char *kind, GError **error)
{
    const char *parts[] = {"drafts", scope, kind, NULL};

    return config_state_folder(parts, error);
}

static int lock_file(const char *path)
{
    int lock = open(path, O_RDWR | O_CREAT | O_CLOEXEC | O_NOFOLLOW, 0600);

    if (lock >= 0 && flock(lock, LOCK_EX | LOCK_NB) != 0) {
        close(lock);
        return -1;
    }
    return lock;
}

/* FALSE when it is not whole: zero bytes (a disk that lost power), no words, a word that is no text. */
static gboolean parse_words(Draft *draft, const char *text, gsize length)
{
    g_autoptr(GKeyFile) file = g_key_file_new();
    g_auto(GStrv) names = NULL;

    if (memchr(text, '\0', length) != NULL || !g_key_file_load_from_data(file, text, length, G_KEY_FILE_NONE, NULL)
        || (names = g_key_file_get_keys(file, GROUP, NULL, NULL)) == NULL)
        return FALSE;
    for (char **name = names; *name != NULL; name++) {
        char *value = g_key_file_get_string(file, GROUP, *name, NULL);
        if (value == NULL)
            return FALSE;
        g_hash_table_insert(draft->words, g_strdup(*name), value);
    }
    return TRUE;
}

static void read_words(Draft *draft)
{
    g_autoptr(GError) error = NULL;
    g_autofree char *text = NULL;
    g_autofree char *aside = g_strconcat(draft->path, ".bad", NULL);
    gsize length = 0;
    gboolean read = g_file_get_contents(draft->path, &text, &length, &error);

    if ((read && (length == 0 || parse_words(draft, text, length)))
        || g_error_matches(error, G_FILE_ERROR, G_FILE_ERROR_NOENT))
        return;
    g_hash_table_remove_all(draft->words);
    g_rename(draft->path, aside);
    draft->trouble = g_strdup_printf(_("A draft could not be read and was put aside as %s"), aside);
}

/* The file's text. Owned by the caller. */
static char *to_text(const Draft *draft)
{
    g_autoptr(GKeyFile) file = g_key_file_new();
    GHashTableIter iter;
    gpointer name;
    gpointer value;

    g_hash_table_iter_init(&iter, draft->words);
    while (g_hash_table_iter_next(&iter, &name, &value))
        g_key_file_set_string(file, GROUP, name, value);
    return g_key_file_to_data(file, NULL, NULL);
}

Draft *draft_open(const char *scope, const char *kind, const char *key, GError **error)
{
    g_autofree char *folder = folder_of(scope, kind, error);
    g_autofree char *name = g_strconcat(key, SUFFIX, NULL);
    g_autofree char *lock_path = NULL;
    Draft *draft;
    int lock;

    if (folder == NULL)
        return NULL;
    lock_path = g_strconcat(folder, "/", name, ".lock", NULL);
    lock = lock_file(lock_path);
    if (lock < 0)
        return NULL;
    draft = g_new0(Draft, 1);
    draft->path = g_build_filename(folder, name, NULL);
    draft->lock_path = g_steal_pointer(&lock_path);
    draft->lock = lock;
    draft->words = g_hash_table_new_full(g_str_hash, g_str_equal, g_free, g_free);
    read_words(draft);
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

static gboolean write_file(const char *path, const char *text, GError **error)
{
    return g_file_set_contents_full(path, text, -1, G_FILE_SET_CONTENTS_CONSISTENT | G_FILE_SET_CONTENTS_DURABLE,
                                    0600, error);
}

static void note_saved(Draft *draft, const GError *error)
{
    g_clear_pointer(&draft->trouble, g_free);
    if (error != NULL)
        draft->trouble = g_strdup(error->message);
    else
        draft->saved_at = g_get_real_time();
}

static gboolean on_written(gpointer data)
{
    Saving *saving = data;

    if (saving->draft != NULL) {
        note_saved(saving->draft, saving->error);
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
    write_file(saving->path, saving->text, &saving->error);
    g_idle_add_full(G_PRIORITY_DEFAULT, on_written, saving, NULL);
}

static gboolean on_timer(gpointer data)
{
    Draft *draft = data;
    Saving *saving = g_new0(Saving, 1);

    draft->timer = 0;
    if (writer == NULL) {
        writer = g_thread_pool_new(write_thread, NULL, 1, FALSE, NULL);
        savings = g_ptr_array_new();
    }
    saving->draft = draft;
    saving->path = g_strdup(draft->path);
    saving->text = to_text(draft);
    g_ptr_array_add(savings, saving);
    g_thread_pool_push(writer, saving, NULL);
    return G_SOURCE_REMOVE;
}

void draft_set(Draft *draft, const char *field, const char *value)
{
    g_hash_table_insert(draft->words, g_strdup(field), g_strdup(value));
    if (draft->timer == 0)
        draft->timer = g_timeout_add(SAVE_AFTER_MS, on_timer, draft);
}

void draft_on_saved(Draft *draft, void (*saved)(gpointer data), gpointer data)
{
    draft->saved = saved;
    draft->saved_data = data;
}

static gboolean is_being_saved(const Draft *draft)
{
    for (guint i = 0; savings != NULL && i < savings->len; i++)
        if (((const Saving *)g_ptr_array_index(savings, i))->draft == draft)
            return TRUE;
    return FALSE;
}

/* Savings under way must not come after what is written now. */
static void wait_for_writer(Draft *draft)
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

    if (draft->timer == 0 && !is_being_saved(draft))
        return;
    g_clear_handle_id(&draft->timer, g_source_remove);
    wait_for_writer(draft);
    text = to_text(draft);
    write_file(draft->path, text, &error);
    note_saved(draft, error);
}

static void end(Draft *draft, gboolean remove)
{
    wait_for_writer(draft);
    g_clear_handle_id(&draft->timer, g_source_remove);
    if (remove)
        g_unlink(draft->path);
    g_unlink(draft->lock_path);
    close(draft->lock);
    g_hash_table_unref(draft->words);
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

static gboolean is_free(const char *folder, const char *name)
{
    g_autofree char *lock_path = g_strconcat(folder, "/", name, ".lock", NULL);
    int lock = open(lock_path, O_RDWR | O_CLOEXEC | O_NOFOLLOW);
    gboolean is = lock < 0 ? errno == ENOENT : flock(lock, LOCK_EX | LOCK_NB) == 0;

    if (lock >= 0)
        close(lock);
    return is;
}

/* A free draft and when it was saved last. */
typedef struct {
    char *key;
    struct timespec at;
} Kept;

static gint by_age(gconstpointer a, gconstpointer b)
{
    const Kept *one = a;
    const Kept *other = b;

    if (one->at.tv_sec != other->at.tv_sec)
        return one->at.tv_sec < other->at.tv_sec ? -1 : 1;
    if (one->at.tv_nsec != other->at.tv_nsec)
        return one->at.tv_nsec < other->at.tv_nsec ? -1 : 1;
    return strcmp(one->key, other->key);
}

GPtrArray *draft_list(const char *scope, const char *kind)
{
    GPtrArray *keys = g_ptr_array_new_with_free_func(g_free);
    g_autoptr(GArray) kept = g_array_new(FALSE, FALSE, sizeof(Kept));
    g_autofree char *folder = folder_of(scope, kind, NULL);
    g_autoptr(GDir) dir = folder != NULL ? g_dir_open(folder, 0, NULL) : NULL;
    const char *name;

    while (dir != NULL && (name = g_dir_read_name(dir)) != NULL) {
        g_autofree char *path = g_build_filename(folder, name, NULL);
        struct stat info;
        if (g_str_has_suffix(name, SUFFIX) && stat(path, &info) == 0 && is_free(folder, name)) {
            Kept one = {g_strndup(name, strlen(name) - strlen(SUFFIX)), info.st_mtim};
            g_array_append_val(kept, one);
        }
    }
    g_array_sort(kept, by_age);
    for (guint i = 0; i < kept->len; i++)
        g_ptr_array_add(keys, g_array_index(kept, Kept, i).key);
    return keys;
}
