/* Writes that must not be lost: each acts once and in its order, whatever is killed in between. */
#include <fcntl.h>
#include <gio/gio.h>
#include <glib/gstdio.h>
#include <libpq-fe.h>
#include <locale.h>
#include <signal.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "common/outbox.h"
#include "common/ticket.h"
#include "tests/support/kept.h"
#include "tests/support/server.h"

enum { WAIT_MS = 20000, MANY = 12 };
#define LOGIN "demo_agent"

static Server *server;
static char *superuser; /* conninfo */
static char *state_home;

/* --- an outbox on a link of its own, and what it has told --- */

typedef struct {
    Db *db;
    Outbox *outbox;
    GString *heard; /* titles whose sender heard, each with a space; a refusal as "title!" */
    GString *late;  /* the same of those that nobody heard */
} Box;

/* As the session does: each new link sends what is kept. */
static void on_linked(const char *payload, gpointer data)
{
    if (payload == NULL)
        outbox_resume(((Box *)data)->outbox);
}

static void on_late(const char *function, const char *const *params, const char *answer, const DbError *error,
                    const char *draft, gpointer data)
{
    g_autoptr(GHashTable) form = ticket_form_parse(params[3]);

    g_assert_null(draft);
    g_assert_cmpstr(function, ==, "ticket_submit");
    g_assert_true((answer == NULL) == (error != NULL));
    g_string_append_printf(((Box *)data)->late, "%s%s ", (char *)g_hash_table_lookup(form, "title"),
                           error != NULL ? "!" : "");
}

/* Not connected yet. */
static Box *box_new(const char *scope)
{
    g_autofree char *conninfo = server != NULL ? server_conninfo(server, LOGIN) : NULL;
    g_autoptr(GError) error = NULL;
    Box *box = g_new0(Box, 1);

    box->db = db_new(conninfo != NULL ? conninfo : "");
    box->outbox = outbox_new(box->db, scope, &error);
    g_assert_no_error(error);
    box->heard = g_string_new(NULL);
    box->late = g_string_new(NULL);
    outbox_on_late(box->outbox, on_late, box);
    db_listen(box->db, "hotline_ticket", on_linked, box);
    return box;
}

/* Without a turn of the loop: as if the program had ended now. */
static void box_free(Box *box)
{
    outbox_free(box->outbox);
    db_free(box->db);
    g_string_free(box->heard, TRUE);
    g_string_free(box->late, TRUE);
    g_free(box);
}

static gboolean is_online(gpointer box)
{
    return db_link(((Box *)box)->db) == DB_ONLINE;
}

static gboolean is_offline(gpointer box)
{
    return !is_online(box);
}

static Box *box_online(const char *scope)
{
    Box *box = box_new(scope);

    db_start(box->db);
    g_assert_true(wait_until(is_online, box, WAIT_MS));
    return box;
}

static gboolean is_sent(gpointer box)
{
    return outbox_pending(((Box *)box)->outbox) == 0;
}

/* --- what is sent --- */

typedef struct {
    Box *box;
    char *title;
} Sent;

static void sent_free(gpointer data)
{
    Sent *sent = data;

    g_free(sent->title);
    g_free(sent);
}

static gboolean on_answer(const char *answer, const DbError *error, gpointer data)
{
    const Sent *sent = data;

    g_assert_true((answer == NULL) == (error != NULL));
    g_string_append_printf(sent->box->heard, "%s%s ", sent->title, error != NULL ? "!" : "");
    return TRUE;
}

/* A form with a title only; way "save" takes it, "dispatch" refuses it. */
static void submit(Box *box, const char *way, const char *title)
{
    g_autoptr(GHashTable) form = g_hash_table_new(g_str_hash, g_str_equal);
    Sent *sent = g_new(Sent, 1);

    *sent = (Sent){box, g_strdup(title)};
    g_hash_table_insert(form, (gpointer) "title", (gpointer)title);
    ticket_submit(box->outbox, NULL, way, 0, 0, form, on_answer, sent, sent_free);
}

static char *value(const char *sql)
{
    return sql_value(superuser, sql);
}

static void perform(const char *sql)
{
    g_free(value(sql));
}

/* The tickets whose title begins so, in the order in which they were made. */
static void expect_tickets(const char *prefix, const char *titles)
{
    g_autofree char *sql = g_strdup_printf(
        "select coalesce(string_agg(title || ' ', '' order by id), '') from hotline.ticket where title like '%s%%'", prefix);
    g_autofree char *got = value(sql);

    g_assert_cmpstr(got, ==, titles);
}

