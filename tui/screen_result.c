/* What a scenario was worth: what was filled in beside what was expected, why, and the article that answers it. */
#include <json-glib/json-glib.h>
#include <string.h>

#include "common/clock.h"
#include "common/label.h"
#include "common/lang.h"
#include "common/text.h"
#include "common/training.h"
#include "tui/list.h"
#include "tui/screens.h"
#include "tui/training_desk.h"

enum { ITEM_COLS = 10, POINTS_COLS = 9 };

typedef struct {
    Screen screen;
    char *id;
    GPtrArray *rows; /* one TrainingResult; NULL until read */
    int top, lines, page;
} ResultScreen;

static const TrainingResult *result_of(const ResultScreen *self)
{
    return self->rows != NULL && self->rows->len > 0 ? g_ptr_array_index(self->rows, 0) : NULL;
}

/* The word for what was chosen or expected in an item. */
static const char *choice_word(const char *item, const char *value)
{
    static const struct {
        const char *item;
        LabelSet set;
    } sets[] = {{"way", LABEL_ACTION}, {"kind", LABEL_KIND}, {"urgency", LABEL_URGENCY}};

    for (guint i = 0; i < G_N_ELEMENTS(sets); i++)
        if (strcmp(item, sets[i].item) == 0)
            return *value != '\0' ? label_text(sets[i].set, value) : "-";
    return *value != '\0' ? value : "-";
}

static void append_fit(GString *text, const char *word, int cols, TextAlign align)
{
    g_autofree char *fit = text_fit(word, cols, align);

    g_string_append(text, fit);
}

/* A step is said by codes of actions: "1 redispatch 市城市管理局". Owned by the caller. */
static char *part_text(const char *item, const char *what)
{
    g_auto(GStrv) words = NULL;

    if (strcmp(item, "steps") != 0)
        return g_strdup(what);
    words = g_strsplit(what, " ", 3);
    return g_strv_length(words) < 2 ? g_strdup(what)
           : g_strdup_printf(_("ticket %s: %s %s"), words[0], label_text(LABEL_ACTION, words[1]), words[2] != NULL ? words[2] : "");
}

/* What was said is a word each, in one line; the others have a line each. */
static void append_parts(GString *text, const char *item, JsonArray *parts)
{
    gboolean in_line = strcmp(item, "tone") == 0;
    guint n = json_array_get_length(parts);

    for (guint i = 0; i < n; i++) {
        JsonObject *part = json_array_get_object_element(parts, i);
        g_autofree char *what = part_text(item, json_object_get_string_member_with_default(part, "what", ""));
        g_string_append_printf(text, "%s%s %s%s", in_line && i > 0 ? "  " : "    ",
                               json_object_get_boolean_member_with_default(part, "got", FALSE) ? "+" : "-", what,
                               in_line && i + 1 < n ? "" : "\n");
    }
}

static void append_item(GString *text, JsonObject *item)
{
    const char *code = json_object_get_string_member_with_default(item, "item", "");
    const char *got = choice_word(code, json_object_get_string_member_with_default(item, "got", ""));
    const char *expected = choice_word(code, json_object_get_string_member_with_default(item, "expected", ""));
    double points = json_object_get_double_member_with_default(item, "points", 0);
    double out_of = json_object_get_double_member_with_default(item, "out_of", 0);
    g_autofree char *earned = g_strdup_printf("%g/%g", points, out_of);

    g_string_append(text, points < out_of ? "! " : "  ");
    append_fit(text, label_text(LABEL_RUBRIC, code), ITEM_COLS, TEXT_LEFT);
    append_fit(text, earned, POINTS_COLS, TEXT_RIGHT);
    if (strcmp(code, "time") == 0)
        g_string_append_printf(text, _("  %s s (limit %s s)"), got, expected);
    else if (strcmp(expected, "-") != 0 && strcmp(got, expected) != 0)
        g_string_append_printf(text, _("  %s  (expected: %s)"), got, expected);
    else
        g_string_append_printf(text, "  %s", got);
    g_string_append_c(text, '\n');
    if (json_object_has_member(item, "parts"))
        append_parts(text, code, json_object_get_array_member(item, "parts"));
}

static JsonArray *array_of(const char *json, JsonNode **node)
{
    *node = json_from_string(json, NULL);
    return *node != NULL && JSON_NODE_HOLDS_ARRAY(*node) ? json_node_get_array(*node) : NULL;
}

static void append_items(GString *text, const char *json)
{
    g_autoptr(JsonNode) node = NULL;
    JsonArray *items = array_of(json, &node);

    for (guint i = 0; items != NULL && i < json_array_get_length(items); i++)
        append_item(text, json_array_get_object_element(items, i));
}

enum { SPEED_LEAST = 10 }; /* fewer characters say nothing about how fast one types */

static void append_speed(GString *text, double typing, double keys)
{
    if (keys >= SPEED_LEAST && typing > 0)
        g_string_append_printf(text, _("  %3.0f a minute"), keys / typing * 60);
    g_string_append_c(text, '\n');
}

