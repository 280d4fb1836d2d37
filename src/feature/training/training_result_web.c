/* What everybody did in a class, results typed in from paper, certificates; and by unit, how many secretaries were
 * trained. */
#include "feature/training/training_private.h"

#include "base/id.h"
#include "base/text.h"
#include "base/time.h"
#include "gen/training_page.h"

enum { MONTHS = 12, LIST_PAGE = 50 };

enum status show_class_results(struct request *request, void *to, struct err *err)
{
	struct training_results_page_view *view = to;
	const struct training *class = request_training(request);
	const struct training_one_row *row = &class->row;
	struct training_results_rows rows;
	struct training_totals_row totals;
	int64_t page = training_page(request);
	*view = (struct training_results_page_view){ .class = class->id,
		.state = row->state,
		.quiz = str_is(row->quiz, "open") || str_is(row->quiz, "closed"),
		.quiz_open = str_is(row->quiz, "open"),
		.lessons = row->lessons,
		.least = row->least,
		.pass = row->pass,
		.needed = row->lessons ? training_needed(row->lessons, row->least) : 0,
		.number = row->certificate_number,
		.day = row->certificate_day,
		.signer = row->signer,
		.signer_post = row->signer_post,
		.page = page,
		.ended = str_is(row->state, "ended") };
	TRY(training_totals(request->arena, request->db, &(struct training_totals_in){ class->id }, &totals, err));
	view->people = totals.called;
	view->part = totals.called > TRAINING_PART ? OPT(training_part_of_page(page)) : OPT_NONE;
	view->passed = totals.passed;
	view->certificates = totals.certificates;
	TRY(training_results(request->arena, request->db,
	        &(struct training_results_in){ class->id, TRAINING_PAGE + 1, (page - 1) * TRAINING_PAGE }, &rows, err));
	bool more = rows.count > TRAINING_PAGE;
	rows.count -= more;
	view->seats.at = arena_array(request->arena, struct training_results_page_seats, rows.count + 1);
	for (size_t i = 0; i < rows.count; i++) {
		const struct training_results_row *one = &rows.at[i];
		struct training_did did = training_did(row, one->present, one->passed);
		const char *lacks = training_lacks(&did);
		view->seats.at[view->seats.count++] = (struct training_results_page_seats){ .id = one->id,
			.name = one->name,
			.label = one->label,
			.place = one->place,
			.present = one->present,
			.tried = one->tried,
			.correct = one->correct,
			.total = one->total,
			.passed = one->passed > 0,
			.lacks = *lacks ? str_of(lacks) : STR_NONE,
			.certificate = one->certificate ? training_certificate_number(
			                                          request->arena, one->certificate, one->year)
			                                : STR_NONE };
	}
	training_pages(request,
	        str_c(request->arena, str_format(request->arena, "/classes/%lld/results?", (long long)class->id.n)),
	        page, more, &view->before, &view->after);
	training_crumb(request);
	return OK;
}

static enum status type_one(
        struct request *request, struct seat_id id, int64_t correct, int64_t total, const char *field, struct err *err)
{
	const struct training *class = request_training(request);
	struct training_seat_one_row seat;
	struct training_measure_row did;
	bool found;
	TRY(training_seat_one(request->arena, request->db, &(struct training_seat_one_in){ id }, &seat, &found, err));
	if (!found || seat.class.n != class->id.n)
		return err_set(err, INVALID, "training.no_seat", NULL);
	if (correct > total) {
		err_set(err, INVALID, N_("training.correct_many"), field);
		err_arg_int(err, "total", total);
		return INVALID;
	}
	TRY(training_measure(request->arena, request->db, &(struct training_measure_in){ id }, &did, err));
	if (did.passed)
		return err_set(err, CONFLICT, "training.passed_already", field);
	if (did.tried >= class->row.tries)
		return err_set(err, CONFLICT, "training.no_tries", field);
	if (str_is(class->row.state, "ended"))
		TRY(training_wait_put(request->arena, request->db, &(struct training_wait_put_in){ .seat = id }, err));
	return training_try_add(request->arena, request->db,
	        &(struct training_try_add_in){ .id = id_new(0),
	                .seat = id,
	                .ord = did.tried + 1,
	                .correct = correct,
	                .total = total,
	                .passed = correct >= training_needed(total, class->row.pass),
	                .paper = 1,
	                .account = request->account,
	                .at = request->now },
	        err);
}

