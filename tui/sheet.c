/* The sheet: fields over the lower part of a screen. */
#include "tui/sheet.h"

#include "common/lang.h"
#include "common/refusal.h"
#include "tui/app.h"

typedef struct {
    Screen screen;
    Screen *owner;
    char *title;
    Fields *fields;
    Draft *draft; /* NULL: nothing is kept */
    SheetSend send;
    gpointer data;
    guint number;
    gboolean sending;
} Sheet;

static const char *footer_text(const Sheet *sheet)
{
    if (sheet->sending)
        return _("Sending ...");
    return sheet->draft != NULL ? _("F5 or ^X s sends.  Esc leaves; the words stay.")
                                : _("F5 or ^X s sends.  Esc leaves without sending.");
}

static void draw(Screen *screen, Rect body)
{
    Sheet *sheet = (Sheet *)screen;
    const char *blame = fields_blame_here(sheet->fields);

    draw_rule(body.y, body.x, body.cols, sheet->title);
    fields_draw(sheet->fields, (Rect){body.y + 1, 1, body.rows - 2, body.cols - 2});
    draw_text(body.y + body.rows - 1, 1, body.cols - 2,
              blame != NULL && !sheet->sending ? blame : footer_text(sheet),
              blame != NULL ? ROLE_BAD : ROLE_MUTED);
}

static void send(Sheet *sheet)
{
    g_autoptr(GHashTable) values = fields_values(sheet->fields);

    if (sheet->sending)
        return;
    sheet->sending = TRUE;
    sheet->send(sheet->owner, SCREEN(sheet), values);
}

/* A key that changes nothing any more is not swallowed without a word. FALSE: it is the program's. */
static gboolean say_sending(const Sheet *sheet, guint where)
{
    if ((where & IN_ANY) != 0)
        return FALSE;
    app_say(sheet->screen.app, ROLE_MUTED, _("It is being sent; this key was not taken."));
    return TRUE;
}

static gboolean act(Screen *screen, const Action *action)
{
    Sheet *sheet = (Sheet *)screen;

    if (action->id == ACT_SEND) {
        send(sheet);
        return TRUE;
    }
    if (sheet->sending && action->id != ACT_BACK)
        return say_sending(sheet, action->where);
    if (fields_act(sheet->fields, action))
        return TRUE;
    if (action->id == ACT_CONFIRM) {
        send(sheet);
        return TRUE;
    }
    return FALSE;
}

static void type(Screen *screen, const char *text, gboolean pasted)
{
    Sheet *sheet = (Sheet *)screen;

    if (sheet->sending)
        say_sending(sheet, IN_FIELDS);
    else
        fields_type(sheet->fields, text, pasted);
}

static int overlay_rows(Screen *screen, Rect body)
{
    return MIN(fields_rows(((Sheet *)screen)->fields) + 5, body.rows);
}

static void sheet_free(Screen *screen)
{
    Sheet *sheet = (Sheet *)screen;

    fields_free(sheet->fields);
    g_clear_pointer(&sheet->draft, draft_close);
    g_free(sheet->title);
    g_free(sheet->data);
}

static const ScreenOps ops = {
    .title = N_("Sheet"),
    .places = IN_ANY | IN_TEXT | IN_FIELDS | IN_SHEET,
    .overlay = TRUE,
    .size = sizeof(Sheet),
    .free = sheet_free,
    .draw = draw,
    .act = act,
    .type = type,
    .overlay_rows = overlay_rows,
};

void sheet_open(Screen *owner, const char *title, const FieldSpec *specs, const char *draft_key, SheetSend send_,
                gpointer data)
{
    static guint numbers;
    Sheet *sheet = screen_new(owner->app, &ops);
    g_autoptr(GError) error = NULL;

    sheet->owner = owner;
    sheet->title = g_strdup(title);
    sheet->send = send_;
    sheet->data = data;
    sheet->number = ++numbers;
    if (draft_key != NULL) {
        outbox_adopt(owner->app->outbox);
        sheet->draft = draft_open(owner->app->scope, "sheet", draft_key, &error);
    }
    sheet->fields = fields_new(SCREEN(sheet), specs, sheet->draft, NULL);
    if (sheet->draft != NULL)
        for (const FieldSpec *spec = specs; spec->name != NULL; spec++)
            fields_set(sheet->fields, spec->name, draft_get(sheet->draft, spec->name));
    app_push(owner->app, SCREEN(sheet));
    if (error != NULL)
        app_say(owner->app, ROLE_BAD, error->message);
}

Draft *sheet_draft(Screen *screen)
{
    return ((Sheet *)screen)->draft;
}

void sheet_fill(Screen *screen, const char *field, const char *value)
{
    Sheet *sheet = (Sheet *)screen;

    if (*fields_get(sheet->fields, field) == '\0')
        fields_set(sheet->fields, field, value);
}

void sheet_put(Screen *screen, const char *field, const char *value)
{
    fields_set(((Sheet *)screen)->fields, field, value);
}

void sheet_go(Screen *screen, const char *field)
{
    fields_focus(((Sheet *)screen)->fields, field);
}

void sheet_done(Screen *screen)
{
    Sheet *sheet = (Sheet *)screen;

    if (sheet->draft != NULL)
        draft_discard(g_steal_pointer(&sheet->draft));
    app_remove(screen->app, screen);
}

gpointer sheet_data(const Screen *sheet)
{
    return ((const Sheet *)sheet)->data;
}

guint sheet_number(const Screen *sheet)
{
    return ((const Sheet *)sheet)->number;
}

Screen *sheet_find(const App *app, guint number)
{
    for (guint i = 0; i < app->stack->len; i++) {
        Screen *screen = g_ptr_array_index(app->stack, i);
        if (screen->ops == &ops && sheet_number(screen) == number)
            return screen;
    }
    return NULL;
}

void sheet_refused(Screen *screen, const char *field, const char *sentence)
{
    Sheet *sheet = (Sheet *)screen;

    g_autofree char *named = fields_sentence(field, sentence);

    sheet->sending = FALSE;
    fields_blame(sheet->fields, field, named);
    app_say(screen->app, ROLE_BAD, named);
}

gboolean sheet_answered(App *app, guint number, const DbError *error)
{
    Screen *sheet = sheet_find(app, number);
    g_autofree char *sentence = error != NULL ? refusal_sentence(error) : NULL;

    if (error != NULL && sheet != NULL)
        sheet_refused(sheet, error->column != NULL ? error->column : "", sentence);
    else if (error != NULL)
        app_say(app, ROLE_BAD, sentence);
    else if (sheet != NULL)
        sheet_done(sheet);
    return error == NULL;
}
