/* What the learner sees of a text: its grams. The database counts the same (hotline.learned_hits,
 * schema/functions/72_learning.sql); a test holds the two together. */
#ifndef COMMON_GRAMS_H
#define COMMON_GRAMS_H

#include <glib.h>

/* A gram of one or two characters as a number (two code points), and its value in a text. */
typedef struct {
    guint64 gram;
    double value;
} Gram;

/* The grams of a text, each once, with values that make a vector of length 1. Owned by the caller. */
GArray *grams_of(const char *text);

/* The gram as text. Owned by the caller. */
char *gram_text(guint64 gram);

#endif
