/* A server whose data is broken: it is moved out of the way, never deleted. */
#include <errno.h>
#include <fcntl.h>
#include <glib/gstdio.h>
#include <string.h>
#include <sys/file.h>
#include <sys/stat.h>
#include <unistd.h>

#include "common/embed_private.h"
#include "common/lang.h"

enum { WAIT_MS = 15000, STEP_MS = 50 };

static gboolean locked_within(int lock, guint ms)
{
    for (guint waited = 0; flock(lock, LOCK_EX | LOCK_NB) != 0; waited += STEP_MS) {
        if (waited >= ms)
            return FALSE;
        g_usleep(STEP_MS * 1000);
    }
    return TRUE;
}

gboolean embed_in_use(const char *name)
{
    g_autofree char *folder = embed_folder(name);
    g_autofree char *path = g_build_filename(folder, EMBED_SEATS, NULL);
    int seats = open(path, O_RDWR | O_CLOEXEC | O_NOFOLLOW);
    gboolean used;

    if (seats < 0)
        return FALSE;
    /* a keeper that is stopping holds it for a moment */
    used = !locked_within(seats, 1000);
    close(seats);
    return used;
}

char *embed_disk_full(const char *name)
{
    g_autofree char *folder = embed_folder(name);

    return embed_server_room(folder, "");
}

/* PATH.broken-20261125-143000. Owned by the caller. */
static char *move_aside(const char *path, GError **error)
{
    g_autoptr(GDateTime) now = g_date_time_new_now_local();
    g_autofree char *date = g_date_time_format(now, "%Y%m%d-%H%M%S");
    g_autofree char *aside = g_strdup_printf("%s.broken-%s", path, date);

    if (g_rename(path, aside) == 0)
        return g_steal_pointer(&aside);
    g_set_error(error, embed_quark(), EMBED_FAILED, _("%s cannot be moved away: %s"), path, g_strerror(errno));
    return NULL;
}

/* Nobody has a seat, no keeper is at work, and what it left running has ended. */
static gboolean is_quiet(const char *folder, int seats, int keeper, GError **error)
{
    gboolean quiet = flock(seats, LOCK_EX | LOCK_NB) == 0 && locked_within(keeper, WAIT_MS);

    for (guint waited = 0; quiet && embed_server_runs(folder); waited += STEP_MS) {
        quiet = waited < WAIT_MS;
        g_usleep(STEP_MS * 1000);
    }
    if (!quiet)
        g_set_error(error, embed_quark(), EMBED_FAILED, "%s", _("It is in use: leave the program in all terminals first."));
    return quiet;
}

char *embed_set_aside(const char *name, GError **error)
{
    g_autofree char *folder = embed_folder(name);
    g_autofree char *data = g_build_filename(folder, "data", NULL);
    int seats = embed_lock_open(folder, EMBED_SEATS, NULL);
    int keeper = embed_lock_open(folder, EMBED_KEEPER, NULL);
    char *aside = NULL;

    /* another user's folder, as a whole */
    if (seats < 0 || keeper < 0)
        aside = move_aside(folder, error);
    else if (is_quiet(folder, seats, keeper, error))
        aside = move_aside(data, error);
    if (seats >= 0)
        close(seats);
    if (keeper >= 0)
        close(keeper);
    return aside;
}
