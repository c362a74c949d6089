/* The longest common run of sentences of two texts. */
#include "common/changes.h"

#include <string.h>

/* beyond this table of lengths the texts have little in common, and looking for it takes too long */
enum { MOST_CELLS = 4000000 };

static gboolean ends_sentence(gunichar c)
{
    static const gunichar marks[] = {'\n', ';', '!', '?', 0x3002 /* 。 */, 0xff01 /* ！ */, 0xff1b /* ； */, 0xff1f /* ？ */};

    for (guint i = 0; i < G_N_ELEMENTS(marks); i++)
        if (marks[i] == c)
            return TRUE;
    return FALSE;
}

/* The text's sentences, each with the mark that ends it. */
static GPtrArray *sentences_of(const char *text)
{
    GPtrArray *sentences = g_ptr_array_new_with_free_func(g_free);
    const char *start = text;

    while (*text != '\0') {
        gunichar c = g_utf8_get_char(text);
        text = g_utf8_next_char(text);
        if (!ends_sentence(c) && *text != '\0')
            continue;
        g_ptr_array_add(sentences, g_strndup(start, (gsize)(text - start)));
        start = text;
    }
    return sentences;
}

typedef struct {
    GString *text;
    char sign; /* of the line under way */
} Writer;

static void write_sentence(Writer *writer, char sign, const char *sentence)
{
    GString *text = writer->text;

    if (text->len == 0 || sign != writer->sign || text->str[text->len - 1] == '\n') {
        if (text->len > 0 && text->str[text->len - 1] != '\n')
            g_string_append_c(text, '\n');
        g_string_append_c(text, sign);
        g_string_append_c(text, ' ');
    }
    g_string_append(text, sentence);
    writer->sign = sign;
}

static gboolean same(const GPtrArray *a, guint i, const GPtrArray *b, guint j)
{
    return strcmp(g_ptr_array_index(a, i), g_ptr_array_index(b, j)) == 0;
}

/* Where two texts differ: the sentences from..a_end of one, from..b_end of the other. */
typedef struct {
    guint from, a_end, b_end;
} Middle;

static Middle middle_of(const GPtrArray *a, const GPtrArray *b)
{
    Middle middle = {0, a->len, b->len};

    while (middle.from < MIN(a->len, b->len) && same(a, middle.from, b, middle.from))
        middle.from++;
    while (middle.a_end > middle.from && middle.b_end > middle.from && same(a, middle.a_end - 1, b, middle.b_end - 1)) {
        middle.a_end--;
        middle.b_end--;
    }
    return middle;
}

/* length[i * (m + 1) + j]: of the longest common run of what follows i in one and j in the other. */
static guint16 *common_lengths(const GPtrArray *a, const GPtrArray *b, const Middle *middle, guint n, guint m)
{
    guint16 *length = g_new0(guint16, (gsize)(n + 1) * (m + 1));

    for (guint i = n; i-- > 0;)
        for (guint j = m; j-- > 0;) {
            guint16 *here = length + (gsize)i * (m + 1) + j;
            *here = same(a, middle->from + i, b, middle->from + j) ? (guint16)(here[m + 2] + 1) : MAX(here[m + 1], here[1]);
        }
    return length;
}

static void write_middle(Writer *writer, const GPtrArray *a, const GPtrArray *b, const Middle *middle)
{
    guint n = middle->a_end - middle->from;
    guint m = middle->b_end - middle->from;
    g_autofree guint16 *length = (guint64)n * m <= MOST_CELLS ? common_lengths(a, b, middle, n, m) : NULL;
    guint i = 0;
    guint j = 0;

    while (i < n || j < m) {
        const guint16 *here = length != NULL ? length + (gsize)i * (m + 1) + j : NULL;
        if (here != NULL && i < n && j < m && same(a, middle->from + i, b, middle->from + j)) {
            write_sentence(writer, ' ', g_ptr_array_index(b, middle->from + j++));
            i++;
        } else if (i < n && (j == m || here == NULL || here[m + 1] >= here[1])) {
            write_sentence(writer, '-', g_ptr_array_index(a, middle->from + i++));
        } else {
            write_sentence(writer, '+', g_ptr_array_index(b, middle->from + j++));
        }
    }
}

char *changes_text(const char *before, const char *after)
{
    g_autoptr(GPtrArray) a = sentences_of(before);
    g_autoptr(GPtrArray) b = sentences_of(after);
    Middle middle = middle_of(a, b);
    Writer writer = {g_string_new(NULL), ' '};

    for (guint i = 0; i < middle.from; i++)
        write_sentence(&writer, ' ', g_ptr_array_index(b, i));
    write_middle(&writer, a, b, &middle);
    for (guint j = middle.b_end; j < b->len; j++)
        write_sentence(&writer, ' ', g_ptr_array_index(b, j));
    return g_string_free(writer.text, FALSE);
}
