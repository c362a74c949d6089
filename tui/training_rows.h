/* Rows of what was practised, as lists show them: weak spots and results. */
#ifndef TUI_TRAINING_ROWS_H
#define TUI_TRAINING_ROWS_H

#include "common/training.h"
#include "tui/list.h"

extern const ListColumn training_weak_columns[];
extern const ListColumn training_result_columns[];

/* For a ListCell: the text (owned by the caller) and role of a column. */
char *training_weak_cell(const TrainingWeak *weak, int column, Role *role);
char *training_result_cell(const TrainingResult *result, int column, Role *role);

/* Are so many points enough? */
Role training_points_role(double points);

#endif
