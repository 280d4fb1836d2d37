/* The score sheet on paper: filled from the meeting, or empty to be filled in by hand. Documents are Vietnamese in
 * every language. */
#include "feature/score/score_private.h"

#include "base/text.h"
#include "base/time.h"
#include "feature/print/print.h"
#include "feature/unit/unit.h"

static const char dots[] = "........";

static void put_head(
        struct document *document, const struct sheet *sheet, struct str cell, struct str superior, bool blank)
{
	struct arena *arena = document->arena;
	struct str date = blank ? STR("ngày ..... tháng ..... năm .......") : date_words(arena, sheet->meeting->day);
	struct document_head head = { .superior = text_upper(arena, superior),
		.issuer = text_upper(arena, cell),
		.party = STR("ĐẢNG CỘNG SẢN VIỆT NAM") };
	struct str place = unit_place(superior);
	head.place = place.len ? str_format(arena, "%.*s, %.*s", STR_ARG(place), STR_ARG(date)) : date;
	document_head(document, &head);
	struct str subject = STR("Chất lượng sinh hoạt chi bộ tháng ..... năm .......");
	if (!blank)
		subject = str_format(arena, "Chất lượng sinh hoạt chi bộ tháng %.*s năm %d",
		        STR_ARG(month_show(arena, sheet->meeting->month)), sheet->meeting->month / 100);
	document_title(document, STR("PHIẾU CHẤM ĐIỂM"), subject);
	document_format(document, DOCUMENT_CENTER | DOCUMENT_NO_INDENT, "(Theo văn bản số %.*s của %.*s)",
	        STR_ARG(sheet->data->number), STR_ARG(sheet->data->issuer));
}

static struct str number(struct arena *arena, struct opt_int value)
{
	return value.set ? str_format(arena, "%lld", (long long)value.n) : STR("");
}

static struct opt_int own_points(const struct sheet *sheet, int32_t line)
{
	return sheet->result.line[line].points == RUBRIC_OPEN ? OPT_NONE : OPT(sheet->result.line[line].points);
}

static struct opt_int above_points(const struct sheet *sheet, int32_t line)
{
	if (!str_is(sheet->state, "graded"))
		return OPT_NONE;
	return sheet->line[line].superior.set ? sheet->line[line].superior : own_points(sheet, line);
}

static struct str remark(const struct sheet *sheet, int32_t line)
{
	if (sheet->evidence.line[line].why == RUBRIC_NOT_APPLIED)
		return STR("Không tính tháng này");
	return sheet->line[line].reason;
}

/* What a group got, where each of its lines has points. */
static struct opt_int group_sum(
        const struct sheet *sheet, int32_t group, struct opt_int (*points_of)(const struct sheet *sheet, int32_t line))
{
	int64_t sum = 0;
	for (int32_t i = 0; i < sheet->data->rubric.line_count; i++) {
		if (sheet->data->rubric.line[i].group != group)
			continue;
		struct opt_int points = points_of(sheet, i);
		if (!points.set)
			return OPT_NONE;
		sum += points.n;
	}
	return OPT(sum < sheet->data->rubric.group_max[group] ? sum : sheet->data->rubric.group_max[group]);
}

/* The cell's own total: as voted, or as it stands. */
static struct opt_int own_total(const struct sheet *sheet)
{
	if (sheet->stored && !str_is(sheet->state, "proposed"))
		return sheet->row.total;
	return sheet_open_lines(sheet->data, &sheet->result) ? OPT_NONE : OPT(sheet->result.least);
}

