/* The forms of changes of the tree, and the history of a unit with the correction of a wrong decision. */
#include "feature/unit/unit_web.h"

#include "base/text.h"
#include "feature/person/person.h"
#include "gen/unit_page.h"
#include "gen/unit_sql.h"

enum { TARGETS_MOST = 200, PARTS_MOST = 5, LINES_MOST = 60, CHANGES_MOST = 50 };

static enum status need_committee(const struct unit *unit, struct err *err)
{
	return str_is(unit->kind, "chi_bo") ? err_set(err, CONFLICT, "unit.parent_kind", NULL) : OK;
}

/* What may become the superior: of a higher kind than the lowest that stands right below. */
static enum status show_targets(struct request *request, struct unit_move_page_view *view, int level, struct err *err)
{
	struct unit_targets_rows rows;
	struct unit home;
	TRY(unit_home_load(request, &home, err));
	TRY(unit_find_targets(request, &home, level, view->q, TARGETS_MOST, &rows, &view->more, err));
	view->targets.count = rows.count > TARGETS_MOST ? TARGETS_MOST : rows.count;
	view->targets.at = arena_array(request->arena, struct unit_move_page_targets, rows.count + 1);
	for (size_t i = 0; i < view->targets.count; i++)
		view->targets.at[i] =
		        (struct unit_move_page_targets){ rows.at[i].id, rows.at[i].name, rows.at[i].parent_name };
	return OK;
}

enum status unit_show_move(struct request *request, void *to, struct err *err)
{
	struct unit_move_page_view *view = to;
	const struct unit *unit = request_unit(request, "unit");
	struct unit_children_rows rows;
	struct unit_levels levels;
	int level = 0;
	TRY(need_committee(unit, err));
	TRY(unit_levels(request->arena, request->db, &levels, err));
	TRY(unit_list_below(request, unit, &rows, err));
	*view = (struct unit_move_page_view){ .unit = { unit->id },
		.name = unit->name,
		.today = request->today,
		.q = request_query(request, "q"),
		.pick = { request_query_int(request, "pick", 0) } };
	view->children.at = arena_array(request->arena, struct unit_move_page_children, rows.count + 1);
	for (size_t i = 0; i < rows.count; i++) {
		bool on = rows.at[i].id.n == view->pick.n;
		int order = unit_kind_order(rows.at[i].kind);
		level = on || (order > level && !view->pick.n) ? order : level;
		view->children.at[view->children.count++] = (struct unit_move_page_children){ rows.at[i].id,
			rows.at[i].name, unit_level_name(&levels, rows.at[i].kind, request->today), on };
	}
	return show_targets(request, view, level, err);
}

enum status unit_show_merge(struct request *request, void *to, struct err *err)
{
	struct unit_merge_page_view *view = to;
	const struct unit *unit = request_unit(request, "unit");
	struct unit_children_rows rows;
	struct unit_levels levels;
	TRY(need_committee(unit, err));
	TRY(unit_levels(request->arena, request->db, &levels, err));
	TRY(unit_list_below(request, unit, &rows, err));
	*view = (struct unit_merge_page_view){ .unit = { unit->id }, .name = unit->name, .today = request->today };
	view->children.at = arena_array(request->arena, struct unit_merge_page_children, rows.count + 1);
	for (size_t i = 0; i < rows.count; i++) {
		view->cells |= str_is(rows.at[i].kind, "chi_bo");
		view->children.at[view->children.count++] = (struct unit_merge_page_children){ rows.at[i].id,
			rows.at[i].name, unit_level_name(&levels, rows.at[i].kind, request->today), false };
	}
	return OK;
}

static enum status show_people(
        struct request *request, const struct unit *unit, struct unit_split_page_view *view, struct err *err)
{
	struct members members;
	TRY(person_members(request->arena, request->db, unit->id, unit->shard, request->today, &members, err));
	view->shares.at = arena_array(request->arena, struct unit_split_page_shares, members.count + 1);
	for (size_t i = 0; i < members.count; i++)
		view->shares.at[view->shares.count++] = (struct unit_split_page_shares){ members.at[i].person,
			members.at[i].name, members.at[i].label };
	return OK;
}

