/* YAML into nodes by libyaml's events, so that each node has its line and what a scenario has no use for (aliases,
 * tags, several documents, deep nests) is refused before it costs anything. */
#include <string.h>
#include <yaml.h>

#include "common/lang.h"
#include "common/scenario_private.h"
#include "common/text.h"

enum { DEPTH_MAX = 12, KEY_CHARS = 12 };

typedef struct {
    yaml_parser_t parser;
    const char *text;
    GPtrArray *faults;
    gboolean whole;
} Reader;

#define FOREIGN N_("Aliases, anchors and tags are not taken: a text that begins with *, & or ! must stand in quotes.")

/* libyaml's words, and what its author can do. at_begin: the line where the broken thing begins says more. */
static const struct {
    const char *problem;
    gboolean at_begin;
    const char *sentence; /* msgid */
} problems[] = {
    {"did not find expected key", FALSE,
     N_("The line does not fit those above: check how far it is indented; a text that begins with a quotation mark must end with it.")},
    {"did not find expected '-' indicator", FALSE,
     N_("The items of a list must be indented alike and begin with \"- \"; a text that begins with a quotation mark must end with it.")},
    {"could not find expected ':'", TRUE, N_("Here should be a key, a half-width colon and a blank.")},
    {"mapping values are not allowed in this context", FALSE,
     N_("No key can be here: check the indentation; a text with a colon and a blank in it must stand in quotes.")},
    {"found character that cannot start any token", FALSE, N_("A text that begins with this character must stand in quotes.")},
    {"block sequence entries are not allowed in this context", FALSE, N_("A list begins on the line below its key.")},
    {"did not find expected ',' or ']'", TRUE, N_("The list [ ] is not closed, or a half-width comma is missing in it.")},
    {"did not find expected ',' or '}'", TRUE, N_("The keys in { } are not closed, or a half-width comma is missing.")},
    {"found unexpected end of stream", TRUE, N_("The quotation mark is not closed.")},
    {"found unknown escape character", FALSE, N_("After \\ stands no character that has a meaning: use single quotes.")},
    {"did not find expected <document start>", FALSE, N_("A file holds one scenario only.")},
    {"did not find expected alphabetic or numeric character", FALSE, FOREIGN},
    {"did not find expected whitespace or line break", FALSE, FOREIGN},
    {"found undefined tag handle", FALSE, FOREIGN},
    {"did not find expected '!'", FALSE, FOREIGN},
    {"did not find expected tag URI", FALSE, FOREIGN},
};

void scenario_node_free(ScenarioNode *node)
{
    if (node == NULL)
        return;
    g_free(node->text);
    if (node->parts != NULL)
        g_ptr_array_unref(node->parts);
    g_free(node);
}

static void node_free(gpointer node)
{
    scenario_node_free(node);
}

static ScenarioNode *node_new(ScenarioNodeKind kind, yaml_mark_t mark)
{
    ScenarioNode *node = g_new0(ScenarioNode, 1);

    node->kind = kind;
    node->line = (int)mark.line + 1;
    if (kind == NODE_LIST || kind == NODE_MAP)
        node->parts = g_ptr_array_new_with_free_func(node_free);
    return node;
}

static void add(Reader *reader, int line, const char *sentence)
{
    scenario_fault_add(reader->faults, line, g_strdup(sentence));
}

gboolean scenario_colon_is_wrong(const char *line)
{
    line += strspn(line, " -");
    for (int chars = 0; chars <= KEY_CHARS && *line != '\0' && strchr("\n\"'#[{|>", *line) == NULL; chars++) {
        gunichar c = g_utf8_get_char(line);
        const char *next = g_utf8_next_char(line);
        if (c == 0xff1a || (c == ':' && strchr(" \n", *next) == NULL))
            return chars > 0;
        if (c == ':')
            return FALSE;
        line = next;
    }
    return FALSE;
}

/* The beginning of a line, counted from 1. */
static const char *line_at(const char *text, int line)
{
    for (; line > 1 && text != NULL; line--)
        if ((text = strchr(text, '\n')) != NULL)
            text++;
    return text;
}

