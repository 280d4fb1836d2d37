/* A cell's years of review: the list, a new one; one review with its steps and who is assessed. */
#include "feature/annual/annual_private.h"

#include "base/time.h"
#include "gen/annual_page.h"

struct str annual_grade_name(const struct annual_rule *rule, struct str grade)
{
	enum annual_grade at = annual_grade_of(grade);
	return at == ANNUAL_NO_GRADE ? STR_NONE : rule->grade_name[at];
}

struct str annual_home(struct arena *arena, const struct review *review)
{
	return review->committee ? str_format(arena, "/units/%lld/annual?year=%lld", (long long)review->cell.id,
	                                   (long long)review->row.year)
	                         : str_format(arena, "/cells/%lld/annual", (long long)review->cell.id);
}

static struct str end_of(struct request *request, int64_t year, const char *day)
{
	return str_format(request->arena, "%lld-%s", (long long)year, day);
}

enum status annual_show_cell(struct request *request, void *to, struct err *err)
{
	struct annual_cell_view *view = to;
	const struct unit *cell = request_unit(request, "cell");
	int64_t year = month_of_day(request->today) / 100;
	if (month_of_day(request->today) % 100 < 6)
		year--; /* what is reviewed in spring is the last year */
	*view = (struct annual_cell_view){ .cell = { cell->id },
		.cell_name = cell->name,
		.opens = request_can(request, "annual.open"),
		.year = year,
		.self_by = end_of(request, year, "12-05"),
		.day = end_of(request, year, "12-15") };
	TRY(annual_review_many(request->arena, request->db, &(struct annual_review_many_in){ view->cell, cell->shard },
	        &view->reviews, err));
	for (size_t i = 0; i < view->reviews.count; i++)
		view->opened = view->opened || view->reviews.at[i].year == year;
	if (request->person.n)
		TRY(annual_mine(request->arena, request->db, &(struct annual_mine_in){ request->person, year - 9 },
		        &view->mine, err));
	if (request->object_roles_above & R(OFFICER)) {
		request->shell.crumb = cell->parent_name;
		request->shell.crumb_href = str_format(
		        request->arena, "/units/%lld/annual?year=%lld", (long long)cell->parent, (long long)year);
	} else {
		request->shell.crumb = cell->name;
		request->shell.crumb_href = str_format(request->arena, "/cells/%lld", (long long)cell->id);
	}
	return OK;
}

enum status annual_open_cell(struct request *request, void *view, struct err *err)
{
	const struct unit *cell = request_unit(request, "cell");
	struct call call = annual_call_of(request);
	struct annual_round_one_row round;
	struct annual_id id;
	bool found;
	(void)view;
	TRY(annual_round_one(request->arena, request->db,
	        &(struct annual_round_one_in){ { cell->parent }, request_int(request, "year") }, &round, &found, err));
	TRY(annual_open_review(&call, cell, request_int(request, "year"), request_day(request, "self_by"),
	        request_day(request, "day"), found ? round.scope : STR("cell"), &id, err));
	request_flash(request, N_("Đã mở đợt kiểm điểm. Đảng viên tự kiểm điểm được từ bây giờ."));
	request_go(request, "/annual/%lld", (long long)id.n);
	return OK;
}

/* The next act, in the order of the rule. */
static struct str next_step(const struct review *review, const struct annual_show_view *view, struct str today)
{
	if (str_is(review->row.state, "proposed"))
		return STR("decide");
	if (str_is(review->row.state, "decided"))
		return STR("over");
	if (!review->row.draft_day.len)
		return STR("draft");
	if (view->asks_agency && !review->row.agency.len)
		return STR("agency");
	if (str_compare(today, review->row.day) < 0)
		return review->committee ? STR("wait_committee") : STR("wait");
	if (!review->row.collective_day.len)
		return STR("collective");
	if (view->lower_waits)
		return STR("lower");
	if (view->verified == view->count)
		return STR("propose");
	return review->committee ? STR("verify_committee") : STR("verify");
}

