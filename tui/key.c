/* Reading keys: drained without waiting, named in one way for all terminals. */
#include "tui/key.h"

#include <curses.h>
#include <errno.h>
#include <poll.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

enum { CODE_PASTE_BEGIN = KEY_MAX + 1, CODE_PASTE_END };
enum { PASTE_MAX = 200000, PASTE_PAUSE_MS = 1000 };
#define PASTE_BEGIN "\033[200~"
#define PASTE_END "\033[201~"

static GString *paste;  /* what has arrived of a paste that is under way */
static gint64 paste_at; /* when its last byte came */
static gboolean bracketed;

static const struct {
    int code;
    const char *name;
} named[] = {
    {KEY_UP, "Up"},         {KEY_DOWN, "Down"},       {KEY_LEFT, "Left"},  {KEY_RIGHT, "Right"},
    {KEY_PPAGE, "PgUp"},    {KEY_NPAGE, "PgDn"},      {KEY_HOME, "Home"},  {KEY_END, "End"},
    {KEY_BTAB, "S-Tab"},    {KEY_DC, "Delete"},       {KEY_IC, "Insert"},  {KEY_ENTER, "Enter"},
    {KEY_BACKSPACE, "Backspace"}, {KEY_SLEFT, "S-Left"}, {KEY_SRIGHT, "S-Right"},
    {KEY_FIND, "Home"},     {KEY_SELECT, "End"},
};

/* Terminals that know nothing of bracketed paste and might show the request. */
static gboolean knows_paste(void)
{
    static const char *const plain[] = {"vt", "ansi", "dumb", "linux", "cons", "wyse", "adm"};
    const char *term = g_getenv("TERM");

    if (term == NULL)
        return FALSE;
    for (guint i = 0; i < G_N_ELEMENTS(plain); i++)
        if (g_str_has_prefix(term, plain[i]))
            return FALSE;
    return TRUE;
}

/* What terminals send for these keys whatever TERM says: a terminal that claims to be a vt100 mostly
 * is not one, and its keys must not arrive as text. */
static const struct {
    const char *sequence;
    int code;
} common[] = {
    {"\033[11~", KEY_F(1)}, {"\033[12~", KEY_F(2)}, {"\033[13~", KEY_F(3)}, {"\033[14~", KEY_F(4)},
    {"\033OP", KEY_F(1)},   {"\033OQ", KEY_F(2)},   {"\033OR", KEY_F(3)},   {"\033OS", KEY_F(4)},
    {"\033[[A", KEY_F(1)},  {"\033[[B", KEY_F(2)},  {"\033[[C", KEY_F(3)},  {"\033[[D", KEY_F(4)},
    {"\033[[E", KEY_F(5)},  {"\033[15~", KEY_F(5)}, {"\033[17~", KEY_F(6)}, {"\033[18~", KEY_F(7)},
    {"\033[19~", KEY_F(8)}, {"\033[20~", KEY_F(9)}, {"\033[21~", KEY_F(10)}, {"\033[A", KEY_UP},
    {"\033[B", KEY_DOWN},   {"\033[C", KEY_RIGHT},  {"\033[D", KEY_LEFT},   {"\033OA", KEY_UP},
    {"\033OB", KEY_DOWN},   {"\033OC", KEY_RIGHT},  {"\033OD", KEY_LEFT},   {"\033[5~", KEY_PPAGE},
    {"\033[6~", KEY_NPAGE}, {"\033[1~", KEY_HOME},  {"\033[4~", KEY_END},   {"\033[H", KEY_HOME},
    {"\033[F", KEY_END},    {"\033OH", KEY_HOME},   {"\033OF", KEY_END},    {"\033[3~", KEY_DC},
    {"\033[Z", KEY_BTAB},
};

static void define_common_keys(void)
{
    for (guint i = 0; i < G_N_ELEMENTS(common); i++)
        if (key_defined(common[i].sequence) == 0)
            define_key(common[i].sequence, common[i].code);
}

static void say(const char *sequence)
{
    fputs(sequence, stdout);
    fflush(stdout);
}

void key_init(void)
{
    raw();
    noecho();
    nonl();
    nodelay(stdscr, TRUE);
    keypad(stdscr, TRUE);
    /* a bare Esc is told from a sequence by the pause after it: longer on the way through ssh */
    set_escdelay(g_getenv("SSH_CONNECTION") != NULL ? 75 : 25);
    define_common_keys();
    bracketed = knows_paste();
    if (!bracketed)
        return;
    define_key(PASTE_BEGIN, CODE_PASTE_BEGIN);
    define_key(PASTE_END, CODE_PASTE_END);
    say("\033[?2004h");
}

void key_finish(void)
{
    if (bracketed)
        say("\033[?2004l");
    if (paste != NULL)
        g_string_free(paste, TRUE);
    paste = NULL;
}

static gboolean set_named(Key *key, char *name)
{
    key->kind = KEY_KIND_NAMED;
    key->text = name;
    return TRUE;
}

static gboolean set_function_key(Key *key, int code)
{
    if (code >= KEY_F(1) && code <= KEY_F(12))
        return set_named(key, g_strdup_printf("F%d", code - KEY_F0));
    for (guint i = 0; i < G_N_ELEMENTS(named); i++)
        if (named[i].code == code)
            return set_named(key, g_strdup(named[i].name));
    return FALSE;
}

