/* A returned ticket before the lead: the unit's reason, what catalogue and learned weights say, what the units did with
 * such tickets before; and the decision. */
#include <string.h>

#include "common/clock.h"
#include "common/label.h"
#include "common/lang.h"
#include "common/objection.h"
#include "common/text.h"
#include "tui/list.h"
#include "tui/screens.h"
#include "tui/sheet.h"
#include "tui/ticket_sheet.h"
#include "tui/ticket_text.h"

typedef struct {
    Screen screen;
    gint64 id;
    GPtrArray *ticket;    /* one Ticket; NULL until read, empty when there is none */
    GPtrArray *actions;   /* TicketAction */
    GPtrArray *objection; /* one Objection */
    GPtrArray *units;     /* ObjectionUnit */
    GPtrArray *stays;     /* ObjectionStay */
    int top, lines, page;
} ObjectionScreen;

static gpointer first(const GPtrArray *rows)
{
    return rows != NULL && rows->len > 0 ? g_ptr_array_index(rows, 0) : NULL;
}

#define ON_ROWS(member)                                                                       \
    static void on_##member(Screen *screen, GPtrArray *rows, const DbError *error)            \
    {                                                                                         \
        reply_keep(screen, &((ObjectionScreen *)screen)->member, rows, error);                \
    }
ON_ROWS(ticket)
ON_ROWS(actions)
ON_ROWS(objection)
ON_ROWS(units)
ON_ROWS(stays)

static void show(Screen *screen)
{
    ObjectionScreen *self = (ObjectionScreen *)screen;
    Db *db = screen->app->db;

    /* first what may be done: what is shown must never be newer than that */
    ticket_actions(db, self->id, 0, REPLY_ROWS(self, on_actions));
    objection_units(db, self->id, REPLY_ROWS(self, on_units));
    objection_read(db, self->id, REPLY_ROWS(self, on_objection));
    objection_stays(db, self->id, REPLY_ROWS(self, on_stays));
    ticket_read(db, self->id, REPLY_ROWS(self, on_ticket));
}

/* --- what it says --- */

static void append_ticket(GString *text, const Ticket *ticket)
{
    g_autofree char *due = clock_text(ticket->due_at, CLOCK_FULL);
    gboolean over = ticket->due_at != 0 && ticket->due_at < g_get_real_time();

    g_string_append_printf(text, "%s\n", *ticket->title != '\0' ? ticket->title : _("(no title)"));
    ticket_marks(text, ticket);
    g_string_append_printf(text, "%s: %s   %s: %s\n", label_text(LABEL_FIELD, "category_id"), ticket->category,
                           label_text(LABEL_FIELD, "area_id"), ticket->area);
    g_string_append_printf(text, "%s: %s%s   %s: %s\n", _("Deadline"), due, over ? _("  ! OVERDUE") : "",
                           label_text(LABEL_FIELD, "unit_id"), ticket->unit);
    if (*ticket->co_units != '\0')
        g_string_append_printf(text, "%s: %s\n", _("Co-handlers"), ticket->co_units);
}

static void append_reason(GString *text, const Objection *objection, const Ticket *ticket)
{
    g_autofree char *at = clock_text(objection->returned_at, CLOCK_DAY_TIME);

    if (objection->returned_at == 0)
        return;
    g_string_append_printf(text, _("Returned %s by %s: %s\n"), at,
                           *objection->returned_by != '\0' ? objection->returned_by : ticket->unit, objection->reason);
    if (objection->binds)
        g_string_append_printf(text, "%s\n", _("! The bound of returns is reached: the next decision binds."));
}

static void append_entry(GString *text, const Objection *objection)
{
    g_autofree char *since = clock_text(objection->entry_since, CLOCK_DAY_TIME);

    if (*objection->entry_unit == '\0') {
        g_string_append_printf(text, "%s\n", _("The catalogue has no entry for this."));
        return;
    }
    g_string_append_printf(text, _("Catalogue: %s, %s -> %s"),
                           *objection->entry_category != '\0' ? objection->entry_category : _("everything"),
                           *objection->entry_area != '\0' ? objection->entry_area : _("everywhere"),
                           objection->entry_unit);
    if (objection->entry_since != 0)
        g_string_append_printf(text, _(" (since %s)"), since);
    g_string_append_c(text, '\n');
}

