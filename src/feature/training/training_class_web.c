/* The pages of classes: those of a committee, one class with its lessons, opening and ending it, a cell's classes. */
#include "feature/training/training_private.h"

#include "base/id.h"
#include "base/random.h"
#include "base/time.h"
#include "gen/training_page.h"

enum { CLASSES_PAGE = 30, SECRET = 16, DEFAULT_LENGTH = 180 };

enum status show_classes(struct request *request, void *to, struct err *err)
{
	struct training_classes_view *view = to;
	const struct unit *unit = request_unit(request, "unit");
	int64_t page = training_page(request);
	view->unit.n = unit->id;
	view->unit_name = unit->name;
	TRY(training_of_unit(request->arena, request->db,
	        &(struct training_of_unit_in){ { unit->id }, CLASSES_PAGE + 1, (page - 1) * CLASSES_PAGE },
	        &view->classes, err));
	bool more = view->classes.count > CLASSES_PAGE;
	view->classes.count -= more;
	training_pages(request,
	        str_c(request->arena, str_format(request->arena, "/units/%lld/classes?", (long long)unit->id)), page,
	        more, &view->before, &view->after);
	request->shell.crumb = unit->name;
	request->shell.crumb_href = str_format(request->arena, "/units/%lld", (long long)unit->id);
	return OK;
}

enum status add_class(struct request *request, void *view, struct err *err)
{
	const struct unit *unit = request_unit(request, "unit");
	struct training_add_in in = { .id = { id_new(0) },
		.unit = { unit->id },
		.title = request_text(request, "title"),
		.kind = request_text(request, "kind"),
		.about = request_text(request, "about"),
		.organiser = request_text(request, "organiser"),
		.place = request_text(request, "place"),
		.number = request_text(request, "number"),
		.day = request_day(request, "day"),
		.least = request_int(request, "least"),
		.paper = request_int(request, "paper"),
		.account = request->account,
		.at = request->now };
	(void)view;
	if (str_is(unit->kind, "chi_bo"))
		return err_set(err, INVALID, N_("training.unit_cell"), NULL);
	if (unit->until.len)
		return err_set(err, INVALID, N_("training.unit_closed"), NULL);
	TRY(training_add(request->arena, request->db, &in, err));
	if (!str_is(in.kind, "mixed"))
		TRY(training_source_put(
		        request->arena, request->db, &(struct training_source_put_in){ in.id, in.unit, in.kind }, err));
	request_flash(request, N_("Đã ghi lớp. Bước tiếp: thêm các buổi học, rồi gửi giấy triệu tập."));
	request_go(request, "/classes/%lld", (long long)in.id.n);
	return OK;
}

enum status show_class_edit(struct request *request, void *to, struct err *err)
{
	struct training_edit_page_view *view = to;
	const struct training *class = request_training(request);
	(void)err;
	*view = (struct training_edit_page_view){ .class = class->id,
		.title = class->row.title,
		.kind = class->row.kind,
		.about = class->row.about,
		.organiser = class->row.organiser,
		.place = class->row.place,
		.number = class->row.number,
		.day = class->row.day,
		.least = class->row.least };
	training_crumb(request);
	return OK;
}

enum status edit_class(struct request *request, void *view, struct err *err)
{
	const struct training *class = request_training(request);
	(void)view;
	TRY(training_need(class, "draft open", err));
	TRY(training_edit(request->arena, request->db,
	        &(struct training_edit_in){ .id = class->id,
	                .title = request_text(request, "title"),
	                .kind = request_text(request, "kind"),
	                .about = request_text(request, "about"),
	                .organiser = request_text(request, "organiser"),
	                .place = request_text(request, "place"),
	                .number = request_text(request, "number"),
	                .day = request_day(request, "day"),
	                .least = request_int(request, "least") },
	        err));
	return training_back(request, N_("Đã lưu."), "");
}

