/* Opening the form: for a call, for a draft, again after a restart or a late refusal. */
#include <string.h>

#include "common/clock.h"
#include "common/label.h"
#include "common/lang.h"
#include "tui/form.h"
#include "tui/screens.h"

gint64 form_screen_call(const App *app)
{
    return app->form != NULL ? ((const FormScreen *)app->form)->call : 0;
}

void form_screen_discard(App *app)
{
    draft_discard(g_steal_pointer(&((FormScreen *)app->form)->draft));
    app_close_form(app);
}

static void put_in_place(App *app, FormScreen *form)
{
    app->form = SCREEN(form);
    app_open_form(app);
}

/* The form that is open makes room: its words stay on disk and can be gone on with. */
static void make_room(App *app)
{
    guint kept = app->kept_forms;

    if (app->form == NULL)
        return;
    app_close_form(app);
    if (app->kept_forms > kept)
        app_say(app, ROLE_NORMAL, _("The form before is kept: ^X o goes on with it."));
}

static void on_draft_fields(Screen *screen, GPtrArray *rows, const DbError *error)
{
    FormScreen *form = (FormScreen *)screen;

    if (error != NULL) {
        app_say_error(screen->app, error);
        return;
    }
    for (guint i = 0; i < rows->len && !form->touched; i++) {
        const TicketField *field = g_ptr_array_index(rows, i);
        if (strcmp(field->field, "articles") == 0)
            form_articles_put_aside(form->draft, field->value);
        else
            fields_set(form->fields, field->field, field->value);
    }
}

static Draft *open_with_key(App *app, const char *key, gint64 call, gint64 ticket, GError **error)
{
    Draft *draft;

    outbox_adopt(app->outbox);
    draft = draft_open(app->scope, "form", key, error);
    if (draft != NULL) {
        draft_set(draft, "@call", record_id(call));
        draft_set(draft, "@ticket", record_id(ticket));
    }
    return draft;
}

static Draft *open_new_draft(App *app, gint64 call, gint64 ticket, GError **error)
{
    g_autofree char *fresh = g_uuid_string_random();
    g_autofree char *key = g_strdup_printf("new-%s", fresh);

    return open_with_key(app, key, call, ticket, error);
}

static Draft *open_draft(App *app, gint64 call, gint64 ticket, GError **error)
{
    g_autofree char *key = call != 0 ? g_strdup_printf("call-%" G_GINT64_FORMAT, call)
                                     : g_strdup_printf("ticket-%" G_GINT64_FORMAT, ticket);

    return call != 0 || ticket != 0 ? open_with_key(app, key, call, ticket, error)
                                    : open_new_draft(app, call, ticket, error);
}

/* A form that was refused while nobody was there: why, once. */
static void say_refused(App *app, Draft *draft)
{
    if (*draft_get(draft, "@refused") == '\0')
        return;
    app_say(app, ROLE_BAD, draft_get(draft, "@refused"));
    draft_set(draft, "@refused", "");
}

void form_screen_open(App *app, gint64 call, gint64 ticket, Draft *draft)
{
    g_autoptr(GError) error = NULL;
    FormScreen *form;

    if (draft == NULL && app->form != NULL && call == ((FormScreen *)app->form)->call
        && ticket == ((FormScreen *)app->form)->ticket) {
        app_open_form(app);
        return;
    }
    make_room(app);
    if (draft == NULL)
        draft = open_draft(app, call, ticket, &error);
    if (draft == NULL) {
        app_say(app, ROLE_BAD, error != NULL ? error->message : _("This form is open in another window of yours."));
        return;
    }
    form = form_new(app, call, ticket, draft);
    put_in_place(app, form);
    kept_forms_count(app);
    say_refused(app, draft);
    if (ticket != 0)
        ticket_form(app->db, ticket, REPLY_ROWS(form, on_draft_fields));
}

void form_screen_open_kept(App *app, Draft *draft)
{
    form_screen_open(app, g_ascii_strtoll(draft_get(draft, "@call"), NULL, 10),
                     g_ascii_strtoll(draft_get(draft, "@ticket"), NULL, 10), draft);
}

/* The words that the outbox gave back; those of its call, where the disk did not take them. */
static Draft *open_refused(App *app, const char *name, const char *const *params)
{
    g_autoptr(GHashTable) values = NULL;
    GHashTableIter iter;
    gpointer field;
    gpointer value;
    Draft *draft;

    if (name != NULL && g_str_has_prefix(name, "form/"))
        return draft_open(app->scope, "form", name + strlen("form/"), NULL);
    draft = open_new_draft(app, params[2] != NULL ? g_ascii_strtoll(params[2], NULL, 10) : 0,
                           params[1] != NULL ? g_ascii_strtoll(params[1], NULL, 10) : 0, NULL);
    values = ticket_form_parse(params[3]);
    g_hash_table_iter_init(&iter, values);
    while (draft != NULL && g_hash_table_iter_next(&iter, &field, &value)) {
        if (strcmp(field, "articles") == 0)
            form_articles_put_aside(draft, value);
        else
            draft_set(draft, field, value);
    }
    return draft;
}

void form_screen_refused(App *app, const char *name, const char *const *params, const char *sentence)
{
    Draft *draft = open_refused(app, name, params);
    g_autofree char *said = g_strdup_printf(_("A kept form was refused: %s It waits under ^X o."), sentence);

    if (draft != NULL) {
        draft_set(draft, "@refused", sentence);
        draft_close(draft);
    }
    kept_forms_count(app);
    app_say(app, ROLE_BAD, draft != NULL ? said : sentence);
}

void form_say_sent(App *app, const char *way, const char *json)
{
    g_autoptr(TicketAnswer) answer = ticket_answer_parse(json);
    g_autofree char *due = clock_iso_text(answer->due_at, CLOCK_FULL);
    g_autofree char *sentence = *due != '\0'
        ? g_strdup_printf(_("Ticket %s: %s. Tell the citizen: until %s.%s"), answer->number,
                          label_text(LABEL_ACTION, way), due,
                          answer->due_known ? "" : _(" (no calendar for that year yet)"))
        : g_strdup_printf(_("Ticket %s: %s."), answer->number, label_text(LABEL_ACTION, way));

    app_say(app, ROLE_GOOD, sentence);
}

void form_keep_if_offline(FormScreen *form)
{
    App *app = form->screen.app;

    if (db_link(app->db) == DB_ONLINE)
        return;
    form_screen_discard(app);
    app_say(app, ROLE_DUE, _("Kept on this machine; it is sent by itself when the link is back."));
}
