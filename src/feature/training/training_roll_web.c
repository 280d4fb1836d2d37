/* Who came to a lesson: the changing code on the screen and the tap on a phone, or the list, ticked in the hall or
 * typed in from paper. What was marked and is another now leaves a trace. */
#include "feature/training/training_private.h"

#include "base/id.h"
#include "base/time.h"
#include "feature/account/account.h"
#include "gen/training_page.h"

enum { REFRESH_SECONDS = 40 };

enum status show_lesson_roll(struct request *request, void *to, struct err *err)
{
	struct training_roll_page_view *view = to;
	const struct training *class = request_training(request);
	const struct lesson *lesson = request_lesson(request);
	struct training_roll_rows rows;
	int64_t page = training_page(request), begins = training_lesson_begins(lesson->row.day, lesson->row.minute);
	*view = (struct training_roll_page_view){ .class = class->id,
		.lesson = lesson->id,
		.topic = lesson->row.topic,
		.day = lesson->row.day,
		.minute = lesson->row.minute,
		.page = page,
		.part = training_part_of_page(page),
		.begun = begins - TRAINING_EARLY_MINUTES * 60000 <= request->now,
		.now = training_code_time(begins, lesson->row.length, request->now),
		.works = str_is(class->row.state, "open") || str_is(class->row.state, "ended") };
	TRY(training_roll(request->arena, request->db,
	        &(struct training_roll_in){ class->id, lesson->id, TRAINING_PAGE + 1, (page - 1) * TRAINING_PAGE },
	        &rows, err));
	bool more = rows.count > TRAINING_PAGE;
	rows.count -= more;
	for (size_t i = 0; i < rows.count; i++)
		view->marked |= rows.at[i].state.len > 0;
	view->seats = rows;
	struct training_rolled_rows rolled;
	TRY(training_rolled(request->arena, request->db, &(struct training_rolled_in){ class->id }, &rolled, err));
	for (size_t i = 0; i < rolled.count; i++)
		if (rolled.at[i].lesson.n == lesson->id.n)
			view->present = rolled.at[i].present;
	TRY(training_change_many(request->arena, request->db,
	        &(struct training_change_many_in){ class->id, lesson->id }, &view->changes, err));
	training_pages(request,
	        str_c(request->arena, str_format(request->arena, "/classes/%lld/lessons/%lld?", (long long)class->id.n,
	                                      (long long)lesson->id.n)),
	        page, more, &view->before, &view->after);
	training_crumb(request);
	return OK;
}

/* A mark. One that says what is there already writes nothing; another one leaves a trace, for which a reason is asked.
 */
struct mark {
	struct seat_id seat;
	struct lesson_id lesson;
	struct str state, how, reason;
	bool own; /* by the code: what a list says stands, only an absence gives way */
};

static enum status put_mark(struct request *request, const struct mark *mark, bool *ret_changed, struct err *err)
{
	struct training_presence_one_row before;
	bool found;
	*ret_changed = false;
	TRY(training_presence_one(request->arena, request->db,
	        &(struct training_presence_one_in){ mark->seat, mark->lesson }, &before, &found, err));
	if (found && str_eq(before.state, mark->state))
		return OK;
	*ret_changed = true;
	if (found && !mark->own && !mark->reason.len)
		return err_set(err, INVALID, N_("training.reason"), "reason");
	if (found)
		TRY(training_change_add(request->arena, request->db,
		        &(struct training_change_add_in){ id_new(0), 0, mark->seat, mark->lesson, before.state,
		                mark->state, mark->own ? STR("Điểm danh bằng mã") : mark->reason, request->account,
		                request->now },
		        err));
	return training_presence_put(request->arena, request->db,
	        &(struct training_presence_put_in){ .seat = mark->seat,
	                .lesson = mark->lesson,
	                .state = mark->state,
	                .how = mark->how,
	                .account = request->account,
	                .at = request->now },
	        err);
}

enum status save_lesson_roll(struct request *request, void *view, struct err *err)
{
	const struct training *class = request_training(request);
	const struct lesson *lesson = request_lesson(request);
	struct str rest, value;
	size_t at = 0;
	(void)view;
	TRY(training_need(class, "open ended", err));
	if (training_lesson_begins(lesson->row.day, lesson->row.minute) - TRAINING_EARLY_MINUTES * 60000 > request->now)
		return err_set(err, CONFLICT, N_("training.roll_early"), NULL);
	while (request_each(request, "state-", &at, &rest, &value)) {
		struct training_seat_one_row seat;
		int64_t id;
		bool found = false, changed;
		if (!value.len || !str_int(rest, &id))
			continue;
		TRY(training_seat_one(
		        request->arena, request->db, &(struct training_seat_one_in){ { id } }, &seat, &found, err));
		if (!found || seat.class.n != class->id.n)
			return err_set(err, INVALID, "training.no_seat", NULL);
		TRY(put_mark(request,
		        &(struct mark){ { id }, lesson->id, value,
		                request_int(request, "paper") ? STR("paper") : STR("list"),
		                request_text(request, "reason"), false },
		        &changed, err));
		if (changed && str_is(class->row.state, "ended"))
			TRY(training_wait_put(
			        request->arena, request->db, &(struct training_wait_put_in){ .seat = { id } }, err));
	}
	request_flash(request, N_("Đã lưu điểm danh."));
	request_go(request, "/classes/%lld/lessons/%lld?page=%lld", (long long)class->id.n, (long long)lesson->id.n,
	        (long long)training_page(request));
	return OK;
}

