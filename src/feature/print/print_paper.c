/* Papers that are no records: the attendance list to sign, the notice, the resolution book. Documents are Vietnamese in
 * every language. */
#include "feature/print/print_private.h"

#include "base/text.h"
#include "base/time.h"
#include "feature/unit/unit.h"
#include "gen/print_sql.h"

/* Two lines to sign on: blanks that are not trimmed. */
#define ROOM "\342\200\207\n\342\200\207"

struct str print_when(struct arena *arena, const struct meeting *meeting)
{
	static const char *const days[] = { "thứ Hai", "thứ Ba", "thứ Tư", "thứ Năm", "thứ Sáu", "thứ Bảy",
		"Chủ nhật" };
	struct date date;
	if (!date_parse(meeting->day, &date))
		return STR("……");
	return str_format(arena, "%02d giờ %02d phút, %s, ngày %.*s", (int)meeting->minute / 60,
	        (int)meeting->minute % 60, days[date_weekday(date) - 1], STR_ARG(date_show(arena, meeting->day)));
}

struct str print_kind(struct arena *arena, const struct meeting *meeting)
{
	const char *kind = str_is(meeting->body, "committee")  ? "họp chi ủy"
	                   : str_is(meeting->body, "group")    ? "họp tổ đảng"
	                   : str_is(meeting->kind, "thematic") ? "sinh hoạt chi bộ chuyên đề"
	                   : str_is(meeting->kind, "both") ? "sinh hoạt chi bộ thường kỳ kết hợp chuyên đề"
	                   : str_is(meeting->kind, "extraordinary") ? "sinh hoạt chi bộ bất thường"
	                                                            : "sinh hoạt chi bộ thường kỳ";
	return str_format(
	        arena, "%s tháng %.*s năm %d", kind, STR_ARG(month_show(arena, meeting->month)), meeting->month / 100);
}

/* The head of a record without its number; the secretary signs where nobody was named to chair. */
enum status print_head(struct arena *arena, struct db *db, const struct meeting *meeting, struct record_head *ret_head,
        struct err *err)
{
	struct print_chair_row chair;
	bool found;
	TRY(record_head_of(arena, db, meeting, "resolution", 0, meeting->day, ret_head, err));
	ret_head->number = STR_NONE;
	if (ret_head->chair_name.len || str_is(meeting->body, "group"))
		return OK;
	TRY(print_chair(arena, db,
	        &(struct print_chair_in){ .cell = { meeting->cell }, .shard = meeting->shard, .day = meeting->day },
	        &chair, &found, err));
	if (found) {
		ret_head->chair_name = chair.name;
		ret_head->chair_post = record_post_title(chair.post);
	}
	return OK;
}

static struct str named(struct arena *arena, struct str name, struct str label)
{
	return label.len ? str_format(arena, "%.*s (%.*s)", STR_ARG(name), STR_ARG(label)) : name;
}

static struct str post_words(struct str post, struct str status)
{
	if (str_is(post, "bi_thu"))
		return STR("Bí thư");
	if (str_is(post, "pho_bi_thu"))
		return STR("Phó Bí thư");
	if (str_is(post, "chi_uy_vien"))
		return STR("Chi ủy viên");
	return str_is(status, "probationary") ? STR("Dự bị") : STR("Đảng viên");
}

static struct str duty_words(struct str duty)
{
	if (str_is(duty, "exempt"))
		return STR("Miễn sinh hoạt");
	if (str_is(duty, "special_duty"))
		return STR("Nhiệm vụ đặc biệt");
	return str_is(duty, "away") ? STR("Sinh hoạt nơi khác") : STR("");
}

struct signer_row {
	struct str name, post, note;
	bool due;
};

/* The frozen roll, or the members of the day where the meeting was not called yet. */
static enum status list_rows(struct request *request, struct signer_row **ret_rows, size_t *ret_count, struct err *err)
{
	const struct meeting *meeting = request_meeting(request);
	struct print_roll_rows roll;
	struct print_members_rows members = { 0 };
	TRY(print_roll(request->arena, request->db,
	        &(struct print_roll_in){ .meeting = { meeting->id }, .shard = meeting->shard }, &roll, err));
	if (!roll.count)
		TRY(print_members(request->arena, request->db,
		        &(struct print_members_in){ .cell = { meeting->cell },
		                .shard = meeting->shard,
		                .day = meeting->day,
		                .body = meeting->body,
		                .cell_group = { meeting->group } },
		        &members, err));
	*ret_rows = arena_array(request->arena, struct signer_row, roll.count + members.count + 1);
	*ret_count = 0;
	for (size_t i = 0; i < roll.count; i++) {
		const struct print_roll_row *row = &roll.at[i];
		struct str note = duty_words(row->duty);
		if (str_is(row->state, "excused"))
			note = STR("Xin vắng");
		(*ret_rows)[(*ret_count)++] = (struct signer_row){ named(request->arena, row->name, row->label),
			post_words(row->post, row->status), note, !duty_words(row->duty).len };
	}
	for (size_t i = 0; i < members.count; i++) {
		const struct print_members_row *row = &members.at[i];
		(*ret_rows)[(*ret_count)++] = (struct signer_row){ named(request->arena, row->name, row->label),
			post_words(row->post, row->status), duty_words(row->duty), !duty_words(row->duty).len };
	}
	return OK;
}

