/* A change of the tree while it is made: units leave one superior for another, or go; edges and the closure follow. The
 * statements work on the kept parts of the change, so a province of thousands of units takes no longer than one. */
#include "feature/unit/unit_private.h"

#include "base/id.h"
#include "base/time.h"
#include "gen/unit_sql.h"

enum status unit_change_begin(struct unit_change *change, struct arena *arena, struct db *db, const char *kind,
        const struct unit_decision *decision, int64_t now, struct err *err)
{
	struct str today = day_today(arena, now), day = decision->day.len ? decision->day : today;
	*change = (struct unit_change){ .arena = arena,
		.db = db,
		.id = id_new(0),
		.unit = decision->unit,
		.account = decision->account,
		.now = now,
		.day = day,
		.number = decision->number.ptr ? decision->number : STR("") };
	if (str_compare(day, today) > 0)
		return err_set(err, INVALID, "unit.day_future", "day");
	return unit_change_add(arena, db,
	        &(struct unit_change_add_in){ .id = { change->id },
	                .unit = { change->unit },
	                .kind = str_of(kind),
	                .day = day,
	                .decision = change->number,
	                .account = { change->account },
	                .at = now },
	        err);
}

enum status unit_alive(struct arena *arena, struct db *db, int64_t id, struct unit *ret_unit, struct err *err)
{
	TRY(unit_load(arena, db, id, ret_unit, err));
	if (!ret_unit->until.len)
		return OK;
	enum status status = err_set(err, CONFLICT, "unit.closed", NULL);
	err_arg(err, "name", ret_unit->name);
	err_arg(err, "day", date_show(arena, ret_unit->until));
	return status;
}

enum status unit_refuse(struct err *err, const char *code, const char *field, struct str name)
{
	enum status status = err_set(err, INVALID, code, field);
	err_arg(err, "name", name);
	return status;
}

enum status unit_refuse_day(
        struct arena *arena, struct err *err, const char *code, const char *field, struct str name, struct str day)
{
	enum status status = unit_refuse(err, code, field, name);
	err_arg(err, "day", date_show(arena, day));
	return status;
}

enum status unit_change_note(struct unit_change *change, const char *what, int64_t unit, int64_t person, int64_t other,
        struct str since, struct str note, struct err *err)
{
	return unit_change_part_add(change->arena, change->db,
	        &(struct unit_change_part_add_in){ .change = { change->id },
	                .what = str_of(what),
	                .unit = { unit },
	                .person = person,
	                .other = other,
	                .target = 0,
	                .since = since.ptr ? since : STR(""),
	                .note = note },
	        err);
}

enum status unit_change_from(
        struct unit_change *change, const char *what, int64_t unit, int64_t ord, int64_t target, struct err *err)
{
	struct unit row;
	TRY(unit_alive(change->arena, change->db, unit, &row, err));
	return unit_change_place(change->arena, change->db,
	        &(struct unit_change_place_in){ .change = { change->id },
	                .what = str_of(what),
	                .unit = { unit },
	                .ord = ord,
	                .target = target },
	        err);
}

enum status unit_change_kept(struct unit_change *change, const char *what, struct unit_range range,
        struct unit_change_parts_rows *ret_rows, struct err *err)
{
	return unit_change_parts(change->arena, change->db,
	        &(struct unit_change_parts_in){
	                .change = { change->id }, .what = str_of(what), .first = range.first, .last = range.last },
	        ret_rows, err);
}

