/* The callers of a training live beside the trainees: whoever holds what, nobody waits for the other for ever. */
#include <libpq-fe.h>
#include <locale.h>

#include "tests/support/server.h"

enum { TRAINEES = 2, ROUNDS = 100, TRIES = 200 };

static int running; /* trainees that are not through; atomic */

typedef struct {
    char *conninfo;
    guint id;
    guint done;    /* drills that came to a record */
    char *trouble; /* the first error that is no rule's refusal; NULL: none */
} Trainee;

static const char *const scenarios =
    "select hotline.scenarios_take(jsonb_agg(jsonb_build_object('code', 's' || i, 'title', 'x', 'flow', 'urge', 'level', 1, 'role', 'agent', "
    "'caller', '{\"phone\": \"13900002222\", \"opening\": [\"a\", \"b\"], \"answers\": [{\"to\": \"place\", \"says\": [\"c\", \"d\"]}]}'::jsonb, "
    "'given', '[{\"title\": \"x\", \"body\": \"y\", \"category\": \"噪音污染\", \"unit\": \"CG\", \"phone\": \"13900002222\"}]'::jsonb, "
    "'expect', '{\"way\": \"dispatch\"}'::jsonb, 'rubric', '{\"way\": 100}'::jsonb, 'explain', '{}'::jsonb, "
    "'hints', '[{\"text\": \"h\", \"cost\": 1}]'::jsonb))) from generate_series(1, 4) i";

/* Returns whether it was done. A refusal by a rule is an answer: somebody was faster. */
static gboolean try_sql(PGconn *conn, const char *sql, char **trouble)
{
    PGresult *result = PQexec(conn, sql);
    gboolean good = PQresultStatus(result) == PGRES_TUPLES_OK;
    const char *state = PQresultErrorField(result, PG_DIAG_SQLSTATE);

    if (!good && g_strcmp0(state, "HL001") != 0 && *trouble == NULL)
        *trouble = g_strdup_printf("%s: %s", sql, PQerrorMessage(conn));
    PQclear(result);
    return good;
}

#define FORM \
    "jsonb_build_object('phone', '13900002222', 'area_id', (select id::text from api.areas() where code = 'QL0101'), 'kind', 'demand', " \
    "'title', 't', 'body', 'b', 'category_id', (select id::text from api.categories() where name = '噪音污染' and leaf limit 1), " \
    "'unit_id', (select id::text from api.units() where code = 'CG'))"

/* Answers, says, records, hangs up, in an order that changes from round to round; some are given up in between. */
static void play_round(Trainee *trainee, PGconn *conn, guint round)
{
    static const char *const acts[] = {
        "select api.drill_say(gen_random_uuid(), '在哪?')",
        "select api.ticket_submit(gen_random_uuid(), 'dispatch', null, d.call_id, " FORM ") from api.drill_now() d",
        "select api.drill_hint(gen_random_uuid())",
        "select api.ticket_step(gen_random_uuid(), d.tickets[1], 'urge', '急') from api.drill_now() d",
        "select api.drill_typed(gen_random_uuid(), d.call_id, '[]') from api.drill_now() d",
        "select api.call_end(gen_random_uuid(), d.call_id) from api.drill_now() d",
        "select api.drill_say(gen_random_uuid(), '再见')",
        "select api.drill_finish(gen_random_uuid(), d.drill, 'done') from api.drill_now() d",
    };
    g_autofree char *begin = g_strdup_printf("select api.drill_begin(gen_random_uuid(), 's%u', 1000)", 1 + round % 4);
    gboolean taken = FALSE;

    try_sql(conn, begin, &trainee->trouble);
    try_sql(conn, "select api.agent_set(gen_random_uuid(), 'ready')", &trainee->trouble);
    for (guint i = 0; !taken && i < TRIES && trainee->trouble == NULL; i++)
        taken = try_sql(conn, "select api.call_take(gen_random_uuid())", &trainee->trouble);
    for (guint i = 0; i < G_N_ELEMENTS(acts); i++)
        if (try_sql(conn, acts[(i * 3 + round * trainee->id) % G_N_ELEMENTS(acts)], &trainee->trouble) && i == 0)
            trainee->done++;
    if (round % 5 == 0)
        try_sql(conn, "select api.drill_finish(gen_random_uuid(), d.drill, 'dropped') from api.drill_now() d", &trainee->trouble);
}

