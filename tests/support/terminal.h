/* Drives the real program in a terminal of fixed size (libvterm on a pty). Tests wait for patterns,
 * they never sleep. */
#ifndef TESTS_SUPPORT_TERMINAL_H
#define TESTS_SUPPORT_TERMINAL_H

#include <glib.h>

typedef struct Terminal Terminal;

/* Starts argv (ends with NULL) in a terminal; term: the value of TERM; env: "NAME=value" …, NULL. */
Terminal *terminal_start(int rows, int cols, const char *term, const char *const *argv, const char *const *env);
/* Ends the program with its process group, reaps it, frees all. */
void terminal_free(Terminal *terminal);
G_DEFINE_AUTOPTR_CLEANUP_FUNC(Terminal, terminal_free)

/* Raw bytes as typed. */
void terminal_send(Terminal *terminal, const char *bytes);
/* Named keys of the terminal: F1 … F9, Up, Down, Enter, Tab, Esc, C-x … */
void terminal_key(Terminal *terminal, const char *name);
void terminal_paste(Terminal *terminal, const char *text);

/* Waits until the screen matches a regular expression (over its rows, joined by newlines); a time-out
 * fails the test with the actual screen. Returns whether it matched. */
gboolean terminal_expect(Terminal *terminal, const char *pattern);
gboolean terminal_expect_within(Terminal *terminal, const char *pattern, int ms);
gboolean terminal_expect_gone(Terminal *terminal, const char *pattern);

/* Waits until the program has taken all bytes that were sent. */
gboolean terminal_expect_taken(Terminal *terminal);

/* The screen as text, wide characters once, no blanks at the ends of rows. Owned by the caller. */
char *terminal_text(Terminal *terminal);
/* One row of it. */
char *terminal_row(Terminal *terminal, int row);
/* Waits until a text begins at this cell of a row; else as terminal_expect. */
gboolean terminal_expect_column(Terminal *terminal, int row, const char *text, int column);

/* The program has to draw everything again. */
void terminal_resize(Terminal *terminal, int rows, int cols);
int terminal_pid(const Terminal *terminal);
/* Waits for the program's end; its status, or -1 after ms. */
int terminal_wait(Terminal *terminal, int ms);

/* What a program's text must never cause. */
typedef struct {
    guint bells;
    guint titles;  /* OSC 0, 1, 2 */
    guint replies; /* the terminal was asked for an answer */
    guint mouse;   /* mouse reporting was switched on */
} TerminalEffects;
const TerminalEffects *terminal_effects(const Terminal *terminal);
/* Redraws, when the program was started with HOTLINE_TEST_MARK in its environment. */
guint terminal_redraws(const Terminal *terminal);
/* Bytes that the program has written. */
gsize terminal_bytes(const Terminal *terminal);
/* And these bytes. Borrowed. */
const char *terminal_written(const Terminal *terminal);

#endif
