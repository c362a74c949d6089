/* Shared by learn_train.c and learn_task.c only. */
#ifndef COMMON_LEARN_PRIVATE_H
#define COMMON_LEARN_PRIVATE_H

#include "common/learn_train.h"

typedef struct {
    guint32 id;
    float value;
} Feature;

typedef struct {
    Feature *features; /* those of the marks last */
    guint n;
    guint n_marks;
    guint label[LEARN_MODELS]; /* number of the label, from 1; 0: none */
} Example;

struct Learner {
    GArray *examples;
    GHashTable *ids;   /* gram → its id, from 1 */
    GPtrArray *names;  /* id - 1 → text */
    GHashTable *labels[LEARN_MODELS];
    GPtrArray *label_names[LEARN_MODELS];
};

/* One learning: which examples, which labels and grams of them, and the weights that come out. */
typedef struct {
    const Learner *learner;
    LearnModel model;
    GPtrArray *examples; /* Example *, borrowed */
    guint *class_of;     /* number of a label → its class, from 1; 0: too rare */
    GArray *classes;     /* class - 1 → number of the label */
    GArray *counts;      /* class - 1 → examples */
    guint *column_of;    /* id of a gram → its column, from 1; 0: not used */
    GArray *columns;     /* column - 1 → id */
    double *rarity;      /* column - 1 */
    guint *documents;    /* column - 1 */
    double *weights;     /* [column - 1][class - 1], rarity in it */
    double *bias;        /* class - 1 */
} Task;

/* Chooses the examples of a model and their grams, and learns. FALSE when there are not two labels with
 * enough examples. learn_task_clear in either case. */
gboolean learn_task_run(Task *task, const Learner *learner, LearnModel model, GPtrArray *from);
void learn_task_clear(Task *task);

/* How many of an example's features count in this model: marks for units alone. */
guint learn_features_used(const Task *task, const Example *example);

#endif
