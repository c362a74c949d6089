/* Examples out of the database, weights into it. */
#include "common/learn.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "common/admin_private.h"
#include "common/lang.h"

/* The newest of each kind: older ones say less about who is in charge now, and memory has an end. */
enum { MOST_EXAMPLES = 40000, PAGE = 1000 };

static const char *const model_names[LEARN_MODELS] = {"category", "leaf", "unit"};

/* Texts as the literal of a PostgreSQL array. Owned by the caller. */
static void array_add(GString *array, const char *text)
{
    g_string_append_c(array, array->len == 0 ? '{' : ',');
    g_string_append_c(array, '"');
    for (; *text != '\0'; text++) {
        if (*text == '"' || *text == '\\')
            g_string_append_c(array, '\\');
        g_string_append_c(array, *text);
    }
    g_string_append_c(array, '"');
}

static const char *array_end(GString *array)
{
    g_string_append(array, array->len == 0 ? "{}" : "}");
    return array->str;
}

static void add_row(Learner *learner, const PGresult *rows, int row)
{
    const char *labels[LEARN_MODELS] = {PQgetvalue(rows, row, 2), PQgetvalue(rows, row, 3), PQgetvalue(rows, row, 4)};
    g_autofree char *inside = g_strdup(PQgetvalue(rows, row, 5));
    g_auto(GStrv) marks = NULL;

    /* marks hold nothing that needs quotes: {#c1,#a2} */
    g_strdelimit(inside, "{}\"", ' ');
    g_strstrip(inside);
    marks = g_strsplit(inside, ",", -1);
    learner_add(learner, PQgetvalue(rows, row, 1), (const char *const *)marks, labels);
}

static gboolean fetch(PGconn *conn, Learner *learner, gboolean own, const char *sources, GError **error)
{
    g_autofree char *before = g_strdup("9223372036854775807");
    g_autofree char *limit = g_strdup_printf("%d", PAGE);

    for (int n = 0; n < MOST_EXAMPLES;) {
        const char *params[] = {own ? "t" : "f", sources, before, limit};
        PGresult *rows = admin_call(conn, "select id, text, category, leaf, unit, marks from api.learning_examples($1, $2, $3, $4)",
                                    params, 4, error);
        int count = rows != NULL ? PQntuples(rows) : 0;

        if (rows == NULL)
            return FALSE;
        for (int row = 0; row < count; row++)
            add_row(learner, rows, row);
        if (count > 0) {
            g_free(before);
            before = g_strdup(PQgetvalue(rows, count - 1, 0));
        }
        PQclear(rows);
        n += count;
        if (count < PAGE)
            break;
    }
    return TRUE;
}

static void number_add(GString *array, double number)
{
    char buffer[G_ASCII_DTOSTR_BUF_SIZE];

    array_add(array, g_ascii_formatd(buffer, sizeof buffer, "%.6g", number));
}

static char *figures_json(const Learned *learned)
{
    const LearnFigures *figures = &learned->figures;
    char top1[G_ASCII_DTOSTR_BUF_SIZE];
    char top3[G_ASCII_DTOSTR_BUF_SIZE];
    char f1[G_ASCII_DTOSTR_BUF_SIZE];

    if (figures->n == 0)
        return g_strdup_printf("{\"examples\": %u}", learned->examples);
    return g_strdup_printf("{\"examples\": %u, \"checked\": %u, \"top1\": %s, \"top3\": %s, \"macro_f1\": %s}",
                           learned->examples, figures->n, g_ascii_formatd(top1, sizeof top1, "%.4f", figures->top1),
                           g_ascii_formatd(top3, sizeof top3, "%.4f", figures->top3),
                           g_ascii_formatd(f1, sizeof f1, "%.4f", figures->macro_f1));
}

/* learned NULL: there is no such model any more. */
static gboolean store(PGconn *conn, const char *model, const Learned *learned, GError **error)
{
    g_autofree char *uuid = g_uuid_string_random();
    g_autofree char *figures = learned != NULL ? figures_json(learned) : g_strdup("{}");
    g_autoptr(GString) labels = g_string_new(NULL);
    g_autoptr(GString) biases = g_string_new(NULL);
    g_autoptr(GString) counts = g_string_new(NULL);
    g_autoptr(GString) grams = g_string_new(NULL);
    g_autoptr(GString) of = g_string_new(NULL);
    g_autoptr(GString) weights = g_string_new(NULL);
    PGresult *result;

    for (guint i = 0; learned != NULL && i < learned->labels->len; i++) {
        const LearnedLabel *label = &g_array_index(learned->labels, LearnedLabel, i);
        array_add(labels, label->label);
        number_add(biases, label->bias);
        number_add(counts, label->examples);
    }
    for (guint i = 0; learned != NULL && i < learned->weights->len; i++) {
        const LearnedWeight *weight = &g_array_index(learned->weights, LearnedWeight, i);
        array_add(grams, weight->gram);
        number_add(of, weight->label);
        number_add(weights, weight->weight);
    }
    result = admin_call(conn, "select api.learning_store($1, $2, $3, $4, $5, $6, $7, $8, $9)",
                        (const char *[]){uuid, model, figures, array_end(labels), array_end(biases), array_end(counts),
                                         array_end(grams), array_end(of), array_end(weights)},
                        9, error);
    PQclear(result);
    return result != NULL;
}

