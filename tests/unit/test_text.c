/* The text gate: what untrusted text becomes. */
#include <locale.h>
#include <string.h>
#include <wchar.h>

#include "common/text.h"

/* What libc says of text that is shown, so that the gate is not its own judge. */
static int cells(const char *visible)
{
    int used = 0;

    for (const char *at = visible; *at != '\0'; at = g_utf8_next_char(at)) {
        int width = wcwidth((wchar_t)g_utf8_get_char(at));
        g_assert_cmpint(width, >=, 0);
        used += width;
    }
    return used;
}

static void test_visible(void)
{
    static const struct {
        const char *in;
        const char *out;
    } cases[] = {
        {"plain 中文", "plain 中文"},
        {"", ""},
        {"\033[2J\033]0;x\007", "?[2J?]0;x?"},
        {"a\tb\nc\x7f", "a b?c?"},
        {"\xc2\x9b" "31m", "?31m"},                          /* C1 CSI */
        {"\xe2\x80\xae" "abc\xe2\x81\xa6", "?abc?"},          /* bidi override, isolate */
        {"a\xe2\x80\x8b" "b\xef\xbb\xbf" "c", "a?b?c"},       /* zero-width space, BOM */
        {"a\xe2\x80\xa8" "b", "a?b"},                         /* line separator */
        {"\xcc\x81" "x", "?\xcc\x81x"}, /* a lone combining mark stands on '?' */
        {"e\xcc\x81", "e\xcc\x81"},
        {"𠮷野家", "𠮷野家"},
        {"葛\xf3\xa0\x84\x80城", "葛\xf3\xa0\x84\x80城"}, /* a Han variant stays */
        {"👨\xe2\x80\x8d👩", "👨?👩"},                       /* joined emoji fall apart */
        {"❤\xef\xb8\x8f", "❤?"},                           /* emoji form: width in dispute */
        {"a\xf3\xa0\x81\x81" "b", "a?b"},                  /* tag */
        {"a\xc2\xad\xe2\x81\xa0\xd8\x9c" "b", "a???b"},    /* soft hyphen, joiner, bidi mark */
        {"a\xef\xbf\xbd\xff" "b", "a??b"},                 /* U+FFFD has an ambiguous width */
        {"a\xc2\x85\xf4\x8f\xbf\xbf", "a??"},             /* next line, not a character */
        {"\t\xcc\x81", " \xcc\x81"},
    };

    for (guint i = 0; i < G_N_ELEMENTS(cases); i++) {
        g_autofree char *out = text_visible(cases[i].in, FALSE, -1);
        g_assert_cmpstr(out, ==, cases[i].out);
    }
}

/* Every code point: what is shown has the width that was said, and is shown as itself again. */
static void test_every_character(void)
{
    for (gunichar c = 1; c <= 0x10ffff; c++) {
        char text[8] = "";
        g_autofree char *out = NULL;
        g_autofree char *again = NULL;
        int cols;

        if (!g_unichar_validate(c))
            continue;
        g_unichar_to_utf8(c, text);
        out = text_visible(text, FALSE, -1);
        again = text_visible(out, FALSE, -1);
        g_assert_cmpstr(again, ==, out);
        g_assert_true(*text_next(text, &cols) == '\0');
        g_assert_cmpint(cols, ==, cells(out));
        g_assert_cmpint(cols, ==, text_width(text));
        g_assert_true(cols == 1 || cols == 2);
    }
}

static void test_lines_kept(void)
{
    g_autofree char *out = text_visible("a\nb\rc", TRUE, -1);
    g_autofree char *newlines = g_strnfill(10 * 1000 * 1000, '\n');
    g_autofree char *few = text_visible(newlines, TRUE, 80);

    g_assert_cmpstr(out, ==, "a\nb?c");
    g_assert_cmpuint(strlen(few), ==, 80);
}

