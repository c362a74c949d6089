/* Asking for a scenario and writing its file. */
#include "common/training_scenario.h"

#include <gio/gio.h>
#include <glib/gstdio.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

#include "common/admin_private.h"
#include "common/lang.h"
#include "common/scenario.h"
#include "common/scenario_write.h"

typedef struct {
    char *path; /* NULL: the scenario's code names the file */
    char **words;
} Options;

static gboolean parse(Options *options, int *argc, char ***argv)
{
    g_autoptr(GOptionContext) context = g_option_context_new(NULL);
    GOptionEntry entries[] = {{"output", 'o', 0, G_OPTION_ARG_FILENAME, &options->path, NULL, NULL},
                              {G_OPTION_REMAINING, 0, 0, G_OPTION_ARG_STRING_ARRAY, &options->words, NULL, NULL},
                              G_OPTION_ENTRY_NULL};
    guint words;

    g_option_context_add_main_entries(context, entries, NULL);
    g_option_context_set_help_enabled(context, FALSE);
    if (!g_option_context_parse(context, argc, argv, NULL))
        return FALSE;
    words = options->words != NULL ? g_strv_length(options->words) : 0;
    return words == 1 || words == 2;
}

static gboolean fail(GError **error, const char *sentence)
{
    g_set_error_literal(error, admin_quark(), 0, sentence);
    return FALSE;
}

/* Before the ticket is asked for, which its timeline keeps: can the file be written? */
static gboolean check_path(const char *path, GError **error)
{
    const char *fault = NULL;
    g_autofree char *code = scenario_code_of(path, &fault);
    g_autofree char *folder = g_path_get_dirname(path);
    g_autofree char *sentence = NULL;

    if (code == NULL)
        return fail(error, fault);
    if (g_file_test(path, G_FILE_TEST_EXISTS))
        sentence = g_strdup_printf(_("%s is there already and is left as it is: name another file with -o."), path);
    else if (g_access(folder, W_OK) != 0)
        sentence = g_strdup_printf(_("Nothing can be written into %s: name another file with -o."), folder);
    return sentence == NULL || fail(error, sentence);
}

static JsonNode *ask(const char *number, const char *conninfo, GError **error)
{
    PGconn *conn = admin_connect(conninfo, error);
    PGresult *result = conn != NULL ? admin_call(conn, "select api.scenario_of_ticket(gen_random_uuid(), $1)", &number, 1, error) : NULL;
    JsonNode *scenario = result != NULL ? json_from_string(PQgetvalue(result, 0, 0), error) : NULL;

    PQclear(result);
    PQfinish(conn);
    return scenario;
}

/* No file is written that the same program would not take. */
static gboolean check_text(const char *text, const char *path, GError **error)
{
    g_autoptr(GPtrArray) faults = scenario_faults_new();
    g_autoptr(Scenario) scenario = scenario_parse(text, -1, path, faults);

    return scenario != NULL || fail(error, ((const ScenarioFault *)g_ptr_array_index(faults, 0))->sentence);
}

static gboolean write_new(const char *path, const char *text, GError **error)
{
    g_autoptr(GFile) file = g_file_new_for_path(path);
    g_autoptr(GFileOutputStream) stream = g_file_create(file, G_FILE_CREATE_NONE, NULL, error);

    return stream != NULL && g_output_stream_write_all(G_OUTPUT_STREAM(stream), text, strlen(text), NULL, NULL, error)
           && g_output_stream_close(G_OUTPUT_STREAM(stream), NULL, error);
}

static gboolean make(const Options *options, GError **error)
{
    g_autofree char *path = g_strdup(options->path);
    g_autofree char *code = NULL;
    g_autofree char *text = NULL;
    g_autoptr(JsonNode) scenario = NULL;
    const char *fault = NULL;

    if (!check_path(path != NULL ? path : "x.yaml", error)
        || (scenario = ask(options->words[0], options->words[1], error)) == NULL)
        return FALSE;
    if (path == NULL)
        path = g_strconcat(json_object_get_string_member(json_node_get_object(scenario), "code"), ".yaml", NULL);
    code = scenario_code_of(path, &fault);
    json_object_set_string_member(json_node_get_object(scenario), "code", code);
    text = scenario_write(json_node_get_object(scenario),
                          _("Made by machine from a closed ticket; names, numbers and places are invented. Read it through and "
                            "edit it before anybody practises with it."));
    if (!check_text(text, path, error) || !write_new(path, text, error))
        return FALSE;
    printf(_("%s is written. Read it through and edit it, then: hotline training check %s"), path, path);
    printf("\n");
    return TRUE;
}

int training_scenario_main(int argc, char **argv)
{
    Options options = {0};
    g_autoptr(GError) error = NULL;
    int status = 2;

    if (!parse(&options, &argc, &argv))
        fprintf(stderr, "%s%s\n  %s\n", _("Usage: "), _("hotline training scenario TICKET-NUMBER [CONNINFO] [-o FILE.yaml]"),
                _("a closed ticket as a scenario in which nobody is named; for leads and administrators"));
    else if ((status = make(&options, &error) ? 0 : 1) != 0)
        fprintf(stderr, "%s\n", error->message);
    g_free(options.path);
    g_strfreev(options.words);
    return status;
}
