/* A list to pick one thing from, filtered by typing. */
#ifndef TUI_PICK_H
#define TUI_PICK_H

#include "tui/screen.h"

/* A new empty list of items; pick_open takes it over. */
GPtrArray *pick_items_new(void);
/* value: what is given back; text: what is shown; more: further words to find it by. All copied. */
void pick_items_add(GPtrArray *items, const char *value, const char *text, const char *more);

/* Is one of these picked by the digit of its row? A short list is, but not one of numbers: "119" must
 * not pick the first row by its first digit. */
gboolean pick_items_by_digit(const GPtrArray *items);

/* Opens over the owner. current: the value the cursor starts on, or NULL.
 * Calls picked once: with the value (borrowed), or NULL when left without picking. data is the owner's
 * and must live as long as the owner does. */
typedef void (*Picked)(Screen *owner, gpointer data, const char *value);
void pick_open(Screen *owner, const char *title, GPtrArray *items, const char *current, Picked picked,
               gpointer data);

/* The value of the n-th item (from 0), borrowed; NULL when there is none. */
const char *pick_items_value(const GPtrArray *items, guint n);

/* The same for a list out of the catalogue, made again when that has been read again; typed: what is
 * typed of the filter already. */
typedef GPtrArray *(*PickSource)(const App *app, guint which);
void pick_open_from(Screen *owner, const char *title, PickSource source, guint which,
                    const char *current, const char *typed, Picked picked, gpointer data);

#endif