static void test_width(void)
{
    g_assert_cmpint(text_width("中文ab"), ==, 6);
    g_assert_cmpint(text_width("𠮷"), ==, 2);
    g_assert_cmpint(text_width("e\xcc\x81"), ==, 1);
    g_assert_cmpint(text_width("\033[2J"), ==, 4);
    g_assert_cmpint(text_width("ｱ"), ==, 1);
    g_assert_cmpint(text_width(""), ==, 0);
}

static void check_fit(const char *in, int cols, const char *want)
{
    g_autofree char *out = text_fit(in, cols, TEXT_LEFT);

    g_assert_cmpstr(out, ==, want);
    g_assert_cmpint(cells(out), ==, MAX(cols, 0));
}

static void test_fit(void)
{
    check_fit("中文", 6, "中文  ");
    check_fit("中文字", 5, "中文~");
    check_fit("中文字", 4, "中 ~");
    check_fit("中", 1, "~");
    check_fit("abc", 0, "");
    check_fit("", 3, "   ");
    check_fit("中", -1, "");
    check_fit("𠮷e\xcc\x81ｱ", 4, "𠮷e\xcc\x81ｱ");
    check_fit("e\xcc\x81" "abc", 2, "e\xcc\x81~");
    check_fit("\033[31m中", 3, "?[~");
    {
        g_autofree char *right = text_fit("中", 4, TEXT_RIGHT);
        g_assert_cmpstr(right, ==, "  中");
    }
}

static void test_clip(void)
{
    g_autofree char *whole = text_clip("中文", 4);
    g_autofree char *shorter = text_clip("中", 9);
    g_autofree char *cut = text_clip("中文\n字", 4);

    g_assert_cmpstr(whole, ==, "中文");
    g_assert_cmpstr(shorter, ==, "中");
    g_assert_cmpstr(cut, ==, "中 ~");
}

/* Ten megabytes of a name cost what is shown of them. */
static void test_huge(void)
{
    g_autofree char *huge = g_strnfill(10 * 1000 * 1000, 'x');
    gint64 started = g_get_monotonic_time();

    /* a thousand full readings would take minutes */
    for (int i = 0; i < 1000; i++) {
        g_autofree char *out = text_fit(huge, 80, TEXT_LEFT);
        g_autofree char *seen = text_visible(huge, FALSE, 80);
        g_autoptr(GPtrArray) lines = text_wrap(huge, 80, 3);
        g_assert_cmpint(cells(out), ==, 80);
        g_assert_true(g_str_has_suffix(out, "~"));
        g_assert_cmpuint(strlen(seen), ==, 80);
        g_assert_cmpuint(lines->len, ==, 3);
    }
    g_assert_cmpint(g_get_monotonic_time() - started, <, 10 * G_USEC_PER_SEC);
}

/* A hundred marks on one letter do not pile up. */
static void test_zalgo(void)
{
    GString *zalgo = g_string_new("a");
    g_autofree char *out = NULL;
    int cols;

    for (int i = 0; i < 100; i++)
        g_string_append(zalgo, "\xcc\x81");
    out = text_fit(zalgo->str, 40, TEXT_LEFT);
    g_assert_cmpint(cells(out), ==, 40);
    g_assert_cmpint(text_next(zalgo->str, &cols) - zalgo->str, ==, 1 + 8 * 2);
    g_assert_cmpint(cols, ==, 1);
    g_string_free(zalgo, TRUE);
}

static void test_repair(void)
{
    g_autofree char *out = text_repair("a\xff" "b\0c", 5);

    g_assert_cmpstr(out, ==, "a\xef\xbf\xbd" "b\xef\xbf\xbd" "c");
}

/* lines: the expected ones with '|' between them. */
static void check_wrap(const char *text, int cols, int max_lines, const char *want)
{
    g_autoptr(GPtrArray) lines = text_wrap(text, cols, max_lines);
    g_autofree char *all = NULL;

    g_ptr_array_add(lines, NULL);
    all = g_strjoinv("|", (char **)lines->pdata);
    g_assert_cmpstr(all, ==, want);
}