static gboolean indents_by_tab(const char *line)
{
    line += strspn(line, " -");
    return *line == '\t';
}

/* What people do wrong most: a tab, or the colon of the Chinese keyboard, in the lines where it broke. */
static gboolean add_known_cause(Reader *reader, int first, int last)
{
    for (int line = MAX(first, 1); line <= last; line++) {
        const char *at = line_at(reader->text, line);
        gboolean tab = at != NULL && indents_by_tab(at);
        if (at == NULL || (!tab && !scenario_colon_is_wrong(at)))
            continue;
        add(reader, line, tab ? _("A tab indents this line: use blanks.")
                              : _("After a key there must be the half-width colon \":\" and a blank."));
        return TRUE;
    }
    return FALSE;
}

static void add_syntax(Reader *reader)
{
    const yaml_parser_t *parser = &reader->parser;
    const char *problem = parser->problem != NULL ? parser->problem : "";
    int at = (int)parser->problem_mark.line + 1;
    int begin = parser->context != NULL ? (int)parser->context_mark.line + 1 : at;
    gboolean near = at - begin <= 1;

    reader->whole = FALSE;
    if (add_known_cause(reader, near ? MIN(begin, at - 1) : at - 1, at))
        return;
    for (guint i = 0; i < G_N_ELEMENTS(problems); i++)
        if (strcmp(problem, problems[i].problem) == 0) {
            add(reader, problems[i].at_begin ? begin : at, _(problems[i].sentence));
            return;
        }
    scenario_fault_add(reader->faults, at, g_strdup_printf(_("This is no YAML: %s."), problem));
}

static gboolean next_event(Reader *reader, yaml_event_t *event)
{
    if (!reader->whole)
        return FALSE;
    if (yaml_parser_parse(&reader->parser, event))
        return TRUE;
    add_syntax(reader);
    return FALSE;
}

static gboolean is_chinese(gunichar c)
{
    return c >= 0x2e80 && g_unichar_iswide(c);
}

/* Where YAML joined two lines by a blank, Chinese has none. */
static char *join_chinese(const char *text)
{
    GString *out = g_string_new(NULL);

    for (const char *at = text; *at != '\0'; at = g_utf8_next_char(at)) {
        if (*at == ' ' && at > text && is_chinese(g_utf8_get_char(g_utf8_prev_char(at))) && is_chinese(g_utf8_get_char(at + 1)))
            continue;
        g_string_append_unichar(out, g_utf8_get_char(at));
    }
    return g_string_free(out, FALSE);
}

static ScenarioNode *scalar_of(const yaml_event_t *event)
{
    ScenarioNode *node = node_new(NODE_SCALAR, event->start_mark);
    /* the scanner has checked that it is UTF-8; a NUL can be written as an escape and must not cut the text unseen */
    g_autofree char *text = text_repair((const char *)event->data.scalar.value, (gssize)event->data.scalar.length);
    yaml_scalar_style_t style = event->data.scalar.style;
    gboolean several = event->end_mark.line > event->start_mark.line;

    node->text = several && style != YAML_LITERAL_SCALAR_STYLE ? join_chinese(text) : g_steal_pointer(&text);
    if (style == YAML_PLAIN_SCALAR_STYLE && strcmp(node->text, "~") == 0)
        *node->text = '\0';
    g_strstrip(node->text);
    return node;
}

/* Anchors, aliases and tags are told and refused. */
static gboolean is_foreign(Reader *reader, const yaml_event_t *event)
{
    const struct {
        yaml_event_type_t type;
        gboolean foreign;
    } cases[] = {{YAML_ALIAS_EVENT, TRUE},
                 {YAML_SCALAR_EVENT, event->data.scalar.anchor != NULL || event->data.scalar.tag != NULL},
                 {YAML_SEQUENCE_START_EVENT, event->data.sequence_start.anchor != NULL || event->data.sequence_start.tag != NULL},
                 {YAML_MAPPING_START_EVENT, event->data.mapping_start.anchor != NULL || event->data.mapping_start.tag != NULL}};

    for (guint i = 0; i < G_N_ELEMENTS(cases); i++)
        if (event->type == cases[i].type && cases[i].foreign) {
            add(reader, (int)event->start_mark.line + 1, _(FOREIGN));
            return TRUE;
        }
    return FALSE;
}

