/* A whole month typed in afterwards: one page, one transaction, a meeting that has ended and says that it came from
 * paper. */
#include "feature/start/start_private.h"

#include "app/chain.h"
#include "feature/motion/vote_json.h"

#include "base/id.h"
#include "base/time.h"

#include <string.h>

enum { MINUTE = 19 * 60 + 30, LONG = 120, OPEN_ITEMS = 2, ITEM_MINUTES = 10, ORDER_STEP = 10 };

struct paper {
	struct request *request;
	struct start_meeting meeting;
	struct start_roster_rows roster;
	struct start_present *present; /* one a row of the roster */
	struct start_figures figures;
	int64_t *spoke; /* persons that spoke, each once */
	size_t spoke_count;
};

static const char *name_of(struct request *request, const char *name, int64_t n)
{
	return str_c(request->arena, str_format(request->arena, "%s-%lld", name, (long long)n));
}

static bool was_typed(const struct request *request, const char *prefix)
{
	struct str rest, value;
	size_t at = 0;
	while (request_each(request, prefix, &at, &rest, &value))
		if (value.len)
			return true;
	return false;
}

static void put_lists(struct request *request, struct start_paper_view *view, const struct start_roster_rows *roster)
{
	view->people.at = arena_array(request->arena, struct start_paper_people, roster->count + 1);
	for (size_t i = 0; i < roster->count; i++) {
		const struct start_roster_row *row = &roster->at[i];
		struct str duty = start_duty(row);
		view->people.at[view->people.count++] = (struct start_paper_people){ .id = row->person.n,
			.name = row->name,
			.label = row->label,
			.post = row->post,
			.duty = duty,
			.due = str_is(duty, "due"),
			.chair = str_is(row->post, "bi_thu") };
	}
	static const char *const titles[START_ITEMS] = { "Kết quả thực hiện nhiệm vụ tháng trước",
		"Nhiệm vụ tháng tới" };
	view->items.at = arena_array(request->arena, struct start_paper_items, START_ITEMS);
	for (int i = 0; i < START_ITEMS; i++)
		view->items.at[view->items.count++] = (struct start_paper_items){ .n = i + 1,
			.title = str_of(titles[i]),
			.open = i < OPEN_ITEMS || http_form(request->http, name_of(request, "title", i + 1)).len > 0 };
	view->votes.at = arena_array(request->arena, struct start_paper_votes, START_VOTES);
	for (int i = 0; i < START_VOTES; i++)
		view->votes.at[view->votes.count++] = (struct start_paper_votes){ .n = i + 1,
			.open = http_form(request->http, name_of(request, "question", i + 1)).len > 0 };
}

enum status start_show_paper(struct request *request, void *to, struct err *err)
{
	struct start_paper_view *view = to;
	const struct unit *cell = request_unit(request, "cell");
	struct start_roster_rows roster;
	struct start_term_row term;
	request->shell.head = cell->name;
	request->shell.sub = cell->parent_name;
	view->cell.n = cell->id;
	view->cell_name = cell->name;
	view->minute = MINUTE;
	view->until = MINUTE + LONG;
	TRY(unit_setting(request->arena, request->db, cell->id, "place", "", &view->place, err));
	TRY(start_term(request->arena, request->db,
	        &(struct start_term_in){ .cell = { cell->id }, .shard = cell->shard }, &term, &view->term, err));
	TRY(start_roster(request->arena, request->db,
	        &(struct start_roster_in){ .cell = { cell->id }, .shard = cell->shard, .day = request->today }, &roster,
	        err));
	TRY(start_tasks(request->arena, request->db,
	        &(struct start_tasks_in){ .cell = { cell->id }, .shard = cell->shard }, &view->tasks, err));
	put_lists(request, view, &roster);
	return OK;
}

static bool on_roster(const struct start_roster_rows *roster, int64_t person)
{
	for (size_t i = 0; i < roster->count; i++)
		if (roster->at[i].person.n == person)
			return true;
	return false;
}

