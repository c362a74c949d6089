/* Folders and settings. */
#include "common/config.h"

#include <errno.h>
#include <glib/gstdio.h>
#include <sys/stat.h>
#include <unistd.h>

#include "common/lang.h"

char *config_state_folder(const char *const *parts, GError **error)
{
    g_autofree char *below = g_build_filenamev((char **)parts);
    char *path = g_build_filename(g_get_user_state_dir(), "hotline", below, NULL);
    struct stat info;

    if (g_mkdir_with_parents(path, 0700) != 0 || lstat(path, &info) != 0) {
        g_set_error(error, G_FILE_ERROR, (gint)g_file_error_from_errno(errno),
                    _("The folder %s cannot be made: %s"), path, g_strerror(errno));
        g_free(path);
        return NULL;
    }
    if (!S_ISDIR(info.st_mode) || info.st_uid != geteuid() || (info.st_mode & 077) != 0) {
        g_set_error(error, G_FILE_ERROR, G_FILE_ERROR_PERM,
                    _("The folder %s must be yours alone (chmod 700)."), path);
        g_free(path);
        return NULL;
    }
    return path;
}

GKeyFile *config_load(GError **error)
{
    g_autoptr(GKeyFile) settings = g_key_file_new();
    g_autofree char *path = g_build_filename(g_get_user_config_dir(), "hotline", "hotline.conf", NULL);
    g_autoptr(GError) trouble = NULL;

    if (!g_key_file_load_from_file(settings, path, G_KEY_FILE_NONE, &trouble)
        && !g_error_matches(trouble, G_FILE_ERROR, G_FILE_ERROR_NOENT)) {
        g_set_error(error, trouble->domain, trouble->code, "%s: %s", path, trouble->message);
        return NULL;
    }
    return g_steal_pointer(&settings);
}

char *config_digest(const char *text)
{
    g_autofree char *sum = g_compute_checksum_for_string(G_CHECKSUM_SHA256, text, -1);

    return g_strndup(sum, 16);
}
