/* Many at once: what one may have, exactly one gets, and the others are told. */
#include <libpq-fe.h>
#include <locale.h>
#include <stdlib.h>
#include <string.h>

#include "tests/support/server.h"

enum { RIVALS = 4, ROUNDS = 25 };

typedef struct {
    char *conninfo;
    char *sql;
    char *code; /* "ok", or the refusal's */
} Rival;

/* All begin when all are connected, and leave when all are done. */
static struct {
    GMutex lock;
    GCond all_here;
    guint here;
} line;

static void wait_for_all(guint steps)
{
    g_mutex_lock(&line.lock);
    line.here++;
    g_cond_broadcast(&line.all_here);
    while (line.here < steps * RIVALS)
        g_cond_wait(&line.all_here, &line.lock);
    g_mutex_unlock(&line.lock);
}

static gpointer run_rival(gpointer data)
{
    Rival *rival = data;
    PGconn *conn = PQconnectdb(rival->conninfo);
    PGresult *result;
    const char *code;

    PQclear(PQexec(conn, "select api.session_begin()"));
    wait_for_all(1);
    result = PQexec(conn, rival->sql);
    /* nobody leaves before all have tried: what is held by who is there stays held */
    wait_for_all(2);
    code = PQresultErrorField(result, PG_DIAG_CONSTRAINT_NAME);
    rival->code = g_strdup(PQresultStatus(result) == PGRES_TUPLES_OK ? "ok" : code != NULL ? code : PQerrorMessage(conn));
    PQclear(result);
    PQfinish(conn);
    return NULL;
}

/* Runs the query as RIVALS logins at once. Returns how many were done; *refused: what the others
 * were told, when it was the same for all of them. */
static guint race(const char *database, const char *const *logins, const char *sql, char **refused)
{
    Rival rivals[RIVALS];
    GThread *threads[RIVALS];
    guint done = 0;

    line.here = 0;
    for (guint i = 0; i < RIVALS; i++) {
        rivals[i] = (Rival){g_strdup_printf("%s user=%s", database, logins[i]), g_strdup(sql), NULL};
        threads[i] = g_thread_new("rival", run_rival, &rivals[i]);
    }
    *refused = NULL;
    for (guint i = 0; i < RIVALS; i++) {
        g_thread_join(threads[i]);
        if (strcmp(rivals[i].code, "ok") == 0)
            done++;
        else if (*refused == NULL)
            *refused = g_strdup(rivals[i].code);
        else
            g_assert_cmpstr(rivals[i].code, ==, *refused);
        g_free(rivals[i].conninfo);
        g_free(rivals[i].sql);
        g_free(rivals[i].code);
    }
    return done;
}

static char *ask(const char *database, const char *login, const char *sql)
{
    g_autofree char *conninfo = g_strdup_printf("%s user=%s", database, login);

    return sql_value(conninfo, sql);
}

static void test_one_call(void)
{
    static const char *const agents[RIVALS] = {"demo_agent", "demo_agent2", "demo_agent3", "demo_agent4"};
    g_autofree char *database = shared_database();

    for (int round = 0; round < ROUNDS; round++) {
        g_autofree char *reset = ask(database, "postgres",
                                     "insert into hotline.agent_state (person_id, state) select id, 'ready' from hotline.person "
                                     "where role = 'agent' on conflict (person_id) do update set state = 'ready', call_id = null");
        g_autofree char *call = ask(database, "demo_switch",
                                    "select api.call_arrive(gen_random_uuid(), '13800000000') ->> 'call'");
        g_autofree char *sql = g_strdup_printf("select api.call_take(gen_random_uuid(), %s)", call);
        g_autofree char *refused = NULL;
        g_autofree char *talking = NULL;

        g_assert_cmpuint(race(database, agents, sql, &refused), ==, 1);
        g_assert_cmpstr(refused, ==, "call_taken");
        talking = ask(database, "postgres", "select count(*) from hotline.agent_state where state = 'talking'");
        g_assert_cmpstr(talking, ==, "1");
    }
}

/* The unit's people, and one person in four windows, accept a ticket at once. */
static void test_one_step(void)
{
    static const char *const handlers[RIVALS] = {"demo_unit", "demo_unit", "demo_unit", "demo_unit"};
    g_autofree char *database = shared_database();

    for (int round = 0; round < ROUNDS; round++) {
        g_autofree char *ticket = ask(database, "demo_agent",
            "select api.ticket_submit(gen_random_uuid(), 'dispatch', null, null, jsonb_build_object('phone', '13800000000', "
            "'area_id', (select id::text from api.areas() where code = 'QL0101'), 'kind', 'demand', 'title', '抢', 'body', '抢', "
            "'category_id', (select id::text from api.categories() where name = '噪音污染' and leaf limit 1), "
            "'unit_id', (select id::text from api.units() where code = 'CG'))) ->> 'ticket'");
        g_autofree char *sql = g_strdup_printf("select api.ticket_step(gen_random_uuid(), %s, 'receive', '')", ticket);
        g_autofree char *refused = NULL;

        g_assert_cmpuint(race(database, handlers, sql, &refused), ==, 1);
        g_assert_cmpstr(refused, ==, "not_in_state");
    }
}