static char *model_line(const char *model, const Learned *learned)
{
    if (learned == NULL)
        return g_strdup_printf(_("%s: not enough examples to learn from"), model);
    return g_strdup_printf(_("%s: %u labels from %u examples, %u weights; of every fifth, held back: "
                             "top1 %.4f top3 %.4f macro_f1 %.4f n %u"),
                           model, learned->labels->len, learned->examples, learned->weights->len,
                           learned->figures.top1, learned->figures.top3, learned->figures.macro_f1, learned->figures.n);
}

static gboolean begin_or_end(PGconn *conn, const char *word, GError **error)
{
    PGresult *result = PQexec(conn, word);
    gboolean done = PQresultStatus(result) == PGRES_COMMAND_OK;

    if (!done)
        g_set_error(error, admin_quark(), 0, "%s", PQresultErrorMessage(result));
    PQclear(result);
    return done;
}

static gboolean learn_all(PGconn *conn, const char *sources, void (*report)(const char *line), GError **error)
{
    g_autoptr(Learner) learner = learner_new();
    g_autoptr(GPtrArray) models = g_ptr_array_new_with_free_func((GDestroyNotify)learned_free);
    gboolean done;

    if (!fetch(conn, learner, FALSE, sources, error) || !fetch(conn, learner, TRUE, sources, error))
        return FALSE;
    for (int m = 0; m < LEARN_MODELS; m++)
        g_ptr_array_add(models, learner_train(learner, (LearnModel)m));
    if (models->pdata[LEARN_CATEGORY] == NULL && models->pdata[LEARN_UNIT] == NULL) {
        g_set_error(error, admin_quark(), 0, "%s",
                    _("There is too little to learn from: import labelled tickets first. Nothing was changed."));
        return FALSE;
    }
    done = begin_or_end(conn, "begin", error);
    for (int m = 0; done && m < LEARN_MODELS; m++)
        done = store(conn, model_names[m], models->pdata[m], error);
    if (done) {
        /* how rare words are, for finding similar tickets */
        g_autofree char *uuid = g_uuid_string_random();
        const char *params[] = {uuid};
        PGresult *counted = admin_call(conn, "select api.pairs_count($1)", params, 1, error);
        done = counted != NULL;
        PQclear(counted);
    }
    done = done && begin_or_end(conn, "commit", error);
    for (int m = 0; done && report != NULL && m < LEARN_MODELS; m++) {
        g_autofree char *line = model_line(model_names[m], models->pdata[m]);
        report(line);
    }
    return done;
}

gboolean learn_run(const char *conninfo, const char *const *sources, void (*report)(const char *line), GError **error)
{
    g_autoptr(GString) names = g_string_new(NULL);
    PGconn *conn = admin_connect(conninfo, error);
    gboolean done;

    if (conn == NULL)
        return FALSE;
    for (; sources != NULL && *sources != NULL; sources++)
        array_add(names, *sources);
    done = learn_all(conn, names->len > 0 ? array_end(names) : NULL, report, error);
    PQfinish(conn);
    return done;
}

static void print_line(const char *line)
{
    printf("%s\n", line);
}

int learn_main(int argc, char **argv)
{
    g_autofree char *conninfo = NULL;
    g_auto(GStrv) sources = NULL;
    GOptionEntry entries[] = {{"database", 'd', 0, G_OPTION_ARG_STRING, &conninfo, NULL, NULL},
                              {"source", 0, 0, G_OPTION_ARG_STRING_ARRAY, &sources, NULL, NULL},
                              G_OPTION_ENTRY_NULL};
    g_autoptr(GOptionContext) context = g_option_context_new(NULL);
    g_autoptr(GError) error = NULL;

    g_option_context_add_main_entries(context, entries, NULL);
    g_option_context_set_help_enabled(context, FALSE);
    if (!g_option_context_parse(context, &argc, &argv, NULL) || argc != 1) {
        fprintf(stderr, "%s\n", _("Usage: hotline learn [--source NAME ...] [-d CONNINFO]\n"
                                  "From imported tickets and the centre's own closed ones (--source centre)."));
        return 2;
    }
    if (learn_run(conninfo, (const char *const *)sources, print_line, &error))
        return 0;
    fprintf(stderr, "%s\n", error->message);
    return 1;
}
