/* The items of a choice field, and the words that stand for its value. */
#ifndef TUI_CHOICE_H
#define TUI_CHOICE_H

#include "tui/app.h"
#include "tui/fields.h"
#include "tui/pick.h"

/* Opens the list of a choice; the rest as in pick_open_from. */
void choice_open(Screen *owner, const char *title, Choice choice, const char *current, const char *typed,
                 Picked picked, gpointer data);

/* The value of the digit ("1" … "9") in a choice of at most nine things, owned by the caller; NULL when
 * the text is no such digit or the choice is longer: then it is found by typing. */
char *choice_by_digit(const App *app, Choice choice, const char *text);

/* What is shown for a value; "" for "". Borrowed until the catalogue is loaded again. */
const char *choice_text(const App *app, Choice choice, const char *value);

#endif
