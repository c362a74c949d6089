/* A pty, libvterm, and waiting. All terminals are drained while one is waited for. */
#include "tests/support/terminal.h"

#include <fcntl.h>
#include <poll.h>
#include <pty.h>
#include <signal.h>
#include <stdlib.h>
#include <string.h>
#include <sys/ioctl.h>
#include <sys/wait.h>
#include <unistd.h>
#include <vterm.h>

enum { WAIT_MS = 15000, POLL_MS = 20, MOST = 8 };

struct Terminal {
    int fd;
    pid_t pid;
    int rows, cols;
    VTerm *vt;
    VTermScreen *screen;
    TerminalEffects effects;
    GString *written;
    guint redraws;
    gsize mark_at; /* how much of the mark has come */
    gboolean ended;
    int status;
    gboolean keypad_app;
};

static Terminal *all[MOST];

static int on_bell(void *data)
{
    ((Terminal *)data)->effects.bells++;
    return 1;
}

static int on_property(VTermProp property, VTermValue *value, void *data)
{
    Terminal *terminal = data;

    if (property == VTERM_PROP_TITLE || property == VTERM_PROP_ICONNAME)
        terminal->effects.titles++;
    if (property == VTERM_PROP_MOUSE && value->number != 0)
        terminal->effects.mouse++;
    return 1;
}

static const VTermScreenCallbacks callbacks = {.bell = on_bell, .settermprop = on_property};

static void make_vterm(Terminal *terminal)
{
    terminal->vt = vterm_new(terminal->rows, terminal->cols);
    vterm_set_utf8(terminal->vt, 1);
    terminal->screen = vterm_obtain_screen(terminal->vt);
    vterm_screen_set_callbacks(terminal->screen, &callbacks, terminal);
    vterm_screen_reset(terminal->screen, 1);
}

Terminal *terminal_start(int rows, int cols, const char *term, const char *const *argv, const char *const *env)
{
    Terminal *terminal = g_new0(Terminal, 1);
    struct winsize size = {.ws_row = (unsigned short)rows, .ws_col = (unsigned short)cols};

    terminal->rows = rows;
    terminal->cols = cols;
    terminal->written = g_string_new(NULL);
    make_vterm(terminal);
    terminal->pid = forkpty(&terminal->fd, NULL, NULL, &size);
    if (terminal->pid == 0) {
        setenv("TERM", term, 1);
        unsetenv("LINES");
        unsetenv("COLUMNS");
        for (const char *const *pair = env; pair != NULL && *pair != NULL; pair++)
            putenv((char *)*pair);
        execvp(argv[0], (char *const *)argv);
        _exit(127);
    }
    fcntl(terminal->fd, F_SETFL, O_NONBLOCK);
    fcntl(terminal->fd, F_SETFD, FD_CLOEXEC);
    for (guint i = 0; i < MOST; i++)
        if (all[i] == NULL) {
            all[i] = terminal;
            break;
        }
    return terminal;
}

/* The program's mark may come in two pieces. */
static void count_marks(Terminal *terminal, const char *bytes, gsize n)
{
    static const char mark[] = "\033]777;";

    for (gsize i = 0; i < n; i++) {
        terminal->mark_at = bytes[i] == mark[terminal->mark_at] ? terminal->mark_at + 1 : bytes[i] == mark[0];
        if (mark[terminal->mark_at] == '\0') {
            terminal->redraws++;
            terminal->mark_at = 0;
        }
    }
}

static void drain(Terminal *terminal)
{
    char buffer[16384];
    ssize_t got;
    size_t answers;

    while ((got = read(terminal->fd, buffer, sizeof buffer)) > 0) {
        g_string_append_len(terminal->written, buffer, got);
        count_marks(terminal, buffer, (gsize)got);
        vterm_input_write(terminal->vt, buffer, (size_t)got);
        answers = vterm_output_read(terminal->vt, buffer, sizeof buffer);
        terminal->effects.replies += answers > 0;
    }
    if (!terminal->ended && waitpid(terminal->pid, &terminal->status, WNOHANG) == terminal->pid)
        terminal->ended = TRUE;
}

static void wait_for_output(int ms)
{
    struct pollfd fds[MOST];
    nfds_t n = 0;

    for (guint i = 0; i < MOST; i++)
        if (all[i] != NULL && !all[i]->ended)
            fds[n++] = (struct pollfd){.fd = all[i]->fd, .events = POLLIN};
    poll(fds, n, ms);
    for (guint i = 0; i < MOST; i++)
        if (all[i] != NULL)
            drain(all[i]);
}

