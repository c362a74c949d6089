/* Tickets: lists, one ticket with its timeline, the form's ways out, the steps of its handling. */
#ifndef COMMON_TICKET_H
#define COMMON_TICKET_H

#include "common/outbox.h"
#include "common/record.h"

/* A row of a list, or (from ticket_read) a whole ticket. */
typedef struct {
    Record record;
    gint64 id;
    char *number;
    gint64 call_id;
    char *state;    /* draft, dispatched, handling, returned, finished, closed */
    gint64 version;
    char *citizen_name;
    char *gender;
    char *phone_masked;
    gboolean confidential;
    char *area;
    char *address;
    char *category;
    char *kind;
    char *urgency;
    char *urgency_reason;
    char *title;
    char *body;
    gint64 accepted_at;
    char *accepted_by_name;
    char *owner;        /* who follows it now: number and name */
    char *unit;
    char *handler;
    gint64 working_days;
    gint64 due_at;      /* 0: none yet */
    gboolean due_known; /* FALSE: reaches a year without a calendar */
    gint64 returns;
    gboolean binding;
    char *result;
    gint64 finished_at;
    gint64 closed_at;
    char *closing;
    char *closing_note;
    char *transfer_to;
    gboolean extension_waits;
    gint64 round;        /* of handling; from 2 on it came back from the citizen as not solved */
    gboolean supervised; /* 督办 */
    gboolean escalated;  /* 提级 */
    char *demand; /* plain, mark_asked, marked, unmark_asked */
    gboolean circling;   /* 空转: sent to and fro */
    gboolean mended;     /* it waits, and the catalogue has changed meanwhile and does not name its unit */
    char *co_units;      /* units that co-handle it (协办), "" for none */
    char *co_parts;      /* what they say they did, a line each */
    char *channel_name;  /* by which it came, "" for the telephone or the counter */
    gboolean channel_replies; /* it brings answers to the citizen */
} Ticket;

typedef struct {
    Record record;
    gint64 at;
    char *who;
    char *action;
    char *from_state;
    char *to_state;
    char *reason;
    char *unit;
    char *co_units;
    char *means;
    char *transfer_to;
    char *given_to; /* who follows the ticket from then on */
    char *other; /* the number of the ticket it was merged into, or that was merged into it */
    char *days;
    char *outcome;
    char *responded;
    char *solved;
    char *satisfied;
    char *timely; /* marks of a review: yes, partly, no */
    char *complete;
    char *recorded;
    char *genuine;
    char *drawn;   /* why it was drawn for review */
    char *decided; /* upheld, changed */
    char *score;   /* of a quality check: points/most */
    char *agent;   /* for whom the switch tells it */
} TicketEvent;

/* An action of the transition table that the asker's role has in the ticket's state. */
typedef struct {
    Record record;
    char *action;
    gboolean allowed;
    gboolean needs_reason;
    char *refusal; /* the sentence why not (English template), "" when allowed */
} TicketAction;

/* A further caller about a ticket. */
typedef struct {
    Record record;
    gint64 voice; /* 0: the citizen of a ticket that was merged into it */
    gint64 at;
    char *citizen_name;
    char *phone_masked;
    char *note;
    gint64 told_at; /* 0: not told the result yet */
    char *channel;  /* the name of the one that brings the answer back; "" for none */
} TicketVoice;

typedef struct {
    Record record;
    gint64 working_days;
    gint64 due_at;
    gboolean calendar_known;
} TicketDeadline;

/* An extension that waits for a lead's word. */
typedef struct {
    Record record;
    gint64 days;
    char *reason;
    char *asked_by;
    gint64 asked_at;
    gint64 all_days; /* that the ticket would have with it */
    gint64 wall;     /* the most it may have */
    gint64 due_at;   /* the deadline with it */
} TicketExtension;

/* A field of a draft that was put aside. */
typedef struct {
    Record record;
    char *field;
    char *value;
} TicketField;

/* What an api function answered; texts "" and numbers 0 where the answer has no such member. */
typedef struct {
    gint64 ticket;
    gint64 call;
    char *number;
    char *state;
    char *due_at; /* ISO 8601 */
    gboolean due_known;
    char *phone;
    gint64 waiting; /* tickets that have a new suggestion by a mended catalogue */
} TicketAnswer;

/* The filters of the list that a role uses, in order; ends with NULL. Static. */
const char *const *ticket_filters(const char *role);

