/* Tables of codes and their words. */
#include "common/label.h"

#include <string.h>

#include "common/lang.h"

typedef struct {
    const char *code;
    const char *text;
} Label;

static const Label ticket_states[] = {
    {"none", N_("new")}, {"draft", N_("put aside")}, {"dispatched", N_("dispatched")},
    {"handling", N_("in handling")}, {"returned", N_("returned")}, {"finished", N_("finished")},
    {"closed", N_("closed")}, {NULL, NULL}};

static const Label actions[] = {
    {"save", N_("put aside")}, {"answer", N_("answered directly")}, {"decline", N_("not accepted")},
    {"transfer", N_("handed over")}, {"silent", N_("silent call")}, {"abusive", N_("abusive call")},
    {"dispatch", N_("dispatched")}, {"redispatch", N_("dispatched again")}, {"uphold", N_("upheld")},
    {"receive", N_("accepted by unit")}, {"return", N_("returned by unit")}, {"communicate", N_("talked with citizen")},
    {"feed_back", N_("result told to citizen")}, {"ask_extension", N_("extension asked")},
    {"grant_extension", N_("extension granted")}, {"deny_extension", N_("extension denied")},
    {"finish", N_("finished by unit")}, {"rate", N_("rated by citizen")}, {"ring_back", N_("citizen not reached")},
    {"give_up", N_("citizen unreachable")}, {"reopen", N_("not solved: back to the unit")},
    {"supervise", N_("supervised")}, {"escalate", N_("escalated")},
    {"mend", N_("catalogue mended")}, {"contribute", N_("co-handler's part")},
    {"claim", N_("taken on to ring; number shown")}, {"claim_dial", N_("taken on to ring, by a code")}, {"rung", N_("citizen rung")},
    {"called_in", N_("the citizen called again; not rung any more")}, {"promise", N_("callback promised")}, {"recount", N_("deadline counted again by the new calendar")},
    {"urge", N_("urged")}, {"join", N_("another caller joined")}, {"merge", N_("merged")},
    {"unmerge", N_("merging undone")}, {"tell_voice", N_("a caller who joined was told")}, {"unmask", N_("number shown")},
    {"scenario", N_("made into a training scenario that names nobody")}, {"take", N_("call taken")},
    {"hang_up", N_("call ended")}, {"abandon", N_("call abandoned")}, {"ready", N_("ready")},
    {"break", N_("break")}, {"talk", N_("talking")}, {"wrap_up", N_("after-call work")},
    {"release", N_("call ended")}, {"leave", N_("left")},
    {"review_draw", N_("drawn for review")}, {"review_rate", N_("handling rated by the lead")},
    {"review_object", N_("unit objected")}, {"review_decide", N_("objection decided")},
    {"demand_ask", N_("review of the demand asked")}, {"demand_grant", N_("granted by review")},
    {"demand_deny", N_("refused by review")}, 
    {"reassign", N_("given to another")}, {"undo_reassign", N_("giving to another undone")},
    {"undo_redispatch", N_("second dispatch undone")}, {"give_promise", N_("promised callback given to another")},
    {"send_to_break", N_("sent to a break")}, {"log_out", N_("logged out")}, {"assign", N_("skills, shift")},
    {"message", N_("message")}, {"mark", N_("number marked")}, {"unmark", N_("mark taken away")},
    {"hand_in", N_("message handed in")}, {"accept", N_("message taken")}, {"file", N_("message recorded")},
    {"give_back", N_("message waits again")}, {"queue_alert", N_("waited too long: leads told")}, {"quality_check", N_("quality checked")}, {NULL, NULL}};

static const Label kinds[] = {
    {"consult", N_("consult")}, {"demand", N_("demand")}, {"complaint", N_("complaint")},
    {"report", N_("report")}, {"suggestion", N_("suggestion")}, {"praise", N_("praise")}, {NULL, NULL}};

static const Label urgencies[] = {
    {"urgent", N_("urgent")}, {"general", N_("general")}, {"complex", N_("complex")}, {NULL, NULL}};

static const Label genders[] = {{"female", N_("female")}, {"male", N_("male")}, {NULL, NULL}};

static const Label means[] = {
    {"telephone", N_("by telephone")}, {"visit", N_("on a visit")}, {"message", N_("by message")},
    {"meeting", N_("in a meeting")}, {NULL, NULL}};

