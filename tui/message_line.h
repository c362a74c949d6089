/* The newest message that was not read yet, on the status bar: it stands there until it is read, takes no key
 * and covers nothing that is typed. */
#ifndef TUI_MESSAGE_LINE_H
#define TUI_MESSAGE_LINE_H

#include "common/message.h"
#include "tui/app.h"

/* Draws it into a row. FALSE: there is none, and nothing was drawn. */
gboolean message_line_draw(const App *app, int y);
/* It is read. One that does not fit into the row, and none at all, open the list of the last messages. */
void message_line_read(App *app);
/* The ticket that messages are about is opened: they are read. */
void message_line_ticket_opened(App *app, gint64 ticket);
/* One message is read; nothing is asked when it was before. */
void message_line_seen(App *app, const Message *message);

#endif
