/* A scenario's JSON along the grammar into YAML, by libyaml's emitter. */
#include "common/scenario_write.h"

#include <string.h>
#include <yaml.h>

#include "common/lang.h"
#include "common/scenario_private.h"

static int append(void *data, unsigned char *bytes, size_t length)
{
    g_string_append_len(data, (const char *)bytes, (gssize)length);
    return 1;
}

static void emit(yaml_emitter_t *emitter, yaml_event_t *event)
{
    /* only memory can be short: what is written is valid UTF-8, and events come in order */
    if (!yaml_emitter_emit(emitter, event))
        g_error("libyaml: %s", emitter->problem);
}

static void emit_text(yaml_emitter_t *emitter, const char *text, yaml_scalar_style_t style)
{
    yaml_event_t event;

    yaml_scalar_event_initialize(&event, NULL, NULL, (const yaml_char_t *)text, (int)strlen(text), 1, 1, style);
    emit(emitter, &event);
}

/* The value as it is written; NULL for maps. Owned by the caller. */
static char *scalar_text(const ScenarioKey *key, JsonNode *node)
{
    switch (key->kind) {
    case SCENARIO_NUMBER:
        return g_strdup_printf("%" G_GINT64_FORMAT, json_node_get_int(node));
    case SCENARIO_YES_NO:
        return g_strdup(json_node_get_boolean(node) ? "是" : "否");
    case SCENARIO_CHOICE: {
        const ScenarioWord *word = scenario_word(key->words, json_node_get_string(node));
        return g_strdup(word != NULL ? word->chinese : json_node_get_string(node));
    }
    case SCENARIO_MAP:
        return NULL;
    default:
        return g_strdup(json_node_get_string(node));
    }
}

/* Digits alone would be a number for other readers, a tilde nothing; a text of several lines reads best as it is. */
static yaml_scalar_style_t style_of(const ScenarioKey *key, const char *text)
{
    if (key->kind != SCENARIO_TEXT && key->kind != SCENARIO_LINES)
        return YAML_ANY_SCALAR_STYLE;
    if (strchr(text, '\n') != NULL)
        return YAML_LITERAL_SCALAR_STYLE;
    return strspn(text, "0123456789 -") == strlen(text) || strcmp(text, "~") == 0 ? YAML_DOUBLE_QUOTED_SCALAR_STYLE
                                                                                 : YAML_ANY_SCALAR_STYLE;
}

static gboolean is_filled_in(const ScenarioKey *key, JsonNode *node)
{
    g_autofree char *text = key->fallback != NULL ? scalar_text(key, node) : NULL;
    const ScenarioWord *word = key->words != NULL && key->fallback != NULL ? scenario_word(key->words, key->fallback) : NULL;

    if (text == NULL)
        return FALSE;
    if (key->kind == SCENARIO_YES_NO)
        return json_node_get_boolean(node) == (strcmp(key->fallback, "yes") == 0);
    return strcmp(text, word != NULL ? word->chinese : key->fallback) == 0;
}

/* Short things stand in one line: points, and lists of words. */
static gboolean is_short(const ScenarioKey *keys)
{
    for (; keys->word.english != NULL; keys++)
        if (keys->kind != SCENARIO_NUMBER)
            return FALSE;
    return TRUE;
}

static void emit_value(yaml_emitter_t *emitter, const ScenarioKey *key, JsonNode *node);

static void emit_map(yaml_emitter_t *emitter, const ScenarioKey *keys, JsonObject *object)
{
    yaml_event_t event;

    yaml_mapping_start_event_initialize(&event, NULL, NULL, 1, is_short(keys) ? YAML_FLOW_MAPPING_STYLE : YAML_BLOCK_MAPPING_STYLE);
    emit(emitter, &event);
    for (const ScenarioKey *key = keys; key->word.english != NULL; key++) {
        JsonNode *node = json_object_get_member(object, key->word.english);
        if (node == NULL || JSON_NODE_HOLDS_NULL(node) || is_filled_in(key, node))
            continue;
        emit_text(emitter, key->word.chinese, YAML_ANY_SCALAR_STYLE);
        emit_value(emitter, key, node);
    }
    yaml_mapping_end_event_initialize(&event);
    emit(emitter, &event);
}

static void emit_one(yaml_emitter_t *emitter, const ScenarioKey *key, JsonNode *node)
{
    g_autofree char *text = scalar_text(key, node);

    if (text == NULL)
        emit_map(emitter, key->keys, json_node_get_object(node));
    else
        emit_text(emitter, text, style_of(key, text));
}

static void emit_value(yaml_emitter_t *emitter, const ScenarioKey *key, JsonNode *node)
{
    JsonArray *array = JSON_NODE_HOLDS_ARRAY(node) ? json_node_get_array(node) : NULL;
    yaml_event_t event;

    if (array == NULL || json_array_get_length(array) == 1) {
        emit_one(emitter, key, array != NULL ? json_array_get_element(array, 0) : node);
        return;
    }
    yaml_sequence_start_event_initialize(&event, NULL, NULL, 1,
                                         key->kind == SCENARIO_CHOICE ? YAML_FLOW_SEQUENCE_STYLE : YAML_BLOCK_SEQUENCE_STYLE);
    emit(emitter, &event);
    for (guint i = 0; i < json_array_get_length(array); i++)
        emit_one(emitter, key, json_array_get_element(array, i));
    yaml_sequence_end_event_initialize(&event);
    emit(emitter, &event);
}

char *scenario_write(JsonObject *scenario, const char *comment)
{
    GString *out = g_string_new(NULL);
    yaml_emitter_t emitter;
    yaml_event_t event;

    if (comment != NULL)
        g_string_append_printf(out, "# %s\n", comment);
    if (!yaml_emitter_initialize(&emitter))
        g_error("libyaml: no memory");
    yaml_emitter_set_output(&emitter, append, out);
    yaml_emitter_set_unicode(&emitter, 1);
    /* a line that is broken would be joined by a blank */
    yaml_emitter_set_width(&emitter, -1);
    yaml_stream_start_event_initialize(&event, YAML_UTF8_ENCODING);
    emit(&emitter, &event);
    yaml_document_start_event_initialize(&event, NULL, NULL, NULL, 1);
    emit(&emitter, &event);
    emit_map(&emitter, scenario_keys, scenario);
    yaml_document_end_event_initialize(&event, 1);
    emit(&emitter, &event);
    yaml_stream_end_event_initialize(&event);
    emit(&emitter, &event);
    yaml_emitter_delete(&emitter);
    return g_string_free(out, FALSE);
}

char *scenario_code_of(const char *path, const char **fault)
{
    g_autofree char *name = g_path_get_basename(path);
    const ScenarioKey *code = scenario_key(scenario_keys, "code");

    if (!g_str_has_suffix(name, ".yaml")) {
        *fault = _("A scenario's file is named after its code and ends in .yaml.");
        return NULL;
    }
    name[strlen(name) - strlen(".yaml")] = '\0';
    if (!g_regex_match_simple(code->form, name, G_REGEX_DOLLAR_ENDONLY, 0) || g_utf8_strlen(name, -1) > code->max) {
        *fault = _(code->form_fault);
        return NULL;
    }
    return g_steal_pointer(&name);
}