/* One request that arrives four times at once, as after a lost link: done once, answered four times. */
static void test_one_request(void)
{
    static const char *const agents[RIVALS] = {"demo_agent", "demo_agent", "demo_agent", "demo_agent"};
    g_autofree char *database = shared_database();
    g_autofree char *tickets = NULL;

    for (int round = 0; round < ROUNDS; round++) {
        g_autofree char *uuid = g_uuid_string_random();
        g_autofree char *sql = g_strdup_printf("select api.ticket_submit('%s', 'save', null, null, '{\"title\": \"once\"}')", uuid);
        g_autofree char *refused = NULL;

        g_assert_cmpuint(race(database, agents, sql, &refused), ==, RIVALS);
    }
    tickets = ask(database, "postgres", "select count(*) from hotline.ticket where title = 'once'");
    g_assert_cmpint(atoi(tickets), ==, ROUNDS);
}

/* Two never ring the same citizen; when the one who does is gone, another can. */
static void test_one_callback(void)
{
    static const char *const agents[RIVALS] = {"demo_agent", "demo_agent2", "demo_agent3", "demo_agent4"};
    g_autofree char *database = shared_database();

    for (int round = 0; round < ROUNDS; round++) {
        g_autofree char *callback = ask(database, "postgres",
            "insert into hotline.callback (kind, person_id, phone, phone_masked, due_at) "
            "select 'promised', id, '13800000000', '', now() from hotline.person where login = 'demo_agent' returning id");
        g_autofree char *sql = g_strdup_printf("select api.callback_claim(gen_random_uuid(), %s)", callback);
        g_autofree char *holds = g_strdup_printf("select hotline.claim_holds(c) from hotline.callback c where id = %s", callback);
        g_autofree char *refused = NULL;
        g_autofree char *after = NULL;

        g_assert_cmpuint(race(database, agents, sql, &refused), ==, 1);
        g_assert_cmpstr(refused, ==, "callback_claimed");
        /* the server ends a session a moment after its client has closed it */
        do {
            g_free(after);
            after = ask(database, "postgres", holds);
        } while (strcmp(after, "t") == 0);
    }
}

/* A hundred tickets of one agent, and the call that gives them all to two others. */
static char *hundred(const char *database)
{
    g_autofree char *made = ask(database, "postgres",
        "insert into hotline.ticket (number, state, accepted_by, unit_id, area_id, dispatched_at, due_at, working_days, title) "
        "select 'H' || nextval(pg_get_serial_sequence('hotline.ticket', 'id')), 'dispatched', p.id, u.id, a.id, now(), now() + interval '5 days', 5, '百' "
        "from hotline.person p, hotline.unit u, hotline.area a, generate_series(1, 100) "
        "where p.login = 'demo_agent' and u.code = 'CG' and a.code = 'QL0101'");

    return ask(database, "postgres",
        "select format('select api.reassign(gen_random_uuid(), %L, %L, ''agents'', %L, ''病假'')', array_agg(t.id), array_agg(t.version), "
        "array(select id from hotline.person where login in ('demo_agent2', 'demo_agent3'))) "
        "from hotline.ticket t join hotline.person p on p.id = t.owner_id where p.login = 'demo_agent' and t.title = '百'");
}

/* How many of the hundred each has: "demo_agent2 50, demo_agent3 50". */
static char *owners(const char *database)
{
    return ask(database, "postgres", "select string_agg(login || ' ' || n, ', ' order by login) from (select p.login, count(*) as n from hotline.ticket t "
                                     "join hotline.person p on p.id = t.owner_id where t.title = '百' group by p.login) x");
}

/* Two leads, and each in two windows, give the same hundred away: once, and the others hear why not. */
static void test_one_reassignment(void)
{
    static const char *const leads[RIVALS] = {"demo_lead", "demo_lead2", "demo_lead", "demo_lead2"};
    g_autofree char *database = shared_database();
    g_autofree char *sql = hundred(database);
    g_autofree char *refused = NULL;
    g_autofree char *after = NULL;
    g_autofree char *events = NULL;

    g_assert_cmpuint(race(database, leads, sql, &refused), ==, 1);
    g_assert_cmpstr(refused, ==, "tickets_changed");
    after = owners(database);
    g_assert_cmpstr(after, ==, "demo_agent2 50, demo_agent3 50");
    events = ask(database, "postgres", "select count(*) || ' ' || count(distinct ticket_id) from hotline.event where action = 'reassign'");
    g_assert_cmpstr(events, ==, "100 100");
}

