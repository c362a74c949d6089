/* What was changed in a text, sentence by sentence. */
#ifndef COMMON_CHANGES_H
#define COMMON_CHANGES_H

#include <glib.h>

/* The new text with what is gone in it, in lines: "+ " begins what is new, "- " what is gone, two blanks
 * what stayed. Compared by sentences and lines; texts of very many changed ones are shown as wholly
 * replaced. Owned by the caller. */
char *changes_text(const char *before, const char *after);

#endif
