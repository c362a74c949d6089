/* A file as a lock between programs of one person: held until it is dropped or the holder ends. */
#ifndef COMMON_LOCK_H
#define COMMON_LOCK_H

#include <glib.h>

/* Makes the file when it is missing and takes the lock without waiting. Returns its descriptor for
 * lock_drop; -1 when another holds it, or with an error when the file cannot be made. */
int lock_take(const char *path, GError **error);
/* Removes the file and lets go. */
void lock_drop(int lock, const char *path);

#endif
