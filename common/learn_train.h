/* Learning labels from labelled texts, through LIBLINEAR: examples in, a small table of weights out. */
#ifndef COMMON_LEARN_TRAIN_H
#define COMMON_LEARN_TRAIN_H

#include <glib.h>

typedef enum { LEARN_CATEGORY, LEARN_LEAF, LEARN_UNIT, LEARN_MODELS } LearnModel;

typedef struct Learner Learner;

Learner *learner_new(void);
void learner_free(Learner *learner);
G_DEFINE_AUTOPTR_CLEANUP_FUNC(Learner, learner_free)

/* labels: one a model, "" for none. marks: what else is known ("#c12"), for LEARN_UNIT alone; ends
 * with NULL. All copied. */
void learner_add(Learner *learner, const char *text, const char *const *marks, const char *const labels[LEARN_MODELS]);

typedef struct {
    char *label;
    double bias;
    guint examples;
} LearnedLabel;

typedef struct {
    char *gram;
    guint label; /* its place among the labels, from 1 */
    double weight;
} LearnedWeight;

/* How often the likeliest label, and one of the likeliest three, was the right one; n 0: not measured. */
typedef struct {
    guint n;
    double top1;
    double top3;
    double macro_f1;
} LearnFigures;

typedef struct {
    GArray *labels;  /* LearnedLabel */
    GArray *weights; /* LearnedWeight */
    guint examples;
    LearnFigures figures; /* of every fifth example, by a model that was learned without them */
} Learned;

/* Learns one model. NULL when there are not two labels with enough examples. */
Learned *learner_train(const Learner *learner, LearnModel model);
void learned_free(Learned *learned);
G_DEFINE_AUTOPTR_CLEANUP_FUNC(Learned, learned_free)

/* Adds one answer to figures that are being made: truth and the likeliest labels, best first, ends with
 * NULL. learn_tally_end fills the figures in. */
typedef struct LearnTally LearnTally;
LearnTally *learn_tally_new(void);
void learn_tally_add(LearnTally *tally, const char *truth, const char *const *guesses);
LearnFigures learn_tally_end(LearnTally *tally);

#endif