/* Rows: Ticket with the columns of a list; after: the last row of the page before, or NULL; owner: whose, for the
 * filter "owner". */
guint64 ticket_list(Db *db, const char *filter, gint64 owner, const Ticket *after, guint limit, RecordDone done,
                    gpointer data, GDestroyNotify free_data);
/* Rows: one Ticket, or none. */
void ticket_read(Db *db, gint64 ticket, RecordDone done, gpointer data, GDestroyNotify free_data);
/* Rows: TicketEvent, oldest first. */
void ticket_timeline(Db *db, gint64 ticket, RecordDone done, gpointer data, GDestroyNotify free_data);
/* Rows: TicketAction. review: which of the ticket's reviews is meant; 0: none is named. */
void ticket_actions(Db *db, gint64 ticket, gint64 review, RecordDone done, gpointer data, GDestroyNotify free_data);
/* The action of that name among them (NULL: not read yet), or NULL. Borrowed. */
const TicketAction *ticket_action(const GPtrArray *actions, const char *name);
/* Rows: one TicketExtension, or none when none waits. */
void ticket_extension(Db *db, gint64 ticket, RecordDone done, gpointer data, GDestroyNotify free_data);
/* Rows: TicketField of one's own draft. */
void ticket_form(Db *db, gint64 ticket, RecordDone done, gpointer data, GDestroyNotify free_data);
/* Rows: TicketField of what another channel handed in, none for a call: fields of the form, and contact (how the citizen
 * wants to be answered), category (as the channel calls it), text (the citizen's own words). */
void ticket_intake(Db *db, gint64 call, RecordDone done, gpointer data, GDestroyNotify free_data);
/* Rows: TicketVoice, the first ones first. */
void ticket_voices(Db *db, gint64 ticket, RecordDone done, gpointer data, GDestroyNotify free_data);
/* A further caller was told the result; text: the words that a channel brings, "" when told otherwise. */
void ticket_tell_voice(Outbox *outbox, gint64 voice, const char *text, OutboxDone done, gpointer data, GDestroyNotify free_data);
/* Rows: one TicketDeadline for an urgency; accepted: microseconds since 1970, 0: now. */
void ticket_deadline(Db *db, const char *urgency, gint64 accepted, RecordDone done, gpointer data,
                     GDestroyNotify free_data);

/* Sends the form out. draft: its words, handed over to the call (outbox_send_draft), or NULL. way: save, dispatch, answer, decline, transfer, silent, abusive; ticket: the
 * draft gone on with, or 0; call: the call it belongs to, or 0; form: field → value, texts.
 * Kept on disk until the database has answered: returns whether it is. Answer: ticket_answer_parse. */
gboolean ticket_submit(Outbox *outbox, Draft *draft, const char *way, gint64 ticket, gint64 call, GHashTable *form,
                       OutboxDone done, gpointer data, GDestroyNotify free_data);

/* The caller becomes one more voice of an open ticket (并单); the rest as in ticket_submit. */
gboolean ticket_join(Outbox *outbox, Draft *draft, gint64 ticket, gint64 call, GHashTable *form,
                     OutboxDone done, gpointer data, GDestroyNotify free_data);

/* A step of handling by name of the transition table's action; values by field name: reason, means,
 * text, days, unit_id, co_unit, co_unit2, co_unit3, category_id, area_id, decided, the marks of a review each with
 * its _reason, and review: which one. draft and returned value: as
 * ticket_submit. */
gboolean ticket_act(Outbox *outbox, Draft *draft, gint64 ticket, gint64 version, const char *action,
                    GHashTable *values, OutboxDone done, gpointer data, GDestroyNotify free_data);

/* The number in full, recorded with the reason. ticket or call is 0. Answer: phone. */
void ticket_unmask(Outbox *outbox, gint64 ticket, gint64 call, const char *reason, OutboxDone done,
                   gpointer data, GDestroyNotify free_data);

/* Reads an api function's jsonb answer. Free with ticket_answer_free. Never NULL. */
TicketAnswer *ticket_answer_parse(const char *json);
void ticket_answer_free(TicketAnswer *answer);
G_DEFINE_AUTOPTR_CLEANUP_FUNC(TicketAnswer, ticket_answer_free)

/* A form (field → value) out of the parameters of a kept ticket_submit, to offer it again. */
GHashTable *ticket_form_parse(const char *json);

#endif