static enum status fill_lessons(struct request *request, struct training_show_view *view, struct err *err)
{
	struct training_lesson_many_rows lessons;
	struct training_rolled_rows rolled;
	TRY(training_lesson_many(
	        request->arena, request->db, &(struct training_lesson_many_in){ view->class }, &lessons, err));
	TRY(training_rolled(request->arena, request->db, &(struct training_rolled_in){ view->class }, &rolled, err));
	view->lessons.at = arena_array(request->arena, struct training_show_lessons, lessons.count + 1);
	for (size_t i = 0; i < lessons.count; i++) {
		const struct training_lesson_many_row *row = &lessons.at[i];
		struct training_show_lessons *to = &view->lessons.at[view->lessons.count++];
		struct training_presence_one_row mine = { 0 };
		bool found = false;
		int64_t begins = training_lesson_begins(row->day, row->minute);
		*to = (struct training_show_lessons){ .id = row->id,
			.day = row->day,
			.minute = row->minute,
			.length = row->length,
			.topic = row->topic,
			.place = row->place,
			.teacher = row->teacher,
			.now = training_code_time(begins, row->length, request->now),
			.past = begins + row->length * 60000 <= request->now };
		for (size_t k = 0; k < rolled.count; k++)
			if (rolled.at[k].lesson.n == row->id.n) {
				to->marked = rolled.at[k].marked;
				to->present = rolled.at[k].present;
			}
		view->over = i + 1 == lessons.count && to->past;
		if (!view->seat.n)
			continue;
		TRY(training_presence_one(request->arena, request->db,
		        &(struct training_presence_one_in){ view->seat, row->id }, &mine, &found, err));
		to->mine = found ? mine.state : STR_NONE;
	}
	return OK;
}

static enum status fill_mine(struct request *request, struct training_show_view *view, struct err *err)
{
	const struct training *class = request_training(request);
	struct training_seat_one_row seat;
	struct training_measure_row did;
	bool found;
	TRY(training_seat_one(
	        request->arena, request->db, &(struct training_seat_one_in){ view->seat }, &seat, &found, err));
	TRY(training_measure(request->arena, request->db, &(struct training_measure_in){ view->seat }, &did, err));
	view->present = did.present;
	view->tried = did.tried;
	view->passed = did.passed > 0;
	view->may_try = str_is(class->row.quiz, "open") && !did.passed && did.tried < class->row.tries;
	if (found && seat.certificate)
		view->certificate = training_certificate_number(request->arena, seat.certificate, seat.year);
	return OK;
}

enum status show_class(struct request *request, void *to, struct err *err)
{
	struct training_show_view *view = to;
	const struct training *class = request_training(request);
	const struct training_one_row *row = &class->row;
	struct training_totals_row totals;
	*view = (struct training_show_view){ .class = class->id,
		.unit = row->unit,
		.title = row->title,
		.kind = row->kind,
		.about = row->about,
		.organiser = row->organiser,
		.place = row->place,
		.number = row->number,
		.day = row->day,
		.state = row->state,
		.cancel_reason = row->cancel_reason,
		.paper = row->paper,
		.least = row->least,
		.needed = row->lessons ? OPT(training_needed(row->lessons, row->least)) : OPT_NONE,
		.quiz = row->quiz,
		.pass = row->pass,
		.tries = row->tries,
		.seat = { class->seat.set ? class->seat.n : 0 },
		.called = class->seat.set,
		.leads = training_leads(request),
		.default_length = DEFAULT_LENGTH };
	TRY(fill_lessons(request, view, err));
	TRY(training_material_many(
	        request->arena, request->db, &(struct training_material_many_in){ class->id }, &view->materials, err));
	if (view->called)
		TRY(fill_mine(request, view, err));
	if (view->leads) {
		TRY(training_totals(
		        request->arena, request->db, &(struct training_totals_in){ class->id }, &totals, err));
		view->people = totals.called;
		view->cells = totals.cells;
		view->tried_all = totals.tried;
		view->passed_all = totals.passed;
		view->certificates = totals.certificates;
		request->shell.crumb = row->unit_name;
		request->shell.crumb_href = str_format(request->arena, "/units/%lld/classes", (long long)row->unit.n);
	}
	return OK;
}

