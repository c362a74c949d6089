/* What a trainee can do on every screen: hints, speaking, finishing; and what is said when a scenario is over. */
#include "tui/training_desk.h"

#include <string.h>

#include "common/label.h"
#include "common/lang.h"
#include "tui/choice.h"
#include "tui/screens.h"
#include "tui/sheet.h"
#include "tui/voice.h"

static const char *const speeds[] = {"1", "2", "3", "4"};

const TrainingDrill *training_desk_drill(const App *app)
{
    return app->drill != NULL && app->drill->len > 0 ? g_ptr_array_index(app->drill, 0) : NULL;
}

static gboolean in_training(const App *app)
{
    return app->me != NULL && app->me->training;
}

static gboolean has_drill(const App *app)
{
    const TrainingDrill *drill = training_desk_drill(app);

    return drill != NULL && *drill->drill != '\0';
}

static gboolean is_talking(const TrainingDrill *drill)
{
    return drill != NULL && strcmp(drill->state, "talking") == 0;
}

static gboolean is_typing(const App *app)
{
    return (app_top(app)->ops->places & IN_TEXT) != 0;
}

/* What has changed between two readings: another talk begins, the citizen who is rung picks up, a shift is over. */
static void note_change(App *app, const TrainingDrill *before, const TrainingDrill *now)
{
    gboolean another = g_strcmp0(before != NULL ? before->drill : NULL, now != NULL ? now->drill : NULL) != 0;

    if (another) {
        app->heard = 0;
        voice_hush(app->voice);
    }
    if (is_talking(now) && (another || !is_talking(before)) && strcmp(now->flow, "callback") == 0 && !is_typing(app))
        talk_open(app);
    if (before != NULL && before->in_shift && (now == NULL || !now->in_shift))
        app_say(app, ROLE_GOOD, _("The shift is over. 1, then Tab twice: what each call was worth."));
}

static void on_now(Screen *screen, GPtrArray *rows, const DbError *error)
{
    App *app = screen->app;
    g_autoptr(GPtrArray) before = error == NULL ? g_steal_pointer(&app->drill) : NULL;

    if (error != NULL)
        return;
    reply_keep(screen, &app->drill, rows, NULL);
    note_change(app, before != NULL && before->len > 0 ? g_ptr_array_index(before, 0) : NULL, training_desk_drill(app));
}

static void on_phrases(Screen *screen, GPtrArray *rows, const DbError *error)
{
    if (error == NULL)
        reply_keep(screen, &screen->app->phrases, rows, NULL);
}

static void on_lines(Screen *screen, GPtrArray *rows, const DbError *error)
{
    App *app = screen->app;

    if (error != NULL || app->voice == NULL || !is_talking(training_desk_drill(app)))
        return;
    for (guint i = 0; i < rows->len; i++) {
        const TrainingLine *line = g_ptr_array_index(rows, i);
        if (line->n > app->heard && strcmp(line->speaker, "citizen") == 0)
            voice_say(app->voice, line->text);
        app->heard = MAX(app->heard, line->n);
    }
}

static void toggle_voice(App *app)
{
    gboolean on = app->voice != NULL;

    g_clear_pointer(&app->voice, voice_free);
    if (!on)
        app->voice = voice_new();
    app_say(app, ROLE_NORMAL, on ? _("Callers are not heard any more.") : app->voice != NULL ? _("Callers are heard.")
            : _("There is no speech synthesiser here: install espeak-ng to hear the callers."));
}

void training_desk_read(App *app)
{
    if (!in_training(app))
        return;
    training_now(app->db, REPLY_ROWS(&app->program, on_now));
    /* answered after it */
    if (app->voice != NULL)
        training_lines(app->db, REPLY_ROWS(&app->program, on_lines));
    if (app->phrases == NULL)
        training_phrases(app->db, REPLY_ROWS(&app->program, on_phrases));
}

/* Nobody waits for the words about a call that was given up. */
static void drop_form(App *app, gint64 call)
{
    if (call != 0 && form_screen_call(app) == call)
        form_screen_discard(app);
}

