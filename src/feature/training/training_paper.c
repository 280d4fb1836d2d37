/* Documents of a class: the call, the attendance list, the quiz, the results, the certificate. No official form of them
 * was found: the layouts are ours and say so in their last line. */
#include "feature/training/training_private.h"

#include "base/text.h"
#include "base/time.h"
#include "feature/print/print.h"

enum { CERTIFICATE_SPACE = 12 };

static struct str word(struct arena *arena, const char *prefix, struct str value)
{
	struct str text = value;
	(void)message_code(arena, VI, str_format(arena, "%s%.*s", prefix, STR_ARG(value)), NULL, &text);
	return text;
}

struct document *training_paper_open(struct request *request, const struct training *class, struct str title)
{
	struct document *document = document_open(request->arena);
	document->created = request->now;
	document->title = str_format(request->arena, "%.*s – %.*s", STR_ARG(title), STR_ARG(class->row.title));
	document->author = class->row.unit_name;
	return document;
}

/* mark: what stands behind the number, before the sign of the committee; NULL: no number. */
static enum status put_head(struct request *request, struct document *document, const struct training *class,
        struct str number, struct str day, struct err *err)
{
	struct unit unit;
	TRY(unit_load(request->arena, request->db, class->row.unit.n, &unit, err));
	document_head(document, &(struct document_head){ .superior = text_upper(request->arena, unit.parent_name),
	                                .issuer = text_upper(request->arena, unit_body_name(request->arena, unit.name)),
	                                .number = number,
	                                .party = STR("ĐẢNG CỘNG SẢN VIỆT NAM"),
	                                .place = unit_place_day(request->arena, unit.name, day) });
	return OK;
}

static struct unit_committee committee_of(struct request *request, const struct training *class)
{
	return unit_committee_of(request->arena, class->row.unit_kind, class->row.unit_name, request->today);
}

static void put_own(struct document *document)
{
	document_space(document, 6);
	print_own(document);
}

static void put_end(struct request *request, struct document *document, const struct training *class, struct str post,
        struct str name)
{
	struct unit_committee committee = committee_of(request, class);
	document_sign(
	        document, &(struct document_sign){ .signer_count = 1,
	                          .signer = { { str_format(request->arena, "T/M %.*s", STR_ARG(committee.name)),
	                                  post.len ? text_upper(request->arena, post) : committee.head, name } } });
	put_own(document);
}

static struct str clock_of(struct arena *arena, int64_t minute)
{
	return str_format(arena, "%lld giờ %02lld", (long long)minute / 60, (long long)minute % 60);
}

static void put_lessons(
        struct document *document, const struct training *class, const struct training_lesson_many_rows *lessons)
{
	struct arena *arena = document->arena;
	const struct document_column columns[] = { { 9, DOCUMENT_MIDDLE, STR("TT") },
		{ 22, DOCUMENT_LEFT, STR("Thời gian") }, { 40, DOCUMENT_LEFT, STR("Chuyên đề") },
		{ 24, DOCUMENT_LEFT, STR("Giảng viên, báo cáo viên") }, { 28, DOCUMENT_LEFT, STR("Địa điểm") } };
	struct document_table *table = document_table(document, columns, LENGTH(columns), STR_NONE);
	for (size_t i = 0; i < lessons->count; i++) {
		const struct training_lesson_many_row *row = &lessons->at[i];
		document_row(table,
		        (const struct str[]){ str_format(arena, "%zu", i + 1),
		                str_format(arena, "%.*s\n%.*s", STR_ARG(clock_of(arena, row->minute)),
		                        STR_ARG(date_show(arena, row->day))),
		                row->topic, row->teacher, row->place.len ? row->place : class->row.place },
		        0);
	}
}

static enum status part_of(struct request *request, const struct training_paper_wish *wish,
        struct training_totals_row *ret_totals, struct training_part *ret_part, struct err *err)
{
	TRY(training_totals(
	        request->arena, request->db, &(struct training_totals_in){ wish->class->id }, ret_totals, err));
	*ret_part = training_part_of(ret_totals->called, wish->part);
	return OK;
}

static void put_part(struct document *document, const struct training_part *part, size_t rows, int64_t called)
{
	struct arena *arena = document->arena;
	if (part->count > 1)
		document_format(document, DOCUMENT_CENTER | DOCUMENT_NO_INDENT,
		        "Phần %lld trên %lld: từ số %.*s đến số %.*s trong danh sách %.*s người", (long long)part->at,
		        (long long)part->count, STR_ARG(number_show(arena, part->skip + 1)),
		        STR_ARG(number_show(arena, part->skip + (int64_t)rows)), STR_ARG(number_show(arena, called)));
}

