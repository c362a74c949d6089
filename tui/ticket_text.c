/* Writing a ticket out in lines. */
#include "tui/ticket_text.h"

#include <string.h>

#include "common/clock.h"
#include "common/label.h"
#include "common/lang.h"
#include "common/text.h"

static void line(GString *text, const char *label, const char *value)
{
    if (value != NULL && *value != '\0')
        g_string_append_printf(text, "%s: %s\n", label, value);
}

static void append_citizen(GString *text, const Ticket *ticket)
{
    g_string_append_printf(text, "%s: %s %s   %s: %s%s%s\n", label_text(LABEL_FIELD, "citizen_name"),
                           *ticket->citizen_name != '\0' ? ticket->citizen_name : "-",
                           label_text(LABEL_GENDER, ticket->gender), label_text(LABEL_FIELD, "phone"),
                           *ticket->phone_masked != '\0' ? ticket->phone_masked : "-",
                           ticket->confidential ? "   " : "",
                           ticket->confidential ? _("CONFIDENTIAL: the citizen must not become known.") : "");
}

static void append_channel(GString *text, const Ticket *ticket)
{
    if (*ticket->channel_name == '\0')
        return;
    g_string_append_printf(text, "%s: %s", _("Came by"), ticket->channel_name);
    if (ticket->channel_replies)
        g_string_append_printf(text, "  (%s)", _("what is told by message goes to the citizen through it"));
    g_string_append_c(text, '\n');
}

static void append_deadline(GString *text, const Ticket *ticket)
{
    g_autofree char *due = clock_text(ticket->due_at, CLOCK_FULL);
    gboolean over = ticket->closed_at == 0 && ticket->finished_at == 0 && ticket->due_at != 0
                    && ticket->due_at < g_get_real_time();

    if (ticket->due_at == 0)
        return;
    g_string_append_printf(text, "%s: %s  (%s, ", _("Deadline"), due, label_text(LABEL_URGENCY, ticket->urgency));
    g_string_append_printf(text, ngettext("%d working day", "%d working days", (gulong)ticket->working_days),
                           (int)ticket->working_days);
    g_string_append_printf(text, ")%s%s%s\n", over ? _("  ! OVERDUE") : "",
                           ticket->extension_waits ? _("  extension asked") : "",
                           ticket->due_known ? "" : _("  ! counted by weekends alone: that year has no calendar yet"));
}

/* With what was asked, why, and the deadline that the ticket would have with it. */
static void append_extension(GString *text, const TicketExtension *extension)
{
    g_autofree char *due = clock_text(extension->due_at, CLOCK_FULL);

    g_string_append_printf(text, _("Extension asked by %s: %d working days more, until %s (%d of at most %d)"),
                           extension->asked_by, (int)extension->days, due, (int)extension->all_days, (int)extension->wall);
    g_string_append_printf(text, ": %s\n", extension->reason);
}

void ticket_marks(GString *text, const Ticket *ticket)
{
    gboolean unsolved = ticket->round > 1;

    if (ticket->supervised)
        g_string_append_printf(text, "%s\n", unsolved ? _("! SUPERVISED (督办): the citizen says that it was not solved.")
                                                      : _("! SUPERVISED (督办): a lead watches it; its clock is shorter."));
    if (ticket->escalated)
        g_string_append_printf(text, "%s\n", unsolved ? _("! ESCALATED (提级): the citizen says that it was not solved.")
                                                      : _("! ESCALATED (提级): raised by a lead; it cannot be returned."));
    if (ticket->circling)
        g_string_append_printf(text, "%s\n", _("! CIRCLING (空转): sent to and fro between units."));
    if (ticket->mended)
        g_string_append_printf(text, "%s\n", _("! The catalogue has been mended: it does not name this unit any more."));
    if (ticket->round > 1)
        g_string_append_printf(text, _("Handled for the %d. time: it was not solved before.\n"), (int)ticket->round);
}

