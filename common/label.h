/* The words on the screen for the codes of the database: states, actions, kinds, urgencies … */
#ifndef COMMON_LABEL_H
#define COMMON_LABEL_H

#include <glib.h>

typedef enum {
    LABEL_TICKET_STATE, LABEL_ACTION, LABEL_KIND, LABEL_URGENCY, LABEL_GENDER, LABEL_MEANS, LABEL_OUTCOME,
    LABEL_ANSWER, LABEL_CLOSING, LABEL_AGENT_STATE, LABEL_CALL_STATE, LABEL_FILTER, LABEL_FIELD, LABEL_ROLE, LABEL_VERSION, LABEL_REMINDER,
    LABEL_CALLBACK, LABEL_CALLBACK_CLOSING, LABEL_FOLLOW_UP,
    LABEL_REVIEW_STATE, LABEL_DRAWN, LABEL_DECISION, LABEL_DEMAND, LABEL_FIGURE,
    LABEL_FIGURE_MEANING, /* how a figure is counted */
    LABEL_STAY, LABEL_SOURCE,
    LABEL_FLOW, LABEL_RUBRIC, LABEL_DRILL_STATE,
    LABEL_REASON, /* why an agent is set aside; a lead's or the centre's own words stay as they are */
    LABEL_RING, LABEL_LEG,
    LABEL_SETS
} LabelSet;

/* The word for a code in the current language; the code itself when it is not known ("" for ""). */
const char *label_text(LabelSet set, const char *code);

/* Is there a word for this code in the set? */
gboolean label_known(LabelSet set, const char *code);

/* The i-th code of a set, in the order in which they are offered; NULL after the last. */
const char *label_code(LabelSet set, guint i);

#endif
