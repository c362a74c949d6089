/* The words of hotline admin. */
#include <stdio.h>
#include <string.h>
#include <termios.h>
#include <unistd.h>

#include "common/admin_private.h"
#include "common/lang.h"
#include "common/schema.h"

typedef struct {
    const char *conninfo;
    gboolean strict;
    gboolean standard;
    gboolean ask_password;
    gboolean password_stdin;
    char **words; /* kind, verb, and what follows */
} Options;

static void print_line(const char *line)
{
    printf("%s\n", line);
}

static int fail(GError *error)
{
    fprintf(stderr, "%s\n", error->message);
    g_error_free(error);
    return 1;
}

static int usage(void)
{
    fprintf(stderr, "%s\n", _(
        "hotline admin KIND import FILE.csv [--strict]      rows by column name, again without harm\n"
        "hotline admin categories import --standard         the national tree of categories that is built in\n"
        "hotline admin KIND add column=value ...            one entry (people: --ask-password or --password-stdin)\n"
        "hotline admin KIND disable KEY | enable KEY\n"
        "hotline admin KIND list\n"
        "KIND: people (login name number role unit district shift skills), units (code name kind area),\n"
        "  areas (code parent name), categories (code parent name urgency), calendar (day working note),\n"
        "  standards (urgency working_days), numbers (number name kind), settings (key value)\n"
        "-d CONNINFO says which database; libpq's environment is used as well."));
    return 2;
}

/* Reads a line that is not shown. Owned by the caller. */
static char *read_secret(gboolean ask)
{
    struct termios before;
    struct termios quiet;
    char line[512];
    gboolean terminal = ask && tcgetattr(STDIN_FILENO, &before) == 0;

    if (terminal) {
        quiet = before;
        quiet.c_lflag &= ~(tcflag_t)ECHO;
        tcsetattr(STDIN_FILENO, TCSANOW, &quiet);
        fprintf(stderr, "%s", _("Password: "));
    }
    if (fgets(line, sizeof line, stdin) == NULL)
        line[0] = '\0';
    if (terminal) {
        tcsetattr(STDIN_FILENO, TCSANOW, &before);
        fprintf(stderr, "\n");
    }
    return g_strdup(g_strchomp(line));
}

/* Passwords leave this process only as a SCRAM verifier. */
static gboolean add_verifier(PGconn *conn, const Options *options, JsonObject *row)
{
    g_autofree char *password = NULL;
    char *verifier;

    if (!options->ask_password && !options->password_stdin)
        return TRUE;
    password = read_secret(options->ask_password);
    verifier = PQencryptPasswordConn(conn, password, json_object_get_string_member_with_default(row, "login", ""), "scram-sha-256");
    explicit_bzero(password, strlen(password));
    if (verifier == NULL)
        return FALSE;
    json_object_set_string_member(row, "verifier", verifier);
    PQfreemem(verifier);
    return TRUE;
}

static int finish_import(int refused, GError *error)
{
    if (refused < 0)
        return fail(error);
    printf(refused == 0 ? _("Done.\n") : _("Done, but %d rows were refused.\n"), refused);
    return refused > 0;
}

static int import_file(const Options *options)
{
    g_autofree char *bytes = NULL;
    gsize length = 0;
    GError *error = NULL;
    int refused;

    if (options->standard) {
        bytes = g_strdup(schema_resource("data/categories.csv"));
        length = strlen(bytes);
    } else if (options->words[2] == NULL || !g_file_get_contents(options->words[2], &bytes, &length, &error)) {
        return error != NULL ? fail(error) : usage();
    }
    refused = admin_import(options->conninfo, options->words[0], bytes, length, options->strict, print_line, &error);
    return finish_import(refused, error);
}

static int add_entry(const Options *options)
{
    g_autoptr(JsonArray) rows = json_array_new();
    JsonObject *row = json_object_new();
    GError *error = NULL;
    PGconn *conn;
    int refused;

    json_array_add_object_element(rows, row);
    for (char **word = options->words + 2; *word != NULL; word++) {
        char *equals = strchr(*word, '=');
        if (equals == NULL)
            return usage();
        *equals = '\0';
        json_object_set_string_member(row, *word, equals + 1);
    }
    if ((conn = admin_connect(options->conninfo, &error)) == NULL)
        return fail(error);
    refused = add_verifier(conn, options, row)
                  ? admin_import_rows(conn, options->words[0], rows, FALSE, print_line, &error) : -1;
    PQfinish(conn);
    return finish_import(refused, error);
}

static int set_enabled(const Options *options, gboolean enabled)
{
    GError *error = NULL;
    g_autofree char *uuid = g_uuid_string_random();
    const char *params[] = {uuid, options->words[0], options->words[2], enabled ? "true" : "false"};
    PGconn *conn;
    PGresult *result;
    g_autofree char *answer = NULL;

    if (options->words[2] == NULL)
        return usage();
    if ((conn = admin_connect(options->conninfo, &error)) == NULL)
        return fail(error);
    result = admin_call(conn, "select api.admin_enable($1, $2, $3, $4)", params, 4, &error);
    if (result != NULL) {
        answer = g_strdup_printf("[%s]", PQgetvalue(result, 0, 0));
        admin_results(answer, print_line);
        PQclear(result);
    }
    PQfinish(conn);
    return error != NULL ? fail(error) : 0;
}

static int list(const Options *options)
{
    GError *error = NULL;
    const char *params[] = {options->words[0]};
    PGconn *conn = admin_connect(options->conninfo, &error);
    PGresult *result;

    if (conn == NULL)
        return fail(error);
    result = admin_call(conn, "select api.admin_list($1)", params, 1, &error);
    for (int row = 0; result != NULL && row < PQntuples(result); row++)
        printf("%s\n", PQgetvalue(result, row, 0));
    PQclear(result);
    PQfinish(conn);
    return error != NULL ? fail(error) : 0;
}

int admin_main(int argc, char **argv)
{
    Options options = {.conninfo = ""};
    g_autoptr(GError) error = NULL;
    g_auto(GStrv) words = NULL;
    g_autoptr(GOptionContext) context = g_option_context_new("KIND VERB …");
    const GOptionEntry entries[] = {
        {"database", 'd', 0, G_OPTION_ARG_STRING, &options.conninfo, "conninfo", NULL},
        {"strict", 0, 0, G_OPTION_ARG_NONE, &options.strict, "one bad row and nothing is done", NULL},
        {"standard", 0, 0, G_OPTION_ARG_NONE, &options.standard, "the built-in tree of categories", NULL},
        {"ask-password", 0, 0, G_OPTION_ARG_NONE, &options.ask_password, "ask for the person's password", NULL},
        {"password-stdin", 0, 0, G_OPTION_ARG_NONE, &options.password_stdin, "read it from standard input", NULL},
        {G_OPTION_REMAINING, 0, 0, G_OPTION_ARG_STRING_ARRAY, &words, NULL, NULL},
        G_OPTION_ENTRY_NULL};

    g_option_context_add_main_entries(context, entries, NULL);
    g_option_context_set_help_enabled(context, FALSE);
    if (!g_option_context_parse(context, &argc, &argv, &error) || words == NULL || g_strv_length(words) < 2)
        return usage();
    options.words = words;
    if (strcmp(words[1], "import") == 0)
        return import_file(&options);
    if (strcmp(words[1], "add") == 0)
        return add_entry(&options);
    if (strcmp(words[1], "disable") == 0 || strcmp(words[1], "enable") == 0)
        return set_enabled(&options, strcmp(words[1], "enable") == 0);
    if (strcmp(words[1], "list") == 0)
        return list(&options);
    return usage();
}
