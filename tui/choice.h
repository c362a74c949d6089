/* The items of a choice field, and the words that stand for its value. */
#ifndef TUI_CHOICE_H
#define TUI_CHOICE_H

#include "tui/app.h"
#include "tui/fields.h"

/* Items for pick_open. */
GPtrArray *choice_items(const App *app, Choice choice);

/* What is shown for a value; "" for "". Borrowed until the catalogue is loaded again. */
const char *choice_text(const App *app, Choice choice, const char *value);

#endif
