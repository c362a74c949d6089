/* Errors as sentences: the schema's own for rules, a few of ours for the rest. */
#include "common/refusal.h"

#include <json-glib/json-glib.h>
#include <string.h>

#include "common/label.h"
#include "common/lang.h"

gboolean refusal_is_rule(const DbError *error)
{
    return error->kind == DB_ERROR_SERVER && g_strcmp0(error->sqlstate, "HL001") == 0;
}

/* A value's text: codes that have a word are shown as the word. */
static char *value_text(JsonObject *values, const char *name)
{
    static const LabelSet states[] = {LABEL_TICKET_STATE, LABEL_REVIEW_STATE, LABEL_DEMAND, LABEL_AGENT_STATE};
    JsonNode *node = json_object_get_member(values, name);
    g_autofree char *text = NULL;

    if (node == NULL || !JSON_NODE_HOLDS_VALUE(node))
        return g_strdup("");
    text = json_node_get_value_type(node) == G_TYPE_STRING
               ? g_strdup(json_node_get_string(node))
               : g_strdup_printf("%" G_GINT64_FORMAT, json_node_get_int(node));
    if (strcmp(name, "standard") == 0)
        return g_strdup(label_text(LABEL_URGENCY, text));
    for (guint i = 0; strcmp(name, "state") == 0 && i < G_N_ELEMENTS(states); i++)
        if (label_known(states[i], text))
            return g_strdup(label_text(states[i], text));
    return g_steal_pointer(&text);
}

char *refusal_fill(const char *template_, const char *values)
{
    g_autoptr(JsonParser) parser = json_parser_new();
    GString *sentence = g_string_new(_(template_));
    g_autoptr(GList) names = NULL;
    JsonObject *object = NULL;

    if (values != NULL && json_parser_load_from_data(parser, values, -1, NULL)
        && JSON_NODE_HOLDS_OBJECT(json_parser_get_root(parser)))
        object = json_node_get_object(json_parser_get_root(parser));
    names = object != NULL ? json_object_get_members(object) : NULL;
    for (GList *name = names; name != NULL; name = name->next) {
        g_autofree char *braces = g_strdup_printf("{%s}", (const char *)name->data);
        g_autofree char *text = value_text(object, name->data);
        g_string_replace(sentence, braces, text, 0);
    }
    return g_string_free(sentence, FALSE);
}

static const struct {
    const char *sqlstate;
    const char *sentence;
} server_sentences[] = {
    {"42501", N_("Your database role does not have the right to do this. Ask the administrator.")},
    {"28P01", N_("The password is wrong.")},
    {"28000", N_("The database does not let this login in. Ask the administrator.")},
    {"3D000", N_("There is no such database. Check the name, or create it and run: hotline schema apply")},
    {"3F000", N_("The database has no hotline schema. Run: hotline schema apply")},
    {"42883", N_("The database has no hotline schema, or another version of it. Run: hotline schema apply")},
    {"53100", N_("The database's disk is full. Nothing was written; tell the administrator.")},
    {"53300", N_("The database takes no more connections now. It will be tried again.")},
    {"57P01", N_("The database is being shut down. It will be tried again.")},
    {"40001", N_("Two people did the same at once. Try again.")},
    {"40P01", N_("Two people did the same at once. Try again.")},
};

char *refusal_sentence(const DbError *error)
{
    switch (error->kind) {
    case DB_ERROR_LINK:
        return g_strdup(_("The link to the database is lost. It will be tried again."));
    case DB_ERROR_TIMEOUT:
        return g_strdup(_("The database did not answer in time."));
    case DB_ERROR_CANCELLED:
        return g_strdup(_("Cancelled."));
    default:
        break;
    }
    if (refusal_is_rule(error))
        return refusal_fill(error->message, error->detail);
    for (guint i = 0; i < G_N_ELEMENTS(server_sentences); i++)
        if (g_strcmp0(server_sentences[i].sqlstate, error->sqlstate) == 0)
            return g_strdup(_(server_sentences[i].sentence));
    return g_strdup_printf(_("The database refused: %s"), error->message != NULL ? error->message : "?");
}
