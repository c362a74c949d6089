/* What the centre knows: searching articles, reading them, using them in tickets, proposing and publishing. */
#ifndef COMMON_KNOWLEDGE_H
#define COMMON_KNOWLEDGE_H

#include "common/outbox.h"
#include "common/record.h"

/* A row that a search found, best first; what is not valid today stands last. */
typedef struct {
    Record record;
    gint64 id;
    char *key;      /* the id it was imported by, or "" */
    char *title;    /* "": shown by its excerpt */
    char *excerpt;  /* of the answer, around the first word found */
    char *category;
    char *area;
    char *unit;
    char *validity; /* valid, expired, not_yet */
    char *valid_to;
    gint64 used;
    gint64 helped;
    gint64 not_helped;
    double score;
    char *words; /* JSON for article_words_parse */
} ArticleFound;

/* A word that speaks for a row, to be highlighted and as the reason. */
typedef struct {
    char *word; /* small letters, half-width */
    double weight;
} ArticleWord;

/* A whole article. */
typedef struct {
    Record record;
    gint64 id;
    char *key;
    char *title;
    char *variants; /* a question a line */
    char *answer;
    char *category;
    char *area;
    char *unit;
    char *legal_basis;
    char *valid_from; /* 2027-01-31, or "" */
    char *valid_to;
    char *validity;
    char *state; /* published, withdrawn */
    gint64 version;
    gint64 changed_at;
    gint64 used;
    gint64 helped;
    gint64 not_helped;
    char *mine;   /* did it help, as one said last: yes, no, "" */
    char *fields; /* JSON object: what a correction begins with (article_fields_parse) */
} Article;

typedef struct {
    Record record;
    gint64 version;
    gint64 at;
    char *who;
    char *action; /* publish, withdraw, import */
    char *reason;
    char *fields; /* JSON object */
} ArticleVersion;

/* An article that was taken out of use. */
typedef struct {
    Record record;
    gint64 id;
    char *title; /* or the answer's first words */
    gint64 at;
    char *who;
    char *reason;
} ArticleWithdrawn;

typedef struct {
    Record record;
    gint64 id;
    gint64 article_id; /* 0: a new article */
    gint64 base_version;
    gint64 newest;     /* the version published now */
    char *title;
    char *fields; /* JSON object: what is to be changed */
    char *reason;
    char *who;
    gint64 proposed_at;
    char *state; /* waiting, published, refused */
    char *decision;
    gint64 decided_at;
} ArticleProposal;

/* An article that was used for a ticket, in the version of then. */
typedef struct {
    Record record;
    gint64 article_id;
    gint64 version;
    char *way; /* quoted, sent */
    gint64 at;
    char *who;
    char *title;
    char *answer;
} TicketArticle;

/* Rows: ArticleFound. The id is for db_cancel: the next key makes a slower search useless. */
guint64 article_search(Db *db, const char *words, guint limit, RecordDone done, gpointer data,
                       GDestroyNotify free_data);
/* Rows: one Article; refused when there is none. */
void article_read(Db *db, gint64 article, RecordDone done, gpointer data, GDestroyNotify free_data);
/* Rows: ArticleVersion, the newest first. */
void article_versions(Db *db, gint64 article, RecordDone done, gpointer data, GDestroyNotify free_data);
/* Rows: ArticleWithdrawn, the newest first. For leads. */
void articles_withdrawn(Db *db, guint limit, RecordDone done, gpointer data, GDestroyNotify free_data);
/* Rows: ArticleProposal: of a lead those that wait, of an agent the own ones. */
void article_proposals(Db *db, const ArticleProposal *after, guint limit, RecordDone done, gpointer data,
                       GDestroyNotify free_data);
/* Rows: TicketArticle, oldest first. */
void ticket_articles(Db *db, gint64 ticket, RecordDone done, gpointer data, GDestroyNotify free_data);

/* Records that an article was read (ticket 0), quoted into a ticket that is there already, or sent.
 * Those of a form go out with it: its field "articles" holds their ids, separated by blanks. */
void article_use(Outbox *outbox, gint64 article, gint64 ticket, const char *way, OutboxDone done,
                 gpointer data, GDestroyNotify free_data);
/* Did it help? The last word counts. Answer: helped, not_helped. */
void article_vote(Outbox *outbox, gint64 article, gboolean helped, OutboxDone done, gpointer data,
                  GDestroyNotify free_data);

/* fields: field → text: title, variants, answer, category, area, unit (a code, a name or "#id"),
 * legal_basis, valid_from, valid_to; what is not there stays as it is. article 0: a new one; version: the
 * one that was read. Kept on disk until answered. */
void article_propose(Outbox *outbox, gint64 article, gint64 version, GHashTable *fields,
                     const char *reason, OutboxDone done, gpointer data, GDestroyNotify free_data);
/* The same by a lead, published at once. */
void article_publish(Outbox *outbox, gint64 article, gint64 version, GHashTable *fields,
                     const char *reason, OutboxDone done, gpointer data, GDestroyNotify free_data);
/* A lead takes an article out of use, with the reason; published again it is back. */
void article_withdraw(Outbox *outbox, gint64 article, gint64 version, const char *reason,
                      OutboxDone done, gpointer data, GDestroyNotify free_data);
/* A lead's decision on a proposal; fields: what the lead changes in it, or NULL. */
void article_decide(Outbox *outbox, gint64 proposal, gboolean publish, const char *reason,
                    GHashTable *fields, OutboxDone done, gpointer data, GDestroyNotify free_data);

/* ArticleWord of a row, the weightiest first. Free with g_ptr_array_unref. Never NULL. */
GPtrArray *article_words_parse(const char *json);
/* field → text of an article, a version or a proposal. Free with g_hash_table_unref. Never NULL. */
GHashTable *article_fields_parse(const char *json);
/* The version that an answer says has been published or withdrawn; 0: none, as of a proposal. */
gint64 article_answer_version(const char *json);

#endif
