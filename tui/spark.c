/* Figures as heights. */
#include "tui/spark.h"

#include <math.h>

static const char *const blocks_of[] = {"▁", "▂", "▃", "▄", "▅", "▆", "▇", "█"};
static const char *const digits_of[] = {"0", "1", "2", "3", "4", "5", "6", "7", "8", "9"};

char *spark_text(const double *figures, guint n, double most, gboolean blocks)
{
    GString *line = g_string_new(NULL);
    const char *const *signs = blocks ? blocks_of : digits_of;
    guint highest = (blocks ? G_N_ELEMENTS(blocks_of) : G_N_ELEMENTS(digits_of)) - 1;

    for (guint i = 0; i < n; i++) {
        double height = most > 0 ? CLAMP(figures[i] / most, 0, 1) : 0;
        g_string_append(line, isnan(figures[i]) ? " " : signs[(guint)lround(height * highest)]);
    }
    return g_string_free(line, FALSE);
}
