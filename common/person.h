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
    char *reason;
    gint64 call_id; /* the call one is in, or whose after-call work is not over; 0: none */
    char *centre;   /* the centre's name */
    char *zone;     /* the centre's time zone */
    gboolean training; /* this is a training database */
} Person;

/* A filter of the ticket list with the number of tickets that wait in it (at most 200). */
typedef struct {
    Record record;
    char *filter;
    gint64 count;
} PersonWork;

/* Each new link first asks for the schema's version: a row with migration (number) and digest. */
void person_check_schema(Db *db, DbCheck check, gpointer data);

/* The person is at work here, until the link ends: on each new link. */
void person_begin(Db *db);

/* Rows: one Person, the session's. */
void person_me(Db *db, RecordDone done, gpointer data, GDestroyNotify free_data);

/* Rows: PersonWork. */
void person_work(Db *db, RecordDone done, gpointer data, GDestroyNotify free_data);

/* Goes ready, on a break, or leaves: action "ready", "break", "leave". Answer: {"state": …}. */
void person_set_state(Outbox *outbox, const char *action, OutboxDone done, gpointer data,
                      GDestroyNotify free_data);

#endif