/* Papers that were marked by hand: how many answers were right. */
enum status type_class_results(struct request *request, void *view, struct err *err)
{
	const struct training *class = request_training(request);
	struct call call = training_call_of(request);
	struct str rest, value;
	struct quiz quiz;
	size_t at = 0;
	(void)view;
	TRY(training_need(class, "open ended", err));
	TRY(training_quiz_load(&call, class->id, &quiz, err));
	if (!quiz.count || str_is(class->row.quiz, "draft"))
		return err_set(err, CONFLICT, N_("training.quiz_unopened"), NULL);
	while (request_each(request, "correct-", &at, &rest, &value)) {
		int64_t id, correct;
		if (value.len && str_int(rest, &id) && str_int(value, &correct))
			TRY(type_one(request, (struct seat_id){ id }, correct, (int64_t)quiz.count,
			        str_c(request->arena, str_format(request->arena, "correct-%lld", (long long)id)), err));
	}
	request_flash(request, N_("Đã ghi kết quả bài giấy."));
	request_go(
	        request, "/classes/%lld/results?page=%lld", (long long)class->id.n, (long long)training_page(request));
	return OK;
}

static enum status certify(struct request *request, struct seat_id seat, int64_t number, int64_t year, struct err *err)
{
	return training_certify(request->arena, request->db,
	        &(struct training_certify_in){ .id = seat,
	                .number = number,
	                .year = year,
	                .code = training_certificate_code(request->arena),
	                .at = request->now },
	        err);
}

static enum status check_decision(struct request *request, struct err *err)
{
	const struct training *class = request_training(request);
	struct str day = request_day(request, "day");
	if (str_is(class->row.quiz, "open"))
		return err_set(err, CONFLICT, N_("training.quiz_still_open"), NULL);
	TRY(training_need(class, "ended", err));
	if (str_compare(day, class->row.ended_day) < 0) {
		err_set(err, INVALID, N_("training.decision_early"), "day");
		err_arg(err, "day", date_show(request->arena, class->row.ended_day));
		return INVALID;
	}
	return str_compare(day, request->today) > 0 ? err_set(err, INVALID, N_("training.decision_future"), "day") : OK;
}

enum status decide_certificates(struct request *request, void *view, struct err *err)
{
	const struct training *class = request_training(request);
	struct training_results_rows rows;
	struct training_certificate_last_row last;
	struct str day = request_day(request, "day");
	int64_t year = month_of_day(day) / 100, given = 0;
	(void)view;
	TRY(check_decision(request, err));
	TRY(training_results(request->arena, request->db,
	        &(struct training_results_in){ class->id, TRAINING_PEOPLE * 2, 0 }, &rows, err));
	TRY(training_certificate_last(request->arena, request->db,
	        &(struct training_certificate_last_in){ class->row.unit, year }, &last, err));
	for (size_t i = 0; i < rows.count; i++) {
		struct training_did did = training_did(&class->row, rows.at[i].present, rows.at[i].passed);
		if (rows.at[i].certificate || *training_lacks(&did))
			continue;
		TRY(certify(request, rows.at[i].id, last.n + ++given, year, err));
	}
	if (!given)
		return err_set(err, CONFLICT, N_("training.none_certified"), NULL);
	TRY(training_wait_class(
	        request->arena, request->db, &(struct training_wait_class_in){ .class = class->id }, err));
	TRY(training_decide(request->arena, request->db,
	        &(struct training_decide_in){ class->id, request_text(request, "number"), day,
	                request_text(request, "signer"), request_text(request, "signer_post") },
	        err));
	return training_back(request, N_("Đã cấp giấy chứng nhận cho những người đủ điều kiện."), "/results");
}

