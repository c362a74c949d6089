/* The person of this session: role, state, what waits for them. */
#ifndef COMMON_PERSON_H
#define COMMON_PERSON_H

#include "common/outbox.h"
#include "common/record.h"

typedef struct {
    Record record;
    gint64 id;
    char *login;
    char *name;
    char *number;   /* 工号 */
    char *role;     /* agent, lead, unit, admin, switch */
    char *unit;     /* name; "" for others than unit handlers */
    char *district; /* a lead's; "" for the whole city */
    char *state;    /* ready, break, talking, after_call, writing, offline; "" for who takes no calls */
    gint64 since;
    char *reason;   /* of a break, in the centre's words; or missed_ring, abused */
    gint64 call_id; /* the call one is in, or whose after-call work is not over; 0: none */
    char *centre;   /* the centre's name */
    char *zone;     /* the centre's time zone */
    gboolean training; /* this is a training database */
    gint64 too_long_at; /* when after-call work is too long; 0: not in it */
} Person;

/* A filter of the ticket list with the number of tickets that wait in it (at most 200). */
typedef struct {
    Record record;
    char *filter;
    gint64 count;
} PersonWork;

/* A reason for a break. */
typedef struct {
    Record record;
    char *code;
    char *name;
} PersonBreak;

/* Each new link first asks for the schema's version: a row with migration (number) and digest. */
void person_check_schema(Db *db, DbCheck check, gpointer data);

/* The person is at work here, until the link ends: on each new link. */
void person_begin(Db *db);

/* Rows: one Person, the session's. */
void person_me(Db *db, RecordDone done, gpointer data, GDestroyNotify free_data);

/* Rows: PersonWork. */
void person_work(Db *db, RecordDone done, gpointer data, GDestroyNotify free_data);

/* Rows: PersonBreak, at most 9, in the order of their digits. */
void person_breaks(Db *db, RecordDone done, gpointer data, GDestroyNotify free_data);

/* Goes ready, on a break, or leaves: action "ready", "break", "leave"; reason: a break's code, or "". Answer: {"state": …}. */
void person_set_state(Outbox *outbox, const char *action, const char *reason, OutboxDone done, gpointer data,
                      GDestroyNotify free_data);

#endif
