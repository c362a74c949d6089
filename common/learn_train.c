/* Examples in, one model at a time out, each with the figures of a fifth that it did not see. */
#include "common/learn_private.h"

#include <math.h>
#include <string.h>

#include "common/grams.h"

enum { EVERY_FIFTH = 5 };

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

static const char *label_name(const Task *task, guint class)
{
    return g_ptr_array_index(task->learner->label_names[task->model], g_array_index(task->classes, guint, class - 1) - 1);
}

/* The scores of all classes for an example. Owned by the caller. */
static double *scores_of(const Task *task, const Example *example)
{
    guint classes = task->classes->len;
    double *scores = g_memdup2(task->bias, classes * sizeof *task->bias);

    for (guint f = 0; f < learn_features_used(task, example); f++) {
        guint column = task->column_of[example->features[f].id];
        for (guint k = 0; column != 0 && k < classes; k++)
            scores[k] += task->weights[(gsize)(column - 1) * classes + k] * example->features[f].value;
    }
    return scores;
}

/* The labels of the three highest scores, which are used up; ends with NULL. */
static void best_three(const Task *task, double *scores, const char *guesses[4])
{
    for (guint place = 0; place < 4; place++) {
        guint best = 0;
        for (guint k = 0; k < task->classes->len; k++)
            if (scores[k] > scores[best])
                best = k;
        guesses[place] = place < 3 && scores[best] > -INFINITY ? label_name(task, best + 1) : NULL;
        scores[best] = -INFINITY;
    }
}

/* By what the scores are multiplied so that the shares made of them tell how sure one may be. */
static const double stretches[] = {0.5, 0.7, 1, 1.4, 2, 2.8, 4, 5.6, 8};

/* Adds to each stretch's sum the logarithm of the share that it gives to the right class (0: not learned). */
static void weigh_stretches(const Task *task, const double *scores, guint right, double sums[])
{
    for (guint s = 0; right != 0 && s < G_N_ELEMENTS(stretches); s++) {
        double all = 0;
        for (guint k = 0; k < task->classes->len; k++)
            all += exp(stretches[s] * (scores[k] - scores[right - 1]));
        sums[s] -= log(all);
    }
}

static double best_stretch(const double sums[])
{
    guint best = 2; /* 1, when nothing was measured */

    for (guint s = 0; s < G_N_ELEMENTS(stretches); s++)
        if (sums[s] > sums[best])
            best = s;
    return stretches[best];
}

/* Learns without every fifth example, and asks about those. */
static LearnFigures check(const Learner *learner, LearnModel model, double *stretch)
{
    g_autoptr(GPtrArray) learned_from = g_ptr_array_new();
    g_autoptr(GPtrArray) held_back = g_ptr_array_new();
    LearnTally *tally = learn_tally_new();
    double sums[G_N_ELEMENTS(stretches)] = {0};
    Task task;
    guint n = 0;

    for (guint i = 0; i < learner->examples->len; i++) {
        Example *example = &g_array_index(learner->examples, Example, i);
        if (example->label[model] != 0)
            g_ptr_array_add(n++ % EVERY_FIFTH == 0 ? held_back : learned_from, example);
    }
    if (learn_task_run(&task, learner, model, learned_from))
        for (guint i = 0; i < held_back->len; i++) {
            const Example *example = g_ptr_array_index(held_back, i);
            g_autofree double *scores = scores_of(&task, example);
            const char *guesses[4];
            weigh_stretches(&task, scores, task.class_of[example->label[model]], sums);
            best_three(&task, scores, guesses);
            learn_tally_add(tally, g_ptr_array_index(learner->label_names[model], example->label[model] - 1), guesses);
        }
    learn_task_clear(&task);
    *stretch = best_stretch(sums);
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

static Learned *result_of(const Task *task, double stretch)
{
    Learned *learned = g_new0(Learned, 1);
    guint classes = task->classes->len;

    learned->examples = task->examples->len;
    learned->labels = g_array_new(FALSE, FALSE, sizeof(LearnedLabel));
    learned->weights = g_array_new(FALSE, FALSE, sizeof(LearnedWeight));
    g_array_set_clear_func(learned->labels, learned_label_clear);
    g_array_set_clear_func(learned->weights, learned_weight_clear);
    for (guint k = 0; k < classes; k++) {
        LearnedLabel label = {g_strdup(label_name(task, k + 1)), stretch * task->bias[k], g_array_index(task->counts, guint, k)};
        g_array_append_val(learned->labels, label);
    }
    for (guint column = 1; column <= task->columns->len; column++)
        for (guint k = 0; k < classes; k++) {
            double weight = stretch * task->weights[(gsize)(column - 1) * classes + k];
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
    if (learn_task_run(&task, learner, model, all)) {
        double stretch;
        LearnFigures figures = check(learner, model, &stretch);
        learned = result_of(&task, stretch);
        learned->figures = figures;
    }
    learn_task_clear(&task);
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
