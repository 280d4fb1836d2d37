/* The names that a superior's template may use, what each means, and its value in a report. Names stay as they are:
 * templates of others hang on them. */
#include "feature/period/period_fill.h"

#include "base/text.h"
#include "base/time.h"

#include <stdio.h>

enum { FEW = 5, NAMES_MAX = 300, TEXT_CEILING = 64 << 10 };

enum what { FIGURE, SHARE, PERMILLE, POINTS, TYPED };

/* Numbers that a line has and the sum of all lines too. */
struct number {
	const char *name, *about;
	enum what what;
	int part, base;
};

static const struct number numbers[] = {
	{ "chi_bo", N_("Số chi bộ"), FIGURE, PERIOD_CELLS, 0 },
	{ "dang_vien", N_("Số đảng viên"), FIGURE, PERIOD_MEMBERS, 0 },
	{ "chinh_thuc", N_("Đảng viên chính thức"), FIGURE, PERIOD_FULL_MEMBERS, 0 },
	{ "du_bi", N_("Đảng viên dự bị"), FIGURE, PERIOD_PROBATIONARY, 0 },
	{ "mien_sinh_hoat", N_("Đảng viên được miễn sinh hoạt"), FIGURE, PERIOD_EXEMPT, 0 },
	{ "ky_phai_hop", N_("Số kỳ sinh hoạt thường kỳ phải có"), FIGURE, PERIOD_CELL_MONTHS, 0 },
	{ "ky_da_hop", N_("Số kỳ sinh hoạt thường kỳ đã họp"), FIGURE, PERIOD_MET, 0 },
	{ "ty_le_hop", N_("Tỷ lệ sinh hoạt thường kỳ"), SHARE, PERIOD_MET, PERIOD_CELL_MONTHS },
	{ "phan_nghin_hop", N_("Tỷ lệ sinh hoạt thường kỳ, phần nghìn"), PERMILLE, PERIOD_MET, PERIOD_CELL_MONTHS },
	{ "buoi_hop", N_("Tổng số buổi họp"), FIGURE, PERIOD_SESSIONS, 0 },
	{ "chuyen_de", N_("Số buổi sinh hoạt chuyên đề"), FIGURE, PERIOD_THEMATIC, 0 },
	{ "bat_thuong", N_("Số buổi họp bất thường"), FIGURE, PERIOD_EXTRA, 0 },
	{ "phut_hop", N_("Tổng số phút họp"), FIGURE, PERIOD_MINUTES, 0 },
	{ "luot_phai_du", N_("Số lượt đảng viên phải dự họp"), FIGURE, PERIOD_BASE, 0 },
	{ "luot_du", N_("Số lượt đảng viên dự họp"), FIGURE, PERIOD_PRESENT, 0 },
	{ "ty_le_du", N_("Tỷ lệ đảng viên dự họp"), SHARE, PERIOD_PRESENT, PERIOD_BASE },
	{ "phan_nghin_du", N_("Tỷ lệ đảng viên dự họp, phần nghìn"), PERMILLE, PERIOD_PRESENT, PERIOD_BASE },
	{ "vang_co_ly_do", N_("Số lượt vắng có lý do"), FIGURE, PERIOD_EXCUSED, 0 },
	{ "vang_khong_ly_do", N_("Số lượt vắng không lý do"), FIGURE, PERIOD_UNEXCUSED, 0 },
	{ "phat_bieu", N_("Số lượt phát biểu (bỏ trống khi dưới 5 đảng viên)"), FIGURE, PERIOD_SPOKE, 0 },
	{ "bao_cao_phai_nop", N_("Số báo cáo buổi họp phải nộp"), FIGURE, PERIOD_DUE, 0 },
	{ "bao_cao_da_nop", N_("Số báo cáo buổi họp đã nộp"), FIGURE, PERIOD_REPORTED, 0 },
	{ "bao_cao_dung_han", N_("Số báo cáo buổi họp đúng hạn"), FIGURE, PERIOD_ON_TIME, 0 },
	{ "ty_le_dung_han", N_("Tỷ lệ báo cáo đúng hạn"), SHARE, PERIOD_ON_TIME, PERIOD_DUE },
	{ "buoi_tot", N_("Số buổi họp xếp loại tốt"), FIGURE, PERIOD_GOOD, 0 },
	{ "buoi_kha", N_("Số buổi họp xếp loại khá"), FIGURE, PERIOD_FAIR, 0 },
	{ "buoi_trung_binh", N_("Số buổi họp xếp loại trung bình"), FIGURE, PERIOD_AVERAGE, 0 },
	{ "buoi_kem", N_("Số buổi họp xếp loại kém"), FIGURE, PERIOD_POOR, 0 },
	{ "cap_tren_xep", N_("Số buổi họp cấp trên đã xếp loại"), FIGURE, PERIOD_GRADED, 0 },
	{ "cap_tren_ha", N_("Số buổi họp cấp trên hạ mức tự xếp"), FIGURE, PERIOD_LOWERED, 0 },
	{ "cham_cao", N_("Số buổi họp tự chấm cao hơn căn cứ"), FIGURE, PERIOD_ABOVE, 0 },
	{ "diem", N_("Điểm bình quân"), POINTS, PERIOD_FINAL_SUM, PERIOD_FINAL_COUNT },
	{ "diem_tu_cham", N_("Điểm tự chấm bình quân"), POINTS, PERIOD_SELF_SUM, PERIOD_SELF_COUNT },
	{ "bien_ban_ky", N_("Số biên bản đã ký"), FIGURE, PERIOD_CONFIRMED, 0 },
	{ "nghi_quyet", N_("Số nghị quyết"), FIGURE, PERIOD_RESOLUTIONS, 0 },
	{ "nhiem_vu", N_("Số nhiệm vụ được kiểm điểm"), FIGURE, PERIOD_TASKS, 0 },
	{ "nhiem_vu_xong", N_("Số nhiệm vụ hoàn thành"), FIGURE, PERIOD_TASKS_DONE, 0 },
	{ "ty_le_nhiem_vu", N_("Tỷ lệ nhiệm vụ hoàn thành"), SHARE, PERIOD_TASKS_DONE, PERIOD_TASKS },
	{ "nhiem_vu_giao", N_("Số nhiệm vụ giao mới"), FIGURE, PERIOD_GIVEN, 0 },
	{ "ket_nap", N_("Số đảng viên kết nạp"), FIGURE, PERIOD_ADMITTED, 0 },
	{ "cong_nhan", N_("Số đảng viên được công nhận chính thức"), FIGURE, PERIOD_RECOGNISED, 0 },
	{ "dan_van_kheo", N_("Dân vận khéo (đơn vị tự ghi)"), TYPED, PERIOD_MASS_WORK, 0 },
	{ "doc_bai_viet", N_("Đọc bài viết (đơn vị tự ghi)"), TYPED, PERIOD_READING, 0 },
	{ "ke_hoach_chuyen_de", N_("Kế hoạch sinh hoạt chuyên đề"), TYPED, PERIOD_THEME_PLAN, 0 },
	{ "kiem_tra_giam_sat", N_("Kiểm tra, giám sát (đơn vị tự ghi)"), TYPED, PERIOD_INSPECTION, 0 },
	{ "chi_bo_tot", N_("Số chi bộ xếp loại kỳ tốt"), TYPED, PERIOD_CELLS_GOOD, 0 },
	{ "chi_bo_kha", N_("Số chi bộ xếp loại kỳ khá"), TYPED, PERIOD_CELLS_FAIR, 0 },
	{ "chi_bo_trung_binh", N_("Số chi bộ xếp loại kỳ trung bình"), TYPED, PERIOD_CELLS_AVERAGE, 0 },
	{ "chi_bo_kem", N_("Số chi bộ xếp loại kỳ kém"), TYPED, PERIOD_CELLS_POOR, 0 },
};

