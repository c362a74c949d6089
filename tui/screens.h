/* The screens there are. Each function makes one; the app owns it once it is pushed. */
#ifndef TUI_SCREENS_H
#define TUI_SCREENS_H

#include "common/board.h"
#include "common/knowledge.h"
#include "common/quality.h"
#include "tui/app.h"

Screen *queue_screen_new(App *app);
Screen *tickets_screen_new(App *app);
Screen *callbacks_screen_new(App *app);
Screen *callback_screen_new(App *app, gint64 callback);
Screen *board_screen_new(App *app);
/* agent: borrowed for the call. */
Screen *agent_day_screen_new(App *app, const BoardAgent *agent);
Screen *ticket_screen_new(App *app, gint64 ticket);
/* A returned ticket before the lead: what to judge it by, and the decision. */
Screen *objection_screen_new(App *app, gint64 ticket);
/* The same, come to for one of its reviews: rating, objection and decision are about that one; 0: the newest. */
Screen *ticket_screen_new_review(App *app, gint64 ticket, gint64 review);
/* words: what is searched for first, "" for nothing. */
Screen *knowledge_screen_new(App *app, const char *words);
Screen *article_screen_new(App *app, gint64 article);
Screen *proposals_screen_new(App *app);
Screen *versions_screen_new(App *app, gint64 article);
/* One of the versions (ArticleVersion, newest first; borrowed for the call), beside the one before it. */
Screen *version_screen_new(App *app, const GPtrArray *versions, guint row);
Screen *reviews_screen_new(App *app);
/* All units' performance, or of a unit its own sheet. */
Screen *performance_screen_new(App *app);
/* One unit's sheet by kind. unit 0: all units together, or one's own; name: copied; back: months. */
Screen *figures_screen_new(App *app, gint64 unit, const char *name, int back);
Screen *messages_screen_new(App *app);
Screen *people_screen_new(App *app);
/* who: number and name (copied). */
Screen *agent_log_screen_new(App *app, gint64 person, const char *who);
/* Judging one call or ticket of an agent's, drawn by chance; or, with agent 0, this ticket. */
Screen *judge_screen_new(App *app, gint64 agent, gint64 ticket);
Screen *checks_screen_new(App *app);
/* check: borrowed for the call. */
Screen *check_screen_new(App *app, const QualityCheck *check);
Screen *training_screen_new(App *app);
/* What a scenario was worth; id: of the result (copied). */
Screen *result_screen_new(App *app, const char *id);
/* The training of the agents whom one leads; person: who the cursor is on. */
Screen *trained_screen_new(App *app, gint64 person);
/* One of them; who: number and name (copied). */
Screen *trainee_screen_new(App *app, gint64 person, const char *who);
Screen *help_screen_new(App *app, const Screen *about);
/* Over an empty stack: while the link is not there yet, with what is known of it. */
Screen *link_screen_new(App *app);

/* Opens the ticket form, or goes back to the one that is open.
 * call: the call it records, 0 for none; ticket: the draft it goes on with, 0 for none;
 * draft: a kept draft of this machine to go on with, or NULL (ownership taken). */
void form_screen_open(App *app, gint64 call, gint64 ticket, Draft *draft);
/* Puts an article's answer into the open form as its direct answer, and goes there; without one, says so.
 * The screen that the article belongs to may be gone afterwards. */
void form_screen_answer(App *app, const Article *article);
/* The same into the text of the ticket, at its end, with the article's title, as one step of undo. One that
 * does not fit is refused in words, and nothing is changed. */
void form_screen_quote(App *app, const Article *article);
/* The call of the open form; 0: none. */
gint64 form_screen_call(const App *app);
/* The open form closes and its words are gone. */
void form_screen_discard(App *app);
/* Goes on with a form of this machine's disk (ownership taken). */
void form_screen_open_kept(App *app, Draft *draft);
/* A form that was sent when no screen was waiting any more is refused by a rule: its words are kept as a
 * form of their own, and that is said. What is being typed is not touched. name: the draft that the
 * outbox gave back, or NULL; params: those of ticket_submit. */
void form_screen_refused(App *app, const char *name, const char *const *params, const char *sentence);

#endif
