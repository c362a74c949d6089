/* Walking a scenario's nodes along the grammar into JSON, noting lines and faults. */
#include <string.h>

#include "common/lang.h"
#include "common/scenario_private.h"
#include "common/text.h"

enum { QUOTE_COLS = 40 };

static const ScenarioWord yes_no[] = {{"yes", "是"}, {"true", "是"}, {"no", "否"}, {"false", "否"}, {NULL, NULL}};

/* What the author wrote, as a sentence may hold it. */
static char *quoted(const char *text)
{
    return text_clip(text, QUOTE_COLS);
}

static char *place_in(const char *path, const char *name)
{
    return *path == '\0' ? g_strdup(name) : g_strconcat(path, ".", name, NULL);
}

static void note_line(Scenario *scenario, const char *path, int line)
{
    g_hash_table_insert(scenario->lines, g_strdup(path), GINT_TO_POINTER(line));
}

/* ---- values of one scalar */

typedef JsonNode *(*ReadScalar)(Scenario *scenario, const ScenarioKey *key, const char *text, const char *path);

static JsonNode *text_node(const char *text)
{
    return json_node_init_string(json_node_alloc(), text);
}

static const char *find_hidden(const char *text)
{
    for (; *text != '\0'; text = g_utf8_next_char(text))
        if (*text != '\n' && text_hidden(g_utf8_get_char(text)))
            return text;
    return NULL;
}

static JsonNode *read_text(Scenario *scenario, const ScenarioKey *key, const char *text, const char *path)
{
    const char *name = scenario_spelled(scenario, &key->word);
    const char *hidden = find_hidden(text);
    glong chars = g_utf8_strlen(text, -1);

    if (hidden != NULL)
        scenario_fault(scenario, path, _("\"%s\" holds an invisible or control character (U+%04X): take it out."), name,
                       g_utf8_get_char(hidden));
    else if (key->kind == SCENARIO_TEXT && strchr(text, '\n') != NULL)
        scenario_fault(scenario, path, _("\"%s\" must be one line."), name);
    else if (chars > key->max)
        scenario_fault(scenario, path, _("\"%s\" has %ld characters; at most %d fit."), name, chars, key->max);
    else if (key->form != NULL && !g_regex_match_simple(key->form, text, G_REGEX_DOLLAR_ENDONLY, 0))
        scenario_fault(scenario, path, "%s", _(key->form_fault));
    else
        return text_node(text);
    return NULL;
}

static JsonNode *read_number(Scenario *scenario, const ScenarioKey *key, const char *text, const char *path)
{
    gint64 number;

    if (g_ascii_string_to_signed(text, 10, key->min, key->max, &number, NULL))
        return json_node_init_int(json_node_alloc(), number);
    scenario_fault(scenario, path, _("\"%s\" must be a whole number from %d to %d."), scenario_spelled(scenario, &key->word),
                   key->min, key->max);
    return NULL;
}

static JsonNode *read_yes_no(Scenario *scenario, const ScenarioKey *key, const char *text, const char *path)
{
    const ScenarioWord *word = scenario_word(yes_no, text);

    if (word != NULL)
        return json_node_init_boolean(json_node_alloc(), word - yes_no < 2);
    scenario_fault(scenario, path, _("\"%s\" must be %s or %s."), scenario_spelled(scenario, &key->word),
                   scenario_spelled(scenario, &yes_no[0]), scenario_spelled(scenario, &yes_no[2]));
    return NULL;
}

static JsonNode *read_choice(Scenario *scenario, const ScenarioKey *key, const char *text, const char *path)
{
    const ScenarioWord *word = scenario_word(key->words, text);
    const char *nearest = word == NULL ? scenario_nearest_word(key->words, text) : NULL;
    const char *name = scenario_spelled(scenario, &key->word);
    g_autofree char *wrong = quoted(text);
    g_autofree char *allowed = scenario_word_list(key->words, scenario->chinese);

    if (word != NULL)
        return text_node(word->english);
    if (key->list && (strstr(text, "，") != NULL || strstr(text, "、") != NULL))
        scenario_fault(scenario, path, _("The values of \"%s\" must be separated by the half-width comma \",\"."), name);
    else if (nearest != NULL)
        scenario_fault(scenario, path, _("\"%s\" cannot be \"%s\". Did you mean \"%s\"? Allowed: %s"), name, wrong, nearest, allowed);
    else
        scenario_fault(scenario, path, _("\"%s\" cannot be \"%s\". Allowed: %s"), name, wrong, allowed);
    return NULL;
}

static const ReadScalar scalars[] = {[SCENARIO_TEXT] = read_text,     [SCENARIO_LINES] = read_text,
                                     [SCENARIO_NUMBER] = read_number, [SCENARIO_YES_NO] = read_yes_no,
                                     [SCENARIO_CHOICE] = read_choice, [SCENARIO_MAP] = NULL};