static gpointer run_trainee(gpointer data)
{
    Trainee *trainee = data;
    PGconn *conn = PQconnectdb(trainee->conninfo);

    for (guint round = 0; round < ROUNDS && trainee->trouble == NULL; round++)
        play_round(trainee, conn, round);
    if (trainee->trouble == NULL) {
        /* and a shift: arrivals, and the end of it while they come */
        for (guint i = 0; i < ROUNDS / 10; i++) {
            try_sql(conn, "select api.shift_begin(gen_random_uuid(), 480, 1000, 1, 3)", &trainee->trouble);
            for (guint j = 0; j < 10; j++)
                try_sql(conn, "select api.call_take(gen_random_uuid())", &trainee->trouble);
            try_sql(conn, "select api.shift_end(gen_random_uuid())", &trainee->trouble);
            try_sql(conn, "select api.drill_finish(gen_random_uuid(), d.drill, 'dropped') from api.drill_now() d", &trainee->trouble);
        }
    }
    PQfinish(conn);
    g_atomic_int_add(&running, -1);
    return NULL;
}

static void test_beside_each_other(void)
{
    g_autofree char *database = shared_database();
    g_autofree char *owner = g_strconcat(database, " user=postgres", NULL);
    g_autofree char *callers_login = g_strconcat(database, " user=demo_switch", NULL);
    g_autofree char *set = sql_value(owner, "insert into hotline.setting (key, value, meaning) values ('training', 'yes', '-') returning key");
    g_autofree char *taken = sql_value(owner, scenarios);
    g_autofree char *ends = NULL;
    g_autofree char *twice = NULL;
    g_autofree char *trouble = NULL;
    Trainee trainees[TRAINEES];
    GThread *threads[TRAINEES];
    PGconn *callers = PQconnectdb(callers_login);
    guint beats = 0;

    g_atomic_int_set(&running, TRAINEES);
    for (guint i = 0; i < TRAINEES; i++) {
        trainees[i] = (Trainee){g_strdup_printf("%s user=demo_agent%s", database, i == 0 ? "" : "2"), i + 1, 0, NULL};
        threads[i] = g_thread_new("trainee", run_trainee, &trainees[i]);
    }
    while (g_atomic_int_get(&running) > 0) {
        g_assert_true(try_sql(callers, "select api.training_play()", &trouble) || trouble != NULL);
        beats++;
    }
    PQfinish(callers);
    for (guint i = 0; i < TRAINEES; i++) {
        g_thread_join(threads[i]);
        g_assert_cmpstr(trainees[i].trouble, ==, NULL);
        g_assert_cmpuint(trainees[i].done, >, 0);
        g_free(trainees[i].conninfo);
    }
    g_assert_cmpstr(trouble, ==, NULL);
    ends = sql_value(owner, "select string_agg(state || ' ' || n, ', ' order by state) from (select state, count(*) as n from hotline.drill group by state) x");
    g_test_message("%u beats, drills: %s", beats, ends);
    twice = sql_value(owner, "select count(*) from hotline.drill d left join hotline.training_result r on r.id = d.id "
                             "where (d.ended_at is null) = (r.id is not null)");
    g_assert_cmpstr(twice, ==, "0");
}

int main(int argc, char **argv)
{
    setlocale(LC_ALL, "C.UTF-8");
    g_test_init(&argc, &argv, NULL);
    g_test_add_func("/training-race/beside-each-other", test_beside_each_other);
    return g_test_run();
}
