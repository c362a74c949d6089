/* Finding, listing and guessing words in the tables of the grammar. */
#include <string.h>

#include "common/scenario_private.h"

/* A table of keys is one of words too, of another size: a key begins with its word. */
#define NEXT(word, size) ((const ScenarioWord *)(const void *)((const char *)(word) + (size)))

static const ScenarioWord *find(const ScenarioWord *word, gsize size, const char *text)
{
    for (; word->english != NULL; word = NEXT(word, size))
        if (strcmp(word->english, text) == 0 || strcmp(word->chinese, text) == 0)
            return word;
    return NULL;
}

const ScenarioKey *scenario_key(const ScenarioKey *keys, const char *word)
{
    return (const ScenarioKey *)(const void *)find(&keys->word, sizeof *keys, word);
}

const ScenarioWord *scenario_word(const ScenarioWord *words, const char *word)
{
    return find(words, sizeof *words, word);
}

static char *list(const ScenarioWord *word, gsize size, gboolean chinese)
{
    GString *text = g_string_new(NULL);

    for (; word->english != NULL; word = NEXT(word, size)) {
        if (text->len > 0)
            g_string_append(text, chinese ? "、" : ", ");
        g_string_append(text, chinese ? word->chinese : word->english);
    }
    return g_string_free(text, FALSE);
}

char *scenario_key_list(const ScenarioKey *keys, gboolean chinese)
{
    return list(&keys->word, sizeof *keys, chinese);
}

char *scenario_word_list(const ScenarioWord *words, gboolean chinese)
{
    return list(words, sizeof *words, chinese);
}

/* How many characters must be put in, taken out or changed: Levenshtein's distance. */
static guint distance(const char *from, const char *to)
{
    enum { LONGEST = 40 };
    guint row[LONGEST + 1];
    glong n = g_utf8_strlen(to, -1);

    if (n > LONGEST || g_utf8_strlen(from, -1) > LONGEST)
        return G_MAXUINT;
    for (guint j = 0; j <= LONGEST; j++)
        row[j] = j;
    for (guint i = 1; *from != '\0'; from = g_utf8_next_char(from), i++) {
        const char *at = to;
        guint diagonal = row[0];
        row[0] = i;
        for (guint j = 1; *at != '\0'; at = g_utf8_next_char(at), j++) {
            guint changed = diagonal + (g_utf8_get_char(from) != g_utf8_get_char(at));
            diagonal = row[j];
            row[j] = MIN(changed, MIN(row[j], row[j - 1]) + 1);
        }
    }
    return row[n];
}

static const char *nearest(const ScenarioWord *word, gsize size, const char *text)
{
    const char *best = NULL;
    guint least = G_MAXUINT;

    for (; word->english != NULL; word = NEXT(word, size))
        for (int i = 0; i < 2; i++) {
            const char *spelling = i == 0 ? word->english : word->chinese;
            guint far = distance(text, spelling);
            /* half of the characters may be wrong: one of two, two of five */
            if (far < least && far <= (guint)g_utf8_strlen(spelling, -1) / 2) {
                least = far;
                best = spelling;
            }
        }
    return best;
}

const char *scenario_nearest_key(const ScenarioKey *keys, const char *word)
{
    return nearest(&keys->word, sizeof *keys, word);
}

const char *scenario_nearest_word(const ScenarioWord *words, const char *word)
{
    return nearest(words, sizeof *words, word);
}