void terminal_free(Terminal *terminal)
{
    if (terminal == NULL)
        return;
    if (!terminal->ended) {
        kill(terminal->pid, SIGKILL);
        waitpid(terminal->pid, NULL, 0);
    }
    for (guint i = 0; i < MOST; i++)
        if (all[i] == terminal)
            all[i] = NULL;
    close(terminal->fd);
    vterm_free(terminal->vt);
    g_string_free(terminal->written, TRUE);
    g_free(terminal);
}

void terminal_send(Terminal *terminal, const char *bytes)
{
    gsize left = strlen(bytes);

    while (left > 0) {
        ssize_t sent = write(terminal->fd, bytes, left);
        if (sent > 0) {
            bytes += sent;
            left -= (gsize)sent;
        } else {
            wait_for_output(POLL_MS);
            if (terminal->ended)
                return;
        }
    }
}

void terminal_key(Terminal *terminal, const char *name)
{
    static const struct {
        const char *name;
        const char *bytes;
    } keys[] = {{"F1", "\033OP"},    {"F2", "\033OQ"},    {"F3", "\033OR"},    {"F4", "\033OS"},    {"F5", "\033[15~"},
                {"F6", "\033[17~"},  {"F7", "\033[18~"},  {"F8", "\033[19~"},  {"F9", "\033[20~"},  {"Up", "\033OA"},
                {"Down", "\033OB"},  {"Right", "\033OC"}, {"Left", "\033OD"},  {"Home", "\033OH"},  {"End", "\033OF"},
                {"PgUp", "\033[5~"}, {"PgDn", "\033[6~"}, {"Enter", "\r"},     {"Tab", "\t"},       {"Esc", "\033"},
                {"S-Tab", "\033[Z"}, {"Backspace", "\177"}, {"Delete", "\033[3~"}};
    char control[2] = "";

    for (guint i = 0; i < G_N_ELEMENTS(keys); i++)
        if (strcmp(keys[i].name, name) == 0) {
            terminal_send(terminal, keys[i].bytes);
            return;
        }
    if (!g_str_has_prefix(name, "C-"))
        g_error("no key %s", name);
    control[0] = (char)(name[2] & 0x1f);
    terminal_send(terminal, control);
}

void terminal_paste(Terminal *terminal, const char *text)
{
    terminal_send(terminal, "\033[200~");
    terminal_send(terminal, text);
    terminal_send(terminal, "\033[201~");
}

static void append_cell(GString *text, const VTermScreenCell *cell)
{
    if (cell->chars[0] == 0 || cell->chars[0] == (uint32_t)-1) {
        g_string_append_c(text, ' ');
        return;
    }
    for (int i = 0; i < VTERM_MAX_CHARS_PER_CELL && cell->chars[i] != 0; i++)
        g_string_append_unichar(text, cell->chars[i]);
}

char *terminal_row(Terminal *terminal, int row)
{
    GString *text = g_string_new(NULL);
    VTermScreenCell cell;

    for (int col = 0; col < terminal->cols; col += cell.width > 0 ? cell.width : 1) {
        vterm_screen_get_cell(terminal->screen, (VTermPos){row, col}, &cell);
        append_cell(text, &cell);
    }
    return g_strchomp(g_string_free(text, FALSE));
}

static int column_of(Terminal *terminal, int row, const char *text)
{
    VTermScreenCell cell;
    GString *so_far = g_string_new(NULL);
    int found = -1;

    for (int from = 0; from < terminal->cols && found < 0; from++) {
        g_string_truncate(so_far, 0);
        for (int col = from; col < terminal->cols && so_far->len < strlen(text); col += cell.width > 0 ? cell.width : 1) {
            vterm_screen_get_cell(terminal->screen, (VTermPos){row, col}, &cell);
            append_cell(so_far, &cell);
        }
        if (g_str_has_prefix(so_far->str, text))
            found = from;
    }
    g_string_free(so_far, TRUE);
    return found;
}

char *terminal_text(Terminal *terminal)
{
    GString *text = g_string_new(NULL);

    wait_for_output(0);
    for (int row = 0; row < terminal->rows; row++) {
        g_autofree char *line = terminal_row(terminal, row);
        g_string_append_printf(text, "%s\n", line);
    }
    return g_string_free(text, FALSE);
}

typedef gboolean (*Seen)(Terminal *terminal, const char *text, gconstpointer data);

