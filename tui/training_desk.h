/* Training: the scenario under way, whatever screen one is on. Outside of training nothing is under way and nothing is offered. */
#ifndef TUI_TRAINING_DESK_H
#define TUI_TRAINING_DESK_H

#include "common/training.h"
#include "tui/app.h"

/* Reads what is under way, and once what can be said. */
void training_desk_read(App *app);
/* Something has happened in training. payload: the drill that is over, or "". */
void training_desk_news(App *app, const char *payload);
void training_desk_free(App *app);

/* What is under way; NULL: nothing. Borrowed. */
const TrainingDrill *training_desk_drill(const App *app);
/* It in one line of at most so many columns, with the key that comes next; owned by the caller. NULL: outside of training, or a
 * call is to be ended first. (training_line.c) */
char *training_desk_text(const App *app, int cols);

/* Begins a scenario, at the speed that is set; what is under way is given up, after asking. owner: the screen it is done on. */
void training_desk_begin(App *app, Screen *owner, const char *scenario);
/* Is one of training's own actions possible now? */
gboolean training_desk_offers(const App *app, ActionId action);
/* Does it; owner: the screen it is done on. FALSE: none of training's. */
gboolean training_desk_act(App *app, Screen *owner, ActionId action);

/* What was said, and a line to say something in one's own words. (talk.c) */
void talk_open(App *app);
/* It goes, when it is on top: nobody is there to talk to. (talk.c) */
void talk_close(App *app);
/* The usual sentences, to say one. (talk.c) */
void talk_pick(App *app, Screen *owner);

#endif
