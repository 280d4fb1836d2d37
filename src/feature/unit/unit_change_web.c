/* Changes of the tree on screen: the form, what it would touch (done and taken back in the same breath), and the deed.
 */
#include "feature/unit/unit_web.h"

#include "base/text.h"
#include "base/time.h"
#include "gen/unit_page.h"
#include "gen/unit_sql.h"

#include <stdio.h>

enum { PARTS_MOST = 5, LINES_MOST = 60 };

static struct unit_decision decision_of(const struct request *request, int64_t unit)
{
	return (struct unit_decision){ .day = request_day(request, "day"),
		.number = request_text(request, "number"),
		.account = request->account.n,
		.unit = unit };
}

enum status unit_check_own(struct request *request, const struct unit *unit, struct err *err)
{
	bool can = false;
	struct unit alive;
	TRY(unit_alive(request->arena, request->db, unit->id, &alive, err));
	if (unit->parent)
		TRY(request_can_at(request, &unit_manage, unit->parent, &can, err));
	return can ? OK : err_set(err, DENIED, "unit.not_own", NULL);
}

/* What was ticked, all of it right below the unit. */
static enum status picked(struct request *request, const struct unit *unit, struct unit_list *ret_list, struct err *err)
{
	int64_t *ids = arena_array(request->arena, int64_t, request->http->form_count + 1);
	struct str rest, value;
	*ret_list = (struct unit_list){ ids, 0 };
	for (size_t at = 0; request_each(request, "pick-", &at, &rest, &value);) {
		struct unit child;
		int64_t id;
		if (!value.len || !str_int(rest, &id))
			continue;
		TRY(unit_load(request->arena, request->db, id, &child, err));
		if (child.parent != unit->id)
			return unit_refuse(err, "unit.not_child", "pick", child.name);
		ids[ret_list->count++] = id;
	}
	return ret_list->count ? OK : err_set(err, INVALID, "unit.change_none", "pick");
}

static enum status run_move(struct request *request, struct unit_list *ret_units, int64_t *ret_change, struct err *err)
{
	const struct unit *unit = request_unit(request, "unit");
	struct unit_decision decision = decision_of(request, unit->id);
	int64_t target = request_int(request, "target");
	struct unit there;
	bool can;
	TRY(picked(request, unit, ret_units, err));
	TRY(unit_load(request->arena, request->db, target, &there, err));
	TRY(request_can_at(request, &unit_manage, target, &can, err));
	if (!can)
		return unit_refuse(err, "unit.target_scope", "target", there.name);
	return unit_move(request->arena, request->db, *ret_units, target, &decision, request->now, ret_change, err);
}

static enum status run_merge(struct request *request, struct unit_list *ret_units, int64_t *ret_change, struct err *err)
{
	const struct unit *unit = request_unit(request, "unit");
	struct unit_decision decision = decision_of(request, unit->id);
	struct str how = request_text(request, "how");
	struct unit into, first;
	struct unit_new new = { .cell_type = request_text(request, "cell_type"),
		.name = request_text(request, "name"),
		.short_name = request_text(request, "short_name"),
		.code = request_text(request, "code"),
		.parent = unit->id };
	TRY(picked(request, unit, ret_units, err));
	if (str_is(how, "up"))
		return unit_dissolve(
		        request->arena, request->db, *ret_units, unit->id, &decision, request->now, ret_change, err);
	if (str_is(how, "new")) {
		TRY(unit_load(request->arena, request->db, ret_units->at[0], &first, err));
		new.kind = first.kind;
		return unit_merge(
		        request->arena, request->db, *ret_units, 0, &new, &decision, request->now, ret_change, err);
	}
	if (!request_int(request, "into"))
		return err_set(err, INVALID, "unit.into_missing", "into");
	TRY(unit_load(request->arena, request->db, request_int(request, "into"), &into, err));
	if (into.parent != unit->id)
		return unit_refuse(err, "unit.not_child", "into", into.name);
	return unit_merge(
	        request->arena, request->db, *ret_units, into.id, NULL, &decision, request->now, ret_change, err);
}