static struct document_table *put_guests(struct document *document, const struct print_guests_rows *guests)
{
	const struct document_column columns[] = { { 7, DOCUMENT_MIDDLE, STR("TT") },
		{ 33, DOCUMENT_LEFT, STR("Đại biểu, sinh hoạt tạm thời") },
		{ 36, DOCUMENT_LEFT, STR("Chức vụ, đơn vị") }, { 24, DOCUMENT_LEFT, STR("Chữ ký") } };
	document_space(document, 8);
	struct document_table *table = document_table(document, columns, LENGTH(columns), STR_NONE);
	for (size_t i = 0; i < guests->count; i++) {
		const struct print_guests_row *row = &guests->at[i];
		struct str post = row->post.len                         ? row->post
		                  : str_is(row->kind, "temporary_stay") ? STR("Đảng viên sinh hoạt tạm thời")
		                                                        : STR("");
		document_row(table,
		        (const struct str[]){ str_format(document->arena, "%zu", i + 1), row->name, post, STR(ROOM) },
		        0);
	}
	return table;
}

enum status print_attendance_list(struct request *request, void *view, struct err *err)
{
	const struct meeting *meeting = request_meeting(request);
	const struct document_column columns[] = { { 6, DOCUMENT_MIDDLE, STR("TT") },
		{ 32, DOCUMENT_LEFT, STR("Họ và tên") }, { 18, DOCUMENT_LEFT, STR("Chức vụ") },
		{ 24, DOCUMENT_LEFT, STR("Chữ ký") }, { 20, DOCUMENT_LEFT, STR("Ghi chú") } };
	struct document *document = document_open(request->arena);
	struct record_head head;
	struct signer_row *rows;
	struct print_guests_rows guests;
	size_t count, due = 0;
	(void)view;
	TRY(print_head(request->arena, request->db, meeting, &head, err));
	TRY(list_rows(request, &rows, &count, err));
	TRY(print_guests(request->arena, request->db,
	        &(struct print_guests_in){ .meeting = { meeting->id }, .shard = meeting->shard }, &guests, err));
	head.place_date = STR_NONE;
	document->title = STR("Danh sách đảng viên dự họp");
	document->author = meeting->cell_name;
	document->created = head.created;
	record_heading(document, &head);
	document_title(document, STR("DANH SÁCH ĐẢNG VIÊN DỰ HỌP"), print_kind(request->arena, meeting));
	document_format(document, DOCUMENT_CENTER | DOCUMENT_NO_INDENT, "%.*s%s%.*s",
	        STR_ARG(print_when(request->arena, meeting)), meeting->place.len ? ", tại " : "",
	        STR_ARG(meeting->place));
	struct document_table *table = document_table(document, columns, LENGTH(columns), STR_NONE);
	for (size_t i = 0; i < count; i++) {
		due += rows[i].due;
		document_row(table,
		        (const struct str[]){ str_format(request->arena, "%zu", i + 1), rows[i].name, rows[i].post,
		                STR(ROOM), rows[i].note },
		        0);
	}
	if (guests.count)
		table = put_guests(document, &guests);
	table->keep_end = true;
	document_space(document, 6);
	document_format(document, 0,
	        "Tổng số: %02zu đảng viên; phải dự họp: %02zu; có mặt: ……; vắng có lý do: ……; vắng không có lý do: ……",
	        count, due);
	document_sign(document, &(struct document_sign){ .signer_count = 2,
	                                .signer = { { STR("THƯ KÝ"), STR_NONE, head.clerk_name },
	                                        { STR("CHỦ TRÌ"), STR_NONE, head.chair_name } } });
	return print_send(request, document,
	        str_format(request->arena, "Danh sách dự họp tháng %d-%d", meeting->month % 100, meeting->month / 100),
	        err);
}

/* Steps of every meeting, which a notice need not list. */
static bool is_formal(struct str step)
{
	static const char *const formal[] = { "opening", "clerk", "roll", "fees", "agenda", "answers", "superior",
		"conclusion", "score", "read_back" };
	for (size_t i = 0; i < LENGTH(formal); i++)
		if (str_is(step, formal[i]))
			return true;
	return false;
}