static gboolean lead_waits(gpointer database)
{
    g_autofree char *waiting = ask(database, "postgres", "select count(*) from pg_stat_activity where usename = 'demo_lead' and wait_event_type = 'Lock'");

    return strcmp(waiting, "1") == 0;
}

static gboolean lead_is_gone(gpointer database)
{
    g_autofree char *there = ask(database, "postgres", "select count(*) from pg_stat_activity where usename = 'demo_lead'");

    return strcmp(there, "0") == 0;
}

/* Begins to give the hundred away, and stops half-way: the last of them is held by another session. */
static PGconn *stop_half_way(const char *database, const char *sql, PGconn **holder)
{
    g_autofree char *lead = g_strdup_printf("%s user=demo_lead", database);
    g_autofree char *other = g_strdup_printf("%s user=postgres", database);
    PGconn *conn = PQconnectdb(lead);

    *holder = PQconnectdb(other);
    PQclear(PQexec(*holder, "begin; select from hotline.ticket where id = (select max(id) from hotline.ticket where title = '百') for update"));
    g_assert_true(PQsendQuery(conn, sql));
    g_assert_true(wait_until(lead_waits, (gpointer)database, 5000));
    return conn;
}

/* The lead's session is killed half-way: nothing has happened. The lead's machine goes half-way: all or nothing. */
static void test_lead_dies(void)
{
    g_autofree char *database = shared_database();
    g_autofree char *sql = hundred(database);
    g_autofree char *killed = NULL;
    g_autofree char *after_kill = NULL;
    g_autofree char *left_behind = NULL;
    g_autofree char *after_loss = NULL;
    PGconn *holder;
    PGconn *lead = stop_half_way(database, sql, &holder);

    killed = ask(database, "postgres", "select pg_terminate_backend(pid) from pg_stat_activity where usename = 'demo_lead'");
    PQfinish(lead);
    PQfinish(holder);
    g_assert_true(wait_until(lead_is_gone, database, 5000));
    after_kill = owners(database);
    g_assert_cmpstr(after_kill, ==, "demo_agent 100");
    left_behind = ask(database, "postgres", "select (select count(*) from hotline.reassignment) + (select count(*) from hotline.event where action = 'reassign') "
                                            "+ (select count(*) from hotline.message)");
    g_assert_cmpstr(left_behind, ==, "0");

    lead = stop_half_way(database, sql, &holder);
    PQfinish(lead);
    PQfinish(holder);
    g_assert_true(wait_until(lead_is_gone, database, 5000));
    after_loss = owners(database);
    g_assert_true(strcmp(after_loss, "demo_agent 100") == 0 || strcmp(after_loss, "demo_agent2 50, demo_agent3 50") == 0);
}

/* Who cannot do what the caller needs does not get the call, however many try; of those who can, one does. */
static void test_one_skill(void)
{
    static const char *const agents[RIVALS] = {"demo_agent", "demo_agent2", "demo_agent4", "demo_agent6"};
    g_autofree char *database = shared_database();

    for (int round = 0; round < ROUNDS; round++) {
        g_autofree char *reset = ask(database, "postgres",
                                     "insert into hotline.agent_state (person_id, state) select id, 'ready' from hotline.person "
                                     "where role = 'agent' on conflict (person_id) do update set state = 'ready', call_id = null");
        g_autofree char *call = ask(database, "demo_switch",
                                    "select api.call_arrive(gen_random_uuid(), '13800000000', p_skill => 'dialect') ->> 'call'");
        g_autofree char *who = g_strdup_printf("select 'dialect' = any (p.skills) from hotline.call c join hotline.person p on p.id = c.agent_id where c.id = %s", call);
        g_autofree char *refused = NULL;
        g_autofree char *able = NULL;

        g_assert_cmpuint(race(database, agents, "select api.call_take(gen_random_uuid())", &refused), ==, 1);
        g_assert_cmpstr(refused, ==, "no_call_waiting");
        able = ask(database, "postgres", who);
        g_assert_cmpstr(able, ==, "t");
    }
}

