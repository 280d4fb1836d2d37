/* Ways to other cells on screen: the list of a cell, a new proposal, one way with what may be done about it, and what
 * waits below a unit. Every side sees its own row, under its own cell. */
#include "feature/transfer/transfer_private.h"

#include "base/text.h"
#include "base/time.h"
#include "feature/unit/unit.h"
#include "gen/transfer_page.h"
#include "gen/transfer_sql.h"

enum { LIST_MOST = 300, FOUND_MOST = 20, NEAR_MOST = 40, BELOW_MOST = 100, LETTERS_LEAST = 3 };

static const struct permission transfer_read = { .name = "transfer.read",
	.sentence = N_("Xem đảng viên chuyển đi, chuyển đến"),
	.own = ROLES_LEADERS,
	.below = R(OFFICER) | R(ADMIN) };
static const struct permission transfer_edit = { .name = "transfer.edit",
	.sentence = N_("Chuyển đảng viên đi, tiếp nhận đảng viên đến"),
	.own = ROLES_LEADERS,
	.below = R(ADMIN) };
static const struct permission transfer_watch = { .name = "transfer.watch",
	.sentence = N_("Theo dõi việc chuyển sinh hoạt ở các chi bộ bên dưới"),
	.own = R(OFFICER) | R(ADMIN),
	.below = R(OFFICER) | R(ADMIN) };

static struct transfer_call call_of(const struct request *request)
{
	return (struct transfer_call){ .arena = request->arena,
		.db = request->db,
		.now = request->now,
		.account = request->account.n,
		.request = (int64_t)request->http->number,
		.today = request->today };
}

static enum status load_way(struct request *request, int64_t id, struct object *object, struct err *err)
{
	struct transfer *transfer = arena_new(request->arena, struct transfer);
	const struct unit *cell = request_unit(request, "cell");
	struct transfer_call call = call_of(request);
	TRY(transfer_load(&call, cell->id, cell->shard, id, transfer, err));
	object->row = transfer;
	object->unit = cell->id;
	object->shard = cell->shard;
	return OK;
}

static const struct transfer *way_of(const struct request *request)
{
	return request_object(request, "transfer")->row;
}

static struct str day_of(struct request *request, int64_t instant)
{
	return instant ? day_today(request->arena, instant) : STR_NONE;
}

static enum status show_list(struct request *request, void *to, struct err *err)
{
	struct transfer_list_view *view = to;
	struct transfer_call call = call_of(request);
	const struct unit *cell = request_unit(request, "cell");
	struct transfer_of_cell_rows rows;
	TRY(transfer_of_cell(request->arena, request->db,
	        &(struct transfer_of_cell_in){ .cell = { cell->id }, .shard = cell->shard, .most = LIST_MOST }, &rows,
	        err));
	view->cell.n = cell->id;
	view->cell_name = cell->name;
	view->leader = request_can(request, transfer_edit.name);
	view->ways.count = rows.count;
	view->ways.at = arena_array(request->arena, struct transfer_list_ways, rows.count + 1);
	size_t at = 0;
	for (int turn = 0; turn < 2; turn++) /* those that wait stand first */
		for (size_t i = 0; i < rows.count; i++) {
			const struct transfer_of_cell_row *row = &rows.at[i];
			bool waits = str_is(row->state, "proposed");
			if (waits != (turn == 0))
				continue;
			view->waiting += waits;
			view->ways.at[at++] = (struct transfer_list_ways){ .id = row->id,
				.out = str_is(row->side, "out"),
				.other_name = row->other_name,
				.name = row->name,
				.temporary = str_is(row->kind, "temporary"),
				.state = row->state,
				.day = row->day,
				.until = row->until,
				.began = row->began,
				.ended = row->ended,
				.proposed = day_of(request, row->proposed_at),
				.late = waits && transfer_is_late(&call, row->proposed_at) };
		}
	return OK;
}

static enum status choose_member(struct request *request, struct transfer_new_view *view, struct err *err)
{
	const struct unit *cell = request_unit(request, "cell");
	struct members members;
	TRY(person_members(request->arena, request->db, cell->id, cell->shard, request->today, &members, err));
	view->people.at = arena_array(request->arena, struct transfer_new_people, members.count + 1);
	for (size_t i = 0; i < members.count; i++)
		if (!str_is(members.at[i].kind, "temporary_here"))
			view->people.at[view->people.count++] = (struct transfer_new_people){ { members.at[i].person },
				members.at[i].name, members.at[i].label };
	return OK;
}

