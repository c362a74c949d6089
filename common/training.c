/* Queries and writes about training. */
#include "common/training.h"

#include <json-glib/json-glib.h>

#define SCENARIO(member, kind) RECORD_FIELD(TrainingScenario, member, kind)
static const RecordField scenario_fields[] = {
    SCENARIO(code, RECORD_TEXT), SCENARIO(title, RECORD_TEXT), SCENARIO(flow, RECORD_TEXT), SCENARIO(level, RECORD_INT),
    SCENARIO(category, RECORD_TEXT), SCENARIO(played, RECORD_INT), SCENARIO(best, RECORD_REAL), SCENARIO(last, RECORD_REAL),
    SCENARIO(box, RECORD_INT), SCENARIO(due_at, RECORD_TIME), RECORD_END};
static const RecordType scenario_type = {sizeof(TrainingScenario), scenario_fields};

#define DRILL(member, kind) RECORD_FIELD(TrainingDrill, member, kind)
static const RecordField drill_fields[] = {
    DRILL(drill, RECORD_TEXT), DRILL(scenario, RECORD_TEXT), DRILL(title, RECORD_TEXT), DRILL(flow, RECORD_TEXT),
    DRILL(state, RECORD_TEXT), DRILL(call_id, RECORD_INT), DRILL(ticket, RECORD_INT), DRILL(hints, RECORD_INT),
    DRILL(hints_there, RECORD_INT), DRILL(task, RECORD_TEXT), DRILL(in_shift, RECORD_BOOL), DRILL(shift_ends_at, RECORD_TIME), DRILL(waiting, RECORD_INT),
    RECORD_END};
static const RecordType drill_type = {sizeof(TrainingDrill), drill_fields};

#define RESULT(member, kind) RECORD_FIELD(TrainingResult, member, kind)
static const RecordField results_fields[] = {
    RESULT(id, RECORD_TEXT), RESULT(title, RECORD_TEXT), RESULT(flow, RECORD_TEXT), RESULT(category, RECORD_TEXT),
    RESULT(state, RECORD_TEXT), RESULT(points, RECORD_REAL), RESULT(hints, RECORD_INT), RESULT(seconds, RECORD_INT),
    RESULT(ended_at, RECORD_TIME), RECORD_END};
static const RecordType results_type = {sizeof(TrainingResult), results_fields};
static const RecordField result_fields[] = {
    RESULT(id, RECORD_TEXT), RESULT(title, RECORD_TEXT), RESULT(who, RECORD_TEXT), RESULT(state, RECORD_TEXT),
    RESULT(points, RECORD_REAL), RESULT(hints, RECORD_INT), RESULT(hint_cost, RECORD_REAL), RESULT(seconds, RECORD_INT),
    RESULT(items, RECORD_TEXT), RESULT(typing, RECORD_TEXT), RESULT(why, RECORD_TEXT), RESULT(source, RECORD_TEXT),
    RESULT(article_id, RECORD_INT), RESULT(article, RECORD_TEXT), RESULT(ended_at, RECORD_TIME), RESULT(call_id, RECORD_INT),
    RESULT(scenario, RECORD_TEXT), RECORD_END};
static const RecordType result_type = {sizeof(TrainingResult), result_fields};

static const RecordField line_fields[] = {
    RECORD_FIELD(TrainingLine, n, RECORD_INT), RECORD_FIELD(TrainingLine, speaker, RECORD_TEXT),
    RECORD_FIELD(TrainingLine, at, RECORD_TIME), RECORD_FIELD(TrainingLine, text, RECORD_TEXT),
    RECORD_FIELD(TrainingLine, understood, RECORD_TEXT), RECORD_END};
static const RecordType line_type = {sizeof(TrainingLine), line_fields};

static const RecordField phrase_fields[] = {
    RECORD_FIELD(TrainingPhrase, name, RECORD_TEXT), RECORD_FIELD(TrainingPhrase, text, RECORD_TEXT),
    RECORD_FIELD(TrainingPhrase, search, RECORD_TEXT), RECORD_END};
static const RecordType phrase_type = {sizeof(TrainingPhrase), phrase_fields};

#define WEAK(member, kind) RECORD_FIELD(TrainingWeak, member, kind)
static const RecordField weak_fields[] = {
    WEAK(category, RECORD_TEXT), WEAK(played, RECORD_INT), WEAK(mean, RECORD_REAL), WEAK(last, RECORD_REAL),
    WEAK(lost, RECORD_TEXT), RECORD_END};
static const RecordType weak_type = {sizeof(TrainingWeak), weak_fields};

#define AGENT(member, kind) RECORD_FIELD(TrainingAgent, member, kind)
static const RecordField agent_fields[] = {
    AGENT(person_id, RECORD_INT), AGENT(number, RECORD_TEXT), AGENT(name, RECORD_TEXT), AGENT(played, RECORD_INT),
    AGENT(scenarios, RECORD_INT), AGENT(mastered, RECORD_INT), AGENT(mean, RECORD_REAL), AGENT(recent, RECORD_REAL),
    AGENT(weakest, RECORD_TEXT), AGENT(last_at, RECORD_TIME), RECORD_END};
