/* A list to pick from, made of what the database knows of a ticket's further voices. */
#include "tui/ticket_voices.h"

#include "common/clock.h"
#include "common/lang.h"
#include "tui/pick.h"

static void on_told(Screen *owner, const char *answer, const DbError *error)
{
    (void)answer;
    if (error != NULL)
        app_say_error(owner->app, error);
    else
        app_say(owner->app, ROLE_GOOD, _("It is recorded that this caller was told the result."));
}

static void on_picked(Screen *owner, gpointer data, const char *value)
{
    gint64 voice = value != NULL ? g_ascii_strtoll(value, NULL, 10) : 0;

    (void)data;
    if (voice != 0)
        ticket_tell_voice(owner->app->outbox, voice, REPLY_ANSWER(owner, on_told));
    else if (value != NULL)
        app_say(owner->app, ROLE_MUTED, _("This is the citizen of a merged ticket: tell them there."));
}

static void on_voices(Screen *owner, GPtrArray *rows, const DbError *error)
{
    GPtrArray *items;

    if (error != NULL) {
        app_say_error(owner->app, error);
        return;
    }
    if (!app_sees(owner->app, owner))
        return;
    if (rows->len == 0) {
        app_say(owner->app, ROLE_MUTED, _("No other caller has joined this ticket."));
        return;
    }
    items = pick_items_new();
    for (guint i = 0; i < rows->len; i++) {
        const TicketVoice *voice = g_ptr_array_index(rows, i);
        g_autofree char *at = clock_text(voice->at, CLOCK_DAY_TIME);
        g_autofree char *told_at = clock_text(voice->told_at, CLOCK_DAY_TIME);
        g_autofree char *told = voice->told_at != 0 ? g_strdup_printf(_("told %s"), told_at) : g_strdup("");
        g_autofree char *text = g_strdup_printf("%s  %s  %s  %s  %s", voice->citizen_name, voice->phone_masked, at, told, voice->note);
        pick_items_add(items, record_id(voice->voice), text, "");
    }
    pick_open(owner, _("Callers who joined: Enter says that one was told the result"), items, NULL, on_picked, NULL);
}

void ticket_voices_open(Screen *owner, gint64 ticket)
{
    ticket_voices(owner->app->db, ticket, REPLY_ROWS(owner, on_voices));
}
