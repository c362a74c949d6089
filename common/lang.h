/* Locale and language. */
#ifndef COMMON_LANG_H
#define COMMON_LANG_H

#include <libintl.h>

#define _(text) gettext(text)
#define N_(text) (text)

/* Sets the locale (the environment's where it is there and UTF-8, else zh_CN.UTF-8, else C.UTF-8) and
 * the language of messages: choice ("zh", "en") or, when NULL, what LANGUAGE, LC_ALL, LC_MESSAGES or
 * LANG names; Chinese when they name neither. LC_NUMERIC stays "C". Call once, before curses. */
void lang_init(const char *choice);

#endif
