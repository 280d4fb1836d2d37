/* The members of a cell on screen: the list and one member. What changes them stands in person_form.c. */
#include "feature/person/person_private.h"

#include "base/text.h"
#include "base/time.h"
#include "feature/unit/unit.h"
#include "gen/person_page.h"
#include "gen/person_sql.h"

const struct permission member_read = { .name = "member.read",
	.sentence = N_("Xem danh sách đảng viên của chi bộ"),
	.own = ROLES_CELL,
	.below = R(OFFICER) | R(ADMIN) };
const struct permission member_edit = { .name = "member.edit",
	.sentence = N_("Sửa danh sách đảng viên của chi bộ"),
	.own = ROLES_LEADERS,
	.below = R(ADMIN) };

static enum status load_member(struct request *request, int64_t id, struct object *object, struct err *err)
{
	struct member *member = arena_new(request->arena, struct member);
	const struct unit *cell = request_unit(request, "cell");
	TRY(person_member(request->arena, request->db, cell->id, cell->shard, id, request->today, member, err));
	object->row = member;
	object->unit = cell->id;
	object->shard = cell->shard;
	return OK;
}

const struct member *request_member(const struct request *request)
{
	return request_object(request, "member")->row;
}

static bool is_leader(const struct request *request)
{
	return request_can(request, member_edit.name);
}

static bool is_officer(const struct request *request)
{
	return request->object_roles_above & (R(OFFICER) | R(ADMIN)) && !(request->object_roles_own & ROLES_CELL);
}

static void show_row(
        const struct request *request, const struct member *member, bool leader, struct person_members_people *row)
{
	*row = (struct person_members_people){ .person = { member->person },
		.name = member->name,
		.label = member->label,
		.post = member->post,
		.status = member->status,
		.kind = member->kind,
		.joined = member->data.joined,
		.phone = leader ? member->data.phone : STR_NONE,
		.open = leader || is_officer(request) || request->person.n == member->person,
		.probationary = str_is(member->status, "probationary"),
		.away = str_is(member->kind, "away"),
		.here = str_is(member->kind, "temporary_here"),
		.exempt = member->exempt,
		.special_duty = member->special_duty,
		.suspended = member->suspended,
		.detained = member->detained };
}

/* The group that has each member, beside the name. */
static enum status show_groups(
        struct request *request, const struct unit *cell, struct person_members_view *view, struct err *err)
{
	struct person_group_people_rows rows;
	TRY(person_group_people(request->arena, request->db,
	        &(struct person_group_people_in){ .cell = { cell->id }, .shard = cell->shard }, &rows, err));
	for (size_t i = 0; i < rows.count; i++) {
		view->groups |= rows.at[i].row.set;
		for (size_t j = 0; rows.at[i].row.set && j < view->people.count; j++)
			if (view->people.at[j].person.n == rows.at[i].person.n)
				view->people.at[j].group = rows.at[i].group_name;
	}
	return OK;
}

/* Who is on the way to another cell stays on the list until that one has answered. */
static enum status show_going(
        struct request *request, const struct unit *cell, struct person_members_view *view, struct err *err)
{
	struct person_going_rows rows;
	TRY(person_going(request->arena, request->db,
	        &(struct person_going_in){ .cell = { cell->id }, .shard = cell->shard }, &rows, err));
	for (size_t i = 0; i < rows.count; i++)
		for (size_t j = 0; j < view->people.count; j++)
			view->people.at[j].going |= view->people.at[j].person.n == rows.at[i].person.n;
	return OK;
}

/* The day of the list: none for today; what is no day, or has not come, is today. */
static struct str past_day(const struct request *request)
{
	struct date date;
	if (!date_typed(request_query(request, "day"), &date) || !date_real(date))
		return STR_NONE;
	struct str day = date_iso(request->arena, date);
	return str_compare(day, request->today) < 0 ? day : STR_NONE;
}

static enum status show_members(struct request *request, void *to, struct err *err)
{
	struct person_members_view *view = to;
	const struct unit *cell = request_unit(request, "cell");
	struct members members;
	struct member_counts counts;
	view->day = past_day(request);
	if (view->day.len)
		TRY(person_members_on(request->arena, request->db, cell->id, cell->shard, view->day, &members, err));
	else
		TRY(person_members(request->arena, request->db, cell->id, cell->shard, request->today, &members, err));
	person_count(&members, &counts);
	view->cell.n = cell->id;
	view->cell_name = cell->name;
	view->leader = is_leader(request);
	view->inside = request->object_roles_own != 0;
	view->q = request_query(request, "q");
	view->counts_members = counts.members;
	view->counts_full = counts.full;
	view->counts_probationary = counts.probationary;
	view->counts_exempt = counts.exempt;
	view->counts_special = counts.special_duty;
	view->counts_away = counts.away;
	view->counts_here = counts.temporary_here;
	view->people.at = arena_array(request->arena, struct person_members_people, members.count + 1);
	struct str wanted = text_fold(request->arena, view->q);
	for (size_t i = 0; i < members.count; i++)
		if (!wanted.len || str_find(text_fold(request->arena, members.at[i].name), wanted) >= 0)
			show_row(request, &members.at[i], view->leader, &view->people.at[view->people.count++]);
	if (view->day.len)
		return OK;
	TRY(show_going(request, cell, view, err));
	return show_groups(request, cell, view, err);
}

