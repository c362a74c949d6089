/* Sparklines: a row of figures as one line of text, as high as they are. */
#ifndef TUI_SPARK_H
#define TUI_SPARK_H

#include <glib.h>

/* in: n figures from 0 to most (what is beyond is cut; NAN: there is none, a blank). blocks: eighths of a cell;
 * else digits 0 to 9, which every terminal has. Owned by the caller. */
char *spark_text(const double *figures, guint n, double most, gboolean blocks);

#endif