/* In a shift, or while one types, the explanation waits in the list of results. */
static void on_over(Screen *screen, GPtrArray *rows, const DbError *error)
{
    App *app = screen->app;
    const TrainingResult *result = error == NULL && rows->len > 0 ? g_ptr_array_index(rows, 0) : NULL;
    const TrainingDrill *drill = training_desk_drill(app);
    gboolean in_shift = drill != NULL && drill->in_shift;
    g_autofree char *said = NULL;

    if (result == NULL)
        return;
    if (!in_shift) {
        talk_close(app);
        /* over at once, not only when it is read anew */
        if (drill != NULL && strcmp(drill->drill, result->id) == 0)
            g_clear_pointer(&app->drill, g_ptr_array_unref);
    }
    if (strcmp(result->state, "dropped") == 0) {
        drop_form(app, result->call_id);
        return;
    }
    said = g_strdup_printf(_("%s: %.4g of 100 points, %s"), result->title, result->points, label_text(LABEL_DRILL_STATE, result->state));
    app_say(app, result->points >= 80 ? ROLE_GOOD : ROLE_DUE, said);
    if (!in_shift && !is_typing(app))
        app_push(app, result_screen_new(app, result->id));
}

void training_desk_news(App *app, const char *payload)
{
    if (in_training(app) && payload != NULL && *payload != '\0')
        training_result(app->db, payload, REPLY_ROWS(&app->program, on_over));
}

void training_desk_free(App *app)
{
    g_clear_pointer(&app->drill, g_ptr_array_unref);
    g_clear_pointer(&app->phrases, g_ptr_array_unref);
    g_clear_pointer(&app->voice, voice_free);
}

/* --- beginning --- */

static void on_begun_now(Screen *screen, GPtrArray *rows, const DbError *error)
{
    App *app = screen->app;
    const TrainingDrill *drill;

    app->drill_asked = FALSE;
    on_now(screen, rows, error);
    drill = training_desk_drill(app);
    if (drill == NULL)
        return;
    if (drill->ticket != 0 && drill->call_id == 0 && (strcmp(drill->flow, "urge") != 0 && strcmp(drill->flow, "duplicate") != 0))
        app_push(app, ticket_screen_new(app, drill->ticket));
}

static void on_begun(Screen *screen, const char *answer, const DbError *error)
{
    (void)answer;
    if (error != NULL) {
        screen->app->drill_asked = FALSE;
        app_say_error(screen->app, error);
        return;
    }
    if ((app_top(screen->app)->ops->places & IN_RESULT) != 0)
        app_pop(screen->app);
    training_now(screen->app->db, REPLY_ROWS(screen, on_begun_now));
}

/* A key pressed twice asks once. */
static void begin(App *app, const char *scenario)
{
    if (app->drill_asked)
        return;
    app->drill_asked = TRUE;
    training_begin(app->outbox, scenario, speeds[app->speed], REPLY_ANSWER(&app->program, on_begun));
}

/* data: the scenario, interned. */
static void on_instead_picked(Screen *owner, gpointer data, const char *value)
{
    if (value != NULL && *value != '\0')
        begin(owner->app, data);
}

void training_desk_begin(App *app, Screen *owner, const char *scenario)
{
    if (has_drill(app) && !training_desk_drill(app)->in_shift)
        choice_open(owner, _("Give up what is under way, and begin this?"), CHOICE_YES, NULL, "", on_instead_picked,
                    (gpointer)g_intern_string(scenario));
    else
        begin(app, scenario);
}

/* --- on every screen --- */

static void on_answer(Screen *screen, const char *answer, const DbError *error)
{
    (void)answer;
    if (error != NULL)
        app_say_error(screen->app, error);
    training_desk_read(screen->app);
}

static void on_hint(Screen *screen, const char *answer, const DbError *error)
{
    g_autofree char *hint = error == NULL ? training_answer_text(answer, "hint") : NULL;
    g_autofree char *cost = error == NULL ? training_answer_text(answer, "cost") : NULL;
    g_autofree char *said = NULL;

    screen->app->drill_asked = FALSE;
    if (error != NULL) {
        app_say_error(screen->app, error);
        return;
    }
    said = g_strdup_printf(_("Hint (-%s): %s"), cost, hint);
    app_say(screen->app, ROLE_DUE, said);
    training_desk_read(screen->app);
}

static void on_drop_picked(Screen *owner, gpointer data, const char *value)
{
    App *app = owner->app;
    const TrainingDrill *drill = training_desk_drill(app);

    (void)data;
    if (value == NULL || *value == '\0' || drill == NULL)
        return;
    if (drill->in_shift)
        training_shift_end(app->outbox, REPLY_ANSWER(&app->program, on_answer));
    else
        training_finish(app->outbox, drill->drill, "dropped", REPLY_ANSWER(&app->program, on_answer));
}

/* --- a shift --- */

