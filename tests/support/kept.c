/* Looking into the folders of outboxes. */
#include "tests/support/kept.h"

#include <string.h>

static gint by_name(gconstpointer a, gconstpointer b)
{
    return strcmp(*(const char *const *)a, *(const char *const *)b);
}

GPtrArray *kept_files(const char *scope, const char *suffix)
{
    g_autofree char *base = g_build_filename(g_getenv("XDG_STATE_HOME"), "hotline", "outbox", scope, NULL);
    g_autoptr(GDir) boxes = g_dir_open(base, 0, NULL);
    GPtrArray *paths = g_ptr_array_new_with_free_func(g_free);
    const char *box;
    const char *name;

    while (boxes != NULL && (box = g_dir_read_name(boxes)) != NULL) {
        g_autofree char *folder = g_build_filename(base, box, NULL);
        g_autoptr(GDir) dir = g_dir_open(folder, 0, NULL);
        while (dir != NULL && (name = g_dir_read_name(dir)) != NULL)
            if (g_str_has_suffix(name, suffix))
                g_ptr_array_add(paths, g_build_filename(folder, name, NULL));
    }
    g_ptr_array_sort(paths, by_name);
    return paths;
}

guint kept_count(const char *scope, const char *suffix)
{
    g_autoptr(GPtrArray) paths = kept_files(scope, suffix);

    return paths->len;
}
