/* The ticket form: one way in, every way out. What is typed is on disk within a second. */
#include "tui/callback_sheet.h"
#include "tui/form.h"

#include <string.h>

#include "common/clock.h"
#include "common/label.h"
#include "common/lang.h"
#include "common/refusal.h"
#include "tui/pick.h"
#include "tui/screens.h"
#include "tui/ticket_sheet.h"

static const FieldSpec specs[] = {
    {"citizen_name", FIELD_LINE, CHOICE_NONE, 0, 0, 14},
    {"phone", FIELD_LINE, CHOICE_NONE, 0, 0, 14},
    {"gender", FIELD_CHOICE, CHOICE_GENDER, 0, 0, 6},
    {"confidential", FIELD_CHOICE, CHOICE_YES, 0, 0, 4},
    {"area_id", FIELD_CHOICE, CHOICE_AREA, 0, 1, 28},
    {"address", FIELD_LINE, CHOICE_NONE, 0, 1, 0},
    {"category_id", FIELD_CHOICE, CHOICE_CATEGORY, 0, 2, 0},
    {"kind", FIELD_CHOICE, CHOICE_KIND, 0, 3, 8},
    {"urgency", FIELD_CHOICE, CHOICE_URGENCY, 0, 3, 8},
    {"urgency_reason", FIELD_LINE, CHOICE_NONE, 0, 3, 0},
    {"title", FIELD_LINE, CHOICE_NONE, 0, 4, 0},
    {"unit_id", FIELD_CHOICE, CHOICE_UNIT, 0, 5, 24},
    {"body", FIELD_TEXT, CHOICE_NONE, 0, 0, 0},
    {"answer", FIELD_TEXT, CHOICE_NONE, 0, 0, 0},
    {"explanation", FIELD_TEXT, CHOICE_NONE, 0, 0, 0},
    {"way_to_go", FIELD_TEXT, CHOICE_NONE, 0, 0, 0},
    {NULL, FIELD_LINE, CHOICE_NONE, 0, 0, 0}};

/* Fields that only one way out shows. */
static const struct {
    const char *field;
    const char *way;
} way_fields[] = {{"answer", "answer"}, {"explanation", "decline"}, {"way_to_go", "decline"}};

void form_show_way(FormScreen *form, const char *way)
{
    form->way = way;
    for (guint i = 0; i < G_N_ELEMENTS(way_fields); i++)
        fields_hide(form->fields, way_fields[i].field, g_strcmp0(way, way_fields[i].way) != 0);
}

/* The urgency in force: what was chosen, else the category's standard, raised by danger. */
static const char *urgency_of(const FormScreen *form)
{
    const char *chosen = fields_get(form->fields, "urgency");
    const CatalogEntry *category = catalog_find(form->screen.app->catalog, CATALOG_CATEGORIES,
        g_ascii_strtoll(fields_get(form->fields, "category_id"), NULL, 10));

    if (*chosen != '\0')
        return chosen;
    if (form_danger(form) != NULL && (category == NULL || strcmp(category->urgency, "urgent") != 0))
        return form_danger(form)->urgency;
    return category != NULL ? category->urgency : "general";
}

static void on_deadline(Screen *screen, GPtrArray *rows, const DbError *error)
{
    FormScreen *form = (FormScreen *)screen;
    const TicketDeadline *deadline;
    g_autofree char *due = NULL;
    g_autofree char *note = NULL;

    if (error != NULL || rows->len == 0)
        return;
    deadline = g_ptr_array_index(rows, 0);
    due = clock_text(deadline->due_at, CLOCK_FULL);
    note = g_strdup_printf(_("Deadline %s (%s, %d working days)%s"), due, label_text(LABEL_URGENCY, urgency_of(form)),
                           (int)deadline->working_days,
                           deadline->calendar_known ? "" : _(" ! no calendar for that year"));
    fields_note(form->fields, "unit_id", note);
    fields_hint(form->fields, "urgency", label_text(LABEL_URGENCY, urgency_of(form)));
}