static void append_unit(GString *text, const Ticket *ticket)
{
    if (*ticket->unit == '\0')
        return;
    g_string_append_printf(text, "%s: %s", label_text(LABEL_FIELD, "unit_id"), ticket->unit);
    if (*ticket->handler != '\0')
        g_string_append_printf(text, "  (%s)", ticket->handler);
    if (ticket->returns > 0)
        g_string_append_printf(text, ngettext("  returned %d time", "  returned %d times", (gulong)ticket->returns),
                               (int)ticket->returns);
    if (ticket->binding)
        g_string_append_printf(text, "  %s", _("it cannot be returned"));
    g_string_append_c(text, '\n');
    line(text, _("Co-handlers"), ticket->co_units);
}

/* What was answered, of the citizen's rating or of a review. */
static void append_answers(GString *text, const TicketEvent *event)
{
    const struct {
        const char *field;
        const char *answer;
    } answers[] = {{"responded", event->responded}, {"solved", event->solved},     {"satisfied", event->satisfied},
                   {"timely", event->timely},       {"complete", event->complete}, {"recorded", event->recorded},
                   {"genuine", event->genuine}};

    for (guint i = 0; i < G_N_ELEMENTS(answers); i++)
        if (*answers[i].answer != '\0')
            g_string_append_printf(text, " %s%s", label_text(LABEL_FIELD, answers[i].field),
                                   label_text(LABEL_ANSWER, answers[i].answer));
}

char *ticket_event_text(const TicketEvent *event)
{
    GString *text = g_string_new(NULL);
    g_autofree char *at = clock_text(event->at, CLOCK_DAY_TIME);

    g_string_append_printf(text, "%s  %s  %s", at, *event->who != '\0' ? event->who : "-",
                           label_text(LABEL_ACTION, event->action));
    if (*event->unit != '\0')
        g_string_append_printf(text, " -> %s", event->unit);
    if (*event->given_to != '\0')
        g_string_append_printf(text, " -> %s", event->given_to);
    if (*event->co_units != '\0')
        g_string_append_printf(text, _(" with %s"), event->co_units);
    if (*event->agent != '\0')
        g_string_append_printf(text, " %s", event->agent);
    if (*event->transfer_to != '\0')
        g_string_append_printf(text, " %s", event->transfer_to);
    if (*event->other != '\0')
        g_string_append_printf(text, " <> %s", event->other);
    if (*event->means != '\0')
        g_string_append_printf(text, " (%s)", label_text(LABEL_MEANS, event->means));
    if (*event->outcome != '\0')
        g_string_append_printf(text, " (%s)", label_text(LABEL_OUTCOME, event->outcome));
    if (*event->days != '\0')
        g_string_append_printf(text, " +%s", event->days);
    if (*event->drawn != '\0')
        g_string_append_printf(text, " (%s)", label_text(LABEL_DRAWN, event->drawn));
    if (*event->decided != '\0')
        g_string_append_printf(text, " (%s)", label_text(LABEL_DECISION, event->decided));
    if (*event->score != '\0')
        g_string_append_printf(text, " %s", event->score);
    if (label_known(LABEL_DEMAND, event->to_state))
        g_string_append_printf(text, " (%s)", label_text(LABEL_DEMAND, event->to_state));
    append_answers(text, event);
    if (*event->reason != '\0')
        g_string_append_printf(text, ": %s", event->reason);
    return g_string_free(text, FALSE);
}

