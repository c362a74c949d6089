/* Looking keys up in the action table, the user's own keys, README's list. */
#include "tui/action.h"

#include <string.h>

#include "common/lang.h"
#include "tui/key.h"

/* keys that the user's file gives, by ActionId; NULL: the table's own */
static char **own_keys[ACT_N];

static const char *const *keys_of(const Action *action)
{
    return own_keys[action->id] != NULL ? (const char *const *)own_keys[action->id] : action->keys;
}

gboolean action_key_works(const char *key, guint places)
{
    gboolean plain = g_utf8_strlen(key, -1) == 1;

    return !(plain && (places & IN_TEXT) != 0);
}

const char *action_key(const Action *action, guint places)
{
    for (const char *const *key = keys_of(action); *key != NULL; key++)
        if (action_key_works(*key, places))
            return *key;
    return "";
}

const Action *action_find(const char *prefix, const char *key, guint places, guint role,
                          gboolean *is_prefix)
{
    g_autofree char *whole = prefix != NULL ? g_strdup_printf("%s %s", prefix, key) : g_strdup(key);
    g_autofree char *begin = g_strdup_printf("%s ", whole);

    *is_prefix = FALSE;
    for (const Action *action = action_table; action->id != ACT_NONE; action++) {
        if ((action->where & places) == 0 || (action->roles & role) == 0)
            continue;
        for (const char *const *own = keys_of(action); *own != NULL; own++) {
            if (strcmp(*own, whole) == 0 && action_key_works(*own, places))
                return action;
            if (g_str_has_prefix(*own, begin))
                *is_prefix = TRUE;
        }
    }
    return NULL;
}

const Action *action_by_id(ActionId id)
{
    for (const Action *action = action_table; action->id != ACT_NONE; action++)
        if (action->id == id)
            return action;
    return NULL;
}

const Action *action_by_name(const char *name)
{
    for (const Action *action = action_table; action->id != ACT_NONE; action++)
        if (strcmp(action->name, name) == 0)
            return action;
    return NULL;
}

guint action_role_bit(const char *role)
{
    static const char *const names[] = {"agent", "lead", "unit", "admin"};

    for (guint i = 0; i < G_N_ELEMENTS(names); i++)
        if (strcmp(names[i], role) == 0)
            return 1u << i;
    return 0;
}

gboolean action_load_keys(GKeyFile *settings, GError **error)
{
    g_auto(GStrv) names = g_key_file_get_keys(settings, "keys", NULL, NULL);

    for (char **name = names; names != NULL && *name != NULL; name++) {
        const Action *action = action_by_name(*name);
        g_auto(GStrv) keys = g_key_file_get_string_list(settings, "keys", *name, NULL, NULL);

        if (action == NULL || keys == NULL || keys[0] == NULL) {
            g_set_error(error, G_KEY_FILE_ERROR, G_KEY_FILE_ERROR_INVALID_VALUE,
                        _("Settings, [keys] %s: there is no such action, or no key is given."), *name);
            return FALSE;
        }
        g_strfreev(own_keys[action->id]);
        own_keys[action->id] = g_steal_pointer(&keys);
    }
    return TRUE;
}

static void append_row(GString *page, const Action *action, guint places)
{
    gboolean first = TRUE;

    g_string_append(page, "| ");
    for (const char *const *key = keys_of(action); *key != NULL; key++) {
        if (!action_key_works(*key, places))
            continue;
        g_string_append_printf(page, "%s`%s`", first ? "" : " ", key_caption(*key));
        first = FALSE;
    }
    g_string_append_printf(page, " | %s |\n", _(action->help));
}

/* Where README's list puts an action: the first of these that it is for, so that each stands once. */
static const ActionRoom chapters[] = {
    {N_("Calls"), IN_QUEUE}, {N_("Tickets"), IN_TICKETS | IN_FILTERED}, {N_("Shift"), IN_BOARD}, {N_("One ticket"), IN_TICKET}, {N_("Returned ticket"), IN_OBJECTION},
    {N_("Ticket form"), IN_FORM}, {N_("Knowledge"), IN_KNOWLEDGE}, {N_("Article"), IN_ARTICLE},
    {N_("Proposals"), IN_PROPOSALS}, {N_("Reviews"), IN_REVIEWS}, {N_("Performance"), IN_FIGURES}, {N_("Training"), IN_TRAINING}, {N_("Sheet"), IN_SHEET}, {N_("Lists, and texts to read"), IN_LIST | IN_SCROLL}, {N_("What it was worth"), IN_RESULT},
    {N_("Fields"), IN_FIELDS | IN_TEXT}, {N_("Everywhere"), IN_ANY}, {NULL, 0}};

static gboolean belongs(const Action *action, const ActionRoom *chapter)
{
    const ActionRoom *first = chapters;

    while (first->name != NULL && (first->places & action->where) == 0)
        first++;
    return first == chapter;
}

/* One whose keys all stand in chapters before it is left out. */
static void append_chapter(GString *page, const ActionRoom *chapter)
{
    g_autoptr(GString) rows = g_string_new(NULL);

    for (const Action *action = action_table; action->id != ACT_NONE; action++)
        if (belongs(action, chapter))
            append_row(rows, action, chapter->places & ~(guint)IN_TEXT);
    if (rows->len > 0)
        g_string_append_printf(page, "%s**%s**\n\n| %s | %s |\n| --- | --- |\n%s", page->len == 0 ? "" : "\n",
                               _(chapter->name), _("Key"), _("What it does"), rows->str);
}

char *action_markdown(void)
{
    GString *page = g_string_new(NULL);

    for (const ActionRoom *chapter = chapters; chapter->name != NULL; chapter++)
        append_chapter(page, chapter);
    return g_string_free(page, FALSE);
}
