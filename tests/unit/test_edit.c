/* The editor's model. */
#include <locale.h>
#include <string.h>

#include "common/edit_private.h"
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
    g_assert_cmpstr(edit_text(lines), ==, "一\n二\n三\t四");
    g_assert_true(edit_undo(lines));
    g_assert_cmpstr(edit_text(lines), ==, "");
    g_assert_true(edit_paste(line, "一\n二", LIMIT));
    g_assert_cmpstr(edit_text(line), ==, "一 二");
    g_assert_false(edit_paste(line, "三四五", 4));
    g_assert_cmpstr(edit_text(line), ==, "一 二三");
    g_assert_false(edit_paste(line, "三", 2)); /* already beyond the limit */
    g_assert_cmpuint(edit_length(line), ==, 4);
    edit_clear(line);
    g_assert_true(edit_paste(line, "\ta\r\nb\xff\033[2J", LIMIT));
    g_assert_cmpstr(edit_text(line), ==, " a b\xef\xbf\xbd\033[2J");
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

static void test_word_moves(void)
{
    Edit *edit = edit_new(TRUE);

    edit_insert(edit, "noise at  night", LIMIT);
    edit_text_start(edit);
    edit_word_right(edit);
    edit_insert(edit, "1", LIMIT);
    edit_word_right(edit);
    edit_insert(edit, "2", LIMIT);
    edit_word_left(edit);
    edit_insert(edit, "3", LIMIT);
    g_assert_cmpstr(edit_text(edit), ==, "noise1 3at2  night");
    edit_free(edit);
}

static void test_kill(void)
{
    Edit *edit = edit_new(TRUE);

    edit_insert(edit, "一\n二二\n三", LIMIT);
    edit_up(edit);
    g_assert_true(edit_kill_line(edit));
    g_assert_cmpstr(edit_text(edit), ==, "一\n三");
    g_assert_true(edit_kill_line(edit));
    g_assert_cmpstr(edit_text(edit), ==, "一");
    edit_text_end(edit);
    g_assert_false(edit_kill_to_end(edit));
    edit_insert(edit, "\n四", LIMIT);
    edit_up(edit);
    edit_end(edit);
    g_assert_true(edit_kill_to_end(edit)); /* the newline */
    g_assert_cmpstr(edit_text(edit), ==, "一四");
    g_assert_true(edit_clear(edit));
    g_assert_false(edit_clear(edit));
    g_assert_false(edit_kill_line(edit));
    g_assert_false(edit_delete(edit));
    edit_free(edit);
}

static void expect_undone(Edit *edit, const char *want)
{
    g_assert_true(edit_undo(edit));
    g_assert_cmpstr(edit_text(edit), ==, want);
}

static void type(Edit *edit, const char *text)
{
    for (const char *at = text; *at != '\0'; at = g_utf8_next_char(at)) {
        g_autofree char *one = g_strndup(at, (gsize)(g_utf8_next_char(at) - at));
        edit_insert(edit, one, LIMIT);
    }
}

static void test_undo_steps(void)
{
    Edit *edit = edit_new(TRUE);

    type(edit, "噪音大，吵");
    expect_undone(edit, "噪音大");
    expect_undone(edit, "");
    g_assert_false(edit_undo(edit));
    while (edit_redo(edit))
        continue;
    g_assert_cmpstr(edit_text(edit), ==, "噪音大，吵");
    edit_left(edit);
    type(edit, "很"); /* a move ends a run */
    type(edit, "很");
    edit_paste(edit, "贴", LIMIT);
    type(edit, "x");
    g_assert_cmpstr(edit_text(edit), ==, "噪音大，很很贴x吵");
    expect_undone(edit, "噪音大，很很贴吵");
    expect_undone(edit, "噪音大，很很吵");
    expect_undone(edit, "噪音大，吵");
    edit_text_start(edit);
    edit_delete(edit);
    edit_delete(edit);
    edit_text_end(edit);
    edit_backspace(edit);
    edit_backspace(edit);
    g_assert_cmpstr(edit_text(edit), ==, "大");
    expect_undone(edit, "大，吵");
    expect_undone(edit, "噪音大，吵");
    type(edit, "新");
    g_assert_false(edit_redo(edit)); /* a change forgets what was undone */
    edit_free(edit);
}

/* A restored text is no change of the user's: undo does not take it away. */
static void test_reset(void)
{
    Edit *edit = edit_new(FALSE);

    edit_reset(edit, "张三");
    g_assert_false(edit_undo(edit));
    type(edit, "丰");
    expect_undone(edit, "张三");
    g_assert_false(edit_undo(edit));
    edit_free(edit);
}