/* --- another program of the same person --- */

/* The child: keeps a call for each title and then waits to be killed. */
static int keep(int argc, char **argv)
{
    Box *box = box_new(argv[2]);

    for (int i = 3; i < argc; i++)
        submit(box, "save", argv[i]);
    if (write(STDOUT_FILENO, "k", 1) == 1)
        pause();
    return 1;
}

/* titles: separated by spaces. It has kept them when this returns. */
static GSubprocess *child_with(const char *scope, const char *titles)
{
    g_autofree char *words = g_strdup_printf("/proc/self/exe keep %s %s", scope, titles);
    g_auto(GStrv) argv = g_strsplit(words, " ", -1);
    g_autoptr(GError) error = NULL;
    GSubprocess *child = g_subprocess_newv((const char *const *)argv, G_SUBPROCESS_FLAGS_STDOUT_PIPE, &error);
    char kept = '\0';

    g_assert_no_error(error);
    g_assert_cmpint(g_input_stream_read(g_subprocess_get_stdout_pipe(child), &kept, 1, NULL, NULL), ==, 1);
    g_assert_cmpint(kept, ==, 'k');
    return child;
}

static void kill_child(GSubprocess *child)
{
    g_subprocess_send_signal(child, SIGKILL);
    g_subprocess_wait(child, NULL, NULL);
    g_object_unref(child);
}

/* --- once --- */

/* The database has done it, and its answer is never read: the next outbox sends it again. */
static void test_answer_lost(void)
{
    Box *box = box_online("lost");
    g_autoptr(GPtrArray) files = NULL;
    g_autofree char *requests = NULL;
    gint64 until = g_get_monotonic_time() + WAIT_MS * 1000;
    gboolean done = FALSE;
    struct stat info = {0};

    submit(box, "save", "lost-1");
    files = kept_files("lost", ".call");
    g_assert_cmpuint(files->len, ==, 1);
    g_assert_cmpint(g_stat(g_ptr_array_index(files, 0), &info), ==, 0);
    g_assert_cmpint(info.st_mode & 0777, ==, 0600);
    while (!done && g_get_monotonic_time() < until) {
        g_autofree char *count = value("select count(*) from hotline.ticket where title = 'lost-1'");
        done = strcmp(count, "1") == 0;
    }
    g_assert_true(done);
    g_assert_cmpstr(box->heard->str, ==, "");
    box_free(box);
    g_assert_cmpuint(kept_count("lost", ".call"), ==, 1);

    box = box_online("lost");
    g_assert_true(wait_until(is_sent, box, WAIT_MS));
    g_assert_cmpstr(box->late->str, ==, "lost-1 ");
    expect_tickets("lost", "lost-1 ");
    requests = value("select count(*) from hotline.request where answer ->> 'ticket' = "
                     "(select id::text from hotline.ticket where title = 'lost-1')");
    g_assert_cmpstr(requests, ==, "1");
    g_assert_cmpuint(kept_count("lost", ".call"), ==, 0);
    box_free(box);
    g_assert_cmpuint(kept_count("lost", ""), ==, 0);
}

static gboolean is_blocked(gpointer unused)
{
    g_autofree char *count
        = value("select count(*) from pg_stat_activity where usename = '" LOGIN "' and wait_event_type = 'Lock'");

    (void)unused;
    return strcmp(count, "1") == 0;
}

static gboolean is_not_blocked(gpointer unused)
{
    return !is_blocked(unused);
}

/* The backend is killed with the statement in it, then the statement is cancelled (the server's
 * trouble, not the call's): it is sent again each time, and its sender hears once. */
