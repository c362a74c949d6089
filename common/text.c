/* Making untrusted text visible, measuring and breaking it. */
#include "common/text.h"

#include <string.h>
#include <unilbrk.h>
#include <wchar.h>

enum { MARKS_MAX = 8 };

char *text_repair(const char *bytes, gssize len)
{
    return len < 0 ? g_utf8_make_valid(bytes, -1) : g_utf8_make_valid(bytes, len);
}

static gboolean is_hidden(gunichar c)
{
    return c < 0x20 || (c >= 0x7f && c < 0xa0) || c == 0xad || c == 0x61c || (c >= 0x200b && c <= 0x200f)
           || (c >= 0x2028 && c <= 0x202e) || (c >= 0x2060 && c <= 0x206f) || c == 0xfeff
           || (c >= 0xfff9 && c <= 0xfffb) || (c >= 0xe0000 && c <= 0xe0fff)
           || (c >= 0xfe00 && c <= 0xfe0f);
}

/* Columns of one character as it is shown: -1 means "as '?'". */
static int char_cols(gunichar c)
{
    if (is_hidden(c))
        return -1;
    return wcwidth((wchar_t)c);
}

static gunichar next_char(const char *at, const char **next)
{
    gunichar c = g_utf8_get_char_validated(at, -1);

    if (c == (gunichar)-1 || c == (gunichar)-2) {
        *next = at + 1;
        return 0xfffd;
    }
    *next = g_utf8_next_char(at);
    return c;
}

const char *text_next(const char *at, int *cols)
{
    const char *next;
    gunichar c = next_char(at, &next);
    int width = char_cols(c);

    *cols = width < 0 || (width == 0) ? 1 : width;
    /* a mark that stands alone counts as one of those on the '?' it is shown on */
    for (int marks = width == 0; *next != '\0' && marks < MARKS_MAX; marks++) {
        const char *after;
        gunichar mark = next_char(next, &after);
        if (char_cols(mark) != 0 || c == '\n')
            break;
        next = after;
    }
    return next;
}

/* Appends one cluster as it is shown. A lone combining mark gets '?' to stand on. */
static void append_visible(GString *out, const char *at, const char *end)
{
    const char *next;
    gunichar c = next_char(at, &next);
    int width = char_cols(c);

    if (c == '\t')
        g_string_append_c(out, ' ');
    else if (width < 0)
        g_string_append_c(out, '?');
    else if (width == 0)
        g_string_append_c(out, '?');
    if (width >= 0)
        g_string_append_unichar(out, c);
    while (next < end) {
        c = next_char(next, &next);
        g_string_append_unichar(out, c);
    }
}

char *text_visible(const char *text, gboolean lines, int max_cols)
{
    GString *out = g_string_new(NULL);
    const char *at = text;
    int used = 0;

    while (*at != '\0' && (max_cols < 0 || used < max_cols)) {
        int cols;
        const char *next = text_next(at, &cols);

        if (lines && *at == '\n') {
            g_string_append_c(out, '\n');
        } else {
            append_visible(out, at, next);
            used += cols;
        }
        at = next;
    }
    return g_string_free(out, FALSE);
}

int text_width(const char *text)
{
    int used = 0;

    while (*text != '\0') {
        int cols;
        text = text_next(text, &cols);
        used += cols;
    }
    return used;
}

/* Appends clusters while they fit. *left: columns left; *rest: what did not fit ("" when all did). */
static void append_fitting(GString *out, const char *text, int *left, const char **rest)
{
    while (*text != '\0') {
        int cols;
        const char *next = text_next(text, &cols);

        if (cols > *left)
            break;
        append_visible(out, text, next);
        *left -= cols;
        text = next;
    }
    *rest = text;
}

static GString *clip(const char *text, int cols, int *left)
{
    GString *out = g_string_new(NULL);
    const char *rest;

    *left = MAX(cols, 0);
    append_fitting(out, text, left, &rest);
    if (*rest == '\0' || cols <= 0)
        return out;
    g_string_truncate(out, 0);
    *left = cols - 1;
    append_fitting(out, text, left, &rest);
    while (*left > 0) {
        g_string_append_c(out, ' ');
        (*left)--;
    }
    g_string_append_c(out, '~');
    return out;
}

char *text_clip(const char *text, int cols)
{
    int left;

    return g_string_free(clip(text, cols, &left), FALSE);
}

char *text_fit(const char *text, int cols, TextAlign align)
{
    int left;
    GString *out = clip(text, cols, &left);

    while (left-- > 0) {
        if (align == TEXT_RIGHT)
            g_string_prepend_c(out, ' ');
        else
            g_string_append_c(out, ' ');
    }
    return g_string_free(out, FALSE);
}

/* One paragraph: the furthest allowed break before the edge, or the edge itself. */
static void layout_paragraph(const char *text, gsize base, gsize len, const char *breaks, int cols, gboolean hard,
                             TextLine line, gpointer data)
{
    gsize start = 0;
    gsize at = 0;
    gsize best = 0;
    int used = 0;

    while (at < len) {
        int width;
        gsize next = (gsize)(text_next(text + at, &width) - text);

        if (at > start && breaks[at] == UC_BREAK_POSSIBLE)
            best = at;
        if (used + width > cols && at > start) {
            gsize cut = best > start ? best : at;
            line(base + start, base + cut, FALSE, data);
            start = best = cut;
            at = cut;
            used = 0;
            continue;
        }
        used += width;
        at = MIN(next, len);
    }
    line(base + start, base + len, hard, data);
}

void text_layout(const char *text, gsize len, int cols, TextLine line, gpointer data)
{
    g_autofree char *breaks = g_malloc0(len + 1);
    gsize start = 0;

    u8_possible_linebreaks((const uint8_t *)text, len, "UTF-8", breaks);
    for (;;) {
        const char *newline = memchr(text + start, '\n', len - start);
        gsize end = newline != NULL ? (gsize)(newline - text) : len;

        layout_paragraph(text + start, start, end - start, breaks + start, MAX(cols, 1), newline != NULL, line, data);
        if (newline == NULL)
            return;
        start = end + 1;
    }
}

typedef struct {
    const char *text;
    GPtrArray *lines;
    int max_lines;
} Wrap;

static void add_line(gsize start, gsize end, gboolean hard, gpointer data)
{
    Wrap *wrap = data;
    g_autofree char *part = NULL;

    (void)hard;
    if ((int)wrap->lines->len >= wrap->max_lines)
        return;
    part = g_strndup(wrap->text + start, end - start);
    g_ptr_array_add(wrap->lines, text_visible(part, FALSE, -1));
}

GPtrArray *text_wrap(const char *text, int cols, int max_lines)
{
    g_autofree char *valid = text_repair(text, -1);
    Wrap wrap = {valid, g_ptr_array_new_with_free_func(g_free), max_lines};
    gsize len = strlen(valid);

    while (len > 0 && valid[len - 1] == '\n')
        len--;
    text_layout(valid, len, cols, add_line, &wrap);
    return wrap.lines;
}