static enum status choose_cell(struct request *request, struct transfer_new_view *view, struct err *err)
{
	const struct unit *cell = request_unit(request, "cell");
	struct transfer_near_rows near;
	struct transfer_cells_rows found = { 0 };
	view->q = request_query(request, "q");
	view->few = view->q.len && text_letters(view->q) < LETTERS_LEAST;
	TRY(transfer_near(request->arena, request->db,
	        &(struct transfer_near_in){ .cell = { cell->id }, .most = NEAR_MOST }, &near, err));
	view->near.at = arena_array(request->arena, struct transfer_new_near, near.count + 1);
	for (size_t i = 0; i < near.count; i++)
		view->near.at[view->near.count++] = (struct transfer_new_near){ near.at[i].id, near.at[i].name };
	if (!view->q.len || view->few)
		return OK;
	TRY(transfer_cells(request->arena, request->db,
	        &(struct transfer_cells_in){ .cell = { cell->id },
	                .pattern = text_like(request->arena, text_fold(request->arena, view->q)),
	                .code = view->q,
	                .most = FOUND_MOST + 1 },
	        &found, err));
	view->more = found.count > FOUND_MOST;
	view->found.at = arena_array(request->arena, struct transfer_new_found, found.count + 1);
	for (size_t i = 0; i < found.count && i < FOUND_MOST; i++)
		view->found.at[view->found.count++] =
		        (struct transfer_new_found){ found.at[i].id, found.at[i].name, found.at[i].above };
	return OK;
}

static enum status count_tasks(
        struct request *request, const struct unit *cell, int64_t person, int64_t *ret_tasks, struct err *err)
{
	struct transfer_tasks_row tasks;
	TRY(transfer_tasks(request->arena, request->db,
	        &(struct transfer_tasks_in){ .cell = { cell->id }, .shard = cell->shard, .person = { person } }, &tasks,
	        err));
	*ret_tasks = tasks.count;
	return OK;
}

static enum status show_new(struct request *request, void *to, struct err *err)
{
	struct transfer_new_view *view = to;
	const struct unit *cell = request_unit(request, "cell");
	int64_t person = request_query_int(request, "member", 0), other = request_query_int(request, "to", 0);
	struct member member;
	struct unit there;
	view->cell.n = cell->id;
	view->cell_name = cell->name;
	view->today = request->today;
	if (!person)
		return choose_member(request, view, err);
	TRY(person_member(request->arena, request->db, cell->id, cell->shard, person, request->today, &member, err));
	if (member.left.len)
		return err_set(err, CONFLICT, "person.left_already", NULL);
	view->person.n = person;
	view->name = member.name;
	view->away = str_is(member.kind, "away");
	if (!other)
		return choose_cell(request, view, err);
	TRY(unit_load(request->arena, request->db, other, &there, err));
	if (!str_is(there.kind, "chi_bo"))
		return err_set(err, NOT_FOUND, "unit.not_cell", NULL);
	view->to.n = there.id;
	view->to_name = there.name;
	view->to_above = there.parent_name;
	return count_tasks(request, cell, person, &view->tasks, err);
}

static enum status do_new(struct request *request, void *view, struct err *err)
{
	struct transfer_call call = call_of(request);
	const struct unit *cell = request_unit(request, "cell");
	struct transfer_new new = { .to = request_int(request, "to"),
		.kind = request_text(request, "kind"),
		.day = request_day(request, "day"),
		.until = request_day(request, "until"),
		.paper = request_text(request, "paper"),
		.reason = request_text(request, "reason") };
	struct member member;
	int64_t id;
	(void)view;
	TRY(person_member(request->arena, request->db, cell->id, cell->shard, request_int(request, "member"),
	        request->today, &member, err));
	TRY(transfer_propose(&call, &member, &new, &id, err));
	request_flash(request, N_("Đã gửi đề nghị chuyển sinh hoạt đến chi bộ nơi đến."));
	request_go(request, "/cells/%lld/transfers/%lld", (long long)cell->id, (long long)id);
	return OK;
}