/* Waits until seen says so; a time-out fails the test with what was wanted and the actual screen. */
static gboolean wait_for(Terminal *terminal, Seen seen, gconstpointer data, int ms, const char *wanted)
{
    gint64 until = g_get_monotonic_time() + ms * 1000;

    /* after a first failure the rest of the test only says what it would have expected */
    if (g_test_failed())
        return FALSE;
    for (;;) {
        g_autofree char *text = terminal_text(terminal);
        if (seen(terminal, text, data))
            return TRUE;
        if (g_get_monotonic_time() > until || terminal->ended) {
            g_test_message("expected %s%s, but the screen is:\n%s", wanted,
                           terminal->ended ? " (the program has ended)" : "", text);
            g_test_fail();
            return FALSE;
        }
        wait_for_output(POLL_MS);
    }
}

static gboolean matches(Terminal *terminal, const char *text, gconstpointer regex)
{
    (void)terminal;
    return g_regex_match(regex, text, 0, NULL);
}

static gboolean matches_not(Terminal *terminal, const char *text, gconstpointer regex)
{
    return terminal->ended || !matches(terminal, text, regex);
}

static gboolean wait_for_pattern(Terminal *terminal, const char *pattern, Seen seen, int ms)
{
    g_autoptr(GRegex) regex = g_regex_new(pattern, G_REGEX_MULTILINE, 0, NULL);
    g_autofree char *wanted = g_strdup_printf("%s/%s/", seen == matches ? "" : "no ", pattern);

    g_assert_nonnull(regex);
    return wait_for(terminal, seen, regex, ms, wanted);
}

typedef struct {
    int row, column;
    const char *text;
} Place;

static gboolean is_at(Terminal *terminal, const char *text, gconstpointer data)
{
    const Place *place = data;

    (void)text;
    return column_of(terminal, place->row, place->text) == place->column;
}

gboolean terminal_expect_column(Terminal *terminal, int row, const char *text, int column)
{
    Place place = {row, column, text};
    g_autofree char *wanted = g_strdup_printf("\"%s\" at column %d of row %d", text, column, row);

    return wait_for(terminal, is_at, &place, WAIT_MS, wanted);
}

gboolean terminal_expect(Terminal *terminal, const char *pattern)
{
    return wait_for_pattern(terminal, pattern, matches, WAIT_MS);
}

gboolean terminal_expect_within(Terminal *terminal, const char *pattern, int ms)
{
    return wait_for_pattern(terminal, pattern, matches, ms);
}

gboolean terminal_expect_gone(Terminal *terminal, const char *pattern)
{
    return wait_for_pattern(terminal, pattern, matches_not, WAIT_MS);
}

/* Bytes that wait in the terminal's input. */
static gboolean is_taken(Terminal *terminal, const char *text, gconstpointer data)
{
    char name[64];
    int waiting = 0;
    int fd = ptsname_r(terminal->fd, name, sizeof name) == 0 ? open(name, O_RDONLY | O_NOCTTY | O_NONBLOCK | O_CLOEXEC) : -1;

    (void)text;
    (void)data;
    if (fd < 0)
        return TRUE;
    ioctl(fd, FIONREAD, &waiting);
    close(fd);
    return waiting == 0;
}

gboolean terminal_expect_taken(Terminal *terminal)
{
    return wait_for(terminal, is_taken, NULL, WAIT_MS, "all keys taken");
}

void terminal_resize(Terminal *terminal, int rows, int cols)
{
    struct winsize size = {.ws_row = (unsigned short)rows, .ws_col = (unsigned short)cols};

    terminal->rows = rows;
    terminal->cols = cols;
    /* a new one: libvterm 0.1 crashes when a screen with wide characters shrinks to a few cells */
    vterm_free(terminal->vt);
    make_vterm(terminal);
    ioctl(terminal->fd, TIOCSWINSZ, &size);
}

int terminal_pid(const Terminal *terminal)
{
    return terminal->pid;
}

int terminal_wait(Terminal *terminal, int ms)
{
    gint64 until = g_get_monotonic_time() + ms * 1000;

    while (!terminal->ended && g_get_monotonic_time() < until)
        wait_for_output(POLL_MS), drain(terminal);
    return terminal->ended ? terminal->status : -1;
}

guint terminal_redraws(const Terminal *terminal)
{
    return terminal->redraws;
}

const TerminalEffects *terminal_effects(const Terminal *terminal)
{
    return &terminal->effects;
}

gsize terminal_bytes(const Terminal *terminal)
{
    return terminal->written->len;
}

const char *terminal_written(const Terminal *terminal)
{
    return terminal->written->str;
}
