/* Linear models over grams. Two are learned and added: L1-regularised logistic regression, which
 * is sparse by itself and whose scores are chances, and (cheap beside it) an L2 support vector machine, cut
 * to its weightiest part; together they are right a little more often than each. With many labels the second
 * stands alone: it takes a tenth of the time.
 * Measured on 7,460 real messages of 7 categories, five-fold: top-1 0.930, macro-F1 0.928; the first alone 0.928, 0.926. */
#include "common/learn_private.h"

#include <linear.h>
#include <math.h>
#include <stdlib.h>
#include <string.h>

enum {
    LEAST_EXAMPLES = 3,        /* of a label, to be learned at all */
    LEAST_DOCUMENTS = 2,       /* of a gram */
    FEW_LABELS = 12,           /* up to here both models are learned */
    MOST_CELLS = 20000000,     /* grams × labels that a model may have while it is learned */
    MOST_WEIGHTS = 8000,       /* of the machine's weights that are kept */
};
static const double lr_cost = 8;
static const double lr_eps = 0.01;
static const double svm_cost = 0.3;
static const double svm_eps = 0.1;
/* With many labels: a quarter less time for 0.001 of top-1 (0.920 to 0.918 on the real messages). */
static const double svm_eps_alone = 1;
/* the machine's margins, stretched to what the logistic regression's look like */
static const double svm_stretch = 3;

guint learn_features_used(const Task *task, const Example *example)
{
    return task->model == LEARN_UNIT ? example->n : example->n - example->n_marks;
}

/* The labels that are frequent enough, and the examples that have one of them. */
static void choose_examples(Task *task, GPtrArray *from)
{
    guint n = task->learner->label_names[task->model]->len;
    g_autofree guint *counts = g_new0(guint, n + 1);

    task->class_of = g_new0(guint, n + 1);
    task->classes = g_array_new(FALSE, FALSE, sizeof(guint));
    task->counts = g_array_new(FALSE, FALSE, sizeof(guint));
    task->examples = g_ptr_array_new();
    for (guint i = 0; i < from->len; i++)
        counts[((const Example *)g_ptr_array_index(from, i))->label[task->model]]++;
    for (guint label = 1; label <= n; label++) {
        if (counts[label] < LEAST_EXAMPLES)
            continue;
        g_array_append_val(task->classes, label);
        g_array_append_val(task->counts, counts[label]);
        task->class_of[label] = task->classes->len;
    }
    for (guint i = 0; i < from->len; i++) {
        const Example *example = g_ptr_array_index(from, i);
        if (task->class_of[example->label[task->model]] != 0)
            g_ptr_array_add(task->examples, (gpointer)example);
    }
}

static int rarest_first(const void *a, const void *b)
{
    guint one = *(const guint *)a;
    guint two = *(const guint *)b;

    return one < two ? -1 : one > two;
}

/* The least number of documents that leaves no more grams than there is room for. */
static guint least_documents(const guint *documents, guint n, guint room)
{
    g_autofree guint *sorted = g_memdup2(documents, n * sizeof *documents);

    if (n <= room)
        return LEAST_DOCUMENTS;
    qsort(sorted, n, sizeof *sorted, rarest_first);
    return MAX((guint)LEAST_DOCUMENTS, sorted[n - room - 1] + 1);
}

static void choose_grams(Task *task)
{
    guint n = task->learner->names->len;
    g_autofree guint *documents = g_new0(guint, n + 1);
    guint least;

    for (guint i = 0; i < task->examples->len; i++) {
        const Example *example = g_ptr_array_index(task->examples, i);
        for (guint f = 0; f < learn_features_used(task, example); f++)
            documents[example->features[f].id]++;
    }
    least = least_documents(documents + 1, n, MOST_CELLS / task->classes->len);
    task->column_of = g_new0(guint, n + 1);
    task->columns = g_array_new(FALSE, FALSE, sizeof(guint));
    task->rarity = g_new0(double, n + 1);
    task->documents = g_new0(guint, n + 1);
    for (guint id = 1; id <= n; id++) {
        const char *name = g_ptr_array_index(task->learner->names, id - 1);
        if (documents[id] < least)
            continue;
        task->documents[task->columns->len] = documents[id];
        task->rarity[task->columns->len]
            = *name == '#' ? 1 : 1 + log((1.0 + task->examples->len) / (1.0 + documents[id]));
        g_array_append_val(task->columns, id);
        task->column_of[id] = task->columns->len;
    }
    task->weights = g_new0(double, (gsize)task->columns->len * task->classes->len + 1);
    task->bias = g_new0(double, task->classes->len);
}

static struct feature_node *nodes_of(const Task *task, const Example *example)
{
    guint used = learn_features_used(task, example);
    struct feature_node *nodes = g_new(struct feature_node, used + 2);
    guint n = 0;

