/* How the form looks: the call above, the fields, what the caller says below or beside them. */
#include <string.h>

#include "common/clock.h"
#include "common/label.h"
#include "common/lang.h"
#include "common/text.h"
#include "tui/form.h"

enum { WIDE = 110, PANEL_COLS = 44, TALK_ROWS = 6, PANEL_ROWS = 12 };

static const char *state_text(const CallHistory *ticket)
{
    return *ticket->closing != '\0' ? label_text(LABEL_CLOSING, ticket->closing)
                                    : label_text(LABEL_TICKET_STATE, ticket->state);
}

char *form_history_text(const CallHistory *ticket)
{
    g_autofree char *day = clock_text(ticket->accepted_at, CLOCK_DAY);

    return g_strdup_printf("%s  %s  %s  %s", day, state_text(ticket), ticket->title, ticket->unit);
}

/* Owned by the caller. */
static char *history_state(const CallHistory *ticket)
{
    g_autofree char *day = clock_text(ticket->accepted_at, CLOCK_DAY);

    return g_strdup_printf("%s  %s  %s", day, state_text(ticket), ticket->unit);
}

/* phone: the number as it may be shown now. */
static char *call_text(const Call *call, const char *phone)
{
    g_autofree char *received = clock_text(call->queued_at, CLOCK_DAY_TIME);
    gint64 until = call->ended_at != 0 ? call->ended_at : g_get_real_time();
    g_autofree char *talked = clock_span(call->answered_at, until);

    if (call_is_message(call))
        return g_strdup_printf(_("%s message %s  received %s  %s  call %d this month"), call->channel_name, phone, received, call->area,
                               (int)call->month_calls);
    return g_strdup_printf(_("Call %s  %s %s  %s  call %d this month  %s"), phone,
                           label_text(LABEL_CALL_STATE, call->state), talked, call->area, (int)call->month_calls,
                           call->note);
}

static void draw_head(const FormScreen *form, int y, int cols)
{
    const Call *call = form_call(form);
    g_autofree char *full = form->phone != NULL ? g_strdup_printf(_("%s (recorded)"), form->phone) : NULL;
    const char *phone = full != NULL ? full : call != NULL ? call->phone_masked : "";
    g_autofree char *text = call != NULL ? call_text(call, phone)
                            : g_strdup(form->ticket != 0 ? _("A draft that was put aside") : _("Ticket without a call"));
    g_autofree char *saved = NULL;
    gint64 saved_at = draft_saved_at(form->draft);

    draw_text(y, 1, cols - 1, text, call != NULL && strcmp(call->state, "talking") == 0 ? ROLE_STRONG : ROLE_MUTED);
    if (draft_trouble(form->draft) != NULL) {
        draw_right(y, MAX(cols - 30, 1), MIN(30, cols - 1), _("! draft not saved"), ROLE_BAD);
    } else if (saved_at != 0) {
        g_autofree char *at = clock_text(saved_at, CLOCK_SECONDS);
        saved = g_strdup_printf(_(" saved %s"), at);
        draw_text(y, cols - text_width(saved) - 1, text_width(saved), saved, ROLE_MUTED);
    }
}

static void add_wrapped(GPtrArray *all, const char *said, int cols)
{
    g_autoptr(GPtrArray) rows = text_wrap(said, cols - 2, 60);

    for (guint row = 0; row < rows->len; row++)
        g_ptr_array_add(all, g_strconcat(row == 0 ? "| " : "  ", (char *)g_ptr_array_index(rows, row), NULL));
}

/* A message: how the citizen wants to be answered, what the channel calls it, and the citizen's own words. */
static void add_message(GPtrArray *all, const FormScreen *form, int cols)
{
    static const char *const labelled[] = {"contact", "category"};

    for (guint i = 0; i < G_N_ELEMENTS(labelled); i++) {
        const char *value = form_intake(form, labelled[i]);
        g_autofree char *said = fields_sentence(labelled[i], value);
        if (*value != '\0')
            add_wrapped(all, said, cols);
    }
    if (*form_intake(form, "text") != '\0')
        add_wrapped(all, form_intake(form, "text"), cols);
}

/* All that was said, as rows of the screen. Owned by the caller. */
static GPtrArray *talk_rows(const FormScreen *form, int cols)
{
    GPtrArray *all = g_ptr_array_new_with_free_func(g_free);

    add_message(all, form, cols);
    for (guint i = 0; i < form->lines->len; i++) {
        const CallLine *line = g_ptr_array_index(form->lines, i);
        g_autofree char *said = g_strdup_printf("%s%s", strcmp(line->speaker, "citizen") == 0 ? "" : _("Me: "), line->text);
        add_wrapped(all, said, cols);
    }
    return all;
}