/* Whether the person is still a member where the way begins. */
static enum status is_gone(
        struct request *request, const struct transfer *t, bool *ret_gone, bool *ret_here, struct err *err)
{
	struct member member;
	struct err missing = { 0 };
	for (int side = 0; side < 2; side++) {
		bool home = (side == 0) == t->out;
		enum status status = person_member(request->arena, request->db, side ? t->other : t->cell,
		        side ? t->other_shard : t->shard, t->person, request->today, &member, &missing);
		if (status != OK && status != NOT_FOUND) {
			*err = missing;
			return status;
		}
		if (home)
			*ret_gone = status != OK || member.left.len || str_is(member.kind, "temporary_here");
		if (side == 0)
			*ret_here = status == OK;
	}
	return OK;
}

static enum status show_one(struct request *request, void *to, struct err *err)
{
	struct transfer_show_view *view = to;
	struct transfer_call call = call_of(request);
	const struct unit *cell = request_unit(request, "cell");
	const struct transfer *t = way_of(request);
	bool waits = str_is(t->state, "proposed");
	*view = (struct transfer_show_view){ .cell = { cell->id },
		.cell_name = cell->name,
		.id = { t->id },
		.person = { t->person },
		.out = t->out,
		.leader = request_can(request, transfer_edit.name),
		.other_name = t->other_name,
		.name = t->name,
		.birth_year = t->birth_year,
		.card = t->card,
		.temporary = str_is(t->kind, "temporary"),
		.state = t->state,
		.day = t->day,
		.until = t->until,
		.paper = t->paper,
		.answer = t->answer,
		.began = t->began,
		.ended = t->ended,
		.proposed = day_of(request, t->proposed_at),
		.answered = day_of(request, t->answered_at),
		.late = waits && transfer_is_late(&call, t->proposed_at),
		.early = str_compare(t->day, request->today) > 0,
		.today = request->today };
	if (view->leader)
		view->reason = t->reason;
	TRY(is_gone(request, t, &view->gone, &view->open_member, err));
	if (t->out && (waits || str_is(t->kind, "official")) && view->leader)
		TRY(count_tasks(request, cell, t->person, &view->tasks, err));
	return OK;
}

static enum status done(struct request *request, const char *flash)
{
	request_flash(request, flash);
	request_go(request, "/cells/%lld/transfers/%lld", (long long)OBJECT_ID(request, "cell"),
	        (long long)OBJECT_ID(request, "transfer"));
	return OK;
}

/* Each act belongs to one side. */
static enum status side_is(const struct transfer *t, bool out, struct err *err)
{
	return t->out == out ? OK : err_set(err, DENIED, "transfer.other_side", NULL);
}

static enum status do_accept(struct request *request, void *view, struct err *err)
{
	struct transfer_call call = call_of(request);
	(void)view;
	TRY(side_is(way_of(request), false, err));
	TRY(transfer_accept(&call, way_of(request), request_day(request, "day"), err));
	return done(request, N_("Đã tiếp nhận. Đồng chí có trong danh sách đảng viên của chi bộ."));
}

static enum status do_refuse(struct request *request, void *view, struct err *err)
{
	struct transfer_call call = call_of(request);
	(void)view;
	TRY(side_is(way_of(request), false, err));
	TRY(transfer_refuse(&call, way_of(request), request_text(request, "why"), err));
	return done(request, N_("Đã trả lời không tiếp nhận."));
}

static enum status do_withdraw(struct request *request, void *view, struct err *err)
{
	struct transfer_call call = call_of(request);
	(void)view;
	TRY(side_is(way_of(request), true, err));
	TRY(transfer_withdraw(&call, way_of(request), request_text(request, "why"), err));
	return done(request, N_("Đã rút đề nghị."));
}

static enum status do_return(struct request *request, void *view, struct err *err)
{
	struct transfer_call call = call_of(request);
	(void)view;
	TRY(transfer_return(&call, way_of(request), request_day(request, "day"), err));
	return done(request, N_("Đã ghi hết sinh hoạt tạm thời."));
}

static enum status do_extend(struct request *request, void *view, struct err *err)
{
	struct transfer_call call = call_of(request);
	(void)view;
	TRY(side_is(way_of(request), true, err));
	TRY(transfer_extend(
	        &call, way_of(request), request_day(request, "until"), request_text(request, "paper"), err));
	return done(request, N_("Đã gia hạn."));
}

