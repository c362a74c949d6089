/* The results of a training as text: out of the training database, into a file, into the shared database. Blocking: for the
 * command line and what lives beside the embedded server. A text is one JSON object:
 * {"format": "hotline-training-1", "results": [...]} */
#ifndef COMMON_TRAINING_SEND_H
#define COMMON_TRAINING_SEND_H

#include <glib.h>

/* The code when a text holds no results, or one that is none; any other trouble has another domain. */
#define TRAINING_RESULTS_ERROR (training_results_quark())
enum { TRAINING_RESULTS_BAD };
GQuark training_results_quark(void);

/* What was practised in a training database. role: only what was practised as this; NULL: all. superuser: its conninfo.
 * Owned by the caller; NULL with a sentence. */
char *training_results_text(const char *superuser, const char *role, GError **error);

/* Writes it to a file, readable by this user alone, all or nothing. */
gboolean training_results_write(const char *path, const char *text, GError **error);

/* How many of a text's results the shared database has not yet, as far as the text knows. 0 when it is no such text. */
guint training_results_unsent(const char *text);

/* The same asked of a training database. FALSE with a sentence. */
gboolean training_unsent(const char *superuser, guint *unsent, GError **error);

/* Takes a text's results into a training database as they are, those that are there already left out; all or an error, with
 * TRAINING_RESULTS_BAD when it is the text's fault. *taken: how many. */
gboolean training_results_restore(const char *superuser, const char *text, guint *taken, GError **error);

/* A training database is told that the shared one has these results now. */
gboolean training_results_sent(const char *superuser, const char *text, GError **error);

typedef struct {
    char *who;     /* number and name of the person of the connection; owned by the caller */
    guint taken;
    guint known;   /* there already */
    guint others;  /* of these: sent by another person */
} TrainingTaken;

/* Takes a text's results into the shared database as those of the connection's person, each once however often they are sent.
 * conninfo: libpq's; NULL: the environment alone. source: what the text is called in a sentence. FALSE with a sentence; what was
 * taken before stays taken. */
gboolean training_results_take(const char *conninfo, const char *text, const char *source, TrainingTaken *taken, GError **error);

#endif
