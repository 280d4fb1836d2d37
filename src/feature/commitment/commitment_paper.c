/* A commitment on paper: as written, with the check beside it, or empty to be written by hand; and the list of a cell.
 * No official form was found: the layout is ours and says so. */
#include "feature/commitment/commitment_private.h"

#include "base/text.h"
#include "base/time.h"
#include "feature/print/print.h"

enum { EMPTY_ROWS = 5 };
#define DOTS "………………………………………………………………………………………………………………………………………………………………………………………………………"

static struct document *begin(struct request *request, const struct unit *cell, const char *title, int64_t year)
{
	struct arena *arena = request->arena;
	struct document *document = document_open(arena);
	document->created = request->now;
	document->title = str_format(arena, "%s năm %lld", title, (long long)year);
	document_head(document, &(struct document_head){ .superior = text_upper(arena, cell->parent_name),
	                                .issuer = text_upper(arena, cell->name),
	                                .party = STR("ĐẢNG CỘNG SẢN VIỆT NAM") });
	return document;
}

/* No items: a form to be filled in by hand. */
static void put_items(
        struct request *request, struct document *document, const struct commitment_items_rows *items, bool checked)
{
	const struct document_column columns[] = { { 8, DOCUMENT_MIDDLE, STR("TT") },
		{ 33, DOCUMENT_LEFT, STR("Việc sẽ làm") }, { 19, DOCUMENT_LEFT, STR("Kết quả đo được") },
		{ 18, DOCUMENT_MIDDLE, STR("Hạn") }, { 22, DOCUMENT_LEFT, STR("Tự kiểm cuối năm") } };
	struct document_table *table = document_table(document, columns, LENGTH(columns), STR_NONE);
	for (size_t i = 0; i < (items ? items->count : EMPTY_ROWS); i++) {
		struct str number = str_format(request->arena, "%zu", i + 1);
		if (!items) {
			document_row(table, (struct str[]){ number, STR("\n"), STR_NONE, STR_NONE, STR_NONE }, 0);
			continue;
		}
		const struct commitment_items_row *row = &items->at[i];
		struct str result = STR_NONE;
		if (checked && row->result.len) {
			const char *word = str_is(row->result, "done")   ? "Hoàn thành"
			                   : str_is(row->result, "part") ? "Một phần"
			                                                 : "Chưa";
			result = row->result_words.len
			                 ? str_format(request->arena, "%s: %.*s", word, STR_ARG(row->result_words))
			                 : str_of(word);
		}
		document_row(table,
		        (struct str[]){ number, row->text, row->measure, date_show(request->arena, row->due), result },
		        0);
	}
}

static void put_end(struct document *document, struct str name)
{
	print_own(document);
	document_sign(document, &(struct document_sign){ .signer = { { STR("XÁC NHẬN CỦA CHI BỘ"), STR_NONE, STR_NONE },
	                                                         { STR("NGƯỜI CAM KẾT"), STR_NONE, name } },
	                                .signer_count = 2 });
}

static void put_addenda(struct request *request, struct document *document, const struct commitment_addenda_rows *rows)
{
	bool any = false;
	for (size_t i = 0; i < rows->count; i++) {
		const struct commitment_addenda_row *row = &rows->at[i];
		if (!str_is(row->state, "agreed"))
			continue;
		if (!any)
			document_section(document, 2, 0, STR("Phụ lục đã được chi bộ thống nhất"));
		any = true;
		struct str what =
		        row->text.len ? str_format(request->arena, " Thêm việc: %.*s.", STR_ARG(row->text)) : STR_NONE;
		document_item(document, str_format(request->arena, "Ngày %.*s: %.*s.%.*s",
		                                STR_ARG(date_show(request->arena, row->decided_day)),
		                                STR_ARG(row->reason), STR_ARG(what)));
	}
}

static enum status paper(struct request *request, struct err *err)
{
	const struct commitment *commitment = request_commitment(request);
	const struct commitment_one_row *row = &commitment->row;
	struct commitment_parts_rows parts;
	struct commitment_items_rows items;
	struct commitment_addenda_rows addenda;
	TRY(commitment_parts(request->arena, request->db,
	        &(struct commitment_parts_in){ commitment->id, commitment->shard }, &parts, err));
	TRY(commitment_load_items(request->arena, request->db, commitment, true, &items, err));
	TRY(commitment_addenda(request->arena, request->db,
	        &(struct commitment_addenda_in){ commitment->id, commitment->shard }, &addenda, err));
	struct document *document = begin(request, &commitment->cell, "Bản cam kết", row->year);
	document_title(document, STR("BẢN CAM KẾT"),
	        str_format(request->arena, "Tu dưỡng, rèn luyện, phấn đấu năm %lld", (long long)row->year));
	document_format(document, 0, "Họ và tên: \1%.*s\1", STR_ARG(row->name));
	document_format(document, 0, "Sinh hoạt tại: %.*s", STR_ARG(commitment->cell.name));
	for (size_t i = 0; i < parts.count; i++) {
		document_section(document, 2, 0, parts.at[i].title);
		document_paragraph(document, 0, parts.at[i].text.len ? parts.at[i].text : STR("–"));
	}
	document_section(document, 2, 0, STR("Việc làm cụ thể"));
	put_items(request, document, &items, row->checked_day.len > 0);
	put_addenda(request, document, &addenda);
	if (row->checked_day.len) {
		document_section(document, 2, 0, STR("Tự kiểm cuối năm"));
		document_paragraph(document, 0, row->check_words.len ? row->check_words : STR("–"));
		if (row->noted_day.len)
			document_format(document, 0, "Nhận xét của chi bộ: %.*s", STR_ARG(row->note));
	}
	if (row->sent_day.len)
		document_format(
		        document, 0, "Gửi chi bộ ngày %.*s.", STR_ARG(date_show(request->arena, row->sent_day)));
	put_end(document, row->name);
	return print_send(request, document, STR("Bản cam kết"), err);
}

