/* The papers themselves: the list to sign, the notice, the book of resolutions. The layouts are ours; the form of the heading is record.h's. */
#include "feature/print/print_private.h"

#include "base/text.h"
#include "base/time.h"

#include <string.h>

static struct record_head head_for(struct arena *arena, struct str superior, struct str cell)
{
	return (struct record_head){ .superior = text_upper(arena, superior), .cell = text_upper(arena, cell) };
}

static const char *post_word(struct str post)
{
	return str_is(post, "bi_thu") ? "Bí thư" : str_is(post, "pho_bi_thu") ? "Phó Bí thư" : str_is(post, "chi_uy_vien") ? "Chi ủy viên" : "";
}

static const char *note_word(const struct print_roll_row *row)
{
	return str_is(row->duty, "exempt") ? "miễn sinh hoạt" : str_is(row->duty, "away") ? "cử đi nơi khác" : str_is(row->duty, "special_duty") ? "nhiệm vụ đặc biệt"
	       : str_is(row->status, "probationary")                                     ? "dự bị"
											  : "";
}

static struct str when_of(struct arena *arena, const struct meeting *meeting)
{
	return str_format(arena, "%d giờ %02d, ngày %.*s", (int)meeting->minute / 60, (int)meeting->minute % 60, STR_ARG(date_show(arena, meeting->day)));
}

enum status print_attendance(struct arena *arena, struct db *db, const struct meeting *meeting, struct document **ret_document, struct err *err)
{
	static const struct document_column columns[] = { { 8, DOCUMENT_MIDDLE, { "TT", 2 } }, { 40, DOCUMENT_LEFT, { "Họ và tên", sizeof("Họ và tên") - 1 } },
		{ 20, DOCUMENT_LEFT, { "Chức vụ", sizeof("Chức vụ") - 1 } }, { 22, DOCUMENT_LEFT, { "Ký tên", sizeof("Ký tên") - 1 } },
		{ 22, DOCUMENT_LEFT, { "Ghi chú", sizeof("Ghi chú") - 1 } } };
	struct print_roll_rows rows;
	TRY(print_roll(arena, db, &(struct print_roll_in){ .meeting = { meeting->id }, .shard = meeting->shard }, &rows, err));
	struct document *document = document_open(arena);
	struct record_head head = head_for(arena, meeting->superior_name, meeting->cell_name);
	document->title = STR("Danh sách dự họp");
	record_heading(document, &head);
	document_title(document, STR("DANH SÁCH DỰ HỌP"),
		str_format(arena, "sinh hoạt chi bộ tháng %d năm %d", meeting->month % 100, meeting->month / 100));
	document_format(document, 0, "Thời gian: %.*s. Địa điểm: %.*s.", STR_ARG(when_of(arena, meeting)),
		STR_ARG(meeting->place.len ? meeting->place : STR("……")));
	struct document_table *table = document_table(document, columns, LENGTH(columns), STR_NONE);
	for (size_t i = 0; i < rows.count; i++) {
		const struct print_roll_row *row = &rows.at[i];
		struct str name = row->label.len ? str_format(arena, "%.*s (%.*s)", STR_ARG(row->name), STR_ARG(row->label)) : row->name;
		struct str *cells = arena_array(arena, struct str, LENGTH(columns));
		cells[0] = str_format(arena, "%zu", i + 1);
		cells[1] = name;
		cells[2] = str_of(post_word(row->post));
		cells[3] = STR("");
		cells[4] = str_of(note_word(row));
		document_row(table, cells, 0);
	}
	*ret_document = document;
	return OK;
}