/* A lesson that is called for is still to come, but in a class that was held on paper. */
static enum status check_time(
        const struct request *request, const struct training *class, int64_t begins, struct err *err)
{
	if (!class->row.paper && begins <= request->now)
		return err_set(err, INVALID, N_("training.lesson_past"), "lesson_day");
	if (class->row.paper && begins > request->now)
		return err_set(err, INVALID, N_("training.lesson_future"), "lesson_day");
	return OK;
}

static enum status take_out(struct request *request, struct lesson_id lesson, struct err *err)
{
	const struct training *class = request_training(request);
	struct training_rolled_rows rolled;
	TRY(training_rolled(request->arena, request->db, &(struct training_rolled_in){ class->id }, &rolled, err));
	for (size_t i = 0; i < rolled.count; i++)
		if (rolled.at[i].lesson.n == lesson.n)
			return err_set(err, CONFLICT, N_("training.lesson_held"), NULL);
	if (str_is(class->row.state, "open") && class->row.lessons < 2)
		return err_set(err, CONFLICT, "training.none_lessons", NULL);
	TRY(training_lesson_drop(
	        request->arena, request->db, &(struct training_lesson_drop_in){ lesson, class->id }, err));
	return training_back(request, N_("Đã bỏ buổi học."), "");
}

enum status put_class_lesson(struct request *request, void *view, struct err *err)
{
	const struct training *class = request_training(request);
	struct lesson_id id = { request_int(request, "lesson") };
	struct str day = request_day(request, "lesson_day"), topic = request_text(request, "topic");
	int64_t minute = request_int(request, "minute");
	struct opt_int length = request_optint(request, "length");
	unsigned char secret[SECRET];
	(void)view;
	TRY(training_need(class, "draft open", err));
	if (request_int(request, "remove"))
		return take_out(request, id, err);
	if (!day.len)
		return err_set(err, INVALID, N_("training.lesson_day"), "lesson_day");
	if (!request_optint(request, "minute").set)
		return err_set(err, INVALID, N_("training.lesson_minute"), "minute");
	if (!topic.len)
		return err_set(err, INVALID, N_("training.lesson_topic"), "topic");
	TRY(check_time(request, class, training_lesson_begins(day, minute), err));
	if (id.n) {
		TRY(training_lesson_edit(request->arena, request->db,
		        &(struct training_lesson_edit_in){ id, class->id, day, minute,
		                length.set ? length.n : DEFAULT_LENGTH, topic, request_text(request, "lesson_place"),
		                request_text(request, "teacher") },
		        err));
		return training_back(request, N_("Đã đổi buổi học. Người được triệu tập thấy lịch mới."), "");
	}
	if (class->row.lessons >= TRAINING_LESSONS)
		return err_set(err, CONFLICT, N_("training.lessons_many"), NULL);
	random_bytes(secret, sizeof(secret));
	TRY(training_lesson_add(request->arena, request->db,
	        &(struct training_lesson_add_in){ { id_new(0) }, class->id, day, minute,
	                length.set ? length.n : DEFAULT_LENGTH, topic, request_text(request, "lesson_place"),
	                request_text(request, "teacher"), { (const char *)secret, sizeof(secret) } },
	        err));
	return training_back(request, N_("Đã thêm buổi học."), "");
}

enum status open_class(struct request *request, void *view, struct err *err)
{
	const struct training *class = request_training(request);
	struct call call = training_call_of(request);
	struct training_lesson_many_rows lessons;
	struct training_totals_row totals;
	int64_t added, gone;
	(void)view;
	TRY(training_need(class, "draft", err));
	TRY(training_lesson_many(
	        request->arena, request->db, &(struct training_lesson_many_in){ class->id }, &lessons, err));
	if (!lessons.count)
		return err_set(err, INVALID, "training.none_lessons", "lesson_day");
	for (size_t i = 0; i < lessons.count && !class->row.paper; i++)
		if (training_lesson_begins(lessons.at[i].day, lessons.at[i].minute) <= request->now) {
			err_set(err, INVALID, N_("training.open_past"), "lesson_day");
			err_arg(err, "topic", lessons.at[i].topic);
			err_arg(err, "day", date_show(request->arena, lessons.at[i].day));
			return INVALID;
		}
	TRY(training_call(&call, class->id, &added, &gone, err));
	TRY(training_totals(request->arena, request->db, &(struct training_totals_in){ class->id }, &totals, err));
	if (!totals.called)
		return err_set(err, INVALID, N_("training.nobody"), NULL);
	TRY(training_open(request->arena, request->db, &(struct training_open_in){ class->id, request->now }, err));
	return training_back(request, N_("Đã mở lớp. Người được triệu tập thấy lịch ở trang việc hôm nay."), "");
}

