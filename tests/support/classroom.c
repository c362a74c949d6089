/* Databases in which one trains: made once, copied for each test. */
#include "tests/support/classroom.h"

#include <signal.h>
#include <string.h>
#include <sys/wait.h>

#include "common/city.h"
#include "common/knowledge_import.h"
#include "common/schema.h"
#include "common/training_home.h"
#include "tests/support/screen.h"

struct Classroom {
    char *database;
    GPid callers;
};

/* The city's knowledge and the scenarios, none of the city's year but that there was one: rare words are rare. */
static void furnish(const char *database)
{
    g_autofree char *superuser = g_strdup_printf("%s user=postgres", database);
    g_autofree char *training = sql_value(superuser, "insert into hotline.setting (key, value, meaning) values ('training', 'loaded', '')");
    g_autofree char *year = sql_value(superuser, "insert into hotline.pair_count (pair, tickets) values ('', 20000)");
    const char *articles = schema_resource("demo/articles.csv");
    KnowledgeCount count = {0};
    g_autoptr(GError) error = NULL;

    if (!city_load_file(superuser, "synonyms", "demo/synonyms.csv", &error)
        || !knowledge_import(superuser, articles, strlen(articles), TRUE, NULL, NULL, &count, &error)
        || !training_load(superuser, NULL, &error))
        g_error("%s", error->message);
}

static char *copy(void)
{
    static char *first;
    g_autofree char *create = NULL;
    g_autofree char *done = NULL;
    char *name;

    if (first == NULL) {
        first = shared_database();
        furnish(first);
    }
    name = g_strdup_printf("%s_%d", first, g_random_int_range(0, 1000000));
    create = g_strdup_printf("create database %s template %s", strchr(name, '=') + 1, strchr(first, '=') + 1);
    done = sql_value("user=postgres dbname=postgres", create);
    return name;
}

static GPid start_callers(const char *database)
{
    g_autofree char *program = workstation_program();
    g_autoptr(GError) error = NULL;
    char *argv[] = {program, (char *)"training-callers", (char *)"training-classroom", (char *)database, NULL};
    GPid callers;

    if (!g_spawn_async(NULL, argv, NULL, G_SPAWN_DO_NOT_REAP_CHILD, NULL, NULL, &callers, &error))
        g_error("%s", error->message);
    return callers;
}

Classroom *classroom_new(const char *offered)
{
    Classroom *room = g_new0(Classroom, 1);
    g_autofree char *sql = g_strdup_printf("update hotline.scenario set enabled = code = any (string_to_array('%s', ' '))", offered);
    g_autofree char *done = NULL;

    room->database = copy();
    done = classroom_value(room, sql);
    room->callers = start_callers(room->database);
    return room;
}

void classroom_free(Classroom *room)
{
    if (room == NULL)
        return;
    kill(room->callers, SIGKILL);
    waitpid(room->callers, NULL, 0);
    g_free(room->database);
    g_free(room);
}

const char *classroom_database(const Classroom *room)
{
    return room->database;
}

char *classroom_value(const Classroom *room, const char *sql)
{
    return sql_as(room->database, "postgres", sql);
}

void classroom_hold(const Classroom *room, gboolean hold)
{
    kill(room->callers, hold ? SIGSTOP : SIGCONT);
}

Terminal *classroom_enter(const Classroom *room, const char *login)
{
    return workstation(24, 80, "xterm-256color", classroom_database(room), login);
}

void classroom_begin(Terminal *terminal, const char *title, int times)
{
    g_autofree char *row = g_strdup_printf("> %s", title);
    g_autofree char *speed = g_strdup_printf("倍速 %d ---", times);

    terminal_expect(terminal, row);
    for (int i = 1; i < times; i++)
        terminal_send(terminal, "t");
    terminal_expect(terminal, speed);
    terminal_key(terminal, "Enter");
}

void classroom_take_call(Terminal *agent, const char *title, int times)
{
    g_autofree char *line = g_strdup_printf("训练:%s  F3示闲,即来电", title);
    g_autofree char *talking = g_strdup_printf("训练:%s  \\^X ,说话  \\^X \\.对话  \\^X /提示 0/\\d", title);

    classroom_begin(agent, title, times);
    terminal_expect(agent, line);
    terminal_key(agent, "F3");
    terminal_expect(agent, "F2 接听.*来电 ");
    terminal_key(agent, "F2");
    terminal_expect(agent, "\\[工单登记\\]");
    terminal_expect(agent, talking);
}

void classroom_say(Terminal *agent, const char *typed, const char *shown, const char *understood)
{
    prefix(agent, ",");
    terminal_expect(agent, "对诉求人说");
    terminal_send(agent, typed);
    terminal_expect(agent, shown);
    terminal_key(agent, "Enter");
    terminal_expect_gone(agent, "对诉求人说");
    terminal_expect(agent, understood);
}