/* Columns of the table as people write them, of a line and of the sum: names, and keys of period_columns. */
static const struct {
	const char *name, *about, *key;
} written[] = {
	{ "ky_hop", N_("Số kỳ họp, viết “58/60”"), "met" },
	{ "du_hop", N_("Số dự, viết “392/417 (94%)”"), "attendance" },
	{ "ngay_hop", N_("Ngày họp"), "days" },
	{ "xep_loai", N_("Mức xếp loại; ở dòng tổng: “Tốt 5, khá 2”"), "grade" },
	{ "ly_do", N_("Ghi chú, lý do trừ điểm"), "note" },
	{ "khac", N_("Khác (đơn vị tự ghi)"), "other" },
};

enum single {
	UNIT,
	UNIT_CAPITALS,
	SUPERIOR,
	SUPERIOR_CAPITALS,
	TITLE,
	CODE,
	FIRST_DAY,
	LAST_DAY,
	AS_OF,
	MADE,
	STATE,
	NUMBER,
	CAPACITY,
	POST,
	MISSING,
	REPORTS_MISSING,
	RULE,
	NOTES,
	CHANGES,
	CHAIN,
	SINGLE__COUNT
};

static const struct {
	const char *name, *about;
} single_names[SINGLE__COUNT] = {
	[UNIT] = { "don_vi", N_("Tên đơn vị báo cáo") },
	[UNIT_CAPITALS] = { "don_vi_in_hoa", N_("Tên đơn vị, chữ in hoa") },
	[SUPERIOR] = { "cap_tren", N_("Tên cấp trên trực tiếp") },
	[SUPERIOR_CAPITALS] = { "cap_tren_in_hoa", N_("Tên cấp trên, chữ in hoa") },
	[TITLE] = { "ky", N_("Kỳ báo cáo, viết “Quý III/2026”") },
	[CODE] = { "ma_ky", N_("Mã kỳ: 2026-11, 2026-Q3, 2026-H1, 2026") },
	[FIRST_DAY] = { "tu_ngay", N_("Ngày đầu kỳ") },
	[LAST_DAY] = { "den_ngay", N_("Ngày cuối kỳ") },
	[AS_OF] = { "tinh_den", N_("Thời điểm tính hoặc chốt số liệu") },
	[MADE] = { "ngay_thang", N_("Dòng “ngày 05 tháng 10 năm 2026” của ngày tính số liệu") },
	[STATE] = { "tinh_trang", N_("Số liệu tạm tính, chưa chốt hay đã chốt") },
	[NUMBER] = { "so_ky_hieu", N_("Số, ký hiệu văn bản, số để trống") },
	[CAPACITY] = { "quyen_han_ky", N_("Quyền hạn ký theo cấp: T/M ĐẢNG ỦY") },
	[POST] = { "chuc_vu_ky", N_("Chức vụ người ký: BÍ THƯ") },
	[MISSING] = { "chua_hop", N_("Chi bộ thiếu kỳ họp: “58/60, thiếu: …”") },
	[REPORTS_MISSING] = { "chua_bao_cao", N_("Đơn vị cấp dưới chưa nộp báo cáo") },
	[RULE] = { "cach_xep_loai", N_("Cách tính xếp loại kỳ") },
	[NOTES] = { "ghi_chu", N_("Mọi ghi chú dưới bảng, mỗi ý một dòng") },
	[CHANGES] = { "dieu_chinh", N_("Điều chỉnh so với báo cáo đã chốt, mỗi ý một dòng") },
	[CHAIN] = { "ma_kiem_tra", N_("Mã kiểm tra của bản đã chốt; trống khi chưa chốt") },
};

