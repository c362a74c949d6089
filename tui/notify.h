/* Desktop notifications through libnotify, whose calls wait for the service: they are made by one worker thread,
 * one at a time, and nobody waits for it. Nothing secret goes here: a lock screen may show it. */
#ifndef TUI_NOTIFY_H
#define TUI_NOTIFY_H

#include <glib.h>

enum { NOTIFY_SLOTS = 8 };

typedef struct Notify Notify;

typedef enum { NOTIFY_OPEN, NOTIFY_SNOOZE, NOTIFY_FAILED } NotifyAction;

/* The person chose an action of the notification in a slot; or (NOTIFY_FAILED) the service failed before it showed
 * what notify_show was to. From the main loop. */
typedef void (*NotifyActed)(guint slot, NotifyAction action, gpointer data);

/* Starts nothing: the bus is spoken to with the first notification. */
Notify *notify_new(NotifyActed acted, gpointer data);

/* Takes the notifications back, for which the service has a moment (200 ms at most); a worker that still waits
 * for it then is left alone. */
void notify_free(Notify *notify);

/* FALSE where there is no session bus, while the service is slow to answer (3 s), and for ten minutes after it
 * failed. */
gboolean notify_works(Notify *notify);

/* Shows a notification in a slot, in the place of the one that is there. Each slot has one wish at a time: what
 * the worker has not come to is replaced. summary and body are plain text, copied. */
void notify_show(Notify *notify, guint slot, const char *summary, const char *body);

/* The same, unless the person has put the slot's notification away. */
void notify_update(Notify *notify, guint slot, const char *summary, const char *body);

/* Takes a slot's notification back, if there is one. */
void notify_close(Notify *notify, guint slot);

#endif
