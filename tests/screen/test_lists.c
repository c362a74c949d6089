/* Lists stay calm: no row moves under the cursor, an error ends the reading, Enter means the row. */
#include <locale.h>
#include <stdlib.h>

#include "tests/support/screen.h"

/* Tickets of the lead, due one after the other. */
static void add_tickets(const char *database, int from, int to)
{
    g_autofree char *sql = g_strdup_printf(
        "insert into hotline.ticket (number, state, accepted_by, unit_id, due_at, working_days, dispatched_at, title, body, area_id) "
        "select '2026' || lpad(i::text, 10, '0'), 'dispatched', p.id, u.id, now() + i * interval '1 minute' + interval '2 days', 5, "
        "now(), '工单' || i, '内容', a.id from generate_series(%d, %d) i, hotline.person p, hotline.unit u, hotline.area a "
        "where p.login = 'demo_lead' and u.code = 'CG' and a.code = 'QL0101'", from, to);
    g_autofree char *done = sql_as(database, "postgres", sql);
    g_autofree char *told = sql_as(database, "postgres", "select pg_notify('hotline_ticket', '1')");
}

static Terminal *list_of(const char *database)
{
    Terminal *agent = workstation(24, 80, "xterm-256color", database, "demo_agent");

    terminal_expect(agent, "新手三键");
    terminal_send(agent, "2");
    return agent;
}

/* An event far above the cursor of a long list: the cursor stays on its ticket. */
static void test_cursor_stays(void)
{
    g_autofree char *database = shared_database();
    g_autoptr(Terminal) agent = NULL;
    g_autofree char *closed = NULL;

    add_tickets(database, 1, 120);
    agent = list_of(database);
    terminal_expect(agent, "全部未结: 50\\+");
    terminal_send(agent, "G");
    terminal_expect(agent, "全部未结: 100\\+");
    terminal_send(agent, "G");
    terminal_expect(agent, "全部未结: 120 ");
    terminal_expect(agent, "> 20260000000100");
    add_tickets(database, -5, -5);
    terminal_expect(agent, "全部未结: 121 ");
    terminal_expect(agent, "> 20260000000100");
    /* the ticket under the cursor leaves the list: no other one comes under the cursor */
    closed = sql_as(database, "postgres", "update hotline.ticket set state = 'closed', closed_at = now(), "
                                          "closing = 'answered' where number = '20260000000100'");
    add_tickets(database, -6, -6);
    terminal_expect(agent, "全部未结: 121 ");
    terminal_expect(agent, "> 20260000000100");
    terminal_send(agent, "j");
    add_tickets(database, -7, -7);
    terminal_expect(agent, "全部未结: 122 ");
    terminal_expect_gone(agent, "20260000000100");
    terminal_expect(agent, "> 20260000000101");
}

/* A list of many pages is not read again at every event: that there is news is said. */
static void test_deep(void)
{
    g_autofree char *database = shared_database();
    g_autoptr(Terminal) agent = NULL;

    add_tickets(database, 1, 320);
    agent = list_of(database);
    for (int rows = 50; rows <= 250; rows += 50) {
        g_autofree char *count = g_strdup_printf("全部未结: %d\\+", rows);
        terminal_expect(agent, count);
        terminal_send(agent, "G");
    }
    terminal_expect(agent, "全部未结: 300\\+");
    terminal_expect(agent, "> 20260000000250");
    add_tickets(database, -5, -5);
    terminal_expect(agent, "有更新: \\^L 重读");
    terminal_expect(agent, "> 20260000000250");
    terminal_key(agent, "C-l");
    terminal_expect_gone(agent, "有更新");
    terminal_expect(agent, "> 20260000000250");
    terminal_send(agent, "g");
    /* first in the list, whether it was read before the cursor went up or after */
    terminal_expect(agent, "\n[> ] 202600000000-5 ");
}

/* Puts a function before the list that counts the screen's readings (the status line asks for 200 rows). */
static void wrap_list(const char *database, const char *body)
{
    g_autofree char *sql = g_strdup_printf(
        "alter function api.ticket_list rename to ticket_list_real; create sequence api.reads; "
        "grant usage on sequence api.reads to public; "
        "do $do$ begin execute format('create function api.ticket_list(%%s) returns %%s language plpgsql as $$ begin "
        "perform nextval(''api.reads'') where p_limit < 200; %s end $$', "
        "(select pg_get_function_arguments(p.oid) from pg_proc p where proname = 'ticket_list_real'), "
        "(select pg_get_function_result(p.oid) from pg_proc p where proname = 'ticket_list_real')); end $do$; "
        "grant execute on all functions in schema api to public", body);
    g_autofree char *done = sql_as(database, "postgres", sql);
}