/* How long each field took, and how fast it was typed; results of an earlier program do not know for how long one typed. */
static void append_typing(GString *text, const char *json)
{
    g_autoptr(JsonNode) node = NULL;
    JsonArray *fields = array_of(json, &node);
    double all_typing = 0;
    double all_seconds = 0;
    double all_keys = 0;

    if (fields == NULL || json_array_get_length(fields) == 0)
        return;
    g_string_append_printf(text, "\n%s\n", _("-- Time in each field --"));
    for (guint i = 0; i < json_array_get_length(fields); i++) {
        JsonObject *field = json_array_get_object_element(fields, i);
        double seconds = json_object_get_double_member_with_default(field, "seconds", 0);
        double typing = json_object_get_double_member_with_default(field, "typing", 0);
        double keys = json_object_get_double_member_with_default(field, "keys", 0);
        all_seconds += seconds;
        all_typing += typing;
        all_keys += keys;
        if (seconds < 0.5 && keys < 1)
            continue;
        g_string_append(text, "  ");
        append_fit(text, label_text(LABEL_FIELD, json_object_get_string_member_with_default(field, "field", "")), ITEM_COLS, TEXT_LEFT);
        g_string_append_printf(text, _("%5.0f s  %4.0f characters"), seconds, keys);
        append_speed(text, typing, keys);
    }
    g_string_append(text, "  ");
    append_fit(text, _("together"), ITEM_COLS, TEXT_LEFT);
    g_string_append_printf(text, _("%5.0f s  %4.0f characters"), all_seconds, all_keys);
    append_speed(text, all_typing, all_keys);
}

static char *text_of(const TrainingResult *result)
{
    GString *text = g_string_new(NULL);
    g_autofree char *at = clock_text(result->ended_at, CLOCK_FULL);

    g_string_append_printf(text, _("%s   %.4g of 100 points   %s   %s\n"), result->title, result->points,
                           label_text(LABEL_DRILL_STATE, result->state), at);
    if (result->hints > 0)
        g_string_append_printf(text, _("Hints: %d, they cost %.0f points\n"), (int)result->hints, result->hint_cost);
    g_string_append_c(text, '\n');
    append_items(text, result->items);
    if (*result->why != '\0')
        g_string_append_printf(text, "\n%s\n%s\n", _("-- Why --"), result->why);
    if (*result->source != '\0')
        g_string_append_printf(text, _("Source: %s\n"), result->source);
    if (result->article_id != 0)
        g_string_append_printf(text, _("Article: %s (Enter)\n"), result->article);
    append_typing(text, result->typing);
    return g_string_free(text, FALSE);
}

static void on_result(Screen *screen, GPtrArray *rows, const DbError *error)
{
    reply_keep(screen, &((ResultScreen *)screen)->rows, rows, error);
}

static void show(Screen *screen)
{
    training_result(screen->app->db, ((ResultScreen *)screen)->id, REPLY_ROWS(screen, on_result));
}

static void draw(Screen *screen, Rect body)
{
    ResultScreen *self = (ResultScreen *)screen;
    const TrainingResult *result = result_of(self);
    g_autofree char *text = result != NULL ? text_of(result) : g_strdup(self->rows == NULL ? _("Reading ...") : _("There is no such result."));
    g_autofree char *title = NULL;
    g_autofree char *shown = NULL;

    self->page = body.rows - 1;
    self->lines = draw_wrapped((Rect){body.y + 1, 1, body.rows - 1, body.cols - 2}, self->top, text, ROLE_NORMAL);
    shown = self->lines > self->page
        ? g_strdup_printf(_("  (lines %d-%d of %d)"), self->top + 1, MIN(self->top + self->page, self->lines), self->lines) : g_strdup("");
    title = g_strdup_printf("%s  %s%s", _("What it was worth"), result != NULL ? result->who : "", shown);
    draw_rule(body.y, body.x, body.cols, title);
}

static gboolean act(Screen *screen, const Action *action)
{
    ResultScreen *self = (ResultScreen *)screen;
    const TrainingResult *result = result_of(self);

    if (action->id == ACT_OPEN && result != NULL && result->article_id != 0) {
        app_push(screen->app, article_screen_new(screen->app, result->article_id));
        return TRUE;
    }
    if (action->id == ACT_AGAIN && result != NULL && *result->scenario != '\0') {
        training_desk_begin(screen->app, screen, result->scenario);
        return TRUE;
    }
    return list_scroll(&self->top, self->lines, self->page, action->id);
}

static gboolean offers(Screen *screen, const Action *action)
{
    const TrainingResult *result = result_of((ResultScreen *)screen);

    if (action->id == ACT_AGAIN)
        return result != NULL && *result->scenario != '\0' && screen->app->me->training;
    return action->id != ACT_OPEN || (result != NULL && result->article_id != 0);
}

/* The typing may come after the result. */
static void news(Screen *screen, News news, gint64 id)
{
    (void)id;
    if (news == NEWS_ALL || news == NEWS_TRAINING)
        show(screen);
}

static void result_free(Screen *screen)
{
    g_free(((ResultScreen *)screen)->id);
    g_clear_pointer(&((ResultScreen *)screen)->rows, g_ptr_array_unref);
}

static const ScreenOps ops = {
    .title = N_("What it was worth"),
    .places = IN_ANY | IN_SCROLL | IN_RESULT,
    .size = sizeof(ResultScreen),
    .free = result_free,
    .show = show,
    .draw = draw,
    .act = act,
    .news = news,
    .offers = offers,
};

Screen *result_screen_new(App *app, const char *id)
{
    ResultScreen *self = screen_new(app, &ops);

    self->id = g_strdup(id);
    return SCREEN(self);
}
