/* Reminders on a real desktop: each reaches the person once, says nothing that is not for everybody's eyes, leads
 * to what it is about, and goes when that is done. */
#include <locale.h>
#include <signal.h>
#include <stdlib.h>

#include "tests/support/desktop.h"
#include "tests/support/screen.h"

enum { WAIT_MS = 15000, STORM_MS = 4000 };

static Desktop *desktop;

static char *number_of(const char *database, const char *first_or_last)
{
    g_autofree char *sql = g_strdup_printf("select %s(number) from hotline.ticket where title like '%%噪音%%'", first_or_last);

    return sql_as(database, "postgres", sql);
}

static guint times_notified(void)
{
    g_autofree char *heard = desktop_heard(desktop);
    g_auto(GStrv) parts = g_strsplit(heard, "notify ", -1);

    return g_strv_length(parts) - (*parts != NULL ? 1 : 0);
}

/* Waits until so many were asked for in all, while the terminal goes on. */
static gboolean expect_again(Terminal *terminal, guint times)
{
    g_autofree char *pattern = g_strdup_printf("(?s)^(.*?notify ){%u}", times);

    return desktop_expect(desktop, terminal, pattern);
}

static Terminal *unit_of(const char *database)
{
    Terminal *unit = workstation(24, 80, "xterm-256color", database, "demo_unit");

    terminal_expect(unit, "已连接");
    terminal_expect(unit, "待办理");
    return unit;
}

static void receive(const char *database, const char *number)
{
    g_autofree char *sql = g_strdup_printf("select api.ticket_step(gen_random_uuid(), (select id from api.ticket where number = '%s'), 'receive', '')", number);
    g_autofree char *done = sql_as(database, "demo_unit", sql);
}

static void desktop_begin(void)
{
    desktop = desktop_start();
    desktop_start_service(desktop);
    workstation_bus(desktop_bus(desktop));
}

static void desktop_over(void)
{
    desktop_stop(desktop);
    workstation_bus("");
}

/* It arrives, with nothing private in it; its action opens the ticket over what is on the screen. */
static void test_arrives_and_opens(void)
{
    g_autofree char *database = shared_database();
    g_autofree char *number = NULL;
    g_autofree char *wanted = NULL;
    g_autofree char *heard = NULL;
    g_autoptr(Terminal) unit = NULL;
    static const char *const secrets[] = {"王", "1390000", "139****", "夜间", "噪音", "丽景", "<b>", "&amp"};

    desktop_begin();
    unit = unit_of(database);
    g_assert_cmpuint(times_notified(), ==, 0);
    dispatch(database, "CG", 1);
    number = number_of(database, "min");
    wanted = g_strdup_printf("^notify 0\\|12345热线: 新派工单\\|工单 %s\\|default\\|打开\\|snooze\\|10分钟后再提醒$", number);
    desktop_expect(desktop, unit, wanted);
    desktop_expect_count(desktop, unit, 1);
    terminal_expect(unit, "已连接 .*新派工单 1$");
    heard = desktop_heard(desktop);
    for (guint i = 0; i < G_N_ELEMENTS(secrets); i++)
        g_assert_null(strstr(heard, secrets[i]));
    desktop_act(desktop, "default");
    terminal_expect(unit, number);
    terminal_expect(unit, "诉求人: 王女士");
    desktop_expect_count(desktop, unit, 0);
    /* the status line says so as long as it waits, and the key leads there too */
    terminal_key(unit, "Esc");
    terminal_expect_gone(unit, "诉求人");
    terminal_expect(unit, "新派工单 1$");
    prefix(unit, "v");
    terminal_expect(unit, "诉求人: 王女士");
    terminal_expect(unit, "r签收");
    terminal_send(unit, "r");
    terminal_expect(unit, "办理中");
    terminal_expect_gone(unit, "新派工单");
    g_assert_cmpuint(times_notified(), ==, 1);
    desktop_over();
}

/* Three are one notification; what is done elsewhere is corrected and taken back. */
static void test_replaced_and_closed(void)
{
    g_autofree char *database = shared_database();
    g_autofree char *first = NULL;
    g_autofree char *last = NULL;
    g_autofree char *newest = NULL;
    g_autoptr(Terminal) unit = NULL;

    desktop_begin();
    unit = unit_of(database);
    dispatch(database, "CG", 1);
    desktop_expect(desktop, unit, "^notify 0\\|.*\\|工单 ");
    dispatch(database, "CG", 1);
    desktop_expect(desktop, unit, "^notify [1-9]\\d*\\|12345热线: 新派工单\\|共 2 件");
    desktop_expect_count(desktop, unit, 1);
    first = number_of(database, "min");
    last = number_of(database, "max");
    receive(database, first);
    desktop_expect(desktop, unit, "(?s)共 2 件.*^notify [1-9]\\d*\\|12345热线: 新派工单\\|工单 ");
    desktop_expect_count(desktop, unit, 1);
    receive(database, last);
    desktop_expect(desktop, unit, "^close [1-9]");
    desktop_expect_count(desktop, unit, 0);
    /* what the person has put away does not come back for a mere correction */
    dispatch(database, "CG", 2);
    desktop_expect(desktop, unit, "(?s)close .*共 2 件");
    desktop_expect_count(desktop, unit, 1);
    desktop_put_away(desktop);
    desktop_expect_count(desktop, unit, 0);
    newest = number_of(database, "max");
    receive(database, newest);
    terminal_expect(unit, "新派工单 1$");
    dispatch(database, "CG", 1);
    expect_again(unit, 5);
    desktop_expect_count(desktop, unit, 1);
    g_assert_cmpuint(times_notified(), ==, 5);
    desktop_over();
}

