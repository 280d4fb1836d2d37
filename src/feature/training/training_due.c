/* What waits for people because of classes, and their lessons as a calendar. */
#include "feature/training/training_private.h"

#include "base/ics.h"
#include "base/time.h"

enum { DUE_AHEAD = 30 };

static struct str class_page(struct request *request, struct training_id id, const char *page)
{
	return str_format(request->arena, "/classes/%lld%s", (long long)id.n, page);
}

static struct str beside(struct request *request, int days)
{
	struct date date;
	check(date_parse(request->today, &date));
	return date_iso(request->arena, date_add(date, days));
}

static enum status due_of_learner(struct request *request, struct due_list *list, struct err *err)
{
	struct training_mine_rows mine;
	struct str ahead = beside(request, DUE_AHEAD);
	TRY(training_mine(request->arena, request->db,
	        &(struct training_mine_in){ request->person, request->account, request->today }, &mine, err));
	for (size_t i = 0; i < mine.count; i++) {
		const struct training_mine_row *row = &mine.at[i];
		if (row->next.len && str_compare(row->next, ahead) <= 0) {
			bool today = str_eq(row->next, request->today);
			struct text_arg args[] = { { .name = STR("t"), .value = row->title },
				{ .name = STR("d"), .value = date_show(request->arena, row->next) },
				{ .name = STR("p"), .value = row->place } };
			due_add(request, list,
			        (struct due_item){ .title = request_say(
			                                   request, today ? N_("Hôm nay có buổi tập huấn")
			                                                  : N_("Dự lớp tập huấn theo giấy triệu tập")),
			                .detail = message_fill(
			                        request->arena, request->language, T("{t}, ngày {d}, {p}"), args, 3),
			                .href = class_page(request, row->id, ""),
			                .icon = STR("book"),
			                .urgency = today ? DUE_SOON : DUE_INFO,
			                .day = row->next });
		}
		if (str_is(row->quiz, "open") && !row->passed && row->tried < row->tries)
			due_add(request, list,
			        (struct due_item){
			                .title = request_say(request, N_("Làm bài kiểm tra của lớp tập huấn")),
			                .detail = row->title,
			                .href = str_format(request->arena, "/classes/%lld/seats/%lld/quiz",
			                        (long long)row->id.n, (long long)row->seat.n),
			                .icon = STR("edit"),
			                .urgency = DUE_SOON,
			                .day = request->today });
	}
	return OK;
}

static enum status due_of_organiser(struct request *request, struct due_list *list, struct err *err)
{
	struct training_led_rows rows;
	TRY(training_led(request->arena, request->db,
	        &(struct training_led_in){ { request->home_unit }, request->today }, &rows, err));
	for (size_t i = 0; i < rows.count; i++) {
		const struct training_led_row *row = &rows.at[i];
		bool roll = row->lesson.n != 0, over = row->day.len && str_compare(row->day, request->today) < 0;
		if (!roll && !over && !str_is(row->quiz, "open"))
			continue;
		due_add(request, list,
		        (struct due_item){
		                .title = request_say(request, roll ? N_("Nhập điểm danh buổi tập huấn")
		                                              : over ? N_("Kết thúc lớp tập huấn, cấp giấy chứng nhận")
		                                                     : N_("Bài kiểm tra của lớp tập huấn đang mở")),
		                .detail = row->title,
		                .href = roll ? str_format(request->arena, "/classes/%lld/lessons/%lld",
		                                       (long long)row->id.n, (long long)row->lesson.n)
		                             : class_page(request, row->id, over ? "" : "/results"),
		                .icon = STR("book"),
		                .urgency = roll || over ? DUE_SOON : DUE_INFO,
		                .day = roll || over ? row->day : request->today });
	}
	return OK;
}

enum status training_due(struct request *request, struct due_list *list, struct err *err)
{
	TRY(due_of_learner(request, list, err));
	return request->roles & R(OFFICER) && request->home_unit ? due_of_organiser(request, list, err) : OK;
}

/* Times and places without what the class is called: calendars travel through many hands. */
enum status fetch_training_calendar(struct request *request, void *view, struct err *err)
{
	const struct training *class = request_training(request);
	struct training_lesson_many_rows rows;
	struct buf buf = buf_open(request->arena, 1 << 20);
	(void)view;
	TRY(training_lesson_many(
	        request->arena, request->db, &(struct training_lesson_many_in){ class->id }, &rows, err));
	ics_begin(&buf);
	for (size_t i = 0; i < rows.count; i++) {
		const struct training_lesson_many_row *row = &rows.at[i];
		int64_t begins = training_lesson_begins(row->day, row->minute);
		ics_put(&buf,
		        &(struct ics_event){ .id = row->id.n,
		                .version = class->row.version,
		                .begins = begins,
		                .ends = begins + row->length * 60000,
		                .summary = STR("Lịch học"),
		                .place = row->place.len ? row->place : class->row.place,
		                .url = str_format(request->arena, "%.*s/classes/%lld",
		                        STR_ARG(request_base_url(request)), (long long)class->id.n),
		                .cancelled = str_is(class->row.state, "cancelled"),
		                .alarm = true },
		        request->now);
	}
	ics_end(&buf);
	request_file(request, buf_text(&buf), "text/calendar; charset=utf-8", STR("lich-hoc.ics"), false);
	return OK;
}
