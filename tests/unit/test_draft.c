/* Drafts: what was typed is on disk within a second, private, exact, and nobody else takes it. */
#include <errno.h>
#include <fcntl.h>
#include <gio/gio.h>
#include <glib-unix.h>
#include <glib/gstdio.h>
#include <locale.h>
#include <signal.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>
#include <utime.h>

#include "common/draft.h"
#include "tests/support/server.h"

enum { WAIT_MS = 10000, LONG = 10000 };
#define SCOPE "0123456789abcdef"
#define KIND "form"

static char *home;

/* Its file, or with a suffix one beside it. Owned by the caller. */
static char *path_of(const char *key, const char *suffix)
{
    g_autofree char *name = g_strconcat(key, ".draft", suffix, NULL);

    return g_build_filename(home, "hotline", "drafts", SCOPE, KIND, name, NULL);
}

static gboolean is_there(const char *key, const char *suffix)
{
    g_autofree char *path = path_of(key, suffix);

    return g_file_test(path, G_FILE_TEST_EXISTS);
}

static void write_raw(const char *key, const char *bytes, gsize length)
{
    g_autofree char *path = path_of(key, "");

    g_assert_true(g_file_set_contents(path, bytes, (gssize)length, NULL));
}

static char *read_raw(const char *key, const char *suffix)
{
    g_autofree char *path = path_of(key, suffix);
    char *text = NULL;

    g_file_get_contents(path, &text, NULL, NULL);
    return text;
}

/* Opens, which must succeed. */
static Draft *opened(const char *key)
{
    g_autoptr(GError) error = NULL;
    Draft *draft = draft_open(SCOPE, KIND, key, &error);

    g_assert_no_error(error);
    if (draft == NULL)
        g_error("%s is not opened", key);
    return draft;
}

static void discard(const char *key)
{
    draft_discard(opened(key));
}

/* --- saving --- */

typedef struct {
    const char *key;
    const char *word;
} Wanted;

static gboolean is_on_disk(gpointer data)
{
    const Wanted *wanted = data;
    g_autofree char *text = read_raw(wanted->key, "");

    return text != NULL && strstr(text, wanted->word) != NULL;
}

static void count(gpointer data)
{
    ++*(guint *)data;
}

static void test_within_a_second(void)
{
    Draft *draft = opened("within");
    Wanted first = {"within", "erstes"};
    Wanted second = {"within", "zweites"};
    guint saved = 0;
    g_autofree char *path = path_of("within", "");
    struct stat info = {0};

    draft_on_saved(draft, count, &saved);
    g_assert_cmpint(draft_saved_at(draft), ==, 0);
    draft_set(draft, "title", "erstes");
    g_assert_true(wait_until(is_on_disk, &first, 1000));
    g_assert_cmpint(g_stat(path, &info), ==, 0);
    g_assert_cmpint(info.st_mode & 0777, ==, 0600);
    draft_set(draft, "title", "zweites");
    g_assert_true(wait_until(is_on_disk, &second, 1000));
    draft_close(draft);
    g_assert_cmpuint(saved, >=, 1);
    discard("within");
}

/* Typing without a pause does not put the saving off. */
static gboolean type_on(gpointer data)
{
    static guint keys;
    g_autofree char *word = g_strdup_printf("key %u", keys++);

    draft_set(data, "body", word);
    return G_SOURCE_CONTINUE;
}

static void test_while_typing(void)
{
    Draft *draft = opened("typing");
    Wanted any = {"typing", "key "};
    guint typing = g_timeout_add(20, type_on, draft);

    draft_set(draft, "body", "key");
    g_assert_true(wait_until(is_on_disk, &any, 1000));
    g_source_remove(typing);
    draft_discard(draft);
}