static enum status read_head(struct paper *paper, struct err *err)
{
	struct request *request = paper->request;
	struct start_meeting *meeting = &paper->meeting;
	struct start_months_rows there;
	meeting->cell = request_unit(request, "cell");
	meeting->day = request_day(request, "day");
	meeting->place = request_text(request, "place");
	meeting->kind = request_text(request, "kind");
	meeting->theme = request_text(request, "theme");
	meeting->minute = request_int(request, "from");
	meeting->until = request_int(request, "until");
	meeting->chair = request_int(request, "chair");
	meeting->clerk = request_int(request, "clerk");
	if (str_compare(meeting->day, request->today) > 0)
		return err_set(err, INVALID, "start.future", "day");
	if (meeting->until <= meeting->minute)
		return err_set(err, INVALID, "start.until", "until");
	TRY(start_roster(request->arena, request->db,
	        &(struct start_roster_in){
	                .cell = { meeting->cell->id }, .shard = meeting->cell->shard, .day = request->today },
	        &paper->roster, err));
	if (!on_roster(&paper->roster, meeting->chair))
		return err_set(err, INVALID, "start.not_here", "chair");
	if (meeting->clerk && !on_roster(&paper->roster, meeting->clerk))
		return err_set(err, INVALID, "start.not_here", "clerk");
	TRY(start_months(request->arena, request->db,
	        &(struct start_months_in){ .cell = { meeting->cell->id },
	                .shard = meeting->cell->shard,
	                .since = month_of_day(meeting->day),
	                .until = month_of_day(meeting->day) },
	        &there, err));
	return start_place(&there, meeting, request->arena, "day", &meeting->id, err);
}

static enum status write_roll(struct paper *paper, struct err *err)
{
	struct request *request = paper->request;
	const struct start_meeting *meeting = &paper->meeting;
	paper->present = arena_array(request->arena, struct start_present, paper->roster.count + 1);
	for (size_t i = 0; i < paper->roster.count; i++) {
		const struct start_roster_row *row = &paper->roster.at[i];
		struct str state = request_text(request, name_of(request, "state", row->person.n));
		struct start_present *one = &paper->present[i];
		*one = (struct start_present){ .duty = start_duty(row),
			.state = state.len ? state : STR("unknown"),
			.full = str_is(row->status, "full") };
		if (!state.len && str_is(one->duty, "due")) {
			enum status status =
			        err_set(err, INVALID, "start.roll", name_of(request, "state", row->person.n));
			err_arg(err, "name", row->name);
			return status;
		}
		start_add_up(&paper->figures, one);
		TRY(start_attendance_add(request->arena, request->db,
		        &(struct start_attendance_add_in){ .meeting = { meeting->id },
		                .person = row->person,
		                .shard = meeting->cell->shard,
		                .status = row->status,
		                .name = row->name,
		                .label = row->label,
		                .sort_key = row->sort_key,
		                .post = row->post,
		                .duty = one->duty,
		                .state = one->state,
		                .reason = request_text(request, name_of(request, "reason", row->person.n)),
		                .at = request->now },
		        err));
	}
	return OK;
}

static enum status write_fees(struct paper *paper, struct err *err)
{
	struct request *request = paper->request;
	for (size_t i = 0; i < paper->roster.count; i++) {
		bool unpaid = request_int(request, name_of(request, "unpaid", paper->roster.at[i].person.n)) != 0;
		if (!unpaid && !request_int(request, "fees"))
			continue;
		TRY(start_fee_put(request->arena, request->db,
		        &(struct start_fee_put_in){ .person = paper->roster.at[i].person,
		                .month = month_of_day(paper->meeting.day),
		                .shard = paper->meeting.cell->shard,
		                .cell = { paper->meeting.cell->id },
		                .state = unpaid ? STR("unpaid") : STR("paid"),
		                .at = request->now },
		        err));
	}
	return OK;
}