/* Every lesson has its roll: who came is the ground of all that follows. */
enum status end_class(struct request *request, void *view, struct err *err)
{
	const struct training *class = request_training(request);
	struct training_lesson_many_rows lessons;
	struct training_rolled_rows rolled;
	(void)view;
	TRY(training_need(class, "open", err));
	TRY(training_lesson_many(
	        request->arena, request->db, &(struct training_lesson_many_in){ class->id }, &lessons, err));
	TRY(training_rolled(request->arena, request->db, &(struct training_rolled_in){ class->id }, &rolled, err));
	for (size_t i = 0; i < lessons.count; i++) {
		bool marked = false;
		for (size_t k = 0; k < rolled.count; k++)
			marked |= rolled.at[k].lesson.n == lessons.at[i].id.n;
		bool future = training_lesson_begins(lessons.at[i].day, lessons.at[i].minute) > request->now;
		if (marked && !future)
			continue;
		err_set(err, CONFLICT, future ? N_("training.not_over") : N_("training.no_roll"), NULL);
		err_arg(err, "topic", lessons.at[i].topic);
		err_arg(err, "day", date_show(request->arena, lessons.at[i].day));
		return CONFLICT;
	}
	TRY(training_end(request->arena, request->db,
	        &(struct training_end_in){ class->id, lessons.at[lessons.count - 1].day }, err));
	TRY(training_wait_class(
	        request->arena, request->db, &(struct training_wait_class_in){ .class = class->id }, err));
	return training_back(request, N_("Đã kết thúc lớp. Bước tiếp: cấp giấy chứng nhận."), "/results");
}

enum status cancel_class(struct request *request, void *view, struct err *err)
{
	const struct training *class = request_training(request);
	struct training_rolled_rows rolled;
	(void)view;
	TRY(training_need(class, "draft open", err));
	TRY(training_rolled(request->arena, request->db, &(struct training_rolled_in){ class->id }, &rolled, err));
	if (rolled.count)
		return err_set(err, CONFLICT, N_("training.held"), NULL);
	TRY(training_cancel(request->arena, request->db,
	        &(struct training_cancel_in){ class->id, request_text(request, "why") }, err));
	return training_back(request, N_("Đã hủy lớp."), "");
}

enum status show_cell_classes(struct request *request, void *to, struct err *err)
{
	struct training_cell_view *view = to;
	const struct unit *cell = request_unit(request, "cell");
	struct training_of_cell_rows rows;
	TRY(training_of_cell(request->arena, request->db, &(struct training_of_cell_in){ { cell->id } }, &rows, err));
	view->cell.n = cell->id;
	view->cell_name = cell->name;
	view->seats.at = arena_array(request->arena, struct training_cell_seats, rows.count + 1);
	for (size_t i = 0; i < rows.count; i++) {
		const struct training_of_cell_row *row = &rows.at[i];
		view->seats.at[view->seats.count++] = (struct training_cell_seats){ .class = row->id,
			.heading = !i || rows.at[i - 1].id.n != row->id.n ? row->title : STR_NONE,
			.organiser = row->organiser,
			.state = row->state,
			.first = row->first,
			.last = str_eq(row->first, row->last) ? STR_NONE : row->last,
			.name = row->name,
			.label = row->label,
			.post = row->post,
			.present = row->present,
			.certificate = row->certificate ? training_certificate_number(
			                                          request->arena, row->certificate, row->year)
			                                : STR_NONE };
	}
	request->shell.crumb = cell->name;
	request->shell.crumb_href = str_format(request->arena, "/cells/%lld", (long long)cell->id);
	return OK;
}
