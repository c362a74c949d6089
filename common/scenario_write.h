/* Writing a scenario as its file: YAML as schema/training/FORMAT.md says, its words in Chinese. */
#ifndef COMMON_SCENARIO_WRITE_H
#define COMMON_SCENARIO_WRITE_H

#include <json-glib/json-glib.h>

/* in: a scenario as scenario_json gives it; what the grammar does not know is not written, nor what it fills in by itself.
 * comment: the first line, or NULL. out: text that scenario_parse takes back to the same. Owned by the caller. */
char *scenario_write(JsonObject *scenario, const char *comment);

/* The code that a scenario in this file must have. NULL when it cannot be a scenario's: FAULT says why (static, in the
 * user's language). Owned by the caller. */
char *scenario_code_of(const char *path, const char **fault);

#endif