static void note_speaker(struct paper *paper, int64_t person)
{
	for (size_t i = 0; i < paper->spoke_count; i++)
		if (paper->spoke[i] == person)
			return;
	if (person && paper->spoke_count < paper->roster.count)
		paper->spoke[paper->spoke_count++] = person;
}

static enum status write_speeches(
        struct paper *paper, int64_t item, int64_t n, int64_t at, int64_t *ord, struct err *err)
{
	struct request *request = paper->request;
	struct start_speeches speeches;
	const char *field = name_of(request, "speech", n);
	TRY(start_read_speeches(request->arena, &paper->roster, request_text(request, field), field, &speeches, err));
	for (size_t i = 0; i < speeches.count; i++) {
		const struct start_speech *one = &speeches.at[i];
		note_speaker(paper, one->person);
		TRY(start_speech_add(request->arena, request->db,
		        &(struct start_speech_add_in){ .id = { id_new(paper->meeting.cell->shard) },
		                .shard = paper->meeting.cell->shard,
		                .meeting = { paper->meeting.id },
		                .item = { item },
		                .ord = ++*ord,
		                .person = { one->person },
		                .name = one->name,
		                .text = one->text,
		                .at = at },
		        err));
	}
	return OK;
}

/* The items share the time of the meeting: paper seldom says how long each took. */
static enum status write_items(struct paper *paper, struct err *err)
{
	struct request *request = paper->request;
	const struct start_meeting *meeting = &paper->meeting;
	int64_t ord = 0, speech = 0, step = (meeting->ended - meeting->opened) / START_ITEMS;
	paper->spoke = arena_array(request->arena, int64_t, paper->roster.count + 1);
	for (int n = 1; n <= START_ITEMS; n++) {
		struct str title = request_text(request, name_of(request, "title", n));
		struct str content = request_text(request, name_of(request, "content", n));
		struct str conclusion = request_text(request, name_of(request, "conclusion", n));
		bool more = content.len || conclusion.len || request_text(request, name_of(request, "speech", n)).len;
		if (!more && (!title.len || n <= OPEN_ITEMS))
			continue;
		if (!title.len)
			return err_set(err, INVALID, "start.item_title", name_of(request, "title", n));
		ord += ORDER_STEP;
		int64_t id = id_new(meeting->cell->shard), began = meeting->opened + (n - 1) * step;
		TRY(start_item_add(request->arena, request->db,
		        &(struct start_item_add_in){ .id = { id },
		                .shard = meeting->cell->shard,
		                .meeting = { meeting->id },
		                .ord = ord,
		                .part = 1,
		                .title = title,
		                .minutes = step / 60000 ? step / 60000 : ITEM_MINUTES,
		                .began = began,
		                .ended = began + step,
		                .content = content,
		                .conclusion = conclusion },
		        err));
		TRY(write_speeches(paper, id, n, began, &speech, err));
	}
	return OK;
}

static int32_t flags_of(const struct start_present *one)
{
	static const struct {
		const char *duty;
		int32_t flag;
	} flags[] = { { "exempt", VOTE_EXEMPT }, { "special_duty", VOTE_SPECIAL_DUTY }, { "away", VOTE_AWAY },
		{ "suspended", VOTE_SUSPENDED }, { "detained", VOTE_DETAINED } };
	int32_t all = (one->full ? 0 : VOTE_PROBATIONARY) | (str_is(one->state, "present") ? VOTE_PRESENT : 0);
	for (size_t i = 0; i < LENGTH(flags); i++)
		if (str_is(one->duty, flags[i].duty))
			all |= flags[i].flag;
	return all;
}

static enum status write_electors(
        struct paper *paper, int64_t motion, const struct vote_elector *electors, struct err *err)
{
	struct request *request = paper->request;
	for (size_t i = 0; i < paper->roster.count; i++) {
		int32_t in;
		enum vote_why why = vote_elector_why(&electors[i], &in);
		TRY(start_elector_add(request->arena, request->db,
		        &(struct start_elector_add_in){ .motion = { motion },
		                .person = paper->roster.at[i].person,
		                .shard = paper->meeting.cell->shard,
		                .name = paper->roster.at[i].name,
		                .sort_key = paper->roster.at[i].sort_key,
		                .counts = in == 1,
		                .may_vote = in == 1 && electors[i].flags & VOTE_PRESENT,
		                .why = str_of(vote_why_name(why)) },
		        err));
	}
	return OK;
}

