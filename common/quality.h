/* Quality checks of an agent's calls and tickets: forms with points, checks, the agent's word. */
#ifndef COMMON_QUALITY_H
#define COMMON_QUALITY_H

#include "common/outbox.h"
#include "common/record.h"

/* A question of a form, in order. */
typedef struct {
    Record record;
    char *form;     /* code */
    char *name;     /* the form's */
    char *question;
    gint64 points;  /* at most */
} QualityQuestion;

/* What is to be checked. */
typedef struct {
    Record record;
    gint64 agent_id;
    char *agent;     /* number and name */
    gint64 call_id;  /* 0: none */
    gint64 ticket_id; /* 0: none */
    char *number;    /* the ticket's */
    char *title;
    char *phone_masked;
    gint64 at;
} QualitySubject;

typedef struct {
    Record record;
    gint64 id;
    gint64 at;
    char *agent;
    char *lead;
    gboolean own;    /* it is of the session's person */
    char *form;      /* name */
    gint64 ticket_id; /* 0: none */
    char *number;
    char *title;
    char *phone_masked;
    gint64 score;
    gint64 most;
    char *questions; /* lines "question points/most" */
    char *note;
    char *answer;
    gint64 answered_at; /* 0: not yet */
} QualityCheck;

const char *const *quality_filters(const char *role);
/* Rows: QualityQuestion of all forms in use. */
void quality_forms(Db *db, RecordDone done, gpointer data, GDestroyNotify free_data);
/* Rows: one QualitySubject of the agent's last days by chance, or none when all were checked. */
void quality_draw(Db *db, gint64 agent, RecordDone done, gpointer data, GDestroyNotify free_data);
/* The same of one ticket. */
void quality_of_ticket(Db *db, gint64 ticket, RecordDone done, gpointer data, GDestroyNotify free_data);
/* Rows: QualityCheck, newest first, the next page after a row of it. */
void quality_list(Db *db, const char *filter, const QualityCheck *after, guint limit, RecordDone done, gpointer data,
                  GDestroyNotify free_data);
/* points: in the order of the questions, separated by one blank each. Answer: {"check", "score", "most"}. Refuses at
 * "points1" and so on. */
void quality_check(Outbox *outbox, const char *form, const QualitySubject *subject, const char *points, const char *note,
                   OutboxDone done, gpointer data, GDestroyNotify free_data);
/* The agent's own word, once. Kept on disk until answered. */
void quality_answer(Outbox *outbox, gint64 check, const char *text, OutboxDone done, gpointer data, GDestroyNotify free_data);

#endif