static void test_backend_killed(void)
{
    Box *box = box_online("killed");
    PGconn *holder = PQconnectdb(superuser);

    PQclear(PQexec(holder, "begin; lock table hotline.ticket in share mode"));
    submit(box, "save", "killed-1");
    submit(box, "save", "killed-2");
    g_assert_true(wait_until(is_blocked, NULL, WAIT_MS));
    perform("select pg_terminate_backend(pid) from pg_stat_activity where usename = '" LOGIN "'");
    g_assert_true(wait_until(is_offline, box, WAIT_MS));
    g_assert_true(wait_until(is_blocked, NULL, WAIT_MS));
    perform("select pg_cancel_backend(pid) from pg_stat_activity where usename = '" LOGIN "'");
    g_assert_true(wait_until(is_not_blocked, NULL, WAIT_MS));
    g_assert_cmpuint(outbox_pending(box->outbox), ==, 2);
    g_assert_cmpstr(box->heard->str, ==, "");
    PQclear(PQexec(holder, "commit"));
    PQfinish(holder);
    g_assert_true(wait_until(is_sent, box, WAIT_MS));
    g_assert_cmpstr(box->heard->str, ==, "killed-1 killed-2 ");
    g_assert_cmpstr(box->late->str, ==, "");
    expect_tickets("killed", "killed-1 killed-2 ");
    box_free(box);
}

static void test_order(void)
{
    Box *box = box_new("order");
    g_autoptr(GString) titles = g_string_new(NULL);

    for (guint i = 0; i < MANY; i++) {
        g_autofree char *title = g_strdup_printf("order-%u", i);
        submit(box, "save", title);
        g_string_append_printf(titles, "%s ", title);
    }
    g_assert_cmpuint(kept_count("order", ".call"), ==, MANY);
    db_start(box->db);
    g_assert_true(wait_until(is_sent, box, WAIT_MS));
    g_assert_cmpstr(box->heard->str, ==, titles->str);
    expect_tickets("order", titles->str);
    box_free(box);
}

/* --- what others left --- */

static void test_adopted(void)
{
    GSubprocess *first = child_with("left", "left-1 left-2 left-3");
    GSubprocess *second = child_with("left", "left-4");
    Box *box;

    /* both live until here: the second has not taken over what the first had */
    kill_child(first);
    kill_child(second);
    kill_child(child_with("elsewhere", "left-elsewhere"));
    box = box_new("left");
    g_assert_cmpuint(outbox_pending(box->outbox), ==, 4);
    submit(box, "save", "left-5");
    db_start(box->db);
    g_assert_true(wait_until(is_sent, box, WAIT_MS));
    g_assert_cmpstr(box->late->str, ==, "left-1 left-2 left-3 left-4 ");
    g_assert_cmpstr(box->heard->str, ==, "left-5 ");
    expect_tickets("left", "left-1 left-2 left-3 left-4 left-5 ");
    g_assert_cmpuint(kept_count("left", ".call"), ==, 0);
    g_assert_cmpuint(kept_count("elsewhere", ".call"), ==, 1);
    box_free(box);
    g_assert_cmpuint(kept_count("left", ""), ==, 0);
}

/* Two at once: what a living program has kept is its own. */
static void test_not_taken(void)
{
    GSubprocess *child = child_with("both", "both-child");
    Box *box = box_online("both");

    g_assert_cmpuint(outbox_pending(box->outbox), ==, 0);
    submit(box, "save", "both-own");
    g_assert_true(wait_until(is_sent, box, WAIT_MS));
    expect_tickets("both", "both-own ");
    g_assert_cmpuint(kept_count("both", ".call"), ==, 1);
    kill_child(child);
    box_free(box);
    box = box_online("both");
    g_assert_true(wait_until(is_sent, box, WAIT_MS));
    expect_tickets("both", "both-own both-child ");
    box_free(box);
}

/* --- refused --- */

static void test_refused(void)
{
    Box *box = box_online("refused");

    submit(box, "dispatch", "refused-1");
    submit(box, "save", "refused-2");
    g_assert_true(wait_until(is_sent, box, WAIT_MS));
    g_assert_cmpstr(box->heard->str, ==, "refused-1! refused-2 ");
    expect_tickets("refused", "refused-2 ");
    g_assert_cmpuint(kept_count("refused", ".refused"), ==, 1);
    box_free(box);
    /* kept aside, but not tried for ever */
    box = box_new("refused");
    g_assert_cmpuint(outbox_pending(box->outbox), ==, 0);
    g_assert_cmpuint(kept_count("refused", ".refused"), ==, 1);
    box_free(box);
}

/* Replaces a text in a kept file. */
static void spoil(const char *path, const char *what, const char *by)
{
    g_autofree char *text = NULL;
    g_autoptr(GString) spoilt = NULL;

    g_assert_true(g_file_get_contents(path, &text, NULL, NULL));
    spoilt = g_string_new(text);
    g_assert_cmpuint(g_string_replace(spoilt, what, by, 1), ==, 1);
    g_assert_true(g_file_set_contents(path, spoilt->str, (gssize)spoilt->len, NULL));
}

