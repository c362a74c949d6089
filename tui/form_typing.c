/* In training: how long one stayed in each field of the form, and how much was typed there. */
#include "tui/form.h"

#include <json-glib/json-glib.h>
#include <string.h>

#include "common/training.h"

/* longer than this one did something else */
enum { PAUSE_MOST_US = 60 * G_USEC_PER_SEC };

typedef struct {
    const char *field; /* of the form's specs */
    gint64 us;
    guint chars;
} Typed;

static Typed *typed_at(GArray *typing, const char *field)
{
    Typed fresh = {field, 0, 0};

    for (guint i = 0; i < typing->len; i++)
        if (strcmp(g_array_index(typing, Typed, i).field, field) == 0)
            return &g_array_index(typing, Typed, i);
    g_array_append_val(typing, fresh);
    return &g_array_index(typing, Typed, typing->len - 1);
}

void form_typing_note(FormScreen *form, const char *text)
{
    gint64 now = g_get_monotonic_time();
    const char *field = fields_focused(form->fields);
    Typed *typed;

    if (!form->screen.app->me->training || field == NULL)
        return;
    if (form->typing == NULL)
        form->typing = g_array_new(FALSE, FALSE, sizeof(Typed));
    typed = typed_at(form->typing, field);
    typed->us += form->typed_at != 0 ? MIN(now - form->typed_at, PAUSE_MOST_US) : 0;
    typed->chars += (guint)g_utf8_strlen(text, -1);
    form->typed_at = now;
}

void form_typing_send(const FormScreen *form)
{
    g_autoptr(JsonBuilder) json = NULL;
    g_autoptr(JsonNode) root = NULL;
    g_autofree char *fields = NULL;

    if (form->typing == NULL || form->call == 0)
        return;
    json = json_builder_new();
    json_builder_begin_array(json);
    for (guint i = 0; i < form->typing->len; i++) {
        const Typed *typed = &g_array_index(form->typing, Typed, i);
        json_builder_begin_object(json);
        json_builder_add_string_value(json_builder_set_member_name(json, "field"), typed->field);
        json_builder_add_double_value(json_builder_set_member_name(json, "seconds"), (double)typed->us / G_USEC_PER_SEC);
        json_builder_add_int_value(json_builder_set_member_name(json, "keys"), typed->chars);
        json_builder_end_object(json);
    }
    json_builder_end_array(json);
    root = json_builder_get_root(json);
    fields = json_to_string(root, FALSE);
    training_typed(form->screen.app->outbox, form->call, fields, NULL, NULL, NULL);
}

void form_typing_free(FormScreen *form)
{
    g_clear_pointer(&form->typing, g_array_unref);
}