static const FieldSpec shift_specs[] = {
    {"minutes", FIELD_LINE, CHOICE_NONE, 3, 0, 6}, {"speed", FIELD_LINE, CHOICE_NONE, 4, 0, 6},
    {"level", FIELD_LINE, CHOICE_NONE, 1, 0, 6},   {"seed", FIELD_LINE, CHOICE_NONE, 6, 0, 10},
    {NULL, FIELD_LINE, CHOICE_NONE, 0, 0, 0}};

static void on_shift(Screen *screen, gpointer sheet, const char *answer, const DbError *error)
{
    App *app = screen->app;
    g_autofree char *seed = error == NULL ? training_answer_text(answer, "seed") : NULL;
    g_autofree char *said = NULL;

    if (!sheet_answered(app, *(guint *)sheet, error))
        return;
    said = g_strdup_printf(_("The shift has begun; its seed is %s."), seed);
    app_say(app, ROLE_GOOD, said);
    training_desk_read(app);
}

static const char *value_or(GHashTable *values, const char *name, const char *fallback)
{
    const char *value = g_hash_table_lookup(values, name);

    return value != NULL && *value != '\0' ? value : fallback;
}

static void send_shift(Screen *owner, Screen *sheet, GHashTable *values)
{
    guint *number = g_new(guint, 1);

    *number = sheet_number(sheet);
    training_shift_begin(owner->app->outbox, value_or(values, "minutes", "60"), value_or(values, "speed", "1"),
                         value_or(values, "seed", ""), value_or(values, "level", "3"),
                         REPLY_WITH(&owner->app->program, on_shift, number));
}

static void open_shift(Screen *owner)
{
    sheet_open(owner, _("A shift: several lines wait, callers who wait too long hang up"), shift_specs, NULL, send_shift, NULL);
    sheet_fill(app_top(owner->app), "minutes", "60");
    sheet_fill(app_top(owner->app), "speed", "1");
    sheet_fill(app_top(owner->app), "level", "3");
}

gboolean training_desk_offers(const App *app, ActionId action)
{
    const TrainingDrill *drill = training_desk_drill(app);

    switch (action) {
    case ACT_SAY:
    case ACT_TALK:
        return is_talking(drill);
    case ACT_HINT:
        return has_drill(app) && drill->hints < drill->hints_there;
    case ACT_DRILL_DONE:
        return has_drill(app) && !drill->in_shift;
    case ACT_DRILL_DROP:
        return drill != NULL;
    case ACT_SHIFT:
        return in_training(app) && (drill == NULL || !drill->in_shift);
    default:
        return in_training(app);
    }
}

static void say_nothing_under_way(App *app)
{
    app_say(app, ROLE_MUTED, !in_training(app) ? _("This is for training only: start hotline training.")
                             : has_drill(app)  ? _("Nobody is on the line.")
                                               : _("No scenario is under way."));
}

gboolean training_desk_act(App *app, Screen *owner, ActionId action)
{
    const TrainingDrill *drill = training_desk_drill(app);

    if (action != ACT_SAY && action != ACT_TALK && action != ACT_HINT && action != ACT_DRILL_DONE && action != ACT_DRILL_DROP
        && action != ACT_SPEED && action != ACT_SHIFT && action != ACT_VOICE)
        return FALSE;
    if (!in_training(app) || ((action == ACT_SAY || action == ACT_TALK || action == ACT_DRILL_DONE || action == ACT_HINT) && !has_drill(app))
        || (action == ACT_DRILL_DROP && drill == NULL)) {
        say_nothing_under_way(app);
        return TRUE;
    }
    switch (action) {
    case ACT_SAY:
        talk_pick(app, owner);
        break;
    case ACT_TALK:
        talk_open(app);
        break;
    case ACT_HINT:
        if (!app->drill_asked)
            training_hint(app->outbox, REPLY_ANSWER(&app->program, on_hint));
        app->drill_asked = TRUE;
        break;
    case ACT_DRILL_DONE:
        training_finish(app->outbox, drill->drill, "done", REPLY_ANSWER(&app->program, on_answer));
        break;
    case ACT_DRILL_DROP:
        choice_open(owner, drill->in_shift ? _("End the shift now?") : _("Give this scenario up?"), CHOICE_YES, NULL, "", on_drop_picked, NULL);
        break;
    case ACT_VOICE:
        toggle_voice(app);
        break;
    case ACT_SPEED:
        app->speed = (app->speed + 1) % G_N_ELEMENTS(speeds);
        break;
    default:
        open_shift(owner);
        break;
    }
    return TRUE;
}
