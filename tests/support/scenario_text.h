/* Scenarios of tests. */
#ifndef TESTS_SUPPORT_SCENARIO_TEXT_H
#define TESTS_SUPPORT_SCENARIO_TEXT_H

#include "common/scenario.h"

/* The example of the format's page. Owned by the caller. */
char *scenario_text_example(void);
/* A lead's, with everything that an agent's first scenario has not. */
extern const char scenario_text_lead[];

/* Says faults in the test's output. */
void scenario_text_note_faults(const GPtrArray *faults);
/* Asserts that a text is a scenario without fault. */
Scenario *scenario_text_parse(const char *text, const char *name);

#endif
