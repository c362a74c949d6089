/* Changing text: inserting, deleting, undo and redo. Moving and layout are in edit_move.c. */
#include "common/edit.h"

#include <string.h>

#include "common/edit_private.h"
#include "common/text.h"

enum { UNDO_MOST = 1000, RUN_MOST = 48 };

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

gsize edit_length(const Edit *edit)
{
    return (gsize)g_utf8_strlen(edit->text->str, (gssize)edit->text->len);
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

/* Puts both parts of a text, which it frees, into one. */
static char *joined(char *own, const char *before, const char *after)
{
    char *both = g_strconcat(before, after, NULL);

    g_free(own);
    return both;
}

/* Typing goes on with the step before it while it is the same word, erasing while it goes on from
 * the same place. TRUE: the step before now holds this one too. */
static gboolean join(Edit *edit, gsize at, const char *removed, const char *inserted, StepKind kind)
{
    EditStep *last;

    if (kind == STEP_OTHER || edit->going != kind || edit->undo->len == 0)
        return FALSE;
    last = g_ptr_array_index(edit->undo, edit->undo->len - 1);
    if (strlen(last->inserted) >= RUN_MOST || strlen(last->removed) >= RUN_MOST)
        return FALSE;
    if (kind == STEP_TYPED) {
        if (last->at + strlen(last->inserted) != at
            || !g_unichar_isalnum(g_utf8_get_char(inserted)))
            return FALSE;
        last->inserted = joined(last->inserted, last->inserted, inserted);
    } else if (kind == STEP_BACKSPACE) {
        if (at + strlen(removed) != last->at)
            return FALSE;
        last->removed = joined(last->removed, removed, last->removed);
        last->at = at;
    } else {
        if (at != last->at)
            return FALSE;
        last->removed = joined(last->removed, last->removed, removed);
    }
    return TRUE;
}

static void change(Edit *edit, gsize at, gsize length, const char *inserted, StepKind kind)
{
    g_autofree char *removed = g_strndup(edit->text->str + at, length);

    g_ptr_array_set_size(edit->redo, 0);
    if (!join(edit, at, removed, inserted, kind)) {
        EditStep *step = g_new(EditStep, 1);
        *step = (EditStep){at, g_strdup(removed), g_strdup(inserted)};
        g_ptr_array_add(edit->undo, step);
        if (edit->undo->len > UNDO_MOST)
            g_ptr_array_remove_index(edit->undo, 0);
    }
    edit->going = kind;
    splice(edit, at, length, inserted);
}

void edit_set_text(Edit *edit, const char *text)
{
    g_autofree char *valid = text_repair(text, -1);

    if (strcmp(valid, edit->text->str) != 0)
        change(edit, 0, edit->text->len, valid, STEP_OTHER);
    edit_text_end(edit);
}

void edit_reset(Edit *edit, const char *text)
{
    edit_set_text(edit, text);
    g_ptr_array_set_size(edit->undo, 0);
    g_ptr_array_set_size(edit->redo, 0);
    edit->scroll = 0;
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
        else if (*at == '\t' && !edit->lines)
            g_string_append_c(out, ' ');
        else
            g_string_append_len(out, at, g_utf8_next_char(at) - at);
    }
    return g_string_free(out, FALSE);
}

static gboolean insert(Edit *edit, const char *text, gsize limit, StepKind kind)
{
    g_autofree char *clean = admitted(edit, text);
    gsize length = edit_length(edit);
    gsize room = limit > length ? limit - length : 0;
    gboolean fits = (gsize)g_utf8_strlen(clean, -1) <= room;

    if (!fits)
        *g_utf8_offset_to_pointer(clean, (glong)room) = '\0';
    if (*clean != '\0')
        change(edit, edit->cursor, 0, clean, kind);
    return fits;
}

gboolean edit_insert(Edit *edit, const char *text, gsize limit)
{
    return insert(edit, text, limit, STEP_TYPED);
}

gboolean edit_paste(Edit *edit, const char *text, gsize limit)
{
    return insert(edit, text, limit, STEP_OTHER);
}

static gboolean erase(Edit *edit, gsize from, gsize to, StepKind kind)
{
    if (from >= to)
        return FALSE;
    change(edit, from, to - from, "", kind);
    return TRUE;
}

gboolean edit_backspace(Edit *edit)
{
    return erase(edit, edit_before(edit, edit->cursor), edit->cursor, STEP_BACKSPACE);
}

gboolean edit_delete(Edit *edit)
{
    return erase(edit, edit->cursor, edit_after(edit, edit->cursor), STEP_DELETE);
}

gboolean edit_delete_word_left(Edit *edit)
{
    return erase(edit, edit_word_before(edit, edit->cursor), edit->cursor, STEP_OTHER);
}

gboolean edit_kill_to_end(Edit *edit)
{
    gsize end = edit_paragraph_end(edit, edit->cursor);

    if (end == edit->cursor && end < edit->text->len)
        end++;
    return erase(edit, edit->cursor, end, STEP_OTHER);
}

gboolean edit_kill_line(Edit *edit)
{
    gsize start = edit_paragraph_start(edit, edit->cursor);
    gsize end = edit_paragraph_end(edit, edit->cursor);

    if (end < edit->text->len)
        end++;
    else if (start > 0)
        start--;
    return erase(edit, start, end, STEP_OTHER);
}

gboolean edit_clear(Edit *edit)
{
    return erase(edit, 0, edit->text->len, STEP_OTHER);
}

gboolean edit_undo(Edit *edit)
{
    EditStep *step;

    if (edit->undo->len == 0)
        return FALSE;
    step = g_ptr_array_steal_index(edit->undo, edit->undo->len - 1);
    splice(edit, step->at, strlen(step->inserted), step->removed);
    g_ptr_array_add(edit->redo, step);
    edit->going = STEP_OTHER;
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
    edit->going = STEP_OTHER;
    return TRUE;
}
