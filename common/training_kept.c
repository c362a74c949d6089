/* The results' file beside the data folder. It is taken in before it is written anew, so that it never loses any. */
#include "common/training_kept.h"

#include <errno.h>
#include <glib/gstdio.h>

#include "common/lang.h"
#include "common/training_send.h"

char *training_kept_path(const char *server)
{
    g_autofree char *home = g_canonicalize_filename(g_get_user_data_dir(), NULL);
    g_autofree char *file = g_strconcat(server, ".json", NULL);

    return g_build_filename(home, "hotline", "results", file, NULL);
}

/* PATH.broken-20261125-143000 */
static gboolean move_aside(const char *path, EmbedProgress progress, GError **error)
{
    g_autoptr(GDateTime) now = g_date_time_new_now_local();
    g_autofree char *date = g_date_time_format(now, "%Y%m%d-%H%M%S");
    g_autofree char *aside = g_strdup_printf("%s.broken-%s", path, date);
    g_autofree char *said = g_strdup_printf(_("the results in %s cannot be read; they are kept as %s"), path, aside);

    if (g_rename(path, aside) != 0) {
        g_set_error(error, G_FILE_ERROR, (gint)g_file_error_from_errno(errno), "%s: %s", path, g_strerror(errno));
        return FALSE;
    }
    progress(said, NULL);
    return TRUE;
}

gboolean training_kept_restore(const char *server, const char *superuser, EmbedProgress progress, GError **error)
{
    g_autofree char *path = training_kept_path(server);
    g_autofree char *text = NULL;
    g_autoptr(GError) trouble = NULL;
    guint taken = 0;

    if (!g_file_get_contents(path, &text, NULL, &trouble))
        return g_error_matches(trouble, G_FILE_ERROR, G_FILE_ERROR_NOENT) || move_aside(path, progress, error);
    if (!training_results_restore(superuser, text, &taken, &trouble)) {
        if (g_error_matches(trouble, TRAINING_RESULTS_ERROR, TRAINING_RESULTS_BAD))
            return move_aside(path, progress, error);
        g_propagate_error(error, g_steal_pointer(&trouble));
        return FALSE;
    }
    if (taken > 0) {
        g_autofree char *said = g_strdup_printf(ngettext("taking %u kept result in", "taking %u kept results in", taken), taken);
        progress(said, NULL);
    }
    return TRUE;
}

gboolean training_kept_save(const char *server, const char *superuser, GError **error)
{
    g_autofree char *path = training_kept_path(server);
    g_autofree char *folder = g_path_get_dirname(path);
    g_autofree char *text = training_results_text(superuser, NULL, error);

    if (text == NULL)
        return FALSE;
    if (g_mkdir_with_parents(folder, 0700) != 0) {
        g_set_error(error, G_FILE_ERROR, (gint)g_file_error_from_errno(errno), "%s: %s", folder, g_strerror(errno));
        return FALSE;
    }
    return training_results_write(path, text, error);
}

guint training_kept_unsent(const char *server)
{
    g_autofree char *path = training_kept_path(server);
    g_autofree char *text = NULL;

    return g_file_get_contents(path, &text, NULL, NULL) ? training_results_unsent(text) : 0;
}