/* What a superior's office needs stays; numbers, addresses and notes are for the cell's leaders and the person. */
static void show_data(const struct member *member, bool all, struct person_member_page_view *view)
{
	const struct person_data *data = &member->data;
	view->birth = data->birth;
	view->sex = data->sex;
	view->ethnic = data->ethnic;
	view->job = data->job;
	view->education = data->education;
	view->joined = data->joined;
	view->official = data->official;
	if (!all)
		return;
	view->home = data->home;
	view->residence = data->residence;
	view->card = data->card;
	view->id_number = data->id_number;
	view->phone = data->phone;
	view->email = data->email;
	view->note = data->note;
}

static enum status show_history(
        struct request *request, const struct member *member, struct person_member_page_view *view, struct err *err)
{
	struct person_history_rows rows;
	TRY(person_history(request->arena, request->db,
	        &(struct person_history_in){
	                .cell = { member->cell }, .shard = member->shard, .person = { member->person } },
	        &rows, err));
	view->history.at = arena_array(request->arena, struct person_member_page_history, rows.count + 1);
	view->history.count = rows.count;
	for (size_t i = 0; i < rows.count; i++)
		view->history.at[i] = (struct person_member_page_history){ .since = rows.at[i].since,
			.until = rows.at[i].until,
			.ongoing = str_is(rows.at[i].until, FOR_GOOD),
			.kind = rows.at[i].kind,
			.status = rows.at[i].status,
			.post = rows.at[i].post,
			.ended = rows.at[i].ended,
			.note = view->all ? rows.at[i].note : STR_NONE };
	return OK;
}

static enum status show_states(
        struct request *request, const struct member *member, struct person_member_page_view *view, struct err *err)
{
	struct person_states_rows rows;
	TRY(person_states(request->arena, request->db,
	        &(struct person_states_in){
	                .cell = { member->cell }, .shard = member->shard, .person = { member->person } },
	        &rows, err));
	view->states.at = arena_array(request->arena, struct person_member_page_states, rows.count + 1);
	view->states.count = rows.count;
	for (size_t i = 0; i < rows.count; i++)
		view->states.at[i] = (struct person_member_page_states){ .id = rows.at[i].id,
			.kind = rows.at[i].kind,
			.since = rows.at[i].since,
			.until = rows.at[i].until,
			.ongoing = str_is(rows.at[i].until, FOR_GOOD),
			.reason = view->all ? rows.at[i].reason : STR_NONE,
			.decision = rows.at[i].decision,
			.ground = rows.at[i].ground,
			.reported = rows.at[i].reported,
			.record = { rows.at[i].record.n },
			.meeting = { rows.at[i].meeting.n },
			.linked = view->all && rows.at[i].meeting.set };
	return OK;
}

static enum status show_way(
        struct request *request, const struct member *member, struct person_member_page_view *view, struct err *err)
{
	struct person_going_rows rows;
	TRY(person_going(request->arena, request->db,
	        &(struct person_going_in){ .cell = { member->cell }, .shard = member->shard }, &rows, err));
	for (size_t i = 0; i < rows.count; i++)
		if (rows.at[i].person.n == member->person)
			view->transfer = rows.at[i].transfer;
	view->going = view->transfer.n != 0;
	return OK;
}

static enum status show_member(struct request *request, void *to, struct err *err)
{
	struct person_member_page_view *view = to;
	const struct unit *cell = request_unit(request, "cell");
	const struct member *member = request_member(request);
	bool leader = is_leader(request), self = request->person.n && request->person.n == member->person;
	if (!leader && !self && !is_officer(request))
		return err_set(err, DENIED, "person.own_only", NULL);
	view->cell.n = cell->id;
	view->cell_name = cell->name;
	view->person.n = member->person;
	view->name = member->name;
	view->label = member->label;
	view->leader = leader;
	view->all = leader || self;
	view->post = member->post;
	view->status = member->status;
	view->kind = member->kind;
	view->since = member->since;
	view->left = member->left;
	view->ended = member->ended;
	view->exempt = member->exempt;
	view->special_duty = member->special_duty;
	view->suspended = member->suspended;
	view->detained = member->detained;
	TRY(show_way(request, member, view, err));
	show_data(member, view->all, view);
	TRY(show_states(request, member, view, err));
	TRY(show_history(request, member, view, err));
	return OK;
}

static bool link_members(struct request *request, struct str *ret_href, int64_t *ret_badge)
{
	struct unit unit;
	(void)ret_badge;
	if (!unit_home(request, ROLES_CELL, true, &unit))
		return false;
	*ret_href = str_format(request->arena, "/cells/%lld/members", (long long)unit.id);
	return true;
}