static void test_clusters(void)
{
    Edit *edit = edit_new(FALSE);

    edit_insert(edit, "ae\xcc\x81" "b", LIMIT);
    edit_left(edit);
    edit_backspace(edit);
    g_assert_cmpstr(edit_text(edit), ==, "ab");
    edit_set_text(edit, "𠮷𠮷");
    edit_left(edit);
    edit_delete(edit);
    g_assert_cmpstr(edit_text(edit), ==, "𠮷");
    edit_insert(edit, "e", LIMIT);
    edit_insert(edit, "\xcc\x81", LIMIT); /* joins the letter: one step left goes before both */
    edit_left(edit);
    edit_insert(edit, "x", LIMIT);
    g_assert_cmpstr(edit_text(edit), ==, "𠮷xe\xcc\x81");
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

static void expect_cursor(Edit *edit, int want_row, int want_col)
{
    int row;
    int col;

    edit_cursor(edit, &row, &col);
    g_assert_cmpint(row, ==, want_row);
    g_assert_cmpint(col, ==, want_col);
}

/* Behind a full row the cursor is at the start of the next, be there text or not. */
static void test_full_rows(void)
{
    Edit *edit = edit_new(TRUE);

    edit_insert(edit, "一二三\n四", LIMIT);
    g_assert_cmpint(edit_layout(edit, 6), ==, 3);
    edit_up(edit);
    expect_cursor(edit, 1, 0);
    edit_left(edit);
    expect_cursor(edit, 0, 4);
    edit_set_text(edit, "ab cd");
    g_assert_cmpint(edit_layout(edit, 2), ==, 4); /* each blank has a cell: "ab", " ", "cd", "" */
    expect_cursor(edit, 3, 0);
    edit_free(edit);
}

static void test_goal_column(void)
{
    Edit *edit = edit_new(TRUE);

    edit_insert(edit, "一二三四\nx\n五六七八", LIMIT);
    edit_layout(edit, 20);
    edit_left(edit);
    expect_cursor(edit, 2, 6);
    edit_up(edit);
    expect_cursor(edit, 1, 1);
    edit_up(edit);
    expect_cursor(edit, 0, 6);
    g_assert_false(edit_page(edit, -5));
    g_assert_true(edit_page(edit, 5));
    expect_cursor(edit, 2, 6);
    edit_home(edit);
    expect_cursor(edit, 2, 0);
    edit_text_start(edit);
    expect_cursor(edit, 0, 0);
    edit_free(edit);
}

static void test_line_beyond(void)
{
    Edit *edit = edit_new(TRUE);
    g_autofree char *before = edit_line(edit, -1);
    g_autofree char *after = edit_line(edit, 1);
    g_autofree char *shown = NULL;

    g_assert_cmpstr(before, ==, "");
    g_assert_cmpstr(after, ==, "");
    edit_insert(edit, "\033[2J\xe2\x80\xae", LIMIT);
    shown = edit_line(edit, 0);
    g_assert_cmpstr(shown, ==, "?[2J?");
    g_assert_cmpstr(edit_text(edit), ==, "\033[2J\xe2\x80\xae");
    edit_free(edit);
}

static void test_scroll(void)
{
    Edit *edit = edit_new(FALSE);
    g_autofree char *cut = NULL;

    for (int i = 0; i < 60; i++) {
        int from;
        int row;
        int col;
        edit_insert(edit, i % 2 ? "噪" : "a", LIMIT);
        from = edit_scroll_col(edit, 20);
        edit_cursor(edit, &row, &col);
        g_assert_cmpint(row, ==, 0);
        g_assert_cmpint(col - from, >=, 0);
        g_assert_cmpint(col - from, <, 20);
    }
    cut = edit_line_from(edit, 2, 3); /* the second half of a wide character is a blank */
    g_assert_true(g_str_has_prefix(cut, " a噪"));
    edit_text_start(edit);
    g_assert_cmpint(edit_scroll_col(edit, 20), ==, 0);
    edit_text_end(edit);
    g_assert_cmpint(edit_scroll_col(edit, 20), >, 0);
    for (int i = 0; i < 48; i++)
        edit_backspace(edit);
    g_assert_cmpint(edit_scroll_col(edit, 20), ==, 0); /* all of it fits again */
    edit_free(edit);
}

/* A key in the largest text must not be felt: 1,000 keys, far below 10 ms each under sanitizers. */
static void test_large(void)
{
    Edit *edit = edit_new(TRUE);
    GString *text = g_string_new(NULL);
    gint64 started;

    for (int i = 0; i < 10000; i++)
        g_string_append(text, i % 30 == 29 ? "，" : "噪");
    edit_paste(edit, text->str, 20000);
    edit_layout(edit, 60);
    edit_page(edit, -100);
    started = g_get_monotonic_time();
    for (int i = 0; i < 1000; i++)
        edit_insert(edit, "音", 20000);
    g_assert_cmpint(g_get_monotonic_time() - started, <, 10 * G_USEC_PER_SEC);
    g_assert_cmpuint(edit_length(edit), ==, 11000);
    g_string_free(text, TRUE);
    edit_free(edit);
}

static void check_cursor_boundary(const Edit *edit)
{
    const char *at = edit->text->str;
    const char *cursor = at + edit->cursor;
    int cols;

    while (at < cursor)
        at = text_next(at, &cols);
    g_assert_true(at == cursor);
}

/* The rows and the newlines between them are the text, and none is too wide. */
static void check_rows(Edit *edit, int cols)
{
    int rows = edit_layout(edit, cols);
    g_autoptr(GString) all = g_string_new(NULL);

    for (int i = 0; i < rows; i++) {
        const EditRow *row = &g_array_index(edit->rows, EditRow, i);
        g_autofree char *line = edit_line(edit, i);
        g_assert_cmpint(text_width(line), <=, cols);
        g_string_append_len(all, edit->text->str + row->start, (gssize)(row->end - row->start));
        if (row->hard)
            g_string_append_c(all, '\n');
    }
    g_assert_cmpstr(all->str, ==, edit_text(edit));
}

static void check_whole(Edit *edit, int cols)
{
    int row;
    int col;

    g_assert_true(g_utf8_validate(edit_text(edit), -1, NULL));
    g_assert_cmpuint(edit_length(edit), <=, 200);
    check_rows(edit, cols);
    check_cursor_boundary(edit);
    edit_cursor(edit, &row, &col);
    g_assert_cmpint(row, <, (int)edit->rows->len);
    g_assert_cmpint(col, >=, 0);
    g_assert_cmpint(col, <, cols);
}

static void move_somewhere(Edit *edit)
{
    static void (*const moves[])(Edit *) = {edit_left, edit_right, edit_word_left, edit_word_right,
                                            edit_home, edit_end, edit_text_start, edit_text_end};
    int rows = g_test_rand_int_range(-3, 4);

    if (g_test_rand_int_range(0, 3) == 0)
        edit_page(edit, rows);
    else
        moves[g_test_rand_int_range(0, G_N_ELEMENTS(moves))](edit);
}

static void change_something(Edit *edit)
{
    static gboolean (*const changes[])(Edit *) = {
        edit_backspace, edit_backspace, edit_delete, edit_delete_word_left,
        edit_kill_to_end, edit_undo, edit_redo};
    static const char *const parts[] = {
        "噪", "a", " ", "\n", "。", "𠮷", "\xcc\x81", "\033[2J", "\xe2\x80\x8d", "\t",
        "多字一次贴", "é\r\n"};
    const char *part = parts[g_test_rand_int_range(0, G_N_ELEMENTS(parts))];

    switch (g_test_rand_int_range(0, 20)) {
    case 0:
        edit_kill_line(edit);
        break;
    case 1:
        edit_paste(edit, part, 200);
        break;
    case 2: case 3: case 4: case 5: case 6: case 7: case 8:
        changes[g_test_rand_int_range(0, G_N_ELEMENTS(changes))](edit);
        break;
    default:
        edit_insert(edit, part, 200);
    }
}

/* Any walk: all of it undone is the text it began with, all redone the one it ended with. */
static void test_random_walk(void)
{
    static const char *const first[] = {
        "", "市民反映：夜间施工，噪音大。\nsecond line", "e\xcc\x81"};

    for (int round = 0; round < 90; round++) {
        Edit *edit = edit_new(TRUE);
        const char *original = first[round % 3];
        g_autofree char *last = NULL;

        edit_reset(edit, original);
        for (int i = 0; i < 400; i++) {
            if (g_test_rand_int_range(0, 3) == 0)
                move_somewhere(edit);
            else
                change_something(edit);
            check_whole(edit, g_test_rand_int_range(2, 30));
        }
        while (edit_redo(edit))
            continue;
        last = g_strdup(edit_text(edit));
        while (edit_undo(edit))
            check_whole(edit, 7);
        g_assert_cmpstr(edit_text(edit), ==, original);
        while (edit_redo(edit))
            check_whole(edit, 7);
        g_assert_cmpstr(edit_text(edit), ==, last);
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
    g_test_add_func("/edit/word-moves", test_word_moves);
    g_test_add_func("/edit/kill", test_kill);
    g_test_add_func("/edit/undo-steps", test_undo_steps);
    g_test_add_func("/edit/reset", test_reset);
    g_test_add_func("/edit/clusters", test_clusters);
    g_test_add_func("/edit/full-rows", test_full_rows);
    g_test_add_func("/edit/goal-column", test_goal_column);
    g_test_add_func("/edit/line-beyond", test_line_beyond);
    g_test_add_func("/edit/scroll", test_scroll);
    g_test_add_func("/edit/large", test_large);
    g_test_add_func("/edit/rows", test_rows);
    g_test_add_func("/edit/random-walk", test_random_walk);
    return g_test_run();
}
