/* Locks that are files. */
#include "common/lock.h"

#include <errno.h>
#include <fcntl.h>
#include <glib/gstdio.h>
#include <sys/file.h>
#include <sys/stat.h>
#include <unistd.h>

#include "common/lang.h"

static void set_error(GError **error, const char *path)
{
    int code = errno;

    g_set_error(error, G_FILE_ERROR, (gint)g_file_error_from_errno(code), _("%s cannot be written: %s"), path,
                g_strerror(code));
}

/* TRUE when the file that was opened is the one that others will open. */
static gboolean is_current(int lock)
{
    struct stat info;

    return fstat(lock, &info) == 0 && info.st_nlink > 0;
}

int lock_take(const char *path, GError **error)
{
    for (;;) {
        int lock = open(path, O_RDWR | O_CREAT | O_CLOEXEC | O_NOFOLLOW, 0600);

        if (lock < 0) {
            set_error(error, path);
            return -1;
        }
        if (flock(lock, LOCK_EX | LOCK_NB) != 0) {
            if (errno != EWOULDBLOCK)
                set_error(error, path);
            close(lock);
            return -1;
        }
        if (is_current(lock))
            return lock;
        /* its holder dropped it between our opening and our locking */
        close(lock);
    }
}

void lock_drop(int lock, const char *path)
{
    g_unlink(path);
    close(lock);
}
