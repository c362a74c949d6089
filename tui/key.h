/* Keys as the terminal sends them, by name. */
#ifndef TUI_KEY_H
#define TUI_KEY_H

#include <glib.h>

typedef enum {
    KEY_KIND_TEXT,  /* typed characters: text is what was typed */
    KEY_KIND_PASTE, /* pasted text, whole */
    KEY_KIND_NAMED, /* text is the key's name: F2, C-x, M-1, Esc, Enter, Tab, S-Tab, Up, PgUp … */
    KEY_KIND_END    /* the terminal is gone */
} KeyKind;

typedef struct {
    KeyKind kind;
    char *text; /* UTF-8, owned; key_clear() frees it */
} Key;

/* Prepares the terminal's input (raw, no echo, bracketed paste where the terminal knows it). */
void key_init(void);
/* Undoes what key_init asked of the terminal. */
void key_finish(void);

/* Takes the next key that has arrived, without waiting. Returns FALSE when there is none; what has
 * arrived of a character is kept for the next time. */
gboolean key_read(Key *key);
/* In how many milliseconds to read again also when nothing arrives, 0 for never: a paste whose end was
 * lost ends by itself. */
guint key_again_ms(void);
void key_clear(Key *key);

/* A key's name as the footer shows it: "C-x d" → "^X d". Static or interned, never freed. */
const char *key_caption(const char *name);

#endif
