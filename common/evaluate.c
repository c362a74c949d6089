/* How often the learned tables are right, asked as the workstation asks them. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "common/admin_private.h"
#include "common/csv_stream.h"
#include "common/lang.h"
#include "common/learn.h"

enum { PART_ROWS = 100 };

/* What of the file's rows is sent, as arrays of one length. */
enum { TEXT, CATEGORY, UNIT, AREA, PARTS };

typedef struct {
    PGconn *conn;
    GPtrArray *parts[PARTS]; /* of texts */
    gboolean known[PARTS];   /* the header has it */
    gboolean leaf;           /* the file's categories are finer than the roots */
    gboolean decided;
    LearnTally *category;
    LearnTally *unit;
    int bad_line;
} Evaluation;

static char *literal_of(const GPtrArray *texts)
{
    GString *array = g_string_new("{");

    for (guint i = 0; i < texts->len; i++) {
        g_string_append(array, i == 0 ? "\"" : ",\"");
        for (const char *at = g_ptr_array_index(texts, i); *at != '\0'; at++) {
            if (*at == '"' || *at == '\\')
                g_string_append_c(array, '\\');
            g_string_append_c(array, *at);
        }
        g_string_append_c(array, '"');
    }
    g_string_append_c(array, '}');
    return g_string_free(array, FALSE);
}

/* A PostgreSQL array of three texts at most, into places that end with NULL. */
static char **guesses_of(const char *literal)
{
    GPtrArray *all = g_ptr_array_new();
    GString *one = g_string_new(NULL);
    gboolean quoted = FALSE;

    for (const char *at = literal + (*literal == '{'); *at != '\0'; at++) {
        if (*at == '"') {
            quoted = !quoted;
        } else if (*at == '\\' && at[1] != '\0') {
            g_string_append_c(one, *++at);
        } else if (!quoted && (*at == ',' || *at == '}')) {
            g_ptr_array_add(all, g_strdup(one->str));
            g_string_truncate(one, 0);
        } else {
            g_string_append_c(one, *at);
        }
    }
    g_string_free(one, TRUE);
    g_ptr_array_add(all, NULL);
    return (char **)g_ptr_array_free(all, FALSE);
}

/* Asks one model about the rows at hand. counted NULL: only how many have a label in it. */
static gboolean ask(Evaluation *evaluation, const char *model, int labels, LearnTally *counted, guint *labelled, GError **error)
{
    g_autofree char *texts = literal_of(evaluation->parts[TEXT]);
    g_autofree char *truths = literal_of(evaluation->parts[labels]);
    g_autofree char *categories = literal_of(evaluation->parts[CATEGORY]);
    g_autofree char *areas = literal_of(evaluation->parts[AREA]);
    const char *params[] = {model, texts, truths, categories, areas};
    PGresult *rows = admin_call(evaluation->conn, "select truth, guesses from api.learned_guesses($1, $2, $3, $4, $5)", params, 5, error);

    if (rows == NULL)
        return FALSE;
    for (int row = 0; row < PQntuples(rows); row++) {
        const char *truth = PQgetvalue(rows, row, 0);
        g_auto(GStrv) guesses = guesses_of(PQgetvalue(rows, row, 1));
        *labelled += *truth != '\0' && guesses[0] != NULL;
        if (counted != NULL && *truth != '\0')
            learn_tally_add(counted, truth, (const char *const *)guesses);
    }
    PQclear(rows);
    return TRUE;
}

static gboolean send_part(Evaluation *evaluation, GError **error)
{
    guint finer = 0;
    guint ignored = 0;
    gboolean done = TRUE;

    if (evaluation->parts[TEXT]->len == 0)
        return TRUE;
    if (!evaluation->decided) {
        done = ask(evaluation, "leaf", CATEGORY, NULL, &finer, error);
        evaluation->leaf = finer * 2 > evaluation->parts[TEXT]->len;
        evaluation->decided = TRUE;
    }
    if (done && evaluation->known[CATEGORY])
        done = ask(evaluation, evaluation->leaf ? "leaf" : "category", CATEGORY, evaluation->category, &ignored, error);
    if (done && evaluation->known[UNIT])
        done = ask(evaluation, "unit", UNIT, evaluation->unit, &ignored, error);
    for (int part = 0; part < PARTS; part++)
        g_ptr_array_set_size(evaluation->parts[part], 0);
    return done;
}