enum { UNIT_COLS = 22, COUNT_COLS = 9 };

static void append_count(GString *text, const char *count)
{
    g_autofree char *cell = text_fit(count, COUNT_COLS, TEXT_RIGHT);

    g_string_append(text, cell);
}

/* One unit: its key, its record, what speaks for it. */
static void append_unit(GString *text, const ObjectionUnit *unit)
{
    const gint64 counts[] = {unit->dispatched, unit->returned, unit->finished, unit->on_time};
    g_autofree char *name = text_fit(unit->unit, UNIT_COLS, TEXT_LEFT);

    g_string_append_printf(text, "%c %s", unit->place == 0 ? '-' : (char)('a' + unit->place - 1), name);
    for (guint i = 0; i < G_N_ELEMENTS(counts); i++) {
        g_autofree char *count = g_strdup_printf("%d", (int)counts[i]);
        append_count(text, count);
    }
    if (*unit->source != '\0')
        g_string_append_printf(text, "  %.0f%% %s", unit->share * 100, label_text(LABEL_SOURCE, unit->source));
    g_string_append_c(text, '\n');
    if (unit->tried && unit->place != 0)
        g_string_append_printf(text, "    %s\n", _("! it has been there already"));
    if (*unit->words != '\0')
        g_string_append_printf(text, "    %s\n", unit->words);
}

static void append_units(GString *text, const GPtrArray *units)
{
    static const char *const heads[] = {N_("sent"), N_("sent back"), N_("handled"), N_("on time")};
    g_autofree char *title = text_fit(_("With this category, within a year"), UNIT_COLS + 2, TEXT_LEFT);

    g_string_append(text, title);
    for (guint i = 0; i < G_N_ELEMENTS(heads); i++)
        append_count(text, _(heads[i]));
    g_string_append_printf(text, "  %s\n", _("suggested"));
    for (guint i = 0; units != NULL && i < units->len; i++)
        append_unit(text, g_ptr_array_index(units, i));
}

static void append_stays(GString *text, const GPtrArray *stays)
{
    g_string_append_printf(text, "%s:", _("It has been at"));
    for (guint i = 0; stays != NULL && i < stays->len; i++) {
        const ObjectionStay *stay = g_ptr_array_index(stays, i);
        g_autofree char *at = clock_text(stay->at, CLOCK_DAY_TIME);
        g_string_append_printf(text, "%s %s %s %s", i > 0 ? " >" : "", at, stay->unit, label_text(LABEL_STAY, stay->outcome));
    }
    g_string_append_c(text, '\n');
}

/* Owned by the caller. */
static char *objection_text(const ObjectionScreen *self)
{
    const Ticket *ticket = first(self->ticket);
    const Objection *objection = first(self->objection);
    GString *text = g_string_new(NULL);

    append_ticket(text, ticket);
    if (objection != NULL) {
        append_reason(text, objection, ticket);
        append_entry(text, objection);
    }
    append_stays(text, self->stays);
    g_string_append_c(text, '\n');
    append_units(text, self->units);
    g_string_append_printf(text, "\n%s\n%s\n", _("-- What the citizen told us --"), ticket->body);
    return g_string_free(text, FALSE);
}

static void draw(Screen *screen, Rect body)
{
    ObjectionScreen *self = (ObjectionScreen *)screen;
    const Ticket *ticket = first(self->ticket);
    g_autofree char *text = NULL;
    g_autofree char *title = NULL;

    if (ticket == NULL) {
        draw_text(body.y, 1, body.cols - 1,
                  self->ticket == NULL ? _("Reading ...") : _("It does not exist, or it is not yours to see."), ROLE_MUTED);
        return;
    }
    title = g_strdup_printf(ngettext("%s  %s, returned %d time", "%s  %s, returned %d times", (gulong)ticket->returns), ticket->number,
                            label_text(LABEL_TICKET_STATE, ticket->state), (int)ticket->returns);
    draw_rule(body.y, body.x, body.cols, title);
    text = objection_text(self);
    self->page = body.rows - 1;
    self->lines = draw_wrapped((Rect){body.y + 1, 1, self->page, body.cols - 2}, self->top, text, ROLE_NORMAL);
}

/* --- what is done --- */

