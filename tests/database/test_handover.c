/* A form's words between its draft and the outbox: killed between any two steps, they are there once. */
#include <gio/gio.h>
#include <glib/gstdio.h>
#include <locale.h>
#include <signal.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>
#include <utime.h>

#include "common/outbox.h"
#include "common/ticket.h"
#include "tests/support/kept.h"
#include "tests/support/server.h"

enum { WAIT_MS = 15000, BEGINNINGS = 100 };
G_DEFINE_AUTOPTR_CLEANUP_FUNC(Outbox, outbox_free)
#define KIND "form"

static char *state_home;
static char *conninfo;

/* --- an outbox and what it has told --- */

typedef struct {
    Db *db;
    Outbox *outbox;
    guint answered;
    guint refused;
    guint late;
    char *late_draft;
} Box;

static void on_linked(const char *payload, gpointer data)
{
    if (payload == NULL)
        outbox_resume(((Box *)data)->outbox);
}

static void on_late(const char *function, const char *const *params, const char *answer, const DbError *error,
                    const char *draft, gpointer data)
{
    Box *box = data;

    (void)params;
    g_assert_cmpstr(function, ==, "ticket_submit");
    g_assert_true((answer == NULL) == (error != NULL));
    box->late++;
    g_free(box->late_draft);
    box->late_draft = g_strdup(draft);
}

/* Not connected yet. */
static Box *box_new(const char *scope)
{
    g_autoptr(GError) error = NULL;
    Box *box = g_new0(Box, 1);

    box->db = db_new(conninfo);
    box->outbox = outbox_new(box->db, scope, &error);
    g_assert_no_error(error);
    outbox_on_late(box->outbox, on_late, box);
    db_listen(box->db, "hotline_ticket", on_linked, box);
    return box;
}

static void box_free(Box *box)
{
    outbox_free(box->outbox);
    db_free(box->db);
    g_free(box->late_draft);
    g_free(box);
}

static gboolean on_answer(const char *answer, const DbError *error, gpointer data)
{
    Box *box = data;

    (void)answer;
    box->answered += error == NULL;
    box->refused += error != NULL;
    return TRUE;
}

static gboolean is_sent(gpointer data)
{
    return outbox_pending(((Box *)data)->outbox) == 0;
}

static void send_all(Box *box)
{
    db_start(box->db);
    g_assert_true(wait_until(is_sent, box, WAIT_MS));
}

/* --- a form and its draft --- */

static Draft *draft_with(const char *scope, const char *key, const char *title)
{
    Draft *draft = draft_open(scope, KIND, key, NULL);

    if (draft == NULL)
        g_error("%s is not opened", key);
    draft_set(draft, "@call", "0");
    draft_set(draft, "title", title);
    draft_flush(draft);
    return draft;
}

/* way "save" is taken with a title only, "dispatch" refused. heard: somebody waits for the answer. */
static gboolean submit(Box *box, Draft *draft, const char *way, gboolean heard)
{
    g_autoptr(GHashTable) form = g_hash_table_new(g_str_hash, g_str_equal);

    g_hash_table_insert(form, (gpointer) "title", (gpointer)draft_get(draft, "title"));
    return ticket_submit(box->outbox, draft, way, 0, 0, form, heard ? on_answer : NULL, box, NULL);
}

static char *path_of(const char *scope, const char *key)
{
    g_autofree char *name = g_strconcat(key, ".draft", NULL);

    return g_build_filename(state_home, "hotline", "drafts", scope, KIND, name, NULL);
}

static guint count_drafts(const char *scope)
{
    g_autoptr(GPtrArray) keys = draft_list(scope, KIND);

    return keys->len;
}

static void expect_words(const char *scope, const char *key, const char *title)
{
    Draft *draft = draft_open(scope, KIND, key, NULL);

    if (draft == NULL)
        g_error("%s is not opened", key);
    g_assert_cmpstr(draft_get(draft, "title"), ==, title);
    draft_discard(draft);
}

static void expect_tickets(const char *title, const char *count)
{
    g_autofree char *sql = g_strdup_printf("select count(*) from hotline.ticket where title = '%s'", title);
    g_autofree char *superuser = g_strdup_printf("%s user=postgres", conninfo);
    g_autofree char *got = sql_value(superuser, sql);

    g_assert_cmpstr(got, ==, count);
}

/* --- all goes well --- */

