/* The sheet: fields over the lower part of a screen. */
#include "tui/sheet.h"

#include "common/lang.h"
#include "tui/app.h"

typedef struct {
    Screen screen;
    Screen *owner;
    char *title;
    Fields *fields;
    Draft *draft; /* NULL: nothing is kept */
    SheetSend send;
    gboolean sending;
} Sheet;

static void draw(Screen *screen, Rect body)
{
    Sheet *sheet = (Sheet *)screen;
    const char *blame = fields_blame_here(sheet->fields);

    draw_rule(body.y, body.x, body.cols, sheet->title);
    fields_draw(sheet->fields, (Rect){body.y + 1, 1, body.rows - 2, body.cols - 2});
    draw_text(body.y + body.rows - 1, 1, body.cols - 2,
              sheet->sending ? _("Sending ...") : blame != NULL ? blame : _("F5 or ^X s sends.  Esc leaves; the words stay."),
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

static gboolean act(Screen *screen, const Action *action)
{
    Sheet *sheet = (Sheet *)screen;

    if (action->id == ACT_SEND) {
        send(sheet);
        return TRUE;
    }
    if (sheet->sending && action->id != ACT_BACK)
        return (action->where & IN_ANY) == 0;
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

    if (!sheet->sending)
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

void sheet_open(Screen *owner, const char *title, const FieldSpec *specs, const char *draft_key, SheetSend send_)
{
    Sheet *sheet = screen_new(owner->app, &ops);
    g_autoptr(GError) error = NULL;

    sheet->owner = owner;
    sheet->title = g_strdup(title);
    sheet->send = send_;
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

void sheet_done(Screen *screen)
{
    Sheet *sheet = (Sheet *)screen;

    if (sheet->draft != NULL)
        draft_discard(g_steal_pointer(&sheet->draft));
    if (app_top(screen->app) == screen)
        app_pop(screen->app);
}

void sheet_refused(Screen *screen, const char *field, const char *sentence)
{
    Sheet *sheet = (Sheet *)screen;

    sheet->sending = FALSE;
    if (!fields_blame(sheet->fields, field, sentence))
        app_say(screen->app, ROLE_BAD, sentence);
}
