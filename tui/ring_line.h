/* The row below the top line: the call that rings, what must not be overlooked, else what comes next. */
#ifndef TUI_RING_LINE_H
#define TUI_RING_LINE_H

#include "tui/app.h"

void ring_line_draw(const App *app, int y);

#endif
