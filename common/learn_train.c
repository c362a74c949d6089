/* Linear models over grams. Two are learned and added: L1-regularised logistic regression, which
 * is sparse by itself and whose scores are chances, and (cheap beside it) an L2 support vector machine, cut
 * to its weightiest part; together they are right a little more often than each. With many labels the second
 * stands alone: it takes a tenth of the time.
 * Measured on 7,460 real messages of 7 categories, five-fold: README says how to do it again. */
#include "common/learn_train.h"

#include <linear.h>
#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "common/grams.h"

enum {
    LEAST_EXAMPLES = 3,        /* of a label, to be learned at all */
    LEAST_DOCUMENTS = 2,       /* of a gram */
    FEW_LABELS = 12,           /* up to here both models are learned */
    MOST_CELLS = 20000000,     /* grams × labels that a model may have while it is learned */
    MOST_WEIGHTS = 8000,       /* of the machine's weights that are kept */
    EVERY_FIFTH = 5
};
static const double lr_cost = 8;
static const double svm_cost = 0.3;
/* the machine's margins, stretched to what the logistic regression's look like */
static const double svm_stretch = 3;

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

static void example_clear(gpointer example)
{
    g_free(((Example *)example)->features);
}

Learner *learner_new(void)
{
    Learner *learner = g_new0(Learner, 1);

    learner->examples = g_array_new(FALSE, TRUE, sizeof(Example));
    g_array_set_clear_func(learner->examples, example_clear);
    learner->ids = g_hash_table_new(g_str_hash, g_str_equal);
    learner->names = g_ptr_array_new_with_free_func(g_free);
    for (int m = 0; m < LEARN_MODELS; m++) {
        learner->labels[m] = g_hash_table_new(g_str_hash, g_str_equal);
        learner->label_names[m] = g_ptr_array_new_with_free_func(g_free);
    }
    return learner;
}

void learner_free(Learner *learner)
{
    if (learner == NULL)
        return;
    g_array_unref(learner->examples);
    g_hash_table_unref(learner->ids);
    g_ptr_array_unref(learner->names);
    for (int m = 0; m < LEARN_MODELS; m++) {
        g_hash_table_unref(learner->labels[m]);
        g_ptr_array_unref(learner->label_names[m]);
    }
    g_free(learner);
}

/* The number of a text, from 1, given out as they come. */
static guint number_of(GHashTable *numbers, GPtrArray *names, const char *text)
{
    gpointer number = g_hash_table_lookup(numbers, text);

    if (number == NULL) {
        g_ptr_array_add(names, g_strdup(text));
        number = GUINT_TO_POINTER(names->len);
        g_hash_table_insert(numbers, g_ptr_array_index(names, names->len - 1), number);
    }
    return GPOINTER_TO_UINT(number);
}

void learner_add(Learner *learner, const char *text, const char *const *marks, const char *const labels[LEARN_MODELS])
{
    g_autoptr(GArray) grams = grams_of(text);
    Example example = {.n_marks = g_strv_length((char **)marks)};

    example.features = g_new(Feature, grams->len + example.n_marks);
    for (guint i = 0; i < grams->len; i++) {
        const Gram *gram = &g_array_index(grams, Gram, i);
        g_autofree char *name = gram_text(gram->gram);
        example.features[example.n++] = (Feature){number_of(learner->ids, learner->names, name), (float)gram->value};
    }
    for (guint i = 0; i < example.n_marks; i++)
        example.features[example.n++] = (Feature){number_of(learner->ids, learner->names, marks[i]), 1};
    for (int m = 0; m < LEARN_MODELS; m++)
        example.label[m] = *labels[m] != '\0' ? number_of(learner->labels[m], learner->label_names[m], labels[m]) : 0;
    g_array_append_val(learner->examples, example);
}

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

static guint features_used(const Task *task, const Example *example)
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
        for (guint f = 0; f < features_used(task, example); f++)
            documents[example->features[f].id]++;
    }
    least = least_documents(documents + 1, n, MOST_CELLS / task->classes->len);
    task->column_of = g_new0(guint, n + 1);
    task->columns = g_array_new(FALSE, FALSE, sizeof(guint));
    task->rarity = g_new(double, n + 1);
    task->documents = g_new(guint, n + 1);
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
    guint used = features_used(task, example);
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

