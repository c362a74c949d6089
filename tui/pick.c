/* The pick list: every word typed must be found in an item's text or further words. */
#include "tui/pick.h"

#include <string.h>

#include "common/lang.h"
#include "common/text.h"
#include "tui/app.h"
#include "tui/list.h"

typedef struct {
    char *value;
    char *text;
    char *key; /* what is searched: case folded */
} PickItem;

typedef struct {
    Screen screen;
    Screen *owner;
    char *title;
    GPtrArray *items;
    GPtrArray *found; /* borrowed PickItem */
    GString *typed;
    List list;
    Picked picked;
    gpointer data;
    PickSource source; /* NULL: the items stay as they are */
    guint which;
} Pick;

static void item_free(gpointer data)
{
    PickItem *item = data;

    g_free(item->value);
    g_free(item->text);
    g_free(item->key);
    g_free(item);
}

GPtrArray *pick_items_new(void)
{
    return g_ptr_array_new_with_free_func(item_free);
}

void pick_items_add(GPtrArray *items, const char *value, const char *text, const char *more)
{
    PickItem *item = g_new(PickItem, 1);
    g_autofree char *both = g_strdup_printf("%s %s", text, more);

    *item = (PickItem){g_strdup(value), g_strdup(text), g_utf8_casefold(both, -1)};
    g_ptr_array_add(items, item);
}

const char *pick_items_value(const GPtrArray *items, guint n)
{
    return n < items->len ? ((const PickItem *)g_ptr_array_index(items, n))->value : NULL;
}

static gboolean has_all(const PickItem *item, char **words)
{
    for (char **word = words; *word != NULL; word++)
        if (strstr(item->key, *word) == NULL)
            return FALSE;
    return TRUE;
}

static void filter(Pick *pick)
{
    g_autofree char *folded = g_utf8_casefold(pick->typed->str, -1);
    g_auto(GStrv) words = g_strsplit(folded, " ", -1);

    g_ptr_array_set_size(pick->found, 0);
    for (guint i = 0; i < pick->items->len; i++)
        if (has_all(g_ptr_array_index(pick->items, i), words))
            g_ptr_array_add(pick->found, g_ptr_array_index(pick->items, i));
    list_set_rows(&pick->list, (int)pick->found->len);
}

/* Leaves the list, then tells the owner, who may open the next thing at once. */
static void leave(Pick *pick, const char *value)
{
    g_autofree char *kept = g_strdup(value);
    Screen *owner = pick->owner;
    Picked picked = pick->picked;
    gpointer data = pick->data;

    app_pop(pick->screen.app);
    picked(owner, data, kept);
}

static void pick_row(Pick *pick, guint row)
{
    if (row < pick->found->len)
        leave(pick, ((const PickItem *)g_ptr_array_index(pick->found, row))->value);
}

gboolean pick_items_by_digit(const GPtrArray *items)
{
    for (guint i = 0; i < items->len && items->len <= 9; i++)
        if (g_ascii_isdigit(*((const PickItem *)g_ptr_array_index(items, i))->text))
            return FALSE;
    return items->len <= 9;
}

static gboolean by_digit(const Pick *pick)
{
    return pick->typed->len == 0 && pick_items_by_digit(pick->items);
}

static char *cell(gpointer data, int row, int column, Role *role)
{
    const Pick *pick = data;
    const PickItem *item = g_ptr_array_index(pick->found, (guint)row);

    (void)column;
    (void)role;
    return by_digit(pick) ? g_strdup_printf("%d %s", row + 1, item->text) : g_strdup(item->text);
}

static void draw(Screen *screen, Rect body)
{
    static const ListColumn columns[] = {{"", 0, 0, FALSE}, {NULL, 0, 0, FALSE}};
    Pick *pick = (Pick *)screen;
    g_autofree char *found = g_strdup_printf("%s (%u)", pick->title, pick->found->len);
    int x;

    draw_rule(body.y, body.x, body.cols, found);
    list_draw(&pick->list, (Rect){body.y + 1, body.x, body.rows - 1, body.cols}, columns, cell, pick,
              pick->items->len > 0 ? _("Nothing has all these words.") : _("The list is empty, or still being read."));
    draw_text(body.y + 1, 0, body.cols, "", ROLE_NORMAL);
    x = 2 + draw_run(body.y + 1, 2, body.cols - 2, _("Type to find: "), ROLE_LABEL);
    x += draw_run(body.y + 1, x, body.cols - x, pick->typed->str, ROLE_FOCUS);
    screen->app->cursor_y = body.y + 1;
    screen->app->cursor_x = x;
}