static void put_notice(struct document *document, const struct meeting *meeting, const struct print_agenda_rows *agenda)
{
	struct arena *arena = document->arena;
	size_t listed = 0;
	document_format(document, DOCUMENT_CENTER | DOCUMENT_NO_INDENT,
	        DOCUMENT_ITALIC "Kính gửi:" DOCUMENT_ITALIC " Các đồng chí đảng viên %.*s",
	        STR_ARG(meeting->cell_name));
	document_format(document, 0, "%.*s thông báo tổ chức %.*s như sau:", STR_ARG(meeting->cell_name),
	        STR_ARG(print_kind(arena, meeting)));
	document_format(
	        document, 0, DOCUMENT_BOLD "Thời gian:" DOCUMENT_BOLD " %.*s.", STR_ARG(print_when(arena, meeting)));
	document_format(document, 0, DOCUMENT_BOLD "Địa điểm:" DOCUMENT_BOLD " %.*s.",
	        STR_ARG(meeting->place.len ? meeting->place : STR("……")));
	if (meeting->chair_name.len)
		document_format(document, 0, DOCUMENT_BOLD "Chủ trì:" DOCUMENT_BOLD " đồng chí %.*s.",
		        STR_ARG(meeting->chair_name));
	if (meeting->theme.len)
		document_format(
		        document, 0, DOCUMENT_BOLD "Chuyên đề:" DOCUMENT_BOLD " %.*s.", STR_ARG(meeting->theme));
	for (size_t i = 0; i < agenda->count; i++) {
		if (is_formal(agenda->at[i].step))
			continue;
		if (!listed++)
			document_paragraph(document, DOCUMENT_KEEP_NEXT, STR(DOCUMENT_BOLD "Nội dung:" DOCUMENT_BOLD));
		document_format(document, 0, "%zu. %.*s.", listed, STR_ARG(agenda->at[i].title));
	}
	if (meeting->note.len)
		document_paragraph(document, 0, meeting->note);
	document_paragraph(document, 0,
	        STR("Đề nghị các đồng chí nghiên cứu trước tài liệu, dự họp đầy đủ, đúng giờ; đồng chí nào không dự "
	            "được báo "
	            "trước và nêu rõ lý do."));
}

enum status print_notice(struct request *request, void *view, struct err *err)
{
	const struct meeting *meeting = request_meeting(request);
	struct document *document = document_open(request->arena);
	struct record_head head;
	struct str day = request->today;
	struct print_agenda_rows agenda;
	(void)view;
	if (meeting->notice_at)
		day = day_today(request->arena, meeting->notice_at);
	struct meeting dated = *meeting;
	dated.day = day;
	TRY(print_head(request->arena, request->db, &dated, &head, err));
	TRY(print_agenda(request->arena, request->db,
	        &(struct print_agenda_in){ .meeting = { meeting->id }, .shard = meeting->shard }, &agenda, err));
	document->large = request_query_int(request, "large", 0) == 1;
	document->title = meeting_is_cell(meeting) ? STR("Thông báo sinh hoạt chi bộ") : STR("Thông báo họp");
	document->author = meeting->cell_name;
	document->created = head.created;
	record_heading(document, &head);
	document_title(document, STR("THÔNG BÁO"), print_kind(request->arena, meeting));
	put_notice(document, meeting, &agenda);
	document_sign(document, &(struct document_sign){ .signer_count = 1,
	                                .signer = { { head.signed_for, head.chair_post, head.chair_name } },
	                                .recipient = head.recipient,
	                                .recipient_count = head.recipient_count });
	return print_send(request, document,
	        str_format(request->arena, "Thông báo họp tháng %d-%d", meeting->month % 100, meeting->month / 100),
	        err);
}

/* "1. Rà soát hộ nghèo (Nguyễn Văn An, 30/11/2026): đã xong" */
static enum status task_cells(struct arena *arena, struct db *db, const struct print_book_row *row, int shard,
        struct str *ret_tasks, struct str *ret_result, struct err *err)
{
	struct print_tasks_rows rows;
	struct buf tasks = buf_open(arena, 64 << 10), result = buf_open(arena, 64 << 10);
	TRY(print_tasks(arena, db, &(struct print_tasks_in){ .meeting = row->meeting, .shard = shard }, &rows, err));
	size_t done = 0;
	for (size_t i = 0; i < rows.count; i++) {
		const struct print_tasks_row *task = &rows.at[i];
		buf_format(&tasks, "%s%zu) %.*s", i ? "\n" : "", i + 1, STR_ARG(text_line(arena, task->title)));
		if (task->person_name.len)
			buf_format(&tasks, " – %.*s", STR_ARG(task->person_name));
		if (task->due.len)
			buf_format(&tasks, ", hạn %.*s", STR_ARG(date_show(arena, task->due)));
		done += str_is(task->state, "done");
	}
	if (rows.count)
		buf_format(&result, "Xong %zu/%zu", done, rows.count);
	for (size_t i = 0; i < rows.count; i++)
		if (rows.at[i].result.len)
			buf_format(&result, "\n%zu) %.*s", i + 1, STR_ARG(text_line(arena, rows.at[i].result)));
	*ret_tasks = buf_text(&tasks);
	*ret_result = buf_text(&result);
	return OK;
}

