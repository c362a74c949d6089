/* Drafts that a disk refuses for a while, and drafts handed over to a call and given back. */
#include <glib/gstdio.h>
#include <locale.h>
#include <string.h>

#include "common/draft.h"
#include "tests/support/server.h"

enum { WAIT_MS = 5000 };
#define SCOPE "0123456789abcdef"

static char *home;

/* A file of the kind "form". Owned by the caller. */
static char *path_of(const char *name)
{
    return g_build_filename(home, "hotline", "drafts", SCOPE, "form", name, NULL);
}

static gboolean is_there(const char *name)
{
    g_autofree char *path = path_of(name);

    return g_file_test(path, G_FILE_TEST_EXISTS);
}

static Draft *opened(const char *key)
{
    Draft *draft = draft_open(SCOPE, "form", key, NULL);

    if (draft == NULL)
        g_error("%s is not opened", key);
    return draft;
}

static void expect_word(const char *key, const char *word)
{
    Draft *draft = opened(key);

    g_assert_cmpstr(draft_get(draft, "title"), ==, word);
    draft_discard(draft);
}

/* --- a disk that refuses: a folder in the file's place stops root too --- */

static gboolean is_troubled(gpointer draft)
{
    return draft_trouble(draft) != NULL;
}

static gboolean is_saved(gpointer draft)
{
    return draft_trouble(draft) == NULL && draft_saved_at(draft) != 0;
}

static Draft *refused_by_disk(const char *key, const char *path)
{
    Draft *draft = opened(key);

    g_assert_cmpint(g_mkdir(path, 0700), ==, 0);
    draft_set(draft, "title", "bleibt");
    g_assert_true(wait_until(is_troubled, draft, WAIT_MS));
    g_assert_cmpint(draft_saved_at(draft), ==, 0);
    return draft;
}

/* Nothing is typed any more, and still it is saved once there is room. */
static void test_tried_again(void)
{
    g_autofree char *path = path_of("again.draft");
    Draft *draft = refused_by_disk("again", path);

    g_assert_cmpint(g_rmdir(path), ==, 0);
    g_assert_true(wait_until(is_saved, draft, WAIT_MS));
    g_assert_true(g_file_test(path, G_FILE_TEST_IS_REGULAR));
    draft_close(draft);
    expect_word("again", "bleibt");
}

static void test_flush_after_trouble(void)
{
    g_autofree char *path = path_of("later.draft");
    Draft *draft = refused_by_disk("later", path);

    draft_flush(draft);
    g_assert_nonnull(draft_trouble(draft));
    g_assert_cmpint(g_rmdir(path), ==, 0);
    draft_flush(draft);
    g_assert_null(draft_trouble(draft));
    g_assert_true(g_file_test(path, G_FILE_TEST_IS_REGULAR));
    draft_discard(draft);
}

/* "Open elsewhere" and "cannot be kept" are told apart. */
static void test_opening(void)
{
    g_autofree char *folder = g_build_filename(home, "hotline", "drafts", SCOPE, "nofolder", NULL);
    g_autofree char *lock = path_of("locked.draft.lock");
    g_autoptr(GError) error = NULL;
    Draft *draft = opened("twice");

    g_assert_null(draft_open(SCOPE, "form", "twice", &error));
    g_assert_no_error(error);
    draft_close(draft);
    g_assert_true(g_file_set_contents(folder, "", 0, NULL));
    g_assert_null(draft_open(SCOPE, "nofolder", "x", &error));
    g_assert_nonnull(error);
    g_clear_error(&error);
    g_assert_cmpint(g_mkdir(lock, 0700), ==, 0);
    g_assert_null(draft_open(SCOPE, "form", "locked", &error));
    g_assert_nonnull(error);
    g_rmdir(lock);
    g_unlink(folder);
}

/* --- handed over and given back --- */

