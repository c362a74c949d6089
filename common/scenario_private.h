/* The parts of reading a scenario: YAML into nodes, the grammar as tables, what spans several places. */
#ifndef COMMON_SCENARIO_PRIVATE_H
#define COMMON_SCENARIO_PRIVATE_H

#include "common/scenario.h"

/* ---- scenario_grammar.c */

/* A word in both spellings. A table of them ends in {NULL, NULL}. */
typedef struct {
    const char *english;
    const char *chinese;
} ScenarioWord;

typedef enum {
    SCENARIO_TEXT,   /* one line */
    SCENARIO_LINES,  /* one or more */
    SCENARIO_NUMBER, /* whole, from min to max */
    SCENARIO_YES_NO,
    SCENARIO_CHOICE, /* one of words */
    SCENARIO_MAP     /* of keys */
} ScenarioKind;

/* A key beside it has this value; NULL: is there. */
typedef struct {
    const char *key;
    const char *value;
} ScenarioCase;

/* What may stand for a key. A table of them ends in one without a word. */
typedef struct ScenarioKey ScenarioKey;
struct ScenarioKey {
    ScenarioWord word;
    ScenarioKind kind;
    gboolean list; /* several may be given */
    gboolean required;
    int min;
    int max; /* of a text: characters */
    const ScenarioKey *keys;
    const ScenarioWord *words;
    const char *form;       /* a regular expression for a text, and what to say (msgid) when it is none such */
    const char *form_fault;
    const char *fallback;   /* when left out, as it would be written */
    ScenarioCase only;      /* may be there, and has a fallback, only then */
    ScenarioCase needed[2]; /* required then */
};

extern const ScenarioKey scenario_keys[];

/* ---- scenario_words.c */

/* The key, or the word, of a table in either spelling; NULL when there is none. */
const ScenarioKey *scenario_key(const ScenarioKey *keys, const char *word);
const ScenarioWord *scenario_word(const ScenarioWord *words, const char *word);
/* All keys, or all words, of a table in one spelling. Owned by the caller. */
char *scenario_key_list(const ScenarioKey *keys, gboolean chinese);
char *scenario_word_list(const ScenarioWord *words, gboolean chinese);
/* What was meant by a word that is not in the table: borrowed from it, NULL when nothing is near. */
const char *scenario_nearest_key(const ScenarioKey *keys, const char *word);
const char *scenario_nearest_word(const ScenarioWord *words, const char *word);

/* ---- scenario_yaml.c */

typedef enum {
    NODE_SCALAR,
    NODE_LIST,
    NODE_MAP,
    NODE_BAD /* its fault has been told */
} ScenarioNodeKind;

typedef struct {
    ScenarioNodeKind kind;
    int line;
    char *text;         /* of a scalar */
    GPtrArray *parts;   /* of a list: nodes; of a map: key, value, key, value … */
} ScenarioNode;

/* YAML into nodes. out: whole is FALSE when it was read only up to a fault. NULL when there is nothing. Free with
 * scenario_node_free. */
ScenarioNode *scenario_yaml(const char *text, gsize length, GPtrArray *faults, gboolean *whole);
void scenario_node_free(ScenarioNode *node);
G_DEFINE_AUTOPTR_CLEANUP_FUNC(ScenarioNode, scenario_node_free)

/* Does a line look like a key whose colon is full-width, or has no blank after it? */
gboolean scenario_colon_is_wrong(const char *line);

/* ---- scenario.c */

struct Scenario {
    JsonObject *json;
    GHashTable *lines; /* path → line */
    GPtrArray *faults; /* borrowed */
    gboolean chinese;  /* how the author spells keys: sentences name them so */
    gboolean whole;    /* read to its end */
};

/* A fault at a place. */
void scenario_fault(Scenario *scenario, const char *path, const char *format, ...) G_GNUC_PRINTF(3, 4);
/* Is a place written, be its value good or not? */
gboolean scenario_written(const Scenario *scenario, const char *path);
/* A word as the author spells: borrowed. */
const char *scenario_spelled(const Scenario *scenario, const ScenarioWord *word);

/* ---- scenario_walk.c */

/* Nodes into the JSON of the scenario, its lines noted, along the grammar. */
void scenario_walk(Scenario *scenario, const ScenarioNode *root);

/* ---- scenario_rules.c */

/* What no single key can tell: sums, references inside, what belongs together. name: as scenario_parse. */
void scenario_check_rules(Scenario *scenario, const char *name);

#endif
