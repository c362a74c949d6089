/* Noting what a link tells and how queries are answered. */
#include "tests/support/link.h"

#include "tests/support/server.h"

enum { WAIT_MS = 20000 };

static void on_link(DbLink state, gpointer data)
{
    ((Link *)data)->seen[state]++;
}

static void on_notified(const char *payload, gpointer data)
{
    Link *link = data;

    if (payload == NULL)
        link->renewed++;
    else
        g_ptr_array_add(link->payloads, g_strdup(payload));
}

Link *link_new(const char *conninfo)
{
    Link *link = g_new0(Link, 1);

    link->db = db_new(conninfo);
    link->payloads = g_ptr_array_new_with_free_func(g_free);
    db_on_link(link->db, on_link, link);
    db_listen(link->db, "link_test", on_notified, link);
    db_start(link->db);
    return link;
}

void link_free(Link *link)
{
    db_free(link->db);
    g_ptr_array_unref(link->payloads);
    g_free(link);
}

gboolean is_online(gpointer link)
{
    return db_link(((Link *)link)->db) == DB_ONLINE;
}

gboolean is_not_online(gpointer link)
{
    return !is_online(link);
}

/* --- a query and its answer --- */

static void on_answer(const DbRows *rows, const DbError *error, gpointer data)
{
    Answer *answer = data;

    answer->calls++;
    answer->good = rows != NULL;
    g_assert_true((rows == NULL) == (error != NULL));
    if (error != NULL) {
        answer->kind = error->kind;
        answer->maybe_done = error->maybe_done;
        g_strlcpy(answer->sqlstate, error->sqlstate != NULL ? error->sqlstate : "", sizeof answer->sqlstate);
    } else if (db_rows_count(rows) > 0) {
        g_strlcpy(answer->value, db_rows_text(rows, 0, "v"), sizeof answer->value);
    }
}

static void on_freed(gpointer data)
{
    ((Answer *)data)->freed++;
}

void ask(Link *link, Answer *answer, const char *sql, guint deadline_ms)
{
    answer->id = db_query(link->db, sql, NULL, 0, deadline_ms, on_answer, answer, on_freed);
    g_assert_cmpuint(answer->calls, ==, 0);
}

gboolean is_answered(gpointer answer)
{
    return ((Answer *)answer)->calls > 0;
}

void expect_value(const Answer *answer, const char *value)
{
    g_assert_cmpuint(answer->calls, ==, 1);
    g_assert_cmpuint(answer->freed, ==, 1);
    g_assert_cmpstr(answer->sqlstate, ==, "");
    g_assert_true(answer->good);
    g_assert_cmpstr(answer->value, ==, value);
}

void expect_error(const Answer *answer, DbErrorKind kind, gboolean maybe_done)
{
    g_assert_cmpuint(answer->calls, ==, 1);
    g_assert_cmpuint(answer->freed, ==, 1);
    g_assert_false(answer->good);
    g_assert_cmpint(answer->kind, ==, kind);
    g_assert_cmpint(answer->maybe_done, ==, maybe_done);
}

void expect_working(Link *link)
{
    Answer answer = {0};

    ask(link, &answer, "select 6 * 7 as v", 0);
    g_assert_true(wait_until(is_answered, &answer, WAIT_MS));
    expect_value(&answer, "42");
    g_assert_cmpuint(db_outstanding(link->db), ==, 0);
}
