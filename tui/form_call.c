/* What the database knows of the call that a form records: the call, its number's earlier tickets, what is
 * being said. */
#include "tui/form.h"

#include "common/lang.h"
#include "tui/pick.h"
#include "tui/screens.h"
#include "tui/ticket_sheet.h"

const Call *form_call(const FormScreen *form)
{
    return form->call_rows != NULL && form->call_rows->len > 0 ? g_ptr_array_index(form->call_rows, 0) : NULL;
}

/* Its call has its record by other means, as by urging: with nothing typed there is nothing left to do here. */
static void close_recorded(FormScreen *form)
{
    App *app = form->screen.app;

    form_typing_send(form);
    form_screen_discard(app);
    if (app->message == NULL)
        app_say(app, ROLE_GOOD, _("This call has its record."));
    app_refresh(app, NEWS_AGENT, 0);
}

static void on_call(Screen *screen, GPtrArray *rows, const DbError *error)
{
    FormScreen *form = (FormScreen *)screen;
    gboolean first = form->call_rows == NULL;
    const Call *call;

    if (error != NULL || rows->len == 0)
        return;
    g_clear_pointer(&form->call_rows, g_ptr_array_unref);
    form->call_rows = g_ptr_array_ref(rows);
    call = g_ptr_array_index(rows, 0);
    if (call->has_record && !form->touched && form->sent == NULL && form->ticket == 0) {
        close_recorded(form);
        return;
    }
    if (first)
        form_ask_deadline(form);
    if (!form->touched && call->area_id != 0 && *fields_get(form->fields, "area_id") == '\0')
        fields_set(form->fields, "area_id", record_id(call->area_id));
    fields_hint(form->fields, "phone", call->phone_masked);
}

static void on_history(Screen *screen, GPtrArray *rows, const DbError *error)
{
    FormScreen *form = (FormScreen *)screen;

    if (error != NULL)
        return;
    g_clear_pointer(&form->history, g_ptr_array_unref);
    form->history = g_ptr_array_ref(rows);
}

static void ask_lines(FormScreen *form);

static void on_lines(Screen *screen, GPtrArray *rows, const DbError *error)
{
    FormScreen *form = (FormScreen *)screen;

    form->reading_lines = FALSE;
    if (error == NULL) {
        for (guint i = 0; i < rows->len; i++)
            g_ptr_array_add(form->lines, g_ptr_array_index(rows, i));
        g_ptr_array_set_free_func(rows, NULL);
        if (rows->len > 0)
            form_suggest_later(form);
    }
    if (form->lines_again)
        ask_lines(form);
}

static void ask_lines(FormScreen *form)
{
    gint64 after = form->lines->len > 0
                       ? ((const CallLine *)g_ptr_array_index(form->lines, form->lines->len - 1))->n : 0;

    form->lines_again = form->reading_lines;
    if (form->reading_lines)
        return;
    form->reading_lines = TRUE;
    call_lines(form->screen.app->db, form->call, after, REPLY_ROWS(form, on_lines));
}

void form_read_call(FormScreen *form)
{
    Db *db = form->screen.app->db;

    if (form->call == 0)
        return;
    call_detail(db, form->call, REPLY_ROWS(form, on_call));
    ask_lines(form);
    if (form->history == NULL)
        call_history(db, form->call, REPLY_ROWS(form, on_history));
}

const CallHistory *form_newest(const FormScreen *form, guint *open)
{
    const CallHistory *newest = NULL;

    *open = 0;
    for (guint i = 0; form->history != NULL && i < form->history->len; i++) {
        const CallHistory *ticket = g_ptr_array_index(form->history, i);
        *open += *ticket->closing == '\0';
        newest = newest != NULL ? newest : ticket;
    }
    return newest;
}

static void on_history_picked(Screen *screen, gpointer data, const char *value)
{
    (void)data;
    if (value != NULL)
        app_push(screen->app, ticket_screen_new(screen->app, g_ascii_strtoll(value, NULL, 10)));
}

void form_open_history(FormScreen *form)
{
    GPtrArray *items = pick_items_new();

    for (guint i = 0; form->history != NULL && i < form->history->len; i++) {
        const CallHistory *ticket = g_ptr_array_index(form->history, i);
        g_autofree char *text = form_history_text(ticket);
        pick_items_add(items, record_id(ticket->ticket_id), text, ticket->unit);
    }
    pick_open(SCREEN(form), _("Earlier tickets of this number"), items, NULL, on_history_picked, NULL);
}

void form_urge_own(FormScreen *form)
{
    guint open;
    const CallHistory *newest = form_newest(form, &open);

    if (open == 0)
        app_say(form->screen.app, ROLE_MUTED, _("This number has no open ticket."));
    else
        ticket_sheet_open(SCREEN(form), newest->ticket_id, 0, action_by_id(ACT_URGE));
}