/* Also when the writer has just taken the text: after it, the words are there. */
static void test_flush(void)
{
    Draft *draft = opened("flush");
    Wanted first = {"flush", "eins"};
    Wanted second = {"flush", "zwei"};

    draft_set(draft, "title", "eins");
    draft_flush(draft);
    g_assert_true(is_on_disk(&first));
    g_assert_cmpint(draft_saved_at(draft), >, 0);
    draft_set(draft, "title", "zwei");
    /* its timer is all there is in this loop: one turn hands the text to the writer */
    g_main_context_iteration(NULL, TRUE);
    draft_flush(draft);
    g_assert_true(is_on_disk(&second));
    draft_discard(draft);
}

static void test_disk_refuses(void)
{
    Draft *draft = opened("refused");
    g_autofree char *path = path_of("refused", "");

    /* a folder in its place: the words cannot be written, also not by root */
    g_assert_cmpint(g_mkdir(path, 0700), ==, 0);
    draft_set(draft, "title", "x");
    draft_flush(draft);
    g_assert_nonnull(draft_trouble(draft));
    g_assert_cmpint(draft_saved_at(draft), ==, 0);
    g_assert_cmpint(g_rmdir(path), ==, 0);
    draft_set(draft, "title", "y");
    draft_flush(draft);
    g_assert_null(draft_trouble(draft));
    draft_discard(draft);
}

/* --- coming back --- */

static char *long_text(void)
{
    GString *text = g_string_new(NULL);

    for (guint i = 0; i < LONG; i++)
        g_string_append_unichar(text, i % 97 == 0 ? '\n' : 0x4e00 + i % 20000);
    return g_string_free(text, FALSE);
}

static void test_exact(void)
{
    g_autofree char *body = long_text();
    const char *const texts[][2] = {
        {"title", "𠀀𪛖 名字·😀👨‍👩‍👧 e\u0301"},
        {"body", body},
        {"newlines", "\n\n一\r\n二\n"},
        {"spaces", "  \t vorn und hinten \t  "},
        {"escapes", "\\n \\\\ \\s\\ \\x [form] = # ; \"'%s"},
        {"header", "[form]\ntitle=other\n# no comment"},
        {"controls", "\001\033[31m\177\302\205\u2028\u202e\ufeff"},
        {"feeds", "\v\f vorn"},
        {"@call", "17"},
    };
    Draft *draft = opened("exact");

    for (guint i = 0; i < G_N_ELEMENTS(texts); i++)
        draft_set(draft, texts[i][0], texts[i][1]);
    draft_close(draft);
    draft = opened("exact");
    for (guint i = 0; i < G_N_ELEMENTS(texts); i++)
        g_assert_cmpstr(draft_get(draft, texts[i][0]), ==, texts[i][1]);
    g_assert_cmpstr(draft_get(draft, "never"), ==, "");
    draft_discard(draft);
}

static void test_empty(void)
{
    Draft *draft = opened("empty");

    draft_set(draft, "@call", "17");
    draft_set(draft, "title", "x");
    draft_flush(draft);
    g_assert_true(is_there("empty", ""));
    draft_set(draft, "title", "");
    draft_close(draft);
    g_assert_false(is_there("empty", ""));
    g_assert_false(is_there("empty", ".lock"));
    draft_close(opened("empty"));
    g_assert_false(is_there("empty", ""));
}

static void test_discard(void)
{
    Draft *draft = opened("gone");
    Wanted word = {"gone", "fort"};

    draft_set(draft, "title", "fort");
    g_assert_true(wait_until(is_on_disk, &word, 1000));
    /* what is about to be saved does not bring it back */
    draft_set(draft, "title", "fort!");
    g_main_context_iteration(NULL, TRUE);
    draft_discard(draft);
    g_assert_false(is_there("gone", ""));
    g_assert_false(is_there("gone", ".lock"));
    draft = opened("gone");
    g_assert_cmpstr(draft_get(draft, "title"), ==, "");
    draft_close(draft);
}

/* --- others --- */