static ScenarioNode *read_node(Reader *reader, yaml_event_t *event, int depth);

/* What was being read when the text broke off may be two things run together: it is no ground for more faults. */
static void drop_cut(ScenarioNode *node)
{
    guint step = node->kind == NODE_MAP ? 2 : 1;
    guint n = node->parts->len - node->parts->len % step;
    const ScenarioNode *last = n > 0 ? g_ptr_array_index(node->parts, n - 1) : NULL;

    if (last != NULL && (last->parts == NULL || last->parts->len == 0))
        n -= step;
    g_ptr_array_set_size(node->parts, (int)n);
    if (n == 0)
        node->kind = NODE_BAD;
}

static void read_parts(Reader *reader, ScenarioNode *node, int depth)
{
    yaml_event_t event;

    while (next_event(reader, &event)) {
        if (event.type == YAML_SEQUENCE_END_EVENT || event.type == YAML_MAPPING_END_EVENT) {
            yaml_event_delete(&event);
            return;
        }
        g_ptr_array_add(node->parts, read_node(reader, &event, depth));
    }
    drop_cut(node);
}

/* Takes the event. */
static ScenarioNode *read_node(Reader *reader, yaml_event_t *event, int depth)
{
    ScenarioNode *node;
    gboolean foreign = is_foreign(reader, event);

    if (event->type == YAML_SCALAR_EVENT && !foreign)
        node = scalar_of(event);
    else if (event->type == YAML_SEQUENCE_START_EVENT || event->type == YAML_MAPPING_START_EVENT)
        node = node_new(event->type == YAML_MAPPING_START_EVENT ? NODE_MAP : NODE_LIST, event->start_mark);
    else
        node = node_new(NODE_BAD, event->start_mark);
    yaml_event_delete(event);
    if (node->parts != NULL && depth == 0) {
        add(reader, node->line, _("No scenario is nested as deep as this."));
        reader->whole = FALSE;
        node->kind = NODE_BAD;
    } else if (node->parts != NULL)
        read_parts(reader, node, depth - 1);
    if (foreign)
        node->kind = NODE_BAD;
    return node;
}

static ScenarioNode *read_stream(Reader *reader)
{
    ScenarioNode *root = NULL;
    yaml_event_t event;

    while (next_event(reader, &event)) {
        yaml_event_type_t type = event.type;
        if (type == YAML_STREAM_END_EVENT) {
            yaml_event_delete(&event);
            break;
        }
        if (type == YAML_DOCUMENT_START_EVENT && root != NULL) {
            add(reader, (int)event.start_mark.line + 1, _("A file holds one scenario only."));
            reader->whole = FALSE;
        }
        if (type == YAML_STREAM_START_EVENT || type == YAML_DOCUMENT_START_EVENT || type == YAML_DOCUMENT_END_EVENT)
            yaml_event_delete(&event);
        else
            root = read_node(reader, &event, DEPTH_MAX);
    }
    return root;
}

ScenarioNode *scenario_yaml(const char *text, gsize length, GPtrArray *faults, gboolean *whole)
{
    Reader reader = {.text = text, .faults = faults, .whole = TRUE};
    ScenarioNode *root;

    if (!yaml_parser_initialize(&reader.parser))
        g_error("libyaml: no memory");
    yaml_parser_set_encoding(&reader.parser, YAML_UTF8_ENCODING);
    yaml_parser_set_input_string(&reader.parser, (const unsigned char *)text, length);
    root = read_stream(&reader);
    yaml_parser_delete(&reader.parser);
    *whole = reader.whole;
    return root;
}
