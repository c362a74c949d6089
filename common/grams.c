/* Counting characters and pairs of characters. */
#include "common/grams.h"

#include <math.h>

/* the same bounds stand in 72_learning.sql */
enum { MOST_CHARACTERS = 4000, TITLE_CHARACTERS = 30 };

static gboolean is_word(gunichar c)
{
    return (c >= '0' && c <= '9') || (c >= 'a' && c <= 'z') || (c >= 0xdf && c <= 0xf6) || (c >= 0xf8 && c <= 0x24f)
           || (c >= 0x3400 && c <= 0x4dbf) || (c >= 0x4e00 && c <= 0x9fff) || (c >= 0xf900 && c <= 0xfaff)
           || (c >= 0x20000 && c <= 0x3ffff);
}

static void count(GHashTable *places, GArray *grams, guint64 gram, double times)
{
    gpointer place = g_hash_table_lookup(places, &gram);

    if (place == NULL) {
        Gram fresh = {gram, 0};
        g_array_append_val(grams, fresh);
        place = GUINT_TO_POINTER(grams->len);
        g_hash_table_insert(places, g_memdup2(&gram, sizeof gram), place);
    }
    g_array_index(grams, Gram, GPOINTER_TO_UINT(place) - 1).value += times;
}

/* The text as the database sees it: the first characters, in one form, small. */
static char *folded(const char *text)
{
    g_autofree char *start = g_utf8_substring(text, 0, MIN(g_utf8_strlen(text, -1), MOST_CHARACTERS));
    char *normal = g_utf8_normalize(start, -1, G_NORMALIZE_ALL_COMPOSE);

    for (char *at = normal; *at != '\0'; at++)
        *at = g_ascii_tolower(*at);
    return normal;
}

GArray *grams_of(const char *text)
{
    g_autofree char *normal = folded(text);
    g_autoptr(GHashTable) places = g_hash_table_new_full(g_int64_hash, g_int64_equal, g_free, NULL);
    GArray *grams = g_array_new(FALSE, FALSE, sizeof(Gram));
    gunichar last = 0;
    guint n = 0;
    double length = 0;

    /* a pair counts where its first character stands */
    for (const char *at = normal; *at != '\0'; at = g_utf8_next_char(at)) {
        gunichar c = g_utf8_get_char(at);
        double times = ++n <= TITLE_CHARACTERS ? 2 : 1;
        c = is_word(c) ? c : 0;
        if (c != 0)
            count(places, grams, c, times);
        if (c != 0 && last != 0)
            count(places, grams, (guint64)last << 32 | c, n - 1 <= TITLE_CHARACTERS ? 2 : 1);
        last = c;
    }
    for (guint i = 0; i < grams->len; i++) {
        Gram *gram = &g_array_index(grams, Gram, i);
        gram->value = 1 + log(gram->value);
        length += gram->value * gram->value;
    }
    for (guint i = 0; i < grams->len; i++)
        g_array_index(grams, Gram, i).value /= sqrt(length);
    return grams;
}

char *gram_text(guint64 gram)
{
    GString *text = g_string_new(NULL);

    if (gram >> 32 != 0)
        g_string_append_unichar(text, (gunichar)(gram >> 32));
    g_string_append_unichar(text, (gunichar)gram);
    return g_string_free(text, FALSE);
}