static const RecordType agent_type = {sizeof(TrainingAgent), agent_fields};

void training_scenarios(Db *db, RecordDone done, gpointer data, GDestroyNotify free_data)
{
    record_fetch(db, &scenario_type, "select * from api.scenarios()", NULL, 0, done, data, free_data);
}

void training_now(Db *db, RecordDone done, gpointer data, GDestroyNotify free_data)
{
    record_fetch(db, &drill_type, "select *, tickets[1] as ticket from api.drill_now()", NULL, 0, done, data, free_data);
}

void training_results(Db *db, RecordDone done, gpointer data, GDestroyNotify free_data)
{
    training_results_of(db, 0, done, data, free_data);
}

void training_results_of(Db *db, gint64 person, RecordDone done, gpointer data, GDestroyNotify free_data)
{
    const char *params[] = {person != 0 ? record_id(person) : NULL};

    record_fetch(db, &results_type, "select * from api.training_results($1)", params, 1, done, data, free_data);
}

void training_result(Db *db, const char *id, RecordDone done, gpointer data, GDestroyNotify free_data)
{
    record_fetch(db, &result_type, "select r.*, (select o.scenario from api.training_results() o where o.id = r.id) as scenario "
                                    "from api.training_result($1) r where r.id is not null", &id, 1, done, data, free_data);
}

void training_lines(Db *db, RecordDone done, gpointer data, GDestroyNotify free_data)
{
    record_fetch(db, &line_type, "select * from api.drill_lines()", NULL, 0, done, data, free_data);
}

void training_phrases(Db *db, RecordDone done, gpointer data, GDestroyNotify free_data)
{
    record_fetch(db, &phrase_type, "select * from api.phrases()", NULL, 0, done, data, free_data);
}

void training_weak(Db *db, gint64 person, RecordDone done, gpointer data, GDestroyNotify free_data)
{
    const char *params[] = {person != 0 ? record_id(person) : NULL};

    record_fetch(db, &weak_type, "select * from api.training_weak($1)", params, 1, done, data, free_data);
}

void training_agents(Db *db, RecordDone done, gpointer data, GDestroyNotify free_data)
{
    record_fetch(db, &agent_type, "select * from api.training_of_agents()", NULL, 0, done, data, free_data);
}

void training_begin(Outbox *outbox, const char *scenario, const char *speed, OutboxDone done, gpointer data, GDestroyNotify free_data)
{
    const char *params[] = {scenario, speed};

    outbox_send(outbox, "drill_begin", params, 2, OUTBOX_NOW, done, data, free_data);
}

void training_finish(Outbox *outbox, const char *drill, const char *state, OutboxDone done, gpointer data, GDestroyNotify free_data)
{
    const char *params[] = {drill, state};

    outbox_send(outbox, "drill_finish", params, 2, OUTBOX_NOW, done, data, free_data);
}

void training_hint(Outbox *outbox, OutboxDone done, gpointer data, GDestroyNotify free_data)
{
    outbox_send(outbox, "drill_hint", NULL, 0, OUTBOX_NOW, done, data, free_data);
}

void training_say(Outbox *outbox, const char *text, OutboxDone done, gpointer data, GDestroyNotify free_data)
{
    outbox_send(outbox, "drill_say", &text, 1, OUTBOX_NOW, done, data, free_data);
}

void training_typed(Outbox *outbox, gint64 call, const char *fields, OutboxDone done, gpointer data, GDestroyNotify free_data)
{
    const char *params[] = {record_id(call), fields};

    outbox_send(outbox, "drill_typed", params, 2, OUTBOX_KEEP, done, data, free_data);
}

void training_shift_begin(Outbox *outbox, const char *minutes, const char *speed, const char *seed, const char *level,
                          OutboxDone done, gpointer data, GDestroyNotify free_data)
{
    const char *params[] = {minutes, speed, *seed != '\0' ? seed : NULL, level};

    outbox_send(outbox, "shift_begin", params, 4, OUTBOX_NOW, done, data, free_data);
}

void training_shift_end(Outbox *outbox, OutboxDone done, gpointer data, GDestroyNotify free_data)
{
    outbox_send(outbox, "shift_end", NULL, 0, OUTBOX_NOW, done, data, free_data);
}

char *training_answer_text(const char *answer, const char *member)
{
    g_autoptr(JsonNode) node = json_from_string(answer, NULL);
    JsonObject *object = node != NULL && JSON_NODE_HOLDS_OBJECT(node) ? json_node_get_object(node) : NULL;
    JsonNode *value = object != NULL ? json_object_get_member(object, member) : NULL;

    if (value == NULL || !JSON_NODE_HOLDS_VALUE(value))
        return g_strdup("");
    return json_node_get_value_type(value) == G_TYPE_STRING ? g_strdup(json_node_get_string(value)) : json_to_string(value, FALSE);
}
