/* Bringing articles in from a CSV file, and the two commands about articles. Blocking libpq: no screen
 * waits here. */
#ifndef COMMON_KNOWLEDGE_IMPORT_H
#define COMMON_KNOWLEDGE_IMPORT_H

#include <glib.h>

typedef struct {
    int added;
    int changed;
    int unchanged;
    int refused;
    gboolean official; /* the file has official replies: its titles and questions were left out */
} KnowledgeCount;

/* Brings a file's articles in and publishes them, as an administrator, a lead or the installer.
 * Columns by their header, also in Chinese: title, variants (or question), answer, category, area, unit
 * (each by code or name), legal_basis, valid_from, valid_to, id. Instead of answer there may be reply, an
 * official reply to a citizen: then the title and the question are the citizen's words, not the
 * article's, and are left out. asked, replied, user and likes are passed over.
 * A row is known again by its id, else by its title, else by its answer: the same file again changes
 * nothing. A part of the rows is a transaction; strict: all are one, and one row refused undoes it.
 * report: a line for each row refused; progress: rows done, after each part; both may be NULL.
 * Returns FALSE with a sentence when it had to stop, with strict also when a row was refused. */
gboolean knowledge_import(const char *conninfo, const char *bytes, gsize length, gboolean strict,
                          void (*report)(const char *line), void (*progress)(int done, int of),
                          KnowledgeCount *count, GError **error);

/* hotline import articles FILE.csv: argv[0] is "articles". Returns the exit status: 0, 1 when a row was
 * refused or something went wrong, 2 for usage. */
int knowledge_import_main(int argc, char **argv);

/* hotline search: argv[0] is "search". Returns the exit status: 0, 1 for trouble or nothing found, 2 for usage. */
int knowledge_search_main(int argc, char **argv);

#endif
