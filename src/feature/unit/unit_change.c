/* What people decide on the tree: move, merge, dissolve, split, close; and the correction of a decision as if it had
 * never been. */
#include "feature/unit/unit_private.h"

#include "app/counter.h"
#include "base/time.h"
#include "gen/unit_sql.h"

enum status unit_change_end(struct unit_change *change, struct err *err)
{
	static const char *const kinds[] = { "move", "close", "new" };
	struct unit_change_parts_rows rows;
	int month = month_of_day(change->day);
	for (size_t k = 0; k < LENGTH(kinds); k++) {
		int64_t other = 0, target = 0;
		TRY(unit_change_kept(change, kinds[k], UNIT_ALL, &rows, err));
		for (size_t i = 0; i < rows.count; i++) {
			TRY(counter_mark_unit(change->arena, change->db, rows.at[i].unit.n, month, err));
			if (rows.at[i].other.n && rows.at[i].other.n != other)
				TRY(counter_mark_unit(change->arena, change->db, rows.at[i].other.n, month, err));
			if (rows.at[i].target.n && rows.at[i].target.n != target)
				TRY(counter_mark_unit(change->arena, change->db, rows.at[i].target.n, month, err));
			other = rows.at[i].other.n;
			target = rows.at[i].target.n;
		}
	}
	return counter_mark_unit(change->arena, change->db, change->unit, month, err);
}

enum status unit_move(struct arena *arena, struct db *db, struct unit_list units, int64_t target,
        const struct unit_decision *decision, int64_t now, int64_t *ret_change, struct err *err)
{
	struct unit_change change;
	if (!units.count)
		return err_set(err, INVALID, "unit.change_none", "pick");
	TRY(unit_change_begin(&change, arena, db, "move", decision, now, err));
	*ret_change = change.id;
	for (size_t i = 0; i < units.count; i++)
		TRY(unit_change_move(&change, units.at[i], target, err));
	return unit_change_end(&change, err);
}

/* All that stands right below a unit goes to the heir. */
static enum status hand_over(struct unit_change *change, int64_t unit, int64_t heir, struct err *err)
{
	return unit_change_place_below(change->arena, change->db,
	        &(struct unit_change_place_below_in){
	                .change = { change->id }, .parent = { unit }, .target = { heir } },
	        err);
}

/* The units that will be no more: all of one kind, none of them `into`. */
static enum status check_merge(struct unit_change *change, struct unit_list units, int64_t into, struct err *err)
{
	struct unit first, unit;
	size_t count = into ? 1 : 0;
	if (!units.count)
		return err_set(err, INVALID, "unit.change_none", "pick");
	TRY(unit_alive(change->arena, change->db, into ? into : units.at[0], &first, err));
	for (size_t i = 0; i < units.count; i++) {
		count += units.at[i] != into;
		TRY(unit_alive(change->arena, change->db, units.at[i], &unit, err));
		if (!str_eq(unit.kind, first.kind))
			return unit_refuse(err, "unit.merge_kinds", "pick", unit.name);
	}
	return count < 2 ? err_set(err, INVALID, "unit.merge_few", "pick") : OK;
}

enum status unit_merge(struct arena *arena, struct db *db, struct unit_list units, int64_t into,
        const struct unit_new *new, const struct unit_decision *decision, int64_t now, int64_t *ret_change,
        struct err *err)
{
	struct unit_change change;
	struct unit heir;
	TRY(unit_change_begin(&change, arena, db, "merge", decision, now, err));
	*ret_change = change.id;
	TRY(check_merge(&change, units, into, err));
	if (!into)
		TRY(unit_change_new(&change, new, &into, err));
	TRY(unit_load(arena, db, into, &heir, err));
	for (size_t i = 0; i < units.count; i++)
		if (units.at[i] != into)
			TRY(hand_over(&change, units.at[i], into, err));
	TRY(unit_change_moves(&change, UNIT_ALL, err));
	for (size_t i = 0; i < units.count; i++)
		if (units.at[i] != into)
			TRY(unit_change_close(&change, units.at[i], &heir, err));
	if (new)
		TRY(unit_change_code(&change, into, new->code, err));
	return unit_change_end(&change, err);
}