static const Label outcomes[] = {
    {"no_answer", N_("no answer")}, {"refused", N_("refused to talk")}, {"wrong_number", N_("wrong number")},
    {NULL, NULL}};

static const Label callbacks[] = {
    {"satisfaction", N_("rating")}, {"promised", N_("promised")}, {"missed", N_("missed")}, {NULL, NULL}};

static const Label callback_closings[] = {
    {"reached", N_("reached")}, {"called_in", N_("called again")}, {"refused", N_("refused to talk")},
    {"unreachable", N_("citizen unreachable")}, {NULL, NULL}};

static const Label follow_ups[] = {
    {"reopen", N_("back to the same unit")}, {"supervise", N_("supervise")}, {"escalate", N_("escalate")},
    {"explain", N_("explain, and close")}, {NULL, NULL}};

static const Label answers[] = {{"yes", N_("yes")}, {"partly", N_("partly")}, {"no", N_("no")}, {NULL, NULL}};

static const Label closings[] = {
    {"answered", N_("answered directly")}, {"not_accepted", N_("not accepted")},
    {"transferred", N_("handed over")}, {"silent", N_("silent call")}, {"abusive", N_("abusive call")},
    {"rated", N_("rated by citizen")}, {"unreachable", N_("citizen unreachable")},
    {"refused", N_("refused to talk")}, {"merged", N_("merged into another")}, {NULL, NULL}};

static const Label agent_states[] = {
    {"ready", N_("ready")}, {"break", N_("break")}, {"talking", N_("talking")},
    {"after_call", N_("after-call work")}, {"writing", N_("at a message")}, {"offline", N_("not signed on")}, {NULL, NULL}};

static const Label call_states[] = {
    {"waiting", N_("waiting")}, {"talking", N_("talking")}, {"ended", N_("ended")},
    {"abandoned", N_("abandoned")}, {NULL, NULL}};

static const Label filters[] = {
    {"open", N_("all open")}, {"mine", N_("followed by me")}, {"own", N_("mine")}, {"drafts", N_("drafts")},
    {"unit", N_("to handle")}, {"callback", N_("to ring back")}, {"today", N_("due today")},
    {"overdue", N_("overdue")}, {"returned", N_("returned")}, {"extension", N_("extension asked")},
    {"circling", N_("circling")}, {"co", N_("to co-handle")},
    {"all", N_("all")}, {"due", N_("to ring now")}, {"promised", N_("promised callbacks")},
    {"missed", N_("missed calls")}, {"satisfaction", N_("ratings to ask")}, {"closed", N_("done")}, {"review", N_("to review")}, {"owner", N_("all of one agent")},
    {"on_shift", N_("on the shift")}, {"talking", N_("talking")}, {"after_call", N_("after-call work")},
    {"after_call_long", N_("after-call work too long")}, {"ready", N_("ready")}, {"break", N_("break")},
    {"offline", N_("not signed on")}, {"late_tickets", N_("with tickets overdue")},
    {"present", N_("at a terminal")}, {"answered", N_("answered")},
    {NULL, NULL}};

