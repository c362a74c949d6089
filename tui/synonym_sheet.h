/* Synonyms at the workstation, for leads and administrators: a list to find one in, and a sheet to write it. */
#ifndef TUI_SYNONYM_SHEET_H
#define TUI_SYNONYM_SHEET_H

#include "common/synonym.h"
#include "tui/screen.h"

/* Lists them (Synonym) over the owner; the first row writes a new one. word: what that begins with, or "". */
void synonym_sheet_list(Screen *owner, const GPtrArray *rows, const char *word);

#endif
