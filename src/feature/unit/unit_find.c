/* What stands below a unit, looked for by a part of the name, or listed. Below the highest level stands the whole
 * country: there names are looked through first and cells are counted by the counters, for the closure of one unit is
 * then some hundred thousand rows. */
#include "feature/unit/unit_web.h"

#include "base/time.h"
#include "base/text.h"

enum { ANY_DEPTH = 99, PROVINCES_AND_COMMUNES = 2 };

static bool is_highest(struct str kind)
{
	return str_is(kind, "centre");
}

enum status unit_find_below(struct request *request, const struct unit *unit, struct str pattern, int64_t most,
        struct unit_search_rows *ret_rows, struct err *err)
{
	struct unit_search_all_rows all;
	if (!is_highest(unit->kind))
		return unit_search(request->arena, request->db,
		        &(struct unit_search_in){ .unit = { unit->id }, .pattern = pattern, .most = most }, ret_rows,
		        err);
	TRY(unit_search_all(request->arena, request->db,
	        &(struct unit_search_all_in){ .unit = { unit->id }, .pattern = pattern, .most = most }, &all, err));
	*ret_rows =
	        (struct unit_search_rows){ .at = arena_array(request->arena, struct unit_search_row, all.count + 1) };
	for (size_t i = 0; i < all.count; i++)
		ret_rows->at[ret_rows->count++] = (struct unit_search_row){ .id = all.at[i].id,
			.kind = all.at[i].kind,
			.cell_type = all.at[i].cell_type,
			.name = all.at[i].name,
			.parent_name = all.at[i].parent_name };
	return OK;
}

enum status unit_find_targets(struct request *request, const struct unit *home, int level, struct str q, int64_t most,
        struct unit_targets_rows *ret_rows, bool *ret_more, struct err *err)
{
	struct str pattern = text_like(request->arena, text_fold(request->arena, q));
	struct unit_targets_all_rows all;
	bool highest = is_highest(home->kind);
	if (!highest || !q.len) {
		TRY(unit_targets(request->arena, request->db,
		        &(struct unit_targets_in){ .unit = { home->id },
		                .level = level,
		                .depth = highest ? 1 : ANY_DEPTH,
		                .pattern = pattern,
		                .most = most + 1 },
		        ret_rows, err));
		*ret_more = (highest && level > PROVINCES_AND_COMMUNES) || (int64_t)ret_rows->count > most;
		return OK;
	}
	TRY(unit_targets_all(request->arena, request->db,
	        &(struct unit_targets_all_in){
	                .unit = { home->id }, .level = level, .pattern = pattern, .most = most + 1 },
	        &all, err));
	*ret_rows =
	        (struct unit_targets_rows){ .at = arena_array(request->arena, struct unit_targets_row, all.count + 1) };
	for (size_t i = 0; i < all.count; i++)
		ret_rows->at[ret_rows->count++] = (struct unit_targets_row){
			.id = all.at[i].id, .name = all.at[i].name, .parent_name = all.at[i].parent_name
		};
	*ret_more = (int64_t)all.count > most;
	return OK;
}

enum status unit_list_below(
        struct request *request, const struct unit *unit, struct unit_children_rows *ret_rows, struct err *err)
{
	struct unit_children_summed_rows all;
	if (!is_highest(unit->kind))
		return unit_children(
		        request->arena, request->db, &(struct unit_children_in){ .unit = { unit->id } }, ret_rows, err);
	TRY(unit_children_summed(request->arena, request->db,
	        &(struct unit_children_summed_in){ .unit = { unit->id }, .month = month_of_day(request->today) }, &all,
	        err));
	*ret_rows = (struct unit_children_rows){ .at = arena_array(
		                                         request->arena, struct unit_children_row, all.count + 1) };
	for (size_t i = 0; i < all.count; i++)
		ret_rows->at[ret_rows->count++] = (struct unit_children_row){ .id = all.at[i].id,
			.kind = all.at[i].kind,
			.cell_type = all.at[i].cell_type,
			.name = all.at[i].name,
			.cells = all.at[i].cells };
	return OK;
}