static enum status write_vote(struct paper *paper, int n, int64_t ord, struct err *err)
{
	struct request *request = paper->request;
	struct str kind = request_text(request, name_of(request, "votekind", n)), rule_kind = kind;
	struct vote_rule rule;
	struct vote_result result = { 0 };
	struct vote_elector *electors = arena_array(request->arena, struct vote_elector, paper->roster.count + 1);
	int32_t at;
	if (!kind.len)
		kind = rule_kind = STR("other");
	if (str_is(kind, "minutes") || str_is(kind, "score"))
		rule_kind = STR("other");
	TRY(vote_rule_find(request->arena, rule_kind, paper->meeting.day, &rule, err));
	for (size_t i = 0; i < paper->roster.count; i++)
		electors[i].flags = flags_of(&paper->present[i]);
	struct vote_input input = { .numerator = rule.numerator,
		.denominator = rule.denominator,
		.more_than = rule.more_than,
		.votes_for = (int32_t)request_int(request, name_of(request, "for", n)),
		.votes_against = (int32_t)request_int(request, name_of(request, "against", n)),
		.votes_other = (int32_t)request_int(request, name_of(request, "other", n)) };
	enum vote_wrong wrong = vote_reckon(&input, electors, (int32_t)paper->roster.count, &result, &at);
	if (wrong != VOTE_RIGHT) {
		enum status status = err_set(err, INVALID, wrong == VOTE_TOO_MANY ? "start.too_many" : "start.vote",
		        name_of(request, "for", n));
		err_arg_int(err, "may", result.may_vote);
		return status;
	}
	int64_t id = id_new(paper->meeting.cell->shard);
	TRY(start_motion_add(request->arena, request->db,
	        &(struct start_motion_add_in){ .id = { id },
	                .shard = paper->meeting.cell->shard,
	                .meeting = { paper->meeting.id },
	                .ord = ord,
	                .kind = kind,
	                .question = request_text(request, name_of(request, "question", n)),
	                .votes_for = input.votes_for,
	                .votes_against = input.votes_against,
	                .votes_other = input.votes_other,
	                .base = result.base,
	                .needs = result.needs,
	                .present = result.may_vote,
	                .carried = result.carried == 1,
	                .rule = rule.id,
	                .at = paper->meeting.ended },
	        err));
	TRY(write_electors(paper, id, electors, err));
	return chain_add(request->arena, request->db,
	        &(struct chain_place){ .cell = paper->meeting.cell->id,
	                .meeting = paper->meeting.id,
	                .shard = paper->meeting.cell->shard,
	                .at = request->now },
	        id, err);
}

static enum status write_votes(struct paper *paper, struct err *err)
{
	int64_t ord = 0;
	for (int n = 1; n <= START_VOTES; n++)
		if (request_text(paper->request, name_of(paper->request, "question", n)).len)
			TRY(write_vote(paper, n, ++ord, err));
	return OK;
}