enum line { LINE_NUMBER, LINE_NAME, LINE_STATE, LINE__COUNT };
static const struct {
	const char *name, *about;
} line_names[LINE__COUNT] = {
	[LINE_NUMBER] = { "stt", N_("Số thứ tự của dòng") },
	[LINE_NAME] = { "ten", N_("Tên chi bộ hoặc đơn vị cấp dưới") },
	[LINE_STATE] = { "bao_cao", N_("Báo cáo của đơn vị cấp dưới đang ở đâu") },
};

static struct document_cell cell(enum document_cell_kind kind, struct opt_int n)
{
	return n.set ? (struct document_cell){ .kind = kind, .number = n.n }
	             : (struct document_cell){ .kind = DOCUMENT_CELL_EMPTY };
}

static struct document_cell words(struct str text)
{
	return text.len ? (struct document_cell){ .kind = DOCUMENT_CELL_TEXT, .text = text }
	                : (struct document_cell){ .kind = DOCUMENT_CELL_EMPTY };
}

static enum document_cell_kind kind_of(const struct number *number)
{
	return number->what == SHARE    ? DOCUMENT_CELL_PERMILLE
	       : number->what == POINTS ? DOCUMENT_CELL_HUNDREDTH
	                                : DOCUMENT_CELL_INT;
}

static struct document_cell value_of(
        const struct number *number, const struct period_row *row, const struct period_figures *figures)
{
	int64_t whole = figures->n[number->base];
	if (number->what == TYPED)
		return cell(DOCUMENT_CELL_INT, row->typed[number->part]);
	/* how many spoke says of a handful of people who kept silent */
	bool few = number->what == FIGURE && number->part == PERIOD_SPOKE && figures->n[PERIOD_MEMBERS] < FEW;
	if (!figures->any || few)
		return cell(DOCUMENT_CELL_INT, OPT_NONE);
	if (number->what == FIGURE)
		return cell(DOCUMENT_CELL_INT, OPT(figures->n[number->part]));
	if (number->what == POINTS)
		return cell(DOCUMENT_CELL_HUNDREDTH,
		        whole > 0 ? OPT((figures->n[number->part] * 100 + whole / 2) / whole) : OPT_NONE);
	return cell(kind_of(number),
	        period_share(figures, (enum period_figure)number->part, (enum period_figure)number->base));
}

