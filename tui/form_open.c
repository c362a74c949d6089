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

static void put_in_place(App *app, FormScreen *form)
{
    app->form = SCREEN(form);
    app_open_form(app);
}

/* The form that is open makes room: its words stay on disk and can be gone on with. */
static void make_room(App *app)
{
    if (app->form == NULL)
        return;
    app_say(app, ROLE_NORMAL, _("The form before is kept; it opens again when this one is done."));
    app_close_form(app);
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
        fields_set(form->fields, field->field, field->value);
    }
}

static Draft *open_draft(App *app, gint64 call, gint64 ticket, GError **error)
{
    g_autofree char *fresh = g_uuid_string_random();
    g_autofree char *key = call != 0     ? g_strdup_printf("call-%" G_GINT64_FORMAT, call)
                           : ticket != 0 ? g_strdup_printf("ticket-%" G_GINT64_FORMAT, ticket)
                                         : g_strdup_printf("new-%s", fresh);
    Draft *draft;

    outbox_adopt(app->outbox);
    draft = draft_open(app->scope, "form", key, error);
    if (draft != NULL) {
        draft_set(draft, "@call", record_id(call));
        draft_set(draft, "@ticket", record_id(ticket));
    }
    return draft;
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
    if (ticket != 0)
        ticket_form(app->db, ticket, REPLY_ROWS(form, on_draft_fields));
}

void form_screen_offer(App *app, GHashTable *values, gint64 call, gint64 ticket, const char *sentence)
{
    FormScreen *form;
    GHashTableIter iter;
    gpointer field;
    gpointer value;

    form_screen_open(app, call, ticket, NULL);
    if (app->form == NULL)
        return;
    form = (FormScreen *)app->form;
    form->touched = TRUE;
    g_hash_table_iter_init(&iter, values);
    while (g_hash_table_iter_next(&iter, &field, &value))
        fields_set(form->fields, field, value);
    app_say(app, ROLE_BAD, sentence);
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
    draft_discard(g_steal_pointer(&form->draft));
    app_close_form(app);
    app_say(app, ROLE_DUE, _("Kept on this machine; it is sent by itself when the link is back."));
}
