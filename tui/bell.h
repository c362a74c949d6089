/* The terminal's own ways to call somebody: its bell, and the notices that some terminals show (OSC 9, OSC 777). */
#ifndef TUI_BELL_H
#define TUI_BELL_H

#include <glib.h>

/* Which notices the terminal knows: by the settings' word ("auto", "9", "777", "none"; NULL: auto), else by what
 * it says it is. Returns FALSE when the word is none of these. */
gboolean bell_set_notice(const char *word);

void bell_ring(void);

/* text: our own words; what is no printable character ends it. Nothing happens on a terminal that is not known
 * to show it. */
void bell_notice(const char *text);

#endif
