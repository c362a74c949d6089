/* The caller's voice in training, by the speech synthesiser espeak-ng, where it is installed. */
#ifndef TUI_VOICE_H
#define TUI_VOICE_H

#include <glib.h>

typedef struct Voice Voice;

/* NULL where there is no synthesiser. */
Voice *voice_new(void);
/* Says a text (copied) after those that are still to be said. Nobody waits for it. */
void voice_say(Voice *voice, const char *text);
/* Falls silent at once; what was still to be said is not said. NULL is no error. */
void voice_hush(Voice *voice);
/* The same, for good. NULL is no error. */
void voice_free(Voice *voice);

#endif