/* A draft that was handed over; *text: its words. */
static Draft *handed_over(const char *key, char **text)
{
    Draft *draft = opened(key);

    draft_set(draft, "title", "Wort");
    draft_flush(draft);
    *text = draft_text(draft);
    draft_hand_over(draft);
    return draft;
}

static void test_handed_over(void)
{
    g_autofree char *text = NULL;
    g_autofree char *name = NULL;
    Draft *draft = handed_over("sent", &text);

    g_assert_false(is_there("sent.draft"));
    draft_set(draft, "title", "spaeter");
    draft_flush(draft);
    draft_close(draft);
    g_assert_false(is_there("sent.draft"));
    name = draft_give_back(SCOPE, "form/sent", text, NULL);
    g_assert_cmpstr(name, ==, "form/sent");
    /* twice makes no second one */
    g_free(g_steal_pointer(&name));
    name = draft_give_back(SCOPE, "form/sent", text, NULL);
    g_assert_cmpstr(name, ==, "form/sent");
    expect_word("sent", "Wort");
}

/* Its form is still there: the same draft is saved again. */
static void test_back_to_open(void)
{
    g_autofree char *text = NULL;
    g_autofree char *name = NULL;
    Draft *draft = handed_over("open", &text);

    name = draft_give_back(SCOPE, draft_name(draft), text, NULL);
    g_assert_cmpstr(name, ==, "form/open");
    g_assert_true(is_there("open.draft"));
    draft_set(draft, "title", "weiter");
    draft_close(draft);
    expect_word("open", "weiter");
}

/* Another form has the key meanwhile: neither takes the other's words, open or not. */
static void test_key_taken(void)
{
    g_autofree char *text = NULL;
    g_autofree char *name = NULL;
    Draft *newer;

    draft_close(handed_over("taken", &text));
    newer = opened("taken");
    draft_set(newer, "title", "neu");
    name = draft_give_back(SCOPE, "form/taken", text, NULL);
    g_assert_true(g_str_has_prefix(name, "form/taken-"));
    draft_close(newer);
    draft_remove(SCOPE, "form/taken", text);
    expect_word(name + strlen("form/"), "Wort");
    expect_word("taken", "neu");
}

static void test_removed(void)
{
    g_autofree char *text = NULL;
    Draft *draft = opened("removed");

    draft_set(draft, "title", "Wort");
    text = draft_text(draft);
    draft_remove(SCOPE, "form/removed", text); /* it is open */
    draft_close(draft);
    g_assert_true(is_there("removed.draft"));
    draft_remove(SCOPE, "form/removed", text);
    g_assert_false(is_there("removed.draft"));
    g_assert_false(is_there("removed.draft.lock"));
}

int main(int argc, char **argv)
{
    const char *remove[] = {"rm", "-rf", NULL, NULL};
    int status;

    setlocale(LC_ALL, "C.UTF-8");
    g_test_init(&argc, &argv, NULL);
    g_test_set_nonfatal_assertions();
    home = g_dir_make_tmp("hotline-draft-XXXXXX", NULL);
    g_assert_nonnull(home);
    g_setenv("XDG_STATE_HOME", home, TRUE);
    draft_close(opened("folder"));
    g_test_add_func("/draft-hand/tried-again", test_tried_again);
    g_test_add_func("/draft-hand/flush-after-trouble", test_flush_after_trouble);
    g_test_add_func("/draft-hand/opening", test_opening);
    g_test_add_func("/draft-hand/handed-over", test_handed_over);
    g_test_add_func("/draft-hand/back-to-open", test_back_to_open);
    g_test_add_func("/draft-hand/key-taken", test_key_taken);
    g_test_add_func("/draft-hand/removed", test_removed);
    status = g_test_run();
    remove[2] = home;
    g_spawn_sync(NULL, (char **)remove, NULL, G_SPAWN_SEARCH_PATH, NULL, NULL, NULL, NULL, NULL, NULL);
    g_free(home);
    return status;
}
