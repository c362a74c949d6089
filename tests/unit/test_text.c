/* The text gate: what untrusted text becomes. */
#include <locale.h>
#include <string.h>

#include "common/text.h"

static void test_visible(void)
{
    static const struct {
        const char *in;
        const char *out;
    } cases[] = {
        {"plain 中文", "plain 中文"},
        {"\033[2J\033]0;x\007", "?[2J?]0;x?"},
        {"a\tb\nc\x7f", "a b?c?"},
        {"\xc2\x9b" "31m", "?31m"},                          /* C1 CSI */
        {"\xe2\x80\xae" "abc\xe2\x81\xa6", "?abc?"},          /* bidi override, isolate */
        {"a\xe2\x80\x8b" "b\xef\xbb\xbf" "c", "a?b?c"},       /* zero-width space, BOM */
        {"a\xe2\x80\xa8" "b", "a?b"},                         /* line separator */
        {"\xcc\x81" "x", "?\xcc\x81x"},                       /* a lone combining mark stands on '?' */
        {"e\xcc\x81", "e\xcc\x81"},
        {"𠮷野家", "𠮷野家"},
    };

    for (guint i = 0; i < G_N_ELEMENTS(cases); i++) {
        g_autofree char *out = text_visible(cases[i].in, FALSE, -1);
        g_assert_cmpstr(out, ==, cases[i].out);
    }
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
    g_assert_cmpint(text_width(out), ==, cols);
}

static void test_fit(void)
{
    check_fit("中文", 6, "中文  ");
    check_fit("中文字", 5, "中文~");
    check_fit("中文字", 4, "中 ~");
    check_fit("中", 1, "~");
    check_fit("abc", 0, "");
    check_fit("", 3, "   ");
    {
        g_autofree char *right = text_fit("中", 4, TEXT_RIGHT);
        g_assert_cmpstr(right, ==, "  中");
    }
}

/* Ten megabytes of a name cost what is shown of them. */
static void test_huge(void)
{
    g_autofree char *huge = g_strnfill(10 * 1000 * 1000, 'x');
    g_autofree char *out = text_fit(huge, 80, TEXT_LEFT);

    g_assert_cmpint(text_width(out), ==, 80);
    g_assert_true(g_str_has_suffix(out, "~"));
}

/* A hundred marks on one letter do not pile up. */
static void test_zalgo(void)
{
    GString *zalgo = g_string_new("a");
    g_autofree char *out = NULL;

    for (int i = 0; i < 100; i++)
        g_string_append(zalgo, "\xcc\x81");
    out = text_fit(zalgo->str, 40, TEXT_LEFT);
    g_assert_cmpint(text_width(out), ==, 40);
    g_string_free(zalgo, TRUE);
}

static void test_repair(void)
{
    g_autofree char *out = text_repair("a\xff" "b\0c", 5);

    g_assert_true(g_utf8_validate(out, -1, NULL));
    g_assert_true(g_str_has_prefix(out, "a\xef\xbf\xbd" "b"));
}

static void test_wrap(void)
{
    g_autoptr(GPtrArray) lines = text_wrap("市民反映噪音,严重。\n第二段", 10, 100);

    g_assert_cmpuint(lines->len, >=, 3);
    for (guint i = 0; i < lines->len; i++) {
        const char *line = g_ptr_array_index(lines, i);
        g_assert_cmpint(text_width(line), <=, 10);
        g_assert_false(g_str_has_prefix(line, "。"));
    }
    g_assert_cmpstr(g_ptr_array_index(lines, lines->len - 1), ==, "第二段");
}

/* Any bytes, any width: lines within the width, nothing lost, never an endless loop. */
static void test_wrap_random(void)
{
    static const char *const parts[] = {"中", "a", " ", "\n", "。", "𠮷", "e\xcc\x81", "\033", "\xe2\x80\x8b", ","};

    for (int round = 0; round < 300; round++) {
        GString *text = g_string_new(NULL);
        int cols = g_test_rand_int_range(1, 20);
        g_autoptr(GPtrArray) lines = NULL;

        for (int i = g_test_rand_int_range(0, 60); i > 0; i--)
            g_string_append(text, parts[g_test_rand_int_range(0, G_N_ELEMENTS(parts))]);
        lines = text_wrap(text->str, cols, 1000);
        for (guint i = 0; i < lines->len; i++)
            g_assert_cmpint(text_width(g_ptr_array_index(lines, i)), <=, MAX(cols, 2));
        g_string_free(text, TRUE);
    }
}

int main(int argc, char **argv)
{
    setlocale(LC_ALL, "C.UTF-8");
    g_test_init(&argc, &argv, NULL);
    g_test_add_func("/text/visible", test_visible);
    g_test_add_func("/text/width", test_width);
    g_test_add_func("/text/fit", test_fit);
    g_test_add_func("/text/huge", test_huge);
    g_test_add_func("/text/zalgo", test_zalgo);
    g_test_add_func("/text/repair", test_repair);
    g_test_add_func("/text/wrap", test_wrap);
    g_test_add_func("/text/wrap-random", test_wrap_random);
    return g_test_run();
}
