/* What was changed in a text: both texts can be read out of it, and what stayed is not called new. */
#include <locale.h>
#include <string.h>

#include "common/changes.h"

static void expect(const char *before, const char *after, const char *want)
{
    g_autofree char *got = changes_text(before, after);

    g_assert_cmpstr(got, ==, want);
}

static void test_sentences(void)
{
    expect("", "", "");
    expect("甲。乙。", "甲。乙。", "  甲。乙。");
    expect("", "甲。", "+ 甲。");
    expect("甲。", "", "- 甲。");
    expect("甲。乙。丙。", "甲。新！丙。", "  甲。\n- 乙。\n+ 新！\n  丙。");
    expect("甲。乙。丙。", "丙。甲。", "- 甲。乙。\n  丙。\n+ 甲。");
    expect("一行\n二行\n", "一行\n三行\n", "  一行\n- 二行\n+ 三行\n");
    expect("没有标点", "没有标点了", "- 没有标点\n+ 没有标点了");
}

/* The sentences of the lines that begin with one of these signs. */
static char *lines_of(const char *changes, const char *signs)
{
    g_auto(GStrv) lines = g_strsplit(changes, "\n", -1);
    GString *text = g_string_new(NULL);

    for (char **line = lines; *line != NULL && **line != '\0'; line++)
        if (strchr(signs, **line) != NULL)
            g_string_append(text, *line + 2);
    return g_string_free(text, FALSE);
}

static char *random_text(gint32 sentences)
{
    GString *text = g_string_new(NULL);

    for (gint32 i = 0; i < sentences; i++)
        g_string_append_printf(text, "句%d。", g_test_rand_int_range(0, 9));
    return g_string_free(text, FALSE);
}

/* Also of texts that are too different to be compared sentence by sentence. */
static void test_both_are_there(void)
{
    for (int round = 0; round < 200; round++) {
        gint32 most = round == 0 ? 4000 : 12;
        g_autofree char *before = random_text(round == 0 ? most : g_test_rand_int_range(0, most));
        g_autofree char *after = random_text(round == 0 ? most : g_test_rand_int_range(0, most));
        g_autofree char *changes = changes_text(before, after);
        g_autofree char *old = lines_of(changes, " -");
        g_autofree char *new = lines_of(changes, " +");

        g_assert_cmpstr(old, ==, before);
        g_assert_cmpstr(new, ==, after);
    }
}

int main(int argc, char **argv)
{
    setlocale(LC_ALL, "C.UTF-8");
    g_test_init(&argc, &argv, NULL);
    g_test_add_func("/changes/sentences", test_sentences);
    g_test_add_func("/changes/both-are-there", test_both_are_there);
    return g_test_run();
}