static struct document_column column_of_places(const struct training_part *part)
{
	return (struct document_column){ part->count > 1 ? 14 : 9, DOCUMENT_MIDDLE, STR("TT") };
}

static struct str place_in(struct arena *arena, const struct training_part *part, size_t row)
{
	return str_format(arena, "%lld", (long long)part->skip + (long long)row + 1);
}

/* A long list is a paper of its own. */
static enum status put_people(
        struct request *request, struct document *document, const struct training_paper_wish *wish, struct err *err)
{
	const struct document_column columns[] = { { 9, DOCUMENT_MIDDLE, STR("TT") },
		{ 36, DOCUMENT_LEFT, STR("Họ và tên") }, { 28, DOCUMENT_LEFT, STR("Chức vụ") },
		{ 48, DOCUMENT_LEFT, STR("Đơn vị") } };
	struct training_results_rows rows;
	struct training_totals_row totals;
	struct training_part part;
	TRY(part_of(request, wish, &totals, &part, err));
	if (part.count > 1)
		return OK;
	TRY(training_results(request->arena, request->db,
	        &(struct training_results_in){ wish->class->id, TRAINING_PART, 0 }, &rows, err));
	document_page_break(document);
	document_title(document, STR("DANH SÁCH"), STR("Các đồng chí được triệu tập"));
	struct document_table *table = document_table(document, columns, LENGTH(columns), STR_NONE);
	for (size_t i = 0; i < rows.count; i++)
		document_row(table,
		        (const struct str[]){ place_in(request->arena, &part, i), rows.at[i].name,
		                word(request->arena, "training.post.", rows.at[i].post), rows.at[i].place },
		        0);
	return OK;
}

static enum status put_called(
        struct request *request, struct document *document, const struct training *class, struct err *err)
{
	struct training_seat_one_row seat;
	bool found = false;
	if (!class->seat.set || training_leads(request)) {
		document_paragraph(document, DOCUMENT_NO_INDENT | DOCUMENT_CENTER,
		        STR(DOCUMENT_BOLD "Kính gửi:" DOCUMENT_BOLD " các đồng chí có tên trong danh sách kèm theo"));
		return OK;
	}
	TRY(training_seat_one(
	        request->arena, request->db, &(struct training_seat_one_in){ { class->seat.n } }, &seat, &found, err));
	check(found);
	document_format(document, DOCUMENT_NO_INDENT | DOCUMENT_CENTER,
	        DOCUMENT_BOLD "Kính gửi:" DOCUMENT_BOLD " đồng chí %.*s, %.*s, %.*s", STR_ARG(seat.name),
	        STR_ARG(text_lower(request->arena, word(request->arena, "training.post.", seat.post))),
	        STR_ARG(seat.place));
	return OK;
}

static struct str ground_of(struct arena *arena, const struct training_one_row *row)
{
	if (!row->number.len)
		return STR_NONE;
	if (!row->day.len)
		return str_format(arena, "Thực hiện kế hoạch (quyết định) số %.*s, ", STR_ARG(row->number));
	return str_format(arena, "Thực hiện kế hoạch (quyết định) số %.*s ngày %.*s, ", STR_ARG(row->number),
	        STR_ARG(date_show(arena, row->day)));
}

static void put_condition(struct document *document, const struct training_one_row *row)
{
	int64_t needed = training_needed(row->lessons, row->least);
	const char *quiz = str_is(row->quiz, "none") ? "" : " và đạt bài kiểm tra cuối lớp";
	if (!row->lessons)
		return;
	if (needed == row->lessons)
		document_format(
		        document, 0, "Người dự đủ %lld buổi%s được cấp giấy chứng nhận.", (long long)needed, quiz);
	else
		document_format(document, 0, "Người dự từ %lld trên %lld buổi trở lên%s được cấp giấy chứng nhận.",
		        (long long)needed, (long long)row->lessons, quiz);
}

