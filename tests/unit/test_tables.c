/* The tables that are the one source: actions, labels, refusals and their translation. */
#include <locale.h>
#include <string.h>

#include "common/clock.h"
#include "common/csv_rows.h"
#include "common/label.h"
#include "common/lang.h"
#include "common/refusal.h"
#include "common/schema.h"
#include "tui/action.h"

/* In no room do two actions of one role share a key. */
static void test_no_clash(void)
{
    for (const ActionRoom *room = action_rooms; room->name != NULL; room++)
        for (const Action *a = action_table; a->id != ACT_NONE; a++)
            for (const Action *b = a + 1; b->id != ACT_NONE; b++) {
                if ((a->where & room->places) == 0 || (b->where & room->places) == 0 || (a->roles & b->roles) == 0)
                    continue;
                for (int i = 0; i < 4 && a->keys[i] != NULL; i++)
                    for (int j = 0; j < 4 && b->keys[j] != NULL; j++)
                        if (strcmp(a->keys[i], b->keys[j]) == 0 && action_key_works(a->keys[i], room->places))
                            g_error("%s: %s and %s share %s", room->name, a->name, b->name, a->keys[i]);
            }
}

static gboolean vt100_has(const char *key)
{
    static const char *const named[] = {"F1", "F2", "F3", "F4", "Up", "Down", "Left", "Right", "Enter", "Tab", "Esc", "Backspace"};

    if (g_utf8_strlen(key, -1) == 1 || g_str_has_prefix(key, "C-"))
        return TRUE;
    for (guint i = 0; i < G_N_ELEMENTS(named); i++)
        if (strcmp(named[i], key) == 0)
            return TRUE;
    return FALSE;
}

/* Every action, in every room where it applies, has a key that a vt100 has. */
static void test_vt100(void)
{
    for (const ActionRoom *room = action_rooms; room->name != NULL; room++)
        for (const Action *action = action_table; action->id != ACT_NONE; action++) {
            gboolean found = FALSE;
            if ((action->where & room->places) == 0)
                continue;
            for (int i = 0; i < 4 && action->keys[i] != NULL; i++)
                found |= action_key_works(action->keys[i], room->places) && vt100_has(action->keys[i]);
            /* in a list to pick from, the ends are reached by page and by typing */
            if (!found && (action->id != ACT_FIRST && action->id != ACT_LAST))
                g_error("%s: no vt100 key for %s", room->name, action->name);
        }
}

static void test_help(void)
{
    for (const Action *action = action_table; action->id != ACT_NONE; action++) {
        g_assert_nonnull(action->help);
        g_assert_true(g_str_has_suffix(action->help, "."));
        g_assert_true(action_by_name(action->name) == action);
        g_assert_cmpstr(_(action->help), !=, action->help);
        if (action->label != NULL)
            g_assert_cmpstr(_(action->label), !=, "");
    }
}

static void test_prefix(void)
{
    gboolean prefix;
    guint form = IN_ANY | IN_TEXT | IN_FIELDS | IN_FORM;

    g_assert_null(action_find(NULL, "C-x", form, ROLE_AGENT_BIT, &prefix));
    g_assert_true(prefix);
    g_assert_cmpint(action_find("C-x", "d", form, ROLE_AGENT_BIT, &prefix)->id, ==, ACT_DISPATCH);
    g_assert_null(action_find(NULL, "q", form, ROLE_AGENT_BIT, &prefix));
    g_assert_null(action_find("C-x", "d", form, ROLE_UNIT_BIT, &prefix));
}

static void test_user_keys(void)
{
    g_autoptr(GKeyFile) settings = g_key_file_new();
    g_autoptr(GError) error = NULL;

    g_key_file_set_string(settings, "keys", "no-such-thing", "F9");
    g_assert_false(action_load_keys(settings, &error));
    g_assert_nonnull(strstr(error->message, "no-such-thing"));
}

/* Every state and action of the transition table has its word. */
static void test_labels(void)
{
    g_autofree char *rules = NULL;
    g_auto(GStrv) lines = NULL;

    g_assert_true(g_file_get_contents("tests/schema/expected/transition.txt", &rules, NULL, NULL));
    lines = g_strsplit(g_strchomp(rules), "\n", -1);
    for (char **line = lines; *line != NULL; line++) {
        g_auto(GStrv) words = g_strsplit(*line, " ", -1);
        LabelSet states = strcmp(words[0], "ticket") == 0   ? LABEL_TICKET_STATE
                          : strcmp(words[0], "call") == 0   ? LABEL_CALL_STATE
                          : strcmp(words[0], "review") == 0 ? LABEL_REVIEW_STATE
                          : strcmp(words[0], "demand") == 0 ? LABEL_DEMAND : LABEL_AGENT_STATE;
        g_assert_true(label_known(LABEL_ACTION, words[1]));
        g_assert_true(label_known(states, words[2]));
        g_assert_true(label_known(states, words[4]));
    }
    g_assert_cmpstr(label_text(LABEL_TICKET_STATE, "handling"), ==, "办理中");
    g_assert_cmpstr(label_text(LABEL_TICKET_STATE, "unheard-of"), ==, "unheard-of");
}