static enum status put_book(
        struct document *document, struct db *db, const struct unit *cell, struct term_id term, struct err *err)
{
	const struct document_column columns[] = { { 7, DOCUMENT_MIDDLE, STR("Số") },
		{ 10, DOCUMENT_MIDDLE, STR("Ngày") }, { 12, DOCUMENT_LEFT, STR("Buổi họp") },
		{ 22, DOCUMENT_LEFT, STR("Nội dung nghị quyết") }, { 12, DOCUMENT_MIDDLE, STR("Biểu quyết") },
		{ 24, DOCUMENT_LEFT, STR("Nhiệm vụ") }, { 15, DOCUMENT_LEFT, STR("Kết quả") } };
	struct arena *arena = document->arena;
	struct print_book_rows rows;
	TRY(print_book(arena, db, &(struct print_book_in){ .cell = { cell->id }, .shard = cell->shard, .term = term },
	        &rows, err));
	struct document_table *table = document_table(document, columns, LENGTH(columns), STR_NONE);
	if (!rows.count)
		document_full_row(table, STR("Chưa có nghị quyết nào trong nhiệm kỳ này."), 0);
	for (size_t i = 0; i < rows.count; i++) {
		const struct print_book_row *row = &rows.at[i];
		struct str tasks, result, vote = STR("……");
		bool dead = str_is(row->state, "void");
		TRY(task_cells(arena, db, row, cell->shard, &tasks, &result, err));
		if (row->votes_for.set && row->base.set)
			vote = str_format(arena, "%lld/%lld", (long long)row->votes_for.n, (long long)row->base.n);
		if (dead)
			result = str_format(arena, "Số hủy: %.*s", STR_ARG(row->void_reason));
		document_row(table,
		        (const struct str[]){ str_format(arena, "%02lld", (long long)row->number.n),
		                date_show(arena, row->day),
		                str_format(arena, "%s tháng %.*s/%d",
		                        str_is(row->kind, "thematic") ? "Chuyên đề" : "Thường kỳ",
		                        STR_ARG(month_show(arena, row->month)), (int)(row->month / 100)),
		                row->title, dead ? STR("") : vote, dead ? STR("") : tasks, result },
		        0);
	}
	return OK;
}

enum status print_book_document(struct arena *arena, struct db *db, const struct unit *cell, struct opt_int wanted,
        struct str day, int64_t created, struct document **ret_document, struct err *err)
{
	struct document *document = document_open(arena);
	struct print_term_row term;
	bool found;
	TRY(print_term(arena, db,
	        &(struct print_term_in){ .cell = { cell->id }, .shard = cell->shard, .term = wanted, .day = day },
	        &term, &found, err));
	if (!found)
		return err_set(err, NOT_FOUND, "print.no_term", NULL);
	document->landscape = true;
	document->title = STR("Sổ nghị quyết chi bộ");
	document->author = cell->name;
	document->created = created;
	record_heading(document, &(struct record_head){ .superior = text_upper(arena, cell->parent_name),
	                                 .cell = text_upper(arena, cell->name) });
	document_title(document, STR("SỔ NGHỊ QUYẾT"), term.name);
	if (str_is(term.until, "9999-12-31"))
		document_format(document, DOCUMENT_CENTER | DOCUMENT_NO_INDENT, "Từ ngày %.*s",
		        STR_ARG(date_show(arena, term.since)));
	else
		document_format(document, DOCUMENT_CENTER | DOCUMENT_NO_INDENT, "Từ ngày %.*s đến ngày %.*s",
		        STR_ARG(date_show(arena, term.since)), STR_ARG(date_show(arena, term.until)));
	*ret_document = document;
	return put_book(document, db, cell, term.id, err);
}

enum status print_book_paper(struct request *request, void *view, struct err *err)
{
	const struct unit *cell = request_unit(request, "cell");
	struct document *document;
	int64_t wanted = request_query_int(request, "term", 0);
	(void)view;
	TRY(print_book_document(request->arena, request->db, cell, wanted ? OPT(wanted) : OPT_NONE, request->today,
	        request->now, &document, err));
	return print_send(request, document, STR("Sổ nghị quyết"), err);
}