static const Label fields[] = {
    {"citizen_name", N_("Citizen")}, {"gender", N_("Gender")}, {"phone", N_("Telephone")},
    {"confidential", N_("Confidential")}, {"area_id", N_("Area")}, {"address", N_("Place")},
    {"category_id", N_("Category")}, {"kind", N_("Kind")}, {"urgency", N_("Urgency")},
    {"urgency_reason", N_("Why so")}, {"title", N_("Title")}, {"body", N_("Description")},
    {"unit_id", N_("Unit")}, {"answer", N_("Answer")}, {"explanation", N_("Explanation")},
    {"way_to_go", N_("Way to go")}, {"transfer_to", N_("Hand over to")}, {"reason", N_("Reason")},
    {"means", N_("How")}, {"text", N_("What was said")}, {"days", N_("Working days")},
    {"responded", N_("Responded?")}, {"solved", N_("Solved?")}, {"satisfied", N_("Satisfied?")},
    {"into", N_("Into ticket")}, {"outcome", N_("Outcome")}, {"articles", N_("Articles")},
    {"variants", N_("Asked as")}, {"legal_basis", N_("Legal basis")}, {"valid_from", N_("Valid from")},
    {"valid_to", N_("Valid until")}, {"follow_up", N_("If not solved")}, {"follow_up_reason", N_("Why this")},
    {"co_unit", N_("Co-handler")}, {"co_unit2", N_("Co-handler")}, {"co_unit3", N_("Co-handler")},
    {"when", N_("When")}, {"category", N_("Category")}, {"area", N_("Area")}, {"unit", N_("Unit")},
    {"word", N_("Colloquial word")}, {"meaning", N_("What it means")}, {"out_of_use", N_("Out of use")},
    {"timely", N_("In time?")}, {"timely_reason", N_("Reason")},
    {"complete", N_("Reply complete?")}, {"complete_reason", N_("Reason")}, {"recorded", N_("Talk recorded?")},
    {"recorded_reason", N_("Reason")}, {"genuine", N_("Result real?")}, {"genuine_reason", N_("Reason")},
    {"decided", N_("Decision")},
    {"skills", N_("Skills")}, {"shift", N_("Shift")}, {"message", N_("Message")}, {"days_marked", N_("For days")},
    {"note", N_("Note")}, {"own_words", N_("Your word")},
    {"contact", N_("To be answered")},
    {"say", N_("Say")}, {"minutes", N_("Minutes")}, {"speed", N_("Speed")}, {"level", N_("Level")}, {"seed", N_("Seed")}, {NULL, NULL}};

static const Label review_states[] = {
    {"waiting", N_("to be rated")}, {"rated", N_("rated")}, {"objected", N_("objected to")},
    {"decided", N_("decided")}, {NULL, NULL}};

static const Label drawn[] = {
    {"sample", N_("drawn by lot")}, {"dissatisfied", N_("dissatisfied")}, {"demand", N_("unreasonable?")}, {NULL, NULL}};

static const Label decisions[] = {
    {"upheld", N_("the marks stand")}, {"changed", N_("new marks")}, {NULL, NULL}};

static const Label demands[] = {
    {"plain", N_("not unreasonable")}, {"mark_asked", N_("asked: unreasonable")},
    {"marked", N_("unreasonable demand")}, {"unmark_asked", N_("unreasonable demand, its end is asked")}, {NULL, NULL}};

static const Label figures[] = {
    {"on_time", N_("On time")}, {"contacted", N_("Contacted")}, {"called_back", N_("Called back")},
    {"responded", N_("Response")}, {"solved", N_("Solved")}, {"satisfied", N_("Satisfied")},
    {"quality", N_("Quality")}, {"precise_dispatch", N_("Sent right")}, {"returned", N_("Returned")},
    {"extended", N_("Extended")}, {NULL, NULL}};

static const Label figure_meanings[] = {
    {"on_time", N_("Finished before the (extended) deadline / finished or overdue.")},
    {"contacted", N_("Finished after at least one talk of the unit with the citizen / finished. It must be 100%.")},
    {"called_back", N_("Finished and the citizen rung / finished.")},
    {"responded", N_("The citizen says yes / reached at the callback; without the demands that a review found unreasonable.")},
    {"solved", N_("The citizen says yes / reached at the callback; without the demands that a review found unreasonable.")},
    {"satisfied", N_("The citizen says yes / reached at the callback; without the demands that a review found unreasonable.")},
    {"quality", N_("Marks of the lead that are yes / marks given, four a reviewed ticket, after objections.")},
    {"precise_dispatch", N_("Never returned nor dispatched again / dispatched. The goal: at least 90%.")},
    {"returned", N_("Sent back by the unit / sent to the unit.")},
    {"extended", N_("Finished with an extended deadline / finished.")}, {NULL, NULL}};

static const Label roles[] = {
    {"agent", N_("agent")}, {"lead", N_("team lead")}, {"unit", N_("unit handler")},
    {"admin", N_("administrator")}, {"switch", N_("switch")}, {"channel", N_("channel gateway")}, {NULL, NULL}};

static const Label versions[] = {
    {"publish", N_("published")}, {"withdraw", N_("withdrawn")}, {"import", N_("brought in")}, {NULL, NULL}};

static const Label reminders[] = {
    {"call_waiting", N_("call waiting")}, {"callback_due", N_("call back due")}, {"deadline_near", N_("deadline near")},
    {"ticket_assigned", N_("newly dispatched")}, {"ticket_returned", N_("returned")}, {NULL, NULL}};