static enum status write_tasks(struct paper *paper, struct err *err)
{
	struct request *request = paper->request;
	const struct unit *cell = paper->meeting.cell;
	struct start_tasks_rows before;
	struct start_tasks_typed typed;
	TRY(start_tasks(request->arena, request->db,
	        &(struct start_tasks_in){ .cell = { cell->id }, .shard = cell->shard }, &before, err));
	for (size_t i = 0; i < before.count; i++) {
		struct str state = request_text(request, name_of(request, "task", before.at[i].id.n));
		struct str result = request_text(request, name_of(request, "result", before.at[i].id.n));
		bool closed = str_is(state, "done") || str_is(state, "dropped");
		if (!state.len)
			continue;
		result = result.len ? result : STR("");
		TRY(start_report_add(request->arena, request->db,
		        &(struct start_report_add_in){ .task = before.at[i].id,
		                .meeting = { paper->meeting.id },
		                .shard = cell->shard,
		                .state = state,
		                .result = result,
		                .at = request->now },
		        err));
		TRY(start_task_state(request->arena, request->db,
		        &(struct start_task_state_in){ .task = before.at[i].id,
		                .shard = cell->shard,
		                .state = state,
		                .result = result,
		                .meeting = { closed ? paper->meeting.id : 0 },
		                .at = closed ? OPT(request->now) : OPT_NONE },
		        err));
	}
	TRY(start_read_tasks(request->arena, &paper->roster, request_text(request, "tasks"), "tasks", &typed, err));
	for (size_t i = 0; i < typed.count; i++)
		TRY(start_task_add(request->arena, request->db,
		        &(struct start_task_add_in){ .id = { id_new(cell->shard) },
		                .shard = cell->shard,
		                .cell = { cell->id },
		                .meeting = { paper->meeting.id },
		                .ord = (int64_t)i + 1,
		                .title = typed.at[i].title,
		                .person = { typed.at[i].person },
		                .person_name = typed.at[i].person_name,
		                .due = typed.at[i].due,
		                .at = request->now },
		        err));
	return OK;
}

/* The minutes are drafted from all that was typed; the resolution stands as it was pasted. */
static enum status write_records(struct paper *paper, struct err *err)
{
	struct request *request = paper->request;
	struct meeting meeting;
	struct str text = request_text(request, "resolution");
	int month = month_of_day(paper->meeting.day);
	struct start_record minutes = { .kind = "minutes",
		.type = "BB",
		.title =
		        str_format(request->arena, "Biên bản sinh hoạt chi bộ tháng %02d/%d", month % 100, month / 100),
		.day = paper->meeting.day,
		.number = request_optint(request, "minutes_number"),
		.field = "minutes_number",
		.meeting = paper->meeting.id };
	struct start_record resolution = { .kind = "resolution",
		.type = "NQ",
		.title = str_format(
		        request->arena, "Nghị quyết sinh hoạt chi bộ tháng %02d/%d", month % 100, month / 100),
		.day = paper->meeting.day,
		.body = start_pasted(request->arena, text),
		.number = request_optint(request, "number"),
		.field = "number",
		.meeting = paper->meeting.id };
	if (resolution.number.set && !text.len)
		return err_set(err, INVALID, "start.resolution_missing", "resolution");
	if (text.len)
		TRY(start_write_record(request, paper->meeting.cell, &resolution, err));
	TRY(meeting_load(request->arena, request->db, paper->meeting.id, &meeting, err));
	TRY(record_draft(
	        request->arena, request->db, &meeting, "minutes", (struct motion_id){ 0 }, &minutes.body, err));
	return start_write_record(request, paper->meeting.cell, &minutes, err);
}

static enum status write_end(struct paper *paper, struct err *err)
{
	struct request *request = paper->request;
	const struct start_meeting *meeting = &paper->meeting;
	const struct start_figures *all = &paper->figures;
	TRY(start_total_add(request->arena, request->db,
	        &(struct start_total_add_in){ .meeting = { meeting->id },
	                .shard = meeting->cell->shard,
	                .members = all->members,
	                .full_members = all->full_members,
	                .base = all->base,
	                .present = all->present,
	                .excused = all->excused,
	                .unexcused = all->unexcused,
	                .exempt = all->exempt,
	                .away = all->away,
	                .special = all->special,
	                .extra = all->extra,
	                .spoke = (int64_t)paper->spoke_count,
	                .minutes = meeting->until - meeting->minute },
	        err));
	struct start_score score = { .total = request_optint(request, "points"),
		.grade = request_text(request, "grade") };
	TRY(start_write_score(request, meeting, &score, err));
	return write_records(paper, err);
}