/* Damaged files are kept aside; none is sent as something else, none stops the others. */
static void test_garbled(void)
{
    static const char zeros[64];
    g_autoptr(GPtrArray) files = NULL;
    Box *box;

    kill_child(child_with("garbled", "garbled-1 garbled-2 garbled-3 garbled-4 garbled-5 garbled-6"));
    files = kept_files("garbled", ".call");
    g_assert_cmpuint(files->len, ==, 6);
    g_assert_true(g_file_set_contents(g_ptr_array_index(files, 0), zeros, sizeof zeros, NULL));
    spoil(g_ptr_array_index(files, 1), "uuid=", "uuid=x");
    spoil(g_ptr_array_index(files, 2), "=ticket_submit", "=ticket_submit(); drop");
    spoil(g_ptr_array_index(files, 3), "p3=", "p3=\xff");
    spoil(g_ptr_array_index(files, 4), "[call]", "[call");
    box = box_online("garbled");
    g_assert_cmpuint(outbox_pending(box->outbox), <=, 1);
    g_assert_true(wait_until(is_sent, box, WAIT_MS));
    g_assert_cmpstr(box->late->str, ==, "garbled-6 ");
    expect_tickets("garbled", "garbled-6 ");
    g_assert_cmpuint(kept_count("garbled", ".refused"), ==, 5);
    box_free(box);
}

/* --- of use only now --- */

typedef struct {
    guint calls;
    gboolean good;
    DbErrorKind kind;
} Now;

static gboolean on_now(const char *answer, const DbError *error, gpointer data)
{
    Now *now = data;

    now->calls++;
    now->good = answer != NULL;
    now->kind = error != NULL ? error->kind : DB_ERROR_CANCELLED;
    return TRUE;
}

static gboolean is_told(gpointer now)
{
    return ((Now *)now)->calls > 0;
}

static void test_now(void)
{
    static const char *const params[] = {"ready", NULL};
    Box *box = box_new("now");
    Now without = {0};
    Now with = {0};

    outbox_send(box->outbox, "agent_set", params, 2, OUTBOX_NOW, on_now, &without, NULL);
    g_assert_cmpuint(without.calls, ==, 0);
    g_assert_cmpuint(kept_count("now", ".call"), ==, 0);
    g_assert_true(wait_until(is_told, &without, 1000));
    g_assert_false(without.good);
    g_assert_cmpint(without.kind, ==, DB_ERROR_LINK);
    db_start(box->db);
    g_assert_true(wait_until(is_online, box, WAIT_MS));
    outbox_send(box->outbox, "agent_set", params, 2, OUTBOX_NOW, on_now, &with, NULL);
    g_assert_true(wait_until(is_told, &with, WAIT_MS));
    g_assert_true(with.good);
    g_assert_cmpuint(without.calls + with.calls, ==, 2);
    box_free(box);
}

int main(int argc, char **argv)
{
    const char *remove[] = {"rm", "-rf", NULL, NULL};
    int status;

    server_become_keeper(argc, argv);
    setlocale(LC_ALL, "C.UTF-8");
    if (argc > 3 && strcmp(argv[1], "keep") == 0)
        return keep(argc, argv);
    g_test_init(&argc, &argv, NULL);
    g_test_set_nonfatal_assertions();
    state_home = g_dir_make_tmp("hotline-outbox-XXXXXX", NULL);
    g_assert_nonnull(state_home);
    g_setenv("XDG_STATE_HOME", state_home, TRUE);
    server = server_start();
    superuser = server_conninfo(server, "postgres");
    g_test_add_func("/outbox/answer-lost", test_answer_lost);
    g_test_add_func("/outbox/backend-killed", test_backend_killed);
    g_test_add_func("/outbox/order", test_order);
    g_test_add_func("/outbox/adopted", test_adopted);
    g_test_add_func("/outbox/not-taken", test_not_taken);
    g_test_add_func("/outbox/refused", test_refused);
    g_test_add_func("/outbox/garbled", test_garbled);
    g_test_add_func("/outbox/now", test_now);
    status = g_test_run();
    server_stop(server);
    remove[2] = state_home;
    g_spawn_sync(NULL, (char **)remove, NULL, G_SPAWN_SEARCH_PATH, NULL, NULL, NULL, NULL, NULL, NULL);
    g_free(state_home);
    g_free(superuser);
    return status;
}