static struct str lines_of_notes(struct arena *arena, const struct period_report *report)
{
	struct str notes[PERIOD_NOTES_MAX];
	size_t count = period_notes(arena, report, true, notes, PERIOD_NOTES_MAX);
	struct buf out = buf_open(arena, TEXT_CEILING);
	for (size_t i = 0; i < count; i++)
		buf_format(&out, "%s%.*s", i ? "\n" : "", STR_ARG(notes[i]));
	return buf_text(&out);
}

static struct str lines_of_changes(struct arena *arena, const struct period_report *report)
{
	struct buf out = buf_open(arena, TEXT_CEILING);
	for (size_t i = 0; i < report->change_count; i++)
		buf_format(&out, "%s%.*s (%.*s): %.*s. Lý do: %.*s", i ? "\n" : "", STR_ARG(report->changes[i].name),
		        STR_ARG(report->changes[i].period), STR_ARG(report->changes[i].figures),
		        STR_ARG(report->changes[i].reason.len ? report->changes[i].reason : STR("chưa ghi")));
	return buf_text(&out);
}

static struct str single_of(struct arena *arena, const struct period_report *report, enum single which)
{
	struct unit_committee committee =
	        unit_committee_of(arena, report->kind, report->unit_name, day_today(arena, report->as_of));
	switch (which) {
	case UNIT:
		return report->unit_name;
	case UNIT_CAPITALS:
		return text_upper(arena, report->unit_name);
	case SUPERIOR:
		return report->parent_name;
	case SUPERIOR_CAPITALS:
		return text_upper(arena, report->parent_name);
	case TITLE:
		return report->title;
	case CODE:
		return report->code;
	case FIRST_DAY:
		return date_show(arena, report->first_day);
	case LAST_DAY:
		return date_show(arena, report->last_day);
	case AS_OF:
		return instant_show(arena, report->as_of);
	case MADE:
		return date_words(arena, day_today(arena, report->as_of));
	case STATE:
		return report->frozen ? STR("đã chốt") : report->over ? STR("chưa chốt") : STR("tạm tính");
	case NUMBER:
		return str_format(arena, "Số ……-BC/%.*s", STR_ARG(committee.sign));
	case CAPACITY:
		return str_format(arena, "T/M %.*s", STR_ARG(committee.name));
	case POST:
		return committee.head;
	case MISSING:
		return report->missing;
	case REPORTS_MISSING:
		return report->report_missing;
	case RULE:
		return report->rule_name;
	case NOTES:
		return lines_of_notes(arena, report);
	case CHANGES:
		return lines_of_changes(arena, report);
	case CHAIN:
		return report->hash;
	case SINGLE__COUNT:
		break;
	}
	return STR_NONE;
}

static struct str state_of(const struct period_row *row)
{
	static const char *const states[][2] = { { "open", "chưa nộp" }, { "submitted", "đã nộp" },
		{ "returned", "bị trả lại" }, { "accepted", "đã nhận" }, { "frozen", "đã chốt" } };
	for (size_t i = 0; i < LENGTH(states) && !row->cell; i++)
		if (str_is(row->state, states[i][0]))
			return str_of(states[i][1]);
	return STR_NONE;
}

static void add_single(struct period_fill *fill, struct arena *arena, const char *name, const char *end,
        const char *about, struct document_cell value, enum document_cell_kind kind)
{
	size_t at = fill->data.single_count++;
	check(at < NAMES_MAX);
	fill->single[at] =
	        (struct fill_single){ str_c(arena, str_format(arena, PERIOD_PREFIX "%s%s", name, end)), value };
	fill->single_about[at] = (struct period_name){ about, end[0] != 0, kind };
}

static void add_column(
        struct period_fill *fill, struct arena *arena, const char *name, const char *end, struct period_name about)
{
	size_t at = fill->data.column_count++;
	check(at < NAMES_MAX);
	fill->column[at] = str_c(arena, str_format(arena, PERIOD_ROW_PREFIX "%s%s", name, end));
	about.before = end[0] != 0;
	fill->column_about[at] = about;
}