static const struct field place_form[] = {
	{ "post", FIELD_CHOICE, true, .choices = "bi_thu pho_bi_thu chi_uy_vien dang_vien", .label = N_("Chức vụ") },
	{ "status", FIELD_CHOICE, true, .choices = "full probationary", .label = N_("Đảng viên") },
	{ "kind", FIELD_CHOICE, true, .choices = "official away temporary_here", .label = N_("Sinh hoạt") },
	{ "since", FIELD_DAY, true, .label = N_("Từ ngày") },
	{ 0 },
};
static const struct field leave_form[] = {
	{ "why", FIELD_CHOICE, true, .choices = "moved died left removed", .label = N_("Lý do") },
	{ "day", FIELD_DAY, true, .label = N_("Từ ngày") },
	{ "leave_note", FIELD_LINE, .label = N_("Nơi đến, số quyết định") },
	{ 0 },
};

#define MEMBER "/cells/{cell}/members/{member}"
#define GROUP "/cells/{cell}/groups/{group}"

const struct feature person_feature = {
	.name = "person",
	.routes =
	        (const struct route[]){
	                { HTTP_GET, "/cells/{cell}/members", &member_read, show_members, .page = &person_members_page,
	                        .about = "The members of a cell, searchable by name" },
	                /* Words after members/ win over {member} because they are declared after it. */
	                { HTTP_GET, MEMBER, &member_read, show_member, .page = &person_member_page_page,
	                        .about = "One member" },
	                { HTTP_GET, "/cells/{cell}/members/add", &member_edit, person_show_add,
	                        .page = &person_form_page, .about = "The form for a new member" },
	                { HTTP_POST, "/cells/{cell}/members/add", &member_edit, person_do_add,
	                        .form = person_form_fields, .act = "member.add", .about = "Enter a member" },
	                { HTTP_GET, MEMBER "/edit", &member_edit, person_show_edit, .page = &person_form_page,
	                        .about = "The form for a member's data" },
	                { HTTP_POST, MEMBER "/edit", &member_edit, person_do_edit, .form = person_form_fields,
	                        .about = "Correct a member's data" },
	                { HTTP_GET, MEMBER "/place", &member_edit, person_show_place, .page = &person_place_page_page,
	                        .about = "The form for post and status" },
	                { HTTP_POST, MEMBER "/place", &member_edit, person_do_place, .form = place_form,
	                        .act = "member.place",
	                        .about = "Another post, status or kind of membership from a day on" },
	                { HTTP_GET, MEMBER "/state", &member_edit, person_show_state, .page = &person_state_page_page,
	                        .about = "The form for exemption, suspension and special duty" },
	                { HTTP_POST, MEMBER "/state", &member_edit, person_do_state, .form = person_state_form,
	                        .act = "member.state",
	                        .about = "Exemption, special duty, suspension or detention from a day on" },
	                { HTTP_POST, MEMBER "/state-end", &member_edit, person_do_state_end,
	                        .form = person_state_end_form, .retry = MEMBER "/state", .act = "member.state_end",
	                        .about = "The end of an exemption, special duty, suspension or detention" },
	                { HTTP_POST, MEMBER "/state-report", &member_edit, person_do_state_report,
	                        .form = person_state_report_form, .retry = MEMBER "/state",
	                        .act = "member.state_report",
	                        .about = "The report at the end of an exemption came in" },
	                { HTTP_GET, MEMBER "/leave", &member_edit, person_show_leave, .page = &person_leave_page_page,
	                        .about = "The form for leaving the cell" },
	                { HTTP_POST, MEMBER "/leave", &member_edit, person_do_leave, .form = leave_form,
	                        .act = "member.leave", .about = "A member leaves the cell" },
	                { HTTP_GET, "/cells/{cell}/groups", &member_read, person_show_groups,
	                        .page = &person_groups_page, .about = "The groups of a cell" },
	                { HTTP_POST, "/cells/{cell}/groups", &member_edit, person_make_group,
	                        .form = person_group_add_form, .act = "group.add", .about = "Make a group" },
	                { HTTP_GET, GROUP, &member_edit, person_show_group, .page = &person_group_page_page,
	                        .about = "One group: its name, leader and members" },
	                { HTTP_POST, GROUP, &member_edit, person_save_group, .form = person_group_form,
	                        .act = "group.edit", .about = "Who belongs to a group from a day on, who leads it" },
	                { HTTP_POST, GROUP "/close", &member_edit, person_close_group, .form = person_group_close_form,
	                        .retry = GROUP, .act = "group.close", .about = "Close a group" },
	                { 0 },
	        },
	.objects = (const struct object_kind[]){ { "member", load_member }, { "group", person_load_group }, { 0 } },
	.nav = (const struct nav_item[]){ { N_("Đảng viên"), "users", 20, link_members }, { 0 } },
	.due = person_due,
	.export_person = person_export,
	.erase_person = person_forget,
	.archive = person_archive,
};