static enum status fill_people(
        struct request *request, const struct review *review, struct annual_show_view *view, struct err *err)
{
	struct annual_assessed_many_rows rows;
	struct arena *arena = request->arena;
	TRY(annual_assessed_many(
	        arena, request->db, &(struct annual_assessed_many_in){ review->id, review->shard }, &rows, err));
	view->people.at = arena_array(arena, struct annual_show_people, rows.count + 1);
	for (size_t i = 0; i < rows.count; i++) {
		const struct annual_assessed_many_row *row = &rows.at[i];
		bool cell = str_is(row->kind, "cell");
		if (!row->left_out.len) {
			view->count++;
			view->sent += row->sent_at.set;
			view->verified += row->verified_at.set;
		}
		if (cell)
			view->collective = row->id;
		if (!view->leads && !cell && !(request->person.n && row->person.n == request->person.n))
			continue;
		if (!view->leads && cell && !row->decided.len)
			continue;
		view->people.at[view->people.count++] = (struct annual_show_people){ .id = row->id,
			.cell = cell,
			.name = row->name,
			.label = row->label,
			.post = row->post,
			.form = row->form,
			.group = row->grp,
			.left_out = row->left_out,
			.sent = row->sent_at.set,
			.own_grade = annual_grade_name(&review->rule, row->own_grade),
			.points = row->points,
			.grade = annual_grade_name(&review->rule, row->grade),
			.weighed = annual_grade_name(&review->rule, row->weighed),
			.decided = annual_grade_name(&review->rule, row->decided) };
	}
	return OK;
}

static void fill_quotas(struct request *request, const struct quotas *quotas, struct annual_show_view *view)
{
	view->quotas.at = arena_array(request->arena, struct annual_show_quotas, quotas->count + 1);
	for (size_t i = 0; i < quotas->count; i++) {
		const struct quota *quota = &quotas->at[i];
		view->quotas.at[view->quotas.count++] =
		        (struct annual_show_quotas){ quota->name, quota->excellent, quota->good, quota->most,
			        annual_flow_reckoning(request->arena, quota), quota->number, quota->over };
	}
}

/* What is known of a committee's year, what agencies said, and who below is not done. */
static enum status fill_committee(
        struct request *request, const struct review *review, struct annual_show_view *view, struct err *err)
{
	struct call call = annual_call_of(request);
	struct annual_book book = { 0 };
	struct err later = { 0 };
	if (!review->committee)
		return annual_months(request->arena, request->db,
		        &(struct annual_months_in){
		                view->cell, review->shard, view->year * 100 + 1, view->year * 100 + 12 },
		        &view->months, err);
	view->decides = view->decides && !(request->object_roles_own & R(OFFICER));
	TRY(annual_committee_read(&call, review, &book, err));
	view->counted = book.counted;
	view->grades = book.grades;
	view->lower_waits =
	        str_is(review->row.state, "open") && annual_committee_may(&call, review, &later) == CONFLICT;
	return annual_opinion_many(request->arena, request->db,
	        &(struct annual_opinion_many_in){ review->id, review->shard }, &view->opinions, err);
}

enum status annual_show_review(struct request *request, void *to, struct err *err)
{
	struct annual_show_view *view = to;
	const struct review *review = annual_request_review(request);
	struct call call = annual_call_of(request);
	struct quotas quotas;
	bool open = str_is(review->row.state, "open");
	*view = (struct annual_show_view){ .annual = review->id,
		.cell = review->row.cell,
		.cell_name = review->cell.name,
		.unit = review->row.unit,
		.unit_name = review->cell.parent_name,
		.year = review->row.year,
		.state = review->row.state,
		.self_by = review->row.self_by,
		.day = review->row.day,
		.draft_day = review->row.draft_day,
		.collective_day = review->row.collective_day,
		.agency = review->row.agency,
		.agency_day = review->row.agency_day,
		.returned = review->row.returned,
		.rule = review->rule.name,
		.source = review->rule.source,
		.guidance = review->rule.guidance,
		.ours = review->rule.ours,
		.today = request->today,
		.committee = review->committee,
		.asks_agency = annual_flow_asks_agency(review),
		.runs = open && request_can(request, "annual.run"),
		.decides = request_can(request, "annual.decide"),
		.leads = request_can(request, "annual.run") || request_can(request, "annual.decide") };
	TRY(fill_people(request, review, view, err));
	if (view->leads && !review->committee) {
		TRY(annual_flow_quotas_of_review(&call, review, &quotas, err));
		fill_quotas(request, &quotas, view);
	}
	TRY(fill_committee(request, review, view, err));
	view->step = next_step(review, view, request->today);
	request->shell.crumb = review->cell.name;
	request->shell.crumb_href = annual_home(request->arena, review);
	return OK;
}

static enum status back(struct request *request, const char *flash)
{
	request_flash(request, flash);
	request_go(request, "/annual/%lld", (long long)annual_request_review(request)->id.n);
	return OK;
}

