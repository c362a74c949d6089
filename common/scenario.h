/* Reading the scenarios of training: YAML as schema/training/FORMAT.md says, its words in Chinese or English. What
 * only a database knows (categories, units, areas, articles, numbers to transfer to) is not checked here. */
#ifndef COMMON_SCENARIO_H
#define COMMON_SCENARIO_H

#include <glib.h>
#include <json-glib/json-glib.h>

enum { SCENARIO_BYTES_MAX = 1 << 20 };

typedef struct Scenario Scenario;

/* Something that its author has to mend. line: from 1; 0: the file itself. sentence: in the user's language. */
typedef struct {
    int line;
    char *sentence;
} ScenarioFault;

/* An empty list of ScenarioFault. Free with g_ptr_array_unref. */
GPtrArray *scenario_faults_new(void);
/* sentence: taken over. The same again is left out; after a few hundred so is the rest, which a fault of line 0 says. */
void scenario_fault_add(GPtrArray *faults, int line, char *sentence);

/* Reads a scenario. in: any bytes (length -1: up to NUL); name: the file's path or name, which the code must be
 * equal to, or NULL. out: faults receives all that were found, by line. NULL when there is any. */
Scenario *scenario_parse(const char *text, gssize length, const char *name, GPtrArray *faults);
/* The same of a file; one that cannot be read is a fault of line 0. */
Scenario *scenario_read(const char *path, GPtrArray *faults);
void scenario_free(Scenario *scenario);
G_DEFINE_AUTOPTR_CLEANUP_FUNC(Scenario, scenario_free)

/* The canonical form, borrowed: keys and values in English, one value where several may be is a list, numbers and
 * yes or no are such, and what FORMAT.md says for keys left out is filled in. Other keys left out are not there. */
JsonObject *scenario_json(const Scenario *scenario);

/* The line of a place of it: "expect.category", "given.1.unit", "facts.2.text.1" (lists count from 1). The line
 * of what encloses it when the place itself is not written. */
int scenario_line(const Scenario *scenario, const char *path);

/* The built-in scenarios' files, sorted, for schema_resource("training/…"). Free with g_strfreev. */
char **scenario_builtin_names(void);

#endif