static void test_locked(void)
{
    Draft *draft = opened("locked");
    Draft *other = draft_open(SCOPE, KIND, "locked", NULL);

    g_assert_null(other);
    draft_set(draft, "title", "x");
    draft_close(draft);
    draft = opened("locked");
    g_assert_cmpstr(draft_get(draft, "title"), ==, "x");
    draft_discard(draft);
}

/* Its bytes are still somewhere, and the person is told. */
static void expect_put_aside(const char *key, const char *bytes, gsize length)
{
    Draft *draft;
    g_autofree char *path = path_of(key, ".bad");
    g_autofree char *aside = NULL;
    gsize got = 0;

    write_raw(key, bytes, length);
    draft = opened(key);
    g_assert_nonnull(draft_trouble(draft));
    draft_set(draft, "title", "neu");
    draft_close(draft);
    g_assert_true(g_file_get_contents(path, &aside, &got, NULL));
    g_assert_cmpuint(got, ==, length);
    g_assert_true(got == length && memcmp(aside, bytes, length) == 0);
    g_unlink(path);
    draft = opened(key);
    g_assert_cmpstr(draft_get(draft, "title"), ==, "neu");
    draft_discard(draft);
}

static void test_unreadable(void)
{
    static const char garbage[] = "\0\1\2 no key file";
    static const char cut[] = "[form]\ntitle=halb\nbody";
    static const char latin[] = "[form]\ntitle=gut\nbody=M\xfcll\n";

    expect_put_aside("garbage", garbage, sizeof garbage);
    expect_put_aside("cut", cut, sizeof cut - 1);
    expect_put_aside("latin", latin, sizeof latin - 1);
}

static void saved_long_ago(const char *key, time_t ago)
{
    g_autofree char *path = path_of(key, "");
    Draft *draft = opened(key);
    struct utimbuf times = {time(NULL) - ago, time(NULL) - ago};

    draft_set(draft, "title", key);
    draft_close(draft);
    g_assert_cmpint(g_utime(path, &times), ==, 0);
}

/* The names say nothing about the age ("new-" and a UUID). */
static void test_list(void)
{
    static const char *const keys[] = {"new-ffff", "call-9", "new-0000", "call-10"};
    Draft *held;
    g_autoptr(GPtrArray) all = NULL;
    g_autoptr(GPtrArray) rest = NULL;

    for (guint i = 0; i < G_N_ELEMENTS(keys); i++)
        saved_long_ago(keys[i], (time_t)(1000 - i * 100));
    all = draft_list(SCOPE, KIND);
    g_assert_cmpuint(all->len, ==, G_N_ELEMENTS(keys));
    for (guint i = 0; i < all->len; i++)
        g_assert_cmpstr(g_ptr_array_index(all, i), ==, keys[i]);
    held = opened(keys[1]);
    rest = draft_list(SCOPE, KIND);
    g_assert_cmpuint(rest->len, ==, G_N_ELEMENTS(keys) - 1);
    g_assert_cmpstr(g_ptr_array_index(rest, 0), ==, keys[0]);
    g_assert_cmpstr(g_ptr_array_index(rest, 1), ==, keys[2]);
    g_assert_false(is_there(keys[0], ".lock"));
    draft_discard(held);
    for (guint i = 0; i < rest->len; i++)
        discard(g_ptr_array_index(rest, i));
}

/* --- kill -9 --- */

/* The child: each byte of its input is a key, typed into a draft and then given back. It never closes
 * the draft. */
static gboolean on_key(gint fd, GIOCondition condition, gpointer data)
{
    static GString *words;
    char key;

    (void)condition;
    if (words == NULL)
        words = g_string_new(NULL);
    if (read(fd, &key, 1) != 1)
        exit(0);
    g_string_append_c(words, key);
    draft_set(data, "body", words->str);
    return write(STDOUT_FILENO, &key, 1) == 1;
}