#define BEFORE "_cung_ky"

static void add_singles(struct period_fill *fill, struct arena *arena, const struct period_report *report)
{
	const struct period_row *total = &report->total;
	for (int i = 0; i < SINGLE__COUNT; i++)
		add_single(fill, arena, single_names[i].name, "", single_names[i].about,
		        words(single_of(arena, report, (enum single)i)), DOCUMENT_CELL_TEXT);
	for (size_t i = 0; i < LENGTH(written); i++)
		add_single(fill, arena, written[i].name, "", written[i].about,
		        words(period_value_by(arena, report, total, str_of(written[i].key)).text), DOCUMENT_CELL_TEXT);
	for (size_t i = 0; i < LENGTH(numbers); i++)
		add_single(fill, arena, numbers[i].name, "", numbers[i].about,
		        value_of(&numbers[i], total, &total->now), kind_of(&numbers[i]));
	for (size_t i = 0; i < LENGTH(numbers); i++)
		if (numbers[i].what != TYPED)
			add_single(fill, arena, numbers[i].name, BEFORE, numbers[i].about,
			        value_of(&numbers[i], total, &total->before), kind_of(&numbers[i]));
}

static void add_columns(struct period_fill *fill, struct arena *arena)
{
	for (int i = 0; i < LINE__COUNT; i++)
		add_column(fill, arena, line_names[i].name, "",
		        (struct period_name){ line_names[i].about, false,
		                i == LINE_NUMBER ? DOCUMENT_CELL_INT : DOCUMENT_CELL_TEXT });
	for (size_t i = 0; i < LENGTH(written); i++)
		add_column(fill, arena, written[i].name, "",
		        (struct period_name){ written[i].about, false, DOCUMENT_CELL_TEXT });
	for (size_t i = 0; i < LENGTH(numbers); i++)
		add_column(fill, arena, numbers[i].name, "",
		        (struct period_name){ numbers[i].about, false, kind_of(&numbers[i]) });
	for (size_t i = 0; i < LENGTH(numbers); i++)
		if (numbers[i].what != TYPED)
			add_column(fill, arena, numbers[i].name, BEFORE,
			        (struct period_name){ numbers[i].about, true, kind_of(&numbers[i]) });
}

/* In the order of add_columns. */
static void put_line(struct arena *arena, const struct period_report *report, size_t index, struct document_cell *cells)
{
	const struct period_row *row = &report->rows[index];
	*cells++ = cell(DOCUMENT_CELL_INT, OPT((int64_t)index + 1));
	*cells++ = words(row->name);
	*cells++ = words(state_of(row));
	for (size_t i = 0; i < LENGTH(written); i++)
		*cells++ = words(period_value_by(arena, report, row, str_of(written[i].key)).text);
	for (size_t i = 0; i < LENGTH(numbers); i++)
		*cells++ = value_of(&numbers[i], row, &row->now);
	for (size_t i = 0; i < LENGTH(numbers); i++)
		if (numbers[i].what != TYPED)
			*cells++ = value_of(&numbers[i], row, &row->before);
}

struct period_fill *period_fill_of(struct arena *arena, const struct period_report *report)
{
	struct period_fill *fill = arena_new(arena, struct period_fill);
	fill->single = arena_array(arena, struct fill_single, NAMES_MAX);
	fill->single_about = arena_array(arena, struct period_name, NAMES_MAX);
	fill->column = arena_array(arena, const char *, NAMES_MAX);
	fill->column_about = arena_array(arena, struct period_name, NAMES_MAX);
	fill->data = (struct fill_data){ .prefix = PERIOD_PREFIX, .row_prefix = PERIOD_ROW_PREFIX };
	add_singles(fill, arena, report);
	add_columns(fill, arena);
	struct document_cell *cells =
	        arena_array(arena, struct document_cell, report->row_count * fill->data.column_count + 1);
	for (size_t i = 0; i < report->row_count; i++)
		put_line(arena, report, i, cells + i * fill->data.column_count);
	fill->data.single = fill->single;
	fill->data.column = fill->column;
	fill->data.cell = cells;
	fill->data.row_count = report->row_count;
	return fill;
}

struct example {
	const char *name, *title;
};