enum status print_notice_document(
	struct arena *arena, struct db *db, const struct meeting *meeting, bool large, struct document **ret_document, struct err *err)
{
	struct str *titles;
	size_t count;
	TRY(meeting_agenda_titles(arena, db, meeting, &titles, &count, err));
	struct document *document = document_open(arena);
	struct record_head head = head_for(arena, meeting->superior_name, meeting->cell_name);
	document->title = STR("Thông báo họp");
	document->large = large;
	record_heading(document, &head);
	document_title(document, STR("THÔNG BÁO"), str_format(arena, "sinh hoạt chi bộ tháng %d năm %d", meeting->month % 100, meeting->month / 100));
	document_format(document, 0, "Kính gửi đồng chí: ………………………………");
	document_format(document, 0, "Chi bộ mời đồng chí dự sinh hoạt vào hồi \1%.*s\1, tại \1%.*s\1.", STR_ARG(when_of(arena, meeting)),
		STR_ARG(meeting->place.len ? meeting->place : STR("……")));
	if (meeting->theme.len)
		document_format(document, 0, "Chuyên đề: %.*s.", STR_ARG(meeting->theme));
	document_paragraph(document, 0, STR("Nội dung:"));
	for (size_t i = 0; i < count; i++)
		document_item(document, titles[i]);
	if (meeting->note.len)
		document_paragraph(document, 0, meeting->note);
	document_paragraph(document, 0, STR("Đồng chí nào không dự được xin báo trước lý do với bí thư hoặc thư ký."));
	static const struct str recipients[] = { { "Đảng viên chi bộ", sizeof("Đảng viên chi bộ") - 1 },
		{ "Cấp ủy viên theo dõi chi bộ", sizeof("Cấp ủy viên theo dõi chi bộ") - 1 }, { "Lưu Chi bộ", sizeof("Lưu Chi bộ") - 1 } };
	struct document_sign sign = { .signer_count = 1, .recipient = recipients, .recipient_count = LENGTH(recipients) };
	sign.signer[0] = (struct document_signer){ .capacity = STR("T/M CHI BỘ"),
		.post = str_is(meeting->chair_post, "pho_bi_thu") ? STR("PHÓ BÍ THƯ") : STR("BÍ THƯ"), .name = meeting->chair_name };
	document_sign(document, &sign);
	*ret_document = document;
	return OK;
}

static struct str tasks_text(struct arena *arena, const struct print_tasks_rows *tasks)
{
	struct buf buf = buf_open(arena, 1 << 16);
	for (size_t i = 0; i < tasks->count; i++) {
		const struct print_tasks_row *row = &tasks->at[i];
		buf_format(&buf, "%s%.*s", i ? "; " : "", STR_ARG(row->title));
		if (row->person_name.len)
			buf_format(&buf, " (%.*s)", STR_ARG(row->person_name));
		if (str_is(row->state, "done"))
			buf_c(&buf, ": xong");
	}
	return buf.len ? buf_text(&buf) : STR("");
}

enum status print_resolutions(
	struct arena *arena, struct db *db, const struct unit *cell, struct str today, struct document **ret_document, struct err *err)
{
	static const struct document_column columns[] = { { 9, DOCUMENT_MIDDLE, { "Số", sizeof("Số") - 1 } },
		{ 13, DOCUMENT_MIDDLE, { "Ngày", sizeof("Ngày") - 1 } }, { 30, DOCUMENT_LEFT, { "Nội dung", sizeof("Nội dung") - 1 } },
		{ 13, DOCUMENT_MIDDLE, { "Biểu quyết", sizeof("Biểu quyết") - 1 } }, { 35, DOCUMENT_LEFT, { "Nhiệm vụ, kết quả", sizeof("Nhiệm vụ, kết quả") - 1 } } };
	struct print_term_row term;
	struct print_book_rows rows = { 0 };
	bool found;
	TRY(print_term(arena, db, &(struct print_term_in){ .cell = { cell->id }, .shard = cell->shard, .day = today }, &term, &found, err));
	if (found)
		TRY(print_book(arena, db, &(struct print_book_in){ .cell = { cell->id }, .shard = cell->shard, .term = term.id }, &rows, err));
	struct document *document = document_open(arena);
	struct record_head head = head_for(arena, cell->parent_name, cell->name);
	document->title = STR("Sổ nghị quyết");
	document->landscape = true;
	record_heading(document, &head);
	document_title(document, STR("SỔ NGHỊ QUYẾT"), found ? str_format(arena, "nhiệm kỳ %.*s", STR_ARG(term.name)) : STR("nhiệm kỳ ……"));
	struct document_table *table = document_table(document, columns, LENGTH(columns), STR_NONE);
	for (size_t i = 0; i < rows.count; i++) {
		const struct print_book_row *row = &rows.at[i];
		struct print_tasks_rows tasks;
		struct str *cells = arena_array(arena, struct str, LENGTH(columns));
		TRY(print_tasks(arena, db, &(struct print_tasks_in){ .meeting = row->meeting, .shard = cell->shard }, &tasks, err));
		cells[0] = row->number.set ? str_format(arena, "%02lld", (long long)row->number.n) : STR("");
		cells[1] = date_show(arena, row->day);
		cells[2] = row->title;
		cells[3] = row->base.set ? str_format(arena, "%lld/%lld", (long long)row->votes_for.n, (long long)row->base.n) : STR("");
		cells[4] = tasks_text(arena, &tasks);
		document_row(table, cells, 0);
	}
	if (!rows.count)
		document_full_row(table, STR("Chưa có nghị quyết nào được xác nhận trong nhiệm kỳ này."), 0);
	*ret_document = document;
	return OK;
}
