/* Planning and calling: the set day, the agenda from its template or last month's, the roster frozen at the call. */
#include "feature/meeting/meeting_private.h"

#include "base/embed.h"
#include "base/id.h"
#include "base/time.h"
#include "gen/meeting_sql.h"

#include <jansson.h>
#include <string.h>

static void json_closep(json_t **json)
{
	json_decref(*json);
}

enum status meeting_set_day(
        struct arena *arena, struct db *db, int64_t cell, int month, struct str *ret_day, struct err *err)
{
	struct str text;
	int64_t day;
	TRY(unit_setting(arena, db, cell, "regular_day", "3", &text, err));
	if (!str_int(text, &day) || day < 1 || day > 31)
		day = MEETING_REGULAR_DAY;
	struct date date = { month / 100, month % 100, (int)day };
	while (!date_real(date))
		date.day--; /* the 31st of a short month is its last day */
	*ret_day = date_iso(arena, date);
	return OK;
}

enum status meeting_write_parts(struct arena *arena, struct db *db, int64_t meeting, int shard, struct str kind,
        struct str theme, struct err *err)
{
	bool both = str_is(kind, "both");
	TRY(meeting_parts_drop(
	        arena, db, &(struct meeting_parts_drop_in){ .meeting = { meeting }, .shard = shard }, err));
	TRY(meeting_part_add(arena, db,
	        &(struct meeting_part_add_in){ .meeting = { meeting },
	                .shard = shard,
	                .ord = 1,
	                .kind = both ? STR("regular") : kind,
	                .theme = both ? STR_NONE : theme },
	        err));
	if (!both)
		return OK;
	return meeting_part_add(arena, db,
	        &(struct meeting_part_add_in){
	                .meeting = { meeting }, .shard = shard, .ord = 2, .kind = STR("thematic"), .theme = theme },
	        err);
}

bool meeting_calls(const struct meeting *meeting, const struct meeting_roster_row *row)
{
	if (str_is(meeting->body, "committee"))
		return !str_is(row->kind, "temporary_here") && !str_is(row->post, "dang_vien");
	return meeting_is_cell(meeting) || (meeting->group && row->cell_group.n == meeting->group);
}

/* The template file of a body, or of a type of cell. */
static struct str template_of(struct str body, struct str cell_type)
{
	static const struct {
		const char *type, *file;
	} files[] = { { "hanh_chinh", "agenda/hanh-chinh-su-nghiep.json" },
		{ "dnnn", "agenda/doanh-nghiep-nha-nuoc.json" }, { "dntn", "agenda/doanh-nghiep-tu-nhan-fdi.json" },
		{ "hoc_sinh", "agenda/hoc-sinh-sinh-vien.json" }, { "llvt", "agenda/luc-luong-vu-trang.json" } };
	if (str_is(body, "committee"))
		return rules_file("agenda/chi-uy.json");
	if (str_is(body, "group"))
		return rules_file("agenda/to-dang.json");
	for (size_t i = 0; i < LENGTH(files); i++)
		if (str_is(cell_type, files[i].type))
			return rules_file(files[i].file);
	return rules_file("agenda/thon-to-dan-pho.json");
}

static struct str json_text(const json_t *object, const char *name)
{
	const char *text = json_string_value(json_object_get(object, name));
	return str_of(text);
}

static enum status add_item(struct arena *arena, struct db *db, struct meeting_id meeting, int shard, int64_t ord,
        const struct meeting_items_row *row, struct err *err)
{
	return meeting_item_add(arena, db,
	        &(struct meeting_item_add_in){ .id = { id_new(shard) },
	                .shard = shard,
	                .meeting = meeting,
	                .ord = ord,
	                .part = row->part,
	                .step = row->step,
	                .title = row->title,
	                .who = row->who,
	                .presenter = row->presenter,
	                .minutes = row->minutes },
	        err);
}

static enum status agenda_from_template(
        struct arena *arena, struct db *db, struct meeting_id meeting, const struct meeting_new *plan, struct err *err)
{
	struct str bytes = template_of(plan->body, plan->cell->cell_type);
	CLOSES(json_closep) json_t *root = json_loadb(bytes.ptr, bytes.len, 0, NULL);
	const json_t *agendas = json_object_get(root, "agendas");
	struct str kind = str_is(plan->kind, "extraordinary") ? STR("regular") : plan->kind;
	for (size_t i = 0; i < json_array_size(agendas); i++) {
		const json_t *agenda = json_array_get(agendas, i), *items = json_object_get(agenda, "items");
		if (!str_eq(json_text(agenda, "kind"), kind))
			continue;
		for (size_t j = 0; j < json_array_size(items); j++) {
			const json_t *item = json_array_get(items, j);
			bool theme = str_is(json_text(item, "step"), "theme") && str_is(kind, "both");
			struct meeting_items_row row = { .part = theme ? 2 : 1,
				.step = json_text(item, "key"),
				.title = json_text(item, "title"),
				.who = json_text(item, "who"),
				.minutes = json_integer_value(json_object_get(item, "minutes")) };
			TRY(add_item(arena, db, meeting, plan->cell->shard, (int64_t)(j + 1) * 10, &row, err));
		}
	}
	return OK;
}

