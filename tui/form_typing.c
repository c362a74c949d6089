/* In training: how long one stayed in each field of the form, and how much was typed there. */
#include "tui/form.h"

#include <json-glib/json-glib.h>
#include <string.h>

#include "common/training.h"

/* after a longer time without a key one did something else; after less than that, one was still typing */
enum { PAUSE_MOST_US = 60 * G_USEC_PER_SEC, STROKE_MOST_US = 5 * G_USEC_PER_SEC };

typedef struct {
    const char *field; /* of the form's specs */
    gint64 us;
    gint64 typing_us; /* of these, while characters came */
    guint chars;
} Typed;

static Typed *typed_at(GArray *typing, const char *field)
{
    Typed fresh = {field, 0, 0, 0};

    for (guint i = 0; i < typing->len; i++)
        if (strcmp(g_array_index(typing, Typed, i).field, field) == 0)
            return &g_array_index(typing, Typed, i);
    g_array_append_val(typing, fresh);
    return &g_array_index(typing, Typed, typing->len - 1);
}

/* Counts the time since the last key for the field it was in. Returns it; 0: the clock stood still. */
static gint64 settle(FormScreen *form)
{
    gint64 now = g_get_monotonic_time();
    gint64 passed = form->typed_at != 0 && form->typed_in != NULL ? MIN(now - form->typed_at, PAUSE_MOST_US) : 0;

    if (passed > 0)
        typed_at(form->typing, form->typed_in)->us += passed;
    form->typed_at = now;
    form->typed_in = fields_focused(form->fields);
    return passed;
}

void form_typing_note(FormScreen *form, const char *text)
{
    gint64 passed;
    Typed *typed;

    if (!form->screen.app->me->training)
        return;
    if (form->typing == NULL)
        form->typing = g_array_new(FALSE, FALSE, sizeof(Typed));
    passed = settle(form);
    if (*text == '\0' || form->typed_in == NULL)
        return;
    typed = typed_at(form->typing, form->typed_in);
    typed->chars += (guint)g_utf8_strlen(text, -1);
    typed->typing_us += MIN(passed, STROKE_MOST_US);
}

void form_typing_follow(FormScreen *form)
{
    if (form->typing != NULL && form->typed_at != 0 && fields_focused(form->fields) != form->typed_in)
        settle(form);
}

void form_typing_pause(FormScreen *form)
{
    form->typed_at = 0;
}

/* Whether it has arrived is nobody's matter. */
static void on_sent(Screen *screen, const char *answer, const DbError *error)
{
    (void)screen;
    (void)answer;
    (void)error;
}

void form_typing_send(FormScreen *form)
{
    g_autoptr(JsonBuilder) json = NULL;
    g_autoptr(JsonNode) root = NULL;
    g_autofree char *fields = NULL;

    if (form->typing == NULL || form->call == 0)
        return;
    settle(form);
    json = json_builder_new();
    json_builder_begin_array(json);
    for (guint i = 0; i < form->typing->len; i++) {
        const Typed *typed = &g_array_index(form->typing, Typed, i);
        json_builder_begin_object(json);
        json_builder_add_string_value(json_builder_set_member_name(json, "field"), typed->field);
        json_builder_add_double_value(json_builder_set_member_name(json, "seconds"), (double)typed->us / G_USEC_PER_SEC);
        json_builder_add_double_value(json_builder_set_member_name(json, "typing"), (double)typed->typing_us / G_USEC_PER_SEC);
        json_builder_add_int_value(json_builder_set_member_name(json, "keys"), typed->chars);
        json_builder_end_object(json);
    }
    json_builder_end_array(json);
    root = json_builder_get_root(json);
    fields = json_to_string(root, FALSE);
    training_typed(form->screen.app->outbox, form->call, fields, REPLY_ANSWER(&form->screen.app->program, on_sent));
}

void form_typing_free(FormScreen *form)
{
    g_clear_pointer(&form->typing, g_array_unref);
}