static int reads(const char *database)
{
    g_autofree char *count = sql_as(database, "postgres", "select case when is_called then last_value else 0 end from api.reads");

    return atoi(count);
}

static void test_error_stops(void)
{
    g_autofree char *database = shared_database();
    g_autoptr(Terminal) agent = workstation(24, 80, "xterm-256color", database, "demo_agent");
    g_autofree char *back = NULL;
    g_autofree char *cut = NULL;
    int before;

    add_tickets(database, 1, 3);
    terminal_expect(agent, "新手三键");
    wrap_list(database, "raise exception ''broken'';");
    terminal_send(agent, "2");
    terminal_expect(agent, "broken");
    before = reads(database);
    for (int i = 0; i < 10; i++) {
        terminal_send(agent, "?");
        terminal_expect(agent, "F2, C-x t|F2, \\^X t");
        terminal_key(agent, "C-g");
        terminal_expect(agent, "全部未结: 0");
    }
    /* one for each time that the list was seen again */
    g_assert_cmpint(reads(database) - before, <=, 10);
    back = sql_as(database, "postgres", "drop function api.ticket_list; alter function api.ticket_list_real rename to ticket_list");
    cut = sql_as(database, "postgres", "select pg_terminate_backend(pid) from pg_stat_activity "
                                       "where usename = 'demo_agent' and datname = current_database()");
    terminal_expect(agent, "全部未结: 3 ");
}

/* The rows of the filter before never stand under the name of the new one. */
static void test_filter_while_reading(void)
{
    g_autofree char *database = shared_database();
    g_autoptr(Terminal) agent = workstation(24, 80, "xterm-256color", database, "demo_agent");
    g_autofree char *text = NULL;

    add_tickets(database, 1, 3);
    terminal_expect(agent, "新手三键");
    wrap_list(database, "perform pg_sleep(case p_limit when 200 then 0 else 1.5 end); "
                        "return query select * from api.ticket_list_real(p_filter, p_after_due, p_after_id, p_limit);");
    terminal_send(agent, "2\t");
    terminal_expect(agent, "我跟进的: 0");
    /* the second reading begins when the answer to the first has come */
    while (reads(database) < 2 && !g_test_failed())
        terminal_expect(agent, "我跟进的");
    terminal_key(agent, "F4");
    terminal_expect(agent, "没有通话可挂断");
    text = terminal_text(agent);
    g_assert_null(strstr(text, "20260000000001"));
}

/* Enter takes the call of the row, F2 the one that rings. */
static void test_enter_takes_row(void)
{
    g_autofree char *database = shared_database();
    g_autoptr(Terminal) agent = workstation(24, 80, "xterm-256color", database, "demo_agent");

    terminal_expect(agent, "新手三键");
    terminal_key(agent, "F3");
    terminal_expect(agent, "已示闲");
    ring_in(database, "13700000001");
    terminal_expect(agent, "> .*137\\*\\*\\*\\*0001");
    ring_in(database, "13700000002");
    terminal_expect(agent, "137\\*\\*\\*\\*0002");
    terminal_send(agent, "j");
    terminal_expect(agent, "> .*137\\*\\*\\*\\*0002");
    terminal_key(agent, "Enter");
    terminal_expect(agent, "来电 137\\*\\*\\*\\*0002  通话");
}

int main(int argc, char **argv)
{
    setlocale(LC_ALL, "C.UTF-8");
    g_test_init(&argc, &argv, NULL);
    g_test_set_nonfatal_assertions();
    g_test_add_func("/lists/cursor-stays", test_cursor_stays);
    g_test_add_func("/lists/deep", test_deep);
    g_test_add_func("/lists/error-stops", test_error_stops);
    g_test_add_func("/lists/filter-while-reading", test_filter_while_reading);
    g_test_add_func("/lists/enter-takes-row", test_enter_takes_row);
    return g_test_run();
}