/* ---- maps */

static JsonNode *read_value(Scenario *scenario, const ScenarioKey *key, const ScenarioNode *node, const char *path);

static gboolean holds(JsonObject *object, const ScenarioCase *condition)
{
    JsonNode *node = condition->key != NULL ? json_object_get_member(object, condition->key) : NULL;

    if (node == NULL || condition->value == NULL)
        return node != NULL;
    if (json_node_get_value_type(node) == G_TYPE_BOOLEAN)
        return json_node_get_boolean(node) == (strcmp(condition->value, "yes") == 0);
    return g_strcmp0(json_node_get_string(node), condition->value) == 0;
}

static void add_unknown(Scenario *scenario, const ScenarioKey *keys, const ScenarioNode *node)
{
    g_autofree char *wrong = quoted(node->text);
    g_autofree char *allowed = scenario_key_list(keys, scenario->chinese);
    const char *nearest = scenario_nearest_key(keys, node->text);
    char *sentence;

    if (scenario_colon_is_wrong(node->text))
        sentence = g_strdup(_("After a key there must be the half-width colon \":\" and a blank."));
    else if (nearest != NULL)
        sentence = g_strdup_printf(_("There is no key \"%s\" here. Did you mean \"%s\"? Allowed: %s"), wrong, nearest, allowed);
    else
        sentence = g_strdup_printf(_("There is no key \"%s\" here. Allowed: %s"), wrong, allowed);
    scenario_fault_add(scenario->faults, node->line, sentence);
}

static void read_pair(Scenario *scenario, const ScenarioKey *keys, const ScenarioNode *name, const ScenarioNode *value,
                      JsonObject *object, const char *path)
{
    const ScenarioKey *key = name->kind == NODE_SCALAR ? scenario_key(keys, name->text) : NULL;
    g_autofree char *place = key != NULL ? place_in(path, key->word.english) : NULL;
    JsonNode *node;

    if (name->kind == NODE_LIST || name->kind == NODE_MAP) {
        scenario_fault_add(scenario->faults, name->line, g_strdup(_("A key is a word, not a list or keys of its own.")));
    } else if (name->kind == NODE_SCALAR && key == NULL) {
        add_unknown(scenario, keys, name);
    } else if (key != NULL && scenario_written(scenario, place)) {
        scenario_fault_add(scenario->faults, name->line,
                           g_strdup_printf(_("\"%s\" stands here twice, first in line %d."), scenario_spelled(scenario, &key->word),
                                           scenario_line(scenario, place)));
    } else if (key != NULL) {
        note_line(scenario, place, name->line);
        if ((node = read_value(scenario, key, value, place)) != NULL)
            json_object_set_member(object, key->word.english, node);
    }
}

static void fill_in(Scenario *scenario, const ScenarioKey *keys, JsonObject *object, const char *path)
{
    for (const ScenarioKey *key = keys; key->word.english != NULL; key++) {
        g_autofree char *place = place_in(path, key->word.english);
        if (key->fallback != NULL && !scenario_written(scenario, place)
            && (key->only.key == NULL || holds(object, &key->only)))
            json_object_set_member(object, key->word.english, scalars[key->kind](scenario, key, key->fallback, place));
    }
}

static void check_presence(Scenario *scenario, const ScenarioKey *keys, JsonObject *object, const char *path)
{
    for (const ScenarioKey *key = keys; key->word.english != NULL; key++) {
        g_autofree char *place = place_in(path, key->word.english);
        const char *name = scenario_spelled(scenario, &key->word);
        gboolean written = scenario_written(scenario, place);
        gboolean needed = key->required || holds(object, &key->needed[0]) || holds(object, &key->needed[1]);

        if (!written && needed)
            scenario_fault(scenario, path, _("\"%s\" is missing."), name);
        /* when the other key's value is a fault itself, nobody knows */
        if (written && key->only.key != NULL && json_object_has_member(object, key->only.key) && !holds(object, &key->only)) {
            const ScenarioKey *other = scenario_key(keys, key->only.key);
            scenario_fault(scenario, place, _("\"%s\" can be here only when \"%s\" is \"%s\"."), name,
                           scenario_spelled(scenario, &other->word),
                           scenario_spelled(scenario, scenario_word(other->words, key->only.value)));
        }
    }
}

static void read_map(Scenario *scenario, const ScenarioKey *keys, const ScenarioNode *node, JsonObject *object,
                     const char *path)
{
    for (guint i = 0; i + 1 < node->parts->len; i += 2)
        read_pair(scenario, keys, g_ptr_array_index(node->parts, i), g_ptr_array_index(node->parts, i + 1), object, path);
    fill_in(scenario, keys, object, path);
    if (scenario->whole)
        check_presence(scenario, keys, object, path);
}

