/* The line about the scenario under way: what it is, which key comes next. */
#include <string.h>

#include "common/clock.h"
#include "common/lang.h"
#include "common/text.h"
#include "tui/training_desk.h"

/* What is to be done next, as far as a key does it. Static. */
static const char *next_key(const App *app, const TrainingDrill *drill)
{
    gboolean rings_out = strcmp(drill->flow, "callback") == 0;

    if (*drill->task != '\0')
        return _("when done: 1 f");
    if (strcmp(drill->state, "talking") == 0)
        return app->form == NULL && !rings_out ? _("^X , say  F4 hang up") : _("^X , say  ^X . talk");
    if (strcmp(drill->state, "closing") == 0)
        return _("file the record");
    if (rings_out)
        return _("v, then r: ring");
    return strcmp(app->me->state, "ready") == 0 ? _("F2 take the call") : _("F3: go ready, it rings");
}

static gboolean in_call(const App *app)
{
    return strcmp(app->me->state, "talking") == 0 || strcmp(app->me->state, "after_call") == 0;
}

/* A shift's line; while nobody is talked with, the callers have no names. */
static char *shift_text(const TrainingDrill *drill)
{
    g_autofree char *ends = clock_text(drill->shift_ends_at, CLOCK_TIME);

    return g_strdup_printf(_("shift until %s, %d waiting  "), ends, (int)drill->waiting);
}

char *training_desk_text(const App *app, int cols)
{
    const TrainingDrill *drill = training_desk_drill(app);
    g_autofree char *shift = drill != NULL && drill->in_shift ? shift_text(drill) : g_strdup("");
    g_autofree char *keys = NULL;
    g_autofree char *what = NULL;
    g_autofree char *fits = NULL;

    if (app->me == NULL || !app->me->training || (drill == NULL && in_call(app)))
        return NULL;
    if (drill == NULL)
        return g_strdup(_("Training: choose a scenario on screen 1; Enter begins it."));
    if (drill->in_shift && (*drill->drill == '\0' || strcmp(drill->state, "staged") == 0 || strcmp(drill->state, "waiting") == 0))
        return g_strdup_printf(_("Training: %s%s"), shift, strcmp(app->me->state, "ready") == 0 ? "" : _("F3: go ready, it rings"));
    keys = g_strdup_printf(_("  %s  ^X / hint %d/%d"), next_key(app, drill), (int)drill->hints, (int)drill->hints_there);
    what = g_strdup_printf(_("Training: %s%s"), shift, *drill->task != '\0' ? drill->task : drill->title);
    fits = text_clip(what, MAX(cols - text_width(keys), 0));
    return g_strconcat(fits, keys, NULL);
}