static void test_wrap(void)
{
    check_wrap("", 10, 9, "");
    check_wrap("市民反映，噪音。", 8, 9, "市民反|映，噪|音。");
    check_wrap("太吵了！太吵了！", 6, 9, "太吵|了！太|吵了！");
    check_wrap("一段\n\n第二段\n\n", 20, 9, "一段||第二段");
    check_wrap("hello world", 5, 9, "hello|world");
    check_wrap("aaa bbbbb ccc", 9, 9, "aaa bbbbb|ccc");
    check_wrap("aaa      bb", 4, 9, "aaa|bb");
    check_wrap("aaa      ", 3, 9, "aaa");
    check_wrap("a \xcc\x81" "b", 1, 9, "a| \xcc\x81|b");
    check_wrap("abcdefgh", 3, 9, "abc|def|gh");
    check_wrap("中a", 1, 9, "~|a");
    check_wrap("中a", 0, 9, "~|a");
    check_wrap("a\tb\033[0m", 80, 9, "a b?[0m");
    check_wrap("噪\xff音", 80, 9, "噪?音");
    check_wrap("aa bb cc", 2, 2, "aa|bb");
    check_wrap("aa bb cc", 2, 0, "");
}

static char *without_blanks(const char *text)
{
    GString *out = g_string_new(NULL);

    for (; *text != '\0'; text++)
        if (*text != ' ' && *text != '\n')
            g_string_append_c(out, *text);
    return g_string_free(out, FALSE);
}

/* Any text, any width: lines within the width, nothing but blanks lost, a limit shows the first. */
static void test_wrap_random(void)
{
    static const char *const parts[] = {
        "中", "a", " ", "  ", "\n", "。", "，", "𠮷", "e\xcc\x81", "\033",
        "\xe2\x80\x8b", ",", "(", "word"};

    for (int round = 0; round < 2000; round++) {
        g_autoptr(GString) text = g_string_new(NULL);
        g_autoptr(GString) all = g_string_new(NULL);
        g_autoptr(GPtrArray) lines = NULL;
        g_autoptr(GPtrArray) first = NULL;
        g_autofree char *shown = NULL;
        g_autofree char *want = NULL;
        g_autofree char *got = NULL;
        int cols = g_test_rand_int_range(2, 20);
        int few = g_test_rand_int_range(1, 6);

        for (int i = g_test_rand_int_range(0, 60); i > 0; i--)
            g_string_append(text, parts[g_test_rand_int_range(0, G_N_ELEMENTS(parts))]);
        lines = text_wrap(text->str, cols, 1000);
        for (guint i = 0; i < lines->len; i++) {
            g_assert_cmpint(cells(g_ptr_array_index(lines, i)), <=, cols);
            g_string_append(all, g_ptr_array_index(lines, i));
        }
        shown = text_visible(text->str, TRUE, -1);
        want = without_blanks(shown);
        got = without_blanks(all->str);
        g_assert_cmpstr(got, ==, want);
        first = text_wrap(text->str, cols, few);
        g_assert_cmpuint(first->len, ==, MIN(lines->len, (guint)few));
        for (guint i = 0; i < first->len; i++)
            g_assert_cmpstr(g_ptr_array_index(first, i), ==, g_ptr_array_index(lines, i));
    }
}

int main(int argc, char **argv)
{
    setlocale(LC_ALL, "C.UTF-8");
    g_test_init(&argc, &argv, NULL);
    g_test_add_func("/text/visible", test_visible);
    g_test_add_func("/text/every-character", test_every_character);
    g_test_add_func("/text/lines-kept", test_lines_kept);
    g_test_add_func("/text/width", test_width);
    g_test_add_func("/text/fit", test_fit);
    g_test_add_func("/text/clip", test_clip);
    g_test_add_func("/text/huge", test_huge);
    g_test_add_func("/text/zalgo", test_zalgo);
    g_test_add_func("/text/repair", test_repair);
    g_test_add_func("/text/wrap", test_wrap);
    g_test_add_func("/text/wrap-random", test_wrap_random);
    return g_test_run();
}
