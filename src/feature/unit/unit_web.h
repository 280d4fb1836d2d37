/* What the pages of this folder share. */
#ifndef FEATURE_UNIT_WEB_H
#define FEATURE_UNIT_WEB_H

#include "feature/unit/unit_private.h"
#include "gen/unit_sql.h"

extern const struct permission unit_manage;

/* All that stands below a unit and whose name holds the pattern, those nearest to it first; all that may be the
 * superior of what is of a level, from the home unit down; what stands right below, with its cells. Each within
 * milliseconds at the size of the country. */
enum status unit_find_below(struct request *request, const struct unit *unit, struct str pattern, int64_t most,
        struct unit_search_rows *ret_rows, struct err *err);
enum status unit_find_targets(struct request *request, const struct unit *home, int level, struct str q, int64_t most,
        struct unit_targets_rows *ret_rows, bool *ret_more, struct err *err);
enum status unit_list_below(
        struct request *request, const struct unit *unit, struct unit_children_rows *ret_rows, struct err *err);
/* Only somebody of its superior splits or closes a unit: DENIED unit.not_own; CONFLICT unit.closed. */
enum status unit_check_own(struct request *request, const struct unit *unit, struct err *err);

enum status unit_show_move(struct request *request, void *view, struct err *err);
enum status unit_show_merge(struct request *request, void *view, struct err *err);
enum status unit_show_split(struct request *request, void *view, struct err *err);
enum status unit_show_close(struct request *request, void *view, struct err *err);
enum status unit_preview_move(struct request *request, void *view, struct err *err);
enum status unit_preview_merge(struct request *request, void *view, struct err *err);
enum status unit_preview_split(struct request *request, void *view, struct err *err);
enum status unit_preview_close(struct request *request, void *view, struct err *err);
enum status unit_do_move(struct request *request, void *view, struct err *err);
enum status unit_do_merge(struct request *request, void *view, struct err *err);
enum status unit_do_split(struct request *request, void *view, struct err *err);
enum status unit_do_close(struct request *request, void *view, struct err *err);
enum status unit_show_history(struct request *request, void *view, struct err *err);
enum status unit_show_decision(struct request *request, void *view, struct err *err);
enum status unit_do_undo(struct request *request, void *view, struct err *err);
enum status unit_show_levels(struct request *request, void *view, struct err *err);
enum status unit_do_levels(struct request *request, void *view, struct err *err);
enum status unit_prepare_list(struct request *request, struct err *err);
enum status unit_show_list(struct request *request, void *view, struct err *err);
enum status unit_preview_list(struct request *request, void *view, struct err *err);
enum status unit_do_list(struct request *request, void *view, struct err *err);
/* The object "change" of a path: struct unit_change_row_row; it concerns the unit before it. */
enum status unit_load_change(struct request *request, int64_t id, struct object *object, struct err *err);

#endif
