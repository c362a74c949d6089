/* The words of hotline admin. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "common/admin_private.h"
#include "common/lang.h"
#include "common/schema.h"

/* Each is an option of "add"; which a kind has, the database says. */
static const char *const columns[]
    = {"login",   "name", "number",       "role", "unit",  "district", "shift",
       "skills",  "code", "parent",       "kind", "area",  "urgency",  "day",
       "working", "note", "working_days", "key",  "value", "enabled",
       "category", "word", "means", "superior",
       "to_skill", "after_seconds", "reason", "until", "form", "n", "question", "points", "skill", "place",
       "channel", "answer_seconds", "replies"};

typedef struct {
    char *conninfo; /* NULL: libpq's environment alone */
    gboolean help;
    gboolean strict;
    gboolean standard;
    gboolean ask_password;
    gboolean password_stdin;
    char *cells[G_N_ELEMENTS(columns)]; /* NULL: not given */
    char **words;                       /* kind, verb, and what follows */
    const char *kind;
} Options;

static void print_line(const char *line)
{
    printf("%s\n", line);
}

static int fail(GError *error)
{
    fflush(stdout);
    fprintf(stderr, "%s\n", error->message);
    g_error_free(error);
    return 1;
}

static void print_usage(FILE *out)
{
    fprintf(out, "%s\n", _(
        "hotline admin KIND import FILE.csv [--strict]  rows, again without harm\n"
        "hotline admin categories import --standard     the tree that is built in\n"
        "hotline admin KIND list                        as CSV that can be imported\n"
        "hotline admin KIND add --COLUMN VALUE ...      or a change: the rest stays\n"
        "    person add: --password-prompt asks, --password-stdin reads a line\n"
        "hotline admin KIND disable KEY | enable KEY    not calendar to settings\n"
        "KIND and its columns (the first is the key):\n"
        "  people      login name number role unit district shift skills channel enabled\n"
        "              role: agent, lead, unit, admin, switch, channel (a gateway's login)\n"
        "              imported also: password, set for new people only\n"
        "  units       code name kind area superior enabled\n"
        "              kind: department, district, township, enterprise\n"
        "  areas       code parent name enabled\n"
        "  categories  code parent name urgency enabled\n"
        "              urgency: urgent, general, complex; empty: as the parent\n"
        "  numbers     number name kind enabled          kind: emergency, utility\n"
        "  calendar    day working note                  days unlike their weekday\n"
        "  standards   urgency working_days\n"
        "  synonyms    word means enabled                means: words that say the same\n"
        "  settings    key value\n"
        "  catalogue   category area unit                who handles it; empty: all\n"
        "              no unit: the entry is taken out\n"
        "  dangers     word urgency number enabled       words that raise urgency\n"
        "  skills      code name kind enabled            kind: dialect, enterprise, category\n"
        "  overflow    skill to_skill after_seconds      offered to others; to_skill empty: all\n"
        "              no after_seconds: the rule is taken out\n"
        "  channels    code name answer_seconds skill replies enabled\n"
        "              whose demands wait beside the calls; replies: it brings answers back\n"
        "  marked      number reason until enabled       numbers whose calls come first\n"
        "  breaks      code name place enabled           why agents rest; place: its order\n"
        "  questions   form n question points name       quality checks; no points: taken out\n"
        "--strict: one bad row and nothing is done.\n"
        "-d CONNINFO: which database; else what libpq's environment says."));
}

static int usage(void)
{
    print_usage(stderr);
    return 2;
}

/* Also the word for one of a kind: "person add". NULL: no such kind. */
static const char *kind_of(const char *word)
{
    static const char *const kinds[][2]
        = {{"person", "people"},       {"unit", "units"},      {"area", "areas"},
           {"category", "categories"}, {"day", "calendar"},    {"standard", "standards"},
           {"number", "numbers"},      {"setting", "settings"}, {"entry", "catalogue"},
           {"danger", "dangers"},      {"synonym", "synonyms"},
           {"skill", "skills"},        {"channel", "channels"},  {"rule", "overflow"},     {"mark", "marked"},
           {"question", "questions"},  {"break", "breaks"}};

    for (guint i = 0; i < G_N_ELEMENTS(kinds); i++)
        if (strcmp(word, kinds[i][0]) == 0 || strcmp(word, kinds[i][1]) == 0)
            return kinds[i][1];
    return NULL;
}

