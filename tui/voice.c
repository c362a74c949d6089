/* One process at a time speaks one text; the others wait in line. */
#include "tui/voice.h"

#include <gio/gio.h>

#define PROGRAM "espeak-ng"
enum { LINE_MOST = 20 };

struct Voice {
    GQueue *texts;
    GSubprocess *speaks; /* NULL: nobody does */
    GCancellable *over;
};

static void say_next(Voice *voice);

static void on_said(GObject *process, GAsyncResult *result, gpointer data)
{
    g_autoptr(GError) error = NULL;
    Voice *voice = data;

    g_subprocess_wait_finish(G_SUBPROCESS(process), result, &error);
    if (g_error_matches(error, G_IO_ERROR, G_IO_ERROR_CANCELLED))
        return; /* the voice is gone */
    g_clear_object(&voice->speaks);
    say_next(voice);
}

static void say_next(Voice *voice)
{
    g_autofree char *text = voice->speaks == NULL ? g_queue_pop_head(voice->texts) : NULL;

    if (text == NULL)
        return;
    voice->speaks = g_subprocess_new(G_SUBPROCESS_FLAGS_STDOUT_SILENCE | G_SUBPROCESS_FLAGS_STDERR_SILENCE, NULL,
                                     PROGRAM, "-v", "cmn", "--", text, NULL);
    if (voice->speaks != NULL)
        g_subprocess_wait_async(voice->speaks, voice->over, on_said, voice);
}

Voice *voice_new(void)
{
    g_autofree char *path = g_find_program_in_path(PROGRAM);
    Voice *voice = path != NULL ? g_new0(Voice, 1) : NULL;

    if (voice != NULL) {
        voice->texts = g_queue_new();
        voice->over = g_cancellable_new();
    }
    return voice;
}

void voice_say(Voice *voice, const char *text)
{
    if (g_queue_get_length(voice->texts) < LINE_MOST)
        g_queue_push_tail(voice->texts, g_strdup(text));
    say_next(voice);
}

void voice_hush(Voice *voice)
{
    if (voice == NULL)
        return;
    g_queue_clear_full(voice->texts, g_free);
    if (voice->speaks != NULL)
        g_subprocess_force_exit(voice->speaks);
}

void voice_free(Voice *voice)
{
    if (voice == NULL)
        return;
    g_cancellable_cancel(voice->over);
    voice_hush(voice);
    g_clear_object(&voice->speaks);
    g_object_unref(voice->over);
    g_queue_free(voice->texts);
    g_free(voice);
}
