/* The steps of giving tickets away: kind, receivers, preview and reason, answer, undoing. */
#include "tui/reassign.h"

#include <string.h>

#include "common/lang.h"
#include "common/reassign.h"
#include "tui/loads.h"
#include "tui/pick.h"
#include "tui/sheet.h"

enum { SHOWN_SHARES = 8 };

struct Reassign {
    Screen *owner;
    Reassigned done;
    GHashTable *versions;
    gint64 of;
    const char *kind;
    GArray *to;
};

Reassign *reassign_new(Screen *owner, Reassigned done)
{
    Reassign *self = g_new0(Reassign, 1);

    self->owner = owner;
    self->done = done;
    return self;
}

void reassign_free(Reassign *self)
{
    g_clear_pointer(&self->versions, g_hash_table_unref);
    g_clear_pointer(&self->to, g_array_unref);
    g_free(self);
}

/* --- what came of it --- */

/* What an answer needs to know; the owner may be gone when it comes. */
typedef struct {
    Screen *owner;
    Reassign *self;
    guint sheet;
} Sent;

static void keep_for_undo(App *app, const ReassignAnswer *answer)
{
    app->reassignment = answer->count > 0 || answer->promises > 0 ? answer->reassignment : 0;
    app->reassignment_until = g_get_monotonic_time() + answer->seconds * G_USEC_PER_SEC;
}

static void say_done(App *app, const ReassignAnswer *answer)
{
    g_autofree char *stayed = answer->stayed > 0 ? g_strdup_printf(_("  %d were there already."), (int)answer->stayed) : g_strdup("");
    g_autofree char *promises = answer->promises > 0 ? g_strdup_printf(_("  Promised callbacks: %d."), (int)answer->promises) : g_strdup("");
    g_autofree char *sentence = g_strdup_printf(_("Given away: %d. u undoes it for %d s.%s%s  %s"), (int)answer->count,
                                                (int)answer->seconds, promises, stayed, answer->shares);

    app_say(app, ROLE_GOOD, sentence);
}

static void on_answer(Screen *program, gpointer data, const char *json, const DbError *error)
{
    const Sent *sent = data;
    App *app = program->app;
    gboolean here = g_ptr_array_find(app->stack, sent->owner, NULL);
    g_autoptr(GArray) refused = error != NULL ? reassign_refused(error) : NULL;

    if (sheet_answered(app, sent->sheet, error)) {
        g_autoptr(ReassignAnswer) answer = reassign_answer_parse(json);
        keep_for_undo(app, answer);
        say_done(app, answer);
    }
    if (here)
        sent->self->done(sent->owner, refused);
    if (here && refused != NULL && sent->self->versions != NULL)
        for (guint i = 0; i < refused->len; i++)
            g_hash_table_remove(sent->self->versions, &g_array_index(refused, gint64, i));
}

/* --- the reason --- */

static void send(Screen *owner, Screen *sheet, GHashTable *values)
{
    Reassign *self = *(Reassign **)sheet_data(sheet);
    const char *reason = g_hash_table_lookup(values, "reason");
    const Sent sent = {owner, self, sheet_number(sheet)};

    reassign_send(owner->app->outbox, self->versions, self->kind, self->to, reason != NULL ? reason : "", self->of,
                  REPLY_WITH(&owner->app->program, on_answer, g_memdup2(&sent, sizeof sent)));
}

/* "13, 12, 12" */
static char *shares_text(const GPtrArray *shares)
{
    GString *text = g_string_new(NULL);

    for (guint i = 0; i < shares->len && i < SHOWN_SHARES; i++)
        g_string_append_printf(text, "%s%d", i > 0 ? ", " : "", (int)((const ReassignShare *)g_ptr_array_index(shares, i))->gets);
    return g_string_free(shares->len > SHOWN_SHARES ? g_string_append(text, ", ...") : text, FALSE);
}

static void on_chosen(gpointer data, const GArray *ids, const GPtrArray *shares)
{
    static const FieldSpec reason[] = {{"reason", FIELD_TEXT, CHOICE_NONE, 500, 0, 0}, {NULL, 0, 0, 0, 0, 0}};
    Reassign *self = data;
    guint count = g_hash_table_size(self->versions);
    g_autofree char *each = shares_text(shares);
    g_autofree char *title = shares->len == 1
        ? g_strdup_printf(ngettext("%u ticket to %s: why?", "%u tickets to %s: why?", count), count,
                          ((const ReassignShare *)g_ptr_array_index(shares, 0))->name)
        : g_strdup_printf(_("%u tickets to %u: %s. Why?"), count, shares->len, each);

    g_clear_pointer(&self->to, g_array_unref);
    self->to = g_array_copy((GArray *)ids);
    sheet_open(self->owner, title, reason, "reassign", send, g_memdup2(&self, sizeof self));
}

/* --- to whom --- */

static void on_kind(Screen *owner, gpointer data, const char *kind)
{
    Reassign *self = data;
    guint count = g_hash_table_size(self->versions);
    g_autofree char *title = g_strdup_printf(ngettext("%u ticket: to whom? x marks, Enter goes on",
                                                      "%u tickets: to whom? x marks, Enter goes on", count), count);

    if (kind == NULL)
        return;
    self->kind = g_intern_string(kind);
    loads_open(owner->app, self->kind, title, count, on_chosen, self);
}

void reassign_open(Reassign *self, GHashTable *versions, gint64 of)
{
    GPtrArray *kinds = pick_items_new();
    guint count = g_hash_table_size(versions);
    g_autofree char *title = g_strdup_printf(ngettext("Give %u ticket away", "Give %u tickets away", count), count);

    g_hash_table_ref(versions);
    g_clear_pointer(&self->versions, g_hash_table_unref);
    self->versions = versions;
    self->of = of;
    pick_items_add(kinds, "agents", _("to agents: others follow them, nothing else changes"), "");
    pick_items_add(kinds, "units", _("to units: dispatched again, with a new deadline"), "");
    pick_open(self->owner, title, kinds, NULL, on_kind, self);
}

/* --- undoing --- */

gboolean reassign_can_undo(const App *app)
{
    return app->reassignment != 0 && g_get_monotonic_time() < app->reassignment_until;
}

static void on_undone(Screen *program, const char *json, const DbError *error)
{
    g_autoptr(ReassignAnswer) answer = NULL;
    g_autofree char *sentence = NULL;

    if (error != NULL) {
        app_say_error(program->app, error);
        return;
    }
    program->app->reassignment = 0;
    answer = reassign_answer_parse(json);
    sentence = answer->stayed == 0
        ? g_strdup_printf(_("Undone: %d tickets are back."), (int)answer->undone)
        : g_strdup_printf(_("Undone: %d tickets are back. %d have moved on and stay: %s"), (int)answer->undone, (int)answer->stayed, answer->numbers);
    app_say(program->app, ROLE_GOOD, sentence);
    session_tell(program->app, NEWS_TICKET, 0);
}

void reassign_take_back(App *app)
{
    if (reassign_can_undo(app))
        reassign_undo(app->outbox, app->reassignment, REPLY_ANSWER(&app->program, on_undone));
    else
        app_say(app, ROLE_MUTED, _("There is nothing of yours that can still be undone."));
}