enum status show_lesson_screen(struct request *request, void *to, struct err *err)
{
	struct training_screen_view *view = to;
	const struct training *class = request_training(request);
	const struct lesson *lesson = request_lesson(request);
	struct training_rolled_rows rolled;
	TRY(training_need(class, "open", err));
	*view = (struct training_screen_view){ .class = class->id,
		.lesson = lesson->id,
		.title = class->row.title,
		.topic = lesson->row.topic,
		.day = lesson->row.day,
		.minute = lesson->row.minute,
		.now = training_code_time(training_lesson_begins(lesson->row.day, lesson->row.minute),
		        lesson->row.length, request->now) };
	if (!view->now)
		return OK;
	int64_t code = training_code(lesson->row.secret, request->now);
	struct str base = request_base_url(request);
	view->number = code;
	view->code = str_format(request->arena, "%04lld %03lld %03lld", (long long)(code / 1000000),
	        (long long)(code / 1000 % 1000), (long long)(code % 1000));
	view->qr = account_qr(request->arena,
	        str_format(request->arena, "%.*s/classes/%lld/lessons/%lld/here/%lld", STR_ARG(base),
	                (long long)class->id.n, (long long)lesson->id.n, (long long)code),
	        &view->size);
	TRY(training_rolled(request->arena, request->db, &(struct training_rolled_in){ class->id }, &rolled, err));
	for (size_t i = 0; i < rolled.count; i++)
		if (rolled.at[i].lesson.n == lesson->id.n)
			view->present = rolled.at[i].present;
	http_reply_header(request->http, "Refresh", str_format(request->arena, "%d", REFRESH_SECONDS));
	return OK;
}

static enum status fill_here(struct request *request, struct training_here_view *view, struct err *err)
{
	const struct training *class = request_training(request);
	const struct lesson *lesson = request_lesson(request);
	struct training_presence_one_row row;
	bool found;
	if (!class->seat.set)
		return err_set(err, DENIED, N_("training.not_called"), NULL);
	TRY(training_presence_one(request->arena, request->db,
	        &(struct training_presence_one_in){ { class->seat.n }, lesson->id }, &row, &found, err));
	*view = (struct training_here_view){ .class = class->id,
		.lesson = lesson->id,
		.title = class->row.title,
		.topic = lesson->row.topic,
		.day = lesson->row.day,
		.minute = lesson->row.minute,
		.name = request->account_name,
		.done = found && str_is(row.state, "present"),
		.now = training_code_time(training_lesson_begins(lesson->row.day, lesson->row.minute),
		        lesson->row.length, request->now) };
	training_crumb(request);
	return OK;
}

enum status show_lesson_here(struct request *request, void *to, struct err *err)
{
	return fill_here(request, to, err);
}

enum status show_lesson_code(struct request *request, void *to, struct err *err)
{
	struct training_here_view *view = to;
	const struct lesson *lesson = request_lesson(request);
	TRY(fill_here(request, view, err));
	view->old = !training_code_good(lesson->row.secret, OBJECT_ID(request, "lesson_code"), request->now);
	if (!view->old && view->now)
		view->pass = training_pass(
		        request->arena, lesson->row.secret, request_training(request)->seat.n, request->now);
	return OK;
}

enum status mark_lesson_here(struct request *request, void *view, struct err *err)
{
	const struct training *class = request_training(request);
	const struct lesson *lesson = request_lesson(request);
	struct str pass = request_text(request, "pass");
	bool changed;
	(void)view;
	if (!class->seat.set)
		return err_set(err, DENIED, "training.not_called", NULL);
	TRY(training_need(class, "open", err));
	if (!training_code_time(
	            training_lesson_begins(lesson->row.day, lesson->row.minute), lesson->row.length, request->now))
		return err_set(err, CONFLICT, N_("training.not_now"), "code");
	bool good = pass.len ? training_pass_good(lesson->row.secret, class->seat.n, pass, request->now)
	                     : training_code_good(lesson->row.secret,
	                               training_code_typed(request_text(request, "code")), request->now);
	if (!good)
		return err_set(err, INVALID, N_("training.wrong_code"), "code");
	TRY(put_mark(request,
	        &(struct mark){ { class->seat.n }, lesson->id, STR("present"), STR("code"), STR_NONE, true }, &changed,
	        err));
	return training_back(
	        request, changed ? N_("Đã ghi đồng chí có mặt.") : N_("Đồng chí đã được ghi có mặt từ trước."), "");
}
