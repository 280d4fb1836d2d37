/* The forms on paper: 2A, 2B, 2C, 01 and the points (05), filled in or empty. Documents are Vietnamese in every
 * language. */
#include "feature/annual/annual_paper.h"

#include "base/text.h"
#include "base/time.h"
#include "feature/print/print.h"

#define DOTS                                                                                                           \
	"............................................................................................................" \
	".........."

struct str annual_paper_date(struct arena *arena, struct str day)
{
	struct date date;
	if (!day.len || !date_parse(day, &date))
		return STR("ngày ..... tháng ..... năm .......");
	return str_format(
	        arena, "ngày %02d tháng %.*s năm %d", date.day, STR_ARG(month_show(arena, date.month)), date.year);
}

void annual_paper_head(
        struct document *document, struct str superior, struct str issuer, struct str number, struct str day)
{
	struct arena *arena = document->arena;
	document_head(
	        document, &(struct document_head){ .superior = text_upper(arena, superior),
	                          .issuer = text_upper(arena, issuer),
	                          .number = number,
	                          .party = STR("ĐẢNG CỘNG SẢN VIỆT NAM"),
	                          .place = unit_place_day(arena, unit_place(issuer).len ? issuer : superior, day) });
}

struct document_signer annual_paper_signer(struct arena *arena, const struct review *review, struct str day)
{
	if (!review->committee)
		return (struct document_signer){ STR("T/M CHI BỘ"), STR("BÍ THƯ"), STR_NONE };
	struct unit_committee committee = unit_committee_of(arena, review->cell.kind, review->cell.name, day);
	return (struct document_signer){ str_format(arena, "T/M %.*s", STR_ARG(committee.name)), committee.head,
		STR_NONE };
}

enum status annual_paper_send(struct request *request, struct document *document, const char *name, struct err *err)
{
	document->created = request->now;
	document->title = str_of(name);
	return print_send(request, document, document->title, err);
}

/* A form: of somebody, or of nobody in a cell (empty). */
struct sheet {
	const struct assessed *assessed; /* NULL: of nobody */
	struct annual_form form;
	struct annual_rule rule;
	struct annual_line_many_rows lines;
	struct annual_book book;
	struct str cell_name, superior;
	int64_t year;
	bool blank;
};

static const struct annual_line_many_row *kept(
        const struct sheet *sheet, struct arena *arena, const char *prefix, struct str id)
{
	return sheet->blank ? NULL : annual_line_of(&sheet->lines, arena, prefix, id);
}

static enum status open_sheet(
        struct request *request, const struct assessed *assessed, struct sheet *ret_sheet, struct err *err)
{
	const struct review *review = &assessed->review;
	struct call call = annual_call_of(request);
	*ret_sheet = (struct sheet){ .assessed = assessed,
		.rule = review->rule,
		.cell_name = review->cell.name,
		.superior = review->cell.parent_name,
		.year = review->row.year,
		.blank = request_query(request, "blank").len > 0 };
	TRY(annual_form_find(request->arena, assessed->row.form, assessed->review.committee, &ret_sheet->form, err));
	TRY(annual_line_many(request->arena, request->db, &(struct annual_line_many_in){ assessed->id, review->shard },
	        &ret_sheet->lines, err));
	return annual_evidence_read(&call, review, &ret_sheet->book, err);
}

static void put_parts(struct document *document, const struct sheet *sheet)
{
	struct arena *arena = document->arena;
	for (size_t i = 0; i < sheet->form.part_count; i++) {
		const struct annual_line_many_row *row = kept(sheet, arena, "text", sheet->form.part[i].id);
		struct str rest = row ? row->text : STR_NONE, line;
		document_section(document, 2, 0, sheet->form.part[i].title);
		if (!rest.len)
			for (int k = 0; k < (sheet->blank ? 3 : 1); k++)
				document_paragraph(document, DOCUMENT_NO_INDENT, STR(DOTS));
		while (rest.len && str_split(&rest, '\n', &line))
			if (str_trim(line).len)
				document_paragraph(document, 0, str_trim(line));
	}
}

