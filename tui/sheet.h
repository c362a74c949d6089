/* A small form over a screen: a few fields, sent by one key, its words kept on disk meanwhile. */
#ifndef TUI_SHEET_H
#define TUI_SHEET_H

#include "tui/fields.h"

/* in: the values by field name (borrowed). The sheet waits until sheet_done or sheet_refused. */
typedef void (*SheetSend)(Screen *owner, Screen *sheet, GHashTable *values);

/* Opens a sheet. specs: end with name NULL, must outlive it; draft_key: under which its words are
 * kept, or NULL for none; data: what send must know, or NULL; freed with the sheet (g_free). */
void sheet_open(Screen *owner, const char *title, const FieldSpec *specs, const char *draft_key,
                SheetSend send, gpointer data);
gpointer sheet_data(const Screen *sheet);
/* What a field begins with, unless words of it were kept. */
void sheet_fill(Screen *sheet, const char *field, const char *value);

/* What a key has chosen for a field, whatever was kept. */
void sheet_put(Screen *sheet, const char *field, const char *value);
/* The field to go on with. */
void sheet_go(Screen *sheet, const char *field);

/* For answers that come when the sheet may have been left: each has a number of its own. NULL: left. */
guint sheet_number(const Screen *sheet);
Screen *sheet_find(const App *app, guint number);

/* Its words on disk, to hand over to the call that carries them; borrowed, NULL: none are kept. */
Draft *sheet_draft(Screen *sheet);

/* The sheet's matter is done: its words are dropped and it closes. */
void sheet_done(Screen *sheet);

/* The database (or a check) refused: the sentence at the field at fault ("" for none of them). */
void sheet_refused(Screen *sheet, const char *field, const char *sentence);

/* The database's answer to what a sheet sent (its number then): a refusal goes to the field at fault, or to the
 * status line when the sheet has been left; else it closes. TRUE: it was done. */
gboolean sheet_answered(App *app, guint number, const DbError *error);

#endif