/* For one person, by the decision that stands: after something was put right. */
enum status certify_seat(struct request *request, void *view, struct err *err)
{
	const struct training *class = request_training(request);
	const struct seat *seat = request_seat(request);
	struct training_measure_row measured;
	struct training_certificate_last_row last;
	(void)view;
	TRY(training_measure(request->arena, request->db, &(struct training_measure_in){ seat->id }, &measured, err));
	struct training_did did = training_did(&class->row, measured.present, measured.passed);
	const char *lacks = training_lacks(&did);
	if (*lacks)
		return training_refuse_certificate(&did, lacks, seat->row.name, err);
	if (seat->row.certificate)
		return err_set(err, CONFLICT, N_("training.certified_already"), NULL);
	TRY(training_need(class, "ended", err));
	if (!class->row.certificate_day.len)
		return err_set(err, CONFLICT, N_("training.no_decision"), NULL);
	int64_t year = month_of_day(class->row.certificate_day) / 100;
	TRY(training_certificate_last(request->arena, request->db,
	        &(struct training_certificate_last_in){ class->row.unit, year }, &last, err));
	TRY(certify(request, seat->id, last.n + 1, year, err));
	TRY(training_wait_put(request->arena, request->db, &(struct training_wait_put_in){ .seat = seat->id }, err));
	return training_back(request, N_("Đã cấp giấy chứng nhận."), "/results");
}

enum status show_certificate_check(struct request *request, void *to, struct err *err)
{
	struct training_check_view *view = to;
	struct training_certificate_check_row row;
	bool found = false;
	view->code = text_upper(request->arena, request_query(request, "code"));
	if (!view->code.len)
		return OK;
	TRY(training_certificate_check(
	        request->arena, request->db, &(struct training_certificate_check_in){ view->code }, &row, &found, err));
	view->asked = true;
	view->found = found;
	if (!found)
		return OK;
	view->name = row.name;
	view->place = row.place;
	view->class_title = row.title;
	view->organiser = row.organiser;
	view->unit_name = row.unit_name;
	view->number = training_certificate_number(request->arena, row.certificate, row.year);
	view->decision = row.number;
	view->day = row.day;
	return OK;
}

static int64_t months_of(struct request *request, int *ret_month, int *ret_since)
{
	int64_t months = request_query_int(request, "months", MONTHS);
	months = months < 1 ? 1 : months > 60 ? 60 : months;
	*ret_month = month_of_day(request->today);
	*ret_since = month_add(*ret_month, -(int)months + 1);
	return months;
}

/* Names of secretaries: to those who oversee at the level of a commune, or below it. */
static enum status may_name(struct request *request, const struct unit *unit, bool *ret_names, struct err *err)
{
	struct training_offices_rows rows;
	struct training_below_row below;
	*ret_names = false;
	if (str_is(unit->kind, "centre") || str_is(unit->kind, "tinh"))
		return OK;
	TRY(training_offices(
	        request->arena, request->db, &(struct training_offices_in){ request->account }, &rows, err));
	for (size_t i = 0; i < rows.count && !*ret_names; i++) {
		if (str_is(rows.at[i].kind, "centre") || str_is(rows.at[i].kind, "tinh"))
			continue;
		TRY(training_below(request->arena, request->db,
		        &(struct training_below_in){ { unit->id }, rows.at[i].unit }, &below, err));
		*ret_names = below.n > 0;
	}
	return OK;
}

static struct opt_int share(int64_t part, int64_t all)
{
	return all ? OPT(part * 1000 / all) : OPT_NONE;
}