static void put_points(struct document *document, const struct sheet *sheet)
{
	struct arena *arena = document->arena;
	const struct document_column columns[] = { { 7, DOCUMENT_MIDDLE, STR("TT") },
		{ 64, DOCUMENT_LEFT, STR("Tiêu chí") }, { 12, DOCUMENT_MIDDLE, STR("Điểm tối đa") },
		{ 12, DOCUMENT_MIDDLE, STR("Tự chấm") } };
	struct document_table *table = document_table(document, columns, LENGTH(columns), STR_NONE);
	for (size_t i = 0; i < sheet->form.line_count; i++) {
		const struct annual_line_many_row *row = kept(sheet, arena, "points", sheet->form.line[i].id);
		if (!i || !str_eq(sheet->form.line[i].group, sheet->form.line[i - 1].group))
			document_full_row(table, sheet->form.line[i].group, DOCUMENT_STRONG);
		document_row(table,
		        (const struct str[]){ str_format(arena, "%zu", i + 1), sheet->form.line[i].text,
		                str_format(arena, "%lld", (long long)sheet->form.line[i].max),
		                row && row->own.set ? str_format(arena, "%lld", (long long)row->own.n) : STR("") },
		        0);
	}
	struct opt_int total = sheet->blank || !sheet->assessed ? OPT_NONE : sheet->assessed->row.own_points;
	document_row(table,
	        (const struct str[]){ STR(""), STR("Tổng điểm"), str_format(arena, "%lld", (long long)sheet->form.max),
	                total.set ? str_format(arena, "%lld", (long long)total.n) : STR("") },
	        DOCUMENT_STRONG);
}

static void put_grades(struct document *document, const struct sheet *sheet, unsigned flags)
{
	struct str own = sheet->blank || !sheet->assessed ? STR_NONE : sheet->assessed->row.own_grade;
	document_section(document, 2, flags, STR("Tự nhận mức xếp loại chất lượng"));
	for (int i = 0; i < ANNUAL_GRADES; i++)
		document_format(document, DOCUMENT_NO_INDENT, "%s   %.*s",
		        annual_grade_of(own) == (enum annual_grade)i ? "☒" : "☐", STR_ARG(sheet->rule.grade_name[i]));
}

/* The year's meetings stand beside the collective's report: Chỉ thị 50 asks that they count. */
static void put_months(struct document *document, const struct sheet *sheet)
{
	struct arena *arena = document->arena;
	const struct document_column columns[] = { { 20, DOCUMENT_MIDDLE, STR("Ngày họp") },
		{ 20, DOCUMENT_MIDDLE, STR("Dự họp") }, { 16, DOCUMENT_MIDDLE, STR("Điểm") },
		{ 30, DOCUMENT_MIDDLE, STR("Mức cấp trên xếp") } };
	static const struct {
		const char *code, *name;
	} names[] = { { "good", "Tốt" }, { "fair", "Khá" }, { "average", "Trung bình" }, { "poor", "Kém" } };
	if (sheet->blank || !sheet->book.months.count) /* of a committee there are none */
		return;
	document_paragraph(document, DOCUMENT_STRONG | DOCUMENT_KEEP_NEXT | DOCUMENT_NO_INDENT,
	        STR("Chất lượng các buổi sinh hoạt chi bộ trong năm"));
	struct document_table *table = document_table(document, columns, LENGTH(columns), STR_NONE);
	for (size_t i = 0; i < sheet->book.months.count; i++) {
		const struct annual_months_row *row = &sheet->book.months.at[i];
		struct str grade = row->superior.len ? row->superior : row->grade, name = STR("–");
		for (size_t k = 0; k < LENGTH(names); k++)
			if (str_is(grade, names[k].code))
				name = str_format(arena, "%s%s", names[k].name, row->superior.len ? "" : " (tự chấm)");
		document_row(table,
		        (const struct str[]){ date_show(arena, row->day),
		                row->base.set ? str_format(arena, "%lld/%lld", (long long)row->present.n,
		                                        (long long)row->base.n)
		                              : STR("–"),
		                row->total.set ? str_format(arena, "%lld", (long long)row->total.n) : STR("–"), name },
		        0);
	}
}

static void put_figure(struct document_table *table, struct str name, struct str value)
{
	document_row(table, (const struct str[]){ name, value }, 0);
}

static struct str grades_show(struct arena *arena, int64_t excellent, int64_t good, int64_t fair, int64_t poor)
{
	return str_format(arena, "xuất sắc %.*s; tốt %.*s; hoàn thành %.*s; không hoàn thành %.*s",
	        STR_ARG(number_show(arena, excellent)), STR_ARG(number_show(arena, good)),
	        STR_ARG(number_show(arena, fair)), STR_ARG(number_show(arena, poor)));
}