enum status unit_dissolve(struct arena *arena, struct db *db, struct unit_list units, int64_t target,
        const struct unit_decision *decision, int64_t now, int64_t *ret_change, struct err *err)
{
	struct unit_change change;
	struct unit unit;
	if (!units.count)
		return err_set(err, INVALID, "unit.change_none", "pick");
	TRY(unit_change_begin(&change, arena, db, "dissolve", decision, now, err));
	*ret_change = change.id;
	for (size_t i = 0; i < units.count; i++) {
		TRY(unit_alive(arena, db, units.at[i], &unit, err));
		if (str_is(unit.kind, "chi_bo"))
			return unit_refuse(err, "unit.dissolve_cell", "pick", unit.name);
		TRY(hand_over(&change, units.at[i], target, err));
	}
	TRY(unit_change_moves(&change, UNIT_ALL, err));
	for (size_t i = 0; i < units.count; i++)
		TRY(unit_change_close(&change, units.at[i], NULL, err));
	return unit_change_end(&change, err);
}

enum status unit_close(struct arena *arena, struct db *db, int64_t unit, const struct unit_decision *decision,
        int64_t now, int64_t *ret_change, struct err *err)
{
	struct unit_change change;
	TRY(unit_change_begin(&change, arena, db, "close", decision, now, err));
	*ret_change = change.id;
	TRY(unit_change_close(&change, unit, NULL, err));
	return unit_change_end(&change, err);
}

/* Gives the new units what was chosen for them. */
static enum status share_out(struct unit_change *change, const struct unit_split *split, const struct unit *unit,
        const struct unit *parts, struct err *err)
{
	bool cell = str_is(unit->kind, "chi_bo");
	for (size_t p = 0; p < split->part_count; p++) {
		size_t got = 0;
		for (size_t i = 0; i < split->share_count; i++) {
			if (split->shares[i].part != p)
				continue;
			got++;
			if (cell)
				TRY(unit_change_member(change, unit, &parts[p], split->shares[i].id, err));
			else
				TRY(unit_change_from(change, "move", split->shares[i].id, 0, parts[p].id, err));
		}
		if (!got)
			return unit_refuse(err, "unit.split_none", "share", parts[p].name);
	}
	return unit_change_moves(change, UNIT_ALL, err);
}

static enum status is_empty(struct unit_change *change, const struct unit *unit, bool *ret_empty, struct err *err)
{
	struct unit_alive_below_row below;
	struct unit_cell_use_row use;
	if (str_is(unit->kind, "chi_bo")) {
		TRY(unit_cell_use(change->arena, change->db,
		        &(struct unit_cell_use_in){ .cell = { unit->id }, .shard = unit->shard }, &use, err));
		*ret_empty = !use.members;
		return OK;
	}
	TRY(unit_alive_below(
	        change->arena, change->db, &(struct unit_alive_below_in){ .unit = { unit->id } }, &below, err));
	*ret_empty = !below.n;
	return OK;
}

enum status unit_split(struct arena *arena, struct db *db, const struct unit_split *split,
        const struct unit_decision *decision, int64_t now, int64_t *ret_change, struct err *err)
{
	struct unit_change change;
	struct unit unit, *parts = arena_array(arena, struct unit, split->part_count + 1);
	bool empty;
	TRY(unit_alive(arena, db, split->unit, &unit, err));
	TRY(unit_change_begin(&change, arena, db, "split", decision, now, err));
	*ret_change = change.id;
	for (size_t p = 0; p < split->part_count; p++) {
		struct unit_new new = split->parts[p];
		int64_t id;
		new.kind = unit.kind;
		new.parent = unit.parent;
		new.cell_type = new.cell_type.len ? new.cell_type : unit.cell_type;
		TRY(unit_change_new(&change, &new, &id, err));
		TRY(unit_load(arena, db, id, &parts[p], err));
	}
	TRY(share_out(&change, split, &unit, parts, err));
	TRY(is_empty(&change, &unit, &empty, err));
	for (size_t p = empty ? 1 : 0; p < split->part_count; p++)
		TRY(unit_change_heir(&change, unit.id, parts[p].id, err));
	if (empty)
		TRY(unit_change_close(&change, unit.id, &parts[0], err));
	for (size_t p = 0; p < split->part_count; p++)
		TRY(unit_change_code(&change, parts[p].id, split->parts[p].code, err));
	return unit_change_end(&change, err);
}
