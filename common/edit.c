/* Changing text: inserting, deleting, undo and redo. Moving and layout are in edit_move.c. */
#include "common/edit.h"

#include <string.h>

#include "common/edit_private.h"
#include "common/text.h"

enum { UNDO_MOST = 200 };

static void step_free(gpointer data)
{
    EditStep *step = data;

    g_free(step->removed);
    g_free(step->inserted);
    g_free(step);
}

Edit *edit_new(gboolean lines)
{
    Edit *edit = g_new0(Edit, 1);

    edit->text = g_string_new(NULL);
    edit->lines = lines;
    edit->cols = 80;
    edit->goal = -1;
    edit->undo = g_ptr_array_new_with_free_func(step_free);
    edit->redo = g_ptr_array_new_with_free_func(step_free);
    edit->rows = g_array_new(FALSE, FALSE, sizeof(EditRow));
    edit_layout(edit, edit->cols);
    return edit;
}

void edit_free(Edit *edit)
{
    if (edit == NULL)
        return;
    g_string_free(edit->text, TRUE);
    g_ptr_array_unref(edit->undo);
    g_ptr_array_unref(edit->redo);
    g_array_unref(edit->rows);
    g_free(edit);
}

const char *edit_text(const Edit *edit)
{
    return edit->text->str;
}

/* Replaces a stretch of the text without remembering it. */
static void splice(Edit *edit, gsize at, gsize removed, const char *inserted)
{
    g_string_erase(edit->text, (gssize)at, (gssize)removed);
    g_string_insert(edit->text, (gssize)at, inserted);
    edit->cursor = at + strlen(inserted);
    edit->goal = -1;
    edit_layout(edit, edit->cols);
    edit_settle_cursor(edit);
}

/* Typing goes on with the step before it while it is the same word. */
static gboolean joins(const Edit *edit, gsize at, gsize removed, const char *inserted)
{
    const EditStep *last = edit->undo->len > 0 ? g_ptr_array_index(edit->undo, edit->undo->len - 1) : NULL;

    return last != NULL && edit->typing && removed == 0 && last->at + strlen(last->inserted) == at
           && strlen(last->inserted) < 48 && g_unichar_isalnum(g_utf8_get_char(inserted));
}

static void change(Edit *edit, gsize at, gsize removed, const char *inserted, gboolean typed)
{
    g_ptr_array_set_size(edit->redo, 0);
    if (typed && joins(edit, at, removed, inserted)) {
        EditStep *last = g_ptr_array_index(edit->undo, edit->undo->len - 1);
        char *both = g_strconcat(last->inserted, inserted, NULL);
        g_free(last->inserted);
        last->inserted = both;
    } else {
        EditStep *step = g_new(EditStep, 1);
        *step = (EditStep){at, g_strndup(edit->text->str + at, removed), g_strdup(inserted)};
        g_ptr_array_add(edit->undo, step);
        if (edit->undo->len > UNDO_MOST)
            g_ptr_array_remove_index(edit->undo, 0);
    }
    edit->typing = typed;
    splice(edit, at, removed, inserted);
}

void edit_set_text(Edit *edit, const char *text)
{
    g_autofree char *valid = text_repair(text, -1);

    change(edit, 0, edit->text->len, valid, FALSE);
    edit_text_end(edit);
}

/* What is typed or pasted as it may stand in this field. */
static char *admitted(const Edit *edit, const char *text)
{
    g_autofree char *valid = text_repair(text, -1);
    GString *out = g_string_new(NULL);

    for (const char *at = valid; *at != '\0'; at = g_utf8_next_char(at)) {
        if (*at == '\r' && at[1] == '\n')
            continue;
        if (*at == '\r' || *at == '\n')
            g_string_append_c(out, edit->lines ? '\n' : ' ');
        else if (*at == '\t')
            g_string_append_c(out, ' ');
        else
            g_string_append_len(out, at, g_utf8_next_char(at) - at);
    }
    return g_string_free(out, FALSE);
}

static gboolean insert(Edit *edit, const char *text, gsize limit, gboolean typed)
{
    g_autofree char *clean = admitted(edit, text);
    gsize length = (gsize)g_utf8_strlen(edit->text->str, -1);
    gsize room = limit > length ? limit - length : 0;
    gboolean fits = (gsize)g_utf8_strlen(clean, -1) <= room;

    if (!fits)
        *g_utf8_offset_to_pointer(clean, (glong)room) = '\0';
    if (*clean != '\0')
        change(edit, edit->cursor, 0, clean, typed);
    return fits;
}

gboolean edit_insert(Edit *edit, const char *text, gsize limit)
{
    return insert(edit, text, limit, TRUE);
}

gboolean edit_paste(Edit *edit, const char *text, gsize limit)
{
    return insert(edit, text, limit, FALSE);
}

static gboolean erase(Edit *edit, gsize from, gsize to)
{
    if (from >= to)
        return FALSE;
    change(edit, from, to - from, "", FALSE);
    return TRUE;
}

gboolean edit_backspace(Edit *edit)
{
    return erase(edit, edit_before(edit, edit->cursor), edit->cursor);
}

gboolean edit_delete(Edit *edit)
{
    return erase(edit, edit->cursor, edit_after(edit, edit->cursor));
}

gboolean edit_delete_word_left(Edit *edit)
{
    return erase(edit, edit_word_before(edit, edit->cursor), edit->cursor);
}

gboolean edit_kill_to_end(Edit *edit)
{
    const char *newline = strchr(edit->text->str + edit->cursor, '\n');
    gsize end = newline != NULL ? (gsize)(newline - edit->text->str) : edit->text->len;

    return erase(edit, edit->cursor, end > edit->cursor || newline == NULL ? end : end + 1);
}

gboolean edit_undo(Edit *edit)
{
    EditStep *step;

    if (edit->undo->len == 0)
        return FALSE;
    step = g_ptr_array_steal_index(edit->undo, edit->undo->len - 1);
    splice(edit, step->at, strlen(step->inserted), step->removed);
    g_ptr_array_add(edit->redo, step);
    edit->typing = FALSE;
    return TRUE;
}

gboolean edit_redo(Edit *edit)
{
    EditStep *step;

    if (edit->redo->len == 0)
        return FALSE;
    step = g_ptr_array_steal_index(edit->redo, edit->redo->len - 1);
    splice(edit, step->at, strlen(step->removed), step->inserted);
    g_ptr_array_add(edit->undo, step);
    edit->typing = FALSE;
    return TRUE;
}