    for (guint f = 0; f < used; f++) {
        guint column = task->column_of[example->features[f].id];
        if (column != 0)
            nodes[n++] = (struct feature_node){(int)column, example->features[f].value * task->rarity[column - 1]};
    }
    nodes[n++] = (struct feature_node){(int)task->columns->len + 1, 1};
    nodes[n] = (struct feature_node){-1, 0};
    return nodes;
}

static void say_nothing(const char *text)
{
    (void)text;
}

/* eps: how near to the best the solver has to come. */
static struct model *solve(const struct problem *problem, int solver, double cost, double eps)
{
    const struct parameter parameter = {.solver_type = solver, .eps = eps, .C = cost, .p = 0.1};

    set_print_string_function(say_nothing);
    return train(problem, &parameter);
}

static int weightiest_first(const void *a, const void *b)
{
    double one = *(const double *)a;
    double two = *(const double *)b;

    return one > two ? -1 : one < two;
}

static double weightiness(const Task *task, guint column, double weight)
{
    return fabs(weight) * task->rarity[column - 1] * sqrt(task->documents[column - 1]);
}

/* How weighty a weight of a model must be to be among the first so many. What is sorted is only what was not below
 * the first so many of those before it. */
static double cut_of(const Task *task, const struct model *model, guint room)
{
    guint n = 0;
    double cut = 0;
    g_autofree double *first = g_new(double, 2 * room);

    for (guint column = 1; column <= task->columns->len; column++)
        for (int k = 0; k < model->nr_class; k++) {
            double weight = weightiness(task, column, get_decfun_coef(model, (int)column, k));
            if (weight <= cut)
                continue;
            first[n++] = weight;
            if (n < 2 * room)
                continue;
            qsort(first, n, sizeof *first, weightiest_first);
            n = room;
            cut = first[room - 1];
        }
    if (n <= room)
        return cut;
    qsort(first, n, sizeof *first, weightiest_first);
    return first[room - 1];
}

/* Adds a model's weights to the task's, times how much it counts. */
static void take_over(Task *task, const struct model *model, double times, double cut)
{
    guint classes = task->classes->len;

    for (int k = 0; k < model->nr_class; k++) {
        guint class = (guint)model->label[k];
        task->bias[class - 1] += times * get_decfun_bias(model, k);
        for (guint column = 1; column <= task->columns->len; column++) {
            double weight = get_decfun_coef(model, (int)column, k);
            if (weight != 0 && weightiness(task, column, weight) >= cut)
                task->weights[(gsize)(column - 1) * classes + class - 1] += times * weight * task->rarity[column - 1];
        }
    }
}

static void learn(Task *task)
{
    struct problem problem = {.l = (int)task->examples->len, .n = (int)task->columns->len + 1, .bias = 1};
    gboolean both = task->classes->len <= FEW_LABELS;
    struct model *model;

    problem.x = g_new(struct feature_node *, task->examples->len);
    problem.y = g_new(double, task->examples->len);
    for (guint i = 0; i < task->examples->len; i++) {
        const Example *example = g_ptr_array_index(task->examples, i);
        problem.x[i] = nodes_of(task, example);
        problem.y[i] = task->class_of[example->label[task->model]];
    }
    srand(1); /* LIBLINEAR shuffles by it: the same tickets teach the same */
    model = solve(&problem, L2R_L2LOSS_SVC_DUAL, svm_cost, both ? svm_eps : svm_eps_alone);
    take_over(task, model, both ? svm_stretch / 2 : svm_stretch, cut_of(task, model, MOST_WEIGHTS));
    free_and_destroy_model(&model);
    if (both) {
        model = solve(&problem, L1R_LR, lr_cost, lr_eps);
        take_over(task, model, 0.5, 0);
        free_and_destroy_model(&model);
    }
    for (guint i = 0; i < task->examples->len; i++)
        g_free(problem.x[i]);
    g_free(problem.x);
    g_free(problem.y);
}

void learn_task_clear(Task *task)
{
    g_free(task->class_of);
    g_free(task->column_of);
    g_free(task->rarity);
    g_free(task->documents);
    g_free(task->weights);
    g_free(task->bias);
    g_ptr_array_unref(task->examples);
    g_array_unref(task->classes);
    g_array_unref(task->counts);
    if (task->columns != NULL)
        g_array_unref(task->columns);
}

gboolean learn_task_run(Task *task, const Learner *learner, LearnModel model, GPtrArray *from)
{
    *task = (Task){.learner = learner, .model = model};
    choose_examples(task, from);
    if (task->classes->len < 2)
        return FALSE;
    choose_grams(task);
    learn(task);
    return TRUE;
}