/* The same of a committee, from the counters. */
static void put_year(struct document *document, const struct sheet *sheet)
{
	struct arena *arena = document->arena;
	const struct annual_committee_year_row *year = &sheet->book.counted;
	const struct annual_unit_figures_row *grades = &sheet->book.grades;
	const struct document_column columns[] = { { 40, DOCUMENT_LEFT, STR("Nội dung") },
		{ 60, DOCUMENT_LEFT, STR("Trong năm") } };
	if (sheet->blank || !sheet->book.committee)
		return;
	document_paragraph(document, DOCUMENT_STRONG | DOCUMENT_KEEP_NEXT | DOCUMENT_NO_INDENT,
	        STR("Số liệu của các tổ chức đảng trực thuộc"));
	struct document_table *table = document_table(document, columns, LENGTH(columns), STR_NONE);
	put_figure(table, STR("Tổ chức, đảng viên"),
	        str_format(arena, "%.*s chi bộ; %.*s đảng viên", STR_ARG(number_show(arena, year->cells)),
	                STR_ARG(number_show(arena, year->members))));
	put_figure(table, STR("Buổi sinh hoạt chi bộ"),
	        str_format(arena, "%.*s, trong đó %.*s buổi chuyên đề", STR_ARG(number_show(arena, year->sessions)),
	                STR_ARG(number_show(arena, year->thematic))));
	put_figure(table, STR("Chất lượng các buổi"),
	        str_format(arena, "tốt %.*s; khá %.*s; trung bình %.*s; kém %.*s",
	                STR_ARG(number_show(arena, year->good)), STR_ARG(number_show(arena, year->fair)),
	                STR_ARG(number_show(arena, year->average)), STR_ARG(number_show(arena, year->poor))));
	put_figure(table, STR("Tổ công tác dự; kiểm tra, giám sát"),
	        str_format(arena, "%.*s buổi; %.*s cuộc", STR_ARG(number_show(arena, year->visits)),
	                STR_ARG(number_show(arena, year->inspections))));
	if (grades->committee_reviews)
		put_figure(table, STR("Xếp loại đảng bộ"),
		        grades_show(arena, grades->committee_excellent, grades->committee_good, grades->committee_fair,
		                grades->committee_poor));
	put_figure(table, STR("Xếp loại chi bộ"),
	        grades_show(arena, grades->cell_excellent, grades->cell_good, grades->cell_fair, grades->cell_poor));
	put_figure(table, STR("Xếp loại đảng viên"),
	        grades_show(arena, grades->excellent, grades->good, grades->fair, grades->poor));
}

static const char *post_name(struct str post)
{
	return str_is(post, "bi_thu")        ? "Bí thư chi bộ"
	       : str_is(post, "pho_bi_thu")  ? "Phó bí thư chi bộ"
	       : str_is(post, "chi_uy_vien") ? "Chi ủy viên"
	                                     : "Đảng viên";
}

static void put_who(struct document *document, const struct sheet *sheet)
{
	const struct assessed *assessed = sheet->assessed;
	if (str_is(sheet->form.code, "01"))
		return;
	if (!assessed) {
		document_paragraph(document, DOCUMENT_NO_INDENT,
		        STR("Họ và tên: ............................................................ Ngày sinh: "
		            "........................."));
		document_paragraph(document, DOCUMENT_NO_INDENT,
		        STR("Chức vụ Đảng: "
		            "........................................................................................."
		            "."));
	} else {
		document_format(document, DOCUMENT_NO_INDENT, "Họ và tên: %.*s", STR_ARG(assessed->row.name));
		document_format(document, DOCUMENT_NO_INDENT, "Chức vụ Đảng: %s", post_name(assessed->row.post));
	}
	document_format(document, DOCUMENT_NO_INDENT, "Sinh hoạt tại: %.*s", STR_ARG(sheet->cell_name));
}

/* What the cell and the committee say of it stands under the signature. */
static void put_judged(struct document *document, const struct sheet *sheet)
{
	const struct annual_assessed_one_row *row = sheet->assessed ? &sheet->assessed->row : NULL;
	bool said = row && row->verified_at.set && !sheet->blank;
	document_section(document, 1, DOCUMENT_NO_NUMBER, STR("ĐÁNH GIÁ, XẾP LOẠI CỦA CHI BỘ"));
	if (said)
		document_format(document, 0,
		        "Chi bộ đề nghị xếp loại: %.*s (%lld điểm; %lld tán thành, %lld không tán thành, %lld ý kiến "
		        "khác).",
		        STR_ARG(annual_grade_name(&sheet->rule, row->grade)), (long long)row->points.n,
		        (long long)row->votes_for.n, (long long)row->votes_against.n, (long long)row->votes_other.n);
	else
		document_paragraph(document, 0, STR("Chi bộ đề nghị xếp loại: ………………………… Số phiếu tán thành: ……/……"));
	if (said && row->comment.len)
		document_format(document, 0, "Ý kiến góp ý: %.*s", STR_ARG(row->comment));
	document_sign(document, &(struct document_sign){ .signer = { { STR("T/M CHI BỘ"), STR("BÍ THƯ"), STR_NONE } },
	                                .signer_count = 1 });
}