static enum status must_be_open(const struct review *review, struct err *err)
{
	return str_is(review->row.state, "open") ? OK : err_set(err, CONFLICT, "annual.not_open", NULL);
}

enum status annual_save_days(struct request *request, void *view, struct err *err)
{
	const struct review *review = annual_request_review(request);
	(void)view;
	TRY(must_be_open(review, err));
	if (str_compare(request_day(request, "self_by"), request_day(request, "day")) > 0)
		return err_set(err, INVALID, "annual.days", "day");
	TRY(annual_review_days(request->arena, request->db,
	        &(struct annual_review_days_in){
	                review->id, review->shard, request_day(request, "self_by"), request_day(request, "day") },
	        err));
	return back(request, N_("Đã lưu các ngày."));
}

/* The draft of the collective's report is sent to those who take part, early enough before the review. */
enum status annual_save_draft(struct request *request, void *view, struct err *err)
{
	const struct review *review = annual_request_review(request);
	struct str sent = request_day(request, "sent");
	struct date from, to;
	(void)view;
	TRY(must_be_open(review, err));
	if (str_compare(sent, request->today) > 0)
		return err_set(err, INVALID, "annual.future", "sent");
	check(date_parse(sent, &from) && date_parse(review->row.day, &to));
	int days = annual_working_days(from, to);
	if (days < review->rule.draft_days) {
		err_set(err, INVALID, "annual.draft_days", "sent");
		err_arg_int(err, "n", days);
		err_arg_int(err, "least", review->rule.draft_days);
		err_arg(err, "day", date_show(request->arena, review->row.day));
		err_arg(err, "rule", review->rule.guidance);
		return INVALID;
	}
	TRY(annual_review_draft(request->arena, request->db,
	        &(struct annual_review_draft_in){ review->id, review->shard, sent, request->account }, err));
	return back(request, N_("Đã ghi ngày gửi dự thảo báo cáo kiểm điểm tập thể."));
}

enum status annual_save_collective(struct request *request, void *view, struct err *err)
{
	const struct review *review = annual_request_review(request);
	struct str held = request_day(request, "held");
	(void)view;
	TRY(must_be_open(review, err));
	if (!review->row.draft_day.len) {
		err_set(err, CONFLICT, "annual.draft_first", NULL);
		err_arg(err, "rule", review->rule.guidance);
		return CONFLICT;
	}
	if (str_compare(held, request->today) > 0)
		return err_set(err, INVALID, "annual.future", "held");
	if (str_compare(held, review->row.day) < 0)
		return err_set(err, INVALID, "annual.held_early", "held");
	TRY(annual_review_collective(request->arena, request->db,
	        &(struct annual_review_collective_in){ review->id, review->shard, held }, err));
	return back(request, review->committee
	                             ? N_("Đã ghi ngày kiểm điểm tập thể.")
	                             : N_("Đã ghi ngày kiểm điểm tập thể. Bước tiếp: kiểm điểm từng đồng chí."));
}

enum status annual_save_agency(struct request *request, void *view, struct err *err)
{
	const struct review *review = annual_request_review(request);
	bool done = str_is(request_text(request, "agency"), "done");
	struct str day = request_day(request, "agency_day");
	(void)view;
	TRY(must_be_open(review, err));
	if (done && !day.len)
		return err_set(err, INVALID, "annual.agency_day", "agency_day");
	if (done && str_compare(day, request->today) > 0)
		return err_set(err, INVALID, "annual.future", "agency_day");
	TRY(annual_review_agency(request->arena, request->db,
	        &(struct annual_review_agency_in){
	                review->id, review->shard, request_text(request, "agency"), done ? day : STR_NONE },
	        err));
	return back(request, N_("Đã ghi."));
}

/* The agencies of the committee above give their view before it decides. */
enum status annual_save_opinion(struct request *request, void *view, struct err *err)
{
	const struct review *review = annual_request_review(request);
	struct str said = request_day(request, "said");
	(void)view;
	TRY(annual_committee_stranger(request, review, err));
	if (!review->committee || !str_is(review->row.state, "proposed"))
		return err_set(err, CONFLICT, "annual.opinion_state", NULL);
	if (str_compare(said, request->today) > 0)
		return err_set(err, INVALID, "annual.future", "said");
	TRY(annual_opinion_add(request->arena, request->db,
	        &(struct annual_opinion_add_in){ review->id, review->shard, request_text(request, "agency"), said,
	                request_text(request, "opinion"), request_text(request, "view"), request->account,
	                request->now },
	        err));
	return back(request, N_("Đã ghi ý kiến của cơ quan."));
}