enum status training_paper_notice(struct request *request, const struct training_paper_wish *wish,
        struct document **ret_document, struct err *err)
{
	const struct training *class = wish->class;
	const struct training_one_row *row = &class->row;
	struct arena *arena = request->arena;
	struct document *document = training_paper_open(request, class, STR("Giấy triệu tập"));
	struct training_lesson_many_rows lessons;
	struct unit_committee committee = committee_of(request, class);
	struct str ground = ground_of(arena, row);
	TRY(training_lesson_many(arena, request->db, &(struct training_lesson_many_in){ class->id }, &lessons, err));
	TRY(put_head(request, document, class, str_format(arena, "Số ……-GTT/%.*s", STR_ARG(committee.sign)),
	        row->opened_at.set ? day_today(arena, row->opened_at.n) : STR_NONE, err));
	document_title(document, STR("GIẤY TRIỆU TẬP"), row->title);
	TRY(put_called(request, document, class, err));
	document_format(document, 0, "%.*s%.*s triệu tập đồng chí dự lớp “%.*s”, do %.*s tổ chức tại %.*s.",
	        STR_ARG(ground), STR_ARG(row->unit_name), STR_ARG(row->title), STR_ARG(row->organiser),
	        STR_ARG(row->place));
	if (row->about.len)
		document_format(document, 0, DOCUMENT_BOLD "Nội dung:" DOCUMENT_BOLD " %.*s", STR_ARG(row->about));
	document_paragraph(document, DOCUMENT_STRONG | DOCUMENT_KEEP_NEXT, STR("Thời gian, chuyên đề"));
	put_lessons(document, class, &lessons);
	document_space(document, 4);
	put_condition(document, row);
	document_paragraph(document, 0,
	        STR("Đề nghị đồng chí có mặt đúng giờ, mang theo điện thoại để điểm danh bằng mã; có lý do không dự "
	            "được thì báo "
	            "cáo cấp ủy trước buổi học."));
	put_end(request, document, class, STR_NONE, STR_NONE);
	*ret_document = document;
	return training_leads(request) ? put_people(request, document, wish, err) : OK;
}

enum status training_paper_list(struct request *request, const struct training_paper_wish *wish,
        struct document **ret_document, struct err *err)
{
	const struct training *class = wish->class;
	struct arena *arena = request->arena;
	struct document *document = training_paper_open(request, class, STR("Danh sách điểm danh"));
	struct training_roll_rows rows = { 0 };
	struct training_results_rows all = { 0 };
	struct lesson_id lesson = { wish->lesson ? wish->lesson->id.n : 0 };
	struct training_totals_row totals;
	struct training_part part;
	TRY(part_of(request, wish, &totals, &part, err));
	const struct document_column columns[] = { column_of_places(&part), { 34, DOCUMENT_LEFT, STR("Họ và tên") },
		{ 26, DOCUMENT_LEFT, STR("Chức vụ") }, { 40, DOCUMENT_LEFT, STR("Đơn vị") },
		{ 26, DOCUMENT_LEFT,
		        wish->blank    ? STR("Ký tên")
		        : wish->lesson ? STR("Điểm danh")
		                       : STR("Số buổi dự") } };
	TRY(put_head(request, document, class, STR_NONE, wish->lesson ? wish->lesson->row.day : STR_NONE, err));
	document_title(document, STR("DANH SÁCH ĐIỂM DANH"), class->row.title);
	if (wish->lesson)
		document_format(document, DOCUMENT_CENTER | DOCUMENT_NO_INDENT, "Buổi %.*s, ngày %.*s: %.*s",
		        STR_ARG(clock_of(arena, wish->lesson->row.minute)),
		        STR_ARG(date_show(arena, wish->lesson->row.day)), STR_ARG(wish->lesson->row.topic));
	else if (wish->blank)
		document_paragraph(document, DOCUMENT_CENTER | DOCUMENT_NO_INDENT, STR("Buổi ………… ngày …………………"));
	TRY(training_roll(arena, request->db, &(struct training_roll_in){ class->id, lesson, TRAINING_PART, part.skip },
	        &rows, err));
	if (!wish->lesson && !wish->blank)
		TRY(training_results(arena, request->db,
		        &(struct training_results_in){ class->id, TRAINING_PART, part.skip }, &all, err));
	put_part(document, &part, rows.count, totals.called);
	struct document_table *table = document_table(document, columns, LENGTH(columns), STR_NONE);
	size_t present = 0;
	for (size_t i = 0; i < rows.count; i++) {
		present += str_is(rows.at[i].state, "present");
		struct str state = wish->blank ? STR_NONE : word(arena, "training.presence.", rows.at[i].state);
		if (i < all.count)
			state = str_format(
			        arena, "%lld/%lld", (long long)all.at[i].present, (long long)class->row.lessons);
		document_row(table,
		        (const struct str[]){ place_in(arena, &part, i), rows.at[i].name,
		                word(arena, "training.post.", rows.at[i].post), rows.at[i].place, state },
		        0);
	}
	const char *list = part.count > 1 ? "Phần này" : "Danh sách";
	if (wish->blank)
		document_format(document, 0, "%s có %zu người; có mặt ……, vắng ……", list, rows.count);
	else if (wish->lesson)
		document_format(document, 0, "%s có %zu người; có mặt %zu.", list, rows.count, present);
	document_sign(document, &(struct document_sign){ .signer_count = 1,
	                                .signer = { { STR("NGƯỜI PHỤ TRÁCH LỚP"), STR_NONE, STR_NONE } } });
	put_own(document);
	*ret_document = document;
	return OK;
}