static enum status shares_of(
        struct request *request, const struct unit *unit, struct unit_split *split, struct err *err)
{
	struct unit_share *shares = arena_array(request->arena, struct unit_share, request->http->form_count + 1);
	struct str rest, value;
	split->shares = shares;
	for (size_t at = 0; request_each(request, "share-", &at, &rest, &value);) {
		struct unit child;
		int64_t id, part;
		if (!str_int(rest, &id) || !str_int(value, &part) || part < 1 || part > (int64_t)split->part_count)
			continue;
		if (!str_is(unit->kind, "chi_bo")) {
			TRY(unit_load(request->arena, request->db, id, &child, err));
			if (child.parent != unit->id)
				return unit_refuse(err, "unit.not_child", "share", child.name);
		}
		shares[split->share_count++] = (struct unit_share){ id, (size_t)part - 1 };
	}
	return OK;
}

static enum status run_split(struct request *request, struct unit_list *ret_units, int64_t *ret_change, struct err *err)
{
	const struct unit *unit = request_unit(request, "unit");
	struct unit_decision decision = decision_of(request, unit->parent);
	struct unit_new parts[PARTS_MOST] = { 0 };
	struct unit_split split = { .unit = unit->id, .parts = parts };
	char field[32];
	*ret_units = (struct unit_list){ &unit->id, 1 };
	TRY(unit_check_own(request, unit, err));
	for (int i = 1; i <= PARTS_MOST; i++) {
		snprintf(field, sizeof(field), "name-%d", i);
		struct str name = request_text(request, field);
		if (!name.ptr)
			break;
		if (!text_line(request->arena, name).len)
			return err_set(err, INVALID, "unit.name_missing", field);
		struct unit_new *part = &parts[split.part_count++];
		part->name = name;
		snprintf(field, sizeof(field), "short-%d", i);
		part->short_name = request_text(request, field);
		snprintf(field, sizeof(field), "code-%d", i);
		part->code = request_text(request, field);
	}
	TRY(shares_of(request, unit, &split, err));
	return unit_split(request->arena, request->db, &split, &decision, request->now, ret_change, err);
}

static enum status run_close(struct request *request, struct unit_list *ret_units, int64_t *ret_change, struct err *err)
{
	const struct unit *unit = request_unit(request, "unit");
	struct unit_decision decision = decision_of(request, unit->parent);
	*ret_units = (struct unit_list){ &unit->id, 1 };
	TRY(unit_check_own(request, unit, err));
	return unit_close(request->arena, request->db, unit->id, &decision, request->now, ret_change, err);
}

typedef enum status run_change(
        struct request *request, struct unit_list *ret_units, int64_t *ret_change, struct err *err);

/* Done; the chains of the units that it changed say so too. */
static enum status deed(struct request *request, run_change *run, const char *act, struct err *err)
{
	static const char *const kinds[] = { "move", "close", "new" };
	const struct unit *unit = request_unit(request, "unit");
	struct unit_list units;
	struct unit_change_parts_rows rows;
	int64_t change;
	TRY(run(request, &units, &change, err));
	for (size_t k = 0; k < LENGTH(kinds); k++) {
		TRY(unit_change_parts(request->arena, request->db,
		        &(struct unit_change_parts_in){
		                .change = { change }, .what = str_of(kinds[k]), .last = INT64_MAX },
		        &rows, err));
		for (size_t i = 0; i < rows.count; i++)
			if (rows.at[i].unit.n != unit->id)
				TRY(request_audit(request, act, rows.at[i].unit.n, (int)rows.at[i].shard, change, err));
	}
	request_flash(request, N_("Đã ghi vào sổ."));
	request_go(request, "/units/%lld/history/%lld", (long long)unit->id, (long long)change);
	return OK;
}

enum status unit_do_move(struct request *request, void *view, struct err *err)
{
	(void)view;
	return deed(request, run_move, "unit.move", err);
}

enum status unit_do_merge(struct request *request, void *view, struct err *err)
{
	(void)view;
	return deed(request, run_merge, "unit.merge", err);
}

enum status unit_do_split(struct request *request, void *view, struct err *err)
{
	(void)view;
	return deed(request, run_split, "unit.split", err);
}

enum status unit_do_close(struct request *request, void *view, struct err *err)
{
	(void)view;
	return deed(request, run_close, "unit.close", err);
}

