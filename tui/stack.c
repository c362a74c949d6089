/* The stack of screens, and the form that survives leaving it. */
#include <string.h>

#include "common/lang.h"
#include "tui/app.h"
#include "tui/screens.h"

gpointer screen_new(App *app, const ScreenOps *ops)
{
    Screen *screen = g_malloc0(ops->size);

    screen->ops = ops;
    screen->app = app;
    return screen;
}

void screen_free(Screen *screen)
{
    if (screen == NULL)
        return;
    reply_forget(screen->app, screen);
    if (screen->ops->free != NULL)
        screen->ops->free(screen);
    g_free(screen);
}

Screen *app_top(const App *app)
{
    return app->stack->len > 0 ? g_ptr_array_index(app->stack, app->stack->len - 1) : NULL;
}

static void show_top(App *app)
{
    Screen *top = app_top(app);

    g_clear_pointer(&app->prefix, g_free);
    app->turn++;
    if (top != NULL && top->ops->show != NULL)
        top->ops->show(top);
    app_dirty(app);
}

gboolean app_sees(const App *app, const Screen *wanted)
{
    for (guint i = app->stack->len; i > 0; i--) {
        const Screen *screen = g_ptr_array_index(app->stack, i - 1);
        if (screen == wanted || !screen->ops->overlay)
            return screen == wanted;
    }
    return FALSE;
}

static void tell_left(Screen *screen)
{
    if (screen->ops->left != NULL)
        screen->ops->left(screen);
}

/* The screens that can be seen are covered, unless by an overlay. */
static void cover(App *app, const Screen *by)
{
    for (guint i = app->stack->len; i > 0 && !by->ops->overlay; i--) {
        Screen *screen = g_ptr_array_index(app->stack, i - 1);
        tell_left(screen);
        if (!screen->ops->overlay)
            return;
    }
}

void app_push(App *app, Screen *screen)
{
    cover(app, screen);
    g_ptr_array_add(app->stack, screen);
    show_top(app);
}

static void drop_top(App *app)
{
    Screen *top = app_top(app);

    g_ptr_array_set_size(app->stack, (int)app->stack->len - 1);
    if (top != app->form)
        screen_free(top);
    else
        tell_left(top);
}

void app_pop(App *app)
{
    if (app->stack->len <= 1)
        return;
    drop_top(app);
    show_top(app);
}

void app_open_root(App *app, guint root)
{
    const RootScreen *roots = app_roots(app->me);

    for (guint i = 0; i <= root; i++)
        if (roots[i].label == NULL)
            return;
    while (app->stack->len > 0)
        drop_top(app);
    app->root = root;
    app_push(app, roots[root].open(app));
}

void app_open_form(App *app)
{
    if (app->form == NULL || app_top(app) == app->form)
        return;
    if (!g_ptr_array_find(app->stack, app->form, NULL)) {
        app_push(app, app->form);
        return;
    }
    /* its own lists and sheets are above it: lifted out from under them, it would leave them without owner */
    while (app_top(app) != app->form)
        drop_top(app);
    show_top(app);
}

void app_close_form(App *app)
{
    Screen *form = app->form;

    if (form == NULL)
        return;
    while (g_ptr_array_find(app->stack, form, NULL) && app_top(app) != form)
        drop_top(app);
    g_ptr_array_remove(app->stack, form);
    app->form = NULL;
    screen_free(form);
    kept_forms_count(app);
    show_top(app);
}

void app_remove(App *app, Screen *screen)
{
    gboolean was_top = app_top(app) == screen;

    g_ptr_array_remove(app->stack, screen);
    screen_free(screen);
    if (was_top)
        show_top(app);
}

#define CALLS {N_("Calls"), queue_screen_new}
#define TICKETS {N_("Tickets"), tickets_screen_new}
#define CALLBACKS {N_("Callbacks"), callbacks_screen_new}
#define SHIFT {N_("Shift"), board_screen_new}
#define REVIEWS {N_("Reviews"), reviews_screen_new}
#define PERFORMANCE {N_("Performance"), performance_screen_new}
#define TRAINING {N_("Training"), training_screen_new}

const RootScreen *app_roots(const Person *me)
{
    static const struct {
        const char *role;
        gboolean training;
        RootScreen roots[8];
    } of_roles[] = {
        {"agent", FALSE, {CALLS, TICKETS, CALLBACKS, {NULL, NULL}}},
        {"lead", FALSE, {CALLS, TICKETS, CALLBACKS, SHIFT, REVIEWS, PERFORMANCE, {NULL, NULL}}},
        {"unit", FALSE, {TICKETS, REVIEWS, PERFORMANCE, {NULL, NULL}}},
        {"agent", TRUE, {TRAINING, CALLS, TICKETS, CALLBACKS, {NULL, NULL}}},
        {"lead", TRUE, {TRAINING, TICKETS, CALLBACKS, SHIFT, REVIEWS, {NULL, NULL}}},
        {"unit", TRUE, {TRAINING, TICKETS, REVIEWS, {NULL, NULL}}},
        {"admin", FALSE, {TICKETS, SHIFT, PERFORMANCE, {NULL, NULL}}}};
    guint i = 0;

    while (i < G_N_ELEMENTS(of_roles) - 1 && (strcmp(of_roles[i].role, me->role) != 0 || of_roles[i].training != me->training))
        i++;
    return of_roles[i].roots;
}
