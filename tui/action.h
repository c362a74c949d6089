/* The action table: the one source for keys, footer, help screen, README's key list, and tests. */
#ifndef TUI_ACTION_H
#define TUI_ACTION_H

#include <glib.h>

/* Where an action applies. A room (a screen or an overlay) is a set of these. */
typedef enum {
    IN_ANY = 1 << 0,     /* every screen, also while typing */
    IN_TEXT = 1 << 1,    /* something is typed into: plain characters are no keys here */
    IN_LIST = 1 << 2,    /* rows to move through */
    IN_SCROLL = 1 << 3,  /* text to read */
    IN_QUEUE = 1 << 4,   /* the waiting calls */
    IN_FORM = 1 << 5,    /* the ticket form */
    IN_TICKETS = 1 << 6, /* the list of tickets */
    IN_TICKET = 1 << 7,  /* one ticket */
    IN_PICK = 1 << 8,    /* a list to pick from */
    IN_SHEET = 1 << 9,   /* a small form over a screen */
    IN_FIELDS = 1 << 10, /* fields to go through: form and sheet */
    IN_KNOWLEDGE = 1 << 11, /* searching articles */
    IN_ARTICLE = 1 << 12,   /* one article */
    IN_PROPOSALS = 1 << 13, /* proposals to the knowledge base */
    IN_FILTERED = 1 << 14,  /* a list with filters */
    IN_CALLBACK = 1 << 15,  /* one callback */
    IN_REVIEWS = 1 << 16,   /* reviews of handled tickets */
    IN_FIGURES = 1 << 17,   /* performance */
    IN_BOARD = 1 << 18,     /* the team lead's board */
    IN_LOADS = 1 << 19,     /* who carries how much */
    IN_PEOPLE = 1 << 20,    /* the agents whom one leads */
    IN_JUDGE = 1 << 21,     /* judging an agent's call or ticket */
    IN_CHECK = 1 << 22,     /* one quality check */
    IN_OBJECTION = 1 << 23, /* a returned ticket before the lead */
    IN_TRAINING = 1 << 24,  /* the scenarios of training */
    IN_RESULT = 1 << 25     /* what a scenario was worth */
} ActionPlace;

typedef enum {
    ROLE_AGENT_BIT = 1 << 0,
    ROLE_LEAD_BIT = 1 << 1,
    ROLE_UNIT_BIT = 1 << 2,
    ROLE_ADMIN_BIT = 1 << 3
} ActionRole;