/* "3 added, 1 refused" on a line. */
static void print_count(const AdminCount *count)
{
    const struct {
        int n;
        const char *word;
    } parts[] = {{count->added, _("added")},         {count->changed, _("changed")},
                 {count->enabled, _("enabled")},     {count->disabled, _("disabled")},
                 {count->unchanged, _("unchanged")}, {count->refused, _("refused")}};
    g_autoptr(GString) line = g_string_new(NULL);

    for (guint i = 0; i < G_N_ELEMENTS(parts); i++)
        if (parts[i].n > 0)
            g_string_append_printf(line, "%s%d %s", line->len > 0 ? ", " : "", parts[i].n,
                                   parts[i].word);
    printf("%s\n", line->len > 0 ? line->str : _("There was nothing to do."));
}

static int finish(const AdminCount *count, GError *error)
{
    if (error != NULL)
        return fail(error);
    print_count(count);
    return count->refused > 0;
}

static int import_rows(const Options *options, JsonArray *rows)
{
    GError *error = NULL;
    AdminCount count = {0};
    PGconn *conn = admin_connect(options->conninfo, &error);

    if (conn == NULL)
        return fail(error);
    admin_import_rows(conn, options->kind, rows, options->strict, print_line, &count, &error);
    PQfinish(conn);
    return finish(&count, error);
}

static int import_file(const Options *options)
{
    g_autofree char *bytes = NULL;
    gsize length = 0;
    GError *error = NULL;
    g_autoptr(JsonArray) rows = NULL;

    if (options->standard != (options->words[2] == NULL)
        || (options->standard && strcmp(options->kind, "categories") != 0))
        return usage();
    if (options->standard) {
        bytes = g_strdup(schema_resource("data/categories.csv"));
        length = strlen(bytes);
    } else if (!g_file_get_contents(options->words[2], &bytes, &length, &error)) {
        return fail(error);
    }
    rows = csv_rows_parse(bytes, length, &error);
    if (rows == NULL)
        return fail(error);
    if (csv_rows_converts(bytes, length))
        fprintf(stderr, "%s\n", _("The file is not UTF-8: it was read as GB18030."));
    return import_rows(options, rows);
}

/* The entry that the options describe. */
static int add_entry(const Options *options)
{
    g_autoptr(JsonArray) rows = json_array_new();
    JsonObject *row = json_object_new();
    GError *error = NULL;
    AdminCount count = {0};
    PGconn *conn;
    char *password = NULL;
    gboolean secret = options->ask_password || options->password_stdin;

    json_array_add_object_element(rows, row);
    json_object_set_int_member(row, "_line", 1);
    for (guint i = 0; i < G_N_ELEMENTS(columns); i++)
        if (options->cells[i] != NULL)
            json_object_set_string_member(row, columns[i], options->cells[i]);
    if (options->words[2] != NULL || json_object_get_size(row) == 1
        || (secret && strcmp(options->kind, "people") != 0))
        return usage();
    if ((conn = admin_connect(options->conninfo, &error)) == NULL)
        return fail(error);
    if (!secret
        || ((password = admin_read_password(options->ask_password, &error)) != NULL
            && admin_set_verifier(conn, row, "verifier", password, &error)))
        admin_import_rows(conn, options->kind, rows, FALSE, print_line, &count, &error);
    if (password != NULL)
        explicit_bzero(password, strlen(password));
    g_free(password);
    PQfinish(conn);
    return finish(&count, error);
}

static int set_enabled(const Options *options, gboolean enabled)
{
    GError *error = NULL;
    AdminCount count = {0};
    g_autofree char *uuid = g_uuid_string_random();
    const char *params[] = {uuid, options->kind, options->words[2], enabled ? "true" : "false"};
    PGconn *conn;
    PGresult *result;

    if (options->words[2] == NULL)
        return usage();
    if ((conn = admin_connect(options->conninfo, &error)) == NULL)
        return fail(error);
    result = admin_call(conn, "select api.admin_enable($1, $2, $3, $4)", params, 4, &error);
    if (result != NULL) {
        g_autofree char *answer = g_strdup_printf("[%s]", PQgetvalue(result, 0, 0));
        admin_results(answer, print_line, &count);
        PQclear(result);
    }
    PQfinish(conn);
    return finish(&count, error);
}

