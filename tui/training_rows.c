/* Columns and cells of weak spots and results. */
#include "tui/training_rows.h"

#include "common/clock.h"
#include "common/label.h"
#include "common/lang.h"

enum { W_CATEGORY, W_PLAYED, W_MEAN, W_LAST, W_LOST };
const ListColumn training_weak_columns[] = {
    [W_CATEGORY] = {N_("Category"), 18, 0, FALSE}, [W_PLAYED] = {N_("Played"), 6, 0, TRUE}, [W_MEAN] = {N_("Mean"), 6, 0, TRUE},
    [W_LAST] = {N_("Last"), 6, 0, TRUE}, [W_LOST] = {N_("Most was lost at"), 0, 0, FALSE}, {NULL, 0, 0, FALSE}};

enum { R_AT, R_TITLE, R_FLOW, R_POINTS, R_SECONDS, R_HINTS, R_STATE };
const ListColumn training_result_columns[] = {
    [R_AT] = {N_("When"), 12, 0, FALSE},  [R_TITLE] = {N_("Scenario"), 0, 0, FALSE},   [R_FLOW] = {N_("Flow"), 8, 0, FALSE},
    [R_POINTS] = {N_("Points"), 6, 0, TRUE}, [R_SECONDS] = {N_("Took"), 6, 0, TRUE}, [R_HINTS] = {N_("Hints"), 5, 100, TRUE},
    [R_STATE] = {N_("State"), 10, 0, FALSE}, {NULL, 0, 0, FALSE}};

Role training_points_role(double points)
{
    return points >= 80 ? ROLE_GOOD : ROLE_DUE;
}

/* "facts tone" in words. Owned by the caller. */
static char *items_text(const char *codes)
{
    g_auto(GStrv) items = g_strsplit(codes, " ", -1);
    GString *text = g_string_new(NULL);

    for (char **item = items; *item != NULL; item++)
        g_string_append_printf(text, "%s%s", text->len > 0 ? "  " : "", label_text(LABEL_RUBRIC, *item));
    return g_string_free(text, FALSE);
}

char *training_weak_cell(const TrainingWeak *weak, int column, Role *role)
{
    *role = column == W_MEAN ? training_points_role(weak->mean) : ROLE_NORMAL;
    switch (column) {
    case W_CATEGORY:
        return g_strdup(*weak->category != '\0' ? weak->category : "-");
    case W_PLAYED:
        return g_strdup_printf("%d", (int)weak->played);
    case W_MEAN:
        return g_strdup_printf("%.1f", weak->mean);
    case W_LAST:
        return g_strdup_printf("%.1f", weak->last);
    default:
        return items_text(weak->lost);
    }
}

char *training_result_cell(const TrainingResult *result, int column, Role *role)
{
    *role = column == R_POINTS ? training_points_role(result->points) : ROLE_NORMAL;
    switch (column) {
    case R_AT:
        return clock_text(result->ended_at, CLOCK_DAY_TIME);
    case R_TITLE:
        return g_strdup(result->title);
    case R_FLOW:
        return g_strdup(label_text(LABEL_FLOW, result->flow));
    case R_POINTS:
        return g_strdup_printf("%.1f", result->points);
    case R_SECONDS:
        return g_strdup_printf("%d:%02d", (int)result->seconds / 60, (int)result->seconds % 60);
    case R_HINTS:
        return g_strdup_printf("%d", (int)result->hints);
    default:
        return g_strdup(label_text(LABEL_DRILL_STATE, result->state));
    }
}
