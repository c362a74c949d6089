/* The figures of a model: right at once, right among three, and the mean F1 of the labels. */
#include <string.h>

#include "common/learn_train.h"

typedef struct {
    guint right;
    guint missed;  /* it was this one, another was said */
    guint claimed; /* this one was said, it was another */
} Count;

struct LearnTally {
    GHashTable *counts; /* label → Count */
    guint n;
    guint first;
    guint among;
};

LearnTally *learn_tally_new(void)
{
    LearnTally *tally = g_new0(LearnTally, 1);

    tally->counts = g_hash_table_new_full(g_str_hash, g_str_equal, g_free, g_free);
    return tally;
}

static Count *count_of(LearnTally *tally, const char *label)
{
    Count *count = g_hash_table_lookup(tally->counts, label);

    if (count == NULL) {
        count = g_new0(Count, 1);
        g_hash_table_insert(tally->counts, g_strdup(label), count);
    }
    return count;
}

void learn_tally_add(LearnTally *tally, const char *truth, const char *const *guesses)
{
    const char *said = guesses[0] != NULL ? guesses[0] : "";

    tally->n++;
    for (guint i = 0; i < 3 && guesses[i] != NULL; i++)
        tally->among += strcmp(guesses[i], truth) == 0;
    if (strcmp(said, truth) == 0) {
        tally->first++;
        count_of(tally, truth)->right++;
    } else {
        count_of(tally, truth)->missed++;
        count_of(tally, said)->claimed++;
    }
}

/* The mean is over the labels that were there to be found. */
LearnFigures learn_tally_end(LearnTally *tally)
{
    LearnFigures figures = {.n = tally->n};
    GHashTableIter all;
    gpointer value;
    guint labels = 0;

    g_hash_table_iter_init(&all, tally->counts);
    while (g_hash_table_iter_next(&all, NULL, &value)) {
        const Count *count = value;
        if (count->right + count->missed == 0)
            continue;
        labels++;
        figures.macro_f1 += 2.0 * count->right / (2 * count->right + count->missed + count->claimed);
    }
    if (tally->n > 0) {
        figures.top1 = (double)tally->first / tally->n;
        figures.top3 = (double)tally->among / tally->n;
        figures.macro_f1 /= labels;
    }
    g_hash_table_unref(tally->counts);
    g_free(tally);
    return figures;
}