static void test_taken(void)
{
    Box *box = box_new("taken");
    Draft *draft = draft_with("taken", "new-1", "taken-1");

    g_assert_true(submit(box, draft, "save", TRUE));
    g_assert_cmpuint(count_drafts("taken"), ==, 0);
    send_all(box);
    g_assert_cmpuint(box->answered, ==, 1);
    draft_discard(draft);
    g_assert_cmpuint(count_drafts("taken"), ==, 0);
    expect_tickets("taken-1", "1");
    box_free(box);
}

/* --- refused --- */

static void test_refused_open(void)
{
    Box *box = box_new("refused");
    Draft *draft = draft_with("refused", "new-1", "refused-1");
    g_autofree char *path = path_of("refused", "new-1");

    g_assert_true(submit(box, draft, "dispatch", TRUE));
    g_assert_false(g_file_test(path, G_FILE_TEST_EXISTS));
    send_all(box);
    g_assert_cmpuint(box->refused, ==, 1);
    g_assert_true(g_file_test(path, G_FILE_TEST_EXISTS));
    draft_set(draft, "title", "refused-2");
    draft_close(draft);
    box_free(box);
    box = box_new("refused");
    g_assert_cmpuint(outbox_pending(box->outbox), ==, 0);
    box_free(box);
    expect_words("refused", "new-1", "refused-2");
    expect_tickets("refused-1", "0");
}

static void test_refused_late(void)
{
    Box *box = box_new("late");
    Draft *draft = draft_with("late", "new-1", "late-1");

    g_assert_true(submit(box, draft, "dispatch", FALSE));
    draft_close(draft);
    g_assert_cmpuint(count_drafts("late"), ==, 0);
    send_all(box);
    g_assert_cmpuint(box->late, ==, 1);
    g_assert_cmpstr(box->late_draft, ==, "form/new-1");
    box_free(box);
    expect_words("late", "new-1", "late-1");
}

/* --- another program of the same person --- */

/* The child: hands a form over and then waits to be killed. */
static int keep(const char *scope, const char *way, const char *title)
{
    Box *box = box_new(scope);
    gboolean kept = submit(box, draft_with(scope, "new-1", title), way, FALSE);

    if (kept && write(STDOUT_FILENO, "k", 1) == 1)
        pause();
    return 1;
}

/* Killed after it had handed the form over; or, with words, before its draft was removed. */
static void child_killed(const char *scope, const char *way, const char *title, const char *words)
{
    g_autoptr(GSubprocess) child = g_subprocess_new(G_SUBPROCESS_FLAGS_STDOUT_PIPE, NULL, "/proc/self/exe", "keep", scope,
                                                    way, title, NULL);
    g_autofree char *path = path_of(scope, "new-1");
    char kept = '\0';

    g_assert_cmpint(g_input_stream_read(g_subprocess_get_stdout_pipe(child), &kept, 1, NULL, NULL), ==, 1);
    g_assert_false(g_file_test(path, G_FILE_TEST_EXISTS));
    g_subprocess_send_signal(child, SIGKILL);
    g_subprocess_wait(child, NULL, NULL);
    if (words != NULL)
        g_assert_true(g_file_set_contents(path, words, -1, NULL));
}

/* Owned by the caller; NULL when there is none. */
static char *only_file(const char *scope, const char *suffix)
{
    g_autoptr(GPtrArray) paths = kept_files(scope, suffix);

    g_assert_cmpuint(paths->len, <=, 1);
    return paths->len == 1 ? g_strdup(g_ptr_array_index(paths, 0)) : NULL;
}

/* The draft as the kept call holds it. Owned by the caller. */
static char *words_kept(const char *scope)
{
    g_autofree char *path = only_file(scope, ".call");
    g_autoptr(GKeyFile) file = g_key_file_new();

    g_assert_true(g_key_file_load_from_file(file, path, G_KEY_FILE_NONE, NULL));
    return g_key_file_get_string(file, "call", "words", NULL);
}

static void put_draft_back(const char *scope)
{
    g_autofree char *words = words_kept(scope);
    g_autofree char *path = path_of(scope, "new-1");

    g_assert_true(g_file_set_contents(path, words, -1, NULL));
}

