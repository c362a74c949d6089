/* The sheets of quality checks: a form's questions as fields for points, and the agent's own word. */
#ifndef TUI_QUALITY_SHEET_H
#define TUI_QUALITY_SHEET_H

#include "common/quality.h"
#include "tui/app.h"

/* rows: QualityQuestion of all forms, of which one is asked (its code). Once it is recorded the owner goes. */
void quality_sheet_judge(Screen *owner, const QualitySubject *subject, const GPtrArray *rows, const char *form);
/* The agent's own word on a check. */
void quality_sheet_answer(Screen *owner, gint64 check);

#endif