static const Label stays[] = {
    {"returned", N_("returned")}, {"moved", N_("sent on")}, {"finished", N_("handled")}, {"merged", N_("merged")}, {NULL, NULL}};

static const Label sources[] = {
    {"catalogue", N_("catalogue")}, {"learned", N_("learned")}, {"both", N_("both")}, {NULL, NULL}};

static const Label flows[] = {
    {"consult", N_("consult")}, {"demand", N_("demand")}, {"complaint", N_("complaint")}, {"report", N_("report")},
    {"emergency", N_("emergency")}, {"urge", N_("urging")}, {"duplicate", N_("duplicate")}, {"objection", N_("returned ticket")},
    {"callback", N_("callback")}, {"reassign", N_("giving away")}, {"extension", N_("extension")}, {"handle", N_("handling")}, {NULL, NULL}};

static const Label rubric[] = {
    {"way", N_("Way out")}, {"category", N_("Category")}, {"kind", N_("Kind")}, {"urgency", N_("Urgency")}, {"unit", N_("Unit")},
    {"article", N_("Article")}, {"transfer_to", N_("Hand over to")}, {"facts", N_("Facts")}, {"tone", N_("Said")},
    {"steps", N_("Steps")}, {"time", N_("Time taken")}, {"rules", N_("Rules")}, {NULL, NULL}};

static const Label drill_states[] = {
    {"staged", N_("ready to begin")}, {"waiting", N_("the phone rings")}, {"talking", N_("talking")}, {"closing", N_("record it")},
    {"done", N_("done")}, {"missed", N_("nobody answered")}, {"dropped", N_("given up")}, {NULL, NULL}};

static const Label reasons[] = {{"missed_ring", N_("telephone not picked up")}, {"abused", N_("after an abusive call")}, {NULL, NULL}};

static const Label rings[] = {
    {"answered", N_("picked up")}, {"no_answer", N_("no answer")}, {"busy", N_("busy")}, {"failed", N_("the line failed")}, {NULL, NULL}};

static const Label legs[] = {{"caller", N_("caller")}, {"agent", N_("agent")}, {"other", N_("joined")}, {NULL, NULL}};

static const Label *const sets[LABEL_SETS] = {
    [LABEL_TICKET_STATE] = ticket_states, [LABEL_ACTION] = actions, [LABEL_KIND] = kinds,
    [LABEL_URGENCY] = urgencies, [LABEL_GENDER] = genders, [LABEL_MEANS] = means,
    [LABEL_OUTCOME] = outcomes, [LABEL_ANSWER] = answers, [LABEL_CLOSING] = closings,
    [LABEL_AGENT_STATE] = agent_states, [LABEL_CALL_STATE] = call_states, [LABEL_FILTER] = filters,
    [LABEL_FIELD] = fields, [LABEL_ROLE] = roles, [LABEL_VERSION] = versions, [LABEL_REMINDER] = reminders,
    [LABEL_CALLBACK] = callbacks, [LABEL_CALLBACK_CLOSING] = callback_closings, [LABEL_FOLLOW_UP] = follow_ups,
    [LABEL_REVIEW_STATE] = review_states, [LABEL_DRAWN] = drawn, [LABEL_DECISION] = decisions,
    [LABEL_DEMAND] = demands, [LABEL_FIGURE] = figures, [LABEL_FIGURE_MEANING] = figure_meanings,
    [LABEL_STAY] = stays, [LABEL_SOURCE] = sources,
    [LABEL_FLOW] = flows, [LABEL_RUBRIC] = rubric, [LABEL_DRILL_STATE] = drill_states,
    [LABEL_REASON] = reasons, [LABEL_RING] = rings, [LABEL_LEG] = legs};

static const Label *find(LabelSet set, const char *code)
{
    for (const Label *label = sets[set]; label->code != NULL; label++)
        if (strcmp(label->code, code) == 0)
            return label;
    return NULL;
}

const char *label_text(LabelSet set, const char *code)
{
    const Label *label = find(set, code);

    return label != NULL ? _(label->text) : code;
}

gboolean label_known(LabelSet set, const char *code)
{
    return find(set, code) != NULL;
}

const char *label_code(LabelSet set, guint i)
{
    for (const Label *label = sets[set]; label->code != NULL; label++, i--)
        if (i == 0)
            return label->code;
    return NULL;
}