/* Whether the units of these parts may stand below their targets. */
static enum status check_moves(struct unit_change *change, struct unit_range range, struct err *err)
{
	struct unit_change_parts_rows rows;
	struct unit_change_circle_row circle;
	struct unit target = { 0 };
	bool found;
	TRY(unit_change_kept(change, "move", range, &rows, err));
	for (size_t i = 0; i < rows.count; i++) {
		const struct unit_change_parts_row *row = &rows.at[i];
		if (target.id != row->target.n)
			TRY(unit_alive(change->arena, change->db, row->target.n, &target, err));
		if (str_compare(target.since, change->day) > 0)
			return unit_refuse_day(
			        change->arena, err, "unit.target_early", "day", target.name, target.since);
		if (str_compare(row->since, change->day) > 0)
			return unit_refuse_day(change->arena, err, "unit.change_early", "day", row->name, row->since);
		if (row->other.n == row->target.n)
			return unit_refuse(err, "unit.change_same", "target", row->name);
		if (row->unit.n != row->target.n && unit_kind_order(target.kind) >= unit_kind_order(row->kind))
			return unit_refuse(err, "unit.change_kind", "target", row->name);
	}
	TRY(unit_change_circle(change->arena, change->db,
	        &(struct unit_change_circle_in){ .change = { change->id }, .day = change->day }, &circle, &found, err));
	return found ? unit_refuse(err, "unit.change_circle", "target", circle.name) : OK;
}

enum status unit_change_closure(
        struct unit_change *change, const char *what, struct unit_range range, bool back, struct err *err)
{
	TRY(unit_change_anc_drop(change->arena, change->db,
	        &(struct unit_change_anc_drop_in){ .change = { change->id },
	                .what = str_of(what),
	                .first = range.first,
	                .last = range.last,
	                .day = change->day },
	        err));
	TRY(unit_change_anc_end(change->arena, change->db,
	        &(struct unit_change_anc_end_in){ .change = { change->id },
	                .what = str_of(what),
	                .first = range.first,
	                .last = range.last,
	                .day = change->day },
	        err));
	return unit_change_anc_open(change->arena, change->db,
	        &(struct unit_change_anc_open_in){ .change = { change->id },
	                .what = str_of(what),
	                .first = range.first,
	                .last = range.last,
	                .day = change->day,
	                .back = back },
	        err);
}

enum status unit_change_leave(struct unit_change *change, const char *what, struct unit_range range, struct err *err)
{
	TRY(unit_change_edge_drop(change->arena, change->db,
	        &(struct unit_change_edge_drop_in){ .change = { change->id },
	                .what = str_of(what),
	                .first = range.first,
	                .last = range.last,
	                .day = change->day },
	        err));
	return unit_change_edge_end(change->arena, change->db,
	        &(struct unit_change_edge_end_in){ .change = { change->id },
	                .what = str_of(what),
	                .first = range.first,
	                .last = range.last,
	                .day = change->day },
	        err);
}

enum status unit_change_moves(struct unit_change *change, struct unit_range range, struct err *err)
{
	TRY(check_moves(change, range, err));
	TRY(unit_change_leave(change, "move", range, err));
	TRY(unit_change_edge_open(change->arena, change->db,
	        &(struct unit_change_edge_open_in){ .change = { change->id },
	                .first = range.first,
	                .last = range.last,
	                .day = change->day,
	                .decision = change->number,
	                .at = change->now },
	        err));
	return unit_change_closure(change, "move", range, false, err);
}

enum status unit_change_move(struct unit_change *change, int64_t unit, int64_t target, struct err *err)
{
	TRY(unit_change_from(change, "move", unit, ++change->ord, target, err));
	return unit_change_moves(change, (struct unit_range){ unit, unit }, err);
}

enum status unit_change_new(struct unit_change *change, const struct unit_new *new, int64_t *ret_id, struct err *err)
{
	struct unit_new unit = *new;
	struct unit parent;
	TRY(unit_alive(change->arena, change->db, unit.parent, &parent, err));
	if (str_compare(parent.since, change->day) > 0)
		return unit_refuse_day(change->arena, err, "unit.target_early", "day", parent.name, parent.since);
	unit.since = change->day;
	unit.decision = change->number;
	unit.code = STR_NONE;
	TRY(unit_create(change->arena, change->db, &unit, change->now, ret_id, err));
	return unit_change_note(change, "new", *ret_id, 0, 0, STR_NONE, STR_NONE, err);
}