static const ObjectionUnit *unit_at(const ObjectionScreen *self, gint64 place)
{
    for (guint i = 0; self->units != NULL && i < self->units->len; i++) {
        const ObjectionUnit *unit = g_ptr_array_index(self->units, i);
        if (unit->place == place)
            return unit;
    }
    return NULL;
}

static void redispatch_to(ObjectionScreen *self, const Action *action)
{
    const Ticket *ticket = first(self->ticket);
    const ObjectionUnit *unit = unit_at(self, action->id - ACT_UNIT_A + 1);
    Screen *sheet;

    if (unit == NULL) {
        app_say(self->screen.app, ROLE_MUTED, _("No unit has this letter: p dispatches to any unit."));
        return;
    }
    ticket_sheet_open(SCREEN(self), ticket->id, ticket->version, action);
    sheet = app_top(self->screen.app);
    sheet_put(sheet, "unit_id", record_id(unit->unit_id));
    sheet_go(sheet, "reason");
}

/* The sheet begins with the nearest entry and the unit that is suggested. */
static void mend(ObjectionScreen *self, const Action *action)
{
    const Ticket *ticket = first(self->ticket);
    const Objection *objection = first(self->objection);
    const ObjectionUnit *unit = unit_at(self, 1);
    Screen *sheet;

    ticket_sheet_open(SCREEN(self), ticket->id, ticket->version, action);
    sheet = app_top(self->screen.app);
    if (objection != NULL && objection->mend_category != 0)
        sheet_fill(sheet, "category_id", record_id(objection->mend_category));
    if (objection != NULL && objection->mend_area != 0)
        sheet_fill(sheet, "area_id", record_id(objection->mend_area));
    if (unit != NULL)
        sheet_fill(sheet, "unit_id", record_id(unit->unit_id));
    sheet_go(sheet, "unit_id");
}

static gboolean offers(Screen *screen, const Action *action)
{
    const TicketAction *step = action->step != NULL ? ticket_action(((ObjectionScreen *)screen)->actions, action->step) : NULL;

    return action->step == NULL || (step != NULL && step->allowed);
}

static gboolean act(Screen *screen, const Action *action)
{
    ObjectionScreen *self = (ObjectionScreen *)screen;
    const Ticket *ticket = first(self->ticket);

    if (list_scroll(&self->top, self->lines, self->page, action->id))
        return TRUE;
    if ((action->where & IN_OBJECTION) == 0 || ticket == NULL)
        return FALSE;
    if (action->id == ACT_TO_TICKET)
        app_push(screen->app, ticket_screen_new(screen->app, self->id));
    else if (!ticket_step_possible(screen->app, ticket, self->actions, action))
        return TRUE;
    else if (action->id == ACT_UNIT_A || action->id == ACT_UNIT_B || action->id == ACT_UNIT_C)
        redispatch_to(self, action);
    else if (action->id == ACT_MEND)
        mend(self, action);
    else
        ticket_sheet_open(screen, ticket->id, ticket->version, action);
    return TRUE;
}

static void news(Screen *screen, News news, gint64 id)
{
    if (news == NEWS_ALL || news == NEWS_REFERENCE
        || (news == NEWS_TICKET && (id == 0 || id == ((ObjectionScreen *)screen)->id)))
        show(screen);
}

static void objection_free(Screen *screen)
{
    ObjectionScreen *self = (ObjectionScreen *)screen;

    g_clear_pointer(&self->ticket, g_ptr_array_unref);
    g_clear_pointer(&self->actions, g_ptr_array_unref);
    g_clear_pointer(&self->objection, g_ptr_array_unref);
    g_clear_pointer(&self->units, g_ptr_array_unref);
    g_clear_pointer(&self->stays, g_ptr_array_unref);
}

static const ScreenOps ops = {
    .title = N_("Returned ticket"),
    .places = IN_ANY | IN_SCROLL | IN_OBJECTION,
    .size = sizeof(ObjectionScreen),
    .free = objection_free,
    .show = show,
    .draw = draw,
    .act = act,
    .news = news,
    .offers = offers,
};

Screen *objection_screen_new(App *app, gint64 ticket)
{
    ObjectionScreen *self = screen_new(app, &ops);

    self->id = ticket;
    return SCREEN(self);
}