static enum status agenda_from_last(struct arena *arena, struct db *db, struct meeting_id meeting,
        struct meeting_id last, int shard, struct err *err)
{
	struct meeting_items_rows rows;
	TRY(meeting_items(arena, db, &(struct meeting_items_in){ .meeting = last, .shard = shard }, &rows, err));
	for (size_t i = 0; i < rows.count; i++)
		TRY(add_item(arena, db, meeting, shard, (int64_t)(i + 1) * 10, &rows.at[i], err));
	return OK;
}

/* The secretary, or the group's leader, chairs; where there is none, who did last time. The clerk stays. */
static enum status usual_people(struct arena *arena, struct db *db, const struct meeting_new *plan, struct str day,
        const struct meeting_last_row *last, struct meeting_people *ret_people, struct err *err)
{
	const struct unit *cell = plan->cell;
	struct meeting_roster_rows roster;
	*ret_people = (struct meeting_people){ 0, last->clerk.n };
	TRY(meeting_roster(arena, db,
	        &(struct meeting_roster_in){ .cell = { cell->id }, .shard = cell->shard, .day = day }, &roster, err));
	for (size_t i = 0; i < roster.count; i++)
		if (plan->group ? roster.at[i].leads && roster.at[i].cell_group.n == plan->group
		                : str_is(roster.at[i].post, "bi_thu"))
			ret_people->chair = roster.at[i].person.n;
	if (!ret_people->chair)
		ret_people->chair = last->chair.n;
	return OK;
}

/* Only the cell has a set day. */
static enum status check_day(
        struct arena *arena, struct db *db, const struct meeting_new *plan, struct str set_day, struct err *err)
{
	struct meeting_there_row there;
	bool found;
	if (!str_eq(plan->day, set_day) && !plan->moved_reason.len && !str_is(plan->kind, "extraordinary")) {
		enum status status = err_set(err, INVALID, "meeting.moved_reason", "moved_reason");
		err_arg(err, "day", date_show(arena, set_day));
		return status;
	}
	TRY(meeting_there(arena, db,
	        &(struct meeting_there_in){ .cell = { plan->cell->id },
	                .shard = plan->cell->shard,
	                .month = month_of_day(plan->day),
	                .day = plan->day,
	                .kind = plan->kind,
	                .body = plan->body.len ? plan->body : STR("cell"),
	                .cell_group = { plan->group } },
	        &there, &found, err));
	if (!found)
		return OK;
	enum status status = err_set(err, CONFLICT, plan->body.len ? "meeting.body_there" : "meeting.there", "day");
	if (plan->body.len)
		err_arg(err, "body", plan->group ? plan->group_name : STR("Chi ủy"));
	return status;
}

enum status meeting_create(struct arena *arena, struct db *db, const struct meeting_new *plan, int64_t now,
        int64_t *ret_id, struct err *err)
{
	const struct unit *cell = plan->cell;
	struct str set_day, rubric, place;
	struct meeting_last_row last;
	struct meeting_people people;
	bool found;
	set_day = plan->day;
	if (!plan->body.len)
		TRY(meeting_set_day(arena, db, cell->id, month_of_day(plan->day), &set_day, err));
	TRY(check_day(arena, db, plan, set_day, err));
	TRY(unit_setting(arena, db, cell->id, "rubric", "tw-hd42-2025", &rubric, err));
	TRY(unit_setting(arena, db, cell->id, "place", "", &place, err));
	TRY(meeting_last(arena, db,
	        &(struct meeting_last_in){ .cell = { cell->id },
	                .shard = cell->shard,
	                .day = plan->day,
	                .body = plan->body.len ? plan->body : STR("cell"),
	                .cell_group = { plan->group } },
	        &last, &found, err));
	TRY(usual_people(arena, db, plan, day_today(arena, now), &last, &people, err));
	struct meeting_id id = { id_new(cell->shard) };
	int64_t minute = plan->minute >= 0 ? plan->minute : found ? last.minute : MEETING_MINUTE;
	TRY(meeting_add(arena, db,
	        &(struct meeting_add_in){ .id = id,
	                .shard = cell->shard,
	                .cell = { cell->id },
	                .month = month_of_day(plan->day),
	                .day = plan->day,
	                .minute = minute,
	                .place = plan->place.len           ? plan->place
	                         : found && last.place.len ? last.place
	                                                   : place,
	                .body = plan->body.len ? plan->body : STR("cell"),
	                .cell_group = { plan->group },
	                .group_name = plan->group_name,
	                .kind = plan->kind,
	                .theme = plan->theme,
	                .chair = { people.chair },
	                .clerk = { people.clerk },
	                .set_day = set_day,
	                .moved_reason = plan->moved_reason,
	                .rubric = rubric,
	                .at = now },
	        err));
	TRY(meeting_write_parts(arena, db, id.n, cell->shard, plan->kind, plan->theme, err));
	TRY(counter_touch(arena, db, cell->id, cell->shard, month_of_day(plan->day), now, err));
	*ret_id = id.n;
	return plan->copy && found ? agenda_from_last(arena, db, id, last.id, cell->shard, err)
	                           : agenda_from_template(arena, db, id, plan, err);
}