static gboolean act(Screen *screen, const Action *action)
{
    Pick *pick = (Pick *)screen;

    if (list_act(&pick->list, action->id))
        return TRUE;
    switch (action->id) {
    case ACT_OPEN:
        pick_row(pick, (guint)pick->list.cursor);
        return TRUE;
    case ACT_BACK:
        leave(pick, NULL);
        return TRUE;
    case ACT_BACKSPACE:
        if (pick->typed->len > 0)
            g_string_truncate(pick->typed, (gsize)(g_utf8_find_prev_char(pick->typed->str,
                              pick->typed->str + pick->typed->len) - pick->typed->str));
        filter(pick);
        return TRUE;
    case ACT_DELETE_WORD:
    case ACT_KILL_LINE:
        g_string_truncate(pick->typed, 0);
        filter(pick);
        return TRUE;
    default:
        return FALSE;
    }
}

static void type(Screen *screen, const char *text, gboolean pasted)
{
    Pick *pick = (Pick *)screen;
    g_autofree char *clean = text_clip(text, 200);

    if (!pasted && by_digit(pick) && *text >= '1' && *text <= '9' && text[1] == '\0') {
        pick_row(pick, (guint)(*text - '1'));
        return;
    }
    g_string_append(pick->typed, clean);
    pick->list.cursor = 0;
    filter(pick);
}

static int overlay_rows(Screen *screen, Rect body)
{
    return MIN((int)((Pick *)screen)->items->len + 2, MAX(body.rows * 2 / 3, 8));
}

static void pick_free(Screen *screen)
{
    Pick *pick = (Pick *)screen;

    g_free(pick->title);
    g_ptr_array_unref(pick->found);
    g_ptr_array_unref(pick->items);
    g_string_free(pick->typed, TRUE);
}

static void set_cursor(Pick *pick, const char *value)
{
    for (guint i = 0; value != NULL && i < pick->found->len; i++)
        if (strcmp(((const PickItem *)g_ptr_array_index(pick->found, i))->value, value) == 0)
            pick->list.cursor = (int)i;
}

static void news(Screen *screen, News news, gint64 id)
{
    Pick *pick = (Pick *)screen;
    g_autofree char *at = NULL;

    (void)id;
    if (news != NEWS_REFERENCE || pick->source == NULL)
        return;
    if ((guint)pick->list.cursor < pick->found->len)
        at = g_strdup(((const PickItem *)g_ptr_array_index(pick->found, (guint)pick->list.cursor))->value);
    g_ptr_array_unref(pick->items);
    pick->items = pick->source(screen->app, pick->which);
    filter(pick);
    set_cursor(pick, at);
}

static const ScreenOps ops = {
    .title = N_("Pick list"),
    .places = IN_ANY | IN_TEXT | IN_LIST | IN_PICK,
    .overlay = TRUE,
    .size = sizeof(Pick),
    .free = pick_free,
    .draw = draw,
    .act = act,
    .type = type,
    .news = news,
    .overlay_rows = overlay_rows,
};

static Pick *open_list(Screen *owner, const char *title, GPtrArray *items, const char *current,
                       const char *typed, Picked picked, gpointer data)
{
    Pick *pick = screen_new(owner->app, &ops);

    pick->owner = owner;
    pick->title = g_strdup(title);
    pick->items = items;
    pick->found = g_ptr_array_new();
    pick->typed = g_string_new(typed);
    pick->picked = picked;
    pick->data = data;
    filter(pick);
    set_cursor(pick, current);
    app_push(owner->app, SCREEN(pick));
    return pick;
}

void pick_open(Screen *owner, const char *title, GPtrArray *items, const char *current, Picked picked,
               gpointer data)
{
    open_list(owner, title, items, current, "", picked, data);
}

void pick_open_from(Screen *owner, const char *title, PickSource source, guint which,
                    const char *current, const char *typed, Picked picked, gpointer data)
{
    Pick *pick = open_list(owner, title, source(owner->app, which), current, typed, picked, data);

    pick->source = source;
    pick->which = which;
}
