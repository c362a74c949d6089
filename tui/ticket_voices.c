/* A list to pick from, made of what the database knows of a ticket's further voices. */
#include "tui/ticket_voices.h"

#include <string.h>

#include "common/clock.h"
#include "common/lang.h"
#include "tui/pick.h"
#include "tui/sheet.h"

/* A voice that came by a channel is told in words, which the channel brings. */
static const FieldSpec words[] = {{"text", FIELD_TEXT, CHOICE_NONE, 2000, 0, 0}, {NULL, 0, 0, 0, 0, 0}};

static void on_told(Screen *owner, const char *answer, const DbError *error)
{
    (void)answer;
    if (error != NULL)
        app_say_error(owner->app, error);
    else
        app_say(owner->app, ROLE_GOOD, _("It is recorded that this caller was told the result."));
}

static void on_words_told(Screen *program, gpointer sheet, const char *answer, const DbError *error)
{
    if (sheet_answered(program->app, *(const guint *)sheet, error))
        on_told(program, answer, NULL);
}

static void send_words(Screen *owner, Screen *sheet, GHashTable *values)
{
    guint number = sheet_number(sheet);
    const char *text = g_hash_table_lookup(values, "text");

    ticket_tell_voice(owner->app->outbox, *(const gint64 *)sheet_data(sheet), text != NULL ? text : "",
                      REPLY_WITH(&owner->app->program, on_words_told, g_memdup2(&number, sizeof number)));
}

/* value: the voice's id, and behind a blank the channel that brings the answer, if one does. */
static void on_picked(Screen *owner, gpointer data, const char *value)
{
    gint64 voice = value != NULL ? g_ascii_strtoll(value, NULL, 10) : 0;

    (void)data;
    if (voice != 0 && strchr(value, ' ') != NULL)
        sheet_open(owner, _("What is this citizen told? Without words: told otherwise."), words, NULL, send_words,
                   g_memdup2(&voice, sizeof voice));
    else if (voice != 0)
        ticket_tell_voice(owner->app->outbox, voice, "", REPLY_ANSWER(owner, on_told));
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
        g_autofree char *value = g_strconcat(record_id(voice->voice), *voice->channel != '\0' ? " " : NULL, voice->channel, NULL);
        pick_items_add(items, value, text, voice->channel);
    }
    pick_open(owner, _("Callers who joined: Enter says that one was told the result"), items, NULL, on_picked, NULL);
}

void ticket_voices_open(Screen *owner, gint64 ticket)
{
    ticket_voices(owner->app->db, ticket, REPLY_ROWS(owner, on_voices));
}
