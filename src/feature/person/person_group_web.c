/* The pages of the groups (tổ đảng) of a cell: the list, one group with its leader and members. */
#include "feature/person/person_private.h"

#include "base/id.h"
#include "base/time.h"
#include "feature/unit/unit.h"
#include "gen/person_page.h"
#include "gen/person_sql.h"

const struct field person_group_add_form[] = {
	{ "name", FIELD_LINE, true, .max = 80, .label = N_("Tên tổ đảng") },
	{ 0 },
};
const struct field person_group_form[] = {
	{ "name", FIELD_LINE, true, .max = 80, .label = N_("Tên tổ đảng") },
	{ "since", FIELD_DAY, true, .label = N_("Từ ngày") },
	{ "leader", FIELD_ID, .label = N_("Tổ trưởng") },
	{ "in-*", FIELD_FLAG },
	{ 0 },
};
const struct field person_group_close_form[] = {
	{ "day", FIELD_DAY, true, .label = N_("Thôi từ ngày") },
	{ 0 },
};

enum status person_load_group(struct request *request, int64_t id, struct object *object, struct err *err)
{
	struct person_group_row_row *row = arena_new(request->arena, struct person_group_row_row);
	const struct unit *cell = request_unit(request, "cell");
	bool found;
	TRY(person_group_row(request->arena, request->db,
	        &(struct person_group_row_in){ .id = { id }, .shard = cell->shard }, row, &found, err));
	if (!found || row->cell.n != cell->id || !str_is(row->until, FOR_GOOD))
		return err_set(err, NOT_FOUND, "person.no_group", NULL);
	*object = (struct object){ .id = id, .shard = cell->shard, .unit = cell->id, .row = row };
	return OK;
}

static enum status load_people(struct request *request, struct person_group_people_rows *ret_rows, struct err *err)
{
	const struct unit *cell = request_unit(request, "cell");
	return person_group_people(request->arena, request->db,
	        &(struct person_group_people_in){ .cell = { cell->id }, .shard = cell->shard }, ret_rows, err);
}

enum status person_show_groups(struct request *request, void *to, struct err *err)
{
	struct person_groups_view *view = to;
	const struct unit *cell = request_unit(request, "cell");
	struct person_groups groups;
	struct person_group_people_rows people;
	TRY(person_groups(request->arena, request->db, cell->id, cell->shard, &groups, err));
	TRY(load_people(request, &people, err));
	view->cell.n = cell->id;
	view->cell_name = cell->name;
	view->leader = request_can(request, member_edit.name);
	view->suggest = str_format(request->arena, "Tổ đảng số %zu", groups.count + 1);
	view->groups.at = arena_array(request->arena, struct person_groups_groups, groups.count + 1);
	view->groups.count = groups.count;
	for (size_t i = 0; i < groups.count; i++)
		view->groups.at[i] = (struct person_groups_groups){ .id = { groups.at[i].id },
			.name = groups.at[i].name,
			.leader = groups.at[i].leader_name,
			.members = groups.at[i].members };
	for (size_t i = 0; i < people.count; i++) {
		bool counts = !str_is(people.at[i].kind, "temporary_here");
		view->members += counts;
		view->without += groups.count && counts && !people.at[i].row.set;
	}
	view->few = view->members < PERSON_GROUPS_FROM;
	request->shell.head = cell->name;
	request->shell.sub = cell->parent_name;
	return OK;
}

enum status person_make_group(struct request *request, void *view, struct err *err)
{
	const struct unit *cell = request_unit(request, "cell");
	struct group_id id = { id_new(cell->shard) };
	struct person_group_change change = {
		.group = id.n, .name = str_trim(request_text(request, "name")), .since = request->today
	};
	(void)view;
	if (!change.name.len)
		return err_set(err, INVALID, "person.group_name", "name");
	TRY(person_group_add(request->arena, request->db,
	        &(struct person_group_add_in){ .id = id,
	                .shard = cell->shard,
	                .cell = { cell->id },
	                .name = change.name,
	                .since = request->today,
	                .at = request->now },
	        err));
	TRY(person_group_write(request->arena, request->db, cell->id, cell->shard, &change, request->now, err));
	request_flash(request, N_("Đã lập tổ đảng. Chọn tổ trưởng và các đảng viên của tổ."));
	request_go(request, "/cells/%lld/groups/%lld", (long long)cell->id, (long long)id.n);
	return OK;
}

enum status person_show_group(struct request *request, void *to, struct err *err)
{
	struct person_group_page_view *view = to;
	const struct unit *cell = request_unit(request, "cell");
	const struct object *object = request_object(request, "group");
	const struct person_group_row_row *group = object->row;
	struct person_group_people_rows people;
	TRY(load_people(request, &people, err));
	view->cell.n = cell->id;
	view->id.n = object->id;
	view->name = group->name;
	view->since = group->since;
	view->today = request->today;
	view->people.at = arena_array(request->arena, struct person_group_page_people, people.count + 1);
	view->people.count = people.count;
	for (size_t i = 0; i < people.count; i++) {
		const struct person_group_people_row *row = &people.at[i];
		bool in = row->row.set && row->cell_group.n == object->id;
		view->people.at[i] = (struct person_group_page_people){ .person = row->person,
			.name = row->name,
			.label = row->label,
			.in = in,
			.leads = in && row->leads,
			.other = in ? STR_NONE : row->group_name };
	}
	request->shell.head = cell->name;
	request->shell.sub = cell->parent_name;
	return OK;
}

enum status person_save_group(struct request *request, void *view, struct err *err)
{
	const struct unit *cell = request_unit(request, "cell");
	struct person_group_people_rows people;
	struct str rest, value;
	size_t at = 0;
	(void)view;
	TRY(load_people(request, &people, err));
	int64_t *person = arena_array(request->arena, int64_t, people.count + 1), id;
	struct person_group_change change = { .group = OBJECT_ID(request, "group"),
		.leader = request_int(request, "leader"),
		.name = str_trim(request_text(request, "name")),
		.since = request_day(request, "since"),
		.person = person };
	while (request_each(request, "in-", &at, &rest, &value))
		for (size_t i = 0; i < people.count && str_is(value, "1") && str_int(rest, &id); i++)
			if (people.at[i].person.n == id)
				person[change.count++] = id;
	TRY(person_group_write(request->arena, request->db, cell->id, cell->shard, &change, request->now, err));
	request_flash(request, N_("Đã lưu tổ đảng."));
	request_go(request, "/cells/%lld/groups", (long long)cell->id);
	return OK;
}

enum status person_close_group(struct request *request, void *view, struct err *err)
{
	const struct unit *cell = request_unit(request, "cell");
	const struct object *object = request_object(request, "group");
	const struct person_group_row_row *group = object->row;
	struct str day = request_day(request, "day");
	struct person_group_change nobody = { .group = object->id, .name = group->name, .since = day };
	(void)view;
	if (str_compare(day, group->since) < 0) {
		enum status status = err_set(err, INVALID, "person.since_early", "day");
		err_arg(err, "day", date_show(request->arena, group->since));
		return status;
	}
	TRY(person_group_write(request->arena, request->db, cell->id, cell->shard, &nobody, request->now, err));
	TRY(person_group_end(request->arena, request->db,
	        &(struct person_group_end_in){ .id = { object->id }, .shard = cell->shard, .until = day }, err));
	request_flash(request, N_("Đã giải thể tổ đảng. Những buổi họp của tổ vẫn còn trong sổ."));
	request_go(request, "/cells/%lld/groups", (long long)cell->id);
	return OK;
}