enum status unit_show_split(struct request *request, void *to, struct err *err)
{
	struct unit_split_page_view *view = to;
	const struct unit *unit = request_unit(request, "unit");
	struct unit_children_rows rows;
	int64_t parts = request_query_int(request, "parts", 1);
	TRY(unit_check_own(request, unit, err));
	parts = parts < 1 ? 1 : parts > PARTS_MOST ? PARTS_MOST : parts;
	/* The form again, with as many as it had. */
	for (int64_t n = parts + 1; n <= PARTS_MOST && request->failed; n++)
		if (http_form(request->http, str_format(request->arena, "name-%lld", (long long)n).ptr).ptr)
			parts = n;
	*view = (struct unit_split_page_view){ .unit = { unit->id },
		.name = unit->name,
		.cell = str_is(unit->kind, "chi_bo"),
		.today = request->today,
		.more = parts < PARTS_MOST ? parts + 1 : 0 };
	view->parts.at = arena_array(request->arena, struct unit_split_page_parts, PARTS_MOST);
	while ((int64_t)view->parts.count < parts) {
		view->parts.at[view->parts.count].ord = (int64_t)view->parts.count + 1;
		view->parts.count++;
	}
	if (view->cell)
		return show_people(request, unit, view, err);
	TRY(unit_list_below(request, unit, &rows, err));
	view->shares.at = arena_array(request->arena, struct unit_split_page_shares, rows.count + 1);
	for (size_t i = 0; i < rows.count; i++)
		view->shares.at[view->shares.count++] =
		        (struct unit_split_page_shares){ rows.at[i].id.n, rows.at[i].name, STR_NONE };
	return OK;
}

enum status unit_show_close(struct request *request, void *to, struct err *err)
{
	struct unit_close_page_view *view = to;
	const struct unit *unit = request_unit(request, "unit");
	struct unit_alive_below_row below;
	struct unit_cell_use_row use = { 0 };
	TRY(unit_check_own(request, unit, err));
	TRY(unit_alive_below(
	        request->arena, request->db, &(struct unit_alive_below_in){ .unit = { unit->id } }, &below, err));
	if (str_is(unit->kind, "chi_bo"))
		TRY(unit_cell_use(request->arena, request->db,
		        &(struct unit_cell_use_in){ .cell = { unit->id }, .shard = unit->shard }, &use, err));
	*view = (struct unit_close_page_view){ .unit = { unit->id },
		.name = unit->name,
		.today = request->today,
		.members = use.members,
		.below = below.n,
		.open = use.open,
		.planned = use.planned };
	return OK;
}

static enum status show_changes(
        struct request *request, const struct unit *unit, struct unit_history_page_view *view, struct err *err)
{
	struct unit_changes_rows rows;
	struct unit_closed_below_rows closed;
	TRY(unit_changes(request->arena, request->db,
	        &(struct unit_changes_in){ .unit = { unit->id }, .most = CHANGES_MOST }, &rows, err));
	view->changes.at = arena_array(request->arena, struct unit_history_page_changes, rows.count + 1);
	for (size_t i = 0; i < rows.count; i++)
		view->changes.at[view->changes.count++] = (struct unit_history_page_changes){ .id = rows.at[i].id,
			.kind = rows.at[i].kind,
			.day = rows.at[i].day,
			.decision = rows.at[i].decision,
			.at = rows.at[i].at,
			.who = rows.at[i].who,
			.undone = rows.at[i].undone,
			.undone_decision = rows.at[i].undone_decision };
	TRY(unit_closed_below(
	        request->arena, request->db, &(struct unit_closed_below_in){ .unit = { unit->id } }, &closed, err));
	view->closed.at = arena_array(request->arena, struct unit_history_page_closed, closed.count + 1);
	for (size_t i = 0; i < closed.count; i++)
		view->closed.at[view->closed.count++] =
		        (struct unit_history_page_closed){ closed.at[i].id, closed.at[i].name, closed.at[i].until };
	return OK;
}