void form_ask_deadline(FormScreen *form)
{
    const Call *call = form_call(form);

    ticket_deadline(form->screen.app->db, urgency_of(form),
                    call == NULL ? 0 : call_is_message(call) ? call->queued_at : call->answered_at,
                    REPLY_ROWS(form, on_deadline));
}

static void on_changed(Screen *screen, const char *name)
{
    FormScreen *form = (FormScreen *)screen;

    form->touched = TRUE;
    if (strcmp(name, "category_id") == 0 || strcmp(name, "urgency") == 0)
        form_ask_deadline(form);
    form_suggest_later(form);
}

static void news(Screen *screen, News news, gint64 id)
{
    FormScreen *form = (FormScreen *)screen;

    if (news == NEWS_ALL || (news == NEWS_TICKET && (id == 0 || id == form->ticket)))
        form_ask_given(form);
    if (news == NEWS_LINK && form->sent != NULL && form->handed)
        form_keep_if_offline(form);
    else if (news == NEWS_ALL || (news == NEWS_CALL && (id == 0 || id == form->call)))
        form_read_call(form);
    else if (news == NEWS_REFERENCE)
        form_suggest_later(form);
}

static void show(Screen *screen)
{
    form_read_call((FormScreen *)screen);
    form_ask_deadline((FormScreen *)screen);
    form_ask_given((FormScreen *)screen);
    form_suggest_later((FormScreen *)screen);
}

/* --- the ways out --- */

static void on_refused(FormScreen *form, const DbError *error)
{
    const char *field = error->column != NULL ? error->column : "";
    g_autofree char *sentence = refusal_sentence(error);
    g_autofree char *named = fields_sentence(field, sentence);

    fields_blame(form->fields, field, named);
    app_say(form->screen.app, ROLE_BAD, named);
}

static void on_sent(Screen *screen, const char *json, const DbError *error)
{
    FormScreen *form = (FormScreen *)screen;
    App *app = screen->app;
    const char *way = form->sent;

    form->sent = NULL;
    if (error != NULL) {
        on_refused(form, error);
        return;
    }
    form_say_sent(app, way, json);
    form_typing_send(form);
    form_screen_discard(app);
    app_refresh(app, NEWS_ALL, 0);
}

/* What goes out: of the fields that only one way shows, only those of this way. */
static GHashTable *values_for(const FormScreen *form, const char *way)
{
    GHashTable *values = fields_values(form->fields);

    for (guint i = 0; i < G_N_ELEMENTS(way_fields); i++)
        if (strcmp(way_fields[i].way, way) != 0)
            g_hash_table_remove(values, way_fields[i].field);
    return values;
}

static void after_handing(FormScreen *form)
{
    if (form->handed)
        form_keep_if_offline(form);
    else
        app_say(form->screen.app, ROLE_BAD,
                _("This machine's disk is full or refuses: keep this open until it has been sent."));
}

static void send(FormScreen *form, const char *way, const char *extra, const char *value)
{
    App *app = form->screen.app;
    g_autoptr(GHashTable) values = values_for(form, way);
    g_autofree char *shown = NULL;
    g_autofree char *articles = NULL;

    if (form->sent != NULL)
        return;
    form->sent = way;
    if (extra != NULL)
        g_hash_table_insert(values, (char *)extra, g_strdup(value));
    if ((articles = form_articles(form, way)) != NULL)
        g_hash_table_insert(values, (char *)"articles", g_steal_pointer(&articles));
    if ((shown = suggest_shown(form->categories, form->units)) != NULL)
        g_hash_table_insert(values, (char *)"suggestion", g_steal_pointer(&shown));
    form->handed = ticket_submit(app->outbox, form->draft, way, form->ticket, form->call, values,
                                 REPLY_ANSWER(form, on_sent));
    after_handing(form);
}

void form_join(FormScreen *form, gint64 ticket)
{
    g_autoptr(GHashTable) values = values_for(form, "join");

    if (form->sent != NULL)
        return;
    form->sent = "join";
    form->handed = ticket_join(form->screen.app->outbox, form->draft, ticket, form->call, values,
                               REPLY_ANSWER(form, on_sent));
    after_handing(form);
}

