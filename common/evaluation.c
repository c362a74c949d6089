/* Queries about reviews and performance. */
#include "common/evaluation.h"

#include <string.h>

#include "common/clock.h"

#define REVIEW(member, kind) RECORD_FIELD(Review, member, kind)
static const RecordField review_fields[] = {
    REVIEW(id, RECORD_INT), REVIEW(ticket_id, RECORD_INT), REVIEW(round, RECORD_INT), REVIEW(number, RECORD_TEXT), REVIEW(title, RECORD_TEXT), REVIEW(unit, RECORD_TEXT),
    REVIEW(kind, RECORD_TEXT), REVIEW(why, RECORD_TEXT), REVIEW(state, RECORD_TEXT), REVIEW(at, RECORD_TIME),
    REVIEW(responded, RECORD_TEXT), REVIEW(solved, RECORD_TEXT), REVIEW(satisfied, RECORD_TEXT),
    REVIEW(rating_reason, RECORD_TEXT), REVIEW(timely, RECORD_TEXT), REVIEW(timely_reason, RECORD_TEXT),
    REVIEW(complete, RECORD_TEXT), REVIEW(complete_reason, RECORD_TEXT), REVIEW(recorded, RECORD_TEXT),
    REVIEW(recorded_reason, RECORD_TEXT), REVIEW(genuine, RECORD_TEXT), REVIEW(genuine_reason, RECORD_TEXT),
    REVIEW(open_until, RECORD_TIME), REVIEW(objection, RECORD_TEXT), REVIEW(outcome, RECORD_TEXT),
    REVIEW(decision, RECORD_TEXT), RECORD_END};
static const RecordType review_type = {sizeof(Review), review_fields};

#define FIGURE(member, kind) RECORD_FIELD(PerformanceFigure, member, kind)
static const RecordField figure_fields[] = {
    FIGURE(unit_id, RECORD_INT), FIGURE(unit, RECORD_TEXT), FIGURE(figure, RECORD_TEXT), FIGURE(kind, RECORD_TEXT),
    FIGURE(part, RECORD_INT), FIGURE(whole, RECORD_INT), RECORD_END};
static const RecordType figure_type = {sizeof(PerformanceFigure), figure_fields};

const char *const *review_filters(const char *role)
{
    static const char *const lead[] = {"review", NULL};
    static const char *const unit[] = {"all", NULL};

    return strcmp(role, "lead") == 0 ? lead : unit;
}

void review_list(Db *db, const Review *after, guint limit, RecordDone done, gpointer data, GDestroyNotify free_data)
{
    const char *params[] = {record_id((gint64)limit), after != NULL ? record_id(after->at) : NULL,
                            after != NULL ? record_id(after->id) : NULL};

    record_fetch(db, &review_type, "select * from api.review_list($1, $2, $3)", params, 3, done, data, free_data);
}

void performance_month(int back, PerformancePeriod *period)
{
    g_autofree char *now = clock_text(g_get_real_time(), CLOCK_FULL);
    g_auto(GStrv) parts = g_strsplit(now, "-", 3);
    GDate day;

    g_date_clear(&day, 1);
    g_date_set_dmy(&day, 1, (GDateMonth)g_ascii_strtoll(parts[1], NULL, 10), (GDateYear)g_ascii_strtoll(parts[0], NULL, 10));
    if (back > 0)
        g_date_subtract_months(&day, (guint)back);
    g_date_strftime(period->from, sizeof period->from, "%Y-%m-%d", &day);
    g_date_add_months(&day, 1);
    g_date_strftime(period->until, sizeof period->until, "%Y-%m-%d", &day);
}

void performance_read(Db *db, const PerformancePeriod *period, gint64 unit, RecordDone done, gpointer data,
                      GDestroyNotify free_data)
{
    const char *params[] = {period->from, period->until, unit != 0 ? record_id(unit) : NULL};

    record_fetch(db, &figure_type, "select * from api.performance($1, $2, $3)", params, 3, done, data, free_data);
}

const PerformanceFigure *performance_find(const GPtrArray *rows, gint64 unit, const char *figure, const char *kind)
{
    for (guint i = 0; i < rows->len; i++) {
        const PerformanceFigure *row = g_ptr_array_index(rows, i);
        if (row->unit_id == unit && strcmp(row->figure, figure) == 0 && strcmp(row->kind, kind) == 0)
            return row;
    }
    return NULL;
}

char *performance_rate(const PerformanceFigure *figure)
{
    if (figure == NULL || figure->whole == 0)
        return g_strdup("-");
    return g_strdup_printf("%.1f%%", 100.0 * (double)figure->part / (double)figure->whole);
}