enum status unit_show_history(struct request *request, void *to, struct err *err)
{
	struct unit_history_page_view *view = to;
	const struct unit *unit = request_unit(request, "unit");
	struct unit_history_rows rows;
	*view = (struct unit_history_page_view){ .unit = { unit->id },
		.name = unit->name,
		.kind = unit->kind,
		.cell = str_is(unit->kind, "chi_bo"),
		.manage = request_can(request, unit_manage.name),
		.parent = { unit->parent },
		.levels = !unit->parent && request_can(request, "unit.levels"),
		.until = unit->until };
	if (unit->parent)
		TRY(request_can_at(request, &unit_manage, unit->parent, &view->own, err));
	TRY(unit_history(request->arena, request->db, &(struct unit_history_in){ .unit = { unit->id } }, &rows, err));
	view->events.at = arena_array(request->arena, struct unit_history_page_events, rows.count + 1);
	for (size_t i = 0; i < rows.count; i++)
		view->events.at[view->events.count++] = (struct unit_history_page_events){ rows.at[i].day,
			rows.at[i].what, rows.at[i].name, rows.at[i].number };
	return show_changes(request, unit, view, err);
}

enum status unit_load_change(struct request *request, int64_t id, struct object *object, struct err *err)
{
	struct unit_change_row_row *row = arena_new(request->arena, struct unit_change_row_row);
	struct unit_change_about_row about;
	const struct unit *unit = request_unit(request, "unit");
	bool found;
	TRY(unit_change_about(request->arena, request->db,
	        &(struct unit_change_about_in){ .change = { id }, .unit = { unit->id } }, &about, &found, err));
	if (found)
		TRY(unit_change_row(
		        request->arena, request->db, &(struct unit_change_row_in){ .id = { id } }, row, &found, err));
	if (!found)
		return err_set(err, NOT_FOUND, "unit.not_found", NULL);
	object->row = row;
	object->unit = unit->id;
	object->shard = unit->shard;
	return OK;
}

/* Who may take a decision back: somebody above all that it touched. */
static enum status may_undo(
        struct request *request, const struct unit_change_row_row *change, bool *ret_can, struct err *err)
{
	static const char *const kinds[] = { "move", "close" };
	struct unit_change_parts_rows rows;
	int64_t last = change->unit.n;
	TRY(request_can_at(request, &unit_manage, last, ret_can, err));
	for (size_t k = 0; k < LENGTH(kinds) && *ret_can; k++) {
		TRY(unit_change_parts(request->arena, request->db,
		        &(struct unit_change_parts_in){
		                .change = { change->id }, .what = str_of(kinds[k]), .last = INT64_MAX },
		        &rows, err));
		for (size_t i = 0; i < rows.count && *ret_can; i++) {
			if (rows.at[i].target.n && rows.at[i].target.n != last)
				TRY(request_can_at(request, &unit_manage, rows.at[i].target.n, ret_can, err));
			last = rows.at[i].target.n;
		}
	}
	return OK;
}

static enum status add_lines(struct request *request, struct unit_decision_page_view *view, const char *what,
        const char *fate, struct err *err)
{
	struct unit_change_parts_rows rows;
	struct unit from = { 0 }, other = { 0 };
	TRY(unit_change_parts(request->arena, request->db,
	        &(struct unit_change_parts_in){ .change = view->change, .what = str_of(what), .last = INT64_MAX },
	        &rows, err));
	for (size_t i = 0; i < rows.count; i++) {
		if (view->lines.count == LINES_MOST) {
			view->rest++;
			continue;
		}
		if (rows.at[i].target.n && rows.at[i].target.n != other.id)
			TRY(unit_load(request->arena, request->db, rows.at[i].target.n, &other, err));
		if (rows.at[i].other.n && rows.at[i].other.n != from.id)
			TRY(unit_load(request->arena, request->db, rows.at[i].other.n, &from, err));
		view->lines.at[view->lines.count++] = (struct unit_decision_page_lines){ .name = rows.at[i].name,
			.fate = str_of(fate),
			.from = str_is(str_of(what), "move") ? from.name : STR_NONE,
			.other = rows.at[i].target.n ? other.name : STR_NONE };
	}
	return OK;
}