static enum status show_below(struct request *request, void *to, struct err *err)
{
	struct transfer_unit_view *view = to;
	struct transfer_call call = call_of(request);
	const struct unit *unit = request_unit(request, "unit");
	struct transfer_below_rows rows;
	TRY(transfer_below(request->arena, request->db,
	        &(struct transfer_below_in){ .unit = { unit->id }, .most = BELOW_MOST + 1 }, &rows, err));
	view->unit.n = unit->id;
	view->unit_name = unit->name;
	view->more = rows.count > BELOW_MOST;
	view->ways.at = arena_array(request->arena, struct transfer_unit_ways, rows.count + 1);
	for (size_t i = 0; i < rows.count && i < BELOW_MOST; i++) {
		const struct transfer_below_row *row = &rows.at[i];
		bool late = transfer_is_late(&call, row->proposed_at);
		view->late += late;
		view->ways.at[view->ways.count++] = (struct transfer_unit_ways){ .id = row->id,
			.cell = row->cell,
			.from_name = row->from_name,
			.to_name = row->to_name,
			.temporary = str_is(row->kind, "temporary"),
			.day = row->day,
			.proposed = day_of(request, row->proposed_at),
			.days = (request->now - row->proposed_at) / DAY_MS,
			.late = late };
	}
	return OK;
}

static const struct field new_form[] = {
	{ "member", FIELD_ID, true, .label = N_("Đồng chí") },
	{ "to", FIELD_ID, true, .label = N_("Nơi đến") },
	{ "kind", FIELD_CHOICE, true, .choices = "official temporary", .label = N_("Hình thức") },
	{ "day", FIELD_DAY, true, .label = N_("Từ ngày") },
	{ "until", FIELD_DAY, .label = N_("Đến ngày") },
	{ "paper", FIELD_LINE, true, .max = 100, .label = N_("Số giấy giới thiệu hoặc quyết định") },
	{ "reason", FIELD_LINE, .max = 200, .label = N_("Lý do") },
	{ 0 },
};
static const struct field day_form[] = {
	{ "day", FIELD_DAY, true, .label = N_("Từ ngày") },
	{ 0 },
};
static const struct field refuse_form[] = {
	{ "why", FIELD_LINE, true, .max = 200, .label = N_("Lý do") },
	{ 0 },
};
static const struct field withdraw_form[] = {
	{ "why", FIELD_LINE, .max = 200, .label = N_("Lý do") },
	{ 0 },
};
static const struct field extend_form[] = {
	{ "until", FIELD_DAY, true, .label = N_("Đến ngày") },
	{ "paper", FIELD_LINE, true, .max = 100, .label = N_("Số giấy giới thiệu hoặc quyết định") },
	{ 0 },
};

#define WAYS "/cells/{cell}/transfers"
#define WAY WAYS "/{transfer}"
/* The acts write the logs of both cells by themselves. */
#define ACT(path, run, fields, text)                                                                              \
	{                                                                                                         \
		HTTP_POST, WAY path, &transfer_edit, run, .form = fields, .retry = WAY, .act = "-", .wide = true, \
		                                          .about = text                                           \
	}

const struct feature transfer_feature = {
	.name = "transfer",
	.routes =
	        (const struct route[]){
	                { HTTP_GET, WAYS, &transfer_read, show_list, .page = &transfer_list_page,
	                        .about = "Members who go to and come from other cells" },
	                { HTTP_GET, WAYS "/new", &transfer_edit, show_new, .page = &transfer_new_page, .slow = true,
	                        .about = "The form for a transfer, with the search for the other cell" },
	                { HTTP_POST, WAYS "/new", &transfer_edit, do_new, .form = new_form, .act = "-", .wide = true,
	                        .about = "Propose a transfer" },
	                { HTTP_GET, WAY, &transfer_read, show_one, .page = &transfer_show_page,
	                        .about = "One transfer, as this cell may see it" },
	                ACT("/accept", do_accept, day_form, "Take the member in"),
	                ACT("/refuse", do_refuse, refuse_form, "Refuse a transfer, with the reason"),
	                ACT("/withdraw", do_withdraw, withdraw_form, "Take a proposal back"),
	                ACT("/return", do_return, day_form, "The end of a temporary stay"),
	                ACT("/extend", do_extend, extend_form, "A temporary stay lasts longer"),
	                { HTTP_GET, "/units/{unit}/transfers", &transfer_watch, show_below, .page = &transfer_unit_page,
	                        .about = "Transfers below a unit that wait for an answer" },
	                { 0 },
	        },
	.objects = (const struct object_kind[]){ { "transfer", load_way }, { 0 } },
	.due = transfer_due_items,
	.export_person = transfer_export,
	.erase_person = transfer_forget,
	.archive = transfer_archive,
	.health = transfer_health,
};