static struct str outcome(
        struct arena *arena, const struct training_one_row *class, const struct training_results_row *row)
{
	struct training_did did = training_did(class, row->present, row->passed);
	const char *lacks = training_lacks(&did);
	if (row->certificate)
		return str_format(arena, "Giấy chứng nhận số %.*s",
		        STR_ARG(training_certificate_number(arena, row->certificate, row->year)));
	return *lacks ? word(arena, "training.short.", str_of(lacks)) : STR("đủ điều kiện");
}

enum status training_paper_results(struct request *request, const struct training_paper_wish *wish,
        struct document **ret_document, struct err *err)
{
	const struct training *class = wish->class;
	struct arena *arena = request->arena;
	struct document *document = training_paper_open(request, class, STR("Kết quả lớp"));
	bool quiz = str_is(class->row.quiz, "open") || str_is(class->row.quiz, "closed");
	struct training_results_rows rows;
	struct training_totals_row totals;
	struct training_part part;
	TRY(part_of(request, wish, &totals, &part, err));
	const struct document_column columns[] = { column_of_places(&part), { 34, DOCUMENT_LEFT, STR("Họ và tên") },
		{ 42, DOCUMENT_LEFT, STR("Đơn vị") }, { 14, DOCUMENT_MIDDLE, STR("Số buổi") },
		{ 16, DOCUMENT_MIDDLE, STR("Kiểm tra") }, { 34, DOCUMENT_LEFT, STR("Kết quả") } };
	TRY(training_results(
	        arena, request->db, &(struct training_results_in){ class->id, TRAINING_PART, part.skip }, &rows, err));
	TRY(put_head(request, document, class, STR_NONE, request->today, err));
	document_title(document, STR("KẾT QUẢ LỚP HỌC"), class->row.title);
	document_format(document, 0,
	        "Đơn vị tổ chức: %.*s. Điều kiện cấp giấy chứng nhận: dự từ %lld trên %lld buổi%s.",
	        STR_ARG(class->row.organiser),
	        (long long)(class->row.lessons ? training_needed(class->row.lessons, class->row.least) : 0),
	        (long long)class->row.lessons, quiz ? ", đạt bài kiểm tra" : "");
	put_part(document, &part, rows.count, totals.called);
	struct document_table *table = document_table(document, columns, LENGTH(columns), STR_NONE);
	for (size_t i = 0; i < rows.count; i++) {
		const struct training_results_row *row = &rows.at[i];
		document_row(table,
		        (const struct str[]){ place_in(arena, &part, i), row->name, row->place,
		                str_format(arena, "%lld/%lld", (long long)row->present, (long long)class->row.lessons),
		                row->tried
		                        ? str_format(arena, "%lld/%lld", (long long)row->correct, (long long)row->total)
		                        : STR_NONE,
		                outcome(arena, &class->row, row) },
		        0);
	}
	document_format(document, 0, "Tổng số: %lld người được triệu tập; %lld người được cấp giấy chứng nhận.",
	        (long long)totals.called, (long long)totals.certificates);
	put_end(request, document, class, STR_NONE, STR_NONE);
	*ret_document = document;
	return OK;
}