static enum status fill_cells(struct request *request, struct training_coverage_view *view, int64_t page, int since,
        bool *ret_more, struct err *err)
{
	struct training_cover_cells_rows cells;
	TRY(training_cover_cells(request->arena, request->db,
	        &(struct training_cover_cells_in){ view->unit, LIST_PAGE + 1, (page - 1) * LIST_PAGE }, &cells, err));
	bool more = cells.count > LIST_PAGE;
	cells.count -= more;
	*ret_more |= more;
	view->cells.at = arena_array(request->arena, struct training_coverage_cells, cells.count + 1);
	for (size_t i = 0; i < cells.count; i++) {
		const struct training_cover_cells_row *row = &cells.at[i];
		view->cells.at[view->cells.count++] =
		        (struct training_coverage_cells){ row->id, row->name, view->names ? row->secretary : STR_NONE,
			        row->secretary.len == 0, row->month, row->month < since };
		if (view->names && row->secretary.len)
			request_look(request, row->id.n, (int)row->shard, "training");
	}
	return OK;
}

enum status show_trained(struct request *request, void *to, struct err *err)
{
	struct training_coverage_view *view = to;
	const struct unit *unit = request_unit(request, "unit");
	struct training_cover_units_rows units;
	struct training_cover_whole_row whole;
	int64_t page = training_page(request);
	int month, since;
	view->months = months_of(request, &month, &since);
	view->unit.n = unit->id;
	view->unit_name = unit->name;
	view->since = since;
	TRY(may_name(request, unit, &view->names, err));
	TRY(training_cover_whole(request->arena, request->db,
	        &(struct training_cover_whole_in){ { unit->id }, since, month }, &whole, err));
	view->all = whole.cells;
	view->trained = whole.heads;
	view->share = share(whole.heads, whole.cells);
	view->attended = whole.attended;
	view->certificates = whole.certificates;
	TRY(training_cover_units(request->arena, request->db,
	        &(struct training_cover_units_in){ { unit->id }, since, month, LIST_PAGE + 1, (page - 1) * LIST_PAGE },
	        &units, err));
	bool more = units.count > LIST_PAGE;
	units.count -= more;
	view->units.at = arena_array(request->arena, struct training_coverage_units, units.count + 1);
	for (size_t i = 0; i < units.count; i++) {
		const struct training_cover_units_row *row = &units.at[i];
		view->units.at[view->units.count++] = (struct training_coverage_units){ row->id, row->name, row->cells,
			row->heads, share(row->heads, row->cells), row->attended, row->certificates };
	}
	TRY(fill_cells(request, view, page, since, &more, err));
	training_pages(request,
	        str_c(request->arena, str_format(request->arena, "/units/%lld/training?months=%lld&",
	                                      (long long)unit->id, (long long)view->months)),
	        page, more, &view->before, &view->after);
	request->shell.crumb = unit->name;
	request->shell.crumb_href = str_format(request->arena, "/units/%lld/classes", (long long)unit->id);
	return OK;
}

enum status show_untrained(struct request *request, void *to, struct err *err)
{
	struct training_missing_page_view *view = to;
	const struct unit *unit = request_unit(request, "unit");
	struct training_missing_rows rows;
	int64_t page = training_page(request);
	int month, since;
	view->months = months_of(request, &month, &since);
	view->unit.n = unit->id;
	view->unit_name = unit->name;
	view->since = since;
	request->shell.crumb = unit->name;
	request->shell.crumb_href = str_format(request->arena, "/units/%lld/training", (long long)unit->id);
	TRY(may_name(request, unit, &view->names, err));
	if (!view->names)
		return OK;
	TRY(training_missing(request->arena, request->db,
	        &(struct training_missing_in){ { unit->id }, since, LIST_PAGE + 1, (page - 1) * LIST_PAGE }, &rows,
	        err));
	bool more = rows.count > LIST_PAGE;
	rows.count -= more;
	view->people = rows;
	for (size_t i = 0; i < rows.count; i++)
		request_look(request, rows.at[i].id.n, (int)rows.at[i].shard, "training");
	training_pages(request,
	        str_c(request->arena, str_format(request->arena, "/units/%lld/training/missing?months=%lld&",
	                                      (long long)unit->id, (long long)view->months)),
	        page, more, &view->before, &view->after);
	return OK;
}