static void put_table(struct document *document, const struct sheet *sheet, bool blank)
{
	static const char *const roman[] = { "I", "II", "III", "IV", "V", "VI", "VII", "VIII", "IX", "X", "XI", "XII",
		"XIII", "XIV", "XV", "XVI" };
	const struct document_column columns[] = { { 6, DOCUMENT_MIDDLE, STR("TT") },
		{ 48, DOCUMENT_LEFT, STR("Nội dung") }, { 10, DOCUMENT_MIDDLE, STR("Điểm tối đa") },
		{ 11, DOCUMENT_MIDDLE, STR("Chi bộ tự chấm") }, { 11, DOCUMENT_MIDDLE, STR("Cấp trên chấm") },
		{ 14, DOCUMENT_LEFT, STR("Ghi chú") } };
	struct arena *arena = document->arena;
	const struct rubric *rubric = &sheet->data->rubric;
	struct document_table *table = document_table(document, columns, LENGTH(columns), STR_NONE);
	int number_of = 0;
	for (int32_t g = 0; g < rubric->group_count; g++) {
		document_row(table,
		        (const struct str[]){ str_of(roman[g]), sheet->data->group_name[g],
		                str_format(arena, "%d", rubric->group_max[g]),
		                blank ? STR("") : number(arena, group_sum(sheet, g, own_points)),
		                blank ? STR("") : number(arena, group_sum(sheet, g, above_points)), STR("") },
		        DOCUMENT_STRONG);
		for (int32_t i = 0; i < rubric->line_count; i++)
			if (rubric->line[i].group == g)
				document_row(table,
				        (const struct str[]){ str_format(arena, "%d", ++number_of),
				                sheet->data->line[i].text,
				                str_format(arena, "%d", sheet->data->rubric.line[i].max),
				                blank ? STR("") : number(arena, own_points(sheet, i)),
				                blank ? STR("") : number(arena, above_points(sheet, i)),
				                blank ? STR("") : remark(sheet, i) },
				        0);
	}
	bool graded = !blank && str_is(sheet->state, "graded");
	struct opt_int total = blank ? OPT_NONE : own_total(sheet);
	document_row(table,
	        (const struct str[]){ STR(""), STR("Tổng điểm"), str_format(arena, "%d", rubric->scale),
	                number(arena, total), graded ? number(arena, sheet->row.superior_total) : STR(""), STR("") },
	        DOCUMENT_STRONG);
}

static void put_grades(struct document *document, const struct sheet *sheet, bool blank)
{
	struct arena *arena = document->arena;
	struct buf levels = buf_open(arena, 1000);
	for (int32_t i = 0; i < sheet->data->rubric.grade_count; i++) {
		int from = sheet->data->rubric.grade_from[i], before = i ? sheet->data->rubric.grade_from[i - 1] : 0;
		buf_format(&levels, "%s%.*s: ", i ? "; " : "", STR_ARG(sheet->data->grade_name[i]));
		buf_format(&levels, from ? "từ %d" : "dưới %d", from ? from : before);
		if (i && from)
			buf_format(&levels, " đến dưới %d", before);
		buf_c(&levels, " điểm");
	}
	document_format(document, 0, "Mức xếp loại: %.*s.", STR_ARG(buf_text(&levels)));
	bool fixed = !blank && sheet->stored && !str_is(sheet->state, "proposed");
	bool whole = !blank && sheet_open_lines(sheet->data, &sheet->result) == 0;
	struct str own = fixed   ? sheet_grade_name(sheet, sheet->row.grade)
	                 : whole ? sheet->data->grade_name[sheet->result.grade_least]
	                         : str_of(dots);
	document_format(document, 0, "Chi bộ tự xếp loại: %.*s.", STR_ARG(own));
	if (!blank && sheet->carried)
		document_format(document, 0, "Kết quả biểu quyết: %lld/%lld đảng viên tán thành.",
		        (long long)sheet->votes_for, (long long)sheet->base);
	bool graded = !blank && str_is(sheet->state, "graded");
	struct str above = graded ? sheet_grade_name(sheet, sheet->row.superior_grade) : str_of(dots);
	document_format(document, 0, "Cấp ủy cấp trên trực tiếp quyết định xếp loại: %.*s.%s%.*s", STR_ARG(above),
	        graded && sheet->row.superior_reason.len ? " Lý do: " : "",
	        STR_ARG(graded ? sheet->row.superior_reason : STR("")));
	if (blank)
		document_paragraph(document, 0,
		        STR("Hạn chế và cách khắc phục: "
		            "............................................................."));
	else if (sheet->row.shortcomings.len)
		document_format(document, 0, "Hạn chế và cách khắc phục: %.*s", STR_ARG(sheet->row.shortcomings));
}