/* The kind of value comes from the name. */
static void titles_of(const struct example *examples, size_t count, const char *const *names,
        const struct period_name *abouts, size_t name_count, struct fill_title *titles)
{
	for (size_t i = 0; i < count; i++) {
		size_t at = 0;
		while (at < name_count && !str_is(str_of(names[at]), examples[i].name))
			at++;
		check(at < name_count);
		titles[i] = (struct fill_title){ names[at], str_of(examples[i].title), abouts[at].kind };
	}
}

enum status period_fill_example(
        struct arena *arena, enum fill_format format, struct str heading, struct str *ret_bytes, struct err *err)
{
	static const struct example lines[] = { { PERIOD_PREFIX "cap_tren", "Cấp trên" },
		{ PERIOD_PREFIX "don_vi", "Đơn vị báo cáo" }, { PERIOD_PREFIX "ky", "Kỳ báo cáo" },
		{ PERIOD_PREFIX "tinh_den", "Số liệu tính đến" }, { PERIOD_PREFIX "chi_bo", "Số chi bộ" },
		{ PERIOD_PREFIX "dang_vien", "Số đảng viên" },
		{ PERIOD_PREFIX "ky_hop", "Kỳ sinh hoạt thường kỳ đã họp/phải họp" },
		{ PERIOD_PREFIX "ty_le_du", "Tỷ lệ đảng viên dự họp" },
		{ PERIOD_PREFIX "ty_le_du" BEFORE, "Tỷ lệ dự họp cùng kỳ năm trước" },
		{ PERIOD_PREFIX "diem", "Điểm bình quân" }, { PERIOD_PREFIX "chua_hop", "Chi bộ thiếu kỳ họp" },
		{ PERIOD_PREFIX "quyen_han_ky", "Người ký" } };
	static const struct example heads[] = { { PERIOD_ROW_PREFIX "stt", "TT" },
		{ PERIOD_ROW_PREFIX "ten", "Chi bộ, đơn vị" }, { PERIOD_ROW_PREFIX "dang_vien", "Đảng viên" },
		{ PERIOD_ROW_PREFIX "ky_da_hop", "Số kỳ đã họp" }, { PERIOD_ROW_PREFIX "luot_du", "Số lượt dự" },
		{ PERIOD_ROW_PREFIX "ty_le_du", "Tỷ lệ dự" }, { PERIOD_ROW_PREFIX "diem", "Điểm bình quân" },
		{ PERIOD_ROW_PREFIX "xep_loai", "Xếp loại" } };
	static const struct period_report none;
	const struct period_fill *fill = period_fill_of(arena, &none);
	struct fill_title titles[LENGTH(lines)], columns[LENGTH(heads)];
	const char **names = arena_array(arena, const char *, fill->data.single_count);
	for (size_t i = 0; i < fill->data.single_count; i++)
		names[i] = fill->single[i].name;
	titles_of(lines, LENGTH(lines), names, fill->single_about, fill->data.single_count, titles);
	titles_of(heads, LENGTH(heads), fill->column, fill->column_about, fill->data.column_count, columns);
	return document_fill_example(
	        arena, format, heading, titles, LENGTH(lines), columns, LENGTH(heads), ret_bytes, err);
}

/* What is wrong is wrong with the file. */
static enum status told(enum status status, const char *field, struct err *err)
{
	if (status == INVALID && err)
		snprintf(err->field, sizeof(err->field), "%s", field);
	return status;
}

enum status period_fill_template(struct arena *arena, const struct period_report *report, struct str bytes,
        struct str name, struct str *ret_bytes, struct err *err)
{
	struct period_fill *fill = period_fill_of(arena, report);
	struct fill_info info;
	bool book = str_ends(name, STR(".xlsx"));
	if (!book && !str_ends(name, STR(".docx")))
		return err_set(err, INVALID, "period.template_ending", "out");
	TRY(told(document_fill_isolated(arena, bytes, &fill->data, report->as_of, ret_bytes, &info, err), "template",
	        err));
	return (info.format == FILL_XLSX) == book ? OK : err_set(err, INVALID, "period.template_ending", "out");
}

enum status period_fill_check(struct arena *arena, struct str bytes, enum fill_format *ret_format, struct err *err)
{
	struct period_report report = { .row_count = 0 };
	struct fill_info info = { 0 };
	struct str out;
	report.rows = arena_array(arena, struct period_row, 2);
	for (; report.row_count <= 2; report.row_count += 2) {
		struct period_fill *fill = period_fill_of(arena, &report);
		TRY(told(document_fill_isolated(arena, bytes, &fill->data, 0, &out, &info, err), "file", err));
	}
	*ret_format = info.format;
	return OK;
}