static void on_number_picked(Screen *screen, gpointer data, const char *value)
{
    const CatalogEntry *number;

    (void)data;
    if (value == NULL)
        return;
    number = catalog_find(screen->app->catalog, CATALOG_NUMBERS, g_ascii_strtoll(value, NULL, 10));
    if (number != NULL)
        send((FormScreen *)screen, "transfer", "transfer_to", number->code);
}

static void on_discard_picked(Screen *screen, gpointer data, const char *value)
{
    App *app = screen->app;

    (void)data;
    if (value == NULL || *value == '\0')
        return;
    form_screen_discard(app);
    app_say(app, ROLE_NORMAL, _("The form's words are thrown away."));
}

/* Ways that close a call which said nothing: no second press protects what was typed. */
static gboolean drops_words(const char *way)
{
    return strcmp(way, "silent") == 0 || strcmp(way, "abusive") == 0;
}

/* More is filled in than what the call itself gave. */
static gboolean has_words(const FormScreen *form)
{
    g_autoptr(GHashTable) values = fields_values(form->fields);
    const Call *call = form_call(form);
    const char *area = g_hash_table_lookup(values, "area_id");

    if (call != NULL && area != NULL && strcmp(area, record_id(call->area_id)) == 0)
        g_hash_table_remove(values, "area_id");
    return g_hash_table_size(values) > 0;
}

static void on_drop_picked(Screen *screen, gpointer way, const char *value)
{
    if (value != NULL && *value != '\0')
        send((FormScreen *)screen, way, NULL, NULL);
}

static void ask_before_drop(FormScreen *form, const char *way)
{
    choice_open(SCREEN(form), strcmp(way, "silent") == 0 ? _("Words are typed here. Close it as a silent call all the same?")
                                                         : _("Words are typed here. Close it as an abusive call all the same?"),
                CHOICE_YES, NULL, "", on_drop_picked, (gpointer)way);
}

/* A way that asks for more shows its fields at the first press, and sends at the second. */
static void go_way(FormScreen *form, const char *way)
{
    for (guint i = 0; i < G_N_ELEMENTS(way_fields); i++) {
        if (strcmp(way_fields[i].way, way) != 0 || g_strcmp0(form->way, way) == 0)
            continue;
        form_show_way(form, way);
        fields_focus(form->fields, way_fields[i].field);
        app_say(form->screen.app, ROLE_NORMAL, _("Fill this in, then press the same key again to send."));
        return;
    }
    if (drops_words(way) && has_words(form))
        ask_before_drop(form, way);
    else
        send(form, way, NULL, NULL);
}

static void on_number(Screen *screen, const char *phone)
{
    FormScreen *form = (FormScreen *)screen;

    g_free(form->phone);
    form->phone = g_strdup(phone);
}

static void left(Screen *screen)
{
    g_clear_pointer(&((FormScreen *)screen)->phone, g_free);
}

static gboolean go_back(FormScreen *form)
{
    if (form->way == NULL)
        return FALSE;
    form_show_way(form, NULL);
    return TRUE;
}

/* A key that changes nothing any more is not swallowed without a word. */
static void say_sending(const FormScreen *form)
{
    app_say(form->screen.app, ROLE_MUTED, _("It is being sent; this key was not taken."));
}

