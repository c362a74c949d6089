/* Semantic colour roles for terminals with 256, 16 or no colours. A role never speaks by colour
 * alone: whoever uses one also shows a sign or a word. */
#ifndef TUI_THEME_H
#define TUI_THEME_H

#include <glib.h>

typedef enum {
    ROLE_NORMAL,
    ROLE_TITLE,    /* the top line */
    ROLE_LABEL,    /* names of fields and columns */
    ROLE_MUTED,    /* what matters less */
    ROLE_STRONG,   /* what matters more */
    ROLE_CURSOR,   /* the cell the cursor of a list stands on */
    ROLE_FIELD,    /* a field that can be typed into */
    ROLE_FOCUS,    /* the field that is typed into */
    ROLE_RINGING,  /* a call that rings */
    ROLE_OVERDUE,  /* beyond its deadline */
    ROLE_DUE,      /* due today */
    ROLE_GOOD,     /* done, connected */
    ROLE_BAD,      /* refused, failed, not connected */
    ROLE_KEY,      /* a key in the footer */
    ROLE_N
} Role;

/* Chooses the palette: colours of the terminal, none with NO_COLOR. Call once, after initscr. */
void theme_init(void);

/* Does the terminal have the block characters that a sparkline is made of, one column wide each? Few old ones
 * do, and where ambiguous characters are wide (HOTLINE_WIDE, or VTE_CJK_WIDTH=wide) they have two. */
gboolean theme_blocks(void);

/* The curses attributes of a role (an attr_t with its colour pair in it). */
unsigned long theme_attr(Role role);

#endif
