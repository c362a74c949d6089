/* What a lead sees of the agents of the own district and does to them. */
#ifndef COMMON_AGENT_H
#define COMMON_AGENT_H

#include "common/outbox.h"
#include "common/record.h"

typedef struct {
    Record record;
    gint64 id;
    char *number;
    char *name;
    char *role;      /* agent, lead */
    char *district;  /* "" for the whole city */
    char *shift;
    char *skills;    /* names, separated by blanks */
    char *state;     /* ready, break, talking, after_call, writing, offline */
    gint64 since;    /* 0: never signed on */
    char *reason;
    gint64 call_id;  /* 0: none */
    gboolean present; /* a terminal is connected */
    gboolean may_break; /* can be sent to a break now, logged out now */
    gboolean may_log_out;
} Agent;

/* Something a lead did to an agent. */
typedef struct {
    Record record;
    gint64 id;
    gint64 at;
    char *who;
    char *action;
    char *reason;
} AgentLog;

/* A shift with who would get a message to it. */
typedef struct {
    Record record;
    gboolean all;   /* all of them, whatever their shift */
    char *shift;
    gint64 people;
    gint64 present; /* how many have a terminal connected */
} AgentShift;

/* The filters of the list, the first one first; ends with NULL. Static. */
const char *const *agent_filters(const char *role);
/* Rows: Agent, the next page after a row of it (NULL: the first page), by number. */
void agent_list(Db *db, const char *filter, const Agent *after, guint limit, RecordDone done, gpointer data,
                GDestroyNotify free_data);
/* Rows: AgentLog, newest first, the next page after a row of it (NULL: the first page). */
void agent_log(Db *db, gint64 person, const AgentLog *after, guint limit, RecordDone done, gpointer data,
               GDestroyNotify free_data);
/* Rows: AgentShift, all of them first. */
void agent_shifts(Db *db, RecordDone done, gpointer data, GDestroyNotify free_data);

/* action: send_to_break or log_out. Answer: {"state", "sessions"}. */
void agent_control(Outbox *outbox, gint64 person, const char *action, const char *reason, OutboxDone done,
                   gpointer data, GDestroyNotify free_data);
/* skills: names or codes, separated by blanks. Answer: {"skills", "shift"}. */
void agent_assign(Outbox *outbox, gint64 person, const char *skills, const char *shift, const char *reason,
                  OutboxDone done, gpointer data, GDestroyNotify free_data);
/* A line on the status bar of one person; with 0, of a shift (NULL: of all). Answer: {"people": n}. */
void agent_message(Outbox *outbox, gint64 person, const char *shift, const char *text, OutboxDone done, gpointer data,
                   GDestroyNotify free_data);

#endif
