/* Where things are on this machine (XDG base directories), and the person's settings. */
#ifndef COMMON_CONFIG_H
#define COMMON_CONFIG_H

#include <glib.h>

/* A private folder (mode 0700, made when missing) under the state directory, for words that must
 * survive: parts ends with NULL. Owned by the caller; NULL with an error when it cannot be made. */
char *config_state_folder(const char *const *parts, GError **error);

/* The settings file, or an empty one when there is none. Owned by the caller; NULL with a sentence
 * when it cannot be read. */
GKeyFile *config_load(GError **error);

/* A short name for a text that may hold anything, for use as a folder. Owned by the caller. */
char *config_digest(const char *text);

#endif
