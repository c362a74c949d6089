/* Making untrusted text visible, measuring and breaking it. */
#include "common/text.h"

#include <string.h>
#include <unilbrk.h>
#include <wchar.h>

enum { MARKS_MAX = 8 };

char *text_repair(const char *bytes, gssize len)
{
    return g_utf8_make_valid(bytes, len);
}

/* What a reader would not see, and what terminals disagree on. */
static const struct {
    gunichar from, to;
} hidden[] = {
    {0x00, 0x1f},       {0x7f, 0x9f},       /* C0, DEL, C1 */
    {0xad, 0xad},       {0x34f, 0x34f},     /* soft hyphen, grapheme joiner */
    {0x61c, 0x61c},     {0x180e, 0x180e},   /* Arabic letter mark, Mongolian vowel separator */
    {0x200b, 0x200f},   {0x2028, 0x202e},   /* zero-width, marks, separators, bidi embeddings */
    {0x2060, 0x206f},                       /* joiner, invisible operators, bidi isolates */
    {0xfe0e, 0xfe0f},                       /* text or emoji form: changes the width on some */
    {0xfeff, 0xfeff},   {0xfff9, 0xfffd},   /* BOM, annotations; U+FFFD has an ambiguous width */
    {0xe0000, 0xe00ff}, {0xe01f0, 0xe0fff}, /* tags; between them the variants of Han characters */
};

gboolean text_hidden(gunichar c)
{
    if (c >= 0x3000 && c < 0xfe00) /* most text: none of them there */
        return FALSE;
    for (guint i = 0; i < G_N_ELEMENTS(hidden) && c >= hidden[i].from; i++)
        if (c <= hidden[i].to)
            return TRUE;
    return FALSE;
}

/* Columns of one character as it is shown: -1 means "as '?'". */
static int char_cols(gunichar c)
{
    if (text_hidden(c))
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

    *cols = width <= 0 ? 1 : width;
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

    if (width <= 0)
        g_string_append_c(out, c == '\t' ? ' ' : '?');
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
            used++;
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

/* Appends clusters while they fit. *left: columns left; *rest: what did not fit, "" if all did. */
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

typedef struct {
    int cols;
    gboolean hang;
    TextLine line;
    gpointer data;
} Layout;

static gboolean is_blank(char c)
{
    return c == ' ' || c == '\t';
}

/* A blank without marks on it; not so at the end of the text. */
static gboolean blank_cluster(const char *at)
{
    int cols;

    return is_blank(*at) && text_next(at, &cols) == at + 1;
}

/* Where a row ends when the cluster at does not fit any more; *next: where the following row
 * starts. Only blanks that hang lie between the two. best: the last allowed break. */
static gsize cut_row(const Layout *layout, const char *text, gsize best, gsize at, gsize *next)
{
    if (!blank_cluster(text + at)) {
        *next = best;
        return best;
    }
    *next = at;
    while (layout->hang && blank_cluster(text + *next))
        (*next)++;
    return at;
}

/* One paragraph: each row up to the furthest allowed break before the edge, or to the edge. */
static void layout_paragraph(const Layout *layout, const char *text, gsize base, gsize len,
                             const char *breaks, gboolean hard)
{
    gsize start = 0;
    gsize best = 0;
    gsize at = 0;
    int used = 0;

    while (at < len) {
        int width;
        gsize next = (gsize)(text_next(text + at, &width) - text);

        if (at > start && breaks[at] == UC_BREAK_POSSIBLE)
            best = at;
        if (used + width > layout->cols && at > start) {
            gsize end = cut_row(layout, text, best > start ? best : at, at, &next);
            if (layout->hang && next == len) {
                len = end;
                break;
            }
            layout->line(base + start, base + end, FALSE, layout->data);
            start = best = at = next;
            used = 0;
            continue;
        }
        used += width;
        at = MIN(next, len);
    }
    if (!layout->hang && used >= layout->cols) {
        layout->line(base + start, base + len, FALSE, layout->data);
        start = len;
    }
    layout->line(base + start, base + len, hard, layout->data);
}

void text_layout(const char *text, gsize len, int cols, gboolean hang, TextLine line, gpointer data)
{
    Layout layout = {MAX(cols, 1), hang, line, data};
    g_autofree char *breaks = g_malloc0(len + 1);
    gsize start = 0;

    u8_possible_linebreaks((const uint8_t *)text, len, "UTF-8", breaks);
    for (;;) {
        const char *newline = memchr(text + start, '\n', len - start);
        gsize end = newline != NULL ? (gsize)(newline - text) : len;

        layout_paragraph(&layout, text + start, start, end - start, breaks + start,
                         newline != NULL);
        if (newline == NULL)
            return;
        start = end + 1;
    }
}

/* As much of a text as max_lines of cols columns can hold, and a line more so that the last break
 * is right: a cluster takes a column or more, but for blanks, which may hang. */
static gsize wrapped_part(const char *text, int cols, int max_lines)
{
    gsize left = ((gsize)max_lines + 1) * ((gsize)cols + 1);
    const char *at = text;

    while (*at != '\0' && left > 0) {
        int width;
        gboolean hangs = is_blank(*at) && at > text && is_blank(at[-1]);

        at = text_next(at, &width);
        left -= hangs ? 0 : 1;
    }
    return (gsize)(at - text);
}

typedef struct {
    const char *text;
    GPtrArray *lines;
    guint max_lines;
    int cols;
} Wrap;

static void add_line(gsize start, gsize end, gboolean hard, gpointer data)
{
    Wrap *wrap = data;
    g_autofree char *part = NULL;

    if (wrap->lines->len >= wrap->max_lines)
        return;
    while (!hard && end > start && is_blank(wrap->text[end - 1]))
        end--;
    part = g_strndup(wrap->text + start, end - start);
    g_ptr_array_add(wrap->lines, text_clip(part, wrap->cols));
}

GPtrArray *text_wrap(const char *text, int cols, int max_lines)
{
    int width = MAX(cols, 1);
    gsize part = wrapped_part(text, width, MAX(max_lines, 0));
    g_autofree char *valid = text_repair(text, (gssize)part);
    Wrap wrap = {valid, g_ptr_array_new_with_free_func(g_free), (guint)MAX(max_lines, 0), width};
    gsize len = strlen(valid);

    while (len > 0 && valid[len - 1] == '\n')
        len--;
    text_layout(valid, len, width, TRUE, add_line, &wrap);
    return wrap.lines;
}