static struct model *solve(const struct problem *problem, int solver)
{
    const struct parameter parameter = {.solver_type = solver,
                                        .eps = solver == L1R_LR ? 0.01 : 0.1,
                                        .C = solver == L1R_LR ? lr_cost : svm_cost,
                                        .p = 0.1};

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

/* How weighty a weight of a model must be to be among the first so many. */
static double cut_of(const Task *task, const struct model *model, guint room)
{
    gsize n = 0;
    gsize cells = (gsize)task->columns->len * (gsize)model->nr_class;
    g_autofree double *all = g_new(double, cells + 1);

    for (guint column = 1; column <= task->columns->len; column++)
        for (int k = 0; k < model->nr_class; k++) {
            double weight = get_decfun_coef(model, (int)column, k);
            if (weight != 0)
                all[n++] = weightiness(task, column, weight);
        }
    if (n <= room)
        return 0;
    qsort(all, n, sizeof *all, weightiest_first);
    return all[room];
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
    model = solve(&problem, L2R_L2LOSS_SVC_DUAL);
    take_over(task, model, both ? svm_stretch / 2 : svm_stretch, cut_of(task, model, MOST_WEIGHTS));
    free_and_destroy_model(&model);
    if (both) {
        model = solve(&problem, L1R_LR);
        take_over(task, model, 0.5, 0);
        free_and_destroy_model(&model);
    }
    for (guint i = 0; i < task->examples->len; i++)
        g_free(problem.x[i]);
    g_free(problem.x);
    g_free(problem.y);
}

static void task_clear(Task *task)
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

static gboolean task_run(Task *task, const Learner *learner, LearnModel model, GPtrArray *from)
{
    *task = (Task){.learner = learner, .model = model};
    choose_examples(task, from);
    if (task->classes->len < 2)
        return FALSE;
    choose_grams(task);
    learn(task);
    return TRUE;
}

static const char *label_name(const Task *task, guint class)
{
    return g_ptr_array_index(task->learner->label_names[task->model], g_array_index(task->classes, guint, class - 1) - 1);
}

/* The likeliest three classes of an example, as labels; ends with NULL. */
static void guess(const Task *task, const Example *example, const char *guesses[4])
{
    guint classes = task->classes->len;
    g_autofree double *scores = g_memdup2(task->bias, classes * sizeof *task->bias);

    for (guint f = 0; f < features_used(task, example); f++) {
        guint column = task->column_of[example->features[f].id];
        for (guint k = 0; column != 0 && k < classes; k++)
            scores[k] += task->weights[(gsize)(column - 1) * classes + k] * example->features[f].value;
    }
    for (guint place = 0; place < 4; place++) {
        guint best = 0;
        for (guint k = 0; k < classes; k++)
            if (scores[k] > scores[best])
                best = k;
        guesses[place] = place < 3 && scores[best] > -INFINITY ? label_name(task, best + 1) : NULL;
        scores[best] = -INFINITY;
    }
}

static LearnFigures check(const Learner *learner, LearnModel model)
{
    g_autoptr(GPtrArray) learned_from = g_ptr_array_new();
    g_autoptr(GPtrArray) held_back = g_ptr_array_new();
    LearnTally *tally = learn_tally_new();
    Task task;
    guint n = 0;

    for (guint i = 0; i < learner->examples->len; i++) {
        Example *example = &g_array_index(learner->examples, Example, i);
        if (example->label[model] != 0)
            g_ptr_array_add(n++ % EVERY_FIFTH == 0 ? held_back : learned_from, example);
    }
    if (task_run(&task, learner, model, learned_from))
        for (guint i = 0; i < held_back->len; i++) {
            const Example *example = g_ptr_array_index(held_back, i);
            const char *guesses[4];
            guess(&task, example, guesses);
            learn_tally_add(tally, g_ptr_array_index(learner->label_names[model], example->label[model] - 1), guesses);
        }
    task_clear(&task);
    return learn_tally_end(tally);
}

static void learned_label_clear(gpointer label)
{
    g_free(((LearnedLabel *)label)->label);
}

static void learned_weight_clear(gpointer weight)
{
    g_free(((LearnedWeight *)weight)->gram);
}

static Learned *result_of(const Task *task)
{
    Learned *learned = g_new0(Learned, 1);
    guint classes = task->classes->len;

    learned->examples = task->examples->len;
    learned->labels = g_array_new(FALSE, FALSE, sizeof(LearnedLabel));
    learned->weights = g_array_new(FALSE, FALSE, sizeof(LearnedWeight));
    g_array_set_clear_func(learned->labels, learned_label_clear);
    g_array_set_clear_func(learned->weights, learned_weight_clear);
    for (guint k = 0; k < classes; k++) {
        LearnedLabel label = {g_strdup(label_name(task, k + 1)), task->bias[k], g_array_index(task->counts, guint, k)};
        g_array_append_val(learned->labels, label);
    }
    for (guint column = 1; column <= task->columns->len; column++)
        for (guint k = 0; k < classes; k++) {
            double weight = task->weights[(gsize)(column - 1) * classes + k];
            guint id = g_array_index(task->columns, guint, column - 1);
            LearnedWeight row = {NULL, k + 1, weight};
            if (weight == 0)
                continue;
            row.gram = g_strdup(g_ptr_array_index(task->learner->names, id - 1));
            g_array_append_val(learned->weights, row);
        }
    return learned;
}

Learned *learner_train(const Learner *learner, LearnModel model)
{
    g_autoptr(GPtrArray) all = g_ptr_array_new();
    Learned *learned = NULL;
    Task task;

    for (guint i = 0; i < learner->examples->len; i++) {
        Example *example = &g_array_index(learner->examples, Example, i);
        if (example->label[model] != 0)
            g_ptr_array_add(all, example);
    }
    if (task_run(&task, learner, model, all)) {
        learned = result_of(&task);
        learned->figures = check(learner, model);
    }
    task_clear(&task);
    return learned;
}

void learned_free(Learned *learned)
{
    if (learned == NULL)
        return;
    g_array_unref(learned->labels);
    g_array_unref(learned->weights);
    g_free(learned);
}