static struct document *form_paper(struct request *request, const struct sheet *sheet)
{
	struct document *document = document_open(request->arena);
	bool collective = str_is(sheet->form.code, "01");
	annual_paper_head(document, sheet->superior, sheet->cell_name, STR_NONE, STR_NONE);
	document_title(document, sheet->form.title, str_format(request->arena, "Năm %lld", (long long)sheet->year));
	document_format(document, DOCUMENT_CENTER | DOCUMENT_NO_INDENT, "(Mẫu %.*s. %.*s)", STR_ARG(sheet->form.code),
	        STR_ARG(sheet->form.who));
	put_who(document, sheet);
	put_parts(document, sheet);
	if (collective)
		put_months(document, sheet);
	put_year(document, sheet);
	document_section(document, 2, DOCUMENT_KEEP_NEXT, STR("Tự chấm điểm"));
	put_points(document, sheet);
	put_grades(document, sheet, 0);
	document_format(document, DOCUMENT_NO_INDENT,
	        "\2%.*s. Tên mẫu của Trung ương; các mục và cách chia điểm trong nhóm là của phần mềm.\2",
	        STR_ARG(sheet->form.document));
	struct document_signer signer = { STR("NGƯỜI TỰ KIỂM ĐIỂM"), STR_NONE,
		sheet->assessed && !sheet->blank ? sheet->assessed->row.name : STR_NONE };
	if (collective)
		signer = sheet->assessed ? annual_paper_signer(request->arena, &sheet->assessed->review, request->today)
		                         : (struct document_signer){ STR("T/M CHI BỘ"), STR("BÍ THƯ"), STR_NONE };
	document_sign(document, &(struct document_sign){ .signer = { signer }, .signer_count = 1 });
	if (!collective)
		put_judged(document, sheet);
	return document;
}

static enum status send_form(struct request *request, struct err *err)
{
	struct sheet sheet;
	TRY(open_sheet(request, annual_request_assessed(request), &sheet, err));
	return annual_paper_send(request, form_paper(request, &sheet),
	        str_is(sheet.form.code, "01") ? "Báo cáo kiểm điểm tập thể" : "Bản kiểm điểm", err);
}

enum status annual_fetch_form(struct request *request, void *view, struct err *err)
{
	(void)view;
	return send_form(request, err);
}

enum status annual_fetch_blank(struct request *request, void *view, struct err *err)
{
	const struct unit *cell = request_unit(request, "cell");
	struct sheet sheet = { .cell_name = cell->name, .superior = cell->parent_name, .blank = true };
	(void)view;
	sheet.year = month_of_day(request->today) / 100;
	TRY(annual_rule_find(request->arena, STR_NONE, request->today, &sheet.rule, err));
	struct str form = request_query(request, "form");
	if (annual_form_find(request->arena, form.len ? form : STR("2C"), false, &sheet.form, err) != OK)
		return err_set(err, NOT_FOUND, "annual.form", NULL);
	return annual_paper_send(request, form_paper(request, &sheet), "Mẫu kiểm điểm", err);
}

enum status annual_fetch_points_pdf(struct request *request, void *view, struct err *err)
{
	struct sheet sheet;
	struct document *document = document_open(request->arena);
	(void)view;
	TRY(open_sheet(request, annual_request_assessed(request), &sheet, err));
	annual_paper_head(document, sheet.superior, sheet.cell_name, STR_NONE, STR_NONE);
	document_title(document, STR("BẢN TỰ ĐÁNH GIÁ"), str_format(request->arena, "Năm %lld", (long long)sheet.year));
	document_paragraph(document, DOCUMENT_CENTER | DOCUMENT_NO_INDENT, STR("(Mẫu 05)"));
	put_who(document, &sheet);
	put_points(document, &sheet);
	put_grades(document, &sheet, DOCUMENT_NO_NUMBER);
	document_sign(document, &(struct document_sign){ .signer = { { STR("NGƯỜI TỰ ĐÁNH GIÁ"), STR_NONE,
	                                                         sheet.blank ? STR_NONE : sheet.assessed->row.name } },
	                                .signer_count = 1 });
	document_format(document, DOCUMENT_NO_INDENT, "\2%.*s: Mẫu 05. Cách chia điểm trong nhóm là của phần mềm.\2",
	        STR_ARG(sheet.form.document));
	return annual_paper_send(request, document, "Bản tự đánh giá", err);
}