/* Who takes a call does not wait until another's taking is on disk, though both count in the same quarter-hour. */
static void test_two_calls(void)
{
    g_autofree char *database = shared_database();
    g_autofree char *first = g_strdup_printf("%s user=demo_agent", database);
    g_autofree char *answered = NULL;
    PGconn *slow = PQconnectdb(first);

    g_free(ask(database, "postgres", "insert into hotline.agent_state (person_id, state) select id, 'ready' from hotline.person where role = 'agent'"));
    for (int call = 0; call < 20; call++)
        g_free(ask(database, "demo_switch", "select api.call_arrive(gen_random_uuid(), '13800000000')"));
    g_free(ask(database, "demo_agent2", "select api.call_take(gen_random_uuid())"));
    PQclear(PQexec(slow, "begin; select api.call_take(gen_random_uuid())"));
    g_assert_cmpint(PQtransactionStatus(slow), ==, PQTRANS_INTRANS);
    for (int agent = 3; agent <= 12; agent++) {
        g_autofree char *login = g_strdup_printf("demo_agent%d", agent);
        g_autofree char *call = ask(database, login, "set lock_timeout = '5s'; select api.call_take(gen_random_uuid()) ->> 'call'");
        g_assert_cmpstr(call, !=, "");
    }
    PQclear(PQexec(slow, "commit"));
    PQfinish(slow);
    answered = ask(database, "postgres", "select sum(answered) from hotline.call_quarter");
    g_assert_cmpstr(answered, ==, "12");
}

/* The same demand is handed in by two gateways at once, each in two windows: it is taken once, and all are answered. */
static void test_one_demand(void)
{
    static const char *const gateways[RIVALS] = {"demo_web", "demo_wechat", "demo_web", "demo_wechat"};
    g_autofree char *database = shared_database();
    g_autofree char *moved = ask(database, "demo_admin",
        "select api.admin_import(gen_random_uuid(), 'people', '[{\"login\": \"demo_wechat\", \"channel\": \"web\"}]') #>> '{0,outcome}'");
    g_autofree char *taken = NULL;

    g_assert_cmpstr(moved, ==, "changed");
    for (int round = 0; round < ROUNDS; round++) {
        g_autofree char *sql = g_strdup_printf("select api.demand_hand_in('%d', '{\"text\": \"很吵\"}')", round);
        g_autofree char *refused = NULL;

        g_assert_cmpuint(race(database, gateways, sql, &refused), ==, RIVALS);
    }
    taken = ask(database, "postgres", "select count(*) || ' ' || (select count(*) from hotline.intake) from hotline.call");
    g_assert_cmpstr(taken, ==, "25 25");
}

static void run_sql(PGconn *conn, const char *sql)
{
    PGresult *result = PQexec(conn, sql);

    g_assert_cmpint(PQresultStatus(result), ==, PGRES_COMMAND_OK);
    PQclear(result);
}

/* What was written first but is committed last is read last, and never jumped over. */
static void test_news_in_order(void)
{
    g_autofree char *database = shared_database();
    g_autofree char *conninfo = g_strdup_printf("%s user=postgres", database);
    g_autofree char *first = ask(database, "demo_web", "select api.demand_hand_in('first', '{\"text\": \"一\"}')");
    g_autofree char *second = ask(database, "demo_web", "select api.demand_hand_in('second', '{\"text\": \"二\"}')");
    g_autofree char *before = NULL;
    g_autofree char *after = NULL;
    PGconn *slow = PQconnectdb(conninfo);
    PGconn *fast = PQconnectdb(conninfo);

    run_sql(slow, "begin; insert into hotline.channel_news (channel, call_id, what) select channel, call_id, 'closed' from hotline.intake where ref = 'first'");
    run_sql(fast, "insert into hotline.channel_news (channel, call_id, what) select channel, call_id, 'closed' from hotline.intake where ref = 'second'");
    before = ask(database, "demo_web", "select string_agg(n || ref, ' ' order by n) from api.channel_news(0)");
    g_assert_cmpstr(before, ==, "1second");
    run_sql(slow, "commit");
    after = ask(database, "demo_web", "select string_agg(n || ref, ' ' order by n) from api.channel_news(1)");
    g_assert_cmpstr(after, ==, "2first");
    PQfinish(slow);
    PQfinish(fast);
}

int main(int argc, char **argv)
{
    setlocale(LC_ALL, "C.UTF-8");
    g_test_init(&argc, &argv, NULL);
    g_test_set_nonfatal_assertions();
    g_test_add_func("/race/one-call", test_one_call);
    g_test_add_func("/race/two-calls", test_two_calls);
    g_test_add_func("/race/one-skill", test_one_skill);
    g_test_add_func("/race/one-step", test_one_step);
    g_test_add_func("/race/one-request", test_one_request);
    g_test_add_func("/race/one-callback", test_one_callback);
    g_test_add_func("/race/one-reassignment", test_one_reassignment);
    g_test_add_func("/race/one-demand", test_one_demand);
    g_test_add_func("/race/news-in-order", test_news_in_order);
    g_test_add_func("/race/lead-dies", test_lead_dies);
    return g_test_run();
}
