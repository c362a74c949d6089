/* A link to a test's server that notes what it is told, and queries that note how they were answered. */
#ifndef TESTS_SUPPORT_LINK_H
#define TESTS_SUPPORT_LINK_H

#include "common/db.h"

typedef struct {
    Db *db;
    guint seen[DB_NEEDS_PASSWORD + 1]; /* how often each state was told */
    guint renewed;                     /* notifications without a payload: "read everything again" */
    GPtrArray *payloads;
} Link;

/* Started. conninfo: copied. It listens on the channel "link_test". */
Link *link_new(const char *conninfo);
void link_free(Link *link);

/* For wait_until: of a Link. */
gboolean is_online(gpointer link);
gboolean is_not_online(gpointer link);

typedef struct {
    guint64 id;
    guint calls;
    guint freed;
    gboolean good;
    DbErrorKind kind;
    gboolean maybe_done;
    char sqlstate[6];
    char value[64];
} Answer;

/* The value is the first row's column "v". answer must outlive the query. */
void ask(Link *link, Answer *answer, const char *sql, guint deadline_ms);
/* For wait_until: of an Answer. */
gboolean is_answered(gpointer answer);

/* Each asserts that it was answered once, and so. */
void expect_value(const Answer *answer, const char *value);
void expect_error(const Answer *answer, DbErrorKind kind, gboolean maybe_done);
/* A query of now is answered: what was before has left nothing in the way. */
void expect_working(Link *link);

#endif
