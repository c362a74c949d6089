/* The words of hotline import articles and hotline search. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "common/admin_private.h"
#include "common/knowledge.h"
#include "common/knowledge_import.h"
#include "common/lang.h"
#include "common/text.h"

enum { FOUND_ROWS = 10, MEASURED_ROWS = 100, TITLE_COLS = 60 };

typedef struct {
    char *conninfo; /* NULL: libpq's environment alone */
    gboolean help;
    gboolean strict;
    gboolean explain;
    int limit;
    char *queries; /* a CSV file */
    char *column;
    char *truth;
    char **words;
} Options;

static void options_clear(Options *options)
{
    g_free(options->conninfo);
    g_free(options->queries);
    g_free(options->column);
    g_free(options->truth);
    g_strfreev(options->words);
}

static int fail(GError *error)
{
    fflush(stdout);
    fprintf(stderr, "%s\n", error->message);
    g_error_free(error);
    return 1;
}

static int show_usage(const char *text, gboolean asked)
{
    fprintf(asked ? stdout : stderr, "%s\n", text);
    return asked ? 0 : 2;
}

static const char *import_usage(void)
{
    return _("hotline import articles FILE.csv [--strict] [-d CONNINFO]\n"
             "  as an administrator or a lead; published at once; again without harm\n"
             "Columns by their header, in any order, in UTF-8 or GB18030:\n"
             "  answer       what is said to the citizen; the only one that must be there\n"
             "  title        what it is about\n"
             "  variants     how citizens ask it, a question a line (also: question)\n"
             "  category, area, unit     by code or name\n"
             "  legal_basis, valid_from, valid_to\n"
             "  id           by which a row is known again; else its title is\n"
             "  reply        instead of answer: an official reply to a citizen. Then title\n"
             "               and question are the citizen's words, and are left out\n"
             "--strict: one bad row and nothing is done.\n"
             "-d CONNINFO: which database; else what libpq's environment says.");
}

static const char *search_usage(void)
{
    return _("hotline search [-n N] [--explain] [-d CONNINFO] WORDS...\n"
             "  articles, best first: rank, score, number, title or first words\n"
             "  --explain  the words that speak for each, and what each is worth\n"
             "hotline search --queries FILE.csv [--column title] [--truth id]\n"
             "  measures: asks what stands in a column, and looks at which place the\n"
             "  article comes whose id stands in another; prints the share that came\n"
             "  first, among five, among ten, and the mean reciprocal rank");
}

static gboolean parse(Options *options, int *argc, char ***argv)
{
    g_autoptr(GOptionContext) context = g_option_context_new(NULL);
    GOptionEntry entries[]
        = {{"database", 'd', 0, G_OPTION_ARG_STRING, &options->conninfo, NULL, NULL},
           {"help", 'h', 0, G_OPTION_ARG_NONE, &options->help, NULL, NULL},
           {"strict", 0, 0, G_OPTION_ARG_NONE, &options->strict, NULL, NULL},
           {"explain", 0, 0, G_OPTION_ARG_NONE, &options->explain, NULL, NULL},
           {"number", 'n', 0, G_OPTION_ARG_INT, &options->limit, NULL, NULL},
           {"queries", 0, 0, G_OPTION_ARG_FILENAME, &options->queries, NULL, NULL},
           {"column", 0, 0, G_OPTION_ARG_STRING, &options->column, NULL, NULL},
           {"truth", 0, 0, G_OPTION_ARG_STRING, &options->truth, NULL, NULL},
           {G_OPTION_REMAINING, 0, 0, G_OPTION_ARG_STRING_ARRAY, &options->words, NULL, NULL},
           G_OPTION_ENTRY_NULL};
    g_autoptr(GError) error = NULL;

    g_option_context_add_main_entries(context, entries, NULL);
    g_option_context_set_help_enabled(context, FALSE);
    if (g_option_context_parse(context, argc, argv, &error))
        return TRUE;
    fprintf(stderr, "%s\n", error->message);
    return FALSE;
}

static void print_line(const char *line)
{
    printf("%s\n", line);
}

/* Only when it takes long: the first part is done at once. */
static void print_progress(int done, int of)
{
    if (done % 1000 == 0 || (done == of && of > 1000)) {
        fprintf(stderr, _("%d of %d rows"), done, of);
        fprintf(stderr, "\n");
    }
}

static void print_count(const KnowledgeCount *count)
{
    if (count->official)
        fprintf(stderr, "%s\n", _("These are official replies: the citizens' titles and questions were left out."));
    printf(_("%d added, %d changed, %d unchanged, %d refused"), count->added, count->changed, count->unchanged,
           count->refused);
    printf("\n");
}

static int import_file(const Options *options)
{
    g_autofree char *bytes = NULL;
    gsize length = 0;
    GError *error = NULL;
    KnowledgeCount count = {0};

    if (!g_file_get_contents(options->words[0], &bytes, &length, &error))
        return fail(error);
    if (csv_rows_converts(bytes, length))
        fprintf(stderr, "%s\n", _("The file is not UTF-8: it was read as GB18030."));
    if (!knowledge_import(options->conninfo, bytes, length, options->strict, print_line, print_progress, &count,
                          &error))
        return fail(error);
    print_count(&count);
    return count.refused > 0;
}