/* Esc alone, or with the key that came in the same breath: Meta. A character of several bytes was
 * typed after it. */
static gboolean set_escape(Key *key)
{
    int next = getch();

    if (next > 32 && next < 127)
        return set_named(key, g_strdup_printf("M-%c", (char)next));
    if (next != ERR)
        ungetch(next);
    return set_named(key, g_strdup("Esc"));
}

static gboolean set_character(Key *key, gunichar c)
{
    char utf8[7] = "";

    switch (c) {
    case '\r':
        return set_named(key, g_strdup("Enter"));
    case '\t':
        return set_named(key, g_strdup("Tab"));
    case 8:
    case 127:
        return set_named(key, g_strdup("Backspace"));
    case 27:
        return set_escape(key);
    default:
        break;
    }
    if (c > 0 && c < 27)
        return set_named(key, g_strdup_printf("C-%c", (char)('a' + c - 1)));
    if (c < 32)
        return FALSE;
    g_unichar_to_utf8(c, utf8);
    key->kind = KEY_KIND_TEXT;
    key->text = g_strdup(utf8);
    return TRUE;
}

/* Puts a byte to those of its character. Returns TRUE when that is whole; what is not UTF-8 is dropped,
 * what is not complete waits for the bytes that a slow line has still under way. */
static gboolean assemble(int byte, gunichar *c)
{
    static char bytes[6];
    static gsize n;

    if (byte < 0x80) {
        n = 0;
        *c = (gunichar)byte;
        return TRUE;
    }
    bytes[n++] = (char)byte;
    *c = g_utf8_get_char_validated(bytes, (gssize)n);
    if (*c == (gunichar)-1) { /* it may begin the next one */
        bytes[0] = (char)byte;
        n = 1;
        *c = g_utf8_get_char_validated(bytes, 1);
    }
    if (*c == (gunichar)-2)
        return FALSE;
    n = 0;
    return *c != (gunichar)-1;
}

static gboolean deliver_paste(Key *key)
{
    key->kind = KEY_KIND_PASTE;
    key->text = g_string_free(g_steal_pointer(&paste), FALSE);
    return TRUE;
}

/* Collects a paste. Returns TRUE when it is whole. Its end is known also by its characters: curses
 * gives them one by one when the line paused within them. */
static gboolean collect_paste(int code, Key *key)
{
    gunichar c;

    paste_at = g_get_monotonic_time();
    if (code == CODE_PASTE_END)
        return deliver_paste(key);
    if (code >= KEY_MIN || !assemble(code, &c) || c == 0 || paste->len >= PASTE_MAX)
        return FALSE;
    g_string_append_unichar(paste, c);
    if (!g_str_has_suffix(paste->str, PASTE_END))
        return FALSE;
    g_string_truncate(paste, paste->len - strlen(PASTE_END));
    return deliver_paste(key);
}

/* Without an end, a paste ends when nothing more comes: keys must not be swallowed for ever. */
static gboolean end_paste(Key *key)
{
    if (paste == NULL || g_get_monotonic_time() - paste_at < PASTE_PAUSE_MS * G_TIME_SPAN_MILLISECOND)
        return FALSE;
    if (paste->len > 0)
        return deliver_paste(key);
    g_string_free(g_steal_pointer(&paste), TRUE);
    return FALSE;
}

/* getch says ERR both for "nothing there" and for "nobody there". */
static gboolean terminal_gone(void)
{
    struct pollfd in = {.fd = STDIN_FILENO, .events = POLLIN};
    char byte;

    if (poll(&in, 1, 0) <= 0)
        return FALSE;
    if (in.revents & (POLLHUP | POLLERR | POLLNVAL))
        return (in.revents & POLLIN) == 0 || read(STDIN_FILENO, &byte, 0) < 0;
    return FALSE;
}

/* What curses knows by name, or a byte of a character. */
static gboolean set_key(Key *key, int code)
{
    gunichar c;

    if (code >= KEY_MIN)
        return set_function_key(key, code);
    return assemble(code, &c) && set_character(key, c);
}

gboolean key_read(Key *key)
{
    int code;

    while ((code = getch()) != ERR) {
        if (paste != NULL) {
            if (collect_paste(code, key))
                return TRUE;
        } else if (code == CODE_PASTE_BEGIN) {
            paste = g_string_new(NULL);
            paste_at = g_get_monotonic_time();
        } else if (set_key(key, code)) {
            return TRUE;
        }
    }
    if (end_paste(key))
        return TRUE;
    if (terminal_gone()) {
        key->kind = KEY_KIND_END;
        key->text = NULL;
        return TRUE;
    }
    return FALSE;
}

guint key_again_ms(void)
{
    return paste != NULL ? PASTE_PAUSE_MS + 20 : 0;
}

void key_clear(Key *key)
{
    g_clear_pointer(&key->text, g_free);
}

const char *key_caption(const char *name)
{
    g_autofree char *caption = NULL;

    if (strcmp(name, " ") == 0)
        return "Space";
    if (g_str_has_prefix(name, "C-") && name[2] != '\0') {
        caption = g_strdup_printf("^%c%s", g_ascii_toupper(name[2]), name + 3);
        return g_intern_string(caption);
    }
    return name;
}
