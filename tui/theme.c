/* The palettes. Colours sit on the terminal's default background. */
#include "tui/theme.h"

#include <curses.h>
#include <term.h>
#include <wchar.h>

typedef struct {
    short colour16;  /* -1: the default foreground */
    short colour256; /* -1: the default foreground */
    attr_t attr;     /* beside the colour */
    attr_t mono;     /* without colours */
} Paint;

static const Paint paints[ROLE_N] = {
    [ROLE_NORMAL] = {-1, -1, A_NORMAL, A_NORMAL},
    [ROLE_TITLE] = {-1, -1, A_REVERSE, A_REVERSE},
    [ROLE_LABEL] = {COLOR_CYAN, 109, A_NORMAL, A_NORMAL},
    [ROLE_MUTED] = {-1, 245, A_NORMAL, A_NORMAL},
    [ROLE_STRONG] = {-1, -1, A_BOLD, A_BOLD},
    [ROLE_CURSOR] = {-1, -1, A_REVERSE, A_REVERSE},
    [ROLE_FIELD] = {-1, -1, A_UNDERLINE, A_UNDERLINE},
    [ROLE_FOCUS] = {-1, -1, A_UNDERLINE | A_BOLD, A_UNDERLINE | A_BOLD},
    [ROLE_RINGING] = {COLOR_YELLOW, 220, A_BOLD | A_REVERSE, A_BOLD | A_REVERSE},
    [ROLE_OVERDUE] = {COLOR_RED, 203, A_BOLD, A_BOLD},
    [ROLE_DUE] = {COLOR_YELLOW, 179, A_NORMAL, A_NORMAL},
    [ROLE_GOOD] = {COLOR_GREEN, 108, A_NORMAL, A_NORMAL},
    [ROLE_BAD] = {COLOR_RED, 203, A_BOLD, A_BOLD},
    [ROLE_KEY] = {-1, -1, A_BOLD, A_BOLD},
};

static gboolean coloured;

void theme_init(void)
{
    const char *no_color = g_getenv("NO_COLOR");

    coloured = FALSE;
    if ((no_color != NULL && *no_color != '\0') || !has_colors() || start_color() == ERR)
        return;
    if (use_default_colors() == ERR)
        return;
    for (int role = 0; role < ROLE_N; role++) {
        short colour = COLORS >= 256 ? paints[role].colour256 : paints[role].colour16;
        init_pair((short)(role + 1), colour, -1);
    }
    coloured = TRUE;
}

gboolean theme_blocks(void)
{
    const char *wide = g_getenv("HOTLINE_WIDE");

    if ((wide != NULL && *wide != '\0') || g_strcmp0(g_getenv("VTE_CJK_WIDTH"), "wide") == 0)
        return FALSE;
    return tigetnum("colors") >= 256 && wcwidth(0x2581) == 1;
}

unsigned long theme_attr(Role role)
{
    if (!coloured)
        return paints[role].mono;
    return paints[role].attr | (unsigned long)COLOR_PAIR(role + 1);
}