enum status start_put_paper(struct request *request, void *view, struct err *err)
{
	struct paper paper = { .request = request };
	(void)view;
	TRY(read_head(&paper, err));
	if (!was_typed(request, "state-"))
		return err_set(err, INVALID, "start.roll_empty", NULL);
	TRY(start_write_meeting(request, &paper.meeting, err));
	TRY(write_roll(&paper, err));
	TRY(write_fees(&paper, err));
	TRY(write_items(&paper, err));
	TRY(write_votes(&paper, err));
	TRY(write_tasks(&paper, err));
	TRY(write_end(&paper, err));
	TRY(start_count(request, paper.meeting.cell, month_of_day(paper.meeting.day), err));
	request_flash(request, N_("Đã lưu buổi họp từ giấy."));
	request_go(request, "/meetings/%lld", (long long)paper.meeting.id);
	return OK;
}

const struct field start_paper_form[] = {
	{ "day", FIELD_DAY, .required = true, .label = N_("Ngày họp") },
	{ "place", FIELD_LINE, .label = N_("Địa điểm") },
	{ "from", FIELD_CLOCK, .required = true, .label = N_("Bắt đầu") },
	{ "until", FIELD_CLOCK, .required = true, .label = N_("Kết thúc") },
	{ "kind", FIELD_CHOICE, .required = true, .choices = "regular thematic both extraordinary",
	        .label = N_("Loại buổi họp") },
	{ "theme", FIELD_LINE, .max = 300, .label = N_("Tên chuyên đề") },
	{ "chair", FIELD_ID, .required = true, .label = N_("Chủ trì") },
	{ "clerk", FIELD_ID, .label = N_("Thư ký") },
	{ "state-*", FIELD_CHOICE, .choices = "present excused unexcused", .label = N_("Điểm danh") },
	{ "reason-*", FIELD_LINE, .label = N_("Lý do vắng") },
	{ "fees", FIELD_FLAG, .label = N_("Đảng phí") },
	{ "unpaid-*", FIELD_FLAG, .label = N_("Chưa đóng") },
	{ "task-*", FIELD_CHOICE, .choices = "done part not_done dropped", .label = N_("Kết quả") },
	{ "result-*", FIELD_LINE, .max = 600, .label = N_("Ghi chú") },
	{ "title-*", FIELD_LINE, .max = 300, .label = N_("Tên mục") },
	{ "content-*", FIELD_TEXT, .max = 20000, .label = N_("Nội dung") },
	{ "speech-*", FIELD_TEXT, .max = 20000, .label = N_("Ý kiến") },
	{ "conclusion-*", FIELD_TEXT, .max = 4000, .label = N_("Kết luận") },
	{ "question-*", FIELD_LINE, .max = 600, .label = N_("Điều biểu quyết") },
	{ "votekind-*", FIELD_CHOICE,
	        .choices = "resolution minutes score admission recognition removal expulsion other",
	        .label = N_("Loại") },
	{ "for-*", FIELD_INT, .max = 2000, .label = N_("Tán thành") },
	{ "against-*", FIELD_INT, .max = 2000, .label = N_("Không tán thành") },
	{ "other-*", FIELD_INT, .max = 2000, .label = N_("Ý kiến khác") },
	{ "tasks", FIELD_TEXT, .max = 40000, .label = N_("Các nhiệm vụ") },
	{ "points", FIELD_INT, .max = 100, .label = N_("Tổng điểm") },
	{ "grade", FIELD_CHOICE, .choices = "good fair average poor", .label = N_("Chi bộ tự xếp loại") },
	{ "resolution", FIELD_TEXT, .max = 100000, .label = N_("Toàn văn nghị quyết") },
	{ "minutes_number", FIELD_INT, .min = 1, .max = 9999, .label = N_("Số biên bản trên giấy") },
	{ "number", FIELD_INT, .min = 1, .max = 9999, .label = N_("Số nghị quyết trên giấy") },
	{ 0 },
};
