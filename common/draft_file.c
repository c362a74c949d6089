/* Drafts' files: GKeyFiles, each in the folder of its kind. */
#include <string.h>

#include "common/config.h"
#include "common/draft_private.h"
#include "common/lang.h"

#define GROUP "form"

char *draft_file_path(const char *scope, const char *name, GError **error)
{
    g_autofree char *kind = g_path_get_dirname(name);
    g_autofree char *key = g_path_get_basename(name);
    g_autofree char *file = g_strconcat(key, DRAFT_SUFFIX, NULL);
    const char *parts[] = {"drafts", scope, kind, NULL};
    g_autofree char *folder = config_state_folder(parts, error);

    return folder != NULL ? g_build_filename(folder, file, NULL) : NULL;
}

char *draft_file_lock_path(const char *path)
{
    return g_strconcat(path, ".lock", NULL);
}

char *draft_file_text(GHashTable *words)
{
    g_autoptr(GKeyFile) file = g_key_file_new();
    GHashTableIter iter;
    gpointer name;
    gpointer value;

    g_hash_table_iter_init(&iter, words);
    while (g_hash_table_iter_next(&iter, &name, &value))
        g_key_file_set_string(file, GROUP, name, value);
    return g_key_file_to_data(file, NULL, NULL);
}

gboolean draft_file_parse(GHashTable *words, const char *text, gsize length, GError **error)
{
    g_autoptr(GKeyFile) file = g_key_file_new();
    g_auto(GStrv) names = NULL;

    if (!g_utf8_validate(text, (gssize)length, NULL)) { /* GKeyFile stops at a NUL, and says nothing */
        g_set_error_literal(error, G_KEY_FILE_ERROR, G_KEY_FILE_ERROR_UNKNOWN_ENCODING, "");
        return FALSE;
    }
    if (!g_key_file_load_from_data(file, text, length, G_KEY_FILE_NONE, error)
        || (names = g_key_file_get_keys(file, GROUP, NULL, error)) == NULL)
        return FALSE;
    for (char **name = names; *name != NULL; name++) {
        char *value = g_key_file_get_string(file, GROUP, *name, error);
        if (value == NULL)
            return FALSE;
        g_hash_table_insert(words, g_strdup(*name), value);
    }
    return TRUE;
}

gboolean draft_file_write(const char *path, const char *text, GError **error)
{
    return g_file_set_contents_full(path, text, -1, G_FILE_SET_CONTENTS_CONSISTENT | G_FILE_SET_CONTENTS_DURABLE,
                                    0600, error);
}