enum status commitment_fetch_paper(struct request *request, void *view, struct err *err)
{
	(void)view;
	return paper(request, err);
}

static enum status form(struct request *request, struct err *err)
{
	const struct unit *cell = request_unit(request, "cell");
	int64_t year = request_query_int(request, "year", commitment_year_now(request->today));
	struct layout layout;
	TRY(commitment_layout_load(request->arena, request->db, cell->id, &layout, err));
	struct document *document = begin(request, cell, "Bản cam kết", year);
	document_title(document, STR("BẢN CAM KẾT"),
	        str_format(request->arena, "Tu dưỡng, rèn luyện, phấn đấu năm %lld", (long long)year));
	document_paragraph(document, 0, STR("Họ và tên: ……………………………………………………………"));
	document_format(document, 0, "Sinh hoạt tại: %.*s", STR_ARG(cell->name));
	for (size_t i = 0; i < layout.count; i++) {
		document_section(document, 2, 0, layout.title[i]);
		if (layout.hint[i].len)
			document_format(document, DOCUMENT_KEEP_NEXT, "\2(%.*s)\2", STR_ARG(layout.hint[i]));
		document_paragraph(document, 0, STR(DOTS));
	}
	document_section(document, 2, 0, STR("Việc làm cụ thể"));
	put_items(request, document, NULL, false);
	document_paragraph(document, 0, STR("Ngày …… tháng …… năm …………"));
	put_end(document, STR_NONE);
	return print_send(request, document, STR("Mẫu bản cam kết"), err);
}

enum status commitment_fetch_form(struct request *request, void *view, struct err *err)
{
	(void)view;
	return form(request, err);
}

static struct str state_words(const struct commitment_list_row *row)
{
	if (!row->id.n || str_is(row->state, "draft"))
		return row->exempt ? STR("Miễn công tác, sinh hoạt") : STR("Chưa gửi");
	return str_is(row->state, "agreed") ? STR("Chi bộ đã thống nhất")
	       : str_is(row->state, "sent") ? STR("Đã gửi")
	                                    : STR("Trả lại để sửa");
}

static enum status list(struct request *request, struct err *err)
{
	const struct document_column columns[] = { { 8, DOCUMENT_MIDDLE, STR("TT") },
		{ 30, DOCUMENT_LEFT, STR("Họ và tên") }, { 18, DOCUMENT_MIDDLE, STR("Ngày gửi") },
		{ 26, DOCUMENT_LEFT, STR("Bản cam kết") }, { 20, DOCUMENT_LEFT, STR("Tự kiểm cuối năm") } };
	const struct unit *cell = request_unit(request, "cell");
	int64_t year = request_query_int(request, "year", commitment_year_now(request->today));
	struct arena *arena = request->arena;
	struct commitment_list_rows rows;
	TRY(commitment_list(arena, request->db,
	        &(struct commitment_list_in){ { cell->id }, cell->shard, year, request->today }, &rows, err));
	struct document *document = begin(request, cell, "Danh sách cam kết", year);
	document_title(document, STR("DANH SÁCH"),
	        str_format(arena, "Đảng viên cam kết tu dưỡng, rèn luyện, phấn đấu năm %lld", (long long)year));
	struct document_table *table = document_table(document, columns, LENGTH(columns), STR_NONE);
	for (size_t i = 0; i < rows.count; i++) {
		const struct commitment_list_row *row = &rows.at[i];
		struct str name = row->label.len
		                          ? str_format(arena, "%.*s (%.*s)", STR_ARG(row->name), STR_ARG(row->label))
		                          : row->name;
		struct str checked = row->noted_day.len     ? STR("Đã nhận xét")
		                     : row->checked_day.len ? STR("Đã tự kiểm")
		                                            : STR_NONE;
		document_row(table,
		        (struct str[]){ str_format(arena, "%zu", i + 1), name,
		                row->sent_day.len ? date_show(arena, row->sent_day) : STR_NONE, state_words(row),
		                checked },
		        0);
	}
	document_format(document, 0, "Lập ngày %.*s.", STR_ARG(date_show(arena, request->today)));
	print_own(document);
	document_sign(document, &(struct document_sign){ .signer = { { STR("T/M CHI BỘ"), STR("BÍ THƯ"), STR_NONE } },
	                                .signer_count = 1 });
	return print_send(request, document, STR("Danh sách cam kết"), err);
}

enum status commitment_fetch_list(struct request *request, void *view, struct err *err)
{
	(void)view;
	return list(request, err);
}