typedef enum {
    ACT_NONE,
    ACT_HELP, ACT_TAKE, ACT_READY, ACT_HANG_UP, ACT_BACK, ACT_QUIT, ACT_REDRAW, ACT_TO_FORM, ACT_KEPT, ACT_KNOWLEDGE,
    ACT_REMINDER, ACT_SNOOZE, ACT_ROOT_1, ACT_ROOT_2, ACT_ROOT_3, ACT_ROOT_4, ACT_ROOT_5, ACT_ROOT_6, ACT_RETRY,
    ACT_UP, ACT_DOWN, ACT_PAGE_UP, ACT_PAGE_DOWN, ACT_FIRST, ACT_LAST, ACT_OPEN,
    ACT_NEW, ACT_FILTER, ACT_NEXT_FILTER,
    ACT_NEXT_VIEW,
    ACT_NEXT_FIELD, ACT_PREVIOUS_FIELD, ACT_CONFIRM, ACT_PICK_OPEN,
    ACT_ANSWER, ACT_DISPATCH, ACT_DECLINE, ACT_TRANSFER, ACT_SAVE, ACT_SILENT, ACT_ABUSIVE,
    ACT_UNMASK, ACT_DISCARD, ACT_HISTORY, ACT_TAKE_SUGGESTION, ACT_JOIN, ACT_PANEL, ACT_URGE_OWN,
    ACT_RECEIVE, ACT_RETURN, ACT_COMMUNICATE, ACT_FEED_BACK, ACT_EXTEND, ACT_FINISH, ACT_URGE,
    ACT_CALLBACK, ACT_PROMISE, ACT_CLAIM, ACT_RELEASE, ACT_RATE, ACT_RING_BACK, ACT_REACHED, ACT_TO_TICKET, ACT_RECORD_MISSED,
    ACT_OBJECTION, ACT_UNIT_A, ACT_UNIT_B, ACT_UNIT_C, ACT_MEND, ACT_SUPERVISE, ACT_ESCALATE, ACT_CONTRIBUTE,
    ACT_MERGE, ACT_UNMERGE, ACT_VOICES, ACT_REDISPATCH, ACT_UPHOLD, ACT_GRANT, ACT_DENY, ACT_RESUME,
    ACT_REVIEW_RATE, ACT_REVIEW_OBJECT, ACT_REVIEW_DECIDE, ACT_DEMAND_ASK, ACT_DEMAND_GRANT, ACT_DEMAND_DENY,
    ACT_MONTH_BACK, ACT_MONTH_ON,
    ACT_SEND, ACT_QUOTE_ANSWER, ACT_QUOTE, ACT_VERSIONS, ACT_WITHDRAW, ACT_HELPED, ACT_NOT_HELPED, ACT_CORRECT, ACT_NEW_ARTICLE,
    ACT_PROPOSALS, ACT_WITHDRAWN, ACT_SYNONYMS, ACT_PUBLISH, ACT_REFUSE,
    ACT_LEFT, ACT_RIGHT, ACT_WORD_LEFT, ACT_WORD_RIGHT, ACT_LINE_START, ACT_LINE_END,
    ACT_TEXT_START, ACT_TEXT_END, ACT_BACKSPACE, ACT_DELETE, ACT_DELETE_WORD, ACT_KILL_LINE, ACT_KILL_WHOLE,
    ACT_UNDO, ACT_REDO,
    ACT_MESSAGES, ACT_PEOPLE, ACT_SEND_BREAK, ACT_LOG_OUT, ACT_ASSIGN, ACT_MESSAGE, ACT_MESSAGE_ALL, ACT_MARK_NUMBER,
    ACT_CHECK, ACT_CHECK_TICKET, ACT_CHECKS, ACT_CHECK_ANSWER, ACT_TRAINED,
    ACT_SAY, ACT_TALK, ACT_HINT, ACT_DRILL_DONE, ACT_DRILL_DROP, ACT_SPEED, ACT_VOICE, ACT_SHIFT, ACT_TRAINING_VIEW,
    ACT_MARK, ACT_MARK_ALL, ACT_OF_AGENT, ACT_REASSIGN, ACT_REASSIGN_UNDO, ACT_AS_NEW,
    ACT_AGAIN,
    ACT_N
} ActionId;

typedef struct {
    ActionId id;
    const char *name;    /* in the user's key file: "take" */
    const char *keys[4]; /* names of key.h; "C-x d" is two keys; NULL ends */
    guint where;         /* ActionPlace bits: applies in a room that has any of them */
    guint roles;         /* ActionRole bits */
    const char *step;    /* the ticket action of the database's transition table, or NULL */
    const char *label;   /* footer, a word or two (msgid); NULL: not in the footer */
    const char *help;    /* a sentence (msgid) */
} Action;

/* The table; ends with id ACT_NONE. */
extern const Action action_table[];

/* The rooms that exist, each a set of ActionPlace bits with a name; ends with name NULL. */
typedef struct {
    const char *name; /* msgid */
    guint places;
} ActionRoom;
extern const ActionRoom action_rooms[];

/* The first key of an action that works in a room of these places ("" when none does). */
const char *action_key(const Action *action, guint places);

/* Does this key name work in such a room? Plain characters do not where text is typed. */
gboolean action_key_works(const char *key, guint places);

/* What a key (after a prefix key, or NULL) means in a room for a role. *is_prefix becomes TRUE
 * when the key begins a two-key action there. Returns NULL when it means nothing. */
const Action *action_find(const char *prefix, const char *key, guint places, guint role,
                          gboolean *is_prefix);

/* The action with this id or user-file name; NULL when there is none. */
const Action *action_by_id(ActionId id);
const Action *action_by_name(const char *name);

/* The bit of a role's name as the database says it ("agent", "lead", "unit", "admin"), 0 if unknown. */
guint action_role_bit(const char *role);

/* Reads the user's keys ([keys] name=F7;C-x z in the settings file) over the table's own.
 * Returns FALSE with a sentence that names the entry at fault. */
gboolean action_load_keys(GKeyFile *settings, GError **error);

/* README's key list as Markdown tables, one for each room, in the current language. */
char *action_markdown(void);

#endif