/* Both are there: the call counts, the form is not offered. */
static void test_killed_between(void)
{
    Box *box;

    child_killed("between", "save", "between-1", NULL);
    put_draft_back("between");
    g_assert_cmpuint(count_drafts("between"), ==, 1);
    box = box_new("between");
    g_assert_cmpuint(outbox_pending(box->outbox), ==, 1);
    g_assert_cmpuint(count_drafts("between"), ==, 0);
    send_all(box);
    g_assert_cmpuint(box->late, ==, 1);
    box_free(box);
    expect_tickets("between-1", "1");
    g_assert_cmpuint(count_drafts("between"), ==, 0);
}

/* The same while another program runs, which takes it over before it opens a draft. */
static void test_adopted_while_running(void)
{
    Box *box = box_new("running");

    child_killed("running", "save", "running-1", NULL);
    put_draft_back("running");
    outbox_adopt(box->outbox);
    g_assert_cmpuint(outbox_pending(box->outbox), ==, 1);
    g_assert_cmpuint(count_drafts("running"), ==, 0);
    send_all(box);
    box_free(box);
    expect_tickets("running-1", "1");
}

/* A later form under the same key keeps its own words. */
static void test_newer_stays(void)
{
    Box *box;

    child_killed("newer", "save", "newer-1", "[form]\n@id=another\ntitle=newer-2\n");
    box = box_new("newer");
    send_all(box);
    box_free(box);
    expect_tickets("newer-1", "1");
    expect_words("newer", "new-1", "newer-2");
}

/* Refused, its words given back, and killed before the call's file went: it is refused again. */
static void test_killed_after_refusal(void)
{
    Box *box;

    child_killed("again", "dispatch", "again-1", NULL);
    put_draft_back("again");
    box = box_new("again");
    g_assert_cmpuint(count_drafts("again"), ==, 0);
    send_all(box);
    g_assert_cmpstr(box->late_draft, ==, "form/new-1");
    box_free(box);
    g_assert_cmpuint(count_drafts("again"), ==, 1);
    expect_words("again", "new-1", "again-1");
}

/* --- a disk that refuses --- */

/* Its folder is gone: the call is said not to be on disk, is sent all the same, the draft stays. */
static void test_not_on_disk(void)
{
    Box *box = box_new("nodisk");
    Draft *draft = draft_with("nodisk", "new-1", "nodisk-1");
    g_autofree char *lock = only_file("nodisk", "lock");
    g_autofree char *folder = g_path_get_dirname(lock);
    g_autofree char *path = path_of("nodisk", "new-1");

    g_unlink(lock);
    g_assert_cmpint(g_rmdir(folder), ==, 0);
    g_test_expect_message(NULL, G_LOG_LEVEL_WARNING, "*");
    g_assert_false(submit(box, draft, "save", TRUE));
    g_test_assert_expected_messages();
    g_assert_true(g_file_test(path, G_FILE_TEST_EXISTS));
    send_all(box);
    g_assert_cmpuint(box->answered, ==, 1);
    draft_discard(draft);
    box_free(box);
    expect_tickets("nodisk-1", "1");
    g_assert_cmpuint(count_drafts("nodisk"), ==, 0);
}

/* The words could not be given back: they are tried at the next start. */
static void test_given_back_later(void)
{
    Box *box;
    g_autofree char *path = path_of("later", "new-1");
    g_autofree char *refused = NULL;
    g_autofree char *folder = NULL;
    g_autofree char *aside = NULL;

    child_killed("later", "dispatch", "later-1", NULL);
    box = box_new("later");
    folder = g_path_get_dirname(path);
    aside = g_strconcat(folder, ".aside", NULL);
    g_assert_cmpint(g_rename(folder, aside), ==, 0);
    g_assert_true(g_file_set_contents(folder, "", 0, NULL)); /* a file in the folder's place */
    g_test_expect_message(NULL, G_LOG_LEVEL_WARNING, "*");
    send_all(box);
    g_test_assert_expected_messages();
    g_assert_cmpuint(box->late, ==, 1);
    g_assert_null(box->late_draft);
    box_free(box);
    refused = only_file("later", ".refused");
    g_assert_nonnull(refused);
    g_unlink(folder);
    box_free(box_new("later"));
    expect_words("later", "new-1", "later-1");
    g_free(refused);
    refused = only_file("later", ".refused");
    g_assert_null(refused);
}

/* --- what is left lying --- */

static char *box_folder(const char *scope, const char *name)
{
    char *folder = g_build_filename(state_home, "hotline", "outbox", scope, name, NULL);

    g_assert_cmpint(g_mkdir_with_parents(folder, 0700), ==, 0);
    return folder;
}