void ticket_legs(GString *text, const GPtrArray *legs)
{
    if (legs == NULL || legs->len == 0)
        return;
    g_string_append_printf(text, "\n%s\n", _("-- On the telephone --"));
    for (guint i = 0; i < legs->len; i++) {
        const CallLeg *leg = g_ptr_array_index(legs, i);
        g_autofree char *at = clock_text(leg->started_at, CLOCK_SECONDS);
        g_autofree char *talked = leg->answered_at != 0 && leg->ended_at != 0 ? clock_span(leg->answered_at, leg->ended_at) : NULL;
        g_string_append_printf(text, "%s  %s  %s", at, label_text(LABEL_LEG, leg->kind), leg->party);
        if (*leg->who != '\0')
            g_string_append_printf(text, " %s", leg->who);
        if (talked != NULL)
            g_string_append_printf(text, "  %s", talked);
        else if (leg->ended_at != 0)
            g_string_append_printf(text, "  %s", _("not picked up"));
        g_string_append_c(text, '\n');
    }
}

char *ticket_text(const Ticket *ticket, const GPtrArray *timeline, const TicketExtension *extension, const GPtrArray *legs)
{
    GString *text = g_string_new(NULL);
    g_autofree char *accepted = clock_text(ticket->accepted_at, CLOCK_FULL);
    g_autofree char *accepted_line = g_strdup_printf("%s  %s", accepted, ticket->accepted_by_name);

    g_string_append_printf(text, "%s\n", *ticket->title != '\0' ? ticket->title : _("(no title)"));
    ticket_marks(text, ticket);
    append_citizen(text, ticket);
    g_string_append_printf(text, "%s: %s  %s\n", label_text(LABEL_FIELD, "area_id"), ticket->area, ticket->address);
    g_string_append_printf(text, "%s: %s   %s: %s\n", label_text(LABEL_FIELD, "category_id"), ticket->category,
                           label_text(LABEL_FIELD, "kind"), label_text(LABEL_KIND, ticket->kind));
    append_deadline(text, ticket);
    if (extension != NULL)
        append_extension(text, extension);
    line(text, label_text(LABEL_FIELD, "urgency_reason"), ticket->urgency_reason);
    append_unit(text, ticket);
    if (strcmp(ticket->demand, "plain") != 0)
        line(text, _("Demand"), label_text(LABEL_DEMAND, ticket->demand));
    line(text, _("Accepted"), accepted_line);
    append_channel(text, ticket);
    if (strcmp(ticket->owner, ticket->accepted_by_name) != 0)
        line(text, _("Followed by"), ticket->owner);
    g_string_append_printf(text, "\n%s\n", ticket->body);
    if (*ticket->co_parts != '\0')
        g_string_append_printf(text, "\n%s\n%s\n", _("-- What the co-handlers did --"), ticket->co_parts);
    if (*ticket->result != '\0')
        g_string_append_printf(text, "\n%s\n%s\n", _("-- Result reported by the unit --"), ticket->result);
    if (*ticket->closing != '\0') {
        g_string_append_printf(text, "\n%s: %s %s\n", _("Closed"), label_text(LABEL_CLOSING, ticket->closing),
                               ticket->transfer_to);
        line(text, label_text(LABEL_FIELD, "explanation"), ticket->closing_note);
    }
    ticket_legs(text, legs);
    g_string_append_printf(text, "\n%s\n", _("-- Timeline --"));
    for (guint i = 0; timeline != NULL && i < timeline->len; i++) {
        g_autofree char *event = ticket_event_text(g_ptr_array_index(timeline, i));
        g_string_append_printf(text, "%s\n", event);
    }
    return g_string_free(text, FALSE);
}

static void rule_with(Rect body, const char *title, const char *end)
{
    draw_rule(body.y, body.x, body.cols, title);
    draw_text(body.y, body.x + body.cols - text_width(end) - 2, text_width(end), end, ROLE_STRONG);
}

void ticket_number_rule(Rect body, const char *title, const char *phone)
{
    g_autofree char *number = phone != NULL ? g_strdup_printf(_(" Number: %s (recorded) "), phone) : NULL;

    rule_with(body, title, number != NULL ? number : "");
}

void ticket_dial_rule(Rect body, const char *title, const char *code)
{
    g_autofree char *dial = g_strdup_printf(_(" Dial at your telephone: %s "), code);

    rule_with(body, title, dial);
}