/* Every refusal of the schema is translated, and its braces are filled. */
static void test_refusals(void)
{
    g_autoptr(GRegex) row = g_regex_new("^    \\('([a-z_]+)', +'((?:[^']|'')+)'\\)[,;]$", G_REGEX_MULTILINE, 0, NULL);
    g_autoptr(GMatchInfo) match = NULL;
    g_autofree char *filled = refusal_fill("This cannot be done now: it is {state}.", "{\"state\": \"handling\"}");
    int n = 0;

    g_regex_match(row, schema_resource("functions/11_refusal.sql"), 0, &match);
    for (; g_match_info_matches(match); g_match_info_next(match, NULL), n++) {
        g_autofree char *quoted = g_match_info_fetch(match, 2);
        g_auto(GStrv) parts = g_strsplit(quoted, "''", -1);
        g_autofree char *sentence = g_strjoinv("'", parts);
        if (strcmp(_(sentence), sentence) == 0)
            g_error("not translated: %s", sentence);
    }
    g_assert_cmpint(n, >, 30);
    g_assert_cmpstr(filled, ==, "现在不能这样做:当前为“办理中”。");
}

static void test_csv(void)
{
    static const char good[] = "\xef\xbb\xbf" "code,name\nA,\"东湖\n区\"\n\nB,西山区\n";
    static const char gb[] = "code,name\nA,\xb6\xab\xba\xfe\n";
    g_autoptr(GError) error = NULL;
    g_autoptr(JsonArray) rows = csv_rows_parse(good, strlen(good), NULL);
    g_autoptr(JsonArray) converted = csv_rows_parse(gb, strlen(gb), NULL);

    g_assert_cmpuint(json_array_get_length(rows), ==, 2);
    g_assert_cmpstr(json_object_get_string_member(json_array_get_object_element(rows, 0), "name"), ==, "东湖\n区");
    g_assert_cmpint(json_object_get_int_member(json_array_get_object_element(rows, 0), "_line"), ==, 2);
    g_assert_cmpstr(json_object_get_string_member(json_array_get_object_element(converted, 0), "name"), ==, "东湖");
    g_assert_null(csv_rows_parse("a,b\n\"x", 6, &error));
    g_assert_nonnull(error);
}

static void test_clock(void)
{
    g_autofree char *span = clock_span(0, 80 * G_USEC_PER_SEC);
    g_autofree char *back = clock_span(80 * G_USEC_PER_SEC, 0);
    g_autofree char *none = clock_text(0, CLOCK_FULL);
    g_autofree char *iso = NULL;

    clock_set_zone("Asia/Shanghai");
    iso = clock_iso_text("2026-12-02T09:30:00+00:00", CLOCK_FULL);
    g_assert_cmpstr(span, ==, "1:20");
    g_assert_cmpstr(back, ==, "0:00");
    g_assert_cmpstr(none, ==, "");
    g_assert_cmpstr(iso, ==, "2026-12-02 17:30");
}

/* README's key list: no heading without keys. */
static void test_key_list(void)
{
    g_autofree char *page = action_markdown();

    g_assert_true(g_str_has_prefix(page, "**"));
    g_assert_null(strstr(page, "| --- | --- |\n\n"));
    g_assert_false(g_str_has_suffix(page, "| --- | --- |\n"));
}

int main(int argc, char **argv)
{
    g_autofree char *own = g_file_read_link("/proc/self/exe", NULL);
    g_autofree char *room = g_path_get_dirname(own);
    g_autofree char *locale = g_build_filename(room, "..", "..", "locale", NULL);

    g_setenv("LC_ALL", "C.UTF-8", TRUE);
    g_test_init(&argc, &argv, NULL);
    lang_init("zh");
    bindtextdomain("hotline", locale);
    g_test_add_func("/actions/no-clash", test_no_clash);
    g_test_add_func("/actions/vt100", test_vt100);
    g_test_add_func("/actions/help", test_help);
    g_test_add_func("/actions/prefix", test_prefix);
    g_test_add_func("/actions/user-keys", test_user_keys);
    g_test_add_func("/actions/key-list", test_key_list);
    g_test_add_func("/labels/all-codes", test_labels);
    g_test_add_func("/refusals/all-translated", test_refusals);
    g_test_add_func("/csv/rows", test_csv);
    g_test_add_func("/clock/forms", test_clock);
    return g_test_run();
}