static gboolean is_snoozed(gpointer database)
{
    g_autofree char *put_off = sql_as(database, "postgres", "select count(*) from hotline.reminder where snoozed_until "
                                                            "between now() + interval '9 minutes' and now() + interval '10 minutes'");
    return *put_off == '1';
}

/* Put off from the desktop: it comes again when the time is over, with no news in between. */
static void test_snooze(void)
{
    g_autofree char *database = shared_database();
    g_autofree char *soon = NULL;
    g_autoptr(Terminal) unit = NULL;

    desktop_begin();
    unit = unit_of(database);
    dispatch(database, "CG", 1);
    desktop_expect(desktop, unit, "^notify 0\\|");
    desktop_expect_count(desktop, unit, 1);
    desktop_act(desktop, "snooze");
    g_assert_true(wait_until(is_snoozed, database, WAIT_MS));
    terminal_expect(unit, "10分钟后再提醒");
    desktop_expect_count(desktop, unit, 0);
    soon = sql_as(database, "postgres", "with s as (update hotline.reminder set snoozed_until = clock_timestamp() + interval '1 second' returning 1) "
                                        "select pg_notify('hotline_ticket', '1') from s");
    expect_again(unit, 2);
    desktop_expect_count(desktop, unit, 1);
    desktop_over();
}

static gboolean is_silent(gpointer database)
{
    g_autofree char *bells = sql_as(database, "postgres", "select count(*) from pg_locks l join pg_database d on d.oid = l.database "
                                    "where locktype = 'advisory' and classid = 2 and d.datname = current_database()");
    return *bells == '0';
}

/* The first terminal writes down that it rang a moment after it has. */
static gboolean is_written_down(gpointer database)
{
    g_autofree char *fired = sql_as(database, "postgres", "select count(*) from hotline.reminder");

    return strcmp(fired, "2") == 0;
}

/* One person at two terminals is reminded once; when the terminal that rang is gone, the other rings. */
static void test_two_terminals(void)
{
    g_autofree char *database = shared_database();
    Terminal *first = NULL;
    g_autoptr(Terminal) second = NULL;

    desktop_begin();
    first = unit_of(database);
    second = unit_of(database);
    dispatch(database, "CG", 1);
    terminal_expect(first, "新派工单 1$");
    terminal_expect(second, "新派工单 1$");
    expect_again(first, 1);
    dispatch(database, "CG", 1);
    terminal_expect(first, "新派工单 2$");
    terminal_expect(second, "新派工单 2$");
    expect_again(second, 2);
    g_assert_true(wait_until(is_written_down, database, WAIT_MS));
    desktop_expect_count(desktop, second, 1);
    g_assert_cmpuint(times_notified(), ==, 2);
    kill(terminal_pid(first), SIGKILL);
    terminal_free(first);
    g_assert_true(wait_until(is_silent, database, WAIT_MS));
    dispatch(database, "CG", 1);
    desktop_expect(desktop, second, "共 3 件");
    g_assert_cmpuint(times_notified(), ==, 3);
    desktop_over();
}

/* A client that was down tells what came meanwhile, and the next one does not tell it again. */
static void test_missed(void)
{
    g_autofree char *database = shared_database();
    Terminal *unit = NULL;

    desktop_begin();
    dispatch(database, "CG", 2);
    unit = unit_of(database);
    desktop_expect(desktop, unit, "^notify 0\\|12345热线: 新派工单\\|共 2 件");
    desktop_expect_count(desktop, unit, 1);
    terminal_send(unit, "Q");
    g_assert_cmpint(terminal_wait(unit, WAIT_MS), ==, 0);
    terminal_free(unit);
    /* it took its notification along: nobody would answer its actions */
    desktop_expect_count(desktop, NULL, 0);
    unit = unit_of(database);
    terminal_expect(unit, "新派工单 2$");
    g_assert_cmpuint(times_notified(), ==, 1);
    dispatch(database, "CG", 1);
    desktop_expect(desktop, unit, "共 3 件");
    terminal_free(unit);
    desktop_over();
}

/* On a break nothing disturbs an agent; a due callback waits on the status line and is told when they are ready.
 * A call rings while they are, and no more when it is taken. */