static int take_keys(void)
{
    g_unix_fd_add(STDIN_FILENO, G_IO_IN | G_IO_HUP, on_key, opened("killed"));
    g_main_loop_run(g_main_loop_new(NULL, FALSE));
    return 0;
}

typedef struct {
    GSubprocess *child;
    gint64 until; /* monotonic */
} Typing;

static void type(GSubprocess *child, const char *key)
{
    char back = '\0';

    g_assert_cmpint(g_output_stream_write(g_subprocess_get_stdin_pipe(child), key, 1, NULL, NULL), ==, 1);
    g_assert_cmpint(g_input_stream_read(g_subprocess_get_stdout_pipe(child), &back, 1, NULL, NULL), ==, 1);
    g_assert_cmpint(back, ==, *key);
}

static gboolean has_typed_on(gpointer data)
{
    const Typing *typing = data;

    type(typing->child, ".");
    return g_get_monotonic_time() >= typing->until;
}

static void test_killed(void)
{
    g_autoptr(GError) error = NULL;
    g_autoptr(GSubprocess) child
        = g_subprocess_new(G_SUBPROCESS_FLAGS_STDIN_PIPE | G_SUBPROCESS_FLAGS_STDOUT_PIPE, &error,
                           "/proc/self/exe", "take-keys", NULL);
    Typing typing = {child, 0};
    Draft *draft;

    g_assert_no_error(error);
    for (const char *key = "old"; *key != '\0'; key++)
        type(child, (const char[]){*key, '\0'});
    typing.until = g_get_monotonic_time() + G_USEC_PER_SEC;
    g_assert_true(wait_until(has_typed_on, &typing, WAIT_MS));
    g_subprocess_send_signal(child, SIGKILL);
    g_subprocess_wait(child, NULL, NULL);
    draft = opened("killed");
    g_assert_true(g_str_has_prefix(draft_get(draft, "body"), "old"));
    draft_discard(draft);
}

/* Nothing of the tests above is left. */
static void test_nothing_left(void)
{
    g_autofree char *folder = g_build_filename(home, "hotline", "drafts", SCOPE, KIND, NULL);
    g_autoptr(GDir) dir = g_dir_open(folder, 0, NULL);

    g_assert_nonnull(dir);
    g_assert_cmpstr(g_dir_read_name(dir), ==, NULL);
}

int main(int argc, char **argv)
{
    const char *remove[] = {"rm", "-rf", NULL, NULL};
    int status;

    setlocale(LC_ALL, "C.UTF-8");
    if (argc == 2 && strcmp(argv[1], "take-keys") == 0)
        return take_keys();
    g_test_init(&argc, &argv, NULL);
    g_test_set_nonfatal_assertions();
    home = g_dir_make_tmp("hotline-draft-XXXXXX", NULL);
    g_assert_nonnull(home);
    g_setenv("XDG_STATE_HOME", home, TRUE);
    g_test_add_func("/draft/within-a-second", test_within_a_second);
    g_test_add_func("/draft/while-typing", test_while_typing);
    g_test_add_func("/draft/flush", test_flush);
    g_test_add_func("/draft/disk-refuses", test_disk_refuses);
    g_test_add_func("/draft/exact", test_exact);
    g_test_add_func("/draft/empty", test_empty);
    g_test_add_func("/draft/discard", test_discard);
    g_test_add_func("/draft/locked", test_locked);
    g_test_add_func("/draft/unreadable", test_unreadable);
    g_test_add_func("/draft/list", test_list);
    g_test_add_func("/draft/killed", test_killed);
    g_test_add_func("/draft/nothing-left", test_nothing_left);
    status = g_test_run();
    remove[2] = home;
    g_spawn_sync(NULL, (char **)remove, NULL, G_SPAWN_SEARCH_PATH, NULL, NULL, NULL, NULL, NULL, NULL);
    g_free(home);
    return status;
}
