/* How the form looks: the call above, the fields, what the caller says below or beside them. */
#include <string.h>

#include "common/clock.h"
#include "common/label.h"
#include "common/lang.h"
#include "common/text.h"
#include "tui/form.h"

enum { WIDE = 110, PANEL_COLS = 44, TALK_ROWS = 6 };

const Call *form_call(const FormScreen *form)
{
    return form->call_rows != NULL && form->call_rows->len > 0 ? g_ptr_array_index(form->call_rows, 0) : NULL;
}

char *form_history_text(const CallHistory *ticket)
{
    g_autofree char *day = clock_text(ticket->accepted_at, CLOCK_DAY);

    return g_strdup_printf("%s  %s  %s  %s", day,
                           *ticket->closing != '\0' ? label_text(LABEL_CLOSING, ticket->closing)
                                                    : label_text(LABEL_TICKET_STATE, ticket->state),
                           ticket->title, ticket->unit);
}

static char *call_text(const Call *call)
{
    gint64 until = call->ended_at != 0 ? call->ended_at : g_get_real_time();
    g_autofree char *talked = clock_span(call->answered_at, until);

    return g_strdup_printf(_("Call %s  %s %s  %s  call %d this month  %s"), call->phone_masked,
                           label_text(LABEL_CALL_STATE, call->state), talked, call->area, (int)call->month_calls,
                           call->note);
}

static void draw_head(const FormScreen *form, int y, int cols)
{
    const Call *call = form_call(form);
    g_autofree char *text = call != NULL ? call_text(call)
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

static int open_tickets(const FormScreen *form)
{
    int open = 0;

    for (guint i = 0; form->history != NULL && i < form->history->len; i++)
        open += *((const CallHistory *)g_ptr_array_index(form->history, i))->closing == '\0';
    return open;
}

/* The last lines that fit, wrapped, newest at the bottom. */
static void draw_talk(const FormScreen *form, Rect area)
{
    int y = area.y + area.rows;

    for (guint i = form->lines->len; i > 0 && y > area.y; i--) {
        const CallLine *line = g_ptr_array_index(form->lines, i - 1);
        g_autofree char *said = g_strdup_printf("%s%s", strcmp(line->speaker, "citizen") == 0 ? "" : _("Me: "), line->text);
        g_autoptr(GPtrArray) rows = text_wrap(said, area.cols - 2, area.rows);
        for (guint row = rows->len; row > 0 && y > area.y; row--) {
            y--;
            draw_text(y, area.x, 2, row == 1 ? "|" : "", ROLE_MUTED);
            draw_text(y, area.x + 2, area.cols - 2, g_ptr_array_index(rows, row - 1), ROLE_NORMAL);
        }
    }
}

static void draw_panel(const FormScreen *form, Rect area)
{
    int open = open_tickets(form);
    guint shown = form->history != NULL ? MIN(form->history->len, area.rows > 10 ? 4u : 1u) : 0;
    g_autofree char *title = NULL;
    int y = area.y;

    if (form->call == 0)
        return;
    if (shown > 0) {
        title = g_strdup_printf(_("Earlier tickets %u, open %d  (^X y)"), form->history->len, open);
        draw_rule(y++, area.x, area.cols, title);
        for (guint i = 0; i < shown; i++) {
            const CallHistory *ticket = g_ptr_array_index(form->history, i);
            g_autofree char *text = form_history_text(ticket);
            draw_text(y++, area.x + 1, area.cols - 1, text, *ticket->closing == '\0' ? ROLE_DUE : ROLE_MUTED);
        }
    }
    draw_rule(y++, area.x, area.cols, _("The caller says"));
    draw_talk(form, (Rect){y, area.x, area.y + area.rows - y, area.cols});
}

static void draw_message(const FormScreen *form, int y, int cols)
{
    const char *blame = fields_blame_here(form->fields);

    if (blame != NULL)
        draw_text(y, 1, cols - 1, blame, ROLE_BAD);
    else if (form->sending)
        draw_text(y, 1, cols - 1, _("Sending ..."), ROLE_MUTED);
    else
        draw_text(y, 1, cols - 1, "", ROLE_NORMAL);
}

void form_draw(Screen *screen, Rect body)
{
    FormScreen *form = (FormScreen *)screen;
    gboolean wide = body.cols >= WIDE && form->call != 0;
    gboolean more = g_strcmp0(form->way, "answer") == 0 || g_strcmp0(form->way, "decline") == 0;
    int panel_rows = wide || form->call == 0 ? 0 : (more ? 3 : TALK_ROWS) + (form->history != NULL && form->history->len > 0 ? 2 : 0);
    int cols = wide ? body.cols - PANEL_COLS - 1 : body.cols;

    panel_rows = CLAMP(panel_rows, 0, MAX(body.rows - 12, 0));
    draw_head(form, body.y, body.cols);
    fields_draw(form->fields, (Rect){body.y + 1, 1, body.rows - 2 - panel_rows, cols - 2});
    if (wide)
        draw_panel(form, (Rect){body.y + 1, cols + 1, body.rows - 2, PANEL_COLS - 1});
    else
        draw_panel(form, (Rect){body.y + body.rows - 1 - panel_rows, 1, panel_rows, body.cols - 2});
    draw_message(form, body.y + body.rows - 1, body.cols);
}
