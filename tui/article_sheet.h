/* The sheets of the knowledge base: a correction or a new article, a lead's withdrawing of one, and
 * refusal of a proposal. */
#ifndef TUI_ARTICLE_SHEET_H
#define TUI_ARTICLE_SHEET_H

#include "common/knowledge.h"
#include "tui/app.h"

/* Corrects an article, or with NULL writes a new one: an agent proposes it, a lead publishes it. */
void article_sheet_open(Screen *owner, const Article *article);
/* A lead takes an article out of use: asks for the reason. */
void article_sheet_withdraw(Screen *owner, const Article *article);
/* A lead decides on a proposal; a refusal asks for its reason first. */
void article_sheet_decide(Screen *owner, gint64 proposal, gboolean publish);

#endif