static void on_names(const char *const *names, gpointer data)
{
    Evaluation *evaluation = data;

    for (; *names != NULL; names++) {
        evaluation->known[TEXT] |= strcmp(*names, "text") == 0 || strcmp(*names, "title") == 0 || strcmp(*names, "body") == 0;
        evaluation->known[CATEGORY] |= strcmp(*names, "category") == 0;
        evaluation->known[UNIT] |= strcmp(*names, "unit") == 0;
    }
}

static const char *member(JsonObject *row, const char *name)
{
    return json_object_get_string_member_with_default(row, name, "");
}

static gboolean on_row(JsonObject *row, int line, const char *trouble, gpointer data, GError **error)
{
    Evaluation *evaluation = data;
    gboolean good = evaluation->known[TEXT] && (evaluation->known[CATEGORY] || evaluation->known[UNIT]);

    if (!good || trouble != NULL) {
        g_clear_pointer(&row, json_object_unref);
        g_set_error(error, admin_quark(), 0, "%s",
                    trouble != NULL ? trouble : _("The file needs the columns text (or title and body) and category or unit."));
        return FALSE;
    }
    (void)line;
    g_ptr_array_add(evaluation->parts[TEXT], g_strjoin("\n", member(row, "title"), member(row, "body"), member(row, "text"), NULL));
    g_strchug(g_ptr_array_index(evaluation->parts[TEXT], evaluation->parts[TEXT]->len - 1));
    g_ptr_array_add(evaluation->parts[CATEGORY], g_strdup(member(row, "category")));
    g_ptr_array_add(evaluation->parts[UNIT], g_strdup(member(row, "unit")));
    g_ptr_array_add(evaluation->parts[AREA], g_strdup(member(row, "area")));
    json_object_unref(row);
    return evaluation->parts[TEXT]->len < PART_ROWS || send_part(evaluation, error);
}

gboolean learn_evaluate(const char *conninfo, const char *path, LearnFigures *category, LearnFigures *unit, GError **error)
{
    Evaluation evaluation = {.category = learn_tally_new(), .unit = learn_tally_new()};
    gboolean done;

    for (int part = 0; part < PARTS; part++)
        evaluation.parts[part] = g_ptr_array_new_with_free_func(g_free);
    evaluation.conn = admin_connect(conninfo, error);
    done = evaluation.conn != NULL && csv_stream_read(path, on_names, on_row, &evaluation, error)
           && send_part(&evaluation, error);
    *category = learn_tally_end(evaluation.category);
    *unit = learn_tally_end(evaluation.unit);
    for (int part = 0; part < PARTS; part++)
        g_ptr_array_unref(evaluation.parts[part]);
    PQfinish(evaluation.conn);
    return done;
}

static void print_figures(const char *model, const LearnFigures *figures)
{
    if (figures->n > 0)
        printf("%s top1 %.4f top3 %.4f macro_f1 %.4f n %u\n", model, figures->top1, figures->top3, figures->macro_f1, figures->n);
}

int evaluate_main(int argc, char **argv)
{
    g_autofree char *conninfo = NULL;
    GOptionEntry entries[] = {{"database", 'd', 0, G_OPTION_ARG_STRING, &conninfo, NULL, NULL}, G_OPTION_ENTRY_NULL};
    g_autoptr(GOptionContext) context = g_option_context_new(NULL);
    g_autoptr(GError) error = NULL;
    LearnFigures category;
    LearnFigures unit;

    g_option_context_add_main_entries(context, entries, NULL);
    g_option_context_set_help_enabled(context, FALSE);
    if (!g_option_context_parse(context, &argc, &argv, NULL) || argc != 2) {
        fprintf(stderr, "%s\n", _("Usage: hotline evaluate FILE.csv [-d CONNINFO]"));
        return 2;
    }
    if (!learn_evaluate(conninfo, argv[1], &category, &unit, &error)) {
        fprintf(stderr, "%s\n", error->message);
        return 1;
    }
    print_figures("category", &category);
    print_figures("unit", &unit);
    if (category.n + unit.n == 0)
        fprintf(stderr, "%s\n", _("No row has a label."));
    return category.n + unit.n == 0;
}