enum status training_paper_quiz(struct request *request, const struct training_paper_wish *wish,
        struct document **ret_document, struct err *err)
{
	const struct training *class = wish->class;
	struct call call = training_call_of(request);
	struct document *document =
	        training_paper_open(request, class, wish->answers ? STR("Đáp án") : STR("Bài kiểm tra"));
	struct quiz quiz;
	TRY(training_quiz_load(&call, class->id, &quiz, err));
	TRY(put_head(request, document, class, STR_NONE, STR_NONE, err));
	document_title(document, wish->answers ? STR("ĐÁP ÁN BÀI KIỂM TRA") : STR("BÀI KIỂM TRA"), class->row.title);
	if (!wish->answers)
		document_paragraph(document, DOCUMENT_NO_INDENT,
		        STR("Họ và tên: ………………………………………………………………\nChi bộ: ……………………………………………………………………"));
	document_format(document, DOCUMENT_NO_INDENT, "Đạt từ %lld trên %zu câu đúng. Khoanh vào chữ cái trước ý chọn.",
	        (long long)(quiz.count ? training_needed((int64_t)quiz.count, class->row.pass) : 0), quiz.count);
	for (size_t i = 0; i < quiz.count; i++) {
		const struct quiz_question *one = &quiz.at[i];
		document_format(document, DOCUMENT_NO_INDENT | DOCUMENT_KEEP_NEXT,
		        DOCUMENT_BOLD "Câu %zu." DOCUMENT_BOLD " %.*s%s", i + 1, STR_ARG(one->text),
		        one->several ? " (chọn mọi ý đúng)" : "");
		for (size_t c = 0; c < one->count; c++) {
			const char *bold = wish->answers && one->choice[c].right ? DOCUMENT_BOLD : "";
			document_format(document, c + 1 < one->count ? DOCUMENT_KEEP_NEXT : 0, "%s%c. %.*s%s%s", bold,
			        (char)('A' + c), STR_ARG(one->choice[c].text), *bold ? " (ý đúng)" : "", bold);
		}
	}
	put_own(document);
	*ret_document = document;
	return OK;
}

static void put_span(
        struct document *document, const struct training *class, const struct training_lesson_many_rows *lessons)
{
	struct arena *arena = document->arena;
	struct str first = date_show(arena, lessons->at[0].day),
	           last = date_show(arena, lessons->at[lessons->count - 1].day);
	document_format(document, DOCUMENT_CENTER | DOCUMENT_NO_INDENT,
	        str_eq(first, last) ? "do %.*s tổ chức ngày %.*s%.*s, tại %.*s"
	                            : "do %.*s tổ chức từ ngày %.*s đến ngày %.*s, tại %.*s",
	        STR_ARG(class->row.organiser), STR_ARG(first), STR_ARG(str_eq(first, last) ? STR_NONE : last),
	        STR_ARG(class->row.place));
}

enum status training_paper_certificate(struct request *request, const struct training *class, const struct seat *seat,
        struct document **ret_document, struct err *err)
{
	struct arena *arena = request->arena;
	const struct training_seat_one_row *row = &seat->row;
	struct training_lesson_many_rows lessons;
	struct document *document = training_paper_open(request, class, STR("Giấy chứng nhận"));
	const unsigned middle = DOCUMENT_CENTER | DOCUMENT_NO_INDENT;
	TRY(training_lesson_many(arena, request->db, &(struct training_lesson_many_in){ class->id }, &lessons, err));
	document->landscape = true;
	TRY(put_head(request, document, class,
	        str_format(
	                arena, "Số %.*s-GCN", STR_ARG(training_certificate_number(arena, row->certificate, row->year))),
	        class->row.certificate_day, err));
	document_space(document, CERTIFICATE_SPACE);
	document_title(document, STR("GIẤY CHỨNG NHẬN"), STR_NONE);
	document_format(document, middle, "%.*s chứng nhận", STR_ARG(class->row.unit_name));
	document_format(document, middle | DOCUMENT_STRONG, "Đồng chí %.*s", STR_ARG(row->name));
	document_format(
	        document, middle, "%.*s, %.*s", STR_ARG(word(arena, "training.post.", row->post)), STR_ARG(row->place));
	document_format(
	        document, middle, "đã hoàn thành lớp " DOCUMENT_BOLD "%.*s" DOCUMENT_BOLD, STR_ARG(class->row.title));
	if (lessons.count)
		put_span(document, class, &lessons);
	document_format(document, middle, "(theo Quyết định số %.*s ngày %.*s)", STR_ARG(class->row.certificate_number),
	        STR_ARG(date_show(arena, class->row.certificate_day)));
	document_format(document, middle, "Mã tra cứu: %.*s", STR_ARG(row->code));
	put_end(request, document, class, class->row.signer_post, class->row.signer);
	*ret_document = document;
	return OK;
}