/* One row as a line of CSV; the first with the names of the columns above it. */
static void print_row(const char *json, gboolean first)
{
    g_autoptr(JsonNode) node = json_from_string(json, NULL);
    JsonObject *row = json_node_get_object(node);
    g_autoptr(GList) names = json_object_get_members(row);
    g_autoptr(GPtrArray) header = g_ptr_array_new();
    g_autoptr(GPtrArray) cells = g_ptr_array_new();
    g_autofree char *head = NULL;
    g_autofree char *line = NULL;

    for (GList *name = names; name != NULL; name = name->next) {
        g_ptr_array_add(header, name->data);
        g_ptr_array_add(cells, (gpointer)json_object_get_string_member(row, name->data));
    }
    head = csv_rows_line((const char *const *)header->pdata, header->len);
    line = csv_rows_line((const char *const *)cells->pdata, cells->len);
    if (first)
        printf("%s\n", head);
    printf("%s\n", line);
}

static int list(const Options *options)
{
    GError *error = NULL;
    const char *params[] = {options->kind};
    PGconn *conn = admin_connect(options->conninfo, &error);
    PGresult *result;

    if (conn == NULL)
        return fail(error);
    result = admin_call(conn, "select api.admin_list($1)", params, 1, &error);
    for (int row = 0; result != NULL && row < PQntuples(result); row++)
        print_row(PQgetvalue(result, row, 0), row == 0);
    PQclear(result);
    PQfinish(conn);
    return error != NULL ? fail(error) : 0;
}

/* The option of a column: words are joined by dashes. Static. */
static const char *option_of(const char *column)
{
    g_autofree char *option = g_strdelimit(g_strdup(column), "_", '-');

    return g_intern_string(option);
}

static gboolean parse(Options *options, int *argc, char ***argv)
{
    g_autoptr(GOptionContext) context = g_option_context_new(NULL);
    GOptionEntry fixed[]
        = {{"database", 'd', 0, G_OPTION_ARG_STRING, &options->conninfo, NULL, NULL},
           {"help", 'h', 0, G_OPTION_ARG_NONE, &options->help, NULL, NULL},
           {"strict", 0, 0, G_OPTION_ARG_NONE, &options->strict, NULL, NULL},
           {"standard", 0, 0, G_OPTION_ARG_NONE, &options->standard, NULL, NULL},
           {"password-prompt", 0, 0, G_OPTION_ARG_NONE, &options->ask_password, NULL, NULL},
           {"password-stdin", 0, 0, G_OPTION_ARG_NONE, &options->password_stdin, NULL, NULL},
           {G_OPTION_REMAINING, 0, 0, G_OPTION_ARG_STRING_ARRAY, &options->words, NULL, NULL},
           G_OPTION_ENTRY_NULL};
    GOptionEntry of_columns[G_N_ELEMENTS(columns) + 1] = {G_OPTION_ENTRY_NULL};
    g_autoptr(GError) error = NULL;

    for (guint i = 0; i < G_N_ELEMENTS(columns); i++)
        of_columns[i]
            = (GOptionEntry){option_of(columns[i]),
                             0,
                             0,
                             G_OPTION_ARG_STRING,
                             &options->cells[i],
                             NULL,
                             NULL};
    g_option_context_add_main_entries(context, fixed, NULL);
    g_option_context_add_main_entries(context, of_columns, NULL);
    g_option_context_set_help_enabled(context, FALSE);
    if (g_option_context_parse(context, argc, argv, &error))
        return TRUE;
    fprintf(stderr, "%s\n", error->message);
    return FALSE;
}

static int run(Options *options)
{
    const char *verb;

    if (options->help) {
        print_usage(stdout);
        return 0;
    }
    if (options->words == NULL || g_strv_length(options->words) < 2
        || g_strv_length(options->words) > 3
        || (options->kind = kind_of(options->words[0])) == NULL)
        return usage();
    verb = options->words[1];
    if (strcmp(verb, "import") == 0)
        return import_file(options);
    if (strcmp(verb, "add") == 0)
        return add_entry(options);
    if (strcmp(verb, "disable") == 0 || strcmp(verb, "enable") == 0)
        return set_enabled(options, strcmp(verb, "enable") == 0);
    return strcmp(verb, "list") == 0 ? list(options) : usage();
}

int admin_main(int argc, char **argv)
{
    Options options = {0};
    int status;

    status = parse(&options, &argc, &argv) ? run(&options) : usage();
    for (guint i = 0; i < G_N_ELEMENTS(columns); i++)
        g_free(options.cells[i]);
    g_strfreev(options.words);
    g_free(options.conninfo);
    return status;
}
