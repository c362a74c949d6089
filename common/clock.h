/* Times as people read them, in the centre's time zone. */
#ifndef COMMON_CLOCK_H
#define COMMON_CLOCK_H

#include <glib.h>

typedef enum {
    CLOCK_TIME,     /* 14:32 */
    CLOCK_SECONDS,  /* 14:32:07 */
    CLOCK_DAY,      /* 11-24 */
    CLOCK_DAY_TIME, /* 11-24 14:32 */
    CLOCK_FULL      /* 2026-11-24 14:32 */
} ClockForm;

/* The zone of all times from now on ("Asia/Shanghai"); the local one when it is not known here. */
void clock_set_zone(const char *zone);

/* in: microseconds since 1970, UTC; 0 gives "". out: owned by the caller. */
char *clock_text(gint64 when, ClockForm form);

/* The same for an ISO 8601 text with offset, as in a jsonb answer; "" when it is none. */
char *clock_iso_text(const char *iso, ClockForm form);

/* A span as minutes and seconds, "1:20", hours when it is long, "2:05:00". Never negative. */
char *clock_span(gint64 from, gint64 to);

#endif
