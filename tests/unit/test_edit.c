/* The editor's model. */
#include <locale.h>
#include <string.h>

#include "common/edit.h"
#include "common/text.h"

enum { LIMIT = 2000 };

static void test_insert_in_the_middle(void)
{
    Edit *edit = edit_new(TRUE);
    GString *want = g_string_new(NULL);

    for (int i = 0; i < 1000; i++) {
        g_assert_true(edit_insert(edit, "噪", LIMIT));
        g_string_append(want, "噪");
    }
    for (int i = 0; i < 500; i++)
        edit_left(edit);
    for (int i = 0; i < 1000; i++) {
        g_assert_true(edit_insert(edit, "音", LIMIT));
        g_string_insert(want, (gssize)(500 + i) * 3, "音");
    }
    g_assert_cmpstr(edit_text(edit), ==, want->str);
    g_assert_false(edit_insert(edit, "多", LIMIT));
    g_assert_cmpstr(edit_text(edit), ==, want->str);
    g_string_free(want, TRUE);
    edit_free(edit);
}

static void test_paste(void)
{
    Edit *lines = edit_new(TRUE);
    Edit *line = edit_new(FALSE);

    g_assert_true(edit_paste(lines, "一\r\n二\r三\t四", LIMIT));
    g_assert_cmpstr(edit_text(lines), ==, "一\n二\n三 四");
    g_assert_true(edit_undo(lines));
    g_assert_cmpstr(edit_text(lines), ==, "");
    g_assert_true(edit_paste(line, "一\n二", LIMIT));
    g_assert_cmpstr(edit_text(line), ==, "一 二");
    g_assert_false(edit_paste(line, "三四五", 4));
    g_assert_cmpstr(edit_text(line), ==, "一 二三");
    edit_free(lines);
    edit_free(line);
}

static void test_words(void)
{
    Edit *edit = edit_new(TRUE);

    edit_insert(edit, "reported noise 很吵", LIMIT);
    edit_delete_word_left(edit);
    edit_delete_word_left(edit);
    g_assert_true(g_str_has_prefix(edit_text(edit), "reported noise"));
    edit_word_left(edit);
    edit_word_left(edit);
    edit_insert(edit, "he ", LIMIT);
    g_assert_true(g_str_has_prefix(edit_text(edit), "he reported"));
    edit_text_start(edit);
    edit_kill_to_end(edit);
    g_assert_cmpstr(edit_text(edit), ==, "");
    edit_free(edit);
}

static void test_clusters(void)
{
    Edit *edit = edit_new(FALSE);

    edit_insert(edit, "ae\xcc\x81" "b", LIMIT);
    edit_left(edit);
    edit_backspace(edit);
    g_assert_cmpstr(edit_text(edit), ==, "ab");
    edit_free(edit);
}

static void test_rows(void)
{
    Edit *edit = edit_new(TRUE);
    int row;
    int col;

    edit_insert(edit, "一二三四五\n六", LIMIT);
    g_assert_cmpint(edit_layout(edit, 6), ==, 3);
    edit_cursor(edit, &row, &col);
    g_assert_cmpint(row, ==, 2);
    g_assert_cmpint(col, ==, 2);
    g_assert_true(edit_up(edit));
    edit_cursor(edit, &row, &col);
    g_assert_cmpint(row, ==, 1);
    g_assert_cmpint(col, ==, 2);
    g_assert_true(edit_up(edit));
    g_assert_false(edit_up(edit));
    edit_end(edit);
    edit_cursor(edit, &row, &col);
    g_assert_cmpint(row, ==, 0);
    g_assert_cmpint(col, ==, 4);
    edit_free(edit);
}

static void check_whole(Edit *edit, int cols)
{
    int rows = edit_layout(edit, cols);
    int row;
    int col;

    g_assert_true(g_utf8_validate(edit_text(edit), -1, NULL));
    edit_cursor(edit, &row, &col);
    g_assert_cmpint(row, <, rows);
    g_assert_cmpint(col, <, MAX(cols, 2) + 2);
    for (int i = 0; i < rows; i++) {
        g_autofree char *line = edit_line(edit, i);
        g_assert_cmpint(text_width(line), <=, MAX(cols, 2));
    }
}

/* Any walk: text stays valid, rows fit, and undoing all of it gives the empty field back. */
static void test_random_walk(void)
{
    static const char *const parts[] = {"噪", "a", " ", "\n", "。", "𠮷", "\xcc\x81", "\033[2J", "多字一次贴"};

    for (int round = 0; round < 60; round++) {
        Edit *edit = edit_new(TRUE);

        for (int i = 0; i < 120; i++) {
            switch (g_test_rand_int_range(0, 12)) {
            case 0:
                edit_left(edit);
                break;
            case 1:
                edit_right(edit);
                break;
            case 2:
                edit_up(edit);
                break;
            case 3:
                edit_down(edit);
                break;
            case 4:
                edit_backspace(edit);
                break;
            case 5:
                edit_delete_word_left(edit);
                break;
            case 6:
                edit_undo(edit);
                break;
            case 7:
                edit_redo(edit);
                break;
            case 8:
                edit_kill_to_end(edit);
                break;
            default:
                edit_insert(edit, parts[g_test_rand_int_range(0, G_N_ELEMENTS(parts))], 200);
            }
            check_whole(edit, g_test_rand_int_range(2, 30));
        }
        while (edit_undo(edit))
            continue;
        g_assert_cmpstr(edit_text(edit), ==, "");
        edit_free(edit);
    }
}

int main(int argc, char **argv)
{
    setlocale(LC_ALL, "C.UTF-8");
    g_test_init(&argc, &argv, NULL);
    g_test_add_func("/edit/insert-in-the-middle", test_insert_in_the_middle);
    g_test_add_func("/edit/paste", test_paste);
    g_test_add_func("/edit/words", test_words);
    g_test_add_func("/edit/clusters", test_clusters);
    g_test_add_func("/edit/rows", test_rows);
    g_test_add_func("/edit/random-walk", test_random_walk);
    return g_test_run();
}