int knowledge_import_main(int argc, char **argv)
{
    Options options = {0};
    int status;

    if (!parse(&options, &argc, &argv))
        status = 2;
    else if (options.help || options.words == NULL || g_strv_length(options.words) != 1)
        status = show_usage(import_usage(), options.help);
    else
        status = import_file(&options);
    options_clear(&options);
    return status;
}

static PGresult *search(PGconn *conn, const char *words, int limit, GError **error)
{
    g_autofree char *number = g_strdup_printf("%d", limit);
    const char *params[] = {words, number};

    return admin_call(conn, "select id, key, title, excerpt, validity, score, words from api.article_search($1, $2)",
                      params, 2, error);
}

/* The columns of search's rows. */
enum { ID, KEY, TITLE, EXCERPT, VALIDITY, SCORE, WORDS };

static void print_words(const char *json)
{
    g_autoptr(GPtrArray) words = article_words_parse(json);

    printf("           ");
    for (guint i = 0; i < words->len; i++) {
        const ArticleWord *word = g_ptr_array_index(words, i);
        g_autofree char *shown = text_visible(word->word, FALSE, -1);
        printf(" %s %+.1f", shown, word->weight);
    }
    printf("\n");
}

static void print_found(const PGresult *result, gboolean explain)
{
    for (int row = 0; row < PQntuples(result); row++) {
        const char *title = PQgetvalue(result, row, TITLE);
        const char *key = PQgetvalue(result, row, KEY);
        gboolean valid = strcmp(PQgetvalue(result, row, VALIDITY), "valid") == 0;
        g_autofree char *shown = text_clip(*title != '\0' ? title : PQgetvalue(result, row, EXCERPT), TITLE_COLS);
        g_autofree char *name = text_clip(key, 24);
        printf("%3d %7.2f %6s %s%s%s%s%s%s\n", row + 1, atof(PQgetvalue(result, row, SCORE)),
               PQgetvalue(result, row, ID), shown, *key != '\0' ? " [" : "", name, *key != '\0' ? "]" : "",
               valid ? "" : " ", valid ? "" : _("(not valid today)"));
        if (explain)
            print_words(PQgetvalue(result, row, WORDS));
    }
}

static int search_words(const Options *options, PGconn *conn)
{
    g_autofree char *words = g_strjoinv(" ", options->words);
    GError *error = NULL;
    PGresult *result = search(conn, words, options->limit > 0 ? options->limit : FOUND_ROWS, &error);
    int n;

    if (result == NULL)
        return fail(error);
    n = PQntuples(result);
    if (n == 0)
        printf("%s\n", _("Nothing was found."));
    print_found(result, options->explain);
    PQclear(result);
    return n == 0;
}

/* The place of the article with a key among the rows; 0 when it is not there. */
static int place_of(const PGresult *result, const char *key)
{
    for (int row = 0; row < PQntuples(result); row++)
        if (strcmp(PQgetvalue(result, row, KEY), key) == 0)
            return row + 1;
    return 0;
}

static int measure(const Options *options, PGconn *conn, JsonArray *rows)
{
    const char *column = options->column != NULL ? options->column : "title";
    const char *truth = options->truth != NULL ? options->truth : "id";
    guint n = json_array_get_length(rows);
    int first = 0;
    int five = 0;
    int ten = 0;
    double reciprocal = 0;

    for (guint i = 0; i < n; i++) {
        JsonObject *row = json_array_get_object_element(rows, i);
        const char *key = json_object_get_string_member_with_default(row, truth, NULL);
        const char *words = json_object_get_string_member_with_default(row, column, NULL);
        GError *error = NULL;
        PGresult *result;
        int place;

        if (key == NULL || words == NULL) {
            fprintf(stderr, _("There is no column %s here."), key == NULL ? truth : column);
            fprintf(stderr, "\n");
            return 1;
        }
        if ((result = search(conn, words, MEASURED_ROWS, &error)) == NULL)
            return fail(error);
        place = place_of(result, key);
        PQclear(result);
        first += place == 1;
        five += place >= 1 && place <= 5;
        ten += place >= 1 && place <= 10;
        reciprocal += place > 0 ? 1.0 / place : 0;
    }
    if (n > 0)
        printf("queries %u first %.4f five %.4f ten %.4f mrr %.4f\n", n, first / (double)n, five / (double)n,
               ten / (double)n, reciprocal / n);
    return n == 0;
}

static int search_file(const Options *options, PGconn *conn)
{
    g_autofree char *bytes = NULL;
    gsize length = 0;
    GError *error = NULL;
    g_autoptr(JsonArray) rows = NULL;

    if (!g_file_get_contents(options->queries, &bytes, &length, &error)
        || (rows = csv_rows_parse(bytes, length, &error)) == NULL)
        return fail(error);
    return measure(options, conn, rows);
}

int knowledge_search_main(int argc, char **argv)
{
    Options options = {0};
    GError *error = NULL;
    PGconn *conn;
    int status;

    if (!parse(&options, &argc, &argv)) {
        status = 2;
    } else if (options.help || (options.queries == NULL) == (options.words == NULL)) {
        status = show_usage(search_usage(), options.help);
    } else if ((conn = admin_connect(options.conninfo, &error)) == NULL) {
        status = fail(error);
    } else {
        status = options.queries != NULL ? search_file(&options, conn) : search_words(&options, conn);
        PQfinish(conn);
    }
    options_clear(&options);
    return status;
}
