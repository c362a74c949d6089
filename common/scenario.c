/* A scenario from its text: what is checked of the text itself, and where its places stand. */
#include "common/scenario.h"

#include <errno.h>
#include <stdio.h>
#include <string.h>

#include "common/lang.h"
#include "common/scenario_private.h"
#include "common/schema.h"
#include "common/text.h"

enum { FAULTS_MAX = 300 };

static void fault_free(gpointer data)
{
    ScenarioFault *fault = data;

    g_free(fault->sentence);
    g_free(fault);
}

GPtrArray *scenario_faults_new(void)
{
    return g_ptr_array_new_with_free_func(fault_free);
}

void scenario_fault_add(GPtrArray *faults, int line, char *sentence)
{
    ScenarioFault *fault = faults->len > 0 ? g_ptr_array_index(faults, faults->len - 1) : NULL;

    if (faults->len > FAULTS_MAX || (fault != NULL && fault->line == line && strcmp(fault->sentence, sentence) == 0)) {
        g_free(sentence);
        return;
    }
    fault = g_new(ScenarioFault, 1);
    *fault = (ScenarioFault){line, sentence};
    g_ptr_array_add(faults, fault);
    if (faults->len == FAULTS_MAX)
        scenario_fault_add(faults, 0, g_strdup(_("There are more faults than are shown.")));
}

void scenario_fault(Scenario *scenario, const char *path, const char *format, ...)
{
    va_list arguments;

    va_start(arguments, format);
    scenario_fault_add(scenario->faults, scenario_line(scenario, path), g_strdup_vprintf(format, arguments));
    va_end(arguments);
}

gboolean scenario_written(const Scenario *scenario, const char *path)
{
    return g_hash_table_contains(scenario->lines, path);
}

const char *scenario_spelled(const Scenario *scenario, const ScenarioWord *word)
{
    return scenario->chinese ? word->chinese : word->english;
}

int scenario_line(const Scenario *scenario, const char *path)
{
    g_autofree char *place = g_strdup(path);

    while (*place != '\0' && !scenario_written(scenario, place)) {
        char *dot = strrchr(place, '.');
        *(dot != NULL ? dot : place) = '\0';
    }
    return GPOINTER_TO_INT(g_hash_table_lookup(scenario->lines, place));
}

JsonObject *scenario_json(const Scenario *scenario)
{
    return scenario->json;
}

void scenario_free(Scenario *scenario)
{
    if (scenario == NULL)
        return;
    json_object_unref(scenario->json);
    g_hash_table_unref(scenario->lines);
    g_free(scenario);
}

static gboolean is_hidden(gunichar c)
{
    return c != '\n' && c != '\t' && (text_hidden(c) || (c & 0xfffe) == 0xfffe);
}

/* The text with blanks for what cannot be seen (told once a line) and single newlines, so that lines are what an
 * editor counts and libyaml has nothing to refuse. NULL when it is not UTF-8. */
static GString *visible_text(const char *at, gsize length, GPtrArray *faults)
{
    const char *end = at + length;
    g_autoptr(GString) out = g_string_sized_new(length + 1);
    int line = 1;
    int told = 0;

    while (at < end) {
        gunichar c = *at == '\0' ? 0 : g_utf8_get_char_validated(at, end - at);
        if (c == (gunichar)-1 || c == (gunichar)-2) {
            scenario_fault_add(faults, line, g_strdup(_("The file is not UTF-8: save it as UTF-8.")));
            return NULL;
        }
        at = *at == '\0' ? at + 1 : g_utf8_next_char(at);
        if (c == '\r' && at < end && *at == '\n')
            continue;
        if (is_hidden(c) && told != line) {
            told = line;
            scenario_fault_add(faults, line,
                g_strdup_printf(_("In this line is an invisible or control character (U+%04X): take it out."), c));
        }
        g_string_append_unichar(out, is_hidden(c) ? ' ' : c);
        line += c == '\n';
    }
    return g_steal_pointer(&out);
}

static int by_line(const void *a, const void *b)
{
    const ScenarioFault *const *left = a;
    const ScenarioFault *const *right = b;

    return ((*left)->line > (*right)->line) - ((*left)->line < (*right)->line);
}

static Scenario *scenario_new(GPtrArray *faults)
{
    Scenario *scenario = g_new0(Scenario, 1);

    scenario->json = json_object_new();
    scenario->lines = g_hash_table_new_full(g_str_hash, g_str_equal, g_free, NULL);
    scenario->faults = faults;
    return scenario;
}

Scenario *scenario_parse(const char *text, gssize length, const char *name, GPtrArray *faults)
{
    static const char mark[] = "\xef\xbb\xbf";
    gsize bytes = length < 0 ? strlen(text) : (gsize)length;
    gsize skip = bytes >= 3 && memcmp(text, mark, 3) == 0 ? 3 : 0;
    g_autoptr(Scenario) scenario = scenario_new(faults);
    g_autoptr(ScenarioNode) root = NULL;
    GString *visible;
    guint before = faults->len;

    if (bytes > SCENARIO_BYTES_MAX) {
        scenario_fault_add(faults, 1, g_strdup(_("A scenario has at most 1 MB.")));
        return NULL;
    }
    if ((visible = visible_text(text + skip, bytes - skip, faults)) == NULL)
        return NULL;
    root = scenario_yaml(visible->str, visible->len, faults, &scenario->whole);
    g_string_free(visible, TRUE);
    scenario_walk(scenario, root);
    if (scenario->whole)
        scenario_check_rules(scenario, name);
    g_ptr_array_sort(faults, by_line);
    return faults->len == before ? g_steal_pointer(&scenario) : NULL;
}

Scenario *scenario_read(const char *path, GPtrArray *faults)
{
    /* no more than is taken: the path may be a device's */
    g_autofree char *text = g_malloc(SCENARIO_BYTES_MAX + 1);
    FILE *file = fopen(path, "rb");
    gsize length = file != NULL ? fread(text, 1, SCENARIO_BYTES_MAX + 1, file) : 0;
    gboolean failed = file == NULL || ferror(file) != 0;

    if (failed)
        scenario_fault_add(faults, 0, g_strdup_printf(_("The file cannot be read: %s"), g_strerror(errno)));
    if (file != NULL)
        fclose(file);
    return failed ? NULL : scenario_parse(text, (gssize)length, path, faults);
}

char **scenario_builtin_names(void)
{
    g_auto(GStrv) files = schema_files("training");
    g_autoptr(GStrvBuilder) names = g_strv_builder_new();

    for (char **file = files; *file != NULL; file++)
        if (g_str_has_suffix(*file, ".yaml"))
            g_strv_builder_add(names, *file);
    return g_strv_builder_end(names);
}