/* ---- any value */

static gboolean is_empty(const ScenarioNode *node)
{
    return node->kind == NODE_SCALAR ? *node->text == '\0' : node->kind != NODE_BAD && node->parts->len == 0;
}

static void add_wrong_kind(Scenario *scenario, const ScenarioKey *key, const ScenarioNode *node, const char *path)
{
    const char *name = scenario_spelled(scenario, &key->word);
    g_autofree char *keys = key->keys != NULL ? scenario_key_list(key->keys, scenario->chinese) : NULL;

    if (node->kind == NODE_LIST)
        scenario_fault(scenario, path, _("\"%s\" takes one value here, not a list."), name);
    else if (node->kind == NODE_MAP)
        scenario_fault(scenario, path,
                       _("\"%s\" takes a value here, not keys: a text with a colon and a blank in it must stand in quotes."), name);
    else if (scenario_colon_is_wrong(node->text))
        scenario_fault_add(scenario->faults, node->line,
                           g_strdup(_("After a key there must be the half-width colon \":\" and a blank.")));
    else
        scenario_fault(scenario, path, _("\"%s\" holds keys, not a text: %s"), name, keys);
}

static JsonNode *read_one(Scenario *scenario, const ScenarioKey *key, const ScenarioNode *node, const char *path)
{
    JsonObject *object;

    if (node->kind == NODE_BAD)
        return NULL;
    if (is_empty(node)) {
        scenario_fault(scenario, path, _("\"%s\" is empty: fill it in or take it out."), scenario_spelled(scenario, &key->word));
        return NULL;
    }
    if (node->kind != (key->kind == SCENARIO_MAP ? NODE_MAP : NODE_SCALAR)) {
        add_wrong_kind(scenario, key, node, path);
        return NULL;
    }
    if (key->kind != SCENARIO_MAP)
        return scalars[key->kind](scenario, key, node->text, path);
    object = json_object_new();
    read_map(scenario, key->keys, node, object, path);
    return json_node_init_object(json_node_alloc(), object);
}

static JsonNode *read_value(Scenario *scenario, const ScenarioKey *key, const ScenarioNode *node, const char *path)
{
    gboolean listed = key->list && node->kind == NODE_LIST && !is_empty(node);
    JsonNode *list = json_node_alloc();
    JsonArray *array;

    if (!key->list) {
        json_node_free(list);
        return read_one(scenario, key, node, path);
    }
    array = json_array_new();
    for (guint i = 0; i < (listed ? node->parts->len : 1); i++) {
        const ScenarioNode *part = listed ? g_ptr_array_index(node->parts, i) : node;
        g_autofree char *place = g_strdup_printf("%s.%u", path, i + 1);
        JsonNode *item;
        note_line(scenario, place, listed ? part->line : scenario_line(scenario, path));
        item = read_one(scenario, key, part, place);
        /* a bad one keeps its place, so that the others' numbers stay */
        json_array_add_element(array, item != NULL ? item : json_node_init_null(json_node_alloc()));
    }
    json_node_init_array(list, array);
    json_array_unref(array);
    return list;
}

/* The author's spelling is Chinese as soon as one key of the top level is. */
static gboolean is_chinese(const ScenarioNode *root)
{
    for (guint i = 0; i < root->parts->len; i += 2) {
        const ScenarioNode *name = g_ptr_array_index(root->parts, i);
        if (name->kind == NODE_SCALAR && !g_str_is_ascii(name->text))
            return TRUE;
    }
    return FALSE;
}

void scenario_walk(Scenario *scenario, const ScenarioNode *root)
{
    g_autofree char *keys = NULL;

    note_line(scenario, "", root != NULL ? root->line : 1);
    scenario->chinese = root == NULL || root->kind != NODE_MAP || is_chinese(root);
    if (root != NULL && root->kind == NODE_MAP) {
        read_map(scenario, scenario_keys, root, scenario->json, "");
        return;
    }
    /* a fault told already says enough */
    if (!scenario->whole || (root != NULL && root->kind == NODE_BAD))
        return;
    keys = scenario_key_list(scenario_keys, scenario->chinese);
    if (root == NULL || is_empty(root))
        scenario_fault(scenario, "", "%s", _("The scenario is empty."));
    else if (root->kind == NODE_SCALAR && scenario_colon_is_wrong(root->text))
        scenario_fault(scenario, "", "%s", _("After a key there must be the half-width colon \":\" and a blank."));
    else
        scenario_fault(scenario, "", _("A scenario consists of keys: %s"), keys);
    scenario->whole = FALSE;
}
