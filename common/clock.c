/* Formatting times with GDateTime. */
#include "common/clock.h"

static GTimeZone *zone_now;

static const char *const forms[] = {
    [CLOCK_TIME] = "%H:%M", [CLOCK_SECONDS] = "%H:%M:%S", [CLOCK_DAY] = "%m-%d",
    [CLOCK_DAY_TIME] = "%m-%d %H:%M", [CLOCK_FULL] = "%Y-%m-%d %H:%M"};

void clock_set_zone(const char *zone)
{
    g_clear_pointer(&zone_now, g_time_zone_unref);
    zone_now = g_time_zone_new_identifier(zone);
}

static char *format(GDateTime *utc, ClockForm form)
{
    g_autoptr(GDateTime) local = NULL;

    if (utc == NULL)
        return g_strdup("");
    local = zone_now != NULL ? g_date_time_to_timezone(utc, zone_now) : g_date_time_to_local(utc);
    return g_date_time_format(local, forms[form]);
}

char *clock_text(gint64 when, ClockForm form)
{
    g_autoptr(GDateTime) utc = when != 0 ? g_date_time_new_from_unix_utc(when / G_USEC_PER_SEC) : NULL;

    return format(utc, form);
}

char *clock_iso_text(const char *iso, ClockForm form)
{
    g_autoptr(GDateTime) when = g_date_time_new_from_iso8601(iso, NULL);

    return format(when, form);
}

char *clock_span(gint64 from, gint64 to)
{
    gint64 seconds = MAX(to - from, 0) / G_USEC_PER_SEC;

    if (seconds >= 3600)
        return g_strdup_printf("%d:%02d:%02d", (int)(seconds / 3600), (int)(seconds / 60 % 60),
                               (int)(seconds % 60));
    return g_strdup_printf("%d:%02d", (int)(seconds / 60), (int)(seconds % 60));
}
