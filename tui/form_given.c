/* A form whose ticket was given to another meanwhile: its words stay, and it says what happened. */
#include "common/lang.h"
#include "common/reassign.h"
#include "tui/form.h"

static const ReassignGiven *given_of(const FormScreen *form)
{
    return form->ticket != 0 && form->given != NULL && form->given->len > 0 ? g_ptr_array_index(form->given, 0) : NULL;
}

static void on_given(Screen *screen, GPtrArray *rows, const DbError *error)
{
    FormScreen *form = (FormScreen *)screen;

    if (error != NULL)
        return;
    g_clear_pointer(&form->given, g_ptr_array_unref);
    form->given = g_ptr_array_ref(rows);
}

void form_ask_given(FormScreen *form)
{
    if (form->ticket != 0)
        reassign_given(form->screen.app->db, form->ticket, REPLY_ROWS(form, on_given));
}

gboolean form_is_given(const FormScreen *form)
{
    return given_of(form) != NULL;
}

char *form_given_text(const FormScreen *form)
{
    const ReassignGiven *given = given_of(form);

    return given == NULL ? NULL
                         : g_strdup_printf(_("! Given to %s. Your words stay here: ^X x makes a new ticket of them. (%s: %s)"),
                                           given->owner, given->given_by, given->reason);
}

void form_go_on_as_new(FormScreen *form)
{
    if (!form_is_given(form))
        return;
    form->ticket = 0;
    draft_set(form->draft, "@ticket", record_id(0));
    app_say(form->screen.app, ROLE_NORMAL, _("This is a new ticket of your own now; the one before stays with who has it."));
}