static void test_agent(void)
{
    g_autofree char *database = shared_database();
    g_autoptr(Terminal) agent = NULL;
    g_autofree char *promised = NULL;

    desktop_begin();
    agent = workstation(24, 80, "xterm-256color", database, "demo_agent");
    terminal_expect(agent, "新手三键");
    promised = sql_as(database, "postgres", "with c as (insert into hotline.callback (kind, phone, phone_masked, person_id, due_at) "
                                            "select 'promised', '13812341111', '138****1111', id, clock_timestamp() + interval '1 second' "
                                            "from hotline.person where login = 'demo_agent' returning 1) select pg_notify('hotline_ticket', '1') from c");
    terminal_expect(agent, "到期回拨 1$");
    g_assert_cmpuint(times_notified(), ==, 0);
    g_assert_cmpuint(terminal_effects(agent)->bells, ==, 0);
    terminal_key(agent, "F3");
    desktop_expect(desktop, agent, "^notify 0\\|12345热线: 到期回拨\\|有 1 件等您处理。\\|default");
    desktop_expect_count(desktop, agent, 1);
    desktop_act(desktop, "default");
    terminal_expect(agent, "--约定 ---");
    ring_in(database, "13812341111");
    desktop_expect(desktop, agent, "^notify 0\\|12345热线: 来电等待\\|有 1 件等您处理。\\|default");
    terminal_expect(agent, "F2 接听");
    desktop_expect_count(desktop, agent, 1);
    g_assert_cmpuint(terminal_effects(agent)->bells, ==, 2);
    desktop_act(desktop, "default");
    terminal_expect(agent, "排队 1 人");
    terminal_key(agent, "F2");
    terminal_expect(agent, "工单登记");
    desktop_expect_count(desktop, agent, 0);
    desktop_over();
}

/* Which way, for each kind, is a setting. */
static void test_settings(void)
{
    g_autofree char *database = shared_database();
    Terminal *unit = NULL;

    desktop_begin();
    workstation_settings("[reminders]\nticket_assigned=bell\nterminal=9\n");
    unit = unit_of(database);
    dispatch(database, "CG", 1);
    terminal_expect(unit, "新派工单 1$");
    g_assert_cmpuint(terminal_effects(unit)->bells, ==, 1);
    g_assert_null(strstr(terminal_written(unit), "\033]9;"));
    terminal_free(unit);
    workstation_settings("[reminders]\nticket_assigned=\n");
    unit = unit_of(database);
    dispatch(database, "CG", 1);
    terminal_expect(unit, "新派工单 2$");
    g_assert_cmpuint(terminal_effects(unit)->bells, ==, 0);
    terminal_free(unit);
    g_assert_cmpuint(times_notified(), ==, 0);
    workstation_settings("[reminders]\nticket_assigned=horn\n");
    unit = workstation(24, 80, "xterm-256color", database, "demo_unit");
    terminal_expect(unit, "\\[reminders\\] ticket_assigned");
    g_assert_cmpint(terminal_wait(unit, WAIT_MS), !=, 0);
    terminal_free(unit);
    workstation_settings("");
    desktop_over();
}

/* A storm of news is read a few times only, and its last is not lost. */
static void test_storm(void)
{
    g_autofree char *database = shared_database();
    g_autofree char *counting = sql_as(database, "postgres", "create sequence public.asked; grant usage on sequence public.asked to hotline_owner; "
        "create or replace function hotline.take_bell(p_me hotline.person) returns boolean language sql as $$ select nextval('public.asked') > 0 $$; select 1");
    g_autofree char *asked = NULL;
    g_autofree char *shown = NULL;
    g_autoptr(Terminal) unit = NULL;
    gint64 begun;
    guint tickets = 0;

    unit = unit_of(database);
    for (begun = g_get_monotonic_time(); g_get_monotonic_time() - begun < STORM_MS * 1000; tickets++)
        dispatch(database, "CG", 1);
    g_assert_cmpuint(tickets, >=, 10);
    shown = g_strdup_printf("新派工单 %u$", tickets);
    terminal_expect(unit, shown);
    asked = sql_as(database, "postgres", "select last_value from public.asked");
    g_assert_cmpint(atoi(asked), <=, (int)((g_get_monotonic_time() - begun) / (2 * G_USEC_PER_SEC)) + 3);
}

int main(int argc, char **argv)
{
    setlocale(LC_ALL, "C.UTF-8");
    g_test_init(&argc, &argv, NULL);
    g_test_set_nonfatal_assertions();
    g_test_add_func("/notify/arrives-and-opens", test_arrives_and_opens);
    g_test_add_func("/notify/replaced-and-closed", test_replaced_and_closed);
    g_test_add_func("/notify/snooze", test_snooze);
    g_test_add_func("/notify/two-terminals", test_two_terminals);
    g_test_add_func("/notify/missed", test_missed);
    g_test_add_func("/notify/agent", test_agent);
    g_test_add_func("/notify/settings", test_settings);
    g_test_add_func("/notify/storm", test_storm);
    return g_test_run();
}