enum status unit_show_decision(struct request *request, void *to, struct err *err)
{
	struct unit_decision_page_view *view = to;
	const struct unit *unit = request_unit(request, "unit");
	const struct unit_change_row_row *change = request_object(request, "change")->row;
	struct unit_change_parts_rows members;
	*view = (struct unit_decision_page_view){ .unit = { unit->id },
		.name = unit->name,
		.change = { change->id },
		.kind = change->kind,
		.day = change->day,
		.number = change->decision,
		.at = change->at,
		.undone = change->undone_at,
		.undone_decision = change->undone_decision,
		.pin_fresh = request->pin_fresh };
	view->lines.at = arena_array(request->arena, struct unit_decision_page_lines, LINES_MOST);
	TRY(add_lines(request, view, "close", "closed", err));
	TRY(add_lines(request, view, "new", "new", err));
	TRY(add_lines(request, view, "move", "moved", err));
	TRY(unit_change_parts(request->arena, request->db,
	        &(struct unit_change_parts_in){ .change = view->change, .what = STR("member"), .last = INT64_MAX },
	        &members, err));
	view->moved = (int64_t)members.count;
	return may_undo(request, change, &view->own, err);
}

enum status unit_do_undo(struct request *request, void *view, struct err *err)
{
	const struct unit *unit = request_unit(request, "unit");
	const struct unit_change_row_row *change = request_object(request, "change")->row;
	bool can;
	(void)view;
	TRY(may_undo(request, change, &can, err));
	if (!can)
		return err_set(err, DENIED, "unit.not_own", NULL);
	TRY(unit_undo(request->arena, request->db, change->id, request_text(request, "number"), request->account.n,
	        request->now, err));
	request_flash(request, N_("Đã đính chính."));
	request_go(request, "/units/%lld/history", (long long)unit->id);
	return OK;
}

enum status unit_show_levels(struct request *request, void *to, struct err *err)
{
	struct unit_levels_page_view *view = to;
	const struct unit *unit = request_unit(request, "unit");
	struct unit_levels levels;
	if (unit->parent)
		return err_set(err, DENIED, "unit.not_root", NULL);
	TRY(unit_levels(request->arena, request->db, &levels, err));
	*view = (struct unit_levels_page_view){ .unit = { unit->id }, .name = unit->name, .today = request->today };
	view->kinds.at = arena_array(request->arena, struct unit_levels_page_kinds, levels.count + 1);
	for (int i = 0; unit_kinds[i]; i++)
		view->kinds.at[view->kinds.count++] = (struct unit_levels_page_kinds){ str_of(unit_kinds[i]),
			unit_level_name(&levels, str_of(unit_kinds[i]), request->today) };
	view->levels.at = arena_array(request->arena, struct unit_levels_page_levels, levels.count + 1);
	for (size_t i = levels.count; i-- > 0;)
		view->levels.at[view->levels.count++] = (struct unit_levels_page_levels){ .since = levels.at[i].since,
			.kind = levels.at[i].kind,
			.name = levels.at[i].name,
			.short_name = levels.at[i].short_name,
			.document = levels.at[i].document,
			.sure = levels.at[i].sure };
	return OK;
}

enum status unit_do_levels(struct request *request, void *view, struct err *err)
{
	const struct unit *unit = request_unit(request, "unit");
	(void)view;
	if (unit->parent)
		return err_set(err, DENIED, "unit.not_root", NULL);
	TRY(unit_level_put(request->arena, request->db,
	        &(struct unit_level_put_in){ .kind = request_text(request, "kind"),
	                .since = request_day(request, "since"),
	                .name = text_line(request->arena, request_text(request, "name")),
	                .short_name = text_line(request->arena, request_text(request, "short_name")),
	                .document = request_text(request, "document"),
	                .account = request->account,
	                .at = request->now },
	        err));
	request_flash(request, N_("Đã thêm tên gọi."));
	request_go(request, "/units/%lld/levels", (long long)unit->id);
	return OK;
}
