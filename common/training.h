/* Training: scenarios, the drill under way, what it was worth, what comes next. */
#ifndef COMMON_TRAINING_H
#define COMMON_TRAINING_H

#include "common/outbox.h"
#include "common/record.h"

typedef struct {
    Record record;
    char *code;
    char *title;
    char *flow;
    gint64 level;   /* 1 … 3 */
    char *category; /* of first level; "" for none */
    gint64 played;
    double best;    /* points; 0 when never played */
    double last;
    gint64 box;     /* 0: never played, 1 … 5: known the better */
    gint64 due_at;  /* when it is to be played again; 0: never played */
} TrainingScenario;

/* The drill under way, or a shift in which nobody calls just now (then drill is ""). */
typedef struct {
    Record record;
    char *drill;
    char *scenario;
    char *title;
    char *flow;
    char *state;       /* staged, waiting, talking, closing */
    gint64 call_id;    /* 0: none (yet) */
    gint64 ticket;     /* the first of those that were set out; 0: none */
    gint64 hints;      /* given */
    gint64 hints_there;
    char *task;        /* what one is told to do; "" where the caller tells */
    gboolean in_shift;
    gint64 shift_ends_at;
    gint64 waiting;    /* callers that wait */
} TrainingDrill;

/* in training_results: those below item are not filled. */
typedef struct {
    Record record;
    char *id;
    char *title;
    char *who;       /* training_result only */
    char *flow;      /* training_results only */
    char *category;  /* training_results only */
    char *state;     /* done, missed, dropped */
    double points;   /* of 100 */
    gint64 hints;
    double hint_cost;
    gint64 seconds;
    gint64 ended_at;
    char *items;     /* JSON: [{"item", "points", "out_of", "got", "expected", "parts": [{"what", "got"}]}] */
    char *typing;    /* JSON: [{"field", "seconds", "typing": seconds of them while characters came, "keys"}] */
    char *why;
    char *source;
    gint64 article_id; /* 0: none */
    char *article;
    gint64 call_id;  /* 0: none */
    char *scenario;  /* "": not of one's own */
} TrainingResult;

typedef struct {
    Record record;
    gint64 n;
    char *speaker;    /* citizen, agent */
    gint64 at;
    char *text;
    char *understood; /* as what the trainee's line was understood, in words */
} TrainingLine;

typedef struct {
    Record record;
    char *name;
    char *text;
    char *search; /* further words to find it by */
} TrainingPhrase;

typedef struct {
    Record record;
    char *category;
    gint64 played;
    double mean;
    double last;
    char *lost;  /* the items that cost most, codes with blanks between */
} TrainingWeak;

/* An agent's training as a lead sees it. */
typedef struct {
    Record record;
    gint64 person_id;
    char *number;
    char *name;
    gint64 played;
    gint64 scenarios;
    gint64 mastered;
    double mean;
    double recent;   /* of the last 14 days; 0: none */
    char *weakest;   /* a category of first level */
    gint64 last_at;
} TrainingAgent;

/* Rows: TrainingScenario of one's role, the recommended one first. */
void training_scenarios(Db *db, RecordDone done, gpointer data, GDestroyNotify free_data);
/* Rows: one TrainingDrill, or none. */
void training_now(Db *db, RecordDone done, gpointer data, GDestroyNotify free_data);
/* Rows: TrainingResult of one's own, the newest first. */
void training_results(Db *db, RecordDone done, gpointer data, GDestroyNotify free_data);
/* The same of a person; 0 for oneself. */
void training_results_of(Db *db, gint64 person, RecordDone done, gpointer data, GDestroyNotify free_data);
/* Rows: one TrainingResult; none when it is not one's to see. */
void training_result(Db *db, const char *id, RecordDone done, gpointer data, GDestroyNotify free_data);
/* Rows: TrainingLine of the talk under way, or the last one. */
void training_lines(Db *db, RecordDone done, gpointer data, GDestroyNotify free_data);
/* Rows: TrainingPhrase, in the order of a call. */
void training_phrases(Db *db, RecordDone done, gpointer data, GDestroyNotify free_data);
/* Rows: TrainingWeak, the weakest first. person: 0 for oneself. */
void training_weak(Db *db, gint64 person, RecordDone done, gpointer data, GDestroyNotify free_data);
/* Rows: TrainingAgent, for leads. */
void training_agents(Db *db, RecordDone done, gpointer data, GDestroyNotify free_data);

/* Begins a scenario. speed: times life. Answer: {"drill", "tickets"}. */
void training_begin(Outbox *outbox, const char *scenario, const char *speed, OutboxDone done, gpointer data, GDestroyNotify free_data);
/* state: done, or dropped. Answer: {"drill", "state"}. */
void training_finish(Outbox *outbox, const char *drill, const char *state, OutboxDone done, gpointer data, GDestroyNotify free_data);
/* Answer: {"hint", "cost", "left"}. */
void training_hint(Outbox *outbox, OutboxDone done, gpointer data, GDestroyNotify free_data);
/* Answer: {"n", "utterances"}. */
void training_say(Outbox *outbox, const char *text, OutboxDone done, gpointer data, GDestroyNotify free_data);
/* fields: JSON as of TrainingResult's typing. */
void training_typed(Outbox *outbox, gint64 call, const char *fields, OutboxDone done, gpointer data, GDestroyNotify free_data);
/* minutes, speed, seed ("" for any) and level as typed. Answer: {"shift", "seed"}. */
void training_shift_begin(Outbox *outbox, const char *minutes, const char *speed, const char *seed, const char *level,
                          OutboxDone done, gpointer data, GDestroyNotify free_data);
void training_shift_end(Outbox *outbox, OutboxDone done, gpointer data, GDestroyNotify free_data);

/* A text of an answer's object, or ""; owned by the caller. */
char *training_answer_text(const char *answer, const char *member);

#endif