static struct str post_of(const struct meeting *meeting)
{
	if (meeting && str_is(meeting->chair_post, "pho_bi_thu"))
		return STR("PHÓ BÍ THƯ");
	if (meeting && str_is(meeting->chair_post, "chi_uy_vien"))
		return STR("CHI ỦY VIÊN");
	return STR("BÍ THƯ");
}

enum status score_document(struct arena *arena, struct db *db, const struct sheet *sheet,
        const struct sheet_paper *paper, int64_t now, struct document **ret_document, struct err *err)
{
	struct document *document = document_open(arena);
	struct str signed_for;
	TRY(unit_setting(arena, db, paper->cell, "signed_for", "cell", &signed_for, err));
	document->title = STR("Phiếu chấm điểm sinh hoạt chi bộ");
	document->author = paper->cell_name;
	document->created = now;
	put_head(document, sheet, paper->cell_name, paper->superior_name, paper->blank);
	document_space(document, 6);
	put_table(document, sheet, paper->blank);
	document_space(document, 6);
	put_grades(document, sheet, paper->blank);
	const struct meeting *meeting = paper->blank ? NULL : sheet->meeting;
	document_sign(
	        document, &(struct document_sign){ .signer_count = 2,
	                          .signer = { { STR("NGƯỜI THEO DÕI, CHẤM ĐIỂM"), STR_NONE,
	                                              meeting ? meeting->observer_name : STR_NONE },
	                                  { str_is(signed_for, "committee") ? STR("T/M CHI ỦY") : STR("T/M CHI BỘ"),
	                                          post_of(meeting), meeting ? meeting->chair_name : STR_NONE } } });
	*ret_document = document;
	return OK;
}

enum status score_paper(struct arena *arena, struct db *db, const struct meeting *meeting, int64_t created,
        struct document **ret_document, struct err *err)
{
	struct sheet *sheet;
	TRY(sheet_open(arena, db, meeting, true, &sheet, err));
	struct sheet_paper paper = {
		.cell = meeting->cell, .cell_name = meeting->cell_name, .superior_name = meeting->superior_name
	};
	return score_document(arena, db, sheet, &paper, created, ret_document, err);
}

static enum status send(struct request *request, const struct sheet *sheet, const struct sheet_paper *paper,
        struct str name, struct err *err)
{
	struct document *document;
	TRY(score_document(request->arena, request->db, sheet, paper, request->now, &document, err));
	return print_send(request, document, name, err);
}

enum status send_filled(struct request *request, void *view, struct err *err)
{
	const struct meeting *meeting = request_meeting(request);
	struct sheet *sheet;
	(void)view;
	TRY(sheet_open(request->arena, request->db, meeting, true, &sheet, err));
	struct sheet_paper paper = {
		.cell = meeting->cell, .cell_name = meeting->cell_name, .superior_name = meeting->superior_name
	};
	return send(request, sheet, &paper,
	        str_format(request->arena, "Phiếu chấm điểm %d-%02d", meeting->month / 100, meeting->month % 100), err);
}

enum status send_blank(struct request *request, void *view, struct err *err)
{
	(void)view;
	const struct unit *cell = request_unit(request, "cell");
	struct sheet *sheet;
	TRY(sheet_blank(request->arena, request->db, cell->id, &sheet, err));
	struct sheet_paper paper = {
		.cell = cell->id, .cell_name = cell->name, .superior_name = cell->parent_name, .blank = true
	};
	return send(request, sheet, &paper, STR("Phiếu chấm điểm"), err);
}
