/* Written beside curses, which has nothing to say here: only between its drawings, only fixed words. */
#include "tui/bell.h"

#include <stdio.h>
#include <string.h>

typedef enum { NOTICE_NONE, NOTICE_9, NOTICE_777 } Notice;

/* What terminals say of themselves, in a variable's beginning. */
static const struct {
    const char *variable;
    const char *begins;
    Notice notice;
} known[] = {
    {"TERM", "foot", NOTICE_777},          {"TERM", "rxvt-unicode", NOTICE_777}, {"TERM", "xterm-ghostty", NOTICE_777},
    {"TERM", "xterm-kitty", NOTICE_9},     {"TERM", "wezterm", NOTICE_777},      {"TERM_PROGRAM", "WezTerm", NOTICE_777},
    {"TERM_PROGRAM", "ghostty", NOTICE_777}, {"TERM_PROGRAM", "iTerm.app", NOTICE_9}, {"LC_TERMINAL", "iTerm2", NOTICE_9},
};

static const struct {
    const char *word;
    Notice notice;
} words[] = {{"none", NOTICE_NONE}, {"9", NOTICE_9}, {"777", NOTICE_777}};

static Notice notice_now;

static Notice terminal_notice(void)
{
    for (guint i = 0; i < G_N_ELEMENTS(known); i++) {
        const char *value = g_getenv(known[i].variable);
        if (value != NULL && g_str_has_prefix(value, known[i].begins))
            return known[i].notice;
    }
    return NOTICE_NONE;
}

gboolean bell_set_notice(const char *word)
{
    if (word == NULL || strcmp(word, "auto") == 0) {
        notice_now = terminal_notice();
        return TRUE;
    }
    for (guint i = 0; i < G_N_ELEMENTS(words); i++)
        if (strcmp(words[i].word, word) == 0) {
            notice_now = words[i].notice;
            return TRUE;
        }
    return FALSE;
}

void bell_ring(void)
{
    fputs("\a", stdout);
    fflush(stdout);
}

/* A control character would end the sequence, and what follows would be the terminal's to obey; a semicolon
 * would begin another of its fields. */
static char *plain(const char *text)
{
    const char *end = text;
    char *copy;

    while (*end != '\0' && g_utf8_validate(end, (gssize)(g_utf8_next_char(end) - end), NULL)
           && g_unichar_isprint(g_utf8_get_char(end)))
        end = g_utf8_next_char(end);
    copy = g_strndup(text, (gsize)(end - text));
    return g_strdelimit(copy, ";", ',');
}

void bell_notice(const char *text)
{
    g_autofree char *words_now = plain(text);

    if (notice_now == NOTICE_NONE)
        return;
    if (notice_now == NOTICE_9)
        printf("\033]9;%s\a", words_now);
    else
        printf("\033]777;notify;12345;%s\a", words_now);
    fflush(stdout);
}