static struct str duty_of(const struct meeting_roster_row *row)
{
	return row->detained               ? STR("detained")
	       : row->suspended            ? STR("suspended")
	       : str_is(row->kind, "away") ? STR("away")
	       : row->exempt               ? STR("exempt")
	       : row->special              ? STR("special_duty")
	                                   : STR("due");
}

static enum status freeze_guest(struct arena *arena, struct db *db, const struct meeting *meeting,
        const struct meeting_roster_row *row, int64_t now, struct err *err)
{
	struct meeting_guest_of_row guest;
	struct str name =
	        row->label.len ? str_format(arena, "%.*s (%.*s)", STR_ARG(row->name), STR_ARG(row->label)) : row->name;
	bool found;
	TRY(meeting_guest_of(arena, db,
	        &(struct meeting_guest_of_in){
	                .meeting = { meeting->id }, .shard = meeting->shard, .person = row->person },
	        &guest, &found, err));
	if (found)
		return str_eq(guest.name, name)
		               ? OK
		               : meeting_guest_name(arena, db,
		                         &(struct meeting_guest_name_in){
		                                 .id = guest.id, .shard = meeting->shard, .name = name },
		                         err);
	return meeting_guest_add(arena, db,
	        &(struct meeting_guest_add_in){ .id = { id_new(meeting->shard) },
	                .shard = meeting->shard,
	                .meeting = { meeting->id },
	                .name = name,
	                .person = row->person,
	                .at = now },
	        err);
}

enum status meeting_freeze(
        struct arena *arena, struct db *db, const struct meeting *meeting, int64_t now, struct err *err)
{
	struct meeting_roster_rows roster;
	struct meeting_attendance_rows frozen;
	TRY(meeting_roster(arena, db,
	        &(struct meeting_roster_in){
	                .cell = { meeting->cell }, .shard = meeting->shard, .day = day_today(arena, now) },
	        &roster, err));
	TRY(meeting_attendance(arena, db,
	        &(struct meeting_attendance_in){ .meeting = { meeting->id }, .shard = meeting->shard }, &frozen, err));
	size_t members = 0;
	for (size_t i = 0; i < roster.count; i++) {
		const struct meeting_roster_row *row = &roster.at[i];
		if (!meeting_calls(meeting, row))
			continue;
		if (str_is(row->kind, "temporary_here")) {
			TRY(freeze_guest(arena, db, meeting, row, now, err));
			continue;
		}
		members++;
		TRY(meeting_attendance_add(arena, db,
		        &(struct meeting_attendance_add_in){ .meeting = { meeting->id },
		                .person = row->person,
		                .shard = meeting->shard,
		                .status = row->status,
		                .name = row->name,
		                .label = row->label,
		                .sort_key = row->sort_key,
		                .post = row->post,
		                .duty = duty_of(row) },
		        err));
	}
	for (size_t i = 0; i < frozen.count; i++) {
		bool still = false;
		for (size_t j = 0; j < roster.count; j++)
			still |= roster.at[j].person.n == frozen.at[i].person.n &&
			         meeting_calls(meeting, &roster.at[j]) && !str_is(roster.at[j].kind, "temporary_here");
		if (!still)
			TRY(meeting_attendance_drop(arena, db,
			        &(struct meeting_attendance_drop_in){ .meeting = { meeting->id },
			                .person = frozen.at[i].person,
			                .shard = meeting->shard },
			        err));
	}
	if (members)
		return meeting_take_visitors(arena, db, meeting, now, err);
	enum status status =
	        err_set(err, CONFLICT, meeting_is_cell(meeting) ? "meeting.no_members" : "meeting.body_empty", NULL);
	err_arg(err, "body", meeting_body_name(meeting));
	return status;
}