/* The rows that fit: of a message the first ones, of a talk the newest. */
static void draw_talk(const FormScreen *form, Rect area)
{
    g_autoptr(GPtrArray) rows = talk_rows(form, area.cols);
    guint fit = MIN(rows->len, (guint)MAX(area.rows, 0));
    guint first = form->intake != NULL ? 0 : rows->len - fit;

    for (guint row = first; row < first + fit; row++)
        draw_text(area.y + (int)(row - first), area.x, area.cols, g_ptr_array_index(rows, row), ROLE_NORMAL);
}

/* In the panel each ticket has two rows: when, how it stands, with whom; and what it is about. */
static int draw_history(const FormScreen *form, Rect area)
{
    guint open;
    int y = area.y;
    g_autofree char *title = NULL;

    if (form_newest(form, &open) == NULL)
        return 0;
    title = g_strdup_printf(_("Earlier tickets %u, open %u  (^X y)"), form->history->len, open);
    draw_rule(y++, area.x, area.cols, title);
    for (guint i = 0; i < form->history->len && y + 1 < area.y + area.rows; i++) {
        const CallHistory *ticket = g_ptr_array_index(form->history, i);
        g_autofree char *stands = history_state(ticket);
        Role role = *ticket->closing == '\0' ? ROLE_DUE : ROLE_MUTED;
        draw_text(y++, area.x + 1, area.cols - 1, stands, role);
        draw_text(y++, area.x + 3, area.cols - 3, ticket->title, role);
    }
    return y - area.y;
}

static void draw_panel(const FormScreen *form, Rect area, gboolean with_history)
{
    int used = with_history ? draw_history(form, (Rect){area.y, area.x, area.rows / 3, area.cols}) : 0;

    if (with_history)
        used += form_draw_suggestions(form, (Rect){area.y + used, area.x, area.rows - used - 8, area.cols});
    if (area.rows - used < 2 || form->call == 0)
        return;
    draw_rule(area.y + used, area.x, area.cols, form->intake != NULL ? _("In the citizen's own words") : _("The caller says"));
    draw_talk(form, (Rect){area.y + used + 1, area.x, area.rows - used - 1, area.cols});
}

/* Without the panel one row tells that the number is known. Returns the rows used. */
static int draw_known(const FormScreen *form, int y, int cols)
{
    guint open;
    const CallHistory *newest = form_newest(form, &open);
    g_autofree char *text = NULL;

    if (newest == NULL)
        return 0;
    text = open > 0 ? g_strdup_printf(_("Open tickets of this number %u (^X y): %s"), open, newest->title)
                    : g_strdup_printf(_("Earlier tickets of this number %u, none open (^X y): %s"),
                                      form->history->len, newest->title);
    draw_text(y, 1, cols - 1, text, open > 0 ? ROLE_DUE : ROLE_MUTED);
    return 1;
}

/* The rows below the fields on a narrow screen. */
static int lower_rows(const FormScreen *form, int rows)
{
    if (form->panel)
        return CLAMP(PANEL_ROWS, 0, MAX(rows - 10, 0));
    if (form->call == 0)
        return 0;
    return CLAMP(form->way != NULL ? 3 : TALK_ROWS, 0, MAX(rows - 12, 0));
}

static void draw_message(const FormScreen *form, int y, int cols)
{
    const char *blame = fields_blame_here(form->fields);
    Role role = ROLE_MUTED;
    g_autofree char *given = form_given_text(form);
    g_autofree char *warning = form_warning(form, &role);

    if (given != NULL && form->sent == NULL)
        draw_text(y, 1, cols - 1, given, ROLE_DUE);
    else if (blame != NULL)
        draw_text(y, 1, cols - 1, blame, ROLE_BAD);
    else if (form->sent != NULL)
        draw_text(y, 1, cols - 1, _("Sending ..."), ROLE_MUTED);
    else
        draw_text(y, 1, cols - 1, warning != NULL ? warning : "", role);
}

void form_draw(Screen *screen, Rect body)
{
    FormScreen *form = (FormScreen *)screen;
    gboolean wide = body.cols >= WIDE;
    gboolean narrow = !wide && form->call != 0;
    int cols = wide ? body.cols - PANEL_COLS - 1 : body.cols;
    int y = body.y + 1;
    int end = body.y + body.rows - 1;
    int lower = wide ? 0 : lower_rows(form, body.rows);

    form_typing_follow(form);
    draw_head(form, body.y, body.cols);
    if (narrow)
        y += draw_known(form, y, body.cols);
    fields_draw(form->fields, (Rect){y, 1, end - lower - y, cols - 2});
    if (wide)
        draw_panel(form, (Rect){y, cols + 1, end - y, PANEL_COLS - 1}, TRUE);
    else if (form->panel)
        form_draw_suggestions(form, (Rect){end - lower, 1, lower, body.cols - 2});
    else
        draw_panel(form, (Rect){end - lower, 1, lower, body.cols - 2}, FALSE);
    draw_message(form, end, body.cols);
}