static gboolean act(Screen *screen, const Action *action)
{
    FormScreen *form = (FormScreen *)screen;

    form_typing_note(form, "");
    if ((action->where & IN_ANY) != 0)
        form_typing_pause(form);
    if (form->sent != NULL) {
        if ((action->where & IN_ANY) == 0)
            say_sending(form);
        return (action->where & IN_ANY) == 0;
    }
    switch (action->id) {
    case ACT_TRANSFER:
        choice_open(screen, _("Hand the caller over to"), CHOICE_NUMBER,
                    form_danger(form) != NULL ? form_danger(form)->number : NULL, "", on_number_picked, NULL);
        return TRUE;
    case ACT_HISTORY:
        form_open_history(form);
        return TRUE;
    case ACT_TAKE_SUGGESTION:
        form_take_suggestion(form);
        return TRUE;
    case ACT_KNOWLEDGE: {
        g_autofree char *words = form_words(form);
        app_push(screen->app, knowledge_screen_new(screen->app, g_strstrip(g_strdelimit(words, "\n", ' '))));
        return TRUE;
    }
    case ACT_AS_NEW:
        form_go_on_as_new(form);
        return TRUE;
    case ACT_PANEL:
        form->panel = !form->panel;
        return TRUE;
    case ACT_URGE_OWN:
        form_urge_own(form);
        return TRUE;
    case ACT_PROMISE:
        callback_sheet_promise(screen, 0, form->call, fields_get(form->fields, "phone"), fields_get(form->fields, "citizen_name"));
        return TRUE;
    case ACT_JOIN:
        form_open_similar(form);
        return TRUE;
    case ACT_DISCARD:
        choice_open(screen, _("Throw all words of this form away?"), CHOICE_YES, NULL, "", on_discard_picked, NULL);
        return TRUE;
    case ACT_UNMASK:
        if (form->call != 0)
            ticket_sheet_unmask(screen, 0, form->call, on_number);
        return TRUE;
    case ACT_BACK:
        return go_back(form);
    default:
        break;
    }
    if (action->step != NULL) {
        go_way(form, action->step);
        return TRUE;
    }
    return fields_act(form->fields, action);
}

static void type(Screen *screen, const char *text, gboolean pasted)
{
    FormScreen *form = (FormScreen *)screen;

    form_typing_note(form, text);
    if (form->sent != NULL)
        say_sending(form);
    else
        fields_type(form->fields, text, pasted);
}

static gboolean ticks(Screen *screen)
{
    const FormScreen *form = (FormScreen *)screen;
    const Call *call = form_call(form);

    return call != NULL && !call_is_message(call) && strcmp(call->state, "talking") == 0;
}

static void form_free(Screen *screen)
{
    FormScreen *form = (FormScreen *)screen;

    if (form->draft != NULL)
        draft_flush(form->draft);
    form_suggest_free(form);
    form_typing_free(form);
    fields_free(form->fields);
    g_clear_pointer(&form->draft, draft_close);
    g_free(form->phone);
    g_ptr_array_unref(form->lines);
    g_clear_pointer(&form->call_rows, g_ptr_array_unref);
    g_clear_pointer(&form->history, g_ptr_array_unref);
    g_clear_pointer(&form->intake, g_ptr_array_unref);
    g_clear_pointer(&form->given, g_ptr_array_unref);
}

static gboolean offers(Screen *screen, const Action *action)
{
    return action->id != ACT_AS_NEW || form_is_given((FormScreen *)screen);
}

static const ScreenOps ops = {
    .title = N_("Ticket form"),
    .places = IN_ANY | IN_TEXT | IN_FIELDS | IN_FORM,
    .size = sizeof(FormScreen),
    .free = form_free,
    .show = show,
    .left = left,
    .draw = form_draw,
    .act = act,
    .type = type,
    .news = news,
    .offers = offers,
    .ticks = ticks,
};

static void on_saved(gpointer app)
{
    app_dirty(app);
}

FormScreen *form_new(App *app, gint64 call, gint64 ticket, Draft *draft)
{
    FormScreen *form = screen_new(app, &ops);

    form->call = call;
    form->ticket = ticket;
    form->draft = draft;
    draft_on_saved(draft, on_saved, app);
    form->lines = g_ptr_array_new_with_free_func(record_free);
    form->fields = fields_new(SCREEN(form), specs, draft, on_changed);
    form_show_way(form, NULL);
    for (const FieldSpec *spec = specs; spec->name != NULL; spec++) {
        const char *kept = draft_get(draft, spec->name);
        form->touched |= *kept != '\0';
        fields_set(form->fields, spec->name, kept);
    }
    return form;
}