static void put_refused(const char *folder, const char *name, time_t days)
{
    g_autofree char *path = g_build_filename(folder, name, NULL);
    struct utimbuf times = {time(NULL) - days * 86400, time(NULL) - days * 86400};

    g_assert_true(g_file_set_contents(path, "[call]\n", -1, NULL));
    g_assert_cmpint(g_utime(path, &times), ==, 0);
}

static void test_swept(void)
{
    g_autofree char *empty = box_folder("swept-other", "1-1.box");
    g_autofree char *full = box_folder("swept-third", "1-1.box");
    g_autofree char *own = box_folder("swept", "1-1.box");
    g_autofree char *call = g_build_filename(full, "1.call", NULL);
    g_autofree char *left = NULL;

    put_refused(own, "1.call.refused", 31);
    put_refused(own, "2.call.refused", 29);
    g_assert_true(g_file_set_contents(call, "[call]\n", -1, NULL));
    box_free(box_new("swept"));
    g_assert_false(g_file_test(empty, G_FILE_TEST_EXISTS));
    g_assert_false(g_file_test(own, G_FILE_TEST_EXISTS));
    g_assert_true(g_file_test(call, G_FILE_TEST_EXISTS));
    left = only_file("swept", ".refused");
    g_assert_nonnull(left);
    g_unlink(left);
    box_free(box_new("swept"));
    g_free(left);
    left = only_file("swept", "");
    g_assert_null(left);
}

/* The child: begins and ends many times. */
static int begin(const char *scope)
{
    for (guint i = 0; i < BEGINNINGS; i++) {
        g_autoptr(Outbox) outbox = outbox_new(NULL, scope, NULL);
        if (outbox == NULL)
            return 1;
    }
    return 0;
}

/* What one takes for an ended program's folder, another may just be making. */
static void test_begun_together(void)
{
    static const char *const scopes[] = {"one", "one", "two", "two"};
    GSubprocess *children[G_N_ELEMENTS(scopes)];

    for (guint i = 0; i < G_N_ELEMENTS(scopes); i++)
        children[i] = g_subprocess_new(G_SUBPROCESS_FLAGS_NONE, NULL, "/proc/self/exe", "begin", scopes[i], NULL);
    for (guint i = 0; i < G_N_ELEMENTS(scopes); i++) {
        g_assert_true(g_subprocess_wait_check(children[i], NULL, NULL));
        g_object_unref(children[i]);
    }
}

int main(int argc, char **argv)
{
    const char *remove[] = {"rm", "-rf", NULL, NULL};
    g_autofree char *database = NULL;
    int status;

    setlocale(LC_ALL, "C.UTF-8");
    conninfo = g_strdup("");
    if (argc == 5 && strcmp(argv[1], "keep") == 0)
        return keep(argv[2], argv[3], argv[4]);
    if (argc == 3 && strcmp(argv[1], "begin") == 0)
        return begin(argv[2]);
    g_test_init(&argc, &argv, NULL);
    g_test_set_nonfatal_assertions();
    state_home = g_dir_make_tmp("hotline-outbox-XXXXXX", NULL);
    g_assert_nonnull(state_home);
    g_setenv("XDG_STATE_HOME", state_home, TRUE);
    database = shared_database();
    g_free(conninfo);
    conninfo = g_strdup_printf("%s user=demo_agent", database);
    g_test_add_func("/handover/taken", test_taken);
    g_test_add_func("/handover/refused-open", test_refused_open);
    g_test_add_func("/handover/refused-late", test_refused_late);
    g_test_add_func("/handover/killed-between", test_killed_between);
    g_test_add_func("/handover/adopted-while-running", test_adopted_while_running);
    g_test_add_func("/handover/newer-stays", test_newer_stays);
    g_test_add_func("/handover/killed-after-refusal", test_killed_after_refusal);
    g_test_add_func("/handover/not-on-disk", test_not_on_disk);
    g_test_add_func("/handover/given-back-later", test_given_back_later);
    g_test_add_func("/handover/swept", test_swept);
    g_test_add_func("/handover/begun-together", test_begun_together);
    status = g_test_run();
    remove[2] = state_home;
    g_spawn_sync(NULL, (char **)remove, NULL, G_SPAWN_SEARCH_PATH, NULL, NULL, NULL, NULL, NULL, NULL);
    g_free(state_home);
    g_free(conninfo);
    return status;
}