static enum status add_lines(struct request *request, struct unit_preview_page_view *view, int64_t change,
        const char *what, const char *fate, struct err *err)
{
	struct unit_change_parts_rows rows;
	struct unit other = { 0 };
	TRY(unit_change_parts(request->arena, request->db,
	        &(struct unit_change_parts_in){ .change = { change }, .what = str_of(what), .last = INT64_MAX }, &rows,
	        err));
	for (size_t i = 0; i < rows.count; i++) {
		if (view->lines.count == LINES_MOST) {
			view->rest++;
			continue;
		}
		if (rows.at[i].target.n && rows.at[i].target.n != other.id)
			TRY(unit_load(request->arena, request->db, rows.at[i].target.n, &other, err));
		view->lines.at[view->lines.count++] = (struct unit_preview_page_lines){ .id = rows.at[i].unit,
			.name = rows.at[i].name,
			.fate = str_of(fate),
			.other = rows.at[i].target.n ? other.name : STR_NONE };
	}
	return OK;
}

/* How much there is, before the change. */
static enum status count_touched(
        struct request *request, struct unit_preview_page_view *view, struct unit_list units, struct err *err)
{
	struct unit_touch_row row;
	for (size_t i = 0; i < view->lines.count; i++) {
		if (str_is(view->lines.at[i].fate, "new"))
			continue;
		TRY(unit_touch(request->arena, request->db, &(struct unit_touch_in){ .unit = view->lines.at[i].id },
		        &row, err));
		view->lines.at[i].cells = row.cells;
		view->lines.at[i].members = row.members;
	}
	for (size_t i = 0; i < units.count; i++) {
		TRY(unit_touch(
		        request->arena, request->db, &(struct unit_touch_in){ .unit = { units.at[i] } }, &row, err));
		view->units += row.units;
		view->cells += row.cells;
		view->members += row.members;
		view->open += row.open;
		view->planned += row.planned;
		view->waiting += row.waiting;
		view->roles += row.roles;
	}
	return OK;
}

static void keep_fields(const struct request *request, struct unit_preview_page_view *view)
{
	struct str name, value;
	view->fields.at = arena_array(request->arena, struct unit_preview_page_fields, request->http->form_count + 1);
	for (size_t at = 0; request_each(request, "", &at, &name, &value);)
		if (!str_is(name, "op") && !str_is(name, "pin"))
			view->fields.at[view->fields.count++] = (struct unit_preview_page_fields){ name, value };
}

/* Does it, notes what it did, and takes it back: what can't be done is refused here already. */
static enum status preview(
        struct request *request, struct unit_preview_page_view *view, run_change *run, const char *act, struct err *err)
{
	const struct unit *unit = request_unit(request, "unit");
	struct unit_list units = { 0 };
	struct unit_change_row_row row;
	struct unit_change_parts_rows members;
	int64_t change = 0;
	bool found;
	view->lines.at = arena_array(request->arena, struct unit_preview_page_lines, LINES_MOST);
	TRY(db_savepoint(request->db, err));
	TRY(run(request, &units, &change, err));
	TRY(unit_change_row(
	        request->arena, request->db, &(struct unit_change_row_in){ .id = { change } }, &row, &found, err));
	TRY(add_lines(request, view, change, "close", "closed", err));
	TRY(add_lines(request, view, change, "new", "new", err));
	TRY(add_lines(request, view, change, "move", "moved", err));
	TRY(unit_change_parts(request->arena, request->db,
	        &(struct unit_change_parts_in){ .change = { change }, .what = STR("member"), .last = INT64_MAX },
	        &members, err));
	TRY(db_rollback_to(request->db, err));
	TRY(count_touched(request, view, units, err));
	view->unit.n = unit->id;
	view->name = unit->name;
	view->act = str_of(act);
	view->kind = row.kind;
	view->day = row.day;
	view->number = row.decision;
	view->month = month_of_day(row.day);
	if (!str_ends(row.day, STR("-01")))
		view->month = month_add((int)view->month, 1);
	view->moved = (int64_t)members.count;
	view->pin_fresh = request->pin_fresh;
	keep_fields(request, view);
	return OK;
}

enum status unit_preview_move(struct request *request, void *view, struct err *err)
{
	return preview(request, view, run_move, "move", err);
}

enum status unit_preview_merge(struct request *request, void *view, struct err *err)
{
	return preview(request, view, run_merge, "merge", err);
}

enum status unit_preview_split(struct request *request, void *view, struct err *err)
{
	return preview(request, view, run_split, "split", err);
}

enum status unit_preview_close(struct request *request, void *view, struct err *err)
{
	return preview(request, view, run_close, "close", err);
}