enum status unit_change_code(struct unit_change *change, int64_t unit, struct str code, struct err *err)
{
	struct unit_by_code_row row;
	bool found;
	if (!code.len)
		return OK;
	TRY(unit_by_code(change->arena, change->db, &(struct unit_by_code_in){ .code = code }, &row, &found, err));
	if (found) {
		enum status status = err_set(err, INVALID, "unit.code_taken", "code");
		err_arg(err, "code", code);
		return status;
	}
	return unit_code_add(change->arena, change->db,
	        &(struct unit_code_add_in){ .unit = { unit }, .since = change->day, .code = code, .at = change->now },
	        err);
}

enum status unit_change_heir(struct unit_change *change, int64_t unit, int64_t heir, struct err *err)
{
	TRY(unit_heir_add(change->arena, change->db,
	        &(struct unit_heir_add_in){ .unit = { unit },
	                .heir = { heir },
	                .day = change->day,
	                .decision = change->number,
	                .at = change->now },
	        err));
	return unit_change_note(change, "heir", unit, heir, heir, STR_NONE, STR_NONE, err);
}

/* What ends with a unit besides its place: code, roles. */
static enum status end_rest(struct unit_change *change, int64_t unit, struct err *err)
{
	struct unit_code_open_row code;
	struct unit_id id = { unit };
	bool found;
	TRY(unit_code_open(change->arena, change->db, &(struct unit_code_open_in){ .unit = id }, &code, &found, err));
	if (found)
		TRY(unit_change_note(change, "code", unit, 0, 0, code.since, code.code, err));
	TRY(unit_code_drop(
	        change->arena, change->db, &(struct unit_code_drop_in){ .unit = id, .day = change->day }, err));
	TRY(unit_code_end(
	        change->arena, change->db, &(struct unit_code_end_in){ .unit = id, .day = change->day }, err));
	return unit_roles_end(
	        change->arena, change->db, &(struct unit_roles_end_in){ .unit = id, .day = change->day }, err);
}

enum status unit_change_close(struct unit_change *change, int64_t id, const struct unit *heir, struct err *err)
{
	struct unit unit;
	struct unit_alive_below_row below;
	struct unit_change_parts_rows rows;
	struct unit_range one = { id, id };
	TRY(unit_alive(change->arena, change->db, id, &unit, err));
	if (str_compare(unit.since, change->day) >= 0)
		return unit_refuse_day(change->arena, err, "unit.close_early", "day", unit.name, unit.since);
	TRY(unit_alive_below(change->arena, change->db, &(struct unit_alive_below_in){ .unit = { id } }, &below, err));
	if (below.n) {
		enum status status = unit_refuse(err, "unit.close_below", NULL, unit.name);
		err_arg_int(err, "n", below.n);
		return status;
	}
	if (str_compare(below.last, change->day) > 0)
		return unit_refuse_day(change->arena, err, "unit.close_late", "day", unit.name, below.last);
	TRY(unit_roles_keep(change->arena, change->db,
	        &(struct unit_roles_keep_in){ .change = { change->id }, .unit = { id } }, err));
	if (str_is(unit.kind, "chi_bo"))
		TRY(unit_change_cell(change, &unit, heir, err));
	TRY(unit_change_from(change, "close", id, 0, heir ? heir->id : 0, err));
	TRY(unit_change_kept(change, "close", one, &rows, err));
	if (rows.count && str_compare(rows.at[0].since, change->day) > 0)
		return unit_refuse_day(change->arena, err, "unit.change_early", "day", unit.name, rows.at[0].since);
	TRY(end_rest(change, id, err));
	TRY(unit_change_leave(change, "close", one, err));
	TRY(unit_change_closure(change, "close", one, false, err));
	TRY(unit_close_set(
	        change->arena, change->db, &(struct unit_close_set_in){ .unit = { id }, .until = change->day }, err));
	return heir ? unit_change_heir(change, id, heir->id, err) : OK;
}
