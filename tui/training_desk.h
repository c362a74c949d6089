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
/* It in one line, owned by the caller; NULL: nothing is under way. */
char *training_desk_text(const App *app);

/* Begins a scenario, at the speed that is set. */
void training_desk_begin(App *app, const char *scenario);
/* Is one of training's own actions possible now? */
gboolean training_desk_offers(const App *app, ActionId action);
/* Does it; owner: the screen it is done on. FALSE: none of training's. */
gboolean training_desk_act(App *app, Screen *owner, ActionId action);

/* What was said, and a line to say something in one's own words. (talk.c) */
void talk_open(App *app);
/* The usual sentences, to say one. (talk.c) */
void talk_pick(App *app, Screen *owner);

#endif
