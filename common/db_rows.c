/* Reading rows by column name. */
#include <stdlib.h>

#include "common/db_private.h"

static int column_of(const DbRows *rows, const char *column)
{
    int number = PQfnumber(rows->result, column);

    if (number < 0)
        g_critical("no column %s in the answer", column);
    return number;
}

guint db_rows_count(const DbRows *rows)
{
    return (guint)PQntuples(rows->result);
}

const char *db_rows_text(const DbRows *rows, guint row, const char *column)
{
    int number = column_of(rows, column);

    return number >= 0 ? PQgetvalue(rows->result, (int)row, number) : "";
}

gboolean db_rows_null(const DbRows *rows, guint row, const char *column)
{
    int number = column_of(rows, column);

    return number < 0 || PQgetisnull(rows->result, (int)row, number) != 0;
}

gint64 db_rows_int(const DbRows *rows, guint row, const char *column)
{
    return g_ascii_strtoll(db_rows_text(rows, row, column), NULL, 10);
}

gboolean db_rows_bool(const DbRows *rows, guint row, const char *column)
{
    return *db_rows_text(rows, row, column) == 't';
}

double db_rows_double(const DbRows *rows, guint row, const char *column)
{
    return g_ascii_strtod(db_rows_text(rows, row, column), NULL);
}

gint64 db_rows_time(const DbRows *rows, guint row, const char *column)
{
    g_autoptr(GDateTime) when = g_date_time_new_from_iso8601(db_rows_text(rows, row, column), NULL);

    return when != NULL ? g_date_time_to_unix(when) * G_USEC_PER_SEC + g_date_time_get_microsecond(when) : 0;
}
